"""Calls for funding and applications to them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from borealis.research.rules.calls import STATES


class Call(models.Model):
    """An invitation to apply for money. ``place`` is for whom it stands in the calendar.

    ``needs`` is a list of {"text": …, "due_on": "2027-05-01"}: what an application must have, and by when.
    ``fictional`` marks those of a demonstration.
    """

    code = models.SlugField(max_length=60, unique=True)
    place = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="research_calls"
    )
    title = models.CharField(max_length=200)
    funder = models.CharField(max_length=200)
    about = models.CharField(max_length=1000, blank=True)
    url = models.URLField(blank=True)
    opens_on = models.DateField()
    deadline_on = models.DateField()
    answer_on = models.DateField(null=True, blank=True)
    needs = models.JSONField(default=list)
    fictional = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["deadline_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deadline_on__gte=F("opens_on")), name="call_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Application(models.Model):
    """An application to a call, by a person, for a project or for the person's own doctorate."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="research_applications"
    )
    project = models.ForeignKey(
        "research.Project", null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    title = models.CharField(max_length=200)
    amount_nok = models.PositiveIntegerField()
    ready = models.JSONField(default=list)  # the numbers of the call's needs that are ready
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default="begun")
    state_on = models.DateField()
    granted_nok = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "applicant", "project"],
                condition=~Q(state="withdrawn"),
                nulls_distinct=False,
                name="one_application_per_call_and_project",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(granted_nok__isnull=False),
                name="granted_says_how_much",
            ),
        ]

    def __str__(self) -> str:
        return self.title
