"""Pages of a trainee's research: the doctoral track, the head's confirmation, an own idea, and what if."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.queries import viewer_in
from borealis.plans.permissions import may_plan
from borealis.plans.queries.what_if import NotInPlans, Study
from borealis.research import actions, forms, permissions, queries
from borealis.research.document import confirmation_pdf
from borealis.research.models import Track
from borealis.research.rules.tracks import LIVE, TRANSITIONS
from borealis.research.views.frame import act_and_return, form_page, number_in
from borealis.research.wording import TRACK_STEPS
from borealis.shell.words import day_short
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import PLAN, check_may_see
from borealis.trainees.queries import own_training
from borealis.trainees.rules import add_months

PAGE = require_http_methods(["GET", "HEAD", "POST"])
ONE_DAY = dt.timedelta(days=1)


def _own(request: HttpRequest, name: str) -> HttpResponse:
    training = own_training(viewer_in(request))
    if training is None:
        raise Http404("training")
    return redirect(name, trainee=training.pk)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own research."""
    return _own(request, "research_trainee")


@require_safe
def own_what_if(request: HttpRequest) -> HttpResponse:
    """What a doctorate would do to the reader's own plan."""
    return _own(request, "research_what_if")


@require_safe
def trainee(request: HttpRequest, trainee: int) -> HttpResponse:
    """A trainee's research."""
    viewer = viewer_in(request)
    row = permissions.check_may_see_research(viewer, trainee)
    page = queries.trainee_page(row, viewer, timezone.localdate())
    page["code"] = row.programme.department.code
    page["may_ask"] = page["own"] or may_plan(viewer, row.programme.department_id)
    return render(request, "research/trainee.html", {"page": page})


@require_safe
def part(request: HttpRequest, trainee: int) -> HttpResponse:
    """The part of the plan's page that tells of research; empty for who sees the plan and not that."""
    viewer = viewer_in(request)
    check_may_see(viewer, trainee, PLAN)
    row = permissions.research_visible_to(viewer).filter(pk=trainee).first()
    if row is None:
        return HttpResponse()
    page = queries.trainee_page(row, viewer, timezone.localdate())
    page["may_ask"] = page["own"] or may_plan(viewer, row.programme.department_id)
    return render(request, "research/part.html", {"page": page})


def _crumb(row: Trainee) -> tuple[str, str]:
    return _("Forskning"), reverse("research_trainee", args=[row.pk])


@PAGE
def idea(request: HttpRequest, trainee: int) -> HttpResponse:
    """Put an own idea before somebody."""
    viewer = viewer_in(request)
    row = permissions.check_may_see_research(viewer, trainee)
    if row.person_id != viewer.person_id:
        raise PermissionDenied("propose_idea")
    form = forms.IdeaForm(
        request.POST or None,
        department=row.programme.department_id,
        person=row.person_id,
        today=timezone.localdate(),
    )
    return form_page(
        request,
        form,
        title=_("Egen idé"),
        crumb=_crumb(row),
        done=_("Ideen er lagt fram. Svaret står på siden din."),
        button=_("Spør"),
    )


@PAGE
def new(request: HttpRequest, trainee: int) -> HttpResponse:
    """Write down a doctorate that is considered."""
    row = permissions.check_may_write_track(viewer_in(request), trainee)
    return form_page(
        request,
        forms.TrackForm(request.POST or None, trainee=row),
        title=_("Doktorgradsløp"),
        crumb=_crumb(row),
        done=_("Løpet er lagt inn som noe du vurderer."),
        lede=_(
            "Lederen, veilederen og de som følger forskningen i avdelingen, ser det du skriver her. "
            "Vil du bare prøve, bruk «Hva om»: der lagres ingenting."
        ),
        go_to=lambda made: reverse("research_track", args=[made.pk]),
    )


@require_safe
def track(request: HttpRequest, pk: int) -> HttpResponse:
    """One track."""
    viewer = viewer_in(request)
    row = permissions.check_track(viewer, pk)
    page = queries.track_page(row, viewer, timezone.localdate())
    return render(request, "research/track.html", {"page": page, "today": timezone.localdate()})


def _track_crumb(row: Track) -> tuple[str, str]:
    return _("Doktorgradsløp"), reverse("research_track", args=[row.pk])


