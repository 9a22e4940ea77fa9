"""An explanation in words."""

from collections.abc import Collection

from borealis.planner.explain.reasons import (
    BindingPlace,
    CoupleReasons,
    DelayCode,
    DelayPart,
    Explanation,
    GroupReasons,
    HeldPlace,
    TraineeReasons,
)
from borealis.planner.formats.months import month_text
from borealis.planner.formats.solution import UnplacedReason
from borealis.planner.words import Language
from borealis.planner.words.conflicts import conflict_in_words, shift_in_words

DELAY_NB: dict[DelayCode, str] = {
    "less_work": "{months:+d}: normen gir mer tid enn det som gjenstår",
    "more_work": "{months:+d}: det gjenstår mer enn normen gir tid til",
    "unplaced": "{months:+d}: måneder uten plass er ikke regnet med",
    "part_time": "{months:+d}: deltid",
    "away": "{months:+d}: permisjon og annet fravær",
    "waiting_for_place": "{months:+d}: venter på plass ved {arena} ({block}), {first}–{last}",
    "waiting_for_window": "{months:+d}: {block} kan ikke begynne før, {first}–{last}",
    "waiting_for_course": "{months:+d}: {block} kan ikke begynne før kurset, {first}–{last}",
    "waiting_for_agreement": "{months:+d}: venter på avtalt opphold ved {arena} ({block}), {first}–{last}",
    "waiting_for_start": "{months:+d}: har ikke begynt",
    "waiting_by_choice": "{months:+d}: venter før {arena} ({block}), {first}–{last}, fordi helheten blir bedre",
}
DELAY_EN: dict[DelayCode, str] = {
    "less_work": "{months:+d}: the norm leaves more time than the work left needs",
    "more_work": "{months:+d}: more work is left than the norm has time for",
    "unplaced": "{months:+d}: months without a place are not counted",
    "part_time": "{months:+d}: part time",
    "away": "{months:+d}: leave and other time away",
    "waiting_for_place": "{months:+d}: waits for a place at {arena} ({block}), {first} to {last}",
    "waiting_for_window": "{months:+d}: {block} may not begin before, {first} to {last}",
    "waiting_for_course": "{months:+d}: {block} may not begin before the course, {first} to {last}",
    "waiting_for_agreement": "{months:+d}: waits for the agreed stint at {arena} ({block}), {first} to {last}",
    "waiting_for_start": "{months:+d}: has not begun",
    "waiting_by_choice": "{months:+d}: waits before {arena} ({block}), {first} to {last}, as the whole gains by it",
}
MISSING_NB: dict[UnplacedReason, str] = {
    "no_arena": "blokken har ingen læringsarena",
    "no_places": "det er ikke nok ledige plasser",
    "after_calendar": "kalenderen er for kort",
    "predecessor_unplaced": "en blokk som må være ferdig først, mangler plass",
    "window": "fra/til for blokken er for trangt",
    "course": "månedene passer ikke med kursene",
    "stints": "ledige måneder passer ikke med reglene for opphold og rekkefølge",
    "price": "det koster mer å plassere enn å la være",
}
MISSING_EN: dict[UnplacedReason, str] = {
    "no_arena": "the block has no arena",
    "no_places": "there are not enough free places",
    "after_calendar": "the calendar is too short",
    "predecessor_unplaced": "a block that must be finished first has no place",
    "window": "from/through of the block is too narrow",
    "course": "the months do not fit the courses",
    "stints": "the free months do not fit the rules of stints and order",
    "price": "placing it costs more than leaving it",
}
LINES_NB = {
    "total": "Planen koster {cost:.10g}; ingen plan kan koste mindre enn {bound:.10g}.",
    "late": "{trainee}: slutter {end}, {late} måneder etter normen ({norm}).",
    "on_time": "{trainee}: slutter {end}, innen normen ({norm}).",
    "nothing": "{trainee}: ingenting er plassert.",
    "binding": "{arena} er fullt {first}–{last}. Én plass til der er verdt {price:.10g} på margen{saves}.",
    "saves": "; en ny plan med den sparer {atleast}{saves:.10g}",
    "atleast": "minst ",
    "position": "{trainee} (stilling som ikke er besatt)",
    "held": "{arena} holdes av til {trainee} {first}–{last} ({block}).",
    "couple": "{one} og {other} er fra hverandre i {months} måneder (koster {cost:.10g}).",
    "close": "{one} og {other} er aldri fra hverandre.",
    "group": "{group} ({members}): i gjennomsnitt {mean:.3g} måneder forsinket{worst}.",
    "worst": ", mest av alle (koster {cost:.10g})",
    "missing": "{trainee}: {months:g} måneder av {block} har ingen plass: {reason}.",
    "missed": "{trainee}: ingen av månedene til kurset {course} passer.",
}
LINES_EN = {
    "total": "The plan costs {cost:.10g}; no plan can cost less than {bound:.10g}.",
    "late": "{trainee}: ends {end}, {late} months after the norm ({norm}).",
    "on_time": "{trainee}: ends {end}, within the norm ({norm}).",
    "nothing": "{trainee}: nothing is placed.",
    "binding": "{arena} is full {first} to {last}. One more place there is worth {price:.10g} at the margin{saves}.",
    "saves": "; a new plan with it saves {atleast}{saves:.10g}",
    "atleast": "at least ",
    "position": "{trainee} (position not yet filled)",
    "held": "{arena} is held for {trainee} {first} to {last} ({block}).",
    "couple": "{one} and {other} are apart for {months} months (costs {cost:.10g}).",
    "close": "{one} and {other} are never apart.",
    "group": "{group} ({members}): {mean:.3g} months late on average{worst}.",
    "worst": ", the most of all (costs {cost:.10g})",
    "missing": "{trainee}: {months:g} months of {block} have no place: {reason}.",
    "missed": "{trainee}: none of the months of the course {course} fits.",
}


