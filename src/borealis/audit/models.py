"""The record of what was done: one row per act, each sealed to those before."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One act by one person. Rows are only ever added.

    ``by`` did it (None: the system by itself), in ``role`` at ``place``, by ``way``; ``about`` is the
    person whom it concerns; ``version`` says which version of the subject. ``commitment`` is the digest
    of personal text that lies in ``EventText`` and may lawfully be erased.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, blank=True)
    place = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField(max_length=20, blank=True)
    about = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    version = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    commitment = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

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
