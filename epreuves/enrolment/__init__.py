"""Who sits the session: a school's list taken in, and given back."""
