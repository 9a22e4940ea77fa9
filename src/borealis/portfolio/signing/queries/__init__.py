"""Reading asks and answers: for who is asked, for who waits, and for the head."""

from borealis.portfolio.signing.queries.ages import WaitingAges, waiting_ages
from borealis.portfolio.signing.queries.inbox import SHOWN, Inbox, inbox_of
from borealis.portfolio.signing.queries.proposals import Proposal, proposals_for
from borealis.portfolio.signing.queries.trainee import (
    SignatureView,
    TraineeSigning,
    Waiting,
    signatures_of,
    signing_of,
    waiting_of,
)

__all__ = [
    "SHOWN",
    "Inbox",
    "Proposal",
    "SignatureView",
    "TraineeSigning",
    "Waiting",
    "WaitingAges",
    "inbox_of",
    "proposals_for",
    "signatures_of",
    "signing_of",
    "waiting_ages",
    "waiting_of",
]
