"""The record, goals with states, counts and service, each in a constant number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from borealis.curriculum.queries import goals_of
from borealis.trainees.actions import (
    add_wish,
    appoint_guide,
    credit_phase,
    record_goal_state,
    register_absence,
    register_employment,
    register_service,
)
from borealis.trainees.models import Trainee
from borealis.trainees.queries import (
    goal_counts,
    goal_states,
    goal_sums,
    goals_with_state,
    service_overview,
    sum_of,
    training_record,
    training_records,
)
from tests.trainees.conftest import NOW, TODAY, Day, House, enrol

pytestmark = pytest.mark.django_db


def goal(code: str) -> int:
    return next(g.pk for g in goals_of(["NUK-2025-09", "FKM-2026-03"]) if g.code == code)


def fill(trainee: Trainee, house: House) -> None:
    """A life of part 1, a post, service confirmed and claimed, leave, a guide, goals and a wish."""
    to = {"by": house.people["head"].pk, "trainee_id": trainee.pk, "now": NOW}
    appoint_guide(**to, guide_id=house.people["guide"].pk, from_day=Day("2023-03-01"))
    register_employment(**to, department_id=house.places["unn-pet"], from_day=Day("2023-03-01"))
    for kind, first, last in (
        ("part1_hospital", "2021-09-01", "2022-08-31"),
        ("part1_municipality", "2022-09-01", "2023-02-28"),
    ):
        register_service(
            **to,
            kind=kind,
            from_day=Day(first),
            to_day=Day(last),
            place="Harstad",
            confirmed_on=Day("2023-03-01"),
        )
    register_service(
        **to,
        kind="specialty",
        from_day=Day("2023-03-01"),
        to_day=Day("2025-02-28"),
        arena="unn-pet-tolkning",
        confirmed_on=Day("2025-03-03"),
    )
    register_service(
        **to, kind="specialty", from_day=Day("2025-03-01"), to_day=Day("2026-12-31"), arena="unn-gammakamera"
    )
    register_absence(**to, kind="parental_leave", from_day=Day("2024-01-01"), to_day=Day("2024-06-30"))
    credit_phase(**to, phase="introduksjon", months=1, reason="Tjeneste ved St. Olavs", decided_on=TODAY)
    add_wish(**to, kind="not_before", phase="rontgen-ct", month=Day("2027-08-15"))
    for code, state, on in (
        ("NUK-103", "in_progress", "2024-01-01"),
        ("NUK-103", "submitted", "2024-05-01"),
        ("NUK-103", "approved", "2024-06-01"),
        ("NUK-104", "submitted", "2026-11-01"),
        ("FKM-001", "in_progress", "2026-02-01"),
    ):
        record_goal_state(**to, goal_id=goal(code), state=state, on=Day(on))


def test_the_record_holds_everything(nora: Trainee, house: House) -> None:
    fill(nora, house)
    record = training_record(nora.pk)
    assert (record.name, record.programme_code, record.specialty_code) == ("Nora Fjellrype", "unn-nuk", "NUK")
    assert record.goal_sets == ("NUK-2025-09", "FKM-2026-03")
    assert [s.kind for s in record.services] == ["part1_hospital", "part1_municipality", *["specialty"] * 2]
    assert [s.arena for s in record.services] == ["", "", "unn-pet-tolkning", "unn-gammakamera"]
    assert [(a.kind, a.percent) for a in record.absences] == [("parental_leave", 100)]
    assert [(w.kind, w.phase, w.month) for w in record.wishes] == [
        ("not_before", "rontgen-ct", Day("2027-08-01"))
    ]
    assert [(c.phase, c.months) for c in record.phase_credits] == [("introduksjon", 1)]
    assert record.guide_on(TODAY) is not None
    assert record.guide_on(Day("2022-01-01")) is None
    assert goal_states(record.trainee_id)[goal("NUK-103")].state == "approved"
    with pytest.raises(Trainee.DoesNotExist):
        training_record(987654)


def test_states_as_they_stood_on_a_day(nora: Trainee, house: House) -> None:
    fill(nora, house)
    assert goal_states(nora.pk, Day("2023-12-31")) == {}
    assert goal_states(nora.pk, Day("2024-05-15"))[goal("NUK-103")].state == "submitted"
    assert goal_states(nora.pk)[goal("NUK-103")].on == Day("2024-06-01")


def test_goals_stand_by_group_in_four_states(nora: Trainee, house: House) -> None:
    fill(nora, house)
    groups = goals_with_state(nora.pk)
    assert sum(len(group.goals) for group in groups) == 74 + 14
    first = groups[0]
    assert (first.count.code, first.count.approved, first.count.submitted, first.count.total) == (
        "C38.1",
        1,
        1,
        4,
    )
    assert first.count.anchor == "nuk-2025-09-c38-1"
    assert len({group.count.anchor for group in groups}) == len(groups)
    total = sum_of(group.count for group in groups)
    assert (total.approved, total.submitted, total.in_progress, total.not_begun) == (1, 1, 1, 85)


def test_counts_agree_with_the_goals_and_join_the_common_areas(nora: Trainee, house: House) -> None:
    fill(nora, house)
    (counts,) = goal_counts([nora.pk]).values()
    assert [c.code for c in counts] == [f"C38.{n}" for n in range(1, 8)] + [""]
    assert (counts[-1].common, counts[-1].total, counts[-1].in_progress) == (True, 14, 1)
    assert counts[-1].name == "Felles kompetansemål"
    (by_area,) = goal_counts([nora.pk], join_common=False).values()
    assert list(by_area) == [group.count for group in goals_with_state(nora.pk)]
    assert sum_of(counts) == sum_of(by_area)


def test_the_sums_of_a_list_are_those_of_the_groups(nora: Trainee, house: House) -> None:
    fill(nora, house)
    other = enrol(house, "colleague")
    sums, counts = goal_sums([nora.pk, other.pk]), goal_counts([nora.pk, other.pk])
    assert sums == {pk: sum_of(counts[pk]) for pk in (nora.pk, other.pk)}
    assert (sums[nora.pk].approved, sums[other.pk].approved) == (1, 0)


def test_goals_of_a_set_that_is_not_followed_any_more_are_not_counted(nora: Trainee, house: House) -> None:
    fill(nora, house)
    nora.goal_sets.set(nora.goal_sets.filter(common=True))
    assert goal_sums([nora.pk]) == {nora.pk: sum_of(goal_counts([nora.pk])[nora.pk])}
    assert (goal_sums([nora.pk])[nora.pk].total, goal_sums([nora.pk])[nora.pk].approved) == (14, 0)


def queries_of(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len(captured)


def test_many_trainees_cost_no_more_queries_than_one(nora: Trainee, house: House) -> None:
    fill(nora, house)
    one = [nora.pk]
    records, counts = queries_of(lambda: training_records(one)), queries_of(lambda: goal_counts(one))
    for who in ("colleague", "stranger"):
        fill(enrol(house, who), house)
    three = list(Trainee.objects.values_list("pk", flat=True))
    assert len(training_records(three)) == 3
    assert queries_of(lambda: training_records(three)) == records == 8
    assert queries_of(lambda: goal_counts(three)) == counts == 3
    assert queries_of(lambda: goals_with_state(nora.pk)) <= 4


def test_the_overview_tells_both_readings_and_the_norm(nora: Trainee, house: House) -> None:
    fill(nora, house)
    overview = service_overview(nora.pk, TODAY)
    own = overview.a.counted.regime("specialty")
    assert own.base_days == 731
    assert own.other_absence_days == 182
    assert (overview.a.counted.reading, overview.b.counted.reading) == ("A", "B")
    assert overview.b.counted.total_days > overview.a.counted.total_days
    assert own.claimed_days == (TODAY - Day("2025-03-01")).days + 1
    assert overview.norm_month == Day("2028-02-01")
    # 182 days away are within 10 per cent of all service at the end
    assert overview.a.end.day == Day("2028-02-29")


def test_nobody_has_no_record(db: None) -> None:
    assert training_records([]) == {}
    assert goal_counts([]) == {} == goal_sums([])
