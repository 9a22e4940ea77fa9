"""The pages, clicked through by both, and what bad input does."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from borealis.guidance import actions
from borealis.guidance.models import Note, Talk
from borealis.programmes.models import ProgrammeVersion
from tests.conftest import Told
from tests.guidance.conftest import DAY, GUIDE, HOUR, WHO

pytestmark = pytest.mark.django_db
Agreed = Callable[..., Talk]


def test_from_a_proposed_time_to_a_talk_that_was_held(told: Told) -> None:
    trainee, guide = told.client(WHO), told.client(GUIDE)
    address = f"/lis/veiledning/{told.trainees[WHO]}/"
    day = (told.today + 9 * DAY).isoformat()
    answer = trainee.post(address, {"day": day, "time": "13:00", "minutes": "60"})
    assert answer.status_code == 302
    talk = Talk.objects.get()
    assert timezone.localtime(talk.start_at).strftime("%H.%M") == "13.00"
    assert "Godta tiden" in guide.get("/veileder/veiledning/").content.decode()
    assert "Godta tiden" not in trainee.get(address).content.decode()
    guide.post(f"/veiledning/{talk.pk}/godta/", {"version": talk.version})
    assert "Avtalt" in trainee.get(address).content.decode()
    page = f"/veiledning/{talk.pk}/"
    trainee.post(f"{page}skriv/", {"version": talk.version, "prep-skills": "Vil øve mer"})
    assert "Vil øve mer" in guide.get(page).content.decode()
    Talk.objects.update(start_at=told.now - 2 * HOUR, end_at=told.now - HOUR)
    guide.post(f"{page}punkt/", {"topic": "skills", "text": "Fem til sammen"})
    guide.post(f"{page}skriv/", {"version": talk.version, "min-skills": "Avtalte øving"})
    assert "Avtalte øving" in guide.get(f"{page}ferdigstill/").content.decode()
    talk.refresh_from_db()
    guide.post(f"{page}ferdigstill/", {"version": talk.version})
    talk.refresh_from_db()
    assert (talk.state, talk.touched) == ("finalised", ["skills"])
    assert "Holdt" in trainee.get(address).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "31.11.2026", "time": "13:00", "minutes": "60"}, "Skriv en dato"),
        ({"day": "2030-02-31", "time": "13:00", "minutes": "60"}, "Skriv en dato"),
        ({"day": "", "time": "", "minutes": ""}, "Skriv et klokkeslett"),
        ({"day": "2020-01-01", "time": "13:00", "minutes": "60"}, "en tid som kommer"),
        ({"day": "2026-12-03", "time": "25:00", "minutes": "60"}, "Skriv et klokkeslett"),
        ({"day": "2026-12-03", "time": "13:00", "minutes": "7"}, "Velg ett av alternativene"),
    ],
)
def test_a_time_that_does_not_read_is_told_at_its_field(told: Told, typed: dict[str, str], said: str) -> None:
    answer = told.client(WHO).post(f"/lis/veiledning/{told.trainees[WHO]}/", typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Talk.objects.exists()


def test_two_who_write_at_once_both_keep_what_they_wrote(told: Told, agreed: Agreed) -> None:
    talk = agreed(days=-1)
    page = f"/veiledning/{talk.pk}/"
    told.client(GUIDE).post(f"{page}skriv/", {"version": talk.version, "min-skills": "Veilederens"})
    answer = told.client(WHO).post(f"{page}skriv/", {"version": talk.version, "min-skills": "Legens"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Veilederens" in text
    assert "Legens" in text
    talk.refresh_from_db()
    told.client(WHO).post(f"{page}skriv/", {"version": talk.version, "min-skills": "Begges"})
    assert Note.objects.filter(kind="minutes").count() == 1
    assert "Begges" in told.client(GUIDE).get(page).content.decode()


def test_a_text_that_is_too_long_stays_on_the_page(told: Told, agreed: Agreed) -> None:
    talk = agreed(days=-1)
    answer = told.client(WHO).post(
        f"/veiledning/{talk.pk}/skriv/", {"version": talk.version, "min-skills": "y" * 4001}
    )
    assert answer.status_code == 422
    assert "y" * 4001 in answer.content.decode()
    assert "høyst 4000 tegn" in answer.content.decode()


def test_help_is_shown_without_anybody_knowing(told: Told, agreed: Agreed) -> None:
    """It stands in the page already: nothing is asked for, sent or stored when it is opened."""
    talk = agreed()
    text = told.client(WHO).get(f"/veiledning/{talk.pk}/").content.decode()
    assert "Bedriftshelsetjenesten" in text
    assert "Ingen får vite at du åpnet det" in text


def test_the_head_sees_that_it_was_held_and_not_what_was_said(told: Told, agreed: Agreed) -> None:
    talk = agreed(days=-5)
    talk = actions.write_minutes(
        by=told.people[GUIDE],
        talk_id=talk.pk,
        version=talk.version,
        texts={"balance": "Sover dårlig"},
        now=told.now,
    )
    actions.finalise_talk(by=told.people[GUIDE], talk_id=talk.pk, version=talk.version, now=told.now)
    head = told.client("Randi Snøugle")
    shown = head.get(f"/lis/veiledning/{told.trainees[WHO]}/").content.decode()
    assert "Holdt" in shown
    assert "Balansen mellom arbeid og privatliv" in shown  # which topic was taken up, and nothing of it
    assert f"/veiledning/{talk.pk}/" not in shown
    assert "Sover" not in shown + head.get("/leder/veiledning/").content.decode()
    assert head.get(f"/veiledning/{talk.pk}/").status_code == 404


def test_the_head_calls_a_group_together(told: Told) -> None:
    head = told.client("Randi Snøugle")
    page = head.get("/leder/veiledning/gruppe/").content.decode()
    assert "Seks til åtte" in page
    typed = {
        "subject": "Å si fra",
        "leader": told.people["Vigdis Alke"],
        "day": (told.today + 9 * DAY).isoformat(),
        "time": "09:00",
        "minutes": "90",
        "trainees": [told.trainees[WHO], told.trainees["Aslak Isbre"]],
    }
    assert head.post("/leder/veiledning/gruppe/", {**typed, "trainees": []}).status_code == 422
    assert head.post("/leder/veiledning/gruppe/", typed).status_code == 302
    talk = Talk.objects.get()
    assert "Bare gruppen" in told.client("Aslak Isbre").get(f"/veiledning/{talk.pk}/").content.decode()
    assert told.client("Maja Lomvi").get(f"/veiledning/{talk.pk}/").status_code == 404
    assert head.get(f"/veiledning/{talk.pk}/").status_code == 404


def test_it_can_be_moved_and_fall_away_on_its_page(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    page, guide = f"/veiledning/{talk.pk}/", told.client(GUIDE)
    typed = {
        "day": (told.today + 12 * DAY).isoformat(),
        "time": "10.30",
        "minutes": "45",
        "version": talk.version,
    }
    assert guide.post(f"{page}flytt/", {**typed, "day": ""}).status_code == 422
    assert guide.post(f"{page}flytt/", typed).status_code == 302
    assert "Passer den?" in told.client(WHO).get(page).content.decode()
    assert guide.post(f"{page}falt-bort/", {"lost_to": ""}).status_code == 422
    assert guide.post(f"{page}falt-bort/", {"lost_to": "duty"}).status_code == 302
    assert "Falt bort: Vakt eller klinikk" in guide.get(page).content.decode()
    guide.post(f"{page}godta/", {"version": "tull"})
    assert Talk.objects.get().state == "lost"


def test_handing_over_takes_both(told: Told, agreed: Agreed) -> None:
    talk = agreed(days=-5)
    actions.finalise_talk(by=told.people[GUIDE], talk_id=talk.pk, version=talk.version, now=told.now)
    page = f"/veiledning/{talk.pk}/"
    for name in (WHO, GUIDE):
        client = told.client(name)
        client.post(f"{page}gi-videre/")
        assert "Du har gitt den videre" in client.get(page).content.decode()
    talk.refresh_from_db()
    assert talk.handed_by_leader_at
    assert talk.handed_by_trainee_at


def test_the_hospitals_own_help_stands_before_what_holds_everywhere(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    for version in ProgrammeVersion.objects.all():
        document = {**version.document, "guidance": {**version.document["guidance"]}}
        document["guidance"]["help"] = [
            {"name": {"nb": "Presten på huset"}, "text": {"nb": "Bank på når som helst."}}
        ]
        ProgrammeVersion.objects.filter(pk=version.pk).update(document=document)
    page = told.client(WHO).get(f"/veiledning/{talk.pk}/").content.decode()
    assert page.index("Presten på huset") < page.index("Bedriftshelsetjenesten")


def test_the_page_of_a_talk_fetches_what_was_done_since_the_last(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    page = told.client(GUIDE).get(f"/veiledning/{talk.pk}/").content.decode()
    (address,) = re.findall(r'hx-get="(/lis/siden/[^"]+)"', page)
    part = told.client(GUIDE).get(address.replace("&amp;", "&"), headers={"hx-request": "true"})
    assert "Timer undervisning" in part.content.decode()
