"""Every address × every role and relation has a stated answer to each method, and gives it: reading.

The answers stand in ``answers``; who looks, and the texts that could leak, in ``world``; writing is tried in
``test_matrix_of_writing``.
"""

from __future__ import annotations

import pytest

from tests.conftest import Told
from tests.permissions.answers import ANSWERS, ENDED, EVERYONE
from tests.permissions.matrix import ELSEWHERE, ROUTES, STATED, address_of, ask, differences
from tests.permissions.world import World, build

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def world(told: Told) -> World:
    return build(told)


def test_every_address_has_a_stated_answer_and_every_answer_an_address() -> None:
    stated = set(ANSWERS)
    found = {route for route in ROUTES if not route.startswith(ELSEWHERE)}
    assert found == stated, f"not stated: {sorted(found - stated)}; not there: {sorted(stated - found)}"


def test_every_viewer_is_told_of(world: World) -> None:
    assert set(world.viewers) == set(EVERYONE)


@pytest.mark.parametrize("route", STATED, ids=str)
def test_an_address_shows_each_viewer_what_is_stated(world: World, route: str) -> None:
    assert not differences(world, route, ("GET", "HEAD"))


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
