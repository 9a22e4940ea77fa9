"""Breaches and reasons in Norwegian (bokmål) and English, for the command line."""
