"""Assessment panels and half-yearly reviews; conversion to a new goal set."""
