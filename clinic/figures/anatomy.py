"""Where on the body do the muscles lie that a figure tints?

Each is a short chain of round stations given for the right side: segment, place (front, up, out), radius.
"""

from .space import Vec

Station = tuple[str, Vec, float]

MUSCLES: dict[str, tuple[Station, ...]] = {
    "iliopsoas": (
        ("lumbar", (1.6, 5.5, 2.5), 0.9),
        ("pelvis", (2.8, 5.5, 4.5), 2.1),
        ("thigh", (2.9, -1.5, 1.0), 2.2),
        ("thigh", (1.4, -8.0, 0.6), 0.9),
    ),
    "rectus_femoris": (
        ("thigh", (3.4, -3.0, 0.8), 0.8),
        ("thigh", (3.5, -10.0, 0.8), 1.8),
        ("thigh", (2.4, -17.0, 0.5), 1.3),
        ("thigh", (2.0, -21.5, 0.0), 0.7),
    ),
    "tensor_fasciae_latae": (
        ("pelvis", (2.6, 6.0, 7.5), 0.8),
        ("pelvis", (2.6, 1.0, 9.0), 1.6),
        ("thigh", (1.2, -8.0, 4.4), 0.7),
    ),
    "gluteus_maximus": (
        ("pelvis", (-4.6, 5.4, 4.5), 0.9),
        ("pelvis", (-4.2, 0.4, 6.0), 3.0),
        ("thigh", (-2.6, -3.4, 2.0), 2.3),
        ("thigh", (-1.6, -7.2, 2.4), 0.9),
    ),
    "gluteus_medius": (
        ("pelvis", (-0.8, 7.4, 8.0), 0.9),
        ("pelvis", (-0.9, 3.8, 8.8), 2.4),
        ("thigh", (-0.3, -1.0, 4.4), 0.9),
    ),
    "piriformis": (
        ("pelvis", (-6.0, 4.0, 2.5), 0.8),
        ("pelvis", (-4.6, 2.2, 6.0), 1.8),
        ("thigh", (-1.2, -0.6, 4.0), 1.0),
    ),
    "hamstrings": (
        ("thigh", (-3.6, -5.0, 0.4), 0.8),
        ("thigh", (-3.0, -12.0, 0.4), 1.7),
        ("thigh", (-2.2, -18.5, 0.4), 1.2),
        ("shank", (-1.9, -0.6, 0.4), 0.6),
    ),
    "transversus_abdominis": (
        ("thorax", (3.2, 0.4, 4.0), 0.9),
        ("lumbar", (3.0, 3.8, 4.0), 1.9),
        ("pelvis", (3.2, 5.0, 4.0), 1.5),
        ("pelvis", (3.0, 2.0, 4.0), 0.7),
    ),
    "rectus_abdominis": (
        ("thorax", (4.4, 1.0, 2.0), 0.8),
        ("lumbar", (3.8, 3.6, 2.0), 1.3),
        ("pelvis", (4.0, 2.6, 2.0), 0.8),
    ),
    "multifidus": (
        ("lumbar", (-3.2, 8.0, 2.0), 0.7),
        ("lumbar", (-3.1, 3.4, 2.0), 1.2),
        ("pelvis", (-4.6, 6.4, 2.0), 0.9),
    ),
    "ankle_stabilisers": (
        ("shank", (0.6, -11.0, 1.2), 0.7),
        ("shank", (0.4, -17.0, 0.8), 1.2),
        ("shank", (0.3, -22.5, 0.6), 0.8),
    ),
}
MUSCLES["hip_flexors"] = MUSCLES["iliopsoas"]
