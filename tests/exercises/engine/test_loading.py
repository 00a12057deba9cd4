"""Does a mistake in the protocol stop the start, and name file, key and reason?"""

# ruff: noqa: E501 - what is right, what is wrong and what is said stand in one line

import pytest

from exercises import protocols
from exercises.protocols import ProtocolError

TEXT = protocols.FILE.read_text(encoding="utf-8")
MISTAKES = {
    "a typing error in a key": ("[[rule]]\nid", "[[rule]]\nsatus = 1\nid", "rule[emergency_red_flag].satus: is not known here"),
    "a table nobody knows": ("[starter]", "[starters]", "starter: is missing"),
    "a status nobody knows": ('status = "hold_review"', 'status = "hold"', "rule[pain_at_rest_hold].status: 'hold'"),
    "a presentation where none belongs": ('status = "hold_review"', 'status = "hold_review"\npresentation = "long"', "belongs to"),
    "ready without a presentation": ('presentation = "glute"\n', "", "belongs to status ready"),
    "a condition nobody knows": ('"anterior_hip_pain", "labral', '"hip_pain", "labral', "'hip_pain' is not known here"),
    "a question nobody can ask": ("{ thomas_pain_at_least = 4 }", "{ thomas_pain = 4 }", "thomas_pain: is not a question"),
    "two questions at once": ("{ age_under = 16 }", "{ age_under = 16, age_at_least = 3 }", "asks one thing at a time"),
    "a figure that is a word": ("{ age_under = 16 }", '{ age_under = "16" }', "age_under: must be int or float"),
    "an empty question": ("any = [{ core = [\"poor\"] }]", "any = []", "asks nothing"),
    "an empty list of words": ('{ activity = "runner" }', "{ activity = [] }", "an empty list is not known here"),
    "an exercise nobody knows": ('exercise = "hamstring-stretch"', 'exercise = "hamstrings"', "is not an exercise of the library"),
    "a caution nobody knows": ('caution = "hand_support"', 'caution = "hold_on"', "'hold_on' is not known here"),
    "an action nobody knows": ('actions = ["suspend"]', 'actions = ["pause"]', "'pause' is not known here"),
    "the same id twice": ('id = "tone_presentation"', 'id = "short_presentation"', "rule[short_presentation]: is there twice"),
    "a patient's sentence missing": (
        'patient.en = "Exercise waits until your surgeon has said that you may start."\n', "",
        "rule[post_operative_hold].patient: is missing",
    ),
    "a clinician's sentence empty": (
        'clinician.en = "Pain at rest of 6 or more: nothing is prescribed; review the pain first."', 'clinician.en = ""',
        "rule[pain_at_rest_hold].clinician.en: is empty",
    ),
    "another language only": ('patient.en = "Put a cushion under your knee."', 'patient.de = "Kissen."', "patient.en: is missing"),
    "a source missing": ('mark = "evidence"\nsource = ["23"]', 'mark = "evidence"', "source: is missing"),
    "a source nobody knows": ('source = ["24"]', 'source = ["42"]', "'42' is not in sources.toml"),
    "a mark nobody knows": ('mark = "default"', 'mark = "guess"', "'guess' is not article, evidence or default"),
    "a red flag in both lists": ('"fever_or_unwell", ', '"fever_or_unwell", "chest_pain", ', "chest_pain is in both lists"),
    "a red flag forgotten": ('"chest_pain", ', "", "chest_pain is in neither list"),
    "no last rule": ('status = "not_indicated"', 'status = "not_indicated"\nany = [{ age_at_least = 90 }]', "leaves a gap"),
    "a rule after the last": ('status = "hold_review"\nany', 'status = "hold_review"\nnotany', "notany: is not known"),
    "an unreachable rule": ("{ age_under = 16 }, { strength_at_most = 2 }", "{ pain_at_rest_at_least = 7 }", "can never be reached"),
    "an unreachable step": ("days_since_last_session_at_least = 7 ", "days_since_last_session_at_least = 22 ", "can never be reached"),
    "overlapping openings": ('any = [{ presentation = ["long"] }]\nopens', 'any = [{ presentation = ["short"] }]\nopens', "can never"),
    "a presentation that opens nothing": ('any = [{ presentation = ["glute"] }]', "any = [{ age_at_least = 90 }]", "nothing for glute"),
    "a stage without a gate": ('open_through = ["inhibit", "glutes"]', 'open_through = ["inhibit"]', "gate: leaves a gap: nothing for glutes"),
    "an exercise twice in a presentation": ('exercise = "half-kneeling-quad-stretch"\nall', 'exercise = "lunge-hip-flexor-stretch"\nall', "twice"),
    "a stage that holds nothing": ('presentation = ["short", "tone", "long", "glute"]\nstage = "core"', 'presentation = ["short", "tone", "long"]\nstage = "core"', "holds nothing"),
    "a circumstance twice": ('any = [{ condition = ["kneeling_discomfort"] }]', 'any = [{ condition = ["kneeling_pain"] }]', "the same circumstance twice"),
    "removed and replaced": ('remove = ["pigeon-stretch", "hip-flexor-march"]', 'remove = ["lunge-hip-flexor-stretch", "hip-flexor-march"]', "removed and replaced at once"),
    "replaced by itself": ('from = ["balance"], to = "supported-tandem-stance"', 'from = ["balance"], to = "balance"', "by itself"),
    "a row that changes nothing": ('caution = "cushion_under_knee"\n', "", "adjustment[kneeling_uncomfortable]: changes nothing"),
    "a caution nothing raises": ('caution = "lean_away_for_tfl"', 'caution = "hand_support"', "lean_away_for_tfl]: can never be reached"),
    "an exercise nothing gives": ('from = ["balance"], to = "supported-tandem-stance"', 'from = ["balance"], to = "hip-flexor-march"', "supported-tandem-stance can never be reached"),
    "a dose off the ladder": ("steps = [10, 15, 20, 30]\nfull = 30", "steps = [10, 15, 20, 30]\nfull = 25", "dose[bridge].full: is off the ladder"),
    "a dose against the exercise's file": ("steps = [10, 15, 20, 30]", "steps = [10, 30]", "dose[bridge].steps: is off the ladder of the exercise's own file"),
    "sets against the exercise's file": ("sets = 3", "sets = 2", "does not agree with the exercise's own file"),
    "no dose for an exercise": ('exercise = "heel-slide"\nunit', 'exercise = "dead-bug"\nunit', "dose"),
    "a starter with one step": ('exercise = "lunge-hip-flexor-stretch"\nunit = "hold_s"\nsets = 2\nsteps = [15]\n', 'exercise = "lunge-hip-flexor-stretch"\nunit = "hold_s"\nsets = 2\nsteps = [15]\nstarter = { any = [{ age_under = 20 }], mark = "default", source = ["default"], clinician.en = "a", patient.en = "b" }\n', "there is one step only"),
    "a ladder past the exercise's file": ("start = 1\ntop = 2", "start = 1\ntop = 4", "does not agree with the levels"),
    "a cap above the top": ("[ladder.cap]\nlevel = 1", "[ladder.cap]\nlevel = 5", "lower start, start, cap, top"),
    "a primer that forgets a stretch": ('[primer]\npresentation = ["tone"]\nexercises = ["lunge-hip-flexor-stretch", ', '[primer]\npresentation = ["tone"]\nexercises = [', "primer.exercises"),
    "a release rarer than the bridge": ("times_per_day = 2\nmark = \"default\"\nsource = [\"article\", \"default\"]\nclinician.en = \"Twice", "times_per_day = 1\nmark = \"default\"\nsource = [\"article\", \"default\"]\nclinician.en = \"Twice", "as often as the bridge"),
    "bands of pain with a gap": ("amber_from = 4", "amber_from = 5", "overlap or leave a gap"),
    "bands of pain that overlap": ("red_from = 6", "red_from = 5", "overlap or leave a gap"),
    "two expiries": ("expires_day = 42", "expires_day = 40", "programme.expires_day"),
    "two figures for very mobile": ("stop_lengthening_at_deg = -15", "stop_lengthening_at_deg = -10", "very mobile"),
    "a value a sentence cannot have": ("Opens after {sessions} sessions", "Opens after {weeks} weeks", "a value it cannot have"),
    "a stray brace": ("Arrange emergency care now", "Arrange {care} now", "a value it cannot have"),
    "a side where nothing is short": ('patient.en = "The front of your hips may be tense', 'patient.en = "The front of your {side} hip may be tense', "rule[tone_presentation].patient: asks for a value it cannot have: side"),
    "half a brace": ('patient.en = "Put a cushion under your knee."', 'patient.en = "Put a cushion under {your knee."', "adjustment[kneeling_uncomfortable].patient: has a brace by itself"),
    "no TOML": ('status = "hold_review"', "status = hold_review", ", column 10: Invalid value"),
    "a key twice": ('status = "hold_review"', 'status = "hold_review"\nstatus = "hold_review"', ", column 23: Cannot overwrite a value"),
    "a figure nobody meets": ("{ age_under = 16 }", "{ age_under = -16 }", "any[0].age_under: is out of range: nobody, or everybody, would meet it"),
    "a figure that is none": ("{ pain_at_rest_at_most = 3 }", "{ pain_at_rest_at_most = nan }", "pain_at_rest_at_most: is out of range"),
    "a figure past the scale": ("{ thomas_pain_at_least = 4 }", "{ thomas_pain_at_least = 11 }", "thomas_pain_at_least: is out of range"),
    "no sessions in a row": ("last_holds = { sessions = 3,", "last_holds = { sessions = 0,", "last_holds.sessions: is out of range"),
    "half a session": ("last_holds = { sessions = 3,", "last_holds = { sessions = 2.5,", "last_holds.sessions: must be int"),
    "an effort past the scale": ("last_hard = { sessions = 2, effort_at_least = 8 }", "last_hard = { sessions = 2, effort_at_least = 80 }", "last_hard.effort_at_least: is out of range"),
    "the article's mark without the article": ('mark = "article"\nsource = ["article", "5"]', 'mark = "article"\nsource = ["default"]', "source: does not show what the mark article promises"),
    "evidence without a study": ('mark = "evidence"\nsource = ["24"]', 'mark = "evidence"\nsource = ["default"]', "adjustment[fragile_spine].source: does not show what the mark evidence promises"),
    "an action that no step has": ('actions = ["suspend"]', 'actions = ["hold"]', "step: leaves a gap: nothing for suspend"),
    "a next stage without a figure": ("  { adherence_at_least = 0.7 },\n  { last_clean = { sessions = 2, effort_at_most = 5 } },", "  { adherence_at_least = 0.7 },", "step[next_stage].all: must ask for last_clean once"),
    "two steps that propose a stage": ('actions = ["progress_level"]', 'actions = ["progress_level", "propose_next_stage"]', "step[next_stage].all: must ask for last_clean once, and no other step may propose"),
    "a board for somebody without": ('all = [{ equipment = "wobble_board" }]\n', "", "ladder[balance_ladder_on_a_board].equipment: is for somebody who may not have it"),
    "a value that several findings do not have": ('More than one hip flexor is short ({side}).', 'More than one hip flexor is short ({angle}).', "several_short.clinician: asks for a value it cannot have: angle"),
    "two things in one step of the limit": ('every_other_day = "hamstring-stretch"', 'every_other_day = "hamstring-stretch"\ndrop = ["bridge"]', "does one thing"),
    "three on alternate days": ('alternate = ["lunge-hip-flexor-stretch", ', 'alternate = ["bridge", "lunge-hip-flexor-stretch", ', "names a pair"),
}  # fmt: skip


