# Épreuve 6 — Retour d'expérience individuel (REX), après l'oral collectif.
# Le texte est la source : rex.ipynb en est construit (epreuves build).

# %% [markdown] role="readonly" id="rex_cas"
# # Épreuve 6 — Votre retour d'expérience (REX)
#
# Travail **individuel**, après l'oral collectif · **1 h 30** · **20 points** : 8 pour trois questions chiffrées, 12 pour deux écrits
#
# Votre groupe a remis son notebook et présenté sa synthèse au jury. Vous en faites maintenant, **seul·e**, l'analyse critique, et vous proposez des actions
# correctives qui répondent au retour du jury.
#
# ## Ce que le jury a dit à tous les groupes
#
# Le jury a joué le comité de direction de Halyade du jeudi 24 septembre 2026. En plus de ses remarques sur votre travail, que vous avez notées, il a posé
# deux faits nouveaux :
#
# > **Le salon.** « Les semaines du 16 et du 23 mars 2026, nous avions un stand au salon régional des ressources humaines. Il
# > n'aura pas lieu cet automne. Vos taux le comptent pourtant. »
#
# > **Le budget.** « L'enveloppe d'achat d'espace **disponible** est réduite de **10 %**. »
#
# Le reste du cas ne change pas : 36 ventes visées, les mêmes conventions, les mêmes données que votre groupe.

# %% role="readonly" id="rex_preparation"
from epreuves import *

from itertools import pairwise
from math import ceil, floor, prod

import pandas as pd

donnees = preparer("e06_objectifs")

OBJECTIF = 36  # ventes
REDUCTION = 0.10  # de l'enveloppe « Achat d'espace » disponible
SEMAINES_DU_SALON = pd.to_datetime(["2026-03-16", "2026-03-23"])  # les lundis

campagne = donnees["campagne"]
moyens = donnees["moyens"]

donnees

# %% [markdown] role="readonly" id="rex_q1"
# ## Question 1 — Les leads, sans le salon
#
# Ôtez de `campagne` les deux semaines du salon, tous canaux confondus. Recalculez les quatre taux de passage sur les 24 semaines qui restent (rapports de
# sommes, non arrondis), puis remontez l'entonnoir depuis 36 ventes, en arrondissant **à l'entier supérieur à chaque étape**.
#
# Combien de **leads** faut-il désormais ?
#
# **À rendre** (3 points) : `leads_revus`, un nombre entier.

# %% role="solution" id="rex_leads"
# Un nombre entier de leads.
leads_revus = None
### BEGIN SOLUTION
etapes_suivies = ["visites", "leads", "rendez_vous", "propositions", "ventes"]


def quatre_taux(table):
    """Les taux de passage, des leads aux ventes, en proportion."""
    somme = table[etapes_suivies].sum()
    return [somme[b] / somme[a] for a, b in pairwise(etapes_suivies)]


def leads_pour(taux_de_la_periode, vers_le_haut=ceil):
    effectif = OBJECTIF
    for un_taux in reversed(taux_de_la_periode[1:]):
        effectif = vers_le_haut(effectif / un_taux)
    return effectif


