"""Specialties, goal sets with the days they are in force, and the learning goals in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

REQUIREMENT_KINDS = ["knowledge", "skill"]


class Specialty(models.Model):
    """A medical specialty of annex 1, by the prefix of its goals (NUK, RAD, …)."""

    code = models.CharField(max_length=10, unique=True)
    chapter = models.CharField(max_length=10)
    name_nb = models.CharField(max_length=200)
    name_nn = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    part2 = models.CharField(max_length=10, blank=True)  # prefix of the shared part 2 goals (FIM, FKI)
    in_force_from = models.DateField(null=True, blank=True)  # None: the list of annex 1 does not say it
    in_force_to = models.DateField(null=True, blank=True)
    verified = models.BooleanField(default=True)  # False: reported, not checked against the act
    note_nb = models.TextField(blank=True)
    note_nn = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering = ["name_nb"]
        verbose_name_plural = "specialties"

    def __str__(self) -> str:
        return self.name_nb


class EarlierName(models.Model):
    """What a specialty was called until a day (included)."""

    specialty = models.ForeignKey(Specialty, on_delete=models.CASCADE, related_name="earlier_names")
    name_nb = models.CharField(max_length=200)
    name_nn = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    in_force_to = models.DateField()

    class Meta:
        ordering = ["specialty", "in_force_to"]
        constraints = [
            models.UniqueConstraint(fields=["specialty", "in_force_to"], name="one_earlier_name_per_day")
        ]

    def __str__(self) -> str:
        return self.name_nb


class GoalSet(models.Model):
    """The goals of one chapter as they stood between two days (both included), with their act."""

    code = models.CharField(max_length=30, unique=True)  # for example NUK-2025-09
    prefix = models.CharField(max_length=10)  # NUK, FKM, LM, FIM, …
    specialty = models.ForeignKey(
        Specialty, null=True, blank=True, on_delete=models.PROTECT, related_name="goal_sets"
    )
    name_nb = models.CharField(max_length=200)
    name_nn = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    part = models.CharField(max_length=5)  # 1, 2, 3, 2-3
    common = models.BooleanField(default=False)  # shared by all specialties (felles kompetansemål)
    in_force_from = models.DateField(null=True, blank=True)  # None: not known from the source
    in_force_to = models.DateField(null=True, blank=True)
    as_of = models.DateField(null=True, blank=True)  # the day of the consolidated text it was read from
    act = models.CharField(max_length=40, blank=True)  # FOR-2025-01-17-51
    source = models.CharField(max_length=300)
    author = models.CharField(max_length=200, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    note_nb = models.TextField(blank=True)
    note_nn = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering = ["prefix", "in_force_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_to=None)
                | Q(in_force_from=None)
                | Q(in_force_to__gte=F("in_force_from")),
                name="goal_set_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.code


class GoalGroup(models.Model):
    """A heading inside a goal set (C38.1 Strålevern)."""

    goal_set = models.ForeignKey(GoalSet, on_delete=models.CASCADE, related_name="groups")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20, blank=True)  # C38.1, A2
    name_nb = models.CharField(max_length=200)
    name_nn = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["goal_set", "order"]
        constraints = [models.UniqueConstraint(fields=["goal_set", "order"], name="one_group_per_order")]

    def __str__(self) -> str:
        return f"{self.code} {self.name_nb}".strip()


class Goal(models.Model):
    """A learning goal: what the specialist shall know or be able to do.

    ``title_*`` is a short title in our own words; ``wording`` is the text of the act, once imported.
    """

    goal_set = models.ForeignKey(GoalSet, on_delete=models.CASCADE, related_name="goals")
    group = models.ForeignKey(GoalGroup, on_delete=models.PROTECT, related_name="goals")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)  # NUK-103
    stage = models.CharField(max_length=5, blank=True)  # 3a, 3b (radiology)
    title_nb = models.CharField(max_length=300, blank=True)
    title_nn = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    wording = models.TextField(blank=True)

    class Meta:
        ordering = ["goal_set", "order"]
        constraints = [models.UniqueConstraint(fields=["goal_set", "code"], name="one_goal_per_code")]

    def __str__(self) -> str:
        return self.code


class Requirement(models.Model):
    """One requirement part of a goal: knowledge or skill at level 1, 2 or 3 (3 is highest)."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="requirements")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in REQUIREMENT_KINDS])
    level = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["goal", "order"]
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="level_is_1_2_or_3")
        ]

    def __str__(self) -> str:
        return f"{self.goal} {self.kind} {self.level}"


class Replacement(models.Model):
    """A newer goal stands where an older one stood («erstatter»); many to many."""

    older = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="replaced_by")
    newer = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="replaces")
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["older", "newer"], name="one_replacement")]

    def __str__(self) -> str:
        return f"{self.older} → {self.newer}"


class CurriculumImport(models.Model):
    """One applied import of a source, with what it changed, so that it can be undone."""

    applied_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    changes = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-applied_at", "-pk"]

    def __str__(self) -> str:
        return self.source
