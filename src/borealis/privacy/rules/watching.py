"""How a person's log is parted: what was read, what was changed, and signing in."""

from __future__ import annotations

from collections.abc import Iterable

READ, CHANGED, SIGN_IN = "read", "changed", "sign_in"
GROUPS = (READ, CHANGED, SIGN_IN)
SIGNING_IN = frozenset(
    {"sign_in", "sign_in_refused", "sign_out", "session_ended", "end_own_sessions", "end_sessions"}
)


def group_of(act: str) -> str:
    """The group of an act, by its code: those that only look begin with read_ or export_."""
    if act in SIGNING_IN:
        return SIGN_IN
    return READ if act.startswith(("read_", "export_")) else CHANGED


def acts_in(group: str, acts: Iterable[str]) -> list[str]:
    """The acts of a group; all of them for a group that is not known."""
    return [act for act in acts if group not in GROUPS or group_of(act) == group]


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
