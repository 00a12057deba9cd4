"""Who is treated at Lakeside Movement Clinic?"""

from exercises.demo.story import Issue, Practice, Story, Visit, leg

LAKESIDE_PATIENTS = (
    Story(
        "Nora",
        "Tremblay",
        age=38,
        therapist="Étienne Gagnon",
        registered=16,
        email="patient@example.net",
        phone="+1 416 555 0157",
        comes_in="signs_in",
        chapters=(
            Visit(
                days_ago=14,
                right=leg(hip_angle_deg=-14, hip_flexor_strength=3),
                left=leg(hip_angle_deg=-13),
                pain_at_rest=2,
                posture="flat_back",
                note="Sits all day at a drawing table. Wants to lift her daughter without thinking about it.",
                history={"activities": ["desk_worker"]},
            ),
            Issue(14),
            Practice(13, 1, kept=0.85, pain=(3, 2), effort=(6, 6), mornings=True),
        ),
    ),
)
