# L'épreuve d'essai des données du candidat : un tableau à lui, trois questions qui s'en calculent, une question sur le cas.

# %% [markdown] role="readonly" id="cas"
# # La veille d'une librairie
#
# Vous disposez des sources que suit la Librairie des Halles, fictive, puis vous donnez les vôtres.

# %% role="readonly" id="preparation"
from epreuves import *

import pandas as pd

donnees = preparer("e97_sources")
suivies = donnees["suivies"]

# %% role="readonly" id="exemple"
exemple = pd.DataFrame(
    {
        "source": [
            "Livres Hebdo",
            "Le Comptoir",
            "Carnet du Sud",
            "Réseau Plume",
            "Lettre du quai",
            "Atelier Neuf",
        ],
        "type": ["presse", "presse", "réseaux sociaux", "réseaux sociaux", "institution", "institution"],
        "pertinence": [4, 2, 5, 3, 1, 4],
        "fiabilité": [5, 3, 2, 2, 4, 4],
        "heures": [1.25, 0.75, 2.4, 3.1, 0.6, 1.85],
    }
)

# %% [markdown] role="readonly" id="q1"
# ## Question 1 — Le temps de veille de la librairie
#
# Combien d'heures la librairie passe-t-elle à sa veille chaque mois ?

# %% role="solution" id="temps"
# Un nombre, en heures.
temps_total = None
### BEGIN SOLUTION
temps_total = suivies["heures"].sum()
erreur_type("C14_1-temps", "moyenne", suivies["heures"].mean(), "Vous avez donné le temps moyen d'une source.")
### END SOLUTION

# %% role="tests" id="C14_1-temps" points=12
verifier("C14_1-temps", temps_total, nombre(unite="heures", minimum=0))

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Vos sources
#
# Donnez le tableau des sources de votre organisation.

# %% role="solution" id="sources"
# Un tableau : source, type, pertinence, fiabilité, heures par mois.
mes_sources = None
### BEGIN SOLUTION
mes_sources = pd.DataFrame(
    {
        "source": ["Bulletin A", "Bulletin B", "Fil C", "Fil D", "Rapport E", "Rapport F", "Entretiens G"],
        "type": [
            "presse",
            "presse",
            "réseaux sociaux",
            "réseaux sociaux",
            "institution",
            "institution",
            "terrain",
        ],
        "pertinence": [3, 5, 4, 2, 5, 1, 4],
        "fiabilité": [4, 4, 2, 1, 5, 5, 3],
        "heures": [2.5, 1.2, 4.75, 3.3, 0.8, 0.45, 6.1],
    }
)
### END SOLUTION

# %% role="tests" id="C14_1-sources" points=1
verifier(
    "C14_1-sources",
    mes_sources,
    vos_donnees(
        tableau(
            cle="source",
            colonnes={
                "type": choix("presse", "réseaux sociaux", "institution", "terrain"),
                "pertinence": entier(minimum=1, maximum=5),
                "fiabilité": entier(minimum=1, maximum=5),
                "heures": nombre(unite="heures", minimum=0.1, maximum=100),
            },
        ),
        lignes=(6, 40),
        pas_de=(exemple, donnees),
    ),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — La note de chaque source
#
# D'après vos sources : 60 % de pertinence, 40 % de fiabilité.

# %% role="solution" id="notes"
# Une série : la note de chaque source.
notes = None
### BEGIN SOLUTION
de_source = mes_sources.set_index("source")
notes = 0.6 * de_source["pertinence"] + 0.4 * de_source["fiabilité"]
erreur_type(
    "C14_1-notes",
    "poids_inverses",
    0.4 * de_source["pertinence"] + 0.6 * de_source["fiabilité"],
    "Vous avez échangé les deux poids.",
    0.5,
)
### END SOLUTION

# %% role="tests" id="C14_1-notes" points=1
verifier("C14_1-notes", notes, serie(cle="source", valeurs=nombre(minimum=1, maximum=5)))

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — La note moyenne d'une heure de veille
#
# D'après vos notes, pondérées par les heures de vos sources.

# %% role="solution" id="moyenne"
# Un nombre.
note_moyenne = None
### BEGIN SOLUTION
heures = mes_sources.set_index("source")["heures"]
note_moyenne = (notes * heures).sum() / heures.sum()
erreur_type("C14_1-moyenne", "moyenne_simple", notes.mean(), "Vous avez fait la moyenne simple.")
### END SOLUTION

# %% role="tests" id="C14_1-moyenne" points=1
verifier("C14_1-moyenne", note_moyenne, nombre(minimum=1, maximum=5))

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Le temps par type de source
#
# D'après vos sources, quelle part de vos heures va à chaque type ?

# %% role="solution" id="parts"
# Une série : la part de chaque type, en pour cent.
parts = None
### BEGIN SOLUTION
par_type = mes_sources.groupby("type")["heures"].sum()
parts = 100 * par_type / par_type.sum()
compte = mes_sources["type"].value_counts()
erreur_type(
    "C14_1-parts",
    "nombre_de_sources",
    100 * compte / compte.sum(),
    "Vous avez compté les sources, pas les heures.",
)
### END SOLUTION

# %% role="tests" id="C14_1-parts" points=1
verifier("C14_1-parts", parts, serie(cle="type", valeurs=pourcentage(echelle="pourcent")))

# %% [markdown] role="readonly" id="ecrit"
# ## Écrit — Vos sources
#
# D'où vient votre tableau, et que changez-vous à votre veille ?

# %% [markdown] role="manual" id="C14_1-veille"
# ### BEGIN SOLUTION
# Repères pour le jury : des sources nommées et vérifiables ; une source abandonnée, une renforcée.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C14.1"

# %% role="readonly" id="autoevaluation"
auto_evaluation("C14.1")
