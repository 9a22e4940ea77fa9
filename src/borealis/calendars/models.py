"""Private calendar addresses, what each person wants, and what was announced of each talk to whom."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from borealis.calendars.rules import CONTENTS, STATUSES


class Feed(models.Model):
    """A person's private calendar address. Only a digest of the secret word is stored; one is in use at a time."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_fetched_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="one_calendar_address_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.made_at:%Y-%m-%d}"


class Preference(models.Model):
    """What a person's calendar holds, and whether talks come by mail. No row: as ``rules`` says."""

    person = models.OneToOneField(
        "people.Person", on_delete=models.PROTECT, related_name="calendar_preference"
    )
    contents = models.CharField(max_length=10, choices=[(one, one) for one in CONTENTS])
    invitations = models.BooleanField()

    class Meta:
        ordering = ["person"]

    def __str__(self) -> str:
        return f"{self.person}: {self.contents}"


class Revision(models.Model):
    """A talk as calendars know it: an identity that stays, and a number that is raised by every change they show.

    ``digest`` is of what they show. ``waits``: something was stored, and nobody has been told yet.
    """

    talk = models.OneToOneField("guidance.Talk", on_delete=models.CASCADE, related_name="+")
    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    sequence = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    modified_at = models.DateTimeField(null=True)
    waits = models.BooleanField(default=False)

    class Meta:
        ordering = ["talk"]
        indexes = [models.Index(fields=["talk"], condition=Q(waits=True), name="talks_that_wait")]

    def __str__(self) -> str:
        return f"{self.uid} {self.sequence}"


class Announced(models.Model):
    """The newest that a person was told of a talk. ``invited``: by an invitation, which a calendar has taken in."""

    talk = models.ForeignKey("guidance.Talk", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=[(one, one) for one in STATUSES])
    invited = models.BooleanField(default=False)
    announced_at = models.DateTimeField()

    class Meta:
        ordering = ["talk", "person"]
        verbose_name_plural = "announced"
        constraints = [
            models.UniqueConstraint(
                fields=["talk", "person"], name="one_announcement_kept_per_talk_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.talk_id} {self.person_id} {self.status}"
