"""Where is the drawing of a test fetched from?"""

from django.urls import reverse

from assessments import how_to
from clinic import figures


def version() -> str:
    return figures.version(how_to.FOLDER)


def picture(figure: figures.Figure, kind: str, side: str = "right") -> figures.Picture:
    return figures.picture(figure, side, kind, lambda *how: address(figure, *how))


def address(figure: figures.Figure, side: str, kind: str, theme: str) -> str:
    name = f"{figure.id}.{figure.key[1]}.{side}.{kind}.{theme}.svg"
    return reverse("assessments:drawing", args=[version(), name])


def svg(name: str) -> str:
    """`thomas-test.hip-angle.right.still.light.svg`; raises KeyError or ValueError where there is none."""
    test, variant, side, kind, theme, _ = name.split(".")
    return figures.drawn(how_to.drawn()[f"{test}.{variant}"], side, kind, theme)
