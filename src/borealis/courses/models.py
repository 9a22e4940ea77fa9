"""Recommended courses, the dates on which they are held, who takes them, and the lists that they came from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from borealis.courses.rules import ACTIVE, COMPLETED, STATES

_STATES = [(state, state) for state in STATES]


class Course(models.Model):
    """A recommended course. ``owner`` is the body whose coordinator or training centre keeps it.

    ``specialties`` are prefixes (none: for all), ``goals`` codes of goals that it helps, whichever version of
    the goals a trainee follows. ``hours`` of teaching; ``recurrence_months``: how often it comes (24 is every
    second year; 0: not known). ``retired_at``: taken out of the catalogue.
    """

    code = models.SlugField(max_length=60, unique=True)
    owner = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name_nb = models.CharField(max_length=180)
    name_nn = models.CharField(max_length=180, blank=True)
    name_en = models.CharField(max_length=180, blank=True)
    provider = models.CharField(max_length=200)
    specialties = models.JSONField(default=list, blank=True)
    goals = models.JSONField(default=list, blank=True)
    hours = models.PositiveSmallIntegerField(default=0)
    recurrence_months = models.PositiveSmallIntegerField(default=0)
    address = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name_nb", "pk"]

    def __str__(self) -> str:
        return self.code


class CourseDate(models.Model):
    """One time that a course is held, from the first through the last day."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="dates")
    first_day = models.DateField()
    last_day = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    announced_on = models.DateField()
    deadline = models.DateField()
    places = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="course_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(deadline__lte=F("first_day")) & Q(announced_on__lte=F("deadline")),
                name="course_is_announced_then_closed_then_held",
            ),
            models.UniqueConstraint(fields=["course", "first_day"], name="one_course_date_on_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.first_day}"


class Registration(models.Model):
    """A trainee's way to a course date, from the wish to the certificate. ``activity``: in the portfolio."""

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="+")
    course_date = models.ForeignKey(CourseDate, on_delete=models.PROTECT, related_name="registrations")
    state = models.CharField(max_length=10, choices=_STATES)
    wished_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    activity = models.ForeignKey(
        "portfolio.Activity", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["course_date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee", "course_date"],
                condition=Q(state__in=[*ACTIVE, COMPLETED]),
                name="one_registration_for_a_course_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=COMPLETED) | Q(activity__isnull=False),
                name="completed_course_is_in_the_portfolio",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee} {self.course_date}"


class RegistrationStep(models.Model):
    """A step of a registration: who took it, when, and why where it was a no. Rows never change."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=_STATES)
    at = models.DateTimeField()
    taken_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["registration", "pk"]

    def __str__(self) -> str:
        return f"{self.registration} {self.state}"


class CourseImport(models.Model):
    """A list of courses that was taken in. ``before`` and ``after`` hold each course it changed, so that it can be
    taken back as a whole while nobody has changed them since."""

    owner = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-applied_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.owner} {self.applied_at:%Y-%m-%d}"
