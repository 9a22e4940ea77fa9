"""What reading a text does to the stored sets: fill in, correct, or begin a new version."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from borealis.curriculum.rules import GoalText, GroupText, Names, SetText, difference, what_changes

JAN, MAR, SEP = dt.date(2026, 1, 1), dt.date(2026, 3, 1), dt.date(2026, 9, 1)


def a_set(words: dict[str, str], **fields) -> SetText:
    goals = tuple(GoalText(code, Names(""), text) for code, text in words.items())
    fields.setdefault("code", "")
    group = GroupText("C1.1", Names("Gruppe"), goals)
    return SetText(prefix="AB", name=Names("Alfa"), part="3", common=False, groups=(group,), **fields)


WORDS = {"AB-001": "Ha kunnskap om en.", "AB-002": "Beherske to."}
STORED = a_set(WORDS, code="AB-2026-01", in_force_from=JAN)


def test_a_prefix_that_was_not_known_becomes_a_set_named_by_its_first_day() -> None:
    change = what_changes(a_set(WORDS, in_force_from=MAR), [])
    assert (change.kind, change.incoming.code) == ("new", "AB-2026-03")


def test_without_a_first_day_the_set_is_named_by_the_day_of_the_text() -> None:
    change = what_changes(a_set(WORDS, as_of=MAR), [])
    assert (change.kind, change.incoming.code) == ("new", "AB-per-2026-03")
    assert change.incoming.in_force_from is None


def test_the_same_words_change_nothing() -> None:
    for incoming in (a_set(WORDS, in_force_from=JAN), a_set(WORDS, as_of=MAR)):
        change = what_changes(incoming, [STORED])
        assert (change.kind, change.target) == ("same", "AB-2026-01")
        assert not change.changes_something


def test_the_same_words_with_other_spaces_change_nothing() -> None:
    spaced = {**WORDS, "AB-001": "Ha  kunnskap om e n."}
    assert not what_changes(a_set(spaced, as_of=MAR), [STORED]).changes_something


def test_missing_words_and_levels_are_filled_in() -> None:
    bare = a_set(dict.fromkeys(WORDS, ""), code="AB-2026-01", in_force_from=JAN)
    levels = replace(STORED.groups[0].goals[0], levels=(("knowledge", 2),))
    group = replace(STORED.groups[0], goals=(levels, STORED.groups[0].goals[1]))
    change = what_changes(replace(STORED, code="", groups=(group,)), [bare])
    assert [goal.code for goal in change.worded] == ["AB-001", "AB-002"]
    assert [goal.code for goal in change.levelled] == ["AB-001"]


def test_levels_that_differ_are_told_and_stay() -> None:
    def with_level(level: int) -> SetText:
        goal = replace(STORED.groups[0].goals[0], levels=(("knowledge", level),))
        return replace(STORED, groups=(replace(STORED.groups[0], goals=(goal,)),))

    change = what_changes(with_level(2), [with_level(3)])
    assert not change.changes_something
    assert [(d.before, d.after) for d in change.levels_differ] == [((("knowledge", 3),), (("knowledge", 2),))]


def test_other_words_from_the_same_day_correct_the_set() -> None:
    change = what_changes(a_set({**WORDS, "AB-002": "Beherske tre."}, in_force_from=JAN), [STORED])
    assert (change.kind, change.target) == ("same", "AB-2026-01")
    assert [(r.before, r.after) for r in change.reworded] == [("Beherske to.", "Beherske tre.")]


def test_other_words_from_a_later_day_are_a_new_version_and_end_the_earlier() -> None:
    later = {"AB-001": "Ha kunnskap om en.", "AB-003": "Beherske tre."}
    titled = replace(STORED.groups[0].goals[0], title=Names("Ett", "Eitt", "One"))
    stored = replace(STORED, groups=(replace(STORED.groups[0], goals=(titled, *STORED.goals[1:])),))
    for incoming in (a_set(later, in_force_from=MAR), a_set(later, as_of=MAR)):
        change = what_changes(incoming, [stored])
        assert (change.kind, change.target, change.incoming.code) == ("version", "AB-2026-01", "AB-2026-03")
        assert (change.incoming.in_force_from, change.ends) == (MAR, dt.date(2026, 2, 28))
        assert [goal.code for goal in change.added] == ["AB-003"]
        assert change.gone == ("AB-002",)
        assert change.incoming.goals[0].title == Names("Ett", "Eitt", "One")


def test_a_reworded_goal_does_not_keep_its_old_title() -> None:
    titled = replace(STORED.groups[0].goals[0], title=Names("Ett", "Eitt", "One"))
    stored = replace(STORED, groups=(replace(STORED.groups[0], goals=(titled, *STORED.goals[1:])),))
    change = what_changes(a_set({**WORDS, "AB-001": "Beherske noe helt annet."}, as_of=MAR), [stored])
    assert change.kind == "version"
    assert change.incoming.goals[0].title == Names("")


def test_an_older_text_is_left_alone() -> None:
    for incoming in (
        a_set({"AB-001": "Gammelt."}, as_of=dt.date(2025, 6, 1)),
        a_set(WORDS, as_of=dt.date(2025, 6, 1)),
    ):
        change = what_changes(incoming, [STORED])
        assert change.kind == "older"
        assert not change.changes_something


def test_an_act_tells_the_first_day_of_a_set_read_from_the_whole_regulation() -> None:
    stored = a_set(WORDS, code="AB-per-2026-09", as_of=SEP)
    change = what_changes(a_set(WORDS, in_force_from=MAR), [stored])
    assert (change.kind, change.target, change.starts) == ("same", "AB-per-2026-09", MAR)


def test_after_a_version_its_own_text_changes_nothing() -> None:
    later = a_set({"AB-001": "Ha kunnskap om en."}, as_of=MAR)
    change = what_changes(later, [STORED])
    ended = replace(STORED, in_force_to=change.ends)
    assert not what_changes(later, [ended, change.incoming]).changes_something


def test_the_difference_of_two_versions_names_each_kind_of_change() -> None:
    old = a_set({"AB-001": "A", "AB-002": "B", "AB-003": ""}, code="x")
    new = a_set({"AB-002": "C", "AB-003": "D", "AB-004": "E"}, code="y")
    what = difference(old, new)
    assert [goal.code for goal in what.added] == ["AB-004"]
    assert [goal.code for goal in what.removed] == ["AB-001"]
    assert [(r.code, r.before, r.after) for r in what.reworded] == [("AB-002", "B", "C")]
    assert what.wording_unknown == ("AB-003",)
    assert difference(old, old).nothing


def test_a_text_that_begins_after_the_stored_set_has_ended_is_new() -> None:
    ended = replace(STORED, in_force_to=dt.date(2026, 2, 28))
    change = what_changes(a_set({"AB-009": "Noe annet."}, in_force_from=SEP), [ended])
    assert (change.kind, change.incoming.code) == ("new", "AB-2026-09")


def test_a_text_that_names_its_set_keeps_the_name() -> None:
    change = what_changes(a_set(WORDS, code="AB-own", in_force_from=MAR), [])
    assert (change.kind, change.incoming.code) == ("new", "AB-own")
