"""Individual plans: the planner's runs, one working copy for each trainee, frozen versions,
and the positions that are expected to be filled."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from borealis.plans.rules import PROPOSAL_STATES, SIGNING_ROLES
from borealis.plans.rules.positions import LONGEST_NOTE, LONGEST_TOWN


class Proposal(models.Model):
    """One run of the planner for one programme: the problem, its solution, and what became of it.

    ``facts`` is what is told of the problem besides, and ``reasons`` why the plans look as they do; both
    are described in plans/rules/outcome.py.
    """

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    first_month = models.DateField()
    problem = models.JSONField()
    facts = models.JSONField()
    solution = models.JSONField()
    reasons = models.JSONField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in PROPOSAL_STATES], default="open")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.programme} {self.made_at:%Y-%m-%d}"


class WorkingPlan(models.Model):
    """A trainee's plan as it is worked on now. ``content`` is described in plans/rules.py."""

    trainee = models.OneToOneField("trainees.Trainee", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["trainee"]

    def __str__(self) -> str:
        return str(self.trainee)


class PlanVersion(models.Model):
    """A plan as trainee and head agreed on it (§ 25 a). Rows never change."""

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["trainee", "number"]
        constraints = [models.UniqueConstraint(fields=["trainee", "number"], name="one_plan_per_number")]

    def __str__(self) -> str:
        return f"{self.trainee} {self.number}"


class PlanSignature(models.Model):
    """One of the two who agree says yes to exactly this content. Rows never change.

    It holds while the working plan has this content without a break: a plan that was changed and
    changed back is signed anew.
    """

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    role = models.CharField(max_length=10, choices=[(r, r) for r in SIGNING_ROLES])
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["trainee", "at"]

    def __str__(self) -> str:
        return f"{self.trainee} {self.role}"


class ExpectedStarters(models.Model):
    """Positions of a programme that are not filled yet: how many begin from a month, and where they are at home.

    ``version`` counts the changes. What is removed stays, so that whoever changes it just then is told.
    """

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    first_month = models.DateField()
    positions = models.PositiveSmallIntegerField()
    home_town = models.CharField(max_length=LONGEST_TOWN)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    registered_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first_month", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(positions__gte=1), name="expected_starters_are_some")
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.first_month:%Y-%m} {self.positions}"
