"""Who sees a portfolio, records, recommends, decides and calls together; nobody does on own training (§ 26)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.people.queries import NOBODY, Viewer
from borealis.portfolio import permissions
from borealis.portfolio.conversions import permissions as conversions
from borealis.portfolio.dossier import permissions as dossiers
from borealis.portfolio.models import Ask, Conversion, Dossier, SignatureAnswer
from borealis.portfolio.panels import permissions as panels
from borealis.trainees.models import Trainee
from tests.portfolio.goals.conftest import Cast, cast, stored_cast
from tests.trainees.conftest import NOW, TODAY, Day, enrol

__all__ = ["cast", "stored_cast"]  # fixtures

# person: sees the portfolio, records, recommends as, decides, calls a panel together
TABLE = [
    ("trainee", True, True, None, False, False),
    ("guide", True, False, "guide", False, False),
    ("supervisor", True, False, "supervisor", False, False),
    ("head", True, True, None, True, True),
    ("delegate", True, False, None, True, True),
    ("training_lead", True, True, None, False, True),
    ("coordinator", False, False, None, False, False),
    ("new_guide", False, False, None, False, False),
    ("head_elsewhere", False, False, None, False, False),
    ("outsider", False, False, None, False, False),
]
DOORS: list[tuple[str, Callable[[Viewer, int], Trainee]]] = [
    ("records", permissions.check_may_record),
    ("decides", permissions.check_may_decide),
    ("calls", panels.check_may_call),
    ("calls", conversions.check_may_propose),
]


@pytest.mark.parametrize(("who", "sees", "records", "recommends", "decides", "calls"), TABLE)
def test_each_person_does_what_the_table_says(
    cast: Cast, who: str, sees: bool, records: bool, recommends: str | None, decides: bool, calls: bool
) -> None:
    viewer, nora = cast.viewer(who), cast.nora
    row = cast.activity("NUK-110", "2026-05-01")
    assert list(permissions.activities_visible(viewer)) == ([row] if sees else [])
    assert permissions.may_record(viewer, nora) is records
    assert permissions.recommends_as(viewer, nora, TODAY) == recommends
    assert permissions.may_decide(viewer, nora) is decides
    assert permissions.may_call_panel(viewer, nora) is calls


@pytest.mark.parametrize(("who", "sees", "records", "recommends", "decides", "calls"), TABLE)
def test_who_sees_but_may_not_is_told_so_and_others_find_nothing(
    cast: Cast, who: str, sees: bool, records: bool, recommends: str | None, decides: bool, calls: bool
) -> None:
    may = {"records": records, "decides": decides, "calls": calls}
    for act, door in DOORS:
        if may[act]:
            assert door(cast.viewer(who), cast.nora.pk) == cast.nora
            continue
        with pytest.raises(PermissionDenied if sees else Http404):
            door(cast.viewer(who), cast.nora.pk)


@pytest.mark.parametrize("role", ["head", "delegate", "supervisor", "training_lead"])
def test_no_role_lets_a_doctor_judge_own_training(cast: Cast, role: str) -> None:
    cast.house.give("trainee", role)
    own = cast.viewer("trainee")
    assert permissions.is_own(own, cast.nora)
    assert permissions.recommends_as(own, cast.nora, TODAY) is None
    assert not permissions.may_decide(own, cast.nora)
    assert not permissions.may_call_panel(own, cast.nora)


def test_a_role_for_one_trainee_reaches_that_one_alone(cast: Cast) -> None:
    """given a colleague in the department, when roles are given for Nora alone, then they say nothing of the other"""
    other = enrol(cast.house, "colleague")
    cast.house.give("outsider", "supervisor", trainee=cast.nora)
    cast.house.give("new_guide", "delegate", trainee=cast.nora)
    for trainee, recommends, decides in ((cast.nora, "supervisor", True), (other, None, False)):
        assert permissions.recommends_as(cast.viewer("outsider"), trainee, TODAY) == recommends
        assert permissions.may_decide(cast.viewer("new_guide"), trainee) is decides


def test_who_signed_or_assessed_has_taken_part_until_it_is_undone(cast: Cast) -> None:
    """given someone without a role here, then having signed or assessed work of this doctor lets one recommend"""
    other = enrol(cast.house, "colleague")
    outsider, other_hospital = cast.viewer("outsider"), cast.viewer("head_elsewhere")
    answer = cast.sign(cast.activity("NUK-110", "2026-05-01"), "outsider")
    cast.assess("NUK-110", "2026-05-02", "head_elsewhere")
    for viewer in (outsider, other_hospital):
        assert permissions.recommends_as(viewer, cast.nora, TODAY) == "supervisor"
        assert permissions.recommends_as(viewer, other, TODAY) is None
    SignatureAnswer.objects.filter(pk=answer.pk).update(undone_at=NOW)
    assert permissions.recommends_as(outsider, cast.nora, TODAY) is None


def test_a_guide_recommends_while_appointed_and_employed(cast: Cast) -> None:
    guide = cast.viewer("guide")
    assert permissions.recommends_as(guide, cast.nora, Day("2023-02-28")) is None
    assert permissions.recommends_as(guide, cast.nora, Day("2023-03-01")) == "guide"
    assert permissions.recommends_as(guide, cast.nora) == "guide"  # today
    cast.house.leave("guide")
    assert permissions.recommends_as(cast.viewer("guide"), cast.nora, TODAY) is None


def test_nobody_sees_and_does_nothing(cast: Cast) -> None:
    cast.activity("NUK-110", "2026-05-01")
    assert not permissions.activities_visible(NOBODY).exists()
    assert not permissions.is_own(NOBODY, cast.nora)
    assert not permissions.may_record(NOBODY, cast.nora)
    assert permissions.recommends_as(NOBODY, cast.nora, TODAY) is None
    assert not permissions.may_decide(NOBODY, cast.nora)
    assert not permissions.may_call_panel(NOBODY, cast.nora)


def test_an_ask_is_open_for_whom_it_was_put_to_alone(cast: Cast) -> None:
    """given one ask to a supervisor and one to an address without an account, then each is for whom it was put to"""
    cast.sign(cast.activity("NUK-110", "2026-05-01"), "supervisor")
    cast.sign(cast.activity("NUK-111", "2026-05-02"), "supervisor2")
    mine, other = Ask.objects.order_by("pk")
    Ask.objects.filter(pk=other.pk).update(asked=None)
    supervisor = cast.viewer("supervisor")
    assert list(permissions.asks_of(supervisor)) == [mine]
    assert permissions.check_asked(supervisor, mine.pk) == mine
    assert not permissions.asks_of(NOBODY).exists()
    for viewer, ask in ((supervisor, other), (cast.viewer("head"), mine), (NOBODY, other)):
        with pytest.raises(Http404):
            permissions.check_asked(viewer, ask.pk)


def test_a_conversion_is_judged_by_who_proposes_and_decided_by_who_decides(cast: Cast) -> None:
    ours, theirs = (_conversion(who) for who in (cast.nora, enrol(cast.house, "colleague")))
    lead, head = cast.viewer("training_lead"), cast.viewer("head")
    assert conversions.check_may_judge(lead, cast.nora.pk, ours.pk) == ours
    assert conversions.check_may_decide_on(head, cast.nora.pk, ours.pk) == ours
    with pytest.raises(PermissionDenied):
        conversions.check_may_decide_on(lead, cast.nora.pk, ours.pk)
    with pytest.raises(PermissionDenied):
        conversions.check_may_judge(cast.viewer("trainee"), cast.nora.pk, ours.pk)
    for door in (conversions.check_may_judge, conversions.check_may_decide_on):
        with pytest.raises(Http404):
            door(head, cast.nora.pk, theirs.pk)


def _conversion(trainee: Trainee) -> Conversion:
    (follows,) = trainee.goal_sets.all()[:1]
    return Conversion.objects.create(trainee=trainee, from_set=follows, to_set=follows, proposed_at=NOW)


# person: takes out a package, registers goals decided elsewhere, brings training in
PACKAGES = [
    ("trainee", True, False, False),
    ("guide", True, False, False),
    ("supervisor", False, False, False),
    ("delegate", False, False, False),
    ("head", True, True, True),
    ("training_lead", True, True, True),
    ("coordinator", False, False, False),
    ("outsider", False, False, False),
]


@pytest.mark.parametrize(("who", "takes_out", "registers", "brings_in"), PACKAGES)
def test_a_package_needs_the_whole_training_and_the_portfolio(
    cast: Cast, who: str, takes_out: bool, registers: bool, brings_in: bool
) -> None:
    viewer, nora = cast.viewer(who), cast.nora
    if takes_out:
        assert dossiers.check_may_apply(viewer, nora.pk) == nora
    else:
        with pytest.raises(Http404):
            dossiers.check_may_apply(viewer, nora.pk)
    if registers:
        assert dossiers.check_may_register_goals(viewer, nora.pk) == nora
    else:
        with pytest.raises(PermissionDenied if takes_out else Http404):
            dossiers.check_may_register_goals(viewer, nora.pk)
    if brings_in:
        assert nora.programme.department_id in dossiers.check_may_bring_in(viewer)
    else:
        with pytest.raises(Http404):
            dossiers.check_may_bring_in(viewer)


def test_only_what_was_brought_in_here_is_undone_and_not_by_the_doctor(cast: Cast) -> None:
    brought, taken = (
        Dossier.objects.create(trainee=cast.nora, direction=way, digest="0" * 64, at=NOW)
        for way in ("in", "out")
    )
    assert dossiers.check_may_undo(cast.viewer("head"), brought.pk) == brought
    for who, row in (("head", taken), ("head_elsewhere", brought), ("outsider", brought)):
        with pytest.raises(Http404):
            dossiers.check_may_undo(cast.viewer(who), row.pk)
    cast.house.give("trainee", "head")
    with pytest.raises(PermissionDenied):
        dossiers.check_may_undo(cast.viewer("trainee"), brought.pk)


def test_own_activities_stay_with_the_doctor(cast: Cast) -> None:
    """given training that is finished, then the doctor still sees the portfolio, and the department no more"""
    row = cast.activity("NUK-110", "2026-05-01")
    Trainee.objects.filter(pk=cast.nora.pk).update(finished_on=Day("2026-06-30"))
    assert list(permissions.activities_visible(cast.viewer("trainee"))) == [row]
    assert list(permissions.activities_visible(cast.viewer("head"))) == []
