"""Publications from a file: send it, look at what it says, take it in, undo."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from borealis.people.queries import viewer_in
from borealis.research import actions, forms, permissions, queries
from borealis.research.models import PublicationImport
from borealis.research.reading import read_publications
from borealis.research.views.frame import act_and_return
from borealis.research.wording import FAULTS
from borealis.shell.uploads import checked_upload


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a Crossref file; what is wrong with it is said at once."""
    viewer = viewer_in(request)
    row = permissions.check_leads_project(viewer, pk)
    form = forms.FileForm(request.POST, request.FILES) if request.method == "POST" else forms.FileForm()
    if form.is_bound and form.is_valid():
        try:
            file = checked_upload(form.cleaned_data["file"], kinds=("json",), longest=5_000_000)
            read = read_publications(file.text)
            kept = actions.keep_publications(
                by=viewer.person_id, project_id=pk, works=read.works, file_name=file.name, now=timezone.now()
            )
        except ValidationError as refused:
            form.add_error("file", refused)
        else:
            for fault in read.faults[:20]:
                words = _("Nr. %(number)s i filen %(why)s, og er ikke med.")
                messages.warning(request, words % {"number": fault.number, "why": FAULTS[fault.why]})
            return redirect("research_import", pk=kept.pk)
    page = {"row": row, "form": form}
    return render(request, "research/upload.html", {"page": page}, status=422 if form.is_bound else 200)


def _import(request: HttpRequest, pk: int) -> PublicationImport:
    """A file of a project that the reader leads."""
    viewer = viewer_in(request)
    found = PublicationImport.objects.select_related("project").filter(pk=pk).first()
    if found is None:
        raise Http404("import")
    permissions.check_leads_project(viewer, found.project_id)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file would add; sent, it is taken in."""
    row = _import(request, pk)
    if request.method == "POST":
        return act_and_return(
            request,
            lambda now: actions.apply_publications(by=viewer_in(request).person_id, import_id=pk, now=now),
            done=_("Publikasjonene er hentet inn. Du kan angre på siden til prosjektet."),
            back=reverse("research_project", args=[row.project_id]),
        )
    found = queries.preview(row.project, row.content)
    new = len(found["new"])
    words = ngettext("%(n)s ny publikasjon i filen.", "%(n)s nye publikasjoner i filen.", new) % {"n": new}
    page = {"row": row, "project": row.project, "sentence": words, "applied": row.applied_at, **found}
    return render(request, "research/import.html", {"page": page})


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away what a file brought."""
    row = _import(request, pk)
    return act_and_return(
        request,
        lambda now: actions.undo_publications(by=viewer_in(request).person_id, import_id=pk, now=now),
        done=_("Innhentingen er angret."),
        back=reverse("research_project", args=[row.project_id]),
    )
