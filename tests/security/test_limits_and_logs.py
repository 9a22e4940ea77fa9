"""Costly acts are bounded, and the log holds what an operator needs and nothing about people."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from borealis.shell.limits import limited
from borealis.shell.logs import JsonLines
from tests.conftest import Told


@pytest.fixture(autouse=True)
def empty_counters(db: None) -> None:
    cache.clear()


@limited("test", times=2, seconds=3600)
def costly(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


def asked_by(address: str, person: int | None = None) -> HttpRequest:
    from types import SimpleNamespace

    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.viewer = SimpleNamespace(person_id=person, language="nb")  # type: ignore[attr-defined]
    return request


def test_the_third_of_two_waits_and_is_told_how_long() -> None:
    answers = [costly(asked_by("10.0.0.1")) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 3600
    assert "Vent litt før du prøver igjen" in answers[2].content.decode()


def test_each_person_has_a_count_wherever_they_sit() -> None:
    for _ in range(2):
        costly(asked_by("10.0.0.1", person=1))
    assert costly(asked_by("10.0.0.1", person=2)).status_code == 200
    assert costly(asked_by("10.0.0.9", person=1)).status_code == 429


def test_counters_hold_no_address() -> None:
    from borealis.shell.limits import _key

    assert "10.0.0.1" not in _key("test", 1, asked_by("10.0.0.1"), "address")


def test_the_public_pdf_is_bounded(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    import borealis.programmes.views as views

    monkeypatch.setattr(views, "pdf_of", lambda *words: b"%PDF-")
    client = Client()
    answers = [client.get("/program/unn-nuk/pdf/").status_code for _ in range(61)]
    assert answers[59:] == [200, 429]


def line_of(record: logging.LogRecord) -> dict[str, object]:
    text = JsonLines().format(record)
    assert "\n" not in text
    read: dict[str, object] = json.loads(text)
    return read


def record(name: str, message: str, *words: object, **more: object) -> logging.LogRecord:
    made = logging.getLogger(name).makeRecord(name, logging.WARNING, "f", 1, message, words, None)
    for key, value in more.items():
        setattr(made, key, value)
    return made


def test_nobody_can_write_lines_of_their_own() -> None:
    line = line_of(record("borealis.security", "refused %s", 'x\r\n{"level": "forged"}\u2028'))
    assert line["level"] == "warning"


def test_the_words_of_errors_and_addresses_stay_out() -> None:
    try:
        raise ValueError("Key (email)=(randi@eksempel.example) already exists")
    except ValueError:
        made = record(
            "django.request", "%s: %s", "Internal", "/lis/plan/7/?navn=Randi", exc_info=sys.exc_info()
        )
    text = JsonLines().format(made)
    assert "randi" not in text.lower()
    assert "/lis/plan/7" not in text
    line = json.loads(text)
    assert line["error"] == "ValueError"
    assert line["where"][-1].startswith("test_the_words_of_errors")


def test_every_line_says_when_in_utc() -> None:
    assert str(line_of(record("django", "hello"))["time"]).endswith("+00:00")


def test_a_refusal_is_logged_with_the_number_that_the_reader_saw(
    told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    client = told.client("Randi Snøugle")
    with caplog.at_level(logging.WARNING):
        answer = client.get("/personvern/?" + "x" * 9_000)
    assert answer.status_code == 400
    lines = [line_of(found) for found in caplog.records if hasattr(found, "request")]
    assert lines
    number = str(lines[0]["number"])
    assert number in answer.content.decode()
    assert lines[0]["page"] == "personvern/"
    assert lines[0]["person"] == told.people["Randi Snøugle"]
    assert "Randi" not in json.dumps(lines)


def test_denied_access_and_forged_forms_are_logged(caplog: pytest.LogCaptureFixture, db: None) -> None:
    from django.core.handlers.exception import response_for_exception

    request = RequestFactory().get("/leder/")
    with caplog.at_level(logging.WARNING):
        response_for_exception(request, PermissionDenied("role"))
        Client(enforce_csrf_checks=True).post("/utseende/", {"scheme": "dark"})
    assert {found.name for found in caplog.records} >= {"django.request", "django.security.csrf"}


def test_the_server_keeps_no_log_of_who_asked_for_what() -> None:
    from borealis.config.cli.serve import server_options

    options = server_options("127.0.0.1")
    assert options["ident"] is None
    assert options["clear_untrusted_proxy_headers"] is True
    assert options["trusted_proxy_headers"] == {"x-forwarded-for", "x-forwarded-proto"}
