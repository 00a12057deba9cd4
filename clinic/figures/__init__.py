"""The drawn body: poses kept as data, worked out as a jointed body, rendered as SVG.

It knows bodies, props and pictures, but no exercise and no Django; folders of data are handed to it.
"""

from .addressed import FigureAddress, Picture, drawn, frame, picture, version
from .figure import Figure, Key
from .loading import FigureError, load, load_folder
from .svg import animated, at_pose, still, strip, thumbnail
from .words import alt_text, spoken, strip_words, title

__all__ = [
    "Figure",
    "FigureAddress",
    "FigureError",
    "Key",
    "Picture",
    "alt_text",
    "animated",
    "at_pose",
    "drawn",
    "frame",
    "load",
    "load_folder",
    "picture",
    "spoken",
    "still",
    "strip",
    "strip_words",
    "thumbnail",
    "title",
    "version",
]
