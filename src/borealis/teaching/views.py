"""Pages of teaching: one's own, a series, a session, the code at the door, a partner's calendar."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.organisations.queries import name_by_id
from borealis.people.queries import Viewer, viewer_in
from borealis.people.rules import word_digest
from borealis.portfolio.goals.queries.goal_page import goal_in
from borealis.portfolio.permissions import check_may_see_portfolio
from borealis.rosters.permissions import kept_departments
from borealis.shell.forms import ActingForm
from borealis.teaching import actions, forms, permissions, queries
from borealis.teaching.models import Series, Session
from borealis.teaching.queries.feed import feed_of
from borealis.teaching.queries.pages import partner_of
from borealis.trainees.permissions import PLAN, check_may_see

PAGE = ["GET", "HEAD", "POST"]


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What comes, what one presents, and one's hours."""
    viewer = viewer_in(request)
    if viewer.person_id is None:
        raise Http404("person")
    page = queries.own_page(viewer, timezone.now())
    page["may_start"] = bool(kept_departments(viewer))
    return render(request, "teaching/own.html", {"page": page, "form": forms.CodeForm()})


@require_safe
def plan_part(request: HttpRequest, trainee: int) -> HttpResponse:
    """The part of a plan's page that tells what comes."""
    viewer = viewer_in(request)
    row = check_may_see(viewer, trainee, PLAN)
    page = queries.plan_part(row, viewer, timezone.now())
    return render(request, "teaching/plan_part.html", {"page": page, "trainee": row})


@require_safe
def goal_part(request: HttpRequest, trainee: int, goal: int) -> HttpResponse:
    """The part of a goal's page that tells which sessions served it."""
    viewer = viewer_in(request)
    row = check_may_see_portfolio(viewer, trainee)
    if goal_in(row, goal) is None:
        raise Http404("goal")
    page = queries.goal_part(row, goal, viewer, timezone.now())
    return render(request, "teaching/goal_part.html", {"page": page, "trainee": row})


