"""The head's confirmation of set-aside time as a file: PDF/A-2a, tagged (PDF/UA-1), the same bytes each time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from borealis.research.models import Confirmation
from borealis.shell.pdf import ARCHIVE, make_pdf
from borealis.shell.words import day_short

TEMPLATE = Path(__file__).parent / "print" / "confirmation.typ"


def confirmation_pdf(row: Confirmation, where: str) -> bytes:
    """The confirmation in bokmål. ``where`` is the address at which whoever holds the paper can check it."""
    with translation.override("nb"):
        return make_pdf(TEMPLATE, _page(row, where), standards=ARCHIVE)


def _day(text: str) -> str:
    return day_short(dt.date.fromisoformat(text))


def _page(row: Confirmation, where: str) -> dict[str, object]:
    content, made = row.content, timezone.localdate(row.signed_at)
    number = [[_("HPR-nummer"), content["hpr_number"]]] if content["hpr_number"] else []
    return {
        "title": _("Bekreftelse på avsatt arbeidstid til doktorgrad"),
        "date": [made.year, made.month, made.day],
        "status": _("Bekreftelsen er trukket og gjelder ikke lenger.") if row.withdrawn_at else "",
        "doctor": content["doctor"],
        "facts": [
            *number,
            [_("Utdannes i"), content["specialty"]],
            [_("Avdeling"), content["department"]],
            [_("Universitet"), content["university"]],
            [_("Program"), content["programme"]],
            [_("Andel av arbeidstiden"), f"{content['percent']} %"],
            [_("Periode"), f"{_day(content['from_day'])} – {_day(content['to_day'])}"],
        ],
        "text": _(
            "Avdelingen bekrefter at legen får %(percent)s prosent av full arbeidstid til arbeidet med "
            "doktorgraden i perioden over."
        )
        % {"percent": content["percent"]},
        "signed": _("Signert elektronisk %(day)s av %(name)s, leder ved %(department)s.")
        % {
            "day": _day(content["signed_on"]),
            "name": content["signed_by"],
            "department": content["department"],
        },
        "digest": _("Kjennetegn (SHA-256): %(digest)s") % {"digest": row.digest},
        "where": _("Kontroller at bekreftelsen er ekte og gjelder: %(where)s") % {"where": where},
        "footer": _("Bekreftelse nr. %(number)s for %(name)s, Borealis")
        % {"number": row.pk, "name": content["doctor"]},
    }
