"""What a room says of its stored personal data, how it is erased, and how long it is kept."""

from borealis.privacy.rules.declared import (
    ERASURES,
    FieldRule,
    ModelRule,
    NotDeclared,
    Terms,
    read_rooms_file,
    read_terms,
)
from borealis.privacy.rules.erasing import erased_value, erasure_refusals
from borealis.privacy.rules.keeping import Hold, is_held, is_open, kept_from
from borealis.privacy.rules.patients import names_a_patient
from borealis.privacy.rules.watching import GROUPS, acts_in, group_of, safe_cell

__all__ = [
    "ERASURES",
    "GROUPS",
    "FieldRule",
    "Hold",
    "ModelRule",
    "NotDeclared",
    "Terms",
    "acts_in",
    "erased_value",
    "erasure_refusals",
    "group_of",
    "is_held",
    "is_open",
    "kept_from",
    "names_a_patient",
    "read_rooms_file",
    "read_terms",
    "safe_cell",
]
