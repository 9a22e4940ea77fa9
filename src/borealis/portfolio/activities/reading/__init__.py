"""Reading a list of activities from a file: a table of cells, which column holds what, and what lines say."""
