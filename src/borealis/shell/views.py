"""Pages that belong to no subject."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing that this reader may see: the answer is the same."""
    return render(request, "shell/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The reader is known, but may not do this."""
    return render(request, "shell/forbidden.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke on our side; say what is safe and what to do now."""
    return render(request, "shell/server_error.html", status=500)
