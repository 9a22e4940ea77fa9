"""Addresses of the subject."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.curriculum import views

urlpatterns: list[URLPattern] = [
    path("spesialiteter/", views.specialties, name="specialties"),
    path("spesialiteter/<str:code>/", views.specialty, name="specialty"),
]
