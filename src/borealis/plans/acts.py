"""What is done with individual plans, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "make_proposal": _("laget et forslag til planer"),
    "accept_proposal": _("tok i bruk et forslag til planer"),
    "reject_proposal": _("avslo et forslag til planer"),
    "replace_proposal": _("erstattet et forslag til planer med et nyere"),
    "change_plan": _("endret en plan"),
    "sign_plan": _("signerte planen"),
    "freeze_plan": _("fastsatte en versjon av planen"),
    "expect_starters": _("førte opp ventede startere"),
    "change_expected_starters": _("endret ventede startere"),
    "remove_expected_starters": _("fjernet ventede startere"),
    "export_plan": _("hentet ut planen som fil"),
}
