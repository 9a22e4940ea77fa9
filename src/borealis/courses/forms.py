"""Forms of courses. They only read what is typed; the actions decide, and refuse at the same fields."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from borealis.courses import actions
from borealis.courses.actions.catalogue import LONGEST_NAME, MOST_HOURS, MOST_MONTHS, MOST_PLACES
from borealis.courses.models import Course, CourseDate, Registration
from borealis.portfolio.activities.actions import FILE_KINDS, LONGEST_FILE
from borealis.shell.forms import NOT_LISTED, ActingForm, choice_field, day_field, text_field
from borealis.shell.located import MAX_BYTES
from borealis.shell.uploads import Upload, checked_upload
from borealis.shell.wording import NO_PATIENTS

NOT_A_NUMBER = _("Skriv et helt tall.")


def whole_field(label: Any, least: int, most: int, initial: int, help_text: Any = "") -> forms.IntegerField:
    """A whole number between two."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        initial=initial,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": NOT_A_NUMBER, "invalid": NOT_A_NUMBER},
    )


def codes_in(text: str) -> list[str]:
    """Codes as people write them: between commas, spaces or lines."""
    return list(dict.fromkeys(text.replace(",", " ").replace(";", " ").upper().split()))


class CourseForm(ActingForm):
    """A course: new, or as it stands."""

    owner = choice_field(_("Hvem forvalter kurset i Borealis"))
    name_nb = text_field(_("Navn"), LONGEST_NAME, required=True)
    name_nn = text_field(_("Navn på nynorsk"), LONGEST_NAME)
    name_en = text_field(_("Navn på engelsk"), LONGEST_NAME)
    provider = text_field(_("Arrangør"), 200, required=True, help_text=_("For eksempel RegUt Helse Nord."))
    specialties = text_field(
        _("Spesialiteter"),
        400,
        help_text=_("Forkortelser med komma mellom, for eksempel NUK, RAD. Tomt betyr alle."),
    )
    goals = text_field(
        _("Læringsmål kurset hjelper på vei"),
        2000,
        help_text=_("Koder med komma mellom, for eksempel NUK-103, FKM-012."),
        lines=2,
    )
    hours = whole_field(_("Timer"), 0, MOST_HOURS, 0)
    recurrence_months = whole_field(
        _("Måneder mellom hver gang"), 0, MOST_MONTHS, 12, _("24 er annethvert år. 0 betyr ukjent.")
    )
    address = forms.URLField(label=_("Nettadresse"), required=False, max_length=500, assume_scheme="https")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *arguments: Any, owners: dict[int, str], course: Course | None = None, **more: Any
    ) -> None:
        if course is not None:
            more.setdefault("initial", _initial_of(course))
        super().__init__(*arguments, **more)
        self.course = course
        if course is not None:
            del self.fields["owner"]
            return
        self.set_choices("owner", owners.items())
        if len(owners) == 1:
            self.initial.setdefault("owner", next(iter(owners)))

    def act(self, *, by: int | None, now: dt.datetime) -> Course:
        told = self.cleaned_data
        facts = actions.CourseFacts(
            names={language: told[f"name_{language}"] for language in ("nb", "nn", "en")},
            provider=told["provider"],
            specialties=codes_in(told["specialties"]),
            goals=codes_in(told["goals"]),
            hours=told["hours"],
            recurrence_months=told["recurrence_months"],
            address=told["address"],
        )
        course = self.course
        return actions.save_course(
            by=by,
            owner_id=course.owner_id if course else int(told["owner"]),
            facts=facts,
            now=now,
            course_id=course.pk if course else None,
            version=told["version"] if course else None,
        )


def _initial_of(course: Course) -> dict[str, Any]:
    plain = ("name_nb", "name_nn", "name_en", "provider", "hours", "recurrence_months", "address", "version")
    return {
        **{name: getattr(course, name) for name in plain},
        "specialties": ", ".join(course.specialties),
        "goals": ", ".join(course.goals),
    }


class CourseDateForm(ActingForm):
    """A date of a course: new, or as it stands."""

    first_day = day_field(_("Første dag"))
    last_day = day_field(_("Siste dag"), required=False, help_text=_("Tomt for et kurs på én dag."))
    place = text_field(_("Sted"), 200, help_text=NO_PATIENTS)
    places = whole_field(_("Plasser"), 1, MOST_PLACES, 20)
    deadline = day_field(
        _("Påmeldingsfrist"), required=False, help_text=_("Tomt betyr tre måneder før første dag.")
    )
    announced_on = day_field(
        _("Kunngjøres"), required=False, help_text=_("Tomt betyr seks måneder før første dag.")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, course: Course, date: CourseDate | None = None, **more: Any) -> None:
        if date is not None:
            names = ("first_day", "last_day", "place", "places", "deadline", "announced_on", "version")
            more.setdefault("initial", {name: getattr(date, name) for name in names})
        super().__init__(*arguments, **more)
        self.course, self.date = course, date

    def act(self, *, by: int | None, now: dt.datetime) -> CourseDate:
        told = dict(self.cleaned_data)
        version = told.pop("version")
        return actions.save_date(
            by=by,
            course_id=self.course.pk,
            facts=actions.DateFacts(**told),
            now=now,
            date_id=self.date.pk if self.date else None,
            version=version if self.date else None,
        )


