"""Signing in with a provider, through the pages: who is let in, who is not, and what the record says."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import Settings

from borealis.audit.models import Event
from borealis.people.actions import add_person
from borealis.people.actions.identities import IdentityRefused, link_identity, unlink_identity
from borealis.people.models import Identity, Person
from borealis.people.providers import attempts, queries
from borealis.people.providers.attempts import KEPT
from tests.people.providers.conftest import CLIENT_KEY, HPR, LEVEL
from tests.people.providers.fake import OTHER, Fake, running

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
START, ANSWER, TIES = "/logg-inn/med/prove/", "/logg-inn/med/prove/svar/", "/meg/tilknytninger/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora() -> Person:
    return add_person(by=None, name="Nora Fjellrev", email="nora@eksempel.example", now=NOW)


@pytest.fixture
def place(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.PROVIDERS_LOOPBACK_HTTP = True
    monkeypatch.setenv("BOREALIS_PROVIDERS", str(tmp_path / "providers.toml"))
    return tmp_path


def set_up(place: Path, fake: Fake, more: str = 'match = "email"', name: str = "prove") -> None:
    """Write the file of providers for one provider, or for one more."""
    if fake.client_key:
        key = place / "k.jwk"
        key.write_text(json.dumps(CLIENT_KEY), encoding="utf-8")
        key.chmod(0o600)
        ours = 'key = "k.jwk"'
    else:
        ours = f'client_secret = "{fake.secret}"'
    lines = f'[[provider]]\nid = "{name}"\nname = "Prøve"\nissuer = "{fake.issuer}"\nclient_id = "borealis"\n{ours}\n'
    with (place / "providers.toml").open("a", encoding="utf-8") as file:
        file.write(lines + more + "\n")


@pytest.fixture
def feide(place: Path, plain: Fake) -> Fake:
    """A plain provider that has verified Nora's address."""
    plain.person |= {"email": "Nora@eksempel.example", "email_verified": True}
    set_up(place, plain)
    return plain


@pytest.fixture
def national(place: Path, helseid: Fake) -> Fake:
    """A provider by HelseID's profile."""
    set_up(
        place,
        helseid,
        'profile = "helseid"\nmatch = "hpr_number"\nlevel = "4"\ndpop = true\nsigning_algorithms = ["ES256"]',
    )
    return helseid


