"""What no page can mean is refused calmly, in the reader's language, and stores nothing: never a 500."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from borealis.shell.middleware import LONGEST_BODY
from tests.conftest import Told

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


def browser(told: Told | None = None, name: str = "") -> Client:
    client = told.client(name) if told else Client()
    client.raise_request_exception = False
    return client


def patterns(found: list[object], before: str = "") -> list[str]:
    """Every address of the site, as patterns."""
    all_of_them: list[str] = []
    for entry in found:
        if isinstance(entry, URLResolver):
            all_of_them += patterns(entry.url_patterns, before + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            all_of_them.append(before + str(entry.pattern))
    return all_of_them


def filled(pattern: str, word: str) -> str:
    """An address with a word at every open place that takes words, and 1 where a number is wanted."""
    import re

    address = re.sub(r"<(?:int|float):\w+>", "1", pattern.lstrip("^"))
    return "/" + re.sub(r"<(?:\w+:)?\w+>", word, address)


@pytest.mark.parametrize("name", ["", "Randi Snøugle"])
def test_no_address_breaks_on_nul_or_odd_letters(told: Told, name: str) -> None:
    """Every address of the site, with a NUL character and other odd words at its open places."""
    client = browser(told, name)
    words = ("x%00", "%00", "%FF%FE", "%ED%A0%80", "..%2f..%2fetc", "%E2%80%AE", "9" * 30, "a" * 500)
    places = set(patterns(get_resolver().url_patterns))
    for address in sorted({filled(pattern, word) for pattern in places for word in words}):
        answer = client.get(address)
        assert answer.status_code < 500, (address, answer.status_code)
        if "%00" in address:
            assert answer.status_code in {301, 302, 400, 404, 405}, (address, answer.status_code)


def test_numbers_beyond_every_key_are_not_found(told: Told) -> None:
    client = browser(told, "Randi Snøugle")
    for pattern in patterns(get_resolver().url_patterns):
        if "<int:" in pattern:
            for number in ("9" * 18, "9" * 30, "9" * 5_000):
                import re

                address = "/" + re.sub(r"<(?:\w+:)?\w+>", number, pattern)
                assert client.get(address).status_code < 500, address[:80]


@pytest.mark.parametrize("query", ["dag=%00", "%00=1", "dag=%FF", "fra=%ED%A0%80&til=%00"])
@pytest.mark.parametrize("path", ["/", "/leder/dekning/unn-nuk/", "/program/", "/leder/"])
def test_odd_queries_never_break_a_page(told: Told, path: str, query: str) -> None:
    answer = browser(told, "Randi Snøugle").get(f"{path}?{query}")
    assert answer.status_code == 404 if "%00" in query else answer.status_code < 500


def test_a_query_without_end_is_refused() -> None:
    answer = browser().get("/personvern/?" + "a=1&" * 10_000)
    assert answer.status_code == 400
    assert "Vi forsto ikke det som ble sendt" in answer.content.decode()


@pytest.mark.parametrize(
    "cookie", ['sessionid="aaaaaaaaaaaa\\000"', "sessionid=%00%00%00%00%00%00", "scheme=\\000"]
)
def test_a_cookie_that_no_database_can_look_up_is_no_cookie(cookie: str) -> None:
    answer = browser().get("/personvern/", headers={"cookie": cookie})
    assert answer.status_code == 200
    assert "Personvern" in answer.content.decode()


def too_many_fields(client: Client) -> object:
    return client.post("/utseende/", "&".join(f"f{n}=1" for n in range(2_000)), content_type=FORM)


def too_big_a_form(client: Client) -> object:
    return client.post("/utseende/", "a=" + "x" * 3_000_000, content_type=FORM)


def too_big_a_body(client: Client) -> object:
    return client.post("/utseende/", "a=1", content_type=FORM, CONTENT_LENGTH=str(LONGEST_BODY + 1))


def too_many_files(client: Client) -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return client.post("/utseende/", {f"f{n}": SimpleUploadedFile("a", b"a") for n in range(30)})


def malformed_multipart(client: Client) -> object:
    return client.post("/utseende/", b"no parts here", content_type="multipart/form-data")


def truncated_multipart(client: Client) -> object:
    body = b'--b\r\nContent-Disposition: form-data; name="fil"; filename="a"\r\n'
    return client.post("/utseende/", body, content_type="multipart/form-data; boundary=b")


def foreign_letters(client: Client) -> object:
    return client.post("/utseende/", "a=1", content_type=FORM + "; charset=utf-7")


def foreign_host(client: Client) -> object:
    return client.get("/personvern/", headers={"host": "evil.example"})


@pytest.mark.parametrize(
    ("ask", "statuses"),
    [
        (too_many_fields, {400, 413}),
        (too_big_a_form, {413}),
        (too_big_a_body, {413}),
        (too_many_files, {413}),
        (malformed_multipart, {400}),
        (truncated_multipart, {302, 400}),
        (foreign_letters, {400}),
        (foreign_host, {400}),
    ],
)
def test_bodies_beyond_the_limits_get_a_calm_page(
    ask: Callable[[Client], object], statuses: set[int]
) -> None:
    for language, words in (
        ("nb", "Ingenting er endret"),
        ("nn", '<html lang="nn"'),
        ("en", '<html lang="en"'),
    ):
        client = browser()
        client.cookies["language"] = language
        answer = ask(client)
        assert answer.status_code in statuses  # type: ignore[attr-defined]
        page = answer.content.decode()  # type: ignore[attr-defined]
        if answer.status_code != 302:  # type: ignore[attr-defined]
            assert words in page
            assert "Traceback" not in page
            assert "evil.example" not in page


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_no_error_page_shows_code_or_settings() -> None:
    client = browser()
    for answer in (client.get("/finnes-ikke/"), client.post("/personvern/x"), foreign_host(client)):
        page = answer.content.decode()  # type: ignore[attr-defined]
        for secret in (
            "Traceback",
            "SECRET_KEY",
            "INSTALLED_APPS",
            str(Path(__file__).parents[2]),
            "site-packages",
        ):
            assert secret not in page


def test_an_address_asked_in_the_wrong_way_says_so() -> None:
    answer = browser().get("/utseende/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Adressen svarer ikke på dette" in answer.content.decode()


def test_json_deeper_than_any_page_is_refused() -> None:
    answer = browser().post("/utseende/", "[" * 200_000, content_type="application/json")
    assert answer.status_code < 500


@pytest.mark.parametrize("path", ["/utseende/", "/sprak/", "/demo/som/"])
def test_forms_with_nul_or_half_letters_store_nothing_and_never_break(told: Told, path: str) -> None:
    client = browser(told, "Randi Snøugle")
    for body in ("language=%00&scheme=%00&person=%00&next=%00", "next=%ED%A0%80&language=%FF&person=%F0%9F"):
        assert client.post(path, body, content_type=FORM).status_code < 500


def test_a_redirect_never_leads_to_another_site(told: Told) -> None:
    client = browser(told, "Randi Snøugle")
    for path, chosen in (("/utseende/", {"scheme": "dark"}), ("/sprak/", {"language": "nn"})):
        for there in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
            assert client.post(path, {**chosen, "next": there})["Location"] == "/"


def test_requests_from_another_site_change_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/utseende/", {"scheme": "dark"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "scheme" not in answer.cookies
