"""The pages of what is stored: one's own, and the record for who checks it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from borealis.audit.actions import record_event
from borealis.audit.context import acting_as
from borealis.people.queries import NOBODY, HeldRole, Viewer
from borealis.privacy.permissions import may_read_record
from borealis.privacy.rules import group_of, safe_cell
from tests.conftest import Told

pytestmark = pytest.mark.django_db

OWN = ("/meg/personvern/", "/meg/innsyn/")
AUDITOR = "Sigrid Lavskrike"


def events(**chosen: Any) -> Any:
    return apps.get_model("audit.Event").objects.filter(**chosen).order_by("number")


def place(code: str) -> int:
    return int(apps.get_model("organisations.Organisation").objects.get(code=code).pk)


def record_at(told: Told, where: str, act: str = "read_archive", **more: Any) -> int:
    with acting_as("head", place(where), "web"):
        return record_event(
            by=told.people["Randi Snøugle"],
            act=act,
            subject="trainees.Trainee:1",
            now=told.now,
            **more,
        )


@pytest.mark.parametrize("path", [*OWN, "/revisor/", "/revisor/hendelser.csv"])
def test_who_is_signed_out_finds_none_of_the_pages(told: Told, path: str) -> None:
    assert told.client("").get(path).status_code in (302, 404)


def test_a_goal_and_a_browser_are_told_in_words_that_one_knows(told: Told) -> None:
    """given a goal that was sent in and a sign-in from a telephone, when one reads what was done about one,
    then the goal stands by its code and the telephone by its name"""
    nora = told.people["Nora Fjellrype"]
    browser = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"
    record_event(
        by=nora,
        act="sign_in",
        subject=f"people.Person:{nora}",
        now=told.now,
        about=nora,
        private={"browser": browser},
    )
    record_at(told, "unn-pet", "submit_goal", about=nora, detail={"goal": "NUK-104"})
    page = told.client("Nora Fjellrype").get("/meg/innsyn/").content.decode()
    assert "NUK-104" in page
    assert "Safari på iPhone" in page
    assert "Mozilla" not in page


@pytest.mark.parametrize("name", ["Nora Fjellrype", "Randi Snøugle", "Amund Fiskeørn", "Berit Nordavind"])
@pytest.mark.parametrize("path", ["/revisor/", "/revisor/hendelser.csv"])
def test_only_who_checks_the_record_finds_it(told: Told, name: str, path: str) -> None:
    """given anyone else, the administrator too, when the record is asked for, then it does not exist"""
    before = events(act__in=["read_record", "export_record"]).count()
    assert told.client(name).get(path).status_code == 404
    assert events(act__in=["read_record", "export_record"]).count() == before


def test_the_power_to_read_the_record_is_asked_for() -> None:
    auditor = Viewer(1, "A", "A", "nb", (HeldRole("auditor", 1, "UNN"),))
    assert may_read_record(auditor)
    assert not may_read_record(NOBODY)


def test_the_own_page_tells_what_is_stored_why_and_for_how_long(told: Told) -> None:
    page = told.client("Nora Fjellrype").get("/meg/personvern/").content.decode()
    for words in ("Utdanningen din", "Fravær", "spesialistforskriften § 26", "arkivplikt", "Last ned alt"):
        assert words in page


def test_the_archive_is_fetched_by_its_person_and_a_few_times_a_day_only(told: Told) -> None:
    client, person = told.client("Nora Fjellrype"), told.people["Nora Fjellrype"]
    answer = client.post("/meg/personvern/last-ned/")
    assert answer["Content-Disposition"].startswith('attachment; filename="borealis-')
    assert "no-store" in answer["Cache-Control"]
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert "data.json" in names
    assert [(e.by_id, e.about_id, e.way) for e in events(act="export_person", about=person)] == [
        (person, person, "web")
    ]
    for _n in range(4):
        record_event(
            by=person, act="export_person", subject=f"people.Person:{person}", now=told.now, about=person
        )
    refused = client.post("/meg/personvern/last-ned/")
    assert (refused.status_code, "Prøv igjen i morgen" in refused.content.decode()) == (429, True)
    assert events(act="export_person", about=person).count() == 5


def test_the_archive_is_not_fetched_by_following_a_link(told: Told) -> None:
    assert told.client("Nora Fjellrype").get("/meg/personvern/last-ned/").status_code == 405


def test_the_own_log_tells_when_what_in_which_role_and_why_but_not_who(told: Told) -> None:
    about = told.people["Nora Fjellrype"]
    record_at(told, "unn-pet", about=about, private={"why": "Svar på <b>spørsmål</b>"})
    page = told.client("Nora Fjellrype").get("/meg/innsyn/?vis=read").content.decode()
    assert "Leste utdanningen slik den sto før" in page
    assert "Leder, PET-senteret" in page
    assert "Svar på &lt;b&gt;spørsmål&lt;/b&gt;" in page
    assert "Randi" not in page


@pytest.mark.parametrize(
    ("group", "seen"),
    [("read", [True, False, False]), ("changed", [False, True, False]), ("sign_in", [False, False, True])],
)
def test_the_own_log_can_be_narrowed(told: Told, group: str, seen: list[bool]) -> None:
    about = told.people["Nora Fjellrype"]
    for act in ("read_archive", "change_plan", "sign_out"):
        record_at(told, "unn-pet", act, about=about)
    page = told.client("Nora Fjellrype").get(f"/meg/innsyn/?vis={group}").content.decode()
    words = ("Leste utdanningen slik den sto før", "Endret en plan", "Logget ut</td>")
    assert [(word in page or word[:-5] + "</span>" in page) for word in words] == seen


def test_the_own_log_holds_nothing_about_others_and_says_so_when_empty(told: Told) -> None:
    person = told.people["Tora Kvitbjørn"]
    record_at(told, "unn-pet", about=told.people["Nora Fjellrype"], private={"why": "Hemmelig"})
    client = told.client("Tora Kvitbjørn")
    assert "Hemmelig" not in client.get("/meg/innsyn/").content.decode()
    assert events(about=person, act="read_archive").count() == 0
    assert "Ingen hendelser her ennå" in client.get("/meg/innsyn/?vis=read").content.decode()


def test_older_events_are_on_the_next_page(told: Told) -> None:
    about = told.people["Nora Fjellrype"]
    numbers = [record_at(told, "unn-pet", about=about) for _n in range(60)]
    client = told.client("Nora Fjellrype")
    assert f"eldre={numbers[10]}" in client.get("/meg/innsyn/?vis=read").content.decode()
    older = client.get(f"/meg/innsyn/?vis=read&eldre={numbers[1]}").content.decode()
    assert older.count("Leste utdanningen slik den sto før") >= 1
    assert "Til de nyeste" in older


@pytest.mark.parametrize("typed", ["x", "-1", "²", "9" * 40])
def test_a_page_that_is_no_number_is_the_first(told: Told, typed: str) -> None:
    assert "Hendelser" in told.client("Nora Fjellrype").get(f"/meg/innsyn/?eldre={typed}").content.decode()


def test_who_checks_the_record_sees_places_below_but_no_others(told: Told) -> None:
    """given events at UNN's department and at another trust, when UNN's auditor reads, then only UNN's"""
    below, elsewhere = record_at(told, "unn-pet"), record_at(told, "helse-nord")
    page = told.client(AUDITOR).get("/revisor/?handling=read_archive").content.decode()
    assert f">{below}</span>" in page
    assert f">{elsewhere}</span>" not in page
    assert "Randi Snøugle, Leder, PET-senteret" in page


