"""The names of what a certification has: an épreuve's identifier, a criterion's code, a compétence's; candidates' machines read them too.

A compétence's code is free: « U5.1 », « AT1.CP2 ».
"""

from typing import NewType

#: The name of its folders; « U5.1-k1 ».
EpreuveId = NewType("EpreuveId", str)
CriterionCode = NewType("CriterionCode", str)
#: Letters, digits and a dot at least, after a capital: a bloc's code has no dot. Neither « - » nor « _ »: a grade id has « _ » for each
#: dot, and goes on after the first « - ».
CODE = r"[A-Z][A-Za-z0-9]{0,15}(?:\.[A-Za-z0-9]{1,8}){1,3}"
