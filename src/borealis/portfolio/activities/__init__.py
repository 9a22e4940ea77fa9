"""What a trainee has done: recorded, counted, imported, with files."""
