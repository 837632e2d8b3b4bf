# Épreuve 15 — Projet de communication (3) : le budget (C13.1 à C13.4).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 15 — Projet de communication (3) : le budget
#
# **Rapport de compétences** · travail écrit **individuel** · **3 h 30** devant ce notebook · soutenu ensuite au grand oral (10 min, puis 15 min d'échange) · compétences C13.1, C13.2, C13.3 et C13.4
#
# **100 points** : 14 pour neuf réponses, que la machine corrige, et 86 pour quatre écrits et leurs fichiers, que le jury juge.
#
# Votre **projet** est une campagne à 360° menée là où vous travaillez ou avez travaillé (épreuves 9, 12, 15 et 16, que réunit le rapport de compétences). On en demande ici le **suivi administratif, logistique et budgétaire**.
#
# | Ce que vous faites | Quand | Points |
# | --- | --- | --- |
# | **Un échauffement** d'une heure, lecture comprise, sur un cas fictif, Thymarelle (questions 1 à 6) | en une fois, ici | 10 |
# | **Votre budget**, dans un tableau qui est le vôtre (questions 7 à 9) | relevé d'avance ; 25 minutes ici | 4 |
# | **Quatre écrits** sur votre campagne, votre classeur de suivi et vos pièces | préparés pendant des semaines ; 2 h 05 ici pour les mettre au net | 86 |
#
# Vos documents professionnels sont autorisés. Changez les noms si votre employeur le demande ; gardez le secteur, la taille, les dates et les chiffres.
#
# ## Le cas : Thymarelle
#
# *Uzès (Gard), lundi 31 mai 2027.*
#
# **Thymarelle** fabrique des cosmétiques naturels : 34 personnes, 4,6 millions d'euros de chiffre d'affaires HT en 2026, deux boutiques, un site marchand, 180 pharmacies dépositaires.
# Le 16 mars, elle a lancé **« Second Flacon »**, une gamme rechargeable. Hormis les villes, tous ces noms sont fictifs.
#
# > **Ce qui est déjà décidé.** La campagne court du 1er mars au 30 juin 2027. Son enveloppe est de **90 000 € HT, hors temps passé**. Aucune partie précédente n'est nécessaire.
#
# Vous êtes **chargé·e de marketing et communication**. Mathilde Fabrègues, votre directrice, vous écrit :
#
# > « Il reste un mois. Rémi Cazalis, au contrôle de gestion, veut savoir où nous finirons, ligne par ligne, ce qui tient aux charges fixes et aux variables, et ce que tout coûte, temps compris.
# > De ses douze factures, il ne paiera que les dossiers complets. Nadia Belkhir, aux ventes en pharmacie, craint de manquer de dépliants ; Hugo Castanier, à la fabrication, voudrait signer avec l'imprimeur pour le second semestre. Que leur
# > répondons-nous ? »

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal.
# - **Vérification.** Le formulaire dit comment il a lu votre réponse et ce qui ne va pas dans sa *forme*, jamais sa valeur.
# - **Précision.** Gardez tous les chiffres dans les calculs. Si vous recopiez un résultat, gardez au moins trois chiffres
#   significatifs. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`62.4`).
# - **Une erreur ne compte qu'une fois** : ce qui suit, juste compte tenu d'elle, est acquis.
# - **Noms réservés dans du code.** N'appelez aucun résultat `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou
#   `graphique` : ce sont les outils du notebook.
#
# **Les données du cas vous sont propres** : chiffres et décisions diffèrent d'une copie à l'autre. Tous les montants sont **hors taxes**.
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans le dossier `donnees/`, en fichiers CSV ; une valeur trouvée au tableur vaut autant.
# Dans ces formules, les mots en minuscules sont vos plages ou vos cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | additionner sous conditions | `=SOMME.SI.ENS(montants;lignes;"L01";natures;"facture")` |
# | une couleur selon deux seuils | `=SI(ecart>20;"haut";SI(ecart>0;"milieu";"bas"))` |
# | retrouver une valeur dans une autre table | `=RECHERCHEX(personne;personnes;taux)` |
# | compter sous conditions, cellule remplie | `=NB.SI.ENS(dossiers;"D01";pieces;"Devis";visas;"<>")` |
# | une moyenne à partir d'une date | `=MOYENNE.SI.ENS(quantites;supports;"Carte";semaines;">=19/04/2027")` |
#
# Une réponse trouvée au tableur se tape ou se colle dans son formulaire (Ctrl + V) ; dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | un nombre | `14.7` |
# | une valeur par étape | `{"Devis": 410, "Facture": 95.5}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 11 min | |
# | Étape 1. Le budget | 1 à 3 | 26 min | 4 |
# | Étape 2. Le contrat, les dossiers, le stock | 4 à 6 | 28 min | 6 |
# | Étape 3. Votre budget | 7 à 9 | 20 min | 4 |
# | Écrits et fichiers | A à D | 125 min | 86 |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

donnees = preparer("e15_budget")

CATEGORIES = ("Média", "Pharmacies", "Contenus", "Événements", "Clients")
ETAPES = ("Devis", "Bon de commande", "Bon à tirer", "Bon de livraison", "Facture")
DEBUT_RECENT = pd.Timestamp("2027-04-19")  # les six dernières semaines complètes

# %% role="readonly" id="tables"
lignes, pieces, equipe = donnees["lignes"], donnees["pieces"], donnees["equipe"]
temps, clauses, dossiers = donnees["temps"], donnees["clauses"], donnees["dossiers"]
documents, supports, sorties = donnees["documents"], donnees["supports"], donnees["sorties"]

budgets = lignes.groupby("categorie", as_index=False)["prevu"].sum()  # ce que la direction a réparti

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une compagnie de danse suit le budget de sa saison.

# %% role="readonly" id="exemple"
exemple_pieces = pd.DataFrame({"nature": ["facture", "facture", "avoir"], "montant": [640.0, 210.0, 85.0]})

# 1. Un avoir est écrit en positif et se retire.
exemple_signes = exemple_pieces["nature"].map({"facture": 1, "avoir": -1})
print("Dépensé :", (exemple_signes * exemple_pieces["montant"]).sum(), "€")

# 2. Une heure chargée : le brut de l'année et ses charges, divisés par les heures travaillées dans l'année.
print("Heure chargée :", round(24_000 * (1 + 36 / 100) / 1_600, 2), "€")

# 3. Un taux pondéré : le poids de ce qui est respecté, divisé par le poids de tout ce qui est demandé.
exemple_poids, exemple_respect = pd.Series([5, 2, 1]), pd.Series([True, False, True])
print("Respect :", round(100 * exemple_poids[exemple_respect].sum() / exemple_poids.sum(), 1), "%")

# 4. Onze jours de délai, en semaines.
print("Délai :", round(11 / 7, 2), "semaine")

