"""Recording without a network: a page that the device keeps, and a queue that survives closing it."""
