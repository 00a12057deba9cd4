"""Many mails, four senders, and every now and then one of them dies without a word. Is any mail lost, or doubled?"""

import random
import time

import pytest

from tests.drills.machinery import IS_TIMED, Crew, arrived, is_over, of, said, sized, until, waiting

pytestmark = [pytest.mark.slow, pytest.mark.drill]
MANY, KILLS, SENDERS = 10_000, 20, 4
WITHIN_S = {"repeat": 120, "hold": 90}


def killing(crew, post, many, kills):
    """At as many moments, evenly over the mails."""
    for number in range(1, kills + 1):
        until(lambda number=number: len(post.messages) >= number * many // (kills + 2))
        crew.kill(random.choice(crew.workers))


@pytest.mark.parametrize("policy", [pytest.param("repeat", marks=pytest.mark.rehearsed), "hold"])
def test_none_is_lost(env, post, redis, tmp_path, policy):
    many, kills = sized(MANY), sized(KILLS)
    mails = waiting(many, reminder=policy == "repeat")
    env = {**env, "REDIS_URL": redis.url, "MAIL_LEASE_S": "8"}
    with Crew(env, tmp_path, workers=SENDERS) as crew:
        began = time.monotonic()
        killing(crew, post, many, kills)
        killed_at = time.monotonic()
        until(is_over)
        ended = time.monotonic()
    came, rows = arrived(post), of()
    twice = {message_id for message_id, copies in came.items() if copies > 1}
    held = {mail.message_id for mail in rows if mail.state == "held"}
    doubted = {mail.message_id for mail in rows if mail.resent} | held
    said(f"killed senders, {policy}", mails=many, kills=kills, seconds=ended - began,
         after_the_last_kill=ended - killed_at, arrived=len(came), twice=len(twice), held=len(held))  # fmt: skip
    everything = {mail.message_id for mail in mails}
    assert twice <= doubted
    assert sum(came.values()) - len(came) <= kills
    if policy == "repeat":
        assert set(came) == everything
        assert ended - began < WITHIN_S[policy] or not IS_TIMED
    else:
        assert not twice
        assert everything - set(came) <= held
        assert {mail.reason for mail in rows if mail.state == "held"} <= {"ambiguous"}
        assert ended - killed_at < WITHIN_S[policy] or not IS_TIMED
