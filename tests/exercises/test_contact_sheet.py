"""Does the sheet hold every figure, and can each of its drawings be fetched?"""

import pytest
from django.test import Client

from exercises import contact_sheet
from tests.figures.conftest import FIGURES


def test_it_holds_every_figure_and_each_drawing_once():
    entries = [entry for group in contact_sheet.groups() for entry in group.entries]
    assert len(entries) == len(FIGURES)
    for entry in entries:
        addresses = [shown.address for shown in (*entry.stills, *entry.frames, *entry.moving)]
        assert len(set(addresses)) == len(addresses), entry.where


@pytest.mark.django_db
def test_its_drawings_are_there():
    for group in contact_sheet.groups():
        first = group.entries[0]
        for shown in (*first.stills, *first.frames, *first.moving):
            answer = Client().get(shown.address)
            assert answer.status_code == 200
            assert answer["Content-Type"] == "image/svg+xml"
