"""Pages for signing in with a provider, and for a person's ties to providers."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from borealis.people import sessions
from borealis.people.actions.identities import IdentityRefused, link_identity, unlink_identity
from borealis.people.models import Identity, Person
from borealis.people.providers import attempts, queries
from borealis.people.providers.attempts import Purpose
from borealis.people.providers.rules import Account, Provider, Refused, kind_of
from borealis.people.queries import viewer_in

logger = logging.getLogger(__name__)
STATUS = {"unreachable": 503, "brake": 429}  # of a refusal; the others are 403


def _provider(provider_id: str) -> Provider:
    found = queries.provider_with_id(provider_id)
    if found is None:
        raise Http404("provider")
    return found


@never_cache
@require_POST
def start(request: HttpRequest, provider: str) -> HttpResponse:
    """Begin to sign in with a provider."""
    onward = attempts.safe_onward(request, request.POST.get("next", "/"))
    return _send(request, _provider(provider), Purpose(onward, None))


@never_cache
@require_POST
@login_required
def link(request: HttpRequest, provider: str) -> HttpResponse:
    """Begin to tie one's own account at a provider."""
    return _send(request, _provider(provider), Purpose(reverse("provider_ties"), _me(request)))


def _me(request: HttpRequest) -> int:
    """The person who is signed in; asked only where a page demands it."""
    return int(request.user.pk or 0)


def _send(request: HttpRequest, provider: Provider, purpose: Purpose) -> HttpResponse:
    """Send the browser to the provider.

    By a page that goes on by itself: a redirect after a form would be stopped by ``form-action`` in the
    content security policy.
    """
    back = request.build_absolute_uri(reverse("provider_answer", args=[provider.id]))
    try:
        attempts.brake(request, now=timezone.now())
        address, attempt = queries.client_of(provider).begin(back)
    except Refused as refused:
        return _refused(request, provider, refused, None)
    attempts.remember(request, attempt, purpose)
    return render(request, "people/providers/onward.html", {"provider": provider, "address": address})


@never_cache
@require_safe
def answer(request: HttpRequest, provider: str) -> HttpResponse:
    """The browser comes back from a provider: let the person in, or tie the account, or say why not."""
    found = _provider(provider)
    try:
        attempts.brake(request, now=timezone.now())
        if any(len(values) > 1 for _name, values in request.GET.lists()):  # RFC 6749 § 3.1
            raise Refused("answer_repeats")
        attempt, purpose = attempts.take(request, request.GET.get("state", ""))
        account = queries.client_of(found).finish(attempt, request.GET.dict())
        if purpose.person_id is not None:
            return _tie(request, found, account, purpose)
        return _let_in(request, found, account, purpose)
    except Refused as refused:
        return _refused(request, found, refused, _person_in(request))


def _let_in(request: HttpRequest, provider: Provider, account: Account, purpose: Purpose) -> HttpResponse:
    """Sign in the person whom the account belongs to, or whom it is found to belong to now."""
    person, now = queries.person_known_by(account), timezone.now()
    with transaction.atomic():
        if person is None:
            person = queries.person_matching(provider, account)
            _link(provider, account, person.pk, by=person.pk)
        if not person.is_active:
            raise _Inactive(person.pk)
        sessions.begin(request, person, how=provider.id, now=now)
    return redirect(purpose.onward)


class _Inactive(Refused):
    """The account is known, and its person is not let in any more."""

    def __init__(self, person_id: int) -> None:
        super().__init__("inactive")
        self.person_id = person_id


def _tie(request: HttpRequest, provider: Provider, account: Account, purpose: Purpose) -> HttpResponse:
    """Tie the account to the person who is signed in, who must be the one who asked for it.

    HelseID demands that a local sign-in and HelseID's are the same person: the HPR numbers may not differ.
    """
    me = viewer_in(request).person_id
    if me is None or me != purpose.person_id:
        raise Refused("attempt_unknown", "another person is signed in now")
    number = Person.objects.values_list("hpr_number", flat=True).get(pk=me)
    if number and account.hpr_number and number != account.hpr_number:
        raise Refused("other_person")
    _link(provider, account, me, by=me)
    messages.success(request, _("Du kan nå logge inn med %(provider)s.") % {"provider": provider.name})
    return redirect(purpose.onward)


def _link(provider: Provider, account: Account, person_id: int, *, by: int) -> None:
    try:
        link_identity(
            by=by,
            person_id=person_id,
            issuer=account.issuer,
            subject=account.subject,
            provider=provider.id,
            now=timezone.now(),
        )
    except IdentityRefused as refused:
        raise Refused(refused.reason) from None


def _person_in(request: HttpRequest) -> int | None:
    return viewer_in(request).person_id


def _refused(
    request: HttpRequest, provider: Provider, refused: Refused, person_id: int | None
) -> HttpResponse:
    """Say why nobody was let in: one event, one line in the log, one calm page. The brake has no event."""
    logger.warning("Sign-in by %s refused: %s", provider.id, refused)
    about, kind = getattr(refused, "person_id", person_id), kind_of(refused.code)
    if kind != "brake":
        sessions.refuse(request, about, how=provider.id, reason=refused.code, now=timezone.now())
    page = {"provider": provider, "kind": kind, "code": refused.code, "signed_in": _person_in(request)}
    return render(request, "people/providers/refused.html", page, status=STATUS.get(kind, 403))


@never_cache
@require_safe
@login_required
def ties(request: HttpRequest) -> HttpResponse:
    """A person's own ties to providers."""
    page = {"ties": queries.ties_of(_me(request)), "failing": ""}
    return render(request, "people/providers/ties.html", page)


@never_cache
@require_POST
@login_required
def unlink(request: HttpRequest, provider: str) -> HttpResponse:
    """Undo a tie of one's own."""
    me, found = _me(request), _provider(provider)
    issuers = {one.issuer for one in queries.configured()}
    tie = next(tie for tie in queries.ties_of(me) if tie.id == found.id)
    if tie.identity is None:
        raise Http404("tie")
    try:
        unlink_identity(
            by=me, identity_id=tie.identity.pk, provider=found.id, issuers=issuers, now=timezone.now()
        )
    except Identity.DoesNotExist:
        raise Http404("tie") from None
    except IdentityRefused:
        page = {"ties": queries.ties_of(me), "failing": found.id}
        return render(request, "people/providers/ties.html", page, status=422)
    messages.success(request, _("Du kan ikke lenger logge inn med %(provider)s.") % {"provider": found.name})
    return redirect("provider_ties")
