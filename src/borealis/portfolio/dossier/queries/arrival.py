"""What bringing in a package from another place would do, and everything that stands in the way."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from borealis.curriculum.queries import goals_of, specialty
from borealis.people.directory import Person, persons
from borealis.portfolio.assessment.rules import digest_of, form_of
from borealis.portfolio.dossier.keys import issuer_key
from borealis.portfolio.dossier.queries.package import schema
from borealis.portfolio.dossier.rules import Finding, Member, check_file, parse, unpack
from borealis.portfolio.dossier.rules.arriving import mentioned_sets, misplaced_files, unknown_goals
from borealis.portfolio.dossier.rules.package import DOSSIER
from borealis.portfolio.dossier.wording import fault_words
from borealis.portfolio.models import FormWording
from borealis.programmes.queries import CurrentProgramme, programme
from borealis.trainees.directory import Trainee
from borealis.trainees.rules import GOAL_STATES

SHOWN_REASONS = 12
COUNTED = (
    *("posts", "service", "absence", "certificates", "activities", "assessments", "submissions", "panels"),
    *("conversions", "plans"),
)


@dataclass(frozen=True)
class BringingIn:
    """What bringing a package in would do. ``reasons`` say why it cannot be done; empty: it can.

    ``own_key`` tells a package that this place has signed itself from one that somebody must recognise.
    """

    finding: Finding
    content: dict[str, Any]
    members: dict[str, Member]
    digest: str
    person: Person | None
    programme: CurrentProgramme | None
    reasons: tuple[str, ...]
    own_key: bool

    @property
    def at(self) -> dt.datetime | None:
        """When the training stood so."""
        return parse_datetime(self.finding.issued_at)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each part the package holds."""
        found = {name: len(self.content[name]) for name in COUNTED} if self.content else {}
        states = Counter(goal["state"] for group in self.content["goal_sets"] for goal in group["goals"])
        return {"approved": states["approved"], **found}


def plan_for(data: bytes, programme_code: str = "", reach: Collection[int] | None = None) -> BringingIn:
    """What a package would do here; ``programme_code`` "" means the programme that the package names.

    ``reach`` are the departments that may be brought in to; None: any.
    """
    finding = check_file(data)
    if not finding.holds or finding.kind != "package":
        reasons = [fault_words(fault.code, fault.name) for fault in finding.faults]
        only_package = _("Bare en hel pakke kan hentes inn, ikke mappen eller beviset alene.")
        return _refused(finding, *(reasons or [only_package]))
    members = unpack(data)
    dossier = parse(members[DOSSIER].data)
    unlike = next(Draft202012Validator(schema()).iter_errors(dossier), None)
    if unlike is not None:
        where = "/".join(str(part) for part in unlike.absolute_path)
        return _refused(
            finding, _("Mappen har ikke den formen vi kjenner, ved «%(where)s».") % {"where": where}
        )
    content = dossier["content"]
    person = _person_here(content["person"])
    current = programme(programme_code or content["training"]["programme"])
    return BringingIn(
        finding=finding,
        content=content,
        members=members,
        digest=members[DOSSIER].digest,
        person=person,
        programme=current,
        reasons=tuple(_reasons(content, members, person, current, reach)),
        own_key=finding.issuer == issuer_key().did,
    )


def _refused(finding: Finding, *reasons: str) -> BringingIn:
    return BringingIn(finding, {}, {}, "", None, None, reasons, False)


def _person_here(told: Mapping[str, str]) -> Person | None:
    """Somebody here with the same HPR number, or else the same address."""
    found = None
    if told["hpr_number"]:
        found = persons().filter(hpr_number=told["hpr_number"]).first()
    return found or persons().filter(email__iexact=told["email"]).first()


def _reasons(
    content: Mapping[str, Any],
    members: Mapping[str, Member],
    person: Person | None,
    current: CurrentProgramme | None,
    reach: Collection[int] | None,
) -> list[str]:
    """Everything that stands in the way, each in one sentence with what to do."""
    training, found = content["training"], list[str]()
    if current is None or (reach is not None and current.department_id not in reach):
        found.append(_("Velg et program her som legen skal følge."))
    elif current.specialty != training["specialty"]:
        found.append(_("Programmet gjelder en annen spesialitet enn pakken. Velg et annet."))
    if specialty(training["specialty"]) is None:
        found.append(_("Spesialiteten %(code)s finnes ikke her.") % {"code": training["specialty"]})
    if missing := unknown_goals(content, _known_goals(content)):
        shown = ", ".join(missing[:SHOWN_REASONS])
        found.append(
            _("Disse læringsmålene finnes ikke her: %(goals)s. Hent inn målene først.") % {"goals": shown}
        )
    states = {
        row["state"] for group in content["goal_sets"] for goal in group["goals"] for row in goal["states"]
    }
    if odd := sorted(states - set(GOAL_STATES)):
        found.append(_("Pakken har tilstander vi ikke kjenner: %(states)s.") % {"states": ", ".join(odd)})
    found += [
        _("Filen %(name)s ligger ikke i pakken slik mappen sier.") % {"name": name}
        for name in misplaced_files(content, members)[:SHOWN_REASONS]
    ]
    if forms := _unreadable_forms(content):
        found.append(_("Pakken har ikke ordlyden til skjemaet %(forms)s.") % {"forms": ", ".join(forms)})
    return [*found, *_reasons_of_person(content, person)]


def _unreadable_forms(content: Mapping[str, Any]) -> list[str]:
    """Forms that were answered and whose wording is neither here nor in the package as it was."""
    used = {entry["form_digest"]: entry["form"] for entry in content["assessments"]}
    here = set(FormWording.objects.filter(digest__in=used).values_list("digest", flat=True))
    brought = {form["digest"] for form in content["forms"] if _is_worded(form)}
    return sorted({form for digest, form in used.items() if digest not in here | brought})


def _is_worded(form: Mapping[str, Any]) -> bool:
    """Whether a form's digest is that of its wording, and the wording can be read."""
    try:
        form_of(form["content"])
        return bool(digest_of(form["content"]) == form["digest"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _reasons_of_person(content: Mapping[str, Any], person: Person | None) -> list[str]:
    if person is None:
        return []
    hpr_number = content["person"]["hpr_number"]
    if person.hpr_number and hpr_number and person.hpr_number != hpr_number:
        return [_("Adressen i pakken tilhører en annen her. Rett adressen til en av dem først.")]
    same = Trainee.objects.filter(person=person, programme__specialty__code=content["training"]["specialty"])
    if same.exists():
        return [_("%(name)s har allerede en utdanning i spesialiteten her.") % {"name": person.name}]
    return []


def _known_goals(content: Mapping[str, Any]) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for goal in goals_of(sorted(mentioned_sets(content))):
        known.setdefault(goal.set_code, set()).add(goal.code)
    return known
