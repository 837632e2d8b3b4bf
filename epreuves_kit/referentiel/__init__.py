"""The référentiel of the course: its activities, compétences, criteria and épreuves."""
