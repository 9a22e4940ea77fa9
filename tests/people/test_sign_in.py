"""Signing in with a password: who comes in, who does not, and what is told of it."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from borealis.audit.models import Event, EventText
from borealis.people.actions import add_person, end_sessions
from borealis.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]
WORD = "gul sykkel ved fjorden"
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def in_memory_mail() -> object:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield


@pytest.fixture
def nora() -> Person:
    person = add_person(by=None, name="Nora Fjellrype", email="nora@eksempel.example", now=NOW)
    person.set_password(WORD)
    person.save(update_fields=["password"])
    return person


def sign_in(client: Client, email: str = "nora@eksempel.example", word: str = WORD, **more: str) -> object:
    return client.post("/logg-inn/", {"login": email, "password": word, **more})


def acts(person: Person) -> list[tuple[str, dict[str, object]]]:
    """What the record tells of a person, after the person was added."""
    found = Event.objects.filter(about=person).exclude(act="add_person").order_by("number")
    return [(event.act, event.detail) for event in found]


def is_signed_in(client: Client) -> bool:
    return client.get("/meg/").status_code == 200


@pytest.mark.parametrize(
    "email", ["nora@eksempel.example", "NORA@Eksempel.Example", "  nora@eksempel.example "]
)
def test_the_right_password_lets_in_and_leaves_one_event(client: Client, nora: Person, email: str) -> None:
    before = client.get("/logg-inn/").status_code
    answer = sign_in(client, email)
    assert (before, answer.status_code, answer["Location"]) == (200, 302, "/")
    assert is_signed_in(client)
    assert acts(nora) == [("sign_in", {"how": "password"})]
    text = EventText.objects.get(event__act="sign_in").text
    assert text == {"address": "127.0.0.1", "browser": ""}


def test_the_session_gets_a_new_key_at_sign_in(client: Client, nora: Person) -> None:
    client.get("/invitasjon/ukjent/")
    planted = client.cookies["sessionid"].value
    sign_in(client)
    assert client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(pk=planted).exists()


@pytest.mark.parametrize(
    ("email", "word"),
    [("nora@eksempel.example", "feil passord her"), ("ingen@eksempel.example", WORD), ("x" * 300, WORD)],
)
def test_a_refusal_says_the_same_of_known_and_unknown(
    client: Client, nora: Person, email: str, word: str
) -> None:
    answer = sign_in(client, email, word)
    assert answer.status_code == 422
    assert not is_signed_in(client)
    if "@" in email:
        assert "E-postadressen eller passordet stemmer ikke" in answer.content.decode()
        refused = Event.objects.get(act="sign_in_refused")
        assert refused.detail == {"how": "password", "reason": "password"}
        assert refused.about_id == (nora.pk if email.startswith("nora") else None)
        assert WORD not in str(EventText.objects.get(event=refused).text)


@pytest.mark.parametrize("known", [True, False])
def test_one_password_is_weighed_whether_or_not_the_address_is_known(
    client: Client, nora: Person, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    from borealis.people.passwords import PasswordHasher

    weighed = []
    encode, verify = PasswordHasher.encode, PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "encode", lambda *a: weighed.append("encode") or encode(*a))
    monkeypatch.setattr(PasswordHasher, "verify", lambda *a: weighed.append("verify") or verify(*a))
    sign_in(client, "nora@eksempel.example" if known else "ingen@eksempel.example", "feil passord her")
    assert len(weighed) == 1


def test_a_closed_account_is_told_so_only_to_its_owner(client: Client, nora: Person) -> None:
    Person.objects.filter(pk=nora.pk).update(is_active=False)
    assert "stemmer ikke" in sign_in(client, word="feil passord her").content.decode()
    answer = sign_in(client)
    assert answer["Location"] == "/logg-inn/stengt/"
    assert not is_signed_in(client)
    assert acts(nora)[-1] == ("sign_in_refused", {"how": "password", "reason": "inactive"})


@pytest.mark.parametrize(
    ("onward", "lands"),
    [
        ("/meg/okter/", "/meg/okter/"),
        ("https://ond.example/", "/"),
        ("//ond.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\ond.example", "/"),
        ("", "/"),
    ],
)
def test_only_our_own_pages_are_gone_on_to(client: Client, nora: Person, onward: str, lands: str) -> None:
    assert sign_in(client, next=onward)["Location"] == lands


def test_guessing_is_braked_for_a_time_and_told_of(client: Client, nora: Person) -> None:
    for _ in range(5):
        sign_in(client, word="feil passord her")
    braked = sign_in(client)
    assert braked.status_code == 422
    assert "Vent noen minutter" in braked.content.decode()
    assert acts(nora)[-1] == ("sign_in_refused", {"how": "password", "reason": "brake"})
    other = add_person(by=None, name="Maja Lomvi", email="maja@eksempel.example", now=NOW)
    other.set_password(WORD)
    other.save()
    assert sign_in(Client(), "maja@eksempel.example").status_code == 302  # others are not held back


def test_the_brake_lets_go_by_itself(client: Client, nora: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    for _ in range(6):
        sign_in(client, word="feil passord her")
    later = time.time() + 301
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    assert sign_in(client).status_code == 302


def test_the_brakes_count_in_what_all_processes_share() -> None:
    from django.core.cache import cache
    from django.db import connection

    cache.add("told", 1, 60)
    assert "brakes" in connection.introspection.table_names()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM brakes")
        assert cursor.fetchone()[0] == 1
    assert not cache.add("told", 2, 60)


def test_signing_out_is_by_post_and_told_of_once(client: Client, nora: Person) -> None:
    sign_in(client)
    assert "<h1>Logg ut</h1>" in client.get("/logg-ut/").content.decode()
    assert is_signed_in(client)
    assert client.post("/logg-ut/").status_code == 302
    assert client.post("/logg-ut/").status_code == 302  # twice changes nothing
    assert not is_signed_in(client)
    assert [act for act, _ in acts(nora)] == ["sign_in", "sign_out"]
    assert not UserSession.objects.exists()


@pytest.mark.parametrize("cookie", ["tuklet", "a" * 32, "x" * 5000, "æøå", "' OR 1=1", "../../etc", ";;;"])
def test_a_cookie_that_was_meddled_with_is_nobody(client: Client, nora: Person, cookie: str) -> None:
    sign_in(client)
    client.cookies["sessionid"] = cookie
    assert client.get("/meg/").status_code in (302, 303)
    client.cookies["sessionid"] = cookie
    assert client.get("/finnes-ikke/").status_code in (303, 404)
    client.cookies["sessionid"] = cookie
    assert client.get("/personvern/").status_code == 200


def test_no_sign_up(client: Client) -> None:
    for path in ("/signup/", "/accounts/signup/", "/logg-inn/ny/"):
        assert client.get(path).status_code == 404


# Sessions and the clocks


def put_clocks(client: Client, **seconds: float) -> None:
    session = client.session
    now = timezone.now().timestamp()
    for name, ago in seconds.items():
        session[name] = now - ago
    session.save()


@pytest.mark.parametrize(
    ("began", "used", "why", "words"),
    [
        (12 * 3600 + 5, 10, "longest", "lenge siden"),
        (4 * 3600, 3 * 3600 + 5, "idle", "ikke har brukt"),
        (-3600, -3600, "clock", "klokken er stilt om"),
    ],
)
def test_a_session_that_is_over_leads_to_the_sign_in_page_and_back(
    client: Client, nora: Person, began: float, used: float, why: str, words: str
) -> None:
    sign_in(client)
    put_clocks(client, began_at=began, used_at=used)
    answer = client.get("/meg/okter/?a=1")
    assert answer.status_code == 303
    assert answer["Location"] == "/logg-inn/?next=%2Fmeg%2Fokter%2F%3Fa%3D1"
    page = client.get(answer["Location"]).content.decode()
    assert words in page
    assert "kommer du til siden du ba om" in page
    assert acts(nora)[-1] == ("session_ended", {"why": why})
    assert sign_in(client, next="/meg/okter/?a=1")["Location"] == "/meg/okter/?a=1"
    assert "logget ut fordi" not in client.get("/logg-inn/", follow=True).content.decode()


def test_a_session_just_within_its_time_lasts(client: Client, nora: Person) -> None:
    sign_in(client)
    put_clocks(client, began_at=12 * 3600 - 60, used_at=3 * 3600 - 60)
    assert is_signed_in(client)
    assert abs(client.session["used_at"] - timezone.now().timestamp()) < 5


def test_what_was_typed_when_the_session_ran_out_is_spoken_of(client: Client, nora: Person) -> None:
    sign_in(client)
    put_clocks(client, began_at=5 * 3600, used_at=4 * 3600)
    answer = client.post(
        "/meg/nokler/1/navn/",
        {"name": "lang tekst"},
        headers={"referer": "http://testserver/meg/nokler/1/navn/"},
    )
    assert answer["Location"] == "/logg-inn/?next=%2Fmeg%2Fnokler%2F1%2Fnavn%2F"
    assert "Det du skrev, ble ikke lagret" in client.get(answer["Location"]).content.decode()


def test_the_way_back_is_never_another_site(client: Client, nora: Person) -> None:
    sign_in(client)
    put_clocks(client, began_at=5 * 3600, used_at=4 * 3600)
    answer = client.post("/meg/okter/", headers={"referer": "https://ond.example/felle/"})
    assert answer["Location"] == "/logg-inn/?next=%2Fmeg%2Fokter%2F"


@pytest.mark.parametrize("how", ["closed", "password", "epoch"])
def test_sessions_end_at_once(client: Client, nora: Person, how: str) -> None:
    sign_in(client)
    assert is_signed_in(client)
    dead = client.cookies["sessionid"].value
    if how == "closed":
        Person.objects.filter(pk=nora.pk).update(is_active=False)
    elif how == "password":
        nora.set_password("en annen gul sykkel")
        nora.save(update_fields=["password"])
    else:
        end_sessions(by=None, person_id=nora.pk, now=NOW)
        assert acts(nora)[-1] == ("end_sessions", {})
    assert not is_signed_in(client)
    client.cookies["sessionid"] = dead
    answer = client.get("/leder/")
    assert (answer.status_code, answer["Location"]) == (303, "/logg-inn/?next=%2Fleder%2F")
    assert "Du er logget ut." in client.get(answer["Location"]).content.decode()


def test_one_can_end_own_sessions_on_other_devices_but_no_one_elses(client: Client, nora: Person) -> None:
    other, third, stranger = Client(), Client(), Client()
    maja = add_person(by=None, name="Maja Lomvi", email="maja@eksempel.example", now=NOW)
    maja.set_password(WORD)
    maja.save()
    for browser in (client, other, third):
        sign_in(browser)
    sign_in(stranger, "maja@eksempel.example")
    page = client.get("/meg/okter/").content.decode()
    assert page.count("Ukjent nettleser</b>") == 3
    theirs = UserSession.objects.get(user=maja)
    assert client.post("/meg/okter/", {"session": str(theirs.pk)}).status_code == 404
    assert client.post("/meg/okter/", {"session": "æ"}).status_code == 404
    own = UserSession.objects.get(session_key=other.session.session_key)
    client.post("/meg/okter/", {"session": str(own.pk)})
    assert [is_signed_in(browser) for browser in (client, other, third, stranger)] == [
        True,
        False,
        True,
        True,
    ]
    client.post("/meg/okter/")
    assert [is_signed_in(browser) for browser in (client, third, stranger)] == [True, False, True]
    assert [act for act in acts(nora) if act[0] == "end_own_sessions"] == [
        ("end_own_sessions", {"sessions": 1})
    ] * 2


# Passwords


def test_a_new_password_needs_the_old_and_ends_other_sessions(client: Client, nora: Person) -> None:
    other = Client()
    sign_in(other)
    sign_in(client)
    new = "fire ørreter i en bekk"
    wrong = client.post("/meg/passord/", {"oldpassword": "gjett", "password1": new, "password2": new})
    assert wrong.status_code == 422
    assert "Dette er ikke passordet du har nå" in wrong.content.decode()
    unlike = client.post("/meg/passord/", {"oldpassword": WORD, "password1": new, "password2": new + "x"})
    assert "ikke like" in unlike.content.decode()
    right = client.post("/meg/passord/", {"oldpassword": WORD, "password1": new, "password2": new})
    assert (right.status_code, right["Location"]) == (302, "/meg/")
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert [act for act, _ in acts(nora)].count("change_password") == 1
    assert [m.subject for m in mail.outbox] == ["Endret innlogging i Borealis"]


def test_the_answer_to_a_forgotten_password_is_the_same_for_all(client: Client, nora: Person) -> None:
    add_person(by=None, name="Ny Person", email="ny@eksempel.example", now=NOW)  # never took an invitation
    pages = set()
    for email in ("nora@eksempel.example", "ingen@eksempel.example", "ny@eksempel.example"):
        answer = client.post("/glemt-passord/", {"email": email}, follow=True)
        main = answer.content.split(b"<main", 1)[1].split(b"</main>", 1)[0]  # the foot has the time on it
        pages.add(main)
        assert answer.redirect_chain == [("/glemt-passord/sendt/", 302)]
    assert len(pages) == 1
    assert [m.to for m in mail.outbox] == [["nora@eksempel.example"]]


def test_the_link_for_a_new_password_works_once(client: Client, nora: Person) -> None:
    other = Client()
    sign_in(other)
    client.post("/glemt-passord/", {"email": "NORA@eksempel.example"})
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    path = "/" + link.split("/", 3)[3]
    form = client.get(path)
    assert form.status_code == 302
    assert form["Location"].endswith("-set-password/")  # the secret is not in the address of the page
    new = "fire ørreter i en bekk"
    weak = client.post(form["Location"], {"password1": "norafjellrype1", "password2": "norafjellrype1"})
    assert weak.status_code == 422
    assert client.post(form["Location"], {"password1": new, "password2": new}).status_code == 302
    assert not is_signed_in(other)
    assert "Lenken virker ikke lenger" in Client().get(path).content.decode()
    assert sign_in(Client(), word=new).status_code == 302
    told = [act for act, _ in acts(nora)]
    assert (told.count("ask_for_new_password"), told.count("reset_password")) == (1, 1)


# Codes


def code(at: int = 0) -> str:
    import time

    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + at))


@pytest.fixture
def with_code(nora: Person) -> Person:
    TOTP.activate(nora, SECRET)
    return nora


def test_a_password_is_not_enough_when_a_code_is_asked_for(client: Client, with_code: Person) -> None:
    assert sign_in(client)["Location"] == "/logg-inn/kode/"
    assert not is_signed_in(client)
    wrong = client.post("/logg-inn/kode/", {"code": "000000"})
    assert wrong.status_code == 422
    assert "Koden stemmer ikke" in wrong.content.decode()
    assert client.post("/logg-inn/kode/", {"code": f" {code()[:3]} {code()[3:]}"}).status_code == 302
    assert is_signed_in(client)
    assert acts(with_code) == [
        ("sign_in_refused", {"how": "code", "reason": "code"}),
        ("sign_in", {"how": "code"}),
    ]


def test_a_code_works_once(client: Client, with_code: Person) -> None:
    used = code()
    sign_in(client)
    client.post("/logg-inn/kode/", {"code": used})
    other = Client()
    sign_in(other)
    again = other.post("/logg-inn/kode/", {"code": used})
    assert again.status_code == 422
    assert not is_signed_in(other)


@pytest.mark.parametrize("typed", ["", "æøå", "1" * 500, "12 34", "０００００１", "<b>", "-1"])
def test_odd_codes_are_plain_refusals(client: Client, with_code: Person, typed: str) -> None:
    sign_in(client)
    assert client.post("/logg-inn/kode/", {"code": typed}).status_code == 422


def test_codes_cannot_be_tried_without_end(client: Client, with_code: Person) -> None:
    sign_in(client)
    for number in range(5):
        client.post("/logg-inn/kode/", {"code": f"00000{number}"})
    assert "Vent noen minutter" in client.post("/logg-inn/kode/", {"code": code()}).content.decode()
    assert not is_signed_in(client)


def test_the_key_of_codes_is_not_stored_in_the_clear(with_code: Person) -> None:
    stored = Authenticator.objects.get(user=with_code).data["secret"]
    assert SECRET not in stored


def test_turning_codes_on_asks_who_you_are_first(client: Client, nora: Person) -> None:
    sign_in(client)
    asked = client.get("/meg/engangskode/")
    assert asked["Location"] == "/meg/bekreft/?next=%2Fmeg%2Fengangskode%2F"
    assert client.post(asked["Location"], {"password": "feil passord her"}).status_code == 422
    assert client.post(asked["Location"], {"password": WORD, "next": "/meg/engangskode/"}).status_code == 302
    page = client.get("/meg/engangskode/").content.decode()
    assert client.session["mfa.totp.secret"] in page
    assert "<svg" in page
    assert client.post("/meg/engangskode/", {"code": "000000"}).status_code == 422
    assert not Authenticator.objects.filter(user=nora).exists()


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "null",
        "[]",
        "{}",
        '"x"',
        "{",
        "1e999",
        '{"id": 1}',
        '{"id":"AA","rawId":"AA","type":"public-key","response":{}}',
        '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA",'
        '"signature":"AA","userHandle":"AA"}}',
        '{"response":{"userHandle":"////"}}',
        "[" * 5000,
    ],
)
def test_an_odd_answer_from_a_passkey_is_a_plain_refusal(
    client: Client, nora: Person, credential: str
) -> None:
    client.get("/logg-inn/passnokkel/", headers={"accept": "application/json"})
    answer = client.post("/logg-inn/passnokkel/", {"credential": credential}, follow=True)
    assert answer.status_code == 200
    assert not is_signed_in(client)


def test_the_log_shows_who_signed_in_and_who_was_refused(client: Client, nora: Person) -> None:
    sign_in(
        Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}), word="feil passord her"
    )
    sign_in(client)
    page = client.get("/meg/innlogginger/").content.decode()
    assert page.index("Logget inn</b>") < page.index("Ble nektet innlogging</b>")
    assert "Firefox på Windows" in page
    assert "feil passord" in page
    assert client.get("/meg/innlogginger/?foer=æ").status_code == 200
    assert client.get("/meg/innlogginger/?foer=99999999999999999999999").status_code == 200
