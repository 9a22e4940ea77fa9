"""The record of what was done: one row per act, each a leaf of a tree whose heads are signed."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One act by one person. Rows are only ever added: triggers in the database refuse the rest.

    ``by`` did it (None: the system by itself), in ``role`` at ``place``, by ``way``; ``about`` is the
    person whom it concerns; ``version`` says which version of the subject. ``commitment`` is the digest
    of personal text that lies in ``EventText`` and may lawfully be erased.

    ``leaf`` is the event's own hash. ``root`` is that of the tree which ends with this event, and
    ``signature`` by ``key`` binds the root, the number and the time: the signed head of the record as it
    was when this event was the last.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    role = models.CharField(max_length=30, blank=True)
    place = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    way = models.CharField(max_length=20, blank=True)
    about = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    version = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    commitment = models.CharField(max_length=64, blank=True)
    leaf = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["by", "number"], name="event_by"),
            models.Index(fields=["about", "number"], name="event_about"),
            models.Index(fields=["act", "number"], name="event_act"),
            models.Index(fields=["place", "number"], name="event_place"),
            models.Index(fields=["at"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.subject}"


class EventText(models.Model):
    """Personal text of an event, such as why it was done, kept apart so that it can be erased by law."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT, related_name="text")
    salt = models.CharField(max_length=64)
    text = models.JSONField()

    class Meta:
        ordering = ["event"]

    def __str__(self) -> str:
        return f"{self.event_id}"


class RecordEdge(models.Model):
    """The right edge of the record's tree: one row, locked by whoever adds an event.

    ``peaks`` are the roots of the full subtrees, largest first, in hexadecimal with spaces between.
    """

    size = models.BigIntegerField()
    peaks = models.TextField(blank=True)
    root = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_edge_of_the_record")]

    def __str__(self) -> str:
        return f"{self.size} {self.root}"
