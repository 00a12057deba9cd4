"""Which reasoning was this? Raised by hand whenever the engine decides anything differently for the same protocol."""

ENGINE_VERSION = "1.0.0"
