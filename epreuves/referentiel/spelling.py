"""The spelling of a compétence's code, which is free: « U5.1 », « AT1.CP2 »; candidates' machines read it too."""

#: Letters, digits and a dot at least, after a capital: a bloc's code has no dot. Neither « - » nor « _ »: a grade id has « _ » for each
#: dot, and goes on after the first « - ».
CODE = r"[A-Z][A-Za-z0-9]{0,15}(?:\.[A-Za-z0-9]{1,8}){1,3}"
