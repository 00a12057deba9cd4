"""Whom does somebody call in an emergency? The number of the clinic's country; 112 where we know no other.

Source: the national emergency services' own pages, as listed by the ITU's E.129 notifications. 112 also works from
mobile phones in many countries that have a number of their own.
"""

NUMBERS = {
    "AU": "000",
    "CA": "911",
    "GB": "999",
    "IE": "112",
    "NZ": "111",
    "US": "911",
}
ELSEWHERE = "112"


def emergency_number(country: str) -> str:
    return NUMBERS.get(country, ELSEWHERE)