@PAGE
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a track."""
    row = permissions.check_track(viewer_in(request), pk, write=True)
    form = forms.TrackForm(request.POST or None, trainee=row.trainee, track=row)
    return form_page(request, form, title=_("Endre løpet"), crumb=_track_crumb(row), done=_("Lagret."))


@PAGE
def step(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Take a step on a day."""
    row = permissions.check_track(viewer_in(request), pk, write=True)
    if (row.state, act) not in {(t.source, t.act) for t in TRANSITIONS}:
        raise Http404("step")
    form = forms.TrackStepForm(
        request.POST or None, track=row, step=act, initial={"on": timezone.localdate()}
    )
    return form_page(request, form, title=str(TRACK_STEPS[act]), crumb=_track_crumb(row), done=_("Lagret."))


@require_POST
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a demand is met today, or was not after all."""
    row = permissions.check_track(viewer_in(request), pk, write=True)
    item, turn, by = request.POST.get("item", ""), number_in(request, "turn"), viewer_in(request).person_id

    def act(now: dt.datetime) -> None:
        if request.POST.get("act") == "take_back":
            actions.take_back_demand(by=by, track_id=row.pk, item=item, turn=turn, now=now)
        else:
            today = timezone.localdate(now)
            actions.meet_demand(by=by, track_id=row.pk, item=item, turn=turn, on=today, now=now)

    return act_and_return(request, act, done=_("Lagret."), back=reverse("research_track", args=[pk]))


@PAGE
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a course."""
    row = permissions.check_track(viewer_in(request), pk, write=True)
    form = forms.TrackCourseForm(request.POST or None, track=row)
    return form_page(request, form, title=_("Før et kurs"), crumb=_track_crumb(row), done=_("Lagret."))


@PAGE
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The head reads what is confirmed, and signs."""
    viewer = viewer_in(request)
    row = permissions.check_may_confirm(viewer, pk)
    if request.method == "POST":
        return act_and_return(
            request,
            lambda now: actions.confirm_time(
                by=viewer.person_id or 0, track_id=pk, seen_version=number_in(request, "version"), now=now
            ),
            done=_("Avsatt tid er bekreftet. Bekreftelsen kan hentes som PDF."),
            back=reverse("research_track", args=[pk]),
        )
    if row.state not in LIVE:
        raise Http404("track")
    page = queries.track_page(row, viewer, timezone.localdate())
    return render(request, "research/confirm.html", {"page": page})


@require_safe
def confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    """The confirmation as a PDF to send."""
    row = permissions.check_confirmation(viewer_in(request), pk)
    where = request.build_absolute_uri(reverse("research_verify", args=[row.digest]))
    response = HttpResponse(confirmation_pdf(row, where), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="bekreftelse-{row.pk}.pdf"'
    return response


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The head takes the confirmation back."""
    viewer = viewer_in(request)
    row = permissions.check_confirmation(viewer, pk)
    permissions.check_may_confirm(viewer, row.track_id)
    return act_and_return(
        request,
        lambda now: actions.withdraw_confirmation(by=viewer.person_id or 0, confirmation_id=pk, now=now),
        done=_("Bekreftelsen er trukket."),
        back=reverse("research_track", args=[row.track_id]),
    )


@require_safe
def verify(request: HttpRequest, digest: str) -> HttpResponse:
    """Whoever holds the paper learns whether it is ours and holds; nothing that is not on it."""
    row = queries.confirmation_with(digest)
    if row is None:
        raise Http404("confirmation")
    return render(request, "research/verify.html", {"row": row, "content": row.content})


@require_safe
def what_if(request: HttpRequest, trainee: int) -> HttpResponse:
    """What a doctorate would do to the plans. Asked by address alone; nothing is stored."""
    viewer, today = viewer_in(request), timezone.localdate()
    row = permissions.check_may_ask_what_if(viewer, trainee)
    asked = "percent" in request.GET
    first = add_months(today.replace(day=1), 6)
    form = forms.WhatIfForm(
        request.GET if asked else None, initial={"percent": 50, "from_day": first, "years": 6}
    )
    page = {"trainee": row, "own": row.person_id == viewer.person_id, "form": form}
    if asked and form.is_valid():
        start, years = form.cleaned_data["from_day"], form.cleaned_data["years"]
        study = Study(start, add_months(start, 12 * years) - ONE_DAY, form.cleaned_data["percent"])
        plans = may_plan(viewer, row.programme.department_id)
        try:
            page["found"] = queries.what_if_page(row, study, today, names_all=plans)
        except (NotInPlans, LookupError):
            page["nothing"] = True
        page["study"] = _("%(percent)s %% forskning %(first)s – %(last)s") % {
            "percent": study.percent,
            "first": day_short(study.from_day),
            "last": day_short(study.to_day),
        }
    status = 422 if asked and form.errors else 200
    return render(request, "research/what_if.html", {"page": page}, status=status)
