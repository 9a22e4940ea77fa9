"""Projects: who is in them, milestones, approvals, funding and publications."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from borealis.research.rules.projects import (
    APPROVAL_KINDS,
    APPROVAL_STATES,
    PARTICIPANT_STATES,
    ROLES,
    STATES,
)


class Project(models.Model):
    """A research project of a department, or a trainee's own idea on its way to become one.

    ``state`` is one of ``rules.projects.STATES``. ``leader`` is who leads it; of an own idea that waits, who is
    asked to. ``proposed_by`` is whose own idea it was. ``partners`` holds names of bodies, one a line.
    """

    department = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="research_projects"
    )
    title = models.CharField(max_length=200)
    question = models.CharField(max_length=1000, blank=True)
    leader = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="research_led")
    proposed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="research_ideas"
    )
    partners = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES])
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="project_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """A person in a project, or who asks to join it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="research_places")
    role = models.CharField(max_length=10, choices=[(role, role) for role in ROLES])
    state = models.CharField(max_length=10, choices=[(state, state) for state in PARTICIPANT_STATES])
    message = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person"],
                condition=Q(state__in=("asked", "joined")),
                name="one_place_in_a_project",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.project}"


class Milestone(models.Model):
    """What a project is to have reached by a day."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class Approval(models.Model):
    """A dated fact: an approval was applied for, given or refused. Rows never change; the latest of a kind holds."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in APPROVAL_KINDS])
    state = models.CharField(max_length=10, choices=[(state, state) for state in APPROVAL_STATES])
    on = models.DateField()
    reference = models.CharField(max_length=100, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["project", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("on")), name="approval_valid_after_given"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.on}"


class Funding(models.Model):
    """Money that a project has from a source."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="fundings")
    source = models.CharField(max_length=200)
    amount_nok = models.PositiveIntegerField()
    from_day = models.DateField()
    to_day = models.DateField()
    application = models.OneToOneField(
        "research.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="funding"
    )

    class Meta:
        ordering = ["from_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__gte=F("from_day")), name="funding_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.source


class PublicationImport(models.Model):
    """A file of publications: ``content`` is what was read in it, kept until it is applied or another is sent."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    content = models.JSONField()
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class Publication(models.Model):
    """A publication from a project. ``doi`` in small letters, or empty when it has none."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="publications")
    title = models.CharField(max_length=500)
    authors = models.CharField(max_length=1000, blank=True)
    journal = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField()
    doi = models.CharField(max_length=200, blank=True)
    brought_by = models.ForeignKey(
        PublicationImport, null=True, blank=True, on_delete=models.PROTECT, related_name="publications"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "doi"], condition=~Q(doi=""), name="one_publication_per_doi"
            )
        ]

    def __str__(self) -> str:
        return self.title
