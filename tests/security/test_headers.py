"""Headers as they leave a real server behind TLS: full score at the HTTP Observatory, on every kind of answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.security import front
from tests.security.observatory import Answer, Score, policy, score

SESSION, TOKEN = "__Host-sessionid", "__Host-csrftoken"


@pytest.fixture(scope="module")
def site() -> Iterator[front.Site]:
    with front.site() as running:
        yield running


@pytest.fixture(scope="module")
def head(site: front.Site) -> str:
    """The cookies of a browser that looks as the head of a department."""
    first = site.get("/")
    page = first.body.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    person = re.search(r'name="person" value="(\d+)"|value="(\d+)"[^>]*name="person"', page)
    cookie = re.match(rf"{TOKEN}=(\w+)", first.get("set-cookie"))
    assert token is not None
    assert cookie is not None
    assert person is not None, page[:500]
    answer = site.get(
        "/demo/som/",
        method="POST",
        body=urlencode({"csrfmiddlewaretoken": token[1], "person": person[1] or person[2]}),
        Cookie=f"{TOKEN}={cookie[1]}",
        Content_Type="application/x-www-form-urlencoded",
        Referer=f"https://localhost:{site.secure}/",
        Host=f"localhost:{site.secure}",
    )
    assert answer.status == 302, answer.body.decode()
    cookies = [value.split(";")[0] for value in answer.all("set-cookie")]
    assert any(value.startswith(SESSION) for value in cookies)
    return "; ".join(cookies)


def judged(site: front.Site, path: str, cookies: str = "") -> tuple[Answer, Score]:
    more = {"Cookie": cookies} if cookies else {}
    page = site.get(path, **more)
    return page, score(page, site.get_plain(path), site.get(path, Origin="https://elsewhere.example", **more))


@pytest.mark.parametrize(
    ("path", "status", "least"),
    [
        ("/", 200, 135),
        ("/program/unn-nuk/", 200, 130),
        ("/program/unn-nuk/pdf/", 200, 130),
        ("/finnes-ikke/", 404, 130),
        ("/static/shell/shell.js", 200, 130),
        ("/static/vendor/inter-latin-wght-normal.woff2", 200, 130),
        ("/app.webmanifest", 200, 130),
    ],
)
def test_every_kind_of_answer_has_full_score(site: front.Site, path: str, status: int, least: int) -> None:
    page, got = judged(site, path)
    assert page.status == status
    assert got.failed == ()
    assert got.points >= least, got
    assert got.grade == "A+"


def test_what_a_signed_in_person_gets_has_full_score_and_is_kept_nowhere(site: front.Site, head: str) -> None:
    for path in ("/", "/finnes-ikke/"):
        page, got = judged(site, path, head)
        assert got.failed == ()
        assert got.points >= 130
        assert "no-store" in page.get("cache-control"), path


def test_the_policy_makes_no_exceptions(site: front.Site) -> None:
    directives = policy(site.get("/"))
    words = set().union(*directives.values())
    assert not {word for word in words if "unsafe" in word or "*" in word or word.endswith(":")}
    assert directives["default-src"] == directives["base-uri"] == directives["object-src"] == {"'none'"}
    assert directives["frame-ancestors"] == {"'none'"}
    assert directives["form-action"] == {"'self'"}
    assert directives["require-trusted-types-for"] == {"'script'"}


@pytest.mark.parametrize("path", ["/", "/static/shell/shell.js", "/finnes-ikke/", "/program/unn-nuk/pdf/"])
def test_the_other_protections_are_on_every_answer(site: front.Site, path: str) -> None:
    page = site.get(path)
    assert page.get("strict-transport-security") == "max-age=63072000; includeSubDomains; preload"
    assert page.get("x-content-type-options") == "nosniff"
    assert page.get("cross-origin-opener-policy") == "same-origin"
    assert page.get("cross-origin-embedder-policy") == "require-corp"
    assert page.get("cross-origin-resource-policy") == "same-origin"
    assert "camera=()" in page.get("permissions-policy")
    assert page.get("x-frame-options") == "DENY"
    assert page.get("access-control-allow-origin") == ""
    assert not {"server", "x-powered-by"} & {name for name, _ in page.headers}


def test_cookies_are_bound_to_this_host(site: front.Site) -> None:
    for cookie in site.get("/").all("set-cookie"):
        assert cookie.startswith("__Host-")
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= flags
        assert not any(flag.startswith("domain") for flag in flags)


def test_only_files_that_change_their_address_are_kept_long(site: front.Site) -> None:
    page = site.get("/").body.decode()
    styles = re.findall(r'"(/static/[^"]+\.css\?v=\w{12})"', page)
    assert styles
    assert site.get(styles[0]).get("cache-control") == "public, max-age=31536000, immutable"
    assert "immutable" not in site.get(styles[0].split("?")[0]).get("cache-control")


def test_scripts_are_held_against_their_digest(site: front.Site) -> None:
    import base64
    import hashlib

    page = site.get("/").body.decode()
    scripts = re.findall(r'<script src="([^"]+)" integrity="sha384-([^"]+)"', page)
    assert len(scripts) == page.count("<script")
    for address, digest in scripts:
        assert base64.b64encode(hashlib.sha384(site.get(address).body).digest()).decode() == digest


def test_http_is_led_to_https_on_the_same_host(site: front.Site) -> None:
    answer = site.get_plain("/program/")
    assert answer.status == 301
    assert answer.get("location").startswith("https://localhost")
    assert answer.body == b""


def test_a_reader_who_passes_the_front_cannot_say_that_it_is_https(site: front.Site) -> None:
    """Only the front's word is taken; here the reader comes from the front's machine, but without the header."""
    faked = {"Host": "localhost", "X_Forwarded_Host": "evil.example", "X_Real_IP": "10.0.0.1"}
    answer = site.get_past_the_front("/", **faked)
    assert answer.status == 301
    assert "evil.example" not in answer.get("location")


def test_a_foreign_host_name_gets_a_calm_page(site: front.Site) -> None:
    answer = site.get("/", Host="evil.example")
    assert answer.status == 400
    assert "Vi forsto ikke det som ble sendt" in answer.body.decode()
    assert "evil" not in answer.body.decode()


def test_signing_out_clears_what_the_browser_keeps(site: front.Site, head: str) -> None:
    page = site.get("/personvern/", Cookie=head)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body.decode())
    assert token
    answer = site.get(
        "/demo/ut/",
        method="POST",
        body=urlencode({"csrfmiddlewaretoken": token[1]}),
        Cookie=head,
        Content_Type="application/x-www-form-urlencoded",
        Referer=f"https://localhost:{site.secure}/",
    )
    assert answer.status == 302
    assert answer.get("clear-site-data") == '"cache", "storage"'
    assert "no-store" in answer.get("cache-control")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "FOO"])
def test_methods_that_no_page_needs_are_not_answered(site: front.Site, method: str) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", site.inner, timeout=30)
    connection.request(method, "/personvern/", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
    answer = connection.getresponse()
    connection.close()
    assert answer.status in {400, 403, 404, 405}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/program/unn-nuk/pdf/", "application/pdf"),
        ("/app.webmanifest", "application/manifest+json"),
        ("/static/shell/shell.js", "text/javascript; charset=utf-8"),
        ("/static/shell/theme/bar.css", "text/css; charset=utf-8"),
        ("/finnes-ikke/", "text/html; charset=utf-8"),
    ],
)
def test_the_content_type_says_what_it_is(site: front.Site, path: str, kind: str) -> None:
    assert site.get(path).get("content-type").replace('"', "") == kind.replace('"', "")


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.git/HEAD",
        "/static/",
        "/static/shell/",
        "/static/../settings.py",
        "/static/%2e%2e/%2e%2e/config/settings.py",
        "/static/shell/../../views.py",
        "/borealis.sqlite3",
        "/secret-key",
        "/requirements.lock",
    ],
)
def test_only_our_own_files_are_served(site: front.Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status == 404
    assert b"import " not in answer.body


def test_no_address_holds_a_secret(site: front.Site, head: str) -> None:
    secrets = [cookie.split("=", 1)[1] for cookie in head.split("; ")]
    page = site.get("/personvern/", Cookie=head).body.decode()
    for address in re.findall(r'(?:href|src|action)="([^"]+)"', page):
        assert not any(secret in address for secret in secrets)
        assert "csrfmiddlewaretoken" not in address


def test_scripts_store_nothing_in_the_browser(site: front.Site) -> None:
    page = site.get("/").body.decode()
    for address in re.findall(r'<script src="(/static/shell/[^"]+)"', page):
        script = site.get(address).body.decode()
        for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "__proto__"):
            assert word not in script
