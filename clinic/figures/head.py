"""What does a head look like: skull and nose, hair, face, ear and eyes, on its neck?"""

from collections.abc import Mapping

from .body import SKULL, SKULL_SIZE
from .eye import Eye, Seen
from .outline import Paper, Shadow, Shapes, ball, curve, disc, ellipsoid, hull, tube
from .space import Turn, Vec, carry, dot

NOTHING: Vec = (0.0, 0.0, 0.0)
EAR: Vec = (0.9, 1.4, 0.3)
JAW: tuple[Vec, Vec] = ((2.9, 0.4, 0.0), (2.7, 3.0, 2.9))
NOSE: tuple[tuple[Vec, float], ...] = (((5.4, 4.0, 0.0), 0.7), ((6.5, 2.4, 0.0), 0.75))
# The back and the top of the head, where anyone's hair would be.
HAIR: tuple[tuple[Vec, Vec], ...] = (((0.1, 5.2, 0.0), (4.3, 4.8, 4.2)), ((-0.9, 2.6, 0.0), (3.2, 3.4, 3.9)))


def head(turn: Turn, seen: Mapping[str, Seen], eye: Eye, paper: Paper, closed: float) -> Shapes:
    """Head and neck, as path data."""
    skull, up = seen["head"], seen["head"][4:6]
    outlines = {
        "hair": hull([ellipsoid(skull, *one) for one in HAIR], 8, up),
        "face": hull([_face(skull, max(0.0, min(1.0, 2 * dot(turn.front, eye.towards) + 0.5)))], 6, up),
        "ear": hull([ellipsoid(skull, (0.6, 2.6, 4.3), EAR if eye.faces(turn.right) else NOTHING)], 6, up),
    }
    whole = [hull([ellipsoid(skull, SKULL, SKULL_SIZE), ellipsoid(skull, *JAW)], 10, up), _nose(skull, up)]
    eyes = [_eye(skull, turn, eye, sign, closed) for sign in (1, -1)]
    return {
        "neck": curve(_neck(seen["neck"], skull), paper),
        "head": "".join(curve(one, paper) for one in whole),
        "eyes": "".join(curve(hull([one], 4, up), paper) for one in eyes),
    } | {name: curve(outline, paper) for name, outline in outlines.items()}


def _neck(neck: Seen, skull: Seen) -> list[tuple[float, float]]:
    low, middle = ball(neck, (0.0, -1.4, 0.0), 3.1), ball(neck, (0.2, 2.4, 0.0), 2.7)
    return tube([low, middle, ball(skull, (0.2, 1.0, 0.0), 2.8)])


def _nose(skull: Seen, up: tuple[float, ...]) -> list[tuple[float, float]]:
    return hull([disc(ball(skull, at, radius)) for at, radius in NOSE], 6, (up[0], up[1]))


def _face(skull: Seen, seen: float) -> Shadow:
    """The hairless front of the head: whole from in front, gone from behind."""
    return ellipsoid(skull, (2.6, 1.9, 0.0), (2.8 * seen, 4.7 * seen, 3.9 * seen))


def _eye(skull: Seen, turn: Turn, eye: Eye, sign: float, closed: float) -> Shadow:
    """Small, on the face; gone when the face looks the other way."""
    size = (0.4, 0.65 - 0.45 * closed, 0.5 + 0.5 * closed)
    faces = eye.faces(carry(turn, (0.8, 0.1, 0.6 * sign)))
    return ellipsoid(skull, (5.3, 3.5, 2.0 * sign), size if faces else NOTHING)
