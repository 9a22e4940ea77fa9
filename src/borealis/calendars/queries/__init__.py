"""Reading calendars: a person's feed, the calendar of an invitation, and the page of choices."""

from borealis.calendars.queries.choices import Choices, choices_of, page_of
from borealis.calendars.queries.feeds import feed_of, feed_text
from borealis.calendars.queries.invitations import invitation
from borealis.calendars.queries.protected import ProtectedPage, protected_page

__all__ = [
    "Choices",
    "ProtectedPage",
    "choices_of",
    "feed_of",
    "feed_text",
    "invitation",
    "page_of",
    "protected_page",
]
