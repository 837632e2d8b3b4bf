# Épreuve 5 — Retour d'expérience individuel (REX), après l'oral collectif.
# Le texte est la source : rex.ipynb en est construit (epreuves build).

# %% [markdown] role="readonly" id="rex_cas"
# # Épreuve 5 — Votre retour d'expérience (REX)
#
# Travail **individuel**, après l'oral collectif · **1 h 40** · **20 points** : 8 pour trois questions chiffrées, 12 pour deux écrits · compétences C5.1, C5.2 et C5.3
#
# Votre groupe a remis son notebook et présenté sa synthèse au jury. Vous en faites maintenant, **seul·e**, l'analyse critique, et vous proposez des actions
# correctives qui répondent au retour du jury. Ayez sous les yeux le notebook de votre groupe, son planning et son tableau « Qui a fait quoi ».
#
# ## Ce que le jury a ajouté
#
# Le jury a joué le comité de direction de Pontuselle. En plus de ses remarques sur votre travail, que vous avez notées, il pose **trois faits nouveaux**, propres aux données de votre groupe : la cellule ci-dessous les énonce. Le reste
# du cas ne change pas ; les autres annonces de la table `annonces` sont levées.

# %% role="readonly" id="rex_preparation"
from epreuves import *

import numpy as np
import pandas as pd

donnees = preparer("e05_plan_actions")
tirage = donnees.tirage_du_rex()  # ce que le jury décide, propre à votre groupe

taches = donnees["taches"].set_index("tache").sort_index()
feries, annonces, cadre = donnees["feries"], donnees["annonces"], donnees["cadre"]
equipe, charge = donnees["equipe"].set_index("personne"), donnees["charge"]

# L'annonce confirmée : celle qui ajoute le plus de jours.
confirmee = annonces.dropna(subset=["jours_de_plus"]).sort_values(["jours_de_plus", "annonce"]).iloc[-1]
EN_RETARD, RETARD = confirmee["tache"], int(confirmee["jours_de_plus"])

# La personne qui part : des deux qui font les contenus, celle que le projet sollicite le plus après le 16 avril.
suite = charge[
    (charge["semaine_du"] >= "2027-04-19")
    & (charge["statut"] == "confirmée")
    & (charge["nature"] == "projet")
    & charge["personne"].isin(["Baptiste", "Rozenn"])
]
PARTANT = suite.groupby("personne")["jours"].sum().sort_index().sort_values(kind="stable").index[-1]
siennes = suite[suite["personne"] == PARTANT]
REPRISE = siennes.groupby("activite")["jours"].sum().sort_index().sort_values(kind="stable").index[-1]
# Ce que le jury ajoute : le forfait de déplacement de l'indépendant, les jours ouvrés de la passation, la part de l'enveloppe reprise, en %.
FORFAIT, PASSATION, COUPE = 50 * int(tirage.randint(2, 9)), int(tirage.randint(3, 7)), int(tirage.randint(8, 17))
COUT_INDEPENDANT = int(siennes["jours"].sum() * equipe.loc[PARTANT, "tarif_remplacement"]) + FORFAIT

print(f"1. Le fournisseur. L'annonce {confirmee['annonce']} ({confirmee['partie_prenante']}) est confirmée :")
print(f"   la tâche {EN_RETARD} dure {RETARD} jours ouvrés de plus.")
print(f"2. Le départ. {PARTANT} quitte Pontuselle le vendredi 16 avril 2027 au soir.")
print(
    f"   Un indépendant reprend ses tâches du planning, pour {COUT_INDEPENDANT} € HT ; le temps de la passation,"
)
print(
    f"   la tâche {REPRISE} dure {PASSATION} jours ouvrés de plus. Personne ne reprend sa part des sprints."
)
print(f"3. Le budget. La direction reprend {COUPE} % de l'enveloppe des actions.")

# %% [markdown] role="readonly" id="rex_q1"
# ## Question 1 — Les nouveaux jalons
#
# Les deux allongements se produisent **ensemble**. Recalez le planning au plus tôt, avec les règles de l'étape 2 : quel est désormais le dernier jour de chaque lot ? Celui du lot « Lancement » est le nouveau jour d'ouverture.
#
# **À rendre** (2 points) : `nouveaux_jalons`, une date par lot.

