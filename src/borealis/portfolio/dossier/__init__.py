"""Ready to apply: the package for the authority, as PDF, JSON and a signed credential."""
