"""Each kind of change between two versions of a programme by itself, and what coverage says of a goal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest

from borealis.programmes.rules import (
    AgreementTerms,
    ArenaOffer,
    Change,
    Coverage,
    PhaseChoice,
    Places,
    ProgrammeCourse,
    ProgrammeDocument,
    Topic,
    changes_between,
    coverage,
    ending_agreements,
    phases_without_arenas,
)
from tests.programmes.test_document_rules import arena, blank_document, phase

ON = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
BLANK = blank_document()
ONE_PLACE = Places(dt.date(2026, 1, 1), None, 1, 0)
HALF_YEAR = Places(dt.date(2026, 1, 1), dt.date(2026, 6, 1), 2, 0)


def offering(places: tuple[Places, ...] = (), goals: tuple[str, ...] = ()) -> ArenaOffer:
    return replace(arena("a", main=goals), places=places)


def terms(
    code: str = "avtale",
    arenas: tuple[str, ...] = ("a",),
    goals: tuple[str, ...] = (),
    *,
    first: dt.date = dt.date(2020, 1, 1),
    last: dt.date | None = None,
    partner: str = "andre",
) -> AgreementTerms:
    return AgreementTerms(code, "specialty", partner, first, last, arenas, goals, {})


NEXT_YEAR = dt.date(2027, 12, 31)

ORDER = ProgrammeCourse("order", ("a",), ("b",))
ONE_OF_TWO = PhaseChoice("valg", {"nb": "Valg"}, 1, ("a", "b"), (), {})

# what the document said, what it says, the changes that are told
CHANGES: list[tuple[dict[str, Any], dict[str, Any], list[Change]]] = [
    ({}, {"choices": (ONE_OF_TWO,)}, [Change("choice_added", "valg")]),
    ({"choices": (ONE_OF_TWO,)}, {}, [Change("choice_removed", "valg")]),
    ({"choices": (ONE_OF_TWO,)}, {"choices": (ONE_OF_TWO,)}, []),
    (
        {"choices": (ONE_OF_TWO,)},
        {"choices": (replace(ONE_OF_TWO, of=("a", "c")),)},
        [Change("choice_changed", "valg")],
    ),
    ({}, {"courses": (ORDER,)}, [Change("course_added", "order")]),
    ({"courses": (ORDER,)}, {}, [Change("course_removed", "order")]),
    ({"courses": (ORDER,)}, {"courses": (ORDER,)}, []),
    (
        {"courses": (ORDER,)},
        {"courses": (replace(ORDER, before=("c",)),)},
        [Change("course_changed", "order")],
    ),
    ({}, {"arenas": (offering((ONE_PLACE,)),)}, [Change("arena_added", "a", "", "1 (2026-01 –)")]),
    (
        {"arenas": (offering((HALF_YEAR, ONE_PLACE)),)},
        {},
        [Change("arena_removed", "a", "2 (2026-01 – 2026-06), 1 (2026-01 –)", "")],
    ),
    (
        {"arenas": (offering(),)},
        {"arenas": (replace(offering(), counts="fraction"),)},
        [Change("counting_changed", "a", "people", "fraction")],
    ),
    (
        {"arenas": (offering(),)},
        {"arenas": (offering((ONE_PLACE,)),)},
        [Change("places_changed", "a", "–", "1 (2026-01 –)")],
    ),
    (
        {"arenas": (arena("a", main=("X-1",)),)},
        {"arenas": (arena("a", contributes=("X-1",)),)},
        [],  # still offered there
    ),
    (
        {"arenas": (arena("a", main=("X-2", "X-1")), arena("b", contributes=("X-1",)))},
        {"arenas": (arena("a"), arena("b", contributes=("X-3",)))},
        [
            Change("goal_loses_arena", "X-1", before="a, b"),
            Change("goal_loses_arena", "X-2", before="a"),
            Change("goal_gains_arena", "X-3", after="b"),
        ],
    ),
    (
        {"arenas": (arena("a"), arena("b"))},
        {"arenas": (arena("a", main=("X-1",)), arena("b", main=("X-1",)))},
        [Change("goal_gains_arena", "X-1", after="a, b")],
    ),
    ({}, {"phases": (phase("p", months=7.5),)}, [Change("phase_added", "p", "", "7.5")]),
    ({"phases": (phase("p", months=12),)}, {}, [Change("phase_removed", "p", "12", "")]),
    (
        {"phases": (phase("p"), phase("q"))},
        {"phases": (phase("q", "a"), phase("p"))},
        [Change("phase_changed", "q", "12", "12")],
    ),
    ({}, {"agreements": (terms(partner="bodo"),)}, [Change("agreement_added", "avtale", "", "bodo")]),
    ({"agreements": (terms(partner="bodo"),)}, {}, [Change("agreement_removed", "avtale", "bodo", "")]),
    (
        {"agreements": (terms(),)},
        {"agreements": (terms(last=NEXT_YEAR),)},
        [Change("agreement_changed", "avtale", "–", "2027-12-31")],
    ),
    (
        {"agreements": (terms("en"), terms("to", last=NEXT_YEAR))},
        {"agreements": (terms("en"), terms("to", last=NEXT_YEAR, partner="bodo"))},
        [Change("agreement_changed", "to", "2027-12-31", "2027-12-31")],
    ),
    (
        {},
        {"guidance": replace(BLANK.guidance, group=4)},
        [Change("norm_changed", "guidance", "1 + 0", "1 + 4")],
    ),
    (
        {},
        {"guidance": replace(BLANK.guidance, individual=10)},
        [Change("norm_changed", "guidance", "1 + 0", "10 + 0")],
    ),
    (
        {},
        {"teaching": replace(BLANK.teaching, hours_per_year=90)},
        [Change("norm_changed", "teaching", "70", "90")],
    ),
    (
        {},
        {"teaching": replace(BLANK.teaching, study_hours_per_week=4)},
        [Change("norm_changed", "study", "0", "4")],
    ),
    (
        {"teaching": replace(BLANK.teaching, study_hours_per_week=4)},
        {"teaching": replace(BLANK.teaching, study_hours_per_week=6)},
        [Change("norm_changed", "study", "4", "6")],
    ),
    (
        {},
        {"goal_sets": ("X-2025", "FKM-2025")},
        [Change("goal_sets_changed", "goal_sets", "X-2025", "X-2025, FKM-2025")],
    ),
    # of words it is told which part changed
    ({}, {"title": {"nb": "Annet"}}, [Change("text_changed", "title")]),
    ({}, {"approval": replace(BLANK.approval, author="B")}, [Change("text_changed", "version")]),
    ({}, {"introduction": {"om": {"nb": "Nytt"}}}, [Change("text_changed", "introduction")]),
    (
        {},
        {"guidance": replace(BLANK.guidance, topics=(Topic("t", {"nb": "Emne"}),))},
        [Change("text_changed", "guidance")],
    ),
    ({}, {"guidance": replace(BLANK.guidance, year="training_year")}, [Change("text_changed", "guidance")]),
    ({}, {"guidance": replace(BLANK.guidance, minutes_individual=45)}, [Change("text_changed", "guidance")]),
    ({}, {"teaching": replace(BLANK.teaching, participation={"nb": "Alle"})}, [Change("text_changed", "teaching")]),
    ({}, {"research": replace(BLANK.research, partner="uit")}, [Change("text_changed", "research")]),
    (
        {},
        {"common_goals": replace(BLANK.common_goals, text={"nb": "Nytt"})},
        [Change("text_changed", "common_goals")],
    ),
    ({}, {"contact": replace(BLANK.contact, role="training_lead")}, [Change("text_changed", "contact")]),
    (
        {},
        {"headings": {**BLANK.headings, "research": {"nb": "Nytt"}}},
        [Change("text_changed", "headings.research")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), CHANGES)
def test_each_change_by_itself(before: dict[str, Any], after: dict[str, Any], told: list[Change]) -> None:
    one, other = replace(BLANK, **before), replace(BLANK, **after)
    assert list(changes_between(one, other)) == told
    assert changes_between(other, other) == ()


def test_where_nothing_was_in_force_arenas_phases_and_agreements_are_added() -> None:
    first = replace(BLANK, arenas=(arena("a", main=("X-1",)),), phases=(phase("p"),), agreements=(terms(),))
    assert changes_between(None, first) == (
        Change("arena_added", "a", "", "–"),
        Change("phase_added", "p", "", "12"),
        Change("agreement_added", "avtale", "", "andre"),
    )


@dataclass(frozen=True)
class Goal:
    code: str
    set_code: str = "X-2025"
    common: bool = False
    group_code: str = "G1"
    group_name: str = "Gruppe"
    title: str = "Tittel"


def offer_of(document: ProgrammeDocument, *goals: Goal) -> Coverage:
    return coverage(document, goals or (Goal("X-1"), Goal("X-2")), ON)


SOON, LATER = dt.date(2027, 3, 31), dt.date(2028, 3, 31)


@pytest.mark.parametrize(
    ("agreements", "arenas", "lapsed", "rests_on", "until"),
    [
        # an own arena beside a borrowed one: no end is known
        ((terms(arenas=("b",), last=SOON),), ("a", "b"), (), ("avtale",), None),
        # both borrowed: the later of two ends, or none where one has none
        ((terms("en", ("a",), last=SOON), terms("to", ("b",), last=LATER)), ("a", "b"), (), ("en", "to"), LATER),
        ((terms("en", ("a",), last=SOON), terms("to", ("b",))), ("a", "b"), (), ("en", "to"), None),
        # one agreement for both is named once
        ((terms(arenas=("a", "b"), last=SOON),), ("a", "b"), (), ("avtale",), SOON),
        # one has lapsed, is not in force yet, or is about another goal
        ((terms("en", ("a",), last=ON - DAY),), ("b",), ("a",), (), None),
        ((terms("en", ("a",), first=ON + DAY),), ("b",), ("a",), (), None),
        ((terms("en", ("a",), goals=("X-2",)),), ("b",), ("a",), (), None),
        # both have lapsed
        ((terms(arenas=("a", "b"), last=ON - DAY),), (), ("a", "b"), (), None),
        # of two agreements for one arena only the one in force counts
        ((terms("en", ("a",), last=ON - DAY), terms("to", ("a",), last=SOON)), ("a", "b"), (), ("to",), None),
    ],
)  # fmt: skip
def test_what_the_offer_of_a_goal_rests_on(
    agreements: tuple[AgreementTerms, ...],
    arenas: tuple[str, ...],
    lapsed: tuple[str, ...],
    rests_on: tuple[str, ...],
    until: dt.date | None,
) -> None:
    document = replace(
        BLANK, arenas=(arena("a", main=("X-1",)), arena("b", contributes=("X-1",))), agreements=agreements
    )
    offer = offer_of(document)
    goal = offer.goal("X-1")
    assert goal is not None
    assert (goal.arenas, goal.lapsed, goal.agreements, goal.until) == (arenas, lapsed, rests_on, until)
    assert [found.code for found in offer.offered] == (["X-1"] if arenas else [])
    assert [found.code for found in offer.gaps] == (["X-2"] if arenas else ["X-1", "X-2"])
    assert [found.code for found in offer.single] == (["X-1"] if len(arenas) == 1 else [])
    assert [found.code for found in offer.by_agreement] == (["X-1"] if rests_on else [])
    assert offer.goal("X-3") is None


def test_goals_stand_in_their_groups_in_the_order_they_are_given() -> None:
    goals = (
        Goal("X-1"),
        Goal("F-1", set_code="F-2025", common=True, group_code="F", group_name="Felles"),
        Goal("X-2", title="To"),
        Goal("X-3", group_code="G2", group_name="Gruppe 2"),
    )
    offer = offer_of(replace(BLANK, arenas=(arena("a", main=("X-2",)), arena("b"))), *goals)
    assert [(g.set_code, g.code, g.name, g.common, [one.code for one in g.goals]) for g in offer.groups] == [
        ("X-2025", "G1", "Gruppe", False, ["X-1", "X-2"]),
        ("F-2025", "F", "Felles", True, ["F-1"]),
        ("X-2025", "G2", "Gruppe 2", False, ["X-3"]),
    ]
    assert (offer.on, offer.arenas) == (ON, ("a", "b"))
    found = offer.goal("X-2")
    assert found is not None
    assert (found.set_code, found.group_code, found.title, found.common) == ("X-2025", "G1", "To", False)


@pytest.mark.parametrize(
    ("agreement", "ends"),
    [
        (terms(last=SOON), True),
        (terms(last=ON), True),  # today is its last day
        (terms(last=ON - DAY), False),
        (terms(last=LATER - DAY), True),
        (terms(last=LATER), False),
        (terms(), False),
        (terms(first=ON + DAY, last=SOON), False),
    ],
)
def test_agreements_in_force_that_end_before_a_day(agreement: AgreementTerms, ends: bool) -> None:
    document = replace(BLANK, arenas=(arena("a", main=("X-1",)),), agreements=(agreement,))
    found = ending_agreements(document, offer_of(document), LATER)
    assert [end.id for end in found] == (["avtale"] if ends else [])
    assert [end.goals_lost for end in found] == ([("X-1",)] if ends else [])


def test_agreements_that_end_come_earliest_first_each_with_what_it_alone_carries() -> None:
    document = replace(
        BLANK,
        arenas=(arena("a", main=("X-1",)), arena("b", main=("X-1", "X-2"))),
        agreements=(
            terms("sen", ("a",), last=SOON),
            terms("tidlig", ("b",), last=SOON - DAY),
            terms("annen", ("b",), goals=("X-1",), last=SOON),
        ),
    )
    found = ending_agreements(document, offer_of(document), LATER)
    assert [(end.id, end.partner, end.last_day, end.goals_lost) for end in found] == [
        ("tidlig", "andre", SOON - DAY, ("X-2",)),
        ("annen", "andre", SOON, ("X-1",)),
        ("sen", "andre", SOON, ("X-1",)),
    ]


@pytest.mark.parametrize(
    ("agreements", "without"),
    [
        ((), False),
        ((terms(last=ON - DAY),), True),
        ((terms(last=ON),), False),
        ((terms("en", last=ON - DAY), terms("to")), False),
        ((terms(arenas=("b",), last=ON - DAY),), False),
    ],
)
def test_a_phase_has_an_arena_while_one_of_its_agreements_holds(
    agreements: tuple[AgreementTerms, ...], without: bool
) -> None:
    document = replace(BLANK, arenas=(arena("a"),), phases=(phase("p", "a"),), agreements=agreements)
    assert phases_without_arenas(document, ON) == (("p",) if without else ())