@require_http_methods(PAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Start a series."""
    departments = _departments(viewer_in(request))
    if not departments:
        raise Http404("department")
    form = forms.SeriesForm(request.POST or None, departments=departments)
    if request.method == "POST" and form.store(by=request.user.pk, now=timezone.now()):
        messages.success(request, _("Serien er startet. Ta med enheter og emner, og fordel året."))
        return redirect("teaching_setup", code=form.result.code)
    return render(request, "teaching/new.html", {"form": form}, status=422 if form.is_bound else 200)


def _departments(viewer: Viewer) -> dict[int, str]:
    """The bodies in which the viewer can start a series, by key."""
    return {pk: name_by_id(pk) for pk in sorted(kept_departments(viewer))}


@require_safe
def series(request: HttpRequest, code: str) -> HttpResponse:
    """A year of a series at a glance."""
    viewer = viewer_in(request)
    found = permissions.check_may_see(viewer, code)
    page = queries.series_page(found, viewer, timezone.now())
    return render(request, "teaching/series.html", {"page": page})


@require_POST
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Share the coming year out."""
    found = permissions.check_may_keep(viewer_in(request), code)
    try:
        shared = actions.plan_rota(by=request.user.pk, series_id=found.pk, now=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("teaching_series", code=code)
    messages.success(request, _shared_words(shared))
    return redirect("teaching_series", code=code)


def _shared_words(shared: Any) -> str:
    words = _("Året er fordelt: %(n)s endret, %(open)s uten vert.") % {
        "n": shared.changed,
        "open": shared.value.open,
    }
    proof = _("Det er bevist at ingen fordeling er bedre.")
    return f"{words} {proof}" if shared.proven else words


@require_http_methods(PAGE)
def setup(request: HttpRequest, code: str) -> HttpResponse:
    """Hosts, topics and weeks that are out."""
    found = permissions.check_may_keep(viewer_in(request), code)
    made = _setup_forms(request, found)
    chosen = made.get(request.POST.get("hva", ""))
    if request.method == "POST" and chosen and chosen.store(by=request.user.pk, now=timezone.now()):
        _tell_of_partner(request, chosen)
        return redirect("teaching_setup", code=code)
    page = {**queries.setup_page(found), **made}
    return render(
        request, "teaching/setup.html", {"page": page}, status=422 if request.method == "POST" else 200
    )


def _setup_forms(request: HttpRequest, found: Series) -> dict[str, ActingForm]:
    """The four forms of the page; what was typed goes to the one that was sent."""
    what = request.POST.get("hva", "")

    def typed(name: str) -> Any:
        return request.POST if what == name else None

    departments = _departments(viewer_in(request))
    return {
        "enhet": forms.HostForm(typed("enhet"), series=found, departments=departments, prefix=None),
        "emne": forms.TopicForm(typed("emne"), series=found),
        "uke": forms.WeekOutForm(typed("uke"), series=found),
        "sted": forms.PlaceForm(typed("sted"), series=found),
    }


def _tell_of_partner(request: HttpRequest, form: ActingForm) -> None:
    """The address of a partner's calendar is shown once; everything else is simply stored."""
    word = form.result[1] if isinstance(form, forms.HostForm) else ""
    if not word:
        messages.success(request, _("Lagret. Fordel året på nytt når du er ferdig."))
        return
    address = request.build_absolute_uri(f"/undervisning/kalender/{word}.ics")
    messages.success(
        request, _("Send denne adressen til enheten. Den vises bare nå: %(address)s") % {"address": address}
    )


@require_http_methods(PAGE)
def leave(request: HttpRequest, code: str, host: int) -> HttpResponse:
    """A unit leaves the series."""
    found = permissions.check_may_keep(viewer_in(request), code)
    unit = found.hosts.filter(pk=host).first()
    if unit is None:
        raise Http404("host")
    form = forms.EndHostForm(request.POST or None, host=unit.pk)
    if request.method == "POST" and form.store(by=request.user.pk, now=timezone.now()):
        messages.success(request, _("Lagret. Fordel året på nytt når du er ferdig."))
        return redirect("teaching_setup", code=code)
    context = {"form": form, "series": found, "host": unit}
    return render(request, "teaching/leave.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session."""
    return _session_page(request, permissions.check_may_see_session(viewer_in(request), pk))


def _session_page(request: HttpRequest, found: Session, refused: ActingForm | None = None) -> HttpResponse:
    page = queries.session_page(found, viewer_in(request), timezone.now())
    made: dict[str, ActingForm] = {}
    if page["keeps"] and found.state == "planned":
        made["presenter_form"] = forms.PresenterForm(session=found)
    if page["holds"] and found.state == "planned" and page["over"]:
        made["held_form"] = forms.HeldForm(session=found)
    if page["holds"] and found.state != "cancelled":
        made["material_form"] = forms.MaterialForm(session=found)
    if page["may_rate"]:
        made["rate_form"] = forms.RateForm(session=found)
    if refused is not None:
        made[f"{type(refused).__name__.removesuffix('Form').lower()}_form"] = refused
    status = 422 if refused is not None else 200
    return render(request, "teaching/session.html", {"page": {**page, **made}}, status=status)


def _acted(request: HttpRequest, found: Session, form: ActingForm, words: str) -> HttpResponse:
    if form.store(by=request.user.pk, now=timezone.now()):
        messages.success(request, words)
        return redirect("teaching_session", pk=found.pk)
    return _session_page(request, found, form)


@require_POST
def presenter(request: HttpRequest, pk: int) -> HttpResponse:
    """Who presents."""
    found = _kept(request, pk)
    return _acted(request, found, forms.PresenterForm(request.POST, session=found), _("Lagret."))


def _kept(request: HttpRequest, pk: int) -> Session:
    """A session of a series that the reader keeps; 403 for who only presents it."""
    found = permissions.check_may_see_session(viewer_in(request), pk)
    if not permissions.may_keep(viewer_in(request), found.series):
        raise PermissionDenied("keep_series")
    return found


@require_POST
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """It was held, and who was there."""
    found = permissions.check_may_keep_session(viewer_in(request), pk)
    return _acted(request, found, forms.HeldForm(request.POST, session=found), _("Oppmøtet er ført."))


@require_POST
def material(request: HttpRequest, pk: int) -> HttpResponse:
    """Slides or reading, and the recording."""
    found = permissions.check_may_keep_session(viewer_in(request), pk)
    return _acted(request, found, forms.MaterialForm(request.POST, session=found), _("Lagret."))


@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """What one thought."""
    found = permissions.check_may_see_session(viewer_in(request), pk)
    return _acted(
        request, found, forms.RateForm(request.POST, session=found), _("Takk. Ingen ser hvem som svarte.")
    )


@require_POST
def open_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the code for those present."""
    found = permissions.check_may_keep_session(viewer_in(request), pk)
    return _done(
        request, found, lambda: actions.open_code(by=request.user.pk, session_id=pk, now=timezone.now()), ""
    )


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The host cannot: somebody else takes it."""
    found, version = _kept(request, pk), _version(request)

    def act() -> object:
        return actions.withdraw_host(by=request.user.pk, session_id=pk, version=version, now=timezone.now())

    return _done(request, found, act, _("Timen har fått ny vert, og så få andre som mulig er endret."))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It is called off."""
    found, version = permissions.check_may_keep_session(viewer_in(request), pk), _version(request)

    def act() -> object:
        return actions.cancel_session(by=request.user.pk, session_id=pk, version=version, now=timezone.now())

    return _done(request, found, act, _("Undervisningen er avlyst."))


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _done(request: HttpRequest, found: Session, act: Any, words: str) -> HttpResponse:
    """Act, say so, and show the session; a refusal is shown there."""
    try:
        act()
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("teaching_session", pk=found.pk)
    if words:
        messages.success(request, words)
    return redirect("teaching_session", pk=found.pk)


@require_POST
def typed(request: HttpRequest) -> HttpResponse:
    """A code typed by hand."""
    return _attended(request, forms.CodeForm(request.POST))


@never_cache
@require_http_methods(PAGE)
def attend(request: HttpRequest, code: str) -> HttpResponse:
    """The address behind a code: one tap says that one is there."""
    if viewer_in(request).person_id is None:
        raise Http404("person")
    if request.method == "POST":
        return _attended(request, forms.CodeForm({"code": code}))
    return render(request, "teaching/attend.html", {"code": code})


def _attended(request: HttpRequest, form: forms.CodeForm) -> HttpResponse:
    if viewer_in(request).person_id is None:
        raise Http404("person")
    if form.store(by=request.user.pk, now=timezone.now()):
        messages.success(request, _("Du er ført opp. Fortell gjerne hva du synes etterpå."))
        return redirect("teaching")
    return render(request, "teaching/attend.html", {"form": form}, status=422)


@require_safe
def partner(request: HttpRequest, word: str) -> HttpResponse:
    """The calendar of a partner elsewhere, by a secret word."""
    host = partner_of(word_digest(word))
    if host is None:
        raise Http404("partner")
    return HttpResponse(feed_of(host, timezone.now()), content_type="text/calendar; charset=utf-8")
