"""A certificate as a file to keep and send: PDF/A-2a, tagged (PDF/UA-1), the same bytes each time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from borealis.shell.pdf import ARCHIVE, make_pdf
from borealis.shell.words import day_short
from borealis.trainees.certificates.queries import CertificateView, certificate_view
from borealis.trainees.certificates.wording import FIELD_WORDS
from borealis.trainees.models import ServiceCertificate

TEMPLATE = Path(__file__).resolve().parents[1] / "print" / "certificate.typ"


def certificate_pdf(row: ServiceCertificate) -> bytes:
    """The certificate in bokmål, dated by its last signature. Until both have signed it says so on each page."""
    with translation.override("nb"):
        return make_pdf(TEMPLATE, _page(certificate_view(row)), standards=ARCHIVE)


def _day(text: str) -> str:
    return day_short(dt.date.fromisoformat(text))


def _page(view: CertificateView) -> dict[str, Any]:
    content, row = view.content, view.row
    service = content["service"]
    signed = [part.at for part in view.signatures if part.at]
    made = timezone.localdate(max(signed, default=row.prepared_at))
    return {
        "title": _("Attest for tjeneste"),
        "law": _("Spesialistforskriften § 25 første ledd e"),
        "date": [made.year, made.month, made.day],
        "status": _status(view),
        "doctor": content["doctor"]["name"],
        "facts": [
            *(
                [[_("HPR-nummer"), content["doctor"]["hpr_number"]]]
                if content["doctor"]["hpr_number"]
                else []
            ),
            [_("Utdannes i"), content["doctor"]["specialty"]],
            [_("Tjenestested"), ", ".join(filter(None, [service["place"], service["department"]]))],
            [_("Slags tjeneste"), service["kind"]],
            [str(FIELD_WORDS["post_type"]), content["post_type"]],
            [_("Periode"), f"{_day(service['from_day'])} – {_day(service['to_day'])}"],
            [_("Stillingsandel"), f"{service['percent']} %"],
        ],
        "absence_title": _("Fravær utover lovfestet ferie og kurs"),
        "absence_columns": [_("Fra og med"), _("Til og med"), _("Andel borte")],
        "absences": [
            [_day(span["from_day"]), _day(span["to_day"]), f"{span['percent']} %"]
            for span in content["absences"]
        ],
        "no_absence": _("Ikke registrert noe slikt fravær i perioden."),
        "guide_title": _("Veileder"),
        "guide_columns": [_("Navn"), _("Spesialist i"), _("Periode")],
        "guides": [
            [
                guide["name"],
                guide["specialty"] or "–",
                f"{_day(guide['from_day'])} – {_day(guide['to_day'])}",
            ]
            for guide in content["guides"]
        ],
        "guide_note": content["guide_note"],
        "parts": [{"title": part.title, "text": f"{part.text}\n{part.note}".strip()} for part in view.parts],
        "signatures_title": _("Signaturer"),
        "signatures": [
            {
                "role": part.words,
                "name": part.name or "–",
                "when": _("Signert %(day)s kl. %(time)s")
                % {
                    "day": day_short(timezone.localdate(part.at)),
                    "time": timezone.localtime(part.at).strftime("%H.%M"),
                }
                if part.at
                else _("Ikke signert"),
            }
            for part in view.signatures
        ],
        "digest": _("Attestens kjennetegn (SHA-256): %(digest)s") % {"digest": view.digest},
        "replaces": _replaces(content),
        "footer": _("Attest nr. %(number)s for %(name)s, Borealis")
        % {"number": row.pk, "name": content["doctor"]["name"]},
    }


def _status(view: CertificateView) -> str:
    """What whoever holds the paper must know before reading it."""
    if view.state == "replaced":
        return _("Denne attesten er erstattet av attest nr. %(number)s.") % {"number": view.replaced_by}
    if view.state != "complete":
        return _("Utkast: attesten gjelder først når begge har signert.")
    return ""


def _replaces(content: dict[str, Any]) -> str:
    if not content["replaces"]:
        return ""
    return _("Erstatter attesten fra %(day)s med kjennetegn %(digest)s. Grunn: %(why)s") % {
        "day": _day(content["replaces"]["completed_on"]),
        "digest": content["replaces"]["digest"],
        "why": content["replaces"]["why"],
    }
