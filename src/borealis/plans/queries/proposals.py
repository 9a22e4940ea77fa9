"""The page of one proposal: is it better, for whom, and what does it cost."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.organisations.queries import agreements
from borealis.plans.choice_words import chosen_of, chosen_words
from borealis.plans.conflict_words import why_unplaced
from borealis.plans.course_words import course_table, missed_words, named_in
from borealis.plans.event_words import event_words, measure_words, register_words, standing_words
from borealis.plans.models import Proposal
from borealis.plans.part_words import in_parts_words
from borealis.plans.queries.charts import lanes_of
from borealis.plans.queries.pages import change_rows, end_change, made_words, moved_words
from borealis.plans.queries.positions import positions_in
from borealis.plans.queries.replan_page import name_of
from borealis.plans.queries.stored import StoredPlan, stored_plans
from borealis.plans.rules.changes import event_from
from borealis.plans.rules.comparison import compare, course_changes, waiting
from borealis.plans.rules.content import PlanContent
from borealis.plans.rules.months import first_day, last_day
from borealis.plans.rules.outcome import Impossible, contents_from, impossible_from, waits_from
from borealis.plans.words import (
    phase_word,
    place_word,
    proof_words,
    proposal_word,
    wait_words,
    waiting_words,
)
from borealis.programmes.queries import CurrentProgramme, programme_by_id
from borealis.programmes.rules import ProgrammeDocument
from borealis.shell.findings import Finding
from borealis.shell.words import day_short, month_span, month_year, months_long
from borealis.shell.words import number as figure
from borealis.trainees.queries import TrainingRecord, trainee_ids_of, training_records


@dataclass(frozen=True)
class Reason:
    """One thing to know about a proposal: the cause in bold, and the rest."""

    title: str
    text: str = ""


def proposal_page(proposal: Proposal) -> dict[str, Any]:
    """Today's plans beside a proposal's, for all trainees of the programme."""
    current = programme_by_id(proposal.programme_id)
    document = current.document if current else None
    contents = {
        int(pk): content
        for pk, content in contents_from(proposal.problem, proposal.facts, proposal.solution).items()
    }
    records = training_records(contents)
    contents = {pk: contents[pk] for pk in sorted(records, key=lambda pk: records[pk].name)}
    plans = stored_plans(contents) if proposal.state == "open" else {}
    known = named_in([*contents.values(), *(plan.content for plan in plans.values())])
    delay, standing = proposal.problem["objective"]["delay"], proposal.facts.get("standing", 0)
    first = proposal.first_month
    ends = [content.planned_end for content in contents.values()]
    ends += [plan.content.planned_end for plan in plans.values()]
    last = last_day(max(ends, default=first.strftime("%Y-%m")))
    positions = positions_in(proposal, document)
    last = max(last, positions.get("last", last)) + dt.timedelta(days=60)
    names = {pk: record.name for pk, record in records.items()}
    return {
        "positions": positions,
        "pk": proposal.pk,
        "code": current.code if current else "",
        "open": proposal.state == "open",
        "state_word": proposal_word(proposal.state),
        "made": made_words(proposal),
        "heading": _("Forslag til planer"),
        "sentence": _sentence(contents, plans),
        **_what_if(proposal, current),
        "facts": _facts(contents, plans, records),
        "first": first,
        "last": last,
        "rows": [
            _row(records[pk], content, plans.get(pk), document, first)
            | {"chosen": chosen_words(chosen_of(proposal.solution, pk), document)}
            for pk, content in contents.items()
        ],
        "changes": [
            row
            for pk, content in contents.items()
            if pk in plans
            for row in change_rows(records[pk], plans[pk].content, content, document)
        ],
        "courses": course_table(
            (
                (records[pk].name, content, plans[pk].content if pk in plans else None)
                for pk, content in contents.items()
            ),
            known,
            document.course_codes if document else (),
        ),
        "reasons": [
            *_change_reasons(contents, plans, records),
            *_waiting_reasons(contents, records, proposal.reasons, document),
            *_missing(contents, records, impossible_from(proposal.reasons), document),
            *(Reason(*words) for words in missed_words(contents, names, known)),
        ],
        "proof": measure_words(proposal.solution, delay, standing)
        if "event" in proposal.facts
        else proof_words(proposal.solution, delay),
        "findings": agreement_findings(contents.values(), document, records),
    }


def _what_if(proposal: Proposal, current: CurrentProgramme | None) -> dict[str, str]:
    """What the proposal takes to happen, when it came of asking what if."""
    stored = proposal.facts.get("event")
    if stored is None or current is None:
        return {}
    event = event_from(stored)
    names = {pk: record.name for pk, record in training_records(trainee_ids_of(current.code)).items()}
    said = {str(pk): name for pk, name in names.items()}
    return {
        "event": event_words(event, name_of(event, current, names)),
        "register": register_words(event),
        "in_parts": in_parts_words(proposal.facts, said),
        "standing": standing_words(proposal.facts.get("standing", 0)),
    }


def _sentence(contents: Mapping[int, PlanContent], plans: Mapping[int, StoredPlan]) -> str:
    if not plans:
        return ngettext("Plan for %(n)s lege.", "Planer for %(n)s leger.", len(contents)) % {
            "n": len(contents)
        }
    moved, later = _moved(contents, plans), len(_later(contents, plans))
    if not moved:
        same = not any(course_changes(plans[pk].content, c) for pk, c in contents.items() if pk in plans)
        return _("Forslaget er likt dagens planer.") if same else _("Bare månedene for kurs er endret.")
    if not later:
        return _("%(stays)s, og ingen blir ferdig senere.") % {"stays": moved_words(moved)}
    doctors = ngettext("%(n)s lege blir ferdig senere", "%(n)s leger blir ferdig senere", later)
    return _("%(stays)s, og %(doctors)s.") % {
        "stays": moved_words(moved),
        "doctors": doctors % {"n": later},
    }


def _moved(contents: Mapping[int, PlanContent], plans: Mapping[int, StoredPlan]) -> int:
    """Stays that are new or moved against the plans of today."""
    return sum(len(compare(plans[pk].content, c).new) for pk, c in contents.items() if pk in plans)


def _later(contents: Mapping[int, PlanContent], plans: Mapping[int, StoredPlan]) -> list[int]:
    """Trainees who finish later than by the plans of today."""
    return [
        pk for pk, c in contents.items() if pk in plans and compare(plans[pk].content, c).months_later > 0
    ]


def _facts(
    contents: Mapping[int, PlanContent],
    plans: Mapping[int, StoredPlan],
    records: Mapping[int, TrainingRecord],
) -> list[dict[str, Any]]:
    before = sum(waiting(plan.content) for plan in plans.values())
    after = sum(waiting(content) for content in contents.values())
    finished = [pk for pk, content in contents.items() if not content.missing]
    last_pk = max(finished, key=lambda pk: contents[pk].planned_end, default=None)
    return [
        {
            "term": _("Ventetid samlet"),
            "was": str(before) if plans and before != after else "",
            "value": str(after),
            "unit": _("md"),
            "why": _("for %(n)s leger") % {"n": len(contents)},
        },
        {
            "term": _("Siste ferdig"),
            "value": month_year(first_day(contents[last_pk].planned_end)) if last_pk else "–",
            "why": records[last_pk].name if last_pk else "",
        },
        {
            "term": _("Opphold som flyttes"),
            "value": str(_moved(contents, plans)),
            "why": _("mot dagens planer") if plans else _("dette er de første planene"),
        },
        _unplaced(contents, records) or _finish_later(_later(contents, plans), records),
    ]


def _unplaced(
    contents: Mapping[int, PlanContent], records: Mapping[int, TrainingRecord]
) -> dict[str, Any] | None:
    """What is left without a place, and whose it is; None where nothing is."""
    lacking = [pk for pk, content in contents.items() if content.missing]
    if not lacking:
        return None
    return {
        "term": _("Uten plass"),
        "value": figure(sum(contents[pk].missing for pk in lacking)),
        "unit": _("md"),
        "why": ", ".join(records[pk].name for pk in lacking),
    }


def _finish_later(later: Sequence[int], records: Mapping[int, TrainingRecord]) -> dict[str, Any]:
    return {
        "term": _("Får senere sluttdato"),
        "value": str(len(later)) if later else _("Ingen"),
        "why": ", ".join(records[pk].name for pk in later),
    }


def _row(
    record: TrainingRecord,
    content: PlanContent,
    plan: StoredPlan | None,
    document: ProgrammeDocument | None,
    first: dt.date,
) -> dict[str, Any]:
    return {
        "name": record.name,
        "end": _("Ikke ferdig") if content.missing else month_year(first_day(content.planned_end)),
        "difference": end_change(plan.content, content, same=_("uendret")) if plan else "",
        "lanes": lanes_of(record, plan.content if plan else None, content, document, first),
    }


def _change_reasons(
    contents: Mapping[int, PlanContent],
    plans: Mapping[int, StoredPlan],
    records: Mapping[int, TrainingRecord],
) -> list[Reason]:
    """Whose plan changes and why: leave that was not known, or room made for others."""
    reasons = []
    for pk, content in contents.items():
        if pk not in plans or not (seen := compare(plans[pk].content, content)).changed:
            continue
        added = sorted(set(content.away) - set(plans[pk].content.away))
        name, end = records[pk].name, month_year(first_day(content.planned_end))
        if added:
            leave = month_span(first_day(added[0]), first_day(added[-1]))
            title = _("%(name)s: permisjonen %(months)s er tatt inn.") % {"name": name, "months": leave}
        else:
            title = _("%(name)s: %(moved)s.") % {"name": name, "moved": moved_words(len(seen.new))}
        words = _("Ikke ferdig: %(difference)s.") if content.missing else _("Ferdig %(end)s, %(difference)s.")
        text = words % {"end": end, "difference": end_change(plans[pk].content, content)}
        reasons.append((not added, Reason(title, text)))
    return [reason for _order, reason in sorted(reasons, key=lambda pair: pair[0])]


def _waiting_reasons(
    contents: Mapping[int, PlanContent],
    records: Mapping[int, TrainingRecord],
    reasons: Mapping[str, Any],
    document: ProgrammeDocument | None,
) -> list[Reason]:
    """Who waits so that the end is later, and for what."""
    waits = waits_from(reasons)
    return [
        Reason(
            _("%(name)s: %(waiting)s.")
            % {"name": records[pk].name, "waiting": waiting_words(waiting(content))},
            " ".join(wait_words(wait, document) for wait in waits.get(str(pk), [])),
        )
        for pk, content in contents.items()
        if waiting(content)
    ]


def _missing(
    contents: Mapping[int, PlanContent],
    records: Mapping[int, TrainingRecord],
    impossible: Mapping[str, Sequence[Impossible]],
    document: ProgrammeDocument | None,
) -> list[Reason]:
    return [
        Reason(
            _("%(name)s mangler %(months)s av %(phase)s.")
            % {
                "name": records[pk].name,
                "months": months_long(part.months),
                "phase": phase_word(part.phase, document),
            },
            why_unplaced(part, impossible.get(str(pk), ()), document),
        )
        for pk, content in contents.items()
        for part in content.unplaced
    ]


def agreement_findings(
    contents: Any, document: ProgrammeDocument | None, records: Mapping[int, TrainingRecord]
) -> list[Finding]:
    """Agreements that end before a planned stay in their arenas does."""
    if document is None:
        return []
    stays: dict[str, list[str]] = defaultdict(list)
    for content in contents:
        for stint in content.stints:
            stays[stint.arena].append(stint.through)
    found = []
    for terms in agreements(terms.id for terms in document.agreements).values():
        after = [
            through
            for arena in terms.arenas
            for through in stays.get(arena, ())
            if terms.in_force_to is not None and last_day(through) > terms.in_force_to
        ]
        if after and terms.in_force_to is not None:
            name = next((text for a in terms.arenas if (text := place_word(a, document))), terms.code)
            found.append(
                Finding(
                    rule="agreement_ends_before_stay",
                    severity="attention",
                    about=f"organisations.Agreement:{terms.code}",
                    title=_("Avtalen om %(arena)s løper ut før planlagte opphold.") % {"arena": name},
                    detail=ngettext(
                        "Den gjelder til %(day)s; %(n)s opphold varer lenger.",
                        "Den gjelder til %(day)s; %(n)s opphold varer lenger.",
                        len(after),
                    )
                    % {"day": day_short(terms.in_force_to), "n": len(after)},
                    action=_("Forny avtalen"),
                    url=reverse("programme_manage", args=[document.code]),
                    source="§ 22 e",
                )
            )
    return found
