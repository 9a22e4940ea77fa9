"""The pages of signing in. What they do is django-allauth's; words, looks and answers are ours."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal import auth as passkey
from allauth.utils import get_request_param
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from borealis.people import sessions
from borealis.people.actions import record_change
from borealis.people.providers.queries import providers

fresh_proof = method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
signed_in = method_decorator(login_required, name="dispatch")
not_kept = method_decorator(never_cache, name="dispatch")


class Unprocessable:
    """A form that must be mended is answered with 422."""

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if answer.status_code == HTTPStatus.OK:
            answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer


class SignIn(Unprocessable, account.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = self.request.session
        back = get_request_param(self.request, "next") or ""
        safe = url_has_allowed_host_and_scheme(
            back, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )
        return {
            **super().get_context_data(**kwargs),
            "why_out": session.get(sessions.WHY_OUT, ""),
            "had_typed": session.get(sessions.HAD_TYPED, False),
            "next": back if safe else "",
            "providers": providers(),
        }


@not_kept
class SignInByPasskey(passkeys.LoginWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        """As the library does, but on to the page that was asked for."""
        from allauth.account.internal.flows.login import perform_login
        from allauth.account.models import Login
        from allauth.account.utils import get_next_redirect_url
        from allauth.mfa.base.internal.flows import post_authentication

        authenticator = form.cleaned_data["credential"]
        post_authentication(self.request, authenticator, passwordless=True)
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        return perform_login(self.request, login)


class SignOut(account.LogoutView):
    pass


class Forgotten(Unprocessable, account.PasswordResetView):
    pass


class ForgottenDone(account.PasswordResetDoneView):
    pass


@not_kept
class NewPassword(Unprocessable, account.PasswordResetFromKeyView):
    pass


class NewPasswordDone(account.PasswordResetFromKeyDoneView):
    pass


class Inactive(account.AccountInactiveView):
    pass


@not_kept
class SecondFactor(second_factor.AuthenticateView):
    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer


@signed_in
class ChangePassword(Unprocessable, account.PasswordChangeView):
    pass


@fresh_proof
@signed_in
class SetPassword(Unprocessable, account.PasswordSetView):
    pass


@signed_in
class ProveByPassword(Unprocessable, account.ReauthenticateView):
    pass


@signed_in
class ProveByCode(Unprocessable, second_factor.ReauthenticateView):
    pass


@signed_in
class ProveByPasskey(passkeys.ReauthenticateWebAuthnView):
    def form_invalid(self, form: Any) -> HttpResponse:
        for text in form.errors.get("credential", []):
            messages.error(self.request, text)
        return redirect(self.request.get_full_path())


@signed_in
class Passkeys(passkeys.ListWebAuthnView):
    pass


@signed_in
class AddPasskey(Unprocessable, passkeys.AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A passkey that signs in by itself, which the library's own page does not ask for."""
        context = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": passkey.begin_registration(self.request.user, True)}
        context.setdefault("form", kwargs.get("form") or self.get_form())
        return context

    def get_success_url(self) -> str:
        made = self.did_generate_recovery_codes
        return reverse("mfa_view_recovery_codes" if made else "mfa_list_webauthn")


@signed_in
class RenamePasskey(Unprocessable, passkeys.EditWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        record_change(act="rename_passkey", person_id=self.request.user.pk, now=timezone.now())
        return answer


@signed_in
class RemovePasskey(passkeys.RemoveWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        """Not the last way in: somebody who removes it would be shut out."""
        person = self.request.user
        others = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.WEBAUTHN).count() > 1
        if not (others or person.has_usable_password() or _known_elsewhere(person)):
            messages.error(
                self.request, _("Dette er den eneste måten du kan logge inn på. Lag et passord først.")
            )
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


def _known_elsewhere(person: Any) -> bool:
    return bool(person.identities.exists())


@signed_in
@not_kept
class TurnOnCode(Unprocessable, totp.ActivateTOTPView):
    pass


@signed_in
class TurnOffCode(totp.DeactivateTOTPView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "data": self.request.POST or {}}


@signed_in
@not_kept
class RecoveryCodes(recovery_codes.ViewRecoveryCodesView):
    """The codes that are left; to a person who has none, how to get some."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        has_codes = is_mfa_enabled(request.user, [Authenticator.Type.RECOVERY_CODES])
        return super().get(request, *args, **kwargs) if has_codes else redirect("mfa_generate_recovery_codes")


@signed_in
class MakeRecoveryCodes(Unprocessable, recovery_codes.GenerateRecoveryCodesView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        return {
            **super().get_context_data(**kwargs),
            "may_make": is_mfa_enabled(self.request.user, kinds),
        }
