"""Calling a panel together, writing in it, and concluding. What is concluded does not change."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.audit.rules import canonical
from borealis.people.actions.refusals import EARLIEST, LATEST_AHEAD, ChangedMeanwhile, Refusals, refuse
from borealis.portfolio.models import Panel, PanelConclusion, PanelMember
from borealis.portfolio.panels.queries.people import seats_of
from borealis.portfolio.panels.queries.proposals import proposals_for
from borealis.portfolio.panels.rules import (
    CHOSEN,
    CONCLUSIONS,
    FEWEST_MEMBERS,
    KINDS,
    Held,
    unfinished,
)
from borealis.portfolio.panels.wording import MISSING_WORDS
from borealis.trainees.actions.refusals import check_text, locked_trainee
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goals_with_state

LONGEST = 4000
FACTS = ("on", "agenda", "trainee_invited", "trainee_present", "informed_before", "summary", "agreed")


@transaction.atomic
def call_panel(
    *,
    by: int | None,
    trainee_id: int,
    kind: str,
    on: dt.date,
    members: Iterable[int],
    goals: Iterable[int],
    now: dt.datetime,
    agenda: str = "",
    trainee_invited: bool = True,
) -> Panel:
    """Call head, guide and supervisors together on one trainee, with the goals to look at."""
    trainee, refusals = locked_trainee(trainee_id), Refusals()
    _check_others(by, trainee)
    if kind not in KINDS:
        refusals.add("kind", _("Velg ett av alternativene i listen."))
    _check_day(refusals, "on", on, timezone.localdate(now))
    agenda = _text(refusals, "agenda", agenda)
    seats = _seats(refusals, trainee, members, on)
    why = _reasons(refusals, trainee, goals, on)
    refusals.stop()
    panel = Panel.objects.create(
        trainee=trainee,
        kind=kind,
        on=on,
        agenda=agenda,
        trainee_invited=trainee_invited,
        called_at=now,
        by_id=by,
    )
    _seat(panel, seats)
    PanelConclusion.objects.bulk_create(
        PanelConclusion(panel=panel, goal_id=goal, why=reason) for goal, reason in why.items()
    )
    _tell(panel, by, "call_panel", now, {"kind": kind, "on": on.isoformat(), "goals": sorted(why)})
    return panel


@transaction.atomic
def change_panel(
    *,
    by: int | None,
    trainee_id: int,
    panel_id: int,
    version: int,
    now: dt.datetime,
    conclusions: Mapping[int, tuple[str, str]],
    members: Iterable[int] | None = None,
    **facts: Any,
) -> Panel:
    """Write in a panel before it has concluded; ``conclusions`` are (conclusion, text) by goal.

    Raises ChangedMeanwhile when ``version`` is not the stored one.
    """
    panel = _open(panel_id, trainee_id, by)
    if panel.version != version:
        raise ChangedMeanwhile({**stands(panel), "version": panel.version})
    refusals, today = Refusals(), timezone.localdate(now)
    facts = {**{name: getattr(panel, name) for name in FACTS}, **facts}
    _check_day(refusals, "on", facts["on"], today)
    for name in ("agenda", "summary", "agreed"):
        facts[name] = _text(refusals, name, facts[name])
    if facts["informed_before"] is not None and not EARLIEST <= facts["informed_before"] <= today:
        refusals.add("informed_before", _("Skriv en dag som har vært."))
    seats = _seats(refusals, panel.trainee, members, facts["on"]) if members is not None else None
    rows = {row.goal_id: row for row in panel.conclusions.select_related("goal")}
    for goal_id, (said, text) in conclusions.items():
        if goal_id not in rows or said not in ("", *CONCLUSIONS):
            refusals.add(f"conclusion_{goal_id}", _("Velg ett av alternativene i listen."))
            continue
        rows[goal_id].conclusion = said
        rows[goal_id].text = _text(refusals, f"text_{goal_id}", text)
    refusals.stop()
    for name in FACTS:
        setattr(panel, name, facts[name])
    panel.version += 1
    panel.save()
    PanelConclusion.objects.bulk_update(rows.values(), ["conclusion", "text"])
    if seats is not None:
        panel.members.all().delete()
        _seat(panel, seats)
    _tell(panel, by, "change_panel", now, {"version": panel.version})
    return panel


@transaction.atomic
def conclude_panel(
    *, by: int | None, trainee_id: int, panel_id: int, version: int, now: dt.datetime
) -> Panel:
    """Conclude: from now on nothing in it changes, the trainee reads it, and decisions can name it."""
    panel = _open(panel_id, trainee_id, by)
    if panel.version != version:
        raise refuse(
            "panel", _("Noen har endret teksten siden du leste den. Les den igjen før du konkluderer.")
        )
    if missing := missing_words(panel, timezone.localdate(now)):
        raise refuse("panel", _("Dette mangler: %(what)s.") % {"what": ", ".join(missing)})
    panel.concluded_at = now
    panel.version += 1
    panel.digest = digest_of(panel)
    panel.save()
    _tell(panel, by, "conclude_panel", now, {"digest": panel.digest})
    return panel


@transaction.atomic
def record_informed(
    *, by: int | None, trainee_id: int, panel_id: int, on: dt.date, now: dt.datetime
) -> Panel:
    """The guide has told a trainee who was not present what the panel concluded. It is a fact beside the text."""
    panel = _locked(panel_id, trainee_id)
    _check_others(by, panel.trainee)
    if panel.concluded_at is None or panel.trainee_present is not False:
        raise refuse("on", _("Dette føres når kollegiet har konkludert uten at legen var til stede."))
    if not panel.on <= on <= timezone.localdate(now):
        raise refuse("on", _("Skriv dagen legen ble informert: møtedagen eller senere, og senest i dag."))
    panel.informed_after = on
    panel.save(update_fields=["informed_after"])
    _tell(panel, by, "inform_after_panel", now, {"on": on.isoformat()})
    return panel


def stands(panel: Panel) -> dict[str, Any]:
    """What is stored now, by the names of the form's fields."""
    said: dict[str, str] = {}
    for row in panel.conclusions.all():
        said |= {f"conclusion_{row.goal_id}": row.conclusion, f"text_{row.goal_id}": row.text}
    members = [str(pk) for pk in panel.members.values_list("person_id", flat=True)]
    return {**{name: getattr(panel, name) for name in FACTS}, "members": members, **said}


