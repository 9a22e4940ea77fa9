"""The catalogue, one course, and a registration with the trainee's own steps."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from borealis.courses import actions, forms, permissions, queries
from borealis.courses.models import Registration
from borealis.people.queries import viewer_in


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The courses: one's own and those of one's specialty first."""
    viewer = viewer_in(request)
    permissions.check_signed_in(viewer)
    page = queries.catalogue_page(viewer, timezone.localdate())
    return render(request, "courses/catalogue.html", {"page": page})


@require_safe
def course(request: HttpRequest, code: str) -> HttpResponse:
    """One course and its dates."""
    viewer = viewer_in(request)
    found = permissions.check_may_see_course(viewer, code)
    page = queries.course_page(found, viewer, timezone.localdate())
    return render(request, "courses/course.html", {"page": page})


@require_POST
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """Wish a place on a date."""
    trainee, date = permissions.check_may_wish(viewer_in(request), pk)
    try:
        row = actions.wish_course(
            by=request.user.pk, trainee_id=trainee.pk, date_id=date.pk, now=timezone.now()
        )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("course", code=date.course.code)
    messages.success(request, _("Ønsket er sendt. Lederen din svarer på om du får fri."))
    return redirect("course_registration", pk=row.pk)


@require_safe
def registration(request: HttpRequest, pk: int) -> HttpResponse:
    """One registration: where it stands, and what comes next."""
    return registration_shown(request, permissions.check_may_see_registration(viewer_in(request), pk))


def registration_shown(
    request: HttpRequest, found: Registration, refused: forms.VersionForm | None = None
) -> HttpResponse:
    """The page, with the form of each step that the reader may take; the refused one as it was typed."""
    page = queries.registration_page(found, viewer_in(request), timezone.localdate())
    offered = {
        "may_answer": forms.AnswerForm,
        "may_apply": forms.ApplyForm,
        "may_withdraw": forms.WithdrawForm,
        "may_complete": forms.CertificateForm,
    }
    made = {name: form(registration=found) for name, form in offered.items() if page[name]}
    if refused is not None:
        made |= {name: refused for name, form in offered.items() if isinstance(refused, form)}
    context = {"page": page, "made": made, "refused": refused}
    return render(request, "courses/registration.html", context, status=200 if refused is None else 422)


def stepped(request: HttpRequest, form: forms.VersionForm, words: str) -> HttpResponse:
    """Take a step and say so, or show why not."""
    if form.store(by=request.user.pk, now=timezone.now()):
        messages.success(request, words)
        return redirect("course_registration", pk=form.registration.pk)
    return registration_shown(request, form.registration, form)


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Apply for the place."""
    found = permissions.check_own(viewer_in(request), pk)
    form = forms.ApplyForm(request.POST, registration=found)
    return stepped(request, form, _("Søknaden er sendt. Du får svar etter fristen."))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up."""
    found = permissions.check_own(viewer_in(request), pk)
    form = forms.WithdrawForm(request.POST, registration=found)
    return stepped(request, form, _("Du er trukket. Du kan ønske deg en annen dato."))


@require_POST
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate: the course enters the portfolio."""
    found = permissions.check_own(viewer_in(request), pk)
    form = forms.CertificateForm(request.POST, request.FILES, registration=found)
    return stepped(request, form, _("Kurset er ført i mappen din, med beviset."))
