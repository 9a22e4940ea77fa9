"""Pages of courses: for who takes them, for who follows others, and for who keeps the catalogue."""
