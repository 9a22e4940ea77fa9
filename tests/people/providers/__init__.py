"""Signing in with providers."""
