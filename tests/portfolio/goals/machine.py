"""The pure workflow as a machine that anybody tries anything with; it keeps its own books beside the rules."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from borealis.portfolio.goals.rules import (
    GUIDE,
    KIND_OF,
    NO_STEP,
    NOT_YOURS,
    OUTCOME_OF,
    SUPERVISOR,
    Facts,
    FurtherAssessment,
    Given,
    active_months,
    further_assessment,
    hindrances,
)
from borealis.trainees.rules import DECIDER, GOAL_TRANSITIONS, REGISTRAR, TRAINEE, step

START = dt.date(2026, 1, 15)
NEEDED = 6
ACTS = sorted({t.act for t in GOAL_TRANSITIONS})

# Who they are: the doctor, the guide, two supervisors, the head (who registers too), a delegate, an outsider.
ACTORS: dict[int, frozenset[str]] = {
    1: frozenset({TRAINEE}),
    2: frozenset(),
    3: frozenset(),
    4: frozenset(),
    5: frozenset({DECIDER, REGISTRAR}),
    6: frozenset({DECIDER}),
    7: frozenset(),
}
RECOMMENDS_AS = {2: GUIDE, 3: SUPERVISOR, 4: SUPERVISOR}
PERSONS = st.sampled_from(sorted(ACTORS))
NUMBERS = st.sampled_from(range(60))  # evenly, so that every step is taken


@dataclass(frozen=True)
class Sent:
    """What was sent in, and what came of it."""

    number: int
    kind: str
    closed: str = ""
    decided_by: int = 0
    given_then: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Case:
    """All that is stored of one goal."""

    state: str | None = None
    sent: tuple[Sent, ...] = ()
    given: tuple[Given, ...] = ()
    refused_by: int | None = None
    refused_on: dt.date | None = None
    approvals: tuple[tuple[str, int], ...] = ()  # by which act, and the number of what was sent in
    days: tuple[dt.date, ...] = ()

    @property
    def open(self) -> tuple[Sent, ...]:
        return tuple(row for row in self.sent if not row.closed)

    def further(self, today: dt.date) -> FurtherAssessment | None:
        if self.refused_on is None or self.state != "not_reached_again":
            return None
        spans = [(day, None) for day in self.days]
        return further_assessment(
            self.refused_on, active_months(spans, self.refused_on, today), today, NEEDED
        )


def taken(case: Case, act: str, by: int, today: dt.date) -> Case:
    """The case after a step that nothing hinders."""
    found = step(case.state, act)
    assert found is not None
    after = replace(case, state=found.to_state)
    if act in KIND_OF:
        return replace(after, sent=(*case.sent, Sent(len(case.sent), KIND_OF[act])), given=())
    if act in OUTCOME_OF or act == "recall":
        closed = replace(case.sent[-1], closed=act, decided_by=by, given_then=case.given)
        after = replace(after, sent=(*case.sent[:-1], closed), given=())
    if act == "refuse":
        after = replace(after, refused_by=by, refused_on=today)
    if found.to_state == "approved":
        number = case.sent[-1].number if act == "approve" else -1
        after = replace(after, approvals=(*case.approvals, (act, number)))
    return after


@dataclass
class Covered:
    """What a run has been through."""

    steps: int = 0
    taken: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


COVERED = Covered()


class GoalWorkflow(RuleBasedStateMachine):
    """Anybody tries any act; what nothing hinders is done, and the books are looked at after each."""

    def __init__(self) -> None:
        super().__init__()
        self.case, self.today = Case(), START
        self.history: list[Case] = [self.case]

    @rule(
        by=PERSONS,
        act=st.sampled_from(ACTS),
        text=st.sampled_from(["", " ", "Begrunnet."]),
        named=st.booleans(),
    )
    def anybody_tries(self, by: int, act: str, text: str, named: bool) -> None:
        self._attempt(by, act, text, named)

    @rule(number=NUMBERS)
    def whoever_may_goes_on_well_prepared(self, number: int) -> None:
        """A step that the table has from here, by who takes it, with all that it needs: the deep states too."""
        steps = [t for t in GOAL_TRANSITIONS if t.from_state == self.case.state]
        found = steps[number % len(steps)]
        if "recommendations" in found.needs:
            self.case = replace(self.case, given=(Given(2, GUIDE), Given(3, SUPERVISOR)))
        if "six_months" in found.needs:
            self._half_a_year_of_work()
        by = 1 if TRAINEE in found.actors else 5
        if DECIDER in found.actors and self.case.refused_by == 5:
            by = 6
        before = COVERED.taken[(found.from_state, found.act)]
        self._attempt(by, found.act, "Begrunnet.", True)
        assert COVERED.taken[(found.from_state, found.act)] == before + 1

    @rule(number=NUMBERS, by=st.sampled_from((5, 6)), text=st.sampled_from(["", "Begrunnet."]))
    def whoever_may_tries_without_preparing(self, number: int, by: int, text: str) -> None:
        """The same, but something that the step needs may be missing."""
        steps = [t for t in GOAL_TRANSITIONS if t.from_state == self.case.state]
        found = steps[number % len(steps)]
        self._attempt(1 if TRAINEE in found.actors else by, found.act, text, bool(text))

    def _attempt(self, by: int, act: str, text: str, named: bool) -> None:
        COVERED.steps += 1
        before, facts = self.case, self._facts(by, text, named)
        found = hindrances(act, facts)
        if found:
            COVERED.refused.update(found)
            assert self.case is before
            return
        self._check(before, act, by)
        COVERED.taken[(before.state, act)] += 1
        self.case = taken(before, act, by, self.today)
        self.history.append(self.case)

    def _facts(self, by: int, text: str, named: bool) -> Facts:
        return Facts(
            state=self.case.state,
            by=by,
            actors=ACTORS[by],
            today=self.today,
            text=text,
            given=self.case.given,
            enterprise="OUS" if named else "",
            refused_by=self.case.refused_by,
            further=self.case.further(self.today),
        )

    def _check(self, before: Case, act: str, by: int) -> None:
        """What must hold of a step that was let through, said again in other words than the rules'."""
        if act in OUTCOME_OF or act == "revoke":
            assert by in (5, 6), "only who decides"
        if act in ("approve", "refuse"):
            people = {given.person_id: given.given_as for given in before.given}
            assert 2 in people
            assert people.keys() & {3, 4}
        if before.state == "new_assessment_elsewhere" and act in OUTCOME_OF:
            assert by != before.refused_by
        if act == "ask_further":
            assert before.refused_on is not None
            months = {(d.year, d.month) for d in before.days if before.refused_on < d <= self.today}
            assert len(months) >= NEEDED
            assert (self.today - before.refused_on).days >= 181
        assert act in ("begin", "resume", "transfer") or by != 7

    @rule(by=PERSONS, verdict=st.sampled_from(("recommends", "not_yet")))
    def somebody_recommends(self, by: int, verdict: str) -> None:
        COVERED.steps += 1
        role = RECOMMENDS_AS.get(by)
        if role and self.case.open and all(given.person_id != by for given in self.case.given):
            self.case = replace(self.case, given=(*self.case.given, Given(by, role, verdict)))

    @rule(by=st.sampled_from((2, 3, 4)))
    def somebody_withdraws(self, by: int) -> None:
        COVERED.steps += 1
        self.case = replace(self.case, given=tuple(g for g in self.case.given if g.person_id != by))

    @rule(days=st.integers(1, 45), work=st.booleans())
    def time_passes(self, days: int, work: bool) -> None:
        COVERED.steps += 1
        self.today += dt.timedelta(days=days)
        if work:
            self.case = replace(self.case, days=(*self.case.days, self.today))

    def _half_a_year_of_work(self) -> None:
        for _month in range(7):
            self.today += dt.timedelta(days=30)
            self.case = replace(self.case, days=(*self.case.days, self.today))

    @invariant()
    def at_most_one_is_open(self) -> None:
        waits = self.case.state in (
            "submitted",
            "new_assessment",
            "new_assessment_elsewhere",
            "further_assessment",
        )
        assert len(self.case.open) == int(waits)

    @invariant()
    def nothing_approved_disappears(self) -> None:
        """The approvals and all that was sent in only grow, and what is closed does not change."""
        if len(self.history) > 1:
            before, now = self.history[-2], self.history[-1]
            assert now.approvals[: len(before.approvals)] == before.approvals
            closed = [row for row in before.sent if row.closed]
            assert list(now.sent[: len(closed)]) == closed

    @invariant()
    def approved_only_with_both_recommendations(self) -> None:
        for act, number in self.case.approvals:
            if act == "approve":
                given = {g.given_as: g.person_id for g in self.case.sent[number].given_then}
                assert set(given) == {GUIDE, SUPERVISOR}
                assert len(set(given.values())) == 2
                assert self.case.sent[number].decided_by in (5, 6)


def uncovered() -> set[tuple[str | None, str]]:
    """Steps of the table that no run has taken yet."""
    return {(t.from_state, t.act) for t in GOAL_TRANSITIONS} - set(COVERED.taken)


HINDRANCES = {
    NO_STEP,
    NOT_YOURS,
    GUIDE,
    SUPERVISOR,
    "statement",
    "grounds",
    "enterprise",
    "another",
    "six_months",
}
