"""Who acts, on whose goal, and what hinders the act."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.people.actions.refusals import Refusals, refuse
from borealis.people.directory import person_with_key
from borealis.people.queries import Viewer, viewer_of
from borealis.portfolio.goals.around import around
from borealis.portfolio.goals.queries.standing import actors_of, facts_of
from borealis.portfolio.goals.rules import hindrances
from borealis.portfolio.goals.wording import closed_words, hindrance_words
from borealis.portfolio.models import Submission
from borealis.trainees.actions.refusals import locked_trainee
from borealis.trainees.directory import Trainee
from borealis.trainees.rules import GOAL_TRANSITIONS

LONGEST = 2000
LONGEST_WHY = 300
LONGEST_ENTERPRISE = 200


@dataclass(frozen=True)
class Acting:
    """A person who acts on a day with a doctor's goals; the doctor's row is held until the transaction ends."""

    viewer: Viewer
    trainee: Trainee
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)


def acting(by: int, trainee_id: int, now: dt.datetime) -> Acting:
    """Who acts, with the doctor held, so that two decisions meet one after the other."""
    trainee = locked_trainee(trainee_id)
    return Acting(viewer_of(person_with_key(by), timezone.localdate(now)), trainee, now)


def acting_on(by: int, submission_id: int, now: dt.datetime) -> tuple[Acting, Submission]:
    """Who acts on what was sent in; refused when there is no such thing any more."""
    trainee_id = Submission.objects.filter(pk=submission_id).values_list("trainee_id", flat=True).first()
    if trainee_id is None:
        raise refuse("state", _("Det innsendte målet finnes ikke. Last siden på nytt."))
    found = acting(by, trainee_id, now)
    return found, Submission.objects.select_related("goal", "decision__by").get(pk=submission_id)


def check_open(submission: Submission) -> None:
    """Refused with what stands, once somebody else has decided or the doctor has recalled."""
    if submission.closed_at is not None:
        raise refuse("state", closed_words(submission))


def check_actor(who: Acting, act: str) -> None:
    """PermissionDenied for who may never take such a step with this doctor's goals."""
    actors = actors_of(who.viewer, who.trainee)
    if not any(actors & set(t.actors) for t in GOAL_TRANSITIONS if t.act == act):
        raise PermissionDenied(act)


def check_step(who: Acting, goal_id: int, act: str, text: str, enterprise: str = "") -> None:
    """PermissionDenied for who may never take the step here; ValidationError with all that is missing."""
    check_actor(who, act)
    facts = facts_of(who.viewer, who.trainee, goal_id, who.today, text, enterprise)
    found = hindrances(act, facts)
    if not found:
        return
    people, refusals = around(who.trainee, who.today), Refusals()
    code = who.trainee.goal_sets.filter(goals__pk=goal_id).values_list("goals__code", flat=True).first()
    if code is None:
        raise refuse("goal", _("Målet hører ikke til læringsmålene legen følger."))
    for hindrance in found:
        refusals.add(*hindrance_words(hindrance, code, facts.state, people, facts.further))
    refusals.stop()
