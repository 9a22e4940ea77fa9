"""What a checked file says, in words for the page and the command line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from borealis.portfolio.dossier.keys import issuer_key
from borealis.portfolio.dossier.queries.arrival import BringingIn
from borealis.portfolio.dossier.rules import Finding, check_file
from borealis.portfolio.dossier.wording import KIND_WORDS, fault_words

LARGEST_SENT = 100_000_000  # bytes that a file from anybody may unpack to


@dataclass(frozen=True)
class Checked:
    """A finding with its words. ``own``: signed with the key of this place."""

    finding: Finding
    kind: str
    faults: tuple[str, ...]
    own: bool

    @property
    def at(self) -> dt.datetime | None:
        """When the training stood so, or None when the file does not say a time."""
        return parse_datetime(self.finding.issued_at)


def checked(data: bytes) -> Checked:
    """What a file that anybody sent is, and whether it is as it was issued."""
    finding = check_file(data, largest=LARGEST_SENT)
    return Checked(
        finding=finding,
        kind=str(KIND_WORDS.get(finding.kind, "")),
        faults=tuple(fault_words(fault.code, fault.name) for fault in finding.faults),
        own=bool(finding.issuer) and finding.issuer == issuer_key().did,
    )


def counted_words(plan: BringingIn) -> list[tuple[str, int]]:
    """How many of each part a package holds, in words."""
    if not plan.content:
        return []
    words = {
        "approved": _("Godkjente læringsmål"),
        "posts": _("Stillinger"),
        "service": _("Tjeneste"),
        "absence": _("Fravær"),
        "certificates": _("Attester"),
        "activities": _("Læringsaktiviteter"),
        "assessments": _("Vurderinger"),
        "submissions": _("Avgjørelser om læringsmål"),
        "panels": _("Vurderingskollegier og gjennomganger"),
        "conversions": _("Overganger til nye læringsmål"),
        "plans": _("Individuelle planer"),
    }
    return [(words[name], number) for name, number in plan.counts.items() if number]
