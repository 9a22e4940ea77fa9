"""Goals of the demonstration that are judged again (§ 26): at another enterprise, refused twice, and after months."""

from __future__ import annotations

import datetime as dt
import uuid

from borealis.demo.work import HEAD, SUPERVISOR, Life, goal_key
from borealis.portfolio.activities.actions import record_activity
from borealis.portfolio.goals.actions import decide_goal, recommend_goal, submit_goals
from borealis.trainees import actions as trainees

ELSEWHERE, TWICE, FURTHER = "NUK-137", "NUK-142", "NUK-143"
OTHER_ENTERPRISE = "St. Olavs hospital, Nukleærmedisinsk avdeling"
MONTHS = 8


def judge_again(life: Life) -> None:
    """Three goals that were not reached at first, each on its own way."""
    _elsewhere(life)
    _told(life, TWICE, (("not_reached", 150), ("new_assessment", 120), ("not_reached_again", 90)))
    _told(life, FURTHER, (("not_reached", 330), ("new_assessment", 310), ("not_reached_again", 290)))
    _further(life)


def _told(life: Life, code: str, states: tuple[tuple[str, int], ...]) -> None:
    """What the earlier portal held of a goal."""
    for state, days in (("submitted", states[0][1] + 10), *states):
        trainees.record_goal_state(
            by=life.people[HEAD],
            trainee_id=life.trainee,
            goal_id=goal_key(life, code),
            state=state,
            on=life.at(days).date(),
            now=life.at(days),
            grounds="Ført over fra det forrige systemet",
        )


def _elsewhere(life: Life) -> None:
    """Refused here, and asked to be assessed at another enterprise (§ 26 third paragraph)."""
    goal = goal_key(life, ELSEWHERE)
    facts = {"by": life.person, "trainee_id": life.trainee, "goal_ids": [goal]}
    (sent,) = submit_goals(**facts, text="Mener at dette er nådd.", now=life.at(34))  # type: ignore[arg-type]
    for who in (life.guide, life.people[SUPERVISOR]):
        recommend_goal(
            by=who,
            submission_id=sent.pk,
            verdict="not_yet",
            text="Flere undersøkelser først.",
            now=life.at(31),
        )
    decide_goal(
        by=life.people[HEAD],
        submission_id=sent.pk,
        act="refuse",
        text="Begge anbefaler mer øving.",
        now=life.at(29),
    )
    submit_goals(
        **facts,  # type: ignore[arg-type]
        act="ask_elsewhere",
        text="Ber om at en annen virksomhet vurderer målet.",
        enterprise=OTHER_ENTERPRISE,
        now=life.at(13),
    )


def _further(life: Life) -> None:
    """Work for the goal in more than six months since it was refused again, and a further assessment asked for."""
    goal = goal_key(life, FURTHER)
    for month in range(MONTHS, 0, -1):
        day = life.at(30 * month)
        record_activity(
            by=life.person,
            trainee_id=life.trainee,
            key=uuid.uuid5(uuid.NAMESPACE_URL, f"{life.doctor.name} further {month}"),
            kind="procedure",
            title="PET ved urogenital kreft, under supervisjon",
            from_day=day.date(),
            goals=[goal],
            now=day + dt.timedelta(hours=2),
        )
    submit_goals(
        by=life.person,
        trainee_id=life.trainee,
        goal_ids=[goal],
        act="ask_further",
        text="Har arbeidet med dette i åtte måneder siden sist.",
        now=life.at(5),
    )
