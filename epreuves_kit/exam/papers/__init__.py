"""The papers of the day of an épreuve: convocations, attendance sheets."""
