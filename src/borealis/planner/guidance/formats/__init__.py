"""The problem and the solution as frozen values, and their files. Maker and judge share these and no more."""
