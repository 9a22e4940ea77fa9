"""The pages that a person who was invited meets."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.mfa.webauthn.internal import auth as passkey
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from borealis.people import sessions
from borealis.people.accounts.forms import AddPasskeyForm, FirstPasswordForm
from borealis.people.actions import InvitationRefused, accept_invitation, open_invitation, record_change
from borealis.people.models import Person
from borealis.people.rules import word_digest

IN_SESSION = "invitation"


@require_safe
@never_cache
def invitation_link(request: HttpRequest, word: str) -> HttpResponse:
    """Take the word out of the address, so that it leaks nowhere, and go on. Nothing is used up."""
    request.session[IN_SESSION] = word_digest(word)
    return redirect("invitation")


@sensitive_post_parameters("password1", "password2", "credential")
@never_cache
def invitation(request: HttpRequest) -> HttpResponse:
    """Choose the first way to sign in, and be signed in."""
    digest = request.session.get(IN_SESSION, "")
    try:
        person = open_invitation(digest, timezone.now()).person
        if request.method != "POST":
            return _page(request, person, FirstPasswordForm(person=person))
        form = _form(request, person)
        if not form.is_valid():
            return _page(request, person, form)
        return _accept(request, digest, form)
    except InvitationRefused as refused:
        return _refused(request, refused.reason)


def _form(request: HttpRequest, person: Person) -> Any:
    if "credential" in request.POST:
        return AddPasskeyForm(request.POST, user=person)
    return FirstPasswordForm(request.POST, person=person)


def _accept(request: HttpRequest, digest: str, form: Any) -> HttpResponse:
    now = timezone.now()

    def set_way(person: Person) -> str:
        if isinstance(form, AddPasskeyForm):
            credential = form.cleaned_data["credential"]
            passkey.WebAuthn.add(person, form.cleaned_data["name"], credential)
            record_change(act="add_passkey", person_id=person.pk, now=now)
            return "passkey"
        person.set_password(form.cleaned_data["password1"])
        person.save(update_fields=["password"])
        return "password"

    how = "passkey" if isinstance(form, AddPasskeyForm) else "password"
    person = accept_invitation(digest=digest, set_way=set_way, now=now)
    sessions.begin(request, person, how=how, now=now)
    request.session.pop(IN_SESSION, None)
    return redirect("me")


def _page(request: HttpRequest, person: Person, form: Any) -> HttpResponse:
    bad = form.is_bound
    words = form if isinstance(form, FirstPasswordForm) else FirstPasswordForm(person=person)
    context = {
        "person": person,
        "form": words,
        "passkey_form": form if isinstance(form, AddPasskeyForm) else None,
        "js_data": {"creation_options": passkey.begin_registration(person, True)},
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bad else HTTPStatus.OK
    return render(request, "people/invitation.html", context, status=status)


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    """Says what to do; an unknown link gets the words of one that ran out, so nobody can ask who exists."""
    used = reason == "used"
    return render(request, "people/invitation_over.html", {"used": used}, status=HTTPStatus.GONE)
