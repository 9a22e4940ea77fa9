"""Addresses of research: own under /lis/, the department's under /leder/, the rest under /forskning/."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.research.views import calls, projects, publications, tracks

urlpatterns: list[URLPattern] = [
    path("lis/forskning/", tracks.own, name="research_own"),
    path("lis/forskning/hva-om/", tracks.own_what_if, name="research_what_if_own"),
    path("lis/forskning/<int:trainee>/", tracks.trainee, name="research_trainee"),
    path("lis/forskning/<int:trainee>/del/", tracks.part, name="research_part"),
    path("lis/forskning/<int:trainee>/ide/", tracks.idea, name="research_idea"),
    path("lis/forskning/<int:trainee>/lop/", tracks.new, name="research_track_new"),
    path("lis/forskning/<int:trainee>/hva-om/", tracks.what_if, name="research_what_if"),
    path("leder/forskning/", projects.own, name="research_department_own"),
    path("leder/forskning/<slug:code>/", projects.department, name="research_department"),
    path("leder/forskning/<slug:code>/nytt/", projects.new, name="research_project_new"),
    path("forskning/lop/<int:pk>/", tracks.track, name="research_track"),
    path("forskning/lop/<int:pk>/rett/", tracks.change, name="research_track_change"),
    path("forskning/lop/<int:pk>/steg/<slug:act>/", tracks.step, name="research_track_step"),
    path("forskning/lop/<int:pk>/krav/", tracks.demand, name="research_demand"),
    path("forskning/lop/<int:pk>/kurs/", tracks.course, name="research_track_course"),
    path("forskning/lop/<int:pk>/bekreft/", tracks.confirm, name="research_confirm"),
    path("forskning/bekreftelse/<int:pk>/", tracks.confirmation, name="research_confirmation"),
    path("forskning/bekreftelse/<int:pk>/trekk/", tracks.withdraw, name="research_withdraw"),
    path("bekreftelse/<slug:digest>/", tracks.verify, name="research_verify"),
    path("forskning/prosjekt/<int:pk>/", projects.project, name="research_project"),
    path("forskning/prosjekt/<int:pk>/rett/", projects.change, name="research_project_change"),
    path("forskning/prosjekt/<int:pk>/steg/", projects.step, name="research_project_step"),
    path("forskning/prosjekt/<int:pk>/bli-med/", projects.join, name="research_join"),
    path("forskning/prosjekt/<int:pk>/deltaker/", projects.participant, name="research_participant"),
    path("forskning/deltaker/<int:pk>/svar/", projects.answer, name="research_answer"),
    path("forskning/deltaker/<int:pk>/ut/", projects.leave, name="research_leave"),
    path("forskning/prosjekt/<int:pk>/milepael/", projects.milestone, name="research_milestone"),
    path(
        "forskning/prosjekt/<int:pk>/milepael/<int:milestone>/naadd/", projects.reach, name="research_reach"
    ),
    path("forskning/prosjekt/<int:pk>/godkjenning/", projects.approval, name="research_approval"),
    path("forskning/prosjekt/<int:pk>/midler/", projects.funding, name="research_funding"),
    path("forskning/prosjekt/<int:pk>/publikasjon/", projects.publication, name="research_publication"),
    path("forskning/prosjekt/<int:pk>/publikasjoner/", publications.upload, name="research_upload"),
    path("forskning/publikasjoner/<int:pk>/", publications.look, name="research_import"),
    path("forskning/publikasjoner/<int:pk>/angre/", publications.undo, name="research_undo"),
    path("forskning/utlysninger/", calls.calls, name="research_calls"),
    path("forskning/utlysninger/ny/", calls.new, name="research_call_new"),
    path("forskning/utlysninger/fra-fil/", calls.from_file, name="research_calls_file"),
    path("forskning/utlysninger/<int:pk>/", calls.call, name="research_call"),
    path("forskning/utlysninger/<int:pk>/rett/", calls.change, name="research_call_change"),
    path("forskning/utlysninger/<int:pk>/sok/", calls.apply, name="research_apply"),
    path("forskning/soknad/<int:pk>/", calls.application, name="research_application"),
    path("forskning/soknad/<int:pk>/klart/", calls.ready, name="research_ready"),
    path("forskning/soknad/<int:pk>/steg/<slug:act>/", calls.step, name="research_application_step"),
]
