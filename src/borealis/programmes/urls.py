"""Addresses of the subject."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.programmes import views

urlpatterns: list[URLPattern] = [
    path("program/", views.public_list, name="programme_public"),
    path("program/<slug:code>/", views.public, name="programme_public"),
    path("program/<slug:code>/pdf/", views.public_pdf, name="programme_pdf"),
    # Without a code: the viewer's own programme. The menu asks for the same names as with a code.
    path("leder/dekning/", views.coverage_own, name="coverage"),
    path("leder/dekning/", views.coverage_own, name="coverage_own"),
    path("leder/dekning/<slug:code>/", views.coverage, name="coverage"),
    path("leder/program/", views.programme_own, name="programme_manage"),
    path("leder/program/", views.programme_own, name="programme_own"),
    path("leder/program/<slug:code>/", views.manage, name="programme_manage"),
    path("leder/program/<slug:code>/<int:number>/", views.download, name="programme_download"),
    path("leder/program/<slug:code>/<int:number>/gjenopprett/", views.restore, name="programme_restore"),
]