def explanation_in_words(explanation: Explanation, language: Language) -> list[str]:
    """The explanation, a line for each thing there is to say."""
    lines = LINES_NB if language == "nb" else LINES_EN
    missing = MISSING_NB if language == "nb" else MISSING_EN
    text = [lines["total"].format(cost=explanation.cost, bound=explanation.bound)]
    unknown = {trainee.trainee for trainee in explanation.trainees if trainee.unknown}
    for trainee in explanation.trainees:
        text += _trainee(trainee, unknown, language)
    text += [_held(place, lines) for place in explanation.held]
    text += [_couple(couple, unknown, lines) for couple in explanation.couples]
    text += [_group(group, lines) for group in explanation.groups]
    text += [_place(place, lines) for place in explanation.binding]
    for entry in explanation.missing:
        text.append(
            lines["missing"].format(
                trainee=_name(entry.trainee, unknown, lines),
                months=entry.months,
                block=entry.block,
                reason=missing[entry.reason],
            )
        )
    text += [
        lines["missed"].format(trainee=entry.trainee, course=entry.course) for entry in explanation.missed
    ]
    text += [conflict_in_words(conflict, language) for conflict in explanation.conflicts]
    return text + [shift_in_words(shift, language) for shift in explanation.shifts]


def _name(trainee: str, unknown: Collection[str], lines: dict[str, str]) -> str:
    """The id; of a position that is not filled yet it is said that it is one."""
    return lines["position"].format(trainee=trainee) if trainee in unknown else trainee


def _held(place: HeldPlace, lines: dict[str, str]) -> str:
    return lines["held"].format(
        arena=place.arena,
        trainee=_name(place.trainee, (place.trainee,), lines),
        first=month_text(place.first),
        last=month_text(place.last),
        block=place.block,
    )


def _trainee(reasons: TraineeReasons, unknown: Collection[str], language: Language) -> list[str]:
    lines = LINES_NB if language == "nb" else LINES_EN
    if reasons.end is None:
        return [lines["nothing"].format(trainee=_name(reasons.trainee, unknown, lines))]
    which = "late" if reasons.late > 0 else "on_time"
    head = lines[which].format(
        trainee=_name(reasons.trainee, unknown, lines),
        end=month_text(reasons.end),
        late=reasons.late,
        norm=month_text(reasons.norm_end),
    )
    return [head, *(f"  {_part(part, language)}" for part in reasons.parts if reasons.late > 0)]


def _part(part: DelayPart, language: Language) -> str:
    words = (DELAY_NB if language == "nb" else DELAY_EN)[part.code]
    first = "" if part.first is None else month_text(part.first)
    last = "" if part.last is None else month_text(part.last)
    return words.format(months=part.months, arena=part.arena, block=part.block, first=first, last=last)


def _couple(couple: CoupleReasons, unknown: Collection[str], lines: dict[str, str]) -> str:
    line = lines["couple" if couple.months_apart else "close"]
    one, other = (_name(name, unknown, lines) for name in (couple.one, couple.other))
    return line.format(one=one, other=other, months=couple.months_apart, cost=couple.cost)


def _group(group: GroupReasons, lines: dict[str, str]) -> str:
    worst = lines["worst"].format(cost=group.cost) if group.is_worst else ""
    return lines["group"].format(group=group.group, members=group.members, mean=group.mean_delay, worst=worst)


def _place(place: BindingPlace, lines: dict[str, str]) -> str:
    saves = ""
    if place.saves is not None:
        saves = lines["saves"].format(saves=place.saves, atleast=lines["atleast"] if place.at_least else "")
    return lines["binding"].format(
        arena=place.arena,
        first=month_text(place.first),
        last=month_text(place.last),
        price=place.price,
        saves=saves,
    )
