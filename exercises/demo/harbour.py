"""Who is treated at Harbour Row Physiotherapy?"""

from exercises.demo.story import Issue, Practice, Story, Told, Visit, leg

DANIEL, PRIYA = "Daniel Whitcombe", "Priya Raman"

HARBOUR_PATIENTS = (
    Story(
        "Amara",
        "Nwosu",
        age=34,
        therapist=DANIEL,
        registered=18,
        email="patient@example.org",
        phone="07700 900114",
        comes_in="signs_in",
        chapters=(
            Visit(
                days_ago=16,
                right=leg(hip_angle_deg=11, thomas_pain=2, single_leg_bridge_reps=18),
                left=leg(hip_angle_deg=-8),
                pain_at_rest=3,
                sahrmann_level=2,
                dead_bug_quality=2,
                note="Front of the right hip feels short after long days at the desk. Wants to walk the coast path.",
                history={"activities": ["desk_worker"], "conditions": ["kneeling_discomfort"]},
            ),
            Issue(16),
            Practice(15, 7, pain=(4, 3), effort=(7, 6), mornings=True),
            Told(6, pain=2, effort=5),
            Told(6, slot=2, pain=2, effort=5, note="Easier in the evening than in the morning."),
            Issue(5, open_through="core"),
            Practice(4, 1, pain=(2, 2), effort=(6, 6), mornings=True),
        ),
    ),
)
