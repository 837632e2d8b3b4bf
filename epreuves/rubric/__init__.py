"""Grilles d'évaluation : levels, grading panel, double marking."""
