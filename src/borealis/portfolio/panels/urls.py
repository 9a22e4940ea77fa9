"""Addresses of panels: those who hold them under /leder/, everyone's reading under /lis/."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.portfolio.panels import views

urlpatterns: list[URLPattern] = [
    path("leder/kollegium/<int:trainee>/", views.panels, name="panels"),
    path("leder/kollegium/<int:trainee>/<int:pk>/", views.panel, name="panel"),
    path("leder/kollegium/<int:trainee>/<int:pk>/konkluder/", views.conclude, name="panel_conclude"),
    path("leder/kollegium/<int:trainee>/<int:pk>/informert/", views.informed, name="panel_informed"),
    path("lis/kollegium/<int:trainee>/", views.own_panels, name="panels_own"),
    path("lis/kollegium/<int:trainee>/<int:pk>/", views.read, name="panel_read"),
]
