"""A doctor's training: employment, service, absence, goals reached, guide and wishes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from borealis.trainees.rules import ABSENCE_KINDS, GOAL_STATES, SERVICE_KINDS, WISH_KINDS


def _ordered(name: str) -> models.CheckConstraint:
    """A row with two days does not end before it begins."""
    return models.CheckConstraint(
        condition=Q(to_day=None) | Q(to_day__gte=F("from_day")), name=f"{name}_ends_after_it_begins"
    )


def _share(field: str, name: str) -> models.CheckConstraint:
    """A share of a full post lies between 0 and 100 per cent."""
    return models.CheckConstraint(condition=Q(**{f"{field}__gte": 0, f"{field}__lte": 100}), name=name)


class Trainee(models.Model):
    """One doctor's course of training in one specialty, by one programme.

    ``started_on`` is the first day of part 2 or 3; part 1 lies before it, as service. The employer has
    checked that part 1's goals are reached, or writes why not (§ 18). ``licensed_on`` is the first day
    of authorisation or licence (§ 2); None: not registered.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    home_town = models.CharField(max_length=100)
    licensed_on = models.DateField(null=True, blank=True)
    part1_completed_on = models.DateField(null=True, blank=True)
    part1_exception = models.CharField(max_length=300, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    goal_sets = models.ManyToManyField("curriculum.GoalSet", related_name="+")
    earlier_goal_sets = models.ManyToManyField("curriculum.GoalSet", related_name="+", blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.person)


class Enrolment(models.Model):
    """A trainee follows a programme between two days; a move to another department is a new row."""

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="enrolments")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["trainee", "from_day"]
        constraints = [
            _ordered("enrolment"),
            models.UniqueConstraint(
                fields=["trainee"], condition=Q(to_day=None), name="one_enrolment_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee} {self.from_day}"


class GuideAppointment(models.Model):
    """The individual guide of a trainee between two days (§ 25 d).

    ``exception`` is the reason why one is appointed who does not fulfil § 25: not a specialist in the
    field, or not employed at an approved enterprise.
    """

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="guide_appointments")
    guide = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    exception = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["trainee", "from_day"]
        constraints = [_ordered("guide")]

    def __str__(self) -> str:
        return f"{self.guide} → {self.trainee}"


class Employment(models.Model):
    """A post between two days: the share of full time in training, and the share given to research."""

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="employments")
    department = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField()
    research_percent = models.PositiveSmallIntegerField(default=0)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["trainee", "from_day"]
        constraints = [
            _ordered("employment"),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100 - F("research_percent")),
                name="employment_within_full_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee} {self.percent} %"


class Service(models.Model):
    """Practical service done, in one arena or post, between two days (§ 31).

    Counts only once it is confirmed. ``kind`` says by which rule: part 1 in hospital, part 1 in a
    municipality, this specialty, or another specialty.
    """

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="services")
    kind = models.CharField(max_length=20, choices=[(k, k) for k in SERVICE_KINDS])
    arena = models.ForeignKey(
        "organisations.Arena", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.CharField(max_length=200, blank=True)  # where, when it was not in one of our arenas
    from_day = models.DateField()
    to_day = models.DateField()
    percent = models.PositiveSmallIntegerField()
    confirmed_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["trainee", "from_day"]
        constraints = [_ordered("service"), _share("percent", "service_within_full_time")]

    def __str__(self) -> str:
        return f"{self.trainee} {self.from_day} – {self.to_day}"


class Absence(models.Model):
    """Time away, past or agreed ahead, between two days, at a share of the doctor's own post."""

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=20, choices=[(k, k) for k in ABSENCE_KINDS])
    from_day = models.DateField()
    to_day = models.DateField()
    percent = models.PositiveSmallIntegerField(default=100)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["trainee", "from_day"]
        verbose_name_plural = "absences"
        constraints = [_ordered("absence"), _share("percent", "absence_within_full_time")]

    def __str__(self) -> str:
        return f"{self.trainee} {self.kind} {self.from_day}"


class GoalStatus(models.Model):
    """A learning goal's state from one day on. A new state is a new row; rows never change."""

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="goal_statuses")
    goal = models.ForeignKey("curriculum.Goal", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=30, choices=[(s, s) for s in GOAL_STATES])
    on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    grounds = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["trainee", "goal", "pk"]
        verbose_name_plural = "goal statuses"

    def __str__(self) -> str:
        return f"{self.trainee} {self.goal} {self.state}"


class ServiceCertificate(models.Model):
    """What a department certifies of one period of service (§ 25 e), signed by two persons.

    ``content`` is what was registered and written when the first of them signed; it does not change after
    that, and ``digest`` is of it. A certificate is corrected only by a new one that ``replaces`` it.
    """

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="certificates")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="certificates")
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    replaces_why = models.CharField(max_length=300, blank=True)
    post_type = models.CharField(max_length=200, blank=True)
    guide_note = models.CharField(max_length=300, blank=True)  # when no guide is registered in the period
    teaching = models.TextField(blank=True)
    teaching_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    on_call = models.TextField(blank=True)
    service_content = models.TextField(blank=True)
    department_content = models.TextField(blank=True)
    satisfactory = models.BooleanField(null=True, blank=True)  # None: not judged yet
    remarks = models.TextField(blank=True)
    prepared_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    head = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    head_at = models.DateTimeField(null=True, blank=True)
    consultant = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # the medically responsible consultant who is asked, and who has signed once there is a time
    consultant_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["trainee", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service"], condition=Q(completed_at=None), name="one_open_certificate_per_service"
            ),
            models.CheckConstraint(
                condition=Q(head=None) | Q(consultant=None) | ~Q(head=F("consultant")),
                name="certificate_signed_by_two",
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None)
                | (Q(head_at__isnull=False) & Q(consultant_at__isnull=False) & ~Q(digest="")),
                name="certificate_complete_when_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee} {self.service}"


class PhaseCredit(models.Model):
    """Months of a programme's phase that earlier service elsewhere covers, as the head decided."""

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="phase_credits")
    phase = models.SlugField(max_length=60)
    months = models.DecimalField(max_digits=5, decimal_places=2)
    reason = models.CharField(max_length=300)
    decided_on = models.DateField()
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["trainee", "phase"]

    def __str__(self) -> str:
        return f"{self.trainee} {self.phase} {self.months}"


class Wish(models.Model):
    """What the trainee wishes of the plan: a phase in an arena, not before or not after a month.

    ``phase`` and ``arena`` narrow the wish; ``month`` is stored as its first day.
    """

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="wishes")
    kind = models.CharField(max_length=20, choices=[(k, k) for k in WISH_KINDS])
    phase = models.SlugField(max_length=60)
    arena = models.ForeignKey(
        "organisations.Arena", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    month = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["trainee", "pk"]
        verbose_name_plural = "wishes"

    def __str__(self) -> str:
        return f"{self.trainee} {self.kind} {self.phase}"
