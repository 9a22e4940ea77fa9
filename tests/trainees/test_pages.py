"""The pages: what is shown to whom, and that bad input is told at its field with what was typed kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from borealis.people.actions import choose_language
from borealis.trainees.actions import appoint_guide
from borealis.trainees.models import Service, Trainee
from borealis.trainees.queries import goal_states, training_record
from tests.trainees.conftest import NOW, Day, House, enrol
from tests.trainees.test_actions import stored
from tests.trainees.test_queries import fill, goal

pytestmark = pytest.mark.django_db
Read = Callable[..., HttpResponse]


def signed_in(house: House, who: str) -> Client:
    client = Client()
    if who:
        client.force_login(house.people[who])
    return client


def text(answer: HttpResponse) -> str:
    """The page's words, without mark-up and with single spaces."""
    found = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", found.replace("&nbsp;", " "))


PAGES = ["trainee_goals", "trainee_service", "trainee_wishes"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("trainee", 200),
        ("guide", 200),
        ("head", 200),
        ("coordinator", 200),
        ("colleague", 404),
        ("head_elsewhere", 404),
        ("", 404),
    ],
)
def test_pages_are_seen_by_those_who_see_the_trainee(
    nora: Trainee, house: House, page: str, who: str, status: int
) -> None:
    fill(nora, house)
    answer = signed_in(house, who).get(reverse(page, args=[nora.pk]))
    assert answer.status_code == status
    assert ("Nora Fjellrype" in answer.content.decode()) is (status == 200)


@pytest.mark.parametrize(
    ("own", "page"), [("goals_own", "trainee_goals"), ("service_own", "trainee_service")]
)
def test_the_menu_leads_to_ones_own(nora: Trainee, house: House, own: str, page: str) -> None:
    answer = signed_in(house, "trainee").get(reverse(own))
    assert answer.headers["Location"] == reverse(page, args=[nora.pk])
    assert signed_in(house, "head").get(reverse(own)).status_code == 404


# Learning goals


def test_goals_stand_in_groups_with_sums_levels_and_wording(nora: Trainee, house: House) -> None:
    fill(nora, house)
    answer = signed_in(house, "trainee").get(reverse("trainee_goals", args=[nora.pk]))
    html, words = answer.content.decode(), text(answer)
    assert (
        "1 av 88 læringsmål er godkjent. 1 venter på godkjenning, 1 er i gang og 85 er ikke begynt." in words
    )
    assert html.count('<li class="li">') == 88
    for anchor in ("nuk-2025-09-c38-1", "nuk-2025-09", "fkm-2026-03"):
        assert html.count(f'id="{anchor}"') == 1
    assert "kunnskap 3" in words
    assert len(set(re.findall(r' id="([^"]+)"', html))) == len(re.findall(r' id="([^"]+)"', html))
    assert "Før tilstand" not in words


@pytest.mark.parametrize(
    ("only", "goals"),
    [("approved", 1), ("submitted", 1), ("in_progress", 1), ("not_begun", 85), ("", 88), ("tull'\"<", 88)],
)
def test_goals_are_filtered_by_state(nora: Trainee, house: House, only: str, goals: int) -> None:
    fill(nora, house)
    answer = signed_in(house, "head").get(reverse("trainee_goals", args=[nora.pk]), {"vis": only})
    assert answer.content.decode().count('<li class="li">') == goals


def test_a_filter_with_nothing_behind_says_so(nora: Trainee, house: House) -> None:
    answer = signed_in(house, "trainee").get(reverse("trainee_goals", args=[nora.pk]), {"vis": "approved"})
    assert "Ingen mål er i denne tilstanden." in text(answer)


# Service


