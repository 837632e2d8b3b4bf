"""What is written of an épreuve, read: its text, grille, oral sheet, dictionary, draw and demonstration."""
