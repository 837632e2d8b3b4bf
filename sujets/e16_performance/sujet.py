# Épreuve 16 — Projet de communication, partie 4 « Performance » (C14.1 à C14.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 16 — Projet de communication (4) : la performance
#
# **Rapport de compétences** · travail écrit **individuel** · **3 h** devant ce notebook · soutenu ensuite au grand oral (10 min, puis 15 min d'échange ; 20 % de la note) · compétences C14.1, C14.2 et C14.3
#
# **100 points** : 14 pour neuf réponses, que la machine corrige, et 86 pour trois écrits et deux fichiers, que le jury juge.
#
# Le projet de communication est **le vôtre** : une campagne à 360°, menée là où vous travaillez ou avez travaillé. Il traverse quatre épreuves (9, 12, 15 et 16), que le rapport de
# compétences réunit. Celle-ci en demande le **suivi de la performance**. C'est un travail de plusieurs semaines ; ce notebook le reçoit.
#
# | Ce que vous faites | Quand | Points |
# | --- | --- | --- |
# | **Un échauffement** d'une heure, lecture comprise, sur un cas fictif, Thymarelle (questions 1 à 6) | en une fois, ici | 10 |
# | **Votre suivi**, dans un tableau qui est le vôtre (questions 7 à 9) | relevé d'avance ; 25 minutes ici | 4 |
# | **Trois écrits** sur votre campagne, votre compte rendu et votre tableau de bord | préparés pendant des semaines ; 1 h 35 ici pour les mettre au net | 86 |
#
# Vos documents professionnels sont autorisés. Changez les noms si votre employeur le demande ; gardez le secteur, la taille, les dates et les chiffres.
#
# ## Le cas : Thymarelle
#
# *Uzès (Gard), lundi 12 juillet 2027.*
#
# **Thymarelle** fabrique des cosmétiques naturels : 34 personnes, 4,6 millions d'euros de chiffre d'affaires hors taxes en 2026, deux boutiques (Uzès et Nîmes), un site marchand et 180 pharmacies dépositaires.
# Le 16 mars, elle a lancé **« Second Flacon »**, une gamme rechargeable. Hormis les villes, tous ces noms sont fictifs.
#
# > **Ce qui est déjà décidé.** La campagne a couru du 1er mars au 30 juin 2027, avec une enveloppe de 90 000 € HT, hors temps passé. Ses objectifs : 6 000 flacons vendus, 120 pharmacies qui commandent la gamme,
# > 1 500 nouveaux clients sur le site, et 40 recharges vendues pour 100 flacons. Sa cible première : les 28 à 45 ans du Gard et de l'Hérault. Aucune partie précédente n'est nécessaire pour répondre.
#
# Vous êtes **chargé·e de marketing et communication**. Mathilde Fabrègues, directrice marketing et communication, vous écrit :
#
# > « Jeudi, le comité décide de la campagne d'automne. Nadia Belkhir, aux ventes en pharmacie, compte ses clients dans l'outil de relation client ; Rémi Cazalis, au contrôle de gestion, les compte dans les factures, et ils ne trouvent pas le même nombre.
# > Mettez-les d'accord, puis dites-nous ce qui a tenu ses promesses, ce qu'un client nous a coûté, où renforcer ou réduire cet automne, et qui est vraiment venu à nos directs. »

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal.
# - **Vérification.** Le formulaire dit comment il a lu votre réponse et ce qui ne va pas dans sa *forme*, jamais sa valeur.
# - **Précision.** Gardez tous les chiffres dans les calculs. Si vous recopiez un résultat, gardez au moins trois chiffres
#   significatifs. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`62.4`).
# - **Une erreur ne compte qu'une fois** : si une question part de votre réponse précédente et que la suite est
#   juste compte tenu de celle-ci, elle est acquise.
# - **Noms réservés dans du code.** N'appelez aucune variable `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou
#   `graphique` : ce sont les outils du notebook.
#
# **Les données du cas vous sont propres** : d'une copie à l'autre, les chiffres et les décisions diffèrent. Tous les montants sont **hors taxes**.
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans le dossier `donnees/`, en fichiers CSV qui s'ouvrent dans Excel et dans LibreOffice. Une valeur trouvée au
# tableur et recopiée vaut autant qu'une valeur calculée ici. Dans ces formules, les mots en minuscules sont vos plages ou vos cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | ramener un code à la même écriture | `=SUBSTITUE(SUBSTITUE(MAJUSCULE(C2);"-";"");" ";"")` |
# | factures moins avoirs d'une pharmacie | `=SOMME.SI.ENS(montants;codes;A2;natures;"facture")-SOMME.SI.ENS(montants;codes;A2;natures;"avoir")` |
# | compter sous conditions | `=NB.SI.ENS(departements;"Gard";etapes;"Référencée";nets;">0")` ; une autre étape : `"<>Référencée"` |
# | compter des dates et des âges | `=NB.SI.ENS(premiers;">="&DATE(2027;3;1);ages;">=28";ages;"<=45")` |
# | le rang d'apparition d'un code d'inscrit | `=NB.SI(C$2:C2;C2)` : 1 la première fois |
# | une décision à deux seuils | `=SI(C2<=0,5*D2;"renforcer";SI(C2<=D2;"garder";"réduire"))` |
# | le plus grand de la Soirée | `=MAX.SI.ENS(connectes;evenements;"Soirée")` |
#
# Une réponse trouvée au tableur se tape ou se colle dans son formulaire (Ctrl + V) ; dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 14 min | |
# | Étape 1. Qui a acheté | 1 et 2 | 21 min | 3 |
# | Étape 2. Ce qui a tenu ses promesses | 3 à 5 | 20 min | 5 |
# | Étape 3. L'audience des directs | 6 | 9 min | 2 |
# | Étape 4. Votre suivi | 7 à 9 | 20 min | 4 |
# | Écrits et fichiers | A à C | 96 min | 86 |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

donnees = preparer("e16_performance")

DEPARTEMENTS = ("Gard", "Hérault", "Vaucluse", "Bouches-du-Rhône")
SEGMENTS = ("coeur", "voisins", "ailleurs", "autres")
INDICATEURS = ("flacons", "recharge", "pharmacies", "clients")
DEBUT = pd.Timestamp("2027-03-01")
HEURE = 34  # € : une heure de l'équipe, charges comprises

