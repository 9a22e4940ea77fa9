"""Writing: a private address made and ended, choices, and what is announced of talks."""

from borealis.calendars.actions.announcing import announce, note_talk
from borealis.calendars.actions.own import choose_calendar, end_feed, end_feeds_of, make_feed, note_fetch
from borealis.calendars.actions.rosters import record_protected

__all__ = [
    "announce",
    "choose_calendar",
    "end_feed",
    "end_feeds_of",
    "make_feed",
    "note_fetch",
    "note_talk",
    "record_protected",
]
