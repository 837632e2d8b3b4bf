"""The demonstration: a fictional cohort goes through the whole course, on the real tools."""
