"""Where django-allauth says that something was done: each is told of in the record, once."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from allauth.mfa.models import Authenticator
from django.utils import timezone

from borealis.people.actions import record_change

ADDED = {
    Authenticator.Type.WEBAUTHN: "add_passkey",
    Authenticator.Type.TOTP: "turn_on_code",
    Authenticator.Type.RECOVERY_CODES: "make_recovery_codes",
}
REMOVED = {
    Authenticator.Type.WEBAUTHN: "remove_passkey",
    Authenticator.Type.TOTP: "turn_off_code",
    Authenticator.Type.RECOVERY_CODES: "remove_recovery_codes",
}


def _password_changed(user: Any, **_kwargs: Any) -> None:
    record_change(act="change_password", person_id=user.pk, now=timezone.now())


def _password_reset(user: Any, **_kwargs: Any) -> None:
    record_change(act="reset_password", person_id=user.pk, now=timezone.now())


def _way_added(user: Any, authenticator: Any, **_kwargs: Any) -> None:
    record_change(act=ADDED[authenticator.type], person_id=user.pk, now=timezone.now())


def _way_removed(user: Any, authenticator: Any, **_kwargs: Any) -> None:
    record_change(act=REMOVED[authenticator.type], person_id=user.pk, now=timezone.now())


def connect() -> None:
    """Listen; called once, when Django is ready."""
    account.password_changed.connect(_password_changed)
    account.password_set.connect(_password_changed)
    account.password_reset.connect(_password_reset)
    second_factor.authenticator_added.connect(_way_added)
    second_factor.authenticator_reset.connect(_way_added)
    second_factor.authenticator_removed.connect(_way_removed)
