"""Odd text through every form that stores text: kept as it is and shown escaped, or refused in words.

The forms are found by walking the demonstration's pages as each of its people, so new ones are met too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import reduce
from html.parser import HTMLParser
from operator import or_
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.conftest import Told

pytestmark = pytest.mark.django_db

MARK = "Qzx-merke-"
ODD = {
    "right to left": "\u202e" + "אבג שלום \u202c",
    "zero width": "a\u200bb\u200dc\ufeffd",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "emoji": "👩🏽‍⚕️🏳️‍🌈",
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`",
    "template": "{{ 7*7 }}{% debug %}${7*7}%(x)s{0.__class__}",
    "query": "'; DROP TABLE people_person; -- \" OR 1=1",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "control": "a\x01\x02\x1b[31mb\x7f",
    "nul": "a\x00b",
    "half a letter": "a\ufffdb",
    "very long": "ø" * 20_000,
}
WHOLE_LOOK = "script"
"""The text after which all tables are looked through, and not only those that a statement names."""
ROLES = (
    "trainee",
    "guide",
    "supervisor",
    "head",
    "stand_in",
    "training_lead",
    "coordinator",
    "administrator",
    "auditor",
)
MOST_PAGES = 60
WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE)\s+"?(\w+)', re.IGNORECASE)
_LEFT_ALONE = {"/sprak/", "/utseende/", "/logg-ut/", "/demo/som/", "/demo/ut/"}


class _Page(HTMLParser):
    """The links and the posted forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {key: value or "" for key, value in attrs}
        if tag == "a" and has.get("href", "").startswith("/"):
            self.links.append(has["href"].split("#")[0])
        elif tag == "form":
            self.forms.append(
                {"method": has.get("method", "get"), "action": has.get("action", ""), "fields": {}}
            )
        elif self.forms and has.get("name"):
            self._field(tag, has)
        elif tag == "option" and self._select and has.get("value"):
            self.forms[-1]["fields"].setdefault(self._select, ("choice", has["value"]))

    def _field(self, tag: str, has: dict[str, str]) -> None:
        fields = self.forms[-1]["fields"]
        self._select = has["name"] if tag == "select" else ""
        kind = has.get("type", "text")
        if tag == "textarea":
            fields[has["name"]] = ("text", "")
        elif tag == "input" and kind in {"text", "search", "email", "tel", "url"}:
            fields[has["name"]] = ("email" if kind == "email" else "text", has.get("value", ""))
        elif tag == "input" and kind == "date":
            fields[has["name"]] = ("choice", has.get("value") or dt.date.today().isoformat())  # noqa: DTZ011
        elif tag == "input" and kind == "number":
            fields[has["name"]] = ("choice", has.get("value") or has.get("min") or "1")
        elif tag in {"input", "button"} and kind != "file":
            fields.setdefault(has["name"], ("choice", has.get("value", "")))


def pattern_of(address: str) -> str:
    try:
        return resolve(address.split("?")[0]).route
    except Resolver404:
        return address


def forms_seen_by(client: Client) -> Iterator[tuple[str, dict[str, Any]]]:
    """The forms with text fields on the pages that a person reaches by links, one page of each kind."""
    waiting, seen, found = ["/", "/meg/", "/drift/personer/ny/", "/leder/roller/ny/"], set(), set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if pattern_of(address) in seen:
            continue
        seen.add(pattern_of(address))
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        page = _Page()
        page.feed(answer.content.decode())
        waiting += page.links
        here = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        for form in page.forms:
            action = form["action"] or here
            key = (pattern_of(action), tuple(sorted(form["fields"])))
            has_text = any(kind == "text" for kind, _ in form["fields"].values())
            if (
                form["method"].lower() == "post"
                and has_text
                and action not in _LEFT_ALONE
                and key not in found
            ):
                found.add(key)
                yield action, form["fields"]


@contextmanager
def tables_written() -> Iterator[set[str]]:
    """The tables that are written to meanwhile."""
    found = set[str]()

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if write := WRITE.match(sql):
            found.add(write[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def stored_texts(tables: Collection[str]) -> Iterator[str]:
    """Every text stored in these tables that carries our mark."""
    for model in apps.get_models():
        if model._meta.app_label == "sessions":  # signed and packed; read by nobody
            continue
        texts = [
            f.name for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)
        ]
        if not texts or model._meta.db_table not in tables:
            continue
        carry = reduce(or_, (models.Q(**{f"{name}__contains": MARK}) for name in texts))
        for row in model._base_manager.filter(carry).values_list(*texts):
            yield from (text for text in row if MARK in str(text))


@pytest.fixture(scope="module")
def tried() -> set[tuple[str, tuple[str, ...]]]:
    """The forms that somebody has tried: the same form is not tried again in another role."""
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_odd_text_is_stored_as_it_is_and_shown_escaped(
    told: Told, role: str, tried: set[tuple[str, tuple[str, ...]]]
) -> None:
    client = told.client(by_role(told, role))
    client.raise_request_exception = False
    for action, fields in list(forms_seen_by(client)):
        form = (pattern_of(action), tuple(sorted(fields)))
        if form in tried:
            continue
        tried.add(form)
        for what, text in ODD.items():
            with transaction.atomic():
                put_in(client, action, fields, f"{MARK}{text}{MARK}", what)
                transaction.set_rollback(True)


def by_role(told: Told, role: str) -> str:
    """The name of someone who holds a role; nobody's when the demonstration has none."""
    from django.contrib.auth import get_user_model

    people = get_user_model().objects.filter(role_assignments__role=role).order_by("pk")
    first = people.first()
    return str(first) if first is not None and str(first) in told.people else ""


def put_in(client: Client, action: str, fields: dict[str, Any], text: str, what: str) -> None:
    sent = {name: text if kind == "text" else value for name, (kind, value) in fields.items()}
    with tables_written() as written:
        answer = client.post(action, sent)
    assert answer.status_code < 500, (action, what, answer.status_code)
    assert answer.status_code in {200, 302, 400, 403, 404, 409, 413, 422, 429}, (action, what)
    page = client.get(answer["Location"]) if answer.status_code == 302 else answer
    shown = page.content.decode()
    assert page.status_code < 500, (action, what)
    assert f"{MARK}<script>" not in shown, (action, what)
    assert "<img src=x" not in shown, (action, what)
    assert f"{MARK}49" not in shown, (action, what)
    tables = connection.introspection.django_table_names() if what == WHOLE_LOOK else written
    for stored in stored_texts(tables):
        whole = text.strip().replace("\r\n", "\n")
        assert stored.replace("\r\n", "\n") == whole or whole in stored, (action, what)
        assert "\x00" not in stored


def test_the_walk_meets_the_forms_that_everyone_knows(told: Told) -> None:
    """A walk that finds nothing proves nothing."""
    met = {
        pattern_of(action)
        for role in ("trainee", "head", "administrator")
        for action, _ in forms_seen_by(told.client(by_role(told, role)))
    }
    assert "leder/program/<slug:code>/" in met
    assert any(pattern.startswith("lis/") for pattern in met), sorted(met)
    assert "drift/personer/ny/" in met
