"""Addresses of this part. ``s/<word>/`` is what stands in mails; the rest never holds a word."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.portfolio.signing import answer_views, inbox_views, trainee_views

urlpatterns: list[URLPattern] = [
    path("s/<str:word>/", answer_views.link, name="signing_link"),
    path("signer/<int:ask>/", answer_views.ask, name="signing_ask"),
    path("signer/<int:ask>/svar/<slug:what>/", answer_views.answer, name="signing_answer"),
    path("signer/<int:ask>/kvittering/", answer_views.receipt, name="signing_receipt"),
    path("signer/<int:ask>/angre/", answer_views.undo, name="signing_undo"),
    path("signer/<int:ask>/ny-lenke/", answer_views.new_link, name="signing_new_link"),
    path("signer/<int:ask>/fortsett/", answer_views.go_on, name="signing_go_on"),
    path("signering/", inbox_views.inbox, name="signing_inbox"),
    path("signering/angre/", inbox_views.undo, name="signing_inbox_undo"),
    path("lis/signering/", trainee_views.own, name="signing_own"),
    path("lis/signering/<int:trainee>/", trainee_views.page, name="trainee_signing"),
    path("lis/signering/<int:trainee>/be/", trainee_views.new, name="signing_new"),
    path("lis/signering/<int:trainee>/be-en-annen/<int:ask>/", trainee_views.another, name="signing_another"),
    path("lis/signering/<int:trainee>/trekk/<int:ask>/", trainee_views.recall, name="signing_recall"),
]
