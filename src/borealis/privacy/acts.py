"""What is done with a person's stored data, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "export_person": _("hentet ut alt som er lagret om personen"),
    "erase_person": _("slettet personen"),
    "hold_person": _("sperret personen mot sletting"),
    "release_person": _("opphevet sperren mot sletting"),
    "delete_past_its_time": _("slettet det som var lagret lenge nok"),
    "read_record": _("leste i loggen"),
    "export_record": _("hentet ut en del av loggen"),
}
