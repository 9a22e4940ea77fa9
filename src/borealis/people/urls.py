"""Addresses of the subject."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from borealis.people import views
from borealis.people.accounts.urls import urlpatterns as accounts

urlpatterns: list[URLPattern | URLResolver] = [
    path("sprak/", views.language, name="language"),
    *accounts,
    path("", include("borealis.people.providers.urls")),
]
