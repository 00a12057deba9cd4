"""What is handed out on paper: can it be read by eye and by a screen reader, and does it say all it must?"""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from clinic.people import tenancy
from clinic.people.models import Patient
from exercises.models import Item, Programme
from exercises.paper import diary, handout, press, qr
from tests import make

TODAY = timezone.localdate()
LONG = {
    "given_name": "Bartholomew Maximilian Augustus",
    "family_name": "Featherstonehaugh-Wolfeschlegelstein",
}


def an_item(**fields):
    return Item(**{"exercise": "bridge", "when": "any", "rhythm": "every_day", "times_per_day": 1, **fields})


# -- The diary's lines ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("item", "practices"),
    [
        ({}, [(0, 1), (1, 1), (2, 1)]),
        ({"times_per_day": 2}, [(0, 1), (0, 2), (1, 1), (1, 2), (2, 1), (2, 2)]),
        ({"rhythm": "odd_days"}, [(0, 1), (2, 1)]),
        ({"rhythm": "even_days"}, [(1, 1)]),
        ({"times_per_day": 2, "when": "before_run"}, [(0, 1), (1, 1), (2, 1)]),
    ],
)
def test_a_line_for_each_practice(item, practices):
    programme = Programme(starts_on=TODAY, expires_on=TODAY + timedelta(days=2))
    lines = diary.lines(programme, [an_item(**item)], TODAY - timedelta(days=1))
    assert [((line.day - TODAY).days, line.slot) for line in lines] == practices


def test_the_square_is_square():
    drawing = qr.svg("https://plumb.example/start/7KQ2M4XTRB93/")
    assert drawing.count("M") > 200
    assert "style" not in drawing


# -- The sheet ------------------------------------------------------------------------------------------------------
def content(pair, programme, way_in=None, **clinic):
    with tenancy.within(pair.clinic.pk):
        patient = Patient.objects.select_related("clinic").get(pk=pair.patient.pk)
        for name, value in clinic.items():
            setattr(patient.clinic, name, value)
        return handout.content(programme, patient, TODAY, way_in)


def reader(sheet):
    return PdfReader(io.BytesIO(press.pdf(sheet)))


