"""Trusts, hospitals, departments, the arenas they offer, and the agreements between them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

ORGANISATION_KINDS = [
    "health_authority",
    "trust",
    "hospital",
    "psychiatric_centre",
    "clinic",
    "department",
    "university",
]
RELATION_KINDS = ["cooperates_with", "university_hospital_of", "regional_hospital_of"]
AGREEMENT_KINDS = ["general", "specialty", "internal"]
PLACES_COUNTED_BY = ["people", "fraction"]


class Organisation(models.Model):
    """A body that trains, or works with one that does; a node in the tree of bodies."""

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=[(k, k) for k in ORGANISATION_KINDS])
    name_nb = models.CharField(max_length=200)
    name_nn = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=60, blank=True)
    town = models.CharField(max_length=100, blank=True)
    approved = models.BooleanField(default=False)  # § 19: approved training enterprise
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    class Meta:
        ordering = ["name_nb"]

    def __str__(self) -> str:
        return self.name_nb


class Relation(models.Model):
    """A lasting tie between two bodies that are not above or below each other."""

    subject = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=30, choices=[(k, k) for k in RELATION_KINDS])
    object = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "kind", "object"], name="one_relation")]

    def __str__(self) -> str:
        return f"{self.subject} {self.kind} {self.object}"


class Arena(models.Model):
    """A learning arena: a place where goals can be reached, with room for so many trainees at a time."""

    code = models.SlugField(max_length=60, unique=True)
    name_nb = models.CharField(max_length=200)
    name_nn = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=30, blank=True)
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="arenas")
    counts = models.CharField(max_length=10, choices=[(k, k) for k in PLACES_COUNTED_BY], default="people")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name_nb


class ArenaCapacity(models.Model):
    """How many trainees an arena takes at a time, from one month through another (None: until further).

    Months are stored as their first day.
    """

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="capacities")
    from_month = models.DateField()
    through_month = models.DateField(null=True, blank=True)
    places = models.PositiveSmallIntegerField()
    minimum = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["arena", "from_month"]
        constraints = [
            models.CheckConstraint(
                condition=Q(through_month=None) | Q(through_month__gte=F("from_month")),
                name="capacity_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(minimum__lte=F("places")), name="minimum_within_places"),
        ]

    def __str__(self) -> str:
        return f"{self.arena}: {self.places}"


class Agreement(models.Model):
    """One body lets another's trainees use its arenas, between two days (both included)."""

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=[(k, k) for k in AGREEMENT_KINDS])
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements_given")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements_held")
    arenas = models.ManyToManyField(Arena, related_name="agreements")
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_to=None) | Q(in_force_to__gte=F("in_force_from")),
                name="agreement_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.code
