# Épreuve 2 — Retour d'expérience individuel (REX), après l'oral collectif.
# Le texte est la source : rex.ipynb en est construit (epreuves build).

# %% [markdown] role="readonly" id="rex_cas"
# # Épreuve 2 — Votre retour d'expérience (REX)
#
# Travail **individuel**, après l'oral collectif · **1 h 45** · **20 points** des 120 de l'épreuve : 8 pour trois questions chiffrées, 12 pour deux écrits · compétences C2.1 à C2.4
#
# Votre groupe a remis son notebook et présenté sa synthèse au jury. Vous en faites maintenant, **seul·e**, l'analyse critique, et vous proposez des actions
# correctives qui répondent au retour du jury. Ayez sous les yeux le notebook de votre groupe et son tableau « Qui a fait quoi ».
#
# ## Ce que le jury a ajouté
#
# Le jury a joué le comité de direction de Vélastre du mardi 26 janvier 2027. En plus de ses remarques sur votre travail, que vous avez notées, il pose
# **trois faits nouveaux**, propres aux données de votre groupe : la cellule ci-dessous les énonce. Le reste du cas ne change pas.

# %% role="readonly" id="rex_preparation"
from epreuves import *

import pandas as pd

donnees = preparer("e02_analyse_projet")
tirage = donnees.tirage_du_rex()  # ce que le jury décide, propre à votre groupe
pd.set_option("display.max_colwidth", None)  # les phrases s'affichent en entier

revue = donnees["revue"].set_index("extrait")
population = donnees["population"]
communes = donnees["communes"].set_index("commune")
scenarios = donnees["scenarios"].set_index("scenario")

# Les extraits que les règles de la question 2 écartent, pour que chacun parte du même point.
anonyme = revue["source"].str.contains("anonyme|source proche|inconnu|sans auteur|bruit entendu")
ancien = revue["date"].lt("2025-07-01") & revue["nature"].ne("texte en vigueur")
inverifiable = revue["nature"].eq("statistique") & revue["methode"].isna()
ECARTES = list(revue.index[anonyme | ancien | inverifiable])
gravites = sum((revue["effet"].abs() >= borne).astype(int) for borne in (3, 6, 12, 24)) + 1
menaces = revue.index[(revue["effet"] < 0) & ~revue.index.isin(ECARTES)]
AUTRES_MENACES = int((gravites * revue["probabilite"])[menaces].sum())
# Une rumeur menaçante, le nombre de réponses payées, une commune : le jury les choisit.
rumeurs = sorted(revue.index[anonyme & revue["effet"].le(-3) & revue["probabilite"].lt(5)])
CONFIRME = str(tirage.choice(rumeurs))
REPONSES = int(tirage.randint(104, 360))
COMMUNE = str(tirage.choice(sorted(communes.index)))

print(
    f"1. L'extrait {CONFIRME} ({revue.loc[CONFIRME, 'titre']}), que sa source faisait écarter, est confirmé par écrit et par un organisme nommé :"
)
print(f"   « {revue.loc[CONFIRME, 'texte']} »")
print("   Sa probabilité passe à 5 ; son effet ne change pas. Les autres extraits écartés le restent.")
print(f"   Sans lui, la criticité totale des menaces retenues est de {AUTRES_MENACES} points.")
print(f"2. Le budget d'enquête est réduit : il ne paie que {REPONSES} réponses d'habitants.")
print(
    f"3. {COMMUNE} refuse le stationnement à tout véhicule de Vélastre. Ses clients viendront tous à la boutique,"
)
print("   dans la même proportion en voiture qu'avant ; la longueur des circuits ne change pas.")

# %% [markdown] role="readonly" id="rex_q1"
# ## Question 1 — La rumeur confirmée
#
# Quelle part de la criticité totale des **menaces** retenues vient désormais de cet extrait ? Criticité et gravité comme à la question 3 du groupe (gravité 1 sous 3 k€, puis 2, 3, 4 et 5 à partir de 3, 6, 12 et 24 k€), toutes familles réunies, l'extrait
# confirmé **compris** dans le total ; celle des autres menaces est donnée ci-dessus.
#
# **À rendre** (2 points) : `part_du_fait`, un pourcentage.

# %% role="solution" id="rex_part"
# Un pourcentage.
part_du_fait = None
### BEGIN SOLUTION
gravite = sum((revue["effet"].abs() >= borne).astype(int) for borne in (3, 6, 12, 24)) + 1
probabilite = revue["probabilite"].where(revue.index != CONFIRME, 5)


def part(points, compris=True):
    """La part de l'extrait dans le total des menaces, pour une façon de compter les points."""
    gardees = revue.index[
        (revue["effet"] < 0) & (~revue.index.isin(ECARTES) | ((revue.index == CONFIRME) & compris))
    ]
    return 100 * points[CONFIRME] / points[gardees].sum()


