"""Pages of certificates: a trainee's periods, one certificate, the form, the signatures, and the file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.people.actions import ChangedMeanwhile
from borealis.people.queries import viewer_in
from borealis.trainees.certificates import actions
from borealis.trainees.certificates.document import certificate_pdf
from borealis.trainees.certificates.forms import JUDGED, CertificateForm, ReplaceForm
from borealis.trainees.certificates.permissions import (
    check_may_see_certificate,
    check_may_see_certificates,
    check_may_sign,
    check_may_write,
    signs_as,
)
from borealis.trainees.certificates.queries import certificate_findings, certificate_view, periods_of
from borealis.trainees.models import ServiceCertificate, Trainee
from borealis.trainees.permissions import may_register, may_see


def _common(request: HttpRequest, trainee: Trainee) -> dict[str, Any]:
    viewer = viewer_in(request)
    return {
        "trainee": trainee,
        "own": viewer.person_id == trainee.person_id,
        "sees_training": may_see(viewer, trainee),
        "sees_certificates": True,
        "may_register": may_register(viewer, trainee),
    }


@require_safe
def certificates(request: HttpRequest, trainee: int) -> HttpResponse:
    """Every period of service with its certificates."""
    row = check_may_see_certificates(viewer_in(request), trainee)
    common, today = _common(request, row), timezone.localdate()
    page = {
        **common,
        "periods": periods_of(row.pk, today),
        "findings": certificate_findings([row.pk], today, may_write=False).get(row.pk, []),
    }
    return render(request, "trainees/certificates.html", page)


@require_POST
def prepare(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Begin a certificate for a period."""
    row = check_may_see_certificates(viewer_in(request), trainee)
    check_may_write(viewer_in(request), row)
    if not row.services.filter(pk=pk).exists():
        raise Http404("service")
    try:
        made = actions.prepare_certificate(
            by=viewer_in(request).person_id, trainee_id=row.pk, service_id=pk, now=timezone.now()
        )
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect("certificates", trainee=row.pk)
    return redirect("certificate_write", trainee=row.pk, pk=made.pk)


@require_safe
def certificate(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """One certificate as it will be signed, or as it was."""
    row = check_may_see_certificate(viewer_in(request), trainee, pk)
    page = {
        **_common(request, row.trainee),
        "page": certificate_view(row),
        "signs_as": signs_as(viewer_in(request), row),
        "ended": row.service.to_day <= timezone.localdate(),
    }
    return render(request, "trainees/certificate.html", page)


@require_safe
def certificate_file(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """The certificate as a PDF to keep."""
    row = check_may_see_certificate(viewer_in(request), trainee, pk)
    response = HttpResponse(certificate_pdf(row), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="attest-{row.pk}.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Write what is not registered. A certificate that somebody has signed is only read."""
    row = check_may_see_certificate(viewer_in(request), trainee, pk)
    check_may_write(viewer_in(request), row.trainee)
    if row.digest:
        messages.warning(request, _("Attesten er signert og kan ikke endres."))
        return redirect("certificate", trainee=trainee, pk=pk)
    form = CertificateForm(request.POST or None, row=row, today=timezone.localdate())
    page = {**_common(request, row.trainee), "form": form, "page": certificate_view(row)}
    try:
        if request.method == "POST" and form.store(by=viewer_in(request).person_id, now=timezone.now()):
            messages.success(request, _("Attesten er lagret. Den er ikke signert ennå."))
            return redirect("certificate", trainee=trainee, pk=pk)
    except ChangedMeanwhile as meanwhile:
        page["stands"] = _stands(form, meanwhile)
        return render(request, "trainees/certificate_form.html", page, status=409)
    return render(request, "trainees/certificate_form.html", page, status=422 if form.is_bound else 200)


def _stands(form: CertificateForm, meanwhile: ChangedMeanwhile) -> list[tuple[str, Any]]:
    """What another has written at the fields that differ; what was typed stays, and can be stored next."""
    form.go_on_from(meanwhile.stands["version"])
    words = {
        **meanwhile.stands,
        "satisfactory": {True: str(JUDGED[0][1]), False: str(JUDGED[1][1])}.get(
            meanwhile.stands["satisfactory"], ""
        ),
        "consultant": dict(form.fields["consultant"].choices).get(  # type: ignore[attr-defined]
            meanwhile.stands["consultant"], ""
        ),
    }
    return [(str(field.label), words[name]) for name, field in form.fields.items() if name != "version"]


@require_POST
def sign(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Sign what was read."""
    viewer = viewer_in(request)
    row = check_may_see_certificate(viewer, trainee, pk)
    role = check_may_sign(viewer, row)
    done = _("Du har signert attesten.")
    _act(
        request,
        done,
        lambda now: actions.sign_certificate(
            by=viewer.person_id or 0,
            trainee_id=trainee,
            certificate_id=pk,
            role=role,
            seen_digest=request.POST.get("digest", ""),
            now=now,
        ),
    )
    return redirect("certificate", trainee=trainee, pk=pk)


@require_POST
def reopen(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Take the only signature back."""
    row = _for_writing(request, trainee, pk)
    _act(
        request,
        _("Signaturen er tatt tilbake. Attesten kan endres."),
        lambda now: actions.reopen_certificate(
            by=viewer_in(request).person_id, trainee_id=trainee, certificate_id=row.pk, now=now
        ),
    )
    return redirect("certificate", trainee=trainee, pk=pk)


@require_POST
def drop(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Take away a certificate that nobody has signed."""
    row = _for_writing(request, trainee, pk)
    _act(
        request,
        _("Utkastet er lagt bort."),
        lambda now: actions.drop_certificate(
            by=viewer_in(request).person_id, trainee_id=trainee, certificate_id=row.pk, now=now
        ),
    )
    return redirect("certificates", trainee=trainee)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """A new certificate in the place of a signed one."""
    row = _for_writing(request, trainee, pk)
    if not row.completed_at or ServiceCertificate.objects.filter(replaces=row).exists():
        raise Http404("certificate")
    form = ReplaceForm(request.POST or None, row=row)
    if request.method == "POST" and form.store(by=viewer_in(request).person_id, now=timezone.now()):
        return redirect("certificate_write", trainee=trainee, pk=form.result.pk)
    page = {**_common(request, row.trainee), "form": form, "row": row}
    return render(request, "trainees/certificate_replace.html", page, status=422 if form.is_bound else 200)


def _for_writing(request: HttpRequest, trainee: int, pk: int) -> ServiceCertificate:
    row = check_may_see_certificate(viewer_in(request), trainee, pk)
    check_may_write(viewer_in(request), row.trainee)
    return row


def _act(request: HttpRequest, done: str, act: Any) -> None:
    """Act at once and say how it went."""
    try:
        act(timezone.now())
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, done)
