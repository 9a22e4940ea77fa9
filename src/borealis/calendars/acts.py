"""What is done with calendars, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "make_calendar_address": _("laget en privat kalenderadresse"),
    "end_calendar_address": _("avsluttet en privat kalenderadresse"),
    "write_protected_time": _("lastet ned fredet tid til tjenesteplanen"),
    "choose_calendar": _("valgte hva kalenderen skal vise"),
}
