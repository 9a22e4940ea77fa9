"""Pages of research: a view checks, calls, renders."""
