"""What the parts of a certificate are called on screen and on paper."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FIELD_WORDS = {
    "post_type": _("Type stilling"),
    "satisfactory": _("Om tjenesten var tilfredsstillende"),
    "service_content": _("Innholdet i tjenesten"),
    "department_content": _("Om avdelingen"),
    "on_call": _("Vaktordning"),
    "teaching": _("Undervisning"),
    "teaching_hours": _("Timer undervisning"),
    "guide_note": _("Veileder"),
    "remarks": _("Merknader"),
    "consultant": _("Medisinskfaglig ansvarlig overlege"),
}
SIGNER_WORDS = {
    "head": _("Leder for avdelingen"),
    "consultant": _("Medisinskfaglig ansvarlig overlege"),
}