def go(browser: Browser, start: str = START, **form: str) -> str:
    """Begin, sign in at the provider, and give the address that the browser is sent back to."""
    page = browser.post(start, form)
    assert page.status_code == 200, page.content.decode()
    answer = requests.get(page.context["address"], allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def acts() -> list[tuple[str, int | None, dict[str, Any]]]:
    """What the record says of signing in, in order."""
    wanted = ("sign_in", "sign_in_refused", "link_identity", "unlink_identity")
    return list(
        Event.objects.filter(act__in=wanted).order_by("number").values_list("act", "about_id", "detail")
    )


def signed_in(browser: Browser) -> int | None:
    found = browser.session.get("_auth_user_id")
    return int(found) if found else None


# Let in


def test_a_person_with_a_verified_address_is_let_in_and_tied_once(
    client: Browser, feide: Fake, nora: Person
) -> None:
    back = client.get(go(client, next="/spesialiteter/"))
    assert (back.status_code, back.headers["Location"]) == (302, "/spesialiteter/")
    assert signed_in(client) == nora.pk
    identity = Identity.objects.get()
    assert (identity.person_id, identity.issuer, identity.subject) == (nora.pk, feide.issuer, "subject-1")
    assert acts() == [
        ("link_identity", nora.pk, {"provider": "prove"}),
        ("sign_in", nora.pk, {"how": "prove"}),
    ]

    another = Browser()
    feide.person["email_verified"] = False  # the tie is enough from now on
    another.get(go(another))
    assert signed_in(another) == nora.pk
    assert [act for act, _about, _detail in acts()] == ["link_identity", "sign_in", "sign_in"]
    assert Identity.objects.count() == 1


def test_helseid_finds_the_person_by_hpr_number(client: Browser, national: Fake, nora: Person) -> None:
    Person.objects.filter(pk=nora.pk).update(hpr_number="123456789")
    national.demands_nonce = True
    assert client.get(go(client)).status_code == 302
    assert signed_in(client) == nora.pk
    assert client.session["signed_in_how"] == "prove"


def test_the_session_key_changes_when_a_person_is_let_in(client: Browser, feide: Fake, nora: Person) -> None:
    address = go(client)
    before = client.session.session_key
    client.get(address)
    assert client.session.session_key != before


def test_no_number_and_no_token_is_stored(client: Browser, national: Fake, nora: Person) -> None:
    Person.objects.filter(pk=nora.pk).update(hpr_number="123456789")
    national.person["helseid://claims/identity/pid"] = "01019012345"
    client.get(go(client))
    stored = json.dumps([list(Event.objects.values_list("detail")), dict(client.session.items())])
    assert "01019012345" not in stored
    assert "eyJ" not in stored


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_the_way_on_stays_within_borealis(client: Browser, feide: Fake, nora: Person, next_: str) -> None:
    assert client.get(go(client, next=next_)).headers["Location"] == "/"


def test_the_page_on_the_way_goes_on_by_itself_and_by_hand(client: Browser, feide: Fake) -> None:
    page = client.post(START)
    text, address = page.content.decode(), page.context["address"].replace("&", "&amp;")
    assert f'<meta http-equiv="refresh" content="0; url={address}">' in text
    assert f'href="{address}"' in text
    assert "no-store" in page.headers["Cache-Control"]


# Not let in


def refused(browser: Browser, address: str, reason: str, words: str, status: int = 403) -> None:
    """Nobody is let in, a page says so, and the record has one event."""
    before = len(acts())
    page = browser.get(address)
    text = page.content.decode()
    assert page.status_code == status, text
    assert words in text
    assert f"Borealis: {reason}" in text
    assert signed_in(browser) is None
    told = acts()[before:]
    assert [(act, detail) for act, _about, detail in told] == [
        ("sign_in_refused", {"how": "prove", "reason": reason})
    ]


UNKNOWN = "Kontoen er ikke kjent i Borealis"


@pytest.mark.parametrize(
    "said",
    [
        {"email": "someone@else.example"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": ""},
    ],
)
def test_an_address_that_is_unknown_or_not_verified_lets_nobody_in(
    client: Browser, feide: Fake, nora: Person, said: dict[str, Any]
) -> None:
    feide.person |= said
    refused(client, go(client), "unknown_account", UNKNOWN)
    assert Identity.objects.count() == 0
    assert Person.objects.count() == 1


def test_no_person_is_found_where_matching_is_off(
    client: Browser, place: Path, plain: Fake, nora: Person
) -> None:
    set_up(place, plain, 'match = "none"')
    plain.person |= {"email": nora.email, "email_verified": True}
    refused(client, go(client), "unknown_account", UNKNOWN)


def test_two_persons_with_one_hpr_number_let_nobody_in(client: Browser, national: Fake, nora: Person) -> None:
    add_person(by=None, name="Rein Myrull", email="rein@eksempel.example", now=NOW)
    Person.objects.update(hpr_number="123456789")
    refused(client, go(client), "ambiguous_account", UNKNOWN)


def test_an_empty_hpr_number_matches_nobody(client: Browser, national: Fake, nora: Person) -> None:
    national.person.pop(HPR)
    refused(client, go(client), "unknown_account", UNKNOWN)


def test_a_closed_person_is_not_let_in_by_match_or_by_tie(client: Browser, feide: Fake, nora: Person) -> None:
    Person.objects.update(is_active=False)
    refused(client, go(client), "unknown_account", UNKNOWN)
    link_identity(
        by=nora.pk, person_id=nora.pk, issuer=feide.issuer, subject="subject-1", provider="prove", now=NOW
    )
    refused(client, go(client), "inactive", "Kontoen er stengt")
    assert acts()[-1][1] == nora.pk


def test_an_address_that_got_a_new_owner_does_not_take_over_the_old_ones_person(
    client: Browser, feide: Fake, nora: Person
) -> None:
    client.get(go(client))
    feide.person["sub"] = "subject-2"
    refused(Browser(), go(Browser()), "attempt_unknown", "begynnes på nytt")
    other = Browser()
    refused(other, go(other), "linked_elsewhere", UNKNOWN)


def test_a_level_that_is_too_low_lets_nobody_in(client: Browser, national: Fake, nora: Person) -> None:
    Person.objects.update(hpr_number="123456789")
    national.person[LEVEL] = "3"
    refused(client, go(client), "level_too_low", "Det trengs en sikrere innlogging")


@pytest.mark.parametrize(
    ("lie", "reason", "words", "status"),
    [
        ("key", "key_unknown", "kunne ikke godtas", 403),
        ("declined", "declined", "Innloggingen ble avbrutt", 403),
        ("html", "not_json", "kunne ikke godtas", 403),
        ("down", "http_status", "Prøve svarer ikke", 503),
    ],
)
def test_a_provider_that_lies_or_falls_lets_nobody_in(
    client: Browser, feide: Fake, nora: Person, lie: str, reason: str, words: str, status: int
) -> None:
    if lie == "key":
        feide.lies["key"] = lambda _key: OTHER
    elif lie == "declined":
        feide.lies["answer"] = lambda answer: {"state": answer["state"], "error": "access_denied"}
    elif lie == "html":
        feide.raw["/token"] = (200, "text/html", b"<p>Hei</p>")
    else:
        feide.raw["/token"] = (502, "text/html", b"")
    refused(client, go(client), reason, words, status)
    feide.lies.clear()
    feide.raw.clear()
    client.get(go(client))  # nobody is locked out
    assert signed_in(client) == nora.pk


def test_a_provider_that_is_down_at_the_start_is_told_of(client: Browser, place: Path, plain: Fake) -> None:
    plain.raw["/.well-known/openid-configuration"] = (500, "text/html", b"")
    set_up(place, plain)
    page = client.post(START)
    assert (page.status_code, "Prøve svarer ikke" in page.content.decode()) == (503, True)
    assert acts() == [("sign_in_refused", None, {"how": "prove", "reason": "http_status"})]


def test_an_answer_counts_once(client: Browser, feide: Fake, nora: Person) -> None:
    address = go(client)
    client.get(address)
    client.session.flush()
    other = Browser()
    refused(other, address, "attempt_unknown", "begynnes på nytt")


def test_an_answer_counts_once_in_the_same_browser(client: Browser, feide: Fake, nora: Person) -> None:
    feide.lies["key"] = lambda _key: OTHER
    address = go(client)
    refused(client, address, "key_unknown", "kunne ikke godtas")
    feide.lies.clear()
    refused(client, address, "attempt_unknown", "begynnes på nytt")


def test_an_answer_to_another_browser_is_refused(client: Browser, feide: Fake, nora: Person) -> None:
    """RFC 9700 § 4.7: nobody is signed in by somebody else's answer."""
    refused(Browser(), go(client), "attempt_unknown", "begynnes på nytt")


@pytest.mark.parametrize("query", ["", "?state=", "?state=x&code=y", "?error=access_denied", "?code=x"])
def test_an_answer_out_of_the_blue_is_refused(client: Browser, feide: Fake, query: str) -> None:
    refused(client, ANSWER + query, "attempt_unknown", "begynnes på nytt")
    assert feide.asked == []


def test_an_answer_that_says_a_thing_twice_is_refused(client: Browser, feide: Fake) -> None:
    refused(client, go(client) + "&code=another", "answer_repeats", "kunne ikke godtas")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("began", 0, "attempt_too_old"),
        ("began", 4e9, "attempt_from_the_future"),
        ("provider", "another", "provider_differs"),
        ("nonce", "another", "nonce"),
        ("verifier", "x" * 43, "declined_by_token"),
        ("redirect_uri", "http://testserver/", "declined_by_token"),
    ],
)
def test_a_session_that_was_changed_is_refused(
    client: Browser, feide: Fake, nora: Person, name: str, value: object, reason: str
) -> None:
    address = go(client)
    session = client.session
    session[KEPT][0]["attempt"][name] = value
    session.save()
    words = "begynnes på nytt" if "attempt" in reason or "provider_" in reason else "kunne ikke godtas"
    refused(client, address, reason, words)


