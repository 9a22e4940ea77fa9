"""Learning activities and their files."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Activity(models.Model):
    """Something a trainee did to reach goals: when, where, how many. It counts once, for every goal it names.

    ``key`` is made where it is written, also without a network, so that the same entry is never stored
    twice. ``template`` names an activity of the programme, or is empty. ``state`` is one of
    ``activities.rules.ACTIVITY_STATES``; a signed activity is not changed any more.
    """

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="activities")
    key = models.UUIDField()
    kind = models.CharField(max_length=20)
    template = models.SlugField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    arena = models.ForeignKey(
        "organisations.Arena", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.CharField(max_length=200, blank=True)  # where, when it was not in one of our arenas
    count = models.PositiveIntegerField(default=1)
    note = models.TextField(blank=True)
    goals = models.ManyToManyField("curriculum.Goal", related_name="+", blank=True)
    state = models.CharField(max_length=20, default="recorded")
    version = models.PositiveIntegerField(default=1)  # raised by every change, so that two cannot overlap
    recorded_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["trainee", "-from_day", "-pk"]
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint(fields=["trainee", "key"], name="one_activity_per_key"),
            models.CheckConstraint(
                condition=Q(to_day=None) | Q(to_day__gte=F("from_day")), name="activity_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="activity_counts_at_least_one"),
        ]
        indexes = [models.Index(fields=["trainee", "state"], name="activity_by_state")]

    def __str__(self) -> str:
        return self.title


class _WithoutData(models.Manager["ActivityFile"]):
    """Rows without the file itself, which is read when it is asked for: lists of files stay light."""

    def get_queryset(self) -> models.QuerySet[ActivityFile]:
        return super().get_queryset().defer("data")


class ActivityFile(models.Model):
    """A file that shows an activity, such as a course certificate. Kept in the database, with its row."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)  # pdf, png, jpeg
    size = models.PositiveIntegerField()  # bytes
    digest = models.CharField(max_length=64)  # SHA-256
    data = models.BinaryField()
    added_at = models.DateTimeField()

    objects = _WithoutData()

    class Meta:
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "digest"], name="one_file_per_activity_and_digest")
        ]

    def __str__(self) -> str:
        return self.name


class ActivityImport(models.Model):
    """A list of activities read from a file, with what it added, so that it can be undone.

    ``key`` is made with the preview, so that the same list sent twice is taken in once.
    """

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    applied_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    columns = models.JSONField()  # which column holds what: offered again for the next file
    added = models.JSONField()  # keys of the activities
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-applied_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["trainee", "key"], name="one_activity_import_per_key")]

    def __str__(self) -> str:
        return self.source
