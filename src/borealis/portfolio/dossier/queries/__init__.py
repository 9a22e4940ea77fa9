"""Reading a trainee's whole training: for the page, and for the package."""