# %% role="readonly" id="tables"
pharmacies, pieces, clients = donnees["pharmacies"], donnees["pieces"], donnees["clients"]
segments, ventes, objectifs = donnees["segments"], donnees["ventes"], donnees["objectifs"]
actions = donnees["actions"]
evenements, audience, connexions = donnees["evenements"], donnees["audience"], donnees["connexions"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une jardinerie rapproche son fichier de mairies et ses factures, puis compte celles qui ont vraiment acheté. Un rapprochement garde **tout le monde** : on part du fichier, et qui n'a aucune pièce vaut zéro.

# %% role="readonly" id="exemple"
exemple_fichier = pd.DataFrame({"code": ["MA07", "MA12", "MA31"], "etape": ["client", "client", "piste"]})
exemple_pieces = pd.DataFrame(
    {"compte": ["ma-07", "MA 31", "MA07"], "nature": ["facture", "facture", "avoir"], "montant": [640.0, 85.0, 640.0]}
)

# 1. Une seule écriture, un avoir négatif, une somme par code : il reste une ligne par code avant de rapprocher.
exemple_codes = exemple_pieces["compte"].str.upper().str.replace("[^A-Z0-9]", "", regex=True)
exemple_signes = exemple_pieces["montant"].where(exemple_pieces["nature"] == "facture", -exemple_pieces["montant"])
exemple_nets = exemple_signes.groupby(exemple_codes).sum()

# 2. Le fichier entier, complété : MA07 a tout rendu, MA12 n'a rien acheté, MA31 achète sans être notée cliente.
exemple_fichier["net"] = exemple_fichier["code"].map(exemple_nets).fillna(0)

# 3. Une réponse de forme « tableau », trouvée dans un tableur et recopiée : une liste par colonne.
exemple_recopie = pd.DataFrame({"rayon": ["Semences", "Outils"], "acheteurs": [14, 23], "part": [37.8, 62.2]})
exemple_fichier

# %% role="readonly" id="exemple_graphique"
# Des barres côte à côte, à partir de valeurs tapées, leur valeur au bout. Le titre énonce le résultat ; les hachures servent à qui ne voit pas les couleurs.
exemple_valeurs = pd.DataFrame(
    {"prévu": [12.0, 40.0, 27.0], "constaté": [31.0, 22.0, -6.0]}, index=["lettre", "vitrine", "atelier"]
)
exemple_figure, exemple_axes = plt.subplots(figsize=(9, 3.8), layout="constrained")
for exemple_rang, exemple_nom in enumerate(exemple_valeurs.columns):
    exemple_barres = exemple_axes.bar(
        np.arange(len(exemple_valeurs)) + 0.4 * exemple_rang - 0.2,
        exemple_valeurs[exemple_nom],
        width=0.38,
        label=exemple_nom,
        color=["#b8561f", "#1f5f8b"][exemple_rang],
        hatch=["//", ""][exemple_rang],
    )
    exemple_axes.bar_label(exemple_barres, fmt="%.0f", padding=2)
exemple_axes.margins(y=0.12)
exemple_axes.axhline(0, color="black", linewidth=0.8)
exemple_axes.set_xticks(np.arange(len(exemple_valeurs)), list(exemple_valeurs.index))
exemple_axes.set_title("L'atelier a perdu de l'argent, la lettre en a rapporté plus que prévu")
exemple_axes.set_xlabel("source")
exemple_axes.set_ylabel("rendement (%)")
exemple_axes.legend()
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Qui a acheté
#
# ## Question 1 — Mettre d'accord l'outil de relation client et la comptabilité
#
# Dans `pharmacies`, Nadia Belkhir note l'étape de la relation ; dans `pieces`, la comptabilité tape le code de la pharmacie comme il vient (`ph-104`, `PH 104`, parfois un blanc à la fin). Ramenez les codes à la même écriture.
#
# Le **net** d'une pharmacie : ses factures, moins ses avoirs ; zéro si elle n'a aucune pièce. Une pharmacie **cliente** a un net strictement positif. Comptez les **pharmacies**, par département :
#
# | Colonne | Contenu |
# | --- | --- |
# | `accord` | clientes, et notées « Référencée » |
# | `a_corriger` | clientes, et notées à une autre étape : l'outil est à corriger |
# | `a_relancer` | notées « Référencée », et pas clientes : Nadia doit les appeler |
# | `net` | le net de toutes les pharmacies du département, en € HT |
#
# **À rendre** (2 points) : `rapprochement`, un tableau de quatre lignes : `departement` (Gard, Hérault, Vaucluse, Bouches-du-Rhône), `accord`, `a_corriger`, `a_relancer` et `net`.

# %% role="solution" id="rapprochement_pharmacies"
# Un tableau : departement, accord, a_corriger, a_relancer, net.
rapprochement = None
### BEGIN SOLUTION
codes = pieces["compte"].str.upper().str.replace("[^A-Z0-9]", "", regex=True)
signes = pieces["montant"].where(pieces["nature"] == "facture", -pieces["montant"])


def compter(montants, comptes, fois=1):
    """Les quatre colonnes par département, d'après le net que donnent ces montants ; `fois` : ce que compte une pharmacie."""
    nets = pharmacies["code"].map(montants.groupby(comptes).sum().round(2)).fillna(0)
    cliente, notee = nets > 0, pharmacies["etape"] == "Référencée"
    colonnes = {"accord": cliente & notee, "a_corriger": cliente & ~notee, "a_relancer": notee & ~cliente}
    table = pd.DataFrame({nom: fois * colonne for nom, colonne in colonnes.items()} | {"net": nets})
    return table.groupby(pharmacies["departement"]).sum().loc[list(DEPARTEMENTS)]


rapprochement = compter(signes, codes)
erreur_type(
    "C14_2-rapprochement",
    "codes_mal_tapes",
    compter(signes, pieces["compte"]),
    "Vous n'avez rapproché que les codes tapés exactement comme dans l'outil : ramenez-les d'abord à la même écriture, sans tiret ni blanc.",
    part=0.2,
)
# Un tableur ne distingue pas les majuscules : sans rien ramener, il rapproche un peu plus de codes.
for reste, ecriture in {
    "codes_sans_majuscules": pieces["compte"].str.upper(),
    "codes_a_moitie_ramenes": pieces["compte"].str.upper().str.replace("-", "").str.strip(),
    "codes_avec_leurs_blancs": pieces["compte"].str.upper().str.replace("-", ""),
    "codes_avec_leurs_tirets": pieces["compte"].str.upper().str.replace(" ", ""),
}.items():
    erreur_type(
        "C14_2-rapprochement",
        reste,
        compter(signes, ecriture),
        "Des pièces vous échappent : leur code porte encore un tiret ou un blanc, au bord ou au milieu. Ramenez-les toutes à la même écriture.",
        part=0.2,
    )
erreur_type(
    "C14_2-rapprochement",
    "avoirs_ajoutes",
    compter(pieces["montant"], codes),
    "Vous avez ajouté les avoirs : un avoir est de l'argent rendu, il se retranche, et une pharmacie qui a tout rendu n'est pas cliente.",
    part=0.4,
)
erreur_type(
    "C14_2-rapprochement",
    "avoirs_oublies",
    compter(pieces["montant"].where(pieces["nature"] == "facture", 0), codes),
    "Vous n'avez pris que les factures : les avoirs se retranchent, et une pharmacie qui a tout rendu n'est pas cliente.",
    part=0.4,
)
erreur_type(
    "C14_2-rapprochement",
    "sans_piece_perdues",
    rapprochement.assign(a_relancer=compter(signes, codes, fois=pharmacies["code"].isin(codes))["a_relancer"]),
    "Vous avez perdu les pharmacies qui n'ont aucune pièce : notées « Référencée », elles sont à relancer. Partez du fichier entier, et complétez-le.",
    part=0.6,
)
erreur_type(
    "C14_2-rapprochement",
    "pieces_comptees",
    compter(signes, codes, fois=pharmacies["code"].map(codes.value_counts()).fillna(1)),
    "Vous avez compté des pièces : une pharmacie qui a reçu trois factures compte une fois. Ramenez les pièces à une ligne par pharmacie avant de rapprocher.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C14_2-rapprochement" points=2
verifier(
    "C14_2-rapprochement",
    rapprochement,
    tableau(
        cle="departement",
        cles=DEPARTEMENTS,
        colonnes={
            "accord": entier(minimum=0, maximum=1000),
            "a_corriger": entier(minimum=0, maximum=1000),
            "a_relancer": entier(minimum=0, maximum=1000),
            "net": nombre(unite="€", minimum=-1_000_000, maximum=1_000_000),
        },
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Ce qu'un nouveau client a coûté
#
# La table `clients` donne les clients du site qui ont acheté la gamme. Un client est **nouveau** si son premier achat sur le site date du **1er mars 2027 ou après**. Les segments, d'après son âge et la colonne `livraison` (28 et 45 ans sont compris dans « 28 à 45 ans ») :
#
# | Segment | Qui |
# | --- | --- |
# | `coeur` | 28 à 45 ans, Gard ou Hérault |
# | `voisins` | un autre âge, Gard ou Hérault |
# | `ailleurs` | 28 à 45 ans, ailleurs |
# | `autres` | un autre âge, ailleurs |
#
# Le coût d'acquisition est la `depense` du segment (table `segments`) ÷ ses nouveaux clients. Il se compare à la `marge` qu'un nouveau client laisse en deux ans : « renforcer » s'il en vaut **la moitié au plus** ; « garder » s'il vaut plus de la
# moitié et ne la dépasse pas ; « réduire » s'il la dépasse.
#
# **À rendre** (1 point) : `acquisition`, un tableau de quatre lignes : `segment`, `nouveaux`, `cout` (en €) et `decision`.

# %% role="solution" id="acquisition_segments"
# Un tableau : segment, nouveaux, cout, decision.
acquisition = None
### BEGIN SOLUTION
table_segments = segments.set_index("segment").loc[list(SEGMENTS)]


def acquerir(gardes, jeune):
    """Nouveaux clients, coût et décision de chaque segment."""
    proche = clients["livraison"] == "Gard ou Hérault"
    segment = pd.Series(np.select([proche & jeune, proche, jeune], ["coeur", "voisins", "ailleurs"], "autres"), index=clients.index)
    nouveaux = segment[gardes].value_counts().reindex(list(SEGMENTS))
    cout = table_segments["depense"] / nouveaux
    decision = np.select([cout <= 0.5 * table_segments["marge"], cout <= table_segments["marge"]], ["renforcer", "garder"], "réduire")
    return pd.DataFrame({"nouveaux": nouveaux, "cout": cout, "decision": decision})


gagnes, de_28_a_45 = clients["premier_achat"] >= DEBUT, clients["age"].between(28, 45)
acquisition = acquerir(gagnes, de_28_a_45)
erreur_type(
    "C14_1-acquisition",
    "anciens_comptes",
    acquerir(clients["client"] > 0, de_28_a_45),
    "Vous avez compté aussi les anciens clients : ils achetaient déjà sur le site avant la campagne, elle ne les a pas gagnés.",
    part=0.3,
)
erreur_type(
    "C14_1-acquisition",
    "bornes_exclues",
    acquerir(gagnes, clients["age"].between(28, 45, inclusive="neither")),
    "Vous avez rangé ailleurs les clients de 28 et de 45 ans : ces deux âges sont dans la tranche.",
    part=0.5,
)
for borne, age in {"left": 45, "right": 28}.items():
    erreur_type(
        "C14_1-acquisition",
        f"sans_{age}_ans",
        acquerir(gagnes, clients["age"].between(28, 45, inclusive=borne)),
        f"Vous avez rangé ailleurs les clients de {age} ans : cet âge est dans la tranche.",
        part=0.5,
    )
erreur_type(
    "C14_1-acquisition",
    "depuis_le_lancement",
    acquerir(clients["premier_achat"] >= pd.Timestamp("2027-03-16"), de_28_a_45),
    "Vous avez compté à partir du lancement de la gamme : la campagne a commencé avant, et l'énoncé donne sa date.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C14_1-acquisition" points=1
verifier(
    "C14_1-acquisition",
    acquisition,
    tableau(
        cle="segment",
        cles=SEGMENTS,
        colonnes={
            "nouveaux": entier(minimum=1, maximum=10_000),
            "cout": nombre(unite="€", minimum=0, maximum=10_000),
            "decision": choix("renforcer", "garder", "réduire"),
        },
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Ce qui a tenu ses promesses
#
# ## Question 3 — Les objectifs, au 2 mai et au 30 juin
#
# La table `objectifs` donne pour chaque indicateur un objectif intermédiaire au 2 mai (`jalon`) et un objectif final au 30 juin (`cible`).
#
# - `flacons` : les flacons vendus depuis le lancement, tous canaux (table `ventes` ; le 2 mai finit la semaine du lundi 26 avril).
# - `recharge` : les recharges vendues depuis le lancement, pour 100 flacons vendus, tous canaux.
# - `pharmacies` : au 30 juin, les clientes de votre question 1 (`accord` et `a_corriger`) ; au 2 mai, `releve_2_mai`.
# - `clients` : au 30 juin, les nouveaux clients de votre question 2 ; au 2 mai, `releve_2_mai`.
#
# L'atteinte est ce qui est obtenu, en **% de l'objectif** : à 100 %, il est tenu.
#
# **À rendre** (2 points) : `bilan`, un tableau de quatre lignes : `indicateur` (flacons, recharge, pharmacies, clients), `au_jalon` et `a_la_fin` (atteintes, en %).

# %% role="solution" id="bilan_objectifs"
# Un tableau : indicateur, au_jalon, a_la_fin.
bilan = None
### BEGIN SOLUTION
vise = objectifs.set_index("indicateur")
avant_mai = ventes["semaine"] <= pd.Timestamp("2027-04-26")


def taux(lignes):
    """Les recharges pour 100 flacons, sur l'ensemble de ces lignes."""
    return 100 * lignes["recharges"].sum() / lignes["flacons"].sum()


def part_des_recharges(lignes):
    """La part des recharges dans tout ce qui s'est vendu."""
    return 100 * lignes["recharges"].sum() / (lignes["recharges"] + lignes["flacons"]).sum()


def moyenne_des_taux(lignes):
    """La moyenne des taux de chaque ligne."""
    return (100 * lignes["recharges"] / lignes["flacons"]).mean()


def situer(en_mai, en_juin, calculer=taux, diviseur_jalon="jalon"):
    """Les atteintes au jalon et à la fin, d'après les ventes de ces deux périodes."""
    milieu = pd.Series(
        {"flacons": en_mai["flacons"].sum(), "recharge": calculer(en_mai)} | vise["releve_2_mai"].dropna().to_dict(), dtype=float
    )
    fin = pd.Series(
        {
            "flacons": en_juin["flacons"].sum(),
            "recharge": calculer(en_juin),
            "pharmacies": rapprochement["accord"].sum() + rapprochement["a_corriger"].sum(),
            "clients": acquisition["nouveaux"].sum(),
        },
        dtype=float,
    )
    table = pd.DataFrame({"au_jalon": 100 * milieu / vise[diviseur_jalon], "a_la_fin": 100 * fin / vise["cible"]})
    return table.loc[list(INDICATEURS)]


bilan = situer(ventes[avant_mai], ventes)
erreur_type(
    "C14_1-bilan",
    "moyenne_des_taux",
    situer(ventes[avant_mai], ventes, calculer=moyenne_des_taux),
    "Vous avez fait la moyenne des taux de chaque ligne : une semaine de vingt flacons y pèse autant qu'une de quatre cents. Divisez les totaux.",
    part=0.7,
)
erreur_type(
    "C14_1-bilan",
    "part_des_recharges",
    situer(ventes[avant_mai], ventes, calculer=part_des_recharges),
    "Vous avez divisé par tout ce qui s'est vendu : le taux rapporte les recharges aux seuls flacons.",
    part=0.7,
)
erreur_type(
    "C14_1-bilan",
    "semaine_oubliee",
    situer(ventes[ventes["semaine"] < pd.Timestamp("2027-04-26")], ventes),
    "Vous avez arrêté le jalon une semaine trop tôt : celle du lundi 26 avril finit le 2 mai, elle compte.",
    part=0.7,
)
erreur_type(
    "C14_1-bilan",
    "depuis_mai",
    situer(ventes[avant_mai], ventes[~avant_mai]),
    "Vous n'avez compté pour le 30 juin que ce qui a suivi le 2 mai : l'objectif final porte sur toutes les ventes depuis le lancement.",
    part=0.5,
)
erreur_type(
    "C14_1-bilan",
    "jalon_sur_cible",
    situer(ventes[avant_mai], ventes, diviseur_jalon="cible"),
    "Vous avez rapporté le 2 mai à l'objectif final : à mi-chemin, c'est l'objectif intermédiaire qui dit si l'on est en retard.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C14_1-bilan" points=2
verifier(
    "C14_1-bilan",
    bilan,
    tableau(
        cle="indicateur",
        cles=INDICATEURS,
        colonnes={
            "au_jalon": pourcentage(maximum=1000, echelle="pourcent"),
            "a_la_fin": pourcentage(maximum=1000, echelle="pourcent"),
        },
    ),
)

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — ROI et ROTI : attendus, obtenus
#
# En février, Rémi Cazalis et Mathilde Fabrègues ont fixé pour chaque action un ROI et un ROTI attendus (table `actions`), avec ces définitions :
#
# - marge = ventes attribuées × taux de marge ; **coût du temps** = heures × **34 €**, charges comprises ;
# - **gain net** = marge − dépenses − coût du temps ;
# - **ROI** (retour sur investissement, en %) = gain net ÷ (dépenses + coût du temps) ;
# - **ROTI** (retour sur le temps investi, en € gagnés par euro de temps) = gain net ÷ coût du temps.
#
# Une promesse est tenue si l'obtenu égale ou dépasse l'attendu : « les deux », « ROI seul », « ROTI seul » ou « aucun ».
#
# **À rendre** (2 points) : `retours`, un tableau de cinq lignes : `action`, `roi`, `roti` et `promesse`.

# %% role="solution" id="retours_actions"
# Un tableau : action, roi, roti, promesse.
retours = None
### BEGIN SOLUTION
par_action = actions.set_index("action")
marge = par_action["ventes"] * par_action["taux_marge"] / 100
temps = HEURE * par_action["heures"]


def juger(gain, cout, du_temps=temps):
    """ROI, ROTI et promesse tenue, pour un gain et un coût."""
    roi, roti = 100 * gain / cout, gain / du_temps
    en_roi, en_roti = roi >= par_action["roi_attendu"], roti >= par_action["roti_attendu"]
    promesse = np.select([en_roi & en_roti, en_roi, en_roti], ["les deux", "ROI seul", "ROTI seul"], "aucun")
    return pd.DataFrame({"roi": roi, "roti": roti, "promesse": pd.Series(promesse, index=roi.index)})


investi = par_action["depenses"] + temps
retours = juger(marge - investi, investi)
erreur_type(
    "C14_2-retours",
    "marge_pour_gain",
    juger(marge, investi),
    "Vous avez divisé la marge : un retour se calcule sur le gain net, une fois retirés les dépenses et le temps.",
    part=0.35,
)
erreur_type(
    "C14_2-retours",
    "ventes_pour_marge",
    juger(par_action["ventes"] - investi, investi),
    "Vous êtes parti·e des ventes : ce qu'une action rapporte est la marge de ces ventes, non leur montant.",
    part=0.3,
)
erreur_type(
    "C14_2-retours",
    "temps_oublie",
    juger(marge - par_action["depenses"], par_action["depenses"]),
    "Vous avez oublié le coût du temps dans le gain net : une action qui occupe l'équipe coûte plus que ses factures.",
    part=0.4,
)
erreur_type(
    "C14_2-retours",
    "temps_hors_du_diviseur",
    juger(marge - investi, par_action["depenses"]),
    "Vous avez divisé par les seules dépenses : ce qui a été investi comprend le coût du temps.",
    part=0.4,
)
erreur_type(
    "C14_2-retours",
    "temps_hors_du_gain",
    juger(marge - par_action["depenses"], investi),
    "Vous n'avez pas retiré le coût du temps du gain net : il compte dans le gain comme dans ce qui est investi.",
    part=0.4,
)
erreur_type(
    "C14_2-retours",
    "heures_sans_prix",
    juger(marge - par_action["depenses"] - par_action["heures"], par_action["depenses"] + par_action["heures"], par_action["heures"]),
    "Vous avez compté les heures comme des euros : multipliez-les d'abord par ce que coûte une heure.",
    part=0.4,
)
erreur_type(
    "C14_2-retours",
    "roti_par_heure",
    juger(marge - investi, investi, par_action["heures"]),
    "Votre ROTI est un gain par heure : ici, il se rapporte au coût du temps, en euros gagnés par euro de temps.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C14_2-retours" points=2
verifier(
    "C14_2-retours",
    retours,
    tableau(
        cle="action",
        cles=(
            "Courriels",
            "Réseaux sociaux",
            "Liens sponsorisés",
            "Présentoirs",
            "Soirée",
        ),
        colonnes={
            "roi": pourcentage(minimum=-1000, maximum=5000, decimales=1, echelle="pourcent"),
            "roti": nombre(unite="€", minimum=-1000, maximum=1000, decimales=2),
            "promesse": choix("les deux", "ROI seul", "ROTI seul", "aucun"),
        },
    ),
)

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Le graphique du comité
#
# D'après votre question 4, un graphique **en barres** du ROI de chaque action : l'**attendu** et l'**obtenu**, côte à côte. Axes : l'action, et le ROI en % ; légende : « attendu », « obtenu » ; le titre dit quelle
# action s'écarte le plus, en points de ROI, de ce que l'on attendait, et dans quel sens.
#
# **À rendre** (1 point) : le graphique, dessiné dans son formulaire ou par du code (`figure_roi`).

# %% role="solution" id="graphique_roi"
# Une figure matplotlib : par exemple figure_roi, axes = plt.subplots()
figure_roi = None
### BEGIN SOLUTION
compare = pd.DataFrame({"attendu": par_action["roi_attendu"], "obtenu": retours["roi"].reindex(par_action.index)})
ecart_roi = compare["obtenu"] - compare["attendu"]
loin = ecart_roi.abs().idxmax()
figure_roi, repere_roi = plt.subplots(figsize=(10, 4.8), layout="constrained")
places = np.arange(len(compare))
for rang, (nom, couleur) in enumerate({"attendu": "#b8561f", "obtenu": "#1f5f8b"}.items()):
    posees = repere_roi.bar(places + 0.4 * rang - 0.2, compare[nom], width=0.38, label=nom, color=couleur, hatch=["//", ""][rang], edgecolor="white")
    repere_roi.bar_label(posees, labels=[f"{v:.0f}".replace("-", "−") for v in compare[nom]], padding=2)
repere_roi.axhline(0, color="black", linewidth=0.8)
repere_roi.set_title(
    f"« {loin} » s'écarte le plus : {abs(ecart_roi[loin]):.0f} points de {'mieux' if ecart_roi[loin] > 0 else 'moins'} qu'attendu",
    loc="left",
    fontweight="bold",
)
repere_roi.set_xlabel("action")
repere_roi.set_ylabel("ROI (%)")
repere_roi.set_xticks(places, list(compare.index))
repere_roi.margins(y=0.14)
repere_roi.legend(frameon=False)
repere_roi.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C14_2-roi" points=1
verifier(
    "C14_2-roi",
    figure_roi,
    graphique(genre="barres", x="action", y="ROI", unite_y="%", series=("attendu", "obtenu"), disposition="côte à côte"),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — L'audience des directs
#
# ## Question 6 — L'audience des deux directs
#
# La Soirée et la Formation ont été données en direct. La plateforme exporte le nombre de connectés à chaque minute (`audience`) et chaque connexion (`connexions`) : qui se déconnecte et revient en a plusieurs. Toute personne qui s'est connectée est **présente**.
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `pic` | le plus grand nombre de connectés en une minute | personnes |
# | `moyenne` | la moyenne des connectés, sur toutes les minutes du direct | personnes |
# | `presence` | personnes présentes ÷ personnes inscrites (table `evenements`) | % |
# | `suivi_moyen` | minutes suivies par personne présente : le total des connectés de toutes les minutes ÷ personnes présentes | minutes |
#
# **À rendre** (2 points) : `directs`, un tableau de deux lignes : `evenement` (Soirée, Formation), `pic`, `moyenne`, `presence` et `suivi_moyen`.

# %% role="solution" id="audience_directs"
# Un tableau : evenement, pic, moyenne, presence, suivi_moyen.
directs = None
### BEGIN SOLUTION
par_minute = audience.groupby("evenement")["connectes"]
inscrits = evenements.set_index("evenement")["inscrits"]


def mesurer(presents, diviseur=None):
    """Les quatre colonnes, pour un nombre de présents ; `diviseur` : ce qui divise les minutes suivies."""
    return pd.DataFrame(
        {
            "pic": par_minute.max(),
            "moyenne": par_minute.mean(),
            "presence": 100 * presents / inscrits,
            "suivi_moyen": par_minute.sum() / (presents if diviseur is None else diviseur),
        }
    ).loc[list(evenements["evenement"])]


par_direct = connexions.groupby("evenement")["inscrit"]
directs = mesurer(par_direct.nunique())
erreur_type(
    "C14_3-directs",
    "connexions_comptees",
    mesurer(par_direct.size()),
    "Vous avez compté des connexions : qui se déconnecte et revient reste une seule personne. Comptez les codes d'inscrits, une fois chacun.",
    part=0.5,
)
erreur_type(
    "C14_3-directs",
    "absents_comptes",
    mesurer(par_direct.nunique(), diviseur=inscrits),
    "Vous avez partagé les minutes entre tous les inscrits : qui n'est pas venu n'a rien suivi. Divisez par les personnes présentes.",
    part=0.7,
)
### END SOLUTION

# %% role="tests" id="C14_3-directs" points=2
verifier(
    "C14_3-directs",
    directs,
    tableau(
        cle="evenement",
        cles=("Soirée", "Formation"),
        colonnes={
            "pic": entier(unite="personnes", minimum=0, maximum=10_000),
            "moyenne": nombre(unite="personnes", minimum=0, maximum=10_000),
            "presence": pourcentage(),
            "suivi_moyen": nombre(unite="minutes", minimum=0, maximum=1000),
        },
    ),
)

# %% [markdown] role="readonly" id="etape4"
# ---
# # Étape 4 — Votre suivi
#
# Thymarelle est derrière vous : voici **votre campagne**. La machine vérifie que vos calculs suivent de votre tableau ; le jury juge ce que ce tableau vaut, et
# l'écrit A dit d'où viennent ses chiffres.
#
# ## Question 7 — Le tableau de vos indicateurs
#
# Une ligne par indicateur de votre campagne, **cinq à dix** lignes :
#
# | Colonne | Contenu |
# | --- | --- |
# | `indicateur` | son nom, différent à chaque ligne |
# | `sens` | « au moins » (vous vouliez au moins la cible) ou « au plus » (un coût, un délai, un taux d'abandon) |
# | `jalon` | l'objectif intermédiaire, plus grand que 0 |
# | `obtenu_jalon` | ce qui était obtenu à cette date, 0 ou plus |
# | `cible` | l'objectif final, plus grand que 0 |
# | `obtenu` | ce qui a été obtenu à la fin, 0 ou plus |
#
# Chaque ligne a son unité, la même dans ses quatre nombres (`12.5` pour 12,5 %), tapée sans « % » ni « € ». Sans objectif intermédiaire écrit à l'époque, prenez celui que vous auriez fixé, et dites-le dans l'écrit A, point 3.
#
# **À rendre** (1 point) : `mon_suivi`, un tableau, par exemple
# `pd.DataFrame({"indicateur": ["…", "…"], "sens": ["au moins", "au plus"], "jalon": [140, 6.5], "obtenu_jalon": [118, 7.2], "cible": [320, 6], "obtenu": [331, 6.8]})`.

# %% role="solution" id="mon_suivi"
# Un tableau : indicateur, sens, jalon, obtenu_jalon, cible, obtenu.
mon_suivi = None
### BEGIN SOLUTION
mon_suivi = pd.DataFrame(
    {
        "indicateur": [
            "Abonnements vendus",
            "Inscrits à la lettre",
            "Entrées de la nocturne",
            "Entrées",
            "Coût d'un abonnement gagné",
            "Appels restés sans réponse",
        ],
        "sens": ["au moins", "au moins", "au moins", "au moins", "au plus", "au plus"],
        "jalon": [400, 2500, 400, 12_500, 14.5, 9],
        "obtenu_jalon": [352, 2764, 427, 11_940, 15.8, 11.5],
        "cible": [900, 4000, 2400, 52_000, 12, 6],
        "obtenu": [873, 4218, 1986, 53_410, 11.4, 7.5],
    }
)
### END SOLUTION

# %% role="tests" id="C14_1-mon_suivi" points=1
verifier(
    "C14_1-mon_suivi",
    mon_suivi,
    vos_donnees(
        tableau(
            cle="indicateur",
            colonnes={
                "sens": choix("au moins", "au plus"),
                "jalon": nombre(minimum=0.001, maximum=1_000_000_000),
                "obtenu_jalon": nombre(minimum=0, maximum=1_000_000_000),
                "cible": nombre(minimum=0.001, maximum=1_000_000_000),
                "obtenu": nombre(minimum=0, maximum=1_000_000_000),
            },
        ),
        lignes=(5, 10),
        varie=("cible", "obtenu"),
        pas_de=(donnees, exemple_valeurs),
    ),
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — L'atteinte de chaque objectif
#
# D'après votre tableau, pour chacun de vos indicateurs :
#
# - `au_jalon` : ce qui était obtenu à mi-chemin, en % de l'objectif intermédiaire ;
# - `a_la_fin` : ce qui a été obtenu à la fin, en % de l'objectif final.
#
# C'est le même calcul pour tous, « au plus » compris : au-dessus de 100 %, un coût dépasse ce que l'on voulait.
#
# **À rendre** (2 points) : `atteintes`, un tableau d'une ligne par indicateur : `indicateur`, `au_jalon` et `a_la_fin`.

# %% role="solution" id="atteintes_du_suivi"
# Un tableau : indicateur, au_jalon, a_la_fin.
atteintes = None
### BEGIN SOLUTION
le_mien = mon_suivi.set_index("indicateur")
atteintes = pd.DataFrame(
    {"au_jalon": 100 * le_mien["obtenu_jalon"] / le_mien["jalon"], "a_la_fin": 100 * le_mien["obtenu"] / le_mien["cible"]}
)
erreur_type(
    "C14_1-atteintes",
    "jalon_sur_cible",
    atteintes.assign(au_jalon=100 * le_mien["obtenu_jalon"] / le_mien["cible"]),
    "Vous avez rapporté la mi-chemin à l'objectif final : c'est l'objectif intermédiaire qui dit si vous étiez en retard.",
    part=0.5,
)
erreur_type(
    "C14_1-atteintes",
    "inverse_pour_au_plus",
    atteintes.where(le_mien["sens"] == "au moins", 10_000 / atteintes),
    "Vous avez renversé le calcul des indicateurs « au plus » : ici, ce qui est obtenu se rapporte toujours à l'objectif.",
    part=0.5,
)
erreur_type(
    "C14_1-atteintes",
    "ecart_pour_atteinte",
    atteintes - 100,
    "Vous avez donné l'écart à l'objectif : l'atteinte est ce qui est obtenu, en % de l'objectif.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C14_1-atteintes" points=2
verifier(
    "C14_1-atteintes",
    atteintes,
    tableau(
        cle="indicateur",
        colonnes={
            "au_jalon": pourcentage(minimum=-100, maximum=1e14, echelle="pourcent"),
            "a_la_fin": pourcentage(minimum=-100, maximum=1e14, echelle="pourcent"),
        },
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — Vos alertes
#
# D'après votre tableau, pour chacun de vos indicateurs :
#
# - `ecart` : `obtenu` moins `cible`, en % de la cible, **avec le signe moins quand il est défavorable** (trop peu pour « au moins », trop pour « au plus ») ;
# - `alerte` : « tenu » si l'écart est nul ou favorable ; « à surveiller » s'il est défavorable de 10 % au plus ; « en alerte » au-delà.
#
# **À rendre** (1 point) : `alertes`, un tableau d'une ligne par indicateur : `indicateur`, `ecart` et `alerte`.

# %% role="solution" id="alertes_du_suivi"
# Un tableau : indicateur, ecart, alerte.
alertes = None
### BEGIN SOLUTION
def alerter(signe):
    """L'écart, négatif quand il est défavorable, et l'alerte qui en découle."""
    ecart = signe * (100 * le_mien["obtenu"] / le_mien["cible"] - 100)
    # 90 % tout juste ne doit pas passer le seuil au quinzième chiffre.
    alerte = np.select([ecart.round(9) >= 0, ecart.round(9) >= -10], ["tenu", "à surveiller"], "en alerte")
    return pd.DataFrame({"ecart": ecart, "alerte": pd.Series(alerte, index=ecart.index)})


alertes = alerter(pd.Series(np.where(le_mien["sens"] == "au moins", 1, -1), index=le_mien.index))
erreur_type(
    "C14_3-alertes",
    "sens_ignore",
    alerter(1),
    "Vous avez lu tous vos indicateurs comme s'ils devaient monter : pour « au plus », dépasser la cible est défavorable.",
    part=0.5,
)
erreur_type(
    "C14_3-alertes",
    "ecart_sans_signe",
    alertes.assign(ecart=alertes["ecart"].abs()),
    "Vous avez donné les écarts sans leur signe : un écart défavorable est négatif.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C14_3-alertes" points=1
verifier(
    "C14_3-alertes",
    alertes,
    tableau(
        cle="indicateur",
        colonnes={
            "ecart": pourcentage(minimum=-1e14, maximum=1e14, echelle="pourcent"),
            "alerte": choix("tenu", "à surveiller", "en alerte"),
        },
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Trois textes, un par compétence. Ils portent sur **votre** campagne, avec ses faits : dates, montants, sources, réussites et échecs compris ; ce qui vient du cas Thymarelle ne compte pas. Ce qui a manqué (un outil de relation client, un contact avec la
# comptabilité) se dit, avec ce que vous auriez fait. Une case sans rien que l'on puisse contrôler (« régulier », « bon ») compte comme vide. Les critères sur lesquels chaque écrit est jugé le suivent.
#
# **Vos preuves.** À la suite de votre compte rendu, dans le PDF `compte_rendu` remis à l'écrit B, mettez une **preuve datée** par compétence, noms masqués s'il le faut : le relevé intermédiaire tel qu'il a été envoyé ou enregistré (C14.1), l'échange avec les services financiers (C14.2), ce qui a été fait pendant l'action
# (C14.3 : message, page publiée…). Ce dont rien ne reste peut être attesté par l'employeur.
#
# ## Écrit A — Le plan de suivi
#
# *Environ 260 mots, tableaux compris · C14.1 · 26 points.*
#
# 1. **Vos indicateurs**, de trois à cinq, en tableau : l'objectif que chacun suit, en mots, l'objectif global d'abord, puis les objectifs intermédiaires ; ce que l'on compte, et sur quelle période ; sa source ; qui le relève, et quand.
# 2. **Deux ratios** : le numérateur, le dénominateur et la valeur, calculée avec vos nombres ; un autre dénominateur possible, et la raison de ne pas le prendre ; la décision que le ratio éclaire (ce que l'on fera, gardera, refera ou arrêtera).
# 3. **Votre relevé intermédiaire** : sa date, avant la fin de la campagne ; l'atteinte de trois indicateurs au moins à la date du jalon (question 8) ; le seuil, en nombre, qui vous aurait fait réagir ; ce qui a été fait ensuite, et quand (ou pourquoi rien) ; d'où viennent les nombres de la question 7.

# %% [markdown] role="manual" id="C14_1-plan" mots=260
# ### BEGIN SOLUTION
# **Repères pour le jury** (les faits viennent du candidat ou de la candidate). Rapprocher l'écrit du tableau de la question 7 : mêmes indicateurs, mêmes nombres.
#
# | Objectif | Indicateur | Ce que l'on compte | Source | Qui, quand |
# | :-- | :-- | :-- | :-- | :-- |
# | global | entrées d'automne | passages au tourniquet, du 29 août au 31 décembre | caisse | régisseuse, chaque lundi |
# | fidéliser | abonnements vendus | contrats signés, nets des annulations, au 30 septembre | caisse | moi, chaque lundi |
# | faire savoir | inscrits à la lettre | adresses confirmées, du 1er juin au 29 août | outil d'envoi | moi, le 1er du mois |
#
# Ratios : *873 abonnements ÷ 9 700 visiteurs de la page « Abonnement » = 9 % (et non ÷ visiteurs du site, où les curieux des horaires la noieraient) : dit s'il faut refaire la page ; 980 € d'annonces ÷ 86 abonnements gagnés = 11,40 € : prolonge ou arrête les annonces.*
#
# Relevé intermédiaire : *le 15 juillet, 2 764 inscrits à la lettre pour 2 500 ; le 15 septembre, 352 abonnements pour 400 prévus ; seuil de réaction à 90 % ; relance des anciens abonnés le 17.* Un tableau où tout est relevé à la fin seulement ne permet pas d'évaluation intermédiaire.
#
# Un tableau de la question 7 fait des quatre objectifs de Thymarelle (6 000, 40, 120, 1 500) est repris du cas : la machine ne le refuse pas ; il ne compte pas.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C14.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — L'analyse des résultats
#
# *Environ 320 mots, tableaux compris · C14.2 · 34 points, avec le fichier `compte_rendu`.*
#
# Remettez **votre compte rendu**, tel que vous l'avez remis ou tel que vous le remettriez, par le bouton sous l'écrit, sous le nom `compte_rendu` (.pdf), vos preuves à la suite. Il dit à qui il s'adresse et sa date ; ses trois premières lignes donnent le message principal, avec le chiffre qui le porte ; trois résultats au moins y sont à côté de leur cible ; on y lit la décision demandée, à qui et
# pour quand. Puis écrivez :
#
# 1. **L'outil de relation client et les données internes** (sans un tel outil, le fichier qui en tenait lieu) : l'extraction : l'outil, la date, le filtre ; trois champs au moins et le nombre de lignes ; les erreurs trouvées, leur nature et leur nombre (ou la vérification qui n'en a trouvé aucune) ; un fait, chiffré, que l'on ne savait pas.
# 2. **Les services financiers** : qui, et quand ; la donnée échangée ; deux chiffres confrontés, avec la source de chacun ; la façon dont l'écart a été réglé, ou l'accord constaté. À défaut d'échange, la demande : à qui, quelle donnée, quels chiffres confronter, quelle règle proposer.
# 3. **Votre compte rendu** : sous quelle forme et à quel rythme il est remis, et ce qui a été décidé à sa lecture (ou pourquoi rien).
# 4. **ROI et ROTI** de deux actions, en tableau : vos définitions (le temps passé y compte, en heures ou en euros) ; les termes de chacune (gain, dépense, heures et coût de l'heure) ; le ROI et le ROTI obtenus ; les attendus, et la date ou le document qui les a fixés ; pour chacune, un fait de la campagne qui explique l'écart.

# %% [markdown] role="manual" id="C14_2-analyse" mots=320
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord le fichier `compte_rendu` : en une minute, sait-on ce qu'il faut décider ? Les preuves sont à la suite, pour les trois compétences.
#
# Un ROI dont le temps passé est absent, ou dont le gain n'est pas une marge ou une économie, est à relever ; une définition différente de celle du cas convient, si elle est dite et tenue.
# Rapprocher aussi l'écrit des actions de Thymarelle (question 4, table `actions`) : un ROI repris du cas ne compte pas.
#
# Outil et données : *export du logiciel de caisse le 5 octobre, 934 fiches, filtre « abonné depuis le 24 août » ; nom, commune, formule ; 49 doublons et 12 paiements rejetés ; 31 % des abonnés venaient de deux communes où nous n'affichions pas.*
#
# Finances : *le 12 octobre avec la comptable : elle comptait 885 abonnements au journal des recettes, moi 873 à la caisse ; douze prélèvements étaient rejetés ; nous avons retenu 873 et noté la règle.*
#
# Compte rendu : *une page à la directrice, chaque mois : « La nocturne ne prendra pas sans bus du soir : 1 986 entrées pour 2 400. Décision demandée avant Noël : la garder jusqu'en mars ou l'arrêter. » ; elle l'a gardée, avec une navette.*
#
# ROI, ROTI : *affiches, attendu 40 %, obtenu 27 % ; lettre, attendu 200 %, obtenu 308 %, fixés le 2 février dans le plan ; 27 € l'heure.* Le tableau donne les termes (marge, dépense, heures), que l'on peut refaire. Des attendus fixés après coup n'ont ni date ni document d'alors.
# ### END SOLUTION

# %% role="readonly" id="C14_2-compte_rendu"
livrable("C14_2-compte_rendu", "compte_rendu", formats=("pdf",))

# %% [markdown] role="grille" competence="C14.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Le tableau de bord et les corrections
#
# *Environ 280 mots, tableau compris · C14.3 · 26 points, avec le fichier `tableau_de_bord`.*
#
# Remettez **votre tableau de bord** par le bouton sous l'écrit, sous le nom `tableau_de_bord` (classeur `.xlsx` ou `.ods`) : les données datées d'un événement ou d'une action, saisies à part de ce qu'on lit ; où, quoi et quand saisir ; une feuille que l'on lit en premier, dix nombres au plus, chacun nommé ; des totaux que des **formules** font suivre
# quand on ajoute une ligne ; une **alerte** qui change seule ; un graphique. Puis écrivez :
#
# 1. **Comment il se lit** : ce que l'on voit en premier ; qui le remplit sans vous, et ce que cette personne a saisi, ou demandé, en l'essayant.
# 2. **Ce que montre l'événement ou l'action** : trois mesures de son audience, calculées dans le fichier (pic, moyenne, présence, durée…), avec leur unité et leur période ; le graphique : ses axes nommés, une cible ou un repère tracé, un titre qui dit le résultat, réussite ou échec, à qui n'y était pas.
# 3. **En temps réel** : la donnée qui s'actualise, et en combien de temps elle arrive ; une fois où vous avez réagi pendant l'action : date, geste, effet en nombre ; la preuve datée en est dans `compte_rendu` (à défaut, le jour où il aurait fallu, et le geste).
# 4. **Vos corrections** : un tableau, deux à court terme et deux à moyen terme, chacune avec la mesure, chiffrée, qui la motive, le responsable et la date.

# %% [markdown] role="manual" id="C14_3-tableau_de_bord_ecrit" mots=280
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord le classeur, sans lire l'écrit : en une minute, sait-on si l'action va bien ? Ajouter une ligne de données : les totaux suivent-ils ? Baisser une donnée : l'alerte change-t-elle ?
#
# Lecture : *feuille « Synthèse » (six nombres, une alerte, un graphique), feuille « Saisie » (une ligne par soirée), feuille « Lisez-moi » (qui, quand, où sont les sources) ; la régisseuse a saisi la soirée du 6 novembre et demandé des cellules grises.*
#
# Audience : *douze nocturnes : 1 986 entrées, un pic de 238 le 18 septembre, 166 en moyenne ; courbe des soirées, la cible de 200 marquée d'un trait.*
#
# Temps réel : *le compteur du tourniquet, lu chaque heure ; sous 60 entrées à 19 h, un message part sur les réseaux ; fait le 2 octobre, 91 entrées de plus.* Un relevé hebdomadaire n'est pas du temps réel, mais peut l'être pour une action de trois mois, si l'alerte arrive quand on peut encore agir.
#
# | Terme | Correction | Mesure | Qui | Pour le |
# | :-- | :-- | :-- | :-- | :-- |
# | court | message à 19 h les soirs creux | 51 entrées à 19 h le 2 octobre | moi | 16 octobre |
# | court | relance des paniers abandonnés | 62 % d'abandon | prestataire | 15 octobre |
# | moyen | navette du vendredi | 1 986 entrées pour 2 400 | directrice | printemps |
# | moyen | tarif du soir | panier de 4,10 € | régisseuse | rentrée |
# ### END SOLUTION

# %% role="readonly" id="C14_3-classeur"
livrable("C14_3-classeur", "tableau_de_bord", formats=("xlsx", "ods"))

# %% [markdown] role="grille" competence="C14.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence, d'après **votre propre campagne**. Cette évaluation n'entre pas dans la note : elle
# est rapprochée de celle du jury dans votre compte rendu, et vous la commenterez au grand oral.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C14.1", "C14.2", "C14.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque, réponses, écrits et fichiers. Une question laissée sans réponse
#    ne bloque rien : elle vaut zéro, les autres comptent.
# 3. Les fichiers `compte_rendu` et `tableau_de_bord` sont dans le dossier du notebook.
# 4. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
