"""What of research a person must look at: deadlines, approvals that run out, milestones, demands, missing time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.organisations.queries import line_ids
from borealis.research.models import Call, Project, Track
from borealis.research.queries.demands import demands_of
from borealis.research.rules.calls import NEARS
from borealis.research.rules.projects import LIVE, ApprovalFact, is_expiring, standing
from borealis.research.rules.tracks import LIVE as LIVE_TRACKS
from borealis.research.rules.tracks import due_list
from borealis.research.wording import APPROVAL_KINDS
from borealis.shell.findings import Finding
from borealis.shell.language import text_in
from borealis.shell.words import day_short
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import in_training


def research_findings(department_id: int, today: dt.date) -> list[Finding]:
    """What needs somebody in a department's research, the most pressing kind first; for who leads there."""
    return [
        *_calls(department_id, today),
        *_tracks(department_id, today),
        *_projects(department_id, today),
    ]


def _calls(department_id: int, today: dt.date) -> Iterable[Finding]:
    """Deadlines that near, with how many are on their way."""
    rows = Call.objects.filter(place_id__in=line_ids(department_id), opens_on__lte=today)
    near = rows.filter(deadline_on__gte=today, deadline_on__lte=today + NEARS)
    for call in near.prefetch_related("applications"):
        begun = sum(row.state == "begun" for row in call.applications.all())
        days = (call.deadline_on - today).days
        yield Finding(
            "call_deadline_nears",
            "attention" if begun else "information",
            f"research.Call:{call.pk}",
            ngettext("%(title)s: %(n)s dag til fristen.", "%(title)s: %(n)s dager til fristen.", days)
            % {"title": call.title, "n": days},
            ngettext("%(n)s søknad under arbeid.", "%(n)s søknader under arbeid.", begun) % {"n": begun},
            _("Se utlysningen"),
            reverse("research_call", args=[call.pk]),
        )


def _tracks(department_id: int, today: dt.date) -> Iterable[Finding]:
    """Demands over their day, and doctorates without a head's confirmation of time."""
    rows = Track.objects.filter(trainee__programme__department_id=department_id, state__in=LIVE_TRACKS)
    rows = rows.filter(trainee__in=Trainee.objects.filter(in_training(today)).values("pk")).select_related(
        "trainee__person"
    )
    for track in rows.prefetch_related("items", "confirmations"):
        url, name = reverse("research_track", args=[track.pk]), track.trainee.person.name
        about = f"research.Track:{track.pk}"
        if track.state != "considered" and all(row.withdrawn_at for row in track.confirmations.all()):
            yield Finding(
                "time_not_confirmed",
                "attention",
                about,
                _("%(name)s: avsatt tid til doktorgrad er ikke bekreftet.") % {"name": name},
                _("Universitetet ber om lederens bekreftelse på minst 50 %."),
                _("Bekreft tiden"),
                url,
            )
        done = {(row.item, row.turn): row.done_on for row in track.items.all()}
        dues = due_list(demands_of(track.demands), track.from_day, track.to_day, done)
        for due in (d for d in dues if track.state != "considered" and d.state(today) == "late"):
            yield Finding(
                "demand_late",
                "attention",
                about,
                _("%(name)s: %(text)s er over fristen.") % {"name": name, "text": text_in(due.demand.text)},
                _("Fristen var %(day)s.") % {"day": day_short(due.on)},
                _("Se løpet"),
                url,
            )


def _projects(department_id: int, today: dt.date) -> Iterable[Finding]:
    """Approvals that run out, milestones over their day, and doctors who wait for an answer."""
    rows = Project.objects.filter(department_id=department_id, state__in=LIVE)
    for project in rows.prefetch_related("approvals", "milestones", "participants"):
        url, about = reverse("research_project", args=[project.pk]), f"research.Project:{project.pk}"
        facts = [ApprovalFact(a.kind, a.state, a.on, a.valid_until) for a in project.approvals.all()]
        for fact in standing(facts).values():
            if is_expiring(fact, today) and fact.valid_until is not None:
                words = {"title": project.title, "kind": APPROVAL_KINDS[fact.kind]}
                yield Finding(
                    "approval_expires",
                    "attention",
                    about,
                    _("%(title)s: godkjenningen (%(kind)s) går ut.") % words,
                    _("Gjelder til %(day)s.") % {"day": day_short(fact.valid_until)},
                    _("Forny godkjenningen"),
                    url,
                )
        waiting = sum(place.state == "asked" for place in project.participants.all())
        if waiting:
            yield Finding(
                "joining_waits",
                "information",
                about,
                ngettext("%(title)s: %(n)s vil bli med.", "%(title)s: %(n)s vil bli med.", waiting)
                % {"title": project.title, "n": waiting},
                "",
                _("Svar"),
                url,
            )
        late = [m for m in project.milestones.all() if m.reached_on is None and m.due_on < today]
        if late:
            yield Finding(
                "milestone_late",
                "information",
                about,
                _("%(title)s: «%(milestone)s» er over dagen.")
                % {"title": project.title, "milestone": late[0].title},
                _("Skulle være nådd %(day)s.") % {"day": day_short(late[0].due_on)},
                _("Se prosjektet"),
                url,
            )
