"""The pages of packages: ready to apply, the download, checking, a list of goals, bringing in."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from borealis.portfolio.dossier import forms
from borealis.portfolio.dossier.rules import check_file
from borealis.portfolio.models import Dossier
from borealis.trainees.directory import Trainee
from tests.conftest import Told
from tests.portfolio.dossier import story
from tests.portfolio.dossier.conftest import Packed
from tests.portfolio.dossier.test_goal_lists import open_codes, trainee_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counters_begin_anew() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sent(data: bytes, name: str = "pakke.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


class TestReady:
    """/lis/soknad/<trainee>/"""

    def test_shows_what_is_there_and_missing(self, told: Told) -> None:
        page = told.client(story.WHO).get(f"/lis/soknad/{told.trainees[story.WHO]}/").content.decode()
        assert "Dette kreves (§ 29)" in page
        assert "Alle læringsmål som gjelder, er godkjent" in page
        assert "Last ned pakken" in page
        assert "did:key:z6Mk" in page

    def test_the_head_sees_whose_it_is_and_registers(self, told: Told) -> None:
        page = told.client(story.HEAD).get(f"/lis/soknad/{told.trainees[story.WHO]}/").content.decode()
        assert story.WHO in page
        assert "Hent godkjente mål fra Kompetanseportalen" in page

    def test_the_package_is_a_file_and_an_event(self, told: Told) -> None:
        trainee = told.trainees[story.WHO]
        answer = told.client(story.WHO).post(f"/lis/soknad/{trainee}/last-ned/", {"fil": "pakke"})
        assert answer["Content-Type"] == "application/zip"
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        assert "attachment" in answer["Content-Disposition"]
        assert check_file(answer.content).holds
        row = Dossier.objects.get(trainee_id=trainee, direction="out")
        assert row.by_id == told.people[story.WHO]
        event = apps.get_model("audit.Event").objects.order_by("-number").first()
        assert (event.act, event.about_id) == ("make_dossier", told.people[story.WHO])
        assert event.detail["digest"] == row.digest
        page = told.client(story.WHO).get(f"/lis/soknad/{trainee}/").content.decode()
        assert "Tatt ut tidligere" in page

    @pytest.mark.parametrize(
        ("wanted", "content_type", "begins"),
        [
            ("pdf", "application/pdf", b"%PDF"),
            ("data", "application/json", b'{"content"'),
            ("bevis", "application/vc", b'{"@context"'),
        ],
    )
    def test_each_part_alone(self, told: Told, wanted: str, content_type: str, begins: bytes) -> None:
        address = f"/lis/soknad/{told.trainees[story.WHO]}/last-ned/"
        answer = told.client(story.WHO).post(address, {"fil": wanted})
        assert answer["Content-Type"] == content_type
        assert answer.content.startswith(begins)

    def test_there_is_no_other_part(self, told: Told) -> None:
        address = f"/lis/soknad/{told.trainees[story.WHO]}/last-ned/"
        assert told.client(story.WHO).post(address, {"fil": "alt"}).status_code == 404


class TestCheck:
    """/kontroller/"""

    def test_anybody_is_answered_and_nothing_is_stored(self, packed: Packed, told: Told) -> None:
        events = apps.get_model("audit.Event").objects
        before = (events.count(), Dossier.objects.count())
        page = Client().post("/kontroller/", {"file": sent(packed.data)}).content.decode()
        assert "Den er utstedt av oss og uendret" in page
        assert story.WHO in page
        assert "Nøkkelen er vår." in page
        assert (events.count(), Dossier.objects.count()) == before

    def test_a_key_that_is_not_ours_is_said_to_be_so(self, packed: Packed) -> None:
        from tests.portfolio.dossier.test_bringing_in import reissued

        page = Client().post("/kontroller/", {"file": sent(reissued(packed))}).content.decode()
        assert "Den er uendret siden den ble signert" in page
        assert "vi kan ikke si hvem som eier den" in page
        assert "utstedt av oss" not in page

    def test_each_fault_is_told(self, packed: Packed) -> None:
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            for member in packed.package.members:
                archive.writestr(member.name, member.data + b"x" * (member.name == "dossier.pdf"))
        page = Client().post("/kontroller/", {"file": sent(written.getvalue())}).content.decode()
        assert "Den holder ikke" in page
        assert "dossier.pdf er endret etter at den ble utstedt." in page

    @pytest.mark.parametrize(
        ("data", "said"),
        [(b"hei", "Velg pakken (zip)"), (b"", "Velg en fil."), (b"%PDF-1.7", "Velg pakken (zip)")],
    )
    def test_what_is_no_package_is_refused(self, data: bytes, said: str) -> None:
        answer = Client().post("/kontroller/", {"file": sent(data)})
        assert answer.status_code == 422
        assert said in answer.content.decode()

    def test_no_file_and_a_file_that_is_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert Client().post("/kontroller/").status_code == 422
        monkeypatch.setattr(forms, "LONGEST_CHECKED", 2)
        answer = Client().post("/kontroller/", {"file": sent(b"{}\n\n")})
        assert answer.status_code == 422
        assert "borealis verify" in answer.content.decode()

    def test_asking_too_often_must_wait(self) -> None:
        client = Client()
        answers = {client.get("/kontroller/").status_code for _time in range(60)}
        assert answers == {200}
        assert client.get("/kontroller/").status_code == 429


class TestGoalList:
    """/lis/soknad/<trainee>/maal-fra-fil/"""

    def test_a_list_is_seen_before_it_is_taken_in(self, told: Told) -> None:
        trainee = trainee_of(told)
        code = open_codes(trainee)[0]
        head, address = told.client(story.HEAD), f"/lis/soknad/{trainee}/maal-fra-fil/"
        assert head.get(address).status_code == 200
        text = f"Målkode;Status;Dato;Godkjent av\n{code};Godkjent;2022-12-03;Kari Leder\nXYZ-1;Godkjent;2022-12-03;\n"
        page = head.post(address, {"file": sent(text.encode(), "liste.csv")})
        assert "Kompetanseportalen, godkjent av Kari Leder" in page.content.decode()
        assert "XYZ-1 er ikke blant målene" in page.content.decode()
        form = page.context["form"]
        fields = {**form.data, "seen": page.context["digest"], "hent": "1"}
        assert head.post(address, {**fields, "seen": "noe annet"}).status_code == 200
        answer = head.post(address, fields)
        assert answer.status_code == 302
        assert answer["Location"] == f"/lis/maal/{trainee}/"
        states = apps.get_model("trainees.GoalStatus").objects.filter(trainee_id=trainee, goal__code=code)
        assert states.get().state == "approved"
        assert head.post(address, fields).status_code == 422

    def test_columns_can_be_chosen_again(self, told: Told) -> None:
        trainee = trainee_of(told)
        head, address = told.client(story.HEAD), f"/lis/soknad/{trainee}/maal-fra-fil/"
        text = f"A;B\n{open_codes(trainee)[0]};2022-12-03\n"
        page = head.post(address, {"file": sent(text.encode(), "liste.csv")})
        assert page.status_code == 422
        fields = {"table": page.context["form"].data["table"], "code": "A", "on": "B"}
        assert len(head.post(address, fields).context["found"].lines) == 1
        assert head.post(address, {"table": "]"}).status_code == 302
        assert head.post(address, {"file": sent(b"\x00", "liste.csv")}).status_code == 422


class TestBringIn:
    """/leder/hent-inn/"""

    @pytest.fixture
    def gone(self, told: Told) -> Told:
        """The department, where the doctor of the package is known and has no training."""
        Trainee.objects.filter(pk=told.trainees[story.WHO]).update(person_id=told.people["Torunn Havørn"])
        return told

    def test_is_seen_first_brought_in_and_undone(self, gone: Told, packed: Packed) -> None:
        head = gone.client(story.HEAD)
        page = head.post("/leder/hent-inn/", {"file": sent(packed.data)})
        assert page.status_code == 200
        assert "er kjent her" in page.content.decode()
        assert "Læringsaktiviteter" in page.content.decode()
        assert not Dossier.objects.filter(direction="in").exists()
        fields = {"seen": page.context["plan"].digest, "file": sent(packed.data)}
        answer = head.post("/leder/hent-inn/", fields)
        row = Dossier.objects.get(direction="in")
        assert answer["Location"] == f"/lis/soknad/{row.trainee_id}/"
        assert "Utdanningen ble hentet inn" in head.get(answer["Location"]).content.decode()
        assert story.WHO in head.get("/leder/hent-inn/").content.decode()
        assert head.post(f"/leder/hent-inn/{row.pk}/angre/").status_code == 302
        assert not Dossier.objects.filter(direction="in").exists()

    def test_says_why_it_cannot_be(self, told: Told, packed: Packed) -> None:
        head = told.client(story.HEAD)
        answer = head.post("/leder/hent-inn/", {"file": sent(packed.data)})
        assert answer.status_code == 422
        assert "har allerede en utdanning" in answer.content.decode()
        assert head.post("/leder/hent-inn/").status_code == 422

    def test_is_undone_by_nobody_once_something_is_built_on_it(self, gone: Told, packed: Packed) -> None:
        head = gone.client(story.HEAD)
        digest = head.post("/leder/hent-inn/", {"file": sent(packed.data)}).context["plan"].digest
        head.post("/leder/hent-inn/", {"seen": digest, "file": sent(packed.data)})
        row = Dossier.objects.get(direction="in")
        row.trainee.panels.create(kind="panel", on=dt.date(2026, 1, 1), called_at=gone.now)
        page = head.post(f"/leder/hent-inn/{row.pk}/angre/", follow=True)
        assert "Noe er bygget" in page.content.decode()
        own = gone.client(story.WHO)
        assert own.post(f"/leder/hent-inn/{row.pk}/angre/").status_code == 404
