"""The menus: what each role finds, and which entry is marked."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from borealis.people.rules import ROLES
from borealis.shell import menus
from borealis.shell.icons import PATHS


@dataclass(frozen=True)
class Held:
    role: str
    organisation_id: int = 1
    organisation: str = "PET-senteret"

    @property
    def path(self) -> str:
        return ROLES[self.role].path


def test_every_role_has_a_menu_and_a_name() -> None:
    assert set(ROLES) == set(menus.MENUS) - {""} == set(menus.ROLE_NAMES)


@pytest.mark.parametrize("role", sorted(menus.MENUS))
def test_a_menu_is_short_and_its_icons_are_drawn(role: str) -> None:
    entries = menus.MENUS[role]
    assert len(entries) <= 7
    assert all(entry.icon in PATHS for entry in entries)


def test_an_entry_without_an_address_is_left_out() -> None:
    assert menus.address(["no_such_page"]) is None
    assert menus.address(["no_such_page", "privacy"]) == "/personvern/"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/lis/", ["page", ""]),
        ("/lis/plan/", ["", "page"]),
        ("/lis/plan/3/", ["", "true"]),
        ("/annet/", ["", ""]),
    ],
)
def test_the_nearest_entry_is_marked(path: str, expected: list[str]) -> None:
    links = [menus.Link("Hjem", "Hjem", "/lis/", "home"), menus.Link("Plan", "Plan", "/lis/plan/", "plan")]
    assert [link.current for link in menus.mark_current(links, path)] == expected


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/veileder/", "guide"),
        ("/leder/planer/", "head"),
        ("/personvern/", "head"),
        ("/koordinator/", "head"),
    ],
)
def test_the_address_shows_the_role_in_use(path: str, role: str) -> None:
    held = menus.role_in_use((Held("head"), Held("guide")), path)
    assert held == Held(role)


def test_nobody_uses_no_role() -> None:
    assert menus.role_in_use((), "/leder/") is None
