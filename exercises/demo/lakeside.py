"""Who is treated at Lakeside Movement Clinic?"""

from exercises.demo.story import Issue, Practice, Proposal, Story, Told, Visit, leg

ETIENNE = "Étienne Gagnon"

LAKESIDE_PATIENTS = (
    Story(
        "Nora",
        "Tremblay",
        age=38,
        therapist=ETIENNE,
        registered=14,
        email="patient@example.net",
        phone="+1 416 555 0157",
        comes_in="signs_in",
        chapters=(
            Visit(
                days_ago=12,
                right=leg(hip_angle_deg=-14, hip_flexor_strength=3),
                left=leg(hip_angle_deg=-13),
                pain_at_rest=2,
                posture="flat_back",
                note="Sits all day at a drawing table. Wants to lift her daughter without thinking about it.",
                history={"activities": ["desk_worker"]},
            ),
            Issue(12),
            Practice(11, 1, kept=0.45, pain=(3, 2), mornings=True),
        ),
    ),
    Story(
        "Hannah",
        "Goldberg",
        age=33,
        therapist=ETIENNE,
        registered=8,
        email="hannah.goldberg@example.com",
        phone="+1 416 555 0163",
        chapters=(
            Visit(
                days_ago=6,
                right=leg(hip_angle_deg=8, thomas_pain=2),
                pain_at_rest=2,
                sahrmann_level=2,
                dead_bug_quality=2,
                note="Runs along the lake before work. The right hip pinches when she squats low.",
                history={"activities": ["runner"], "conditions": ["femoroacetabular_impingement"]},
            ),
            Issue(6),
            Practice(5, 1, kept=0.7, pain=(3, 2)),
        ),
    ),
    Story(
        "Arjun",
        "Mehta",
        age=61,
        therapist=ETIENNE,
        registered=11,
        email="arjun.mehta@example.org",
        phone="+1 416 555 0178",
        chapters=(
            Visit(
                days_ago=9,
                right=leg(trendelenburg_hold_s=18, single_leg_stance_s=24),
                left=leg(trendelenburg_hold_s=12, single_leg_stance_s=20),
                pain_at_rest=2,
                dead_bug_quality=2,
                note="Feet feel woolly in the evening. Owns a wobble board and would like to stand on it.",
                history={"conditions": ["neuropathy"], "equipment": ["wobble_board"]},
            ),
            Issue(9),
            Practice(8, 2, kept=0.95, pain=(2, 2)),
            Told(1, pain=1),
            Told(1, slot=2, pain=1, effort=4),
        ),
    ),
    Story(
        "Liam",
        "Fontaine",
        age=50,
        therapist=ETIENNE,
        registered=3,
        email="liam.fontaine@example.com",
        phone="+1 416 555 0189",
        chapters=(
            Visit(
                days_ago=2,
                right=leg(hip_angle_deg=6),
                pain_at_rest=3,
                note="Five weeks after the arthroscopy. His surgeon sees him next month.",
                history={"surgery_kind": "arthroscopy", "surgery_weeks": 5},
            ),
            Proposal(2),
        ),
    ),
)
