"""What is done with the evaluation of training. That somebody answered is no act: it would lead to the person."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "open_survey": _("åpnet en evaluering av utdanningen"),
    "add_survey_measure": _("la til et tiltak etter en evaluering"),
    "step_survey_measure": _("førte hvordan det gikk med et tiltak"),
}
