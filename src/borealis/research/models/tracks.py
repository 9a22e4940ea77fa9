"""Doctoral tracks: what the university and the trust ask for, courses, and the head's confirmation of time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from borealis.research.rules.tracks import COURSE_STATES, STATES


class Track(models.Model):
    """A trainee's way to a doctorate. ``demands`` is the code of a list in ``data/``; ``supervisors``, one a line."""

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="doctoral_tracks")
    project = models.ForeignKey(
        "research.Project", null=True, blank=True, on_delete=models.PROTECT, related_name="tracks"
    )
    demands = models.SlugField(max_length=60)
    percent = models.PositiveSmallIntegerField()
    from_day = models.DateField()
    to_day = models.DateField()
    supervisors = models.CharField(max_length=500, blank=True)
    state = models.CharField(
        max_length=10, choices=[(state, state) for state in STATES], default="considered"
    )
    state_on = models.DateField()
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["trainee", "from_day"]
        constraints = [
            models.CheckConstraint(condition=Q(to_day__gte=F("from_day")), name="track_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="track_percent"),
            models.UniqueConstraint(
                fields=["trainee"],
                condition=Q(state__in=("considered", "applied", "admitted")),
                name="one_track_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee} {self.from_day}"


class TrackItem(models.Model):
    """A demand that is met: which, for which time it was due, and on what day."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="items")
    item = models.SlugField(max_length=60)
    turn = models.PositiveSmallIntegerField(default=0)  # of what is asked for every year
    done_on = models.DateField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["track", "pk"]
        constraints = [models.UniqueConstraint(fields=["track", "item", "turn"], name="a_demand_is_met_once")]

    def __str__(self) -> str:
        return f"{self.item} {self.done_on}"


class TrackCourse(models.Model):
    """A course of the training part, with its credits."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="courses")
    title = models.CharField(max_length=200)
    credits = models.DecimalField(max_digits=4, decimal_places=1)
    state = models.CharField(max_length=10, choices=[(state, state) for state in COURSE_STATES])
    on = models.DateField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.title


class Confirmation(models.Model):
    """The head confirms time set aside for a doctorate. Content and digest never change; it can be withdrawn."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="confirmations")
    content = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-signed_at", "-pk"]

    def __str__(self) -> str:
        return self.digest[:12]
