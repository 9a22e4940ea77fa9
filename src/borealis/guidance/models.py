"""Appointments for guidance, and what is said in them: sealed with a key of each talk's own."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from borealis.guidance.rules import LOST_TO, STATES


class Talk(models.Model):
    """One appointment for guidance: of a trainee with the guide, or of a group with its leader.

    ``state`` is one of ``rules.STATES``. ``sealed_key`` is the talk's own key, sealed with the key of this place;
    without it nothing that was written can be read again. ``touched`` holds the topics that something was written
    on, known once the talk is finalised. ``version`` is raised by every change of time and of minutes.
    """

    kind = models.CharField(max_length=10)  # individual, group
    department = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="guidance_talks"
    )
    leader = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="guidance_led")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    subject = models.CharField(max_length=200, blank=True)  # of a group
    state = models.CharField(max_length=10, default="proposed", choices=[(state, state) for state in STATES])
    version = models.PositiveIntegerField(default=1)
    leader_accepted_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    lost_to = models.CharField(max_length=12, blank=True, choices=[(why, why) for why in ("", *LOST_TO)])
    closed_at = models.DateTimeField(null=True, blank=True)
    touched = models.JSONField(default=list)
    sealed_key = models.BinaryField()
    handed_by_leader_at = models.DateTimeField(null=True, blank=True)
    handed_by_trainee_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["start_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="talk_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(state="lost") ^ Q(lost_to=""), name="lost_talk_says_to_what"),
        ]
        indexes = [models.Index(fields=["leader", "start_at"], name="talk_by_leader")]

    def __str__(self) -> str:
        return f"{self.kind} {self.start_at:%Y-%m-%d %H:%M}"


class Participant(models.Model):
    """A trainee in a talk. ``present`` is said when it is finalised; what counts is who was there."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="participants")
    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="guidance_places")
    accepted_at = models.DateTimeField(null=True, blank=True)
    present = models.BooleanField(null=True)

    class Meta:
        ordering = ["talk", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["talk", "trainee"], name="one_place_per_trainee_and_talk")
        ]

    def __str__(self) -> str:
        return f"{self.trainee} {self.talk}"


class Note(models.Model):
    """What somebody wrote on a topic: to prepare (each one's own), or as minutes (shared). The text is sealed.

    ``about`` is the trainee, and in a group who wrote it: with whom it is erased.
    """

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12)  # preparation, minutes
    topic = models.SlugField(max_length=40)
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="guidance_notes")
    about = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["talk", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["talk", "topic", "author"],
                condition=Q(kind="preparation"),
                name="one_preparation_per_topic_and_person",
            ),
            models.UniqueConstraint(
                fields=["talk", "topic"], condition=Q(kind="minutes"), name="one_minute_per_topic"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.talk} {self.topic}"


class Point(models.Model):
    """Something to follow up, carried on from talk to talk until it is closed. The text is sealed."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="points")
    topic = models.SlugField(max_length=40)
    sealed = models.BinaryField()
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="guidance_points")
    about = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_in = models.ForeignKey(
        Talk, null=True, blank=True, on_delete=models.PROTECT, related_name="points_closed"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["talk", "pk"]

    def __str__(self) -> str:
        return f"{self.talk} {self.topic}"
