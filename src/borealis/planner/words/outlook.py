"""What futures do to a plan, in words."""

from __future__ import annotations

from collections.abc import Sequence

from borealis.planner.formats.months import month_text
from borealis.planner.robust.outlook import ArenaOutlook, Hardened, Outlook, TraineeOutlook, Way
from borealis.planner.robust.rates import Leave, Rates
from borealis.planner.words import Language

MOST_ARENAS = 10
"""Arenas that are told of, those that most wait for first."""

NB = {
    "total": "{futures} tenkte framtider. Planen koster {cost:.10g} i dag og {expected:.10g} i snitt når livet kommer; "
    "{late:.1f} måneder etter normen til sammen.",
    "range": "{trainee}: trolig ferdig {early}–{late}, oftest {middle} (planen {planned}). "
    "Etter normen ({norm}) i {risk}.",
    "nothing": "{trainee}: ingenting er plassert.",
    "gone": "{trainee}: slutter i alle framtidene.",
    "more": "  Slutter før planen er ferdig i {resigns}. Må flyttes i {moved}.",
    "agreement": "  En avtale ryker i {lost}.",
    "follows_late": "  En blokk som skal følge rett etter en annen, kommer for sent i {late}.",
    "waited": "{arena}: noen må vente på plass i {waited}, mest {worst} ({share}). Står tomt når planen bruker det i "
    "{empty}.",
    "empty": "{arena}: ingen må vente. Står tomt når planen bruker det i {empty}.",
    "too_few": "  {months:.1f} måneder med færre enn minst i snitt.",
    "beyond": "etter kalenderen",
    "rates": "Regnet med: foreldrepermisjon {parental}; sykefravær {sick}; oppsigelse {quits} i året; godkjenning tar "
    "{sign_off}; {allowance} av tjenesten kan være fravær uten å tas igjen.",
    "leave": "{a_year} i året, {shortest}–{longest} måneder",
    "sources": "Kilder: {sources}.",
    "assumed": "antatt",
    "sign_off": "{months:.1f} måneder i snitt",
    "choices": "Planer å velge mellom, billigst i dag først (* lønner seg):",
    "choice": "{mark} {way}: koster {cost:.10g} i dag ({more:+.10g}), {expected:.10g} i snitt ({saves:+.10g}), "
    "{late:.1f} måneder etter normen.",
    "none": "Ingen plan som ble prøvd, er bedre i framtidene enn den du har.",
}
EN = {
    "total": "{futures} possible futures. The plan costs {cost:.10g} today and {expected:.10g} on average when life "
    "comes; {late:.1f} months after the norm in all.",
    "range": "{trainee}: likely finished {early} to {late}, most often by {middle} (the plan {planned}). "
    "After the norm ({norm}) in {risk}.",
    "nothing": "{trainee}: nothing is placed.",
    "gone": "{trainee}: resigns in every future.",
    "more": "  Resigns before the plan is done in {resigns}. Has to be moved in {moved}.",
    "agreement": "  An agreement is lost in {lost}.",
    "follows_late": "  A block that is to follow directly after another comes too late in {late}.",
    "waited": "{arena}: somebody waits for a place in {waited}, most in {worst} ({share}). Stands empty when the plan "
    "uses it in {empty}.",
    "empty": "{arena}: nobody waits. Stands empty when the plan uses it in {empty}.",
    "too_few": "  {months:.1f} months under its minimum on average.",
    "beyond": "after the calendar",
    "rates": "Taken to happen: parental leave {parental}; sick leave {sick}; resignation {quits} a year; signing off "
    "takes {sign_off}; {allowance} of the service may be absence without being made up.",
    "leave": "{a_year} a year, {shortest} to {longest} months",
    "sources": "Sources: {sources}.",
    "assumed": "assumed",
    "sign_off": "{months:.1f} months on average",
    "choices": "Plans to choose among, cheapest today first (* pays):",
    "choice": "{mark} {way}: costs {cost:.10g} today ({more:+.10g}), {expected:.10g} on average ({saves:+.10g}), "
    "{late:.1f} months after the norm.",
    "none": "No plan that was tried is better in the futures than the one you have.",
}
WAYS_NB: dict[Way, str] = {
    "as_it_is": "Planen som den er",
    "other_seed": "Annet søk (nr. {amount})",
    "held_back": "{amount} plassmåneder holdt tilbake",
    "longer_blocks": "Planlagt {amount} % lengre",
}
WAYS_EN: dict[Way, str] = {
    "as_it_is": "The plan as it is",
    "other_seed": "Another search (no. {amount})",
    "held_back": "{amount} arena-months held back",
    "longer_blocks": "Planned {amount} % longer",
}


