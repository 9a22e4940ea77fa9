"""Reading goals on their way to a decision: what stands, what waits for whom, and what the pages show."""
