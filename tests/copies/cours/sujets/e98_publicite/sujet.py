# L'épreuve des copies d'essai : une série, un choix et un nombre qui en dépendent, une date, un graphique, une synthèse.

# %% [markdown] role="readonly" id="cas"
# # La boutique
#
# Vous disposez des dépenses de publicité par canal et des recettes d'une semaine.

# %% role="readonly" id="preparation"
from epreuves import *

donnees = preparer("e98_publicite")
pub = donnees["pub"]
jours = donnees["jours"]

# %% [markdown] role="readonly" id="C15_1-q1"
# ### Question 1 — ROAS par canal

# %% role="solution" id="roas"
# Une série : le ROAS de chaque canal.
roas = None
### BEGIN SOLUTION
par_canal = pub.set_index("canal")
roas = par_canal["revenu"] / par_canal["cout"]
erreur_type("C15_1-roas", "inverse", par_canal["cout"] / par_canal["revenu"], "Vous avez inversé le rapport.", 0.25)
### END SOLUTION

# %% role="tests" id="C15_1-roas" points=4
verifier("C15_1-roas", roas, serie(cle="canal", valeurs=nombre(minimum=0)), tolerance=0.01)

# %% [markdown] role="readonly" id="C15_2-q2"
# ### Question 2 — Meilleur canal

# %% role="solution" id="meilleur"
# Un choix : le canal qui a le meilleur ROAS.
meilleur = None
### BEGIN SOLUTION
meilleur = roas.idxmax()
erreur_type("C15_2-meilleur", "le_pire", roas.idxmin(), "Vous avez pris le canal au plus petit ROAS.")
### END SOLUTION

# %% role="tests" id="C15_2-meilleur" points=2
verifier("C15_2-meilleur", meilleur, choix("Recherche", "Shopping", "Social", "Reciblage", "Affiliation"))

# %% [markdown] role="readonly" id="C15_2-q3"
# ### Question 3 — ROAS moyen pondéré

# %% role="solution" id="moyen"
# Un nombre : la moyenne de vos ROAS, pondérée par les coûts.
moyen = None
### BEGIN SOLUTION
couts = pub.set_index("canal")["cout"]
moyen = (roas * couts).sum() / couts.sum()
erreur_type("C15_2-moyen", "moyenne_simple", roas.mean(), "Vous avez fait la moyenne simple.", 0.5)
### END SOLUTION

# %% role="tests" id="C15_2-moyen" points=3
verifier("C15_2-moyen", moyen, nombre(minimum=0))

# %% [markdown] role="readonly" id="C15_2-q4"
# ### Question 4 — Meilleur jour

# %% role="solution" id="jour"
# Une date : le jour de la plus forte recette.
meilleur_jour = None
### BEGIN SOLUTION
meilleur_jour = jours.loc[jours["recette"].idxmax(), "jour"]
erreur_type("C15_2-jour", "premier_jour", jours["jour"].iloc[0], "Vous avez pris le premier jour.")
### END SOLUTION

# %% role="tests" id="C15_2-jour" points=1
verifier("C15_2-jour", meilleur_jour, date())

# %% [markdown] role="readonly" id="C15_3-q5"
# ### Question 5 — Graphique des ROAS

# %% role="solution" id="graphe"
# Un graphique : le ROAS de chaque canal, en barres.
import matplotlib.pyplot as plt

graphe = None
### BEGIN SOLUTION
figure, graphe = plt.subplots()
graphe.bar(roas.index, roas)
graphe.set_title("La recherche rapporte-t-elle plus que les autres canaux ?")
graphe.set_xlabel("Canal")
graphe.set_ylabel("ROAS")
### END SOLUTION

# %% role="tests" id="C15_3-graphe" points=3
verifier("C15_3-graphe", graphe, graphique("barres", x="canal", y="ROAS"), tolerance=0.02)

# %% [markdown] role="readonly" id="C15_3-q6"
# ### Question 6 — Synthèse

# %% [markdown] role="manual" id="C15_3-synthese"
# ### BEGIN SOLUTION
# La recherche rapporte plus par euro ; on y déplace le budget par paliers.
# ### END SOLUTION

# %% role="readonly" id="auto_evaluation"
auto_evaluation("C15.1", "C15.2", "C15.3")

# %% [markdown] role="grille" competence="C15.1"

# %% [markdown] role="grille" competence="C15.2"

# %% [markdown] role="grille" competence="C15.3"
