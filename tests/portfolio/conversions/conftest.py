"""A doctor who follows the common goals that ended on 28 February 2026, with goals approved, sent in and begun."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from pytest_django import DjangoDbBlocker

from borealis.portfolio.conversions import actions
from borealis.portfolio.conversions.queries import conversion_view
from borealis.portfolio.models import Activity, Conversion, Decision, Submission
from borealis.trainees.actions import record_goal_state
from borealis.trainees.models import Trainee
from borealis.trainees.queries import goal_states
from tests.trainees.conftest import NOW, Day, House, built_house, enrol

OLD, NEW = "LM-2019-03", "FKM-2026-03"
APPROVED = ("LM-04", "LM-13", "LM-19", "LM-32")


@dataclass
class Following:
    """The house, the doctor, and short ways to do things."""

    house: House
    nora: Trainee

    def goal(self, code: str) -> int:
        goals = apps.get_model("curriculum.Goal").objects
        return int(goals.values_list("pk", flat=True).get(code=code, goal_set__code__in=(OLD, NEW)))

    def state(self, code: str) -> str | None:
        found = goal_states(self.nora.pk).get(self.goal(code))
        return found.state if found else None

    def by(self, who: str = "head") -> int:
        return int(self.house.people[who].pk)

    def propose(self) -> Conversion:
        return actions.propose_conversion(by=self.by(), trainee_id=self.nora.pk, from_set=OLD, now=NOW)

    def judge(self, row: Conversion, newer: str, verdict: str, *olders: str, **more: Any) -> Conversion:
        row.refresh_from_db()
        facts = {"text": "Samme innhold og nivå.", "version": row.version, "by": self.by(), **more}
        return actions.judge_goal(
            trainee_id=self.nora.pk,
            conversion_id=row.pk,
            newer_id=self.goal(newer),
            verdict=verdict,
            olders=[self.goal(code) for code in olders],
            now=NOW,
            **facts,
        )

    def decide(self, row: Conversion, who: str = "head", **more: Any) -> Conversion:
        row.refresh_from_db()
        facts = {"version": row.version, "grounds": "Gått gjennom i møte med veilederen.", **more}
        return actions.decide_conversion(
            by=self.by(who), trainee_id=self.nora.pk, conversion_id=row.pk, now=NOW, **facts
        )

    def view(self, row: Conversion) -> Any:
        return conversion_view(Conversion.objects.get(pk=row.pk))


def follow_the_old_goals(nora: Trainee) -> None:
    sets = apps.get_model("curriculum.GoalSet").objects
    nora.goal_sets.remove(sets.get(code=NEW))
    nora.goal_sets.add(sets.get(code=OLD))


def decided(nora: Trainee, goal_id: int, by: int, on: dt.date) -> Decision:
    """An approval as the portfolio makes it: sent in with an activity, and decided."""
    activity = Activity.objects.create(
        trainee=nora,
        key=uuid.uuid4(),
        kind="course",
        title="Kurs",
        from_day=on,
        to_day=on,
        place="Tromsø",
        state="signed",
        recorded_at=NOW,
    )
    submission = Submission.objects.create(
        trainee=nora, goal_id=goal_id, kind="first", submitted_at=NOW, closed_at=NOW, grounds="Se kurset"
    )
    submission.activities.add(activity)
    for state in ("submitted", "approved"):
        status = record_goal_state(
            by=by, trainee_id=nora.pk, goal_id=goal_id, state=state, on=on, now=NOW, grounds=""
        )
    return Decision.objects.create(
        submission=submission, outcome="approved", text="Nådd.", status=status, at=NOW, by_id=by
    )


@pytest.fixture(scope="module")
def stored_following(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Following]:
    with django_db_blocker.unblock(), transaction.atomic():
        house = built_house()
        nora = enrol(house, "trainee")
        follow_the_old_goals(nora)
        found = Following(house, nora)
        for code in APPROVED:
            decided(nora, found.goal(code), found.by(), Day("2025-05-20"))
        record_goal_state(
            by=None,
            trainee_id=nora.pk,
            goal_id=found.goal("LM-41"),
            state="in_progress",
            on=Day("2025-06-01"),
            now=NOW,
        )
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def following(stored_following: Following, db: None) -> Following:
    return Following(stored_following.house, Trainee.objects.get(pk=stored_following.nora.pk))
