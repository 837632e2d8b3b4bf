# Épreuve 3, deuxième cas — Définition de la cible d'une offre d'hiver (C3.1 à C3.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 3 — Définir la cible d'une offre d'hiver
#
# **Cas pratique professionnel fictif** · travail écrit **individuel** · **4 h 00** · compétences C3.1, C3.2 et C3.3
#
# **100 points** : 50 pour douze réponses, que la machine corrige, et 50 pour les écrits et l'affiche, que le jury juge.
#
# ## Le cas : Combelauze
#
# *Lons-le-Saunier (Jura), mardi 19 mai 2026.*
#
# **Combelauze** tient trois campings du Jura, ceux du Lac, de la Forêt et du Plateau : 31 salariés permanents, 4,1 millions d'euros de chiffre d'affaires, presque tout
# entier d'avril à septembre. Depuis trois hivers, cinq cottages du Lac restent ouverts à l'essai. La direction veut louer l'hiver prochain **des cottages isolés du froid**, hors vacances
# scolaires : pendant celles-ci, une école de ski les loue tous. Un cottage : 42 m², six couchages, poêle à granulés, perron de trois marches, douche à rebord ; ni bain chaud ni sauna. Pour qui, à quel prix, où ?
#
# Vous êtes **chargé·e de marketing**. Éléonore Chevassus, directrice marketing, vous passe commande :
#
# > « Mercredi 27 mai, Baudouin Cattet, notre directeur général, dit combien de campings nous ouvrons cet hiver, ou aucun. Wassila Brenot, à l'exploitation, rappelle qu'une nuit
# > invendue en janvier ne se rattrape pas en mars. Solveig Perrod, à l'accueil, entend depuis janvier pourquoi l'on renonce. Il me faut une cible que l'on comprenne
# > d'un coup d'œil, les cottages qu'elle demande, et un mix qui en parte. »
#
# | Conventions du cas | Valeur |
# | --- | --- |
# | Nuit, nuitée | *nuit* : un cottage loué une nuit ; *nuitée* : une personne, une nuit |
# | Prix | celui d'une nuit, cottage entier, TTC, chauffage, linge, ménage et panier du matin compris ; les communes ne perçoivent de taxe de séjour que l'été |
# | TVA sur l'hébergement | 10 % |
# | Commission | en % du prix **hors taxes** |
# | Travaux, frais d'ouverture | payés avant l'hiver, comptés en entier sur celui-ci |
#
# Le prix d'une annonce est la somme totale, toutes taxes comprises, que paiera le client : arrêté du 3 décembre 1987, article 1er.
#
# **Livrables** : l'étude de marché, le persona (une affiche, `persona`) avec sa démarche, et le mix marketing.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche.
# - **Vérification.** Le formulaire dit comment il vous a lu, jamais si c'est juste.
# - **Précision.** Gardez tous les chiffres dans les calculs. Un résultat recopié garde au moins trois chiffres significatifs ; à la question 9, deux décimales. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`2.62`).
# - **Une erreur ne compte qu'une fois** : ce qui suit, juste compte tenu d'elle, est acquis. Des réponses mal écartées ou mal pesées se paient ainsi à la question 2 seule.
# - **Noms réservés dans du code.** N'appelez aucune variable `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou
#   `graphique`.
#
# **Vos données vous sont propres.**
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans `donnees/`, en fichiers CSV. Ici, les mots en minuscules sont vos plages de cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | le taux d'une réponse | `=RECHERCHEV(intention;conversion;SI(origine="non-client";3;2);FAUX)`, recopiée vers le bas |
# | additionner sous conditions | `=SOMME.SI.ENS(reservants;segments;$A2;periodes;"hors vacances";controles;"parfois";trajets;"<=180")` ($A2 : un segment) |
# | une moyenne pesée | `=SOMMEPROD(reservants;nuits)/SOMME(reservants)` |
# | qui accepte un prix | `=SOMME.SI.ENS(reservants;prix_max;">="&prix)` |
# | qui donne un prix | `=SOMME.SI.ENS(reservants;prix_max;">0")` |
# | un entier, au-dessus | `=ARRONDI.SUP(part*cottages;0)` |
# | la dernière fiche d'un dossier | `=NB.SI(C3:C$32;C2)=0` (C : dossier, lignes triées par date), recopiée vers le bas |
#
# Une réponse se tape ou se colle dans son formulaire (Ctrl + V) ; dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | un nom, un nombre | `"Scolaires"`, `14.7` |
# | une valeur par ligne | `{"Scolaires": 22, "Touristes": 67}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 10 min | |
# | Étape 1. Étudier le marché | 1 à 4 | 30 min | 18 |
# | Étape 2. Dresser le portrait de la cible | 5 à 7 | 25 min | 12 |
# | Étape 3. Fixer l'offre | 8 à 12 | 40 min | 20 |
# | Écrits et fichiers | A à C | 130 min, dont 40 pour l'affiche | 50 |
# | Vérifier et rendre | | 5 min | |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

donnees = preparer("e03b_hiver")

TVA = 0.10
SEGMENTS = (
    "Grands-parents et petits-enfants",
    "Couples au calme",
    "Parents et jeunes enfants",
    "Tribus d'amis",
    "Télétravail au vert",
    "Marcheurs et raquettes",
)
MOIS = ["novembre", "décembre", "janvier", "février", "mars"]
CAMPINGS = ["Lac", "Forêt", "Plateau"]

