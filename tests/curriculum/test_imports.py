"""Importing legal text: seen before it is stored, nothing the second time, and taken back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.apps import apps

from borealis.audit.models import Event
from borealis.audit.queries import first_broken_event
from borealis.curriculum import queries
from borealis.curriculum.actions import UndoRefused, apply_import, load_shipped, undo_import
from borealis.curriculum.models import CurriculumImport, Goal, GoalGroup, GoalSet, Replacement, Requirement
from borealis.curriculum.sources import Source, read_bytes
from tests.curriculum.conftest import LOVDATA, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]
TEXT = (LOVDATA / "spesialistforskriften.md").read_text(encoding="utf-8")


def everything() -> dict[str, list[Any]]:
    """All of the curriculum, but for row numbers."""
    return {
        "sets": sorted(GoalSet.objects.values_list("code", "in_force_from", "in_force_to", "name_nb")),
        "groups": sorted(GoalGroup.objects.values_list("goal_set__code", "order", "code", "name_nb")),
        "goals": sorted(Goal.objects.values_list("goal_set__code", "code", "order", "wording", "title_nb")),
        "levels": sorted(Requirement.objects.values_list("goal__code", "order", "kind", "level")),
        "links": sorted(Replacement.objects.values_list("older__code", "newer__code")),
    }


def apply(source: Source) -> CurriculumImport | None:
    return apply_import(by=None, source=source, now=NOW)


def a_trainee() -> Any:
    """A fictional trainee, so that something outside the curriculum holds on to it."""
    department = apps.get_model("organisations", "Organisation").objects.create(
        code="fjordvik", kind="department", name_nb="Fjordvik"
    )
    programme = apps.get_model("programmes", "Programme").objects.create(
        code="fjordvik-nuk", specialty=queries.specialty("NUK"), department=department
    )
    person = apps.get_model("people", "Person").objects.create(email="liv@example.org", name="Liv Lom")
    return apps.get_model("trainees", "Trainee").objects.create(
        person=person, programme=programme, started_on=dt.date(2026, 1, 1), home_town="Fjordvik"
    )


def changed(*pairs: tuple[str, str]) -> Source:
    """The whole regulation as it would read with other words, from a later day."""
    text = TEXT.replace('ikrafttredelse: "2026-03-01"', 'ikrafttredelse: "2027-03-01"')
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return read_bytes(text.encode(), "ny.md")


def test_the_acts_give_the_shipped_goals_their_legal_wording(nuclear_act: Source, common_act: Source) -> None:
    titles = dict(Goal.objects.values_list("code", "title_nb"))
    assert apply(nuclear_act)
    assert apply(common_act)

    for code, count in (("NUK-2025-09", 74), ("FKM-2026-03", 14), ("FKMS-2025-09", 7), ("FKMK-2025-09", 8)):
        goals = queries.goals_of([code])
        assert len(goals) == count
        assert all(goal.wording and goal.requirements for goal in goals)
    assert GoalSet.objects.filter(prefix="NUK").count() == 1
    assert dict(Goal.objects.filter(code__in=titles).values_list("code", "title_nb")) == titles


def test_the_whole_regulation_gives_5059_goals_in_chapter_c(regulation: Source) -> None:
    assert apply(regulation)
    by_chapter = Goal.objects.filter(group__code__startswith="C")
    assert by_chapter.count() == 5059
    assert Goal.objects.filter(group__code__startswith="B").count() == 101
    assert not Goal.objects.exclude(goal_set__code="LM-2019-03").filter(code__startswith="LM").exists()
    radiology = queries.goal_set("RAD-per-2026-03")
    assert radiology is not None
    assert radiology.in_force_from is None
    assert radiology.specialty is not None
    assert (radiology.name_nn, radiology.name_en) == ("Radiologi", "Radiology")
    assert queries.goal_sets_in_force("RAD", dt.date(2026, 11, 22)) == [radiology]
    plastic = GoalSet.objects.get(prefix="PLA")
    assert plastic.name_nb == "Plastikkirurgi"  # the heading of the text has a slip: «Plastikkirurgir»


def test_a_second_import_changes_nothing(nuclear_act: Source, common_act: Source, regulation: Source) -> None:
    for source in (nuclear_act, common_act, regulation):
        assert apply(source)
    before = everything()
    for source in (regulation, nuclear_act, common_act):
        assert not queries.preview_import(source).changes_something
        assert apply(source) is None
    assert everything() == before


def test_the_order_of_the_files_does_not_matter(
    nuclear_act: Source, common_act: Source, regulation: Source
) -> None:
    for source in (regulation, common_act, nuclear_act):
        apply(source)
    assert GoalSet.objects.filter(prefix="FKMS").count() == 1
    assert GoalSet.objects.get(prefix="FKMS").in_force_from == dt.date(2025, 9, 1)
    assert Goal.objects.count() == 5189 + 24


def test_a_preview_stores_nothing(regulation: Source) -> None:
    before = everything()
    preview = queries.preview_import(regulation)
    assert preview.changes_something
    assert sum(len(change.added) for change in preview.changes) == 5189 - 88
    assert sum(len(change.worded) for change in preview.changes) == 88
    assert everything() == before


def test_imports_are_taken_back_one_by_one(
    nuclear_act: Source, common_act: Source, regulation: Source
) -> None:
    states = [everything()]
    for source in (nuclear_act, common_act, regulation):
        apply(source)
        states.append(everything())
    for state in reversed(states[:-1]):
        undo_import(by=None, now=NOW)
        assert everything() == state
    with pytest.raises(UndoRefused, match="ingen import"):
        undo_import(by=None, now=NOW)


def test_what_was_taken_back_can_be_imported_again(common_act: Source) -> None:
    apply(common_act)
    after = everything()
    undo_import(by=None, now=NOW)
    assert apply(common_act)
    assert everything() == after


def test_other_words_later_are_a_new_set_and_trainees_keep_the_old(regulation: Source) -> None:
    apply(regulation)
    old = dict(Goal.objects.filter(goal_set__code="RAD-per-2026-03").values_list("code", "wording"))
    before = everything()
    source = changed(("RAD-001 3a. Under supervisjon kunne", "RAD-001 3a. Selvstendig kunne"))

    (change,) = [c for c in queries.preview_import(source).changes if c.changes_something]
    assert (change.kind, change.target) == ("version", "RAD-per-2026-03")
    assert [r.code for r in change.reworded] == ["RAD-001"]
    apply(source)

    assert dict(Goal.objects.filter(goal_set__code="RAD-per-2026-03").values_list("code", "wording")) == old
    assert GoalSet.objects.get(code="RAD-per-2026-03").in_force_to == dt.date(2027, 2, 28)
    assert [s.code for s in queries.goal_sets_in_force("RAD", dt.date(2027, 3, 1))] == ["RAD-2027-03"]
    assert Replacement.objects.count() == 335
    assert apply(source) is None
    undo_import(by=None, now=NOW)
    assert everything() == before


def test_a_correction_of_the_same_text_is_made_in_place(regulation: Source) -> None:
    apply(regulation)
    before = everything()
    text = TEXT.replace("ØYE-110 Ha kunnskap om medfødte", "ØYE-110 Ha god kunnskap om medfødte")
    text = text.replace("\nØYE-109 ", "\nØYE-111 ")
    apply(read_bytes(text.encode(), "rettet.md"))

    goals = {goal.code: goal for goal in queries.goals_of(["ØYE-per-2026-03"])}
    assert goals["ØYE-110"].wording.startswith("Ha god kunnskap om medfødte")
    assert "ØYE-109" in goals  # nothing is removed
    assert goals["ØYE-111"].group_code == goals["ØYE-109"].group_code
    undo_import(by=None, now=NOW)
    assert everything() == before


def test_a_chapter_that_left_the_regulation_is_told(regulation: Source) -> None:
    apply(regulation)
    text = TEXT[: TEXT.index("#### C48. ")]
    preview = queries.preview_import(read_bytes(text.encode(), "kort.md"))
    assert preview.missing == ("ØYE",)
    assert not preview.changes_something


def test_an_older_regulation_is_not_read_over_a_newer(regulation: Source) -> None:
    apply(regulation)
    text = TEXT.replace('ikrafttredelse: "2026-03-01"', 'ikrafttredelse: "2024-09-01"')
    text = re.sub(r"\nRAD-335 .*", "", text)
    changes = queries.preview_import(read_bytes(text.encode(), "gammel.md")).changes
    assert {c.kind for c in changes if c.incoming.prefix == "RAD"} == {"older"}


def test_a_set_that_a_trainee_follows_is_not_taken_back(common_act: Source) -> None:
    apply(common_act)
    row = GoalSet.objects.get(code="FKMS-2025-09")
    a_trainee().goal_sets.add(row)
    before = everything()
    with pytest.raises(UndoRefused, match="FKMS-2025-09"):
        undo_import(by=None, now=NOW)
    assert everything() == before
    assert CurriculumImport.objects.filter(undone_at=None).count() == 2


def test_a_goal_that_a_trainee_reached_is_not_taken_back(common_act: Source) -> None:
    apply(common_act)
    goal = Goal.objects.get(code="FKMK-003")
    apps.get_model("trainees", "GoalStatus").objects.create(
        trainee=a_trainee(), goal=goal, state="reached", on=NOW.date(), recorded_at=NOW
    )
    with pytest.raises(UndoRefused, match="FKMK-2025-09"):
        undo_import(by=None, now=NOW)
    assert Goal.objects.filter(pk=goal.pk).exists()


def test_each_import_and_undo_is_on_record(nuclear_act: Source) -> None:
    count = Event.objects.count()
    apply(nuclear_act)
    apply(nuclear_act)
    undo_import(by=None, now=NOW)
    acts = list(Event.objects.order_by("number").values_list("act", flat=True))[count:]
    assert acts == ["import_curriculum", "undo_import_curriculum"]
    assert first_broken_event() is None


def test_newer_shipped_data_keep_the_imported_wording(nuclear_act: Source) -> None:
    apply(nuclear_act)
    before = everything()
    CurriculumImport.objects.filter(source=queries.SHIPPED).update(digest="older")
    load_shipped(NOW)
    assert everything() == before
