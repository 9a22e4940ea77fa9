"""The first page of each role shows what that role needs, and nothing that is another's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import Told

pytestmark = pytest.mark.django_db


def text_of(told: Told, person: str, address: str) -> str:
    answer = told.client(person).get(address)
    assert answer.status_code == 200, f"{person} {address}"
    return answer.content.decode()


def test_nobody_sees_programmes_and_the_people_to_look_as(told: Told) -> None:
    text = text_of(told, "", "/")
    assert "Utdanningen i nukleærmedisin" in text or "nukleærmedisin" in text
    assert "Nora Fjellrype" in text


def test_a_person_is_led_to_the_page_of_the_role(told: Told) -> None:
    for person, address in [
        ("Nora Fjellrype", "/lis/"),
        ("Randi Snøugle", "/leder/"),
        ("Oddvar Fjelltind", "/leder/"),
        ("Torunn Havørn", "/veileder/"),
        ("Berit Nordavind", "/koordinator/"),
    ]:
        assert told.client(person).get("/").headers["Location"] == address, person


def test_a_trainee_sees_months_end_and_next_step(told: Told) -> None:
    text = text_of(told, "Aslak Isbre", "/lis/")
    assert "av 78 måneder" in text
    assert "Sannsynlig" in text
    assert "Tidslinje for utdanningen" in text
    assert "Henrik Jerv" in text


def test_agreed_delay_and_research_are_drawn_for_who_has_them(told: Told) -> None:
    nora = text_of(told, "Nora Fjellrype", "/lis/")
    assert "f-res" in nora
    assert "avtalt" in nora.lower()
    assert "f-res" not in text_of(told, "Jonas Polarrev", "/lis/").split("Læringsmål")[0].split("legend")[0]


def test_the_head_sees_every_trainee_and_what_needs_a_signature(told: Told) -> None:
    text = text_of(told, "Randi Snøugle", "/leder/")
    for name in told.trainees:
        assert name in text, name
    assert 'hx-get="/leder/avdeling/unn-nuk/samlet/"' in text


def test_the_lower_half_of_the_departments_page_is_a_part_and_a_page(told: Told) -> None:
    address, client = "/leder/avdeling/unn-nuk/samlet/", told.client("Randi Snøugle")
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    whole = client.get(address).content.decode()
    assert "Plasser i bruk per måned" in part
    assert "Plasser i bruk per måned" in whole
    assert "<html" not in part
    assert "<h1>Avdelingen samlet</h1>" in whole


def test_a_guide_sees_own_trainees_only(told: Told) -> None:
    text = text_of(told, "Torunn Havørn", "/veileder/")
    assert "Nora Fjellrype" in text
    assert "Aslak Isbre" not in text


def test_a_trainee_does_not_see_another(told: Told) -> None:
    other = told.trainees["Aslak Isbre"]
    client = told.client("Nora Fjellrype")
    for address in (
        f"/lis/utdanning/{other}/",
        f"/lis/plan/{other}/",
        f"/lis/plan/{other}/plan.pdf",
        f"/lis/plan/{other}/plan.ics",
        f"/lis/plan/{other}/versjon/1/",
        f"/lis/plan/{other}/sammenlign/",
        f"/lis/maal/{other}/",
        f"/lis/tjeneste/{other}/",
    ):
        assert client.get(address).status_code == 404, address


def test_nobody_and_trainees_do_not_see_the_departments_pages(told: Told) -> None:
    for person in ("", "Nora Fjellrype"):
        client = told.client(person)
        for address in ("/leder/", "/leder/avdeling/unn-nuk/", "/leder/planer/unn-nuk/", "/koordinator/"):
            assert client.get(address).status_code == 404, f"{person} {address}"


@pytest.mark.parametrize("address", ["/leder/", "/leder/planer/unn-nuk/"])
def test_the_number_of_queries_does_not_grow_with_trainees(told: Told, address: str) -> None:
    from borealis.trainees.models import Trainee

    client = told.client("Randi Snøugle")
    client.get(address)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    many = queries()
    other = Trainee.objects.exclude(pk=told.trainees["Nora Fjellrype"])
    other.update(programme_id=_another_programme())
    assert queries() == many


def _another_programme() -> int:
    """The trainees of another programme are not on this one's pages."""
    from borealis.organisations.queries import organisation
    from borealis.programmes.models import Programme

    here = Programme.objects.get(code="unn-nuk")
    there = Programme.objects.create(
        code="annet", specialty=here.specialty, department=organisation("unn-rontgen")
    )
    return there.pk


def test_nobody_is_sent_to_a_page_that_is_closed_to_them(told: Told) -> None:
    """Each link on a person's first page leads somewhere for that person."""
    for person, first in [
        ("Sunniva Vindmåke", "/lis/"),
        ("Jonas Polarrev", "/lis/"),
        ("Henrik Jerv", "/veileder/"),
        ("Berit Nordavind", "/koordinator/"),
        ("Oddvar Fjelltind", "/leder/"),
    ]:
        client = told.client(person)
        text = client.get(first).content.decode()
        links = {part.split('"')[0].split("#")[0] for part in text.split('href="/')[1:]}
        for link in links:
            if not link.startswith("static/"):
                assert client.get(f"/{link}").status_code in (200, 302), f"{person}: /{link}"
