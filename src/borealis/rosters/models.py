"""Duties of a department's people, the files that they came from, and how each department's files are read."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from borealis.rosters.rules.codes import LONGEST_CODE, MEANINGS
from borealis.rosters.rules.sheets import LONGEST_NAME

STATES = ["previewed", "waiting", "applied", "undone"]
LONGEST_KEY = LONGEST_NAME + 20


class RosterMapping(models.Model):
    """How a department's files are read. What is decided anew is a new version; rows never change."""

    department = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["department", "version"]
        constraints = [
            models.UniqueConstraint(fields=["department", "version"], name="one_roster_mapping_of_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.version}"


class PersonMatch(models.Model):
    """Whom a name in a department's rosters means, as a person has confirmed it. Person None: nobody here."""

    department = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=LONGEST_KEY)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["department", "who"]
        constraints = [
            models.UniqueConstraint(fields=["department", "who"], name="one_person_behind_a_roster_name")
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.person}"


class RosterImport(models.Model):
    """A roster's file, from preview to undo.

    ``data`` is the file itself until it is applied; ``removed`` are the duties that it took away, so that
    they can come back. ``first_day`` and ``last_day`` are the days that it covers.
    """

    department = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    data = models.BinaryField(default=bytes)
    mapping = models.ForeignKey(RosterMapping, null=True, on_delete=models.PROTECT, related_name="+")
    draft = models.JSONField(default=dict)  # the mapping as it is chosen, until it is decided
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="previewed")
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    removed = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    applied_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False), name="applied_roster_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False), name="undone_roster_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.made_at:%Y-%m-%d}"


class DutyQuerySet(models.QuerySet["Duty"]):
    def overlapping(self, start: object, end: object) -> DutyQuerySet:
        """Those that fall between two moments, wholly or in part."""
        return self.filter(start_at__lt=end, end_at__gt=start)


class Duty(models.Model):
    """One person's duty at a department between two moments; ``day`` is the day in Norway that it stands on.

    ``person`` is None while nobody has said whom the name ``who`` in the roster means. Rows never change but
    for that: a duty that is moved is one taken away and one added.
    """

    department = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=LONGEST_KEY)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    day = models.DateField()
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    code = models.CharField(max_length=LONGEST_CODE)
    meaning = models.CharField(max_length=20, choices=[(m, m) for m in MEANINGS])
    interruptible = models.BooleanField()
    supervises = models.BooleanField()
    source = models.ForeignKey(RosterImport, on_delete=models.PROTECT, related_name="duties")

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["start_at", "pk"]
        verbose_name_plural = "duties"
        indexes = [
            models.Index(fields=["department", "day"], name="duties_of_a_department"),
            models.Index(fields=["person", "start_at"], name="duties_of_a_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="duty_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.day} {self.code}"
