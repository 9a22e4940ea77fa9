"""Values of a measure from a file: which column is what, and what each line says."""
