# ruff: noqa: F403, F405
# Le REX d'essai : un chiffre repris du travail du groupe, que le jury majore ; une analyse.

# %% [markdown] role="readonly" id="rex-cas"
# # Retour d'expérience

# %% role="readonly" id="rex-preparation"
from epreuves import *

donnees = preparer("e98_publicite")
pub = donnees["pub"]
FRAIS = int(donnees.tirage_du_rex().randint(1_000, 1_000_000))
print(f"1. Des frais de {FRAIS} euros s'ajoutent à la dépense.")

# %% role="solution" id="rex-depense"
# Un nombre : la dépense totale du groupe, frais compris.
depense = None
### BEGIN SOLUTION
depense = pub["cout"].sum() + FRAIS
### END SOLUTION

# %% role="tests" id="C15_3-rex_depense" points=2
verifier("C15_3-rex_depense", depense, nombre(minimum=0))

# %% [markdown] role="manual" id="C15_3-rex_analyse"
# ### BEGIN SOLUTION
# Nous aurions dû partager le travail plus tôt.
# ### END SOLUTION
