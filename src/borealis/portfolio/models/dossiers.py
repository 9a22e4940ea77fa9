"""Packages that a trainee took out, and those that were brought in."""

from __future__ import annotations

from django.db import models


class Dossier(models.Model):
    """A package made for a trainee: its digest and when, so that a file can be told to be ours.

    Of one that was brought in, ``content`` is kept as it was, since it names persons who are not here and
    holds what no row of ours can tell; ``made`` are the keys of the rows made from it, by model.
    """

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="dossiers")
    direction = models.CharField(max_length=3)  # out, in
    digest = models.CharField(max_length=64)  # SHA-256 of the canonical JSON
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200, blank=True)  # the file that was brought in
    content = models.JSONField(null=True, blank=True)
    made = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["trainee", "-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.trainee} {self.direction} {self.at:%Y-%m-%d}"
