"""How is a hold shown while a figure moves? As a ring in the corner that fills while the pose is held."""

from .picture import Picture
from .tracks import short
from .view import WIDE

HOLD_SHOWN = 2.0


def holds(picture: Picture) -> str:
    """A ring that fills while a pose is held, so that a hold is seen as one."""
    clock, points = 0.0, [(0.0, "1", "0")]
    for i, pose in enumerate(picture.figure.poses):
        clock += pose.move_s if i else 0.0
        if pose.hold_s >= HOLD_SHOWN:
            points += _filling(clock, pose.hold_s)
        clock += pose.hold_s
    if len(points) == 1:
        return ""
    times = [short(at / picture.figure.round_s) for at, _, _ in points]
    return _ring(
        picture, [*times, "1"], [left for _, left, _ in points] + ["1"], [seen for *_, seen in points] + ["0"]
    )


def _filling(start: float, long: float) -> list[tuple[float, str, str]]:
    return [
        (start, "1", "0"),
        (start + 0.01, "1", "1"),
        (start + long, "0", "1"),
        (start + long + 0.01, "1", "0"),
    ]


def _ring(picture: Picture, times: list[str], left: list[str], seen: list[str]) -> str:
    x = 40 if picture.view.side == "right" else WIDE - 40
    place = f'cx="{x}" cy="40" r="20" fill="none" stroke-width="8"'
    when = f'dur="{picture.figure.round_s:g}s" repeatCount="indefinite" keyTimes="{";".join(times)}"'
    shown = f'<animate attributeName="opacity" {when} values="{";".join(seen)}"/>'
    filled = f'<animate attributeName="stroke-dashoffset" {when} values="{";".join(left)}"/>'
    return (
        f'<g opacity="0">{shown}<circle {place} class="pf-ring-track" stroke="{picture.colours["ground"]}"/>'
        f'<circle {place} class="pf-ring" stroke="{picture.colours["arrow"]}" pathLength="1" stroke-dasharray="1" '
        f'stroke-dashoffset="1" transform="rotate(-90 {x} 40)">{filled}</circle></g>'
    )
