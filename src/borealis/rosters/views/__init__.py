"""Pages of rosters: a person's week, a department's day and week, bringing files in, absence to confirm."""
