"""Addresses of the subject."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from borealis.curriculum import views


class PrefixConverter(StringConverter):
    """The prefix of a specialty or goal set in an address: NUK, ØNH."""

    regex = "[A-ZÆØÅ]{2,10}"


register_converter(PrefixConverter, "prefix")

urlpatterns: list[URLPattern] = [
    path("spesialiteter/", views.specialties, name="specialties"),
    path("spesialiteter/<prefix:code>/", views.specialty, name="specialty"),
]
