# Épreuve 4 — Retour d'expérience individuel (REX), après l'oral collectif.
# Le texte est la source : rex.ipynb en est construit (epreuves build).

# %% [markdown] role="readonly" id="rex_cas"
# # Épreuve 4 — Votre retour d'expérience (REX)
#
# Travail **individuel**, après l'oral collectif · **1 h 40** · **20 points** : 8 pour trois questions chiffrées, 12 pour deux écrits · compétences C4.1, C4.2 et C4.3
#
# Votre groupe a remis son notebook et présenté sa synthèse au jury. Vous en faites maintenant, **seul·e**, l'analyse critique, et vous proposez des actions
# correctives qui répondent au retour du jury. Ayez sous les yeux le notebook de votre groupe et son tableau « Qui a fait quoi ».
#
# ## Ce que le jury a ajouté
#
# Le jury a joué la direction de Quatre-Rampes réunie le mercredi 17 juin 2026. En plus de ses remarques sur votre travail, que vous avez notées, il pose
# **trois faits nouveaux**, propres aux données de votre groupe : la cellule ci-dessous les énonce. Le reste du cas ne change pas. Sans session, tapez l'identifiant que le groupe avait pris.

# %% role="readonly" id="rex_preparation"
from epreuves import *

import pandas as pd

donnees = preparer("e04_axes")
tirage = donnees.tirage_du_rex()  # ce que le jury décide, propre à votre groupe

billetterie = donnees["billetterie"]
campagnes = donnees["campagnes"]
representations = donnees["representations"]
enquete = donnees["enquete"]
facteurs = donnees["facteurs"]

OUTILS = (
    "affichage urbain",
    "panneaux numériques",
    "radio locale",
    "dépliants",
    "rencontres hors les murs",
    "réseaux sociaux",
    "lettre électronique",
    "SMS",
)
DEBUT_ESSAI = pd.Timestamp("2026-01-05")

# Le spectacle le plus rempli de La Filandière et de L'Étamerie depuis janvier.
ouvertes = representations[
    (representations["seance"] == "tout public") & (representations["statut"] == "jouée")
]
depuis_janvier = ouvertes[
    ouvertes["lieu"].isin(["La Filandière", "L'Étamerie"]) & (ouvertes["date"] >= DEBUT_ESSAI)
]
par_spectacle = depuis_janvier.groupby("spectacle")[["spectateurs", "jauge"]].sum().astype(float)
SPECTACLE = (par_spectacle["spectateurs"] / par_spectacle["jauge"]).idxmax()
SALLE = depuis_janvier.loc[depuis_janvier["spectacle"] == SPECTACLE, "lieu"].iloc[0]

# Un théâtre où l'on vient en train : le jury le choisit.
venus_en_train = enquete[(enquete["mode"] == "train") & enquete["km_aller_retour"].notna()]
venus = venus_en_train["lieu"].value_counts()
THEATRE = str(tirage.choice(sorted(venus.index[venus >= 4])))

saisies = billetterie.loc[billetterie["carte_guichet"].notna(), "carte_guichet"].nunique()
print(
    f"1. Le guichet. {saisies} acheteurs en ligne ont saisi le numéro d'une carte d'abonnement papier. Ces cartes ne se"
)
print("   donnaient qu'au guichet, jusqu'en 2022 : qui en a une était déjà venu. Aucun n'est primo-acheteur.")
print(f"2. L'exception ({SALLE}). « {SPECTACLE} » s'est joué avec un comédien célèbre, venu")
print("   remplacer un malade : ces salles pleines ne disent rien d'une saison ordinaire.")
print(f"3. Le train. La saison prochaine, {THEATRE} n'aura plus de train du soir : des travaux de nuit.")

# %% [markdown] role="readonly" id="rex_q1"
# ## Question 1 — Le prix d'un primo-acheteur, sans les habitués du guichet
#
# Refaites les questions 5 et 6 du groupe pour la seule colonne `cout_primo`, en ôtant **tout acheteur** qui a un numéro dans `carte_guichet`. La dépense ne change pas : campagnes réalisées de 2025-2026,
# création et diffusion. De combien chaque coût **augmente**-t-il, en % de celui que donnait le calcul avec tous les acheteurs ?
#
# **À rendre** (3 points) : `couts_revus`, un tableau de huit lignes : `outil`, `cout_primo` (en € HT) et `hausse` (en %).

# %% role="solution" id="rex_couts"
# Un tableau : outil, cout_primo, hausse.
couts_revus = None
### BEGIN SOLUTION
saison = campagnes[(campagnes["statut"] == "réalisée") & (campagnes["saison"] == "2025-2026")]
depense = (
    (saison["cout_creation"] + saison["cout_diffusion"]).groupby(saison["outil"]).sum().reindex(list(OUTILS))
)


