"""Files of activities: what is taken in, who reads them, and that reading is recorded."""

from __future__ import annotations

import io
import tracemalloc
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from borealis.audit.models import Event
from borealis.portfolio.activities.actions import LONGEST_FILE, add_activity_file
from borealis.portfolio.models import Activity, ActivityFile
from borealis.shell.uploads import Upload
from tests.conftest import Told
from tests.portfolio.activities.conftest import NORA, Record
from tests.shell.test_uploads import jpeg, png

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nkursbevis\n%%EOF\n"


@pytest.fixture
def client(told: Told) -> Client:
    return told.client(NORA)


def send(client: Client, row: Activity, data: bytes, name: str = "kursbevis.pdf") -> Any:
    file = SimpleUploadedFile(name, data, content_type="application/pdf")
    return client.post(f"/lis/mappe/{row.trainee_id}/{row.pk}/fil/", {"file": file})


@pytest.mark.parametrize(("data", "kind"), [(PDF, "pdf"), (png(), "png"), (jpeg(), "jpeg")])
def test_a_file_is_kept_whole_and_known_by_what_is_in_it(
    client: Client, record: Record, data: bytes, kind: str
) -> None:
    row = record()
    assert send(client, row, data, "bevis.pdf").status_code == 302

    file = ActivityFile.objects.get()
    assert (file.name, file.kind, file.size, bytes(file.data)) == ("bevis.pdf", kind, len(data), data)
    assert len(file.digest) == 64
    assert Event.objects.order_by("-number").values_list("act", flat=True)[0] == "add_activity_file"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 et brev", "PDF, PNG, JPEG"),
        (b"%PDF-1.7 uten slutt", "ikke hel PDF"),
        (png(end=False), "ikke hel PNG"),
        (b"%PDF-1.7 /JavaScript (x) %%EOF", "program"),
        (b"", "Velg en fil"),
    ],
)
def test_what_is_refused_is_told_and_not_kept(
    client: Client, record: Record, data: bytes, words: str
) -> None:
    answer = send(client, record(), data)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ActivityFile.objects.exists()


def test_a_file_over_the_limit_is_told_at_its_field(client: Client, record: Record) -> None:
    answer = send(client, record(), PDF + b" " * LONGEST_FILE)

    assert answer.status_code == 422
    assert "Grensen er 20.0 MB" in answer.content.decode()
    assert not ActivityFile.objects.exists()


class Endless(io.RawIOBase):
    """A body that would be read to the last byte by whoever reads it."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.taken += max(size, 0)
        return b"x" * max(size, 0)


def test_a_file_of_200_megabytes_is_refused_with_words_before_it_is_read(
    client: Client, record: Record
) -> None:
    row, body = record(), Endless()
    tracemalloc.start()

    answer = client.generic(
        "POST",
        f"/lis/mappe/{row.trainee_id}/{row.pk}/fil/",
        b"",
        "multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": "200000000", "wsgi.input": body},
    )

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status_code == 413
    assert "Grensen her er 20 MB" in answer.content.decode()
    assert body.taken == 0
    assert peak < 20_000_000


def test_other_pages_still_take_no_more_than_before(client: Client, nora: int) -> None:
    answer = client.generic(
        "POST", f"/lis/mappe/{nora}/ny/", b"", "application/x-www-form-urlencoded", CONTENT_LENGTH="15000000"
    )
    assert answer.status_code == 413


def test_the_same_file_twice_and_the_eleventh_file_are_refused(client: Client, record: Record) -> None:
    row = record()
    send(client, row, PDF)
    assert "ligger der allerede" in send(client, row, PDF).content.decode()
    for number in range(9):
        send(client, row, PDF + b"%" * number + b"%%EOF")
    assert row.files.count() == 10
    assert "10 filer" in send(client, row, png()).content.decode()


@pytest.mark.parametrize("state", ["sent", "signed", "withdrawn"])
def test_nothing_is_added_to_what_is_locked(client: Client, record: Record, state: str) -> None:
    row = record()
    Activity.objects.filter(pk=row.pk).update(state=state)

    assert send(client, row, PDF).status_code == 422
    assert not ActivityFile.objects.exists()


def test_a_file_that_was_not_checked_is_refused(told: Told, record: Record) -> None:
    row = record()
    with pytest.raises(ValidationError):
        add_activity_file(
            by=None,
            trainee_id=row.trainee_id,
            activity_id=row.pk,
            upload=Upload("side.html", "html", b"<script>"),
            now=told.now,
        )


def test_a_file_is_saved_and_never_opened_and_the_reading_is_recorded(
    client: Client, told: Told, record: Record
) -> None:
    row = record()
    send(client, row, PDF)
    address = f"/lis/mappe/{row.trainee_id}/{row.pk}/fil/{ActivityFile.objects.get().pk}/"

    answer = told.client("Torunn Havørn").get(address)

    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    event = Event.objects.order_by("-number").first()
    assert event is not None
    assert (event.act, event.by_id, event.about_id) == (
        "read_activity_file",
        told.people["Torunn Havørn"],
        told.people[NORA],
    )


def test_only_who_sees_the_portfolio_gets_the_file(client: Client, told: Told, record: Record) -> None:
    row, other = record(), record()
    send(client, row, PDF)
    file = ActivityFile.objects.get().pk
    before = Event.objects.filter(act="read_activity_file").count()

    assert (
        told.client("Jonas Polarrev").get(f"/lis/mappe/{row.trainee_id}/{row.pk}/fil/{file}/").status_code
        == 404
    )
    assert client.get(f"/lis/mappe/{row.trainee_id}/{other.pk}/fil/{file}/").status_code == 404
    assert told.client("Torunn Havørn").post(f"/lis/mappe/{row.trainee_id}/{row.pk}/fil/").status_code == 403
    assert Event.objects.filter(act="read_activity_file").count() == before
