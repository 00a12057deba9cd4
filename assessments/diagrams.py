"""How does one draw what words leave open? The sign of the hip's angle; four postures on a plumb line. SVG, pure."""

from collections.abc import Sequence

Point = tuple[float, float]

# How far each mark of the body lies in front of the ankle's plumb line, from the ear down, in hundredths of the height.
HEIGHTS = {"ear": 8, "neck": 19, "chest": 33, "waist": 49, "hip": 59, "knee": 79, "ankle": 97}
AHEAD: dict[str, dict[str, float]] = {
    "neutral": {"ear": 1, "neck": -1, "chest": -3.5, "waist": 1.5, "hip": 0.5, "knee": 1, "ankle": 0},
    "lordotic": {"ear": 1, "neck": 0, "chest": -4, "waist": 6, "hip": -1, "knee": -1, "ankle": 0},
    "sway_back": {"ear": 3, "neck": -5, "chest": -9.5, "waist": 0, "hip": 7, "knee": 2, "ankle": 0},
    "flat_back": {"ear": 4, "neck": 1.5, "chest": 0, "waist": -0.5, "hip": 0, "knee": 1, "ankle": 0},
}
# How the pelvis is tipped: plus is forward, the front edge down.
TIPPED = {"neutral": 6, "lordotic": 26, "sway_back": -12, "flat_back": -16}
MIDDLE, TIP_LENGTH = 28, 9
# Drawn larger than life, so that four of them can be told apart at a glance.
LARGER = 1.7


def posture(name: str) -> str:
    """Somebody standing, seen from the side and facing right, with the plumb line through the ankle."""
    marks = [(MIDDLE + LARGER * AHEAD[name][mark], float(height)) for mark, height in HEIGHTS.items()]
    head, hip, ankle = marks[0], marks[4], marks[-1]
    rise = TIP_LENGTH * TIPPED[name] / 45
    pelvis = f"M{hip[0] - TIP_LENGTH:.1f} {hip[1] - rise:.1f}L{hip[0] + TIP_LENGTH:.1f} {hip[1] + rise:.1f}"
    return (
        '<svg class="drawing drawing--posture" viewBox="0 0 56 104" aria-hidden="true" focusable="false">'
        f'<path class="drawing__level" d="M{MIDDLE} 2V102"/>'
        f'<circle class="drawing__line" cx="{head[0] + 1:.1f}" cy="{head[1] - 1:.1f}" r="6"/>'
        f'<path class="drawing__line" d="{_through(marks[1:])}M{ankle[0] - 2:.0f} 99h9"/>'
        f'<path class="drawing__accent" d="{pelvis}"/>'
        "</svg>"
    )


def hip_sign() -> str:
    """The level line through the hip; the thigh above it is plus, the thigh below it is minus."""
    return (
        '<svg class="drawing drawing--sign" viewBox="0 0 190 84" aria-hidden="true" focusable="false">'
        '<path class="drawing__level" d="M6 42H184"/>'
        '<path class="drawing__line" d="M22 42L118 16M22 42L118 68"/>'
        '<path class="drawing__accent" d="M86 42A64 64 0 0 0 83.8 25.3M86 42A64 64 0 0 1 83.8 58.7"/>'
        '<circle class="drawing__dot" cx="22" cy="42" r="4"/>'
        '<text x="126" y="22">+10°</text><text x="126" y="74">\N{MINUS SIGN}10°</text></svg>'
    )


def _through(points: Sequence[Point]) -> str:
    """A smooth line through the points: each stretch leaves and arrives in the direction of its neighbours."""
    ends = [points[0], *points, points[-1]]
    drawn = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        leave = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        arrive = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        drawn.append("C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in (leave, arrive, end)))
    return "".join(drawn)
