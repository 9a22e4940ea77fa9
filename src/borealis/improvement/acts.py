"""What is done with improvement work and project papers, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "begin_improvement": _("la inn et forbedringsarbeid"),
    "change_improvement": _("endret et forbedringsarbeid"),
    "step_improvement": _("tok et forbedringsarbeid et skritt videre"),
    "add_measure": _("la til en måling i et forbedringsarbeid"),
    "freeze_measure": _("satte hva en måling sammenlignes med"),
    "record_value": _("førte opp en verdi i en måling"),
    "drop_value": _("tok bort en verdi fra en måling"),
    "import_values": _("hentet inn verdier til en måling"),
    "add_test": _("la til en utprøving"),
    "change_test": _("skrev i en utprøving"),
    "open_paper": _("valgte tema for prosjektoppgave"),
    "step_paper": _("tok en prosjektoppgave et skritt videre"),
}
