"""Sentences that several rooms say alike."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# Stands at every field in which a person writes sentences (helsepersonelloven § 25 a, and our own rule).
NO_PATIENTS = _("Skriv ikke noe om pasienter her.")
