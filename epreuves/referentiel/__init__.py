"""The référentiel of a certification, which is data of the course: activities, compétences, criteria and épreuves, checked as they are read."""