# %% role="solution" id="rex_jalons"
# Une date par lot : {"Site": "2027-03-05", …}
nouveaux_jalons = None
### BEGIN SOLUTION
VEILLE = np.datetime64("2027-02-26")
FERIES = feries["date"].to_numpy().astype("datetime64[D]")
precedent = {
    code: list(taches.loc[code, ["apres_1", "apres_2", "apres_3", "apres_4"]].dropna())
    for code in taches.index
}


def rangs_de_lot(allongements):
    """Le rang du dernier jour de chaque lot, une fois ces tâches allongées."""
    fins = {}

    def fin_de(code):
        if code not in fins:
            avant = max((fin_de(autre) for autre in precedent[code]), default=0)
            fins[code] = avant + int(taches.loc[code, "duree"]) + allongements.get(code, 0)
        return fins[code]

    return pd.Series({code: fin_de(code) for code in taches.index}).groupby(taches["lot"]).max()


def le_jour(rang, chomes=FERIES):
    return pd.Timestamp(np.busday_offset(VEILLE, int(rang), holidays=chomes))


recales = rangs_de_lot({EN_RETARD: RETARD, REPRISE: PASSATION})
nouveaux_jalons = recales.map(le_jour)
erreur_type(
    "C5_2-nouveaux_jalons",
    "tout_reporte",
    (rangs_de_lot({}) + RETARD + PASSATION).map(le_jour),
    "Vous avez reporté tous les jours sur tous les lots : la marge des tâches en absorbe une partie. Recalez le planning entier.",
    part=0.2,
)
erreur_type(
    "C5_2-nouveaux_jalons",
    "un_jour_de_trop",
    (recales + 1).map(le_jour),
    "Tous vos jalons ont un jour ouvré de trop : le lundi 1er mars a le rang 1, comptez depuis la veille.",
    part=0.6,
)
erreur_type(
    "C5_2-nouveaux_jalons",
    "feries_oublies",
    recales.map(lambda rang: le_jour(rang, np.array([], dtype="datetime64[D]"))),
    "Vous avez oublié les jours fériés.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C5_2-nouveaux_jalons" points=2
verifier(
    "C5_2-nouveaux_jalons",
    nouveaux_jalons,
    serie(
        cle="lot",
        valeurs=date(),
        cles=("Offre et boîte", "Contenus", "Site", "Presse et partenaires", "Lancement"),
    ),
)

# %% [markdown] role="readonly" id="rex_q2"
# ## Question 2 — Ce que les sprints ne feront plus
#
# Les sprints **S1 et S2** se sont passés comme le veulent les règles de la question 9 du groupe : si le groupe s'y est trompé, recomptez-les. Puis comptez **S3, S4 et S5 sans la personne partie**, avec les mêmes règles.
#
# | Colonne | Contenu |
# | --- | --- |
# | `capacite` | la nouvelle capacité du sprint, en jours, sans arrondi |
# | `suivant` | le code du premier contenu qui n'y entre plus, dans l'ordre des priorités |
#
# **À rendre** (3 points) : `sprints_restants`, un tableau de trois lignes : `sprint`, `capacite` et `suivant`.

# %% role="solution" id="rex_sprints"
# Un tableau : sprint, capacite, suivant.
sprints_restants = None
### BEGIN SOLUTION
COEFFICIENT = cadre.set_index("parametre")["valeur"]["Coefficient de disponibilité d'un sprint"]
dates_des_sprints = donnees["sprints"].sort_values("debut").set_index("sprint")
conges = donnees["absences"]
carnet = donnees["contenus"].sort_values("priorite")


def capacite_de(sprint, sans=(), coefficient=COEFFICIENT):
    """Les jours qu'offre un sprint, sans ces personnes."""
    premier, dernier = dates_des_sprints.loc[sprint, ["debut", "fin"]]
    ouverts = feries[feries["date"].between(premier, dernier) & (feries["date"].dt.day_of_week < 5)]
    partis = conges[conges["date"].between(premier, dernier)].groupby("personne")["jours"].sum()
    jours = 2 * equipe["jours_par_semaine"] - len(ouverts) - partis.reindex(equipe.index, fill_value=0)
    return coefficient * (jours * equipe["part_contenus"]).drop(list(sans)).sum()


def remplir(capacites, sauter=False):
    """Le premier contenu qui n'entre pas dans chaque sprint."""
    attente, suivants = list(zip(carnet["contenu"], carnet["estimation"], strict=True)), {}
    for sprint, capacite in capacites.items():
        pris, reste = 0.0, []
        for rang, (code, effort) in enumerate(attente):
            if pris + effort <= capacite:
                pris += effort
            elif sauter:
                reste.append((code, effort))
            else:
                reste = attente[rang:]
                break
        attente = reste
        suivants[sprint] = attente[0][0] if attente else "aucun"
    return suivants


def restants(depuis="S3", sans=(PARTANT,), sauter=False, **comme):
    capacites = {
        sprint: capacite_de(sprint, sans if sprint >= depuis else (), **comme)
        for sprint in dates_des_sprints.index
    }
    lignes = pd.DataFrame({"capacite": capacites, "suivant": remplir(capacites, sauter)})
    return lignes.loc[["S3", "S4", "S5"]].rename_axis("sprint")


sprints_restants = restants()
erreur_type(
    "C5_2-sprints_restants",
    "depart_oublie",
    restants(sans=()),
    "Vous avez redonné les sprints du groupe : ôtez de la capacité la part de la personne partie.",
)
erreur_type(
    "C5_2-sprints_restants",
    "depuis_le_debut",
    restants(depuis="S1"),
    "Vous avez ôté la personne dès le premier sprint : elle a travaillé à S1 et à S2, dont les contenus sont faits.",
    part=0.6,
)
erreur_type(
    "C5_2-sprints_restants",
    "priorites_sautees",
    restants(sauter=True),
    "Vous avez fait passer un contenu plus petit devant celui qui ne tenait pas : le sprint est clos dès que le suivant ne tient plus.",
    part=0.6,
)
erreur_type(
    "C5_2-sprints_restants",
    "sans_coefficient",
    restants(coefficient=1.0),
    "Vous avez compté tout le temps de présence : le coefficient de disponibilité laisse la place des réunions du sprint et des imprévus.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C5_2-sprints_restants" points=3
verifier(
    "C5_2-sprints_restants",
    sprints_restants,
    tableau(
        cle="sprint",
        colonnes={"capacite": nombre(unite="jours", minimum=0, maximum=80), "suivant": texte(maximum=5)},
        cles=("S3", "S4", "S5"),
    ),
)

# %% [markdown] role="readonly" id="rex_q3"
# ## Question 3 — Ce qui reste pour les actions
#
# La direction reprend sa part de l'enveloppe des actions (table `cadre`), puis l'indépendant est payé sur ce qui reste. Combien reste-t-il pour les actions ? Un nombre négatif dit que l'enveloppe n'y suffit pas.
#
# **À rendre** (3 points) : `reste_actions`, un nombre en € HT.

# %% role="solution" id="rex_reste"
# Un nombre, en € HT.
reste_actions = None
### BEGIN SOLUTION
enveloppe = cadre.set_index("parametre")["valeur"]["Enveloppe des actions"]
reste_actions = enveloppe * (1 - COUPE / 100) - COUT_INDEPENDANT
erreur_type(
    "C5_2-reste",
    "coupe_oubliee",
    enveloppe - COUT_INDEPENDANT,
    "Vous avez payé le remplacement sur l'enveloppe entière : la direction en reprend d'abord une part.",
    part=0.4,
)
erreur_type(
    "C5_2-reste",
    "coupe_du_reste",
    (enveloppe - COUT_INDEPENDANT) * (1 - COUPE / 100),
    "Vous avez appliqué le pourcentage à ce qui reste après le remplacement : la direction le prend sur l'enveloppe.",
    part=0.5,
)
erreur_type(
    "C5_2-reste",
    "independant_oublie",
    enveloppe * (1 - COUPE / 100),
    "Vous n'avez ôté que la part reprise par la direction : l'indépendant se paie aussi sur l'enveloppe.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C5_2-reste" points=3
verifier(
    "C5_2-reste", reste_actions, nombre(unite="€", minimum=-50_000, maximum=50_000), tolerance=0.001, ecart=1
)

# %% [markdown] role="readonly" id="rex_ecrits"
# ---
# # Les écrits
#
# Écrivez à la première personne. Appuyez-vous sur le notebook de votre groupe, sur le retour que le jury **vous** a fait et sur les chiffres ci-dessus.
#
# ## Écrit A — L'analyse critique du travail du groupe
#
# *Environ 340 mots · C5.2.*
#
# 1. Ce que votre groupe a bien établi, et **une faiblesse au moins dans chacun des trois écrits** (plan d'actions, phasage, cahier des charges) : le passage ou le chiffre où elle se voit, sa cause, et votre part, d'après « Qui a fait quoi ».
# 2. **Ce qui était anticipé** : de chacun des trois faits nouveaux, le risque ou l'annonce où votre groupe l'avait prévu (écrit B, point 4), ou la cause de l'oubli.

# %% [markdown] role="manual" id="C5_2-analyse" mots=340
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# - Plan : objectif de 250 abonnés non confronté aux abonnés attendus, fidélisation oubliée, actions posées avant que la boîte ou le site existe.
# - Phasage : marge prise pour du temps libre, agile nommé sans carnet ni revue, un A de trop, la personne débordée vue et non soulagée.
# - Cahier des charges : date promise sans réserve, étape « corriger » vide, décision demandée en dernière page.
# - Anticipé : l'annonce confirmée était dans la table `annonces` ; le départ est le risque R05 du registre, sa parade et son prix y sont ; la reprise de budget n'était nulle part, et le dire est juste.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rex_ecrit_b"
# ## Écrit B — Les actions correctives
#
# *Environ 340 mots · C5.2.*
#
# 1. **Avant et après** : la date d'ouverture, la capacité d'un des sprints S3 à S5 et l'argent des actions, chez votre groupe et aux questions 1 à 3.
# 2. **Chacun des trois faits nouveaux** : l'action corrective (tenir le 7 juin ou déplacer l'ouverture, reprendre ou laisser des contenus, garder ou ôter des actions), son responsable chez Pontuselle, sa date, et **le signal** (quel chiffre, à quelle date) qui ferait corriger de nouveau.
# 3. **Chaque remarque du jury**, reprise : ce qu'elle change dans le travail de votre groupe, qui s'en charge, et quand.

# %% [markdown] role="manual" id="C5_2-actions" mots=340
# ### BEGIN SOLUTION
# **Repères pour le jury.** Avant : la date, la capacité et l'enveloppe du groupe ; après : la date du lot « Lancement » (question 1), la capacité d'un sprint (question 2), [question 3] pour les actions. Deux voies cohérentes : déplacer l'ouverture au jour trouvé et le dire au président, ou tenir le 7 juin en nommant ce qui le permet (tâche du chemin critique raccourcie ou dédoublée, ouverture avec moins de contenu ou moins de partenaires), chiffré.
#
# | Fait | Action | Responsable | Date |
# | :-- | :-- | :-- | :-- |
# | Fournisseur | second fournisseur pour une partie, ou contrôle avancé ; pénalité | Titouan, Youssef, Baptiste ou Mélisande selon la tâche | dès la confirmation |
# | Départ | passation écrite avant le 16 avril, A et R réattribués dans la matrice, contenus de fin de carnet ôtés ou confiés au dehors | Ilona | 12 avril |
# | Budget | reprendre le bouquet retenu avec ce qui reste ; ôter d'abord les actions au coût par abonné le plus haut | Sidonie Chauvet | avant le 1er mai |
#
# Signal, par exemple : pas de bon de commande signé par l'indépendant le 12 avril ; un jalon dépassé d'un jour sur le nouveau chemin critique ; moins de la moitié des abonnés attendus trois semaines après l'ouverture.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rex_grille_texte"
# ---
# # La grille du jury
#
# Les autres critères ont été jugés sur le notebook de votre groupe. Celui-ci l'est sur vos deux écrits, et sur le point 4 du phasage de votre groupe.

# %% [markdown] role="grille" competence="C5.2"

# %% [markdown] role="readonly" id="rex_autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous, **vous** et non le groupe, pour chaque compétence. Elle n'entre pas dans la note : elle est rapprochée de celle du jury.

# %% role="readonly" id="rex_autoevaluation"
auto_evaluation("C5.1", "C5.2", "C5.3")

# %% [markdown] role="readonly" id="rex_rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre**, puis **Enregistrez** (Ctrl + S).
# 3. **Chaque** membre du groupe clique sur **Rendre**, en haut ou en bas du notebook, avec son propre `rex.ipynb`.
