"""What makes the site an app on a phone? Its service worker and its manifest."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clinic.people import access

WORKER = settings.BASE_DIR / "static" / "js" / "worker.js"


@require_GET
@access.public
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that it stands before every page; asked for anew each time, so that no old one lives on."""
    return HttpResponse(
        Path(WORKER).read_bytes(), content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


@require_GET
@access.public
def manifest(request: HttpRequest) -> HttpResponse:
    """How it stands on a home screen. Nothing in it is anybody's."""
    icons = [
        {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("img/app-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("img/app-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("img/app-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    told = {
        "name": _("Plumb: your practice"),
        "short_name": "Plumb",
        "start_url": reverse("practice:today"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf7f0",
        "theme_color": "#faf7f0",
        "icons": icons,
    }
    return JsonResponse(
        told, content_type="application/manifest+json", headers={"Cache-Control": "public, max-age=3600"}
    )
