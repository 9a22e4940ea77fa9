"""What a file would change: steps in an order, compared with what is stored, and the digest of both."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from borealis.curriculum.queries import specialties_in_force
from borealis.organisations.queries import line_ids, organisations
from borealis.people.directory import (
    Person,
    Post,
    RoleAssignment,
    SpecialistApproval,
    assignments,
    persons,
    posts,
)
from borealis.people.queries import Viewer
from borealis.people.rules import ROLES
from borealis.people.rules.roles import may_be_held_at, roles_given_with
from borealis.personnel.permissions import kept_places
from borealis.personnel.reading import Fault, Row
from borealis.personnel.rules import MUST_END, NEVER_FED, is_suspiciously_small
from borealis.shell.menus import ROLE_NAMES, role_name

Step = dict[str, Any]
KINDS = {
    "add_person": "new",
    "add_post": "new",
    "assign_role": "new",
    "approve_specialist": "new",
    "change_person": "changed",
    "move_post": "changed",
    "move_role": "changed",
    "end_post": "ended",
    "end_role": "ended",
}


@dataclass
class Plan:
    """Steps to do, lines that are wrong, and how many lines change nothing."""

    steps: list[Step] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0
    ended_persons: int = 0
    known_persons: int = 0

    @property
    def digest(self) -> str:
        text = json.dumps(self.steps, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def suspicious(self) -> bool:
        """Whether so many would end that half of the file may be missing."""
        return is_suspiciously_small(self.ended_persons, self.known_persons)

    def of_kind(self, kind: str) -> list[Step]:
        """The steps that are "new", "changed" or "ended"."""
        return [step for step in self.steps if KINDS[step["do"]] == kind]


@dataclass(frozen=True)
class Reach:
    """What whoever brings the file may touch: places, and the roles that may be given at each."""

    by: int | None
    places: frozenset[int]
    given: dict[int, frozenset[str]]


def reach_of(viewer: Viewer) -> Reach:
    """The reach of a person: places kept, and the roles that the person could give there by hand."""
    places = kept_places(viewer)
    given = {}
    for place in places:
        line = set(line_ids(place))
        powers = (ROLES[held.role].powers for held in viewer.roles if held.organisation_id in line)
        given[place] = frozenset(roles_given_with(frozenset().union(*powers))) - NEVER_FED
    return Reach(viewer.person_id, places, given)


def reach_of_all() -> Reach:
    """The reach of who runs the machine: every place, and every role but those that no file gives."""
    given = frozenset(ROLES) - NEVER_FED
    places = frozenset(row.pk for row in organisations().values())
    return Reach(None, places, dict.fromkeys(places, given))


class Planner:
    """Goes through the lines once, with everything that is stored of these persons read beforehand."""

    def __init__(self, rows: Iterable[Row], reach: Reach, today: dt.date) -> None:
        self.rows, self.reach, self.today, self.plan = list(rows), reach, today, Plan()
        self.bodies = {row.code: row for row in organisations().values()}
        self.fields = {row.code: row.pk for row in specialties_in_force(today)}
        self.role_codes = {str(name).casefold(): code for code, name in ROLE_NAMES.items()} | {
            c: c for c in ROLES
        }
        everyone = list(persons())
        self.by_mail = {person.email.casefold(): person for person in everyone}
        self.by_number = {p.personnel_number: p for p in everyone if p.personnel_number}
        self.posts: dict[int, list[Post]] = {}
        for post in posts():
            self.posts.setdefault(post.person_id, []).append(post)
        self.roles: dict[int, list[RoleAssignment]] = {}
        for role in assignments().filter(organisation_id__isnull=False):
            self.roles.setdefault(role.person_id, []).append(role)
        approvals = SpecialistApproval.objects.values_list("person_id", "specialty_id")
        self.approved: set[tuple[int | str, int]] = set(approvals)
        self.mentioned: set[int] = set()
        self.said: dict[str, tuple[Row, Step | None]] = {}
        self.spans: dict[tuple[str, str, str], list[Row]] = {}

    def make(self, *, complete: bool) -> Plan:
        for row in self.rows:
            before, wrong = len(self.plan.steps), len(self.plan.faults)
            self._row(row)
            if len(self.plan.faults) > wrong:
                del self.plan.steps[before:]
            elif len(self.plan.steps) == before:
                self.plan.unchanged += 1
        if complete and not self.plan.faults:
            self._end_missing()
        return self.plan

    def _fault(self, row: Row, column: str, message: str, how: str) -> None:
        self.plan.faults.append(Fault(row.line, column, message, how))

    def _step(self, do: str, row: Row | None, who: str, **facts: Any) -> None:
        self.plan.steps.append({"do": do, "line": row.line if row else 0, "who": who, **facts})

    def _row(self, row: Row) -> None:
        person = self._person(row)
        key: int | str = person.pk if person else (row.mail or row.personnel_number).casefold()
        who = row.name or (person.name if person else row.mail)
        if self._facts(row, person, str(key)) and row.place:
            self._place(row, person, key, who)
        elif not row.place and (row.role or row.title):
            how = _("Skriv stedets kode, for eksempel unn-pet.")
            self._fault(row, "place", _("Linjen har rolle eller stilling, men ikke sted."), how)
        if row.specialist:
            self._approval(row, key, who)

    def _person(self, row: Row) -> Person | None:
        by_number = self.by_number.get(row.personnel_number) if row.personnel_number else None
        by_mail = self.by_mail.get(row.mail.casefold()) if row.mail else None
        if by_number and by_mail and by_number.pk != by_mail.pk:
            how = _("Rett den ene av dem.")
            self._fault(row, "mail", _("Ansattnummeret og e-posten tilhører to forskjellige personer."), how)
        found = by_number or by_mail
        if found is not None:
            self.mentioned.add(found.pk)
            if not found.is_active:
                self._fault(row, "mail", _("Kontoen til personen er stengt."), _("Åpne kontoen først."))
        return found

    def _facts(self, row: Row, person: Person | None, key: str) -> bool:
        """The person's own facts: the first line of a person says them, later lines must agree."""
        facts = (row.name, row.mail, row.hpr_number, row.personnel_number)
        if key in self.said:
            first = self.said[key][0]
            told = (first.name, first.mail, first.hpr_number, first.personnel_number)
            if any(now and then and now != then for now, then in zip(facts, told, strict=True)):
                message = _("Linjen sier noe annet om personen enn linje %(line)d.") % {"line": first.line}
                self._fault(row, "name", message, _("Skriv det samme på begge linjene."))
                return False
            return True
        self.said[key] = (row, None)
        if person is None:
            return self._new(row, key)
        return self._changed(row, person)

    def _new(self, row: Row, key: str) -> bool:
        missing = [column for column in ("name", "mail") if not getattr(row, column)]
        for column in missing:
            how = _("Skriv navn og e-post for den som er ny.")
            self._fault(row, column, _("Personen er ny, og feltet er tomt."), how)
        if not row.place:
            how = _("Skriv stedets kode, for eksempel unn-pet.")
            self._fault(row, "place", _("Personen er ny, og linjen har ikke noe sted."), how)
        self._check_form(row)
        facts = {"name": row.name, "email": row.mail, "hpr_number": row.hpr_number}
        self._step(
            "add_person", row, row.name, key=key, facts={**facts, "personnel_number": row.personnel_number}
        )
        return not missing

    def _check_form(self, row: Row) -> None:
        number = row.hpr_number
        if number and not (number.isascii() and number.isdigit() and 7 <= len(number) <= 9):
            self._fault(
                row,
                "hpr_number",
                _("Et HPR-nummer har 7 til 9 sifre."),
                _("Rett det, eller la det stå tomt."),
            )
        if row.mail and (row.mail.count("@") != 1 or " " in row.mail or "." not in row.mail.split("@")[1]):
            how = _("Skriv den som kari@eksempel.example.")
            self._fault(row, "mail", _("Dette er ikke en e-postadresse."), how)

    def _changed(self, row: Row, person: Person) -> bool:
        self._check_form(row)
        stored = {
            "name": person.name,
            "email": person.email,
            "hpr_number": person.hpr_number,
            "personnel_number": person.personnel_number or "",
        }
        wanted = {"name": row.name, "email": row.mail, "hpr_number": row.hpr_number}
        wanted["personnel_number"] = row.personnel_number
        facts = {name: wanted[name] or stored[name] for name in stored}
        if facts == stored:
            return True
        if self._works_outside(person.pk):
            how = _("La navn, e-post og numre stå tomme, eller be dem som administrerer det andre stedet.")
            self._fault(row, "name", _("Personen arbeider også utenfor stedene dine."), how)
            return False
        self._step(
            "change_person",
            row,
            facts["name"],
            person=person.pk,
            version=person.version,
            facts=facts,
            before=stored,
        )
        return True

    def _works_outside(self, person_id: int) -> bool:
        open_roles = [
            r for r in self.roles.get(person_id, ()) if not r.in_force_to or r.in_force_to >= self.today
        ]
        open_posts = [p for p in self.posts.get(person_id, ()) if not p.to_day or p.to_day >= self.today]
        at = {role.organisation_id for role in open_roles} | {post.organisation_id for post in open_posts}
        return any(place not in self.reach.places for place in at)

    def _place(self, row: Row, person: Person | None, key: int | str, who: str) -> None:
        body = self.bodies.get(row.place)
        if body is None or body.pk not in self.reach.places:
            how = _("Bruk en kode fra listen over steder du administrerer.")
            self._fault(row, "place", _("Stedet «%(code)s» finnes ikke.") % {"code": row.place[:60]}, how)
            return
        first = dt.date.fromisoformat(row.first) if row.first else None
        last = dt.date.fromisoformat(row.last) if row.last else None
        if first and last and last < first:
            self._fault(
                row, "last", _("Siste dag er før første dag."), _("Bytt om dagene, eller rett den ene.")
            )
            return
        if person is not None and person.pk == self.reach.by and row.role:
            self._own(row, person, body.pk)
            return
        if row.title or not row.role:
            self._post(row, person, key, who, body.pk, first, last)
        if row.role:
            self._role(row, person, key, who, body, first, last)

    def _own(self, row: Row, person: Person, place: int) -> None:
        role = self.role_codes.get(row.role.casefold(), "")
        held = [r for r in self.roles.get(person.pk, ()) if r.role == role and r.organisation_id == place]
        if not held:
            self._fault(row, "role", _("Ingen kan gi seg selv en rolle."), _("Be en annen om det."))

    def _post(
        self,
        row: Row,
        person: Person | None,
        key: Any,
        who: str,
        place: int,
        first: dt.date | None,
        last: dt.date | None,
    ) -> None:
        held = [p for p in self.posts.get(person.pk, ()) if p.organisation_id == place] if person else []
        same = [p for p in held if first and p.from_day == first]
        same = same or [p for p in held if _meet(p.from_day, p.to_day, first or self.today, last)]
        facts = {"where": row.place, "title": row.title, "to": row.last or None}
        if not same:
            begins = (first or self.today).isoformat()
            if self._overlaps(("post", str(key), row.place), row):
                return
            self._step("add_post", row, who, person=key, place=place, **{**facts, "from": begins})
        elif same[-1].to_day != last:
            before = same[-1].to_day
            ended = last is not None and last <= self.today
            do = "end_post" if ended else "move_post"
            self._step(do, row, who, post=same[-1].pk, before=before.isoformat() if before else None, **facts)

    def _overlaps(self, key: tuple[str, str, str], row: Row) -> bool:
        """Whether an earlier line of the file says the same thing of days that meet these."""
        for earlier in self.spans.setdefault(key, []):
            if (not row.last or (earlier.first or "") <= row.last) and (
                not earlier.last or (row.first or "9999") <= earlier.last or not row.first
            ):
                message = _("Dagene overlapper linje %(line)d.") % {"line": earlier.line}
                self._fault(row, "first", message, _("Rett dagene, eller fjern den ene linjen."))
                return True
        self.spans[key].append(row)
        return False

    def _role(
        self,
        row: Row,
        person: Person | None,
        key: Any,
        who: str,
        body: Any,
        first: dt.date | None,
        last: dt.date | None,
    ) -> None:
        role = self.role_codes.get(row.role.casefold(), "")
        if not role:
            how = _("Bruk en rolle fra siden Roller og tilgang.")
            self._fault(row, "role", _("Rollen «%(role)s» finnes ikke.") % {"role": row.role[:30]}, how)
            return
        if role not in self.reach.given[body.pk] or not may_be_held_at(role, body.kind):
            how = _("Se siden Roller og tilgang: hvor rollen kan gjelde, og hvem som gir den.")
            self._fault(row, "role", _("Denne rollen kan du ikke gi her."), how)
            return
        if role in MUST_END and last is None:
            self._fault(row, "last", _("Rollen gis for en periode."), _("Skriv siste dag."))
            return
        held = (
            [r for r in self.roles.get(person.pk, ()) if r.role == role and r.organisation_id == body.pk]
            if person
            else []
        )
        begins = first or self.today
        same = [r for r in held if _meet(r.in_force_from, r.in_force_to, begins, last)]
        facts = {"role": role, "words": role_name(role), "where": row.place, "to": row.last or None}
        if self._overlaps((role, str(key), row.place), row):
            return
        if not same:
            self._step(
                "assign_role", row, who, person=key, place=body.pk, **{**facts, "from": begins.isoformat()}
            )
        elif same[-1].in_force_to != last:
            now = same[-1]
            before = now.in_force_to.isoformat() if now.in_force_to else None
            over = now.in_force_to is not None and now.in_force_to < self.today
            if over:
                how = _("Skriv en første dag etter at den sluttet.")
                self._fault(row, "first", _("Rollen er avsluttet tidligere."), how)
                return
            do = "end_role" if last is not None and last < self.today else "move_role"
            self._step(do, row, who, assignment=now.pk, version=now.version, before=before, **facts)

    def _approval(self, row: Row, key: int | str, who: str) -> None:
        field_id = self.fields.get(row.specialist)
        if field_id is None:
            how = _("Bruk koden fra siden Spesialiteter, for eksempel NUK.")
            self._fault(row, "specialist", _("Spesialiteten finnes ikke."), how)
        elif row.approved_on > self.today.isoformat():
            self._fault(
                row, "specialist", _("Godkjenningen ligger fram i tid."), _("Skriv dagen den ble gitt.")
            )
        elif (key, field_id) not in self.approved:
            self.approved.add((key, field_id))
            self._step(
                "approve_specialist",
                row,
                who,
                person=key,
                specialty=field_id,
                where=row.specialist,
                to=row.approved_on,
            )

    def _end_missing(self) -> None:
        """Who is at the places and not in a complete file: posts and roles there end."""
        known: dict[int, list[Any]] = {}
        for rows, of in ((self.posts, "to_day"), (self.roles, "in_force_to")):
            for person_id, held in rows.items():
                open_ = [r for r in held if r.organisation_id in self.reach.places]
                open_ = [r for r in open_ if getattr(r, of) is None or getattr(r, of) >= self.today]
                known.setdefault(person_id, []).extend(open_)
        known = {pk: held for pk, held in known.items() if held}
        self.plan.known_persons = len(known)
        for person_id in sorted(set(known) - self.mentioned - {self.reach.by}):
            before = len(self.plan.steps)
            for row in known[person_id]:
                self._end(row)
            self.plan.ended_persons += len(self.plan.steps) > before

    def _end(self, row: Any) -> None:
        who, where = row.person.name, row.organisation.code
        if isinstance(row, Post):
            last = max(self.today - dt.timedelta(days=1), row.from_day).isoformat()
            before = row.to_day.isoformat() if row.to_day else None
            self._step(
                "end_post", None, who, post=row.pk, before=before, where=where, title=row.title, to=last
            )
        elif row.role in self.reach.given[row.organisation_id]:
            before = row.in_force_to.isoformat() if row.in_force_to else None
            facts = {"role": row.role, "words": role_name(row.role), "where": where, "to": None}
            self._step("end_role", None, who, assignment=row.pk, version=row.version, before=before, **facts)


def _meet(first: dt.date, last: dt.date | None, begins: dt.date, ends: dt.date | None) -> bool:
    """Whether two periods share a day."""
    return (last is None or begins <= last) and (ends is None or first <= ends)


def plan_of(rows: Iterable[Row], reach: Reach, today: dt.date, *, complete: bool) -> Plan:
    """What the lines would change today, within a reach."""
    return Planner(rows, reach, today).make(complete=complete)
