"""Mail to persons, each in the person's own language. A mail server that is down stops no act."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from borealis.people.models import Person

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CalendarPart:
    """A calendar that a mail carries (RFC 6047): its method, such as REQUEST, and its text."""

    method: str
    text: str


def write_to(person: Person, template: str, context: dict[str, Any]) -> None:
    """Send a person the mail of one of our templates, in the person's language."""
    path = f"people/mail/{template}.txt"
    write_to_address(person.email, person.language, path, {"person": person, **context})


def write_to_address(
    address: str,
    language: str,
    template: str,
    context: dict[str, Any],
    calendar: CalendarPart | None = None,
) -> None:
    """Send an address the mail of a template: first line the subject, the rest the text.

    A calendar stands beside the text, where programs for mail act on it, and as a file for the others.

    With a mail server it goes from a thread of its own, so that the time of the answer does not tell
    whether an address is known to us.
    """
    with translation.override(language):
        text = render_to_string(template, context)
    subject, _, body = text.strip().partition("\n")
    message = EmailMultiAlternatives(
        subject.strip(), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [address]
    )
    if calendar is not None:
        message.attach_alternative(calendar.text, f"text/calendar; method={calendar.method}")
        message.attach("invite.ics", calendar.text, "application/ics")
    if settings.MAIL_IN_BACKGROUND:
        threading.Thread(target=_deliver, args=(message,), daemon=True).start()
    else:
        _deliver(message)


def _deliver(message: EmailMultiAlternatives) -> None:
    try:
        message.connection = get_connection()
        message.send()
    except OSError:  # SMTP's own errors are OSErrors too
        logger.exception("A mail could not be sent.")
