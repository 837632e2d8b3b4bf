# ruff: noqa: F403, F405
# Le REX d'essai : un chiffre repris du travail du groupe, une analyse.

# %% [markdown] role="readonly" id="rex-cas"
# # Retour d'expérience

# %% role="readonly" id="rex-preparation"
from epreuves import *

donnees = preparer("e98_publicite")
pub = donnees["pub"]

# %% role="solution" id="rex-depense"
# Un nombre : la dépense totale du groupe.
depense = None
### BEGIN SOLUTION
depense = pub["cout"].sum()
### END SOLUTION

# %% role="tests" id="C15_3-rex_depense" points=2
verifier("C15_3-rex_depense", depense, nombre(minimum=0))

# %% [markdown] role="manual" id="C15_3-rex_analyse"
# ### BEGIN SOLUTION
# Nous aurions dû partager le travail plus tôt.
# ### END SOLUTION
