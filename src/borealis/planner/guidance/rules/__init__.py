"""The rules as a judge reads them: one file each, minute by minute, apart from the engine.

G1-G6 are hard: no placing breaks them. What a placing claims about itself is `claims.py`'s matter.
"""
