"""What is told of stored things on screen and in the archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from borealis.privacy.queries.registry import rules
from borealis.shell.language import text_in


def way_words(way: str) -> str:
    """How an act came in."""
    return {
        "web": _("nettsidene"),
        "command": _("kommandolinjen"),
        "scim": _("overføring fra personalsystemet"),
        "": _("systemet selv"),
    }.get(way, way)


def text_words(name: str) -> str:
    """What a personal text of an event is called."""
    known = {"why": _("Hvorfor"), "address": _("Nettadresse"), "browser": _("Nettleser")}
    return known.get(name, name)


def subject_words(subject: str) -> str:
    """What an event is about: "Fravær 7" for "trainees.Absence:7"."""
    label, _colon, key = subject.partition(":")
    rule = rules().get(label)
    title = text_in(rule.title) if rule and rule.title else label.rpartition(".")[2]
    return f"{title} {key}".strip()


@cache
def _named(path: str) -> Mapping[str, Any] | Callable[[str], str]:
    found: Mapping[str, Any] | Callable[[str], str] = import_string(path)
    return found


def coded_words(path: str, code: str) -> str:
    """A code in words, by the table or function that the room names; the code itself when it has none."""
    return _worded(path, code, get_language() or "")


@lru_cache(maxsize=4096)
def _worded(path: str, code: str, _language: str) -> str:
    named = _named(path)
    return str(named.get(code, code) if isinstance(named, Mapping) else named(code))


def erasure_words(erase: str) -> str:
    """What erasure does."""
    return {
        "keep": _("beholdes"),
        "blank": _("tømmes"),
        "replace": _("erstattes"),
        "delete": _("slettes"),
    }[erase]


def refusal_words(code: str) -> str:
    """What stands in the way of erasing a person, and what to do first."""
    if code == "legal_hold":
        return _("Personen er sperret mot sletting. Opphev sperren først.")
    if code == "people.RoleAssignment":
        return _("Personen har en rolle. Avslutt rollen først.")
    if code == "trainees.Trainee":
        return _("Personen er i utdanning. Avslutt utdanningsløpet først.")
    return _("Noe er ikke avsluttet ennå: %(what)s.") % {"what": subject_words(code)}
