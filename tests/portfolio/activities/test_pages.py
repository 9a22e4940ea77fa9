"""The pages of a portfolio, as its owner and others meet them."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from borealis.portfolio.activities.actions import move_activity
from borealis.portfolio.models import Activity
from tests.conftest import Told
from tests.portfolio.activities.conftest import NORA, Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(told: Told) -> Client:
    return told.client(NORA)


def page_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def entry(told: Told, **fields: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "template": "pet-lunge",
        "from_day": told.today.isoformat(),
        "count": "3",
        **fields,
    }


def test_the_own_portfolio_is_found_from_the_menu_of_every_page(client: Client, nora: int) -> None:
    assert client.get("/lis/mappe/").headers["Location"] == f"/lis/mappe/{nora}/"
    assert 'href="/lis/mappe/"' in page_of(client, "/lis/")


def test_who_is_not_in_training_has_no_portfolio(told: Told) -> None:
    assert told.client("Randi Snøugle").get("/lis/mappe/").status_code == 404


def test_recording_takes_at_most_five_touches_from_the_first_page(
    client: Client, nora: int, told: Told
) -> None:
    """given the first page, then menu, button, card and «Før opp» store an activity: four touches"""
    touches = ["menu: Mappe"]
    assert "/lis/mappe/" in page_of(client, "/lis/")
    record_page = f"/lis/mappe/{nora}/ny/"
    assert f'href="{record_page}"' in page_of(client, f"/lis/mappe/{nora}/")
    touches.append("Før opp aktivitet")
    form = page_of(client, record_page)
    filled = dict(re.findall(r'name="(key|from_day|count)" value="([^"]+)"', form))
    touches += ["card", "Før opp"]

    answer = client.post(record_page, {**filled, "template": "pet-lunge"})

    assert len(touches) <= 5
    assert answer.status_code == 302
    row = Activity.objects.get()
    assert (row.template, row.count, row.from_day) == ("pet-lunge", 1, told.today)
    assert {goal.code for goal in row.goals.all()} == {"NUK-133", "NUK-138"}


def test_place_and_order_are_guessed_from_where_the_trainee_is(client: Client, nora: int, told: Told) -> None:
    """given service at hot lab today, then hot lab is chosen and its activities come first"""
    from borealis.organisations.queries import arenas
    from borealis.trainees.directory import Trainee

    trainee = Trainee.objects.get(pk=nora)
    trainee.services.create(
        kind="specialty",
        arena_id=arenas(["unn-hot-lab"])["unn-hot-lab"].pk,
        from_day=told.today,
        to_day=told.today,
        percent=100,
        recorded_at=told.now,
    )

    form = page_of(client, f"/lis/mappe/{nora}/ny/")

    assert '<option value="unn-hot-lab" selected>' in form
    offered = re.findall(r'name="template" value="([^"]+)"', form)
    assert set(offered[:2]) <= {"hot-lab-tillaging", "hot-lab-kontroll", "kurs-stralevern"}


def test_without_service_today_the_plan_says_where(client: Client, nora: int, told: Told) -> None:
    from borealis.plans.queries import stored_plans
    from borealis.trainees.directory import Trainee

    Trainee.objects.get(pk=nora).services.filter(to_day__gte=told.today).delete()
    month = f"{told.today:%Y-%m}"
    stints = stored_plans([nora])[nora].content.stints
    planned = next((s.arena for s in stints if s.first <= month <= s.through), "")

    form = page_of(client, f"/lis/mappe/{nora}/ny/")

    chosen = re.search(r'<option value="([^"]*)" selected>', form)
    assert (chosen[1] if chosen else "") == planned


def test_an_address_can_choose_the_activity(client: Client, nora: int) -> None:
    form = page_of(client, f"/lis/mappe/{nora}/ny/?aktivitet=ultralyd")
    assert '<input type="radio" name="template" value="ultralyd" checked>' in form
    assert "checked" not in page_of(client, f"/lis/mappe/{nora}/ny/?aktivitet=finnes-ikke")


def test_one_more_leads_back_to_the_empty_form(client: Client, nora: int, told: Told) -> None:
    answer = client.post(f"/lis/mappe/{nora}/ny/", entry(told, neste="1"))
    assert answer.headers["Location"] == f"/lis/mappe/{nora}/ny/"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"template": None}, "Velg det du har gjort"),
        ({"template": ""}, "Velg hva slags aktivitet det er"),
        ({"count": "0"}, "Skriv et helt tall fra 1 til 9999"),
        ({"from_day": ""}, "Skriv en dato"),
        ({"from_day": "2999-01-01"}, "Året 2999 kan ikke stemme"),
        ({"template": "annet"}, "Velg ett av alternativene"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client, nora: int, told: Told, fields: dict[str, Any], words: str
) -> None:
    sent = {k: v for k, v in entry(told, note="Skrevet før", **fields).items() if v is not None}
    answer = client.post(f"/lis/mappe/{nora}/ny/", sent)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Skrevet før" in answer.content.decode()
    assert not Activity.objects.exists()


def test_the_same_form_sent_twice_leads_to_what_is_stored(client: Client, nora: int, told: Told) -> None:
    sent = entry(told)
    client.post(f"/lis/mappe/{nora}/ny/", sent)
    again = client.post(f"/lis/mappe/{nora}/ny/", sent)
    other = client.post(f"/lis/mappe/{nora}/ny/", {**sent, "count": "9"})

    row = Activity.objects.get()
    assert again.headers["Location"] == f"/lis/mappe/{nora}/"
    assert other.headers["Location"] == f"/lis/mappe/{nora}/{row.pk}/"
    assert row.count == 3


def test_the_list_filters_by_state_kind_and_goal(
    client: Client, nora: int, record: Record, told: Told
) -> None:
    sent = record(title="Sendt lesning")
    move_activity(activity_id=sent.pk, to="sent", now=told.now)
    record(template="kurs-stralevern", title="Kurset")
    gone = record(title="Borte")
    move_activity(activity_id=gone.pk, to="withdrawn", now=told.now)
    names = ("Sendt lesning", "Kurset", "Borte")

    def shown(query: str) -> list[bool]:
        listed = page_of(client, f"/lis/mappe/{nora}/{query}")
        return [f">{name}</a>" in listed for name in names]

    assert shown("") == [True, True, False]
    assert shown("?tilstand=sent") == [True, False, False]
    assert shown("?tilstand=withdrawn") == [False, False, True]
    assert shown("?slag=course") == [False, True, False]
    assert shown("?maal=NUK-138") == [True, False, False]
    assert shown("?maal=NUK-138&slag=course") == [False, False, False]
    assert shown("?maal=finnes-ikke&tilstand=x&slag=y&side=z") == [True, True, False]


def test_totals_count_each_activity_once_and_say_what_is_signed(
    client: Client, nora: int, record: Record
) -> None:
    record(count=30)
    Activity.objects.filter(pk=record(count=12).pk).update(state="signed")
    Activity.objects.filter(pk=record(count=500).pk).update(state="returned")

    listed = page_of(client, f"/lis/mappe/{nora}/")

    assert "2 aktiviteter teller, med 42 utført. 12 av dem er signert." in listed
    assert "PET ved lungekreft: 42 av 100 ført opp, 12 av dem signert" in listed
    assert re.search(
        r"NUK-133</a>.*?<td class=\"right\">42</td><td class=\"right\">12</td>", listed, re.DOTALL
    )


def test_a_portfolio_is_read_in_pages_of_fifty(client: Client, nora: int, record: Record, told: Told) -> None:
    for number in range(51):
        record(title=f"Nummer {number}.", from_day=told.today - dt.timedelta(days=number))

    first, second = page_of(client, f"/lis/mappe/{nora}/"), page_of(client, f"/lis/mappe/{nora}/?side=2")

    assert "Nummer 49." in first
    assert "Nummer 50." not in first
    assert "Nummer 50." in second
    assert "Side 2 av 2" in second


@pytest.mark.parametrize("page", ["", "ny/", "flere/"])
def test_the_number_of_queries_does_not_grow(client: Client, nora: int, record: Record, page: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page_of(client, f"/lis/mappe/{nora}/{page}")
        return len(asked)

    record(arena="unn-pet-tolkning")
    queries()
    one = queries()
    record(template="pet-lymfom", arena="unn-gammakamera")
    record(template="", kind="course", title="Noe helt annet", goals=[])
    assert queries() == one
    assert one <= 20


def test_the_page_of_an_activity_shows_all_of_it(client: Client, nora: int, record: Record) -> None:
    row = record(arena="unn-pet-tolkning", note="To linjer\nmed <tekst>", count=4)

    shown = page_of(client, f"/lis/mappe/{nora}/{row.pk}/")

    for words in ("PET-tolkning", "To linjer<br>med &lt;tekst&gt;", "4 undersøkelser", "NUK-138", "Ført opp"):
        assert words in shown
    assert f"/lis/mappe/{nora}/{row.pk}/endre/" in shown


def test_a_locked_activity_offers_no_change(client: Client, nora: int, record: Record) -> None:
    row = record()
    Activity.objects.filter(pk=row.pk).update(state="signed")

    shown = page_of(client, f"/lis/mappe/{nora}/{row.pk}/")

    assert "/endre/" not in shown
    answer = client.post(
        f"/lis/mappe/{nora}/{row.pk}/endre/", {"version": 1, "from_day": "2026-01-01", "count": 2}
    )
    assert answer.status_code == 422
    assert client.post(f"/lis/mappe/{nora}/{row.pk}/trekk/").status_code == 302
    row.refresh_from_db()
    assert row.state == "signed"


def change_of(row: Activity, **fields: Any) -> dict[str, Any]:
    goals = list(row.goals.values_list("pk", flat=True))
    return {
        "version": row.version,
        "template": row.template,
        "from_day": row.from_day.isoformat(),
        "count": row.count,
        "goals": goals,
        **fields,
    }


def test_a_change_is_stored_and_goals_are_exactly_those_ticked(
    client: Client, nora: int, record: Record
) -> None:
    row = record()
    client.post(f"/lis/mappe/{nora}/{row.pk}/endre/", change_of(row, count=8, goals=[], note="Rettet"))

    row.refresh_from_db()
    assert (row.count, row.note, row.version, row.goals.count()) == (8, "Rettet", 2, 0)


def test_the_second_writer_gets_what_changed_keeps_the_typed_and_can_save(
    client: Client, nora: int, record: Record
) -> None:
    row = record()
    first, second = change_of(row, count=5), change_of(row, count=9, note="Mitt notat")
    client.post(f"/lis/mappe/{nora}/{row.pk}/endre/", first)

    answer = client.post(f"/lis/mappe/{nora}/{row.pk}/endre/", second)

    told = answer.content.decode()
    assert answer.status_code == 409
    assert "Antall er nå «5». Du skrev «9»." in told
    assert "Hva er nå" not in told
    assert "Mitt notat" in told
    version = re.search(r'name="version" value="(\d+)"', told)
    assert version is not None
    assert version[1] == "2"
    saved = client.post(f"/lis/mappe/{nora}/{row.pk}/endre/", {**second, "version": version[1]})
    assert saved.status_code == 302
    row.refresh_from_db()
    assert (row.count, row.note, row.version) == (9, "Mitt notat", 3)


def test_withdrawing_takes_it_out_of_the_totals(client: Client, nora: int, record: Record) -> None:
    row = record(count=30)
    client.post(f"/lis/mappe/{nora}/{row.pk}/trekk/")

    listed = page_of(client, f"/lis/mappe/{nora}/")
    assert "Ingenting er ført opp ennå." in listed
    assert "Trukket tilbake" in listed


def test_a_day_is_recorded_at_once(client: Client, nora: int, told: Told) -> None:
    form = page_of(client, f"/lis/mappe/{nora}/flere/")
    filled = dict(re.findall(r'name="(key|from_day)" value="([^"]+)"', form))
    sent = {**filled, "antall-pet-lunge": "4", "antall-pet-lymfom": "2", "antall-mr": ""}

    assert client.post(f"/lis/mappe/{nora}/flere/", sent).status_code == 302
    assert client.post(f"/lis/mappe/{nora}/flere/", sent).status_code == 302
    client.post(f"/lis/mappe/{nora}/flere/", {**sent, "antall-pet-lunge": "7"})

    assert sorted(Activity.objects.values_list("template", "count")) == [("pet-lunge", 4), ("pet-lymfom", 2)]


def test_an_empty_day_is_told(client: Client, nora: int, told: Told) -> None:
    sent = {"key": str(uuid.uuid4()), "from_day": told.today.isoformat()}
    answer = client.post(f"/lis/mappe/{nora}/flere/", sent)
    assert answer.status_code == 422
    assert "Skriv antall ved minst én aktivitet" in answer.content.decode()


def test_who_registers_for_the_department_records_for_the_trainee(told: Told, nora: int) -> None:
    head = told.client("Randi Snøugle")
    assert head.post(f"/lis/mappe/{nora}/ny/", entry(told)).status_code == 302
    row = Activity.objects.get()
    assert row.by_id == told.people["Randi Snøugle"]
    assert "av Randi Snøugle" in page_of(head, f"/lis/mappe/{nora}/{row.pk}/")


def test_the_guide_reads_and_does_not_record(told: Told, nora: int, record: Record) -> None:
    guide, row = told.client("Torunn Havørn"), record()
    assert "Mappen til Nora Fjellrype" in page_of(guide, f"/lis/mappe/{nora}/")
    page_of(guide, f"/lis/mappe/{nora}/{row.pk}/")
    page_of(guide, f"/lis/mappe/{nora}/ny/", 403)
    page_of(guide, f"/lis/mappe/{nora}/{row.pk}/endre/", 403)
    assert guide.post(f"/lis/mappe/{nora}/{row.pk}/trekk/").status_code == 403


def test_another_portfolio_is_not_there(told: Told, nora: int, record: Record) -> None:
    colleague, row = told.client("Jonas Polarrev"), record()
    own = told.trainees["Jonas Polarrev"]
    page_of(colleague, f"/lis/mappe/{nora}/", 404)
    page_of(colleague, f"/lis/mappe/{own}/{row.pk}/", 404)
    page_of(colleague, f"/lis/mappe/{nora}/{row.pk}/", 404)
