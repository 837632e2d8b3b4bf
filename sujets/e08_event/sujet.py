# Épreuve 8 — Fiche de compétences « Event » (C8.1 à C8.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 8 — Fiche de compétences « Event »
#
# **Rapport de compétences** · travail écrit **individuel** · **3 h 20** devant ce notebook · soutenu ensuite au grand oral (10 min, puis 15 min d'échange ; 20 % de la note) · compétences C8.1, C8.2 et C8.3
#
# **100 points** : 14 pour dix réponses, que la machine corrige, et 86 pour trois écrits et deux fichiers, que le jury juge.
#
# Cette fiche porte sur **des événements que vous avez organisés**, deux au moins, **l'un sur place et l'autre en ligne**, dans l'organisation où vous
# travaillez ou avez travaillé. C'est un travail de plusieurs semaines ; ce notebook le reçoit.
#
# | Ce que vous faites | Quand | Points |
# | --- | --- | --- |
# | **Un échauffement** d'une heure et dix minutes, lecture comprise, sur un cas fictif, Assourdine (questions 1 à 7) | en une fois, ici | 10 |
# | **Vos besoins**, dans un tableau qui est le vôtre (questions 8 à 10) | relevé d'avance ; 25 minutes ici | 4 |
# | **Trois écrits** sur vos événements, une feuille de route et vos documents | préparés d'avance ; 1 h 45 ici pour les mettre au net | 86 |
#
# Vos documents sont autorisés. Vous pouvez changer les noms, non les chiffres.
#
# ## Le cas : Assourdine
#
# *Épinal (Vosges), lundi 12 avril 2027.*
#
# **Assourdine** fabrique des panneaux acoustiques en textile recyclé, pour les bureaux, les restaurants et les écoles. L'entreprise emploie 62 personnes et
# réalise 9 millions d'euros de chiffre d'affaires. En 2026, elle a tenu deux jours un stand au salon des Lieux apaisés, à Reims (9 et 10 juin), et donné un
# webinaire (19 novembre). Elle les refera en 2027. Hormis les villes, tout est fictif.
#
# Vous êtes **chargé·e de marketing et communication**. Landry Thirion, directeur du développement, vous confie les deux événements :
#
# > « Mercredi, je défends leur budget au comité de direction. On me dira que le webinaire ne coûte rien et que le salon ne rapporte rien : combien chacun nous
# > coûte-t-il par contact sérieux ? Qui habillera le stand sans trahir notre politique RSE ? Combien d'inscriptions ouvrir, si une partie des inscrits ne
# > vient pas ? Et qu'aurions-nous déjà dû commencer ? »

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal.
# - **Vérification.** Le formulaire dit comment il a lu votre réponse et ce qui ne va pas dans sa *forme*, jamais sa valeur.
# - **Précision.** Gardez tous les chiffres dans les calculs, et au moins trois chiffres significatifs dans un résultat recopié. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`62.4`).
# - **Une erreur ne compte qu'une fois** : une suite juste, compte tenu de la réponse précédente, est acquise.
# - **Noms réservés dans du code.** N'appelez aucune variable `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou
#   `graphique` : ce sont les outils du notebook.
#
# **Les données du cas vous sont propres** : elles diffèrent d'une copie à l'autre.
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans le dossier `donnees/`, en fichiers CSV qui s'ouvrent dans Excel et dans LibreOffice. Une valeur trouvée au
# tableur et recopiée vaut autant qu'une valeur calculée ici. Dans ces formules, les mots en minuscules sont vos plages ou vos cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | ramener une pièce au hors taxes | `=SI(mention="TTC";montant/(1+tva/100);montant)` |
# | additionner sous conditions | `=SOMME.SI.ENS(montants;evenements;"Salon";postes;"Accueil")` |
# | le rang d'apparition de l'adresse de `D2`, majuscules ou non | `=NB.SI(D$2:D2;D2)` : à partir de 2, c'est un doublon |
# | compter sous conditions | `=NB.SI.ENS(rangs;1;evenements;"Salon";presences;"oui")` |
# | arrondir à l'unité inférieure | `=ARRONDI.INF(A2;0)` |
# | une moyenne pondérée | `=SOMMEPROD(notes;poids)/SOMME(poids)` : deux lignes, dans le même ordre de colonnes |
# | reculer de 9 jours ouvrés | `=SERIE.JOUR.OUVRE(jour;-9;feries)` ; mettez la cellule au format Date |
#
# Dans du code, une réponse trouvée au tableur s'écrit :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | une date, une liste | `"2027-05-14"`, `["nef", "cour"]` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 15 min | |
# | Étape 1. Le bilan de 2026 | 1 à 3 | 25 min | 5 |
# | Étape 2. Le prestataire de 2027 | 4 | 7 min | 1 |
# | Étape 3. Préparer 2027 | 5 à 7 | 23 min | 4 |
# | Étape 4. Faire ou faire faire | 8 à 10 | 25 min | 4 |
# | Écrits et fichiers | A à C | 105 min | 86 |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

donnees = preparer("e08_event")

AUJOURD_HUI = pd.Timestamp("2027-04-12")  # un lundi
EVENEMENTS = ("Salon", "Webinaire")
POSTES = ("Espace", "Installation", "Accueil", "Déplacements", "Communication", "Personnel")
REMPLISSAGE = 0.9  # part de la capacité que l'on veut voir occupée
SEUIL_RSE = 3  # points sur 5, au moins

