"""Files as hospitals send them, whatever is in them, as plain cells or entries: bounded in time and memory."""
