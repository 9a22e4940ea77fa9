"""A learning goal on its way to a decision: sent in with its grounds, recommended, decided (§ 26)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Submission(models.Model):
    """A goal sent in by the trainee with what it rests on. ``kind`` says by which right of § 26.

    The state of the goal is in ``trainees.GoalStatus``; a submission is open until ``closed_at``.
    """

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="submissions")
    goal = models.ForeignKey("curriculum.Goal", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    enterprise = models.CharField(max_length=200, blank=True)  # another enterprise that assesses (§ 26 third)
    grounds = models.TextField(blank=True)
    activities = models.ManyToManyField("portfolio.Activity", related_name="+", blank=True)
    assessments = models.ManyToManyField("portfolio.Assessment", related_name="+", blank=True)
    submitted_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["trainee", "goal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee", "goal"], condition=Q(closed_at=None), name="one_open_submission_per_goal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.trainee} {self.goal}"


class Recommendation(models.Model):
    """What the guide, or one who took part in supervision, recommends. Withdrawn, never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="recommendations")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    given_as = models.CharField(max_length=20)  # guide, supervisor
    verdict = models.CharField(max_length=20)  # recommends, not_yet
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["submission", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "by"],
                condition=Q(withdrawn_at=None),
                name="one_recommendation_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.verdict}"


class Decision(models.Model):
    """What was decided on a submission, by whom, on which grounds. One for each; it never changes."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=20)  # approved, returned, not_reached
    text = models.TextField()
    panel = models.ForeignKey(
        "portfolio.Panel", null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    status = models.ForeignKey("trainees.GoalStatus", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.submission} {self.outcome}"
