"""Medical student scheduling, as an outside measure of the planner's engine.

The instances are others' (Akbarzadeh and Maenhout 2021; Zanazzo, Ceschia, Dovier and Schaerf 2024) and are
not kept here: `python -m benchmarks.mss FOLDER` reads them from wherever they are.
"""
