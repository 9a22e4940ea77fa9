"""Moving a registration along the table, with a row that never changes for every step."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from borealis.courses.models import Registration, RegistrationStep
from borealis.courses.rules import Transition, step
from borealis.courses.wording import STATE_WORDS
from borealis.people.actions.refusals import refuse


def take_step(
    registration: Registration, act: str, *, by: int | None, now: dt.datetime, reason: str = ""
) -> None:
    """Take a step that the table knows, or refuse it with the state it is in. The caller holds the row."""
    known = check_step(registration, act)
    registration.state = known.to_state
    registration.version += 1
    registration.save()
    add_step(registration, by=by, now=now, reason=reason)


def check_step(registration: Registration, act: str) -> Transition:
    """The step that an act takes from here, or a refusal with the state it is in."""
    known = step(registration.state, act)
    if known is None:
        state = str(STATE_WORDS[registration.state]).lower()
        raise refuse("state", _("Det går ikke nå. Påmeldingen står som: %(state)s.") % {"state": state})
    return known


def add_step(registration: Registration, *, by: int | None, now: dt.datetime, reason: str = "") -> None:
    """The row that tells when and by whom the registration came to its state."""
    RegistrationStep.objects.create(
        registration=registration, state=registration.state, at=now, taken_by_id=by, reason=reason
    )
