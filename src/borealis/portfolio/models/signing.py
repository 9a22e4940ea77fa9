"""Asking for a signature or an assessment, and the answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Ask(models.Model):
    """A trainee, or who acts for one, asks somebody to sign an activity, or to assess.

    Whoever is asked has an account (``asked``) or is named with an address (``name``, ``email``), and gets
    links by mail. ``role`` is as what: the step of the programme's chain. ``state`` is one of
    ``signing.rules.ASK_STATES``. Passing on to somebody else is a new row that points back.
    """

    trainee = models.ForeignKey("trainees.Trainee", on_delete=models.PROTECT, related_name="asks")
    kind = models.CharField(max_length=20)  # signature, assessment
    role = models.CharField(max_length=20, default="supervisor")  # supervisor, guide
    activity = models.ForeignKey(
        "portfolio.Activity", null=True, blank=True, on_delete=models.PROTECT, related_name="asks"
    )
    form = models.SlugField(max_length=60, blank=True)
    asked = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField()
    state = models.CharField(max_length=20, default="open")
    asked_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    passed_on_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="passed_on_to"
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(state="open", kind="signature"),
                name="one_open_signature_per_activity",
            ),
        ]
        indexes = [
            models.Index(fields=["asked", "state", "closed_at"], name="ask_by_asked"),
            models.Index(fields=["trainee", "kind"], condition=Q(state="open"), name="ask_open_of_trainee"),
            models.Index(fields=["email", "state"], name="ask_by_email"),
        ]

    def __str__(self) -> str:
        return f"{self.trainee} → {self.name}"


class AskLink(models.Model):
    """A link that was mailed for an ask, until which moment it opens it. Each reminder has one of its own.

    Its word has 256 bits, and only the SHA-256 of it is stored. What a link may do ends with its ask.
    """

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.ask} {self.digest[:8]}"


class SignatureAnswer(models.Model):
    """What was answered: signed at a level, returned, declined; or a comment that came after.

    Rows never change; undoing sets ``undone_at``. Only one answer to an ask stands.
    """

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=20)  # signed, returned, declined, not_me, comment
    level = models.PositiveSmallIntegerField(null=True, blank=True)  # 0 not yet, 1 saw, 2 supervised, 3 alone
    comment = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    way = models.CharField(max_length=10)  # account, link
    content = models.CharField(max_length=64)  # SHA-256 of what was signed
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["ask", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ask"],
                condition=Q(undone_at=None) & ~Q(outcome="comment"),
                name="one_standing_answer_per_ask",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ask} {self.outcome}"
