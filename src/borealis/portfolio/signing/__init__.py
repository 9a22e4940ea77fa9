"""Asking somebody to sign, by inbox or by a mailed link, and what they answer."""
