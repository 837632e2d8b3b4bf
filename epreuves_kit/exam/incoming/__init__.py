"""Copies that come in by other ways than the exchange (Moodle's archive of an assignment, archives sent by mail): put where they go."""
