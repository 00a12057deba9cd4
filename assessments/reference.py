"""The pages about the tests themselves: how each is done, and its drawings. They are about no patient."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments import drawings, how_to
from clinic.people import access

FOR_EVER = "public, max-age=31536000, immutable"


@require_GET
@access.staff
def tests(request: HttpRequest) -> HttpResponse:
    """All of them, in the order of the hands."""
    return render(request, "assessments/tests.html", {"tests": how_to.tests().values()})


@require_GET
@access.staff
def test(request: HttpRequest, test: str) -> HttpResponse:
    """One, to read alone."""
    known = how_to.tests()
    if test not in known:
        raise Http404
    return render(request, "assessments/test.html", {"how": known[test]})


@require_GET
@access.public
def drawing(request: HttpRequest, version: str, drawing: str) -> HttpResponse:
    """It says nothing about anybody, so everybody may fetch and keep it."""
    try:
        drawn = drawings.svg(drawing)
    except (KeyError, ValueError):
        raise Http404 from None
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": FOR_EVER})