def words(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def tags(pdf):
    """Every element of the structure tree: its kind and its alternative text."""
    waiting = [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            if "/S" in one:
                yield one["/S"], one.get("/Alt", "")
            if "/K" in one:
                waiting.append(one["/K"])


def fonts(pdf):
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            yield from (inner.get_object() for inner in font.get_object().get("/DescendantFonts", []))


@pytest.mark.slow
def test_a_sheet_for_the_eye_and_for_a_screen_reader(db):
    pair = make.a_pair(**LONG, history={"activities": ["runner"], "conditions": ["kneeling_discomfort"]})
    way_in = handout.WayIn("7KQ2-M4XT-RB93", "/start/7KQ2M4XTRB93/", TODAY + timedelta(days=14))
    sheet = content(pair, pair.programme(open_through="balance"), way_in)
    pdf = reader(sheet)
    root, said, found = pdf.trailer["/Root"], words(pdf).replace("- ", "-"), list(tags(pdf))
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert pdf.metadata.title == "Your exercises"
    kinds = [kind for kind, _ in found]
    assert {"/H1", "/H2", "/L", "/Table", "/TH", "/Figure"} <= set(kinds)
    drawn = sum(len(one["pictures"]) for one in sheet["exercises"])
    alternatives = [alt for kind, alt in found if kind == "/Figure"]
    assert (len(alternatives), all(alternatives)) == (drawn + 1, True)
    assert all(
        "/FontFile3" in font["/FontDescriptor"] or "/FontFile2" in font["/FontDescriptor"]
        for font in fonts(pdf)
    )
    for expected in (
        pair.patient.full_name,
        pair.clinic.phone,
        "999",
        "Right side first",
        "7KQ2-M4XT-RB93",
        "localhost/start/",
        "Your diary",
        f"Page {len(pdf.pages)} of {len(pdf.pages)}",
        "version",
        *(one["name"] for one in sheet["exercises"]),
    ):
        assert expected in said, expected
    width, height = (float(side) / 72 * 25.4 for side in pdf.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)


@pytest.mark.slow
def test_ten_exercises_on_letter_and_a_name_in_signs_we_have_no_letters_for(db):
    pair = make.a_pair(given_name="\u592a\u90ce", family_name="\u5c71\u7530 \u0141ukasz")
    sheet = content(pair, pair.programme(), paper="us-letter")
    many = [{**one, "number": n} for n, one in enumerate(sheet["exercises"] * 4, start=1)][:10]
    rows = [{**line, "due": [True] * 10} for day in sheet["diary"]["days"] for line in day["lines"]]
    days = [{"label": "Sun 22 Nov", "lines": [row]} for row in rows]
    pdf = reader({**sheet, "exercises": many, "diary": {**sheet["diary"], "days": days}})
    assert "\u0141ukasz" in words(pdf)
    assert len(pdf.pages) <= 10
    assert round(float(pdf.pages[0].mediabox[2]) / 72 * 25.4) == 216


def test_left_is_drawn_as_the_mirror_of_right(db):
    pair = make.a_pair()
    programme = pair.programme()
    with tenancy.within(pair.clinic.pk):
        item = programme.items.open().filter(sides="both").first()
        item.focus = ["right"]
        right = handout._exercise(1, item, handout.wording.shown(item, frozenset()))
        item.focus = ["left"]
        left = handout._exercise(1, item, handout.wording.shown(item, frozenset()))
    assert left["how"][0] == "Left side first"
    assert right["pictures"][0]["svg"] != left["pictures"][0]["svg"]
    assert right["pictures"][0]["alt"] != left["pictures"][0]["alt"]


# -- Asking for it --------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_the_file_tells_nobody_whose_it_is(db):
    pair = make.a_pair()
    programme = pair.programme()
    url = f"/patients/{pair.patient.pk}/programmes/{programme.pk}/handout.pdf"
    for browser, address in (
        (make.visitor(pair.therapist), url),
        (make.visitor(pair.user), "/my/handout.pdf"),
    ):
        answer = browser.get(address)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == f'inline; filename="exercises-{TODAY.isoformat()}.pdf"'
        assert answer["Cache-Control"] == "no-store, private"
    assert make.audited(pair.clinic).count("programme.exported") == 2


def test_a_busy_press_takes_no_more(settings, tmp_path):
    settings.VAR_DIR = tmp_path  # nobody else of this run sets paper there
    place = {"at_once": press.AT_ONCE, "wait_s": 0}
    with press._a_place(**place), press._a_place(**place), pytest.raises(press.Busy):
        press.pdf({}, wait_s=0)


def test_what_cannot_be_set_is_an_error_and_no_page():
    with pytest.raises(press.NotSet) as refused:
        press.pdf({"for_whom": "Mirela Quist"})
    assert "Mirela" not in str(refused.value)


def test_a_stopped_programme_is_not_handed_out(db):
    pair = make.a_pair()
    programme = pair.programme()
    with tenancy.within(pair.clinic.pk):
        Programme.objects.filter(pk=programme.pk).update(state="stopped")
    assert make.visitor(pair.user).get("/my/handout.pdf")["Location"] == "/my/"


# -- The diary comes back -------------------------------------------------------------------------------------------
def marks(programme, day, slot=1, **scales):
    with tenancy.within(programme.clinic_id):
        lines = diary.lines(programme, list(programme.items.open()), day, 1)
        due = next(line.due for line in lines if line.slot == slot)
    return {f"{day}-{slot}-{key}": "done" for key in due} | {
        f"{day}-{slot}-{name}": value for name, value in scales.items()
    }


def test_a_diary_is_kept_once_and_says_who_typed_it_in(db):
    pair = make.a_pair()
    programme = pair.programme(on=TODAY - timedelta(days=4))
    pair.session(programme, on=TODAY - timedelta(days=3))
    browser = make.visitor(pair.therapist)
    url = f"/patients/{pair.patient.pk}/programmes/{programme.pk}/diary/"
    page = browser.get(url).content.decode()
    assert "Told by the patient" in page
    typed = marks(programme, TODAY - timedelta(days=2), pain=2, effort=4) | marks(
        programme, TODAY - timedelta(days=1), pain=3, effort=5
    )
    for _ in range(2):
        assert browser.post(url, typed).status_code == 302
    with tenancy.within(pair.clinic.pk):
        kept = list(programme.sessions.order_by("local_date").values_list("local_date", "pain", "entered_by"))
    assert kept == [
        (TODAY - timedelta(days=3), 1, None),
        (TODAY - timedelta(days=2), 2, pair.therapist.pk),
        (TODAY - timedelta(days=1), 3, pair.therapist.pk),
    ]


@pytest.mark.parametrize(
    ("scales", "sentence"),
    [
        ({"pain": "", "effort": "3"}, "Write 0 where there was none."),
        ({"pain": "11", "effort": "3"}, "From 0 to 10."),
        ({"pain": "two", "effort": "3"}, "From 0 to 10."),
    ],
)
def test_a_line_that_does_not_fit_says_why_and_keeps_what_was_typed(db, scales, sentence):
    pair = make.a_pair()
    programme = pair.programme(on=TODAY - timedelta(days=2))
    url = f"/patients/{pair.patient.pk}/programmes/{programme.pk}/diary/"
    answer = make.visitor(pair.therapist).post(url, marks(programme, TODAY - timedelta(days=1), **scales))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="3"' in page
    with tenancy.within(pair.clinic.pk):
        assert not programme.sessions.exists()
