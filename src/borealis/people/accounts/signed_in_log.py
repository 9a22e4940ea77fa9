"""The log of who signed in as a person, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from borealis.audit.queries import events_about
from borealis.people.accounts.devices import device_words
from borealis.people.acts import ACTS

WAYS: dict[str, Promise] = {
    "password": _("passord"),
    "passkey": _("passnøkkel"),
    "code": _("engangskode"),
    "demo": _("demonstrasjonen"),
}
REASONS: dict[str, Promise] = {
    "password": _("feil passord"),
    "code": _("feil kode"),
    "passkey": _("passnøkkelen ble ikke godtatt"),
    "brake": _("for mange forsøk"),
    "inactive": _("kontoen er stengt"),
}
SHOWN = (
    "sign_in",
    "sign_in_refused",
    "sign_out",
    "session_ended",
    "end_own_sessions",
    "end_sessions",
    "change_password",
    "ask_for_new_password",
    "reset_password",
    "add_passkey",
    "remove_passkey",
    "turn_on_code",
    "turn_off_code",
    "make_recovery_codes",
    "accept_invitation",
)


@dataclass(frozen=True)
class SignIn:
    """One line of the log."""

    number: int
    at: dt.datetime
    act: str
    words: str
    way: str
    reason: str
    device: str
    address: str

    @property
    def refused(self) -> bool:
        return self.act == "sign_in_refused"


def sign_ins_of(person_id: int, before: int | None = None, limit: int = 50) -> list[SignIn]:
    """What was done to get in as a person, and to the ways in; newest first."""
    rows = []
    for event in events_about(person_id, acts=SHOWN, before=before, limit=limit):
        private = event.private
        rows.append(
            SignIn(
                number=event.number,
                at=event.at,
                act=event.act,
                words=str(ACTS.get(event.act, event.act)),
                way=str(WAYS.get(event.detail.get("how", ""), event.detail.get("how", ""))),
                reason=str(REASONS.get(event.detail.get("reason", ""), event.detail.get("reason", ""))),
                device=device_words(private["browser"]) if private.get("browser") else "",
                address=private.get("address", ""),
            )
        )
    return rows
