"""Reads of what is stored about persons."""