def outlook_in_words(outlook: Outlook, language: Language) -> list[str]:
    """The outlook, a line for each thing there is to say; the rates last."""
    lines = _lines(language)
    text = [
        lines["total"].format(
            futures=outlook.futures,
            cost=outlook.cost,
            expected=outlook.expected_cost,
            late=outlook.late_months,
        )
    ]
    for trainee in outlook.trainees:
        text += _trainee(trainee, lines)
    for arena in sorted(outlook.arenas, key=lambda a: (-a.waited_months, -a.empty_months, a.arena))[
        :MOST_ARENAS
    ]:
        text += _arena(arena, lines)
    return [*text, *_rates(outlook.rates, lines)]


def hardened_in_words(plans: Sequence[Hardened], language: Language) -> list[str]:
    """The plans to choose among, what each costs more today and saves in the futures."""
    lines, ways = _lines(language), WAYS_NB if language == "nb" else WAYS_EN
    own = next(plan.outlook for plan in plans if plan.way == "as_it_is")
    text = [lines["choices"]]
    for plan in plans:
        found = plan.outlook
        text.append(
            lines["choice"].format(
                mark="*" if plan.pays else " ",
                way=ways[plan.way].format(amount=plan.amount),
                cost=found.cost,
                more=round(found.cost - own.cost, 6),
                expected=found.expected_cost,
                saves=round(found.expected_cost - own.expected_cost, 6),
                late=found.late_months,
            )
        )
    if min(plan.outlook.expected_cost for plan in plans) >= own.expected_cost:
        text.append(lines["none"])
    return text


def _lines(language: Language) -> dict[str, str]:
    return NB if language == "nb" else EN


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _month(month: int | None, lines: dict[str, str]) -> str:
    return lines["beyond"] if month is None else month_text(month)


def _trainee(found: TraineeOutlook, lines: dict[str, str]) -> list[str]:
    if found.planned is None:
        return [lines["nothing"].format(trainee=found.trainee)]
    if found.resigns >= 1:
        return [lines["gone"].format(trainee=found.trainee)]
    head = lines["range"].format(
        trainee=found.trainee,
        early=_month(found.early, lines),
        middle=_month(found.middle, lines),
        late=_month(found.late, lines),
        planned=month_text(found.planned),
        norm=month_text(found.norm_end),
        risk=_percent(found.late_risk),
    )
    text = [head]
    if found.resigns or found.moved:
        text.append(lines["more"].format(resigns=_percent(found.resigns), moved=_percent(found.moved)))
    if found.agreement_lost:
        text.append(lines["agreement"].format(lost=_percent(found.agreement_lost)))
    if found.follows_late:
        text.append(lines["follows_late"].format(late=_percent(found.follows_late)))
    return text


def _arena(found: ArenaOutlook, lines: dict[str, str]) -> list[str]:
    if not found.waited and not found.empty and not found.too_few:
        return []
    text = [
        lines["waited" if found.waited else "empty"].format(
            arena=found.arena,
            waited=_percent(found.waited),
            worst=_month(found.worst, lines),
            share=_percent(found.worst_share),
            empty=_percent(found.empty),
        )
    ]
    return [*text, *([lines["too_few"].format(months=found.too_few)] if found.too_few else [])]


def _rates(rates: Rates, lines: dict[str, str]) -> list[str]:
    stated = (
        rates.parental_leave.source,
        rates.sick_leave.source,
        rates.resignation.source,
        rates.sign_off.source,
        rates.allowance.source,
    )
    sources = dict.fromkeys(lines["assumed"] if source == "assumed" else source for source in stated)
    months = sum(step * share for step, share in enumerate(rates.sign_off.shares))
    return [
        lines["rates"].format(
            parental=_leave(rates.parental_leave, lines),
            sick=_leave(rates.sick_leave, lines),
            quits=_percent(rates.resignation.a_year),
            sign_off=lines["sign_off"].format(months=months),
            allowance=_percent(rates.allowance.share),
        ),
        lines["sources"].format(sources="; ".join(sources)),
    ]


def _leave(leave: Leave, lines: dict[str, str]) -> str:
    return lines["leave"].format(
        a_year=_percent(leave.a_year), shortest=leave.shortest, longest=leave.longest
    )
