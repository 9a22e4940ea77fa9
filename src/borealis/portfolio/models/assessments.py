"""Assessments on forms, and feedback from several."""

from __future__ import annotations

from django.db import models


class Assessment(models.Model):
    """One assessment of a trainee by somebody, on a form of data. Rows never change; a newer one stands beside.

    ``form`` and ``form_digest`` say which form in which wording. ``level`` is on the scale that the form
    names; ``narrative`` comes first and is enough alone.
    """

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="assessments")
    form = models.SlugField(max_length=60)
    form_digest = models.CharField(max_length=64)
    ask = models.ForeignKey(
        "portfolio.Ask", null=True, blank=True, on_delete=models.PROTECT, related_name="assessments"
    )
    activity = models.ForeignKey(
        "portfolio.Activity", null=True, blank=True, on_delete=models.PROTECT, related_name="assessments"
    )
    on = models.DateField()
    assessor = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    narrative = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    goals = models.ManyToManyField("curriculum.Goal", related_name="+", blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["trainee", "-on", "-pk"]
        indexes = [models.Index(fields=["assessor", "form"], name="assessment_by_assessor")]

    def __str__(self) -> str:
        return f"{self.trainee} {self.form} {self.on}"


class FeedbackRound(models.Model):
    """A round of feedback from several, shown to the trainee and the guide once enough have answered."""

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="feedback_rounds")
    form = models.SlugField(max_length=60)
    form_digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    closes_on = models.DateField()

    class Meta:
        ordering = ["trainee", "-opened_at"]

    def __str__(self) -> str:
        return f"{self.trainee} {self.opened_at:%Y-%m-%d}"


class FeedbackAnswer(models.Model):
    """One answer in a round. Nothing leads from it to who gave it: no ask, no person, no time of day."""

    feedback_round = models.ForeignKey(FeedbackRound, on_delete=models.PROTECT, related_name="answers")
    group = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    narrative = models.TextField(blank=True)

    class Meta:
        ordering = ["feedback_round", "pk"]

    def __str__(self) -> str:
        return f"{self.feedback_round} {self.group}"
