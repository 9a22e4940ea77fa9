"""A learning goal on its way to a decision (§ 26)."""