def test_service_shows_what_counts_why_and_by_which_reading(nora: Trainee, house: House) -> None:
    fill(nora, house)
    words = text(signed_in(house, "trainee").get(reverse("trainee_service", args=[nora.pk])))
    for part in (
        "måneder teller",
        "§ 31 (1)–(3), (4) c",
        "Hele kalendermåneder fyller delen",
        "lesemåte A",
        "lesemåte B",
        "Annet fravær: 182 dager. Av dem er 73,1 uten trekk, og 108,9 trekkes fra (§ 31 (4) c).",
        "normert løp: februar 2028",
        "Ikke bekreftet",
        "Foreldrepermisjon",
        "Torunn Havørn",
        "PET-tolkning",
    ):
        assert part in words, part
    assert "Registrer tjeneste" not in words


def test_only_who_registers_sees_the_ways_to_register(nora: Trainee, house: House) -> None:
    fill(nora, house)
    head = text(signed_in(house, "head").get(reverse("trainee_service", args=[nora.pk])))
    assert "Registrer tjeneste" in head
    assert "Oppnevn veileder" in head
    assert "Registrer tjeneste" not in text(
        signed_in(house, "coordinator").get(reverse("trainee_service", args=[nora.pk]))
    )


def test_a_page_costs_few_queries_however_much_is_registered(nora: Trainee, house: House) -> None:
    def cost(page: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(page, args=[nora.pk]))
        return len(captured)

    client = signed_in(house, "head")
    empty = {page: cost(page) for page in PAGES}
    fill(nora, house)
    full = {page: cost(page) for page in PAGES}
    assert max(full.values()) <= 30
    assert all(full[page] - empty[page] <= 3 for page in PAGES)


# Forms

SERVICE = {"kind": "specialty", "arena": "unn-gammakamera", "from_day": "2025-03-01", "to_day": "2025-12-31"}
SERVICE["percent"] = "60"
GOOD: dict[str, dict[str, str]] = {
    "stilling": {"from_day": "2023-03-01", "percent": "60", "research_percent": "40"},
    "tjeneste": SERVICE,
    "fravaer": {"kind": "holiday", "from_day": "2025-07-01", "to_day": "2025-07-31", "percent": "100"},
    "veileder": {"from_day": "2026-01-01"},
    "maal": {"state": "in_progress", "on": "2026-01-01"},
    "fratrekk": {"phase": "hot-lab", "months": "2,5", "reason": "Oslo", "decided_on": "2026-11-01"},
}

BAD: list[tuple[str, dict[str, str], str, str]] = [
    ("tjeneste", {"from_day": ""}, "from_day", "Skriv en dato"),
    ("tjeneste", {"from_day": "31.02.2025"}, "from_day", "Skriv en dato"),
    ("tjeneste", {"from_day": "i går"}, "from_day", "Skriv en dato"),
    ("tjeneste", {"to_day": "2025-02-28"}, "to_day", "Siste dag er før første dag"),
    ("tjeneste", {"from_day": "0001-01-01"}, "from_day", "mellom 1970"),
    ("tjeneste", {"from_day": "2021-07-01"}, "from_day", "§ 2"),
    ("tjeneste", {"percent": "mye"}, "percent", "helt tall"),
    ("tjeneste", {"percent": "60,5"}, "percent", "helt tall"),
    ("tjeneste", {"percent": "0"}, "percent", "helt tall"),
    ("tjeneste", {"percent": "99999999999999999999"}, "percent", "helt tall"),
    ("tjeneste", {"percent": ""}, "percent", "helt tall"),
    ("tjeneste", {"kind": "hemmelig"}, "kind", "Velg ett"),
    ("tjeneste", {"arena": "haukeland-pet"}, "arena", "Velg ett"),
    ("tjeneste", {"arena": ""}, "place", "læringsarena"),
    ("tjeneste", {"place": "x" * 201}, "place", "200"),
    ("tjeneste", {"place": "a\x00b"}, "place", "Null"),
    ("tjeneste", {"confirmed_on": "2099-01-01"}, "confirmed_on", "ikke kommet"),
    ("tjeneste", {"kind": "part1_hospital"}, "to_day", "§ 18"),
    ("fravaer", {"percent": "101"}, "percent", "100"),
    ("fravaer", {"from_day": "2020-01-01"}, "from_day", "stilling"),
    ("fravaer", {"kind": ""}, "kind", "Velg ett"),
    ("stilling", {"research_percent": "41"}, "percent", "101 prosent"),
    ("stilling", {"department": "987654"}, "department", "Velg ett"),
    ("stilling", {"department": "Røntgen"}, "department", "Velg ett"),
    ("veileder", {"guide": "987654"}, "guide", "Velg ett"),
    ("maal", {"goal": "987654"}, "goal", "Velg ett"),
    ("maal", {"state": "approved"}, "grounds", "bygger på"),
    ("maal", {"on": "2099-01-01"}, "on", "fram i tid"),
    ("maal", {"grounds": "x" * 301}, "grounds", "300"),
    ("fratrekk", {"months": "to"}, "months", "2,5"),
    ("fratrekk", {"months": "-1"}, "months", "2,5"),
    ("fratrekk", {"months": "1e9"}, "months", "2,5"),
    ("fratrekk", {"months": "NaN"}, "months", "2,5"),
    ("fratrekk", {"months": "4"}, "months", "3 måneder"),
    ("fratrekk", {"reason": " "}, "reason", "Fyll ut"),
]


