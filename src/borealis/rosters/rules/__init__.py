"""What is true of rosters, as pure functions: reading them, whom a line is about, who is there when."""