def altered(tmp_path, text):
    file = tmp_path / "hip-flexor-release.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(("right", "wrong", "reason"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_names_its_place(right, wrong, reason, tmp_path):
    assert right in TEXT
    with pytest.raises(ProtocolError, match=r"^hip-flexor-release\.toml: ") as raised:
        protocols.load(altered(tmp_path, TEXT.replace(right, wrong, 1)))
    assert reason in str(raised.value)


def test_stages_stand_in_their_order(tmp_path):
    start, end = TEXT.index('[[stage]]\nid = "inhibit"'), TEXT.index('[[stage]]\nid = "glutes"')
    moved = TEXT[:start] + TEXT[end:] + "\n" + TEXT[start:end]
    with pytest.raises(ProtocolError, match="must stand in the order of the stages"):
        protocols.load(altered(tmp_path, moved))


def test_the_version_follows_from_the_content(tmp_path):
    same = protocols.load(altered(tmp_path, TEXT))
    assert same.version == protocols.load().version
    other = protocols.digest(altered(tmp_path, TEXT.replace("Put a cushion", "Put a soft cushion", 1)))
    assert f"shipped-{other}" != same.version


def test_every_entry_has_two_sentences_a_mark_and_a_source():
    protocol = protocols.load()
    groups = (
        protocol.rules,
        protocol.contents,
        protocol.openings,
        protocol.adjustments,
        protocol.steps,
        protocol.gates,
    )
    for entry in [each for group in groups for each in group]:
        assert entry.wording.clinician
        assert entry.wording.patient
        assert entry.basis.mark
        assert entry.basis.source


def test_nothing_is_promised_and_nobody_is_blamed():
    for word in ("will fix", "will cure", "compliance", "failed", "guarantee"):
        assert word not in TEXT.lower()
    patients = [line for line in TEXT.splitlines() if line.startswith("patient.en")]
    assert not [line for line in patients if "negative" in line or "positive" in line]
