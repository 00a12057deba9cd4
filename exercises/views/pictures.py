"""The drawings. They say nothing about anybody, so everybody may fetch and keep them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from clinic.people import access
from exercises import contact_sheet, pictures

FOR_EVER = "public, max-age=31536000, immutable"


@gzip_page
@require_GET
@access.public
def picture(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """`bridge.1.one.right.still.light.svg`"""
    try:
        exercise, level, variant, side, kind, theme, _ = name.split(".")
        drawing = pictures.svg(exercise, int(level), None if variant == "one" else variant, side, kind, theme)
    except (ValueError, KeyError):
        raise Http404 from None
    return HttpResponse(drawing, content_type="image/svg+xml", headers={"Cache-Control": FOR_EVER})


@require_GET
@access.staff
def sheet(request: HttpRequest) -> HttpResponse:
    """Every drawing there is, to be reviewed at a glance."""
    return render(request, "exercises/contact_sheet.html", {"groups": contact_sheet.groups()})
