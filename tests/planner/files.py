"""A good problem file as text, a solution of it, and what every fault's words must be."""

from __future__ import annotations

from borealis.planner import Fault, Solution, read_problem
from borealis.planner.formats.solution import Bottleneck, TraineePlan, Unplaced
from borealis.planner.words.faults import fault_in_words

TEXT = """{
 "format": "borealis/rotation-problem/1",
 "calendar": {"first": "2026-09", "months": 24},
 "arenas": [
  {"id": "ward", "site": "tromso", "places": [{"from": "2026-09", "through": null, "places": 2}]},
  {"id": "clinic", "site": "narvik", "places": [{"from": "2026-09", "through": null, "places": 1}],
   "minimum": [{"from": "2027-09", "through": "2027-10", "places": 1}]}
 ],
 "trainees": [
  {"id": "kari", "home": "tromso", "from": "2026-09", "norm_end": "2027-08", "weight": 1.5,
   "fraction": [{"from": "2026-09", "through": null, "percent": 50}],
   "away": [{"from": "2027-03", "through": "2027-04", "reason": "leave"}],
   "blocks": [
    {"id": "intro", "months": 2, "arenas": [{"id": "ward", "preference": 0}]},
    {"id": "basic", "months": 3, "after": ["intro"], "min_stint": 1, "max_stint": 4,
     "arenas": [{"id": "clinic", "preference": 1}], "from": "2026-10", "through": "2028-06",
     "fixed": [{"arena": "clinic", "from": "2027-06", "through": "2027-07"}]}
   ],
   "current": [{"block": "intro", "arena": "ward", "from": "2026-09", "through": "2026-10"}]},
  {"id": "ola", "home": "narvik", "norm_end": "2027-08", "blocks": []}
 ],
 "objective": {"delay": 10, "unplaced": 1000}
}
"""


def solution() -> Solution:
    problem = read_problem(TEXT)
    (kept,) = problem.trainees[0].blocks[1].fixed
    kari = TraineePlan("kari", 2.5, kept.last, 0, 2, 1, (kept,), (Unplaced("intro", 2, "no_places"),))
    ola = TraineePlan("ola", 0, None, 0, 0, 0, ())
    return Solution(
        "feasible", 2.5, 2.25, 0.1, 1 / 3, 0.7, (kari, ola), (Bottleneck("clinic", kept.first, 3.5),)
    )


def words_of(fault: Fault) -> tuple[str, str]:
    """Both languages' words, which must be something, and not the same."""
    nb, en = fault_in_words(fault, "nb"), fault_in_words(fault, "en")
    assert nb
    assert en
    assert nb != en
    return nb, en
