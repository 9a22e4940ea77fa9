"""Reading appointments and figures, which many may see, and talks, which only those in them open."""

from borealis.guidance.queries.appointments import (
    Appointment,
    Quota,
    appointment_of,
    guidance_of,
    next_agreed,
    next_talks,
    quotas_of,
)
from borealis.guidance.queries.booked import Booked, Seat, agreed_in, booked, booked_for
from borealis.guidance.queries.clashes import Clashes, clashes_at
from borealis.guidance.queries.figures import figures_of, groups_attended, guidance_findings
from borealis.guidance.queries.placed_page import Placed, placed_page, unkept_lines, unkept_of
from borealis.guidance.queries.talk_page import talk_page, with_typed

__all__ = [
    "Appointment",
    "Booked",
    "Clashes",
    "Placed",
    "Quota",
    "Seat",
    "agreed_in",
    "appointment_of",
    "booked",
    "booked_for",
    "clashes_at",
    "figures_of",
    "groups_attended",
    "guidance_findings",
    "guidance_of",
    "next_agreed",
    "next_talks",
    "placed_page",
    "quotas_of",
    "talk_page",
    "unkept_lines",
    "unkept_of",
    "with_typed",
]
