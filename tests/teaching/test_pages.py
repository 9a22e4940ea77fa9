"""The pages: one's own, a series, its setup, a session, the code, and a partner's calendar."""

from __future__ import annotations

import datetime as dt

import pytest
import vobject
from django.test import Client
from django.utils import timezone

from borealis.teaching import actions
from borealis.teaching.models import Attendance, Host, Series, Session
from tests.teaching.conftest import Place

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def meets(session: Session, start: dt.datetime) -> None:
    """The session begins at this moment instead, and nobody is to present it."""
    session.start_at, session.end_at, session.presenter = start, start + 45 * MINUTE, None
    session.save(update_fields=["start_at", "end_at", "presenter"])


@pytest.fixture
def head(place: Place) -> Client:
    return place.told.client("Randi Snøugle")


@pytest.fixture
def session(place: Place) -> Session:
    actions.plan_rota(series_id=place.series.pk, **place.facts)
    found = place.series.sessions.filter(host=place.own).order_by("start_at").first()
    assert found is not None
    return found


def test_a_series_is_started_and_filled_from_the_pages(place: Place, head: Client) -> None:
    typed = {
        "department": place.series.department_id,
        "name": "Fredagsmøte",
        "every": "week",
        "weekday": "4",
        "starts": "08:15",
        "minutes": "45",
        "first_day": str(place.told.today),
        "spacing_days": "14",
    }
    assert head.post("/undervisning/ny/", {**typed, "minutes": "1"}).status_code == 422
    assert (
        head.post("/undervisning/ny/", typed).headers["Location"]
        == "/undervisning/serie/fredagsmote/oppsett/"
    )
    address = "/undervisning/serie/fredagsmote/oppsett/"
    answer = head.post(address, {"hva": "enhet", "name": "Bergen", "size": "4"}, follow=True).content.decode()
    assert "/undervisning/kalender/" in answer
    assert (
        head.post(address, {"hva": "emne", "name": "Lunge", "presenter": "any", "months": "0"}).status_code
        == 302
    )
    assert head.post(address, {"hva": "uke", "day": "nei", "why": "Ferie"}).status_code == 422
    assert head.post(address, {"hva": "ukjent"}).status_code == 422
    assert head.post(address, {"hva": "uke", "day": str(place.told.today), "why": "Ferie"}).status_code == 302
    page = head.post("/undervisning/serie/fredagsmote/fordel/", follow=True).content.decode()
    assert "Det er bevist at ingen fordeling er bedre." in page
    assert "Bergen" in page
    series = Series.objects.get(code="fredagsmote")
    assert 45 <= series.sessions.count() <= 52


def test_the_year_shows_hosts_by_week_with_their_share(place: Place, session: Session, head: Client) -> None:
    page = text(head, f"/undervisning/serie/{place.series.code}/")
    assert page.count("wk planned") >= 45
    assert "Haukeland" in page
    assert "Fordel på nytt" in page
    trainee = text(place.told.client("Nora Fjellrype"), f"/undervisning/serie/{place.series.code}/")
    assert "Fordel på nytt" not in trainee


def test_one_tap_at_the_door_says_that_one_is_there(place: Place, session: Session, head: Client) -> None:
    meets(session, timezone.now() - 3 * MINUTE)
    head.post(f"/undervisning/time/{session.pk}/apne/")
    session.refresh_from_db()
    assert session.door_code in text(head, f"/undervisning/time/{session.pk}/")
    nora = place.told.client("Nora Fjellrype")
    assert session.door_code not in text(nora, f"/undervisning/time/{session.pk}/")
    assert "Jeg er her" in text(nora, f"/undervisning/kode/{session.door_code}/")
    assert nora.post(f"/undervisning/kode/{session.door_code}/").status_code == 302
    assert nora.post("/undervisning/kode/", {"code": "FEIL99"}).status_code == 422
    there = Attendance.objects.filter(session=session).values_list("person__name", "how")
    assert list(there) == [("Nora Fjellrype", "code")]
    assert "Hvordan var den?" in text(nora, f"/undervisning/time/{session.pk}/")
    assert nora.post(f"/undervisning/time/{session.pk}/vurder/", {"value": "3"}).status_code == 302
    assert nora.post(f"/undervisning/time/{session.pk}/vurder/", {"value": "9"}).status_code == 422
    assert "Hvordan var den?" not in text(nora, f"/undervisning/time/{session.pk}/")


def test_who_holds_it_says_so_and_who_was_there(place: Place, session: Session, head: Client) -> None:
    meets(session, timezone.now() - 90 * MINUTE)
    page = text(head, f"/undervisning/time/{session.pk}/")
    assert "Er den holdt?" in page
    facts = {"version": session.version, "present": [place.told.people["Jonas Polarrev"]]}
    assert head.post(f"/undervisning/time/{session.pk}/holdt/", facts).status_code == 302
    assert head.post(f"/undervisning/time/{session.pk}/holdt/", facts).status_code == 422
    assert "Jonas Polarrev" in text(head, f"/undervisning/time/{session.pk}/")
    assert "Jonas Polarrev" not in text(place.told.client("Aslak Isbre"), f"/undervisning/time/{session.pk}/")


