# Épreuve 5 — Retour d'expérience individuel (REX), après l'oral collectif.
# Le texte est la source : rex.ipynb en est construit (epreuves build).

# %% [markdown] role="readonly" id="rex_cas"
# # Épreuve 5 — Votre retour d'expérience (REX)
#
# Travail **individuel**, après l'oral collectif · **1 h 30** · **20 points** : 8 pour trois questions chiffrées, 12 pour deux écrits · compétences C5.1, C5.2 et C5.3
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

taches = donnees["taches"].set_index("tache").sort_index()
feries, annonces, cadre = donnees["feries"], donnees["annonces"], donnees["cadre"]
equipe, charge = donnees["equipe"].set_index("personne"), donnees["charge"]

# L'annonce confirmée : celle qui ajoute le plus de jours.
confirmee = annonces.dropna(subset=["jours_de_plus"]).sort_values(["jours_de_plus", "annonce"]).iloc[-1]
EN_RETARD, RETARD = confirmee["tache"], int(confirmee["jours_de_plus"])

# La personne qui part : après le 30 avril, c'est elle que le projet sollicite le plus, hors Ilona, qui le conduit, et qui répond de la tâche en retard.
suite = charge[
    (charge["semaine_du"] >= "2027-05-03")
    & (charge["statut"] == "confirmée")
    & (charge["nature"] == "projet")
]
PARTANT = (
    suite[~suite["personne"].isin(["Ilona", taches.loc[EN_RETARD, "responsable"]])]
    .groupby("personne")["jours"]
    .sum()
    .sort_index()
    .sort_values(kind="stable")
    .index[-1]
)
siennes = suite[suite["personne"] == PARTANT]
REPRISE = siennes.groupby("activite")["jours"].sum().sort_index().sort_values(kind="stable").index[-1]
jours_accordes = int(cadre.set_index("parametre")["valeur"]["Jours de l'équipe pour les actions"])
PASSATION = 3 + jours_accordes % 4  # jours ouvrés de plus sur la tâche reprise
COUPE = 8 + jours_accordes % 9  # % de l'enveloppe

print(f"1. Le fournisseur. L'annonce {confirmee['annonce']} ({confirmee['partie_prenante']}) est confirmée :")
print(f"   la tâche {EN_RETARD} dure {RETARD} jours ouvrés de plus.")
print(
    f"2. Le départ. {PARTANT} quitte Pontuselle le vendredi 30 avril 2027 au soir. Un indépendant du métier reprend son travail ;"
)
print(f"   le temps de la passation, la tâche {REPRISE} dure {PASSATION} jours ouvrés de plus.")
print(f"3. Le budget. La direction reprend {COUPE} % de l'enveloppe des actions.")

# %% [markdown] role="readonly" id="rex_q1"
# ## Question 1 — Les nouveaux jalons
#
# Les deux allongements se produisent **ensemble**. Recalez le planning au plus tôt, avec les règles du groupe (sa question 3) : quel est désormais le dernier jour de chaque lot ? Celui du lot « Lancement » est le nouveau jour d'ouverture.
#
# **À rendre** (3 points) : `nouveaux_jalons`, une date par lot.

# %% role="solution" id="rex_jalons"
# Une date par lot : {"Site": "2027-05-12", …}
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
    "feries_oublies",
    recales.map(lambda rang: le_jour(rang, np.array([], dtype="datetime64[D]"))),
    "Vous avez oublié les jours fériés.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C5_2-nouveaux_jalons" points=3
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
# ## Question 2 — Ce que coûte le remplacement
#
# L'indépendant fait, du **3 mai au 4 juin**, tous les jours **confirmés** que la table `charge` demandait **au projet** à la personne qui part ; il est payé au `tarif_remplacement` de son métier. La passation est comprise dans ce prix.
#
# **À rendre** (2 points) : `cout_remplacement`, un nombre en € HT.

