"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.portfolio.dossier import views

urlpatterns: list[URLPattern] = [
    path("lis/soknad/<int:trainee>/", views.ready, name="dossier_ready"),
    path("lis/soknad/<int:trainee>/last-ned/", views.take_out, name="dossier_take_out"),
    path("lis/soknad/<int:trainee>/maal-fra-fil/", views.goal_list, name="dossier_goals"),
    path("kontroller/", views.check, name="dossier_check"),
    path("leder/hent-inn/", views.bring_in, name="dossier_bring_in"),
    path("leder/hent-inn/<int:pk>/angre/", views.undo, name="dossier_undo"),
]
