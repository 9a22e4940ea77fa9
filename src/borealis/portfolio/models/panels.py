"""Assessment panels (vurderingskollegium) and half-yearly reviews."""

from __future__ import annotations

from django.db import models


class Panel(models.Model):
    """A meeting of head, guide and supervisors on one trainee, with what it concluded."""

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="panels")
    kind = models.CharField(max_length=20)  # panel, half_year
    on = models.DateField()
    agenda = models.TextField(blank=True)
    trainee_invited = models.BooleanField(default=True)
    trainee_present = models.BooleanField(null=True, blank=True)  # None: not held yet
    informed_by_guide = models.BooleanField(default=False)  # before and after, when the trainee was not there
    summary = models.TextField(blank=True)
    agreed = models.TextField(blank=True)  # what is to be done, and by whom
    called_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["trainee", "-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.trainee} {self.on}"


class PanelMember(models.Model):
    """Who takes part, and as what."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    given_as = models.CharField(max_length=20)  # head, guide, supervisor, training_lead

    class Meta:
        ordering = ["panel", "pk"]
        constraints = [models.UniqueConstraint(fields=["panel", "person"], name="one_seat_per_person")]

    def __str__(self) -> str:
        return f"{self.panel} {self.person}"


class PanelConclusion(models.Model):
    """What the panel concluded on one goal."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="conclusions")
    goal = models.ForeignKey("curriculum.Goal", on_delete=models.PROTECT, related_name="+")
    conclusion = models.CharField(max_length=20)  # ready, on_track, needs_more, in_doubt
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["panel", "goal"]
        constraints = [models.UniqueConstraint(fields=["panel", "goal"], name="one_conclusion_per_goal")]

    def __str__(self) -> str:
        return f"{self.panel} {self.goal}"