# %% role="readonly" id="tables"
evenements, depenses, partenaires = donnees["evenements"], donnees["depenses"], donnees["partenaires"]
contacts, criteres = donnees["contacts"], donnees["criteres"]
offres, taches = donnees["offres"], donnees["taches"]
jours_feries, projet, emissions = donnees["jours_feries"], donnees["projet"], donnees["emissions"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une médiathèque prépare une rencontre pour le mardi 18 mai 2027.

# %% role="readonly" id="exemple"
exemple_factures = pd.DataFrame(
    {"libelle": ["affiches", "buffet"], "montant": [240.0, 330.0], "mention": ["HT", "TTC"], "tva": [20, 10]}
)

# 1. Hors taxes : une pièce TTC se divise par 1 + le taux.
exemple_ht = exemple_factures["montant"].where(
    exemple_factures["mention"] != "TTC", exemple_factures["montant"] / (1 + exemple_factures["tva"] / 100)
)
print("Buffet hors taxes :", round(exemple_ht[1], 2), "€")

# 2. La même adresse, écrite autrement.
exemple_adresses = pd.Series(["lola@mairie.example", "LOLA@mairie.example", "theo@lycee.example"])
print("Personnes :", (~exemple_adresses.str.lower().duplicated()).sum())

# 3. Une moyenne pondérée se divise par le total des poids.
exemple_notes, exemple_poids = pd.Series([4, 2, 5]), pd.Series([5, 3, 2])
print("Note :", (exemple_notes * exemple_poids).sum() / exemple_poids.sum())

# 4. Neuf jours ouvrés avant le mardi 18 mai : ni l'Ascension ni le lundi de Pentecôte ne comptent.
exemple_feries = np.array(["2027-05-06", "2027-05-17"], dtype="datetime64[D]")
print("Début :", np.busday_offset("2027-05-18", -9, holidays=exemple_feries))

# 5. Une réponse de forme « tableau », trouvée dans un tableur et recopiée : une liste par colonne.
exemple_recopie = pd.DataFrame({"salle": ["Auditorium", "Hall"], "places": [80, 140], "debut": ["2027-04-30", "2027-05-10"]})
exemple_recopie

# %% role="readonly" id="exemple_graphique"
# Des barres côte à côte, à partir de valeurs tapées. Le titre énonce le résultat ; les hachures servent à qui ne voit pas les couleurs.
exemple_valeurs = pd.DataFrame(
    {"Rencontre": [12.5, 4.0, 7.5], "Lecture": [3.0, 6.5, 5.0]}, index=["train", "impression", "buffet"]
)
exemple_figure, exemple_axes = plt.subplots(figsize=(9, 3.8), layout="constrained")
exemple_places = np.arange(len(exemple_valeurs))  # une place par ligne du tableau
for exemple_rang, exemple_nom in enumerate(exemple_valeurs.columns):
    exemple_axes.bar(
        exemple_places + 0.4 * exemple_rang - 0.2,
        exemple_valeurs[exemple_nom],
        width=0.38,
        label=exemple_nom,
        color=["#1f5f8b", "#b8561f"][exemple_rang],
        hatch=["", "//"][exemple_rang],
    )
exemple_axes.set_xticks(exemple_places, list(exemple_valeurs.index))
exemple_axes.set_title("Le train pèse le plus dans la rencontre")
exemple_axes.set_xlabel("source")
exemple_axes.set_ylabel("émissions (kg)")
exemple_axes.legend()
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Le bilan de 2026
#
# ## Question 1 — Ce que chaque événement a coûté
#
# La table `depenses` réunit les factures, les tickets et les fiches de temps, tous comptés dans le coût. Le comité raisonne **hors taxes** : une pièce « TTC » se ramène au hors taxes avec son propre taux (`tva`) ; une pièce « HT » ou « sans TVA » se prend
# telle quelle. Une pièce « TVA perdue » aussi : cette TVA (trains, hôtel des salariés) reste un coût.
#
# **À rendre** (2 points) : `couts`, un tableau de six lignes, en € hors taxes : `poste` (Espace, Installation, Accueil, Déplacements, Communication,
# Personnel), `salon` et `webinaire`.

# %% role="solution" id="couts_postes"
# Un tableau : poste, salon, webinaire.
couts = None
### BEGIN SOLUTION
tva = 1 + depenses["tva"] / 100
hors_taxes = depenses["montant"].where(depenses["mention"] != "TTC", depenses["montant"] / tva)


def par_poste_et_evenement(montants):
    """Le total de chaque poste, une colonne par événement."""
    croise = montants.groupby([depenses["poste"], depenses["evenement"]]).sum().unstack()
    return croise.rename(columns=str.lower).loc[list(POSTES), ["salon", "webinaire"]]


couts = par_poste_et_evenement(hors_taxes)
erreur_type(
    "C8_1-couts",
    "ttc_pour_ht",
    par_poste_et_evenement(depenses["montant"]),
    "Vous avez additionné des montants TTC et des montants HT : ramenez d'abord chaque pièce « TTC » au hors taxes, avec son taux.",
    part=0.35,
)
erreur_type(
    "C8_1-couts",
    "vingt_pour_cent_partout",
    par_poste_et_evenement(depenses["montant"].where(depenses["mention"] != "TTC", depenses["montant"] / 1.2)),
    "Vous avez pris 20 % partout : les repas, par exemple, sont à un autre taux, que donne la colonne « tva ».",
    part=0.6,
)
erreur_type(
    "C8_1-couts",
    "ht_divise_aussi",
    par_poste_et_evenement(depenses["montant"] / tva),
    "Vous avez ôté la taxe de toutes les pièces : celles qui sont déjà « HT » se prennent telles quelles.",
    part=0.25,
)
erreur_type(
    "C8_1-couts",
    "tva_perdue_otee",
    par_poste_et_evenement(depenses["montant"].where(~depenses["mention"].isin(("TTC", "TVA perdue")), depenses["montant"] / tva)),
    "Vous avez ôté la TVA des trains et de l'hôtel de l'équipe : l'entreprise ne la récupère pas, elle l'a donc vraiment payée. Prenez ces pièces telles quelles.",
    part=0.8,
)
erreur_type(
    "C8_1-couts",
    "equipe_oubliee",
    couts.mul(couts.index != "Personnel", axis=0),
    "Vous avez laissé de côté le temps de l'équipe : sans lui, un webinaire semble ne presque rien coûter. Additionnez aussi les fiches de temps.",
)
erreur_type(
    "C8_1-couts",
    "tout_ttc",
    par_poste_et_evenement(depenses["montant"].where(depenses["mention"] != "HT", depenses["montant"] * tva)),
    "Vous avez ramené toutes les pièces au TTC : le comité raisonne hors taxes, ce sont les pièces « TTC » que l'on change.",
)
### END SOLUTION

# %% role="tests" id="C8_1-couts" points=2
verifier(
    "C8_1-couts",
    couts,
    tableau(
        cle="poste",
        cles=POSTES,
        colonnes={
            "salon": nombre(unite="€", minimum=0, maximum=100_000),
            "webinaire": nombre(unite="€", minimum=0, maximum=100_000),
        },
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Qui est venu
#
# Dans `contacts`, une même personne peut figurer deux fois, son adresse écrite avec des majuscules. Mettez `courriel` en minuscules, gardez **une ligne par
# adresse** (aucune n'est commune aux deux événements), puis comptez, pour chaque événement :
#
# | Colonne | Contenu |
# | --- | --- |
# | `inscrits` | personnes inscrites **à l'avance** |
# | `venus` | parmi elles, celles dont la `presence` est « oui » (le différé n'en est pas une) |
# | `participants` | toutes les personnes dont la `presence` est « oui », inscrites à l'avance ou sur place |
# | `qualifies` | contacts d'intérêt A ou B, venus ou en différé |
#
# **À rendre** (2 points) : `frequentation`, un tableau de deux lignes : `evenement` (Salon, Webinaire), `inscrits`, `venus`, `participants` et `qualifies`.

# %% role="solution" id="frequentation_evenements"
# Un tableau : evenement, inscrits, venus, participants, qualifies.
frequentation = None
### BEGIN SOLUTION
adresses = contacts["courriel"].str.lower()


def compter(lignes, presents=("oui",), interets=("A", "B")):
    """Inscrits, venus, participants et contacts qualifiés de chaque événement."""
    avant, vient = lignes["inscription"] == "à l'avance", lignes["presence"].isin(presents)
    groupe = lignes["evenement"]
    return pd.DataFrame(
        {
            "inscrits": avant.groupby(groupe).sum(),
            "venus": (avant & vient).groupby(groupe).sum(),
            "participants": vient.groupby(groupe).sum(),
            "qualifies": lignes["interet"].isin(interets).groupby(groupe).sum(),
        }
    )


personnes = contacts[~adresses.duplicated()]
frequentation = compter(personnes)
erreur_type(
    "C8_1-frequentation",
    "doublons",
    compter(contacts),
    "Il reste des personnes en double : mettez l'adresse en minuscules, puis n'en gardez qu'une ligne.",
    part=0.25,
)
erreur_type(
    "C8_1-frequentation",
    "differe_present",
    compter(personnes, presents=("oui", "différé")),
    "Vous avez compté comme venus ceux qui n'ont vu que l'enregistrement : ils n'étaient pas là au moment où l'on pouvait leur parler.",
    part=0.6,
)
erreur_type(
    "C8_1-frequentation",
    "curieux_comptes",
    compter(personnes, interets=("A", "B", "C")),
    "Vous avez compté les curieux (C) parmi les contacts qualifiés : seuls A et B ont un projet.",
    part=0.7,
)
### END SOLUTION

# %% role="tests" id="C8_1-frequentation" points=2
verifier(
    "C8_1-frequentation",
    frequentation,
    tableau(
        cle="evenement",
        cles=EVENEMENTS,
        colonnes={
            "inscrits": entier(minimum=1, maximum=2000),
            "venus": entier(minimum=1, maximum=2000),
            "participants": entier(minimum=1, maximum=2000),
            "qualifies": entier(minimum=1, maximum=2000),
        },
    ),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Ce que coûte un contact, combien d'inscriptions ouvrir
#
# D'après vos réponses aux questions 1 et 2 :
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `cout_qualifie` | coût net ÷ contacts qualifiés ; le coût net est le total des six postes, moins les apports **versés** des partenaires (table `partenaires` ; ni promesse, ni apport en nature) | € HT |
# | `presence` | venus ÷ inscrits à l'avance | % |
# | `a_ouvrir` | places à ouvrir à l'inscription en 2027 pour occuper **90 %** de la `capacite` (table `evenements` : des rendez-vous au salon, des places au webinaire) si la présence reste la même : 0,9 × capacité ÷ présence, arrondi à l'unité **inférieure** | places |
#
# **À rendre** (1 point) : `rendement`, un tableau de deux lignes : `evenement`, `cout_qualifie`, `presence` et `a_ouvrir`.

# %% role="solution" id="rendement_evenements"
# Un tableau : evenement, cout_qualifie, presence, a_ouvrir.
rendement = None
### BEGIN SOLUTION
totaux = couts[["salon", "webinaire"]].sum().set_axis(list(EVENEMENTS))


def retires(*aussi):
    """Ce qui est retiré de chaque événement : le versé, et ces autres apports."""
    return partenaires[partenaires["statut"].isin(("versé", *aussi))].groupby("evenement")["montant"].sum()


verses = retires()
capacites = evenements.set_index("evenement")["capacite"]


def rendre(nets, remplissage=REMPLISSAGE, arrondir=np.floor):
    """Les trois colonnes demandées, pour un coût net et une part de la capacité."""
    presence = frequentation["venus"] / frequentation["inscrits"]
    return pd.DataFrame(
        {
            "cout_qualifie": nets / frequentation["qualifies"],
            "presence": 100 * presence,
            "a_ouvrir": arrondir(remplissage * capacites / presence),
        }
    )


rendement = rendre(totaux - verses)
erreur_type(
    "C8_1-rendement",
    "apports_oublies",
    rendre(totaux),
    "Votre coût est brut : ce que les partenaires ont versé n'a pas été payé par Assourdine. Retirez-le avant de diviser.",
    part=0.67,
)
erreur_type(
    "C8_1-rendement",
    "promesses_comptees",
    rendre(totaux - retires("promis", "en nature")),
    "Vous avez retiré tous les apports : une promesse jamais tenue et un apport en nature ne sont pas de l'argent reçu.",
    part=0.67,
)
erreur_type(
    "C8_1-rendement",
    "promesses_retirees",
    rendre(totaux - retires("promis")),
    "Vous avez retiré aussi les promesses : cet argent n'est jamais arrivé, Assourdine a payé à la place.",
    part=0.67,
)
erreur_type(
    "C8_1-rendement",
    "nature_retiree",
    rendre(totaux - retires("en nature")),
    "Vous avez retiré les apports en nature : leur valeur est estimée, elle n'a rien remboursé de ce qu'Assourdine a payé.",
    part=0.67,
)
erreur_type(
    "C8_1-rendement",
    "arrondi_au_dessus",
    rendre(totaux - verses, arrondir=np.ceil),
    "Vous avez arrondi les places à l'unité supérieure : on dépasserait la part de la capacité que l'on veut occuper.",
    part=0.85,
)
erreur_type(
    "C8_1-rendement",
    "sans_marge",
    rendre(totaux - verses, remplissage=1),
    "Vous remplissez toute la capacité : un jour où l'on vient mieux, des inscrits resteraient à la porte. Gardez la marge que dit l'énoncé.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C8_1-rendement" points=1
verifier(
    "C8_1-rendement",
    rendement,
    tableau(
        cle="evenement",
        cles=EVENEMENTS,
        colonnes={
            "cout_qualifie": nombre(unite="€", minimum=0, maximum=100_000),
            "presence": pourcentage(),
            "a_ouvrir": entier(unite="places", minimum=0, maximum=20_000),
        },
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Le prestataire de 2027
#
# ## Question 4 — Qui habillera le stand ?
#
# Cinq prestataires proposent les cloisons, l'enseigne et le comptoir (table `offres`). Le comité a réparti des points entre cinq critères (table `criteres`).
#
# - Note du prix, sur 5 : **5 × le prix le plus bas des cinq offres ÷ le prix de l'offre**. Les quatre autres notes sont dans la table ; au tableur, insérez celle-ci devant `delai`.
# - Note de l'offre : la moyenne des cinq notes, pondérée par les points du comité.
# - Politique RSE d'Assourdine : une offre notée **moins de 3** au critère `rse` est **écartée**, quelle que soit sa note ; à 3 tout juste, elle reste.
#
# Le comité signera avec la première qui est libre.
#
# **À rendre** (1 point) : `classement`, la liste des prestataires dont l'offre **n'est pas écartée**, de la meilleure note à la moins bonne, par exemple `["Plein Hall", "Scénovent"]`.

# %% role="solution" id="classement_offres"
# Une liste de noms, dans l'ordre.
classement = None
### BEGIN SOLUTION
poids = criteres.set_index("achat").iloc[0]
notes = offres.set_index("prestataire").assign(prix=lambda t: 5 * t["prix_ht"].min() / t["prix_ht"])[list(poids.index)]
ponderees = (notes * poids).sum(axis=1) / poids.sum()


def classer(valeurs, admis):
    """Les offres admises, de la plus grande valeur à la plus petite."""
    return list(valeurs[admis].sort_values(ascending=False).index)


admises = notes["rse"] >= SEUIL_RSE
classement = classer(ponderees, admises)
erreur_type(
    "C8_2-classement",
    "seuil_oublie",
    classer(ponderees, notes["rse"] >= 0),
    "Vous avez classé les cinq offres : le seuil de la politique RSE s'applique avant le classement, et une bonne note ne le rachète pas.",
    part=0.3,
)
erreur_type(
    "C8_2-classement",
    "seuil_ferme",
    classer(ponderees, notes["rse"] > SEUIL_RSE),
    "Vous avez écarté une offre notée juste au seuil : la politique n'écarte que ce qui est au-dessous.",
    part=0.5,
)
erreur_type(
    "C8_2-classement",
    "moyenne_simple",
    classer(notes.mean(axis=1), admises),
    "Vous avez classé d'après la moyenne simple des notes : le comité n'attache pas le même poids à chaque critère.",
    part=0.3,
)
erreur_type(
    "C8_2-classement",
    "prix_en_euros",
    classer((notes.assign(prix=offres.set_index("prestataire")["prix_ht"]) * poids).sum(axis=1), admises),
    "Vous avez pondéré le prix en euros : il écrase les quatre autres critères, et une offre chère y gagne. Changez-le d'abord en note sur 5.",
    part=0.3,
)
erreur_type(
    "C8_2-classement",
    "prix_seul",
    classer(notes["prix"], admises),
    "Vous avez classé d'après le prix : il n'est qu'un des cinq critères.",
    part=0.2,
)
### END SOLUTION

# %% role="tests" id="C8_2-classement" points=1
verifier(
    "C8_2-classement",
    classement,
    liste(de=choix("Cadrelune", "Ossature & Toile", "Plein Hall", "Scénovent", "Trame Neuve")),
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Préparer 2027
#
# ## Question 5 — Ce qu'il faut commencer, et quand
#
# Un **jour ouvré** va du lundi au vendredi, hors jours fériés (table `jours_feries` : code du travail, article L. 3133-1 ; Assourdine les chôme tous).
#
# Pour chaque tâche de la table `taches`, comptez en jours ouvrés à partir du `jour` de son événement :
#
# | Colonne | Contenu |
# | --- | --- |
# | `debut` | le jour où l'on commence : **`duree` + `avance` jours ouvrés avant** l'événement |
# | `situation` | nous sommes le **lundi 12 avril 2027** et rien n'est commencé : « en retard » si `debut` est passé, « cette semaine » du 12 au 16 avril compris, « plus tard » après |
#
# **À rendre** (1 point) : `departs`, un tableau de six lignes : `tache` (`T1` à `T6`), `debut` et `situation`.

# %% role="solution" id="departs_taches"
# Un tableau : tache, debut, situation.
departs = None
### BEGIN SOLUTION
a_faire = taches.set_index("tache")
recul = a_faire["duree"] + a_faire["avance"]
jours = a_faire["jour"].to_numpy().astype("datetime64[D]")
feries = jours_feries["date"].to_numpy().astype("datetime64[D]")


def situer(debuts):
    """Chaque tâche, son premier jour et sa situation au 12 avril."""
    debuts = pd.Series(pd.to_datetime(debuts), index=a_faire.index)
    semaine = np.where(debuts <= AUJOURD_HUI + pd.Timedelta(days=4), "cette semaine", "plus tard")
    situation = np.where(debuts < AUJOURD_HUI, "en retard", semaine)
    return pd.DataFrame({"debut": debuts, "situation": situation})


def en_ouvres(chomes=(), de_moins=0):
    """Le premier jour, en sautant ces jours chômés, et en reculant d'autant de jours de moins."""
    chomes = np.array(chomes, dtype="datetime64[D]")
    return np.busday_offset(jours, de_moins - recul, holidays=chomes)


departs = situer(en_ouvres(feries))
erreur_type(
    "C8_1-departs",
    "feries_oublies",
    situer(en_ouvres()),
    "Vous avez oublié les jours fériés : donnez leur liste en troisième argument de SERIE.JOUR.OUVRE, ou, en Python, au réglage « holidays ».",
    part=0.5,
)
erreur_type(
    "C8_1-departs",
    "jours_calendaires",
    situer(a_faire["jour"].to_numpy() - pd.to_timedelta(recul, unit="D").to_numpy()),
    "Vous avez reculé en jours du calendrier : personne ne travaille le samedi, le dimanche ni les jours fériés.",
)
erreur_type(
    "C8_1-departs",
    "jour_compte",
    situer(en_ouvres(feries, de_moins=1)),
    "Vous avez un jour de trop peu : le jour de l'événement ne se compte pas, le premier jour avant lui est la veille ouvrée.",
    part=0.5,
)
erreur_type(
    "C8_1-departs",
    "avance_oubliee",
    situer(np.busday_offset(jours, -a_faire["duree"], holidays=feries)),
    "Vous n'avez reculé que de la durée : la tâche doit être finie bien avant l'événement, et son avance s'ajoute.",
)
### END SOLUTION

# %% role="tests" id="C8_1-departs" points=1
verifier(
    "C8_1-departs",
    departs,
    tableau(
        cle="tache",
        cles=("T1", "T2", "T3", "T4", "T5", "T6"),
        colonnes={"debut": date(), "situation": choix("en retard", "cette semaine", "plus tard")},
    ),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Ce que la loi demande
#
# Lisez la table `projet`, sous cet énoncé : quelles obligations en découlent, et pour quel événement ? Le contrat de la question 4 est suivi à part.
#
# | `obligation` | Ce qu'elle demande | Texte |
# | --- | --- | --- |
# | `musique` | autorisation préalable (en pratique, celle de la SACEM ; en ligne, celle du producteur du disque aussi) pour diffuser en public, sur place ou en ligne, de la musique du commerce | code de la propriété intellectuelle, articles L. 122-2 et L. 122-4 (loi n° 92-597 du 1er juillet 1992) |
# | `image` | l'accord de toute personne reconnaissable avant de publier son image | code civil, article 9 (loi n° 70-643 du 17 juillet 1970), tel que les juges l'appliquent |
# | `prospection` | le consentement préalable d'un **particulier** avant de lui envoyer des offres par courriel | code des postes et des communications électroniques, article L. 34-5 (loi n° 2004-575 du 21 juin 2004) |
# | `site` | l'accessibilité numérique du site d'une **personne publique** (Assourdine n'y est pas tenue) | loi n° 2005-102 du 11 février 2005, article 47 ; décret n° 2019-768 du 24 juillet 2019 |
# | `vigilance` | se faire remettre l'attestation de vigilance du cocontractant, pour un contrat d'au moins **5 000 € HT** | code du travail, articles L. 8222-1, R. 8222-1 et D. 8222-5 |
#
# Ne sont pas demandées, parce qu'elles valent toujours : informer les inscrits de l'usage de leurs données (règlement (UE) 2016/679, article 13) ; pour le hall, l'accessibilité du lieu (code de la construction et de l'habitation, article L. 161-1).
#
# **À rendre** (2 points) : `obligations`, la liste des obligations qui s'appliquent, chacune suivie de son événement, par exemple `["musique salon", "image webinaire"]`. Une réponse de trop en annule une
# juste.

# %% role="readonly" id="le_projet"
pd.set_option("display.max_colwidth", None)  # chaque disposition s'affiche en entier
projet

# %% role="solution" id="obligations_du_projet"
# Une liste : l'obligation, puis son événement.
obligations = None
### BEGIN SOLUTION
# Les mots qui, dans une disposition, déclenchent l'obligation.
DECLENCHEURS = {
    "musique": "chansons|titres d'un album",
    "image": "que l'on reconnaît|qui posent une question",
    "prospection": "des particuliers",
    "site": "site de la",
    "vigilance": "€ ht\\.$",
}
minuscules = projet["texte"].str.lower().str.replace("€\u00a0ht", "€ ht")


def relever(evenements_lus=EVENEMENTS):
    """Les obligations que déclenchent les dispositions de ces événements."""
    trouvees = []
    for nom, mots in DECLENCHEURS.items():
        lignes = projet[minuscules.str.contains(mots)]
        trouvees += [f"{nom} {evenement.lower()}" for evenement in evenements_lus if evenement in set(lignes["evenement"])]
    return trouvees


obligations = relever()
SOUS_CONDITION = ["site salon", "site webinaire", "vigilance salon", "vigilance webinaire"]
erreur_type(
    "C8_3-obligations",
    "conditions_ignorees",
    obligations + [couple for couple in SOUS_CONDITION if couple not in obligations],
    "Vous avez ignoré une condition : tous les contrats n'atteignent pas 5 000 € hors taxes, et tous les sites ne sont pas ceux d'une personne publique. Relisez à qui chaque texte s'adresse.",
    part=0.5,
)
erreur_type(
    "C8_3-obligations",
    "salon_seul",
    relever(("Salon",)),
    "Vous n'avez rien relevé pour le webinaire : lui aussi diffuse, enregistre, inscrit et se sous-traite.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C8_3-obligations" points=2
verifier(
    "C8_3-obligations",
    obligations,
    choix(
        "musique salon",
        "musique webinaire",
        "image salon",
        "image webinaire",
        "prospection salon",
        "prospection webinaire",
        "site salon",
        "site webinaire",
        "vigilance salon",
        "vigilance webinaire",
        plusieurs=True,
    ),
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Le carbone d'un participant
#
# La table `emissions` donne, pour 2026, des quantités (trajets déjà comptés aller et retour) et un facteur en kg de CO2e par unité : quantité × facteur. *Facteurs du cas ; les vrais sont ceux de l'ADEME.* Le périmètre est **ce qu'Assourdine organise**. Le trajet des visiteurs, qui pèse souvent plus que tout le reste, est compté par l'organisateur du salon.
#
# Montrez, **en barres**, les émissions **par participant** (d'après votre question 2) de chaque poste, le salon et le webinaire **côte à côte**. Axes : le poste, les émissions en kg ; légende : « Salon », « Webinaire » ; le titre dit le périmètre (« hors trajet des visiteurs »), lequel des deux émet le plus par participant, et le poste le plus lourd de celui-là.
#
# **À rendre** (1 point) : le graphique, dessiné dans son formulaire ou par du code (`figure_carbone`).

# %% role="solution" id="graphique_carbone"
# Une figure matplotlib : par exemple figure_carbone, axes = plt.subplots()
figure_carbone = None
### BEGIN SOLUTION
emises = (emissions["quantite"] * emissions["facteur"]).groupby([emissions["poste"], emissions["evenement"]]).sum().unstack()
ordre = ["Déplacements", "Fret", "Hébergement et repas", "Supports", "Numérique"]
emises = emises.loc[ordre, list(EVENEMENTS)]


def tracer(valeurs):
    """Les barres des deux événements, côte à côte ; celui qui émet le plus donne le titre."""
    premier = valeurs.sum().idxmax()
    figure, cadre = plt.subplots(figsize=(9, 4.4), layout="constrained")
    places = np.arange(len(valeurs))
    for rang, (nom, couleur) in enumerate({"Salon": "#1f5f8b", "Webinaire": "#b8561f"}.items()):
        posees = cadre.bar(
            places + 0.4 * rang - 0.2, valeurs[nom], width=0.38, label=nom, color=couleur, hatch=["", "//"][rang], edgecolor="white"
        )
        cadre.bar_label(posees, labels=[f"{v:.2f}".replace(".", ",") for v in valeurs[nom]], padding=2)
    cadre.set_xticks(places, list(valeurs.index))
    cadre.set_title(
        f"Hors trajet des visiteurs, le {premier.lower()} émet le plus par participant,\nd'abord par le poste « {valeurs[premier].idxmax()} »",
        loc="left",
        fontweight="bold",
    )
    cadre.set_xlabel("poste d'émission")
    cadre.set_ylabel("émissions par participant (kg)")
    cadre.set_ylim(0, 1.15 * valeurs.max().max())
    cadre.legend(frameon=False)
    cadre.spines[["top", "right"]].set_visible(False)
    return figure


figure_carbone = tracer(emises / frequentation["participants"])
erreur_type(
    "C8_2-carbone",
    "totaux_traces",
    tracer(emises),
    "Vous avez tracé les émissions de tout l'événement : deux événements de tailles différentes se comparent par participant. Divisez par les participants de la question 2.",
    part=0.4,
)
erreur_type(
    "C8_2-carbone",
    "par_inscrit",
    tracer(emises / frequentation["inscrits"]),
    "Vous avez divisé par les inscrits : ceux qui ne sont pas venus ne sont pas des participants, et ceux qui se sont inscrits sur place en sont.",
    part=0.4,
)
for autre in {*plt.get_fignums()} - {figure_carbone.number}:  # celles des erreurs
    plt.close(autre)
### END SOLUTION

# %% role="tests" id="C8_2-carbone" points=1
verifier(
    "C8_2-carbone",
    figure_carbone,
    graphique(
        genre="barres",
        x="poste",
        y="émissions par participant",
        unite_y="kg",
        series=("Salon", "Webinaire"),
        disposition="côte à côte",
    ),
    tolerance=0.01,
    ecart=0.005,
)

# %% [markdown] role="readonly" id="etape4"
# ---
# # Étape 4 — Faire ou faire faire
#
# Voici **vos événements**.
#
# ## Question 8 — Le tableau de vos besoins
#
# Une ligne par besoin que l'on peut couvrir **soi-même ou par un prestataire** (captation, affiches, goûter…), **cinq à dix** lignes sans total, événements ensemble :
#
# | Colonne | Contenu |
# | --- | --- |
# | `besoin` | son nom, différent à chaque ligne |
# | `fixe_interne` | à le faire soi-même, ce qui se paie une fois, en €, au moins 1 : achat, heures de prise en main |
# | `par_usage_interne` | ce que coûte alors chaque usage, en € : consommables, temps de l'équipe |
# | `par_usage_externe` | le prix d'un prestataire pour un usage, en €, au moins 1 |
# | `usages` | les usages prévus en deux ans |
#
# Un prix que vous n'avez pas payé se prend dans un devis. Tous les montants sont hors taxes, ou tous TTC.
#
# **À rendre** (1 point) : `mes_besoins`, un tableau, par exemple
# `pd.DataFrame({"besoin": ["…", "…"], "fixe_interne": [815, 48], "par_usage_interne": [62.5, 0], "par_usage_externe": [290, 37], "usages": [5, 2]})`.

# %% role="solution" id="mes_besoins"
# Un tableau : besoin, fixe_interne, par_usage_interne, par_usage_externe, usages.
mes_besoins = None
### BEGIN SOLUTION
mes_besoins = pd.DataFrame(
    {
        "besoin": ["Captation", "Goûter", "Affiches", "Sonorisation de la salle", "Sous-titrage", "Boucle magnétique"],
        "fixe_interne": [1180, 64, 96, 1840, 52, 1390],
        "par_usage_interne": [120, 402.5, 132, 72, 412, 24],
        "par_usage_externe": [430, 394, 208, 260, 295, 185],
        "usages": [5, 4, 6, 4, 3, 4],
    }
)
### END SOLUTION

# %% role="tests" id="C8_2-mes_besoins" points=1
verifier(
    "C8_2-mes_besoins",
    mes_besoins,
    vos_donnees(
        tableau(
            cle="besoin",
            colonnes={
                "fixe_interne": nombre(unite="€", minimum=1, maximum=500_000),
                "par_usage_interne": nombre(unite="€", minimum=0, maximum=500_000),
                "par_usage_externe": nombre(unite="€", minimum=1, maximum=500_000),
                "usages": entier(minimum=1, maximum=1000),
            },
        ),
        lignes=(5, 10),
        varie=("fixe_interne", "par_usage_externe"),
        pas_de=(donnees, exemple_valeurs),
    ),
)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — Ce que coûte chaque voie
#
# D'après votre tableau, pour chaque besoin :
#
# - `interne` : `fixe_interne` + `usages` × `par_usage_interne`, en € ;
# - `externe` : `usages` × `par_usage_externe`, en €.
#
# **À rendre** (1 point) : `voies`, un tableau d'une ligne par besoin : `besoin`, `interne` et `externe`.

# %% role="solution" id="cout_des_voies"
# Un tableau : besoin, interne, externe.
voies = None
### BEGIN SOLUTION
par_besoin = mes_besoins.set_index("besoin")
voies = pd.DataFrame(
    {
        "interne": par_besoin["fixe_interne"] + par_besoin["usages"] * par_besoin["par_usage_interne"],
        "externe": par_besoin["usages"] * par_besoin["par_usage_externe"],
    }
)
erreur_type(
    "C8_2-voies",
    "fixe_oublie",
    voies.assign(interne=par_besoin["usages"] * par_besoin["par_usage_interne"]),
    "Vous avez oublié ce qui se paie une fois : acheter et apprendre coûtent aussi, quel que soit le nombre d'usages.",
    part=0.5,
)
erreur_type(
    "C8_2-voies",
    "fixe_repete",
    voies.assign(interne=par_besoin["usages"] * (par_besoin["fixe_interne"] + par_besoin["par_usage_interne"])),
    "Vous avez compté à chaque usage ce qui se paie une fois : multipliez par les usages le seul coût de chaque usage.",
    part=0.5,
)
erreur_type(
    "C8_2-voies",
    "un_seul_usage",
    pd.DataFrame({"interne": par_besoin["fixe_interne"] + par_besoin["par_usage_interne"], "externe": par_besoin["par_usage_externe"]}),
    "Vous avez chiffré un seul usage : un achat qui sert plusieurs fois paraît alors toujours trop cher. Comptez tous ceux que vous prévoyez.",
)
### END SOLUTION

# %% role="tests" id="C8_2-voies" points=1
verifier(
    "C8_2-voies",
    voies,
    tableau(
        cle="besoin",
        colonnes={
            "interne": nombre(unite="€", minimum=0, maximum=1e9),
            "externe": nombre(unite="€", minimum=0, maximum=1e9),
        },
    ),
    ecart=0.005,
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Le nombre d'usages qui renverse le choix
#
# D'après votre tableau, pour chaque besoin :
#
# - `bascule` : le nombre d'usages au-delà duquel le faire soi-même coûte moins, `fixe_interne` ÷ (`par_usage_externe` − `par_usage_interne`), **avec ses décimales** ; 0 si cette différence est nulle ou négative ;
# - `voie` : « interne » si vos usages dépassent une bascule qui n'est pas 0, « externe » sinon.
#
# **À rendre** (2 points) : `bascules`, un tableau d'une ligne par besoin : `besoin`, `bascule` et `voie`.

# %% role="solution" id="usages_qui_renversent"
# Un tableau : besoin, bascule, voie.
bascules = None
### BEGIN SOLUTION
def basculer(gain_par_usage):
    """Le nombre d'usages qui rattrape le fixe, et la voie qui en découle."""
    rattrape = gain_par_usage > 0
    usages = (par_besoin["fixe_interne"] / gain_par_usage.where(rattrape, 1)).where(rattrape, 0)
    return pd.DataFrame({"bascule": usages, "voie": np.where(rattrape & (par_besoin["usages"] > usages.round(9)), "interne", "externe")})


# Deux prix au centime, au quinzième chiffre près.
bascules = basculer((par_besoin["par_usage_externe"] - par_besoin["par_usage_interne"]).round(9))
erreur_type(
    "C8_2-bascules",
    "usage_interne_gratuit",
    basculer(par_besoin["par_usage_externe"]),
    "Vous avez divisé par le prix du prestataire : faire soi-même coûte aussi à chaque usage, en temps et en consommables. Divisez par ce que l'on y gagne.",
    part=0.4,
)
au_premier = par_besoin["fixe_interne"] + par_besoin["par_usage_interne"] < par_besoin["par_usage_externe"]
erreur_type(
    "C8_2-bascules",
    "choix_au_premier_usage",
    bascules.assign(voie=np.where(au_premier, "interne", "externe")),
    "Vous avez choisi d'après un seul usage : comparez la bascule au nombre d'usages que vous prévoyez.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C8_2-bascules" points=2
verifier(
    "C8_2-bascules",
    bascules,
    tableau(
        cle="besoin",
        colonnes={
            "bascule": nombre(minimum=0, maximum=1e15),
            "voie": choix("interne", "externe"),
        },
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Trois textes, un par compétence, forment votre **fiche « Event »**. Ils portent sur **vos** événements, avec leurs faits : dates, prestataires, montants, ratés compris. Ce qui vient d'Assourdine ne compte pas. Si quelque chose a manqué (aucun partenaire, une seule offre), dites ce que vous auriez fait, aussi précisément.
#
# **Vos preuves.** À la fin du fichier `documents` (écrit C), joignez une **preuve datée** par compétence, noms masqués : l'envoi de la feuille de route (C8.1), un devis ou un bon de commande du prestataire retenu (C8.2), l'envoi de la convocation (C8.3). Une attestation de l'employeur en tient lieu.
#
# ## Écrit A — La préparation
#
# *Environ 420 mots, tableaux compris · C8.1 · 30 points, avec la feuille de route.*
#
# Remettez **votre feuille de route** par le bouton sous l'écrit, sous le nom `feuille_de_route_event` (classeur ou PDF) : celle de l'un des deux événements, une ligne par tâche, avec la date, le responsable, le contact de ceux qui viennent de l'extérieur et ce qui prouve que c'est fait. Le jour même y est minuté, sur huit lignes au moins. (La preuve de son envoi va dans `documents`, écrit C.) Puis écrivez :
#
# 1. **Le contexte**, en deux lignes (l'organisation, sa mission, l'objectif de chaque événement), puis **le planning** des deux événements : un tableau placé avant l'inventaire, quatre étapes au moins par événement, dans l'ordre de leurs dates, chacune avec la date prévue et la date tenue (« à venir » si elle l'est).
# 2. **L'inventaire** des composants de chaque événement, rangés sous le nom de leur famille : lieu ou plateforme, technique, personnes, supports, accueil, accessibilité, sécurité. Une famille sans objet se dit, avec sa raison. Donnez le nombre (places, personnes, exemplaires, heures…) de trois composants au moins par événement.
# 3. **Les partenaires** : un tableau de deux lignes au moins, avec la qualité, la personne à joindre (nom ou fonction), ses coordonnées professionnelles (masquées s'il le faut), ce qui était convenu et ce qui a été tenu. S'il y en a eu moins de deux, ajoutez ceux que vous auriez sollicités : pour quoi, et quand.
# 4. **L'usage de la feuille de route** : deux personnes au moins (nom ou fonction) qui s'en sont servies ; une difficulté qu'elle a évitée, une qu'elle n'a pas évitée.

# %% [markdown] role="manual" id="C8_1-preparation" mots=420
# ### BEGIN SOLUTION
# **Repères pour le jury** (les faits viennent du candidat ou de la candidate). Ouvrir d'abord la feuille de route : la personne qui remplacerait l'auteur tiendrait-elle la journée avec elle ?
#
# Un exemple de contexte : *alternante dans une mutuelle de 90 salariés ; une matinée d'ateliers pour 80 adhérents (sur place) et un webinaire d'une heure pour 200 entreprises (en ligne), au premier semestre 2026.*
#
# | Étape | Événement | Prévue | Tenue |
# | :-- | :-- | :-- | :-- |
# | salle réservée | ateliers | 12 janvier | 12 janvier |
# | invitations parties | ateliers | 9 mars | 17 mars : fichier d'adhérents reçu en retard |
# | page d'inscription ouverte | webinaire | 20 avril | 20 avril |
# | répétition avec l'intervenante | webinaire | 2 juin | 4 juin |
#
# Inventaire complet : sept familles pour l'événement sur place ; en ligne, le lieu devient la plateforme, la sécurité celle des accès et des données, l'accessibilité le sous-titrage. Une famille dite sans objet, avec sa raison, est remplie.
#
# Partenaires : la qualité (« association de patients, loi de 1901 »), une personne et sa fonction, un moyen de la joindre, l'accord (montant ou nature) et ce qui a été tenu. Des coordonnées masquées à la demande de l'employeur ne pénalisent pas.
# D'un partenaire seulement envisagé, « ce qui était convenu » devient ce qui lui aurait été proposé, et « ce qui a été tenu », la date à laquelle il aurait été sollicité.
#
# Les preuves datées des trois compétences sont à la fin du fichier `documents`, sous l'écrit C.
# ### END SOLUTION

# %% role="readonly" id="C8_1-feuille_de_route"
livrable("C8_1-feuille_de_route", "feuille_de_route_event", formats=("xlsx", "ods", "pdf"))

# %% [markdown] role="grille" competence="C8.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — La sélection des ressources
#
# *Environ 400 mots, tableaux compris · C8.2 · 30 points.*
#
# 1. **Les besoins** que votre organisation ne couvrait pas, en tête de l'écrit : deux au moins par événement, chacun avec sa quantité, son échéance et ce qui manquait (matériel, savoir-faire, temps…).
# 2. **Vos critères de sélection** pour l'un de ces besoins : quatre au moins, chacun avec son poids ou son seuil, en chiffres, et ce que l'on relève pour l'appliquer (un prix, un délai, une pièce…). Un au moins vient d'un fait du besoin (une date, un nombre, un lieu, un public), un autre d'un usage de l'organisation (règle d'achat, charte, habitude).
# 3. **Interne ou externe ?** Pour l'un des besoins de votre tableau : ce que coûte chaque voie sur les usages prévus (question 9) ; le temps de l'équipe, en heures et en euros ; la bascule de la question 10, comparée aux usages prévus, et la voie choisie ; d'où viennent les montants de chaque voie (devis, relevé d'heures…) ; un fait à venir (un usage de moins, un départ…) et ce qu'il ferait du choix.
# 4. **Le choix final** pour le besoin du point 2 (ce peut être un autre que celui du point 3) : trois offres, ou deux et la raison de n'en avoir pas trois ; la note de chacune sur chaque critère ; leur note d'ensemble, que l'on peut refaire ; l'engagement RSE de votre organisation, **cité**, avec le document d'où il vient ; l'offre retenue, et celle qui l'aurait été sans cet engagement. À défaut d'engagement écrit, citez celui que vous avez proposé, et à qui.

# %% [markdown] role="manual" id="C8_2-ressources" mots=400
# ### BEGIN SOLUTION
# **Repères pour le jury.** Rapprocher l'écrit du tableau de la question 8 : mêmes besoins, mêmes montants. Sous ce tableau, les réponses 9 et 10 donnent le coût de chaque voie et la bascule de chaque besoin. Les notes d'ensemble se refont : somme des notes × poids, divisée par la somme des poids.
#
# Le rapprocher aussi des coûts d'Assourdine, qui sont, sur cette variante, ceux-ci [question 1] (Espace, Installation, Accueil, Déplacements, Communication, Personnel) et de la table `depenses` : un tableau qui reprend les dépenses
# ou les montants d'Assourdine vaut le niveau 1 au plus en C8.2-k3.
#
# Besoins : *sur place, un traiteur pour 80 personnes le 28 mars et une boucle magnétique ; en ligne, une plateforme de 250 places et un sous-titrage en direct d'une heure.*
#
# Critères : *prix sous 15 € par personne (règle d'achat : trois devis au-delà de 1 000 €) ; produits de saison à 60 % (charte) ; vaisselle reprise (charte) ; livraison à 8 h (besoin) ; poids 3, 3, 2, 2.*
#
# Interne ou externe : *caméra et micro, 1 150 € et 6 h de formation à 32 €, contre 420 € par captation ; à partir de quatre captations, l'achat l'emporte ; nous en prévoyons cinq en deux ans.* Le sens du choix n'est pas jugé :
# externaliser une captation rare, même un peu plus chère, peut se défendre si le temps manque. Si la bascule est 0, l'attendu est qu'aucun nombre d'usages ne rend l'interne moins cher.
#
# Choix final : un tableau de notes que l'on peut refaire ; la phrase de la politique RSE est citée et a départagé ou écarté quelqu'un. « Nous sommes sensibles à l'environnement » n'est pas un engagement.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C8.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Les démarches et les documents
#
# *Environ 320 mots, tableau compris · C8.3 · 26 points, avec les documents.*
#
# Remettez **vos documents**, en un seul PDF, par le bouton sous l'écrit, sous le nom `documents` : la **convocation** (ou l'invitation) de l'un des événements et le **brief** remis à l'équipe ou à un prestataire, tels qu'ils sont partis, action attendue comprise, puis vos preuves. Puis
# écrivez :
#
# 1. **Qui a reçu quoi** : un tableau, une ligne par acteur (équipe, prestataires, participants…), trois au moins par événement, avec le document, sa date d'envoi et l'action attendue de lui, avec son heure ou son échéance ; puis une ligne par **démarche** (déclaration, autorisation, assurance…), avec son destinataire, sa date et sa suite. Si aucune n'était due, dites pourquoi.
# 2. **Le fond** de ces deux documents : citez un passage qui **cadre** (quoi, où, quand), un passage qui **encadre** (une règle de sécurité, d'usage ou de loi, et le texte d'où elle vient : loi, règlement, consigne du lieu…) et un passage qui **fédère** (pourquoi nous le faisons, ou la place de chacun).
# 3. **La forme** : deux usages de votre organisation (charte, modèle, référence, numéro de version…) et où ils se voient dans les deux documents ; le mode d'envoi de chacun, et pourquoi celui-là ; qui l'a relu ou validé ; une différence entre le document interne et le document externe, avec sa raison ; une correction demandée, et ce qu'elle a changé.

# %% [markdown] role="manual" id="C8_3-documents" mots=320
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord le PDF, et lire la convocation comme celui qui la reçoit : sait-il où aller, quand, avec quoi, qui appeler ? Les trois preuves datées sont à la fin du PDF.
#
# | Acteur | Document | Parti le | Par | Attendu de lui |
# | :-- | :-- | :-- | :-- | :-- |
# | équipe d'accueil, 6 personnes | brief, version 3 | 20 mars | réunion, puis intranet | tenir un poste, connaître l'évacuation |
# | traiteur | bon de commande et brief | 6 mars | courriel avec accusé | 8 h, allergènes affichés |
# | intervenante du webinaire | convocation | 18 mai | courriel, relance par téléphone | essai de micro le 2 juin |
# | adhérents | invitation | 9 mars | courriel et courrier | répondre avant le 20 mars |
# | assureur | demande d'extension du contrat | 2 mars | espace en ligne | attestation pour la salle louée |
#
# Démarches : celles que l'événement appelait (assurance, SACEM, accord d'utiliser une salle ou un lieu public), ou la raison de n'en avoir aucune. Le texte officiel les demande parmi ce que la fiche présente.
#
# Cadrer : *« Rendez-vous salle Émile-Gallé, 8 h 15, entrée de plain-pied côté cour. »* Encadrer : *« Aucune photographie de participant sans son accord écrit (code civil, article 9). »* Fédérer : *« Chaque atelier est tenu par un adhérent et un conseiller : c'est leur matinée
# autant que la nôtre. »* Une obligation dont le texte est faux ou inventé ne vaut pas un passage qui encadre.
#
# Forme : modèle du service, référence et numéro de version, relecture nommée ; l'externe passe par la direction, l'interne non ; une correction précise (« logo trop petit », « heure de fin oubliée »).
# ### END SOLUTION

# %% role="readonly" id="C8_3-pieces"
livrable("C8_3-pieces", "documents", formats=("pdf",))

# %% [markdown] role="grille" competence="C8.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence, d'après **vos propres événements**. Elle n'entre pas dans la note ; vous la commenterez au grand oral, notebook à l'écran.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C8.1", "C8.2", "C8.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque, réponses, écrits et fichiers. Une question sans réponse ne bloque rien : elle vaut zéro.
# 3. Les fichiers `feuille_de_route_event` et `documents` sont dans le dossier du notebook.
# 4. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