# 5. Une réponse de forme « tableau », trouvée dans un tableur et recopiée : une liste par colonne.
exemple_recopie = pd.DataFrame({"salle": ["Atrium", "Préau"], "cout": [812.5, 340], "avis": ["garder", "changer"]})
exemple_recopie

# %% role="readonly" id="exemple_graphique"
# Des barres côte à côte, à partir de valeurs tapées, leur valeur au bout. Le titre énonce le résultat ; les hachures servent à qui ne voit pas les couleurs.
exemple_valeurs = pd.DataFrame(
    {"cachets": [310.0, -125.0, 48.0], "matériel": [-60.0, 95.0, 140.0]}, index=["décor", "costumes", "transport"]
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
    exemple_axes.bar_label(exemple_barres, fmt="%+.0f", padding=2)
exemple_axes.margins(y=0.12)
exemple_axes.axhline(0, color="black", linewidth=0.8)
exemple_axes.set_xticks(np.arange(len(exemple_valeurs)), list(exemple_valeurs.index))
exemple_axes.set_title("Le décor dépasse le plus ; les costumes restent sous leur budget")
exemple_axes.set_xlabel("chapitre")
exemple_axes.set_ylabel("écart (€)")
exemple_axes.legend()
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Le budget
#
# ## Question 1 — Où finira chaque ligne
#
# La table `pieces` réunit **toutes** les factures et tous les **avoirs** reçus au 31 mai, y compris ceux d'avant le 1er mars ; les douze factures de la question 5 y figurent déjà (colonne `dossier`). Un avoir, somme que le fournisseur rend, est écrit en positif. Dans `lignes`, `reste` sera encore facturé d'ici le 30 juin. Mathilde appellera les fournisseurs des lignes rouges.
#
# - `atterrissage` : factures − avoirs + reste, en € ;
# - `ecart_pct` : (atterrissage − prévu) en % du prévu ;
# - `alerte` : « **rouge** » si `ecart_pct` dépasse 10 %, « **orange** » s'il dépasse 5 % sans dépasser 10 %, « **vert** » sinon.
#
# **À rendre** (2 points) : `suivi`, un tableau de douze lignes : `ligne` (L01 à L12), `atterrissage`, `ecart_pct` et `alerte`.

# %% role="solution" id="suivi_lignes"
# Un tableau : ligne, atterrissage, ecart_pct, alerte.
suivi = None
### BEGIN SOLUTION
par_code = lignes.set_index("ligne")


def atterrir(signe_avoir=-1, avec_reste=True, poids_dossiers=1, depuis="2027-01-01"):
    """L'atterrissage et la couleur de chaque ligne."""
    signes = pieces["nature"].map({"facture": 1, "avoir": signe_avoir}) * (pieces["date"] >= depuis)
    signes = signes.where(pieces["dossier"].isna(), signes * poids_dossiers)
    factures = (signes * pieces["montant"]).groupby(pieces["ligne"]).sum()
    return colorer(factures + (par_code["reste"] if avec_reste else 0))


def colorer(montants, sur_prevu=True, signe=1):
    """La couleur que donne l'écart, en % du prévu."""
    pour_cent = signe * 100 * (montants - par_code["prevu"]) / (par_code["prevu"] if sur_prevu else montants)
    couleurs = np.select([pour_cent > 10, pour_cent > 5], ["rouge", "orange"], "vert")
    return pd.DataFrame({"atterrissage": montants, "ecart_pct": pour_cent, "alerte": couleurs})


suivi = atterrir()
erreur_type(
    "C13_3-suivi_lignes",
    "avoirs_ajoutes",
    atterrir(signe_avoir=1),
    "Vous avez ajouté les avoirs aux factures : c'est de l'argent que le fournisseur rend.",
    part=0.5,
)
erreur_type(
    "C13_3-suivi_lignes",
    "avoirs_ignores",
    atterrir(signe_avoir=0),
    "Vous n'avez compté que les factures : un avoir diminue ce que la ligne coûte.",
    part=0.5,
)
erreur_type(
    "C13_3-suivi_lignes",
    "reste_oublie",
    atterrir(avec_reste=False),
    "Vous vous êtes arrêté·e à ce qui est facturé : en juin, des factures arriveront encore, et une alerte sert avant elles.",
    part=0.3,
)
erreur_type(
    "C13_3-suivi_lignes",
    "dossiers_ajoutes",
    atterrir(poids_dossiers=2),
    "Vous avez ajouté les factures des dossiers à celles des pièces : elles y sont déjà, et comptent deux fois.",
    part=0.4,
)
erreur_type(
    "C13_3-suivi_lignes",
    "part_de_l_atterrissage",
    colorer(suivi["atterrissage"], sur_prevu=False),
    "Vous avez rapporté l'écart à l'atterrissage : il se rapporte au prévu, qui est l'engagement pris.",
    part=0.6,
)
erreur_type(
    "C13_3-suivi_lignes",
    "signe_inverse",
    colorer(suivi["atterrissage"], signe=-1),
    "Vous avez retiré l'atterrissage du prévu : ici un dépassement est positif, et c'est lui qui alerte.",
    part=0.4,
)
erreur_type(
    "C13_3-suivi_lignes",
    "dossiers_ecartes",
    atterrir(poids_dossiers=0),
    "Vous avez laissé de côté les factures qui ont un dossier : payées ou non, elles sont reçues, et la ligne les portera.",
    part=0.4,
)
erreur_type(
    "C13_3-suivi_lignes",
    "avant_mars_oublie",
    atterrir(depuis="2027-03-01"),
    "Vous avez laissé les pièces d'avant le 1er mars : la campagne n'avait pas commencé, mais elle les paie.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C13_3-suivi_lignes" points=2
verifier(
    "C13_3-suivi_lignes",
    suivi,
    tableau(
        cle="ligne",
        cles=(
            "L01",
            "L02",
            "L03",
            "L04",
            "L05",
            "L06",
            "L07",
            "L08",
            "L09",
            "L10",
            "L11",
            "L12",
        ),
        colonnes={
            "atterrissage": nombre(unite="€", minimum=-20_000, maximum=100_000),
            "ecart_pct": pourcentage(minimum=-1000, maximum=1000, echelle="pourcent"),
            "alerte": choix("vert", "orange", "rouge"),
        },
    ),
    tolerance=0.004,
    ecart=0.05,
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Le graphique de Rémi : fixe et variable
#
# Une charge **fixe** est due quoi qu'il arrive ; une charge **variable** suit les clics, les pharmacies ou les pièces (colonne `charge`) : on peut encore la freiner. D'après votre question 1, un graphique **en barres** : pour chaque catégorie, la somme des
# écarts (atterrissage − prévu) de ses lignes fixes et celle de ses lignes variables, **côte à côte**, en €. Axes : la catégorie, et l'écart en € ; légende : « fixe », « variable » ; le titre dit quelle catégorie dépasse le plus, fixe et variable réunis.
#
# **À rendre** (1 point) : le graphique, dessiné dans son formulaire ou par du code (`figure_ecarts`).

# %% role="solution" id="graphique_ecarts"
# Une figure matplotlib : par exemple figure_ecarts, axes = plt.subplots()
figure_ecarts = None
### BEGIN SOLUTION
ecarts = suivi["atterrissage"] - par_code["prevu"]
# Un signe retourné à la question 1 le reste ici : il a déjà été compté.
retourne = -1 if (suivi["ecart_pct"] * ecarts < 0).sum() > len(ecarts) / 2 else 1
croises = retourne * ecarts.groupby([par_code["categorie"], par_code["charge"]]).sum().unstack().loc[list(CATEGORIES), ["fixe", "variable"]]
totaux = retourne * croises.sum(axis="columns")
figure_ecarts, repere_ecarts = plt.subplots(figsize=(10, 4.8), layout="constrained")
places = np.arange(len(croises))
for rang, (nom, couleur) in enumerate({"fixe": "#1f5f8b", "variable": "#b8561f"}.items()):
    posees = repere_ecarts.bar(places + 0.4 * rang - 0.2, croises[nom], width=0.38, label=nom, color=couleur, hatch=["", "//"][rang], edgecolor="white")
    repere_ecarts.bar_label(posees, labels=[f"{montant:+,.0f}".replace(",", " ").replace("-", "−") for montant in croises[nom]], padding=2)
repere_ecarts.axhline(0, color="black", linewidth=0.8)
repere_ecarts.set_title(
    f"« {totaux.idxmax()} » dépasse le plus ; au total, la campagne finit {'au-dessus' if totaux.sum() > 0 else 'au-dessous'} de l'enveloppe",
    loc="left",
    fontweight="bold",
)
repere_ecarts.set_xlabel("catégorie")
repere_ecarts.set_ylabel("écart à l'atterrissage (€)")
repere_ecarts.set_xticks(places, list(croises.index))
repere_ecarts.margins(y=0.14)
repere_ecarts.legend(frameon=False)
repere_ecarts.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C13_3-graphique" points=1
verifier(
    "C13_3-graphique",
    figure_ecarts,
    graphique(genre="barres", x="catégorie", y="écart", unite_y="€", series=("fixe", "variable"), disposition="côte à côte"),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Ce que la campagne coûte, temps compris
#
# La direction veut le coût complet au 30 juin. Une heure coûte **brut annuel × (1 + charges ÷ 100) ÷ heures travaillées dans l'année** (table `equipe` ; taux et heures sont des conventions du cas).
# Prenez toutes les heures de la table `temps`, faites **et** prévues. Pour chaque catégorie :
#
# - `temps_passe` : le coût chargé des heures, en € ;
# - `complet` : l'atterrissage de ses lignes (question 1) + `temps_passe`, en €.
#
# **À rendre** (1 point) : `cout_complet`, un tableau de cinq lignes : `categorie`, `temps_passe` et `complet`.

# %% role="solution" id="cout_complet_categories"
# Un tableau : categorie, temps_passe, complet.
cout_complet = None
### BEGIN SOLUTION
par_personne = equipe.set_index("personne")
atterris = suivi["atterrissage"].groupby(par_code["categorie"]).sum()


def completer(charge=True, etats=("fait", "prévu"), moyen=False, achats=atterris):
    """Le coût du temps et le coût complet de chaque catégorie."""
    heure = par_personne["brut_annuel"] * (1 + charge * par_personne["charges"] / 100) / par_personne["heures_an"]
    retenus = temps[temps["etat"].isin(etats)]
    couts = heure.mean() if moyen else retenus["personne"].map(heure)
    passe = (retenus["heures"] * couts).groupby(retenus["categorie"]).sum()
    return pd.DataFrame({"temps_passe": passe, "complet": achats + passe}).loc[list(CATEGORIES)]


cout_complet = completer()
erreur_type(
    "C13_3-cout_complet",
    "salaire_brut",
    completer(charge=False),
    "Vous avez compté le salaire brut : l'employeur paie aussi ses cotisations.",
    part=0.4,
)
erreur_type(
    "C13_3-cout_complet",
    "juin_oublie",
    completer(etats=("fait",)),
    "Vous n'avez compté que les heures faites : l'atterrissage va jusqu'au 30 juin, le temps aussi.",
    part=0.5,
)
erreur_type(
    "C13_3-cout_complet",
    "heure_moyenne",
    completer(moyen=True),
    "Vous avez pris le coût moyen d'une heure de l'équipe : chaque heure se compte au coût de qui l'a faite.",
    part=0.4,
)
erreur_type(
    "C13_3-cout_complet",
    "prevu_pour_atterrissage",
    completer(achats=par_code["prevu"].groupby(par_code["categorie"]).sum()),
    "Vous avez ajouté le temps au budget prévu : le coût complet part de ce que les lignes coûteront, leur atterrissage.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C13_3-cout_complet" points=1
verifier(
    "C13_3-cout_complet",
    cout_complet,
    tableau(
        cle="categorie",
        cles=CATEGORIES,
        colonnes={
            "temps_passe": nombre(unite="€", minimum=0, maximum=200_000),
            "complet": nombre(unite="€", minimum=0, maximum=300_000),
        },
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Le contrat, les dossiers, le stock
#
# ## Question 4 — Que renégocier avec l'imprimeur ?
#
# Les Presses de l'Alzon proposent un contrat d'impression pour le second semestre. La table `clauses`, affichée plus bas, met chaque exigence (`demande`) en face de ce que dit le contrat.
#
# - Une exigence est **respectée** si le contrat donne à Thymarelle au moins ce qu'elle demande ; plus favorable, il la respecte aussi. Si le contrat **n'en dit rien** ou reste vague, elle **ne l'est pas**.
# - `taux` : le poids des exigences respectées, en % du poids de **toutes** les exigences du bloc ;
# - `premiere` : l'exigence non respectée qui **pèse le plus** dans le bloc, par laquelle Hugo commencera ;
# - `apres` : le taux du bloc si l'imprimeur accorde cette exigence, et elle seule, en %.
#
# Hugo ne signera qu'avec 80 % au moins **dans chaque bloc** : `apres` lui dit si une seule concession y suffit.
#
# **À rendre** (2 points) : `conformite`, un tableau de deux lignes : `bloc` (« hors RSE », « RSE »), `taux`, `premiere` (le nom donné par la colonne `clause`) et `apres`.

# %% role="readonly" id="les_clauses"
pd.set_option("display.max_colwidth", None)  # chaque clause s'affiche en entier
clauses

# %% role="solution" id="conformite_contrat"
# Un tableau : bloc, taux, premiere, apres.
conformite = None
### BEGIN SOLUTION
# Ce que le contrat peut dire de conforme.
CONFORMES = """
Livraison 8 jours ouvrés après le bon à tirer.
Livraison 10 jours ouvrés après le bon à tirer.
Prix fermes jusqu'au 31 janvier 2028.
Prix fermes jusqu'au 31 décembre 2027.
Pénalité de 1,5 % du prix par jour de retard.
Pénalité de 1 % du prix par jour de retard.
Le tirage commence à réception du bon à tirer signé.
Écart de 2 % au plus ; surplus offert.
Écart de 3 % au plus ; surplus offert.
Règlement à 45 jours, sans acompte.
Règlement à 30 jours, sans acompte.
Papier 100 % recyclé.
Papier recyclé à 80 %.
Encres végétales, biosourcées à 75 %.
Une livraison groupée tous les deux mois.
Une livraison groupée chaque mois.
12 % des heures sont confiées à une entreprise adaptée.
10 % des heures sont confiées à un ESAT.
"""
# Une espace insécable et une espace se lisent ici de même.
admises = {clause.replace("\u00a0", " ") for clause in CONFORMES.strip().split("\n")}
ecrites = clauses["contrat"].fillna("").str.replace("\u00a0", " ")
respecte = ecrites.isin(admises)


def decider(poids=clauses["poids"], comptees=ecrites != "jamais", tout=False, respecte=respecte):
    """Le taux de chaque bloc, la première exigence à renégocier, et le taux une fois celle-ci obtenue."""
    rangees = {}
    for bloc in ("hors RSE", "RSE"):
        ici = clauses["bloc"] == bloc
        compte = (ici | tout) & comptees
        lourde = clauses.loc[ici & comptees & ~respecte, "poids"].idxmax()
        acquis, total = poids[compte & respecte].sum(), poids[compte].sum()
        rangees[bloc] = {
            "taux": 100 * acquis / total,
            "premiere": clauses["clause"][lourde],
            "apres": 100 * (acquis + poids[lourde]) / total,
        }
    return pd.DataFrame.from_dict(rangees, orient="index")


conformite = decider()
erreur_type(
    "C13_1-conformite",
    "sans_poids",
    decider(poids=clauses["poids"].clip(1, 1)),
    "Vous avez compté les exigences : elles n'ont pas la même importance, leur taux se pondère.",
    part=0.5,
)
erreur_type(
    "C13_1-conformite",
    "muettes_ecartees",
    decider(comptees=ecrites != ""),
    "Vous avez écarté les exigences dont le contrat ne dit rien : un silence n'engage pas le prestataire, elles restent au dénominateur.",
    part=0.5,
)
erreur_type(
    "C13_1-conformite",
    "muettes_respectees",
    decider(respecte=respecte | (ecrites == "")),
    "Vous avez compté pour respectées les exigences dont le contrat ne dit rien : un silence n'engage pas le prestataire.",
    part=0.4,
)
erreur_type(
    "C13_1-conformite",
    "blocs_confondus",
    decider(tout=True),
    "Vous avez donné le taux de tout le contrat : la RSE se décide à part du reste.",
    part=0.25,
)
erreur_type(
    "C13_1-conformite",
    "taux_de_defaut",
    conformite.assign(taux=100 - conformite["taux"], apres=100 - conformite["apres"]),
    "Vous avez donné le poids de ce qui n'est pas respecté : on demande celui de ce qui l'est.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C13_1-conformite" points=2
verifier(
    "C13_1-conformite",
    conformite,
    tableau(
        cle="bloc",
        cles=("hors RSE", "RSE"),
        colonnes={
            "taux": pourcentage(),
            "premiere": choix(
                "Délai",
                "Prix",
                "Retard",
                "Bon à tirer",
                "Quantités",
                "Règlement",
                "Papier",
                "Encres",
                "Transport",
                "Insertion",
            ),
            "apres": pourcentage(),
        },
    ),
)

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Quels dossiers ne pas payer
#
# Chaque dossier de la table `dossiers` a sa facture. La recevoir par voie électronique ne dispense pas de contrôler le circuit :
#
# **Devis → Bon de commande → Bon à tirer → Bon de livraison → Facture**
#
# - Un devis, un bon de commande, un bon à tirer ou un bon de livraison est **en défaut** s'il est absent de la table `documents` ou n'y porte **aucun visa**. Refait, il suffit qu'une de ses versions soit visée.
# - Le **bon à tirer** n'existe que pour les imprimés (`imprime` = « oui »).
# - Pour un service, le « bon de livraison » est l'attestation de service fait.
# - La **facture** est en défaut si son montant dépasse celui de la commande ; au-dessous (facture partielle), elle ne l'est pas.
#
# Un dossier **s'arrête à la première étape en défaut**, dans cet ordre : c'est elle que vous réclamez d'abord.
#
# **À rendre** (2 points) : `circuit`, cinq valeurs : pour chaque étape, le total, en €, des **factures** des dossiers qui s'y arrêtent, par exemple `{"Devis": 410, "Bon de commande": 1275, …}`.

# %% role="solution" id="circuit_dossiers"
# Une valeur par étape.
circuit = None
### BEGIN SOLUTION
trop_facture = dossiers["facture"] > dossiers["commande"]
autre_montant = dossiers["facture"] != dossiers["commande"]


def arreter(visa=True, imprimes_seuls=True, premiere=True, chaque_version=False, colonne="facture", en_trop=trop_facture):
    """Ce que valent les dossiers que chaque étape arrête."""
    vises = documents["visa"].notna()
    if chaque_version:
        vises = vises.groupby([documents["dossier"], documents["piece"]]).transform("all")
    gardes = documents[vises] if visa else documents
    presents = set(zip(gardes["dossier"], gardes["piece"], strict=True))
    restants = pd.Series(True, index=dossiers.index)
    rangees = {}
    for etape in ETAPES:
        absents = pd.Series([(code, etape) not in presents for code in dossiers["dossier"]], index=dossiers.index)
        if etape == "Bon à tirer" and imprimes_seuls:
            absents &= dossiers["imprime"] == "oui"
        fautifs = (en_trop if etape == "Facture" else absents) & restants
        rangees[etape] = float(dossiers.loc[fautifs, colonne].sum())
        if premiere:
            restants &= ~fautifs
    return pd.Series(rangees)


circuit = arreter()
erreur_type(
    "C13_2-circuit",
    "visas_oublies",
    arreter(visa=False),
    "Vous n'avez cherché que les documents absents : un document que personne n'a visé n'engage personne.",
    part=0.4,
)
erreur_type(
    "C13_2-circuit",
    "bon_a_tirer_partout",
    arreter(imprimes_seuls=False),
    "Vous avez exigé un bon à tirer de tous les dossiers : une parution, une formation ou un repas n'en ont pas.",
    part=0.4,
)
erreur_type(
    "C13_2-circuit",
    "defauts_cumules",
    arreter(premiere=False),
    "Vous avez compté un même dossier à plusieurs étapes : il s'arrête à la première qui est en défaut.",
    part=0.4,
)
erreur_type(
    "C13_2-circuit",
    "commande_pour_facture",
    arreter(colonne="commande"),
    "Vous avez additionné les commandes : ce que l'on retient, c'est ce qui est facturé.",
    part=0.4,
)
erreur_type(
    "C13_2-circuit",
    "bat_refait",
    arreter(chaque_version=True),
    "Vous avez compté en défaut un bon à tirer refait : la première version n'a pas à être visée si la suivante l'est.",
    part=0.5,
)
erreur_type(
    "C13_2-circuit",
    "factures_partielles",
    arreter(en_trop=autre_montant),
    "Vous avez compté en défaut une facture plus faible que la commande : elle est partielle, et l'on ne paie que ce qu'elle demande.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C13_2-circuit" points=2
verifier("C13_2-circuit", circuit, serie(cle="etape", cles=ETAPES, valeurs=nombre(unite="€", minimum=0, maximum=100_000)))

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Quels imprimés commander
#
# La sortie hebdomadaire d'un support est la **moyenne de ses six dernières semaines** (lundis du 19 avril au 24 mai), table `sorties`. Dans `supports`, `delai` est en **jours**, `securite` en **semaines** ; une semaine compte sept jours.
#
# | Colonne | Contenu |
# | --- | --- |
# | `point_commande` | sortie hebdomadaire × (délai en semaines + sécurité), en exemplaires ; l'arrondi à l'exemplaire le plus proche est admis |
# | `couverture` | stock ÷ sortie hebdomadaire, en semaines ; une décimale suffit |
# | `decision` | « **alerter** » si la couverture est plus courte que le délai (la rupture viendra avant la livraison) ; sinon « **commander** » si le stock est inférieur ou égal au point de commande ; sinon « **attendre** » : on n'imprime pas ce qui attendra |
#
# **À rendre** (2 points) : `reassort`, un tableau de quatre lignes : `support`, `point_commande`, `couverture` et `decision`.

# %% role="solution" id="reassort_supports"
# Un tableau : support, point_commande, couverture, decision.
reassort = None
### BEGIN SOLUTION
stocks = supports.set_index("support")


def prevoir(depuis=DEBUT_RECENT, jours_par_semaine=7, avec_securite=True, securite_ajoutee=False, seuil_en_jours=False):
    """Les trois colonnes demandées."""
    hebdo = sorties[sorties["semaine"] >= depuis].groupby("support")["quantite"].mean().reindex(stocks.index)
    delai = stocks["delai"] / jours_par_semaine
    point = hebdo * (delai + avec_securite * stocks["securite"])
    if securite_ajoutee:
        point = hebdo * delai + stocks["securite"]
    couverture = stocks["stock"] / hebdo
    trop_court = couverture < (stocks["delai"] if seuil_en_jours else delai)
    return pd.DataFrame(
        {
            "point_commande": point,
            "couverture": couverture,
            "decision": np.select([trop_court, stocks["stock"] <= point], ["alerter", "commander"], "attendre"),
        }
    )


reassort = prevoir()
erreur_type(
    "C13_4-reassort",
    "jours_pour_semaines",
    prevoir(jours_par_semaine=1),
    "Vous avez multiplié une sortie par semaine par un délai en jours : ramenez d'abord le délai en semaines.",
    part=0.5,
)
erreur_type(
    "C13_4-reassort",
    "toutes_les_semaines",
    prevoir(depuis=pd.Timestamp("2027-01-01")),
    "Vous avez pris toutes les semaines : le lancement est passé, seules les six dernières disent ce qui sortira en juin.",
    part=0.4,
)
erreur_type(
    "C13_4-reassort",
    "securite_oubliee",
    prevoir(avec_securite=False),
    "Vous n'avez compté que le délai : sans stock de sécurité, une semaine plus forte suffit à la rupture.",
    part=0.6,
)
erreur_type(
    "C13_4-reassort",
    "securite_ajoutee",
    prevoir(securite_ajoutee=True),
    "Vous avez ajouté des semaines de sécurité à des exemplaires : elles s'ajoutent au délai, avant de multiplier.",
    part=0.5,
)
erreur_type(
    "C13_4-reassort",
    "couverture_contre_jours",
    prevoir(seuil_en_jours=True),
    "Vous avez comparé une couverture en semaines à un délai en jours : mettez-les dans la même unité.",
    part=0.5,
)
erreur_type(
    "C13_4-reassort",
    "cinq_semaines",
    prevoir(depuis=DEBUT_RECENT + pd.Timedelta(days=7)),
    "Vous avez laissé la semaine du 19 avril : elle est la première des six.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C13_4-reassort" points=2
verifier(
    "C13_4-reassort",
    reassort,
    tableau(
        cle="support",
        cles=("Présentoir", "Dépliant", "Fiche conseil", "Carte"),
        colonnes={
            "point_commande": nombre(unite="exemplaires", minimum=0, maximum=100_000, decimales=0),
            "couverture": nombre(unite="semaines", minimum=0, maximum=500, decimales=1),
            "decision": choix("alerter", "commander", "attendre"),
        },
    ),
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Votre budget
#
# La machine vérifie que vos calculs suivent de votre tableau ; le jury juge ce qu'il vaut.
#
# ## Question 7 — Le tableau de votre budget
#
# Une ligne par poste de budget, **six à douze** lignes, sans ligne de total ; regroupez les plus petites :
#
# | Colonne | Contenu |
# | --- | --- |
# | `poste` | son nom, différent à chaque ligne |
# | `charge` | « fixe » ou « variable » |
# | `prevu` | le budget validé, en €, au moins 1 |
# | `reel` | ce que la ligne a coûté ou coûtera en tout, en € ; 0 si elle est abandonnée |
# | `seuil` | le dépassement, en % du prévu, au-delà duquel vous donnez l'alerte : de 1 à 100 (`10` pour 10 %), le même partout si c'est votre règle |
#
# Des montants égaux ou presque, ou un réel partout égal au prévu, sont refusés : une ligne au moins s'est écartée de son prévu.
#
# Le temps passé a sa ligne, à son coût chargé. Une dépense imprévue va dans la ligne la plus proche. Montants tous hors taxes, ou tous toutes taxes comprises.
#
# **À rendre** (1 point) : `mon_budget`, un tableau, par exemple
# `pd.DataFrame({"poste": ["…", "…"], "charge": ["fixe", "variable"], "prevu": [640, 275], "reel": [655.2, 310], "seuil": [5, 10]})`.

# %% role="solution" id="mon_budget"
# Un tableau : poste, charge, prevu, reel, seuil.
mon_budget = None
### BEGIN SOLUTION
mon_budget = pd.DataFrame(
    {
        "poste": [
            "Affiches aux arrêts de car",
            "Annonces sur les réseaux",
            "Film et photographies",
            "Dépliants et cartes d'essai",
            "Visite du chantier",
            "Répétition générale",
            "Envoi de la lettre",
            "Temps passé",
        ],
        "charge": ["fixe", "variable", "fixe", "variable", "fixe", "variable", "fixe", "fixe"],
        "prevu": [1860, 850, 1900, 720, 330, 560, 190, 5130],
        "reel": [1860, 980, 1840, 801, 340, 620, 190, 5967],
        "seuil": [5, 8, 5, 8, 5, 8, 5, 10],
    }
)
### END SOLUTION

# %% role="tests" id="C13_3-mon_budget" points=1
verifier(
    "C13_3-mon_budget",
    mon_budget,
    vos_donnees(
        tableau(
            cle="poste",
            colonnes={
                "charge": choix("fixe", "variable"),
                "prevu": nombre(unite="€", minimum=1, maximum=2_000_000),
                "reel": nombre(unite="€", minimum=0, maximum=2_000_000),
                "seuil": nombre(unite="%", minimum=1, maximum=100),
            },
        ),
        lignes=(6, 12),
        varie=("prevu", "reel"),
        pas_de=(donnees, budgets, exemple_recopie),
    ),
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Vos écarts et vos alertes
#
# D'après votre tableau, pour chacune de vos lignes :
#
# - `ecart` : réel − prévu, en € (positif : vous dépassez) ;
# - `ecart_pct` : cet écart, en % du prévu ;
# - `alerte` : « oui » si `ecart_pct`, arrondi à deux décimales, **dépasse** le seuil de la ligne ; « non » sinon, à égalité comprise.
#
# **À rendre** (2 points) : `mes_ecarts`, un tableau d'une ligne par poste : `poste`, `ecart`, `ecart_pct` et `alerte`.

# %% role="solution" id="mes_ecarts"
# Un tableau : poste, ecart, ecart_pct, alerte.
mes_ecarts = None
### BEGIN SOLUTION
par_ligne = mon_budget.set_index("poste")
difference = par_ligne["reel"] - par_ligne["prevu"]


def alerter(montants, base, seuil=par_ligne["seuil"]):
    """Les trois colonnes, pour ces écarts rapportés à cette base."""
    pour_cent = (100 * montants / base).replace([np.inf, -np.inf], 0).fillna(0)
    alertes = np.where(pour_cent.round(2) > seuil, "oui", "non")
    return pd.DataFrame({"ecart": montants, "ecart_pct": pour_cent, "alerte": alertes})


mes_ecarts = alerter(difference, par_ligne["prevu"])
erreur_type(
    "C13_3-mes_ecarts",
    "signe_inverse",
    alerter(-difference, par_ligne["prevu"]),
    "Vous avez retiré le réel du prévu : ici un dépassement est positif, et c'est lui qui alerte.",
    part=0.4,
)
erreur_type(
    "C13_3-mes_ecarts",
    "part_du_total",
    alerter(difference, par_ligne["prevu"].sum()),
    "Vous avez rapporté l'écart au budget total : il se rapporte au prévu de sa ligne.",
    part=0.4,
)
erreur_type(
    "C13_3-mes_ecarts",
    "part_du_reel",
    alerter(difference, par_ligne["reel"]),
    "Vous avez rapporté l'écart au réel : il se rapporte au prévu de sa ligne.",
    part=0.4,
)
erreur_type(
    "C13_3-mes_ecarts",
    "tout_ecart_alerte",
    alerter(difference, par_ligne["prevu"], seuil=0),
    "Vous avez donné l'alerte dès le premier euro de trop : elle part au-delà du seuil de la ligne.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C13_3-mes_ecarts" points=2
verifier(
    "C13_3-mes_ecarts",
    mes_ecarts,
    tableau(
        cle="poste",
        colonnes={
            "ecart": nombre(unite="€", minimum=-2_000_000, maximum=2_000_000),
            "ecart_pct": pourcentage(minimum=-200_000_000, maximum=200_000_000, echelle="pourcent"),
            "alerte": choix("oui", "non"),
        },
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — Vos charges fixes et variables
#
# D'après votre tableau, pour les charges fixes puis pour les charges variables :
#
# - `ecart` : la somme des réels − la somme des prévus, en € ;
# - `part` : leur part du total réel, en %. La colonne a 100 pour total.
#
# Si toutes vos lignes sont de la même sorte, l'autre vaut 0 et 0.
#
# **À rendre** (1 point) : `mes_charges`, un tableau de deux lignes : `charge` (« fixe », « variable »), `ecart` et `part`.

# %% role="solution" id="mes_charges"
# Un tableau : charge, ecart, part.
mes_charges = None
### BEGIN SOLUTION
par_charge = par_ligne.groupby("charge")[["prevu", "reel"]].sum().reindex(["fixe", "variable"], fill_value=0)


def partager(colonne):
    """La part de chaque sorte de charge, en %."""
    return 100 * par_charge[colonne] / par_charge[colonne].sum()


# Un signe retourné à la question 8 le reste ici : il a déjà été compté.
depassements = mes_ecarts["ecart"].groupby(par_ligne["charge"]).sum().reindex(["fixe", "variable"], fill_value=0)
mes_charges = pd.DataFrame({"ecart": depassements, "part": partager("reel")})
erreur_type(
    "C13_3-mes_charges",
    "signe_inverse",
    mes_charges.assign(ecart=-mes_charges["ecart"]),
    "Vous avez retiré le réel du prévu : ici un dépassement est positif.",
    part=0.5,
)
erreur_type(
    "C13_3-mes_charges",
    "part_du_prevu",
    mes_charges.assign(part=partager("prevu")),
    "Vous avez pris la part du budget prévu : elle se calcule ici sur ce qui a été ou sera dépensé.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C13_3-mes_charges" points=1
verifier(
    "C13_3-mes_charges",
    mes_charges,
    tableau(
        cle="charge",
        cles=("fixe", "variable"),
        colonnes={
            "ecart": nombre(unite="€", minimum=-24_000_000, maximum=24_000_000),
            "part": pourcentage(echelle="pourcent"),
        },
    ),
    ecart=0.05,
    tolerance=0.002,
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Quatre textes, la partie « Budget » de votre projet. Ils portent sur **votre** campagne, réussites et ratés compris ; ce qui vient du cas Thymarelle ne compte pas. Ce qui a manqué (un cahier des charges, un imprimé) se dit, avec ce que vous avez prévu à la place.
#
# Une case sans rien que l'on puisse contrôler (« conforme », « élevé ») compte comme vide.
#
# **Vos preuves.** Un seul PDF, `pieces`, remis à l'écrit B, réunit une **preuve datée** par compétence, noms ou montants masqués s'il le faut :
#
# - C13.1 : le contrôle d'un prestataire (réserve, message, bon annoté, avoir) ;
# - C13.2 : les documents d'une commande, et la capture du classement ;
# - C13.3 : la validation du budget ;
# - C13.4 : l'appel à la sobriété, tel qu'il est parti.
#
# Ce dont rien ne reste peut être attesté par l'employeur.
#
# ## Écrit A — La conformité des prestataires
#
# *Environ 360 mots, tableaux compris · C13.1 · 24 points.*
#
# 1. **Ce que demandait le cahier des charges**, avant tout contrôle : l'organisation, la campagne, votre rôle, puis, pour **deux prestataires externes**, trois exigences de départ, chacune avec un chiffre, une date, une norme ou un fait constatable, et leur document daté (cahier des charges, brief, devis accepté) ; les critères qui l'ont fait choisir, avec leur poids ou leur rang.
# 2. **Le contrôle** : un tableau, trois lignes au moins par prestataire : le critère de **sélection** dont vient la ligne, avec son poids ou son rang (ou pourquoi elle s'y ajoute), ce que disait le contrat, ce qui a été livré, et l'écart, en nombre ou « aucun ».
# 3. **L'importance et l'impact** : une règle sépare deux ou trois degrés par un nombre ou un fait que l'on constate ; le degré de chaque écart, l'impact de deux écarts (euros, jours ou personnes touchées), ce que chaque degré a déclenché (réserve, avoir, pénalité, clause changée). Sans écart, prenez-en deux que vous redoutiez.
# 4. **La RSE** : une phrase de l'engagement de votre organisation, entre guillemets, et son document ; une exigence RSE contrôlable posée à chacun des deux prestataires ; une **preuve** obtenue ou refusée, datée ; ce qu'elle établit ou n'établit pas, et la suite donnée.

# %% [markdown] role="manual" id="C13_1-conformite_ecrit" mots=360
# ### BEGIN SOLUTION
# **Repères pour le jury** (les faits viennent du candidat ou de la candidate). L'ordre compte : les exigences d'abord, le contrôle ensuite.
#
# | Critère de sélection | Exigence | Contrat | Livré | Écart |
# | :-- | :-- | :-- | :-- | :-- |
# | délai (poids 3) | affiches le 4 mai | le 4 mai | le 7 mai | 3 jours, majeur |
# | prix (poids 3) | 1 450 € au plus | 1 420 € | 1 420 € | aucun |
# | papier (poids 2) | recyclé à 100 % | « recyclé » | certificat à 80 % | 20 points, mineur |
#
# Degrés : *majeur, si le public s'en aperçoit ou si plus de 5 % du prix est en jeu ; mineur, sinon. Majeur : réserve écrite le jour même et avoir demandé ; mineur : clause précisée au contrat suivant.* Impact : *trois jours sans affiches dans douze communes ; 81 € de plus.*
#
# « Respecté » en face de « respecté » ne se contrôle pas : la ligne ne compte pas. Un écart qui n'est pas la différence des deux cases non plus.
#
# RSE : une phrase de la charte ou de la politique d'achat, une exigence à chacun, une preuve datée ; « le prestataire est engagé » n'est pas une preuve.
#
# Un contrôle des Presses de l'Alzon, ou les clauses de la question 4, ne comptent pas : ce n'est pas la campagne du candidat.
# Un candidat sans cahier des charges, qui part du devis accepté et le dit, peut atteindre le niveau 3.
# Le fichier `pieces` est remis à l'écrit B : y chercher la preuve de C13.1.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C13.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Le suivi des documents
#
# *Environ 240 mots, tableau compris · C13.2 · 18 points, avec le fichier `pieces`.*
#
# Remettez **vos pièces** par le bouton sous l'écrit, sous le nom `pieces` : les documents d'**une** commande de votre campagne, du devis à la facture, une **capture d'écran** de l'endroit où ils sont classés, puis les trois autres preuves. Écrivez ensuite :
#
# 1. **Les visas** : un tableau, une ligne par étape (devis, commande, épreuve ou maquette, livraison, facture) : qui a visé, la date, ce qui a été vérifié (prix, quantité, texte, délai…), ce qui est retenu ou arrêté si le visa manque. Dites si une étape est sans objet. Trois visas ou dates au moins se lisent dans le fichier.
# 2. **Le classement** : le plan, sur deux niveaux au moins ; la règle qui nomme les fichiers, et un nom réel ; qui peut lire, écrire, valider. La capture montre deux des dossiers ou fichiers nommés. Un document trouvé par un ou une collègue sans vous, et la date.
# 3. **La dématérialisation** : l'outil de gestion électronique des documents (GED) ou ce qui en tient lieu, et deux de ses fonctions employées ; deux documents ou gestes passés du papier à l'écran ; ce qui est évité, **chiffré** (feuilles, doublons, envois), sur quelle période ou combien de dossiers ; un document gardé sur papier, et l'usage qui le demande.

# %% [markdown] role="manual" id="C13_2-documents_ecrit" mots=240
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord le PDF : les documents d'une même commande y sont-ils tous, visés, aux dates que dit l'écrit ? La capture montre-t-elle le classement décrit ?
#
# | Étape | Vise | Vérifie | Si le visa manque |
# | :-- | :-- | :-- | :-- |
# | devis | responsable, au-delà de 500 € | prix, délai, cahier des charges | pas de commande |
# | bon à tirer | graphiste, puis moi | textes, mentions, couleurs | pas de tirage |
# | livraison | accueil | quantité, état | réserve sous 48 h |
# | facture | moi, puis comptabilité | égale à la commande | mise en attente, relance |
#
# Une étape utile est une étape que le candidat ou la candidate ne dit pas sans objet.
#
# Classement : *Campagne / Prestataire / 1-devis … 5-facture ; date, objet, version : « 2026-05-04_affiches_bat_v2.pdf » ; tous lisent, trois écrivent, une personne valide ; le 23 juillet, la comptable a trouvé seule le bon de livraison.*
#
# Dématérialisation : *espace partagé, versions et droits ; signature électronique des devis, factures reçues sur la plateforme ; 1 100 feuilles évitées sur les 23 dossiers de l'année ; le bon à tirer couleur reste sur papier, l'écran ment sur les bleus.*
# Réception des factures électroniques par toute entreprise assujettie à la TVA depuis le 1er septembre 2026, émission par les PME à partir du 1er septembre 2027, sauf report par décret, de trois mois au plus (loi de finances pour 2024, article 91) ; un employeur public les reçoit déjà par Chorus Pro : qui le cite de travers ne gagne rien à le citer ; qui ne le cite pas ne perd rien.
# ### END SOLUTION

# %% role="readonly" id="C13_2-pieces"
livrable("C13_2-pieces", "pieces", formats=("pdf",))

# %% [markdown] role="grille" competence="C13.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Le budget
#
# *Environ 380 mots, tableaux compris · C13.3 · 25 points, avec le fichier `suivi_budget`.*
#
# Remettez de même **votre classeur de suivi**, sous le nom `suivi_budget` (.xlsx ou .ods), feuille « Stock » (écrit D) comprise : chaque ligne de dépense, temps passé compris, y a sa **catégorie**, sa **sous-catégorie**, son prévu, son réel, son écart ; deux catégories au moins ont deux sous-catégories ; écarts et totaux sont des **formules** ; une **alerte** (formule ou mise en forme conditionnelle) change seule quand un réel dépasse son seuil. Écrivez ensuite :
#
# 1. **La structure** : qui a validé le budget, et la date ; une décision de la campagne prise d'après le total d'une catégorie ou d'une sous-catégorie ; d'où viennent vos montants (grand livre, factures, devis), hors taxes ou toutes taxes comprises.
# 2. **Fixe et variable** : tous les postes de votre question 7, rangés un par un ou par groupes ; ce que suit chaque charge variable (clics, exemplaires…) ; la raison qui rend deux charges fixes (contrat signé, forfait…) ; une charge qui a fait hésiter, et la raison du choix ; la part des charges variables (question 9), et une dépense que l'on pouvait encore freiner.
# 3. **L'alerte** : le seuil, en nombre, et sa raison, prise dans votre campagne ; qui est prévenu, et sous quel délai, en heures ou en jours ; une alerte **vécue** (ou la ligne la plus proche du seuil, question 8) : date, montant, décision.
# 4. **Le temps passé** : combien d'heures pour chacun ; comment et à quel rythme elles ont été relevées ; le coût de l'heure, cotisations comprises, et sa source ; le coût complet, et une action qu'il fait juger autrement.

# %% [markdown] role="manual" id="C13_3-budget_ecrit" mots=380
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord le classeur : changer un réel doit changer l'écart, le total et l'alerte. Le rapprocher du tableau de la question 7 : mêmes lignes (ou leurs regroupements), mêmes montants.
#
# Le rapprocher aussi du budget de Thymarelle (table `lignes`, et question 1 pour les atterrissages sur cette variante) : ce qui en est repris, dans le classeur ou à la question 7, ne compte pas.
#
# Structure : *Diffusion (affichage, réseaux), Contenus (film, photographies), Terrain (visites, répétition), Équipe ; validé par la directrice le 2 février ; en juin, Diffusion pleine, elle a refusé un encart.*
#
# Fixe et variable : *l'affichage est réservé et dû ; les réseaux suivent les clics ; l'abonnement d'envoi, fixe jusqu'à 5 000 adresses, puis par palier : c'est le cas qui fait hésiter ; 19 % de variable, les enchères se freinent.*
#
# Alerte : *seuil de 10 %, parce que la directrice garde une réserve de 8 % ; le 9 juin, les réseaux étaient à +12 % ; enchères baissées le 10.*
#
# Temps : *104 h relevées chaque vendredi ; 30 € l'heure, brut et cotisations sur 1 580 h, donné par la comptabilité ; le temps pèse autant que la diffusion : la répétition coûte plus que les affiches.*
#
# La preuve de C13.3, la validation du budget, est dans le fichier `pieces`, remis à l'écrit B.
# ### END SOLUTION

# %% role="readonly" id="C13_3-suivi"
livrable("C13_3-suivi", "suivi_budget", formats=("xlsx", "ods"))

# %% [markdown] role="grille" competence="C13.3"

# %% [markdown] role="readonly" id="ecrit_d"
# ## Écrit D — L'approvisionnement des supports
#
# *Environ 240 mots, tableau compris · C13.4 · 19 points, avec une feuille « Stock » dans le fichier `suivi_budget`.*
#
# La feuille « **Stock** » a une ligne par support ; le point de commande y est une **formule**, et l'**alerte** change seule quand le stock passe dessous. Un autre outil se montre par une capture datée, dans `pieces`.
#
# 1. **La veille sur les besoins** : deux services ou publics au moins qui consomment vos supports (équipes commerciales, accueil, production…) ; comment vous relevez leurs besoins, et à quel rythme (« chaque lundi ») ; un tableau de trois supports au moins, papier ou objet : sortie par semaine ou par mois et stock, en nombres, délai
#    (jours, semaines ou mois) et nom de qui réapprovisionne.
# 2. **L'alerte de rupture** : pour un support, le point de commande, son calcul posé dans une même unité de temps ; qui reçoit l'alerte, et par quel moyen ; une rupture évitée ou subie, sa date, sa quantité.
# 3. **La sobriété** : un appel que vous avez lancé, **cité**, à qui, quand (il est dans `pieces`) ; une quantité épargnée (exemplaires, feuilles ou kilogrammes), et ce à quoi vous la comparez ; un support gardé sur papier, et le public qui en a besoin.
#
# Sans imprimés ou presque, prenez d'autres supports qui s'épuisent (échantillons, badges, kits), pour le point 3 aussi.

# %% [markdown] role="manual" id="C13_4-approvisionnement_ecrit" mots=240
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir la feuille « Stock » : baisser un stock doit changer l'alerte.
#
# | Support | Sort | Stock | Délai | Avec qui |
# | :-- | :-- | :-- | :-- | :-- |
# | dépliant | 140 par semaine | 900 | 12 jours | graphiste, imprimeur |
# | carte | 60 par semaine | 200 | 8 jours | imprimeur |
# | sac | 15 par semaine | 120 | 25 jours | atelier |
#
# Point de commande : *140 × (12 ÷ 7 + 1) = 380 dépliants.* Délai et rythme sont dans la même unité ; le calcul se refait. Alerte : *la cellule passe au rouge et un courriel part vers la graphiste.* « Je regarde le stock régulièrement » n'est pas une alerte automatisée ; un rythme « élevé » n'est pas un rythme.
#
# Sobriété : *« Avant d'en redemander, ouvrez le placard : il en reste peut-être », courriel du 3 juin à douze points d'accueil ; tirage de 6 000 à 3 500 ; 2 500 exemplaires de 14 g, 35 kg épargnés ; version en gros caractères gardée sur papier.*
# Une économie annoncée en pour cent sans quantité ne se vérifie pas. Le stock et les rythmes de Thymarelle (tables `supports` et `sorties`, question 6) ne comptent pas.
# La preuve de C13.4, l'appel tel qu'il est parti, est dans le fichier `pieces`, remis à l'écrit B.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C13.4"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence, d'après **votre propre campagne**. Elle n'entre pas dans la note ; vous la commenterez au grand oral.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C13.1", "C13.2", "C13.3", "C13.4")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque, fichiers `pieces` et `suivi_budget` compris.
# 3. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