def test_a_host_that_cannot_is_replaced_with_a_tap(place: Place, session: Session, head: Client) -> None:
    page = text(head, f"/undervisning/time/{session.pk}/")
    assert "Kan overta" in page
    answer = head.post(
        f"/undervisning/time/{session.pk}/vert-kan-ikke/", {"version": session.version}, follow=True
    ).content.decode()
    assert "ny vert" in answer
    session.refresh_from_db()
    assert session.host == place.partner
    stale = head.post(f"/undervisning/time/{session.pk}/vert-kan-ikke/", {"version": "x"}, follow=True)
    assert "endret" in stale.content.decode()


def test_a_session_is_called_off_and_its_presenter_chosen(
    place: Place, session: Session, head: Client
) -> None:
    nora = place.told.people["Nora Fjellrype"]
    facts = {"person": nora, "version": session.version}
    assert head.post(f"/undervisning/time/{session.pk}/hvem/", facts).status_code == 302
    assert head.post(f"/undervisning/time/{session.pk}/hvem/", facts).status_code == 422
    assert "Du underviser" in text(place.told.client("Nora Fjellrype"), "/undervisning/")
    head.post(f"/undervisning/time/{session.pk}/avlys/", {"version": session.version + 1})
    assert "avlyst" in text(head, f"/undervisning/time/{session.pk}/")


def test_a_partner_opens_the_calendar_by_its_word_until_it_leaves(place: Place, session: Session) -> None:
    address = f"/undervisning/kalender/{place.word}.ics"
    answer = Client().get(address)
    calendar = vobject.readOne(answer.content.decode())
    assert len(calendar.vevent_list) == place.series.sessions.count()
    own = [event for event in calendar.vevent_list if event.summary.value.startswith("★")]
    assert len(own) == place.series.sessions.filter(host=place.partner).count()
    assert "Nora" not in answer.content.decode()
    assert Client().get("/undervisning/kalender/feil.ics").status_code == 404
    Host.objects.filter(pk=place.partner.pk).update(last_day=place.told.today - dt.timedelta(days=1))
    assert Client().get(address).status_code == 404


def test_a_unit_leaves_from_its_page(place: Place, session: Session, head: Client) -> None:
    address = f"/undervisning/serie/{place.series.code}/enhet/{place.partner.pk}/"
    assert "går ut" in text(head, address)
    assert head.post(address, {"last_day": ""}).status_code == 422
    assert head.post(address, {"last_day": str(place.told.today)}).status_code == 302
    text(head, f"/undervisning/serie/{place.series.code}/enhet/999999/", 404)


def test_a_wrong_link_is_told_and_mended(place: Place, head: Client) -> None:
    address = f"/undervisning/serie/{place.series.code}/oppsett/"
    for link in ("meet", "javascript:alert(1)", "https://", "ftp://mote.example/rom", "https://" + "a" * 500):
        answer = head.post(address, {"hva": "sted", "place": "Møterom 2", "link": link})
        assert answer.status_code == 422, link
        assert 'id="id_link-error"' in answer.content.decode() or "adress" in answer.content.decode().lower()
        place.series.refresh_from_db()
        assert place.series.place != "Møterom 2", "nothing is half-written"
    good = {"hva": "sted", "place": "Møterom 2", "link": "https://mote.example/rom"}
    assert head.post(address, good).status_code == 302
    place.series.refresh_from_db()
    assert (place.series.place, place.series.link) == ("Møterom 2", "https://mote.example/rom")


def test_material_and_recording_stand_on_the_session(place: Place, session: Session, head: Client) -> None:
    address = f"/undervisning/time/{session.pk}/"
    typed = {"material": "https://filer.example/lysark", "recording": "her", "version": session.version}
    assert head.post(f"{address}materiale/", typed).status_code == 422
    assert head.post(f"{address}materiale/", {**typed, "recording": ""}).status_code == 302
    page = text(place.told.client("Nora Fjellrype"), address)
    assert 'href="https://filer.example/lysark"' in page
    assert "Legg ved materiale" not in page
    stale = {"material": "", "recording": "", "version": session.version}
    assert head.post(f"{address}materiale/", stale).status_code == 422, "somebody changed it meanwhile"


def test_who_keeps_the_series_sees_how_it_is_liked_once_enough_have_answered(
    place: Place, session: Session, head: Client
) -> None:
    Session.objects.filter(pk=session.pk).update(
        state="held", start_at=timezone.now() - 90 * MINUTE, end_at=timezone.now() - 45 * MINUTE
    )
    series = f"/undervisning/serie/{place.series.code}/"
    session.ratings.model.objects.bulk_create(
        session.ratings.model(session=session, value=value) for value in (3, 3, 2, 1)
    )
    assert "Hva de syntes" not in text(head, series)
    session.ratings.create(value=3)
    assert "Hva de syntes" in text(head, series)
    assert "Hva de syntes" not in text(place.told.client("Nora Fjellrype"), series)
