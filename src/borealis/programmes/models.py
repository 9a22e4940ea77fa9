"""The training in one specialty at one place, in numbered versions of one document."""

from __future__ import annotations

from django.db import models


class Programme(models.Model):
    """An overall training programme (§ 22 e): "the training in X at Y"."""

    code = models.SlugField(max_length=60, unique=True)
    specialty = models.ForeignKey("curriculum.Specialty", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ProgrammeVersion(models.Model):
    """One applied version of a programme's document. Rows never change; the highest number is in force.

    ``document`` is the checked content (see programmes/rules.py); ``text`` is the file as it was written.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    text = models.TextField()
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.programme} {self.number}"
