"""Pages of trainees: learning goals, service and counted time, wishes, and the forms behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.queries import viewer_in
from borealis.trainees import actions, forms
from borealis.trainees.certificates.permissions import may_see_certificates
from borealis.trainees.models import Trainee
from borealis.trainees.permissions import (
    GOALS,
    PORTFOLIO,
    check_may_register,
    check_may_register_post,
    check_may_see,
    check_may_wish,
    may_register,
    may_see,
    may_wish,
)
from borealis.trainees.queries import goals_page, own_training, service_page, wishes_page


@dataclass(frozen=True)
class Registering:
    """One kind of form: its heading, what is said when it is stored, and the page to go back to."""

    form: type[forms.RegisterForm]
    heading: str | Promise
    done: str | Promise
    back: str = "trainee_service"


REGISTERING: dict[str, Registering] = {
    "stilling": Registering(
        forms.EmploymentForm, gettext_lazy("Ny stilling"), gettext_lazy("Stillingen er registrert.")
    ),
    "tjeneste": Registering(
        forms.ServiceForm, gettext_lazy("Ny tjeneste"), gettext_lazy("Tjenesten er registrert.")
    ),
    "fravaer": Registering(
        forms.AbsenceForm, gettext_lazy("Nytt fravær"), gettext_lazy("Fraværet er registrert.")
    ),
    "veileder": Registering(
        forms.GuideForm, gettext_lazy("Ny veileder"), gettext_lazy("Veilederen er oppnevnt.")
    ),
    "maal": Registering(
        forms.GoalForm,
        gettext_lazy("Registrer et læringsmål"),
        gettext_lazy("Læringsmålet er oppdatert."),
        "trainee_goals",
    ),
    "fratrekk": Registering(
        forms.CreditForm,
        gettext_lazy("Fratrekk i en fase"),
        gettext_lazy("Fratrekket er registrert."),
        "trainee_wishes",
    ),
}


def _common(request: HttpRequest, trainee: Trainee) -> dict[str, Any]:
    """What every page of a trainee needs."""
    viewer = viewer_in(request)
    return {
        "trainee": trainee,
        "own": viewer.person_id == trainee.person_id,
        "sees_training": may_see(viewer, trainee),
        "sees_portfolio": SimpleLazyObject(lambda: may_see(viewer, trainee, PORTFOLIO)),
        "sees_certificates": may_see_certificates(viewer, trainee),
        "may_register": may_register(viewer, trainee),
        "may_wish": may_wish(viewer, trainee),
    }


@require_safe
def own_goals(request: HttpRequest) -> HttpResponse:
    """The reader's own learning goals."""
    return redirect("trainee_goals", trainee=_own(request).pk)


@require_safe
def own_service(request: HttpRequest) -> HttpResponse:
    """The reader's own service."""
    return redirect("trainee_service", trainee=_own(request).pk)


def _own(request: HttpRequest) -> Trainee:
    own = own_training(viewer_in(request))
    if own is None:
        raise Http404("training")
    return own


@require_safe
def goals(request: HttpRequest, trainee: int) -> HttpResponse:
    """All learning goals of a trainee by group, with their states."""
    row = check_may_see(viewer_in(request), trainee, GOALS)
    page = goals_page(trainee, request.GET.get("vis", ""), timezone.localdate())
    return render(request, "trainees/goals.html", {**_common(request, row), "page": page})


