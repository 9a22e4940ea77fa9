"""Writes of signing: asking, answering, and what time does."""

from borealis.portfolio.signing.actions.answering import (
    comment_signature,
    decline_ask,
    return_activity,
    sign,
    sign_many,
    undo_signature,
)
from borealis.portfolio.signing.actions.asking import (
    ask_another,
    ask_signature,
    ask_signatures,
    pass_on,
    recall_ask,
)
from borealis.portfolio.signing.actions.held import ACCOUNT, LINK
from borealis.portfolio.signing.actions.reminding import Run, remind, send_new_link

__all__ = [
    "ACCOUNT",
    "LINK",
    "Run",
    "ask_another",
    "ask_signature",
    "ask_signatures",
    "comment_signature",
    "decline_ask",
    "pass_on",
    "recall_ask",
    "remind",
    "return_activity",
    "send_new_link",
    "sign",
    "sign_many",
    "undo_signature",
]
