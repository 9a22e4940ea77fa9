"""The forms of signing in. Each refusal leaves one event."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from borealis.people import sessions
from borealis.people.accounts.known import person_with_address
from borealis.people.actions import record_change
from borealis.people.passwords import LONGEST, LengthValidator

CODE_REMEMBERED_S = 300  # longer than a code is good for
LONGEST_CREDENTIAL = 32_000  # characters of what a passkey answers


def _plain(form: forms.BaseForm) -> None:
    """No words inside the fields: labels stand above, and stay while one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["login"].label = _("E-postadresse")
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        self.fields["password"].label = _("Passord")
        self.fields["password"].help_text = ""


class ForgottenForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["email"].label = _("E-postadresse")

    def clean_email(self) -> str:
        """A person who never took an invitation gets no link: the invitation is the way in."""
        email: str = self.cleaned_data["email"]
        person = person_with_address(email)
        self.users = [person] if person and person.is_active and _has_a_way(person.pk) else []
        if self.users:
            record_change(
                act="ask_for_new_password", person_id=self.users[0].pk, now=timezone.now(), by_person=False
            )
        return email


def _has_a_way(person_id: int) -> bool:
    person = account.get_user_model().objects.get(pk=person_id)
    return person.has_usable_password() or Authenticator.objects.filter(user_id=person_id).exists()


def _new_password(form: forms.BaseForm) -> None:
    _plain(form)
    form.fields["password1"].label = _("Nytt passord")
    form.fields["password1"].help_text = LengthValidator().get_help_text()
    form.fields["password1"].widget.attrs["autocomplete"] = "new-password"
    form.fields["password2"].label = _("Nytt passord en gang til")


class _Twice:
    """The two must be alike; said beside the second."""

    def clean(self) -> Any:
        data = super().clean()  # type: ignore[misc]
        if "password2" in self.errors and "password1" in self.cleaned_data:  # type: ignore[attr-defined]
            self.errors["password2"].data = [ValidationError(_not_alike())]  # type: ignore[attr-defined]
        return data


def _not_alike() -> str:
    return gettext("De to passordene er ikke like. Skriv det samme begge steder.")


class NewPasswordForm(_Twice, account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self)


class SetPasswordForm(_Twice, account.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self)


class ChangePasswordForm(_Twice, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self)
        self.fields["oldpassword"].label = _("Passordet du har nå")
        self.fields["oldpassword"].help_text = ""


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["password"].label = _("Passord")
        self.fields["password"].help_text = ""


class _CodeForm:
    """A code works once, and each refusal is told of in the record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)  # type: ignore[arg-type]
        self.fields["code"].label = _("Kode")  # type: ignore[attr-defined]
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "maxlength": 20}  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        person_id, typed = self.user.pk, "".join(self.cleaned_data["code"].split())  # type: ignore[attr-defined]
        self.cleaned_data["code"] = typed  # type: ignore[attr-defined]
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            if isinstance(self.authenticator.wrap(), TOTP) and not cache.add(  # type: ignore[attr-defined]
                f"code-used:{person_id}:{code}", 1, CODE_REMEMBERED_S
            ):
                raise ValidationError(gettext("Koden er brukt. Vent på neste kode i appen."), code="used")
        except ValidationError as refused:
            reason = "brake" if getattr(refused, "code", "") == "too_many_login_attempts" else "code"
            sessions.refuse(context.request, person_id, how="code", reason=reason, now=timezone.now())
            raise
        return code


class CodeForm(_CodeForm, codes.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(_CodeForm, codes.ReauthenticateForm):
    pass


class TurnOnCodeForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["code"].label = _("Koden som appen viser")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "maxlength": 20}


class CredentialField(forms.JSONField):
    """What a device answered. Too long, too deep or no JSON at all is one plain refusal."""

    widget = forms.HiddenInput
    default_error_messages = {"required": _("Enheten svarte ikke med en passnøkkel. Prøv igjen.")}

    def to_python(self, value: Any) -> Any:
        try:
            if len(str(value or "")) > LONGEST_CREDENTIAL:
                raise ValidationError(_not_known(), code="passkey")
            return super().to_python(value)
        except (ValidationError, RecursionError, ValueError) as refused:
            raise ValidationError(_not_known(), code="passkey") from refused


class _PasskeyForm:
    """What a passkey answers is whatever the browser sends: everything odd about it is one plain refusal."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()  # type: ignore[attr-defined]

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (ValidationError, KeyError, AttributeError, TypeError, ValueError, IndexError) as refused:
            person_id = self.user.pk if self.user else None
            reason = "brake" if getattr(refused, "code", "") == "too_many_login_attempts" else "passkey"
            sessions.refuse(context.request, person_id, how="passkey", reason=reason, now=timezone.now())
            if reason == "brake":
                raise
            raise ValidationError(_not_known(), code="passkey") from refused


def _not_known() -> str:
    return gettext("Passnøkkelen ble ikke godtatt. Prøv igjen, eller bruk en annen måte.")


class SignInByPasskeyForm(_PasskeyForm, passkeys.LoginWebAuthnForm):
    pass


class PasskeyForm(_PasskeyForm, passkeys.AuthenticateWebAuthnForm):
    pass


class ReauthenticateByPasskeyForm(_PasskeyForm, passkeys.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(passkeys.AddWebAuthnForm):
    """Always one that signs in by itself: kept in the device, and opened by finger, face or PIN."""

    passwordless = None
    name = forms.CharField(
        required=False, max_length=60, label=_("Navn"), help_text=_("For eksempel «Jobbtelefonen».")
    )

    credential = CredentialField()

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        try:
            return super().clean()
        except (ValidationError, KeyError, AttributeError, TypeError, ValueError, IndexError) as refused:
            raise ValidationError(_not_known(), code="passkey") from refused


class RenamePasskeyForm(passkeys.EditWebAuthnForm):
    name = forms.CharField(max_length=60, label=_("Navn"))


class FirstPasswordForm(forms.Form):
    """The first password of a person who was invited."""

    password1 = forms.CharField(
        label=_("Passord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "maxlength": LONGEST * 2}),
    )
    password2 = forms.CharField(
        label=_("Passord en gang til"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "maxlength": LONGEST * 2}),
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password1"].help_text = LengthValidator().get_help_text()

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        account.password_validation.validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", _not_alike())
        return data
