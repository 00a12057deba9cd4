"""Is somebody found whose name, or birthday, was typed nearly right? Asked of the pure part, by a table."""

from datetime import date

import pytest

from clinic.people.finding import Known, day_meant, nearest
from tests import make

EVERYBODY = [
    Known(number, given, family, date.fromisoformat(born))
    for number, (given, family, born) in enumerate(
        [
            ("Tomasz", "Zieliński", "1979-03-09"),
            ("Bridget", "O'Leary", "1984-11-30"),
            ("Fatima", "Al-Rashid", "1990-01-02"),
            ("Mei-Ling", "Zhou", "1985-06-17"),
            ("Anna", "Smith", "1961-12-24"),
            ("Anne", "Smythe", "1961-02-24"),
        ]
    )
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Zielinsky", ["Zieliński"]),
        ("zeilinski", ["Zieliński"]),
        ("OLeary", ["O'Leary"]),
        ("o'laery", ["O'Leary"]),
        ("al rashed fatma", ["Al-Rashid"]),
        ("Smiht", ["Smith"]),
        ("Ana Smith", ["Smith"]),
        ("1979-03-19", ["Zieliński"]),
        ("09/03/1997", ["Zieliński"]),
        ("30.11.1948", ["O'Leary"]),
        ("Vandersmissen", []),
        ("zh", []),
        ("", []),
        ("\x00 %' --", []),
    ],
)
def test_nearly_right_is_found(typed, found):
    names = {one.id: one.family_name for one in EVERYBODY}
    assert [names[who] for who in nearest(EVERYBODY, typed)] == found


@pytest.mark.parametrize(
    "typed", ["1984-03-09", "9/3/1984", "09.03.1984", "9 March 1984", "9 mar 1984", "09031984"]
)
def test_a_day_is_read_as_people_write_it(typed):
    assert day_meant(typed) == date(1984, 3, 9)


@pytest.mark.parametrize("typed", ["", "31/02/1984", "March", "19840", "0000-00-00"])
def test_what_is_no_day_is_none(typed):
    assert day_meant(typed) is None


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/patients/?q=", "/today/?q=", "/patients/?discharged=1&q="])
def test_whoever_is_typed_wrong_is_found_on_every_list(page):
    pair = make.a_pair()
    if "discharged" in page:
        make.visitor(pair.therapist).post(f"/patients/{pair.patient.pk}/discharge/")
    for typed, is_near in (("Quist", False), ("Qiust", True), ("Nobody", True)):
        shown = make.visitor(pair.therapist).get(page + typed).content.decode()
        assert ("Quist, Mirela" in shown) == (typed != "Nobody"), typed
        assert ("These come near" in shown) == (is_near and typed != "Nobody"), typed
