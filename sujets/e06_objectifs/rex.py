# Épreuve 6 — Retour d'expérience individuel (REX), après l'oral collectif.
# Le texte est la source : rex.ipynb en est construit (epreuves build).

# %% [markdown] role="readonly" id="rex_cas"
# # Épreuve 6 — Votre retour d'expérience (REX)
#
# Travail **individuel**, après l'oral collectif · **1 h 45** · **20 points**, sur les 120 de l'épreuve : 8 pour trois réponses, que la machine corrige, et 12 pour deux écrits, que le jury juge · compétences C6.1, C6.2 et C6.3
#
# Votre groupe a remis son notebook et présenté sa synthèse au jury. Vous en faites maintenant, **seul·e**, l'analyse critique, et vous proposez des actions
# correctives qui répondent au retour du jury. Ayez sous les yeux le notebook de votre groupe et son tableau « Qui a fait quoi ».
#
# ## Ce que le jury a ajouté
#
# Le jury a joué le comité de direction de Halyade du jeudi 24 septembre 2026. En plus de ses remarques sur votre travail, que vous avez notées, il pose
# **trois faits nouveaux**, propres aux données de votre groupe : la cellule ci-dessous les énonce. Le reste du cas ne change pas : 36 ventes visées, les mêmes
# conventions, les mêmes données. Sans session, tapez l'identifiant que le groupe avait pris.

# %% role="readonly" id="rex_preparation"
from epreuves import *

import pandas as pd

donnees = preparer("e06_objectifs")
tirage = donnees.tirage_du_rex()  # ce que le jury décide, propre à votre groupe

OBJECTIF = 36  # ventes

campagne = donnees["campagne"]
moyens = donnees["moyens"].set_index("ressource")
besoins = donnees["besoins"]

# Le salon : les deux semaines de suite où les rendez-vous ont été les plus nombreux.
rendez_vous_par_semaine = campagne.groupby("semaine")["rendez_vous"].sum()
fin_du_salon = rendez_vous_par_semaine.rolling(2).sum().idxmax()
SEMAINES_DU_SALON = [fin_du_salon - pd.Timedelta(days=7), fin_du_salon]
# Une personne de l'équipe, et ce que le comité reprend de plus qu'il ne l'annonçait, en € HT : le jury les choisit.
equipe = sorted(moyens.index[moyens["categorie"] == "Humaine"])
ABSENT_EN_NOVEMBRE = str(tirage.choice(equipe))
ANNONCE = int(moyens.loc["Achat d'espace", "reprise"])
REPRISE = ANNONCE + 100 * int(tirage.randint(3, 16))

premier, second = (f"{lundi:%d/%m/%Y}" for lundi in SEMAINES_DU_SALON)
montant, annonce = (f"{somme:,}".replace(",", "\u202f") for somme in (REPRISE, ANNONCE))
print(
    f"1. Le salon. Les semaines des lundis {premier} et {second}, Halyade avait un stand dans un salon professionnel."
)
print(
    "   Il a fait chercher Halyade sur tous les canaux ces deux semaines-là. Il n'aura pas lieu cet automne ;"
)
print("   les taux de votre groupe le comptent pourtant.")
print(f"2. Le budget. Le comité reprend {montant} € HT sur l'achat d'espace disponible, et non les {annonce} annoncés.")
print(f"3. L'équipe. Personne absente tout le mois de novembre : {ABSENT_EN_NOVEMBRE}.")

# %% [markdown] role="readonly" id="rex_q1"
# ## Question 1 — Remplacer l'absence de novembre
#
# Toutes les tâches **retenues** que cette personne devait faire en novembre sont confiées à un indépendant, au `tarif_externe` de son métier. Combien cela coûte-t-il ? Ce coût remplace, pour
# cette personne et ce mois, celui de la question 2 du groupe.
#
# **À rendre** (2 points) : `cout_remplacement`, un nombre en € HT.

