"""What comes with Borealis, and loading it."""

from __future__ import annotations

import datetime as dt

import pytest

from borealis.audit.models import Event
from borealis.curriculum import queries
from borealis.curriculum.actions import load_shipped
from borealis.curriculum.models import CurriculumImport, Goal, GoalSet, Requirement, Specialty
from borealis.curriculum.sources import catalogue
from tests.curriculum.conftest import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]


def test_the_goals_of_nuclear_medicine_and_the_common_goals_are_there() -> None:
    codes = {
        code: [goal.code for goal in queries.goals_of([code])]
        for code in ("NUK-2025-09", "FKM-2026-03", "LM-2019-03")
    }
    assert codes["NUK-2025-09"] == [f"NUK-{n}" for n in range(103, 177)]
    assert codes["FKM-2026-03"] == [f"FKM-{n:03}" for n in range(1, 15)]
    assert len(codes["LM-2019-03"]) == 24


def test_the_seven_groups_of_nuclear_medicine_have_their_goals() -> None:
    goals = queries.goals_of(["NUK-2025-09"])
    counts = [sum(goal.group_order == order for goal in goals) for order in range(1, 8)]
    assert counts == [4, 9, 17, 16, 6, 1, 21]


@pytest.mark.parametrize(("day", "count"), [("2026-09-30", 46), ("2026-10-01", 45), ("2020-01-01", 46)])
def test_the_list_of_specialties_is_dated(day: str, count: int) -> None:
    assert queries.specialties_in_force(dt.date.fromisoformat(day)).count() == count


def test_what_is_reported_but_not_checked_says_so() -> None:
    unsure = Specialty.objects.filter(verified=False)
    assert {row.code for row in unsure} == {"KIR", "PED"}
    assert all("FOR-2026-09-10-1769" in row.note_nb and "not verified" in row.note_en for row in unsure)
    earlier = queries.goal_set("LM-2019-03")
    assert earlier is not None
    assert "ikke kjent" in earlier.note_nb
    assert "LM-75" in earlier.note_nb


@pytest.mark.parametrize(
    ("day", "name"), [("2026-09-30", "Barnesykdommer"), ("2026-10-01", "Barne- og ungdomsmedisin")]
)
def test_a_specialty_is_called_what_it_was_called_on_the_day(day: str, name: str) -> None:
    row = queries.specialty("PED")
    assert row is not None
    assert queries.name_of(row, dt.date.fromisoformat(day)) == name


def test_goal_sets_of_parts_1_and_2_are_no_specialties() -> None:
    assert not Specialty.objects.filter(code__in=["FIM", "FKI", "KLS", "KLP", "KLK", "FKM"]).exists()
    assert Specialty.objects.filter(part2="FIM").count() == 10
    assert Specialty.objects.filter(part2="FKI").count() == 8


def test_every_name_and_title_is_there_in_three_languages() -> None:
    for row in Specialty.objects.all():
        assert row.name_nb
        assert row.name_nn
        assert row.name_en
    for goal in Goal.objects.select_related("group"):
        assert goal.title_nb
        assert goal.title_nn
        assert goal.title_en
        assert goal.group.name_nn
        assert goal.group.name_en


def test_loading_again_changes_nothing() -> None:
    before = (Goal.objects.count(), Event.objects.count(), CurriculumImport.objects.count())
    assert load_shipped(NOW) is False
    assert (Goal.objects.count(), Event.objects.count(), CurriculumImport.objects.count()) == before


def test_newer_files_bring_titles_and_levels_back_and_keep_wording_and_end() -> None:
    goal = Goal.objects.get(code="NUK-103")
    Goal.objects.filter(pk=goal.pk).update(title_nb="Noe annet", wording="Ha god kunnskap om dette.")
    Requirement.objects.filter(goal=goal).delete()
    GoalSet.objects.filter(code="NUK-2025-09").update(in_force_to=dt.date(2027, 8, 31))
    CurriculumImport.objects.update(digest="an older digest")

    assert load_shipped(NOW) is True

    goal.refresh_from_db()
    assert goal.title_nb == "Radioaktivitet, strålefysikk, strålebiologi"
    assert goal.wording == "Ha god kunnskap om dette."
    assert [(part.kind, part.level) for part in goal.requirements.all()] == [("knowledge", 3)]
    assert GoalSet.objects.get(code="NUK-2025-09").in_force_to == dt.date(2027, 8, 31)
    assert Goal.objects.filter(code="NUK-103").count() == 1
    assert queries.shipped_is_loaded()


def test_the_digest_follows_the_files() -> None:
    assert CurriculumImport.objects.get().digest == catalogue.shipped_digest()


def test_sets_in_force_are_the_specialtys_own_its_part_2_and_the_common() -> None:
    nuk = queries.specialty("NUK")
    assert nuk is not None
    assert [row.code for row in queries.goal_sets_in_force(nuk, TODAY)] == ["NUK-2025-09", "FKM-2026-03"]
    assert [row.code for row in queries.goal_sets_in_force(nuk, dt.date(2026, 2, 28))] == [
        "NUK-2025-09",
        "LM-2019-03",
    ]
    assert [row.code for row in queries.goal_sets_in_force(nuk, dt.date(2025, 8, 31))] == ["LM-2019-03"]
    assert queries.goal_sets_in_force("LM", TODAY) == []


def test_goals_come_in_the_order_of_the_sets_asked_for() -> None:
    goals = queries.goals_of(["FKM-2026-03", "NUK-2025-09"])
    assert [goal.code for goal in goals][13:15] == ["FKM-014", "NUK-103"]
    assert goals[0].common
    assert not goals[-1].common


def test_goals_are_read_in_a_constant_number_of_queries(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        queries.goals_of(["NUK-2025-09"])
    with django_assert_num_queries(2):
        queries.goals_of(["NUK-2025-09", "FKM-2026-03", "LM-2019-03"])
