"""What the PDF is typeset from: the same content as dossier.json, in words and tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from borealis.portfolio.dossier.queries.told import (
    activity_tables,
    assessment_blocks,
    conversion_blocks,
    decision_blocks,
    feedback_blocks,
    panel_blocks,
)
from borealis.portfolio.dossier.queries.typeset import block, name_of, section, shown, table
from borealis.portfolio.dossier.rules.proofs import method_of
from borealis.shell.words import number
from borealis.trainees.wording import ABSENCE_WORDS, SERVICE_WORDS, STATE_WORDS

Rows = Iterable[Sequence[str]]


def document_of(dossier: Mapping[str, Any]) -> dict[str, Any]:
    """What the template reads, but for the attachment."""
    content, record = dossier["content"], dossier["record"]
    as_of = dt.datetime.fromisoformat(record["as_of"])
    person, training = content["person"], content["training"]
    return {
        "language": "nb",
        "date": [as_of.year, as_of.month, as_of.day],
        "title": _("Utdanningsmappe"),
        "name": person["name"],
        "specialty": _("Spesialistutdanning i %(specialty)s") % {"specialty": training["specialty_name"]},
        "contents": _("Innhold"),
        "footer": _("Utdanningsmappe for %(name)s, slik den sto %(day)s")
        % {"name": person["name"], "day": shown(record["as_of"][:10])},
        "facts": _facts(dossier),
        "sections": [
            _service(content),
            _counted(content),
            _goals(content),
            section(_("Avgjørelser om læringsmål"), blocks=decision_blocks(content)),
            section(_("Læringsaktiviteter"), tables=activity_tables(content)),
            section(_("Vurderinger"), blocks=assessment_blocks(content)),
            section(_("Tilbakemeldinger fra flere"), blocks=feedback_blocks(content)),
            section(_("Vurderingskollegier og gjennomganger"), blocks=panel_blocks(content)),
            section(_("Overgang til nye læringsmål"), blocks=conversion_blocks(content)),
            _plans(content),
            _signed(dossier),
        ],
        "nothing": _("Ingenting er registrert."),
        "attachment_words": _("Det samme som data"),
    }


def _facts(dossier: Mapping[str, Any]) -> list[list[str]]:
    content = dossier["content"]
    training = content["training"]
    goals = [goal for group in content["goal_sets"] if group["followed"] for goal in group["goals"]]
    approved = sum(goal["state"] == "approved" for goal in goals)
    counted = content["counted_time"][0]
    return [
        [_("HPR-nummer"), content["person"]["hpr_number"] or "–"],
        [_("Utstedt av"), dossier["issuer"]["name"]],
        [_("Avdeling"), training["department_name"]],
        [_("Begynte"), shown(training["started_on"])],
        [_("Autorisasjon eller lisens"), shown(training["licensed_on"])],
        [_("Del 1 nådd"), shown(training["part1_completed_on"])],
        [
            _("Læringsmål"),
            _("%(approved)d av %(all)d godkjent") % {"approved": approved, "all": len(goals)},
        ],
        [
            _("Tellende tid"),
            _("%(counted)s av %(required)s måneder (§ 2, § 31, lesemåte %(reading)s)")
            % {
                "counted": number(counted["total_months"]),
                "required": number(counted["required_months"]),
                "reading": counted["reading"],
            },
        ],
    ]


def _service(content: Mapping[str, Any]) -> dict[str, Any]:
    return section(
        _("Stillinger, tjeneste og fravær"),
        tables=[
            table(
                _("Stillinger"),
                [_("Avdeling"), _("Fra"), _("Til"), _("Utdanning"), _("Forskning")],
                [3, 1, 1, 1, 1],
                (
                    [
                        row["department_name"],
                        shown(row["from_day"]),
                        shown(row["to_day"]),
                        f"{row['percent']} %",
                        f"{row['research_percent']} %",
                    ]
                    for row in content["posts"]
                ),
            ),
            table(
                _("Tjeneste (§ 31)"),
                [_("Sted"), _("Slag"), _("Fra"), _("Til"), _("Andel"), _("Bekreftet")],
                [3, 2, 1.2, 1.2, 0.8, 1.2],
                (
                    [
                        row["arena_name"] or row["place"],
                        str(SERVICE_WORDS[row["kind"]]),
                        shown(row["from_day"]),
                        shown(row["to_day"]),
                        f"{row['percent']} %",
                        shown(row["confirmed_on"]),
                    ]
                    for row in content["service"]
                ),
            ),
            table(
                _("Fravær"),
                [_("Grunn"), _("Fra"), _("Til"), _("Andel")],
                [3, 1, 1, 1],
                (
                    [
                        str(ABSENCE_WORDS[row["kind"]]),
                        shown(row["from_day"]),
                        shown(row["to_day"]),
                        f"{row['percent']} %",
                    ]
                    for row in content["absence"]
                ),
            ),
            table(
                _("Attester (§ 25 e)"),
                [_("Fra"), _("Til"), _("Leder"), _("Ansvarlig overlege"), _("Ferdig signert")],
                [1, 1, 2, 2, 1.2],
                (
                    [
                        shown(row["from_day"]),
                        shown(row["to_day"]),
                        name_of(row["head"]),
                        name_of(row["consultant"]),
                        shown(row["completed_at"]),
                    ]
                    for row in content["certificates"]
                ),
            ),
            table(
                _("Veiledere (§ 25 d)"),
                [_("Navn"), _("Fra"), _("Til"), _("Unntak")],
                [2, 1, 1, 3],
                (
                    [
                        name_of(row["guide"]),
                        shown(row["from_day"]),
                        shown(row["to_day"]),
                        row["exception"],
                    ]
                    for row in content["guides"]
                ),
            ),
        ],
    )


def _counted(content: Mapping[str, Any]) -> dict[str, Any]:
    return section(
        _("Tellende tid (§ 2, § 31)"),
        tables=[
            table(
                _("Lesemåte %(reading)s: %(months)s av %(required)s måneder")
                % {
                    "reading": counted["reading"],
                    "months": number(counted["total_months"]),
                    "required": number(counted["required_months"]),
                },
                [
                    _("Tjeneste"),
                    _("Bekreftet, dager"),
                    _("Annet fravær"),
                    _("Uten trekk"),
                    _("Trukket"),
                    _("Teller, md"),
                    _("Hjemmel"),
                ],
                [2, 1.2, 1, 1, 1, 1, 2],
                (
                    [
                        str(SERVICE_WORDS[regime["kind"]]),
                        number(regime["base_days"]),
                        number(regime["other_absence_days"]),
                        number(regime["allowance_days"]),
                        number(regime["deducted_days"]),
                        number(regime["counted_months"]),
                        ", ".join(regime["sections"]),
                    ]
                    for regime in counted["regimes"]
                ),
            )
            for counted in content["counted_time"]
        ],
    )


def _goals(content: Mapping[str, Any]) -> dict[str, Any]:
    return section(
        _("Læringsmål"),
        tables=[
            table(
                f"{group['name']} ({group['code']})",
                [_("Mål"), _("Hva"), _("Tilstand"), _("Dato"), _("Av"), _("Grunnlag")],
                [1, 4, 1.4, 1.1, 1.6, 2.4],
                (row for goal in group["goals"] for row in _states(goal)),
            )
            for group in content["goal_sets"]
        ],
    )


def _states(goal: Mapping[str, Any]) -> Rows:
    """A line for each state that a goal had; one line for a goal that is not begun."""
    if not goal["states"]:
        yield [goal["code"], goal["title"], _("Ikke begynt"), "–", "", ""]
    for place, state in enumerate(goal["states"]):
        yield [
            goal["code"],
            goal["title"] if place == 0 else "",
            str(STATE_WORDS[state["state"]]),
            shown(state["on"]),
            name_of(state["by"]),
            state["grounds"],
        ]


def _plans(content: Mapping[str, Any]) -> dict[str, Any]:
    rows = ([str(row["number"]), shown(row["frozen_at"]), row["digest"]] for row in content["plans"])
    labels = [_("Versjon"), _("Avtalt"), _("Kjennetegn (SHA-256)")]
    return section(
        _("Individuelle planer (§ 25 a)"), tables=[table(_("Versjoner"), labels, [1, 1.5, 6], rows)]
    )


def _signed(dossier: Mapping[str, Any]) -> dict[str, Any]:
    head = dossier["record"]["head"]
    facts = [
        (_("Utstedt av"), dossier["issuer"]["name"]),
        (_("Nøkkel (did:key)"), dossier["issuer"]["id"]),
        (_("Verifiseringsmetode"), method_of(dossier["issuer"]["id"])),
        (_("Kjennetegn på innholdet (SHA-256)"), dossier["content_digest"]),
    ]
    if head:
        facts += [
            (_("Loggen: hendelse"), f"{head['size']} ({head['time']})"),
            (_("Loggen: rot"), head["root"]),
            (_("Loggen: signatur"), head["signature"]),
            (_("Loggen: offentlig nøkkel"), dossier["record"]["public_key"]),
        ]
    intro = _(
        "Mappen er signert med Ed25519 (eddsa-jcs-2022). dossier.json ligger som vedlegg i denne PDF-en, og kan "
        "kontrolleres uten konto og uten nett med borealis verify. Sammenlign nøkkelen med den virksomheten oppgir."
    )
    return section(_("Signatur og kontroll"), intro=intro, blocks=[block(_("Signatur"), facts)])