def typed(kind: str, house: House) -> dict[str, str]:
    """What a head types, with the keys that the stored rows happen to have."""
    facts = dict(GOOD[kind])
    if kind == "stilling":
        facts["department"] = str(house.places["unn-pet"])
    if kind == "veileder":
        facts["guide"] = str(house.people["guide"].pk)
    if kind == "maal":
        facts["goal"] = str(goal("NUK-110"))
    return facts


def prepare(kind: str, nora: Trainee, house: House, client: Client) -> str:
    """The address of a form, with the post that absence needs."""
    if kind == "fravaer":
        post = reverse("trainee_register", args=[nora.pk, "stilling"])
        assert client.post(post, typed("stilling", house)).status_code == 302
    return reverse("trainee_register", args=[nora.pk, kind])


@pytest.mark.parametrize("kind", GOOD)
def test_a_form_shows_every_field_with_its_label_and_stores_what_is_right(
    nora: Trainee, house: House, kind: str
) -> None:
    client = signed_in(house, "head")
    address = prepare(kind, nora, house, client)
    html = client.get(address).content.decode()
    assert html.count("<h1>") == 1
    for identity in re.findall(r'<(?:input|select|textarea)[^>]* id="(id_[^"]+)"', html):
        assert f'for="{identity}"' in html
    answer = client.post(address, typed(kind, house), follow=True)
    assert answer.redirect_chain
    assert "message success" in answer.content.decode()


@pytest.mark.parametrize(("kind", "change", "field", "word"), BAD)
def test_bad_input_is_told_at_its_field_typed_text_stays_and_nothing_is_stored(
    nora: Trainee, house: House, kind: str, change: dict[str, str], field: str, word: str
) -> None:
    client = signed_in(house, "head")
    address = prepare(kind, nora, house, client)
    before = stored()
    facts = {**typed(kind, house), **change}
    answer = client.post(address, facts)
    html = answer.content.decode()
    assert answer.status_code == 422
    error = re.search(rf'id="id_{field}_error">(.*?)</p>', html, re.DOTALL)
    assert error, field
    assert word in error.group(1)
    assert f'href="#id_{field}"' in html
    assert 'aria-invalid="true"' in html
    if kind == "tjeneste":
        assert f'value="{facts["to_day"]}"' in html
    assert stored() == before


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize(
    ("who", "status"), [("trainee", 403), ("coordinator", 403), ("head_elsewhere", 404), ("", 404)]
)
def test_who_may_not_register_is_stopped(
    nora: Trainee, house: House, kind: str, who: str, status: int
) -> None:
    before = stored()
    address = reverse("trainee_register", args=[nora.pk, kind])
    assert signed_in(house, who).get(address).status_code == status
    assert signed_in(house, who).post(address, typed(kind, house)).status_code == status
    assert stored() == before


