"""Proposals, working plans and frozen versions: who may do what, and what is left behind."""

from __future__ import annotations

import datetime as dt

import pytest

from borealis.audit.models import Event
from borealis.audit.queries import first_broken_event
from borealis.plans import actions
from borealis.plans.models import PlanSignature, PlanVersion, Proposal, WorkingPlan
from borealis.plans.queries import gather, stored_plan, unplanned_leave
from borealis.plans.rules.content import content_from
from borealis.plans.rules.months import month_of
from borealis.trainees.actions import add_wish, register_absence
from borealis.trainees.queries import training_record
from tests.conftest import Told

pytestmark = pytest.mark.django_db


def events(act: str) -> int:
    return Event.objects.filter(act=act).count()


def test_every_trainee_has_a_checked_plan_from_next_month_on(told: Told) -> None:
    for name, pk in told.trainees.items():
        plan = stored_plan(pk)
        assert plan is not None, name
        assert plan.content.first > month_of(told.today)
        assert not plan.content.unplaced, name
        if name == "Eir Havsule":  # everything is reached: nothing is left to plan
            assert plan.content.stints == ()
            continue
        assert plan.content.planned_end >= plan.content.agreed_end >= "2027", name


def test_no_arena_is_overfull_in_any_month(told: Told) -> None:
    first = month_of(Proposal.objects.get(state="accepted").first_month)
    material = gather("unn-nuk", first, told.today)
    places = {a["id"]: max(p["places"] for p in a["places"]) for a in material.problem["arenas"]}
    used: dict[tuple[str, str], int] = {}
    for plan in WorkingPlan.objects.all():
        content = content_from(plan.content)
        for stint in content.stints:
            for month in content.months_in(stint):
                used[stint.arena, month] = used.get((stint.arena, month), 0) + 1
    assert used
    assert all(count <= places[arena] for (arena, _month), count in used.items())


def test_leave_that_the_plan_does_not_know_of_is_noticed_until_it_is_taken_in(told: Told) -> None:
    record = training_record(told.trainees["Sunniva Vindmåke"])

    def unknown() -> tuple[str, ...]:
        plan = stored_plan(record.trainee_id)
        assert plan is not None
        return unplanned_leave(record, plan.content)

    assert len(unknown()) == 10
    actions.accept_proposal(by=None, proposal_id=Proposal.objects.get(state="open").pk, now=told.now)
    assert unknown() == ()


def test_a_plan_is_frozen_when_both_have_signed_and_not_before(told: Told) -> None:
    trainee = told.trainees["Jonas Polarrev"]
    plan = stored_plan(trainee)
    assert plan is not None
    assert plan.state == "waits_for_trainee"
    assert not PlanVersion.objects.filter(trainee_id=trainee).exists()
    version = actions.sign_plan(
        by=told.people["Jonas Polarrev"],
        role="trainee",
        trainee_id=trainee,
        seen_digest=plan.digest,
        now=told.now + dt.timedelta(hours=1),
    )
    assert version is not None
    assert version.number == 1
    assert version.content == plan.content.as_json()
    agreed = stored_plan(trainee)
    assert agreed is not None
    assert agreed.agreed


def test_signing_twice_changes_nothing(told: Told) -> None:
    trainee = told.trainees["Nora Fjellrype"]
    plan = stored_plan(trainee)
    assert plan is not None
    before = (PlanSignature.objects.count(), PlanVersion.objects.count(), Event.objects.count())
    actions.sign_plan(
        by=told.people["Nora Fjellrype"],
        role="trainee",
        trainee_id=trainee,
        seen_digest=plan.digest,
        now=told.now + dt.timedelta(hours=1),
    )
    assert (PlanSignature.objects.count(), PlanVersion.objects.count(), Event.objects.count()) == before


def test_a_plan_that_was_changed_since_it_was_read_is_not_signed(told: Told) -> None:
    with pytest.raises(actions.PlanOutdated):
        actions.sign_plan(
            by=told.people["Jonas Polarrev"],
            role="trainee",
            trainee_id=told.trainees["Jonas Polarrev"],
            seen_digest="0" * 64,
            now=told.now,
        )


def test_new_leave_gives_a_new_proposal_that_can_be_accepted_or_not(told: Told) -> None:
    trainee = told.trainees["Aslak Isbre"]
    before = stored_plan(trainee)
    assert before is not None
    head = told.people["Randi Snøugle"]
    start = dt.date(told.today.year + 1, 6, 1)
    register_absence(
        by=head,
        trainee_id=trainee,
        kind="parental_leave",
        from_day=start,
        to_day=start + dt.timedelta(days=300),
        now=told.now,
    )
    proposal = actions.make_proposal(by=head, programme="unn-nuk", now=told.now)
    untouched = stored_plan(trainee)
    assert untouched is not None
    assert untouched.digest == before.digest, "a proposal changes nothing"
    changed = actions.accept_proposal(by=head, proposal_id=proposal.pk, now=told.now + dt.timedelta(hours=2))
    after = stored_plan(trainee)
    assert after is not None
    assert changed >= 1
    assert after.content.planned_end > before.content.planned_end
    assert after.state == "waits_for_both", "signatures fall when the plan changes"
    assert after.latest_version == before.latest_version, "what was agreed still stands"
    with pytest.raises(actions.PlanOutdated):
        actions.reject_proposal(by=head, proposal_id=proposal.pk, now=told.now)


def test_a_newer_proposal_replaces_an_open_one(told: Told) -> None:
    head = told.people["Randi Snøugle"]
    first = actions.make_proposal(by=head, programme="unn-nuk", now=told.now)
    second = actions.make_proposal(by=head, programme="unn-nuk", now=told.now)
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "open")
    actions.reject_proposal(by=head, proposal_id=second.pk, now=told.now)
    second.refresh_from_db()
    assert second.state == "rejected"


def test_planning_again_with_nothing_new_moves_nobody(told: Told) -> None:
    waiting = Proposal.objects.get(state="open")
    assert actions.accept_proposal(by=None, proposal_id=waiting.pk, now=told.now) >= 1
    plans = {row.trainee_id: row.digest for row in WorkingPlan.objects.all()}
    proposal = actions.make_proposal(by=None, programme="unn-nuk", now=told.now)
    assert actions.accept_proposal(by=None, proposal_id=proposal.pk, now=told.now) == 0
    assert {row.trainee_id: row.digest for row in WorkingPlan.objects.all()} == plans


def test_an_impossible_wish_gives_a_plan_that_says_what_is_missing_and_why(told: Told) -> None:
    trainee = told.trainees["Jonas Polarrev"]
    add_wish(
        by=told.people["Jonas Polarrev"],
        trainee_id=trainee,
        kind="not_after",
        phase="radionuklidterapi",
        month=dt.date(told.today.year + 1, 2, 1),
        now=told.now,
    )
    proposal = actions.make_proposal(by=None, programme="unn-nuk", now=told.now)
    actions.accept_proposal(by=None, proposal_id=proposal.pk, now=told.now)
    plan = stored_plan(trainee)
    assert plan is not None
    missing = {part.phase: part for part in plan.content.unplaced}
    assert missing["radionuklidterapi"].months == 4
    assert missing["radionuklidterapi"].reason in ("window", "stints", "predecessor_unplaced")


def test_the_record_tells_of_all_of_it_and_holds(told: Told) -> None:
    assert events("make_proposal") == 2
    assert events("accept_proposal") == 1
    assert events("change_plan") == len(told.trainees)
    assert events("freeze_plan") == PlanVersion.objects.count() == 5
    assert first_broken_event() is None