def test_the_record_shows_no_reasons_and_no_trainees_name(told: Told) -> None:
    with acting_as("trainee", place("unn-pet"), "web"):
        record_event(
            by=told.people["Nora Fjellrype"],
            act="sign_plan",
            subject="plans.WorkingPlan:1",
            now=told.now,
            about=told.people["Nora Fjellrype"],
            private={"why": "Hemmelig"},
        )
    page = told.client(AUDITOR).get("/revisor/").content.decode()
    assert "LIS, PET-senteret" in page
    assert "Fjellrype" not in page
    assert "Hemmelig" not in page


def test_each_view_and_each_file_leaves_one_event_that_says_what_was_chosen(told: Told) -> None:
    client = told.client(AUDITOR)
    client.get("/revisor/?handling=sign_plan&fra=2026-11-01&til=2026-11-30")
    client.get("/revisor/hendelser.csv?person=nora.fjellrype@eksempel.example")
    made = events(act__in=["read_record", "export_record"])
    assert [(e.act, e.role, e.about_id, e.detail["act"], e.detail["from_day"]) for e in made] == [
        ("read_record", "auditor", None, "sign_plan", "2026-11-01"),
        ("export_record", "auditor", told.people["Nora Fjellrype"], "", None),
    ]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("fra=x", "Skriv en dato"),
        ("til=2026-02-30", "Skriv en dato"),
        ("handling=fly", "Velg ett av alternativene"),
        ("person=nora", "Skriv en e-postadresse"),
        ("person=ingen@eksempel.example", "Ingen har denne adressen"),
        ("fra=2026-11-02&til=2026-11-01", "Siste dag er før første dag"),
    ],
)
def test_a_wrong_choice_is_told_of_at_the_field_and_nothing_is_read(
    told: Told, typed: str, message: str
) -> None:
    client = told.client(AUDITOR)
    for path in ("/revisor/", "/revisor/hendelser.csv"):
        answer = client.get(f"{path}?{typed}")
        assert (answer.status_code, message in answer.content.decode()) == (422, True)
    assert events(act__in=["read_record", "export_record"]).count() == 0