def cout_avec(commandes):
    """La dépense de chaque outil, divisée par les acheteurs dont ces commandes sont les premières."""
    premieres = commandes.sort_values("commande").drop_duplicates("acheteur")
    return depense / premieres["outil"].value_counts().reindex(list(OUTILS), fill_value=0)


payees = billetterie[(billetterie["statut"] == "payée") & billetterie["dernier_achat"].isna()]
cout_du_groupe = cout_avec(payees)


def cout_et_hausse(cout):
    """Le coût d'un primo-acheteur, et sa hausse sur celui du groupe."""
    return pd.DataFrame({"cout_primo": cout, "hausse": 100 * (cout / cout_du_groupe - 1)}).rename_axis(
        "outil"
    )


couts_revus = cout_et_hausse(cout_avec(payees[payees["carte_guichet"].isna()]))
erreur_type(
    "C4_2-couts_revus",
    "cartes_comprises",
    cout_et_hausse(cout_du_groupe),
    "Vous avez gardé les acheteurs qui ont une carte : c'est le calcul du groupe, que le jury conteste.",
    part=0.2,
)
erreur_type(
    "C4_2-couts_revus",
    "hausse_sur_le_cout_revu",
    couts_revus.assign(hausse=100 * (1 - cout_du_groupe / couts_revus["cout_primo"])),
    "Vous avez rapporté la hausse au coût revu : elle est demandée en % de celui que donnait le calcul avec tous les acheteurs.",
    part=0.5,
)


def en_commandes(commandes):
    """La dépense de chaque outil, divisée par toutes ces commandes."""
    return depense / commandes["outil"].value_counts().reindex(list(OUTILS), fill_value=0).clip(lower=1)


sans_carte = payees[payees["carte_guichet"].isna()]
erreur_type(
    "C4_2-couts_revus",
    "commandes_comptees",
    pd.DataFrame(
        {
            "cout_primo": en_commandes(sans_carte),
            "hausse": 100 * (en_commandes(sans_carte) / en_commandes(payees) - 1),
        }
    ).rename_axis("outil"),
    "Vous avez compté des commandes : un primo-acheteur qui revient dans la saison ne compte qu'une fois. Ôtez les doublons sur l'acheteur.",
    part=0.5,
)
avec_carte = billetterie[billetterie["carte_guichet"].notna() & billetterie["dernier_achat"].isna()]
erreur_type(
    "C4_2-couts_revus",
    "cartes_seules",
    cout_et_hausse(
        depense
        / avec_carte.sort_values("commande")
        .drop_duplicates("acheteur")["outil"]
        .value_counts()
        .reindex(list(OUTILS), fill_value=0)
        .clip(lower=1)
    ),
    "Vous n'avez gardé que les acheteurs qui ont une carte : ce sont eux qu'il faut ôter.",
)
### END SOLUTION

