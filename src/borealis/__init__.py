"""Borealis: plans, foresees and follows the specialist training of doctors."""

__version__ = "0.1.0"
