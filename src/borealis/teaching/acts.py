"""What is done with teaching, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "start_series": _("startet en undervisningsserie"),
    "change_series": _("rettet sted eller lenke for en undervisningsserie"),
    "set_material": _("la ved materiale eller opptak til undervisning"),
    "add_host": _("tok en enhet med i en undervisningsserie"),
    "end_host": _("tok en enhet ut av en undervisningsserie"),
    "add_topic": _("la til et emne i en undervisningsserie"),
    "take_week_out": _("tok en uke ut av en undervisningsserie"),
    "plan_rota": _("fordelte undervisning på verter og emner"),
    "withdraw_host": _("meldte at en vert ikke kan, og fordelte på nytt"),
    "set_presenter": _("satte opp hvem som underviser"),
    "open_code": _("åpnet kode for oppmøte"),
    "attend_session": _("meldte oppmøte ved undervisning"),
    "hold_session": _("førte undervisning som holdt"),
    "cancel_session": _("avlyste undervisning"),
    "rate_session": _("vurderte undervisning"),
}
