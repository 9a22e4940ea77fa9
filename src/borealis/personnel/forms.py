"""Forms for persons, posts and roles. They read what is typed; the actions decide, and refuse at the fields."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from borealis.people import actions
from borealis.people.directory import Person, Post, RoleAssignment, person_with_key
from borealis.personnel.actions import add_employee, make_key
from borealis.personnel.reading import LARGEST
from borealis.personnel.rules import MUST_END
from borealis.shell.forms import EMPTY, ActingForm, choice_field, day_field, text_field


def why_field() -> forms.CharField:
    """Why it is done: private text in the record."""
    return text_field(
        _("Hvorfor"), 300, help_text=_("Står i loggen til personen. Skriv ingenting om pasienter.")
    )


class PersonForm(ActingForm):
    """What is known of a person; ``version`` is the one that the reader saw."""

    name = text_field(_("Navn"), 200, required=True)
    email = text_field(_("E-post"), 254, required=True, help_text=_("Innlogging og varsler går hit."))
    hpr_number = text_field(_("HPR-nummer"), 20, help_text=_("7 til 9 sifre."))
    personnel_number = text_field(_("Ansattnummer"), 64, help_text=_("Fra personalsystemet."))
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *arguments: Any, person: Person, **more: Any) -> None:
        self.person = person
        facts = {**actions.facts_of(person), "version": person.version}
        super().__init__(*arguments, **{"initial": facts, **more})

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.change_person(by=by, person_id=self.person.pk, now=now, **self.cleaned_data)


class NewPersonForm(ActingForm):
    """A person with a first post, so that it is clear from the first day who keeps the person."""

    name = text_field(_("Navn"), 200, required=True)
    email = text_field(_("E-post"), 254, required=True, help_text=_("Invitasjonen går hit."))
    hpr_number = text_field(_("HPR-nummer"), 20, help_text=_("7 til 9 sifre."))
    personnel_number = text_field(_("Ansattnummer"), 64, help_text=_("Fra personalsystemet."))
    organisation = choice_field(_("Arbeidssted"))
    title = text_field(_("Stilling"), 100)
    from_day = day_field(_("Første dag"))
    to_day = day_field(_("Siste dag"), required=False, help_text=_("La stå tomt når stillingen er fast."))

    def __init__(self, *arguments: Any, places: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.set_choices("organisation", places)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = dict(self.cleaned_data)
        return add_employee(by=by, now=now, organisation_id=int(facts.pop("organisation")), **facts)


class PostForm(ActingForm):
    """A post."""

    organisation = choice_field(_("Arbeidssted"))
    title = text_field(_("Stilling"), 100)
    from_day = day_field(_("Første dag"))
    to_day = day_field(_("Siste dag"), required=False, help_text=_("La stå tomt når stillingen er fast."))

    def __init__(self, *arguments: Any, person: Person, places: list[tuple[int, str]], **more: Any) -> None:
        self.person = person
        super().__init__(*arguments, **more)
        self.set_choices("organisation", places)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = dict(self.cleaned_data)
        place = int(facts.pop("organisation"))
        return actions.add_post(by=by, person_id=self.person.pk, organisation_id=place, now=now, **facts)


class PostEndForm(ActingForm):
    """The last day of a post."""

    to_day = day_field(_("Siste dag"), help_text=_("Rollene som følger av stillingen, slutter samtidig."))
    why = why_field()

    def __init__(self, *arguments: Any, post: Post, **more: Any) -> None:
        self.post = post
        super().__init__(*arguments, **{"initial": {"to_day": post.to_day}, **more})

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        return actions.end_post(by=by, post_id=self.post.pk, now=now, **self.cleaned_data)


class ApprovalForm(ActingForm):
    """An approval as a specialist."""

    specialty = choice_field(_("Spesialitet"))
    approved_on = day_field(_("Godkjent"), help_text=_("Dagen Helsedirektoratet ga godkjenningen (§ 29)."))

    def __init__(
        self, *arguments: Any, person: Person, specialties: list[tuple[int, str]], **more: Any
    ) -> None:
        self.person = person
        super().__init__(*arguments, **more)
        self.set_choices("specialty", specialties)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        chosen, day = int(self.cleaned_data["specialty"]), self.cleaned_data["approved_on"]
        return actions.approve_specialist(
            by=by, person_id=self.person.pk, specialty_id=chosen, approved_on=day, now=now
        )


class RoleForm(ActingForm):
    """A role at a place, or for one doctor: "p7" is place 7, "t3" is trainee 3."""

    person = choice_field(_("Person"))
    role = choice_field(_("Rolle"))
    organisation = choice_field(_("Gjelder"))
    in_force_from = day_field(_("Første dag"))
    in_force_to = day_field(
        _("Siste dag"),
        required=False,
        help_text=_("Stedfortreder og delegert må ha en siste dag. Ellers kan feltet stå tomt."),
    )
    post = choice_field(
        _("Følger av stillingen"), required=False, help_text=_("Rollen slutter når stillingen slutter.")
    )
    why = why_field()

    def __init__(
        self,
        *arguments: Any,
        people: list[tuple[int, str]],
        roles: list[tuple[str, str]],
        places: list[tuple[str, str]],
        posts: list[tuple[int, str]] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*arguments, **more)
        self.set_choices("person", [(key, name) for key, name in people if key])
        self.set_choices("role", roles)
        self.set_choices("organisation", places)
        if posts:
            self.set_choices("post", posts)
        else:
            del self.fields["post"]
        if len(people) == 1:
            del self.fields["person"]
        self.only = people[0][0] if len(people) == 1 else None

    @property
    def person_id(self) -> int:
        """Who gets the role."""
        return self.only or int(self.cleaned_data["person"])

    @property
    def where(self) -> dict[str, int]:
        """The place, or the trainee, that was chosen."""
        kind, key = self.cleaned_data["organisation"][:1], int(self.cleaned_data["organisation"][1:])
        return {"organisation_id" if kind == "p" else "trainee_id": key}

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("role") in MUST_END and not facts.get("in_force_to"):
            self.add_error("in_force_to", _t("Skriv siste dag. Denne rollen gis for en periode."))
        return facts

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = self.cleaned_data
        return actions.assign_role(
            by=by,
            person=person_with_key(self.person_id),
            role=facts["role"],
            in_force_from=facts["in_force_from"],
            in_force_to=facts["in_force_to"],
            post_id=int(facts["post"]) if facts.get("post") else None,
            why=facts["why"],
            now=now,
            **self.where,
        )


class RoleEndForm(ActingForm):
    """The last day of a role, or that it ends at once; ``version`` is the one that the reader saw."""

    in_force_to = day_field(
        _("Siste dag"), required=False, help_text=_("La stå tomt når den gjelder inntil videre.")
    )
    why = why_field()
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(
        self, *arguments: Any, assignment: RoleAssignment, at_once: bool = False, **more: Any
    ) -> None:
        self.assignment, self.at_once = assignment, at_once
        stands = {"in_force_to": assignment.in_force_to, "version": assignment.version}
        super().__init__(*arguments, **{"initial": stands, **more})

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if self.at_once:
            self.errors.pop("in_force_to", None)
        elif self.assignment.role in MUST_END and not facts.get("in_force_to") and not self.errors:
            self.add_error("in_force_to", _t("Skriv siste dag. Denne rollen gis for en periode."))
        return facts

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts: dict[str, Any] = {"by": by, "assignment_id": self.assignment.pk, "now": now}
        facts |= {"version": self.cleaned_data["version"], "why": self.cleaned_data["why"]}
        if self.at_once:
            return actions.end_role(**facts)
        return actions.change_role_end(in_force_to=self.cleaned_data["in_force_to"], **facts)


class KeyForm(ActingForm):
    """A key for another system."""

    name = text_field(_("System"), 100, required=True, help_text=_("For eksempel Entra ID."))
    place = choice_field(_("Rekkevidde"), help_text=_("Nøkkelen når personer her og under."))
    days = forms.IntegerField(
        label=_("Varer i dager"),
        initial=365,
        error_messages={"required": EMPTY, "invalid": _("Skriv et helt tall, for eksempel 365.")},
        widget=forms.NumberInput(attrs={"min": 1, "max": 730, "inputmode": "numeric"}),
    )

    def __init__(self, *arguments: Any, places: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.set_choices("place", places)

    def act(self, *, by: int | None, now: dt.datetime) -> Any:
        facts = self.cleaned_data
        return make_key(
            by=by or 0, name=facts["name"], place_id=int(facts["place"]), days=facts["days"], now=now
        )


class ImportForm(forms.Form):
    """A file, and whether it holds everyone."""

    file = forms.FileField(
        label=_("CSV-fil"),
        help_text=_("Høyst 5 MB, med overskrifter. Komma, semikolon eller tabulator."),
        error_messages={
            "required": _("Velg en fil."),
            "empty": _("Filen er tom. Velg en annen."),
            "invalid": _("Velg en fil."),
            "missing": _("Velg en fil."),
        },
    )
    complete = forms.BooleanField(
        label=_("Filen har alle som arbeider ved stedene mine"),
        required=False,
        help_text=_("Da foreslås stillinger og roller avsluttet for dem som ikke står i filen."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_t("Filen er større enn 5 MB. Del den i flere filer."))
        return file
