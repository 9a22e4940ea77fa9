"""What roles and powers mean, in sentences that the page, the documentation and checks share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from borealis.people.rules import POWERS, ROLES
from borealis.people.rules.roles import PLACES, TRAINEE
from borealis.shell.menus import role_name

POWER_WORDS: Mapping[str, Promise] = {
    "see_department": gettext_lazy("Ser planer, læringsmål og tjeneste for LIS-ene ved stedet."),
    "see_capacity": gettext_lazy("Ser hvor mange plasser som trengs og finnes ved stedet."),
    "follow_research": gettext_lazy(
        "Ser planen til leger som har en andel forskning, og fører forskningsprosjektene ved stedet."
    ),
    "keep_calls": gettext_lazy("Fører kalenderen over utlysninger av forskningsmidler."),
    "plan_department": gettext_lazy("Lager forslag til planer for LIS-ene ved stedet."),
    "register_training": gettext_lazy("Registrerer stilling, tjeneste og fravær for LIS-ene ved stedet."),
    "agree_plan": gettext_lazy("Signerer individuelle planer for avdelingen."),
    "edit_programme": gettext_lazy("Endrer programmet for utdanningen ved stedet."),
    "edit_courses": gettext_lazy("Forvalter kurskatalogen for stedet, og fordeler plasser på kurs."),
    "decide_goals": gettext_lazy("Ser og avgjør læringsmål."),
    "supervise": gettext_lazy("Ser læringsmålene til dem supervisøren følger."),
    "appoint": gettext_lazy("Oppnevner veiledere, supervisører, stedfortredere og delegerte."),
    "manage_people": gettext_lazy("Legger til personer, og gir og avslutter roller ved stedet."),
    "run_system": gettext_lazy("Drifter systemet: innhenting, nøkler og sikkerhetskopier."),
    "read_record": gettext_lazy("Leser loggen over hva som er gjort ved stedet."),
    "keep_roster": gettext_lazy("Henter inn tjenesteplaner for stedet, og ser hvem som er på vakt."),
}

FROM_RELATION: Mapping[str, Promise] = {
    "trainee": gettext_lazy("Ser sin egen utdanning."),
    "guide": gettext_lazy("Ser hele utdanningen til dem veilederen er oppnevnt for, så lenge det varer."),
}

FROM_WITHHELD: Mapping[str, Promise] = {
    "administrator": gettext_lazy("Ser ikke innholdet i noens utdanning."),
    "stand_in": gettext_lazy("Kan ikke oppnevne andre. Slutter av seg selv på siste dag."),
    "delegate": gettext_lazy("Slutter av seg selv på siste dag."),
}

SCOPE_WORDS: Mapping[str, Promise] = {
    "department": gettext_lazy("avdeling"),
    "clinic": gettext_lazy("klinikk"),
    "hospital": gettext_lazy("sykehus"),
    "psychiatric_centre": gettext_lazy("distriktspsykiatrisk senter"),
    "trust": gettext_lazy("helseforetak"),
    "health_authority": gettext_lazy("regionalt helseforetak"),
    TRAINEE: gettext_lazy("én lege"),
}

GIVEN_BY_WORDS: Mapping[str, Promise] = {
    "manage_people": gettext_lazy("den som administrerer personer ved stedet eller over"),
    "appoint": gettext_lazy("lederen ved stedet"),
}


@dataclass(frozen=True)
class RoleWords:
    """A role as it is explained: its name, what it may do, where it is held, and who gives it."""

    code: str
    name: str
    sentences: tuple[str, ...]
    scope: str
    given_by: str


def power_sentence(power: str) -> str:
    """What a power means."""
    return str(POWER_WORDS[power])


def role_words(code: str) -> RoleWords:
    """A role in sentences: those of its powers, then what follows from relations and what is withheld."""
    role = ROLES[code]
    said = [power_sentence(power) for power in POWERS if power in role.powers]
    said += [str(more[code]) for more in (FROM_RELATION, FROM_WITHHELD) if code in more]
    return RoleWords(code, role_name(code), tuple(said), scope_words(role.scopes), given_by_words(code))


def scope_words(scopes: tuple[str, ...]) -> str:
    """The kinds of place, with one word for all of them."""
    places = [scope for scope in scopes if scope != TRAINEE]
    all_of_them = set(PLACES) <= set(scopes)
    said = [_("alle slags steder")] if all_of_them else [str(SCOPE_WORDS[scope]) for scope in places]
    return ", ".join([*said, *([str(SCOPE_WORDS[TRAINEE])] if TRAINEE in scopes else [])])


def given_by_words(code: str) -> str:
    """Who gives and ends the role."""
    return str(GIVEN_BY_WORDS[ROLES[code].given_by])


def all_roles() -> list[RoleWords]:
    """Every role, in the order of the table."""
    return [role_words(code) for code in ROLES]
