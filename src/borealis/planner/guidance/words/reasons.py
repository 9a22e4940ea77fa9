"""Reasons for missing sessions in words."""

from borealis.planner.guidance.explain.reasons import Change, Reason, ReasonCode
from borealis.planner.guidance.formats.clock import local
from borealis.planner.guidance.formats.problem import Duty
from borealis.planner.words import Language

NB: dict[ReasonCode, str] = {
    "no_guide": "ingen er veileder i tiden som er igjen",
    "guide_never_free": "veilederen har ingen vakt igjen med plass til en samtale",
    "members_never_free": "det er ingen vakt igjen der legen (eller nok av gruppen) har tid",
    "no_common_time": "veilederen har tid {guide_days} dager og legene {member_days}, men aldri samtidig",
    "too_close": "de {common_days} dagene med felles tid er for få eller for tett",
    "taken": "det er felles tid {common_days} dager, men andres samtaler tar den",
    "absent": "{person} kan ikke komme {start}",
}
EN: dict[ReasonCode, str] = {
    "no_guide": "nobody is the guide in the time that is left",
    "guide_never_free": "the guide has no duty left with room for a session",
    "members_never_free": "there is no duty left in which the trainee (or enough of the group) has time",
    "no_common_time": "the guide has time on {guide_days} days and the trainees on {member_days}, but never together",
    "too_close": "the {common_days} days with time in common are too few or too close",
    "taken": "there is time in common on {common_days} days, but sessions of others take it",
    "absent": "{person} cannot come on {start}",
}
LINES_NB = {
    "missing": "{of}: samtaler som mangler: {sessions}; {why}.",
    "change": "  Det blir plass til én hvis {person} kan være på {after} og avbrytes,"
    " i stedet for {before} (samtale {start}).",
    "off": "fri",
    "none": "Ingen samtaler mangler.",
}
LINES_EN = {
    "missing": "{of}: sessions missing: {sessions}; {why}.",
    "change": "  There is room for one if {person} is at work {after} and may be interrupted,"
    " instead of {before} (session at {start}).",
    "off": "nothing",
    "none": "No sessions are missing.",
}


def reasons_in_words(reasons: tuple[Reason, ...], language: Language) -> list[str]:
    """A line for each series that lacks sessions, and one for each change that makes room."""
    lines = LINES_NB if language == "nb" else LINES_EN
    words = NB if language == "nb" else EN
    text: list[str] = []
    for reason in reasons:
        why = words[reason.code].format(
            guide_days=reason.guide_days,
            member_days=reason.member_days,
            common_days=reason.common_days,
            person=reason.person,
            start="" if reason.start is None else f"{local(reason.start):%Y-%m-%d %H:%M}",
        )
        text.append(lines["missing"].format(of=reason.of, sessions=reason.sessions, why=why))
        text += [_change(change, lines) for change in reason.changes]
    return text or [lines["none"]]


def _change(change: Change, lines: dict[str, str]) -> str:
    return lines["change"].format(
        person=change.person,
        before=lines["off"] if change.before is None else _duty(change.before),
        after=_duty(change.after),
        start=f"{local(change.start):%H:%M}",
    )


def _duty(duty: Duty) -> str:
    """The code, and from when to when."""
    return f"{duty.code} {local(duty.start):%Y-%m-%d %H:%M}-{local(duty.end):%H:%M}".strip()
