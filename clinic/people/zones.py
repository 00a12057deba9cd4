"""Where may somebody live? A select of the world's time zones, by continent, each under the name of its place.

Six hundred options cost a page's time over again when each is a template of its own: they are written once a process.
"""

import zoneinfo
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


@cache
def names() -> tuple[str, ...]:
    """UTC, and the IANA names that are places: Europe/London, not Etc/GMT+4."""
    places = (one for one in zoneinfo.available_timezones() if "/" in one and not one.startswith("Etc/"))
    return ("UTC", *sorted(places))


def choices() -> list[tuple[str, str]]:
    return [(name, place(name)) for name in names()]


def place(name: str) -> str:
    """Typing its first letters finds it in the list: Buenos Aires (Argentina)."""
    *within, there = name.split("/")[1:] or [name]
    return (f"{there} ({', '.join(within)})" if within else there).replace("_", " ")


class ZoneSelect(forms.Select):
    """A plain select that says its options in one piece."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        said = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        unknown = (
            "" if value in names() else format_html('<option value="{0}" selected>{0}</option>', value or "")
        )
        return format_html("<select{}>{}{}</select>", said, unknown, _chosen(value))


def _chosen(value: Any) -> SafeString:
    option = format_html('<option value="{}"', value)
    return mark_safe(_options().replace(option, f"{option} selected", 1))  # noqa: S308 - both are escaped


@cache
def _options() -> str:
    return "".join(_groups())


def _groups() -> Iterator[SafeString]:
    for continent, there in groupby(names(), key=lambda name: name.split("/")[0]):
        options = format_html_join("", '<option value="{}">{}</option>', ((one, place(one)) for one in there))
        yield (
            options
            if continent == "UTC"
            else format_html('<optgroup label="{}">{}</optgroup>', continent, options)
        )
