"""The pages of rosters: who sees whose duties, bringing a file in from upload to undo, absence confirmed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from borealis.people.models import Person, RoleAssignment
from borealis.rosters.models import Duty, PersonMatch, RosterImport
from borealis.trainees.models import Absence
from tests.conftest import Told
from tests.rosters.conftest import BringIn, lines, unn_pet

pytestmark = pytest.mark.django_db
NORA, JONAS, RANDI, TORUNN = "Nora Fjellrype", "Jonas Polarrev", "Randi Snøugle", "Torunn Havørn"
COORDINATOR, HENRIK = "Berit Nordavind", "Henrik Jerv"
HERE = "/vaktplan/unn-pet/"
MONDAY = dt.date(2027, 3, 1)


def confirm(told: Told, *names: str) -> None:
    from borealis.rosters.actions import confirm_people

    said = {" ".join(sorted(name.casefold().split())): told.people[name] for name in names}
    confirm_people(by=None, department_id=unn_pet(), said=said, names={}, now=told.now)


@pytest.fixture
def week(empty: Told, bring_in: BringIn) -> Told:
    """A week in which Nora works, learns and is alone for a day, and Torunn is ill."""
    confirm(empty, NORA, JONAS, RANDI, TORUNN)
    bring_in(
        lines(
            f"{NORA};1.3.2027;D;08:00;15:30",
            f"{RANDI};1.3.2027;D;08:00;12:00",
            f"{TORUNN};1.3.2027;S;;",
            f"{NORA};2.3.2027;D;08:00;15:30",
            f"{NORA};5.3.2027;FO;12:00;16:00",
            f"{JONAS};1.3.2027;H;15:30;08:00",
        )
    )
    return empty


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_person_sees_the_own_week_day_by_day(week: Told) -> None:
    page = text(week.client(NORA), "/uke/?uke=2027-09")
    assert "Mandag 1. mars" in page
    assert "08.00–15.30" in page
    assert "Fordypning" in page
    assert "12.00–16.00" in page
    assert "Ingen vakt" in page


@pytest.mark.parametrize("asked", ["", "?uke=", "?uke=2027-99", "?uke=x", "?uke=9999-01"])
def test_an_odd_week_is_this_one(week: Told, asked: str) -> None:
    assert week.client(NORA).get(f"/uke/{asked}").status_code == 200


def test_a_colleague_sees_who_is_away_but_not_why(week: Told) -> None:
    seen = text(week.client(JONAS), f"{HERE}?dag=2027-03-01")
    assert "Torunn Havørn Borte" in seen
    assert "Sykefravær" not in seen
    assert "Sykefravær" in text(week.client(RANDI), f"{HERE}?dag=2027-03-01")


def test_the_guides_lane_in_a_trainees_week_never_tells_why_the_guide_is_away(week: Told) -> None:
    assert "Syk" not in text(week.client(NORA), "/uke/?uke=2027-09")


def test_s10_the_day_says_who_supervises_whom_and_who_is_without(week: Told) -> None:
    day = week.client(RANDI).get(f"{HERE}?dag=2027-03-01").context["page"]
    (row,) = day.beside
    assert (row.names, row.supervisors, row.gaps) == ((NORA,), (RANDI,), "12.00–15.30")
    alone = week.client(RANDI).get(f"{HERE}?dag=2027-03-02").context["page"]
    assert alone.beside[0].alone
    assert [finding.severity for finding in alone.findings] == ["attention"]


def test_the_departments_week_tells_every_day(week: Told) -> None:
    page = text(week.client(RANDI), f"{HERE}uke/?uke=2027-09")
    assert "Ingen spesialist er på vakt med Nora Fjellrype tirsdag 2. mars 2027." in page
    assert "Jonas Polarrev" in page


def test_days_ahead_without_a_specialist_are_told_to_who_keeps_the_roster(
    empty: Told, bring_in: BringIn
) -> None:
    confirm(empty, NORA, JONAS)
    soon = empty.today + dt.timedelta(days=9)
    bring_in(lines(f"{NORA};{soon:%d.%m.%Y};D;08:00;15:30", f"{JONAS};{soon:%d.%m.%Y};D;08:00;15:30"))
    found = empty.client(RANDI).get(HERE).context["findings"]
    assert [f.rule for f in found] == ["trainee_without_supervisor"]
    assert found[0].url.endswith(f"?dag={soon.isoformat()}")
    assert empty.client(JONAS).get(HERE).context["findings"] == []
    whole = empty.client(RANDI).get("/leder/avdeling/unn-nuk/tjenesteplan/")
    assert found[0] in whole.context["page"]["findings"]


def test_s11_only_permanently_employed_specialists_supervise(week: Told) -> None:
    """given a specialist whose post has a last day, when the day is shown, then the trainee is without"""
    Person.objects.get(name=RANDI).posts.update(to_day=dt.date(2028, 1, 1))
    day = week.client(NORA).get(f"{HERE}?dag=2027-03-01").context["page"]
    assert day.beside[0].alone


@pytest.mark.parametrize(
    ("who", "status"),
    [(NORA, 200), (RANDI, 200), (TORUNN, 200), (COORDINATOR, 200), (JONAS, 404), (HENRIK, 404)],
)
def test_who_sees_a_persons_week(week: Told, who: str, status: int) -> None:
    address = f"/uke/{week.people[NORA]}/?uke=2027-09"
    assert week.client(who).get(address).status_code == status


def test_who_keeps_one_department_sees_nothing_of_duties_elsewhere(week: Told) -> None:
    from borealis.organisations.models import Organisation

    elsewhere = Organisation.objects.get(code="st-olavs")
    Duty.objects.filter(name=NORA).update(department=elsewhere)
    assert week.client(RANDI).get(f"/uke/{week.people[NORA]}/").status_code == 404
    assert week.client(TORUNN).get(f"/uke/{week.people[NORA]}/").status_code == 200


def test_who_has_left_the_department_does_not_see_its_later_days(week: Told) -> None:
    RoleAssignment.objects.filter(person=week.people[HENRIK]).update(
        in_force_to=week.today - dt.timedelta(days=1)
    )
    Person.objects.get(name=HENRIK).posts.update(to_day=week.today + dt.timedelta(days=30))
    client = Client()
    client.force_login(Person.objects.get(name=HENRIK))
    assert client.get(f"{HERE}?dag={week.today.isoformat()}").status_code == 200
    assert client.get(f"{HERE}?dag={(week.today + dt.timedelta(days=80)).isoformat()}").status_code == 404


def test_study_time_that_a_newer_roster_took_is_told(empty: Told, bring_in: BringIn) -> None:
    confirm(empty, NORA)
    bring_in(lines(f"{NORA};5.3.2027;FO;12:00;16:00"))
    changed = lines(f"{NORA};5.3.2027;FO;12:00;14:00", f"{NORA};5.3.2027;D;14:00;16:00")
    bring_in(changed, minutes=1)
    (finding,) = empty.client(NORA).get("/uke/?uke=2027-09").context["page"].findings
    assert finding.title == "Fredag er 2 timer fordypning borte."
    assert "Nå står det: Klinikk 14.00–16.00." in finding.detail
    bring_in(lines(f"{NORA};5.3.2027;FO;10:00;16:00"), minutes=2)
    assert not empty.client(NORA).get("/uke/?uke=2027-09").context["page"].findings


def upload(client: Client, data: bytes) -> str:
    answer = client.post(f"{HERE}hent/", {"file": SimpleUploadedFile("plan.csv", data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def chosen(client: Client, path: str) -> dict[str, str]:
    """What the form of the mapping would send as it is shown."""
    form = client.get(path).context["mapping_form"]
    data: dict[str, str] = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if value is True or (value and not isinstance(field.widget, type(form["complete"].field.widget))):
            data[name] = "on" if value is True else str(value)
    return data


def test_a_file_goes_from_upload_by_mapping_and_names_to_use_and_is_undone(empty: Told) -> None:
    client = empty.client(COORDINATOR)
    path = upload(client, lines(f"{NORA};1.3.2027;TJ;08:00;15:30", f"{JONAS};1.3.2027;D;08:00;15:30"))
    page = text(client, path)
    assert "Koden «TJ» er ukjent." in page
    data = chosen(client, path)
    place = [shown for shown, _code in client.get(path).context["mapping_form"].rows].index("TJ")
    assert (
        client.post(path, {**data, f"meaning-{place}": "night", f"supervises-{place}": "on"}).status_code
        == 302
    )
    shown = client.get(path).context
    assert not shown["page"].errors
    people = {"people": "1"} | {
        f"person-{place}": str(match.person_id) for place, match in enumerate(shown["page"].preview.doubts)
    }
    assert client.post(path, people).status_code == 302
    digest = client.get(path).context["page"].preview.digest
    assert client.post(f"{path}bruk/", {"digest": digest}).status_code == 302
    assert set(Duty.objects.values_list("person__name", "meaning")) == {(NORA, "night"), (JONAS, "on_site")}
    (stored,) = RosterImport.objects.all()
    assert client.get(path).status_code == 302
    assert client.post(f"{HERE}hent/{stored.pk}/angre/").status_code == 302
    assert not Duty.objects.exists()


def test_what_was_seen_before_a_change_is_shown_again_and_nothing_is_done(empty: Told) -> None:
    client = empty.client(RANDI)
    path = upload(client, lines(f"{NORA};1.3.2027;D;08:00;15:30"))
    answer = client.post(f"{path}bruk/", {"digest": "0" * 64})
    assert answer.status_code == 409
    assert "Noe er endret siden du så" in answer.content.decode()
    assert not Duty.objects.exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"no columns here"])
def test_a_file_that_is_no_roster_is_refused_in_words(empty: Told, data: bytes) -> None:
    answer = empty.client(RANDI).post(f"{HERE}hent/", {"file": SimpleUploadedFile("x.csv", data)})
    assert answer.status_code == 422
    assert not RosterImport.objects.exists()


def test_a_mapping_that_makes_no_sense_is_refused_at_its_field(empty: Told) -> None:
    client = empty.client(RANDI)
    path = upload(client, lines(f"{NORA};1.3.2027;D;08:00;15:30"))
    data = chosen(client, path)
    place = [shown for shown, _code in client.get(path).context["mapping_form"].rows].index("D")
    refused = client.post(path, {**data, f"start-{place}": "", f"end-{place}": "15:30"})
    assert refused.status_code == 422
    assert "Skriv både fra og til" in refused.content.decode()


def test_a_file_is_put_away_by_who_keeps_the_roster(empty: Told) -> None:
    client = empty.client(RANDI)
    path = upload(client, lines(f"{NORA};1.3.2027;D;08:00;15:30"))
    assert client.post(f"{path}legg-bort/").status_code == 302
    assert not RosterImport.objects.exists()


def test_absence_of_the_roster_is_confirmed_once_and_feeds_the_service(
    empty: Told, bring_in: BringIn
) -> None:
    confirm(empty, NORA)
    Absence.objects.filter(trainee__person=empty.people[NORA]).delete()
    first = empty.today - dt.timedelta(days=10)
    rows = [f"{NORA};{first + dt.timedelta(days=step):%d.%m.%Y};S;;" for step in range(3)]
    bring_in(lines(*rows))
    client, trainee = empty.client(RANDI), empty.trainees[NORA]
    (found,) = client.get(f"{HERE}fravaer/").context["rows"]
    assert (found.name, found.rows[0].found.days) == (NORA, 3)
    address = f"{HERE}fravaer/{trainee}/"
    assert client.post(address, {"absence": found.rows[0].key}).status_code == 302
    row = Absence.objects.get(trainee=trainee)
    assert (row.kind, row.from_day, row.to_day) == ("sick_leave", first, first + dt.timedelta(days=2))
    assert client.get(f"{HERE}fravaer/").context["rows"] == []
    client.post(address, {"absence": found.rows[0].key})
    assert Absence.objects.filter(trainee=trainee).count() == 1
    assert empty.client(COORDINATOR).post(address, {"absence": "x"}).status_code == 403


def test_a_coordinator_finds_the_departments_of_the_trust(week: Told) -> None:
    answer = week.client(COORDINATOR).get("/tjenesteplaner/", follow=True)
    assert "plan.csv" in answer.content.decode()


def test_a_name_that_nobody_has_settled_is_shown_to_nobody_as_a_person(
    empty: Told, bring_in: BringIn
) -> None:
    PersonMatch.objects.all().delete()
    bring_in(lines(f"{NORA};1.3.2027;D;08:00;15:30"))
    assert empty.client(NORA).get("/uke/?uke=2027-09").context["page"].is_empty
    assert "ikke koblet til en person" in text(empty.client(RANDI), f"{HERE}?dag=2027-03-01")
