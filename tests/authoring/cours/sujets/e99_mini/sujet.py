# La plus petite épreuve : trois questions, une réponse rédigée, une compétence. Elle sert aux tests.

# %% [markdown] role="readonly" id="cas"
# # Le salon de thé
#
# Vous êtes chargé·e d'études dans une boutique de thé. Vous disposez d'une semaine de publicité.

# %% role="readonly" id="preparation"
from epreuves import *

donnees = preparer("e99_mini")
campagnes = donnees["campagnes"]

# %% [markdown] role="readonly" id="C15_1-questions"
# ### Questions 1 à 3

# %% role="solution" id="cout"
# Un nombre, en euros : le coût total.
cout_total = None
### BEGIN SOLUTION
cout_total = campagnes["cout"].sum()
erreur_type(
    "C15_1-cout",
    "moyenne",
    campagnes["cout"].mean(),
    "Vous avez fait la moyenne des coûts : c'est leur somme qui est demandée.",
)
### END SOLUTION

# %% role="tests" id="C15_1-cout" points=2
verifier("C15_1-cout", cout_total, nombre(unite="€", minimum=0), tolerance=0.005)

# %% role="solution" id="roas"
# Une série : le ROAS de chaque canal.
roas_par_canal = None
### BEGIN SOLUTION
sommes = campagnes.groupby("canal")[["revenu", "cout"]].sum()
roas_par_canal = sommes["revenu"] / sommes["cout"]
ratios = campagnes["revenu"] / campagnes["cout"]
erreur_type(
    "C15_1-roas",
    "moyenne_des_ratios",
    ratios.groupby(campagnes["canal"]).mean(),
    "Vous avez fait la moyenne des ROAS de chaque campagne : c'est un rapport de sommes.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C15_1-roas" points=4
verifier("C15_1-roas", roas_par_canal, serie(cle="canal", valeurs=nombre(minimum=0)), tolerance=0.01)

# %% role="solution" id="meilleur"
# Un choix : le canal qui a le meilleur ROAS.
meilleur_canal = None
### BEGIN SOLUTION
meilleur_canal = roas_par_canal.idxmax()
erreur_type("C15_1-meilleur", "le_plus_cher", roas_par_canal.idxmin(), "Vous avez pris le canal au plus petit ROAS.")
### END SOLUTION

# %% role="tests" id="C15_1-meilleur" points=2
verifier("C15_1-meilleur", meilleur_canal, choix("recherche", "réseaux sociaux"))

# %% [markdown] role="manual" id="C15_1-synthese"
# ### BEGIN SOLUTION
# La recherche rapporte davantage par euro dépensé ; on y déplace le budget par paliers.
# ### END SOLUTION

# %% role="readonly" id="auto_evaluation"
auto_evaluation("C15.1")

# %% [markdown] role="grille" competence="C15.1"
