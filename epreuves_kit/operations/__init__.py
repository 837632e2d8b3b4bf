"""The things that can be done in a session, each declared once; the command line and « Session d'examen » are drawn from them."""
