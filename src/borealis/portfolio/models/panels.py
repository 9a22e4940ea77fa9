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
    informed_before = models.DateField(null=True, blank=True)  # by the guide, when the trainee was not there
    informed_after = models.DateField(null=True, blank=True)
    summary = models.TextField(blank=True)
    agreed = models.TextField(blank=True)  # what is to be done, and by whom
    called_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of what was concluded; "" until then
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
    """A goal on the agenda, why it stands there, and what the panel concluded on it ("" until it has)."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="conclusions")
    goal = models.ForeignKey("curriculum.Goal", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20)  # submitted, in_doubt, stagnant, chosen
    conclusion = models.CharField(max_length=20, blank=True)  # ready, on_track, needs_more, in_doubt
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["panel", "goal"]
        constraints = [models.UniqueConstraint(fields=["panel", "goal"], name="one_conclusion_per_goal")]

    def __str__(self) -> str:
        return f"{self.panel} {self.goal}"
