"""Can anyone look at every figure in a minute? All of them on one page, every frame, both sides, three grounds.

A page of its own, with no script and nothing from elsewhere, that is also well-formed XML.
"""

from collections.abc import Iterable, Mapping
from html import escape

from .figure import Figure, Key
from .svg import animated, at_pose, still, strip
from .words import alt_text, spoken, title

GROUNDS = {"light": "#fbf8f2", "dark": "#1b1d1c", "print": "#ffffff"}
INKS = {"light": "#2f3b40", "dark": "#e9e4d8", "print": "#000000"}
STYLE = """
body{margin:1.5rem;font:16px/1.5 system-ui,sans-serif;background:#fbf8f2;color:#2f3b40}
section{border-top:1px solid #cfc6b5;padding:1rem 0}
h1,h2,h3{line-height:1.2;margin:.4rem 0}
p{max-width:60rem;margin:.3rem 0}
.row{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0}
figure{margin:0;padding:.5rem;width:15rem;border-radius:.25rem}
figure svg{display:block;width:100%;height:auto}
figcaption{font-size:1rem}
@media print{section{break-inside:avoid}}
"""


def sheet(groups: Mapping[str, Mapping[str, Mapping[Key, Figure]]]) -> str:
    """The whole page; `groups` are folders of figures under a heading each."""
    body = "".join(_group(heading, files) for heading, files in groups.items())
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><title>Every figure</title>'
        f'<meta name="viewport" content="width=device-width"/><style>{STYLE}</style></head>'
        f"<body><main><h1>Every figure</h1>{body}</main></body></html>"
    )


def _group(heading: str, files: Mapping[str, Mapping[Key, Figure]]) -> str:
    figures = [figure for file in files.values() for figure in file.values()]
    return f"<h2>{escape(heading)}</h2>" + "".join(_section(figure) for figure in figures)


def _section(figure: Figure) -> str:
    level, variant = figure.key
    where = f"{figure.id}, level {level}" + (f", {variant}" if variant else "")
    rows = [_row(_moving(figure)), *(_row(_frames(figure, side)) for side in sides_of(figure))]
    rows += [_row(_on_paper(figure, side)) for side in sides_of(figure)]
    return (
        f"<section><h3>{escape(title(figure))}</h3><p>{escape(where)}</p><p>{escape(alt_text(figure))}</p>"
        f"<p>{escape(spoken(figure))}</p>{''.join(rows)}</section>"
    )


def sides_of(figure: Figure) -> tuple[str, ...]:
    return ("right", "left") if figure.sided else ("right",)


Shown = tuple[str, str, str]  # the drawing, its ground, its caption


def _moving(figure: Figure) -> Iterable[Shown]:
    for theme in GROUNDS:
        yield still(figure, "right", theme), theme, f"Still, {theme}"
    if figure.moves:
        for side in sides_of(figure):
            yield animated(figure, side, "light"), "light", f"Moving, {side}"


def _frames(figure: Figure, side: str) -> Iterable[Shown]:
    for pose in figure.poses:
        yield at_pose(figure, pose.name, side), "light", f"{pose.name}, {side}"


def _on_paper(figure: Figure, side: str) -> Iterable[Shown]:
    for i, drawing in enumerate(strip(figure, side), 1):
        yield drawing, "print", f"Paper {i}, {side}"


def _row(shown: Iterable[Shown]) -> str:
    return '<div class="row">' + "".join(_figure(*one) for one in shown) + "</div>"


def _figure(drawing: str, theme: str, caption: str) -> str:
    ground, ink = GROUNDS[theme], INKS[theme]
    return (
        f'<figure style="background:{ground};color:{ink}">{drawing}'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )
