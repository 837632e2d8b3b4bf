# L'épreuve des fichiers rendus : un classeur de suivi que la machine lit, un rétroplanning et une affiche que des personnes jugent.

# %% [markdown] role="readonly" id="cas"
# # La boutique
#
# Vous disposez des dépenses de publicité par canal.

# %% role="readonly" id="preparation"
from epreuves import *

donnees = preparer("e98_publicite")
pub = donnees["pub"]

# %% [markdown] role="readonly" id="q1"
# ### Question 1 — Le classeur de suivi
#
# Dans « suivi.xlsx », à côté du notebook, une feuille « Suivi » : le ROAS et la marge de chaque canal, en formules, et le ROAS moyen.

# %% role="solution" id="suivi"
# Le classeur « suivi.xlsx ».
suivi = None
### BEGIN SOLUTION
par_canal = pub.set_index("canal")
lignes = par_canal.assign(roas=par_canal["revenu"] / par_canal["cout"], marge=par_canal["revenu"] - par_canal["cout"])
suivi = {
    "ROAS moyen": par_canal["revenu"].sum() / par_canal["cout"].sum(),
    "lignes": lignes[["roas", "marge"]],
}
erreur_type(
    "C15_2-suivi",
    "moyenne_simple",
    {"ROAS moyen": lignes["roas"].mean()},
    "Vous avez fait la moyenne simple des ROAS : divisez les recettes totales par les coûts totaux.",
    0.5,
)
### END SOLUTION

# %% role="tests" id="C15_2-suivi" points=6
verifier(
    "C15_2-suivi",
    suivi,
    classeur(
        "suivi",
        cellules={"ROAS moyen": nombre(minimum=0)},
        tableau=tableau(cle="canal", colonnes={"roas": nombre(minimum=0), "marge": nombre("€")}),
        formules=("ROAS moyen", "roas"),
        mise_en_forme=("marge",),
        feuilles=("Suivi",),
        figer=True,
    ),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="f1"
# ### Fichier 1 — Le rétroplanning

# %% role="readonly" id="C15_2-retroplanning"
livrable("C15_2-retroplanning", "retroplanning", formats=("xlsx", "ods"), feuilles=("Planning",))

# %% [markdown] role="readonly" id="f2"
# ### Fichier 2 — L'affiche du persona

# %% role="readonly" id="C15_3-affiche"
livrable("C15_3-affiche", "affiche", formats=("pdf", "png", "jpg"), pages=1)

# %% [markdown] role="readonly" id="e1"
# ### Écrit A — Synthèse

# %% [markdown] role="manual" id="C15_3-synthese"
# ### BEGIN SOLUTION
# La recherche rapporte plus par euro ; on y déplace le budget par paliers.
# ### END SOLUTION

# %% role="readonly" id="auto_evaluation"
auto_evaluation("C15.1", "C15.2", "C15.3")

# %% [markdown] role="grille" competence="C15.1"

# %% [markdown] role="grille" competence="C15.2"

# %% [markdown] role="grille" competence="C15.3"
