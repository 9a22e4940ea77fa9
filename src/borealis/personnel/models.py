"""What is brought in from outside: imports of files, and the keys that feeds come with."""

from __future__ import annotations

from django.db import models


class Import(models.Model):
    """A file of personnel, from preview to undo. ``rows`` hold what the file says until it is applied.

    ``digest`` binds the rows to what was stored when they were previewed; ``done`` lists what was done, in
    order, so that it can be taken back as a whole.
    """

    file_name = models.CharField(max_length=200, blank=True)
    complete = models.BooleanField(default=False)
    rows = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    place_ids = models.JSONField(default=list)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    done = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.made_at:%Y-%m-%d}"


class FeedKey(models.Model):
    """A key that another system comes with. Only its digest is stored; it reaches one place and below."""

    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    place = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name
