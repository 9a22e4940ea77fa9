"""What is done with persons and roles, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "add_person": _("la til en person"),
    "choose_language": _("valgte språk"),
    "assign_role": _("ga en rolle"),
    "sign_in": _("logget inn"),
    "sign_in_refused": _("ble nektet innlogging"),
}
