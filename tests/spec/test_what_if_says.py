"""What the page "what if" says: for each event and each choice the exact sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from borealis.planner import Solution
from borealis.plans.event_words import (
    asked_words,
    choice_words,
    event_words,
    folded,
    measure_words,
    missing_words,
    option_name,
    option_words,
    point_words,
    register_words,
)
from borealis.plans.part_words import in_parts_words, must_words, part_words
from borealis.plans.rules.changes import (
    LEAVES,
    AgreementEnds,
    Doctorate,
    Event,
    Leave,
    Leaver,
    Places,
    Starter,
)
from borealis.plans.rules.frontier import Option
from borealis.plans.rules.months import number
from borealis.plans.rules.parts import Part, Tie

NORA, PET = "Nora Fjellrype", "PET-tolkning"
LEAVE = Leave(1, "2027-03", "2027-10")
DOCTORATE = Doctorate(1, "2027-03", "2033-02")
REGISTER_PLACES = "Husk å rette plassene når det er bestemt. Planene her regner med det."

# event, whom or what it happens to, what is said of it, what is said must be registered
EVENTS = [
    (
        LEAVE,
        NORA,
        "Nora Fjellrype har foreldrepermisjon mars – okt. 2027.",
        "Husk å registrere permisjonen når den er avtalt. Planene her regner med den.",
    ),
    (
        Leave(1, "2027-03", "2027-03"),
        NORA,
        "Nora Fjellrype har foreldrepermisjon mars 2027.",
        "Husk å registrere permisjonen når den er avtalt. Planene her regner med den.",
    ),
    (
        Leave(1, "2027-03", "2027-10", "other_leave"),
        NORA,
        "Nora Fjellrype har permisjon mars – okt. 2027.",
        "Husk å registrere permisjonen når den er avtalt. Planene her regner med den.",
    ),
    (
        Leave(1, "2027-03", "2027-10", "sick_leave"),
        NORA,
        "Nora Fjellrype har sykefravær mars – okt. 2027.",
        "Husk å registrere fraværet. Planene her regner med det.",
    ),
    (
        Leave(1, "2027-03", "2027-03", "transferred_holiday"),
        NORA,
        "Nora Fjellrype tar ut overført ferie mars 2027.",
        "Husk å registrere fraværet. Planene her regner med det.",
    ),
    (
        DOCTORATE,
        NORA,
        "Nora Fjellrype tar doktorgrad på halv tid mars 2027 – feb. 2033.",
        "Husk å registrere ny stilling og doktorgrad når de er avtalt. Planene her regner med dem, og med at legen "
        "beholder rekkefølgen på fasene.",
    ),
    (
        Leaver(1, "2027-03"),
        NORA,
        "Nora Fjellrype slutter før mars 2027.",
        "Husk å avslutte utdanningen her når den er slutt. Planene her regner med det.",
    ),
    (
        Starter("2027-03", "tromsø"),
        "",
        "En ny lege begynner i mars 2027.",
        "Den nye legen får sin egen plan når hen er registrert. Planene her holder av plass.",
    ),
    (Places("x", -1, "2027-03"), PET, "PET-tolkning får 1 plass mindre fra mars 2027.", REGISTER_PLACES),
    (
        Places("x", -2, "2027-03", "2027-10"),
        PET,
        "PET-tolkning får 2 plasser færre mars – okt. 2027.",
        REGISTER_PLACES,
    ),
    (Places("x", 1, "2027-03"), PET, "PET-tolkning får 1 plass mer fra mars 2027.", REGISTER_PLACES),
    (
        Places("x", 3, "2027-03", "2027-03"),
        PET,
        "PET-tolkning får 3 plasser mer mars 2027.",
        REGISTER_PLACES,
    ),
    (
        AgreementEnds("a", ("x",), "2027-03"),
        PET,
        "Avtalen om PET-tolkning gjelder ikke fra mars 2027.",
        REGISTER_PLACES,
    ),
]


@pytest.mark.parametrize(("event", "name", "said", "register"), EVENTS)
def test_an_event_is_said_in_one_sentence(event: Event, name: str, said: str, register: str) -> None:
    with translation.override("nb"):
        assert event_words(event, name) == said
        assert register_words(event) == register


def test_every_kind_of_leave_has_a_sentence_of_its_own() -> None:
    with translation.override("nb"):
        assert len({event_words(replace(LEAVE, reason=kind), NORA) for kind in LEAVES}) == len(LEAVES) == 4


SOLUTION = Solution("feasible", 100, 80, 0.2, 0.01, 0.2, ())
OPTION = Option("dear", {"objective": {"delay": 10}}, SOLUTION, (), 12, {"1": 0}, 0, 0)


def option(moved: int = 0, months: int = 12, later: int = 0, waits: int = 0) -> Option:
    ids = tuple(str(n) for n in range(moved))
    return replace(OPTION, moved=ids, changed_months=months, later={"1": later}, waits=waits)


# colleagues moved, months changed, months later in all, months a newcomer waits, what is said
CHOICES = [
    (0, 0, 0, 0, "Ingen planer endres."),
    (0, 12, 0, 0, "Ingen kolleger flyttes, og legene blir til sammen ferdige som i dag."),
    (0, 12, 1, 0, "Ingen kolleger flyttes, og legene blir til sammen ferdige 1 måned senere."),
    (1, 12, 8, 0, "1 kollega flyttes, og legene blir til sammen ferdige 8 måneder senere."),
    (2, 30, 3, 4, "2 kolleger flyttes, og legene blir til sammen ferdige 7 måneder senere."),
    (3, 30, -2, 0, "3 kolleger flyttes, og legene blir til sammen ferdige 2 måneder tidligere."),
    (0, 0, 0, 6, "Ingen kolleger flyttes, og legene blir til sammen ferdige 6 måneder senere."),
]


@pytest.mark.parametrize(("moved", "months", "later", "waits", "said"), CHOICES)
def test_a_choice_is_said_in_one_sentence(moved: int, months: int, later: int, waits: int, said: str) -> None:
    with translation.override("nb"):
        assert option_words(option(moved, months, later, waits)) == said


def test_nothing_is_said_of_the_end_where_somebody_gets_no_place() -> None:
    with translation.override("nb"):
        assert option_words(replace(option(2, 30, -9), missing=8)) == "2 kolleger flyttes."


NAMES = [
    (1, ["Færrest endringer og tidligst ferdig"], "Én plan både endrer minst og blir tidligst ferdig."),
    (2, ["Færrest endringer", "Tidligst ferdig"], "2 planer å velge mellom."),
    (3, ["Færrest endringer", "Midt imellom", "Tidligst ferdig"], "3 planer å velge mellom."),
    (
        4,
        ["Færrest endringer", "Midt imellom, nr. 1", "Midt imellom, nr. 2", "Tidligst ferdig"],
        "4 planer å velge mellom.",
    ),
    (0, [], "Ingen plan holder alle regler når dette skjer."),
]


@pytest.mark.parametrize(("choices", "names", "said"), NAMES)
def test_choices_are_called_by_what_sets_them_apart(choices: int, names: list[str], said: str) -> None:
    with translation.override("nb"):
        assert [option_name(place, choices) for place in range(choices)] == names
        assert choice_words(choices) == said


FOR_MANY = [
    (1, "Så mange må få ny plan at bare én er regnet ut. Et forslag bruker lengre tid, og blir bedre."),
    (0, "Ingen plan holder alle regler når dette skjer."),
]


@pytest.mark.parametrize(("choices", "said"), FOR_MANY)
def test_one_plan_for_many_is_not_said_to_be_the_best(choices: int, said: str) -> None:
    with translation.override("nb"):
        assert choice_words(choices, for_many=True) == said
        assert option_name(0, choices, for_many=True) == "En mulig plan"


MEASURES = [
    ("optimal", 100, "Bevist: ingen plan er bedre når ro i planene veier så mye som her."),
    ("feasible", 0, "Regnet ut på under ett sekund. En lengre utregning kan finne en bedre plan."),
    ("feasible", 49, "Regnet ut på under ett sekund. En lengre utregning kan finne en bedre plan."),
    (
        "feasible",
        85,
        "Regnet ut på under ett sekund. En lengre utregning kan ikke finne noe som er mer enn 1,5 måneder ventetid "
        "for en lege bedre.",
    ),
]


@pytest.mark.parametrize(("status", "bound", "said"), MEASURES)
def test_how_good_a_choice_is_proven_to_be(status: str, bound: float, said: str) -> None:
    with translation.override("nb"):
        assert measure_words({"status": status, "cost": 100, "bound": bound}, 10) == said


ASKED = [
    ([], [], ["Ingen"]),
    ([NORA], [], ["Nora Fjellrype"]),
    ([NORA, "Maja Lomvi"], ["Røntgen CT"], ["avdelingen som har Røntgen CT", "Nora Fjellrype", "Maja Lomvi"]),
]


@pytest.mark.parametrize(("doctors", "arenas", "said"), ASKED)
def test_who_must_be_asked(doctors: list[str], arenas: list[str], said: list[str]) -> None:
    with translation.override("nb"):
        assert asked_words(doctors, arenas) == said


FOLDED = [
    ([], "", ""),
    ([NORA], "Nora Fjellrype", ""),
    (list("abcdefghij"), "a, b, c, d, e, f, g, h, i, j", ""),
    (list("abcdefghijk"), "a, b, c, d, e, f, g, h, i, j, k", "a, b, c, d og 7 til"),
]


@pytest.mark.parametrize(("names", "everybody", "few"), FOLDED)
def test_a_long_list_shows_a_few_until_it_is_opened(names: list[str], everybody: str, few: str) -> None:
    with translation.override("nb"):
        assert folded(names) == {"all": everybody, "few": few}


MISSING = [
    (1, 1, "1 lege blir ikke ferdig: 1 måned får ikke plass."),
    (1, 2.5, "1 lege blir ikke ferdig: 2,5 måneder får ikke plass."),
    (172, 3437, "172 leger blir ikke ferdige: 3437 måneder får ikke plass."),
]


@pytest.mark.parametrize(("doctors", "months", "said"), MISSING)
def test_who_gets_no_place_for_all(doctors: int, months: float, said: str) -> None:
    with translation.override("nb"):
        assert missing_words(doctors, months) == said


POINTS = [
    (1, 0, "2. Midt imellom: 1 måned endres for kolleger, og legene blir til sammen ferdige som i dag"),
    (
        14,
        3,
        "2. Midt imellom: 14 måneder endres for kolleger, og legene blir til sammen ferdige 3 måneder senere",
    ),
    (
        30,
        -1,
        "2. Midt imellom: 30 måneder endres for kolleger, og legene blir til sammen ferdige 1 måned tidligere",
    ),
]


@pytest.mark.parametrize(("months", "later", "said"), POINTS)
def test_what_a_point_says_to_those_who_do_not_see_it(months: int, later: int, said: str) -> None:
    with translation.override("nb"):
        assert point_words(2, "Midt imellom", months, later) == said


NAMES_BY_KEY = {"1": NORA, "2": "Maja Lomvi", "3": "Aslak Isbre"}
MARCH = number("2027-03")
FULL = Tie("x", MARCH, MARCH + 2, is_over=True)
LATER_FULL = Tie("x", MARCH + 6, MARCH + 6, is_over=True)
FEW = Tie("y", MARCH, MARCH, is_over=False)
PARTS = [
    (Part(("1",), must=False), ""),
    (
        Part(("1", "2"), must=False, ties=(FULL, LATER_FULL)),
        "Hører sammen. Hver for seg: for mange på x mars – mai 2027.",
    ),
    (
        Part(("1", "2"), must=False, ties=(FULL, FEW)),
        "Hører sammen. Hver for seg: for mange på x mars – mai 2027, for få på y mars 2027.",
    ),
    (
        Part(("1",), must=False, needs=("2", "3"), because=(FULL,)),
        "Tar også med Maja Lomvi, Aslak Isbre. Ellers: for mange på x mars – mai 2027.",
    ),
    (
        Part(("1",), must=True, because=(FULL,), for_whom=("2",)),
        "Gir plass til Maja Lomvi. Ellers: for mange på x mars – mai 2027.",
    ),
]


@pytest.mark.parametrize(("part", "said"), PARTS)
def test_why_changes_go_together(part: Part, said: str) -> None:
    with translation.override("nb"):
        assert part_words(part, NAMES_BY_KEY, None) == said


MUST = "Alltid med: Nora Fjellrype. Uten de endringene holder ikke planene alle regler."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], ""),
        ([Part(("2",), must=False)], ""),
        ([Part(("new",), must=True)], ""),
        ([Part(("1",), must=True), Part(("2",), must=False), Part(("new",), must=True)], MUST),
    ],
)
def test_what_is_taken_in_any_case(found: list[Part], said: str) -> None:
    with translation.override("nb"):
        assert must_words(found, NAMES_BY_KEY) == said


CAME = "Også tatt med, fordi en arena ellers ville fått for mange eller for få: Maja Lomvi."
STANDS = "Ikke tatt med, planen i kraft står: Nora Fjellrype, Aslak Isbre."


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ""),
        ({"left_out": [], "came_along": []}, ""),
        ({"left_out": ["1", "3"], "came_along": []}, STANDS),
        ({"left_out": ["1", "3"], "came_along": ["2"]}, f"{CAME} {STANDS}"),
    ],
)
def test_what_a_proposal_is_of_a_choice(facts: dict[str, list[str]], said: str) -> None:
    with translation.override("nb"):
        assert in_parts_words(facts, NAMES_BY_KEY) == said
