"""The same as ``test_matrix`` for every method that writes, and for those that no address has."""

from __future__ import annotations

import pytest

from borealis.planner import solve
from borealis.plans import actions as plans
from tests.conftest import Told
from tests.permissions.matrix import STATED, differences
from tests.permissions.world import World, build

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def world(told: Told) -> World:
    return build(told)


@pytest.fixture(autouse=True)
def the_first_plan_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may plan is asked, not how well it is planned."""
    monkeypatch.setattr(plans, "solve", lambda problem, **_: solve(problem, seconds=0))


@pytest.mark.parametrize("route", STATED, ids=str)
def test_an_address_takes_from_each_viewer_what_is_stated(world: World, route: str) -> None:
    assert not differences(world, route, ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
