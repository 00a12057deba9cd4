"""The engine over HTTP: the same objects in and out as on the command line, for therapists.

Always by the protocol as shipped. Nothing is stored, and nothing of the input is logged.
"""

from collections.abc import Mapping
from typing import IO, Any, cast

from django.core.exceptions import RequestDataTooBig
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clinic.people.api import Clinicians
from exercises import api_schema
from exercises.api_schema import Schema
from exercises.engine import command

ARRAY_LIMIT = 1000


class StrictJSON(JSONParser):
    """JSON as the command line reads it: a key written twice, NaN and Infinity are refused."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        try:
            decoded: Any = command.decode(stream.read())
        except command.InputError as wrong:
            raise ParseError(str(wrong)) from wrong
        return cast("dict[str, Any]", decoded)


class Preview(APIView):
    """Answers one object, or an array of them in order; what does not fit becomes its error object and a 400."""

    permission_classes = (Clinicians,)
    parser_classes = (StrictJSON,)
    work = ""

    def post(self, request: Request) -> Response:
        try:
            data = _sent(request)
        except (ParseError, UnsupportedMediaType) as wrong:
            return _refused(str(wrong.detail), wrong.status_code)
        if not isinstance(data, list):
            answer = self.answered(data)
            return Response(answer, status=400 if "error" in answer else 200)
        if len(data) > ARRAY_LIMIT:
            return _refused(f"Send at most {ARRAY_LIMIT} at a time; there were {len(data)}.")
        answers = [self.answered(each) for each in data]
        return Response(answers, status=400 if any("error" in one for one in answers) else 200)

    def answered(self, data: object) -> dict[str, Any]:
        return command.answered(command.COMMANDS[self.work], data)


def _sent(request: Request) -> Any:
    if request.stream is None:
        raise ParseError("Send one JSON object, or an array of them; there was nothing.")
    try:
        return request.data
    except RequestDataTooBig as wrong:
        raise ParseError("This is too much at once: send fewer at a time.") from wrong


def _refused(why: str, status: int = 400) -> Response:
    return Response({"error": why, "fields": {}}, status=status)


def _one_or_many(schema: Schema) -> dict[str, Schema]:
    several = {"type": "array", "maxItems": ARRAY_LIMIT, "items": schema}
    return {"application/json": {"oneOf": [schema, several]}}


def _answers(schema: Schema) -> dict[tuple[int, str], Schema]:
    """Of several, each wrong one is its error object, in its place."""
    wrong = {"type": "array", "items": {"oneOf": [schema, api_schema.ERROR]}}
    return {
        (200, "application/json"): {"oneOf": [schema, {"type": "array", "items": schema}]},
        (400, "application/json"): {"oneOf": [api_schema.ERROR, wrong]},
    }


class PrescriptionPreview(Preview):
    work = "prescribe"

    @extend_schema(
        operation_id="prescriptions_preview",
        summary="What the engine would propose for these observations",
        request=_one_or_many(api_schema.ASSESSMENT),
        responses=_answers(api_schema.PLAN),
    )
    def post(self, request: Request) -> Response:
        return super().post(request)


class ReviewPreview(Preview):
    work = "review"

    @extend_schema(
        operation_id="reviews_preview",
        summary="What the engine would do next, given what a patient reported",
        request=_one_or_many(api_schema.LOG),
        responses=_answers(api_schema.REVIEW),
    )
    def post(self, request: Request) -> Response:
        return super().post(request)
