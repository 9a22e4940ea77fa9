"""The pages: who finds what, what is refused in which words, and the whole way by hand."""

from __future__ import annotations

import html

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from borealis.courses.models import Course, CourseDate, CourseImport, Registration
from tests.courses.conftest import DAY, PDF, School
from tests.courses.test_catalogue import HEAD, NEW
from tests.courses.test_registrations import over

pytestmark = pytest.mark.django_db


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def sent(client: Client, address: str, **typed: object) -> str:
    """What the page says after something was sent, wherever it leads."""
    return html.unescape(client.post(address, typed, follow=True).content.decode())


def test_a_trainee_sees_what_fits_first_and_the_rest_folded(school: School) -> None:
    Course.objects.filter(code="straalevern").update(specialties=["RAD"])
    page = text(school.told.client("Nora Fjellrype"), "/kurs/")
    mine, others = page.split("for andre spesialiteter")
    assert "Målemetoder på vidda" in mine
    assert "Strålevern i nordavind" in others
    assert "NUK-107" in mine


def test_whoever_is_in_no_training_sees_the_catalogue_without_buttons_to_wish(school: School) -> None:
    page = text(school.told.client("Torunn Havørn"), f"/kurs/om/{school.course.code}/")
    assert "Karasjok" in page
    assert "Ønsk plass" not in page
    assert "Ønsk plass" in text(school.told.client("Nora Fjellrype"), f"/kurs/om/{school.course.code}/")


def test_the_whole_way_from_wish_to_portfolio(school: School) -> None:
    nora, head, centre = (
        school.told.client(name) for name in ("Nora Fjellrype", "Randi Snøugle", "Tora Kvitbjørn")
    )
    assert "Lederen din svarer" in sent(nora, f"/kurs/dato/{school.date.pk}/onsk/")
    row = Registration.objects.get(course_date=school.date)
    address = f"/kurs/pamelding/{row.pk}/"
    assert "Venter på svar om fri" in text(head, "/kurs/onsker/")
    assert "Svaret er lagret" in sent(head, f"{address}fri/", version=1, svar="ja", reason="")
    assert "Søk plass" in text(nora, address)
    assert "Søknaden er sendt" in sent(nora, f"{address}sok/", version=2)
    page = text(centre, f"/kurs/opptak/{school.date.pk}/")
    assert f'value="{row.pk}" checked' in page
    assert "måneder i spesialiteten" in page
    assert "Plassene er fordelt" in sent(centre, f"/kurs/opptak/{school.date.pk}/", chosen=[row.pk])
    over(school)
    file = SimpleUploadedFile("bevis.pdf", PDF, "application/pdf")
    assert "ført i mappen din" in sent(nora, f"{address}bevis/", version=4, file=file)
    assert "Se kurset i mappen" in text(nora, address)
    assert "Målemetoder på vidda" in text(nora, "/lis/mappe/" + str(row.trainee_id) + "/")


def test_a_wish_after_the_deadline_says_so_and_offers_no_button(school: School) -> None:
    CourseDate.objects.filter(pk=school.date.pk).update(
        deadline=school.told.today - DAY, announced_on=school.told.today - 2 * DAY
    )
    nora = school.told.client("Nora Fjellrype")
    assert "Ønsk plass" not in text(nora, f"/kurs/om/{school.course.code}/")
    assert "Velg en senere dato" in sent(nora, f"/kurs/dato/{school.date.pk}/onsk/")


def test_a_no_needs_a_reason_and_keeps_what_was_typed(school: School) -> None:
    row = school.wished("Nora Fjellrype")
    answer = school.told.client("Randi Snøugle").post(
        f"/kurs/pamelding/{row.pk}/fri/", {"version": row.version, "svar": "nei", "reason": " "}
    )
    assert answer.status_code == 422
    assert "Skriv kort hvorfor" in html.unescape(answer.content.decode())
    assert Registration.objects.get(pk=row.pk).state == "wished"


def test_something_else_than_a_certificate_is_refused(school: School) -> None:
    row = school.placed("Nora Fjellrype")
    over(school)
    file = SimpleUploadedFile("bevis.pdf", b"MZ not a certificate", "application/pdf")
    answer = school.told.client("Nora Fjellrype").post(
        f"/kurs/pamelding/{row.pk}/bevis/", {"version": row.version, "file": file}
    )
    assert answer.status_code == 422
    assert Registration.objects.get(pk=row.pk).state == "placed"


def test_demand_is_set_against_places(school: School) -> None:
    for name in ("Nora Fjellrype", "Maja Lomvi", "Aslak Isbre"):
        school.applied(name)
    page = text(school.told.client("Tora Kvitbjørn"), "/kurs/onsker/")
    assert "1 for få" in page
    assert f"/kurs/opptak/{school.date.pk}/" in page
    assert "/kurs/opptak/" not in text(school.told.client("Berit Nordavind"), "/kurs/onsker/")


def test_more_than_there_is_room_for_is_refused_on_the_page(school: School) -> None:
    rows = [school.applied(name) for name in ("Nora Fjellrype", "Maja Lomvi", "Aslak Isbre")]
    answer = school.told.client("Tora Kvitbjørn").post(
        f"/kurs/opptak/{school.date.pk}/", {"chosen": [row.pk for row in rows]}
    )
    assert answer.status_code == 422
    assert "bare 2 plasser er ledige" in html.unescape(answer.content.decode())