@require_safe
def service(request: HttpRequest, trainee: int) -> HttpResponse:
    """Employment, service, absence and counted time of a trainee."""
    row = check_may_see(viewer_in(request), trainee)
    page = service_page(trainee, timezone.now(), timezone.localdate())
    return render(request, "trainees/service.html", {**_common(request, row), "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, trainee: int, kind: str) -> HttpResponse:
    """One form: a post, service, absence, a guide, a goal's state, or a credited phase."""
    if kind not in REGISTERING:
        raise Http404("kind")
    row = _for_registering(request, trainee, kind)
    found = REGISTERING[kind]
    initial = {"goal": request.GET.get("maal", "")} if kind == "maal" else {}
    form = found.form(request.POST or None, trainee=row, today=timezone.localdate(), initial=initial)
    return _form_page(request, row, form, str(found.heading), str(found.done), found.back)


def _for_registering(request: HttpRequest, trainee: int, kind: str) -> Trainee:
    if kind == "stilling":
        return check_may_register_post(viewer_in(request), trainee)
    row = check_may_see(viewer_in(request), trainee)
    check_may_register(viewer_in(request), row)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Confirm a period of service, or the first part of it."""
    row = check_may_see(viewer_in(request), trainee)
    check_may_register(viewer_in(request), row)
    if not row.services.filter(pk=pk, confirmed_on=None).exists():
        raise Http404("service")
    form = forms.ConfirmForm(request.POST or None, service_id=pk, trainee=row, today=timezone.localdate())
    return _form_page(request, row, form, _("Bekreft tjeneste"), _("Tjenesten er bekreftet og teller."))


@require_http_methods(["GET", "HEAD", "POST"])
def end_employment(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Set the last day of a post."""
    row = check_may_see(viewer_in(request), trainee)
    check_may_register(viewer_in(request), row)
    if not row.employments.filter(pk=pk).exists():
        raise Http404("employment")
    form = forms.EndForm(request.POST or None, employment_id=pk, trainee=row, today=timezone.localdate())
    return _form_page(request, row, form, _("Avslutt stilling"), _("Siste dag er registrert."))


def _form_page(
    request: HttpRequest,
    trainee: Trainee,
    form: forms.RegisterForm,
    heading: str,
    done: str,
    back: str = "trainee_service",
) -> HttpResponse:
    """Show a form; store it when it is sent; keep what was typed when it is refused."""
    if request.method == "POST" and form.store(by=viewer_in(request).person_id, now=timezone.now()):
        messages.success(request, done)
        return redirect(back, trainee=trainee.pk)
    page = {**_common(request, trainee), "form": form, "heading": heading, "back": back}
    return render(request, "trainees/form.html", page, status=422 if form.is_bound else 200)


@require_POST
def undo(request: HttpRequest, trainee: int, entry: str, pk: int) -> HttpResponse:
    """Take back a row that was entered by a slip."""
    row = check_may_see(viewer_in(request), trainee)
    check_may_register(viewer_in(request), row)
    _act(
        request,
        _("Raden er tatt bort."),
        lambda now: actions.undo_entry(
            by=viewer_in(request).person_id, trainee_id=row.pk, entry=entry, pk=pk, now=now
        ),
    )
    return redirect("trainee_service", trainee=row.pk)


@require_POST
def withdraw(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Take a confirmation back."""
    row = check_may_see(viewer_in(request), trainee)
    check_may_register(viewer_in(request), row)
    _act(
        request,
        _("Bekreftelsen er trukket tilbake. Tjenesten teller ikke før den bekreftes igjen."),
        lambda now: actions.withdraw_confirmation(
            by=viewer_in(request).person_id, trainee_id=row.pk, service_id=pk, now=now
        ),
    )
    return redirect("trainee_service", trainee=row.pk)


def _act(request: HttpRequest, done: str, act: Any) -> None:
    """Act at once and say how it went."""
    try:
        act(timezone.now())
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, done)


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest, trainee: int) -> HttpResponse:
    """What the trainee wishes of the plan, and a form for one more."""
    row = check_may_see(viewer_in(request), trainee)
    if request.method == "POST":
        check_may_wish(viewer_in(request), row)
    form = forms.WishForm(request.POST or None, trainee=row, today=timezone.localdate())
    if request.method == "POST" and form.store(by=viewer_in(request).person_id, now=timezone.now()):
        messages.success(request, _("Ønsket er lagt til. Det veier med når planen regnes ut på nytt."))
        return redirect("trainee_wishes", trainee=row.pk)
    page = {**_common(request, row), "page": wishes_page(row.pk), "form": form}
    return render(request, "trainees/wishes.html", page, status=422 if form.is_bound else 200)


@require_POST
def remove_wish(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Take a wish away."""
    row = check_may_see(viewer_in(request), trainee)
    check_may_wish(viewer_in(request), row)
    _act(
        request,
        _("Ønsket er fjernet."),
        lambda now: actions.remove_wish(
            by=viewer_in(request).person_id, trainee_id=row.pk, wish_id=pk, now=now
        ),
    )
    return redirect("trainee_wishes", trainee=row.pk)
