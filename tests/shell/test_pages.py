"""Pages that belong to no subject: choosing the scheme, texts, errors."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from borealis.shell import views

pytestmark = pytest.mark.django_db


def test_the_scheme_is_remembered_and_the_reader_goes_back(client: Client) -> None:
    answer = client.post("/utseende/", {"scheme": "dark", "next": "/personvern/"})
    assert answer["Location"] == "/personvern/"
    page = client.get("/personvern/").content.decode()
    assert 'data-color-scheme="dark"' in page
    assert re.search(r'dark\.css\?v=\w+" media="screen"', page)


def test_light_links_no_dark_colours(client: Client) -> None:
    client.post("/utseende/", {"scheme": "light"})
    assert "dark.css" not in client.get("/personvern/").content.decode()


@pytest.mark.parametrize(("scheme", "back"), [("neon", "/personvern/"), ("dark", "https://example.org/")])
def test_what_makes_no_sense_is_not_followed(client: Client, scheme: str, back: str) -> None:
    answer = client.post("/utseende/", {"scheme": scheme, "next": back})
    assert answer["Location"] in {"/", "/personvern/"}
    assert ("scheme" in answer.cookies) == (scheme == "dark")


def test_the_scheme_is_not_changed_by_a_link(client: Client) -> None:
    assert client.get("/utseende/?scheme=dark").status_code == 405


@pytest.mark.parametrize(
    ("path", "nb", "nn", "en"),
    [
        ("/tilgjengelighet/", "<h1>Tilgjengelighet", "<h1>Tilgjenge<", "<h1>Accessibility"),
        ("/personvern/", "<h1>Personvern", "<h1>Personvern", "<h1>Privacy"),
        ("/om-tallene/", "<h1>Om tallene", "<h1>Om tala", "<h1>About the figures"),
    ],
)
def test_texts_are_in_the_reader_s_language(client: Client, path: str, nb: str, nn: str, en: str) -> None:
    for language, heading in (("nb", nb), ("nn", nn), ("en", en)):
        client.cookies["language"] = language
        page = client.get(path).content.decode()
        assert heading in page
        assert f'<html lang="{language}"' in page


def test_a_missing_page_says_so_calmly(client: Client) -> None:
    client.cookies["language"] = "nn"
    answer = client.get("/finst-ikkje/")
    assert answer.status_code == 404
    assert "Fann ikkje sida" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (views.forbidden, 403, "Ingenting er endret"),
        (views.form_too_old, 403, "Vi fikk ikke lagret"),
        (views.server_error, 500, "Det du hadde lagret, er trygt"),
    ],
)
def test_what_went_wrong_what_is_safe_and_what_now(view: object, status: int, words: str) -> None:
    request: HttpRequest = RequestFactory().get("/leder/")
    answer = view(request)  # type: ignore[operator]
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_pages_carry_no_inline_code_or_style(client: Client) -> None:
    for path in ("/stil/", "/stil/skjema/?feil=1", "/personvern/"):
        page = client.get(path).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert " onclick=" not in page
