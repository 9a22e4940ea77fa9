"""Addresses of the subject. ``ny/<kind>``: stilling, tjeneste, fravaer, veileder, maal or fratrekk."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.trainees import views
from borealis.trainees.certificates import urls as certificates

urlpatterns: list[URLPattern] = [
    *certificates.urlpatterns,
    path("lis/maal/", views.own_goals, name="goals_own"),
    path("lis/maal/<int:trainee>/", views.goals, name="trainee_goals"),
    path("lis/tjeneste/", views.own_service, name="service_own"),
    path("lis/tjeneste/<int:trainee>/", views.service, name="trainee_service"),
    path("lis/tjeneste/<int:trainee>/ny/<slug:kind>/", views.register, name="trainee_register"),
    path("lis/tjeneste/<int:trainee>/bekreft/<int:pk>/", views.confirm, name="trainee_confirm"),
    path("lis/tjeneste/<int:trainee>/trekk/<int:pk>/", views.withdraw, name="trainee_withdraw"),
    path("lis/tjeneste/<int:trainee>/slutt/<int:pk>/", views.end_employment, name="trainee_end"),
    path("lis/tjeneste/<int:trainee>/angre/<slug:entry>/<int:pk>/", views.undo, name="trainee_undo"),
    path("lis/onsker/<int:trainee>/", views.wishes, name="trainee_wishes"),
    path("lis/onsker/<int:trainee>/fjern/<int:pk>/", views.remove_wish, name="trainee_wish_remove"),
]
