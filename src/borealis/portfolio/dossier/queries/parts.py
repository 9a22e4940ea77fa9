"""How the values of a package are written: days and times as text, persons by name and HPR number."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from borealis.audit.rules import canonical


def day(value: dt.date | None) -> str | None:
    return value.isoformat() if value is not None else None


def moment(value: dt.datetime | None) -> str | None:
    """A time in UTC to the microsecond."""
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds") if value is not None else None


def figure(value: float) -> str:
    """A number with at most four decimals, as text: exact, and the same wherever it is read."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def who(person: Any) -> dict[str, str] | None:
    """A person as the package names people; None for the system itself."""
    return {"name": person.name, "hpr_number": person.hpr_number} if person is not None else None


def digest_of(value: Any) -> str:
    """SHA-256 of the canonical JSON of a value."""
    return hashlib.sha256(canonical(value)).hexdigest()


def named(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry with an id that follows from what it says, so that others can point at it wherever it is."""
    return {"id": digest_of(entry)[:16], **entry}


def in_order(entries: Iterable[dict[str, Any]], *first: str) -> list[dict[str, Any]]:
    """Entries by some of their values, and by everything they say where those are alike."""
    return sorted(entries, key=lambda entry: (*(str(entry[name]) for name in first), canonical(entry)))


def joined(
    own: Iterable[dict[str, Any]], brought: Iterable[dict[str, Any]], keys: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Own entries, and those that were brought in and have no row of their own here."""
    found = list(own)
    known = {tuple(str(entry[name]) for name in keys) for entry in found}
    found += [entry for entry in brought if tuple(str(entry[name]) for name in keys) not in known]
    return in_order(found, *keys)


class BroughtIn:
    """What a package that was brought in says, by which names of persons who are not here are found again."""

    def __init__(self, content: Mapping[str, Any] | None) -> None:
        self.content = content or {}
        self._states = {
            (goal["set"], goal["code"], state["state"], state["recorded_at"]): state["by"]
            for group in self.content.get("goal_sets", ())
            for goal in group["goals"]
            for state in goal["states"]
        }
        self._activities = {entry["key"]: entry for entry in self.content.get("activities", ())}
        self._assessments = {
            (entry["form"], entry["recorded_at"]): entry["assessor"] for entry in self.section("assessments")
        }
        self._credits = {
            (entry["phase"], entry["recorded_at"]): entry["decided_by"]
            for entry in self.section("phase_credits")
        }

    def section(self, name: str) -> list[dict[str, Any]]:
        return list(self.content.get(name, ()))

    def by_of_state(self, set_code: str, code: str, state: str, recorded_at: str) -> dict[str, str] | None:
        return self._states.get((set_code, code, state, recorded_at))

    def by_of_activity(self, key: str) -> dict[str, str] | None:
        entry = self._activities.get(key)
        return entry["by"] if entry else None

    def signatures_of(self, key: str) -> list[dict[str, Any]]:
        entry = self._activities.get(key)
        return list(entry["signatures"]) if entry else []

    def assessor(self, form: str, recorded_at: str) -> dict[str, str] | None:
        return self._assessments.get((form, recorded_at))

    def decider_of_credit(self, phase: str, recorded_at: str) -> dict[str, str] | None:
        return self._credits.get((phase, recorded_at))
