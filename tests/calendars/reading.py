"""Calendars read by a library that Borealis does not write them with."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage as Parsed
from email.policy import default
from typing import Any

import vobject
from django.core import mail


def read(text: str | bytes) -> Any:
    """A calendar that holds to RFC 5545 as vobject checks it, with nothing after it."""
    written = text.decode() if isinstance(text, bytes) else text
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    found = list(vobject.readComponents(written))
    assert len(found) == 1
    found[0].validate(raiseException=True)
    return found[0]


def events(calendar: Any) -> list[Any]:
    return list(calendar.contents.get("vevent", []))


def sent_to(address: str) -> list[Parsed]:
    """The mails to an address, parsed from the bytes that go over the wire."""
    rows = [one for one in mail.outbox if one.to == [address]]
    return [message_from_bytes(one.message().as_bytes(linesep="\r\n"), policy=default) for one in rows]  # type: ignore[misc]


def calendar_in(message: Parsed) -> tuple[str, Any]:
    """The method in the header of the calendar part, and the calendar."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 1
    assert parts[0].get_content_charset() == "utf-8"
    text = parts[0].get_payload(decode=True).decode()  # type: ignore[union-attr]
    calendar = read(text.replace("\r\n", "\n").replace("\n", "\r\n"))
    return str(parts[0].get_param("method")), calendar


def with_calendar(address: str) -> list[tuple[str, Any]]:
    parts = [
        one for one in sent_to(address) if any(p.get_content_type() == "text/calendar" for p in one.walk())
    ]
    return [calendar_in(one) for one in parts]
