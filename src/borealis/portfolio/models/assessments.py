"""Assessments on forms, and feedback from several."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class FormWording(models.Model):
    """A form as it read when it was answered, kept by its digest, so that old answers keep their wording."""

    digest = models.CharField(max_length=64, unique=True)
    code = models.SlugField(max_length=60)
    content = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["code", "kept_at"]

    def __str__(self) -> str:
        return f"{self.code} {self.digest[:8]}"


class Assessment(models.Model):
    """One assessment of a trainee by somebody, on a form of data. Rows never change; a newer one stands beside.

    ``form`` and ``form_digest`` say which form in which wording. ``level`` is on the scale that the form
    names; ``narrative`` comes first and is enough alone. ``corrects`` is the row that this one puts right.
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
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["trainee", "-on", "-pk"]
        indexes = [models.Index(fields=["assessor", "form"], name="assessment_by_assessor")]

    def __str__(self) -> str:
        return f"{self.trainee} {self.form} {self.on}"


class FeedbackRound(models.Model):
    """A round of feedback from several, shown to the trainee and the guide once enough have answered.

    ``state`` is one of ``assessment.rules.ROUND_STATES``. ``version`` is raised whenever the list of those
    asked changes, so that nobody agrees to another list than the one that was read. ``asked`` is how many
    were asked when it opened.
    """

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="feedback_rounds")
    form = models.SlugField(max_length=60)
    form_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, default="proposed")
    version = models.PositiveIntegerField(default=1)
    proposed_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    asked = models.PositiveSmallIntegerField(default=0)
    closes_on = models.DateField()

    class Meta:
        ordering = ["trainee", "-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee"], condition=Q(state="proposed"), name="one_proposed_round_per_trainee"
            )
        ]

    def __str__(self) -> str:
        return f"{self.trainee} {self.proposed_at:%Y-%m-%d}"


class FeedbackInvitee(models.Model):
    """Somebody whom the trainee and the guide agree to ask. The address goes once the mail is sent."""

    feedback_round = models.ForeignKey(FeedbackRound, on_delete=models.PROTECT, related_name="invitees")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    group = models.CharField(max_length=20)

    class Meta:
        ordering = ["feedback_round", "name"]

    def __str__(self) -> str:
        return f"{self.feedback_round} {self.name}"


class FeedbackTicket(models.Model):
    """The right to answer a round once. Its key is random and it names nobody; answering takes it away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    feedback_round = models.ForeignKey(FeedbackRound, on_delete=models.PROTECT, related_name="tickets")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the group and the word in the link

    class Meta:
        ordering = ["feedback_round", "pk"]

    def __str__(self) -> str:
        return f"{self.feedback_round} {self.digest[:8]}"


class FeedbackAnswer(models.Model):
    """The choices of one answer in a round. Nothing leads from it to who gave it: no ask, no person, no time
    of day, and a random key. The rows of a round are written anew at every answer, so that neither their
    order nor where they lie in the database tells which came last."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    feedback_round = models.ForeignKey(FeedbackRound, on_delete=models.PROTECT, related_name="answers")
    group = models.CharField(max_length=20, blank=True)  # empty for a group of whom fewer than five are asked
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ["feedback_round", "pk"]

    def __str__(self) -> str:
        return f"{self.feedback_round} {self.group}"


class FeedbackText(models.Model):
    """The words of one answer, apart from its choices and its group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    feedback_round = models.ForeignKey(FeedbackRound, on_delete=models.PROTECT, related_name="texts")
    narrative = models.TextField()

    class Meta:
        ordering = ["feedback_round", "pk"]

    def __str__(self) -> str:
        return str(self.feedback_round)
