"""Copies stamped as they arrive on a hub: the journal that tells them, the service that writes it, what is done of it at collection."""
