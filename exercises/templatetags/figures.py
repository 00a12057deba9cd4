"""Puts an exercise's drawing on a page, for light and dark and for people who want nothing to move."""

from typing import Any

from django import template

from clinic.figures import Picture
from exercises import pictures
from exercises.models import Item

register = template.Library()


@register.inclusion_tag("parts/picture.html")
def small_picture(item: Item) -> dict[str, Any]:
    """Small, for a list; its name stands beside it, so it says nothing itself."""
    return {"picture": pictures.picture(item, "thumbnail"), "alt": "", "size": 96}


@register.inclusion_tag("parts/picture.html")
def drawn(shown: Picture) -> dict[str, Any]:
    """One that was chosen already, large."""
    return {"picture": shown, "alt": shown.alt, "size": 480}


@register.inclusion_tag("parts/picture.html")
def picture(item: Item) -> dict[str, Any]:
    """Large and moving, with its words."""
    shown = pictures.picture(item, "animated")
    return {"picture": shown, "alt": shown.alt, "size": 480}
