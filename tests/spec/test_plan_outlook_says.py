"""What the pages say of the impossible and of futures: for each case the exact words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from borealis.planner.formats.months import parse_month
from borealis.planner.robust import TraineeOutlook, assumed_rates
from borealis.plans.conflict_words import impossible_words, why_unplaced
from borealis.plans.outlook_words import likely_words, rate_rows, share_words
from borealis.plans.rules.content import Unplaced
from borealis.plans.rules.outcome import Impossible, Obstacle, impossible_from

FULL = Obstacle("places", None, "PET", "2027-03", "2027-10", None)
WISH = Obstacle("window", "fordypning", None, None, "2027-10", None)
LATER = Obstacle("window", "fordypning", None, "2027-10", None, None)
LEAVE = Obstacle("leave", None, None, "2027-03", "2027-03", None)
ORDER = Obstacle("order", "fordypning", None, None, None, "grunn")
AGREED = Obstacle("agreement", "CT", "Røntgen", "2027-03", "2027-10", None)
COLLEAGUE = Obstacle("others_agreement", "CT", "Røntgen", "2027-03", "2027-10", None)
CALENDAR = Obstacle("calendar", None, None, None, None, None)
STINTS = Obstacle("stints", "fordypning", None, None, None, None)


def stuck(*facts: Obstacle, enough: tuple[Obstacle, ...] | None = None, **more: object) -> Impossible:
    found = Impossible("fordypning", facts, facts if enough is None else enough, (), False)
    return replace(found, **more)  # type: ignore[arg-type]


IMPOSSIBLE = [
    (stuck(FULL), "Kan ikke plasseres fordi PET er fullt mars – okt. 2027. Det holder å endre det."),
    (
        stuck(WISH, FULL),
        "Kan ikke plasseres fordi fordypning er ønsket til oktober 2027 og PET er fullt mars – okt. 2027. Det holder å "
        "endre én av dem.",
    ),
    (
        stuck(LATER, LEAVE, ORDER, enough=(LEAVE,)),
        "Kan ikke plasseres fordi fordypning er ønsket fra oktober 2027, legen er borte mars 2027 og fordypning kommer "
        "etter grunn. Det holder å endre dette: legen er borte mars 2027.",
    ),
    (
        stuck(AGREED, COLLEAGUE, STINTS, enough=(AGREED, COLLEAGUE)),
        "Kan ikke plasseres fordi CT er avtalt ved Røntgen mars – okt. 2027, en kollega har avtalt plass ved Røntgen "
        "mars – okt. 2027 og opphold i fordypning har en korteste og en lengste tid. Det holder å endre én av disse: "
        "CT er avtalt ved Røntgen mars – okt. 2027 og en kollega har avtalt plass ved Røntgen mars – okt. 2027.",
    ),
    (
        stuck(FULL, CALENDAR, enough=(), together=(FULL, WISH)),
        "Kan ikke plasseres fordi PET er fullt mars – okt. 2027 og planene ikke regnes ut lenger fram. Dette må endres "
        "samtidig: PET er fullt mars – okt. 2027 og fordypning er ønsket til oktober 2027.",
    ),
    (stuck(), ""),
]


@pytest.mark.parametrize(("found", "said"), IMPOSSIBLE)
def test_what_is_impossible_is_said_with_what_to_change(found: Impossible, said: str) -> None:
    with translation.override("nb"):
        assert impossible_words(found, None) == said


def test_where_the_facts_are_not_known_the_planners_reason_is_said() -> None:
    part = Unplaced("fordypning", 3, "no_places")
    reason = "Ingen ledig plass før planen er slutt. En plass til, eller en avtale, løser det."
    with translation.override("nb"):
        assert why_unplaced(part, [], None) == reason
        assert why_unplaced(part, [stuck(possible=True)], None) == reason
        assert why_unplaced(part, [stuck(FULL)], None) == IMPOSSIBLE[0][1]
    assert impossible_from({"waiting": {}, "full": []}) == {}


MARCH, MAY = parse_month("2027-03") or 0, parse_month("2027-05") or 0
KARI = TraineeOutlook("1", MAY, MARCH, MARCH, MARCH, MAY, 0.05, 0, 0.02, 0.2, 0)
LIKELY = [
    (KARI, "sannsynlig mellom mars 2027 og mai 2027"),
    (replace(KARI, late=MARCH), "sannsynlig mars 2027"),
    (replace(KARI, late=None), "sannsynlig etter mars 2027, kanskje lenger fram enn planene ser"),
    (replace(KARI, early=None, late=None), "sannsynlig ikke ferdig så langt fram som planene ser"),
]


@pytest.mark.parametrize(("found", "said"), LIKELY)
def test_a_range_is_said(found: TraineeOutlook, said: str) -> None:
    with translation.override("nb"):
        assert likely_words(found) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 prosent"),
        (0.004, "under 1 prosent"),
        (0.01, "1 prosent"),
        (0.127, "13 prosent"),
        (1, "100 prosent"),
    ],
)
def test_a_share_is_said(share: float, said: str) -> None:
    with translation.override("nb"):
        assert share_words(share) == said


def test_the_rates_are_said_with_their_sources() -> None:
    with translation.override("nb"):
        assert [(row["name"], row["rate"], row["source"]) for row in rate_rows(assumed_rates())] == [
            ("Foreldrepermisjon ingen vet om ennå", "8 prosent i året, 4 til 10 måneder", "Antatt"),
            ("Langt sykefravær", "4 prosent i året, 1 til 6 måneder", "Antatt"),
            ("Slutter", "2 prosent i året", "Antatt"),
            ("Siste godkjenning", "0,3 md i snitt etter siste måned i fasen", "Antatt"),
            ("Fravær som ikke må tas igjen", "10 prosent av tjenesten som gjenstår", "§ 31, forenklet"),
        ]
