"""Files of personnel: read whatever they are, previewed, applied exactly so, and taken back as a whole."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from borealis.audit.models import Event
from borealis.organisations.models import Organisation
from borealis.people import actions
from borealis.people.models import Person, Post, RoleAssignment
from borealis.personnel.models import Import
from borealis.personnel.reading import LARGEST, read
from tests.conftest import Told

ADMIN = "Amund Fiskeørn"
HEAD = "ansattnummer;navn;e-post;HPR-nummer;sted;rolle;fra;til;stilling;spesialist i\n"
FRIDA = "77;Frida Teist;frida@eksempel.example;1234567;unn-pet;Utdanningsansvarlig;1.11.2026;;Overlege;NUK 2019-05-01\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_file_is_read_in_each_encoding_with_each_separator(encoding: str, separator: str) -> None:
    text = "Navn;E-post;Sted;Fra\nÅse Østvær;ase@eksempel.example;unn-pet;3.12.2026\n".replace(";", separator)
    rows, faults = read(text.encode(encoding))
    assert not faults
    assert (rows[0].name, rows[0].first, rows[0].line) == ("Åse Østvær", "2026-12-03", 2)


def test_headers_are_known_in_english_and_norwegian() -> None:
    header = "personnel_number,name,mail,hpr_number,place code,role,from,to,post title,specialist in"
    rows, faults = read(
        f"{header}\n7,K,k@eksempel.example,,unn-pet,head,2026-12-03,03.12.27,Overlege,NUK 1.1.20\n".encode()
    )
    assert not faults
    assert (rows[0].last, rows[0].specialist, rows[0].approved_on) == ("2027-12-03", "NUK", "2020-01-01")


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", 1, "tom"),
        (b"\n\n", 1, "tom"),
        (b"navn;e-post\n", 2, "ingen linjer"),
        (b"x" * (LARGEST + 1), 1, "5 MB"),
        ("navn;e-post\nÅ;a@b.no".encode("utf-16"), 1, "hører hjemme"),
        (b"navn;e-post\nA\x00;a@b.no\n", 2, "hører hjemme"),
        (b"navn;e-post\n\x81\x8d;a@b.no\n", 1, "tegnsett"),
        (b'navn;e-post\n"A;a@b.no\n', 2, "ikke leses"),
        (b"navn;e-post\n" + b"x" * 200_000 + b";a@b.no\n", 2, "ikke leses"),
        (b"navn;e-post\n" + b"x" * 400 + b";a@b.no\n", 2, "lengre enn"),
        (b"navn;e-post\nA\n", 2, "1 felt"),
        (b"navn;farge\nA;B\n", 1, "ukjent"),
        (b"navn;navn\nA;B\n", 1, "to ganger"),
        (b"navn;sted\nA;B\n", 1, "hvem linjene"),
        (b"navn;e-post\nA;\n", 2, "hvem den"),
        (b"navn;e-post\n=cmd();a@b.no\n", 2, "formel"),
        (b'navn;e-post\n"A\nB";a@b.no\n', 2, "linjeskift"),
        (b"navn;e-post\nA;a@b.no\nA;a@b.no\n", 3, "samme som linje 2"),
        (b"e-post;fra\na@b.no;31.2.2026\n", 2, "ikke en dato"),
        (b"e-post;fra\na@b.no;12/3/2026\n", 2, "ikke en dato"),
        (b"e-post;fra\na@b.no;1.1.1666\n", 2, "ikke en dato"),
        (b"e-post;spesialist i\na@b.no;NUK\n", 2, "Spesialiteten"),
    ],
)
def test_each_broken_file_is_told_with_its_line(data: bytes, line: int, said: str) -> None:
    _rows, faults = read(data)
    assert faults[0].line == line
    assert said in faults[0].message
    assert faults[0].how


@given(
    data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: f"navn;e-post\n{t}".encode()))
)
def test_any_bytes_are_answered(data: bytes) -> None:
    rows, faults = read(data)
    assert rows or faults


def upload(client: Client, text: str | bytes, **more: str) -> str:
    data = text.encode() if isinstance(text, str) else text
    answer = client.post("/drift/innhenting/", {"file": SimpleUploadedFile("a.csv", data), **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def refused(client: Client, line: str) -> str:
    answer = client.post("/drift/innhenting/", {"file": SimpleUploadedFile("a.csv", (HEAD + line).encode())})
    assert answer.status_code == 422
    assert not Import.objects.filter(applied_at=None).exists()
    return str(answer.content.decode())


def digest(client: Client, path: str) -> str:
    return str(client.get(path).context["plan"].digest)


@pytest.mark.django_db
def test_a_file_is_previewed_applied_and_taken_back(told: Told) -> None:
    client, before = told.client(ADMIN), Person.objects.count()
    events = Event.objects.count()
    path = upload(client, HEAD + FRIDA)
    plan = client.get(path).context["plan"]
    assert [step["do"] for step in plan.steps] == [
        "add_person",
        "add_post",
        "assign_role",
        "approve_specialist",
    ]
    assert Person.objects.count() == before
    assert client.post(path, {"digest": plan.digest}).status_code == 302
    frida = Person.objects.get(personnel_number="77")
    assert frida.role_assignments.get().role == "training_lead"
    assert frida.specialist_approvals.count() == frida.posts.count() == 1
    assert Event.objects.count() == events + 5, "one for each thing, and one for the file"
    stored = Import.objects.get()
    assert (stored.rows, len(stored.done)) == ([], 4)
    again = client.get(upload(client, HEAD + FRIDA)).context["plan"]
    assert (again.steps, again.unchanged) == ([], 1)
    assert client.post(f"/drift/innhenting/{stored.pk}/angre/").status_code == 302
    frida.refresh_from_db()
    assert not frida.is_active
    assert not frida.posts.exists()
    assert not frida.specialist_approvals.exists()
    client.post(f"/drift/innhenting/{stored.pk}/angre/")
    assert Event.objects.filter(act="undo_personnel_import").count() == 1
    assert client.get(path).status_code == 302, "an applied file is not previewed again"


@pytest.mark.django_db
def test_a_file_changes_facts_and_ends_and_they_come_back(told: Told) -> None:
    client, who = told.client(ADMIN), Person.objects.get(pk=told.people["Oddvar Fjelltind"])
    end = (told.today + dt.timedelta(days=20)).isoformat()
    gone = (told.today - dt.timedelta(days=1)).isoformat()
    lines = f";Oddvar Fjelltind;{who.email};7654321;unn-pet;training_lead;;{end};;\n"
    lines += f";;{who.email};;unn-pet;;;{end};Overlege;\n"
    liv = Person.objects.get(pk=told.people["Liv Myrsnipe"])
    lines += f";;{liv.email};;unn;Forskningsleder;2020-01-01;{gone};;\n"
    path = upload(client, HEAD + lines)
    answer = client.get(path)
    assert [s["do"] for s in answer.context["plan"].steps] == [
        "change_person",
        "move_role",
        "move_post",
        "end_role",
    ]
    assert client.post(path, {"digest": digest(client, path)}).status_code == 302
    assert who.role_assignments.get().in_force_to == told.today + dt.timedelta(days=20)
    assert client.post(f"{path}angre/").status_code == 302
    who.refresh_from_db()
    assert (who.hpr_number, who.posts.get().to_day, who.role_assignments.get().in_force_to) == (
        "",
        None,
        None,
    )
    assert liv.role_assignments.get().in_force_to is None


@pytest.mark.django_db
def test_what_was_changed_meanwhile_gives_a_new_preview(told: Told) -> None:
    client, who = told.client(ADMIN), Person.objects.get(pk=told.people["Oddvar Fjelltind"])
    path = upload(client, HEAD + f";Oddvar Fjelltind;{who.email};7654321;;;;;;\n")
    seen = digest(client, path)
    facts = {"name": "Oddvar Nilsen", "email": who.email, "version": who.version}
    actions.change_person(by=None, person_id=who.pk, now=told.now, **facts)
    answer = client.post(path, {"digest": seen})
    assert answer.status_code == 409
    assert "Noe er endret" in answer.content.decode()
    who.refresh_from_db()
    assert who.hpr_number == ""
    assert client.post(path, {"digest": answer.context["plan"].digest}).status_code == 302


@pytest.mark.django_db
def test_an_import_that_was_built_upon_is_not_taken_back_in_part(told: Told) -> None:
    client = told.client(ADMIN)
    path = upload(client, HEAD + FRIDA)
    client.post(path, {"digest": digest(client, path)})
    row = RoleAssignment.objects.get(person__personnel_number="77")
    later = told.today + dt.timedelta(days=40)
    actions.change_role_end(by=None, assignment_id=row.pk, version=1, in_force_to=later, now=told.now)
    answer = client.post(f"{path}angre/", follow=True)
    assert "Dette står i veien: Frida Teist" in answer.content.decode()
    assert Person.objects.get(personnel_number="77").is_active
    assert Post.objects.filter(person__personnel_number="77").exists()


@pytest.mark.django_db
def test_a_complete_file_ends_who_is_missing_but_not_half_the_staff_by_mistake(told: Told) -> None:
    client = told.client(ADMIN)
    path = upload(client, HEAD + FRIDA, complete="on")
    plan = client.get(path).context["plan"]
    assert plan.suspicious
    assert plan.ended_persons >= 10
    assert client.post(path, {"digest": plan.digest}).status_code == 422
    assert Post.objects.filter(to_day=None).count() > 10
    assert client.post(path, {"digest": plan.digest, "many_end": "1"}).status_code == 302
    inside = Post.objects.exclude(organisation__code="helse-nord").exclude(person__personnel_number="77")
    assert set(inside.filter(to_day=None).values_list("person__name", flat=True)) == {ADMIN}, (
        "never one's own"
    )
    assert Post.objects.filter(organisation__code="helse-nord", to_day=None).exists(), (
        "nor outside the places"
    )
    assert "angre" in client.get("/drift/innhenting/").content.decode()
    assert client.post(f"{path}angre/").status_code == 302
    assert inside.filter(to_day=None).count() > 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "said"),
    [
        (";Ny;ny@eksempel.example;;helse-nord;;;;;\n", "finnes ikke"),
        (";Ny;ny@eksempel.example;;bodø;;;;;\n", "finnes ikke"),
        (";Ny;ny@eksempel.example;;unn-pet;konge;;;;\n", "Rollen «konge» finnes ikke"),
        (";Ny;ny@eksempel.example;;unn-pet;administrator;;;;\n", "kan du ikke gi her"),
        (";Ny;ny@eksempel.example;;unn-pet;auditor;;;;\n", "kan du ikke gi her"),
        (";Ny;ny@eksempel.example;;unn-pet;Veileder;;;;\n", "kan du ikke gi her"),
        (";Ny;ny@eksempel.example;;unn-pet;;2.1.2027;1.1.2027;;\n", "Siste dag er før"),
        (";Ny;ny@eksempel.example;;;;;;;\n", "ikke noe sted"),
        (";;ny@eksempel.example;;unn-pet;;;;;\n", "feltet er tomt"),
        ("9;Ny;;;unn-pet;;;;;\n", "feltet er tomt"),
        (";Ny;ny@eksempel.example;12;unn-pet;;;;;\n", "7 til 9 sifre"),
        (";Ny;nyeksempel.example;;unn-pet;;;;;\n", "ikke en e-postadresse"),
        (";Ny;ny@eksempel.example;;unn-pet;;;;;XYZ 2020-01-01\n", "Spesialiteten finnes ikke"),
        (";Ny;ny@eksempel.example;;unn-pet;;;;;NUK 2099-01-01\n", "fram i tid"),
        (";;randi.snougle@eksempel.example;;;Leder;;;;\n", "ikke sted"),
        (";;amund.fiskeorn@eksempel.example;;unn;Leder;;;;\n", "seg selv"),
        (";Tora K;tora.kvitbjorn@eksempel.example;;unn-pet;;;;;\n", "utenfor stedene dine"),
        (
            ";Ny;ny@eksempel.example;;unn-pet;;;;;\n;Gammel;ny@eksempel.example;;unn;;;;;\n",
            "noe annet om personen enn linje 2",
        ),
        (
            ";Ny;ny@eksempel.example;;unn-pet;head;1.1.2027;;;\n;Ny;ny@eksempel.example;;unn-pet;head;1.2.2027;;;\n",
            "overlapper linje 2",
        ),
    ],
)
def test_each_line_that_cannot_be_is_told_and_nothing_is_kept(told: Told, line: str, said: str) -> None:
    assert said in refused(told.client(ADMIN), line)


@pytest.mark.django_db
def test_a_closed_account_and_two_persons_in_one_line_are_told(told: Told) -> None:
    randi = Person.objects.get(pk=told.people["Randi Snøugle"])
    Person.objects.filter(pk=randi.pk).update(personnel_number="11")
    client = told.client(ADMIN)
    assert "to forskjellige" in refused(client, "11;;oddvar.fjelltind@eksempel.example;;;;;;;\n")
    actions.deactivate_person(by=None, person_id=randi.pk, now=told.now)
    assert "stengt" in refused(client, "11;;;;;;;;;\n")


@pytest.mark.django_db
def test_a_missing_or_empty_file_is_told_and_others_imports_are_not_there(told: Told) -> None:
    client = told.client(ADMIN)
    assert "Velg en fil" in client.post("/drift/innhenting/").content.decode()
    empty = client.post("/drift/innhenting/", {"file": SimpleUploadedFile("a.csv", b"")})
    assert empty.status_code == 422
    assert client.get("/drift/innhenting/999999/").status_code == 404
    path = upload(client, HEAD + FRIDA)
    assert told.client("Randi Snøugle").get(path).status_code == 404
    assert client.post(f"{path}angre/").status_code == 302, "not applied: nothing to undo"
    Import.objects.update(made_by=told.people["Randi Snøugle"])
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_a_role_that_ended_is_not_moved_and_a_stand_in_needs_a_last_day(told: Told) -> None:
    from borealis.personnel.planning import plan_of, reach_of_all

    reach = reach_of_all()
    rows, _faults = read((HEAD + ";;vigdis.alke@eksempel.example;;unn-pet;delegate;;;;\n").encode())
    assert "for en periode" in plan_of(rows, reach, told.today, complete=False).faults[0].message
    actions.assign_role(
        by=None,
        person=Person.objects.get(pk=told.people["Liv Myrsnipe"]),
        role="head",
        organisation_id=Organisation.objects.get(code="unn-pet").pk,
        in_force_from=dt.date(2020, 1, 1),
        in_force_to=dt.date(2021, 1, 1),
        now=told.now,
    )
    rows, _faults = read(
        (HEAD + ";;liv.myrsnipe@eksempel.example;;unn-pet;head;2020-06-01;2022-01-01;;\n").encode()
    )
    assert "avsluttet tidligere" in plan_of(rows, reach, told.today, complete=False).faults[0].message
