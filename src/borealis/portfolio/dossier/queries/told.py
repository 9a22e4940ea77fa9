"""The longer parts of the PDF: activities with signatures, and everything that was judged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from borealis.portfolio.activities.wording import KIND_WORDS, STATE_WORDS
from borealis.portfolio.dossier.queries.typeset import block, codes, name_of, shown, table

Content = Mapping[str, Any]
Blocks = list[dict[str, Any]]


def activity_tables(content: Content) -> list[dict[str, Any]]:
    """One table for each kind of activity, with what was signed, by whom and at which level."""
    kinds = dict.fromkeys(entry["kind"] for entry in content["activities"])
    labels = [_("Dag"), _("Hva"), _("Antall"), _("Læringsmål"), _("Tilstand"), _("Signert av"), _("Filer")]
    return [
        table(
            str(KIND_WORDS.get(kind, kind)),
            labels,
            [1.1, 3.4, 0.8, 1.8, 1.2, 2.2, 1.2],
            (_activity(entry) for entry in content["activities"] if entry["kind"] == kind),
        )
        for kind in sorted(kinds)
    ]


def _activity(entry: Mapping[str, Any]) -> list[str]:
    days = shown(entry["from_day"]) + (f" – {shown(entry['to_day'])}" if entry["to_day"] else "")
    place = entry["arena_name"] or entry["place"]
    return [
        days,
        "; ".join(text for text in (entry["title"], place, entry["note"]) if text),
        str(entry["count"]),
        codes(entry["goals"]),
        str(STATE_WORDS.get(entry["state"], entry["state"])),
        "; ".join(_signature(answer) for ask in entry["signatures"] for answer in ask["answers"]),
        ", ".join(file["name"] for file in entry["files"]),
    ]


def _signature(answer: Mapping[str, Any]) -> str:
    outcomes = {
        "signed": _("signert"),
        "returned": _("returnert"),
        "declined": _("avslått"),
        "not_me": _("ikke den rette å spørre"),
        "comment": _("kommentar"),
    }
    level = "" if answer["level"] is None else _(", nivå %(level)d") % {"level": answer["level"]}
    undone = f", {_('angret')}" if answer["undone_at"] else ""
    comment = f": {answer['comment']}" if answer["comment"] else ""
    outcome = outcomes.get(answer["outcome"], answer["outcome"])
    return f"{name_of(answer['by'])} {shown(answer['at'])}, {outcome}{level}{undone}{comment}"


def decision_blocks(content: Content) -> Blocks:
    """Each goal that was sent in: grounds, recommendations by name and role, and the decision (§ 26)."""
    return [
        block(
            f"{codes([entry['goal']])}, {shown(entry['submitted_at'])}",
            [
                (_("Sendt inn av"), name_of(entry["by"])),
                (_("Grunnlag"), entry["grounds"]),
                (_("Vurdert av en annen virksomhet"), entry["enterprise"]),
                (
                    _("Bygger på"),
                    _("%(activities)d aktiviteter og %(assessments)d vurderinger")
                    % {"activities": len(entry["activities"]), "assessments": len(entry["assessments"])},
                ),
                *((_("Anbefaling"), _recommendation(one)) for one in entry["recommendations"]),
                (_("Avgjørelse"), _decision(entry["decision"])),
            ],
        )
        for entry in content["submissions"]
    ]


def _recommendation(one: Mapping[str, Any]) -> str:
    roles = {"guide": _("veileder"), "supervisor": _("supervisor")}
    verdicts = {"recommends": _("anbefaler"), "not_yet": _("ikke ennå")}
    withdrawn = ""
    if one["withdrawn_at"]:
        why = {"day": shown(one["withdrawn_at"]), "why": one["withdrawn_why"]}
        withdrawn = _(" (trukket tilbake %(day)s: %(why)s)") % why
    said = f"{roles.get(one['given_as'], one['given_as'])}, {verdicts.get(one['verdict'], one['verdict'])}"
    return f"{name_of(one['by'])}, {said}, {shown(one['at'])}. {one['text']}{withdrawn}".strip()


def _decision(decision: Mapping[str, Any] | None) -> str:
    if decision is None:
        return _("Ikke avgjort")
    outcomes = {"approved": _("Godkjent"), "returned": _("Returnert"), "not_reached": _("Ikke nådd")}
    outcome = outcomes.get(decision["outcome"], decision["outcome"])
    return f"{outcome} {shown(decision['at'])}, {name_of(decision['by'])}. {decision['text']}"


def assessment_blocks(content: Content) -> Blocks:
    return [
        block(
            f"{shown(entry['on'])}, {entry['form']}",
            [
                (_("Vurdert av"), name_of(entry["assessor"])),
                (_("Nivå"), "" if entry["level"] is None else str(entry["level"])),
                (_("Med egne ord"), entry["narrative"]),
                (_("Svar"), _plain(entry["answers"])),
                (_("Læringsmål"), codes(entry["goals"])),
            ],
        )
        for entry in content["assessments"]
    ]


def _plain(value: Any) -> str:
    """What was answered on a form, as the form stores it."""
    if not value:
        return ""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_plain(inner) or '–'}" for key, inner in value.items())
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def feedback_blocks(content: Content) -> Blocks:
    return [
        block(
            f"{entry['name']}, {shown(entry['opened_at'])}",
            [
                (_("Antall svar"), str(entry["answers"])),
                *(
                    (f"{group['name']}: {question['text']}", _counts(question["counts"]))
                    for group in entry["groups"]
                    for question in group["questions"]
                ),
                *((_("Med egne ord"), text) for text in entry["texts"]),
            ],
        )
        for entry in content["feedback"]
    ]


def _counts(counts: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(f"{one['step']}: {one['number']}" for one in counts)


def panel_blocks(content: Content) -> Blocks:
    return [
        block(
            f"{_('Vurderingskollegium') if entry['kind'] == 'panel' else _('Gjennomgang')} {shown(entry['on'])}",
            [
                (_("Deltakere"), _members(entry["members"])),
                (_("LIS til stede"), _("ja") if entry["trainee_present"] else _("nei")),
                (
                    _("Veileder ga orientering før"),
                    entry["informed_before"] and shown(entry["informed_before"]),
                ),
                (
                    _("Veileder ga orientering etter"),
                    entry["informed_after"] and shown(entry["informed_after"]),
                ),
                (_("Oppsummering"), entry["summary"]),
                (_("Avtalt"), entry["agreed"]),
                *(
                    (codes([one["goal"]]), f"{one['conclusion']}. {one['text']}")
                    for one in entry["conclusions"]
                ),
            ],
        )
        for entry in content["panels"]
    ]


def _members(members: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(name_of(one["person"]) for one in members)


def conversion_blocks(content: Content) -> Blocks:
    verdicts = {"covers": _("dekker"), "partly": _("dekker en del av"), "alone": _("står alene")}
    return [
        block(
            f"{entry['from_set']} → {entry['to_set']}, {shown(entry['decided_at'])}",
            [
                (_("Avgjort av"), name_of(entry["decided_by"])),
                (_("Grunnlag"), entry["grounds"]),
                *(
                    (
                        codes([item["older"]]),
                        f"{verdicts.get(item['verdict'], item['verdict'])} "
                        f"{codes([item['newer']]) if item['newer'] else ''} {item['text']}".strip(),
                    )
                    for item in entry["items"]
                ),
            ],
        )
        for entry in content["conversions"]
    ]
