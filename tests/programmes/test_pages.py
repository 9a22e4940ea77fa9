"""Who sees which page of a programme, and what they can do there."""

from __future__ import annotations

import datetime as dt
import io
import re

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from borealis.organisations.actions import import_organisations
from borealis.organisations.queries import organisation
from borealis.people.actions import add_person, assign_role
from borealis.people.queries import viewer_of
from borealis.programmes.actions import apply
from borealis.programmes.permissions import may_edit_programme, may_see_department, visible_to
from borealis.programmes.queries import CurrentProgramme, versions
from tests.programmes.conftest import NOW, changed, line_of, shipped_text

pytestmark = pytest.mark.django_db

COVERAGE, MANAGE = "/leder/dekning/unn-nuk/", "/leder/program/unn-nuk/"


def someone(client: Client, role: str = "", place: str = "unn-pet") -> Client:
    """Sign a person in, with a role at a place or without."""
    person = add_person(by=None, name="Randi Snøugle", email="randi@eksempel.no", now=NOW)
    if role:
        assign_role(
            by=None,
            person=person,
            role=role,
            organisation_id=organisation(place).pk,
            in_force_from=dt.date(2020, 1, 1),
            now=NOW,
        )
    client.force_login(person)
    return client


def words(answer: object) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("role", "place", "sees", "edits"),
    [
        ("head", "unn-pet", True, True),
        ("head", "unn-diagnostisk", True, True),
        ("head", "unn", True, True),
        ("training_lead", "unn-pet", True, True),
        ("training_coordinator", "unn-pet", True, False),
        ("training_coordinator", "helse-nord", True, False),
        ("head", "unn-rontgen", False, False),
        ("head", "unn-tromso", False, False),
        ("head", "st-olavs", False, False),
        ("trainee", "unn-pet", False, False),
        ("guide", "unn-pet", False, False),
        ("", "unn-pet", False, False),
    ],
)
def test_who_sees_what_lies_behind_a_programme(
    unn: CurrentProgramme, client: Client, role: str, place: str, sees: bool, edits: bool
) -> None:
    someone(client, role, place)

    assert client.get(COVERAGE).status_code == (200 if sees else 404)
    assert client.get("/leder/program/unn-nuk/1/").status_code == (200 if sees else 404)
    assert client.get(MANAGE).status_code == (200 if edits else 403 if sees else 404)
    restored = client.post("/leder/program/unn-nuk/1/gjenopprett/")
    assert restored.status_code == (302 if edits else 403 if sees else 404)


def test_the_list_and_the_page_agree(unn: CurrentProgramme, client: Client) -> None:
    person = add_person(by=None, name="Ola Rype", email="ola@eksempel.no", now=NOW)
    place = organisation("unn").pk
    since = dt.date(2020, 1, 1)
    assign_role(by=None, person=person, role="head", organisation_id=place, in_force_from=since, now=NOW)
    viewer = viewer_of(person, dt.date(2026, 11, 22))

    assert [row.pk for row in visible_to(viewer)] == [unn.pk]
    assert may_see_department(viewer, unn)
    assert may_edit_programme(viewer, unn)


def test_signed_out_readers_see_only_the_public_page(unn: CurrentProgramme, client: Client) -> None:
    assert "Utdanningen i nukleærmedisin ved UNN" in words(client.get("/program/unn-nuk/"))
    for address in (COVERAGE, MANAGE, "/leder/dekning/", "/leder/program/", "/leder/program/unn-nuk/1/"):
        assert client.get(address).status_code == 404


def test_an_unknown_programme_is_nowhere(unn: CurrentProgramme, client: Client) -> None:
    someone(client, "head")

    for address in ("/program/x/", "/program/x/pdf/", "/leder/dekning/x/", "/leder/program/x/"):
        assert client.get(address).status_code == 404


def test_the_menu_leads_to_the_viewers_own_programme(unn: CurrentProgramme, client: Client) -> None:
    someone(client, "head")

    assert client.get("/leder/dekning/").headers["Location"] == COVERAGE
    assert client.get("/leder/program/").headers["Location"] == MANAGE
    assert client.get("/program/").headers["Location"] == "/program/unn-nuk/"


def test_the_public_page_has_the_nine_headings_in_order(unn: CurrentProgramme, client: Client) -> None:
    page = client.get("/program/unn-nuk/").content.decode()

    numbered = re.findall(r"<h2 id=\"h-[a-z]+\"><span>(\d)</span>([^<]+)</h2>", page)
    assert [number for number, _ in numbered] == [str(number) for number in range(1, 10)]
    assert page.count("<h1") == 1
    assert "style=" not in page
    assert "<script>" not in page


