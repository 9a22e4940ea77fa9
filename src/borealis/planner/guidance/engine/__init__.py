"""Places sessions: a path for each series, and whole numbers all the way."""
