"""The stored actions under a machine of several people: whoever tries whatever, the rules and the rows hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from borealis.portfolio.goals import actions
from borealis.portfolio.models import Decision, Recommendation, Submission
from borealis.trainees.rules import SUBMITTING, WAITING_STATES, steps_from
from tests.portfolio.goals.conftest import Cast
from tests.portfolio.goals.test_actions import stored
from tests.trainees.conftest import NOW

WHO = ("trainee", "guide", "supervisor", "supervisor2", "head", "delegate", "outsider")
DECIDERS = ("head", "delegate")
CODE = "NUK-110"
FILLER = {"text": "Vurdert i sammenheng."}


class StoredWorkflow(RuleBasedStateMachine):
    """Everybody acts on one goal through the actions, in a savepoint that is taken back at the end."""

    cast: Cast  # set by the test

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.savepoint()
        self.clock = NOW
        self.approved: dict[str, set[Any]] = {}
        self.evidence: dict[int, set[int]] = {}

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)

    def attempt(self, perform: Any, *, allowed: bool, **facts: Any) -> Any:
        """Do it; a refusal changes nothing, and who may never do it is told so."""
        before, refusal, answer = stored(), None, None
        try:
            with transaction.atomic():
                answer = perform(now=self.clock, **facts)
        except (PermissionDenied, ValidationError) as refused:
            refusal = refused
        if refusal is not None:
            assert stored() == before
            assert allowed or isinstance(refusal, PermissionDenied)
            assert not allowed or isinstance(refusal, ValidationError)
        else:
            assert allowed, f"{perform.__name__} by somebody who may not"
        return answer

    @property
    def last(self) -> Submission | None:
        return Submission.objects.filter(trainee=self.cast.nora).order_by("pk").last()

    def by(self, who: str) -> int:
        return self.cast.people[who]

    @rule(who=st.sampled_from(WHO), act=st.sampled_from(SUBMITTING), right=st.booleans())
    def somebody_sends_in(self, who: str, act: str, right: bool) -> None:
        if right:
            lawful = [t.act for t in steps_from(self.cast.state()) if t.act in SUBMITTING]
            act, who = (lawful or [act])[0], "trainee"
        work = self.cast.activity(CODE, self.clock.date().isoformat())
        sent = self.attempt(
            actions.submit_goals,
            allowed=who == "trainee",
            by=self.by(who),
            trainee_id=self.cast.nora.pk,
            goal_ids=[self.cast.key(CODE)],
            act=act,
            activity_ids=[work.pk],
            **FILLER,
        )
        for row in sent or ():
            self.evidence[row.pk] = {work.pk}

    @rule(who=st.sampled_from(WHO))
    def somebody_recalls(self, who: str) -> None:
        self.attempt(
            actions.recall_goal,
            allowed=who == "trainee",
            by=self.by(who),
            trainee_id=self.cast.nora.pk,
            goal_id=self.cast.key(CODE),
        )

    @rule(who=st.sampled_from(WHO), verdict=st.sampled_from(("recommends", "not_yet")))
    def somebody_recommends(self, who: str, verdict: str) -> None:
        if self.last:
            may = who in ("guide", "supervisor", "supervisor2")
            facts = {"by": self.by(who), "submission_id": self.last.pk, "verdict": verdict, **FILLER}
            self.attempt(actions.recommend_goal, allowed=may, **facts)

    @rule(other=st.sampled_from(("supervisor", "supervisor2")))
    def both_recommend(self, other: str) -> None:
        for who in ("guide", other):
            self.somebody_recommends(who, "recommends")

    @rule(who=st.sampled_from(WHO), number=st.integers(0, 5))
    def somebody_withdraws(self, who: str, number: int) -> None:
        rows = list(Recommendation.objects.order_by("-pk")[:6])
        if rows:
            row = rows[number % len(rows)]
            self.attempt(
                actions.withdraw_recommendation,
                allowed=row.by_id == self.by(who),
                by=self.by(who),
                recommendation_id=row.pk,
                why="Gjaldt et annet mål.",
            )

    @rule(
        who=st.sampled_from((*WHO, *DECIDERS, *DECIDERS)),
        act=st.sampled_from(("approve", "refuse", "return")),
        named=st.booleans(),
    )
    def somebody_decides(self, who: str, act: str, named: bool) -> None:
        row = self.last
        if row is None:
            return
        given = {r.by_id: r.given_as for r in row.recommendations.filter(withdrawn_at=None)}
        decision = self.attempt(
            actions.decide_goal,
            allowed=who in DECIDERS,
            by=self.by(who),
            submission_id=row.pk,
            act=act,
            enterprise="Oslo universitetssykehus" if named else "",
            **FILLER,
        )
        if decision is not None and act != "return":
            assert set(given.values()) == {"guide", "supervisor"}
            assert len(given) >= 2
        if decision is not None and row.kind == "elsewhere":
            before = Decision.objects.filter(outcome="not_reached", pk__lt=decision.pk).latest("pk")
            assert before.by_id != decision.by_id

    @rule(who=st.sampled_from((*WHO, *DECIDERS)))
    def somebody_revokes(self, who: str) -> None:
        self.attempt(
            actions.revoke_goal,
            allowed=who in DECIDERS,
            by=self.by(who),
            trainee_id=self.cast.nora.pk,
            goal_id=self.cast.key(CODE),
            **FILLER,
        )

    @rule(months=st.integers(1, 7))
    def months_of_work_pass(self, months: int) -> None:
        for _month in range(months):
            self.clock += dt.timedelta(days=31)
            self.cast.activity(CODE, self.clock.date().isoformat())

    @invariant()
    def at_most_one_is_open(self) -> None:
        waits = self.cast.state() in WAITING_STATES
        assert Submission.objects.filter(closed_at=None).count() == int(waits)

    @invariant()
    def nothing_approved_disappears(self) -> None:
        """Approved states, decisions and what was sent in, with their evidence, stay to the last letter."""
        if not hasattr(self, "approved"):
            return
        now: dict[str, set[Any]] = {
            "states": set(self.cast.nora.goal_statuses.filter(state="approved").values_list("pk", "on")),
            "decisions": set(Decision.objects.values_list("pk", "outcome", "text", "status_id", "by_id")),
            "sent": set(Submission.objects.values_list("pk", "kind", "grounds", "submitted_at")),
            "given": set(Recommendation.objects.values_list("pk", "verdict", "text", "given_as")),
        }
        for name, rows in self.approved.items():
            assert rows <= now[name]
        for pk, work in self.evidence.items():
            assert set(Submission.objects.get(pk=pk).activities.values_list("pk", flat=True)) == work
        self.approved = now

    @invariant()
    def each_decision_is_of_one_thing_sent_in_by_somebody_else_than_the_doctor(self) -> None:
        assert not Decision.objects.filter(by_id=self.cast.nora.person_id).exists()
        assert not Recommendation.objects.filter(by_id=self.cast.nora.person_id).exists()
        decided = Decision.objects.values_list("submission_id", flat=True)
        assert not Submission.objects.filter(pk__in=decided, closed_at=None).exists()


@pytest.mark.django_db
def test_whoever_tries_whatever_the_stored_rules_hold(cast: Cast) -> None:
    few = settings(
        max_examples=8,
        stateful_step_count=25,
        phases=[Phase.generate],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    machine = type("Bound", (StoredWorkflow,), {"cast": cast})
    run_state_machine_as_test(machine, settings=few)
