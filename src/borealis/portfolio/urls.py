"""Addresses of the room, part by part."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

PARTS = ("activities", "signing", "goals", "assessment", "panels", "conversions", "dossier", "offline")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"borealis.portfolio.{part}.urls")) for part in PARTS
]
