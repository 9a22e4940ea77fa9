"""Pages of calls for funding and of applications."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.queries import viewer_in
from borealis.research import actions, forms, permissions, queries
from borealis.research.choices import places_to_keep
from borealis.research.models import Call
from borealis.research.reading import read_calls
from borealis.research.rules.calls import TRANSITIONS, takes_applications
from borealis.research.views.frame import act_and_return, form_page
from borealis.research.wording import APPLICATION_STEPS
from borealis.shell.uploads import checked_upload
from borealis.shell.words import day_short

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """The calendar of calls."""
    viewer = viewer_in(request)
    permissions.check_sees_calls(viewer)
    return render(request, "research/calls.html", {"page": queries.calls_page(viewer, timezone.localdate())})


@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call."""
    viewer = viewer_in(request)
    row = permissions.check_may_see_call(viewer, pk)
    page = queries.call_page(row, viewer, timezone.localdate())
    return render(request, "research/call.html", {"page": page})


def _crumb() -> tuple[str, str]:
    return _("Utlysninger"), reverse("research_calls")


@PAGE
def new(request: HttpRequest) -> HttpResponse:
    """Add a call by hand."""
    viewer = viewer_in(request)
    permissions.check_keeps_calls(viewer)
    form = forms.CallForm(request.POST or None, places=places_to_keep(viewer))
    return form_page(
        request,
        form,
        title=_("Ny utlysning"),
        crumb=_crumb(),
        done=_("Utlysningen er lagt inn."),
        go_to=lambda row: reverse("research_call", args=[row.pk]),
    )


@PAGE
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a call."""
    viewer = viewer_in(request)
    row = permissions.check_keeps_call(viewer, pk)
    form = forms.CallForm(request.POST or None, places=places_to_keep(viewer), call=row)
    crumb = (row.title, reverse("research_call", args=[pk]))
    return form_page(request, form, title=_("Endre utlysningen"), crumb=crumb, done=_("Lagret."))


@PAGE
def from_file(request: HttpRequest) -> HttpResponse:
    """Bring in calls from a YAML file, all or none."""
    viewer = viewer_in(request)
    permissions.check_keeps_calls(viewer)
    form = forms.FileForm(request.POST, request.FILES) if request.method == "POST" else forms.FileForm()
    if form.is_bound and form.is_valid():
        try:
            file = checked_upload(form.cleaned_data["file"], kinds=("yaml",))
            place = min(viewer.places_with("keep_calls"))
            added, changed = actions.import_calls(
                by=viewer.person_id, place_id=place, rows=read_calls(file.text), now=timezone.now()
            )
        except ValidationError as refused:
            form.add_error("file", ValidationError(refused.messages))
        else:
            words = _("%(added)s utlysninger er lagt inn, %(changed)s er endret.")
            messages.success(request, words % {"added": added, "changed": changed})
            return redirect("research_calls")
    return render(
        request, "research/calls_file.html", {"page": {"form": form}}, status=422 if form.is_bound else 200
    )


@PAGE
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an application; after the deadline the page says that it is over."""
    viewer = viewer_in(request)
    row = permissions.check_may_see_call(viewer, pk)
    if request.method != "POST" and not takes_applications(
        row.opens_on, row.deadline_on, timezone.localdate()
    ):
        return _closed(request, row)
    form = forms.ApplicationForm(request.POST or None, call=row, person=viewer.person_id or 0)
    return form_page(
        request,
        form,
        title=_("Ny søknad"),
        crumb=(row.title, reverse("research_call", args=[pk])),
        done=_("Søknaden er begynt. Kryss av det som er klart etter hvert."),
        button=_("Begynn"),
        go_to=lambda made: reverse("research_application", args=[made.pk]),
    )


def _closed(request: HttpRequest, row: Call) -> HttpResponse:
    words = _("Fristen gikk ut %(day)s. Velg en utlysning som ikke er stengt.")
    messages.warning(request, words % {"day": day_short(row.deadline_on)})
    return redirect("research_call", pk=row.pk)


@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """One application."""
    row = permissions.check_application(viewer_in(request), pk)
    page = queries.application_page(row, timezone.localdate())
    return render(request, "research/application.html", {"page": page})


@require_POST
def ready(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which of the needs are ready."""
    viewer = viewer_in(request)
    row = permissions.check_application(viewer, pk)
    ticked = [int(text) for text in request.POST.getlist("klart") if text.isascii() and text.isdigit()]
    return act_and_return(
        request,
        lambda now: actions.prepare_application(
            by=viewer.person_id, application_id=row.pk, ready=ticked, now=now
        ),
        done=_("Lagret."),
        back=reverse("research_application", args=[pk]),
    )


@PAGE
def step(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Take a step on a day: sent, granted, refused, withdrawn."""
    row = permissions.check_application(viewer_in(request), pk)
    if (row.state, act) not in {(t.source, t.act) for t in TRANSITIONS}:
        raise Http404("step")
    form = forms.ApplicationStepForm(
        request.POST or None, application=row, step=act, initial={"on": timezone.localdate()}
    )
    crumb = (row.title, reverse("research_application", args=[pk]))
    return form_page(request, form, title=str(APPLICATION_STEPS[act]), crumb=crumb, done=_("Lagret."))
