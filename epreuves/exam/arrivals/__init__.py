"""A name that a hub's configuration holds."""
