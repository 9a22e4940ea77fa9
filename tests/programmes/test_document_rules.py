"""Coverage, agreements and changes as pure rules, on a small made-up programme."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.programmes.rules import (
    ActivityTemplate,
    AgreementTerms,
    ArenaOffer,
    Change,
    Coverage,
    Phase,
    PhaseArena,
    PhaseChoice,
    Places,
    PortfolioTerms,
    ProgrammeCourse,
    ProgrammeDocument,
    changes_between,
    coverage,
    document_from,
    ending_agreements,
    least_teaching_hours,
    months_of_parts_2_and_3,
    offered_codes,
    phases_without_arenas,
    portfolio_terms,
)

DAY = dt.date(2026, 11, 22)


@dataclass(frozen=True)
class Goal:
    code: str
    set_code: str = "X-2025"
    common: bool = False
    group_code: str = "G1"
    group_name: str = "Gruppe"
    title: str = "Tittel"


def arena(code: str, main: tuple[str, ...] = (), contributes: tuple[str, ...] = ()) -> ArenaOffer:
    return ArenaOffer(code, {"nb": code}, {"nb": code}, "avdeling", (), main, contributes, {})


def agreement(
    code: str, *arenas: str, to: dt.date | None = None, goals: tuple[str, ...] = ()
) -> AgreementTerms:
    return AgreementTerms(code, "specialty", "andre", dt.date(2020, 1, 1), to, arenas, goals, {})


def phase(code: str, *arenas: str, months: float = 12) -> Phase:
    places = tuple(PhaseArena(one, 0) for one in arenas)
    return Phase(code, {"nb": code}, months, places, (), 1, None, (), False, {})


def blank_content() -> dict[str, Any]:
    text = {"nb": "tekst"}
    return {
        "code": "liten",
        "specialty": "X",
        "department": "avdeling",
        "town": "Sted",
        "title": text,
        "version": {"author": "A", "approved_by": text},
        "goal_sets": ["X-2025"],
        "introduction": {},
        "headings": {
            key: {"text": text}
            for key in (
                *("goals", "arenas", "agreements", "supervision", "guidance"),
                *("specialists", "teaching", "research", "academic"),
            )
        },
        "arenas": [],
        "phases": [],
        "guidance": {
            **{"individual": 1, "group": 0, "minutes_individual": 60, "minutes_group": 90},
            **{"year": "calendar_year", "topics": []},
        },
        "teaching": {"hours_per_year": 70, "series": [], "participation": text},
        "research": {
            **dict.fromkeys(("openings", "own_idea", "cooperation", "plan", "doctoral"), text),
            **{"funding": [], "activities": []},
        },
        "common_goals": {"text": text},
        "contact": {"role": "head", "organisation": "avdeling", "text": text},
    }


def blank_document() -> ProgrammeDocument:
    return document_from(blank_content())


@pytest.fixture
def blank() -> ProgrammeDocument:
    return blank_document()


def covered(blank: ProgrammeDocument, *arenas: ArenaOffer, by: tuple[AgreementTerms, ...] = ()) -> Coverage:
    """The coverage of two goals; which of them are offered at all, is said alone too, and must be the same."""
    document = replace(blank, arenas=arenas, agreements=by)
    found = coverage(document, [Goal("X-1"), Goal("X-2")], DAY)
    assert offered_codes(document, DAY) & {"X-1", "X-2"} == {goal.code for goal in found.offered}
    return found


def test_given_an_own_arena_when_it_offers_a_goal_then_the_goal_is_covered_without_end(
    blank: ProgrammeDocument,
) -> None:
    offer = covered(blank, arena("a", main=("X-1",)), arena("b", contributes=("X-1",)))

    goal = offer.goal("X-1")
    assert goal is not None
    assert (goal.main, goal.contributes, goal.agreements, goal.until) == (("a",), ("b",), (), None)
    assert [gap.code for gap in offer.gaps] == ["X-2"]


@pytest.mark.parametrize(
    ("last", "offered", "until"),
    [
        (None, True, None),
        (dt.date(2027, 3, 31), True, dt.date(2027, 3, 31)),
        (DAY, True, DAY),
        (dt.date(2026, 11, 21), False, None),
    ],
)
def test_an_arena_in_an_agreement_is_open_through_its_last_day(
    blank: ProgrammeDocument, last: dt.date | None, offered: bool, until: dt.date | None
) -> None:
    offer = covered(blank, arena("a", main=("X-1",)), by=(agreement("avtale", "a", to=last),))

    goal = offer.goal("X-1")
    assert goal is not None
    assert (goal.offered, goal.until) == (offered, until)
    assert goal.lapsed == (() if offered else ("a",))


def test_an_agreement_on_some_goals_covers_only_those(blank: ProgrammeDocument) -> None:
    offer = covered(blank, arena("a", main=("X-1", "X-2")), by=(agreement("avtale", "a", goals=("X-2",)),))

    assert [goal.code for goal in offer.offered] == ["X-2"]


def test_an_agreement_that_ends_tells_only_of_goals_without_another_place(blank: ProgrammeDocument) -> None:
    arenas = (arena("a", main=("X-1", "X-2")), arena("b", main=("X-2",)))
    document = replace(blank, arenas=arenas, agreements=(agreement("avtale", "a", to=dt.date(2027, 6, 30)),))
    offer = coverage(document, [Goal("X-1"), Goal("X-2")], DAY)

    (end,) = ending_agreements(document, offer, dt.date(2028, 1, 1))

    assert (end.id, end.last_day, end.goals_lost) == ("avtale", dt.date(2027, 6, 30), ("X-1",))
    assert ending_agreements(document, offer, dt.date(2027, 6, 30)) == ()


def test_a_goal_with_two_agreements_lasts_as_long_as_the_longest(blank: ProgrammeDocument) -> None:
    offer = covered(
        blank,
        arena("a", main=("X-1",)),
        by=(agreement("kort", "a", to=dt.date(2027, 1, 1)), agreement("lang", "a", to=dt.date(2029, 1, 1))),
    )

    goal = offer.goal("X-1")
    assert goal is not None
    assert goal.until == dt.date(2029, 1, 1)


def test_goals_with_one_arena_are_told_apart(blank: ProgrammeDocument) -> None:
    offer = covered(blank, arena("a", main=("X-1", "X-2")), arena("b", contributes=("X-2",)))

    assert [goal.code for goal in offer.single] == ["X-1"]


def test_a_phase_without_an_open_arena_is_found(blank: ProgrammeDocument) -> None:
    document = replace(
        blank,
        arenas=(arena("egen"), arena("lånt")),
        agreements=(agreement("avtale", "lånt", to=dt.date(2026, 1, 1)),),
        phases=(phase("ingen"), phase("egen", "egen"), phase("lånt", "lånt"), phase("begge", "lånt", "egen")),
    )

    assert phases_without_arenas(document, DAY) == ("ingen", "lånt")
    assert phases_without_arenas(document, dt.date(2025, 1, 1)) == ("ingen",)


def test_places_hold_through_their_last_month(blank: ProgrammeDocument) -> None:
    periods = (
        Places(dt.date(2026, 1, 1), dt.date(2026, 6, 1), 2, 0),
        Places(dt.date(2026, 7, 1), None, 3, 1),
    )
    limited = replace(arena("a"), places=periods)

    assert [limited.places_in(dt.date(2026, month, 1)) for month in (1, 6, 7)] == [2, 2, 3]
    assert limited.places_in(dt.date(2025, 12, 1)) == 0
    assert arena("b").places_in(dt.date(2026, 1, 1)) is None


def test_cells_count_goals_and_main_goals_of_a_group(blank: ProgrammeDocument) -> None:
    offer = covered(blank, arena("a", main=("X-1",), contributes=("X-2",)), arena("b"))

    (group,) = offer.groups
    assert [(cell.arena, cell.goals, cell.main) for cell in group.cells] == [("a", 2, 1), ("b", 0, 0)]


def test_changes_name_places_goals_phases_and_norms(blank: ProgrammeDocument) -> None:
    one = Places(dt.date(2026, 1, 1), None, 1, 0)
    before = replace(
        blank,
        arenas=(replace(arena("a", main=("X-1",)), places=(one,)), arena("b", main=("X-2",))),
        phases=(phase("p", "a", months=6),),
    )
    after = replace(
        before,
        arenas=(
            replace(arena("a", main=("X-2",)), places=(replace(one, places=2),)),
            arena("c"),
        ),
        phases=(phase("p", "a", months=7.5),),
        guidance=replace(before.guidance, individual=8),
    )

    assert set(changes_between(before, after)) == {
        Change("arena_added", "c", "", "–"),
        Change("arena_removed", "b", "–", ""),
        Change("places_changed", "a", "1 (2026-01 –)", "2 (2026-01 –)"),
        Change("goal_loses_arena", "X-1", before="a"),
        Change("goal_loses_arena", "X-2", before="b"),
        Change("goal_gains_arena", "X-2", after="a"),
        Change("phase_changed", "p", "6", "7.5"),
        Change("norm_changed", "guidance", "1 + 0", "8 + 0"),
    }
    assert changes_between(after, after) == ()


def template(code: str, target: int | None = None) -> ActivityTemplate:
    return ActivityTemplate(code, "reading", {"nb": code}, ("X-1",), target, {})


def test_a_programme_that_says_nothing_of_portfolios_gets_the_defaults(blank: ProgrammeDocument) -> None:
    assert blank.portfolio == PortfolioTerms(
        signing=("supervisor",), link_days=14, review_months=6, activities=()
    )
    assert blank.portfolio.template("pet") is None


def test_the_terms_of_a_portfolio_are_read_with_signers_in_one_order() -> None:
    terms = portfolio_terms(
        {
            "signing": ["guide", "supervisor"],
            "link_days": 7,
            "review_months": 4,
            "activities": [
                {"id": "pet", "kind": "reading", "name": {"nb": "PET"}, "goals": ["X-1"], "target": 40},
                {"id": "kurs", "kind": "course", "name": {"nb": "Kurs"}, "unit": {"nb": "kurs"}},
            ],
        }
    )

    assert (terms.signing, terms.link_days, terms.review_months) == (("supervisor", "guide"), 7, 4)
    assert terms.template("pet") == ActivityTemplate("pet", "reading", {"nb": "PET"}, ("X-1",), 40, {})
    assert terms.template("kurs") == ActivityTemplate(
        "kurs", "course", {"nb": "Kurs"}, (), None, {"nb": "kurs"}
    )


def test_changes_name_what_is_recorded_and_who_signs(blank: ProgrammeDocument) -> None:
    before = replace(
        blank, portfolio=PortfolioTerms(activities=(template("pet", 40), template("kurs"), template("ct", 5)))
    )
    after = replace(
        blank,
        portfolio=PortfolioTerms(
            signing=("supervisor", "guide"),
            link_days=7,
            review_months=3,
            activities=(template("pet", 60), template("mr"), template("ct", 5)),
        ),
    )

    assert set(changes_between(before, after)) == {
        Change("activity_added", "mr", "", "–"),
        Change("activity_removed", "kurs", "–", ""),
        Change("activity_changed", "pet", "40", "60"),
        Change("signing_changed", "portfolio", "supervisor", "supervisor, guide"),
        Change("norm_changed", "link_days", "14", "7"),
        Change("norm_changed", "review_months", "6", "3"),
    }
    assert changes_between(after, after) == ()
    assert Change("activity_added", "pet", "", "40") in changes_between(None, before)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["X-1", "X-2"]), st.booleans()), max_size=8),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(-400, 400)), max_size=4),
)
def test_a_goal_is_offered_exactly_when_some_arena_names_it_and_is_open(
    offers: list[tuple[str, str, bool]], ends: list[tuple[str, int]]
) -> None:
    arenas = tuple(
        arena(
            code,
            tuple(goal for where, goal, main in offers if where == code and main),
            tuple(goal for where, goal, main in offers if where == code and not main),
        )
        for code in "abc"
    )
    agreed = tuple(
        agreement(f"avtale-{number}", code, to=max(dt.date(2020, 1, 1), DAY + dt.timedelta(days=days)))
        for number, (code, days) in enumerate(ends)
    )
    document = replace(blank_document(), arenas=arenas, agreements=agreed)

    offer = coverage(document, [Goal("X-1"), Goal("X-2")], DAY)

    for goal in offer.goals:
        open_arenas = {
            where
            for where, code, _ in offers
            if code == goal.code
            and (
                all(a.arenas != (where,) for a in agreed)
                or any(a.arenas == (where,) and a.holds(DAY) for a in agreed)
            )
        }
        assert set(goal.arenas) == open_arenas


def test_the_numbers_of_the_regulation_are_dated() -> None:
    assert months_of_parts_2_and_3(DAY) == 60
    assert least_teaching_hours(DAY) == 70


def test_the_shortest_course_takes_the_shortest_way_of_each_choice() -> None:
    phases = tuple(
        phase(code, months=months) for code, months in zip("abcdef", (6, 4, 5, 3, 2, 2), strict=True)
    )
    electives = PhaseChoice("valgfri", {"nb": "Valgfri"}, 2, ("a", "b", "c"), (), {})
    path = PhaseChoice("vei", {"nb": "Vei"}, 0, (), (("d",), ("e", "f")), {})
    document = replace(blank_document(), phases=phases, choices=(electives, path))

    assert electives.ways == (("a", "b"), ("a", "c"), ("b", "c"))
    assert path.ways == (("d",), ("e", "f"))
    assert (electives.phases, path.phases) == (("a", "b", "c"), ("d", "e", "f"))
    assert [found.id for found in document.shortest] == ["b", "c", "d"]
    assert document.months == 12
    assert document.choice_of("e") == path
    assert replace(document, choices=()).choice_of("e") is None
    assert replace(document, choices=()).months == 22


def test_the_words_that_plans_obey_are_read_from_the_content() -> None:
    content = {
        **blank_content(),
        "arenas": [
            {"id": "x", "name": {"nb": "X"}, "department": "avdeling", "counts": "fraction"},
            {"id": "y", "name": {"nb": "Y"}, "department": "avdeling"},
        ],
        "phases": [
            {"id": "a", "name": {"nb": "A"}, "months": 3},
            {"id": "b", "name": {"nb": "B"}, "months": 3, "directly_after": "a"},
        ],
        "choices": [
            {"id": "valg", "name": {"nb": "Valg"}, "choose": 1, "of": ["a", "b"]},
            {"id": "vei", "name": {"nb": "Vei"}, "options": [["a"], ["b"]], "text": {"nb": "Velg."}},
        ],
        "courses": [{"course": "order", "after": ["a"], "before": ["b"]}, {"course": "other"}],
    }
    document = document_from(content)

    assert [arena.counts for arena in document.arenas] == ["fraction", "people"]
    assert [phase.directly_after for phase in document.phases] == ["", "a"]
    assert document.choices == (
        PhaseChoice("valg", {"nb": "Valg"}, 1, ("a", "b"), (), {}),
        PhaseChoice("vei", {"nb": "Vei"}, 0, (), (("a",), ("b",)), {"nb": "Velg."}),
    )
    assert document.courses == (ProgrammeCourse("order", ("a",), ("b",)), ProgrammeCourse("other"))
    assert document.course_codes == ("order", "other")
