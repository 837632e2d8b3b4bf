"""Documents that one hands over, and what a cohort's results say: read from the gradebook and the records, never written there."""
