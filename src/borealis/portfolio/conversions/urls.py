"""Addresses of conversions: those who make them under /leder/, everyone's reading under /lis/."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.portfolio.conversions import views

urlpatterns: list[URLPattern] = [
    path("leder/overgang/<int:trainee>/", views.conversions, name="conversions"),
    path("leder/overgang/<int:trainee>/<int:pk>/", views.conversion, name="conversion"),
    path("leder/overgang/<int:trainee>/<int:pk>/maal/<int:goal>/", views.judge, name="conversion_judge"),
    path("leder/overgang/<int:trainee>/<int:pk>/avgjor/", views.decide, name="conversion_decide"),
    path("leder/overgang/<int:trainee>/<int:pk>/legg-bort/", views.drop, name="conversion_drop"),
    path("lis/overgang/<int:trainee>/", views.own, name="conversions_own"),
]
