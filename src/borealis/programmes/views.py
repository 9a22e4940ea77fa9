"""Pages of programmes: the public description, coverage, and putting a new version in force."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.programmes import actions, permissions, queries
from borealis.programmes.coverage_page import coverage_table
from borealis.programmes.description import describe, pdf_of
from borealis.programmes.findings import coverage_findings
from borealis.programmes.forms import DayForm, ProgrammeFileForm
from borealis.programmes.manage_page import Shown, apply_shown, show
from borealis.shell.language import text_in
from borealis.shell.limits import limited
from borealis.shell.uploads import attachment


@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Every programme with its public page; one alone is opened at once."""
    found = queries.programmes()
    if len(found) == 1:
        return redirect("programme_public", code=found[0].code)
    rows = [(programme.code, text_in(programme.document.title)) for programme in found]
    return render(request, "programmes/public_list.html", {"programmes": rows})


@require_safe
def public(request: HttpRequest, code: str) -> HttpResponse:
    """The public description of a programme (§ 22 e)."""
    description = describe(_programme(code), timezone.localdate())
    return render(request, "programmes/public.html", {"d": description})


@require_safe
@limited("pdf", times=60, seconds=600)
def public_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same description as a PDF."""
    today = timezone.localdate()
    address = request.build_absolute_uri(reverse("programme_public", kwargs={"code": code}))
    pdf = pdf_of(describe(_programme(code), today), today, address)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{code}.pdf"'
    return response


def _programme(code: str) -> queries.CurrentProgramme:
    found = queries.programme(code)
    if found is None:
        raise Http404
    return found


@require_safe
def coverage_own(request: HttpRequest) -> HttpResponse:
    """The coverage of the viewer's own programme."""
    return _own(request, "coverage")


@require_safe
def programme_own(request: HttpRequest) -> HttpResponse:
    """The versions of the viewer's own programme."""
    return _own(request, "programme_manage")


def _own(request: HttpRequest, page: str) -> HttpResponse:
    found = queries.programmes_visible(request.viewer)  # type: ignore[attr-defined]
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect(page, code=found[0].code)
    rows = [(text_in(p.document.title), reverse(page, kwargs={"code": p.code})) for p in found]
    return render(request, "programmes/choose.html", {"programmes": rows})


@require_safe
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """Goal by arena on a day, with gaps and agreements that end as findings."""
    viewer = request.viewer  # type: ignore[attr-defined]
    programme = permissions.check_may_see_department(viewer, queries.programme(code))
    form = DayForm(request.GET or None)
    chosen = form.cleaned_data["dag"] if form.is_valid() else None
    on: dt.date = chosen or timezone.localdate()
    offer = queries.coverage_in(programme.document, on)
    may_edit = permissions.may_edit_programme(viewer, programme)
    edit_url = reverse("programme_manage", kwargs={"code": code}) if may_edit else ""
    context = {
        "programme": programme,
        "form": form,
        "on": on,
        "offer": offer,
        "groups": coverage_table(programme, offer),
        "arenas": programme.document.arenas,
        "findings": coverage_findings(programme, offer, edit_url),
        "may_edit": may_edit,
    }
    return render(request, "programmes/coverage.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, code: str) -> HttpResponse:
    """The versions of a programme; a new file is shown with its problems and changes, then put in force."""
    programme = _editable(request, code)
    sent = request.method == "POST"
    form = ProgrammeFileForm(request.POST, request.FILES) if sent else ProgrammeFileForm()
    if not sent or not form.is_valid():
        return _manage_page(request, programme, form)
    if "ta_i_bruk" in request.POST:
        version = apply_shown(request.viewer.person_id, form, programme, timezone.now())  # type: ignore[attr-defined]
        if version is not None:
            messages.success(request, _("Versjon %(number)d er i bruk.") % {"number": version.number})
            return redirect("programme_manage", code=code)
    shown, filled = show(form, programme, timezone.localdate())
    return _manage_page(request, programme, filled, shown)


def _manage_page(
    request: HttpRequest,
    programme: queries.CurrentProgramme,
    form: ProgrammeFileForm,
    shown: Shown | None = None,
) -> HttpResponse:
    context = {
        "programme": programme,
        "versions": queries.versions(programme.pk),
        "form": form,
        "shown": shown,
    }
    return render(request, "programmes/manage.html", context)


@require_safe
def download(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A version as the file that it was."""
    viewer = request.viewer  # type: ignore[attr-defined]
    programme = permissions.check_may_see_department(viewer, queries.programme(code))
    version = queries.version(programme.pk, number)
    if version is None:
        raise Http404
    return attachment(version.text, kind="yaml", name=f"{code}-{number}.yaml")


@require_POST
def restore(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Put an earlier version in force again."""
    _editable(request, code)
    try:
        version = actions.restore(
            by=request.viewer.person_id,  # type: ignore[attr-defined]
            code=code,
            number=number,
            now=timezone.now(),
        )
    except actions.NoSuchVersion:
        raise Http404 from None
    except actions.ProgrammeRefused as refused:
        first = refused.problems[0]
        words = {"number": number, "line": first.line, "message": first.message}
        messages.error(
            request,
            _("Versjon %(number)d kan ikke tas i bruk nå. Linje %(line)d: %(message)s") % words,
        )
        return redirect("programme_manage", code=code)
    messages.success(request, _("Versjon %(number)d er i bruk.") % {"number": version.number})
    return redirect("programme_manage", code=code)


def _editable(request: HttpRequest, code: str) -> queries.CurrentProgramme:
    viewer = request.viewer  # type: ignore[attr-defined]
    return permissions.check_may_edit_programme(viewer, queries.programme(code))
