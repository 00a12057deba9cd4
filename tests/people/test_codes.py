"""What is a printed code, and what is read for it? And from how many tries on is nobody listened to?"""

import math
from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.people import codes, guesses
from clinic.people.models import Guesses

NOW = timezone.now()


def test_nobody_guesses_a_code():
    assert codes.LENGTH * math.log2(len(codes.SIGNS)) >= 40
    assert len({codes.new() for _ in range(500)}) == 500


def test_no_sign_looks_like_another():
    assert len(set(codes.SIGNS)) == 32
    assert not set("OILU") & set(codes.SIGNS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7KQ2M4XTRB93", "7KQ2M4XTRB93"),
        ("7kq2-m4xt-rb93", "7KQ2M4XTRB93"),
        (" 7KQ2 M4XT\u2013RB93 \n", "7KQ2M4XTRB93"),
        ("OIL0-ILOu-0000", "011011000000"[:3] + "0" + "110V" + "0000"),
        ("7KQ2-M4XT-RB9", None),
        ("7KQ2-M4XT-RB933", None),
        ("7KQ2-M4XT-RB9!", None),
        ("", None),
        ("\u0661" * 12, None),
    ],
)
def test_what_was_typed_is_read_as_it_was_meant(typed, meant):
    assert codes.read(typed) == meant


def test_what_is_written_is_read_again():
    code = codes.new()
    assert codes.read(codes.written(code)) == code


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        (None, "203.0.113.7", False),
    ],
)
def test_a_place_is_a_network(one, other, is_same):
    assert (guesses.place(one) == guesses.place(other)) is is_same
    assert "203" not in guesses.place(one)[:3] or len(guesses.place(one)) == 64


def test_ten_tries_and_then_none_until_the_window_is_over(db):
    tries = [guesses.may_try("203.0.113.7", NOW) for _ in range(guesses.LIMIT + 2)]
    assert tries == [True] * guesses.LIMIT + [False] * 2
    assert guesses.may_try("198.51.100.1", NOW)
    assert guesses.may_try("203.0.113.7", NOW + guesses.WINDOW)


def test_a_right_code_is_no_guess(db):
    for _ in range(3 * guesses.LIMIT):
        assert guesses.may_try("203.0.113.7", NOW)
        guesses.was_right("203.0.113.7")


def test_what_is_over_is_forgotten(db):
    guesses.may_try("203.0.113.7", NOW - guesses.WINDOW - timedelta(seconds=1))
    guesses.may_try("198.51.100.1", NOW)
    assert Guesses.objects.count() == 1
