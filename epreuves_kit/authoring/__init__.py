"""The files that authors write of an épreuve, read: its text, grille, oral sheet, dictionary, draw and demonstration."""
