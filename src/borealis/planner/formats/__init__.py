"""The two files of a rotation plan: the problem read, the solution read and written."""
