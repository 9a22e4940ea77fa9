"""Addresses of certificates, under /lis/attester/."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.trainees.certificates import views

urlpatterns: list[URLPattern] = [
    path("lis/attester/<int:trainee>/", views.certificates, name="certificates"),
    path("lis/attester/<int:trainee>/ny/<int:pk>/", views.prepare, name="certificate_prepare"),
    path("lis/attester/<int:trainee>/<int:pk>/", views.certificate, name="certificate"),
    path("lis/attester/<int:trainee>/<int:pk>/attest.pdf", views.certificate_file, name="certificate_pdf"),
    path("lis/attester/<int:trainee>/<int:pk>/skriv/", views.write, name="certificate_write"),
    path("lis/attester/<int:trainee>/<int:pk>/signer/", views.sign, name="certificate_sign"),
    path("lis/attester/<int:trainee>/<int:pk>/apne/", views.reopen, name="certificate_reopen"),
    path("lis/attester/<int:trainee>/<int:pk>/legg-bort/", views.drop, name="certificate_drop"),
    path("lis/attester/<int:trainee>/<int:pk>/erstatt/", views.replace, name="certificate_replace"),
]
