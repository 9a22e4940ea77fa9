"""Improvement projects with their teams, measures and tests of change; project papers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from borealis.improvement.rules import CHART_KINDS, PAPER_STATES, PROJECT_STATES

DIRECTIONS = ("up", "down", "steady")
VERDICTS = ("", "adopt", "adapt", "abandon")


class Project(models.Model):
    """Improvement work of a department: what is to become better, how much, by when and for whom.

    ``state`` is one of ``rules.PROJECT_STATES``. ``goals`` are the learning goals that the work serves, of any of
    the sets that the team follows. ``kept_by`` says who keeps what was reached, once it is handed over.
    """

    department = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="improvement_projects"
    )
    title = models.CharField(max_length=200)
    aim = models.CharField(max_length=300)
    how_much = models.CharField(max_length=200)
    for_whom = models.CharField(max_length=200)
    by_day = models.DateField()
    leader = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="improvement_led")
    supervisor = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="improvement_supervised",
    )
    goals = models.ManyToManyField("curriculum.Goal", related_name="+", blank=True)
    state = models.CharField(
        max_length=12, default="idea", choices=[(state, state) for state in PROJECT_STATES]
    )
    kept_by = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="handed_over") | ~Q(kept_by=""), name="handed_over_project_says_to_whom"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """A trainee in a project's team."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="members")
    trainee = models.ForeignKey(
        "trainees.Trainee", on_delete=models.PROTECT, related_name="improvement_places"
    )

    class Meta:
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "trainee"], name="one_place_per_trainee_and_project")
        ]

    def __str__(self) -> str:
        return f"{self.trainee} {self.project}"


class ProjectStep(models.Model):
    """A step that a project took: who, when. Rows never change."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="steps")
    to_state = models.CharField(max_length=12)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["project", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.project} {self.to_state}"


class Measure(models.Model):
    """Something that is counted or measured over time. ``kind`` is one of ``rules.CHART_KINDS``.

    ``baseline_to`` freezes centre and limits: they come from the values up to that day.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="measures")
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=60)
    direction = models.CharField(max_length=6, choices=[(way, way) for way in DIRECTIONS])
    kind = models.CharField(max_length=3, choices=[(kind, kind) for kind in CHART_KINDS])
    baseline_to = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["project", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="one_measure_per_name")]

    def __str__(self) -> str:
        return self.name


class Value(models.Model):
    """A value of a measure on a day. ``size`` is how many it was seen among, for shares and rates."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="values")
    on = models.DateField()
    number = models.FloatField()
    size = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["measure", "on"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "on"], name="one_value_per_measure_and_day"),
            models.CheckConstraint(condition=Q(size=None) | Q(size__gt=0), name="value_is_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.on} {self.number}"


class Test(models.Model):
    """A test of change: planned, done, studied, acted on. ``reckons_anew`` begins a new phase of the charts."""

    __test__ = False  # nothing for pytest

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="tests")
    title = models.CharField(max_length=120)
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    plan = models.TextField(blank=True)
    do = models.TextField(blank=True)
    study = models.TextField(blank=True)
    act = models.TextField(blank=True)
    verdict = models.CharField(max_length=8, blank=True, choices=[(said, said) for said in VERDICTS])
    reckons_anew = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["project", "from_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day=None) | Q(to_day__gte=F("from_day")), name="test_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """A trainee's project paper (*prosjektoppgave*), from the choice of a topic until it is approved.

    ``state`` is one of ``rules.PAPER_STATES``. ``project`` is the improvement work that it grew out of, if any.
    """

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="project_papers")
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    topic = models.CharField(max_length=200)
    supervisor = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="papers_supervised"
    )
    state = models.CharField(
        max_length=12, default="topic", choices=[(state, state) for state in PAPER_STATES]
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["trainee", "-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="topic") | Q(supervisor__isnull=False), name="paper_has_a_supervisor"
            )
        ]

    def __str__(self) -> str:
        return self.topic


class PaperStep(models.Model):
    """A step that a paper took, with a word about it. Rows never change."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="steps")
    to_state = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["paper", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.paper} {self.to_state}"
