"""What does somebody see when it went wrong? A calm page, no trace, and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinic.people import access


@access.public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or a browser that keeps no cookies."""
    return render(request, "403_csrf.html", status=403)