# %% role="solution" id="rex_remplacement"
# Un nombre, en € HT.
cout_remplacement = None
### BEGIN SOLUTION
tarif = equipe.loc[PARTANT, "tarif_remplacement"]
ses_lignes = charge[(charge["personne"] == PARTANT) & (charge["semaine_du"] >= "2027-05-03")]
ses_confirmees = ses_lignes[ses_lignes["statut"] == "confirmée"]
cout_remplacement = tarif * ses_confirmees.loc[ses_confirmees["nature"] == "projet", "jours"].sum()
erreur_type(
    "C5_2-remplacement",
    "travail_courant_compris",
    tarif * ses_confirmees["jours"].sum(),
    "Vous avez aussi fait reprendre le travail courant de la papeterie : seul le projet paie l'indépendant.",
    part=0.4,
)
toutes = charge[
    (charge["personne"] == PARTANT) & (charge["statut"] == "confirmée") & (charge["nature"] == "projet")
]
erreur_type(
    "C5_2-remplacement",
    "depuis_le_debut",
    tarif * toutes["jours"].sum(),
    "Vous avez compté les quatorze semaines : le remplacement commence le 3 mai.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C5_2-remplacement" points=2
verifier("C5_2-remplacement", cout_remplacement, nombre(unite="€", minimum=0, maximum=60_000))

# %% [markdown] role="readonly" id="rex_q3"
# ## Question 3 — Ce qui reste pour les actions
#
# La direction reprend sa part de l'enveloppe des actions (table `cadre`), puis **votre** coût de remplacement (question 2) est pris sur ce qui reste. Combien reste-t-il pour les actions ? Donnez un nombre négatif si l'enveloppe n'y suffit pas.
#
# **À rendre** (3 points) : `reste_actions`, un nombre en € HT.

# %% role="solution" id="rex_reste"
# Un nombre, en € HT.
reste_actions = None
### BEGIN SOLUTION
enveloppe = cadre.set_index("parametre")["valeur"]["Enveloppe des actions"]
reste_actions = enveloppe * (1 - COUPE / 100) - cout_remplacement
erreur_type(
    "C5_2-reste",
    "coupe_oubliee",
    enveloppe - cout_remplacement,
    "Vous avez payé le remplacement sur l'enveloppe entière : la direction en reprend d'abord une part.",
    part=0.4,
)
erreur_type(
    "C5_2-reste",
    "coupe_du_reste",
    (enveloppe - cout_remplacement) * (1 - COUPE / 100),
    "Vous avez appliqué le pourcentage à ce qui reste après le remplacement : la direction le prend sur l'enveloppe.",
    part=0.5,
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
# *Environ 300 mots · C5.2.*
#
# 1. Ce que votre groupe a bien établi, et **une faiblesse au moins dans chacun des trois écrits** (plan d'actions, phasage, cahier des charges). Dites-en la cause.
# 2. **Ce qui était anticipé** : lesquels des trois faits nouveaux figuraient parmi vos risques ou vos contraintes (écrit B, point 4), avec quelle réponse ? Celui que personne ne pouvait prévoir, dites-le.
# 3. **Votre part** : d'après « Qui a fait quoi », ce que vous avez fait, ce que vous avez relu, ce que vous feriez autrement.

# %% [markdown] role="manual" id="C5_2-analyse" mots=300
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# - Plan : objectif de 250 abonnés non confronté aux abonnés attendus, fidélisation oubliée, actions posées avant que la boîte ou le site existe.
# - Phasage : marge prise pour du temps libre, agile nommé sans carnet ni revue, un A de trop, la personne débordée vue et non soulagée.
# - Cahier des charges : date promise sans réserve, étape « corriger » vide, décision demandée en dernière page.
# - Anticipé : l'annonce du fournisseur était dans la table (question 6) ; le départ est le risque R05 du registre, sa parade y est ; la reprise de budget n'était nulle part. Un bon REX rapproche chaque fait de la ligne du groupe, et situe sa propre part.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rex_ecrit_b"
# ## Écrit B — Les actions correctives
#
# *Environ 300 mots · C5.2.*
#
# 1. **La date**, avant et après les faits nouveaux ; ce que vous proposez : tenir le 7 juin, ou déplacer l'ouverture, et à quel prix.
# 2. Pour **chacun des trois faits nouveaux et chaque remarque du jury** : l'action corrective, son responsable chez Pontuselle, sa date, son effet attendu (en jours, en euros ou en abonnés). Dites quelles actions de votre plan survivent au budget qui reste.
# 3. **Deux risques** que ces corrections font naître, et **le signal** (quel chiffre, à quelle date) qui ferait corriger de nouveau.

# %% [markdown] role="manual" id="C5_2-actions" mots=300
# ### BEGIN SOLUTION
# **Repères pour le jury.** Deux voies cohérentes : déplacer l'ouverture au jour trouvé et le dire au président, ou tenir le 7 juin en nommant ce qui le permet (tâche du chemin critique raccourcie ou dédoublée, ouverture avec moins de contenu ou moins de partenaires), chiffré.
#
# | Fait | Action | Responsable | Date |
# | :-- | :-- | :-- | :-- |
# | Fournisseur | second fournisseur pour une partie, ou contrôle avancé ; pénalité | Titouan, Youssef, Baptiste ou Mélisande selon la tâche | dès la confirmation |
# | Départ | passation écrite dès avril, indépendant réservé, A et R réattribués dans la matrice | Ilona | 16 avril |
# | Budget | reprendre la liste de la question 2 avec ce qui reste ; ôter d'abord les actions au coût par abonné le plus haut | Sidonie Chauvet | avant le 1er mai |
#
# Risques nés : dépendance à un indépendant, qualité du second fournisseur, fatigue de qui relaie. Signal : un jalon dépassé d'un jour sur le nouveau chemin critique ; moins de la moitié des abonnés attendus trois semaines après l'ouverture.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rex_grille_texte"
# ---
# # La grille du jury
#
# Les autres critères ont été jugés sur le notebook de votre groupe. Celui-ci l'est ici, sur vos deux écrits.

# %% [markdown] role="grille" competence="C5.2"

# %% [markdown] role="readonly" id="rex_autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous, **vous** et non le groupe, pour chaque compétence. Cette évaluation n'entre pas dans la note.

# %% role="readonly" id="rex_autoevaluation"
auto_evaluation("C5.1", "C5.2", "C5.3")

# %% [markdown] role="readonly" id="rex_rendre"
# # Avant de rendre
#
# 1. Menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Validate**, puis **Enregistrez** (Ctrl + S).
# 3. Onglet **Assignment List** : **chaque** membre du groupe clique sur **Submit**, avec son propre `rex.ipynb`.
