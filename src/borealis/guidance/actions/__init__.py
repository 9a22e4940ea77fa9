"""What is done with appointments and talks."""

from borealis.guidance.actions.appointments import (
    accept_talk,
    call_group,
    lose_talk,
    move_talk,
    propose_talk,
)
from borealis.guidance.actions.ending import finalise_talk, hand_over_talk
from borealis.guidance.actions.placing import place_talks
from borealis.guidance.actions.writing import (
    add_point,
    close_point,
    prepare_talk,
    record_reading,
    write_minutes,
)

__all__ = [
    "accept_talk",
    "add_point",
    "call_group",
    "close_point",
    "finalise_talk",
    "hand_over_talk",
    "lose_talk",
    "move_talk",
    "place_talks",
    "prepare_talk",
    "propose_talk",
    "record_reading",
    "write_minutes",
]
