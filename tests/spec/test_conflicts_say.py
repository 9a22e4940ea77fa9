"""What is said of the impossible, of a month's worth, and of futures: for each case the exact sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from borealis.planner.explain.reasons import Conflict, Fact, Shift
from borealis.planner.formats.months import parse_month
from borealis.planner.formats.solution import Solution
from borealis.planner.robust.outlook import ArenaOutlook, Hardened, Outlook, TraineeOutlook
from borealis.planner.robust.rates import assumed_rates
from borealis.planner.words.conflicts import conflict_in_words, shift_in_words
from borealis.planner.words.outlook import hardened_in_words, outlook_in_words

MARCH, MAY = parse_month("2027-03"), parse_month("2027-05")
WINDOW = Fact("window", "pet", last=MAY)
FULL = Fact("places", arena="unn", first=MARCH, last=MAY)
OLA = Fact("others_agreement", "pet", "unn", MARCH, MARCH, "ola")
LEAVE = Fact("leave", first=MARCH, last=MAY)


def stuck(*facts: Fact, enough: tuple[Fact, ...] | None = None, together: tuple[Fact, ...] = ()) -> Conflict:
    return Conflict("kari", "pet", "unplaced", facts, facts if enough is None else enough, together)


CONFLICTS = [
    (
        stuck(WINDOW, FULL),
        "kari: pet kan ikke plasseres fordi pet må tas til 2027-05 og unn er fullt 2027-03–2027-05; det holder å "
        "endre én av dem.",
        "kari: pet cannot be placed because pet must be taken until 2027-05 and unn is full 2027-03 to 2027-05; "
        "changing any one of them is enough.",
    ),
    (
        stuck(FULL),
        "kari: pet kan ikke plasseres fordi unn er fullt 2027-03–2027-05; det holder å endre det.",
        "kari: pet cannot be placed because unn is full 2027-03 to 2027-05; changing it is enough.",
    ),
    (
        stuck(OLA, LEAVE, WINDOW, enough=(OLA,)),
        "kari: pet kan ikke plasseres fordi ola har avtalt plass ved unn 2027-03, legen er borte 2027-03–2027-05 og "
        "pet må tas til 2027-05; det holder å endre dette: ola har avtalt plass ved unn 2027-03.",
        "kari: pet cannot be placed because ola has an agreed place at unn 2027-03, the trainee is away 2027-03 to "
        "2027-05 and pet must be taken until 2027-05; changing this is enough: ola has an agreed place at unn "
        "2027-03.",
    ),
    (
        stuck(FULL, LEAVE, WINDOW, enough=(FULL, LEAVE)),
        "kari: pet kan ikke plasseres fordi unn er fullt 2027-03–2027-05, legen er borte 2027-03–2027-05 og pet må "
        "tas til 2027-05; det holder å endre én av disse: unn er fullt 2027-03–2027-05 og legen er borte "
        "2027-03–2027-05.",
        "kari: pet cannot be placed because unn is full 2027-03 to 2027-05, the trainee is away 2027-03 to 2027-05 "
        "and pet must be taken until 2027-05; changing one of these is enough: unn is full 2027-03 to 2027-05 and "
        "the trainee is away 2027-03 to 2027-05.",
    ),
    (
        stuck(FULL, enough=(), together=(FULL, Fact("stints", "pet"))),
        "kari: pet kan ikke plasseres fordi unn er fullt 2027-03–2027-05; dette må endres samtidig: unn er fullt "
        "2027-03–2027-05 og reglene for hvor korte og lange opphold i pet kan være.",
        "kari: pet cannot be placed because unn is full 2027-03 to 2027-05; these must be changed together: unn is "
        "full 2027-03 to 2027-05 and the rules of how short and long stints in pet may be.",
    ),
    (
        replace(stuck(Fact("order", "pet", other="intro"), Fact("calendar")), about="agreement"),
        "kari: avtalen om pet kan ikke holdes fordi pet må komme etter intro og planen ikke går lenger fram; det "
        "holder å endre én av dem.",
        "kari: the agreement on pet cannot be kept because pet must come after intro and the plan looks no further "
        "ahead; changing any one of them is enough.",
    ),
    (
        stuck(Fact("agreement", "ct", "unn", MARCH, MAY), Fact("window", "pet", first=MARCH)),
        "kari: pet kan ikke plasseres fordi ct er avtalt ved unn 2027-03–2027-05 og pet må tas fra 2027-03; det "
        "holder å endre én av dem.",
        "kari: pet cannot be placed because ct is agreed at unn 2027-03 to 2027-05 and pet must be taken from "
        "2027-03; changing any one of them is enough.",
    ),
    (
        replace(stuck(), possible=True),
        "kari: pet kan plasseres, men det koster mer enn å la være.",
        "kari: pet can be placed, but it costs more than leaving it.",
    ),
    (
        stuck(),
        "kari: pet kan ikke plasseres, og ingen endring som er prøvd, hjelper.",
        "kari: pet cannot be placed, and no change that was tried helps.",
    ),
]


@pytest.mark.parametrize(("conflict", "nb", "en"), CONFLICTS)
def test_what_is_impossible_is_said_with_what_to_change(conflict: Conflict, nb: str, en: str) -> None:
    assert conflict_in_words(conflict, "nb") == nb
    assert conflict_in_words(conflict, "en") == en


SHIFTS = [
    (
        Shift("kari", "norm", 1, 13, False),
        "kari: en måned senere norm sparer 13.",
        "kari: a norm one month later saves 13.",
    ),
    (
        Shift("kari", "leave_shorter", -1, 13.5, True, first=MARCH, last=MAY),
        "kari: en måned kortere permisjon (2027-03–2027-05) sparer minst 13.5.",
        "kari: leave one month shorter (2027-03 to 2027-05) saves at least 13.5.",
    ),
    (
        Shift("kari", "window_from", -1, 0, False, "pet", first=MARCH),
        "kari: at pet kan begynne en måned før (fra 2027-03) sparer ikke noe.",
        "kari: letting pet begin one month earlier (from 2027-03) saves nothing.",
    ),
    (
        Shift("kari", "agreement_moved", 1, 5, False, "pet", "unn", MARCH, MAY),
        "kari: avtalen om pet ved unn (2027-03–2027-05) en måned senere sparer 5.",
        "kari: the agreement on pet at unn (2027-03 to 2027-05) one month later saves 5.",
    ),
]


@pytest.mark.parametrize(("shift", "nb", "en"), SHIFTS)
def test_a_months_worth_is_said(shift: Shift, nb: str, en: str) -> None:
    assert shift_in_words(shift, "nb") == nb
    assert shift_in_words(shift, "en") == en


KARI = TraineeOutlook("kari", MAY or 0, MARCH, MARCH, MARCH, MAY, 0.05, 0, 0.02, 0.2, 0)
UNN = ArenaOutlook("unn", 0.25, 1.5, 0.1, 0.3, 0, MAY, 0.125)
OUTLOOK = Outlook(1000, 0, assumed_rates(), 20, 45.5, 3.25, (KARI,), (UNN,))


def test_an_outlook_is_said() -> None:
    said = outlook_in_words(OUTLOOK, "nb")
    assert said == [
        "1000 tenkte framtider. Planen koster 20 i dag og 45.5 i snitt når livet kommer; 3.2 måneder etter normen til "
        "sammen.",
        "kari: trolig ferdig 2027-03–2027-05, oftest 2027-03 (planen 2027-03). Etter normen (2027-05) i 5 %.",
        "  Slutter før planen er ferdig i 2 %. Må flyttes i 20 %.",
        "unn: noen må vente på plass i 25 %, mest 2027-05 (12 %). Står tomt når planen bruker det i 10 %.",
        "Regnet med: foreldrepermisjon 8 % i året, 4–10 måneder; sykefravær 4 % i året, 1–6 måneder; oppsigelse 2 % i "
        "året; godkjenning tar 0.2 måneder i snitt; 10 % av tjenesten kan være fravær uten å tas igjen.",
        "Kilder: antatt; spesialistforskriften § 31, in a simple form.",
    ]
    assert outlook_in_words(OUTLOOK, "en")[1] == (
        "kari: likely finished 2027-03 to 2027-05, most often by 2027-03 (the plan 2027-03). After the norm (2027-05) "
        "in 5 %."
    )


TRAINEES = [
    (replace(KARI, planned=None), ["kari: ingenting er plassert."]),
    (replace(KARI, resigns=1.0), ["kari: slutter i alle framtidene."]),
    (
        replace(KARI, late=None, resigns=0, moved=0, agreement_lost=0.5, follows_late=0.1),
        [
            "kari: trolig ferdig 2027-03–etter kalenderen, oftest 2027-03 (planen 2027-03). Etter normen (2027-05) i "
            "5 %.",
            "  En avtale ryker i 50 %.",
            "  En blokk som skal følge rett etter en annen, kommer for sent i 10 %.",
        ],
    ),
]


@pytest.mark.parametrize(("trainee", "said"), TRAINEES)
def test_a_trainees_outlook_is_said(trainee: TraineeOutlook, said: list[str]) -> None:
    outlook = replace(OUTLOOK, trainees=(trainee,), arenas=())
    assert outlook_in_words(outlook, "nb")[1:-2] == said


ARENAS = [
    (replace(UNN, waited=0, empty=0), []),
    (replace(UNN, waited=0), ["unn: ingen må vente. Står tomt når planen bruker det i 10 %."]),
    (
        replace(UNN, waited=0, too_few=0.5),
        [
            "unn: ingen må vente. Står tomt når planen bruker det i 10 %.",
            "  0.5 måneder med færre enn minst i snitt.",
        ],
    ),
]


@pytest.mark.parametrize(("arena", "said"), ARENAS)
def test_an_arenas_outlook_is_said(arena: ArenaOutlook, said: list[str]) -> None:
    assert outlook_in_words(replace(OUTLOOK, trainees=(), arenas=(arena,)), "nb")[1:-2] == said


def test_plans_that_hold_are_said() -> None:
    plan = Solution("optimal", 20, 20, 0, 0, 0, ())
    plans = [
        Hardened("as_it_is", 0, (), plan, OUTLOOK, pays=True),
        Hardened("held_back", 6, (), plan, replace(OUTLOOK, cost=24, expected_cost=40), pays=True),
        Hardened("longer_blocks", 5, (), plan, replace(OUTLOOK, cost=30, expected_cost=44)),
        Hardened("other_seed", 1, (), plan, replace(OUTLOOK, cost=30, expected_cost=50)),
    ]
    assert hardened_in_words(plans, "nb") == [
        "Planer å velge mellom, billigst i dag først (* lønner seg):",
        "* Planen som den er: koster 20 i dag (+0), 45.5 i snitt (+0), 3.2 måneder etter normen.",
        "* 6 plassmåneder holdt tilbake: koster 24 i dag (+4), 40 i snitt (-5.5), 3.2 måneder etter normen.",
        "  Planlagt 5 % lengre: koster 30 i dag (+10), 44 i snitt (-1.5), 3.2 måneder etter normen.",
        "  Annet søk (nr. 1): koster 30 i dag (+10), 50 i snitt (+4.5), 3.2 måneder etter normen.",
    ]
    alone = hardened_in_words(plans[:1], "en")
    assert alone[-1] == "No plan that was tried is better in the futures than the one you have."