@pytest.mark.parametrize("kind", ["ukjent", "Tjeneste", "service"])
def test_an_unknown_kind_of_form_is_not_found(nora: Trainee, house: House, kind: str) -> None:
    address = reverse("trainee_register", args=[nora.pk, kind])
    assert signed_in(house, "head").get(address).status_code == 404


def test_a_goal_is_chosen_by_the_link_from_the_list(nora: Trainee, house: House) -> None:
    address = reverse("trainee_register", args=[nora.pk, "maal"])
    html = signed_in(house, "head").get(address, {"maal": goal("NUK-110")}).content.decode()
    assert re.search(rf'<option value="{goal("NUK-110")}" selected>NUK-110', html)
    assert signed_in(house, "head").get(address, {"maal": "tull"}).status_code == 200


def test_free_text_carries_the_line_about_patients(nora: Trainee, house: House) -> None:
    for kind in ("tjeneste", "maal", "fratrekk"):
        words = text(signed_in(house, "head").get(reverse("trainee_register", args=[nora.pk, kind])))
        assert "Skriv ikke noe om pasienter her." in words


def test_service_is_confirmed_withdrawn_and_undone_on_the_page(nora: Trainee, house: House) -> None:
    fill(nora, house)
    client = signed_in(house, "head")
    row = Service.objects.get(trainee=nora, confirmed_on=None)
    confirm = reverse("trainee_confirm", args=[nora.pk, row.pk])
    assert client.get(confirm).status_code == 200
    refused = client.post(confirm, {"confirmed_on": "2026-11-20", "through": "2026-11-21"})
    assert "21. november 2026" in text(refused)
    today = timezone.localdate().isoformat()
    client.post(confirm, {"confirmed_on": today, "through": "2026-10-31"})
    assert training_record(nora.pk).services[-2].to_day == Day("2026-10-31")
    assert client.get(confirm).status_code == 404
    client.post(reverse("trainee_withdraw", args=[nora.pk, row.pk]))
    assert Service.objects.get(pk=row.pk).confirmed_on is None
    answer = client.post(reverse("trainee_undo", args=[nora.pk, "service", row.pk]), follow=True)
    assert "Raden er tatt bort." in text(answer)
    assert not Service.objects.filter(pk=row.pk).exists()


def test_what_cannot_be_undone_is_said_calmly(nora: Trainee, house: House) -> None:
    fill(nora, house)
    row = Service.objects.filter(trainee=nora).earliest("pk")
    Service.objects.filter(pk=row.pk).update(recorded_at="2026-01-01T00:00:00Z")
    client = signed_in(house, "head")
    answer = client.post(reverse("trainee_undo", args=[nora.pk, "service", row.pk]), follow=True)
    assert "eldre enn ett døgn" in text(answer)
    for entry in ("ukjent", "absence"):
        answer = client.post(reverse("trainee_undo", args=[nora.pk, entry, 987654]), follow=True)
        assert "finnes ikke lenger" in text(answer)
    assert client.get(reverse("trainee_undo", args=[nora.pk, "service", row.pk])).status_code == 405


def test_a_post_is_ended_on_the_page(nora: Trainee, house: House) -> None:
    fill(nora, house)
    client = signed_in(house, "head")
    pk = training_record(nora.pk).employments[0].pk
    address = reverse("trainee_end", args=[nora.pk, pk])
    assert client.post(address, {"to_day": "2020-01-01"}).status_code == 422
    client.post(address, {"to_day": "2027-01-31"})
    assert training_record(nora.pk).employments[0].to_day == Day("2027-01-31")
    assert client.get(reverse("trainee_end", args=[nora.pk, 987654])).status_code == 404


