"""Forms as data, assessments and feedback."""
