"""Addresses of the start pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.overview import views

urlpatterns: list[URLPattern] = [
    path("", views.start, name="start"),
    path("lis/", views.own_home, name="home_trainee"),
    path("lis/utdanning/<int:trainee>/", views.trainee_home, name="trainee_home"),
    path("leder/", views.own_department, name="department"),
    path("leder/avdeling/<slug:code>/", views.department, name="department"),
    path("leder/avdeling/<slug:code>/tjenesteplan/", views.roster_matters, name="roster_matters"),
    path("leder/avdeling/<slug:code>/opplaering/", views.training_matters, name="training_matters"),
    path("leder/avdeling/<slug:code>/samlet/", views.department_whole, name="department_whole"),
    path("lis/siden/<int:trainee>/", views.since, name="since"),
    path("lis/tid/", views.own_time, name="time_own"),
    path("lis/tid/<int:trainee>/", views.trainee_time, name="trainee_time"),
    path("leder/tid/", views.own_department_time, name="time_of_departments"),
    path("leder/tid/<slug:code>/", views.department_time, name="department_time"),
    path("veileder/", views.guide_home, name="home_guide"),
    path("supervisor/", views.supervisor_home, name="home_supervisor"),
    path("leder/maal/", views.delegate_home, name="home_delegate"),
    path("forskning/", views.research_home, name="home_research"),
    path("koordinator/", views.coordinator_home, name="home_coordinator"),
    path("regut/", views.coordinator_home, name="home_regional"),
    path("meg/tidligere/", views.former, name="former"),
    path("lis/arkiv/<int:trainee>/", views.archive, name="archive"),
]