# %% role="readonly" id="tables"
sources = donnees["sources"]
enquete = donnees["enquete"]
conversion = donnees["conversion"]
ensemble = donnees["ensemble"]
gouts = donnees["gouts"]
reperes = donnees["reperes"]
canaux = donnees["canaux"]
prix_testes = donnees["prix_testes"]
fiches = donnees["fiches"]
couts = donnees["couts"]
ouverture = donnees["ouverture"]
travaux = donnees["travaux"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Un musée a interrogé autant de scolaires que de touristes, bien moins nombreux. Chaque réponse **pèse** donc le nombre de visiteurs qu'elle
# représente : on additionne les poids, jamais les lignes.

# %% role="readonly" id="exemple"
exemple_visites = pd.DataFrame(
    {
        "groupe": ["Scolaires", "Scolaires", "Scolaires", "Touristes", "Touristes", "Touristes"],
        "poids": [300, 200, 200, 40, 40, 20],
        "heures": [1, 2, 2, 3, 2, 1],
        "audioguide": ["non", "oui", "non", "oui", "oui", "non"],
    }
)

# 1. Une moyenne pesée, une valeur par groupe.
exemple_heures = exemple_visites.assign(total=exemple_visites["poids"] * exemple_visites["heures"]).groupby("groupe")
exemple_moyennes = exemple_heures["total"].sum() / exemple_heures["poids"].sum()

# 2. Un tableau : visiteurs, et part (en %) de ceux qui prennent l'audioguide.
exemple_poids = exemple_visites.pivot_table(index="groupe", columns="audioguide", values="poids", aggfunc="sum")
exemple_tableau = pd.DataFrame({"visiteurs": exemple_poids.sum(axis=1), "audioguide": 100 * exemple_poids["oui"] / exemple_poids.sum(axis=1)})

# 3. Les mêmes réponses, trouvées dans un tableur et recopiées.
exemple_moyennes_recopiees = {"Scolaires": 1.57, "Touristes": 2.2}
exemple_tableau_recopie = pd.DataFrame({"groupe": ["Scolaires", "Touristes"], "visiteurs": [700, 100], "audioguide": [28.6, 80]})

exemple_tableau

# %% role="readonly" id="exemple_graphique"
# Un graphique qui se lit seul : titre, axes nommés avec leur unité, une légende, des points marqués.
exemple_restes = pd.DataFrame({"Scolaires": [96, 71, 40], "Touristes": [88, 35, 9]}, index=[1, 2, 3])
exemple_figure, exemple_axes = plt.subplots(figsize=(9, 4.2))
for exemple_groupe, exemple_couleur in (("Scolaires", "#1f5f8b"), ("Touristes", "#b8561f")):
    exemple_axes.plot(exemple_restes.index, exemple_restes[exemple_groupe], marker="o", color=exemple_couleur, label=exemple_groupe)
exemple_axes.set_title("Après deux heures, deux touristes sur trois sont partis")
exemple_axes.set_xlabel("heures depuis l'entrée")
exemple_axes.set_ylabel("visiteurs encore là (%)")
exemple_axes.set_ylim(0, 105)
exemple_axes.set_xticks([1, 2, 3])
exemple_axes.legend(loc="upper right", frameon=False)
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Étudier le marché
#
# ## Question 1 — Que savons-nous déjà ?
#
# Baudouin Cattet a six besoins d'information. La table `sources` en a deux par besoin (colonne `besoin`). Une source **convient** si :
#
# - elle couvre l'hiver (« novembre à mars », ou toute l'année mois par mois) ;
# - son territoire est le Jura, la Bourgogne-Franche-Comté, Auvergne-Rhône-Alpes ou la France ;
# - son recueil a fini le 19 mai 2024 ou après ;
# - sa base compte 200 unités au moins si elle est quantitative, 8 si elle est qualitative.
#
# Si les deux conviennent, prenez la plus récente ; si aucune ne convient, répondez `aucune`.
#
# **À rendre** (3 points) : `source_du_besoin`, une source par besoin : `{"nuitées": "S01", "tarifs": "aucune", "freins": …, "loisirs": …, "réservation": …, "accueil": …}`.

# %% role="solution" id="choix_des_sources"
# Une source par besoin : {"nuitées": "…", "tarifs": "…", "freins": "…", "loisirs": "…", "réservation": "…", "accueil": "…"}
source_du_besoin = None
### BEGIN SOLUTION
BESOINS = ["nuitées", "tarifs", "freins", "loisirs", "réservation", "accueil"]


def choisir(saison=True, territoire=True, recueil=True, base=True):
    """La plus récente des sources qui conviennent, besoin par besoin ; on peut oublier de regarder un critère."""
    convient = pd.Series(True, index=sources.index)
    if saison:
        convient &= sources["saison"].isin(["novembre à mars", "toute l'année, mois par mois"])
    if territoire:
        convient &= sources["territoire"].isin(["Jura", "Bourgogne-Franche-Comté", "Auvergne-Rhône-Alpes", "France"])
    if recueil:
        convient &= sources["fin_du_recueil"] >= pd.Timestamp("2024-05-19")
    if base:
        convient &= sources["base"] >= sources["nature"].map({"quantitative": 200, "qualitative": 8})
    gardees = sources[convient].sort_values("fin_du_recueil").drop_duplicates("besoin", keep="last").set_index("besoin")["source"]
    return gardees.reindex(BESOINS).fillna("aucune")


source_du_besoin = choisir()
erreur_type(
    "C3_1-sources",
    "saison_non_regardee",
    choisir(saison=False),
    "Vous avez gardé une source d'été : elle parle de gens qui viennent se baigner. Regardez la colonne « saison ».",
    part=0.67,
)
erreur_type(
    "C3_1-sources",
    "territoire_non_regarde",
    choisir(territoire=False),
    "Vous avez gardé une source d'un autre territoire : ses voyageurs ne sont pas à trois heures de chez nous.",
    part=0.67,
)
erreur_type(
    "C3_1-sources",
    "base_non_regardee",
    choisir(base=False),
    "Vous avez gardé une source dont la base est trop petite : comparez-la au minimum de sa nature.",
    part=0.67,
)
erreur_type(
    "C3_1-sources",
    "la_plus_recente",
    choisir(saison=False, territoire=False, recueil=False, base=False),
    "Vous avez pris la plus récente de chaque besoin : vérifiez d'abord sa saison, son territoire, sa date et sa base.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C3_1-sources" points=3
verifier(
    "C3_1-sources",
    source_du_besoin,
    serie(
        cle="besoin",
        cles=("nuitées", "tarifs", "freins", "loisirs", "réservation", "accueil"),
        valeurs=choix("S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10", "S11", "S12", "aucune"),
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Combien de foyers réserveraient ?
#
# Une réponse est **exploitable** si la question d'attention est juste (`controle` : « parfois ») et le foyer à **180 minutes au plus** (180 comprises). Vous devez en garder **1 200** : tout en part.
#
# L'enquête a interrogé trop de clients : une ligne représente `foyers` foyers. Tous ne réserveront pas : `conversion` dit combien le font au prix d'essai, selon l'intention et l'origine. **Réservants d'une ligne = foyers × taux ÷ 100.** Ensuite, on additionne des **réservants**, non des lignes.
#
# | Colonne | Contenu, dans chaque segment |
# | --- | --- |
# | `foyers` | foyers représentés |
# | `reservants` | réservants |
# | `clients` | part des clients d'été parmi ces réservants, en % |
#
# **À rendre** (6 points) : `potentiel`, un tableau de six lignes : `segment`, `foyers`, `reservants` et `clients`.

# %% role="solution" id="potentiel_des_segments"
# Un tableau : segment, foyers, reservants, clients.
potentiel = None
### BEGIN SOLUTION
taux = conversion.set_index("intention")
attentif, proche = enquete["controle"] == "parfois", enquete["trajet_min"] <= 180


def peser(lignes, colonne_des_non_clients="taux_non_client", une_voix=False):
    """Les lignes, avec les foyers et les réservants de chacune."""
    client = lignes["origine"] == "client d'été"
    part = lignes["intention"].map(taux["taux_client"]).where(client, lignes["intention"].map(taux[colonne_des_non_clients]))
    foyers = 0 * lignes["foyers"] + 1 if une_voix else lignes["foyers"]
    return lignes.assign(foyers=foyers, reservants=foyers * part / 100)


def par_segment(lignes):
    sommes = lignes.groupby("segment")[["foyers", "reservants"]].sum()
    clients = lignes[lignes["origine"] == "client d'été"].groupby("segment")["reservants"].sum()
    return sommes.assign(clients=100 * clients / sommes["reservants"])


exploitables = peser(enquete[attentif & proche])
sans_controle = peser(enquete[proche])
sans_distance = peser(enquete[attentif])
tout_garde = peser(enquete)
moins_de_180 = peser(enquete[attentif & (enquete["trajet_min"] < 180)])
taux_des_clients = peser(enquete[attentif & proche], "taux_client")
lignes_comptees = peser(enquete[attentif & proche], une_voix=True)

potentiel = par_segment(exploitables)
erreur_type(
    "C3_1-potentiel",
    "controle_ignore",
    par_segment(sans_controle),
    "Vous avez gardé ceux qui ont répondu sans lire : vérifiez que vous gardez 1 200 réponses.",
    part=0.67,
)
erreur_type(
    "C3_1-potentiel",
    "distance_ignoree",
    par_segment(sans_distance),
    "Vous avez gardé des foyers à plus de trois heures de route : vérifiez que vous gardez 1 200 réponses.",
    part=0.67,
)
erreur_type(
    "C3_1-potentiel",
    "tout_garde",
    par_segment(tout_garde),
    "Vous avez gardé toutes les réponses : vérifiez que vous en gardez 1 200.",
    part=0.5,
)
erreur_type(
    "C3_1-potentiel",
    "moins_de_180",
    par_segment(moins_de_180),
    "Vous avez écarté ceux qui sont à 180 minutes juste : « au plus » les garde. Vérifiez que vous gardez 1 200 réponses.",
    part=0.67,
)
erreur_type(
    "C3_1-potentiel",
    "taux_des_clients",
    par_segment(taux_des_clients),
    "Vous avez donné à tous le taux des clients : qui ne nous connaît pas réserve bien moins souvent, à intention égale.",
    part=0.34,
)
erreur_type(
    "C3_1-potentiel",
    "lignes_comptees",
    par_segment(lignes_comptees),
    "Vous avez compté des lignes : une réponse de non-client représente bien plus de foyers qu'une réponse de client. Multipliez par « foyers ».",
    part=0.25,
)
foyers_clients = exploitables[exploitables["origine"] == "client d'été"].groupby("segment")["foyers"].sum()
erreur_type(
    "C3_1-potentiel",
    "clients_des_foyers",
    potentiel.assign(clients=100 * foyers_clients / potentiel["foyers"]),
    "Vous avez donné la part des clients parmi les foyers : c'est parmi les réservants qu'elle est demandée.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C3_1-potentiel" points=6
verifier(
    "C3_1-potentiel",
    potentiel,
    tableau(
        cle="segment",
        cles=SEGMENTS,
        colonnes={"foyers": nombre(unite="foyers", minimum=0), "reservants": nombre(unite="foyers", minimum=0), "clients": pourcentage(echelle="pourcent")},
    ),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Quelle cible retenir ?
#
# L'hiver doit amener des foyers nouveaux, dans des cottages qui ne sont libres que **hors vacances scolaires**. Parmi les segments dont les réservants comptent **40 % de clients
# au plus** (question 2), retenez celui qui dormirait **le plus de nuits hors vacances** : somme de réservants × `nuits`, sur les lignes « hors vacances ».
#
# **À rendre** (2 points) : `segment_retenu`, son nom.

# %% role="solution" id="cible_retenue"
# Un choix : le nom du segment.
segment_retenu = None
### BEGIN SOLUTION
def loin_de(lignes):
    """L'écart le plus grand, en proportion, entre ces lignes et le tableau de la question 2."""
    parts = par_segment(lignes)
    donne = potentiel.reindex(index=parts.index, columns=parts.columns)
    return ((donne - parts).abs() / parts)[["foyers", "reservants"]].to_numpy().max()


# Qui a mal écarté ou mal pesé y a perdu des points à la question 2 : la suite se calcule d'après ses lignes.
proches = (exploitables, sans_controle, sans_distance, tout_garde, moins_de_180, taux_des_clients, lignes_comptees)
au_plus_pres = min(proches, key=loin_de)
gardes = au_plus_pres if loin_de(au_plus_pres) <= 0.006 else exploitables


def nuits_de(lignes):
    return (lignes["reservants"] * lignes["nuits"]).groupby(lignes["segment"]).sum()


ouverts = gardes[gardes["periode"] == "hors vacances"]
nuits_ouvertes, toutes_les_nuits = nuits_de(ouverts), nuits_de(gardes)
assez_neufs = potentiel["clients"].reindex(nuits_ouvertes.index) <= 40


def premier(nuits, admis):
    """Celui des segments admis qui dormirait le plus ; de tous, si aucun ne l'est."""
    candidats = nuits[admis]
    return candidats.idxmax() if len(candidats) else nuits.idxmax()


segment_retenu = premier(nuits_ouvertes, assez_neufs)
erreur_type(
    "C3_1-segment",
    "vacances_comprises",
    premier(toutes_les_nuits, assez_neufs),
    "Vous avez compté les nuits des vacances scolaires : ce segment voyage surtout à ce moment, où nous n'avons rien à louer.",
    part=0.25,
)
erreur_type(
    "C3_1-segment",
    "clients_non_regardes",
    nuits_ouvertes.idxmax(),
    "Ce segment dort beaucoup hors vacances, mais ses réservants sont surtout des clients que nous avons déjà : comparez leur part à 40 %.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C3_1-segment" points=2
verifier(
    "C3_1-segment",
    segment_retenu,
    choix(
        "Grands-parents et petits-enfants",
        "Couples au calme",
        "Parents et jeunes enfants",
        "Tribus d'amis",
        "Télétravail au vert",
        "Marcheurs et raquettes",
    ),
)

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — Quand viendrait-elle ?
#
# Désormais, **la cible** est le segment retenu (question 3), **hors vacances scolaires**. Ce qu'elle demande au prix d'essai :
#
# | Ligne | Ce que l'on compte |
# | --- | --- |
# | `novembre`, `décembre`, `janvier`, `février`, `mars` | nuits que demande la cible ce mois-là |
# | `nuitées` | nuitées de la cible, les cinq mois réunis (réservants × `nuits` × `personnes`) |
# | `part` | ces nuitées, en % de celles que le Jura vend aux mêmes moments (`reperes`) |
#
# **À rendre** (7 points) : `demande`, sept nombres : `{"novembre": …, "décembre": …, "janvier": …, "février": …, "mars": …, "nuitées": …, "part": …}`.

# %% role="solution" id="calendrier_de_la_demande"
# Sept nombres : {"novembre": …, "décembre": …, "janvier": …, "février": …, "mars": …, "nuitées": …, "part": …}
demande = None
### BEGIN SOLUTION
repere = reperes.set_index("repere")["valeur"]
MARCHE = "Nuitées vendues de novembre à mars, hors vacances scolaires"


def demande_de(lignes, marche=MARCHE, par_personne=False, duree=True):
    """Les nuits de chaque mois, les nuitées de l'hiver et leur part du marché."""
    nuits = lignes["reservants"] * (lignes["nuits"] if duree else 1)
    nuitees = float((lignes["reservants"] * lignes["nuits"] * lignes["personnes"]).sum())
    comptees = nuits * lignes["personnes"] if par_personne else nuits
    mois = comptees.groupby(lignes["mois"]).sum().reindex(MOIS).fillna(0).to_dict()
    return mois | {"nuitées": nuitees, "part": 100 * nuitees / repere[marche]}


cible = ouverts[ouverts["segment"] == segment_retenu]
demande = demande_de(cible)
erreur_type(
    "C3_1-demande",
    "vacances_comprises",
    demande_de(gardes[gardes["segment"] == segment_retenu]),
    "Vous avez compté les nuits des vacances scolaires : les cottages y sont déjà loués.",
    part=0.5,
)
erreur_type(
    "C3_1-demande",
    "nuitees_par_mois",
    demande_de(cible, par_personne=True),
    "Vous avez donné des nuitées mois par mois : un cottage loué une nuit compte pour une nuit, quel que soit le nombre de personnes.",
    part=0.4,
)
erreur_type(
    "C3_1-demande",
    "sejours_comptes",
    demande_de(cible, duree=False),
    "Vous avez compté des séjours : multipliez les réservants par leurs nuits.",
    part=0.34,
)
erreur_type(
    "C3_1-demande",
    "nuits_pour_nuitees",
    demande | {"nuitées": sum(demande[mois] for mois in MOIS), "part": 100 * sum(demande[mois] for mois in MOIS) / repere[MARCHE]},
    "Vous avez donné des nuits pour des nuitées : une nuitée est celle d'une personne.",
    part=0.75,
)
erreur_type(
    "C3_1-demande",
    "marche_avec_vacances",
    demande_de(cible, "Nuitées vendues de novembre à mars"),
    "Vous avez rapporté vos nuitées à un marché qui compte les vacances scolaires : vous n'y louez rien, prenez la même période.",
    part=0.85,
)
erreur_type(
    "C3_1-demande",
    "marche_de_l_annee",
    demande_de(cible, "Nuitées vendues en un an"),
    "Vous avez rapporté vos nuitées d'hiver à celles d'une année entière : prenez la même période.",
    part=0.85,
)
erreur_type(
    "C3_1-demande",
    "tous_les_segments",
    demande_de(ouverts),
    "Vous avez compté tous les segments : la cible est le segment retenu.",
    part=0.34,
)
for code, lignes in (("controle_ignore", sans_controle), ("distance_ignoree", sans_distance), ("tout_garde", tout_garde)):
    erreur_type(
        "C3_1-demande",
        code,
        demande_de(lignes[(lignes["segment"] == segment_retenu) & (lignes["periode"] == "hors vacances")]),
        "Vous avez gardé des réponses à écarter : vérifiez que vous en gardez 1 200 en tout.",
        part=0.67,
    )
erreur_type(
    "C3_1-demande",
    "foyers_peses",
    demande_de(cible.assign(reservants=cible["foyers"])),
    "Vous avez compté tous les foyers : tous ne réserveront pas. Additionnez des réservants.",
    part=0.34,
)
### END SOLUTION

# %% role="tests" id="C3_1-demande" points=7
verifier(
    "C3_1-demande",
    demande,
    serie(
        cle="ligne",
        cles=("novembre", "décembre", "janvier", "février", "mars", "nuitées", "part"),
        valeurs=nombre(unite="nuits ou nuitées ou %", minimum=0, maximum=10_000_000),
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Dresser le portrait de la cible
#
# Les trois questions portent sur **la cible** (question 4), en réservants.
#
# ## Question 5 — Les chiffres du persona
#
# | Ligne | Contenu | Unité |
# | --- | --- | --- |
# | `nuits` | nuits d'un séjour, en moyenne par réservant | nuits |
# | `personnes` | personnes d'un séjour, en moyenne par réservant | personnes |
# | `sans voiture` | part des réservants dont `venue` n'est pas « voiture » | % |
# | `accès` | part de ceux dont `besoin` n'est pas « aucun » | % |
#
# **À rendre** (4 points) : `chiffres`, quatre nombres (dans du code, `{"nuits": 4.27, "personnes": 5.13, "sans voiture": 8.4, "accès": 12.5}`).

# %% role="solution" id="chiffres_persona"
# Quatre nombres : {"nuits": …, "personnes": …, "sans voiture": …, "accès": …}
chiffres = None
### BEGIN SOLUTION
def moyenne(lignes, valeurs):
    """La moyenne, chaque ligne pesant ses réservants."""
    return float((lignes["reservants"] * valeurs).sum() / lignes["reservants"].sum())


def chiffres_de(lignes):
    return {
        "nuits": moyenne(lignes, lignes["nuits"]),
        "personnes": moyenne(lignes, lignes["personnes"]),
        "sans voiture": 100 * moyenne(lignes, lignes["venue"] != "voiture"),
        "accès": 100 * moyenne(lignes, lignes["besoin"] != "aucun"),
    }


chiffres = chiffres_de(cible)
erreur_type(
    "C3_2-chiffres",
    "lignes_comptees",
    chiffres_de(cible.assign(reservants=1)),
    "Vous avez compté chaque ligne pour une : un foyer qui ne viendra pas y pèse autant qu'un autre. Pesez par les réservants.",
    part=0.25,
)
erreur_type(
    "C3_2-chiffres",
    "tous_les_segments",
    chiffres_de(ouverts),
    "Vous avez décrit tous les segments : un persona décrit la cible.",
    part=0.25,
)
erreur_type(
    "C3_2-chiffres",
    "vacances_comprises",
    chiffres_de(gardes[gardes["segment"] == segment_retenu]),
    "Vous avez gardé ceux qui viendraient pendant les vacances scolaires : la cible n'en a pas.",
    part=0.5,
)
erreur_type(
    "C3_2-chiffres",
    "les_autres_parts",
    chiffres | {"sans voiture": 100 - chiffres["sans voiture"], "accès": 100 - chiffres["accès"]},
    "Vous avez donné la part de ceux qui viennent en voiture, et de ceux qui ne disent aucun besoin : ce sont les autres parts qui sont demandées.",
    part=0.5,
)
erreur_type(
    "C3_2-chiffres",
    "foyers_peses",
    chiffres_de(cible.assign(reservants=cible["foyers"])),
    "Vous avez pesé par les foyers : tous ne réserveront pas. Pesez par les réservants.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C3_2-chiffres" points=4
verifier(
    "C3_2-chiffres",
    chiffres,
    serie(
        cle="chiffre",
        cles=("nuits", "personnes", "sans voiture", "accès"),
        valeurs=nombre(unite="nuits ou personnes ou %", minimum=0, maximum=100),
    ),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Ce qui distingue la cible
#
# Le trait **distinctif** est celui dont l'**indice d'affinité** est le plus fort, parmi les traits qui réunissent **15 % au moins** des réservants de la cible.
#
# Indice = 100 × part dans la cible ÷ part dans l'ensemble (table `ensemble` : les six segments, hors vacances)
#
# Donnez le trait distinctif pour `tranche_age`, `csp`, `departement` et `canal` ; les **deux médias** les plus distinctifs, dans l'ordre (part d'un média : les réservants qui le citent en `media_1` ou en `media_2`) ; et le **besoin principal** : celui, autre qu'« aucun », que le plus de réservants de la cible déclarent.
#
# **À rendre** (3 points) : `traits`, sept noms tels que la table les écrit :
# `{"âge": …, "csp": …, "département": …, "canal": …, "média 1": …, "média 2": …, "besoin": …}`.

# %% role="solution" id="traits_persona"
# Sept noms : {"âge": "…", "csp": "…", "département": "…", "canal": "…", "média 1": "…", "média 2": "…", "besoin": "…"}
traits = None
### BEGIN SOLUTION
COLONNES = {"âge": ["tranche_age"], "csp": ["csp"], "département": ["departement"], "canal": ["canal"], "média": ["media_1", "media_2"]}

CARACTERES = {"âge": "tranche_age", "csp": "csp", "département": "departement", "canal": "canal", "média": "media"}
part_dans_l_ensemble = ensemble.set_index(["caractere", "valeur"])["part"]


def parts_de(lignes, colonnes):
    """La part des réservants qui ont chaque trait, en %."""
    sommes = pd.concat([lignes.groupby(colonne)["reservants"].sum() for colonne in colonnes])
    return 100 * sommes.groupby(level=0).sum() / lignes["reservants"].sum()


def traits_de(seuil=15, frequence=False):
    """Les traits d'indice le plus fort, au-dessus du seuil ; ou les plus fréquents."""
    trouves = {"besoin": parts_de(cible, ["besoin"]).drop("aucun", errors="ignore").idxmax()}
    for trait, colonnes in COLONNES.items():
        parts = parts_de(cible, colonnes)
        indices = 100 * parts / part_dans_l_ensemble[CARACTERES[trait]].reindex(parts.index)
        admis = parts >= seuil if (parts >= seuil).sum() >= 2 else parts >= 0
        ordre = (parts if frequence else indices)[admis].sort_values(ascending=False).index
        trouves |= {trait: ordre[0]} if trait != "média" else {"média 1": ordre[0], "média 2": ordre[1]}
    return trouves


traits = traits_de()
erreur_type(
    "C3_2-traits",
    "les_plus_frequents",
    traits_de(frequence=True),
    "Vous avez pris les traits les plus fréquents : ils le sont partout. Comparez la part dans la cible à la part dans l'ensemble.",
    part=0.34,
)
erreur_type(
    "C3_2-traits",
    "seuil_oublie",
    traits_de(seuil=0),
    "Vous avez pris l'indice le plus fort sans regarder la part : un trait de quelques réservants ne fait pas une cible.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C3_2-traits" points=3
verifier(
    "C3_2-traits",
    traits,
    serie(
        cle="trait",
        cles=("âge", "csp", "département", "canal", "média 1", "média 2", "besoin"),
        valeurs=choix(
            "18 à 34 ans",
            "35 à 49 ans",
            "50 à 64 ans",
            "65 ans et plus",
            "Cadres",
            "Professions intermédiaires",
            "Employés",
            "Ouvriers",
            "Indépendants",
            "Retraités",
            "Rhône",
            "Ain",
            "Côte-d'Or",
            "Doubs",
            "Saône-et-Loire",
            "Jura",
            "Autre département",
            "Site du camping",
            "Téléphone",
            "Plateforme de réservation",
            "Comité social et économique",
            "Office de tourisme",
            "Radio locale",
            "Quotidien régional",
            "Magazine de voyage",
            "Groupe Facebook",
            "Compte Instagram",
            "Chaîne YouTube",
            "Podcast",
            "Affichage en ville",
            "motricité",
            "vue",
            "audition",
            "compréhension",
        ),
    ),
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Quand faut-il lui parler ?
#
# Un graphique **en courbes** que Baudouin Cattet lira seul : la part des réservants qui ont déjà réservé **7, 14, 30, 60 et 90 jours avant l'arrivée** (`delai_jours` au moins égal à ce nombre), pour la cible et pour
# l'ensemble (table `ensemble`). Un titre qui énonce un résultat (un délai, et en quoi la cible s'y distingue), une légende (« Cible », « Ensemble »), des axes nommés : les jours avant l'arrivée, et les réservations déjà faites, en %.
#
# **À rendre** (5 points) : le graphique, dessiné dans son formulaire ou par du code (`figure_delais`).

# %% role="solution" id="graphique_delais"
# Une figure matplotlib : par exemple figure_delais, axes = plt.subplots()
figure_delais = None
### BEGIN SOLUTION
DELAIS = [7, 14, 30, 60, 90]
courbes = pd.DataFrame(
    {
        "Cible": [100 * moyenne(cible, cible["delai_jours"] >= jours) for jours in DELAIS],
        "Ensemble": [part_dans_l_ensemble["delai_jours", f"{jours} au moins"] for jours in DELAIS],
    },
    index=DELAIS,
)
ecarts = courbes["Cible"] - courbes["Ensemble"]
saillant = ecarts.abs().idxmax()
sens = "plus" if ecarts[saillant] > 0 else "moins"
figure_delais, axes_delais = plt.subplots(figsize=(9, 4.2))
for nom, couleur in (("Cible", "#1f5f8b"), ("Ensemble", "#b8561f")):
    axes_delais.plot(courbes.index, courbes[nom], marker="o", color=couleur, label=nom)
axes_delais.set_title(f"{saillant} jours avant l'arrivée, la cible a {sens} souvent réservé que l'ensemble", loc="left", fontweight="bold")
axes_delais.set_xlabel("jours avant l'arrivée")
axes_delais.set_ylabel("réservations déjà faites (%)")
axes_delais.set_ylim(0, 105)
axes_delais.set_xticks(DELAIS)
axes_delais.legend(loc="upper right", frameon=False)
axes_delais.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C3_2-delais" points=5
verifier(
    "C3_2-delais",
    figure_delais,
    graphique(genre="courbes", x="jours", y="réservations", unite_y="%", series=("Cible", "Ensemble")),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Fixer l'offre
#
# ## Question 8 — Quels prix la cible accepte-t-elle ?
#
# Gardez, dans la cible, les lignes qui donnent `prix_max`. Un réservant accepte un prix testé (`prix_testes`) si son `prix_max` lui est **supérieur ou égal**.
#
# Taux d'acceptation = réservants qui acceptent ÷ réservants qui donnent un prix
#
# Comptez aussi les lignes dont `prix_max` est sous le prix d'essai : un taux de `conversion` est une moyenne, qui les comprend.
#
# **À rendre** (4 points) : `acceptation`, le taux de chaque palier, en pour cent : `{"P1": …, "P2": …, …, "P8": …}`.

# %% role="solution" id="courbe_acceptation"
# Un taux par palier, en % : {"P1": …, …, "P8": …}
acceptation = None
### BEGIN SOLUTION
paliers = prix_testes.set_index("palier")["prix_ttc"]


def acceptation_de(lignes, strictement=False, sans_prix=False):
    """Le taux de chaque palier ; strictement : qui a nommé ce prix même ne l'accepte pas."""
    interroges = lignes if sans_prix else lignes.dropna(subset=["prix_max"])
    return paliers.map(
        lambda prix: 100 * moyenne(interroges, interroges["prix_max"] > prix if strictement else interroges["prix_max"] >= prix)
    )


acceptation = acceptation_de(cible)
erreur_type(
    "C3_3-acceptation",
    "lignes_comptees",
    acceptation_de(cible.assign(reservants=1)),
    "Vous avez compté des lignes : qui ne viendra pas y donne son avis comme les autres. Additionnez des réservants.",
    part=0.4,
)
erreur_type(
    "C3_3-acceptation",
    "sans_prix_comptes",
    acceptation_de(cible, sans_prix=True),
    "Vous avez divisé par toute la cible : ceux qui n'ont pas dit de prix ne sont pas dans la base.",
    part=0.5,
)
erreur_type(
    "C3_3-acceptation",
    "borne_exclue",
    acceptation_de(cible, strictement=True),
    "Vous avez ôté ceux dont le maximum est exactement le prix testé : relisez « supérieur ou égal ».",
    part=0.5,
)
erreur_type(
    "C3_3-acceptation",
    "refus_pour_accord",
    100 - acceptation,
    "Vous avez donné la part de ceux qui renonceraient : c'est l'autre qui est demandée.",
    part=0.34,
)
erreur_type(
    "C3_3-acceptation",
    "tous_les_segments",
    acceptation_de(ouverts),
    "Vous avez compté tous les segments : seule la cible est interrogée ici.",
    part=0.5,
)
for code, poids in (("foyers_peses", cible["foyers"]), ("nuits_pesees", cible["reservants"] * cible["nuits"])):
    erreur_type(
        "C3_3-acceptation",
        code,
        acceptation_de(cible.assign(reservants=poids)),
        "Vous avez additionné autre chose que des réservants : le taux est une part des réservants.",
        part=0.4,
    )
### END SOLUTION

# %% role="tests" id="C3_3-acceptation" points=4
verifier(
    "C3_3-acceptation",
    acceptation,
    serie(cle="palier", cles=("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"), valeurs=pourcentage(echelle="pourcent", minimum=0, maximum=100)),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — Quel prix laisse le plus ?
#
# Le prix retenu rend le plus fort le produit **acceptation (question 8) × marge d'une nuit**.
#
# | Ligne | Calcul |
# | --- | --- |
# | `commission` | en % : moyenne des commissions (`canaux`), chaque réservant de la cible comptant pour le canal où il réserve |
# | `coût` | coûts d'une nuit (`couts`) : « par nuit », plus « par personne et par nuit » × personnes, plus les coûts d'un séjour ÷ nuits ; un séjour coûte « par séjour », plus « par personne et par séjour » × personnes. Nuits et personnes : question 5 |
# | `prix` | le prix retenu, TTC |
# | `prix HT` | sans la TVA |
# | `marge` | prix HT − commission − coût |
# | `taux` | marge ÷ prix HT, en % |
#
# **À rendre** (6 points) : `nuit_vendue`, six nombres, les montants en euros : `{"commission": …, "coût": …, "prix": …, "prix HT": …, "marge": …, "taux": …}`.

# %% role="solution" id="prix_et_marge"
# Six nombres : {"commission": …, "coût": …, "prix": …, "prix HT": …, "marge": …, "taux": …}
nuit_vendue = None
### BEGIN SOLUTION
par_base = couts.groupby("base")["montant_ht"].sum()
commission = moyenne(cible, cible["canal"].map(canaux.set_index("canal")["commission"]))
nuits_du_sejour, personnes_du_sejour = max(chiffres["nuits"], 0.1), chiffres["personnes"]


def cout_d_une_nuit(personnes=personnes_du_sejour, nuits=nuits_du_sejour):
    du_sejour = par_base["par séjour"] + par_base["par personne et par séjour"] * personnes
    return par_base["par nuit"] + par_base["par personne et par nuit"] * personnes + du_sejour / nuits


cout = cout_d_une_nuit()
acceptes = acceptation.reindex(paliers.index)


def vendre(cout=cout, commission=commission, hors_taxes=lambda prix: prix / (1 + TVA), choisi=None):
    """La nuit au prix qui laisse le plus, ou au prix choisi."""
    marges = hors_taxes(paliers) * (1 - commission / 100) - cout
    palier = choisi if choisi is not None else (acceptes * marges).idxmax()
    prix_ht = hors_taxes(paliers[palier])
    marge = marges[palier]
    return {"commission": commission, "coût": cout, "prix": paliers[palier], "prix HT": prix_ht, "marge": marge, "taux": 100 * marge / prix_ht}


nuit_vendue = vendre()
erreur_type(
    "C3_3-prix",
    "plus_fortes_recettes",
    vendre(choisi=(acceptes * paliers).idxmax()),
    "Vous avez pris le prix qui fait encaisser le plus : chaque nuit coûte aussi, comparez ce que chacun laisse.",
    part=0.5,
)
erreur_type(
    "C3_3-prix",
    "prix_le_plus_accepte",
    vendre(choisi=acceptes.idxmax()),
    "Vous avez pris le prix que le plus de monde accepte : c'est toujours le plus bas. Multipliez l'acceptation par la marge.",
    part=0.34,
)
erreur_type(
    "C3_3-prix",
    "tva_gardee",
    vendre(hors_taxes=lambda prix: prix * 1.0),
    "Vous avez gardé la TVA dans le prix : elle n'est pas à Combelauze.",
    part=0.34,
)
erreur_type(
    "C3_3-prix",
    "tva_otee_du_ttc",
    vendre(hors_taxes=lambda prix: prix * (1 - TVA)),
    "Vous avez ôté 10 % du prix TTC : la TVA s'ajoute au prix hors taxes. Divisez par 1,10.",
    part=0.67,
)
erreur_type(
    "C3_3-prix",
    "moyenne_des_canaux",
    vendre(commission=float(canaux["commission"].mean())),
    "Vous avez fait la moyenne des cinq commissions : un canal où la cible réserve peu y pèse autant qu'un autre.",
    part=0.5,
)
erreur_type(
    "C3_3-prix",
    "sejour_sur_une_nuit",
    vendre(cout=cout_d_une_nuit(nuits=1)),
    "Vous avez mis tout le coût du séjour sur une nuit : ménage, linge et dossier se partagent entre les nuits du séjour.",
    part=0.5,
)
erreur_type(
    "C3_3-prix",
    "une_seule_personne",
    vendre(cout=cout_d_une_nuit(personnes=1)),
    "Vous avez compté une personne par cottage : panier et linge se paient pour chacune.",
    part=0.5,
)
erreur_type(
    "C3_3-prix",
    "taux_sur_le_cout",
    nuit_vendue | {"taux": 100 * nuit_vendue["marge"] / nuit_vendue["coût"]},
    "Vous avez rapporté la marge au coût : c'est au prix hors taxes qu'elle se rapporte ici.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C3_3-prix" points=6
verifier(
    "C3_3-prix",
    nuit_vendue,
    serie(
        cle="ligne",
        cles=("commission", "coût", "prix", "prix HT", "marge", "taux"),
        valeurs=nombre(unite="€ ou %", minimum=-2000, maximum=2000),
    ),
    tolerance=0.004,
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Les nuits que l'accueil a perdues
#
# Dans la table `fiches`, un **dossier** peut en avoir deux : seule la plus récente compte, avec ses nuits. Il est **perdu** si elle est « sans suite » ; « à rappeler » n'est pas perdu. Lisez ces
# fiches : chacune dit un motif, un seul, de renoncer (le reste est un compliment ou une humeur). Combien de **nuits** chaque motif a-t-il fait perdre ?
#
# | Motif | Ce qui fait renoncer |
# | --- | --- |
# | `froid` | la chaleur du cottage, le gel |
# | `accès` | une gêne d'une personne du séjour, pour entrer, se laver, voir ou entendre |
# | `dates` | la durée, les jours ou les heures imposés |
# | `route` | neige ou verglas, trajet sans voiture |
# | `loisirs` | ce qu'il y a à faire, ou qui manque, sur place |
# | `annulation` | les arrhes, le remboursement, le report, l'assurance |
#
# **À rendre** (4 points) : `nuits_perdues`, un nombre de nuits par motif : `{"froid": …, "accès": …, …}`.

# %% role="solution" id="nuits_perdues_par_motif"
# Un nombre de nuits par motif : {"froid": …, "accès": …, "dates": …, "route": …, "loisirs": …, "annulation": …}
nuits_perdues = None
### BEGIN SOLUTION
expressions = {
    "froid": "avoir froid|mobil-home glacé|dix-neuf degrés|relevé de température|vont geler",
    "accès": "trois marches|en fauteuil|sans rebord|entendrait pas l'alarme|sans éclairage",
    "dates": "nous en imposons|devait arriver|du samedi au samedi|dimanche soir|fermeture de l'accueil",
    "route": "pneus neige|depuis la gare|verglacée|une navette",
    "loisirs": "sans piscine|au village|un sauna|à quoi s'occuper",
    "annulation": "un remboursement|des arrhes|report possible|ne couvre rien",
}


def nuits_par_motif(lignes, motifs=expressions, compter="nuits"):
    return pd.Series(
        {
            motif: int((lignes["nuits"] if compter == "nuits" else lignes["nuits"] ** 0)[lignes["texte"].str.contains(mots)].sum())
            for motif, mots in motifs.items()
        }
    )


par_date = fiches.sort_values("date")
dernieres = par_date.drop_duplicates("dossier", keep="last")
perdues = dernieres[dernieres["issue"] == "sans suite"]
nuits_perdues = nuits_par_motif(perdues)
erreur_type(
    "C3_3-motifs",
    "toutes_les_fiches",
    nuits_par_motif(fiches[fiches["issue"] == "sans suite"]),
    "Vous avez compté toutes les fiches sans suite : certains ont rappelé, et parfois réservé. Seule la dernière fiche d'un dossier compte.",
    part=0.5,
)
premieres = par_date.drop_duplicates("dossier")
erreur_type(
    "C3_3-motifs",
    "premieres_fiches",
    nuits_par_motif(premieres[premieres["issue"] == "sans suite"]),
    "Vous avez gardé la première fiche de chaque dossier : c'est la plus récente qui dit ce qu'il en est.",
    part=0.34,
)
erreur_type(
    "C3_3-motifs",
    "dossiers_comptes",
    nuits_par_motif(perdues, compter="dossiers"),
    "Vous avez compté des dossiers : un séjour d'une semaine y pèse autant qu'une nuit. Additionnez les nuits.",
    part=0.34,
)
erreur_type(
    "C3_3-motifs",
    "mots_cherches",
    nuits_par_motif(perdues, {motif: motif for motif in expressions}),
    "Vous avez cherché le nom du motif dans les fiches : on peut l'écrire pour dire que tout va bien. Lisez chaque fiche.",
)
### END SOLUTION

# %% role="tests" id="C3_3-motifs" points=4
verifier(
    "C3_3-motifs",
    nuits_perdues,
    serie(
        cle="motif",
        cles=("froid", "accès", "dates", "route", "loisirs", "annulation"),
        valeurs=entier(unite="nuits", minimum=0, maximum=200),
    ),
)

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — Les cottages à adapter
#
# Dans chaque camping, la part de cottages adaptés au besoin principal (question 6) doit valoir au moins la part des **nuits** de la cible que demandent les foyers qui l'ont.
#
# Cottages à adapter = part × cottages (`ouverture`), arrondi **au-dessus**, moins ceux qui le sont déjà (`travaux`)
#
# **À rendre** (3 points) : `adaptation`, le coût des travaux de chaque camping, en euros HT, s'il ouvre : `{"Lac": …, "Forêt": …, "Plateau": …}`.

# %% role="solution" id="cout_de_l_adaptation"
# Un coût par camping, en € : {"Lac": …, "Forêt": …, "Plateau": …}
adaptation = None
### BEGIN SOLUTION
besoin_principal = traits["besoin"] if traits["besoin"] in set(travaux["besoin"]) else travaux["besoin"].iloc[0]
nuits_de_la_cible = cible["reservants"] * cible["nuits"]
part_du_besoin = nuits_de_la_cible[cible["besoin"] == besoin_principal].sum() / nuits_de_la_cible.sum()
part_de_tous = nuits_de_la_cible[cible["besoin"] != "aucun"].sum() / nuits_de_la_cible.sum()
cottages = ouverture.set_index("camping")["cottages"].reindex(CAMPINGS)
chantier = travaux.set_index("besoin").loc[besoin_principal]
deja_faits = pd.Series([chantier["faits_lac"], chantier["faits_foret"], chantier["faits_plateau"]], index=CAMPINGS).astype(int)


def cout_des_travaux(part=part_du_besoin, entier_de=np.ceil, faits=deja_faits):
    return (entier_de(part * cottages) - faits).clip(lower=0) * chantier["cout_cottage"]


adaptation = cout_des_travaux()
erreur_type(
    "C3_3-adaptation",
    "au_plus_proche",
    cout_des_travaux(entier_de=np.round),
    "Vous avez arrondi au plus proche : il faut au moins cette part, arrondissez au-dessus.",
    part=0.34,
)
erreur_type(
    "C3_3-adaptation",
    "deja_faits_oublies",
    cout_des_travaux(faits=0),
    "Vous avez refait des cottages déjà adaptés : ôtez-les.",
    part=0.34,
)
erreur_type(
    "C3_3-adaptation",
    "tous_les_besoins",
    cout_des_travaux(part=part_de_tous),
    "Vous avez compté les foyers de tous les besoins : chacun demande d'autres travaux, seul le principal est adapté cet hiver.",
    part=0.34,
)
erreur_type(
    "C3_3-adaptation",
    "foyers_pour_nuits",
    cout_des_travaux(part=cible["reservants"][cible["besoin"] == besoin_principal].sum() / cible["reservants"].sum()),
    "Vous avez pris la part des foyers : c'est la part des nuits qu'ils demandent qui compte.",
    part=0.34,
)
### END SOLUTION

# %% role="tests" id="C3_3-adaptation" points=3
verifier(
    "C3_3-adaptation",
    adaptation,
    serie(cle="camping", cles=("Lac", "Forêt", "Plateau"), valeurs=nombre(unite="€", minimum=0, maximum=1_000_000)),
)

# %% [markdown] role="readonly" id="q12"
# ## Question 12 — Combien de campings ouvrir ?
#
# On ouvre le Lac d'abord, puis la Forêt, puis le Plateau. Qui demande un camping ne va pas dans un autre. Le résultat de l'hiver, au prix retenu (question 9), ne compte que la cible. Comptez comme si l'on arrivait chaque jour, dès une nuit : les règles des fiches sont celles de l'essai.
#
# | Étape | Calcul, camping par camping |
# | --- | --- |
# | demande d'un mois | nuits de la question 4 × `demandes` (`ouverture`) × acceptation au prix retenu ÷ acceptation au prix d'essai (`reperes`) |
# | places d'un mois | cottages × nuits ouvertes (`ouverture`) |
# | nuits vendues | **mois par mois**, le plus petit des deux, puis la somme des cinq mois |
# | résultat | pour les campings ouverts réunis : nuits vendues × marge (question 9), moins leurs frais « hiver » (`couts`) et leurs travaux (question 11), moins les frais « hiver, commun » |
#
# **À rendre** (3 points) : `resultats`, trois montants en euros, sans les arrondir : un camping, deux, trois (dans du code, `{"un": …, "deux": …, "trois": …}`).

# %% role="solution" id="resultat_de_l_hiver"
# Trois montants, en € : {"un": …, "deux": …, "trois": …}
resultats = None
### BEGIN SOLUTION
prix_d_essai = repere["Prix d'essai, hiver 2025-2026"]
palier_d_essai = (paliers - prix_d_essai).abs().idxmin()
palier_retenu = (paliers - nuit_vendue["prix"]).abs().idxmin()
echo = acceptes[palier_retenu] / max(acceptes[palier_d_essai], 0.1)
nuits_demandees = pd.Series({mois: demande[mois] for mois in MOIS})
campings = ouverture.set_index("camping").reindex(CAMPINGS)
places = campings[MOIS].mul(campings["cottages"], axis=0)


def resultat_de(nombre_ouvert, echo=echo, commun=True, aussi_travaux=True, d_un_bloc=False, places_reunies=False):
    """Le résultat de l'hiver quand les premiers campings ouvrent."""
    ouverts_cet_hiver = CAMPINGS[:nombre_ouvert]
    offertes = places.loc[ouverts_cet_hiver]
    voulues = pd.DataFrame({mois: campings["demandes"] / 100 * nuits_demandees[mois] * echo for mois in MOIS}).loc[ouverts_cet_hiver]
    if places_reunies:
        vendues = np.minimum(nuits_demandees * echo, offertes.sum()).sum()
    elif d_un_bloc:
        vendues = np.minimum(voulues.sum(axis=1), offertes.sum(axis=1)).sum()
    else:
        vendues = np.minimum(voulues, offertes).to_numpy().sum()
    frais = sum(par_base[f"hiver, {camping}"] for camping in ouverts_cet_hiver) + commun * par_base["hiver, commun"]
    chantiers = sum(adaptation[camping] for camping in ouverts_cet_hiver) if aussi_travaux else 0
    return float(vendues * nuit_vendue["marge"] - frais - chantiers)


def trois_resultats(**options):
    return {nom: resultat_de(rang, **options) for rang, nom in enumerate(("un", "deux", "trois"), start=1)}


resultats = trois_resultats()
erreur_type(
    "C3_3-resultats",
    "hiver_d_un_bloc",
    trois_resultats(d_un_bloc=True),
    "Vous avez vendu plus de nuits que certains mois n'en offrent : une nuit vide de mars ne loge personne en février. Prenez, mois par mois, le plus petit des deux.",
    part=0.5,
)
erreur_type(
    "C3_3-resultats",
    "prix_d_essai",
    trois_resultats(echo=1),
    "Vous avez gardé la demande du prix d'essai : au prix retenu, la cible n'est plus aussi nombreuse à accepter.",
    part=0.5,
)
erreur_type(
    "C3_3-resultats",
    "places_reunies",
    trois_resultats(places_reunies=True),
    "Vous avez donné toute la demande aux campings ouverts : chacun n'a que la sienne (colonne « demandes »).",
    part=0.5,
)
erreur_type(
    "C3_3-resultats",
    "communs_oublies",
    trois_resultats(commun=False),
    "Vous avez oublié les frais communs : ils se paient dès qu'un camping ouvre.",
    part=0.5,
)
erreur_type(
    "C3_3-resultats",
    "travaux_oublies",
    trois_resultats(aussi_travaux=False),
    "Vous avez oublié les travaux des campings ouverts (question 11).",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C3_3-resultats" points=3
verifier(
    "C3_3-resultats",
    resultats,
    serie(cle="campings", cles=("un", "deux", "trois"), valeurs=nombre(unite="€", minimum=-100_000_000, maximum=100_000_000)),
    tolerance=0.005,
    ecart=60,
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits et l'affiche
#
# Trois textes et une affiche, **avec vos chiffres**. Si l'un d'eux vous manque, dites lequel et raisonnez sans lui.
#
# ## Écrit A — L'étude de marché
#
# *Environ 270 mots · C3.1 · 16 points.*
#
# 1. **Les besoins d'information** de Baudouin Cattet, en deux sous-parties : *quantitative*, deux questions au moins auxquelles répond un nombre ; *qualitative*, deux auxquelles
#    répondent des mots ; chacune nomme ce qu'elle compte (nuits, prix, délai…) ou cherche à comprendre (renoncement, crainte, journée…), et dit ce que sa réponse permet de décider.
# 2. **Les sources** :
#    - pour chacun des six besoins de la question 1, votre source, ou « aucune » ; dites-en une interne, une externe, une quantitative, une qualitative ;
#    - justifiez-en une par sa saison, son territoire ou sa date, une par sa base ; écartez-en une par l'un de ces quatre ;
#    - un besoin auquel répond l'enquête, un auquel répondent les fiches de l'accueil ; de toutes les sources, ces deux-là comprises, la seule qui distingue la cible ;
#    - pour un besoin sans source (si chacun a la sienne, une étude de plus), l'étude qui y répondrait, même rendue après le 27 mai : combien de personnes ou d'annonces, où, quand.
# 3. **La synthèse**, en un tableau ou en points : les nuits de chacun des cinq mois, les nuitées et leur part du marché ; la cible face au segment qui dormirait le plus, vacances comprises, et à celui qui dormirait le plus hors vacances, et ce qui les écarte ; deux de ses
#    habitudes ; une incertitude de ces chiffres, et sa cause.

# %% [markdown] role="manual" id="C3_1-etude" mots=270
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante). Cible : [segment_retenu], hors vacances scolaires.
#
# *Besoins quantitatifs* : nuitées de l'hiver et leur part, mois demandés, prix acceptés, délais de réservation. *Besoins qualitatifs* : ce qui retient de venir, ce que l'on fait de ses journées, ce que l'on franchit mal, les mots des appels.
# Chacun mène à une décision : cible, campings à ouvrir, prix, aménagement, annonce, date de campagne.
#
# *Sources* : celles de la question 1, et elles seules ; un besoin ou deux n'en ont pas. L'enquête et les fiches s'y ajoutent. Parmi celles qui conviennent, sur chaque variante, une qualitative, une quantitative, une interne et une externe au moins. Seule l'enquête distingue les segments. L'étude à mener : courte et chiffrée (dix entretiens,
# une observation d'une fin de semaine), avec un lieu et une date.
#
# *Synthèse* : novembre [novembre], décembre [décembre], janvier [janvier], février [février], mars [mars] nuits ; [nuitées] nuitées, [part] % du marché ; questions 2 à 6 pour le reste. Le segment le plus gros vacances comprises voyage quand tout est loué ; le plus gros hors vacances est fait de clients.
# Incertitudes : intention déclarée, taux de conversion d'une norme pour les non-clients, panel et courriel en ligne, taux mesurés à un seul prix, prix maximum déclaré, enneigement.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C3.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B et affiche — Les personas
#
# *Environ 220 mots ici, 180 sur une affiche d'une page · C3.2 · 16 points.*
#
# **L'affiche** : le portrait-robot du persona principal, tiré de la cible, que l'on accrochera à l'accueil comme dans l'atelier d'entretien. Faites-la au logiciel de présentation, ou à la main puis photographiée ; remettez-la sous l'écrit (`persona`, .pdf, .png, .jpg, .pptx ou .odp). Elle tient en une page, se lit sans agrandir, page entière à l'écran, et montre en rubriques titrées :
#
# - prénom et phrase dite à la première personne, âge (sa tranche suffit), département, métier (le nom de la catégorie, en toutes lettres) ;
# - ses deux attentes et son rapport aux enseignes (table `gouts`) ; son canal, un délai de la question 7 ; ses deux médias ;
# - un besoin d'accès de quelqu'un du séjour (un usage, pas un diagnostic), ce qui attire le persona, autre que ses deux attentes, et ce qui le retient, par des faits précis de vos réponses, de l'enquête, du cas ou d'une fiche ;
# - d'où viennent les chiffres, et ce qui est supposé.
#
# Deux chiffres au moins se voient (jauge, barre, pictogramme) ; ni sigle ni mot de marketing (« segment » et « cible » en sont) sans explication. Une image dessinée suffit ; pas de photographie d'une personne réelle sans son accord.
#
# **Le texte** :
#
# 1. **L'introduction de la démarche** : un choix (mots, image, usages) fait pour l'inclusion ou la diversité, et le cliché évité ; qui l'enquête a pu laisser de côté, et pourquoi ; la part mesurée de besoins d'accès,
#    et ce qu'elle change, par une chose que l'on voit, au cottage, à la réservation et aux messages.
# 2. **Un second persona**, en quatre lignes : un foyer de la cible qui a le besoin principal (question 6). Trois traits au moins, ce besoin compris, mesurés sur ces foyers (dites sur combien de réponses) ou dits supposés, et ce qu'il change à l'offre : l'aménagement, et combien de cottages ou quel coût (question 11).

# %% [markdown] role="manual" id="C3_2-demarche" mots=220
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante). Ouvrir d'abord l'affiche. Elle reprend [âge], [csp], [département], [canal], les deux médias, [média 1], [média 2], les séjours de [nuits] nuits à [personnes] personnes, et la part de besoins, [accès] %, des questions 5 et 6, et
# un délai de la question 7 ; attentes et rapport aux enseignes sont ceux de la cible dans la table `gouts` ; ce qui attire (autre que les deux attentes : le prix tout compris, le poêle, un compliment noté à l'accueil) et ce qui retient se retrouvent dans les réponses, l'enquête, le cas ou une fiche ; le reste est donné pour supposé.
#
# Introduction : le panel pèse chaque département et fait entrer des non-clients, mais un questionnaire en ligne écarte une partie des personnes que l'écran gêne, et le courriel n'atteint que les clients d'été ; un besoin se dit en usage (« entrer sans marche »), jamais en
# diagnostic ; prénom, image et foyer qui ne suivent pas un cliché de genre, d'âge ou de famille ; [accès] % de besoins, traduits en actes : au cottage (l'aménagement de la table `travaux`), à la réservation (filtre, plan coté, téléphone ou message écrit au choix), aux messages (mots courts, sous-titres, mesures plutôt que « accessible », RGAA pris pour repère du site).
#
# Second persona : un foyer précis, qui a le besoin principal, [besoin] (peu de réponses, dix-huit à quarante-trois : un trait mesuré dit combien), et les cottages que la question 11 fait adapter : travaux de [Lac] € au Lac, [Forêt] € à la Forêt, [Plateau] € au Plateau.
# ### END SOLUTION

# %% role="readonly" id="C3_2-persona"
livrable("C3_2-persona", "persona", formats=("pdf", "png", "jpg", "pptx", "odp"), pages=1)

# %% [markdown] role="grille" competence="C3.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Le mix marketing : 4P, 10P, 4E
#
# *Environ 390 mots · C3.3 · 18 points.*
#
# Complétez le cadre, en phrases courtes ou en tableau, puis concluez.
#
# 1. **Les 10P.** Les 4P d'abord, chacun en **deux sous-parties au moins** et prouvé une fois au moins : un chiffre de vos réponses,
#    un motif des fiches de l'accueil ou une donnée de `couts`, `ouverture` ou `travaux`. Le produit comprend l'annonce : prix total, ménage et chauffage compris, accès décrit par une mesure ou un équipement. Le prix, celui de la question 9 ou un autre justifié, dit sa marge ou son taux ; la distribution part du canal de la cible, la communication de ses médias. Puis les six extensions (la vache pourpre est ce qui fait remarquer), traitées ou « écartées » avec une raison ; quatre au moins ont une preuve tirée du cas, dont une d'une fiche de l'accueil et une de l'exploitation (`couts`, `ouverture` ou `travaux`).
# 2. **Les 4E.** De quel P chacun part ; la scène que vit le persona (où, quand, avec quoi), deux au moins dans son canal, à son délai de réservation ou dans un de ses médias ; et ce qui est **fait pour lui** : ni remise ni jeu ouverts à tous.
#    Deux propositions au moins partent d'un trait **chiffré** du persona, une répond à son besoin d'accès ou au délai où il se distingue, une lui laisse un **choix** (une heure, un équipement, un message…).
# 3. **La conclusion**, environ 90 mots des 390 : en une phrase, le positionnement (pour qui, face à quels autres séjours, pourquoi nous) ; ouvrir un, deux ou trois campings, ou aucun, d'après vos trois résultats, cités (un choix autre que le meilleur dit ce qu'il coûte) ; trois canaux au moins, et ce que fait chacun, de la découverte au retour l'hiver suivant ; la phrase que dira l'accueil au motif qui fait perdre le plus de nuits.
#    Si vous n'en ouvrez aucun, le mix est celui de l'hiver suivant : dites ce qui devrait changer pour ouvrir.

# %% [markdown] role="manual" id="C3_3-mix" mots=390
# **10P**
#
# - **Produit** :
# - **Prix** :
# - **Distribution** :
# - **Communication** :
# - **Personnel** :
# - **Processus** :
# - **Preuve matérielle** :
# - **Partenariats** :
# - **Permission** :
# - **Vache pourpre** :
#
# **4E**
#
# - **Émotion** :
# - **Expérience** :
# - **Exclusivité** :
# - **Engagement** :
#
# **Conclusion**
#
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante).
#
# - *Produit* : cottage isolé du froid, aménagement du besoin principal, services du séjour ; annonce (prix total, accès en mesures). *Prix* : [prix] € TTC la nuit, marge [marge] €, taux [taux] % ; des huit prix testés, c'est le meilleur, places comptées, quel que soit le nombre de campings. *Distribution* : le canal de la cible, puis
#   le site, que sa commission rend préférable. *Communication* : les deux médias du persona, au délai où il réserve.
# - *Personnel* : l'accueil formé au motif qui perd le plus de nuits. *Processus* : jours d'arrivée, ménage, chauffage lancé avant l'arrivée. *Preuve matérielle* : relevé de température, plan coté, registre d'accessibilité. *Partenariats* : navette, loueur de raquettes, association
#   de personnes concernées. *Permission* : message d'avant séjour accepté, désinscription simple. *Vache pourpre* : une chose que l'on raconte. Une extension écartée avec sa raison vaut une extension traitée.
# - *4E* : chaque E part d'un P nommé et d'un trait du persona ; « fait pour lui » : cottage, heure, moment, message, trajet… ; un choix laissé au persona : la température, l'heure d'arrivée, les raquettes, le message qu'il veut recevoir.
# - *Conclusion* : positionnement (la cible, face aux gîtes, aux hôtels ou à rester chez soi, et ce que Combelauze a de plus) ; décision (question 12 ; motifs, question 10) : un camping [un] €, deux [deux] €, trois [trois] €. On ouvre autant de campings que le plus fort des trois résultats, s'il est positif ; aucun, si les trois sont négatifs, en disant ce qui devrait changer pour ouvrir (frais, travaux, demande ; aucun autre prix testé n'y suffit) : le mix est alors celui de l'hiver suivant. Un autre choix se défend s'il dit ce qu'il coûte, l'écart entre deux des trois résultats.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C3.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence. Cette évaluation n'entre pas dans la note : votre compte rendu la rapproche de celle du jury.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C3.1", "C3.2", "C3.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Après du code : **Noyau → Redémarrer le noyau et exécuter toutes les cellules**.
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque, réponses, écrits et fichiers. Une question sans réponse
#    ne bloque rien : elle vaut zéro.
# 3. L'affiche `persona` est remise.
# 4. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
