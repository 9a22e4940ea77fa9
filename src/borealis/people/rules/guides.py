"""Who may be appointed as an individual guide (§ 25)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GuideFacts:
    """What is known of a person on the day of the appointment.

    ``specialist_in_field``: approved as a specialist in the trainee's specialty, by that day.
    ``at_approved_enterprise``: holds a post by that day at an enterprise approved by § 19.
    """

    specialist_in_field: bool
    at_approved_enterprise: bool


def guide_failings(facts: GuideFacts) -> tuple[str, ...]:
    """What stands against the appointment; empty when § 25 is fulfilled.

    With failings the appointment needs a recorded reason.
    """
    found = []
    if not facts.specialist_in_field:
        found.append("not_specialist")
    if not facts.at_approved_enterprise:
        found.append("not_at_approved_enterprise")
    return tuple(found)
