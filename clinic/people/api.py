"""Who may use the programming interface? Nobody, until a view opens itself."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from clinic.people.access import CLINICAL, has_second_factor, person_of

if TYPE_CHECKING:  # the framework reads this module while it makes its views
    from rest_framework.views import APIView


class Closed(BasePermission):
    """The default: no."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return False


class Clinicians(BasePermission):
    """Therapists and owners, with the second factor that their pages ask for too."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        person = person_of(request._request)
        return bool(person.works_in(CLINICAL)) and (person.in_demo or has_second_factor(request._request))
