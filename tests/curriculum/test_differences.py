"""How two versions of a goal set differ, kind by kind, and what a text does to a set by its days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from borealis.curriculum.rules import (
    ChapterChange,
    GoalText,
    GroupText,
    Levels,
    Names,
    SetText,
    difference,
    in_force,
    what_changes,
)

Day = dt.date.fromisoformat
GOAL = GoalText("AB-001", Names("Ett", "Eitt", "One"), "Ha kunnskap om en.", (("knowledge", 2),))
HEADING = Names("Gruppe")
OTHER_WORDS = replace(GOAL, wording="Beherske noe annet.")


def a_set(*goals: GoalText, code: str = "", group: Names = HEADING, **days: str) -> SetText:
    return SetText(
        code=code,
        prefix="AB",
        name=Names("Alfa"),
        part="3",
        common=False,
        groups=(GroupText("C1.1", group, goals),),
        **{name: Day(day) for name, day in days.items()},  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        (GOAL, GOAL, set()),
        (None, GOAL, {"added"}),
        (GOAL, None, {"removed"}),
        (GOAL, OTHER_WORDS, {"reworded"}),
        (GOAL, replace(GOAL, wording="Ha  kunnskap om en ."), set()),
        (GOAL, replace(GOAL, levels=(("knowledge", 3),)), {"relevelled"}),
        (GOAL, replace(GOAL, title=Names("Noe annet")), {"retitled"}),
        # the title in another language is not what is compared
        (GOAL, replace(GOAL, title=Names("Ett", "Noko anna")), set()),
        # what only one of them has cannot differ; of words that are not there it is said so
        (replace(GOAL, wording=""), GOAL, {"wording_unknown"}),
        (GOAL, replace(GOAL, wording=""), {"wording_unknown"}),
        (replace(GOAL, wording=""), replace(GOAL, wording=""), {"wording_unknown"}),
        (replace(GOAL, levels=()), GOAL, set()),
        (GOAL, replace(GOAL, levels=()), set()),
        (replace(GOAL, title=Names("")), GOAL, set()),
        (GOAL, replace(GOAL, title=Names("")), set()),
    ],
)
def test_each_kind_of_difference_by_itself(
    before: GoalText | None, after: GoalText | None, kinds: set[str]
) -> None:
    one, other = (a_set(*([goal] if goal else [])) for goal in (before, after))
    found = difference(one, other)
    every = ("added", "removed", "reworded", "relevelled", "retitled", "wording_unknown")
    assert {kind for kind in every if getattr(found, kind)} == kinds
    assert found.nothing is not bool(kinds - {"wording_unknown"})


@pytest.mark.parametrize(
    ("before", "after", "differ"),
    [
        ((("knowledge", 2), ("skill", 3)), (("skill", 3), ("knowledge", 2)), False),
        ((("knowledge", 2), ("skill", 3)), (("knowledge", 2),), True),
        ((("knowledge", 2), ("skill", 3)), (("knowledge", 2), ("skill", 2)), True),
    ],
)
def test_the_order_of_levels_says_nothing(before: Levels, after: Levels, differ: bool) -> None:
    found = difference(a_set(replace(GOAL, levels=before)), a_set(replace(GOAL, levels=after)))
    assert bool(found.relevelled) is differ


@pytest.mark.parametrize(
    ("first", "last", "on", "holds"),
    [
        (None, None, "2026-01-01", True),
        ("2026-01-01", None, "2026-01-01", True),
        ("2026-01-02", None, "2026-01-01", False),
        (None, "2026-01-01", "2026-01-01", True),
        (None, "2026-01-01", "2026-01-02", False),
        ("2025-01-01", "2027-01-01", "2026-01-01", True),
        ("2026-06-01", "2027-01-01", "2026-01-01", False),
    ],
)
def test_a_set_is_in_force_through_its_last_day(
    first: str | None, last: str | None, on: str, holds: bool
) -> None:
    assert in_force(Day(first) if first else None, Day(last) if last else None, Day(on)) is holds


BARE = replace(GOAL, wording="", levels=())


@pytest.mark.parametrize(
    ("stored", "read", "changes"),
    [
        ([GOAL], [GOAL], False),
        ([BARE], [GOAL], True),
        ([replace(GOAL, wording="")], [GOAL], True),
        ([replace(GOAL, levels=())], [GOAL], True),
        ([GOAL], [OTHER_WORDS], True),
        ([GOAL], [GOAL, replace(GOAL, code="AB-002")], True),
        # a goal that the text lacks stays; words and levels that it lacks are not taken away
        ([GOAL, replace(GOAL, code="AB-002")], [GOAL], False),
        ([GOAL], [BARE], False),
    ],
)
def test_the_text_of_the_same_day_fills_in_and_corrects(
    stored: list[GoalText], read: list[GoalText], changes: bool
) -> None:
    change = what_changes(
        a_set(*read, in_force_from="2026-01-01"),
        [a_set(*stored, code="AB-2026-01", in_force_from="2026-01-01")],
    )
    assert (change.kind, change.target) == ("same", "AB-2026-01")
    assert change.changes_something is changes


JANUARY, MARCH, JUNE, SEPTEMBER = (f"2026-{month:02d}-01" for month in (1, 3, 6, 9))


@pytest.mark.parametrize(
    ("stored", "read", "kind"),
    [
        # other words: from a later day a new version, from the same day a correction, from before nothing
        ({"in_force_from": MARCH}, {"in_force_from": JUNE}, "version"),
        ({"in_force_from": MARCH}, {"as_of": JUNE}, "version"),
        ({"in_force_from": MARCH}, {"in_force_from": MARCH}, "same"),
        ({"in_force_from": MARCH}, {"as_of": MARCH}, "same"),
        ({"in_force_from": MARCH}, {"as_of": JANUARY}, "older"),
        ({"as_of": MARCH}, {"as_of": JUNE}, "version"),
        ({"as_of": MARCH}, {"as_of": MARCH}, "same"),
        ({"as_of": MARCH}, {"as_of": JANUARY}, "older"),
        # what was stored was read as it stood later than its first day: only a still later text is newer
        ({"in_force_from": JANUARY, "as_of": JUNE}, {"as_of": MARCH}, "older"),
        ({"in_force_from": JANUARY, "as_of": JUNE}, {"as_of": JUNE}, "same"),
        ({"in_force_from": JANUARY, "as_of": JUNE}, {"as_of": SEPTEMBER}, "version"),
        # nothing is known of the days of one of them: it can only be the same text
        ({"in_force_from": MARCH}, {}, "same"),
        ({}, {"as_of": JUNE}, "same"),
        ({}, {}, "same"),
        # the stored set has ended: what comes after is new, whether or not its own days are known
        ({"in_force_from": JANUARY, "in_force_to": "2026-02-28"}, {"as_of": JUNE}, "new"),
        ({"in_force_to": "2026-02-28"}, {"as_of": JUNE}, "new"),
        ({"in_force_to": JUNE}, {"as_of": JUNE}, "same"),
    ],
)
def test_other_words_are_new_corrected_or_too_old_by_their_day(
    stored: dict[str, str], read: dict[str, str], kind: str
) -> None:
    change = what_changes(a_set(OTHER_WORDS, **read), [a_set(GOAL, code="AB-stored", **stored)])
    assert change.kind == kind
    assert change.changes_something is (kind != "older")
    if kind in ("same", "version"):
        assert change.target == "AB-stored"


EARLY = a_set(GOAL, code="AB-early", in_force_from=JANUARY, in_force_to="2026-05-31")
LATE = a_set(GOAL, code="AB-late", in_force_from=JUNE)
UNKNOWN = a_set(GOAL, code="AB-unknown")


@pytest.mark.parametrize(
    ("read", "target"),
    [
        # by its code, whatever its day
        ({"code": "AB-early", "as_of": SEPTEMBER}, "AB-early"),
        # by its first day
        ({"in_force_from": JUNE}, "AB-late"),
        ({"in_force_from": JANUARY}, "AB-early"),
        # else the one in force on the day of the text; the latest when several are, or no day is said
        ({"as_of": MARCH}, "AB-early"),
        ({"as_of": SEPTEMBER}, "AB-late"),
        ({}, "AB-late"),
    ],
)
def test_which_stored_set_a_text_speaks_of(read: dict[str, str], target: str) -> None:
    for stored in ([EARLY, LATE, UNKNOWN], [UNKNOWN, LATE, EARLY]):
        assert what_changes(a_set(GOAL, **read), stored).target == target


@pytest.mark.parametrize(
    ("stored", "read", "starts"),
    [
        ({"as_of": JUNE}, {"in_force_from": MARCH}, MARCH),
        ({"as_of": JUNE}, {"in_force_from": JUNE}, JUNE),
        (
            {"as_of": JUNE},
            {"in_force_from": SEPTEMBER},
            None,
        ),  # first in force after it was read: not this text
        ({"as_of": JUNE}, {"as_of": MARCH}, None),
        ({"in_force_from": JANUARY, "as_of": JUNE}, {"in_force_from": MARCH}, None),
        ({}, {"in_force_from": MARCH}, None),
    ],
)
def test_an_act_tells_a_first_day_that_was_not_known(
    stored: dict[str, str], read: dict[str, str], starts: str | None
) -> None:
    change = what_changes(a_set(GOAL, **read), [a_set(GOAL, code="AB-stored", **stored)])
    assert (change.kind, change.starts) == ("same", Day(starts) if starts else None)
    assert change.changes_something is (starts is not None)


def versioned(stored: SetText, read: SetText) -> ChapterChange:
    change = what_changes(replace(read, as_of=Day(JUNE)), [replace(stored, in_force_from=Day(JANUARY))])
    assert change.kind == "version"
    return change


NEW_GOAL = GoalText("AB-002", Names(""), "Beherske to.")


def test_a_new_version_keeps_titles_of_goals_with_the_same_words() -> None:
    change = versioned(a_set(GOAL), a_set(replace(GOAL, title=Names("")), NEW_GOAL))
    assert [goal.title for goal in change.incoming.goals] == [GOAL.title, Names("")]


def test_a_title_in_the_text_goes_before_the_stored_one() -> None:
    change = versioned(a_set(GOAL), a_set(replace(GOAL, title=Names("Nytt")), NEW_GOAL))
    assert change.incoming.goals[0].title == Names("Nytt")


@pytest.mark.parametrize(
    ("read", "kept"),
    [(Names("Gruppe"), Names("Gruppe", "Gruppe", "Group")), (Names("Annet"), Names("Annet"))],
)
def test_a_heading_keeps_its_translations_while_the_words_stand(read: Names, kept: Names) -> None:
    stored = a_set(GOAL, group=Names("Gruppe", "Gruppe", "Group"))
    assert versioned(stored, a_set(GOAL, NEW_GOAL, group=read)).incoming.groups[0].name == kept


def test_a_heading_that_was_not_there_is_taken_as_it_is_read() -> None:
    read = replace(a_set(GOAL), groups=(*a_set(GOAL).groups, GroupText("C1.2", Names("Ny"), (NEW_GOAL,))))
    assert [group.name.nb for group in versioned(a_set(GOAL), read).incoming.groups] == ["Gruppe", "Ny"]


def test_a_new_version_is_stored_whole_so_nothing_is_filled_in() -> None:
    change = versioned(a_set(BARE), a_set(GOAL, NEW_GOAL))
    assert (change.worded, change.levelled) == ((), ())
    assert (change.incoming.in_force_from, change.ends) == (Day(JUNE), Day("2026-05-31"))
