"""Addresses of pages that belong to no subject."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from borealis.shell import views

urlpatterns: list[URLPattern] = [
    path("utseende/", views.colour_scheme, name="colour_scheme"),
    path("tilgjengelighet/", views.text_page, {"page": "accessibility"}, name="accessibility"),
    path("personvern/", views.text_page, {"page": "privacy"}, name="privacy"),
    path("om-tallene/", views.text_page, {"page": "about_figures"}, name="about_figures"),
    path("app.webmanifest", views.manifest, name="manifest"),
]
if settings.DEMO or settings.DEBUG:
    from borealis.shell.style_guide import style_guide, style_guide_form

    urlpatterns += [
        path("stil/", style_guide, name="style_guide"),
        path("stil/skjema/", style_guide_form, name="style_guide_form"),
    ]
