"""Signing in with an account of our own: the library django-allauth, fitted to this house."""