# %% role="solution" id="rex_remplacement"
# Un nombre, en € HT.
cout_remplacement = None
### BEGIN SOLUTION
ses_taches = besoins[besoins["ressource"] == ABSENT_EN_NOVEMBRE]
ses_retenues = ses_taches[ses_taches["statut"] == "retenue"]
tarif = moyens.loc[ABSENT_EN_NOVEMBRE, "tarif_externe"]
cout_remplacement = ses_retenues["novembre"].sum() * tarif
jours_prevus = moyens.loc[ABSENT_EN_NOVEMBRE, "etp_alloue"] * (
    20 - moyens.loc[ABSENT_EN_NOVEMBRE, "absences_novembre"]
)
erreur_type(
    "C6_1-remplacement",
    "tout_le_trimestre",
    ses_retenues[["octobre", "novembre", "decembre"]].sum().sum() * tarif,
    "Vous avez remplacé les trois mois : l'absence ne porte que sur novembre.",
    part=0.25,
)
erreur_type(
    "C6_1-remplacement",
    "temps_de_presence",
    jours_prevus * tarif,
    "Vous avez payé le temps de présence prévu : on remplace le travail à faire, c'est-à-dire les tâches retenues de novembre.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C6_1-remplacement" points=2
verifier("C6_1-remplacement", cout_remplacement, nombre(unite="€", minimum=0, maximum=50_000))

# %% [markdown] role="readonly" id="rex_q2"
# ## Question 2 — Les leads, sans le salon
#
# Ôtez de `campagne` les deux semaines du salon, tous canaux confondus. Recalculez les taux de passage sur les 24 semaines qui restent, puis remontez l'entonnoir depuis 36
# ventes, sans arrondir en chemin. Combien de **leads** faut-il désormais ?
#
# **À rendre** (3 points) : `leads_revus`, un nombre de leads, arrondi à l'entier supérieur.

# %% role="solution" id="rex_leads"
# Un nombre de leads.
leads_revus = None
### BEGIN SOLUTION
from math import ceil

sans_salon = campagne[~campagne["semaine"].isin(SEMAINES_DU_SALON)]


def leads_pour(table):
    """Les leads qu'il faut pour l'objectif : les taux intermédiaires se simplifient."""
    return ceil(OBJECTIF * table["leads"].sum() / table["ventes"].sum())


leads_revus = leads_pour(sans_salon)
erreur_type(
    "C6_3-leads_revus",
    "salon_compris",
    leads_pour(campagne),
    "Vous avez gardé les semaines du salon : c'est le calcul du groupe, que le jury conteste. Ôtez-les avant de faire les sommes.",
    part=0.2,
)
erreur_type(
    "C6_3-leads_revus",
    "salon_seul",
    leads_pour(campagne[campagne["semaine"].isin(SEMAINES_DU_SALON)]),
    "Vous n'avez gardé que les semaines du salon : ce sont elles qu'il faut ôter.",
)
### END SOLUTION

# %% role="tests" id="C6_3-leads_revus" points=3
verifier("C6_3-leads_revus", leads_revus, nombre(minimum=1, maximum=100_000), ecart=1)

# %% [markdown] role="readonly" id="rex_q3"
# ## Question 3 — Les ventes que permet le budget réduit
#
# Prenez l'achat d'espace disponible (budget voté moins la part engagée), **moins ce que le comité reprend**, et divisez-le par le coût d'une vente des **24
# semaines sans le salon**, quatre canaux réunis.
#
# **À rendre** (3 points) : `ventes_revues`, un nombre de ventes, avec une décimale au moins.

# %% role="solution" id="rex_ventes"
# Un nombre de ventes.
ventes_revues = None
### BEGIN SOLUTION
espace = moyens.loc["Achat d'espace", "budget_vote"] - moyens.loc["Achat d'espace", "budget_engage"]


def ventes_avec(argent, table):
    """Les ventes qu'un montant d'achat d'espace permet, aux conditions d'une période."""
    return argent * table["ventes"].sum() / table["depense_ht"].sum()


ventes_revues = ventes_avec(espace - REPRISE, sans_salon)
erreur_type(
    "C6_2-ventes_revues",
    "budget_entier",
    ventes_avec(espace, sans_salon),
    "Vous avez gardé toute l'enveloppe : le comité en reprend une partie.",
    part=0.4,
)
erreur_type(
    "C6_2-ventes_revues",
    "salon_compris",
    ventes_avec(espace - REPRISE, campagne),
    "Vous avez réduit le budget, mais gardé les ventes du salon : les deux faits s'ajoutent.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C6_2-ventes_revues" points=3
verifier("C6_2-ventes_revues", ventes_revues, nombre(minimum=0, maximum=500))

# %% [markdown] role="readonly" id="rex_ecrits"
# ---
# # Les écrits
#
# Écrivez à la première personne. Appuyez-vous sur le notebook de votre groupe, sur le retour que le jury **vous** a fait et sur les chiffres ci-dessus.
#
# ## Écrit A — L'analyse critique du travail du groupe
#
# *Environ 300 mots · C6.2 · 12 points, les deux écrits ensemble.*
#
# 1. Ce que votre groupe a bien établi, et **une faiblesse au moins dans chacun des trois écrits** (ressources, objectifs, leads) : le passage ou le chiffre où elle se voit, sa cause, et votre part, d'après « Qui a fait quoi ».
# 2. **Ce que vous feriez autrement.**

# %% [markdown] role="manual" id="C6_2-critique" mots=300
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# - Ressources : mois compensés entre eux, outil qui sature non vu, renfort tenu pour acquis, base de prospects oubliée.
# - Objectifs : leads datés du 31 décembre malgré le délai de vente, ventes comptées comme signées au 31 décembre, 36 accepté sans condition, objectif sans responsable ou sans marge.
# - Leads : taux pris tels quels alors que deux semaines sortent du rang, peu de ventes par canal, canaux classés au coût par lead.
# - Un bon REX distingue ce que le groupe pouvait savoir (le salon se voit dans les données, la reprise y est annoncée) de ce qu'il ne pouvait pas savoir
#   (l'absence de novembre), et situe sa propre part. « Ce que vous feriez autrement » n'est pas jugé.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rex_ecrit_b"
# ## Écrit B — Les actions correctives
#
# *Environ 400 mots · C6.2 · 12 points, les deux écrits ensemble.*
#
# 1. **Avant et après** : l'objectif global, les quatre intermédiaires et les ventes signées au 31 décembre, chez votre groupe (son écrit B, point 1) puis révisés (l'objectif est le vôtre : dites s'il tient aux parts des canaux du semestre, ou revues) ; de même le coût d'un renfort en novembre, pour la personne absente, les leads qu'il faut pour 36 ventes et les ventes que permet le budget (questions 1 à 3).
# 2. **Chacun des trois faits nouveaux** : l'action corrective, son responsable chez Halyade, sa date, et **le signal** (quel chiffre, à quelle date) qui ferait corriger de nouveau.
# 3. **Chaque remarque du jury**, reprise : ce qu'elle change dans le travail de votre groupe, qui s'en charge, et quand.

# %% [markdown] role="manual" id="C6_2-actions" mots=400
# ### BEGIN SOLUTION
# **Repères pour le jury.** Avant : les chiffres du groupe (son coût de renfort en novembre peut être nul ; ses leads, sa question 5 ; ses ventes, la répartition « actuelle » de sa question 8) ; après : [question 1], [question 2], [question 3]. Deux voies cohérentes, l'une ou l'autre : ramener l'objectif à ce que permet le budget réduit et le dire à Bruno Salaün, ou garder un objectif plus haut en
# nommant ce qui le permet (réallocation entre les canaux, conversion, report de signatures en janvier), chiffré.
#
# | Fait | Action | Responsable | Date |
# | :-- | :-- | :-- | :-- |
# | Salon | entonnoir sans les deux semaines ; webinaire commun avec un partenaire | Lucie Morvan | début octobre |
# | Budget repris | ôter au canal où la vente coûte le plus cher, jusqu'à son plancher | Hélène Caradec | 28 septembre |
# | Absence de novembre | avancer des tâches en octobre, le reste à un indépendant | Hélène Caradec | avant le 15 octobre |
#
# Signal : à la fin octobre, moins de la moitié des leads attendus avant le dernier jour utile, et l'objectif se renégocie avec Bruno Salaün.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rex_grille_texte"
# ---
# # La grille du jury
#
# Les autres critères ont été jugés sur le notebook de votre groupe. Celui-ci l'est ici, sur vos deux écrits et sur le point 4 des objectifs de votre groupe.

# %% [markdown] role="grille" competence="C6.2"

# %% [markdown] role="readonly" id="rex_autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous, **vous** et non le groupe, pour chaque compétence. Cette évaluation n'entre pas dans la note : elle est rapprochée de celle du jury dans votre compte rendu.

# %% role="readonly" id="rex_autoevaluation"
auto_evaluation("C6.1", "C6.2", "C6.3")

# %% [markdown] role="readonly" id="rex_rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre**, puis **Enregistrez** (Ctrl + S).
# 3. **Chaque** membre du groupe clique sur **Rendre**, en haut ou en bas du notebook, avec son propre `rex.ipynb`.
