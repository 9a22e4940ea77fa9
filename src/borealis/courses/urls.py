"""Addresses of courses: everything under /kurs/."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.courses.views import following, keeping, own

urlpatterns: list[URLPattern] = [
    path("kurs/", own.catalogue, name="courses"),
    path("kurs/om/<slug:code>/", own.course, name="course"),
    path("kurs/dato/<int:pk>/onsk/", own.wish, name="course_wish"),
    path("kurs/pamelding/<int:pk>/", own.registration, name="course_registration"),
    path("kurs/pamelding/<int:pk>/fri/", following.answer, name="course_answer"),
    path("kurs/pamelding/<int:pk>/sok/", own.apply, name="course_apply"),
    path("kurs/pamelding/<int:pk>/trekk/", own.withdraw, name="course_withdraw"),
    path("kurs/pamelding/<int:pk>/bevis/", own.complete, name="course_complete"),
    path("kurs/onsker/", following.demand, name="course_demand"),
    path("kurs/fri/", following.leave, name="course_leave"),
    path("kurs/opptak/<int:pk>/", following.admission, name="course_admission"),
    path("kurs/katalog/", keeping.kept, name="course_keeping"),
    path("kurs/katalog/ny/", keeping.new, name="course_new"),
    path("kurs/katalog/hent/", keeping.take_in, name="course_import"),
    path("kurs/katalog/hent/<int:pk>/angre/", keeping.undo, name="course_import_undo"),
    path("kurs/katalog/kurs/<slug:code>/", keeping.change, name="course_change"),
    path("kurs/katalog/kurs/<slug:code>/ut/", keeping.retire, name="course_retire"),
    path("kurs/katalog/kurs/<slug:code>/dato/", keeping.new_date, name="course_date_new"),
    path("kurs/katalog/dato/<int:pk>/", keeping.date, name="course_date"),
    path("kurs/katalog/dato/<int:pk>/avlys/", keeping.cancel, name="course_date_cancel"),
]
