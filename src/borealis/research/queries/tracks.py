"""Reading doctoral tracks: a trainee's research, and one track with what is asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from borealis.people.queries import Viewer
from borealis.research.models import Application, Project, Track
from borealis.research.permissions import (
    applications_visible_to,
    may_confirm,
    may_write_track,
    projects_visible_to,
)
from borealis.research.queries.calls import application_line, open_calls
from borealis.research.queries.demands import demands_of
from borealis.research.queries.projects import card, with_lists
from borealis.research.rules.tracks import LIVE, TRANSITIONS, Due, credits_of, due_list
from borealis.research.wording import COURSE_STATES, DUE_STATES, TRACK_STATES, TRACK_STEPS, colour
from borealis.shell.language import text_in
from borealis.trainees.directory import Trainee


def dues_of(track: Track) -> list[Due]:
    """What is asked for on a track, with when each was met."""
    done = {(row.item, row.turn): row.done_on for row in track.items.all()}
    return due_list(demands_of(track.demands), track.from_day, track.to_day, done)


def track_line(track: Track, today: dt.date) -> dict[str, Any]:
    """A track in a list: state, share, days, and what is next."""
    demands = demands_of(track.demands)
    following = next((due for due in dues_of(track) if due.done_on is None), None)
    return {
        "row": track,
        "state": TRACK_STATES[track.state],
        "colour": colour(track.state),
        "programme": text_in(demands.programme),
        "university": demands.university,
        "next": due_line(following, today) if following and track.state in LIVE else None,
    }


def due_line(due: Due, today: dt.date) -> dict[str, Any]:
    """A demand with its words."""
    state = due.state(today)
    return {
        "due": due,
        "text": text_in(due.demand.text),
        "year": due.turn,
        "state": DUE_STATES[state],
        "colour": colour(state),
        "done": due.done_on is not None,
    }


def track_page(track: Track, viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """One track: what is asked for and when, courses, and the head's confirmations."""
    demands, courses = demands_of(track.demands), list(track.courses.all())
    dues = [due_line(due, today) for due in dues_of(track)]
    confirmations = list(track.confirmations.select_related("by"))
    holds = next((row for row in confirmations if row.withdrawn_at is None), None)
    return {
        **track_line(track, today),
        "trainee": track.trainee,
        "own": viewer.person_id == track.trainee.person_id,
        "live": track.state in LIVE,
        "may_write": may_write_track(viewer, track.trainee) and track.state in LIVE,
        "may_confirm": may_confirm(viewer, track) and track.state in LIVE,
        "steps": [(t.act, TRACK_STEPS[t.act]) for t in TRANSITIONS if t.source == track.state],
        "supervisors": track.supervisors.splitlines(),
        "dues": dues,
        "met": sum(due["done"] for due in dues),
        "credits": credits_of(((c.state, c.credits) for c in courses), demands.credits),
        "demands": demands,
        "courses": [{"row": c, "state": COURSE_STATES[c.state], "colour": colour(c.state)} for c in courses],
        "confirmations": confirmations,
        "holds": holds,
        "differs": holds is not None and not _says(holds.content, track),
    }


def _says(content: dict[str, Any], track: Track) -> bool:
    """Whether a confirmation says what the track is now."""
    now = (track.percent, track.from_day.isoformat(), track.to_day.isoformat())
    return (content["percent"], content["from_day"], content["to_day"]) == now


def trainee_page(trainee: Trainee, viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """A trainee's research: the track, projects and applications; for the doctor also what there is to join."""
    person, own = trainee.person_id, viewer.person_id == trainee.person_id
    tracks = Track.objects.filter(trainee=trainee).prefetch_related("items").order_by("-from_day")
    seen = with_lists(projects_visible_to(viewer))
    mine = Q(participants__person_id=person, participants__state__in=("asked", "joined"))
    involved = seen.filter(mine | Q(leader_id=person) | Q(proposed_by_id=person)).distinct()
    here = Project.objects.filter(department_id=trainee.programme.department_id, state="open")
    to_join = seen.filter(pk__in=here.values("pk")).exclude(pk__in=involved.values("pk"))
    applications = Application.objects.filter(pk__in=applications_visible_to(viewer).values("pk"))
    return {
        "trainee": trainee,
        "own": own,
        "tracks": [track_line(track, today) for track in tracks],
        "has_track": any(track.state in LIVE for track in tracks),
        "may_write": may_write_track(viewer, trainee),
        "projects": [card(row) for row in involved],
        "to_join": [card(row) for row in to_join] if own else [],
        "applications": [
            application_line(row)
            for row in applications.filter(applicant_id=person).select_related("call", "project")
        ],
        "calls": open_calls(viewer, today)[:3] if own else [],
    }