# %% role="tests" id="C4_2-couts_revus" points=3
verifier(
    "C4_2-couts_revus",
    couts_revus,
    tableau(
        cle="outil",
        colonnes={
            "cout_primo": nombre(unite="€", minimum=0, maximum=20_000),
            "hausse": pourcentage(echelle="pourcent", maximum=100_000),
        },
        cles=OUTILS,
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="rex_q2"
# ## Question 2 — L'effet de l'essai, sans le spectacle exceptionnel
#
# Refaites la question 7 du groupe sans les représentations du spectacle que nomme le deuxième fait. Quel est alors l'**effet** de l'essai, et de combien **change**-t-il (cet effet moins celui de toutes les séances), en points ?
#
# **À rendre** (3 points) : `effet_revu`, deux valeurs en points : `effet` et `changement`.

# %% role="solution" id="rex_effet"
# Deux valeurs, en points : effet, changement.
effet_revu = None


### BEGIN SOLUTION
def evolution(seances, theatre):
    """Les points de remplissage gagnés par un théâtre à partir du 5 janvier."""
    siennes = seances[seances["lieu"] == theatre]
    avant, apres = siennes[siennes["date"] < DEBUT_ESSAI], siennes[siennes["date"] >= DEBUT_ESSAI]
    return 100 * float(
        apres["spectateurs"].sum() / apres["jauge"].sum() - avant["spectateurs"].sum() / avant["jauge"].sum()
    )


sans_lui = ouvertes[ouvertes["spectacle"] != SPECTACLE]
effet_du_groupe = evolution(ouvertes, "L'Étamerie") - evolution(ouvertes, "La Filandière")


def effet_et_changement(effet):
    """Un effet, et ce qu'il change à celui de toutes les séances."""
    return {"effet": effet, "changement": effet - effet_du_groupe}


effet_revu = effet_et_changement(evolution(sans_lui, "L'Étamerie") - evolution(sans_lui, "La Filandière"))
erreur_type(
    "C4_3-effet_revu",
    "spectacle_compris",
    effet_et_changement(effet_du_groupe),
    "Vous avez gardé le spectacle exceptionnel : c'est l'effet que votre groupe a donné.",
    part=0.2,
)
toutes_jouees = representations[representations["statut"] == "jouée"]
sans_lui_ni_filtre = toutes_jouees[toutes_jouees["spectacle"] != SPECTACLE]
effets_scolaires = [
    evolution(seances, "L'Étamerie") - evolution(seances, "La Filandière")
    for seances in (toutes_jouees, sans_lui_ni_filtre)
]
erreur_type(
    "C4_3-effet_revu",
    "scolaires_comprises",
    {"effet": effets_scolaires[1], "changement": effets_scolaires[1] - effets_scolaires[0]},
    "Vous avez gardé les séances scolaires : elles se remplissent par classes, sans qu'un tarif y change rien.",
    part=0.5,
)
erreur_type(
    "C4_3-effet_revu",
    "sans_comparaison",
    effet_et_changement(evolution(sans_lui, "L'Étamerie")),
    "Vous avez donné l'évolution de L'Étamerie seule : ôter le spectacle ne dispense pas de comparer.",
)
### END SOLUTION

# %% role="tests" id="C4_3-effet_revu" points=3
verifier(
    "C4_3-effet_revu",
    effet_revu,
    serie(
        cle="ligne", valeurs=nombre(unite="points", minimum=-100, maximum=100), cles=("effet", "changement")
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="rex_q3"
# ## Question 3 — Les trajets, sans train du soir
#
# Au théâtre que nomme le troisième fait, ceux qui venaient en train viendront en voiture, **à deux par voiture** ; rien d'autre ne change. Combien émettra en moyenne, aller et retour, **un spectateur de ce théâtre** (réponses dont
# le trajet est connu), et combien de **plus** qu'aujourd'hui ?
#
# **À rendre** (2 points) : `kg_revu`, deux valeurs en kg CO2e : `kg` et `hausse`.

# %% role="solution" id="rex_kg"
# Deux valeurs, en kg CO2e : kg, hausse.
kg_revu = None
### BEGIN SOLUTION
connus = enquete[enquete["km_aller_retour"].notna()]
siens = connus[connus["lieu"] == THEATRE]
taux = facteurs.set_index("mode")["kg_par_km"]


def kg_moyen(occupants_du_report, reponses=siens, partager=True):
    """Les émissions d'un aller-retour moyen, quand le train devient une voiture ; None s'il roule."""
    en_train = reponses["mode"] == "train"
    facteur, occupants = reponses["mode"].map(taux), reponses["occupants"].astype(float).fillna(1)
    if occupants_du_report:
        facteur = facteur.where(~en_train, taux["voiture"])
        occupants = occupants.where(~en_train, occupants_du_report)
    if not partager:
        occupants = occupants.where(en_train, 1)
    return float((reponses["km_aller_retour"] * facteur / occupants).mean())


def kg_et_hausse(kg):
    return {"kg": kg, "hausse": kg - kg_moyen(None)}


kg_revu = kg_et_hausse(kg_moyen(2))
erreur_type(
    "C4_1-kg_revu",
    "trains_gardes",
    kg_et_hausse(kg_moyen(None)),
    "Vous avez gardé les trains : c'est la situation d'aujourd'hui.",
    part=0.25,
)
erreur_type(
    "C4_1-kg_revu",
    "voiture_pour_un",
    kg_et_hausse(kg_moyen(1)),
    "Vous avez donné toute la voiture à chacun : ils y sont deux.",
    part=0.5,
)
tous_les_theatres = kg_moyen(2, connus)
erreur_type(
    "C4_1-kg_revu",
    "tous_les_theatres",
    {"kg": tous_les_theatres, "hausse": tous_les_theatres - kg_moyen(None, connus)},
    "Vous avez gardé les quatre théâtres : un seul n'aura plus de train du soir.",
    part=0.4,
)
sans_partage = kg_moyen(2, partager=False)
erreur_type(
    "C4_1-kg_revu",
    "par_vehicule",
    {"kg": sans_partage, "hausse": sans_partage - kg_moyen(None, partager=False)},
    "Vous avez donné toute la voiture à chacun de ceux qui venaient déjà ainsi : ses occupants se la partagent.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C4_1-kg_revu" points=2
verifier(
    "C4_1-kg_revu",
    kg_revu,
    serie(cle="ligne", valeurs=nombre(unite="kg", minimum=-200, maximum=200), cles=("kg", "hausse")),
    ecart=0.01,
)

# %% [markdown] role="readonly" id="rex_ecrits"
# ---
# # Les écrits
#
# Écrivez à la première personne. Appuyez-vous sur le notebook de votre groupe, sur le retour que le jury **vous** a fait et sur les chiffres ci-dessus.
#
# ## Écrit A — L'analyse critique du travail du groupe
#
# *Environ 300 mots · C4.3.*
#
# 1. Ce que votre groupe a bien établi, et **une faiblesse au moins dans chacun des trois écrits** (axes, analyse des campagnes, synthèse) : le passage ou le chiffre où elle se voit, sa cause, et votre part, d'après « Qui a fait quoi ».
# 2. **Ce que vous feriez autrement.**

# %% [markdown] role="manual" id="C4_3-critique" mots=300
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# - Axes : accessibilité ou RSE posées à part ; un moyen tenu pour acquis alors que son financement s'arrête ; les gares oubliées.
# - Analyse : primo-acheteurs pris tels quels ; une seule saison, un seul comparateur ; bilans partiaux repris, ou tous rejetés.
# - Synthèse : adjectifs, recommandation déguisée en fait, source absente, ce qui contredisait le groupe passé sous silence.
# - Un bon REX distingue ce que le groupe pouvait savoir (la colonne des cartes et le spectacle plein étaient dans les tables) de ce qu'il ne pouvait pas savoir (les travaux, le comédien), et situe sa propre part. « Ce que vous feriez autrement » n'est pas jugé.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rex_ecrit_b"
# ## Écrit B — La note d'ajustement
#
# *Environ 380 mots · C4.3. Pour Marceau Courcol : il doit pouvoir en débattre le lendemain avec la direction.*
#
# 1. **Avant et après** : le coût d'un primo-acheteur d'un outil au moins, l'effet de l'essai, les émissions d'un spectateur, chez votre groupe (pour le train, celles d'aujourd'hui) et aux questions 1 à 3. Dites si la décision de la question 8 en change : le coût de l'essai et la règle restent les mêmes.
# 2. **Chacun des trois faits nouveaux** : l'action corrective, son responsable chez Quatre-Rampes, sa date, et **le signal** (quel chiffre, à quelle date) qui ferait corriger de nouveau, à la prochaine remontée.
# 3. **Chaque remarque du jury**, reprise : ce qu'elle change dans le travail de votre groupe, qui s'en charge, et quand.
# 4. **Ce qui reste à trancher** : deux options d'**une** décision que ces faits touchent (l'essai, l'emploi de son coût, le budget d'un outil, le trajet), avec ce que chacune coûte (€) et rapporte désormais (primo-acheteurs, spectateurs, points ou kg CO2e).

# %% [markdown] role="manual" id="C4_3-ajustement" mots=380
# ### BEGIN SOLUTION
# **Repères pour le jury.** Avant : les chiffres du groupe, ou ceux d'aujourd'hui pour le train ; après : questions 1 à 3. Décision revue : « arrêter » si l'effet revu est nul ou négatif ; sinon le coût d'un spectateur gagné, à peu près celui du groupe × l'effet du groupe ÷ l'effet revu, se compare au coût des huit outils. Les trois faits n'ont pas le même poids : le premier change le rang d'un outil, donc l'ordre des actions ; le deuxième relève ou réduit l'effet, et peut changer la décision ; le troisième touche l'objectif RSE.
#
# | Fait | Action | Responsable | Date |
# | :-- | :-- | :-- | :-- |
# | Cartes du guichet | rapprocher guichet et billetterie en ligne avant de compter un primo-acheteur | Denis Wachter | 31 août |
# | Exception | deux théâtres comparés, séances exceptionnelles écartées par écrit et d'avance | équipe de communication | avant le prochain essai |
# | Train du soir | covoiturage proposé à la réservation, navette chiffrée, horaire avancé à l'étude | Inna Koulibaly, avec le théâtre | avant la vente des places |
#
# Options : par exemple reconduire l'essai à moitié prix, ou l'arrêter et reporter la somme sur un outil ; chacune avec son coût et ce qu'elle rapporte (somme ÷ coût d'un primo-acheteur revu, points d'effet, kg). Signal, à la prochaine remontée : fin octobre, avec un seuil.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rex_grille_texte"
# ---
# # La grille du jury
#
# Les autres critères ont été jugés sur le notebook de votre groupe. Celui-ci l'est sur vos deux écrits, et sur les options de la synthèse de votre groupe.

# %% [markdown] role="grille" competence="C4.3"

# %% [markdown] role="readonly" id="rex_autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous, **vous** et non le groupe, pour chaque compétence. Cette évaluation n'entre pas dans la note : elle est rapprochée de celle du jury dans votre compte rendu.

# %% role="readonly" id="rex_autoevaluation"
auto_evaluation("C4.1", "C4.2", "C4.3")

# %% [markdown] role="readonly" id="rex_rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre**, puis **Enregistrez** (Ctrl + S).
# 3. **Chaque** membre du groupe clique sur **Rendre**, en haut ou en bas du notebook, avec son propre `rex.ipynb`.
