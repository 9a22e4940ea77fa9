"""What is done with the record itself, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "erase_text": _("slettet personlig tekst fra loggen"),
    "adopt_record": _("gikk videre med loggen etter gjenoppretting"),
}
