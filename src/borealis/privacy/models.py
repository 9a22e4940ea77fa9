"""What keeps a person's data from being erased."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class LegalHold(models.Model):
    """Nothing of a person is erased between two days, both included (None: until released), and why."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300)
    made_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["person", "from_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day=None) | Q(to_day__gte=F("from_day")), name="hold_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.from_day}"
