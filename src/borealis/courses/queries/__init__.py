"""Reading courses. What other rooms use takes no viewer: whoever asks has checked who may see."""

from borealis.courses.queries.admission import admission_page
from borealis.courses.queries.catalogue import catalogue_page, course_page, keeping_page
from borealis.courses.queries.demand import demand_page
from borealis.courses.queries.findings import asked_findings, course_findings, department_findings
from borealis.courses.queries.leave import leave_findings, leave_page
from borealis.courses.queries.registration import registration_page

__all__ = [
    "admission_page",
    "asked_findings",
    "catalogue_page",
    "course_findings",
    "course_page",
    "demand_page",
    "department_findings",
    "keeping_page",
    "leave_findings",
    "leave_page",
    "registration_page",
]
