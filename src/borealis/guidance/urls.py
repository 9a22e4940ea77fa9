"""Addresses of guidance: own under /lis/ and /veileder/, a talk under /veiledning/, figures under /leder/."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.guidance import views

urlpatterns: list[URLPattern] = [
    path("lis/veiledning/", views.own, name="guidance_own"),
    path("lis/veiledning/<int:trainee>/", views.guidance, name="guidance"),
    path("veileder/veiledning/", views.guide, name="guidance_guide"),
    path("leder/veiledning/", views.figures, name="guidance_figures"),
    path("leder/veiledning/gruppe/", views.group, name="guidance_group"),
    path("leder/veiledning/gruppe/sjekk/", views.check_group, name="guidance_check_group"),
    path("leder/veiledning/plasser/", views.place, name="guidance_place"),
    path("lis/veiledning/<int:trainee>/finn/", views.find, name="guidance_find"),
    path("lis/veiledning/<int:trainee>/sjekk/", views.check_trainee, name="guidance_check"),
    path("veiledning/<int:pk>/sjekk/", views.check_talk, name="talk_check"),
    path("veiledning/<int:pk>/", views.talk, name="talk"),
    path("veiledning/<int:pk>/skriv/", views.write, name="talk_write"),
    path("veiledning/<int:pk>/punkt/", views.point, name="talk_point"),
    path("veiledning/<int:pk>/punkt/<int:point>/lukk/", views.close, name="talk_point_close"),
    path("veiledning/<int:pk>/godta/", views.accept, name="talk_accept"),
    path("veiledning/<int:pk>/flytt/", views.move, name="talk_move"),
    path("veiledning/<int:pk>/falt-bort/", views.lose, name="talk_lose"),
    path("veiledning/<int:pk>/ferdigstill/", views.finalise, name="talk_finalise"),
    path("veiledning/<int:pk>/gi-videre/", views.hand_over, name="talk_hand_over"),
]