def test_a_course_and_its_dates_are_kept_by_hand(school: School) -> None:
    centre = school.told.client("Tora Kvitbjørn")
    typed = {
        "owner": str(school.owner),
        "name_nb": "Kurs på fjellet",
        "provider": "RegUt",
        "specialties": "nuk, rad",
        "goals": "NUK-103; fkm-001",
        "hours": "7",
        "recurrence_months": "24",
    }
    assert centre.post("/kurs/katalog/ny/", {**typed, "goals": "NUK-999"}).status_code == 422
    assert "Ny dato" in sent(centre, "/kurs/katalog/ny/", **typed)
    course = Course.objects.get(code="kurs-pa-fjellet")
    assert (course.specialties, course.goals) == (["NUK", "RAD"], ["FKM-001", "NUK-103"])
    first = school.told.today + 200 * DAY
    new = f"/kurs/katalog/kurs/{course.code}/dato/"
    assert centre.post(new, {"first_day": "i morgen", "places": "3"}).status_code == 422
    assert "Datoen er lagt inn" in sent(centre, new, first_day=str(first), places="3", place="Skibotn")
    date = course.dates.get()
    page = sent(
        centre, f"/kurs/katalog/dato/{date.pk}/", first_day=str(first), places="9", version=date.version
    )
    assert "9 plasser" in page
    assert "Datoen er avlyst" in sent(centre, f"/kurs/katalog/dato/{date.pk}/avlys/")
    renamed = {**typed, "name_nb": "Kurs i dalen", "version": course.version}
    assert "Kurs i dalen" in sent(centre, f"/kurs/katalog/kurs/{course.code}/", **renamed)
    assert "tatt ut av katalogen" in sent(centre, f"/kurs/katalog/kurs/{course.code}/ut/")
    assert "Kurs i dalen" not in text(centre, "/kurs/katalog/")


def test_a_list_is_shown_then_taken_in_then_taken_back(school: School) -> None:
    centre, address = school.told.client("Tora Kvitbjørn"), "/kurs/katalog/hent/"
    typed = {"owner": str(school.owner), "tekst": NEW}
    shown = centre.post(address, typed)
    assert "Dette endrer listen" in shown.content.decode()
    assert not Course.objects.filter(code="nytt-kurs").exists()
    form = shown.context["form"]
    again = {"owner": str(school.owner), "tekst": form["tekst"].value(), "vist": form["vist"].value()}
    other = {**again, "tekst": NEW.replace("Nytt kurs", "Noe annet"), "ta_i_bruk": "1"}
    assert "Forhåndsvis igjen" in centre.post(address, other).content.decode(), "not what was shown"
    assert not Course.objects.filter(code="nytt-kurs").exists()
    assert "Listen er tatt i bruk" in sent(centre, address, **again, ta_i_bruk="1")
    stored = CourseImport.objects.first()
    assert stored is not None
    assert "Listen er tatt tilbake" in sent(centre, f"{address}{stored.pk}/angre/")
    assert not Course.objects.filter(code="nytt-kurs").exists()


def test_a_broken_list_is_told_by_line_with_the_text_kept(school: School) -> None:
    broken = HEAD + "  - {code: a, name: {nb: A}, provider: B, hourz: 3}\n"
    answer = school.told.client("Tora Kvitbjørn").post(
        "/kurs/katalog/hent/", {"owner": str(school.owner), "tekst": broken}
    )
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Linje 3" in page
    assert "hourz" in page
    assert "Ingenting er lagret" in page


def test_a_list_for_a_body_that_is_not_ones_own_is_refused(school: School) -> None:
    answer = school.told.client("Berit Nordavind").post(
        "/kurs/katalog/hent/", {"owner": str(school.owner), "tekst": NEW, "ta_i_bruk": "1"}
    )
    assert answer.status_code == 422
    assert not Course.objects.filter(code="nytt-kurs").exists()


@pytest.mark.parametrize(
    ("language", "words"), [("nn", "Kurs som hjelper måla"), ("en", "Courses that help the goals")]
)
def test_pages_speak_the_language_of_the_reader(school: School, language: str, words: str) -> None:
    nora = school.told.client("Nora Fjellrype")
    Person = apps.get_model("people.Person")
    Person.objects.filter(pk=school.told.people["Nora Fjellrype"]).update(language=language)
    assert words in text(nora, f"/lis/utdanning/{school.told.trainees['Nora Fjellrype']}/")
    Course.objects.filter(pk=school.course.pk).update(
        name_en="Measuring on the plateau", name_nn="Måling på vidda"
    )
    page = text(nora, f"/kurs/om/{school.course.code}/")
    assert {"nn": "annakvart år", "en": "every second year"}[language] in page
    assert {"nn": "Måling på vidda", "en": "Measuring on the plateau"}[language] in page


def test_the_department_is_told_of_wishes_and_of_duties_in_the_way(school: School) -> None:
    CourseDate.objects.filter(pk=school.date.pk).update(
        deadline=school.told.today + 20 * DAY, announced_on=school.told.today - DAY
    )
    school.wished("Nora Fjellrype")
    head, lead = school.told.client("Randi Snøugle"), school.told.client("Oddvar Fjelltind")
    asked = text(head, "/leder/avdeling/unn-nuk/opplaering/").split("Ber om fri til kurs: ")[1]
    assert "Nora Fjellrype" in asked.split('href="/kurs/fri/">Se hvem<')[0]
    assert "Ber om fri til kurs" not in text(lead, "/leder/avdeling/unn-nuk/opplaering/")
    assert "har fri til kurs" in text(head, "/leder/avdeling/unn-nuk/tjenesteplan/")
