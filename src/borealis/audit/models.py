"""The record of what was done: one row per act, each sealed to the one before."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One act by one person. Rows are only ever added.

    ``seal`` is the SHA-256 of the previous seal and this row's canonical JSON, so that a changed,
    removed or reordered row is found by recomputing the chain.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.subject}"
