"""What is asked of every address, and what its answer is held against: the stated one."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.permissions.answers import ANSWERS, EVERYONE, KNOWN, NOBODY, Answer
from tests.permissions.world import CANARIES, World

EVERY = os.environ.get("BOREALIS_WHOLE_MATRIX") == "1"
ONE_IN = 12  # of the viewers asks in turn, where few are enough
DAY = dt.date.today().toordinal()  # noqa: DTZ011 - any day will do
LET_IN = {200, 302, 303, 400, 409, 410, 422, 429}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NAME = "Nora Fjellrype"
NAMES_PEOPLE = ("demo/som/", "drift/", "leder/roller/", "meg/")  # names are what these pages are about


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


ROUTES = sorted(set(routes(get_resolver().url_patterns)))
ELSEWHERE = ("scim/v2/",)  # answers to keys, not to persons: tests/personnel
TURNS = {route: number for number, route in enumerate(ROUTES)}
STATED = [route for route in ROUTES if not route.startswith(ELSEWHERE)]


def differences(world: World, route: str, methods: Iterable[str]) -> str:
    """Where the answers to each viewer differ from what is stated, in words; nothing when they agree."""
    answer, address = ANSWERS[route], address_of(route, world)
    faults: dict[str, list[str]] = {}
    for method in methods:
        for number, who in enumerate(world.viewers):
            if asks(answer, route, number, who, method):
                got = ask(world, who, method, address, answer)
                for fault in faults_of(answer, route, who, method, got):
                    faults.setdefault(f"{method} {fault}", []).append(who)
    lines = [f"{fault}: {', '.join(who)}" for fault, who in faults.items()]
    return "\n".join([address, *lines]) if lines else ""


def asks(answer: Answer, route: str, number: int, who: str, method: str) -> bool:
    """Whether this viewer tries this method: everyone whose answer could be the wrong one, the rest in turn.

    In turn: who is let in with everybody else; methods that the address does not have; and every other day those
    who have the role elsewhere, or had it once, and find nothing here. ``BOREALIS_WHOLE_MATRIX=1`` asks every
    method of everyone.
    """
    turn = number + TURNS[route] + METHODS.index(method)
    allowed = {"GET": answer.get, "POST": answer.post}.get(method)
    if EVERY:
        return True
    if allowed is None:
        return turn % (ONE_IN if method in ("GET", "POST") else 3 * ONE_IN) == 0
    if who in allowed and allowed in (KNOWN, EVERYONE):
        return turn % ONE_IN == 0
    return not is_foreign(answer, who) or (number + TURNS[route] + DAY) % 2 == (method == "POST")


def is_foreign(answer: Answer, who: str) -> bool:
    """Whether this viewer has the role elsewhere, or had it once, and is nobody to this address."""
    let_in = (answer.get or NOBODY) | (answer.post or NOBODY) | answer.sees
    return who.endswith((".other", ".former")) and who not in let_in


def address_of(route: str, world: World, **given: object) -> str:
    """The address with the keys of what lies behind it."""
    keys = ANSWERS[route].keys
    if "address" in keys:
        return f"/{keys['address']}"

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        wanted = given.get(name, keys.get(name, world.keys.get(name)))
        return str(world.keys.get(str(wanted), wanted))

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", value, route)


def ask(world: World, who: str, method: str, address: str, answer: Answer) -> HttpResponse:
    """One request, taken back when it has been answered."""
    client: Client = world.client(who)
    data = {}
    if method == "POST" and "form" in answer.keys:
        data = {str(answer.keys["form"]): world.keys[str(answer.keys["form"])]}
    with transaction.atomic():
        got = client.post(address, data) if method == "POST" else client.generic(method, address)
        got.content if not got.streaming else b"".join(got.streaming_content)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    return got  # type: ignore[return-value]


def faults_of(answer: Answer, route: str, who: str, method: str, got: HttpResponse) -> Iterator[str]:
    """What differs from the stated answer, and what leaked."""
    allowed = {"GET": answer.get, "HEAD": answer.get, "POST": answer.post}.get(method)
    inside = got.status_code in LET_IN and (route.startswith("logg-inn/") or not leads_to_sign_in(got))
    if allowed is None:
        if got.status_code not in (404, 405) and not leads_to_sign_in(got) and method != "OPTIONS":
            yield f"{got.status_code}, but the method does not exist here"
    elif who in allowed:
        if not inside and not (allowed in (KNOWN, EVERYONE) and got.status_code == 404):
            yield f"{got.status_code}, but is let in"
    elif who in answer.sees:
        if got.status_code != 403:
            yield f"{got.status_code}, but sees and may not"
    elif got.status_code != 404 and not leads_to_sign_in(got):
        yield f"{got.status_code}, but finds nothing here"
    readers = (answer.get or NOBODY) | (answer.post or NOBODY)
    in_talk = route.startswith("veiledning/") and who in readers
    if not got.streaming and not in_talk and CANARIES["talk"].encode() in got.content:
        yield "leaks what was said in a talk"
    if who not in readers and not got.streaming:
        text = got.content.decode("utf-8", "replace") + str(got.headers)
        named = not route or route.startswith(NAMES_PEOPLE) or who == "self" or who.endswith(".nora")
        secrets = [*CANARIES.values(), *([] if named else [NAME])]
        yield from (f"leaks {secret}" for secret in secrets if secret in text)


def leads_to_sign_in(got: HttpResponse) -> bool:
    return got.status_code in (302, 303) and got.headers["Location"].startswith("/logg-inn/")
