"""Pages of guidance. What is said in a talk is shown to those in it and nobody else; every opening is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.guidance import actions, forms, permissions, queries
from borealis.guidance.models import Talk
from borealis.guidance.queries.people import group_choices, guided_trainees, led_trainees
from borealis.people.actions import ChangedMeanwhile
from borealis.people.queries import Viewer, viewer_in
from borealis.trainees.permissions import check_may_see
from borealis.trainees.queries import guides_on, own_training


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own guidance."""
    training = own_training(viewer_in(request))
    if training is None:
        raise Http404("training")
    return redirect("guidance", trainee=training.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def guidance(request: HttpRequest, trainee: int) -> HttpResponse:
    """A trainee's appointments and the year's count; the two of them propose a time."""
    viewer, now = viewer_in(request), timezone.now()
    row = check_may_see(viewer, trainee)
    may_propose = permissions.may_propose(viewer, row)
    form = forms.ProposeForm(request.POST or None, trainee=row) if may_propose else None
    if request.method == "POST":
        permissions.check_may_propose(viewer, trainee)
        if form is not None and form.store(by=viewer.person_id, now=now):
            messages.success(request, _("Tiden er foreslått. Den andre ser den og godtar."))
            return redirect("guidance", trainee=trainee)
    page = {
        "trainee": row,
        "own": row.person_id == viewer.person_id,
        "form": form,
        "quotas": queries.quotas_of([row], now).get(row.pk, ()),
        **queries.guidance_of(row, viewer, now),
        "unkept": queries.unkept_of(row, now),
        "readable": set(permissions.talks_of(viewer).values_list("pk", flat=True)),
    }
    refused = form is not None and form.is_bound
    return render(request, "guidance/guidance.html", {"page": page}, status=422 if refused else 200)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The talks of those whom the reader guides, and how far each one is in the year."""
    viewer, now = viewer_in(request), timezone.now()
    if not viewer.holds("guide"):
        raise Http404("guide")
    rows = guided_trainees(viewer, timezone.localdate(now))
    page = {
        "next": queries.next_talks(viewer, now),
        "unkept": queries.unkept_lines(rows, viewer, now),
        **queries.figures_of(rows, now),
    }
    return render(request, "guidance/guide.html", {"page": page})


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Held, agreed and lost in the reader's departments, without contents."""
    viewer = viewer_in(request)
    permissions.check_leads_groups(viewer)
    rows, now = list(led_trainees(viewer)), timezone.now()
    page = {"unkept": queries.unkept_lines(rows, viewer, now), **queries.figures_of(rows, now)}
    return render(request, "guidance/figures.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest) -> HttpResponse:
    """Call a group together."""
    viewer, now = viewer_in(request), timezone.now()
    permissions.check_leads_groups(viewer)
    department, trainees, leaders = group_choices(viewer, timezone.localdate(now))
    finding = "finn" in request.POST
    form = forms.GroupForm(
        _with_chosen_time(request.POST) or None,
        department=department,
        trainees=trainees,
        leaders=leaders,
        finding=finding,
    )
    if finding and form.is_valid():
        return render(request, "guidance/group.html", {"form": form, "times": form.times(now), "found": True})
    if request.method == "POST" and not finding and form.store(by=viewer.person_id, now=now):
        messages.success(request, _("Gruppen er kalt sammen."))
        return redirect("guidance_figures")
    return render(request, "guidance/group.html", {"form": form}, status=422 if form.is_bound else 200)


def _with_chosen_time(typed: QueryDict) -> QueryDict:
    """What was typed, with the day and the time of the suggestion that was chosen."""
    day, _t, time = typed.get("tid", "").partition("T")
    if not time:
        return typed
    chosen = typed.copy()
    chosen["day"], chosen["time"] = day, time
    return chosen


@require_safe
def check_trainee(request: HttpRequest, trainee: int) -> HttpResponse:
    """What is in the way of the time that is being typed, for a trainee and the guide."""
    row = permissions.check_may_propose(viewer_in(request), trainee)
    span = forms.TimeForm(request.GET).typed_span()
    guide = guides_on([trainee], timezone.localdate(span[0])).get(trainee) if span else None
    return _clashes(request, {row.person_id, *filter(None, [guide])}, row.programme.department_id, span)


@require_safe
def check_talk(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a talk that is moved."""
    row = permissions.check_may_write(viewer_in(request), pk)
    span = forms.TimeForm(request.GET).typed_span()
    return _clashes(request, permissions.people_in(row), row.department_id, span, but=pk)


@require_safe
def check_group(request: HttpRequest) -> HttpResponse:
    """The same for a group that is called together."""
    viewer = viewer_in(request)
    permissions.check_leads_groups(viewer)
    department, trainees, leaders = group_choices(viewer, timezone.localdate())
    chosen = {_number(key) for key in request.GET.getlist("trainees")} & set(trainees)
    people = set(led_trainees(viewer).filter(pk__in=chosen).values_list("person_id", flat=True))
    leader = _number(request.GET.get("leader", ""))
    span = forms.TimeForm(request.GET).typed_span()
    return _clashes(request, people | ({leader} & set(leaders)), department, span)


def _clashes(
    request: HttpRequest,
    people: set[int],
    department: int,
    span: tuple[dt.datetime, dt.datetime] | None,
    but: int = 0,
) -> HttpResponse:
    """A part of a page: nothing while no time is typed."""
    found = queries.clashes_at(people, department, *span, but=but) if span and people else None
    return render(request, "guidance/clashes.html", {"clashes": found})


@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Propose times for everyone in the reader's departments, as the roster allows, and say what found none."""
    viewer = viewer_in(request)
    permissions.check_leads_groups(viewer)
    rows = led_trainees(viewer).select_related("person", "programme__department")
    placed = actions.place_talks(by=viewer.person_id, trainees=rows, now=timezone.now())
    return _placed(request, placed, viewer)


@require_POST
def find(request: HttpRequest, trainee: int) -> HttpResponse:
    """Propose times for one trainee and the guide."""
    viewer = viewer_in(request)
    row = permissions.check_may_propose(viewer, trainee)
    placed = actions.place_talks(by=viewer.person_id, trainees=[row], now=timezone.now())
    return _placed(request, placed, viewer)


def _placed(request: HttpRequest, placed: queries.Placed, viewer: Viewer) -> HttpResponse:
    return render(
        request, "guidance/placed.html", {"page": queries.placed_page(placed, viewer, timezone.now())}
    )


@never_cache
@require_safe
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """One talk, for those in it."""
    viewer = viewer_in(request)
    row = permissions.check_may_read(viewer, pk)
    actions.record_reading(by=viewer.person_id or 0, talk=row, now=timezone.now())
    return _show(request, row, viewer)


def _show(
    request: HttpRequest,
    row: Talk,
    viewer: Viewer,
    status: int = 200,
    *,
    own: Mapping[str, str] | None = None,
    minutes: Mapping[str, str] | None = None,
    stands: Mapping[str, Any] | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of a talk; what was typed and refused stands in its fields."""
    page = queries.talk_page(row, viewer, timezone.now()) | {
        "move": forms.MoveForm(talk=row, initial={"version": row.version}),
        "lose": forms.LoseForm(talk=row),
        "stands": bool(stands),
        **more,
    }
    page["topics"] = queries.with_typed(page["topics"], own or {}, minutes or {}, stands or {})
    return render(request, "guidance/talk.html", {"page": page}, status=status)


def _typed(request: HttpRequest, prefix: str) -> dict[str, str]:
    """Texts by topic, from the fields of one kind."""
    return {
        name.removeprefix(prefix): str(value)
        for name, value in request.POST.items()
        if name.startswith(prefix)
    }


@never_cache
@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Store what was written; when another wrote meanwhile, show both and lose neither."""
    viewer, now = viewer_in(request), timezone.now()
    row = permissions.check_may_write(viewer, pk)
    by, prepared, minutes = viewer.person_id or 0, _typed(request, "prep-"), _typed(request, "min-")
    try:
        actions.prepare_talk(by=by, talk_id=pk, texts=prepared, now=now)
        if minutes:
            version = _number(request.POST.get("version", ""))
            actions.write_minutes(by=by, talk_id=pk, version=version, texts=minutes, now=now)
    except ChangedMeanwhile as meanwhile:
        row.version = meanwhile.stands["version"]
        return _show(request, row, viewer, 409, minutes=minutes, stands=meanwhile.stands)
    except ValidationError as refused:
        texts = [text for found in refused.message_dict.values() for text in found]
        return _show(request, row, viewer, 422, minutes=minutes, own=prepared, refused=texts)
    messages.success(request, _("Lagret. Bare dere kan lese det."))
    return redirect("talk", pk=pk)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_POST
def point(request: HttpRequest, pk: int) -> HttpResponse:
    """Add something to follow up."""
    permissions.check_may_write(viewer_in(request), pk)
    topic, text = request.POST.get("topic", "")[:40], request.POST.get("text", "")
    return _act(
        request,
        pk,
        lambda by: actions.add_point(by=by, talk_id=pk, topic=topic, text=text, now=timezone.now()),
    )


@require_POST
def close(request: HttpRequest, pk: int, point: int) -> HttpResponse:
    """A point is followed up."""
    permissions.check_may_write(viewer_in(request), pk)
    return _act(
        request, pk, lambda by: actions.close_point(by=by, talk_id=pk, point_id=point, now=timezone.now())
    )


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the time that was read."""
    permissions.check_may_write(viewer_in(request), pk)
    version = _number(request.POST.get("version", ""))
    return _act(
        request, pk, lambda by: actions.accept_talk(by=by, talk_id=pk, version=version, now=timezone.now())
    )


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose another time."""
    viewer = viewer_in(request)
    row = permissions.check_may_write(viewer, pk)
    form = forms.MoveForm(request.POST, talk=row)
    if form.store(by=viewer.person_id, now=timezone.now()):
        messages.success(request, _("Ny tid er foreslått."))
        return redirect("talk", pk=pk)
    return _show(request, row, viewer, 422, move=form)


@require_POST
def lose(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a talk falls away, and to what."""
    viewer = viewer_in(request)
    row = permissions.check_may_write(viewer, pk)
    form = forms.LoseForm(request.POST, talk=row)
    if form.store(by=viewer.person_id, now=timezone.now()):
        messages.success(request, _("Ført. Foreslå gjerne en ny tid med en gang."))
        return redirect("talk", pk=pk)
    return _show(request, row, viewer, 422, lose=form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def finalise(request: HttpRequest, pk: int) -> HttpResponse:
    """Read through, and finalise. It is final, so it asks first."""
    viewer = viewer_in(request)
    row = permissions.check_may_finalise(viewer, pk)
    if request.method != "POST":
        page = queries.talk_page(row, viewer, timezone.now())
        return render(request, "guidance/finalise.html", {"page": page})
    present = [_number(key) for key in request.POST.getlist("present")]
    version = _number(request.POST.get("version", ""))
    return _act(
        request,
        pk,
        lambda by: actions.finalise_talk(
            by=by, talk_id=pk, version=version, now=timezone.now(), present=present
        ),
    )


@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the next guide read this talk, once both have said so."""
    permissions.check_may_write(viewer_in(request), pk)
    return _act(request, pk, lambda by: actions.hand_over_talk(by=by, talk_id=pk, now=timezone.now()))


def _act(request: HttpRequest, pk: int, act: Callable[[int], object]) -> HttpResponse:
    """Do it; when it is refused, say why on the page."""
    try:
        act(viewer_in(request).person_id or 0)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    return redirect("talk", pk=pk)
