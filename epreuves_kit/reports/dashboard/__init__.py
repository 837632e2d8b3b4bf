"""The cohort's dashboard: results read, figures worked out, a notebook and its still page."""
