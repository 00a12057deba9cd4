"""How is a figure read from its data file, and what does a file get refused for?

A file `<id>.poses.toml` holds the drawings of one exercise or one test. Loading works every pose out and refuses,
naming file, pose and joint, what a body cannot do and every contact that is missed. It also draws the body at every
moment it will be needed: once for each process, so that nobody who asks for a picture waits for that.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import body, keyframes
from .anatomy import MUSCLES
from .drawing import drawing
from .figure import Figure, Key, Pose, Tint
from .moments import one_round
from .solve import Solved, solve

MISS_ALLOWED = 0.6  # percent of body height: a centimetre
FIGURE_KEYS = {
    "level", "variant", "name", "alt", "view", "still", "ghost", "layers", "tints", "prop", "pose", "arrow", "mark",
    "strip", "sides", "tag", "line", "measure", "travel",
}  # fmt: skip
POSE_KEYS = keyframes.POSE_KEYS | {"name", "says", "move_s", "hold_s", "lift", "swing"}
SIDE_LAYERS = (("left_arm",), ("left_leg",), ("neck", "trunk", "right_leg", "head"), ("right_arm",))


class FigureError(ValueError):
    """A figure that cannot be drawn: says which file, which pose and which joint or contact."""


def load(path: Path) -> dict[Key, Figure]:
    """The figures of one file, by level and variant."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    figures: dict[Key, Figure] = {}
    for entry in data["figure"]:
        figure = _figure(path, entry)
        if figure.key in figures:
            raise FigureError(f"{path.name}: {figure.key} is drawn twice")
        drawing(figure).work_out()
        figures[figure.key] = figure
    return figures


def load_folder(folder: Path) -> dict[str, dict[Key, Figure]]:
    """Every file of a folder, by exercise or test."""
    return {path.name.removesuffix(".poses.toml"): load(path) for path in sorted(folder.glob("*.poses.toml"))}


def _figure(path: Path, entry: dict[str, Any]) -> Figure:
    key = (entry.get("level", 1), entry.get("variant"))
    where = f"{path.name}, level {key[0]}{' ' + key[1] if key[1] else ''}"
    if unknown := set(entry) - FIGURE_KEYS:
        raise FigureError(f"{where}: unknown key {sorted(unknown)[0]!r}")
    poses = tuple(_poses(where, entry["pose"]))
    _known(where, entry, {pose.name for pose in poses})
    return Figure(
        id=path.name.removesuffix(".poses.toml"),
        key=key,
        name=entry["name"],
        alt=entry["alt"],
        poses=poses,
        moments=one_round(poses, closed="travel" not in entry),
        tints=tuple(Tint(*tint) for tint in entry.get("tints", ())),
        view=entry.get("view", {}),
        layers=tuple(tuple(layer) for layer in entry.get("layers", SIDE_LAYERS)),
        props=tuple(entry.get("prop", ())),
        arrows=tuple(entry.get("arrow", ())),
        marks=tuple(entry.get("mark", ())),
        lines=tuple(entry.get("line", ())),
        measures=tuple(entry.get("measure", ())),
        still_pose=entry.get("still", poses[-1].name),
        ghost_pose=entry.get("ghost"),
        strip_poses=tuple(entry.get("strip", [pose.name for pose in poses][:4])),
        travel=float(entry.get("travel", 0)),
        tag=entry.get("tag"),
        sided=entry.get("sides", "both") != "midline",
    )


def _known(where: str, entry: dict[str, Any], poses: set[str]) -> None:
    """Refuses muscles the body has not and poses the figure has not."""
    for tint in entry.get("tints", ()):
        if tint[0] not in MUSCLES:
            raise FigureError(f"{where}: {tint[0]!r} is no muscle of the drawn body")
    drawn = [one for kind in ("arrow", "mark", "line", "measure") for one in entry.get(kind, ())]
    named = [
        entry.get("still"),
        entry.get("ghost"),
        *entry.get("strip", ()),
        *(one.get("pose") for one in drawn),
    ]
    for name in named:
        if name is not None and name not in poses:
            raise FigureError(f"{where}: there is no pose {name!r}")


def _poses(where: str, entries: list[dict[str, Any]]) -> Iterator[Pose]:
    said: dict[str, Any] = {}
    known: list[Solved] = []
    for entry in entries:
        here = f"{where}, pose {entry.get('name')!r}"
        if unknown := set(entry) - POSE_KEYS:
            raise FigureError(f"{here}: unknown key {sorted(unknown)[0]!r}")
        said = said | {key: value for key, value in entry.items() if key in keyframes.POSE_KEYS}
        known.append(_solved(here, said, known))
        yield Pose(
            name=entry["name"],
            says=entry.get("says", {}),
            move_s=float(entry.get("move_s", 1.5)),
            hold_s=float(entry.get("hold_s", 0)),
            lift=float(entry.get("lift", 0)),
            swing=tuple(entry.get("swing", ())),
            solved=known[-1],
        )


def _solved(here: str, said: dict[str, Any], known: list[Solved]) -> Solved:
    """The pose worked out; one that comes a second time is the same body."""
    try:
        posture = keyframes.posture_of(said)
        solved = next((one for one in known if one.posture == posture), None) or solve(posture)
    except (KeyError, ValueError, TypeError) as error:
        raise FigureError(f"{here}: {error}") from error
    for problem in problems(solved):
        raise FigureError(f"{here}: {problem}")
    return solved


def problems(solved: Solved) -> Iterator[str]:
    """Every joint beyond its limit and every contact that is not reached."""
    for joint, angle in solved.angles.items():
        low, high = body.LIMITS.get(joint.split(" ")[-1], (-360, 360))
        if not low - 0.5 <= angle <= high + 0.5:
            yield f"{joint} is at {angle:.0f} degrees; it goes from {low} to {high}"
    for limb, missed in solved.missed.items():
        if missed > MISS_ALLOWED:
            yield f"{limb} misses its place by {missed:.1f} % of body height"
