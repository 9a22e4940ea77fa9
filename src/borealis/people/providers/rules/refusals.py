"""Why nobody was let in: one code for each rule, gathered in the few kinds that a reader needs to tell apart."""

from __future__ import annotations

KINDS: dict[str, tuple[str, ...]] = {
    "declined": ("declined",),
    "unreachable": ("unreachable", "too_slow", "redirected", "http_status", "temporarily_unavailable"),
    "again": ("attempt_unknown", "attempt_too_old", "attempt_from_the_future", "provider_differs"),
    "level": ("level_missing", "level_too_low", "auth_time_missing", "auth_time_too_old"),
    "unknown": ("unknown_account", "ambiguous_account", "inactive", "linked_elsewhere"),
    "brake": ("brake",),
    "taken": ("identity_taken", "other_person"),
}
"""Codes by kind. Every other code is of the kind "untrusted": the provider did not answer as agreed."""


class Refused(Exception):
    """Nobody is let in. ``code`` names the rule; ``detail`` is for the log, and never holds a token or a secret."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


def kind_of(code: str) -> str:
    """The kind of page that tells of a refusal."""
    return next((kind for kind, codes in KINDS.items() if code in codes), "untrusted")
