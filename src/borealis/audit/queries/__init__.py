"""Reading the record: what was done, and whether it holds."""

from borealis.audit.queries.about import EventAbout, events_about
from borealis.audit.queries.verification import Broken, Verdict, first_broken_event, verify

__all__ = ["Broken", "EventAbout", "Verdict", "events_about", "first_broken_event", "verify"]
