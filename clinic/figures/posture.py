"""What does one pose ask of the body, before it is worked out where everything is?

The data speaks of planted feet, kneeling knees, hands on a thigh; here those wishes have a type each.
Angles are degrees, places are percent of body height.
"""

from dataclasses import dataclass, field

from .space import STRAIGHT, Turn, Vec

Triple = tuple[float, float, float]
NONE: Triple = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Anchor:
    """The part that fixes the body in the room: `pelvis` (its middle), `back`, `seat`, or a kneeling knee."""

    part: str
    at: Vec
    thigh: Vec = (0.0, 1.0, 0.0)  # from a kneeling knee up to its hip


@dataclass(frozen=True)
class Head:
    """Bent by angles, or looking at a height (`gaze`: 0 ahead, 90 at the ceiling), or resting on something."""

    bend: float = 0.0
    side: float = 0.0
    turn: float = 0.0
    gaze: float | None = None
    rest: float | None = None
    closed: float = 0.0  # 1: the eyes are closed


@dataclass(frozen=True)
class Free:
    """A limb posed by its joint angles: three at the root, then knee or elbow, ankle or wrist, toes."""

    angles: tuple[float, float, float, float, float, float]
    follow: Turn | None = (
        None  # how hand or foot is turned on the limb, where the last angles do not say it all
    )


@dataclass(frozen=True)
class Reach:
    """A limb whose end is put somewhere: in the room, or on a part of the body."""

    at: Vec
    to: Vec  # where knee or elbow point, in the axes of the trunk segment the limb hangs on
    on: str | None = None
    end: Turn | None = None  # how foot or hand is turned, in the room or on that part; None: by `wrist`
    wrist: float = 0.0
    toes: float = 0.0
    follow: Turn | None = None  # how hand or foot is turned on the limb, instead of `wrist`
    rest: float | None = None  # the surface the knee or the elbow lies on

    def lying(self, pad: float) -> float | None:
        """How high the middle of the knee or the elbow is, where it lies on something."""
        return None if self.rest is None else self.rest + pad


@dataclass(frozen=True)
class Kneel:
    """A leg whose knee is on the ground and whose shank is turned as given."""

    at: Vec
    shank: Turn
    ankle: float
    toes: float


Goal = Free | Reach | Kneel


@dataclass(frozen=True)
class Posture:
    """One moment of a body, complete: from this `solve` finds every segment."""

    anchor: Anchor
    pelvis: Triple = NONE  # pitch (90 on the back, -90 face down), turn and roll, to the right
    lumbar: Triple = NONE  # bend (forward), side and turn (to the right)
    thorax: Triple = NONE
    head: Head = Head()
    limbs: dict[str, Goal] = field(default_factory=dict)
    base: Turn = STRAIGHT
