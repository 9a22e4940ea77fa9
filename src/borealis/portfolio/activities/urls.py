"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.portfolio.activities.views import files, imports, pages

urlpatterns: list[URLPattern] = [
    path("lis/mappe/", pages.own, name="portfolio_own"),
    path("lis/mappe/<int:trainee>/", pages.portfolio, name="portfolio"),
    path("lis/mappe/<int:trainee>/ny/", pages.record, name="activity_record"),
    path("lis/mappe/<int:trainee>/flere/", pages.batch, name="activity_batch"),
    path("lis/mappe/<int:trainee>/hent/", imports.take_in, name="activity_import"),
    path("lis/mappe/<int:trainee>/hent/<int:pk>/angre/", imports.undo_import, name="activity_import_undo"),
    path("lis/mappe/<int:trainee>/<int:pk>/", pages.activity, name="activity"),
    path("lis/mappe/<int:trainee>/<int:pk>/endre/", pages.change, name="activity_change"),
    path("lis/mappe/<int:trainee>/<int:pk>/trekk/", pages.withdraw, name="activity_withdraw"),
    path("lis/mappe/<int:trainee>/<int:pk>/fil/", files.add_file, name="activity_file_add"),
    path("lis/mappe/<int:trainee>/<int:pk>/fil/<int:file>/", files.read_file, name="activity_file"),
]
