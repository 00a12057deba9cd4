"""What does a figure say in words: its title, its alternative text, its spoken description?

Sentences name the sides as `{right}` and `{left}` of the drawing as authored; the mirrored drawing swaps them.
"""

from .figure import Figure

SIDES = {"en": ("right", "left")}


def _named(sentence: str, side: str, language: str) -> str:
    right, left = SIDES[language]
    if side == "left":
        right, left = left, right
    return sentence.format(right=right, left=left, Right=right.capitalize(), Left=left.capitalize())


def title(figure: Figure, side: str = "right", language: str = "en") -> str:
    name = figure.name[language]
    return f"{name}, {_named('{right}', side, language)} side" if figure.sided else name


def alt_text(figure: Figure, side: str = "right", language: str = "en") -> str:
    """One or two sentences: what is seen."""
    return _named(figure.alt[language], side, language)


def strip_words(figure: Figure, side: str = "right", language: str = "en") -> list[str]:
    """What is seen on each frame for paper: the first speaks for all, the others for their pose."""
    whole = alt_text(figure, side, language)
    said = [figure.pose(pose).says.get(language, "") for pose in figure.strip_poses]
    return [whole, *(_named(one, side, language) or whole for one in said[1:])]


def spoken(figure: Figure, side: str = "right", language: str = "en") -> str:
    """The movement pose by pose, to be read out."""
    return " ".join(
        _named(pose.says[language], side, language) for pose in figure.poses if language in pose.says
    )
