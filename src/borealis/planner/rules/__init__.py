"""The hard rules H1-H12 and the cost, one file each: slow, obvious, and strangers to the solver.

Every rule is a function `broken(problem, solution)` that yields a `Breach` for each place where the
plan breaks it. They read the formats and nothing else, so that they can judge any planner's work.
"""
