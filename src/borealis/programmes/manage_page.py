"""What the page of versions shows of a new file before it is put in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from borealis.programmes import actions
from borealis.programmes.forms import ProgrammeFileForm, digest
from borealis.programmes.known_courses import course_name, known_courses
from borealis.programmes.models import ProgrammeVersion
from borealis.programmes.queries import CurrentProgramme
from borealis.programmes.rules import Change, ProgrammeDocument
from borealis.shell.language import text_in
from borealis.shell.located import Problem

_LINE_SHOWN = 100


@dataclass(frozen=True)
class Shown:
    """A preview as the page shows it: problems beside the line they are about, changes in words."""

    preview: actions.Preview
    problems: tuple[tuple[Problem, str], ...]
    changes: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Whether the file can be put in force and changes something."""
        return self.preview.document is not None and not self.preview.same


def show(
    form: ProgrammeFileForm, programme: CurrentProgramme, today: dt.date
) -> tuple[Shown, ProgrammeFileForm]:
    """The preview of what was sent, and the form filled with the text that was previewed."""
    content = form.content()
    preview = actions.preview(content, on=today, only=programme.code)
    text = content if isinstance(content, str) else content.decode("utf-8-sig", "replace")
    filled = ProgrammeFileForm(initial={"tekst": text, "vist": digest(text), "gjeldende": programme.number})
    before = programme.document
    changes = tuple(change_words(change, before, preview.document) for change in preview.changes)
    lines = text.splitlines()
    problems = tuple((found, _line(lines, found.line)) for found in preview.problems)
    return Shown(preview, problems, changes), filled


def _line(lines: list[str], number: int) -> str:
    """A line of the file, shortened."""
    text = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    return text if len(text) <= _LINE_SHOWN else text[: _LINE_SHOWN - 1] + "…"


def apply_shown(
    by: int | None, form: ProgrammeFileForm, programme: CurrentProgramme, now: dt.datetime
) -> ProgrammeVersion | None:
    """Put the text in force if it is the one that was shown, against the version that was in force then.

    Otherwise None: the page shows a new preview first.
    """
    content = form.content()
    text = content if isinstance(content, str) else ""
    if digest(text) != form.cleaned_data["vist"] or form.cleaned_data["gjeldende"] != programme.number:
        return None
    try:
        return actions.apply(by=by, text=text, now=now, only=programme.code)
    except actions.ProgrammeRefused:
        return None


def change_words(change: Change, before: ProgrammeDocument | None, after: ProgrammeDocument | None) -> str:
    """A change as a sentence."""
    subject = _name(change.subject, after) or _name(change.subject, before) or change.subject
    if change.kind.startswith("course_"):
        subject = course_name(change.subject, known_courses([change.subject]))
    words = {
        "subject": subject,
        "before": _names(change.before, before),
        "after": _names(change.after, after),
    }
    return {
        "arena_added": _("Ny arena: %(subject)s. Plasser: %(after)s."),
        "arena_removed": _("Arenaen %(subject)s går ut."),
        "places_changed": _("%(subject)s: plasser fra %(before)s til %(after)s."),
        "counting_changed": _("%(subject)s: plassene telles i %(after)s, før i %(before)s."),
        "goal_gains_arena": _("%(subject)s kan nå nås på %(after)s."),
        "goal_loses_arena": _("%(subject)s kan ikke lenger nås på %(before)s."),
        "phase_added": _("Ny fase: %(subject)s, %(after)s md."),
        "phase_removed": _("Fasen %(subject)s går ut."),
        "phase_changed": _("Fasen %(subject)s er endret (%(before)s md før, %(after)s md nå)."),
        "choice_added": _("Nytt valg mellom faser: %(subject)s."),
        "choice_removed": _("Valget %(subject)s går ut."),
        "choice_changed": _("Valget %(subject)s er endret."),
        "course_added": _("Nytt kurs: %(subject)s."),
        "course_removed": _("Kurset %(subject)s går ut."),
        "course_changed": _("Kurset %(subject)s kommer etter eller før andre faser enn nå."),
        "agreement_added": _("Ny avtale: %(subject)s med %(after)s."),
        "agreement_removed": _("Avtalen %(subject)s går ut."),
        "agreement_changed": _("Avtalen %(subject)s er endret. Siste dag: %(before)s før, %(after)s nå."),
        "norm_changed": _("Normen for %(subject)s: %(before)s før, %(after)s nå."),
        "signing_changed": _("Læringsaktiviteter signeres av: %(before)s før, %(after)s nå."),
        "activity_added": _("Ny læringsaktivitet: %(subject)s. Antall: %(after)s."),
        "activity_removed": _("Læringsaktiviteten %(subject)s går ut."),
        "activity_changed": _(
            "Læringsaktiviteten %(subject)s er endret. Antall: %(before)s før, %(after)s nå."
        ),
        "goal_sets_changed": _("Læringsmålsett: %(before)s før, %(after)s nå."),
        "text_changed": _("Teksten i «%(subject)s» er endret."),
    }[change.kind] % words


def _name(code: str, document: ProgrammeDocument | None) -> str:
    """What an arena, a phase or an activity is called; norms and roles by their words; otherwise nothing."""
    norms = {
        "guidance": _("veiledning"),
        "teaching": _("undervisning"),
        "link_days": _("dager en lenke gjelder"),
        "review_months": _("måneder mellom helhetlige vurderinger"),
        "people": _("leger"),
        "fraction": _("stillingsandeler"),
        "supervisor": _("supervisor"),
        "guide": _("veileder"),
    }
    if code in norms:
        return norms[code]
    if document is None:
        return ""
    choice = next((choice for choice in document.choices if choice.id == code), None)
    named = document.arena(code) or document.phase(code) or document.portfolio.template(code) or choice
    return text_in(named.name) if named else ""


def _names(codes: str, document: ProgrammeDocument | None) -> str:
    return ", ".join(_name(code, document) or code for code in codes.split(", "))
