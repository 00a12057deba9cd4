"""How is an adult built, and how far may each joint go?

Lengths are percent of body height, after Drillis & Contini, "Body Segment Parameters" (1966), as
tabulated in D. A. Winter, "Biomechanics and Motor Control of Human Movement", figure 4.1: foot height 3.9,
shank 24.6, thigh 24.5, hip 53.0 and shoulder 81.8 above the floor, upper arm 18.6, forearm 14.6, hand 10.8,
foot 15.2, chin 87.0, hip breadth 19.1, shoulder breadth 25.9. What that table does not give (the bend points of
the spine, thicknesses) is chosen so that one body is neither a man's nor a woman's, young or old.
"""

from typing import NamedTuple

from .space import Vec

SHANK, THIGH = 24.6, 24.5
UPPER_ARM, FOREARM = 18.6, 14.6
ANKLE_HEIGHT = 3.9
HIP_HEIGHT = ANKLE_HEIGHT + SHANK + THIGH

# Where each segment of the spine starts, in the axes of the one below it (front, up, right).
LUMBAR_ON_PELVIS: Vec = (-1.3, 8.5, 0.0)
THORAX_ON_LUMBAR: Vec = (0.0, 9.0, 0.0)
NECK_ON_THORAX: Vec = (-0.6, 14.6, 0.0)
HEAD_ON_NECK: Vec = (0.4, 4.8, 0.0)
HIP_ON_PELVIS: Vec = (0.0, 0.0, 5.2)
SHOULDER_ON_THORAX: Vec = (-0.2, 11.3, 9.6)

SHOULDER_GLIDE = 3.5

# The skull, from where the head nods: its middle and its half sizes (front to back, up, sideways).
SKULL: Vec = (1.2, 3.5, 0.0)
SKULL_SIZE: Vec = (5.4, 6.5, 4.5)

# The foot, from the ankle: heel, ball and the tip of the toes, each the middle of a round pad.
HEEL: Vec = (-3.2, -1.9, 0.0)
BALL: Vec = (7.6, -2.2, 0.0)
TOE_ON_BALL: Vec = (3.2, -0.5, 0.0)
HEEL_PAD, BALL_PAD, TOE_PAD, KNEE_PAD, ELBOW_PAD = 2.0, 1.7, 1.2, 3.3, 2.1
PALM_ON_HAND: Vec = (0.0, -4.6, 0.0)
PALM_PAD = 1.1

RIGHT, LEFT = "right", "left"
SIDES = (RIGHT, LEFT)
SIGN = {RIGHT: 1.0, LEFT: -1.0}


class Station(NamedTuple):
    """A cross-section of the body: where on its segment, and how thick (front to back, along, sideways)."""

    segment: str
    at: Vec
    depth: float
    along: float
    width: float


TRUNK = (
    Station("pelvis", (-0.6, -4.6, 0.0), 4.6, 2.4, 7.6),
    Station("pelvis", (-1.2, 0.4, 0.0), 6.8, 4.0, 9.5),
    Station("pelvis", (-0.4, 6.4, 0.0), 6.0, 3.6, 8.5),
    Station("lumbar", (0.5, 4.2, 0.0), 5.4, 3.0, 7.5),
    Station("thorax", (0.2, 1.6, 0.0), 6.0, 3.0, 8.2),
    Station("thorax", (0.1, 7.2, 0.0), 6.5, 3.5, 9.6),
    Station("thorax", (-0.7, 11.6, 0.0), 5.2, 2.6, 9.8),
    Station("thorax", (-0.9, 14.4, 0.0), 3.0, 1.4, 4.6),
)

# Each limb piece: along its length, its shift to the front, and its radius.
Piece = tuple[tuple[float, float, float], ...]
THIGH_PIECE: Piece = ((0.0, 0.0, 6.0), (11.0, 0.6, 5.1), (24.5, 0.0, 3.3))
SHANK_PIECE: Piece = ((0.0, 0.0, 3.25), (8.5, -0.9, 3.3), (24.0, 0.0, 2.0))
UPPER_ARM_PIECE: Piece = ((0.6, 0.0, 2.9), (8.0, 0.1, 2.5), (18.6, 0.0, 2.1))
FOREARM_PIECE: Piece = ((0.0, 0.0, 2.1), (5.0, 0.1, 2.15), (14.4, 0.0, 1.45))

# What a joint may do, in degrees (lowest, highest): the normal adult ranges of the American Academy of
# Orthopaedic Surgeons, with a little room for the multi-joint poses of a fold or a deep stretch. A hip turned out
# with the leg crossed goes further than in the usual test: cross-legged sitting took 62 degrees on average, 38 to 82,
# in 48 healthy adults (BMC Musculoskelet Disord 2021, s12891-021-04487-z, abstract); no pose asks for much more.
LIMITS: dict[str, tuple[float, float]] = {
    "lumbar.bend": (-32, 60),
    "lumbar.side": (-30, 30),
    "lumbar.turn": (-15, 15),
    "thorax.bend": (-28, 45),
    "thorax.side": (-30, 30),
    "thorax.turn": (-45, 45),
    "neck.bend": (-75, 60),
    "neck.side": (-45, 45),
    "neck.turn": (-75, 75),
    "hip.bend": (-30, 135),
    "hip.out": (-30, 50),
    "hip.spin": (-50, 68),
    "knee.bend": (-3, 150),
    "ankle.bend": (-65, 32),
    "toes.bend": (-30, 75),
    "shoulder.back": (-90, 62),
    "elbow.bend": (-5, 150),
    "wrist.bend": (-90, 95),
}
