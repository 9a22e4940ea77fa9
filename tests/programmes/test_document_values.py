"""A programme's document as values: what it holds when everything is said, and when only what must be is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from borealis.programmes.rules import (
    HEADINGS,
    AgreementTerms,
    Approval,
    ArenaOffer,
    CommonGoals,
    Contact,
    Emphasis,
    Guidance,
    Phase,
    PhaseArena,
    Places,
    Research,
    ResearchActivity,
    Series,
    Teaching,
    Topic,
    document_from,
    least_teaching_hours,
    months_of_parts_2_and_3,
)
from borealis.programmes.rules.document import day_of, first_day

Day = dt.date.fromisoformat


def text(words: str) -> dict[str, str]:
    return {"nb": words}


LEAST: dict[str, Any] = {
    "code": "liten",
    "specialty": "X",
    "department": "avdeling",
    "town": "Sted",
    "title": text("Tittel"),
    "version": {"author": "Kari", "approved_by": text("Lederen")},
    "goal_sets": ["X-2025", "FKM-2025"],
    "introduction": {"about": text("Om")},
    "headings": {key: {"text": text(key)} for key in HEADINGS},
    "arenas": [{"id": "a", "name": text("Arena"), "department": "avdeling"}],
    "phases": [{"id": "p", "name": text("Fase"), "months": 7.5}],
    "guidance": {
        "individual": 10,
        "group": 4,
        "minutes_individual": 60,
        "minutes_group": 90,
        "year": "calendar_year",
        "topics": [{"id": "t", "text": text("Emne")}],
    },
    "teaching": {
        "hours_per_year": 70,
        "series": [{"id": "s", "name": text("Serie"), "every": "week", "hosts": "one"}],
        "participation": text("Alle"),
    },
    "research": {
        "openings": text("Åpninger"),
        "own_idea": text("Egen"),
        "cooperation": text("Samarbeid"),
        "plan": text("Plan"),
        "doctoral": text("Ph.d."),
        "funding": [text("Midler")],
        "activities": [{"name": text("Kurs"), "kind": "course"}],
    },
    "common_goals": {"text": text("Felles")},
    "contact": {"role": "head", "organisation": "avdeling", "text": text("Spør"), "said_to": "nobody"},
}
ALL: dict[str, Any] = {
    **LEAST,
    "version": {
        "author": "Kari",
        "reviewed_on": "2026-02-03",
        "approved_by": text("Lederen"),
        "approved_on": "2026-03-04",
    },
    "earlier_goal_sets": ["X-2019"],
    "arenas": [
        {
            "id": "a",
            "name": text("Arena"),
            "short": text("A"),
            "department": "avdeling",
            "places": [
                {"from": "2026-01", "through": "2026-06", "places": 2, "minimum": 1},
                {"from": "2026-07", "places": 3},
            ],
            "goals": {"main": ["X-1", "X-2"], "contributes": ["X-3"]},
            "supervision": text("Overlegen"),
        }
    ],
    "agreements": [
        {
            "id": "avtale",
            "kind": "specialty",
            "with": "andre",
            "from": "2026-01-15",
            "through": "2027-12-31",
            "arenas": ["a"],
            "goals": ["X-1"],
            "text": text("Avtalen"),
        },
        {"id": "uten", "kind": "specialty", "with": "andre", "from": "2026-01", "arenas": ["a"]},
    ],
    "phases": [
        {
            "id": "p",
            "name": text("Fase"),
            "months": 12,
            "arenas": [{"id": "a", "preference": 2}, {"id": "b"}],
            "after": ["q"],
            "min_stint": 3,
            "max_stint": 6,
            "goals": ["X-1"],
            "fills_service_time": True,
            "text": text("Om fasen"),
        },
        {"id": "q", "name": text("Fase"), "months": 0.5},
    ],
    "teaching": {
        "hours_per_year": 80,
        "series": [
            {
                "id": "s",
                "name": text("Serie"),
                "every": "week",
                "hosts": "shared",
                "with": ["andre"],
                "text": text("Hver uke"),
            }
        ],
        "participation": text("Alle"),
    },
    "research": {
        **LEAST["research"],
        "partner": "uit",
        "activities": [{"name": text("Kurs"), "kind": "course", "goals": ["FKM-1"]}],
    },
    "common_goals": {
        "text": text("Felles"),
        "further_areas": [text("Etikk")],
        "emphasis": [{"goals": ["FKM-1"], "text": text("Særlig")}, {"text": text("Også")}],
    },
}


def test_a_document_with_only_what_must_be_said() -> None:
    document = document_from(LEAST)
    assert (document.code, document.specialty, document.department) == ("liten", "X", "avdeling")
    assert (document.town, document.title) == ("Sted", text("Tittel"))
    assert document.approval == Approval("Kari", None, text("Lederen"), None)
    assert (document.goal_sets, document.earlier_goal_sets) == (("X-2025", "FKM-2025"), ())
    assert document.introduction == {"about": text("Om")}
    assert document.headings == {key: text(key) for key in HEADINGS}
    name = text("Arena")
    assert document.arenas == (ArenaOffer("a", name, name, "avdeling", (), (), (), {}),)
    assert document.agreements == ()
    assert document.phases == (Phase("p", text("Fase"), 7.5, (), (), 1, None, (), False, {}),)
    assert document.guidance == Guidance(10, 4, 60, 90, "calendar_year", (Topic("t", text("Emne")),))
    series = Series("s", text("Serie"), "week", "one", (), {})
    assert document.teaching == Teaching(70, (series,), text("Alle"))
    assert document.research == Research(
        text("Åpninger"),
        text("Egen"),
        "",
        text("Samarbeid"),
        text("Plan"),
        text("Ph.d."),
        (text("Midler"),),
        (ResearchActivity(text("Kurs"), "course", ()),),
    )
    assert document.common_goals == CommonGoals(text("Felles"), (), ())
    assert document.contact == Contact("head", "avdeling", text("Spør"))


def test_a_document_in_which_everything_is_said() -> None:
    document = document_from(ALL)
    assert document.approval == Approval("Kari", Day("2026-02-03"), text("Lederen"), Day("2026-03-04"))
    assert document.earlier_goal_sets == ("X-2019",)
    places = (
        Places(Day("2026-01-01"), Day("2026-06-01"), 2, 1),
        Places(Day("2026-07-01"), None, 3, 0),
    )
    assert document.arenas == (
        ArenaOffer(
            "a", text("Arena"), text("A"), "avdeling", places, ("X-1", "X-2"), ("X-3",), text("Overlegen")
        ),
    )
    assert document.agreements == (
        AgreementTerms(
            "avtale",
            "specialty",
            "andre",
            Day("2026-01-15"),
            Day("2027-12-31"),
            ("a",),
            ("X-1",),
            text("Avtalen"),
        ),
        AgreementTerms("uten", "specialty", "andre", Day("2026-01-01"), None, ("a",), (), {}),
    )
    assert document.phases == (
        Phase(
            "p",
            text("Fase"),
            12,
            (PhaseArena("a", 2), PhaseArena("b", 0)),
            ("q",),
            3,
            6,
            ("X-1",),
            True,
            text("Om fasen"),
        ),
        Phase("q", text("Fase"), 0.5, (), (), 1, None, (), False, {}),
    )
    assert document.teaching.series == (
        Series("s", text("Serie"), "week", "shared", ("andre",), text("Hver uke")),
    )
    assert document.research.partner == "uit"
    assert document.research.activities == (ResearchActivity(text("Kurs"), "course", ("FKM-1",)),)
    assert document.common_goals == CommonGoals(
        text("Felles"),
        (text("Etikk"),),
        (Emphasis(("FKM-1",), text("Særlig")), Emphasis((), text("Også"))),
    )


def test_arenas_and_phases_are_found_by_their_id_and_months_added_up() -> None:
    document = document_from(ALL)
    assert (document.arena("a"), document.arena("b")) == (document.arenas[0], None)
    assert (document.phase("q"), document.phase("r")) == (document.phases[1], None)
    assert document.months == 12.5


@pytest.mark.parametrize(
    ("said", "day"),
    [("2026-03-15", "2026-03-15"), ("2026-03-01", "2026-03-01"), ("2026-03", "2026-03-01")],
)
def test_a_month_is_its_first_day(said: str, day: str) -> None:
    assert first_day(said) == day_of(said) == Day(day)


def test_no_day_is_no_day() -> None:
    assert day_of(None) is None
    assert day_of("") is None


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        ("2025-12-31", False),
        ("2026-01-01", True),
        ("2026-06-01", True),
        ("2026-06-02", False),
    ],
)
def test_places_and_agreements_hold_from_the_first_through_the_last(day: str, holds: bool) -> None:
    first, last = Day("2026-01-01"), Day("2026-06-01")
    assert Places(first, last, 1, 0).holds(Day(day)) is holds
    assert AgreementTerms("a", "specialty", "andre", first, last, (), (), {}).holds(Day(day)) is holds


def test_what_has_no_last_day_holds_on() -> None:
    first, far = Day("2026-01-01"), Day("2099-01-01")
    assert Places(first, None, 1, 0).holds(far)
    assert AgreementTerms("a", "specialty", "andre", first, None, (), (), {}).holds(far)


@pytest.mark.parametrize(
    ("arena", "goal", "goals", "covers"),
    [
        ("a", "X-1", ("X-1",), True),
        ("a", "X-2", ("X-1",), False),
        ("a", "X-2", (), True),  # no goals named: all there
        ("b", "X-1", ("X-1",), False),
        ("b", "X-1", (), False),
    ],
)
def test_which_goals_an_agreement_covers(arena: str, goal: str, goals: tuple[str, ...], covers: bool) -> None:
    terms = AgreementTerms("t", "specialty", "andre", Day("2026-01-01"), None, ("a",), goals, {})
    assert terms.covers(arena, goal) is covers


def test_the_numbers_of_the_regulation_hold_from_their_first_day() -> None:
    assert months_of_parts_2_and_3(Day("2017-03-01")) == 60
    assert months_of_parts_2_and_3(Day("2026-11-22")) == 60
    assert least_teaching_hours(Day("2019-03-01")) == 70
    assert least_teaching_hours(Day("2018-01-01")) == 70, "what was asked first, where nothing was asked yet"