def missing_words(panel: Panel, today: dt.date) -> list[str]:
    """What must be there before the panel concludes, in words."""
    rows = list(panel.conclusions.select_related("goal").order_by("goal__code"))
    held = Held(
        on=panel.on,
        summary=panel.summary,
        present=panel.trainee_present,
        informed_before=panel.informed_before,
        conclusions={row.goal.code: row.conclusion for row in rows},
        texts={row.goal.code: row.text for row in rows},
    )
    return [str(MISSING_WORDS[what]) % {"goal": goal} for what, goal in unfinished(held, today)]


def digest_of(panel: Panel) -> str:
    """The digest of everything that a panel concluded, and of who took part."""
    content = {
        "trainee": panel.trainee_id,
        "kind": panel.kind,
        "on": panel.on.isoformat(),
        "agenda": panel.agenda,
        "invited": panel.trainee_invited,
        "present": panel.trainee_present,
        "informed_before": panel.informed_before.isoformat() if panel.informed_before else None,
        "summary": panel.summary,
        "agreed": panel.agreed,
        "members": [
            list(row) for row in panel.members.order_by("person_id").values_list("person_id", "given_as")
        ],
        "goals": [
            list(row)
            for row in panel.conclusions.order_by("goal_id").values_list(
                "goal_id", "why", "conclusion", "text"
            )
        ],
    }
    return hashlib.sha256(canonical(content)).hexdigest()


def _locked(panel_id: int, trainee_id: int) -> Panel:
    locked_trainee(trainee_id)
    rows = Panel.objects.select_for_update(of=("self",)).filter(trainee_id=trainee_id, pk=panel_id)
    panel = rows.select_related("trainee__person", "trainee__programme").first()
    if panel is None:
        raise refuse("panel", _("Møtet finnes ikke lenger. Last siden på nytt."))
    return panel


def _open(panel_id: int, trainee_id: int, by: int | None) -> Panel:
    panel = _locked(panel_id, trainee_id)
    _check_others(by, panel.trainee)
    if panel.concluded_at is not None:
        raise refuse("panel", _("Kollegiet har konkludert, og teksten endres ikke mer. Kall sammen på nytt."))
    return panel


def _check_others(by: int | None, trainee: Trainee) -> None:
    if by is not None and by == trainee.person_id:
        raise refuse("panel", _("Ingen skriver i et vurderingskollegium om seg selv."))


def _check_day(refusals: Refusals, field: str, day: dt.date, today: dt.date) -> None:
    if not EARLIEST <= day <= today + LATEST_AHEAD:
        refusals.add(field, _("Året %(year)d kan ikke stemme. Rett datoen.") % {"year": day.year})


def _text(refusals: Refusals, field: str, text: str) -> str:
    return check_text(refusals, field, text.replace("\r\n", "\n"), LONGEST)


def _seats(refusals: Refusals, trainee: Trainee, members: Iterable[int], on: dt.date) -> dict[int, str]:
    """As what each member takes part: by who they are for the trainee, not by what was typed."""
    known, wanted = seats_of(trainee, on), list(dict.fromkeys(members))
    if len(wanted) < FEWEST_MEMBERS:
        refusals.add("members", _("Et kollegium har minst to deltakere. Velg en til."))
    if any(person not in known for person in wanted):
        refusals.add("members", _("Velg blant dem som leder, veileder eller superviserer legen."))
    return {person: known[person] for person in wanted if person in known}


def _reasons(refusals: Refusals, trainee: Trainee, goals: Iterable[int], on: dt.date) -> dict[int, str]:
    """Why each goal stands on the agenda."""
    known = {line.goal.pk for group in goals_with_state(trainee.pk) for line in group.goals}
    proposed = {row.goal_id: row.why for row in proposals_for(trainee, on)}
    wanted = list(dict.fromkeys(goals))
    if any(goal not in known for goal in wanted):
        refusals.add("goals", _("Velg mål fra legens egen liste."))
    return {goal: proposed.get(goal, CHOSEN) for goal in wanted if goal in known}


def _seat(panel: Panel, seats: Mapping[int, str]) -> None:
    PanelMember.objects.bulk_create(
        PanelMember(panel=panel, person_id=person, given_as=seat) for person, seat in seats.items()
    )


def _tell(panel: Panel, by: int | None, act: str, now: dt.datetime, detail: dict[str, Any]) -> None:
    record_event(
        by=by,
        act=act,
        subject=f"portfolio.Panel:{panel.pk}",
        now=now,
        about=panel.trainee.person_id,
        detail={"trainee": panel.trainee_id, **detail},
    )
