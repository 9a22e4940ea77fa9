"""Persons and the roles they hold in time and place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from borealis.people.rules import LANGUAGES, ROLES


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=username)


class Person(AbstractBaseUser):
    """A human being who uses Borealis. Holds no patient data and no national identity number."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(
        max_length=2, choices=[(code, code) for code in LANGUAGES], default=LANGUAGES[0]
    )
    is_active = models.BooleanField(default=True)
    hpr_number = models.CharField(max_length=9, blank=True)  # 7 to 9 digits; no check digit is published
    personnel_number = models.CharField(max_length=64, unique=True, null=True, blank=True)
    session_epoch = models.PositiveIntegerField(default=0)  # raised to end every session of the person
    version = models.PositiveIntegerField(default=1)  # raised by every change, so that two cannot overlap
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name", "id"], name="person_by_name")
        ]  # the list of persons, page by page

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    def get_session_auth_hash(self) -> str:
        """What a session must agree with: the password, and how often sessions were ended."""
        return f"{super().get_session_auth_hash()}.{self.session_epoch}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same for keys that are being replaced."""
        for old in super().get_session_auth_fallback_hash():
            yield f"{old}.{self.session_epoch}"


class Post(models.Model):
    """A person is employed at a body between two days (both included)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100, blank=True)
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day=None) | Q(to_day__gte=F("from_day")), name="post_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.organisation}"


class SpecialistApproval(models.Model):
    """A person is approved as a specialist in a field from a day on (§ 29)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="specialist_approvals")
    specialty = models.ForeignKey("curriculum.Specialty", on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField()

    class Meta:
        ordering = ["approved_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "specialty"], name="one_approval_in_a_specialty")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.specialty}"


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def in_force(self, on: dt.date) -> RoleAssignmentQuerySet:
        """Those whose own days, and the days of the post that they follow from, hold the day."""
        return self.filter(
            Q(in_force_to=None) | Q(in_force_to__gte=on),
            Q(post=None) | Q(post__from_day__lte=on),
            Q(post=None) | Q(post__to_day=None) | Q(post__to_day__gte=on),
            in_force_from__lte=on,
        )


class RoleAssignment(models.Model):
    """One person holds one role at one place, or for one trainee, between two days (both included).

    A role that follows from a ``post`` ends with it, whatever its own last day says.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=[(code, code) for code in ROLES])
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    trainee = models.ForeignKey(
        "trainees.Trainee", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="roles")
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["in_force_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_to=None) | Q(in_force_to__gte=F("in_force_from")),
                name="role_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(organisation=None, trainee__isnull=False)
                | Q(organisation__isnull=False, trainee=None),
                name="role_at_a_place_or_for_a_trainee",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}, {self.organisation or self.trainee}"


class Invitation(models.Model):
    """A person is asked to make an account. Only a digest of the word in the link is stored.

    Works once, until ``expires_at``; a newer one to the same person takes its place.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.person} {self.made_at:%Y-%m-%d}"


class Identity(models.Model):
    """Who a person is at another provider of sign-in: the issuer, and the subject that it answers for."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ["issuer", "pk"]
        verbose_name_plural = "identities"
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_per_identity")]

    def __str__(self) -> str:
        return f"{self.person}: {self.issuer}"
