"""An invitation works once, for a week, and tells nobody anything."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from click.testing import CliRunner
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from borealis.audit.models import Event
from borealis.people.actions import (
    InvitationRefused,
    accept_invitation,
    add_person,
    invite_person,
    withdraw_invitation,
)
from borealis.people.models import Invitation, Person
from borealis.people.rules import invitation_state, word_digest

WORD = "gul sykkel ved fjorden"
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def in_memory_mail() -> object:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield


@pytest.fixture
def nora(db: None) -> Person:
    return add_person(by=None, name="Nora Fjellrype", email="nora@eksempel.example", now=NOW, language="nn")


def acts() -> list[str]:
    return list(Event.objects.exclude(act="add_person").order_by("number").values_list("act", flat=True))


def choose(client: Client, word: str = WORD, again: str | None = None) -> object:
    return client.post("/invitasjon/", {"password1": word, "password2": word if again is None else again})


@pytest.mark.parametrize(
    ("age_days", "used", "withdrawn", "state"),
    [
        (0, False, False, "open"),
        (6.999, False, False, "open"),
        (7, False, False, "expired"),
        (1, True, False, "used"),
        (1, False, True, "withdrawn"),
        (30, True, True, "used"),
    ],
)
def test_the_state_of_an_invitation(age_days: float, used: bool, withdrawn: bool, state: str) -> None:
    found = invitation_state(
        now=NOW,
        expires_at=NOW - dt.timedelta(days=age_days) + dt.timedelta(days=7),
        used_at=NOW if used else None,
        withdrawn_at=NOW if withdrawn else None,
    )
    assert found == state


def test_the_mail_goes_when_stored_in_the_persons_language(
    nora: Person, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        word = invite_person(by=None, person_id=nora.pk, now=NOW)
        assert mail.outbox == []
    (sent,) = mail.outbox
    assert sent.to == ["nora@eksempel.example"]
    assert f"/invitasjon/{word}/" in sent.body
    assert len(word) >= 43  # 256 bits
    assert not Invitation.objects.filter(digest__contains=word).exists()
    assert acts() == ["invite_person"]


def test_a_link_is_opened_often_and_used_once(client: Client, nora: Person) -> None:
    word = invite_person(by=None, person_id=nora.pk, now=timezone.now())
    for scanner in (Client(), Client()):
        assert scanner.get(f"/invitasjon/{word}/")["Location"] == "/invitasjon/"
    answer = client.get(f"/invitasjon/{word}/", follow=True)
    page = answer.content.decode()
    assert "Nora Fjellrype" in page
    assert word not in page
    assert answer.headers["Referrer-Policy"] in (
        "same-origin",
        "no-referrer",
        "strict-origin-when-cross-origin",
    )
    accepted = choose(client)
    assert (accepted.status_code, accepted["Location"]) == (302, "/meg/")
    assert client.get("/meg/").status_code == 200
    assert acts() == ["invite_person", "accept_invitation", "sign_in"]
    late = Client()
    late.get(f"/invitasjon/{word}/")
    again = choose(late)
    assert again.status_code == 410
    assert "Invitasjonen er brukt" in again.content.decode()
    assert late.get("/meg/").status_code == 302


def test_unknown_expired_and_withdrawn_links_look_alike(nora: Person) -> None:
    old = invite_person(by=None, person_id=nora.pk, now=timezone.now() - dt.timedelta(days=8))
    withdrawn = invite_person(by=None, person_id=nora.pk, now=timezone.now())
    newer = invite_person(by=None, person_id=nora.pk, now=timezone.now())
    pages = set()
    for word in (old, withdrawn, "ukjent", "æ" * 400, "<script>"):
        browser = Client()
        answer = browser.get(f"/invitasjon/{word}/", follow=True)
        assert answer.status_code == 410
        assert "Nora" not in answer.content.decode()
        pages.add(answer.content.split(b"<main", 1)[1].split(b"</main>", 1)[0])
        assert choose(browser).status_code == 410
    assert len(pages) == 1
    assert Client().get(f"/invitasjon/{newer}/", follow=True).status_code == 200
    assert acts() == ["invite_person", "invite_person", "withdraw_invitation", "invite_person"]


def test_the_page_without_a_link_says_what_to_do(client: Client, db: None) -> None:
    answer = client.get("/invitasjon/")
    assert answer.status_code == 410
    assert "Be den som inviterte deg, om å sende en ny" in answer.content.decode()


def test_withdrawing_tells_how_many_and_leaves_nothing_to_use(nora: Person) -> None:
    word = invite_person(by=None, person_id=nora.pk, now=NOW)
    assert withdraw_invitation(by=None, person_id=nora.pk, now=NOW) == 1
    assert withdraw_invitation(by=None, person_id=nora.pk, now=NOW) == 0
    with pytest.raises(InvitationRefused, match="withdrawn"):
        accept_invitation(digest=word_digest(word), set_way=lambda person: "password", now=NOW)
    assert acts() == ["invite_person", "withdraw_invitation"]


def test_a_closed_account_is_not_invited_and_cannot_accept(client: Client, nora: Person) -> None:
    word = invite_person(by=None, person_id=nora.pk, now=timezone.now())
    Person.objects.filter(pk=nora.pk).update(is_active=False)
    assert client.get(f"/invitasjon/{word}/", follow=True).status_code == 410
    with pytest.raises(InvitationRefused, match="inactive"):
        invite_person(by=None, person_id=nora.pk, now=NOW)


@pytest.mark.parametrize(
    ("word", "again", "says"),
    [
        ("kort", "kort", "for kort"),
        ("fjellrype i myra", "fjellrype i myra", "andre ikke kan gjette"),
        (WORD, WORD + " ", "ikke like"),
        ("", "", ""),
        ("x" * 300, "x" * 300, "for langt"),
    ],
)
def test_a_password_that_will_not_do_uses_nothing_up(
    client: Client, nora: Person, word: str, again: str, says: str
) -> None:
    link = invite_person(by=None, person_id=nora.pk, now=timezone.now())
    client.get(f"/invitasjon/{link}/")
    answer = choose(client, word, again)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert choose(client).status_code == 302


@pytest.mark.parametrize(
    "credential", ["", "{}", "null", "[1]", '{"id":"AA","rawId":"AA","response":{}}', "[" * 9000]
)
def test_an_odd_passkey_uses_nothing_up(client: Client, nora: Person, credential: str) -> None:
    link = invite_person(by=None, person_id=nora.pk, now=timezone.now())
    client.get(f"/invitasjon/{link}/", follow=True)
    answer = client.post("/invitasjon/", {"credential": credential})
    assert answer.status_code == 422
    assert "Prøv igjen" in answer.content.decode()
    assert choose(client).status_code == 302


def test_of_two_open_pages_the_first_to_choose_wins(client: Client, nora: Person) -> None:
    word = invite_person(by=None, person_id=nora.pk, now=timezone.now())
    other = Client()
    for browser in (client, other):
        assert browser.get(f"/invitasjon/{word}/", follow=True).status_code == 200
    assert choose(client).status_code == 302
    late = choose(other, "en helt annen setning")
    assert late.status_code == 410
    assert "Invitasjonen er brukt" in late.content.decode()
    nora.refresh_from_db()
    assert nora.check_password(WORD)


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory, as in tests, locks tables and does not wait"
)
@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_once_one_wins_and_the_other_is_told() -> None:
    nora = add_person(by=None, name="Nora Fjellrype", email="nora@eksempel.example", now=NOW)
    word = invite_person(by=None, person_id=nora.pk, now=timezone.now())
    together, answers = threading.Barrier(2), []

    def accept(number: int) -> None:
        try:
            browser = Client()
            browser.get(f"/invitasjon/{word}/")
            together.wait(10)
            answers.append(choose(browser, f"{WORD} {number}").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == [302, 410]
    assert acts().count("accept_invitation") == 1


@pytest.mark.django_db(transaction=True)
def test_the_first_person_is_added_from_the_command_line(client: Client) -> None:
    from borealis.config.cli.person import person

    run = CliRunner().invoke
    answer = run(
        person, ["add", "Kari Kvitrev", "Kari@Eksempel.example", "--role", "administrator", "--at", "unn"]
    )
    assert answer.exit_code == 0, answer.output
    link = answer.output.strip().splitlines()[-1]
    assert client.get("/" + link.split("/", 3)[3], follow=True).status_code == 200
    added = Person.objects.get(email="kari@eksempel.example")
    assert list(added.role_assignments.values_list("role", "organisation__code")) == [
        ("administrator", "unn")
    ]
    newer = run(person, ["invite", "kari@eksempel.example"]).output.strip().splitlines()[-1]
    assert newer != link
    for arguments, says in (
        (["add", "Kari", "kari@eksempel.example"], "finnes"),
        (["add", "Kari", "ikke en adresse"], "e-post"),
        (["add", "X", "x@eksempel.example", "--role", "konge", "--at", "unn"], "finnes ikke"),
        (["add", "X", "x@eksempel.example", "--role", "administrator", "--at", "mars"], "finnes ikke"),
        (["add", "X", "x@eksempel.example", "--role", "administrator"], "ingen av dem"),
        (["invite", "ingen@eksempel.example"], "Ingen har adressen"),
    ):
        refused = run(person, arguments)
        assert refused.exit_code == 1, arguments
        assert says in refused.output, refused.output
    assert not Person.objects.filter(email="x@eksempel.example").exists()
