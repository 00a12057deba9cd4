"""Is every test explained: drawn, stepped through, marked; and is a mistake in its data named?"""

import re

import pytest
from django.template.loader import render_to_string

from assessments import how_to
from tests import make

GOOD = how_to.FILE.read_text(encoding="utf-8")


def test_every_test_says_what_it_rests_on():
    for test in how_to.tests().values():
        assert all(claim.basis.source for claim in test.claims), test.id


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('kind = "pitfall"', 'kind = "warning"', ["kind", "'warning'"]),
        ('drawings = ["thomas-test.tape"]', 'drawings = ["thomas-test.rope"]', ["thomas-tape", "rope"]),
        ('drawings = ["posture.neutral", ', "drawings = [", ["posture.neutral", "no test"]),
        ('source = ["7"]', 'source = ["99"]', ["source", "99"]),
        ('id = "thomas-tape"', 'id = "thomas-test"', ["thomas-test", "twice"]),
        ("answers.en", "answer.en", ["answer"]),
    ],
)
def test_a_mistake_is_named(before, after, words):
    with pytest.raises(how_to.HowToError) as error:
        how_to.read(GOOD.replace(before, after, 1))
    assert all(word in str(error.value) for word in ["how-to.toml", *words]), error.value


@pytest.mark.parametrize("test", list(how_to.tests()))
def test_its_part_of_a_form_holds_drawings_words_and_marks(test):
    page = render_to_string("assessments/parts/how_to.html", {"test": test})
    how = how_to.tests()[test]
    assert page.count("<img") == len(how.drawings)
    assert page.count('class="mark') == len(how.claims) + 1
    assert f'href="/tests/{test}/"' in page
    assert not re.search(r'alt="\s*"', page)


@pytest.mark.django_db
def test_its_drawings_are_there_and_no_others(client):
    page = render_to_string("assessments/parts/how_to.html", {"test": "posture"})
    for address in set(re.findall(r'(?:src|srcset)="([^"]+)"', page)):
        assert client.get(address).status_code == 200
    for name in (
        "posture.kneeling.right.still.light.svg",
        "posture.neutral.up.still.light.svg",
        "posture.svg",
    ):
        assert client.get(f"/tests/figures/any/{name}").status_code == 404


@pytest.mark.django_db
def test_a_test_there_is_not_is_not_there():
    assert make.visitor(make.a_pair().therapist).get("/tests/levitation/").status_code == 404
