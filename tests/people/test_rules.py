"""Guides, invitations, sessions and roles, as pure rules."""

from __future__ import annotations

import datetime as dt

import pytest

from borealis.people.rules import ROLES, GuideFacts, guide_failings, may_be_held_at, roles_given_with
from borealis.people.rules.invitations import INVITATION_DAYS, invitation_state, word_digest
from borealis.people.rules.roles import POWERS, TRAINEE
from borealis.people.rules.sessions import CLOCK_SLACK_S, session_over

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("specialist", "employed", "failings"),
    [
        (True, True, ()),
        (False, True, ("not_specialist",)),
        (True, False, ("not_at_approved_enterprise",)),
        (False, False, ("not_specialist", "not_at_approved_enterprise")),
    ],
)
def test_a_guide_is_a_specialist_at_an_approved_enterprise(
    specialist: bool, employed: bool, failings: tuple[str, ...]
) -> None:
    assert guide_failings(GuideFacts(specialist, employed)) == failings


@pytest.mark.parametrize(
    ("expires", "used", "withdrawn", "state"),
    [
        (NOW + SECOND, None, None, "open"),
        (NOW, None, None, "expired"),
        (NOW - SECOND, None, None, "expired"),
        (NOW + SECOND, NOW, None, "used"),
        (NOW + SECOND, None, NOW, "withdrawn"),
        (NOW - SECOND, NOW, NOW, "used"),
        (NOW - SECOND, None, NOW, "withdrawn"),
    ],
)
def test_an_invitation_works_once_until_it_expires(
    expires: dt.datetime, used: dt.datetime | None, withdrawn: dt.datetime | None, state: str
) -> None:
    assert invitation_state(now=NOW, expires_at=expires, used_at=used, withdrawn_at=withdrawn) == state
    assert INVITATION_DAYS == 7


def test_of_the_word_in_a_link_only_its_sha256_is_kept() -> None:
    assert word_digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert word_digest("\ud800") != word_digest("")


# began, used, now: seconds; a session lasts 100 from sign-in, and 10 from when it was used
@pytest.mark.parametrize(
    ("began", "used", "now", "why"),
    [
        (1000, 1095, 1100, ""),
        (1000, 1095, 1101, "longest"),
        (1000, 1000, 1010, ""),
        (1000, 1000, 1011, "idle"),
        (1000 + CLOCK_SLACK_S, 1000, 1000, ""),
        (1001 + CLOCK_SLACK_S, 1000, 1000, "clock"),
        (1000, 1000 + CLOCK_SLACK_S, 1000, ""),
        (1000, 1001 + CLOCK_SLACK_S, 1000, "clock"),
        (1000, 999 - CLOCK_SLACK_S, 1000, "clock"),
    ],
)
def test_a_session_ends_by_its_two_clocks(began: float, used: float, now: float, why: str) -> None:
    assert session_over(began, used, now, 100, 10) == why


def test_a_session_used_before_it_began_within_the_slack_lasts() -> None:
    assert session_over(1000, 1000 - CLOCK_SLACK_S, 1000, 1000, 1000) == ""


def test_the_table_of_roles_uses_known_powers_and_says_who_gives_each() -> None:
    for code, role in ROLES.items():
        assert role.code == code
        assert role.powers <= set(POWERS)
        assert role.given_by in POWERS
        assert role.scopes
    assert {code for code, role in ROLES.items() if TRAINEE in role.scopes} == {"supervisor", "delegate"}


def test_who_gives_which_role_follows_from_powers() -> None:
    assert roles_given_with(frozenset({"appoint"})) == ("guide", "supervisor", "stand_in", "delegate")
    assert roles_given_with(frozenset()) == ()
    assert "administrator" in roles_given_with(frozenset({"manage_people"}))


@pytest.mark.parametrize(
    ("role", "scope", "held"),
    [
        ("head", "department", True),
        ("head", TRAINEE, False),
        ("delegate", TRAINEE, True),
        ("regional_training_centre", "trust", False),
        ("regional_training_centre", "health_authority", True),
        ("king", "department", False),
    ],
)
def test_a_role_is_held_where_the_table_says(role: str, scope: str, held: bool) -> None:
    assert may_be_held_at(role, scope) is held


def test_who_may_run_the_system_sees_no_training_and_who_reads_the_record_does_neither() -> None:
    contents = {"see_department", "follow_research", "supervise", "decide_goals", "plan_department"}
    for code in ("administrator", "auditor"):
        assert not ROLES[code].powers & contents
    assert "appoint" not in ROLES["stand_in"].powers
