"""What is done with guidance, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "propose_talk": _("foreslo en tid for veiledning"),
    "accept_talk": _("godtok en tid for veiledning"),
    "move_talk": _("flyttet en veiledning"),
    "lose_talk": _("meldte at en veiledning falt bort"),
    "call_group": _("kalte sammen til gruppeveiledning"),
    "prepare_talk": _("forberedte en veiledning"),
    "write_minutes": _("skrev i referatet fra en veiledning"),
    "add_point": _("la til et punkt å følge opp"),
    "close_point": _("lukket et punkt å følge opp"),
    "read_talk": _("leste en veiledning"),
    "finalise_talk": _("ferdigstilte en veiledning"),
    "hand_over_talk": _("ga en veiledning videre til ny veileder"),
}
