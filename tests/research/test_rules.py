"""What is true of research, without a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.research.queries.demands import WrongDemands, known_demands, read_demands
from borealis.research.rules import calls, crossref, projects, tracks

TODAY = dt.date(2026, 11, 27)
DAY = dt.timedelta(days=1)


def test_every_state_of_a_project_can_be_reached_and_only_answers_end_an_idea() -> None:
    reached = {"proposed", "idea"}
    for _round in projects.TRANSITIONS:
        reached |= {t.target for t in projects.TRANSITIONS if t.source in reached}
    assert reached == set(projects.STATES)
    assert {t.who for t in projects.TRANSITIONS if t.source == "proposed"} == {
        projects.ASKED,
        projects.PROPOSER,
    }


def test_the_one_who_proposes_cannot_accept_the_own_idea() -> None:
    assert projects.steps_for("proposed", {projects.PROPOSER}) == ("withdraw_idea",)
    assert projects.steps_for("proposed", {projects.ASKED}) == ("accept_idea", "decline_idea")
    assert projects.steps_for("declined", {projects.PROPOSER, projects.ASKED}) == ()


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (1, 60, "coming"),
        (0, 60, "open"),
        (0, 35, "near"),
        (-9, 0, "near"),
        (-9, -1, "closed"),
        (0, 36, "open"),
    ],
)
def test_the_phase_of_a_call(opens: int, closes: int, expected: str) -> None:
    assert calls.phase(TODAY + opens * DAY, TODAY + closes * DAY, TODAY) == expected
    assert calls.takes_applications(TODAY + opens * DAY, TODAY + closes * DAY, TODAY) == (closes >= 0)


def test_the_latest_fact_of_each_kind_of_approval_holds() -> None:
    facts = [
        projects.ApprovalFact("ethics", "applied", TODAY - 9 * DAY),
        projects.ApprovalFact("ethics", "approved", TODAY - 2 * DAY, TODAY + 60 * DAY),
        projects.ApprovalFact("other", "refused", TODAY),
    ]
    holds = projects.standing(facts)
    assert {kind: fact.state for kind, fact in holds.items()} == {"ethics": "approved", "other": "refused"}
    assert projects.is_expiring(holds["ethics"], TODAY)
    assert not projects.is_expiring(holds["ethics"], TODAY - DAY)


def test_facts_hold_by_their_day_and_of_one_day_the_one_told_last() -> None:
    late, early = (
        projects.ApprovalFact("ethics", state, TODAY - n * DAY)
        for state, n in (("approved", 2), ("applied", 9))
    )
    same_day = projects.ApprovalFact("ethics", "refused", late.on)
    assert projects.standing([late, early]) == {"ethics": late}
    assert projects.standing([late, same_day]) == {"ethics": same_day}


@pytest.mark.parametrize(
    ("state", "days", "expected"),
    [("approved", 60, True), ("approved", 61, False), ("approved", None, False), ("applied", 0, False)],
)
def test_only_an_approval_runs_out(state: str, days: int | None, expected: bool) -> None:
    until = None if days is None else TODAY + days * DAY
    assert projects.is_expiring(projects.ApprovalFact("ethics", state, TODAY, until), TODAY) is expected


def test_a_track_goes_from_considered_to_completed_and_can_be_stopped_on_the_way() -> None:
    way = [("considered", "apply"), ("applied", "admit"), ("admitted", "complete")]
    found = [tracks.step(state, act) for state, act in way]
    assert [one.target for one in found if one] == ["applied", "admitted", "completed"]
    for state in tracks.STATES:
        stop = tracks.step(state, "stop")
        assert (stop.target if stop else None) == ("ended" if state in tracks.LIVE else None)


def test_uit_asks_for_what_practice_says() -> None:
    demands = known_demands()["uit-helsevitenskap"]
    assert (demands.thesis_credits, demands.credits) == (150, 30)
    assert dict(demands.mandatory) == {"HEL-8040": Decimal(7), "HEL-8045": Decimal(3)}
    assert {"milestone-plan", "feasibility", "ethics", "set-aside-time", "progress-report"} <= {
        item.id for item in demands.items
    }


def test_a_yearly_report_is_due_each_year_of_the_track_and_not_after_it() -> None:
    demands = known_demands()["uit-helsevitenskap"]
    first, last = dt.date(2024, 2, 29), dt.date(2027, 2, 27)
    dues = tracks.due_list(demands, first, last, {})
    reports = [(due.turn, due.on) for due in dues if due.demand.id == "progress-report"]
    assert reports == [(1, dt.date(2025, 3, 1)), (2, dt.date(2026, 3, 1))]
    assert [due.on for due in dues] == sorted(due.on for due in dues)


@pytest.mark.parametrize(
    ("anchor", "days", "expected"),
    [
        ("application", -14, [(0, dt.date(2024, 1, 1))]),
        ("start", 30, [(0, dt.date(2024, 2, 14))]),
        ("end", 10, [(0, dt.date(2026, 12, 30))]),
        ("yearly", 0, [(1, dt.date(2025, 1, 15)), (2, dt.date(2026, 1, 15))]),
        ("yearly", -26, [(n, dt.date(2023 + n, 12, 20)) for n in (1, 2, 3)]),  # the last on the very last day
        ("yearly", 340, [(1, dt.date(2025, 12, 21))]),
    ],
)
def test_what_is_asked_for_falls_so_many_days_from_its_anchor(
    anchor: str, days: int, expected: list[tuple[int, dt.date]]
) -> None:
    demand = tracks.Demand("a", {}, anchor, days)
    asks = replace(known_demands()["uit-helsevitenskap"], items=(demand,))
    met = {("a", 1): TODAY}
    dues = tracks.due_list(asks, dt.date(2024, 1, 15), dt.date(2026, 12, 20), met)
    assert [(due.turn, due.on) for due in dues] == expected
    assert [due.done_on for due in dues if due.turn == 1] == [TODAY] * (anchor == "yearly")
    assert {due.done_on for due in dues if due.turn != 1} <= {None}


def test_what_is_due_is_late_the_day_after_and_close_two_months_before() -> None:
    demand = tracks.Demand("a", {}, "start", 0)
    states = [tracks.Due(demand, 0, TODAY + n * DAY, None).state(TODAY) for n in (-1, 0, 60, 61)]
    assert states == ["late", "close", "close", "later"]
    assert tracks.Due(demand, 0, TODAY - DAY, TODAY).state(TODAY) == "done"


def test_credits_missing_are_neither_passed_nor_planned() -> None:
    found = tracks.credits_of([("passed", Decimal(7)), ("planned", Decimal("7.5"))], Decimal(30))
    assert (found.passed, found.planned, found.missing) == (7, Decimal("7.5"), Decimal("15.5"))
    assert tracks.credits_of([("passed", Decimal(40))], Decimal(30)).missing == 0


@pytest.mark.parametrize("wrong", ["", "format: x", "[", "format: borealis/doctoral-demands/1\ncode: a"])
def test_a_wrong_list_of_demands_is_told_by_name(wrong: str) -> None:
    with pytest.raises(WrongDemands, match=r"prove\.yaml"):
        read_demands(wrong, "prove.yaml")


def work(**more: Any) -> dict[str, Any]:
    return {
        "DOI": "10.5555/ABC",
        "title": ["A <i>b</i>\n c"],
        "author": [{"family": "Alke", "given": "V"}, {"name": "Gruppen"}, "x"],
        "container-title": ["J"],
        "issued": {"date-parts": [[2025, 3]]},
        **more,
    }


@pytest.mark.parametrize(
    "around",
    [
        lambda w: w,
        lambda w: [w],
        lambda w: {"status": "ok", "message": w},
        lambda w: {"message": {"items": [w]}},
        lambda w: [{"message": w}],
    ],
)
def test_a_work_is_read_whatever_is_around_it(around: Any) -> None:
    read = crossref.read_works(around(work()))
    assert read.works == (crossref.Work("10.5555/abc", "A b c", "Alke V, Gruppen", "J", 2025),)
    assert not read.faults


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"DOI": None}, "no_doi"),
        ({"DOI": "abc"}, "no_doi"),
        ({"title": []}, "no_title"),
        ({"title": [3]}, "no_title"),
        ({"issued": {"date-parts": [[None]]}}, "no_year"),
        ({"issued": {"date-parts": [[True]]}}, "no_year"),
        ({"issued": 7}, "no_year"),
    ],
)
def test_a_work_that_lacks_something_is_told_with_its_number(more: dict[str, Any], why: str) -> None:
    read = crossref.read_works([work(), work(**more), 7])
    assert read.faults == (crossref.Fault(2, why), crossref.Fault(3, "no_work"))
    assert len(read.works) == 1


@pytest.mark.parametrize("wrong", [None, 7, "x", {}, [], {"message": {}}, {"items": []}])
def test_a_file_without_works_is_no_crossref_file(wrong: object) -> None:
    with pytest.raises(crossref.NotCrossref):
        crossref.read_works(wrong)


@pytest.mark.parametrize(("lacks", "why"), [("DOI", "no_doi"), ("title", "no_title")])
def test_one_work_alone_is_known_by_its_doi_or_its_title(lacks: str, why: str) -> None:
    alone = work()
    del alone[lacks]
    assert crossref.read_works(alone).faults == (crossref.Fault(1, why),)


@pytest.mark.parametrize("key", ["issued", "published", "published-print", "published-online"])
@pytest.mark.parametrize("year", [1600, 2200])
def test_a_year_is_read_wherever_it_stands(key: str, year: int) -> None:
    content = {**work(issued=None), key: {"date-parts": [[year]]}}
    assert [found.year for found in crossref.read_works(content).works] == [year]


@pytest.mark.parametrize("year", [1599, 2201])
def test_no_work_is_of_a_year_that_cannot_be(year: int) -> None:
    assert crossref.read_works(work(issued={"date-parts": [[year]]})).faults[0].why == "no_year"


def test_long_titles_and_journals_are_cut_and_a_doi_ends_before_a_stop() -> None:
    long = work(title="t" * 501, DOI="https://doi.org/10.5555/ABC.1.,;")
    long["container-title"] = "j" * 301
    (found,) = crossref.read_works(long).works
    assert (len(found.title), len(found.journal), found.doi) == (500, 300, "10.5555/abc.1")
    assert crossref.clean_doi(7) == ""
    assert found.as_json()["doi"] == "10.5555/abc.1"


def test_names_in_pieces_are_one_line() -> None:
    (found,) = crossref.read_works(work(author=[{"family": "de  la\nCruz", "given": " Ana "}])).works
    assert found.authors == "de la Cruz Ana"


def test_as_many_authors_as_fit_are_named_whole() -> None:
    """given names that fill a thousand letters, then all are told; given one letter more, the last ones are dots"""
    names = [f"Havørn{n:02}" for n in range(99)]  # ten letters each with what parts them

    def told(last: str) -> str:
        return (
            crossref.read_works(work(author=[{"family": name} for name in (*names, last)])).works[0].authors
        )

    assert told("Alkekonge0") == ", ".join((*names, "Alkekonge0"))
    assert len(told("Alkekonge0")) == 1000
    assert told("Alkekongene") == ", ".join(names) + " …"
    assert told("Alke, Lomvi og Lunde") == ", ".join((*names, "Alke")) + " …"
    assert told("Alkes, Lomvi og Lunde") == ", ".join(names) + " …"


def test_so_many_works_as_are_read_at_once_are_read() -> None:
    assert len(crossref.read_works([work()] * crossref.MOST).works) == crossref.MOST


@pytest.mark.parametrize("transitions", [projects, calls])
def test_a_step_is_found_by_state_and_act(transitions: Any) -> None:
    for known in transitions.TRANSITIONS:
        assert transitions.step(known.source, known.act) == known
    assert transitions.step("begun", "grant") is None
    assert transitions.step("ended", "end") is None


def test_too_many_works_are_refused() -> None:
    with pytest.raises(crossref.TooMany):
        crossref.read_works([work()] * (crossref.MOST + 1))


def test_what_is_known_or_stands_twice_is_parted_from_what_is_new() -> None:
    works = [crossref.Work(doi, "", "", "", 2025) for doi in ("a", "b", "b", "c")]
    new, twice = crossref.parted(works, {"a"})
    assert [w.doi for w in new] == ["b", "c"]
    assert [w.doi for w in twice] == ["a", "b"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["DOI", "title", "author", "issued", "message", "items", "date-parts", "family"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read_or_refused_and_nothing_else(content: object) -> None:
    try:
        read = crossref.read_works(content)
    except (crossref.NotCrossref, crossref.TooMany):
        return
    assert all(w.doi.startswith("10.") and w.title for w in read.works)
