"""Proposing, judging and deciding a conversion. The decision is made in one transaction, with its proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.curriculum.queries import goals_of, replacements_of
from borealis.people.actions.refusals import ChangedMeanwhile, Refusals, refuse
from borealis.portfolio.conversions.queries.due import due_sets
from borealis.portfolio.conversions.queries.inventory import inventory_of
from borealis.portfolio.conversions.queries.pages import OlderGoal, blockers_of, earlier_goals, pairs_of
from borealis.portfolio.conversions.rules import (
    ALONE,
    DECIDED,
    DROPPED,
    VERDICTS,
    covered,
    lost,
    proof_of,
    proposed_pairs,
)
from borealis.portfolio.models import Conversion, ConversionItem
from borealis.shell.words import day_short
from borealis.trainees.actions import follow_goal_set, take_goal_step
from borealis.trainees.actions.refusals import check_text, locked_trainee
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goal_states
from borealis.trainees.rules import step

LONGEST_TEXT = 300
LONGEST_GROUNDS = 4000


class SomethingLost(Exception):
    """A conversion would lose something that was approved or recorded. Nothing of it is stored."""


@transaction.atomic
def propose_conversion(*, by: int | None, trainee_id: int, from_set: str, now: dt.datetime) -> Conversion:
    """Propose to go on by the set in force that follows one that has ended.

    Where a table of replacements is known, it says what covers what; where none is, nothing covers by itself.
    """
    trainee = locked_trainee(trainee_id)
    _check_others(by, trainee)
    due = next(
        (due for due in due_sets(trainee, timezone.localdate(now)) if due.from_set.code == from_set), None
    )
    if due is None:
        raise refuse(
            "from_set", _("Læringsmålene legen følger, gjelder fortsatt. Det er ikke noe å gå over fra.")
        )
    if trainee.conversions.filter(from_set=due.from_set, outcome="").exists():
        raise refuse("from_set", _("Overgangen er allerede foreslått. Arbeid videre med den."))
    row = Conversion.objects.create(
        trainee=trainee,
        from_set=due.from_set,
        to_set=due.to_set,
        proposed_at=now,
        by_id=by,
        official=due.official,
    )
    olders = {goal.code: goal.pk for goal in goals_of([from_set])}
    newer = {goal.code: goal.pk for goal in goals_of([due.to_set.code])}
    links = {
        newer[code]: [olders[name.split("/", 1)[1]] for name in names if name.split("/", 1)[0] == from_set]
        for code, names in replacements_of(due.to_set.code).items()
    }
    text = _("Etter tabellen over mål som erstatter hverandre.") if due.official else ""
    ConversionItem.objects.bulk_create(
        ConversionItem(
            conversion=row,
            older_id=pair.older,
            newer_id=pair.newer,
            verdict=pair.verdict,
            text=text if pair.newer else "",
        )
        for pair in proposed_pairs(olders.values(), links)
    )
    _tell(row, by, "propose_conversion", now, {"official": due.official})
    return row


@transaction.atomic
def judge_goal(
    *,
    by: int | None,
    trainee_id: int,
    conversion_id: int,
    newer_id: int,
    verdict: str,
    olders: Iterable[int],
    text: str,
    version: int,
    now: dt.datetime,
) -> Conversion:
    """Say what approved earlier goals mean for a newer one, and why. Raises ChangedMeanwhile when ``version`` is not
    the stored one."""
    row = _open(conversion_id, trainee_id, by)
    said = list(row.items.filter(newer_id=newer_id).order_by("pk"))
    if row.version != version:
        raise ChangedMeanwhile(
            {
                "verdict": said[0].verdict if said else "",
                "olders": [str(item.older_id) for item in said if item.older_id],
                "text": said[0].text if said else "",
                "version": row.version,
            }
        )
    refusals, wanted = Refusals(), list(dict.fromkeys(olders))
    if verdict not in VERDICTS:
        refusals.add("verdict", _("Velg ett av alternativene i listen."))
    if newer_id not in {goal.pk for goal in goals_of([row.to_set.code])}:
        raise refuse("newer", _("Målet hører ikke til de nye læringsmålene."))
    reached = {older.goal.pk for older in earlier_goals(trainee_id, row.from_set.code) if older.approved}
    if not set(wanted) <= reached:
        refusals.add("olders", _("Bare godkjente mål fra de tidligere læringsmålene kan dekke noe."))
    if verdict != ALONE and not wanted:
        refusals.add("olders", _("Velg hvilke tidligere mål det bygger på."))
    if verdict == ALONE and wanted:
        refusals.add(
            "olders",
            _(
                "Et mål som står alene, bygger ikke på tidligere mål. Fjern dem, eller velg en annen vurdering."
            ),
        )
    text = check_text(refusals, "text", text, LONGEST_TEXT, needed=_("Skriv hva vurderingen bygger på."))
    refusals.stop()
    row.items.filter(newer_id=newer_id).delete()
    beside: list[int | None] = [*wanted] or [None]
    ConversionItem.objects.bulk_create(
        ConversionItem(conversion=row, older_id=older, newer_id=newer_id, verdict=verdict, text=text)
        for older in beside
    )
    _let_the_rest_stand_alone(row)
    row.version += 1
    row.save(update_fields=["version"])
    _tell(row, by, "judge_conversion", now, {"newer": newer_id, "verdict": verdict, "olders": wanted}, text)
    return row


def _let_the_rest_stand_alone(row: Conversion) -> None:
    """Each earlier goal stands beside a newer one, or alone."""
    row.items.filter(newer=None).delete()
    used = set(row.items.exclude(older=None).values_list("older_id", flat=True))
    ConversionItem.objects.bulk_create(
        ConversionItem(conversion=row, older_id=goal.pk, verdict=ALONE)
        for goal in goals_of([row.from_set.code])
        if goal.pk not in used
    )


@transaction.atomic
def decide_conversion(
    *, by: int, trainee_id: int, conversion_id: int, version: int, grounds: str, now: dt.datetime
) -> Conversion:
    """Decide: the trainee follows the newer set, what is covered is approved by transfer, and what was there before
    is there still. Raises SomethingLost, with nothing stored, should that not be so."""
    row = _open(conversion_id, trainee_id, by)
    refusals = Refusals()
    grounds = check_text(
        refusals, "grounds", grounds, LONGEST_GROUNDS, needed=_("Skriv hva avgjørelsen bygger på.")
    )
    refusals.stop()
    if row.version != version:
        raise refuse(
            "grounds", _("Noen har endret vurderingene siden du leste dem. Les dem igjen før du avgjør.")
        )
    if waiting := blockers_of(row.trainee, row.from_set.code):
        raise refuse(
            "grounds",
            _("Disse målene er sendt inn og må avgjøres eller trekkes tilbake først: %(goals)s.")
            % {"goals": ", ".join(blocker.goal.code for blocker in waiting)},
        )
    before = inventory_of(row.trainee)
    transfers = _transfers(row)
    follow_goal_set(by=by, trainee_id=trainee_id, from_set=row.from_set.code, to_set=row.to_set.code, now=now)
    for goal_id, words in transfers.items():
        take_goal_step(
            by=by,
            trainee_id=trainee_id,
            goal_id=goal_id,
            act="transfer",
            on=timezone.localdate(now),
            grounds=words,
            now=now,
            detail={"conversion": row.pk},
        )
    after = inventory_of(row.trainee)
    if gone := lost(before, after):
        raise SomethingLost(gone)
    row.proof = proof_of(before, after)
    row.outcome, row.decided_at, row.decided_by_id, row.grounds = DECIDED, now, by, grounds
    row.version += 1
    row.save()
    kinds = row.proof["kinds"]
    detail = {
        "approved": len(transfers),
        "kept": kinds["approved"]["kept"],
        "digest": kinds["approved"]["digest_kept"],
    }
    _tell(row, by, "decide_conversion", now, detail, grounds)
    return row


def _transfers(row: Conversion) -> dict[int, str]:
    """The newer goals to approve, each with grounds that name the earlier goals."""
    olders = {older.goal.pk: older for older in earlier_goals(row.trainee_id, row.from_set.code)}
    states = goal_states(row.trainee_id)
    texts = dict(row.items.exclude(newer=None).values_list("newer_id", "text"))
    codes = {goal.pk: goal.code for goal in goals_of([row.to_set.code])}
    found = {}
    for newer, covering in covered(
        pairs_of(row), [pk for pk, older in olders.items() if older.approved]
    ).items():
        state = states[newer].state if newer in states else None
        if state == "approved":
            continue
        if step(state, "transfer") is None:
            raise refuse(
                "grounds",
                _("%(goal)s er under vurdering. Avgjør det først, eller la det stå alene i overgangen.")
                % {"goal": codes[newer]},
            )
        named = ", ".join(_named(olders[pk]) for pk in covering)
        words = _("Overført fra %(goals)s i %(set)s.") % {"goals": named, "set": row.from_set.code}
        found[newer] = f"{words} {texts[newer]}"[:LONGEST_TEXT].strip()
    return found


def _named(older: OlderGoal) -> str:
    """An approved goal with the day of its approval."""
    return f"{older.goal.code} ({day_short(older.on)})" if older.on else older.goal.code


@transaction.atomic
def drop_conversion(*, by: int | None, trainee_id: int, conversion_id: int, now: dt.datetime) -> Conversion:
    """Put a proposal away. It stays as what was considered; a new one can be made."""
    row = _open(conversion_id, trainee_id, by)
    row.outcome = DROPPED
    row.version += 1
    row.save(update_fields=["outcome", "version"])
    _tell(row, by, "drop_conversion", now, {})
    return row


def _open(conversion_id: int, trainee_id: int, by: int | None) -> Conversion:
    trainee = locked_trainee(trainee_id)
    _check_others(by, trainee)
    rows = Conversion.objects.select_for_update(of=("self",)).filter(trainee_id=trainee_id, pk=conversion_id)
    row = rows.select_related("trainee__person", "trainee__programme", "from_set", "to_set").first()
    if row is None:
        raise refuse("conversion", _("Overgangen finnes ikke lenger. Last siden på nytt."))
    if row.outcome:
        raise refuse("conversion", _("Overgangen er avgjort eller lagt bort, og endres ikke mer."))
    return row


def _check_others(by: int | None, trainee: Trainee) -> None:
    if by is not None and by == trainee.person_id:
        raise refuse("conversion", _("Ingen avgjør egne læringsmål. Spør lederen."))


def _tell(
    row: Conversion, by: int | None, act: str, now: dt.datetime, detail: dict[str, Any], why: str = ""
) -> None:
    record_event(
        by=by,
        act=act,
        subject=f"portfolio.Conversion:{row.pk}",
        now=now,
        about=row.trainee.person_id,
        detail={"trainee": row.trainee_id, "from": row.from_set.code, "to": row.to_set.code, **detail},
        private={"why": why} if why else None,
    )
