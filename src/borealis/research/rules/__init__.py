"""What is true of research: states as tables, what a doctorate asks for, what nears, what a file says."""