part_du_fait = part(gravite * probabilite)
erreur_type(
    "C2_1-part",
    "hors_du_total",
    part(gravite * probabilite, False),
    "Vous avez rapporté l'extrait aux autres menaces : il fait désormais partie du total.",
    part=0.4,
)
erreur_type(
    "C2_1-part",
    "ancienne_probabilite",
    part(gravite * revue["probabilite"]),
    "Vous avez gardé l'ancienne probabilité : le fait est confirmé.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C2_1-part" points=2
verifier("C2_1-part", part_du_fait, pourcentage(minimum=0, maximum=100, echelle="pourcent"), ecart=0.06)

# %% [markdown] role="readonly" id="rex_q2"
# ## Question 2 — La marge qui reste
#
# Avec ce nombre de réponses *n*, parmi les *N* habitants de la table `population`, quelle est la marge d'erreur, à 95 % et pour la proportion la plus défavorable ?
#
# Marge = 1,96 × √(0,25 ÷ n) × √((N − n) ÷ (N − 1)).
#
# **À rendre** (3 points) : `marge_obtenue`, en points de pourcentage, avec deux décimales au moins (`4.51`).

# %% role="solution" id="rex_marge"
# Un nombre de points.
marge_obtenue = None
### BEGIN SOLUTION
from math import sqrt

N = int(population["habitants"].sum())


def marge_de(reponses, confiance=1.96, correction=True):
    return 100 * confiance * sqrt(0.25 / reponses) * (sqrt((N - reponses) / (N - 1)) if correction else 1)


marge_obtenue = marge_de(REPONSES)
erreur_type(
    "C2_2-marge",
    "sans_confiance",
    marge_de(REPONSES, 1),
    "Vous avez oublié le coefficient de confiance : il est dans la formule.",
    part=0.25,
)
erreur_type(
    "C2_2-marge",
    "sans_correction",
    marge_de(REPONSES, correction=False),
    "Vous avez oublié le second facteur : la population est finie.",
    part=0.6,
)
erreur_type(
    "C2_2-marge",
    "largeur_totale",
    2 * marge_de(REPONSES),
    "Vous avez donné la largeur de l'intervalle : la marge se compte d'un seul côté.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C2_2-marge" points=3
verifier(
    "C2_2-marge", marge_obtenue, nombre(unite="points ou %", minimum=0, maximum=100), tolerance=0, ecart=0.006
)

# %% [markdown] role="readonly" id="rex_q3"
# ## Question 3 — La commune qui refuse
#
# Refaites le calcul de la question 12 du groupe : 0,22 kg de CO2e par kilomètre de voiture, deux allers-retours par réparation, 44 semaines ; la `part_servie` d'un scénario ne vaut plus que pour les **cinq autres** communes.
#
# **À rendre** (3 points) : `emissions_revues`, un nombre de kg de CO2e par an pour `boutique seule`, `atelier mobile` et `points relais`.

# %% role="solution" id="rex_emissions"
# Un nombre de kg de CO2e par scénario, sans écrire l'unité.
emissions_revues = None
### BEGIN SOLUTION
ailleurs, la_bas = communes.drop(COMMUNE), communes.loc[[COMMUNE]]
vehicule = scenarios["circuit_km"] * scenarios["circuits_par_semaine"] * 44 * scenarios["facteur"]
servie = scenarios["part_servie"] / 100


def voitures(lieux, trajets=4):
    """Les kg des clients de ces communes, s'ils viennent tous."""
    return (lieux["reparations"] * lieux["part_voiture"] / 100 * trajets * lieux["distance"]).sum() * 0.22


emissions_revues = vehicule + voitures(ailleurs) * (1 - servie) + voitures(la_bas)
erreur_type(
    "C2_4-emissions_revues",
    "commune_oubliee",
    vehicule + voitures(ailleurs) * (1 - servie),
    "Vous avez ôté la commune du calcul : ses clients roulent encore, et tous jusqu'à la boutique.",
    part=0.4,
)
erreur_type(
    "C2_4-emissions_revues",
    "sans_le_fait",
    vehicule + voitures(communes) * (1 - servie),
    "Vous avez refait le calcul du groupe : le refus de la commune n'y est pas.",
    part=0.2,
)
erreur_type(
    "C2_4-emissions_revues",
    "un_seul_aller_retour",
    vehicule + voitures(ailleurs, 2) * (1 - servie) + voitures(la_bas, 2),
    "Vous n'avez compté qu'un aller-retour : on dépose le vélo, puis on revient le prendre.",
    part=0.8,
)
erreur_type(
    "C2_4-emissions_revues",
    "part_servie_a_l_envers",
    vehicule + voitures(ailleurs) * servie.where(servie > 0, 1) + voitures(la_bas),
    "Vous avez pris la part servie pour celle qui vient encore : ceux qu'un circuit sert ne se déplacent pas.",
    part=0.8,
)
### END SOLUTION

# %% role="tests" id="C2_4-emissions_revues" points=3
verifier(
    "C2_4-emissions_revues",
    emissions_revues,
    serie(
        cle="scénario",
        valeurs=nombre(unite="kg ou kgCO2e", minimum=20, maximum=100000),
        cles=("boutique seule", "atelier mobile", "points relais"),
    ),
)

# %% [markdown] role="readonly" id="rex_ecrits"
# ---
# # Les écrits
#
# Écrivez à la première personne. Appuyez-vous sur le notebook de votre groupe, sur le retour que le jury **vous** a fait et sur les chiffres ci-dessus.
#
# ## Écrit A — L'analyse critique du travail du groupe
#
# *Environ 320 mots · C2.4.*
#
# 1. Ce que votre groupe a bien établi, et **une faiblesse au moins dans chacun des quatre écrits** (analyse, questionnement, accessibilité, RSE) : le passage ou le chiffre où elle se voit, sa cause, et votre part, d'après « Qui a fait quoi ».
# 2. **Ce que vous feriez autrement** : un exemple où l'une de ces parties aurait dû changer l'autre, et ne l'a pas fait.

# %% [markdown] role="manual" id="C2_4-critique" mots=320
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# - Analyse : une rumeur écartée sans être vérifiée, effets du comité pris pour des mesures, avis sans condition.
# - Questionnement : marge promise sans budget pour la payer, pilote cité comme une preuve, salariés oubliés.
# - Accessibilité : accès et compréhension mêlés, site réduit à un taux, personnes handicapées non consultées.
# - RSE : charte recopiée, scénario choisi sur les seules émissions, réparations servies oubliées.
# - Liens attendus, par exemple : l'atelier mobile sert aussi des personnes qui ne peuvent venir ; le devis incompris fausse l'enquête sur les forfaits ; une famille de menaces appelle une question de plus.
# - Un bon REX distingue ce que le groupe pouvait savoir de ce qu'il ne pouvait pas savoir, et situe sa propre part. « Ce que vous feriez autrement » n'est pas jugé.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rex_ecrit_b"
# ## Écrit B — Les actions correctives
#
# *Environ 400 mots · C2.4.*
#
# 1. **Avant et après** : la part de l'extrait confirmé dans les menaces (nulle pour qui l'avait écarté), la marge d'erreur des habitants et les émissions d'un scénario au moins, chez votre groupe et aux questions 1 à 3.
# 2. **Chacun des trois faits nouveaux** : l'action corrective, son responsable chez Vélastre, sa date, et **le signal** (quel chiffre, à quelle date) qui ferait corriger de nouveau.
# 3. **Chaque remarque du jury** (s'il n'en a fait aucune, chaque faiblesse de votre écrit A), reprise : ce qu'elle change dans le travail de votre groupe, qui s'en charge, et quand.
# 4. **Votre parallèle** : le scénario et les deux actions, avec leur ODD, que votre groupe conseillait (son écrit D, point 3), ce que vous gardez ou changez de chacun, un chiffre ou un fait nouveau à l'appui.
# 5. **La démarche d'ici 2028** : trois étapes datées, chacune avec l'ODD qu'elle sert et le relevé qui le prouvera.

# %% [markdown] role="manual" id="C2_4-actions" mots=400
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# | Fait | Action | Responsable | Date |
# | :-- | :-- | :-- | :-- |
# | Extrait confirmé (question 1) | le remettre dans l'analyse, revoir l'avis ou la condition du bail | Aurélie Pasquelin | avant la signature |
# | Enquête réduite (question 2) | annoncer la marge obtenue ; garder les quotas ; compléter par des entretiens | équipe de projet | février 2027 |
# | Commune qui refuse (question 3) | relais chez un commerçant, circuit raccourci, ou autre scénario si l'ordre change | Dorian Vacher | avant l'été 2027 |
#
# Avant : l'extrait confirmé était écarté, il pesait 0 ; la marge était celle de la table `cibles` ; les émissions, question 12 du groupe. Après : [question 1], [question 2], question 3. Signal : une marge obtenue, un nombre de vélos servis, un relevé, à une date.
#
# Parallèle : les émissions avant et après des deux scénarios ; un scénario gardé malgré de moins bons chiffres l'est pour une raison dite (réparations servies, coût). Démarche : par exemple bilan carbone publié fin 2027 (ODD 13),
# agenda accessible au clavier avant l'ouverture (ODD 10), part de pièces d'occasion relevée chaque mois (ODD 12).
# ### END SOLUTION

# %% [markdown] role="readonly" id="rex_grille_texte"
# ---
# # La grille du jury
#
# Les autres critères ont été jugés sur le notebook de votre groupe. Celui-ci l'est sur vos deux écrits, à côté de ce qu'il a écrit de la RSE (point 3).

# %% [markdown] role="grille" competence="C2.4"

# %% [markdown] role="readonly" id="rex_autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous, **vous** et non le groupe, pour chaque compétence. Cette évaluation n'entre pas dans la note : elle est rapprochée de celle du jury.

# %% role="readonly" id="rex_autoevaluation"
auto_evaluation("C2.1", "C2.2", "C2.3", "C2.4")

# %% [markdown] role="readonly" id="rex_rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre**, puis **Enregistrez** (Ctrl + S).
# 3. **Chaque** membre du groupe clique sur **Rendre**, en haut ou en bas du notebook, avec son propre `rex.ipynb`.
