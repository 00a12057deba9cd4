"""Which reasoning was this? Raised by hand whenever the engine answers anything differently for the same protocol.

The first number for another decision, the second for other words or keys; a change that gives the same bytes keeps it.
"""

ENGINE_VERSION = "1.2.0"
