"""Borealis holds no data about patients: no field may be made for them."""

from __future__ import annotations

import re

_PATIENT = re.compile(
    r"patient|pasient|fodselsnummer|fødselsnummer|personnummer|national_id|social_security|journal_?n|diagnos"
)


def names_a_patient(name: str) -> bool:
    """Whether a field is named like data about a patient, or like a national identity number."""
    return _PATIENT.search(name.lower()) is not None
