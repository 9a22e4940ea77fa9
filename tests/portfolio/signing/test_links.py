"""The mailed link, from the first touch to the receipt, and every way in which it may not work."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from borealis.people.models import Person
from borealis.portfolio.models import Ask, AskLink, SignatureAnswer
from borealis.portfolio.signing import actions
from borealis.portfolio.signing.links import new_link
from borealis.shell import limits
from tests.conftest import Told
from tests.portfolio.signing.conftest import (
    LINE,
    NORA,
    OUTSIDE,
    TORUNN,
    Asking,
    Mailed,
    events,
    leaves,
    opened,
    word_in,
)

pytestmark = pytest.mark.django_db
IDA = {"name": "Ida Teist", "email": OUTSIDE}
TITLE = "PET ved lungekreft"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh_counters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counters begin at nothing, and no window ends while a test runs."""
    cache.clear()
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: 1_790_000_000.0))


def word_for(ask: Ask, days: int = 14, made: dt.datetime | None = None) -> str:
    link, _until = new_link(ask, days, made or timezone.now())
    return word_in(link)


def read(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


def test_three_touches_from_the_mail_to_done(asking: Asking, mailed: Mailed) -> None:
    (text,) = mailed(lambda: asking(**IDA))
    client, address = opened(word_in(text))  # first touch: the link
    status, page = read(client, address)
    assert status == 200
    buttons = re.findall(r'<button class="lvl[^"]*" name="level" value="(\d)"', page)
    assert buttons == ["1", "2", "3", "0"]
    answer = client.post(address, {"level": "3"})  # second touch: the level
    assert answer.status_code == 302
    status, page = read(client, answer["Location"])
    assert "Signert: selvstendig" in page
    assert SignatureAnswer.objects.get().way == "link"


def test_the_page_says_what_how_much_when_and_which_goals_with_their_levels(asking: Asking) -> None:
    client, address = opened(word_for(asking(**IDA)))
    _status, page = read(client, address)
    for words in (NORA, TITLE, "12 undersøkelser", "NUK-138", "krever selvstendig", "Ida Teist"):
        assert words in page
    assert "pasient" not in page
    assert client.get(address).headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert "no-store" in client.get(address).headers["Cache-Control"]


def test_a_link_is_opened_often_and_signs_nothing_by_itself(asking: Asking) -> None:
    ask = asking(**IDA)
    word = word_for(ask)
    for _scanner in range(3):
        scanner, address = opened(word)
        assert address == f"/signer/{ask.pk}/"
        assert word not in address + read(scanner, address)[1]
        for path in ("svar/returner/", "svar/avsla/", "svar/gi-videre/"):
            assert scanner.get(address + path).status_code == 200
        assert scanner.get(f"{address}svar/ikke-meg/").status_code == 404
        assert scanner.get(f"{address}angre/").status_code == 405
        assert scanner.head(f"/s/{word}/").status_code == 302
        assert scanner.post(f"/s/{word}/").status_code == 405
    ask.refresh_from_db()
    assert ask.state == "open"
    assert not events().filter(act="sign_activity").exists()


@pytest.mark.parametrize("word", ["ukjent", "æ" * 400, "<script>", "0" * 43, "..%2f"])
def test_a_wrong_word_tells_nothing(asking: Asking, word: str) -> None:
    asking(**IDA)
    client = Client()
    answer = client.get(f"/s/{word}/", follow=True)
    assert answer.status_code in (404, 410)
    page = answer.content.decode()
    assert not any(secret in page for secret in (NORA, TITLE, "Ida", OUTSIDE))


@pytest.mark.parametrize(("asked", "status"), [(120, 410), (121, 429)])
def test_words_cannot_be_tried_without_end(
    monkeypatch: pytest.MonkeyPatch, db: None, asked: int, status: int
) -> None:
    counted: list[str] = []
    monkeypatch.setattr(limits, "_count", lambda key, seconds: counted.append(key) or asked)
    assert Client().get("/s/gjetning/").status_code == status
    assert counted[0].startswith("limit:signing_link:")


def test_without_a_link_there_is_nothing(told: Told, asking: Asking) -> None:
    ask = asking()
    strangers = [Client(), told.client(TORUNN), told.client("Randi Snøugle"), told.client(NORA)]
    for client in strangers:
        for path in ("", "svar/returner/", "kvittering/"):
            assert client.get(f"/signer/{ask.pk}/{path}").status_code == 404
        for path in ("", "angre/", "fortsett/", "ny-lenke/", "svar/ikke-meg/"):
            assert client.post(f"/signer/{ask.pk}/{path}", {"level": "3"}).status_code == 404
    other = asking(**IDA)
    client, _address = opened(word_for(ask))
    assert client.get(f"/signer/{other.pk}/").status_code == 404
    assert client.get("/signer/987654/").status_code == 404


def closed_page(client: Client, address: str, words: str) -> None:
    """A calm page that says why, and shows nothing of the activity."""
    for answer in (client.get(address), client.post(address, {"level": "3"})):
        page = answer.content.decode()
        assert answer.status_code in (409, 410)
        assert words in page
        assert TITLE not in page


def test_a_recalled_ask(told: Told, asking: Asking) -> None:
    ask = asking(**IDA)
    client, address = opened(word_for(ask))
    actions.recall_ask(by=told.people[NORA], ask_id=ask.pk, now=told.now)
    closed_page(client, address, "trukket tilbake")


def test_an_ask_that_was_passed_on(told: Told, asking: Asking) -> None:
    ask = asking(**IDA)
    client, address = opened(word_for(ask))
    other = {"name": "Per Lundefugl", "email": "per@eksempel.example"}
    actions.pass_on(by=None, ask_id=ask.pk, now=told.now, way="link", **other)
    closed_page(client, address, "gitt videre")


def test_an_ask_that_went_out(told: Told, asking: Asking) -> None:
    ask = asking(**IDA)
    client, address = opened(word_for(ask))
    Ask.objects.filter(pk=ask.pk).update(expires_at=told.now - DAY)
    actions.remind(now=told.now)
    closed_page(client, address, "har gått ut")


def test_an_ask_that_was_answered_in_another_browser(told: Told, asking: Asking) -> None:
    ask = asking(**IDA)
    word = word_for(ask)
    client, address = opened(word)
    client.post(address, {"level": "2"})
    assert client.get(address)["Location"] == f"{address}kvittering/"
    other, _address = opened(word)
    for path in ("", "kvittering/", "svar/returner/"):
        answer = other.get(address + path)
        page = answer.content.decode()
        assert (answer.status_code, TITLE in page) == (410, False)
        assert "Forespørselen er besvart" in page
    assert other.post(address, {"level": "3"}).status_code == 409
    assert other.post(f"{address}angre/").status_code == 404


def test_a_double_tap_gives_the_same_receipt(asking: Asking) -> None:
    ask = asking(**IDA)
    word = word_for(ask)
    first, address = opened(word)
    second, _address = opened(word)  # the same browser, before the first answer has come
    answers = [client.post(address, {"level": "2"}) for client in (first, second, first)]
    assert {answer["Location"] for answer in answers} == {f"{address}kvittering/"}
    assert SignatureAnswer.objects.count() == 1
    assert events().filter(act="sign_activity").count() == 1
    assert first.post(address, {"level": "3"})["Location"] == f"{address}kvittering/"
    assert SignatureAnswer.objects.get().level == 2


@pytest.mark.parametrize("level", ["", "4", "-1", "to", "99999999999999999999", "٣"])
def test_a_level_that_is_none_is_refused(asking: Asking, level: str) -> None:
    client, address = opened(word_for(asking(**IDA)))
    answer = client.post(address, {"level": level})
    assert answer.status_code == 422
    assert "Velg ett av de fire nivåene" in answer.content.decode()


def test_a_link_that_is_too_old_is_renewed_by_mail(asking: Asking, mailed: Mailed) -> None:
    ask = asking(**IDA)
    client, address = opened(word_for(ask, days=3, made=timezone.now() - 4 * DAY))
    closed_page(client, address, "for gammel")
    (text,) = mailed(lambda: client.post(f"{address}ny-lenke/"))
    assert text.startswith(OUTSIDE)
    again, address = opened(word_in(text))
    assert read(again, address)[0] == 200
    for _time in range(4):
        client.post(f"{address}ny-lenke/")
    assert client.post(f"{address}ny-lenke/").status_code == 429


def test_no_new_link_for_what_is_over(told: Told, asking: Asking, mailed: Mailed) -> None:
    ask = asking(**IDA)
    client, address = opened(word_for(ask))
    actions.recall_ask(by=None, ask_id=ask.pk, now=told.now)
    assert mailed(lambda: client.post(f"{address}ny-lenke/")) == []


def test_who_is_signed_in_as_somebody_else_is_told_and_may_go_on(told: Told, asking: Asking) -> None:
    ask = asking()
    client, address = opened(word_for(ask), told.client(TORUNN))
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"Du er logget inn som {TORUNN}. Lenken er til {LINE}." in page
    assert TITLE not in page
    assert client.post(address, {"level": "2"}).status_code == 200
    assert not SignatureAnswer.objects.exists()
    assert client.post(f"{address}fortsett/")["Location"] == address
    assert TITLE in read(client, address)[1]
    client.post(address, {"level": "2"})
    answer_row = SignatureAnswer.objects.get()
    assert (answer_row.by_id, answer_row.way) == (told.people[LINE], "link")


def test_the_trainee_does_not_sign_by_somebody_elses_link(told: Told, asking: Asking) -> None:
    client, address = opened(word_for(asking(**IDA)), told.client(NORA))
    for path, act in ((address, client.post), (f"{address}fortsett/", client.post), (address, client.get)):
        answer = act(path, {"level": "3"})
        assert answer.status_code == 410
        assert "Ingen signerer eget arbeid" in answer.content.decode()
    assert not SignatureAnswer.objects.exists()


def test_who_has_left_is_told(told: Told, asking: Asking) -> None:
    client, address = opened(word_for(asking()))
    leaves(told.people[LINE], told.today - DAY)
    closed_page(client, address, "ingen stilling for deg")


def test_the_receipt_takes_a_comment_undoes_and_leads_on(told: Told, asking: Asking) -> None:
    first = asking(**IDA)
    second = asking(**IDA, now=told.now)
    stranger = asking()
    client, address = opened(word_for(first))
    assert client.get(f"/signer/{second.pk}/").status_code == 404
    client.post(address, {"level": "2"})
    receipt = f"{address}kvittering/"
    page = read(client, receipt)[1]
    assert "Én til venter på deg" in page
    assert f"/signer/{second.pk}/" in page
    assert f"/signer/{stranger.pk}/" not in page
    assert read(client, f"/signer/{second.pk}/")[0] == 200
    assert client.get(f"/signer/{stranger.pk}/").status_code == 404
    assert client.post(receipt, {"comment": ""}).status_code == 422
    assert client.post(receipt, {"comment": "Lymfeknutestasjoner"}).status_code == 302
    assert "Lymfeknutestasjoner" in read(client, receipt)[1]
    assert "Kan angres til kl." in page
    assert client.post(f"{address}angre/")["Location"] == address
    first.refresh_from_db()
    assert first.state == "open"
    assert client.get(receipt)["Location"] == address


def test_after_ten_minutes_the_receipt_offers_no_undo(asking: Asking) -> None:
    ask = asking(**IDA)
    client, address = opened(word_for(ask))
    client.post(address, {"level": "2"})
    earlier = timezone.now() - dt.timedelta(minutes=11)
    SignatureAnswer.objects.update(at=earlier)
    Ask.objects.filter(pk=ask.pk).update(closed_at=earlier)
    assert "Kan angres" not in read(client, f"{address}kvittering/")[1]
    answer = client.post(f"{address}angre/", follow=True)
    assert "eldre enn ti minutter" in answer.content.decode()


@pytest.mark.parametrize(
    ("what", "typed", "state", "words"),
    [
        ("returner", {"comment": "Feil antall"}, "returned", "Returnert"),
        ("avsla", {}, "declined", "Avslått"),
        ("ikke-meg", {}, "declined", "Takk, da vet vi det"),
        (
            "gi-videre",
            {"name": "Per Lundefugl", "email": "per@eksempel.example"},
            "passed_on",
            "Per Lundefugl",
        ),
    ],
)
def test_other_answers_have_a_receipt_too(
    asking: Asking, what: str, typed: dict[str, str], state: str, words: str
) -> None:
    ask = asking(**IDA)
    client, address = opened(word_for(ask))
    answer = client.post(f"{address}svar/{what}/", typed)
    assert answer["Location"] == f"{address}kvittering/"
    ask.refresh_from_db()
    assert ask.state == state
    assert words in read(client, answer["Location"])[1]
    assert client.post(f"{address}svar/{what}/", typed).status_code in (302, 410)
    assert client.post(answer["Location"], {"comment": "For sent"}).status_code == 302
    assert SignatureAnswer.objects.filter(outcome="comment").count() == 0


@pytest.mark.parametrize(
    ("what", "typed", "says"),
    [
        ("returner", {"comment": " "}, "Fyll ut"),
        ("gi-videre", {"name": "Per", "email": "per"}, "Skriv en e-postadresse"),
        ("gi-videre", {"name": "Ida", "email": OUTSIDE}, "Skriv adressen til en annen"),
        ("gi-videre", {"name": "Nora", "email": "nora.fjellrype@eksempel.example"}, "Ingen signerer eget"),
    ],
)
def test_bad_input_is_kept_and_explained(asking: Asking, what: str, typed: dict[str, str], says: str) -> None:
    ask = asking(**IDA)
    client, address = opened(word_for(ask))
    answer = client.post(f"{address}svar/{what}/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert all(value.strip() in page for value in typed.values())
    ask.refresh_from_db()
    assert ask.state == "open"


def test_the_first_link_still_works_after_a_reminder(told: Told, asking: Asking, mailed: Mailed) -> None:
    (first,) = mailed(lambda: asking(**IDA))
    (later,) = mailed(lambda: actions.remind(now=told.now + 3 * DAY))
    assert word_in(first) != word_in(later)
    assert AskLink.objects.count() == 2
    for text in (first, later):
        client, address = opened(word_in(text))
        assert read(client, address)[0] == 200


def test_pages_and_mails_are_in_the_language_of_who_is_asked(
    told: Told, asking: Asking, mailed: Mailed
) -> None:
    Person.objects.filter(pk=told.people[LINE]).update(language="en")
    (text,) = mailed(lambda: asking())
    client, address = opened(word_in(text))
    answer: Any = client.get(address)
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="en"' in answer.content.decode()
