"""Surveys of a department's training, the answers without names, and what was done about them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from borealis.evaluation.rules import MEASURE_STATES


class Survey(models.Model):
    """A year's survey of a department. ``content`` holds the questions as they read when it was opened.

    ``asked`` is how many were asked; who they were is not kept.
    """

    department = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="training_surveys"
    )
    year = models.PositiveSmallIntegerField()
    content = models.JSONField()
    asked = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    closes_on = models.DateField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["department", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["department", "year"], name="one_survey_per_department_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.year}"


class SurveyTicket(models.Model):
    """The right to answer a survey once. Its key is random and it names nobody; answering takes it away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="tickets")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the word in the link

    class Meta:
        ordering = ["survey", "pk"]

    def __str__(self) -> str:
        return f"{self.survey} {self.digest[:8]}"


class SurveyAnswer(models.Model):
    """The choices of one answer: no person, no time, a random key. Every row of a survey is written anew at every
    answer, so that neither keys nor order tell which came last."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers")
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ["survey", "pk"]

    def __str__(self) -> str:
        return str(self.survey)


class SurveyText(models.Model):
    """The words of one answer, apart from its choices."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="texts")
    words = models.TextField()

    class Meta:
        ordering = ["survey", "pk"]

    def __str__(self) -> str:
        return str(self.survey)


class SurveyMeasure(models.Model):
    """What is done about a survey: by whom, by when, and how it went. Shown back to those who answered."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="measures")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="survey_measures")
    by_day = models.DateField()
    state = models.CharField(
        max_length=8, default="planned", choices=[(state, state) for state in MEASURE_STATES]
    )
    result = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["survey", "by_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("done", "dropped"), closed_at__isnull=False)
                | Q(state__in=("planned", "begun"), closed_at__isnull=True),
                name="closed_measure_has_a_moment",
            )
        ]

    def __str__(self) -> str:
        return self.what