def test_days_are_norwegian_days(told: Told) -> None:
    """given an event at 23:30 UTC, when the Norwegian day after is asked for, then it is there"""
    late = dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)
    with acting_as("head", place("unn-pet"), "web"):
        number = record_event(by=None, act="read_archive", subject="trainees.Trainee:1", now=late)
    client = told.client(AUDITOR)
    found = [
        f">{number}</span>"
        in client.get(f"/revisor/?handling=read_archive&fra={day}&til={day}").content.decode()
        for day in ("2026-11-20", "2026-11-21", "2026-11-22")
    ]
    assert found == [False, True, False]


def test_the_file_is_a_spreadsheet_without_formulas(told: Told) -> None:
    record_at(told, "unn-pet", version="=1+1")
    answer = told.client(AUDITOR).get("/revisor/hendelser.csv?handling=read_archive")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Nummer", "Tidspunkt", "Handling"]
    assert rows[1][5] == "'=1+1"
    assert answer["Content-Disposition"] == 'attachment; filename="hendelser.csv"'


def test_the_record_is_verified_when_asked_for(told: Told) -> None:
    client: Client = told.client(AUDITOR)
    assert "Kontroller nå" in client.get("/revisor/").content.decode()
    page = client.get("/revisor/?kontroller=ja").content.decode()
    assert "ingenting er endret, fjernet eller flyttet" in page or "Nei. Loggen" in page


@pytest.mark.parametrize(
    ("act", "group"),
    [("read_archive", "read"), ("export_person", "read"), ("sign_in", "sign_in"), ("sign_plan", "changed")],
)
def test_acts_are_parted_by_whether_they_look_change_or_sign_in(act: str, group: str) -> None:
    assert group_of(act) == group


@pytest.mark.parametrize(
    ("typed", "shown"), [("=1", "'=1"), ("+1", "'+1"), ("@a", "'@a"), ("-1", "'-1"), ("a=1", "a=1"), ("", "")]
)
def test_no_cell_is_a_formula(typed: str, shown: str) -> None:
    assert safe_cell(typed) == shown