def test_the_pdf_says_the_same_as_the_page(unn: CurrentProgramme, client: Client) -> None:
    answer = client.get("/program/unn-nuk/pdf/")

    assert answer.headers["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    assert "UNN tilbyr spesialisering i nukleærmedisin i Tromsø." in text
    assert "8 individuelle veiledninger" in text
    assert "Til og med 28. februar 2026 var det 24 mål." in text
    assert "http://testserver/program/unn-nuk/" in text


def test_the_page_and_the_pdf_are_in_the_readers_language(unn: CurrentProgramme, client: Client) -> None:
    client.cookies["language"] = "nn"

    assert "Utdanninga i nukleærmedisin ved UNN" in words(client.get("/program/unn-nuk/"))
    text = pypdf.PdfReader(io.BytesIO(client.get("/program/unn-nuk/pdf/").content)).pages[0].extract_text()
    assert "Utdanninga i nukleærmedisin ved UNN" in re.sub(r"\s+", " ", text)


def test_coverage_shows_every_goal_and_no_gap(unn: CurrentProgramme, client: Client) -> None:
    text = words(someone(client, "head").get(COVERAGE))

    assert "Alle 88 læringsmål har en arena." in text
    assert all(f"NUK-{number}" in text for number in range(103, 177))
    assert "tilbys ikke" not in text


def test_coverage_on_a_day_after_an_agreement_has_ended(unn: CurrentProgramme, client: Client) -> None:
    text = changed("2019-03-01\n    through: null", "2019-03-01\n    through: 2027-01-31")
    apply(by=None, text=text, now=NOW)
    someone(client, "head")

    today, later = words(client.get(COVERAGE)), words(client.get(COVERAGE, {"dag": "2027-02-01"}))

    assert "Avtalen unn-pet-rontgen løper ut 31. januar 2027" in today
    assert "Forny avtalen" in today
    assert "15 læringsmål tilbys ikke av noen arena" in later
    assert "Avtalen om Røntgen CT og Røntgen MR og UL gjelder ikke denne dagen." in later
    assert "Legg målene til en arena" in later


def test_a_coordinator_gets_no_button_that_would_be_refused(unn: CurrentProgramme, client: Client) -> None:
    text = changed("2019-03-01\n    through: null", "2019-03-01\n    through: 2027-01-31")
    apply(by=None, text=text, now=NOW)
    someone(client, "training_coordinator")

    assert "Forny avtalen" not in words(client.get(COVERAGE))


def test_a_day_that_is_none_is_told_at_the_field(unn: CurrentProgramme, client: Client) -> None:
    page = words(someone(client, "head").get(COVERAGE, {"dag": "i morgen"}))

    assert "Skriv en dato, for eksempel 3.12.2026." in page
    assert "Alle 88 læringsmål har en arena." in page


def test_a_wrong_file_is_shown_with_its_lines_and_the_text_is_kept(
    unn: CurrentProgramme, client: Client
) -> None:
    text = changed("places: 3}", "places: -3}")

    answer = someone(client, "head").post(MANAGE, {"tekst": text})

    page = words(answer)
    assert "Én ting må rettes i filen" in page
    assert f"Linje {line_of(text, 'places: -3}')}, tegn" in page
    assert "Skriv 0 eller mer." in page
    assert "places: -3}" in answer.content.decode().split("<textarea", 1)[1]
    assert "Ta i bruk" not in page.split("Versjoner")[0]
    assert versions(unn.pk).count() == 1


def test_a_file_that_is_not_text_is_told_and_breaks_nothing(unn: CurrentProgramme, client: Client) -> None:
    chosen = SimpleUploadedFile("program.yaml", b"\xff\xfe\x00\x01")

    page = words(someone(client, "head").post(MANAGE, {"fil": chosen}))

    assert "Filen er ikke lagret som UTF-8." in page


def test_nothing_sent_is_told_at_the_field(unn: CurrentProgramme, client: Client) -> None:
    assert "Velg en fil, eller lim inn teksten." in words(someone(client, "head").post(MANAGE, {}))


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def test_a_sound_file_is_previewed_and_then_put_in_force(unn: CurrentProgramme, client: Client) -> None:
    text = changed("places: 3}", "places: 4}")
    someone(client, "head")

    preview = client.post(MANAGE, {"fil": SimpleUploadedFile("p.yaml", text.encode())}).content.decode()
    assert "PET-tolkning: plasser fra 3 (2026-01 –) til 4 (2026-01 –)." in preview
    assert versions(unn.pk).count() == 1
    seen = {name: hidden(preview, name) for name in ("vist", "gjeldende")}
    done = client.post(MANAGE, {"tekst": text.replace("\n", "\r\n"), "ta_i_bruk": "1", **seen}, follow=True)

    assert "Versjon 2 er i bruk." in words(done)
    assert [(row.number, row.applied_by.name if row.applied_by else "") for row in versions(unn.pk)] == [
        (2, "Randi Snøugle"),
        (1, ""),
    ]


def test_only_what_was_shown_is_put_in_force(unn: CurrentProgramme, client: Client) -> None:
    text = changed("places: 3}", "places: 4}")
    someone(client, "head")
    preview = client.post(MANAGE, {"tekst": text}).content.decode()
    seen = {name: hidden(preview, name) for name in ("vist", "gjeldende")}

    other = text.replace("places: 4}", "places: 9}")
    answer = client.post(MANAGE, {"tekst": other, "ta_i_bruk": "1", **seen})

    assert "til 9 (2026-01" in words(answer)
    assert versions(unn.pk).count() == 1


def test_a_preview_against_an_older_version_is_shown_again(unn: CurrentProgramme, client: Client) -> None:
    text = changed("places: 3}", "places: 4}")
    someone(client, "head")
    preview = client.post(MANAGE, {"tekst": text}).content.decode()
    seen = {name: hidden(preview, name) for name in ("vist", "gjeldende")}
    apply(by=None, text=changed("places: 3}", "places: 5}"), now=NOW)

    answer = client.post(MANAGE, {"tekst": text, "ta_i_bruk": "1", **seen})

    assert "plasser fra 5 (2026-01 –) til 4" in words(answer)
    assert versions(unn.pk).count() == 2


def test_an_earlier_version_is_put_back_from_the_page(unn: CurrentProgramme, client: Client) -> None:
    apply(by=None, text=changed("places: 3}", "places: 4}"), now=NOW)

    done = someone(client, "head").post("/leder/program/unn-nuk/1/gjenopprett/", follow=True)

    assert "Versjon 3 er i bruk." in words(done)
    assert client.post("/leder/program/unn-nuk/99/gjenopprett/").status_code == 404


def test_a_version_that_no_longer_holds_is_refused_with_its_line(
    unn: CurrentProgramme, client: Client
) -> None:
    from borealis.programmes.models import ProgrammeVersion

    broken = changed("department: unn-rontgen", "department: unn-nedlagt")
    ProgrammeVersion.objects.filter(programme_id=unn.pk).update(text=broken)

    done = someone(client, "head").post("/leder/program/unn-nuk/1/gjenopprett/", follow=True)

    assert "Versjon 1 kan ikke tas i bruk nå." in words(done)
    assert "unn-nedlagt" in words(done)


def test_a_version_is_downloaded_as_it_was_written(unn: CurrentProgramme, client: Client) -> None:
    answer = someone(client, "head").get("/leder/program/unn-nuk/1/")

    assert answer.content.decode() == shipped_text()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="unn-nuk-1.yaml"'


def test_several_programmes_are_listed_to_choose_from(unn: CurrentProgramme, client: Client) -> None:
    import_organisations(
        by=None,
        text="format: borealis/organisations/1\norganisations: "
        "[{code: unn-to, kind: department, parent: unn, name: {nb: To}}]",
        now=NOW,
    )
    start = shipped_text().index("agreements:\n  - id")
    text = shipped_text()[:start] + shipped_text()[shipped_text().index("phases:\n") :]
    text = text.replace("code: unn-nuk", "code: unn-to").replace(
        "department: unn-pet\ntown", "department: unn-to\ntown"
    )
    for arena in unn.document.arenas:
        text = text.replace(f"id: {arena.id}", f"id: to-{arena.id}")
    apply(by=None, text=text, now=NOW)
    someone(client, "head", "unn")

    assert "/program/unn-to/" in client.get("/program/").content.decode()
    assert "/leder/dekning/unn-to/" in client.get("/leder/dekning/").content.decode()


@pytest.mark.parametrize("address", ["/program/unn-nuk/", COVERAGE, MANAGE])
def test_the_number_of_reads_does_not_grow_with_arenas(
    unn: CurrentProgramme, client: Client, django_assert_max_num_queries: object, address: str
) -> None:
    someone(client, "head")
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        assert client.get(address).status_code == 200