class ListForm(forms.Form):
    """A list of courses, chosen or pasted. ``vist`` is the digest of the text that was previewed."""

    owner = choice_field(_("Hvem forvalter kursene i Borealis"))
    fil = forms.FileField(
        label=_("Fil"), required=False, widget=forms.FileInput(attrs={"accept": ".yaml,.yml"})
    )
    tekst = forms.CharField(
        label=_("Tekst"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "wrap": "off"}),
    )
    vist = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, owners: dict[int, str], **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = list(owners.items())

    def clean_fil(self) -> Upload | None:
        """The chosen file, when it is text that can be read as YAML without harm."""
        chosen = self.cleaned_data.get("fil")
        return checked_upload(chosen, kinds=("yaml",), longest=MAX_BYTES) if chosen else None

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or {})
        if not told.get("fil") and "fil" not in self.errors and not (told.get("tekst") or "").strip():
            self.add_error("tekst", _("Velg en fil, eller lim inn teksten."))
        return told

    def text(self) -> str:
        """What is to be read: the chosen file, otherwise the pasted text."""
        chosen = self.cleaned_data.get("fil")
        text: str = chosen.text if chosen else self.cleaned_data["tekst"]
        return text.replace("\r\n", "\n")


def digest(owner: str, text: str) -> str:
    """A short mark of a list for a body, to see that it is the one that was shown."""
    return hashlib.sha256(f"{owner}\n{text}".encode("utf-8", "replace")).hexdigest()


class VersionForm(ActingForm):
    """A step with a registration, with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, registration: Registration, **more: Any) -> None:
        more.setdefault("initial", {"version": registration.version})
        super().__init__(*arguments, **more)
        self.registration = registration

    @property
    def said(self) -> dict[str, Any]:
        return {"registration_id": self.registration.pk, "version": self.cleaned_data["version"]}


class ApplyForm(VersionForm):
    """Apply for the place."""

    def act(self, *, by: int | None, now: dt.datetime) -> Registration:
        return actions.apply_for_course(by=by, now=now, **self.said)


class WithdrawForm(VersionForm):
    """Give the place up."""

    def act(self, *, by: int | None, now: dt.datetime) -> Registration:
        return actions.withdraw_from_course(by=by, now=now, **self.said)


class AnswerForm(VersionForm):
    """The head's answer: two buttons, and why where it is a no."""

    svar = forms.ChoiceField(
        choices=[("ja", "ja"), ("nei", "nei")],
        error_messages={"required": NOT_LISTED, "invalid_choice": NOT_LISTED},
    )
    reason = text_field(_("Hvorfor ikke, hvis du sier nei"), 300, help_text=NO_PATIENTS)

    def act(self, *, by: int | None, now: dt.datetime) -> Registration:
        told = self.cleaned_data
        return actions.answer_leave(
            by=by, approved=told["svar"] == "ja", reason=told["reason"], now=now, **self.said
        )


class CertificateForm(VersionForm):
    """The certificate of a course that is over."""

    file = forms.FileField(
        label=_("Kursbevis"),
        help_text=_("PDF eller bilde (PNG, JPEG), høyst 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg", "data-longest": LONGEST_FILE}),
        error_messages=dict.fromkeys(("required", "invalid", "empty", "missing"), _("Velg en fil.")),
    )

    def clean_file(self) -> Upload:
        return checked_upload(self.cleaned_data["file"], kinds=FILE_KINDS, longest=LONGEST_FILE)

    def act(self, *, by: int | None, now: dt.datetime) -> Registration:
        return actions.complete_course(by=by, certificate=self.cleaned_data["file"], now=now, **self.said)


class AdmissionForm(ActingForm):
    """Who gets a place; those proposed are chosen from the start."""

    chosen = forms.TypedMultipleChoiceField(
        label=_("Får plass"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_LISTED},
    )

    def __init__(self, *arguments: Any, date: CourseDate, applicants: list[int], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.date = date
        field = self.fields["chosen"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(pk, str(pk)) for pk in applicants]

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.admit_to_course(
            by=by, date_id=self.date.pk, chosen=self.cleaned_data["chosen"], now=now
        )