sans_salon = campagne[~campagne["semaine"].isin(SEMAINES_DU_SALON)]
taux_sans_salon = quatre_taux(sans_salon)
leads_revus = leads_pour(taux_sans_salon)
erreur_type(
    "C6_2-leads_revus",
    "salon_compris",
    leads_pour(quatre_taux(campagne)),
    "Vous avez gardé les semaines du salon : c'est le calcul du groupe, que le jury conteste. Ôtez-les avant de faire les sommes.",
    part=0.34,
)
erreur_type(
    "C6_2-leads_revus",
    "taux_multiplies",
    ceil(OBJECTIF / prod(taux_sans_salon[1:])),
    "Vous avez multiplié les taux et arrondi une seule fois : arrondissez au-dessus à chaque étape avant de remonter à la suivante.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C6_2-leads_revus" points=3
verifier("C6_2-leads_revus", leads_revus, entier(unite="leads", minimum=1, maximum=100_000))

# %% [markdown] role="readonly" id="rex_q2"
# ## Question 2 — L'effort supplémentaire
#
# De combien, en **pour cent**, ce nombre de leads dépasse-t-il celui qu'il fallait avec les 26 semaines (question 7 du notebook collectif, refaite au
# besoin) ? Donnez l'augmentation : de 800 à 1 000 leads, elle est de 25 %.
#
# **À rendre** (2 points) : `hausse_leads`, un pourcentage.

# %% role="solution" id="rex_hausse"
# Un pourcentage.
hausse_leads = None
### BEGIN SOLUTION
leads_du_groupe = leads_pour(quatre_taux(campagne))
hausse_leads = 100 * (leads_revus - leads_du_groupe) / leads_du_groupe
erreur_type(
    "C6_2-hausse",
    "rapportee_a_l_arrivee",
    100 * (leads_revus - leads_du_groupe) / leads_revus,
    "Vous avez divisé par le nouveau nombre de leads : une augmentation se rapporte à la valeur de départ.",
    part=0.5,
)
erreur_type(
    "C6_2-hausse",
    "rapport_pour_augmentation",
    100 * leads_revus / leads_du_groupe,
    "Vous avez donné le rapport des deux nombres : l'augmentation est ce qui dépasse 100 %.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C6_2-hausse" points=2
verifier("C6_2-hausse", hausse_leads, pourcentage(minimum=0, maximum=300, echelle="pourcent"), ecart=0.05)

# %% [markdown] role="readonly" id="rex_q3"
# ## Question 3 — Les ventes que permet le budget réduit
#
# Prenez l'enveloppe « Achat d'espace » disponible (budget voté moins la part engagée), **réduite de 10 %**, le coût par visite et les taux des **24
# semaines sans le salon**. Descendez l'entonnoir en arrondissant **à l'entier inférieur à chaque étape**, des visites aux ventes.
#
# **À rendre** (3 points) : `ventes_revues`, un nombre entier.

# %% role="solution" id="rex_ventes"
# Un nombre entier de ventes.
ventes_revues = None
### BEGIN SOLUTION
espace = moyens.set_index("ressource").loc["Achat d'espace"]
espace_disponible = espace["budget_vote"] - espace["budget_engage"]


def ventes_avec(argent, table):
    """Les ventes qu'un montant d'achat d'espace permet, aux conditions d'une période."""
    effectif = floor(argent / (table["depense_ht"].sum() / table["visites"].sum()))
    for un_taux in quatre_taux(table):
        effectif = floor(effectif * un_taux)
    return effectif


ventes_revues = ventes_avec((1 - REDUCTION) * espace_disponible, sans_salon)
erreur_type(
    "C6_2-ventes_revues",
    "budget_entier",
    ventes_avec(espace_disponible, sans_salon),
    "Vous avez gardé toute l'enveloppe : le jury l'a réduite de 10 %.",
    part=0.5,
)
erreur_type(
    "C6_2-ventes_revues",
    "salon_compris",
    ventes_avec((1 - REDUCTION) * espace_disponible, campagne),
    "Vous avez réduit le budget, mais gardé les taux du salon : les deux faits s'ajoutent.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C6_2-ventes_revues" points=3
verifier("C6_2-ventes_revues", ventes_revues, entier(unite="ventes", minimum=0, maximum=500))

# %% [markdown] role="readonly" id="rex_ecrits"
# ---
# # Les écrits
#
# Écrivez à la première personne. Appuyez-vous sur le notebook de votre groupe, sur le retour que le jury **vous** a fait et sur les chiffres ci-dessus.
#
# ## Écrit A — L'analyse critique du travail du groupe
#
# *Environ 300 mots · C6.2.*
#
# 1. Ce que votre groupe a bien établi, et **deux faiblesses au moins** : une hypothèse non vérifiée, un écart mal lu, un objectif qui ne tenait pas. Dites-en la
#    cause, y compris dans la façon de travailler, et votre part.
# 2. Les objectifs du groupe étaient-ils à la mesure de Halyade : ses jours, ses enveloppes, l'attente de Bruno Salaün ?

# %% [markdown] role="manual" id="C6_2-critique" mots=300
# ### BEGIN SOLUTION
# **Repères pour le jury** (entre crochets, les valeurs de la variante).
#
# - Acquis possibles : entonnoir arrondi à chaque étape, ETP convertis en jours, base de prospects ramenée à ce que le droit permet.
# - Faiblesses possibles : taux du premier semestre pris tels quels, alors qu'une semaine atypique se voit en traçant les rendez-vous par semaine ; objectif de 36 accepté sans
#   condition ; renfort externe compté comme acquis ; objectifs intermédiaires sans responsable ; travail partagé question par question, sans relecture croisée.
# - Capacités : [leads du groupe] leads prévus, [leads revus] nécessaires sans le salon ([hausse] % de plus) ; le budget réduit ne permet que [ventes revues] ventes
#   sur 36 ; les métiers en manque sont [métiers].
# - Un bon REX distingue ce que le groupe pouvait savoir (le salon se voit dans les données) de ce qu'il ne pouvait pas savoir (la réduction).
# ### END SOLUTION

# %% [markdown] role="readonly" id="rex_ecrit_b"
# ## Écrit B — Les actions correctives
#
# *Environ 300 mots · C6.2.*
#
# 1. Pour **chaque remarque du jury** (les deux faits nouveaux et celles qu'il a faites à votre groupe) : l'action corrective, son responsable chez Halyade, sa
#    date, son effet attendu.
# 2. **L'objectif global et les objectifs intermédiaires révisés**, avec leurs nouvelles valeurs, et le signal (quel chiffre, à quelle date) qui ferait ajuster de
#    nouveau.

# %% [markdown] role="manual" id="C6_2-actions" mots=300
# ### BEGIN SOLUTION
# **Repères pour le jury.** Deux voies cohérentes, l'une ou l'autre : ramener l'objectif à [ventes revues] ventes et le dire à Bruno Salaün, ou garder un objectif plus haut en
# nommant les leviers qui le permettent (taux de conversion des pages, report de l'objectif au 31 janvier, marge d'une autre enveloppe), chacun chiffré.
#
# | Remarque | Action | Responsable | Date | Effet |
# | --- | --- | --- | --- | --- |
# | Salon | taux sans les deux semaines ; remplacer le stand par un webinaire commun avec un partenaire | Lucie Morvan | 2 octobre | [leads revus] leads visés |
# | Budget réduit | arrêter le canal au coût par vente le plus élevé, garder les webinaires | Hélène Caradec | 28 septembre | coût par visite en baisse |
# | Remarque propre au groupe | … | un nom | une date | un chiffre |
#
# Signal : fin octobre, moins d'un tiers des leads ou un taux visite → lead sous le taux d'équilibre : l'objectif est renégocié avec Bruno Salaün le 3 novembre.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rex_grille_texte"
# ---
# # La grille du jury
#
# Votre REX est jugé sur les critères ci-dessous. Il n'y a rien à remplir ici.

# %% [markdown] role="grille" competence="C6.2"

# %% [markdown] role="readonly" id="rex_autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous, **vous** et non le groupe, pour chaque compétence. Cette évaluation n'entre pas dans la note.

# %% role="readonly" id="rex_autoevaluation"
auto_evaluation("C6.1", "C6.2", "C6.3")

# %% [markdown] role="readonly" id="rex_rendre"
# # Avant de rendre
#
# 1. Menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Validate**, puis **Enregistrez** (Ctrl + S).
# 3. Onglet **Assignment List** : **chaque** membre du groupe clique sur **Submit**, avec son propre `rex.ipynb`.
