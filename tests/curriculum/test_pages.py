"""The public pages of specialties and their goals."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import translation

from borealis.curriculum.actions import apply_import
from borealis.curriculum.models import Goal, GoalSet, Specialty
from borealis.curriculum.sources import Source
from tests.curriculum.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]
NLOD = "Inneholder data under norsk lisens for offentlige data (NLOD) tilgjengeliggjort av Lovdata."


@pytest.fixture
def client() -> Iterator[Client]:
    with translation.override("nb"):
        yield Client()


def text_of(client: Client, address: str) -> str:
    """The words of a page, without mark-up."""
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    body = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


class _Marks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if "style" in found or tag == "style" or any(name.startswith("on") for name in found):
            self.faults.append(tag)


def marks_of(client: Client, address: str) -> _Marks:
    marks = _Marks()
    marks.feed(client.get(address).content.decode())
    return marks


def test_the_list_shows_the_specialties_of_the_day(client: Client) -> None:
    after = text_of(client, "/spesialiteter/?dag=2026-10-01")
    assert "45 spesialiteter er på listen 1. oktober 2026." in after
    assert "Barne- og ungdomsmedisin" in after
    assert "Generell kirurgi" not in after
    before = text_of(client, "/spesialiteter/?dag=2026-09-30")
    assert "46 spesialiteter er på listen 30. september 2026." in before
    assert "Generell kirurgi ikke kontrollert KIR" in before
    assert "Barnesykdommer" in before


def test_the_list_says_how_many_goals_are_known(client: Client) -> None:
    words = text_of(client, "/spesialiteter/?dag=2026-11-22")
    assert "Nukleærmedisin NUK ingen 74" in words
    assert "Geriatri GER FIM ikke lagt inn" in words
    assert "14 felles kompetansemål gjelder alle." in words
    assert "24 felles kompetansemål" in text_of(client, "/spesialiteter/?dag=2026-02-28")


def test_what_is_not_verified_is_marked(client: Client) -> None:
    words = text_of(client, "/spesialiteter/?dag=2026-11-22")
    assert "Barne- og ungdomsmedisin ikke kontrollert" in words
    assert "Forskriften var ikke tilgjengelig; ikke kontrollert." in words


@pytest.mark.parametrize("address", ["/spesialiteter/", "/spesialiteter/NUK/"])
def test_a_day_that_is_no_day_gets_a_message_and_is_kept(client: Client, address: str) -> None:
    words = text_of(client, f"{address}?dag=31.02.2026")
    assert "«31.02.2026» er ikke en dato. Skriv for eksempel 2026-09-30." in words
    assert 'value="31.02.2026"' in client.get(f"{address}?dag=31.02.2026").content.decode()


def test_a_specialty_shows_its_goals_by_group_with_levels_and_source(client: Client) -> None:
    words = text_of(client, "/spesialiteter/NUK/?dag=2026-11-22")
    assert (
        "Nukleærmedisin 74 læringsmål FOR-2025-01-17-51 hos Lovdata I kraft fra 1. september 2025." in words
    )
    assert "C38.1 Strålevern 4" in words
    assert (
        "NUK-109 Akvisisjon, rekonstruksjon, attenuasjonskorreksjon kunnskap 3, kunnskap 1, ferdighet 3"
        in words
    )
    assert "Felles kompetansemål, del 2 og 3 14 læringsmål" in words


def test_earlier_sets_are_named_with_their_days(client: Client) -> None:
    words = text_of(client, "/spesialiteter/NUK/?dag=2026-11-22")
    assert "LM-2019-03 I kraft 1. mars 2019 til og med 28. februar 2026. 24 læringsmål." in words
    assert "/spesialiteter/LM/?dag=2026-02-28" in marks_of(client, "/spesialiteter/NUK/?dag=2026-11-22").links
    earlier = text_of(client, "/spesialiteter/LM/?dag=2026-02-28")
    assert "LM-04 Etikk 1" in earlier
    assert "Ordlyden i disse målene er ikke kjent." in earlier


def test_before_its_first_day_a_set_is_not_shown_as_in_force(client: Client) -> None:
    words = text_of(client, "/spesialiteter/NUK/?dag=2025-08-31")
    assert "Spesialitetens egne læringsmål er ikke lagt inn her." in words
    assert "NUK-103" not in words
    assert "NUK-2025-09 I kraft fra 1. september 2025." in words


def test_legal_wording_comes_with_the_attribution(client: Client, nuclear_act: Source) -> None:
    assert NLOD not in text_of(client, "/spesialiteter/NUK/")
    apply_import(by=None, source=nuclear_act, now=NOW)
    words = text_of(client, "/spesialiteter/NUK/")
    assert "Ha god kunnskap om strålevernloven og strålevernforskrifter" in words
    assert NLOD in words


def test_goals_without_a_title_of_ours_show_their_wording_once(client: Client, regulation: Source) -> None:
    apply_import(by=None, source=regulation, now=NOW)
    words = text_of(client, "/spesialiteter/RAD/")
    assert words.count("Under supervisjon kunne kommunisere radiologiske funn muntlig") == 1
    assert "Første dag er ikke kjent. Teksten er slik den var 1. mars 2026." in words
    assert "Nivåene er lest av ordlyden" in words
    assert "trinn 3a, ferdighet 2" in words
    internal = text_of(client, "/spesialiteter/GER/")
    assert "FIM-001" in internal
    assert "GER-001" in internal
    assert "101" not in text_of(client, "/spesialiteter/FIM/").split("læringsmål")[0]


def test_each_goal_has_an_address_and_links_arrive(client: Client, regulation: Source) -> None:
    apply_import(by=None, source=regulation, now=NOW)
    for address in ("/spesialiteter/", "/spesialiteter/NUK/", "/spesialiteter/ØNH/", "/spesialiteter/AMM/"):
        marks = marks_of(client, address)
        assert len(marks.ids) == len(set(marks.ids))
        assert {link[1:] for link in marks.links if link.startswith("#")} <= set(marks.ids)
        assert marks.faults == []
        assert marks.headings.count("h1") == 1
        levels = [int(heading[1]) for heading in marks.headings]
        assert all(after - before <= 1 for before, after in pairwise(levels))
    assert "NUK-103" in marks_of(client, "/spesialiteter/NUK/").ids


@pytest.mark.parametrize("address", ["/spesialiteter/XYZ/", "/spesialiteter/nuk%00/", "/spesialiteter/'/"])
def test_what_is_no_specialty_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("language", "words"), [("nn", "Regelverk om strålevern"), ("en", "Radiation protection law")]
)
def test_goals_are_shown_in_the_readers_language(client: Client, language: str, words: str) -> None:
    client.cookies["language"] = language
    assert words in text_of(client, "/spesialiteter/NUK/")


def _more_specialties(count: int) -> None:
    """Specialties with a set of goals each, beside the shipped ones."""
    for n, letter in enumerate("ABC"[:count]):
        row = Specialty.objects.create(code=f"X{letter}", chapter=f"C9{n}", name_nb=f"Eksempelfag {n}")
        goal_set = GoalSet.objects.create(
            code=f"X{letter}-2026-01",
            prefix=row.code,
            specialty=row,
            name_nb=row.name_nb,
            part="3",
            source="Eksempel",
        )
        group = goal_set.groups.create(order=1, code="C9.1", name_nb="Gruppe")
        for m in range(1 + n):
            Goal.objects.create(
                goal_set=goal_set, group=group, order=m, code=f"X{letter}-{m:03}", title_nb="Mål"
            )


def _queries(client: Client, address: str, counter) -> int:
    with counter() as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("address", ["/spesialiteter/", "/spesialiteter/NUK/"])
def test_a_page_asks_as_often_for_three_rows_as_for_one(client: Client, address: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def counter() -> CaptureQueriesContext:
        return CaptureQueriesContext(connection)

    Specialty.objects.exclude(code="NUK").filter(goal_sets=None).delete()
    one = _queries(client, address, counter)
    _more_specialties(3)
    nuk = Specialty.objects.get(code="NUK")
    GoalSet.objects.filter(code__startswith="XB").update(specialty=nuk)
    assert _queries(client, address, counter) == one
    assert one <= 10


def test_the_day_of_the_pages_is_today_when_none_is_asked(client: Client) -> None:
    GoalSet.objects.filter(code="NUK-2025-09").update(in_force_to=dt.date(2025, 12, 31))
    assert "NUK-103" not in text_of(client, "/spesialiteter/NUK/")
