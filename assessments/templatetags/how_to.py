"""Puts a test's how-to and its drawings on a page."""

from typing import Any

from django import template

from assessments import drawings
from assessments.how_to import HowTo, tests
from clinic.figures import Figure, alt_text, title

register = template.Library()


@register.simple_tag
def how_to(test: str) -> HowTo:
    """`{% how_to "thomas-test" as how %}`; a name there is not is a mistake in the template, and raises KeyError."""
    return tests()[test]


@register.inclusion_tag("parts/picture.html")
def test_picture(figure: Figure) -> dict[str, Any]:
    """Large, with its words; still, for beside a couch nothing may go on moving for ever."""
    return {"picture": drawings.picture(figure, "still"), "alt": alt_text(figure)}


@register.inclusion_tag("parts/picture.html")
def small_test_picture(figure: Figure) -> dict[str, Any]:
    """Small, for a list; its name stands beside it, so it says nothing itself."""
    return {"picture": drawings.picture(figure, "thumbnail"), "alt": "", "size": 96}


@register.simple_tag
def test_picture_title(figure: Figure) -> str:
    return title(figure)
