"""One goal of one doctor on one screen: for the doctor, for who recommends, and for who decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.curriculum.queries import GoalView
from borealis.people.queries import Viewer
from borealis.portfolio.goals.around import Around, around
from borealis.portfolio.goals.levels import drawn_levels, sentence
from borealis.portfolio.goals.queries.evidence import activity_lines, assessment_lines, points_of
from borealis.portfolio.goals.queries.standing import (
    activities_for,
    assessments_for,
    decisions_on,
    facts_of,
    given_on,
    goals_by_key,
    in_force,
    open_submission,
)
from borealis.portfolio.goals.rules import GUIDE, RECOMMENDERS, Facts, hindrances, missing_recommendations
from borealis.portfolio.goals.wording import (
    GIVEN_AS_WORDS,
    KIND_WORDS,
    LEVEL_WORDS,
    OUTCOME_WORDS,
    VERDICT_WORDS,
    further_words,
    missing_words,
    names,
)
from borealis.portfolio.models import Activity, Recommendation, Submission
from borealis.portfolio.permissions import recommends_as
from borealis.shell.words import day_short
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goals_with_state
from borealis.trainees.rules import WAITING_STATES, shown_as
from borealis.trainees.wording import SHOWN_WORDS, STATE_WORDS


@dataclass(frozen=True)
class Mark:
    """One thing on the way to a decision: done, or by whom it can be done."""

    done: bool
    title: str
    detail: str


def goal_in(trainee: Trainee, goal_id: int) -> GoalView | None:
    """A goal of the sets that the doctor follows or has followed, or None."""
    return goals_by_key(trainee).get(goal_id)


def goal_page(viewer: Viewer, trainee: Trainee, goal: GoalView, now: dt.datetime) -> dict[str, Any]:
    """Everything on one goal that any of the pages shows."""
    today = timezone.localdate(now)
    facts, people = facts_of(viewer, trainee, goal.pk, today), around(trainee, today)
    submission = open_submission(trainee, goal.pk)
    history = list(trainee.goal_statuses.filter(goal_id=goal.pk).select_related("by").order_by("-pk"))
    return {
        "goal": goal,
        "state": facts.state,
        "shown": shown_as(facts.state),
        "state_words": str(STATE_WORDS[facts.state] if facts.state else SHOWN_WORDS["not_begun"]),
        "since": history[0].on if history else None,
        "submission": submission,
        "kind": str(KIND_WORDS[submission.kind]) if submission else "",
        "age": (today - timezone.localdate(submission.submitted_at)).days if submission else 0,
        "waits": facts.state in WAITING_STATES,
        "marks": marks(facts, people, submission),
        "ready": bool(submission) and not missing_recommendations(facts.given),
        "recommendations": recommendations(submission),
        "against": any(given.verdict == "not_yet" for given in facts.given),
        "decisions": _decisions(trainee, goal.pk),
        "history": [(row, str(STATE_WORDS[row.state])) for row in history],
        "around": people,
        "deciders": names(people.deciders),
        "further": facts.further,
        "further_words": further_words(facts.further) if facts.further else "",
        "next": _next(facts, trainee, goal.pk),
        "may_recall": not hindrances("recall", facts),
        "decides": "decider" in facts.actors,
        **_recommending(viewer, trainee, submission, today),
        **_evidence(trainee, goal.pk, submission),
    }


def marks(facts: Facts, people: Around, submission: Submission | None) -> list[Mark]:
    """What has been done of what a decision needs, in order, and who does the rest."""
    sent = submission is not None
    missing = missing_recommendations(facts.given)
    found = [Mark(sent, _("Sendt inn av legen"), "" if sent else _("Legen sender inn med egne ord."))]
    titles = {True: _("Veilederen har gitt sin anbefaling"), False: _("En fra supervisjonen har gitt sin")}
    for role in RECOMMENDERS:
        done = sent and role not in missing
        found.append(Mark(done, titles[role == GUIDE], "" if done else missing_words(role, people)))
    decided = facts.state == "approved"
    who = names(people.deciders) or _("Lederen")
    found.append(
        Mark(decided, _("Avgjort"), "" if decided else _("%(who)s kan avgjøre målet.") % {"who": who})
    )
    return found


def recommendations(submission: Submission | None) -> list[dict[str, Any]]:
    """The recommendations on what is sent in, the withdrawn ones too, with their words."""
    if submission is None:
        return []
    return [_recommendation(row) for row in submission.recommendations.select_related("by").order_by("pk")]


def _recommendation(row: Recommendation) -> dict[str, Any]:
    return {
        "row": row,
        "name": row.by.name,
        "as": str(GIVEN_AS_WORDS[row.given_as]),
        "verdict": str(VERDICT_WORDS[row.verdict]),
        "for": row.verdict == "recommends",
    }


def _decisions(trainee: Trainee, goal_id: int) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "outcome": str(OUTCOME_WORDS[row.outcome]),
            "kind": str(KIND_WORDS[row.submission.kind]),
            "recommendations": recommendations(row.submission),
        }
        for row in decisions_on(trainee, goal_id)
    ]


def _recommending(
    viewer: Viewer, trainee: Trainee, submission: Submission | None, today: dt.date
) -> dict[str, Any]:
    """As what the viewer may recommend now, and what the viewer has recommended already."""
    role = recommends_as(viewer, trainee, today)
    own = in_force(submission).filter(by_id=viewer.person_id).first() if submission and role else None
    return {
        "recommends_as": str(GIVEN_AS_WORDS[role]) if role else "",
        "own_recommendation": own,
        "may_recommend": bool(role and submission and own is None),
    }


def _evidence(trainee: Trainee, goal_id: int, submission: Submission | None) -> dict[str, Any]:
    """What the goal rests on: what was sent in, or all there is while nothing is; levels over time of all."""
    rows, chosen = list(activities_for(trainee, goal_id)), []
    assessed = assessment_lines(assessments_for(trainee, goal_id))
    if submission is not None:
        chosen = _sent_in(submission, {row.pk: row for row in rows})
    lines = {line.pk: line for line in activity_lines({row.pk: row for row in (*rows, *chosen)}.values())}
    every = [lines[row.pk] for row in rows]
    points = points_of(every, assessed)
    scale = [str(word) for word in LEVEL_WORDS.values()]
    if submission is not None:
        shown = [lines[row.pk] for row in chosen]
        judged = assessment_lines(submission.assessments.order_by("-on", "-pk"))
    else:
        shown, judged = every, assessed
    said = sentence(points, scale)
    return {
        "activities": shown,
        "assessments": judged,
        "left_out": len(every) + len(assessed) - len(shown) - len(judged) if submission else 0,
        "levels": said,
        "points": [
            (day_short(point.day), point.what, scale[min(point.level, len(scale) - 1)], point.name)
            for point in points
        ],
        "chart": drawn_levels(points, scale, said) if points else "",
    }


def _sent_in(submission: Submission, read: Mapping[int, Activity]) -> list[Activity]:
    """The activities that were sent in, the newest first; those that are read already are not read again."""
    named = submission.activities.order_by("-from_day", "-pk")
    keys = list(named.values_list("pk", flat=True))
    rest = named.select_related("arena").in_bulk([key for key in keys if key not in read])
    return [read.get(key) or rest[key] for key in keys]


def _next(facts: Facts, trainee: Trainee, goal_id: int) -> dict[str, str] | None:
    """The one thing that the doctor can do now, as a button; None when it is the turn of others."""
    send = f"{reverse('goals_submit', args=[trainee.pk])}?maal={goal_id}"
    again = reverse("goal_ask_again", args=[trainee.pk, goal_id])
    begin = reverse("goal_begin", args=[trainee.pk, goal_id])
    buttons = {
        None: ("post", begin, _("Sett i gang målet")),
        "in_progress": ("get", send, _("Send inn målet")),
        "returned": ("get", send, _("Send inn på nytt")),
        "not_reached": ("get", again, _("Be om ny vurdering")),
        "not_reached_again": ("get", again, _("Be om en vurdering til")),
    }
    if "trainee" not in facts.actors or facts.state not in buttons:
        return None
    if facts.state == "not_reached_again" and "six_months" in hindrances("ask_further", facts):
        return None
    method, url, label = buttons[facts.state]
    return {"method": method, "url": url, "label": label}


def ready_submissions(trainee: Trainee) -> list[tuple[Submission, GoalView]]:
    """What waits for a decision here and has both recommendations, with its goal, the oldest first."""
    goals = goals_by_key(trainee)
    rows = Submission.objects.filter(trainee=trainee, closed_at=None).exclude(kind="elsewhere")
    rows = rows.select_related("goal").order_by("submitted_at", "pk")
    return [(row, goals[row.goal_id]) for row in rows if not missing_recommendations(given_on(row))]


def group_of(trainee: Trainee, goal: GoalView) -> list[dict[str, Any]]:
    """The other goals of the same group with their states, so that the whole can be judged."""
    for group in goals_with_state(trainee.pk):
        if any(found.goal.pk == goal.pk for found in group.goals):
            return [
                {
                    "goal": found.goal,
                    "shown": found.shown,
                    "words": str(STATE_WORDS[found.state] if found.state else SHOWN_WORDS["not_begun"]),
                    "on": found.on,
                }
                for found in group.goals
                if found.goal.pk != goal.pk
            ]
    return []
