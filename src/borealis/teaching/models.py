"""Teaching series, who hosts and presents their sessions, who was there, and what they thought of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from borealis.teaching.rules import EVERY, HOW, STATES, WANTED


class Series(models.Model):
    """Teaching with a rhythm, that a department owns and shares with units here and elsewhere.

    ``every`` week on ``weekday`` (0 is Monday), or every month on the ``week_of_month``-th such day. A host has at
    least ``spacing_days`` between two sessions; the goals are gone through once in ``cycle_days``.
    """

    code = models.SlugField(max_length=60, unique=True)
    department = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="teaching_series"
    )
    name = models.CharField(max_length=200)
    every = models.CharField(max_length=5, choices=[(one, one) for one in EVERY])
    weekday = models.PositiveSmallIntegerField()
    week_of_month = models.PositiveSmallIntegerField(null=True, blank=True)
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    spacing_days = models.PositiveSmallIntegerField(default=1)
    cycle_days = models.PositiveSmallIntegerField(default=730)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=Q(every="week", week_of_month=None) | Q(every="month", week_of_month__isnull=False),
                name="monthly_series_say_which_week",
            ),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="series_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class WeekOut(models.Model):
    """A week in which a series has no session: a holiday, a congress."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="weeks_out")
    monday = models.DateField()
    why = models.CharField(max_length=100)

    class Meta:
        ordering = ["monday"]
        constraints = [models.UniqueConstraint(fields=["series", "monday"], name="a_week_is_out_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.monday}"


class Host(models.Model):
    """A unit that takes part in a series: a department here, or a partner elsewhere by its name.

    ``size`` is what its share goes by. A partner has no account: ``digest`` is that of the secret word in the
    address of its calendar, which is shown once.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="hosts")
    department = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    size = models.PositiveSmallIntegerField(default=1)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "name"], name="one_host_of_a_name"),
            models.UniqueConstraint(
                fields=["digest"], condition=~Q(digest=""), name="one_partner_behind_a_word"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.name}"


class Topic(models.Model):
    """What a session may be about: goals that it covers, hosts that master it, and who may present it."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(max_length=200)
    presenter = models.CharField(max_length=10, default="any", choices=[(one, one) for one in WANTED])
    months = models.PositiveSmallIntegerField(default=0)
    goals = models.ManyToManyField("curriculum.Goal", blank=True, related_name="teaching_topics")
    hosts = models.ManyToManyField(Host, blank=True, related_name="topics")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["series", "name"], name="one_topic_of_a_name")]

    def __str__(self) -> str:
        return f"{self.series} {self.name}"


class Session(models.Model):
    """One time of a series. ``agreed``: the host has said yes. ``door_code`` is typed by those there, until then."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="sessions")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    host = models.ForeignKey(Host, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    presenter = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="teaching_sessions"
    )
    state = models.CharField(max_length=10, default="planned", choices=[(state, state) for state in STATES])
    agreed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    door_code = models.CharField(max_length=12, blank=True)
    door_code_until = models.DateTimeField(null=True, blank=True)
    material = models.URLField(max_length=500, blank=True)
    recording = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["start_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_at__gt=F("start_at")), name="session_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["series", "start_at"], name="one_session_at_a_time"),
            models.UniqueConstraint(
                fields=["door_code"], condition=~Q(door_code=""), name="one_session_behind_a_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.start_at:%Y-%m-%d %H:%M}"


class CannotHost(models.Model):
    """A day on which a host cannot: it withdrew."""

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="cannot")
    day = models.DateField()

    class Meta:
        ordering = ["day"]
        verbose_name_plural = "cannot host"
        constraints = [models.UniqueConstraint(fields=["host", "day"], name="a_host_withdraws_once_a_day")]

    def __str__(self) -> str:
        return f"{self.host} {self.day}"


class Attendance(models.Model):
    """Somebody was at a session: said by a code there, or by who held it."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="teaching_attended")
    how = models.CharField(max_length=5, choices=[(how, how) for how in HOW])
    at = models.DateTimeField()

    class Meta:
        ordering = ["session", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="a_person_is_there_once")]

    def __str__(self) -> str:
        return f"{self.session} {self.person}"


class Rating(models.Model):
    """What somebody who was there thought of a session. Nothing leads from it to who gave it: keys are by chance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="ratings")
    value = models.PositiveSmallIntegerField(choices=[(value, str(value)) for value in (1, 2, 3)])
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["session", "id"]
        constraints = [models.CheckConstraint(condition=Q(value__range=(1, 3)), name="ratings_are_1_to_3")]

    def __str__(self) -> str:
        return f"{self.session} {self.value}"


class Rated(models.Model):
    """That somebody has rated a session, so that it is done once; not what was said, and not in which order."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="rated")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "rated"
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="a_person_rates_once")]

    def __str__(self) -> str:
        return f"{self.session}"
