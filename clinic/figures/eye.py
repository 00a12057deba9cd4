"""What does somebody see who stands at a certain place: where are a point and a segment in their picture?"""

from math import cos, radians, sin
from typing import NamedTuple

from .space import Frame, Vec, cross, dot, scale

Point = tuple[float, float]
# A segment as it is seen: its place, then one step to its front, one up and one to its right, x and y each.
Seen = tuple[float, float, float, float, float, float, float, float]


class Camera(NamedTuple):
    """Where the viewer stands: turned round the figure (0 its right side, -90 its front) and how far above."""

    turn: float
    above: float
    side: float = 1.0  # -1 draws the mirror image

    def axes(self) -> tuple[Vec, Vec]:
        """The picture's two axes, in the room."""
        c, s = cos(radians(self.turn)), sin(radians(self.turn))
        e, h = cos(radians(self.above)), sin(radians(self.above))
        return (c * self.side, 0.0, s * self.side), (s * h, e, -c * h)


class Eye:
    """A camera with its axes worked out once."""

    def __init__(self, camera: Camera) -> None:
        self.across, self.up = camera.axes()
        self.mirrored = camera.side < 0
        self.towards = scale(cross(self.across, self.up), camera.side)

    def see(self, p: Vec) -> Point:
        (ax, _, az), (ux, uy, uz) = self.across, self.up
        x, y, z = p
        return (ax * x + az * z, ux * x + uy * y + uz * z)

    def segment(self, frame: Frame) -> Seen:
        """Everything that is drawn on a segment is drawn from this."""
        (ax, _, az), (bx, by, bz) = self.across, self.up
        (x, y, z), ((fx, fy, fz), (ux, uy, uz), (rx, ry, rz)) = frame
        return (
            *(ax * x + az * z, bx * x + by * y + bz * z),
            *(ax * fx + az * fz, bx * fx + by * fy + bz * fz),
            *(ax * ux + az * uz, bx * ux + by * uy + bz * uz),
            *(ax * rx + az * rz, bx * rx + by * ry + bz * rz),
        )

    def faces(self, direction: Vec) -> bool:
        """Whether something that points this way points towards the viewer."""
        return dot(direction, self.towards) > 0.02


def on(seen: Seen, at: Vec) -> Point:
    """A point given in a segment's own axes, in the picture."""
    x, y, fx, fy, ux, uy, rx, ry = seen
    f, u, r = at
    return (x + f * fx + u * ux + r * rx, y + f * fy + u * uy + r * ry)