def test_rows_of_another_trainee_are_not_found(nora: Trainee, house: House) -> None:
    fill(nora, house)
    other = enrol(house, "colleague")
    pk = Service.objects.get(trainee=nora, confirmed_on=None).pk
    client = signed_in(house, "head")
    assert client.get(reverse("trainee_confirm", args=[other.pk, pk])).status_code == 404
    post = training_record(nora.pk).employments[0].pk
    assert client.get(reverse("trainee_end", args=[other.pk, post])).status_code == 404


# Wishes

WISH = {"kind": "not_before", "phase": "hot-lab", "month": "2028-08"}


def test_a_trainee_adds_and_removes_a_wish(nora: Trainee, house: House) -> None:
    client = signed_in(house, "trainee")
    address = reverse("trainee_wishes", args=[nora.pk])
    answer = client.post(address, WISH, follow=True)
    assert "Hot-lab Ikke før en måned: august 2028" in text(answer)
    (wish,) = training_record(nora.pk).wishes
    answer = client.post(reverse("trainee_wish_remove", args=[nora.pk, wish.pk]), follow=True)
    assert "Ønsket er fjernet." in text(answer)
    assert training_record(nora.pk).wishes == ()


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"month": "2020-01"}, "month", "denne måneden"),
        ({"month": "august"}, "month", "2027-08"),
        ({"month": ""}, "month", "2027-08"),
        ({"phase": "tull"}, "phase", "Velg ett"),
        ({"kind": "prefer_arena", "arena": "unn-rontgen-ct"}, "arena", "der fasen kan tas"),
        ({"kind": ""}, "kind", "Velg ett"),
    ],
)
def test_a_wish_that_cannot_be_is_told_at_its_field(
    nora: Trainee, house: House, change: dict[str, str], field: str, word: str
) -> None:
    before = stored()
    answer = signed_in(house, "trainee").post(reverse("trainee_wishes", args=[nora.pk]), {**WISH, **change})
    error = re.search(rf'id="id_{field}_error">(.*?)</p>', answer.content.decode(), re.DOTALL)
    assert error
    assert word in error.group(1)
    assert stored() == before


def test_who_only_sees_reads_wishes_but_has_no_form(nora: Trainee, house: House) -> None:
    appoint_guide(
        by=None, trainee_id=nora.pk, guide_id=house.people["guide"].pk, from_day=Day("2023-03-01"), now=NOW
    )
    client = signed_in(house, "guide")
    address = reverse("trainee_wishes", args=[nora.pk])
    assert "Legg til ønsket" not in text(client.get(address))
    assert client.post(address, WISH).status_code == 403
    assert client.post(reverse("trainee_wish_remove", args=[nora.pk, 1])).status_code == 403


def test_every_page_is_written_in_nynorsk_and_english_too(nora: Trainee, house: House) -> None:
    fill(nora, house)
    client = signed_in(house, "head")
    for language in ("nn", "en"):
        choose_language(by=house.people["head"].pk, language=language, now=NOW)
        for page in PAGES:
            answer = client.get(reverse(page, args=[nora.pk]))
            assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_pages_have_one_heading_no_inline_style_and_no_script_of_their_own(
    nora: Trainee, house: House, page: str
) -> None:
    fill(nora, house)
    html = signed_in(house, "head").get(reverse(page, args=[nora.pk])).content.decode()
    assert html.count("<h1>") == 1
    assert "style=" not in html
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"\son[a-z]+=", html)


def test_a_page_of_an_empty_record_tells_the_next_step(nora: Trainee, house: House) -> None:
    words: Any = text(signed_in(house, "trainee").get(reverse("trainee_service", args=[nora.pk])))
    assert "Legen har ikke veileder ennå. Lederen oppnevner (§ 25)." in words
    assert "0 av 78 måneder teller. 78 gjenstår (§ 2)." in words
    assert "ikke med stillingene slik de er" in words
    assert goal_states(nora.pk) == {}
