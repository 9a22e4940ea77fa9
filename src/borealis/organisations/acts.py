"""What is done with organisations, arenas and agreements, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "apply_organisations": _("oppdaterte virksomhetene"),
    "save_arena": _("lagret et læringssted"),
    "save_agreement": _("lagret en avtale"),
    "withdraw_agreement": _("trakk en avtale tilbake"),
}
