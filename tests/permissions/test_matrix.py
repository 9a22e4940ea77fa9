"""Every address × every role and relation × every method has a stated answer, and gives it.

The answers stand in ``answers``; who looks, and the texts that could leak, in ``world``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.conftest import Told
from tests.permissions.answers import ANSWERS, ENDED, EVERYONE, KNOWN, NOBODY, Answer
from tests.permissions.world import CANARIES, World, build

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

ASKED = ("GET", "POST")
OTHERS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
EVERY = os.environ.get("BOREALIS_WHOLE_MATRIX") == "1"
LET_IN = {200, 302, 303, 400, 409, 410, 422, 429}
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


@pytest.fixture(scope="module")
def world(told: Told) -> World:
    return build(told)


def test_every_address_has_a_stated_answer_and_every_answer_an_address() -> None:
    stated = set(ANSWERS)
    found = {route for route in ROUTES if not route.startswith(ELSEWHERE)}
    assert found == stated, f"not stated: {sorted(found - stated)}; not there: {sorted(stated - found)}"


def test_every_viewer_is_told_of(world: World) -> None:
    assert set(world.viewers) == set(EVERYONE)


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.startswith(ELSEWHERE)], ids=str)
def test_an_address_answers_each_viewer_as_stated(world: World, route: str) -> None:
    answer, address = ANSWERS[route], address_of(route, world)
    faults: dict[str, list[str]] = {}
    for number, who in enumerate(world.viewers):
        for method in methods_for(route, number):
            got = ask(world, who, method, address, answer)
            for fault in faults_of(answer, route, who, method, got):
                faults.setdefault(f"{method} {fault}", []).append(who)
    assert not faults, f"{address}\n" + "\n".join(
        f"{fault}: {', '.join(who)}" for fault, who in faults.items()
    )


@pytest.mark.parametrize("name", ["moved", "finished"])
@pytest.mark.parametrize("route", sorted(ENDED), ids=str)
def test_a_training_that_has_ended_here_is_closed_but_for_its_doctor(
    world: World, route: str, name: str
) -> None:
    answer = ANSWERS[route]
    address = address_of(route, world, trainee=world.keys[name])
    method = "POST" if answer.get is None else "GET"
    for who in ("head.own", "training_coordinator.own", "guide.nora", "supervisor.own", "delegate.own"):
        got = ask(world, who, method, address, answer)
        open_here = route == "lis/arkiv/<int:trainee>/" and who.startswith(("head", "training_coordinator"))
        assert got.status_code == (200 if open_here else 404), (who, got.status_code)


def methods_for(route: str, number: int) -> tuple[str, ...]:
    """GET and POST for everyone; the other methods in turn, so that each address and each viewer meets
    them all. ``BOREALIS_WHOLE_MATRIX=1`` asks every method of everyone."""
    if EVERY:
        return (*ASKED, *OTHERS)
    turn = (number + ROUTES.index(route)) % (3 * len(OTHERS))
    return (*ASKED, *OTHERS[turn : turn + 1])


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
