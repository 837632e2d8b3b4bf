"""A session that ends: sealed, archived, each person's own data given to them, and all of it erased on its date."""