def test_an_answer_at_another_providers_address_is_refused(
    client: Browser, place: Path, feide: Fake, nora: Person
) -> None:
    """RFC 9700 § 4.4: an answer from one provider does not count as another's."""
    with running(Fake(secret="other secret")) as second:
        set_up(place, second, name="annen")
        address = go(client).replace("/prove/", "/annen/")
        page = client.get(address)
        assert (page.status_code, signed_in(client)) == (403, None)
        assert acts()[-1] == ("sign_in_refused", None, {"how": "annen", "reason": "provider_differs"})
        assert "/token" not in second.asked + feide.asked


def test_what_comes_too_often_is_braked_without_filling_the_record(
    client: Browser, feide: Fake, nora: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_A_MINUTE", 2)
    moment = timezone.now().replace(second=1)
    monkeypatch.setattr("borealis.people.providers.views.timezone.now", lambda: moment)
    for _ in range(2):
        assert client.get(ANSWER).status_code == 403
    for page in (client.get(ANSWER), client.post(START)):
        assert (page.status_code, "Vent et minutt" in page.content.decode()) == (429, True)
    assert len(acts()) == 2
    assert feide.asked == []
    monkeypatch.setattr(
        "borealis.people.providers.views.timezone.now", lambda: moment + dt.timedelta(minutes=1)
    )
    assert client.get(ANSWER).status_code == 403


def test_only_a_few_attempts_are_remembered(client: Browser, feide: Fake, nora: Person) -> None:
    first = go(client)
    for _ in range(5):
        last = go(client)
    assert len(client.session[KEPT]) == 5
    refused(client, first, "attempt_unknown", "begynnes på nytt")
    client.get(last)
    assert signed_in(client) == nora.pk


def test_a_page_in_the_readers_language(client: Browser, feide: Fake) -> None:
    client.post("/sprak/", {"language": "en"})
    assert client.get(ANSWER).headers["Content-Language"] == "en"


def test_an_unknown_provider_is_not_there_and_starting_needs_a_form(client: Browser, feide: Fake) -> None:
    assert client.post("/logg-inn/med/ukjent/").status_code == 404
    assert client.get("/logg-inn/med/ukjent/svar/").status_code == 404
    assert client.get(START).status_code == 405
    strict = Browser(enforce_csrf_checks=True)
    assert strict.post(START).status_code == 403
    assert feide.asked == []


def test_a_file_with_mistakes_gives_no_provider_and_stops_no_page(
    client: Browser, place: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (place / "providers.toml").write_text("[[provider]]\n", encoding="utf-8")
    assert queries.providers() == []
    assert "linje 1" in caplog.text
    assert client.post(START).status_code == 404


def test_the_providers_of_the_sign_in_page(feide: Fake, place: Path) -> None:
    assert [(choice.id, choice.name) for choice in queries.providers()] == [("prove", "Prøve")]
    (place / "providers.toml").unlink()
    assert queries.providers() == []


# Ties


@pytest.fixture
def her(client: Browser, nora: Person) -> Browser:
    """Nora's browser, signed in with a password."""
    nora.set_password("a long password of hers")
    nora.save()
    client.force_login(nora)
    return client


LINK, UNLINK = TIES + "prove/knytt/", TIES + "prove/fjern/"


def test_a_person_ties_and_unties_her_own_account(her: Browser, feide: Fake, nora: Person) -> None:
    feide.person = {"sub": "subject-9"}  # no address at all: she is signed in, that is enough
    assert "Ikke knyttet til" in her.get(TIES).content.decode()
    assert her.get(go(her, LINK)).headers["Location"] == TIES
    page = her.get(TIES).content.decode()
    assert "Du kan nå logge inn med Prøve" in page
    assert UNLINK in page
    assert her.post(UNLINK).headers["Location"] == TIES
    assert Identity.objects.count() == 0
    assert [act for act, _about, _detail in acts()] == ["link_identity", "unlink_identity"]
    assert her.post(UNLINK).status_code == 404


def test_tying_again_changes_nothing(her: Browser, feide: Fake, nora: Person) -> None:
    her.get(go(her, LINK))
    her.get(go(her, LINK))
    assert [act for act, _about, _detail in acts()] == ["link_identity"]


def test_the_last_way_to_sign_in_is_kept(her: Browser, feide: Fake, nora: Person) -> None:
    her.get(go(her, LINK))
    nora.set_unusable_password()
    nora.save()
    her.force_login(nora)
    page = her.post(UNLINK)
    assert page.status_code == 422
    assert "den eneste måten du kan logge inn på" in page.content.decode()
    assert Identity.objects.count() == 1


def test_another_provider_in_use_is_another_way(feide: Fake, nora: Person) -> None:
    ties = [
        link_identity(by=nora.pk, person_id=nora.pk, issuer=issuer, subject="s", provider="p", now=NOW)
        for issuer in ("https://a.example", "https://b.example")
    ]
    undo: dict[str, Any] = {"by": nora.pk, "identity_id": ties[0].pk, "provider": "p", "now": NOW}
    with pytest.raises(IdentityRefused, match="last_way"):
        unlink_identity(**undo, issuers={"https://a.example"})
    unlink_identity(**undo, issuers={"https://a.example", "https://b.example"})
    assert Identity.objects.get().issuer == "https://b.example"


def test_an_account_of_another_person_is_not_taken(her: Browser, feide: Fake, nora: Person) -> None:
    rein = add_person(by=None, name="Rein Myrull", email="rein@eksempel.example", now=NOW)
    link_identity(
        by=rein.pk, person_id=rein.pk, issuer=feide.issuer, subject="subject-1", provider="p", now=NOW
    )
    page = her.get(go(her, LINK))
    assert (page.status_code, "Kontoen hører til en annen" in page.content.decode()) == (403, True)
    assert "fortsatt logget inn" in page.content.decode()
    assert Identity.objects.get().person_id == rein.pk
    assert acts()[-1] == ("sign_in_refused", nora.pk, {"how": "prove", "reason": "identity_taken"})
    assert signed_in(her) == nora.pk


def test_helseid_of_another_person_is_not_tied(her: Browser, national: Fake, nora: Person) -> None:
    """HelseID: the local sign-in and HelseID's must be the same person."""
    Person.objects.update(hpr_number="7654321")
    page = her.get(go(her, LINK))
    assert (page.status_code, "HPR-nummeret" in page.content.decode()) == (403, True)
    assert Identity.objects.count() == 0


def test_a_tie_that_one_began_and_another_ends_is_refused(her: Browser, feide: Fake, nora: Person) -> None:
    address = go(her, LINK)
    rein = add_person(by=None, name="Rein Myrull", email="rein@eksempel.example", now=NOW)
    session = her.session
    kept = session[KEPT]
    her.force_login(rein)
    session = her.session
    session[KEPT] = kept
    session.save()
    assert her.get(address).status_code == 403
    assert Identity.objects.count() == 0


@pytest.mark.parametrize("address", [TIES, LINK, UNLINK])
def test_ties_are_for_the_signed_in(client: Browser, feide: Fake, address: str) -> None:
    answer = client.get(address) if address == TIES else client.post(address)
    assert answer.headers["Location"].startswith("/logg-inn/?next=/meg/tilknytninger/")
    assert feide.asked == []


def test_one_cannot_untie_anothers_account(feide: Fake, nora: Person) -> None:
    rein = add_person(by=None, name="Rein Myrull", email="rein@eksempel.example", now=NOW)
    tie = link_identity(by=rein.pk, person_id=rein.pk, issuer="i", subject="s", provider="p", now=NOW)
    with pytest.raises(Identity.DoesNotExist):
        unlink_identity(by=nora.pk, identity_id=tie.pk, provider="p", issuers={"i"}, now=NOW)


def test_an_empty_list_of_providers_is_said(her: Browser, place: Path) -> None:
    assert "ikke satt opp innlogging med andre" in her.get(TIES).content.decode()


def test_the_person_is_told_by_mail_when_a_way_comes_or_goes(
    nora: Person, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    nora.set_password("a long password of hers")
    nora.save()
    with django_capture_on_commit_callbacks(execute=True):
        tie = link_identity(by=nora.pk, person_id=nora.pk, issuer="i", subject="s", provider="p", now=NOW)
        unlink_identity(by=nora.pk, identity_id=tie.pk, provider="p", issuers={"i"}, now=NOW)
    assert [mail.to for mail in mailoutbox] == [[nora.email], [nora.email]]
    assert "er knyttet til" in str(mailoutbox[0].body)
    assert "er fjernet" in str(mailoutbox[1].body)


def test_a_passkey_is_another_way(nora: Person) -> None:
    tie = link_identity(by=nora.pk, person_id=nora.pk, issuer="i", subject="s", provider="p", now=NOW)
    Authenticator.objects.create(user=nora, type=Authenticator.Type.TOTP, data={})
    undo: dict[str, Any] = {
        "by": nora.pk,
        "identity_id": tie.pk,
        "provider": "p",
        "issuers": {"i"},
        "now": NOW,
    }
    with pytest.raises(IdentityRefused, match="last_way"):
        unlink_identity(**undo)
    Authenticator.objects.create(user=nora, type=Authenticator.Type.WEBAUTHN, data={})
    unlink_identity(**undo)
    assert Identity.objects.count() == 0


# Signing out there too


def test_the_way_out_of_the_provider(client: Browser, feide: Fake, nora: Person) -> None:
    back = "http://testserver/"
    assert queries.sign_out_address("prove", back) == ""  # nothing is asked only to sign out
    client.get(go(client))
    address = queries.sign_out_address("prove", back)
    assert (
        address
        == f"{feide.issuer}/end?client_id=borealis&post_logout_redirect_uri=http%3A%2F%2Ftestserver%2F"
    )
    assert queries.sign_out_address("password", back) == ""


def test_no_way_out_is_shown_when_the_provider_is_no_longer_as_agreed(
    client: Browser, place: Path, feide: Fake, nora: Person
) -> None:
    client.get(go(client))
    path = place / "providers.toml"
    path.write_text(path.read_text() + 'signing_algorithms = ["PS256"]\n', encoding="utf-8")
    assert queries.sign_out_address("prove", "http://testserver/") == ""
    path.write_text(path.read_text().replace('"PS256"', '"ES256"'), encoding="utf-8")
    assert queries.sign_out_address("prove", "http://testserver/") != ""
