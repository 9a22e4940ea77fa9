"""Putting programmes in force, seeing what changes, taking back."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from borealis.audit.queries import first_broken_event
from borealis.organisations import queries as organisations
from borealis.programmes.actions import (
    NoSuchVersion,
    ProgrammeRefused,
    apply,
    load_shipped_programmes,
    preview,
    restore,
)
from borealis.programmes.queries import (
    CurrentProgramme,
    coverage_of,
    programme,
    programmes,
    version,
    versions,
)
from borealis.programmes.rules import Change
from borealis.programmes.rules.changes import changes_between
from tests.programmes.conftest import NOW, TODAY, changed, shipped_text

pytestmark = pytest.mark.django_db

MORE_PLACES = changed("places: 3}", "places: 4}")


def test_the_shipped_programme_covers_every_goal(unn: CurrentProgramme) -> None:
    offer = coverage_of("unn-nuk", TODAY)

    assert offer is not None
    assert len(offer.goals) == 88
    assert offer.gaps == ()
    radiology = [goal for group in offer.groups if group.code == "C38.7" for goal in group.goals]
    assert len(radiology) == 21
    assert {arena for goal in radiology for arena in goal.main} == {"unn-rontgen-ct", "unn-rontgen-mr-ul"}


def test_the_shipped_phases_fill_the_time_and_only_one_may_grow(unn: CurrentProgramme) -> None:
    assert unn.document.months == 60
    assert [phase.id for phase in unn.document.phases if phase.fills_service_time] == ["selvstendig"]


def test_applying_stores_arenas_places_and_agreements(unn: CurrentProgramme) -> None:
    arenas = organisations.arenas(arena.id for arena in unn.document.arenas)
    places = organisations.capacities(arenas)

    assert list(arenas) == [arena.id for arena in unn.document.arenas]
    assert {code: [period.places for period in periods] for code, periods in places.items()} == {
        "unn-pet-tolkning": [3],
        "unn-gammakamera": [2],
        "unn-hot-lab": [1],
        "unn-radionuklidterapi": [1],
        "unn-rontgen-ct": [1],
        "unn-rontgen-mr-ul": [1],
        "unn-felles": [],
    }
    agreed = organisations.agreements()["unn-pet-rontgen"]
    assert set(agreed.arenas) == {"unn-rontgen-ct", "unn-rontgen-mr-ul"}
    assert agreed.holds(TODAY)


def test_the_same_file_changes_nothing(unn: CurrentProgramme) -> None:
    shown = preview(shipped_text(), on=TODAY)
    again = apply(by=None, text=shipped_text(), now=NOW)

    assert (shown.same, shown.changes) == (True, ())
    assert (again.number, versions(unn.pk).count()) == (1, 1)


def test_loading_the_shipped_programmes_again_leaves_later_versions_alone(unn: CurrentProgramme) -> None:
    apply(by=None, text=MORE_PLACES, now=NOW)

    load_shipped_programmes(NOW)

    assert [row.number for row in versions(unn.pk)] == [2, 1]


def test_a_preview_says_what_changes_and_stores_nothing(unn: CurrentProgramme) -> None:
    shown = preview(changed("main: [NUK-149..NUK-154]", "main: [NUK-150..NUK-154]"), on=TODAY)

    assert shown.changes == (Change("goal_loses_arena", "NUK-149", before="unn-radionuklidterapi"),)
    assert versions(unn.pk).count() == 1


def test_a_preview_names_changed_hours_and_goal_sets(unn: CurrentProgramme) -> None:
    more = dataclasses.replace(unn.document.teaching, hours_per_year=80)
    after = dataclasses.replace(unn.document, teaching=more, goal_sets=(*unn.document.goal_sets, "NUK-x"))
    assert [(c.kind, c.subject, c.after) for c in changes_between(unn.document, after)] == [
        ("norm_changed", "teaching", "80"),
        ("goal_sets_changed", "goal_sets", ", ".join(after.goal_sets)),
    ]


def test_a_changed_file_is_a_new_version_and_moves_the_places(unn: CurrentProgramme) -> None:
    made = apply(by=None, text=MORE_PLACES, now=NOW)

    now = programme("unn-nuk")
    assert now is not None
    assert (made.number, now.number) == (2, 2)
    assert organisations.capacities(["unn-pet-tolkning"])["unn-pet-tolkning"][0].places == 4
    assert first_broken_event() is None


def test_an_earlier_version_can_be_put_in_force_again(unn: CurrentProgramme) -> None:
    apply(by=None, text=MORE_PLACES, now=NOW)

    back = restore(by=None, code="unn-nuk", number=1, now=NOW)

    assert back.number == 3
    assert back.document == version(unn.pk, 1).document  # type: ignore[union-attr]
    assert organisations.capacities(["unn-pet-tolkning"])["unn-pet-tolkning"][0].places == 3


@pytest.mark.parametrize(("code", "number"), [("unn-nuk", 9), ("ukjent", 1)])
def test_a_version_that_does_not_exist_cannot_be_put_back(
    unn: CurrentProgramme, code: str, number: int
) -> None:
    with pytest.raises(NoSuchVersion):
        restore(by=None, code=code, number=number, now=NOW)


def test_an_agreement_that_the_file_drops_is_withdrawn(unn: CurrentProgramme) -> None:
    text = shipped_text()
    start, end = text.index("agreements:\n  - id"), text.index("phases:\n")

    apply(by=None, text=text[:start] + text[end:], now=NOW)

    assert organisations.agreements() == {}
    offer = coverage_of("unn-nuk", TODAY)
    assert offer is not None
    assert offer.by_agreement == ()


def test_a_goal_that_rests_on_an_ending_agreement_is_a_gap_after_it(unn: CurrentProgramme) -> None:
    apply(
        by=None, text=changed("2019-03-01\n    through: null", "2019-03-01\n    through: 2027-12-31"), now=NOW
    )

    before, after = (coverage_of("unn-nuk", day) for day in (dt.date(2027, 12, 31), dt.date(2028, 1, 1)))

    assert before is not None
    assert after is not None
    assert (len(before.gaps), len(after.gaps)) == (0, 15)


def test_a_file_for_another_programme_or_department_is_refused_where_one_is_changed(
    unn: CurrentProgramme,
) -> None:
    other = preview(changed("code: unn-nuk", "code: min-egen"), on=TODAY, only="unn-nuk")
    moved = preview(changed("department: unn-pet\ntown", "department: unn-rontgen\ntown"), on=TODAY)

    assert [problem.code for problem in other.errors] == ["other_programme"]
    assert "other_department" in [problem.code for problem in moved.errors]


def test_nobody_takes_anothers_arena_or_agreement(unn: CurrentProgramme) -> None:
    text = (
        shipped_text().replace("code: unn-nuk", "code: annet").replace("unn-pet\ntown", "unn-rontgen\ntown")
    )
    hot_lab = text.index("  - id: unn-hot-lab")
    text = text[:hot_lab] + text[hot_lab:].replace("department: unn-pet", "department: unn-rontgen", 1)

    codes = {problem.code for problem in preview(text, on=TODAY).errors}

    assert codes == {"arena_elsewhere", "agreement_elsewhere"}


def test_a_refused_file_tells_its_problems(unn: CurrentProgramme) -> None:
    with pytest.raises(ProgrammeRefused) as refused:
        apply(by=None, text=changed("places: 3}", "places: -1}"), now=NOW)

    assert [problem.code for problem in refused.value.problems] == ["too_small"]
    assert len(programmes()) == 1
