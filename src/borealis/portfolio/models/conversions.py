"""A trainee's move from one goal set to the next, in which nothing approved is lost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Conversion(models.Model):
    """From one set to another: proposed with reasons, decided by the head, recorded for good."""

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="conversions")
    from_set = models.ForeignKey("curriculum.GoalSet", on_delete=models.PROTECT, related_name="+")
    to_set = models.ForeignKey("curriculum.GoalSet", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, blank=True)  # "" proposed, decided, dropped
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    grounds = models.TextField(blank=True)
    official = models.BooleanField(default=False)  # proposed from a table of replacements that is known
    version = models.PositiveIntegerField(default=1)
    proof = models.JSONField(default=dict)  # what was approved before and after, and that nothing is missing

    class Meta:
        ordering = ["trainee", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee", "from_set"], condition=Q(outcome=""), name="one_open_conversion_per_set"
            )
        ]

    def __str__(self) -> str:
        return f"{self.trainee} {self.from_set} → {self.to_set}"


class ConversionItem(models.Model):
    """An earlier goal and what it means for a newer one: covers it, or covers a part. A goal that stands alone,
    an earlier or a newer one, has no other beside it."""

    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="items")
    older = models.ForeignKey(
        "curriculum.Goal", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    newer = models.ForeignKey(
        "curriculum.Goal", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verdict = models.CharField(max_length=20)  # covers, partly, alone
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["conversion", "pk"]

    def __str__(self) -> str:
        return f"{self.older or '–'} → {self.newer or '–'}"
