"""Files of activities: adding one, and downloading it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from borealis.people.queries import viewer_in
from borealis.portfolio.activities import actions, queries
from borealis.portfolio.activities.forms import FileForm
from borealis.portfolio.activities.views.common import common, held, seen
from borealis.shell.limits import limited, takes_files
from borealis.shell.uploads import attachment


@takes_files(actions.LONGEST_FILE)
@require_POST
@limited("activity_file", times=60, seconds=3600)
def add_file(request: HttpRequest, trainee: int, pk: int) -> HttpResponse:
    """Add a file to an activity."""
    row = held(request, trainee, pk)
    form = FileForm(request.POST, request.FILES, row=row)
    if form.store(by=viewer_in(request).person_id, now=timezone.now()):
        messages.success(request, _("Filen er lagt til."))
        return redirect("activity", trainee=trainee, pk=pk)
    page = queries.detail_page(row, queries.terms_of(row.trainee))
    words = {**common(request, row.trainee), "page": page, "file_form": form}
    return render(request, "portfolio/activities/activity.html", words, status=422)


@require_safe
def read_file(request: HttpRequest, trainee: int, pk: int, file: int) -> HttpResponse:
    """A file, to be saved; the reading stands in the record."""
    row = seen(request, trainee, pk)
    found = row.files.select_related("activity__trainee").filter(pk=file).first()
    if found is None:
        raise Http404("file")
    data = actions.read_activity_file(by=viewer_in(request).person_id, file=found, now=timezone.now())
    return attachment(data, kind=found.kind, name=found.name)
