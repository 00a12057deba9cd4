"""How is a printed code written, and how is what somebody typed read? Pure, but for the dice.

Thirty-two signs, none of which looks like another: no I, L, O or U. Whoever types one of those meant 1, 1, 0 or V.
Twelve signs are 60 bits: at the pace that `guesses` allows, nobody finds one that somebody else holds.
"""

import re
import secrets

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4
MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]")


def new() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def written(code: str) -> str:
    """In groups: 7KQ2-M4XT-RB93."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read(typed: str) -> str | None:
    """The code that was meant; None where it can be none."""
    code = BETWEEN.sub("", typed.upper()).translate(MEANT)
    return code if len(code) == LENGTH and set(code) <= set(SIGNS) else None
