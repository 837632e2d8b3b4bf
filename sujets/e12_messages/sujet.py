# Épreuve 12 — Projet de communication (2) : messages et supports (C11.2 à C11.5).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 12 — Projet de communication (2) : messages et supports
#
# **Rapport de compétences** · travail écrit **individuel** · **3 h 30** devant ce notebook · soutenu ensuite au grand oral (10 min, puis 15 min d'échange) · compétences C11.2, C11.3, C11.4 et C11.5
#
# **100 points** : 14 pour dix réponses, que la machine corrige, et 86 pour quatre écrits et deux fichiers, que le jury juge.
#
# Le projet de communication est **le vôtre** : une campagne à 360° menée là où vous travaillez ou avez travaillé. Cette épreuve, la deuxième des quatre qu'il traverse (9, 12, 15 et 16), en demande **les messages et les supports**.
#
# | Ce que vous faites | Quand | Points |
# | --- | --- | --- |
# | **Un échauffement** d'une heure et quart, lecture comprise, sur un cas fictif, Thymarelle (questions 1 à 7) | en une fois, ici | 10 |
# | **Votre campagne**, avant et après, dans un tableau qui est le vôtre (questions 8 à 10) | relevée d'avance ; 20 minutes ici | 4 |
# | **Quatre écrits** sur votre projet, et un support d'aide à la vente | préparés pendant des semaines ; 1 h 55 ici pour les mettre au net | 86 |
#
# Vos documents sont autorisés. Vous pouvez changer les noms, non les chiffres.
#
# ## Le cas : Thymarelle
#
# *Uzès (Gard), lundi 26 avril 2027.*
#
# **Thymarelle** fabrique des cosmétiques naturels : 34 personnes, 4,6 millions d'euros HT de chiffre d'affaires en 2026, deux boutiques (Uzès et Nîmes), un site marchand, 180 pharmacies dépositaires. Depuis le mardi 16 mars, elle vend
# **« Second Flacon »**, quatre produits (gel douche, shampooing, lait corps, savon mains) dans un flacon à pompe en verre recyclé que l'on garde et que l'on remplit avec une recharge. L'entreprise est fictive.
#
# > **Ce qui est déjà décidé**
# >
# > - Campagne du 1er mars au 30 juin 2027, 90 000 € HT. Au 30 juin : 6 000 flacons vendus, 120 pharmacies qui référencent la gamme.
# > - Cible : les 28 à 45 ans du Gard et de l'Hérault qui achètent déjà des cosmétiques naturels ; puis les pharmacies.
# > - Le récit : *à Uzès, la grand-mère de la fondatrice portait toujours la même fiole à remplir chez le pharmacien ; on garde ce qui est beau, on remplit ce qui sert.* Ton : simple, concret, jamais moralisateur.
#
# Vous êtes **chargé·e de marketing et communication**. Mathilde Fabrègues, directrice marketing et communication, vous confie la deuxième vague :
#
# > « Jeudi, Hugo Castanier, à la fabrication, met nos textes en page : lesquels partent, et que n'a-t-on pas le droit d'écrire ? Rémi Cazalis, au contrôle de gestion, veut savoir quel levier mérite son budget. Sommes-nous plus visibles ? Nos pages sont-elles plus légères ? Et Nadia Belkhir, aux ventes en pharmacie,
# > demande si son kit fait vendre. »

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal.
# - **Vérification.** Le formulaire dit comment il a lu votre réponse et ce qui ne va pas dans sa *forme*, jamais sa valeur.
# - **Précision.** Gardez tous les chiffres dans les calculs. Si vous recopiez un résultat, gardez au moins trois chiffres significatifs. Un nombre se tape « 14,7 » (dans du code, `14.7`, **sans son unité**). Un pourcentage se donne en pour cent (`62.4`).
# - **Une erreur ne compte qu'une fois** : une suite juste compte tenu de votre réponse précédente est acquise.
# - **Noms réservés dans du code.** N'appelez aucun résultat `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou `graphique`.
#
# **Les données du cas vous sont propres** : elles diffèrent d'une copie à l'autre.
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans le dossier `donnees/`, en fichiers CSV. Une valeur recopiée vaut autant. Dans ces formules, les mots en minuscules sont vos plages.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | la longueur d'un texte | `=NBCAR(C2)` |
# | ses mots ; ses phrases | `=NBCAR(C2)-NBCAR(SUBSTITUE(C2;" ";""))+1` ; `=NBCAR(C2)-NBCAR(SUBSTITUE(C2;".";""))` |
# | additionner sous conditions | `=SOMME.SI.ENS(clics;leviers;"Recherche, marque";semaines;">="&DATE(2027;3;15))` |
# | compter sous conditions | `=NB.SI.ENS(referencees;"oui";kits;"installé")` |
# | chercher le taux d'une position, 0 si elle n'y est pas | `=SIERREUR(RECHERCHEV(D2;courbe;2;FAUX);0)` |
# | une somme de produits | `=SOMMEPROD(volumes;taux)` |
# | ramener des ko à des Mo | `=SI(unite="ko";poids/1000;poids)` |
#
# Dans du code, une réponse trouvée au tableur s'écrit :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | une règle par allégation | `{"A1": "permise", "A2": "équité"}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 15 min | |
# | Étape 1. Ce que l'on écrit | 1 et 2 | 18 min | 2 |
# | Étape 2. Ce que la première vague a donné | 3 à 5 | 24 min | 4 |
# | Étape 3. Les pages et le kit | 6 et 7 | 18 min | 4 |
# | Étape 4. Votre campagne | 8 à 10 | 20 min | 4 |
# | Écrits et fichiers | A à D | 115 min | 86 |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e12_messages")

LEVIERS = ("Instagram, vidéos", "Instagram, carrousels", "Recherche, marque", "Recherche, produits")
FAMILLES = ("gel douche", "shampooing", "lait corps", "savon mains")
PAGES = ("Accueil de la gamme", "Gel douche", "Shampooing", "Trouver une pharmacie")
KITS = ("installé", "reçu, non installé", "non reçu")
LANCEMENT = pd.Timestamp("2027-03-15")  # lundi de la semaine du lancement
GRAMMES_PAR_MO = 0.3  # convention du cas
POIDS_TENU, POIDS_MAXIMAL = 1.2, 2  # Mo par visite
CPA_BAS, CPA_HAUT = 40, 65  # euros HT par nouveau client

# %% role="readonly" id="tables"
canaux, messages, allegations = donnees["canaux"], donnees["messages"], donnees["allegations"]
annonces, courbe, requetes = donnees["annonces"], donnees["courbe"], donnees["requetes"]
pages, offres, pharmacies = donnees["pages"], donnees["offres"], donnees["pharmacies"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une fromagerie relit une annonce, puis mesure deux requêtes.

# %% role="readonly" id="exemple"
# 1. Longueur, blancs compris ; mots (un blanc de moins que de mots) par phrase (une par point).
exemple_texte = "La tomme est affinée. Venez la goûter samedi matin."
exemple_mots = exemple_texte.count(" ") + 1
print("Caractères :", len(exemple_texte), "· mots par phrase :", exemple_mots / exemple_texte.count("."))

# 2. La part des clics possibles : 300 recherches en position 2 (15 %), 900 hors des dix premières (0 %).
exemple_recherches = pd.DataFrame({"volume": [300, 900], "taux": [15.0, 0.0]})
exemple_clics = (exemple_recherches["volume"] * exemple_recherches["taux"]).sum()
print("Indice :", exemple_clics / exemple_recherches["volume"].sum(), "%")

# 3. Une réponse de forme « tableau », trouvée dans un tableur et recopiée : une liste par colonne.
exemple_recopie = pd.DataFrame({"fromage": ["tomme", "bleu"], "ventes": [212, 95], "avis": ["garder", "réduire"]})
exemple_recopie

# %% role="readonly" id="exemple_graphique"
# Des barres qui se lisent seules : les axes nommés, avec l'unité, et un titre qui énonce le résultat.
exemple_ventes = pd.DataFrame({"fromage": ["tomme", "bleu", "chèvre"], "marge": [4.2, 2.9, 3.4]})
exemple_figure, exemple_axes = plt.subplots(figsize=(6.5, 3.4), layout="constrained")
exemple_axes.bar(exemple_ventes["fromage"], exemple_ventes["marge"], color="#3b6e8f")
exemple_axes.set_title("La tomme laisse la plus forte marge à la pièce")
exemple_axes.set_xlabel("fromage")
exemple_axes.set_ylabel("marge par pièce (€)")
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Ce que l'on écrit
#
# ## Question 1 — Les textes qui partent
#
# La table `canaux` dit ce que chaque canal admet : une longueur et une moyenne de mots par phrase à ne pas dépasser (à égalité, le texte passe), et **un seul** appel à l'action. Les appels de chaque projet sont à part, dans la colonne `appels`. Ces tables s'affichent ci-dessous.
#
# | Colonne | Contenu |
# | --- | --- |
# | `longueur` | caractères du `texte`, blancs et points compris (sans unité) |
# | `mots_phrase` | mots du texte ÷ phrases (un mot de plus que de blancs ; une phrase par point) |
# | `verdict` | « bon », « trop long », « phrases » (trop de mots par phrase) ou « appels » (aucun appel, ou plus d'un) ; aucun projet n'a deux défauts |
#
# **À rendre** (1 point) : `controle`, un tableau de six lignes : `message` (`M1` à `M6`), `longueur`, `mots_phrase` et `verdict`.

# %% role="readonly" id="les_canaux"
canaux

# %% role="readonly" id="les_messages"
pd.set_option("display.max_colwidth", None)  # chaque phrase s'affiche en entier
messages

# %% role="solution" id="controle_des_messages"
# Un tableau : message, longueur, mots_phrase, verdict.
controle = None
### BEGIN SOLUTION
projets = messages.merge(canaux, on="canal", suffixes=("", "_admis")).set_index("message").loc[list(messages["message"])]
appels_places = projets["appels"].str.count("/") + (projets["appels"] != "aucun")
points_du_texte = projets["texte"].str.count(r"\.")


def relire(longueurs, mots):
    """Longueur, mots par phrase et verdict de chaque projet."""
    par_phrase = mots / points_du_texte
    avis = pd.Series("bon", index=projets.index)
    avis[appels_places != projets["appels_admis"]] = "appels"
    avis[par_phrase > projets["mots_par_phrase"]] = "phrases"
    avis[longueurs > projets["caracteres"]] = "trop long"
    return pd.DataFrame({"longueur": longueurs, "mots_phrase": par_phrase, "verdict": avis})


longueurs_lues, blancs = projets["texte"].str.len(), projets["texte"].str.count(" ")
controle = relire(longueurs_lues, blancs + 1)
erreur_type(
    "C11_2-controle",
    "sans_les_blancs",
    relire(longueurs_lues - blancs, blancs + 1),
    "Vous avez compté les caractères sans les blancs : un blanc occupe sa place à l'écran et sur le papier.",
    part=0.5,
)
erreur_type(
    "C11_2-controle",
    "blancs_pour_mots",
    relire(longueurs_lues, blancs),
    "Vous avez compté les blancs et non les mots : il y a un mot de plus que de blancs.",
    part=0.7,
)
### END SOLUTION

# %% role="tests" id="C11_2-controle" points=1
verifier(
    "C11_2-controle",
    controle,
    tableau(
        cle="message",
        cles=("M1", "M2", "M3", "M4", "M5", "M6"),
        colonnes={
            "longueur": entier(minimum=1, maximum=2000),
            "mots_phrase": nombre(minimum=0, maximum=100),
            "verdict": choix("bon", "trop long", "phrases", "appels"),
        },
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Ce que l'on a le droit d'écrire
#
# Les sept allégations de la table `allegations` sont affichées ci-dessous, avec **tout** ce que contient le dossier. Pour chacune, donnez la **première** règle de ce tableau qu'elle enfreint ; à défaut, « permise ».
#
# | Réponse | Ce que la règle interdit | Texte |
# | --- | --- | --- |
# | `environnement` | faire figurer sur un produit ou son emballage : « biodégradable », « respectueux de l'environnement » ou une mention équivalente, quoi que contienne le dossier (aucun produit n'y a d'excellente performance environnementale reconnue) | code de l'environnement, article L. 541-9-1 (loi n° 2020-105 du 10 février 2020) |
# | `carbone` | en publicité : dire un produit « neutre en carbone », ou une formule qui dit la même chose, sans mettre à la disposition du public le bilan de ses émissions et la démarche qui les réduit | même code, article L. 229-68 (loi n° 2021-1104 du 22 août 2021) |
# | `conformité` | dire le produit approuvé par une autorité, ou présenter comme propre à la marque le simple respect de la loi (elle interdit déjà les essais sur l'animal : règlement (CE) n° 1223/2009, article 18) | règlement (UE) n° 655/2013 du 10 juillet 2013, critère 1 |
# | `équité` | dénigrer la concurrence, ou un ingrédient employé légalement | même règlement, critère 5 |
# | `preuves` | affirmer ce que le dossier ne prouve pas, ou plus qu'il ne prouve | même règlement, critères 2 à 4 (véracité, éléments probants, sincérité) |
#
# Une donnée chiffrée (verre recyclé, plastique évité), juste ou non, ne relève pas de la première règle, mais de `preuves` si le dossier la dément.
#
# *Règles du cas : les textes de ce tableau ; la directive (UE) 2024/825 n'y change aucune réponse.*
#
# **À rendre** (1 point) : `regles`, la règle de chaque allégation, par exemple `{"A1": "permise", "A2": "équité", …}`.

# %% role="readonly" id="les_allegations"
allegations

# %% role="solution" id="regles_des_allegations"
# Une valeur par allégation : {"A1": "…", …}
regles = None
### BEGIN SOLUTION
dites = allegations.set_index("code")
# Ce que l'allégation chiffre doit se retrouver dans le dossier, avec son unité.
chiffre = dites["allegation"].str.extract(r"(\d+(?:,\d+)? (?:%|heures|volontaires|familles|remplissages))")[0]
prouvee = pd.Series(
    [
        "aucun essai" not in dossier and (pd.isna(dit) or dit in dossier)
        for dit, dossier in zip(chiffre, dites["dossier"], strict=True)
    ],
    index=dites.index,
)
MOTS_INTERDITS = {
    "équité": "poison|Fuyez",
    "conformité": "approuvé par|jamais testé sur les animaux",
    "carbone": "neutre en carbone|zéro carbone",
    "environnement": "biodégradable|respectueux de l'environnement|Bon pour la planète",
}


def juger(preuves_lues, mots_interdits):
    """La première règle enfreinte par chaque allégation."""
    jugees = pd.Series("permise", index=dites.index)
    jugees[~preuves_lues] = "preuves"
    for regle, mots in mots_interdits.items():
        jugees[dites["allegation"].str.contains(mots)] = regle
    return jugees


regles = juger(prouvee, MOTS_INTERDITS)
erreur_type(
    "C11_2-regles",
    "preuves_seules",
    juger(prouvee, {}),
    "Vous n'avez regardé que les preuves : des mots sont interdits quoi que contienne le dossier, selon ce qu'ils disent et où on les écrit.",
    part=0.3,
)
erreur_type(
    "C11_2-regles",
    "dossier_non_lu",
    juger(prouvee | True, MOTS_INTERDITS),
    "Vous n'avez pas confronté les allégations au dossier : comparez chaque chiffre à ce qui a été mesuré.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C11_2-regles" points=1
verifier(
    "C11_2-regles",
    regles,
    serie(
        cle="code",
        valeurs=choix("permise", "environnement", "carbone", "conformité", "équité", "preuves"),
        cles=("A1", "A2", "A3", "A4", "A5", "A6", "A7"),
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Ce que la première vague a donné
#
# ## Question 3 — Les leviers payants
#
# La table `annonces` suit quatre leviers payants, hors taxes. Ôtez la **semaine du 8 mars**, un essai d'avant la mise en vente ; gardez les six semaines du 15 mars au 25 avril. Chaque rapport se fait sur les **totaux** de ces six semaines :
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `cpa` | coût d'acquisition : dépense ÷ **nouveaux clients**, que la campagne cherche à gagner | € HT |
# | `decision` | « renforcer » si le CPA est d'au plus **40 €**, « réduire » s'il dépasse **65 €**, « garder » entre les deux (65 € compris) | |
#
# *Convention du cas :* le seuil de 65 € est la marge qu'un nouveau client laisse en deux ans.
#
# **À rendre** (1 point) : `leviers`, un tableau de quatre lignes : `levier`, `cpa` et `decision`.

# %% role="solution" id="leviers_payants"
# Un tableau : levier, cpa, decision.
leviers = None
### BEGIN SOLUTION
campagne = annonces[annonces["semaine"] >= LANCEMENT]


def decider(cpa):
    """Le tableau demandé, dans l'ordre de l'énoncé : la décision suit du CPA."""
    lus = cpa.loc[list(LEVIERS)]
    return pd.DataFrame({"cpa": lus, "decision": ["renforcer" if c <= CPA_BAS else "garder" if c <= CPA_HAUT else "réduire" for c in lus]})


def mesurer(lignes, acquis="nouveaux_clients"):
    """CPA et décision de chaque levier."""
    sommes = lignes.groupby("levier")[["clics", "commandes", "nouveaux_clients", "depense"]].sum()
    return decider(sommes["depense"] / sommes[acquis])


leviers = mesurer(campagne)
erreur_type(
    "C11_3-leviers",
    "toutes_les_commandes",
    mesurer(campagne, "commandes"),
    "Vous avez divisé par toutes les commandes : un client que Thymarelle avait déjà n'est pas acquis par l'annonce.",
    part=0.5,
)
erreur_type(
    "C11_3-leviers",
    "clics_pour_clients",
    mesurer(campagne, "clics"),
    "Votre CPA est un coût par clic : qui clique n'a encore rien acheté.",
    part=0.3,
)
erreur_type(
    "C11_3-leviers",
    "essai_compte",
    mesurer(annonces),
    "Vous avez compté la semaine d'essai : la gamme n'était pas encore en vente.",
    part=0.5,
)
hebdomadaires = campagne["depense"] / campagne["nouveaux_clients"]
erreur_type(
    "C11_3-leviers",
    "moyenne_des_semaines",
    decider(hebdomadaires.groupby(campagne["levier"]).mean()),
    "Vous avez fait la moyenne des rapports de chaque semaine : un rapport de totaux donne à chaque semaine son poids.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C11_3-leviers" points=1
verifier(
    "C11_3-leviers",
    leviers,
    tableau(
        cle="levier",
        cles=("Instagram, vidéos", "Instagram, carrousels", "Recherche, marque", "Recherche, produits"),
        colonnes={
            "cpa": nombre(unite="€", minimum=0, maximum=10_000),
            "decision": choix("renforcer", "garder", "réduire"),
        },
    ),
)

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — Plus visibles ?
#
# Quelles familles de requêtes ont gagné dans les résultats gratuits ? Donnez à chaque requête de `requetes` le taux de clic de sa position (table `courbe`, convention du cas) : **0 %** au-delà de la dixième position, et si
# la position est vide. Puis, par famille :
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `avant`, `apres` | indice de visibilité en février, en avril : somme des (volume × taux) ÷ somme des volumes de **toutes** les requêtes de la famille | % |
#
# **À rendre** (2 points) : `visibilite`, un tableau de quatre lignes : `famille`, `avant` et `apres`.

# %% role="solution" id="visibilite_des_familles"
# Un tableau : famille, avant, apres.
visibilite = None
### BEGIN SOLUTION
taux_du_rang = courbe.set_index("position")["taux"]
cliques = pd.DataFrame(
    {moment: requetes[f"position_{moment}"].map(taux_du_rang).astype(float).fillna(0) for moment in ("avant", "apres")}
)
familles, volumes = requetes["famille"], requetes["volume"]


def par_famille(valeurs):
    """Le total de chaque famille, dans l'ordre de l'énoncé."""
    return valeurs.groupby(familles).sum().loc[list(FAMILLES)]


visibilite = par_famille(cliques.mul(volumes, axis=0)).div(par_famille(volumes), axis=0)
erreur_type(
    "C11_3-visibilite",
    "sans_volume",
    cliques.groupby(familles).mean().loc[list(FAMILLES)],
    "Vous avez fait la moyenne des taux : une requête très demandée compte plus qu'une requête rare.",
    part=0.25,
)
positions = requetes[["position_avant", "position_apres"]].astype(float).groupby(familles).mean().loc[list(FAMILLES)]
erreur_type(
    "C11_3-visibilite",
    "position_moyenne",
    positions.set_axis(["avant", "apres"], axis=1),
    "Vous avez donné des positions moyennes : elles oublient les requêtes absentes et ne disent rien des clics.",
    part=0.1,
)


def indices(lues):
    """Les indices de février et d'avril, rapportés aux seules requêtes lues à chaque moment."""
    retenus = {moment: par_famille(cliques[moment] * volumes * lue) / par_famille(volumes * lue) for moment, lue in lues.items()}
    return pd.DataFrame(retenus).fillna(0)


placees = {moment: requetes[f"position_{moment}"].notna() for moment in ("avant", "apres")}
parmi_dix = {moment: requetes[f"position_{moment}"].isin(courbe["position"]) for moment in ("avant", "apres")}
erreur_type(
    "C11_3-visibilite",
    "absentes_ignorees",
    indices(placees),
    "Vous avez ôté les requêtes sans position : ces recherches se font quand même, et Thymarelle n'y est pas.",
    part=0.4,
)
erreur_type(
    "C11_3-visibilite",
    "hors_dix_otees",
    indices(parmi_dix),
    "Vous avez ôté du total les requêtes placées au-delà de la dixième position : leur taux est nul, leur volume compte.",
    part=0.4,
)
lignes_jointes, lignes_pleines = parmi_dix["avant"] & parmi_dix["apres"], placees["avant"] & placees["apres"]
erreur_type(
    "C11_3-visibilite",
    "lignes_perdues",
    indices({"avant": lignes_jointes, "apres": lignes_jointes}),
    "Votre rapprochement avec la courbe a perdu des lignes : une requête hors des dix premières, en février ou en avril, reste dans la table, au taux de 0 %.",
    part=0.25,
)
erreur_type(
    "C11_3-visibilite",
    "vides_otes",
    indices({"avant": lignes_pleines, "apres": lignes_pleines}),
    "Vous avez ôté les lignes où une position manque : une requête absente en février et placée en avril est justement un gain.",
    part=0.25,
)
dernier_taux = courbe["taux"].iloc[-1]
approches = pd.DataFrame({moment: cliques[moment].mask(placees[moment] & ~parmi_dix[moment], dernier_taux) for moment in cliques})
erreur_type(
    "C11_3-visibilite",
    "dixieme_prolongee",
    par_famille(approches.mul(volumes, axis=0)).div(par_famille(volumes), axis=0),
    "Vous avez donné le taux de la dixième position à celles d'après (au tableur, RECHERCHEV sans FAUX fait de même) : au-delà, il est nul.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C11_3-visibilite" points=2
verifier(
    "C11_3-visibilite",
    visibilite,
    tableau(
        cle="famille",
        cles=("gel douche", "shampooing", "lait corps", "savon mains"),
        colonnes={
            "avant": pourcentage(echelle="pourcent"),
            "apres": pourcentage(echelle="pourcent"),
        },
    ),
    ecart=0.005,
)

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Le graphique de la réunion
#
# D'après votre question 3, montrez à Rémi ce que coûte un nouveau client : des **barres**, une par levier, les deux axes nommés (« levier », « coût d'acquisition (€) »), et un titre qui dit quel levier le gagne au moindre coût.
#
# **À rendre** (1 point) : le graphique, dessiné dans son formulaire ou par du code (`figure_leviers`).

# %% role="solution" id="graphique_leviers"
# Une figure matplotlib : par exemple figure_leviers, axes = plt.subplots()
figure_leviers = None
### BEGIN SOLUTION
couts = leviers["cpa"].sort_values()
figure_leviers, repere = plt.subplots(figsize=(9, 4.4), layout="constrained")
barres = repere.bar(couts.index, couts, color=["#b8561f"] + ["#1f5f8b"] * (len(couts) - 1))
repere.bar_label(barres, labels=[f"{cout:.0f} €" for cout in couts])
repere.set_title(f"« {couts.index[0]} » gagne un nouveau client au moindre coût : {couts.iloc[0]:.0f} €", loc="left", fontweight="bold")
repere.set_xlabel("levier")
repere.set_ylabel("coût d'acquisition (€)")
repere.margins(y=0.12)
repere.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C11_3-figure_leviers" points=1
verifier(
    "C11_3-figure_leviers",
    figure_leviers,
    graphique("barres", x="levier", y="coût d'acquisition", unite_y="€"),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Les pages et le kit
#
# ## Question 6 — Des pages plus légères
#
# Quatre pages d'arrivée ont été refaites. L'outil de mesure écrit leur poids en ko ou en Mo (1 Mo = 1 000 ko) ; *convention du cas* : **0,3 g de CO2e par Mo** chargé, à chaque visite (autre méthode que l'EcoIndex).
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `poids` | poids d'une visite **après** la refonte | Mo |
# | `evite` | CO2e évité en un mois : (Mo avant − Mo après) × 0,3 g × les visites **d'après**, ÷ 1 000 (négatif si la page a grossi) | kg |
# | `budget` | « tenu » si ce poids est d'au plus **1,2 Mo**, « à alléger » jusqu'à **2 Mo** compris, « à refaire » au-delà | |
#
# **À rendre** (2 points) : `sobriete`, un tableau de quatre lignes : `page`, `poids`, `evite` et `budget`.

# %% role="solution" id="sobriete_des_pages"
# Un tableau : page, poids, evite, budget.
sobriete = None
### BEGIN SOLUTION


def peser(ko_par_mo=1000, mois_d_avant="après", mois_d_apres="après"):
    """CO2e évité en un mois et budget de poids de chaque page."""
    poids_mo = pages["poids"].where(pages["unite"] == "Mo", pages["poids"] / ko_par_mo)
    large = pages.assign(poids=poids_mo).pivot(index="page", columns="version", values=["poids", "visites"]).loc[list(PAGES)]
    poids, visites = large["poids"], large["visites"]
    evites = GRAMMES_PAR_MO * (poids["avant"] * visites[mois_d_avant] - poids["après"] * visites[mois_d_apres]) / 1000
    return pd.DataFrame(
        {
            "poids": poids["après"],
            "evite": evites,
            "budget": ["tenu" if mo <= POIDS_TENU else "à alléger" if mo <= POIDS_MAXIMAL else "à refaire" for mo in poids["après"]],
        }
    )


sobriete = peser()
erreur_type(
    "C11_4-sobriete",
    "unite_oubliee",
    peser(ko_par_mo=1),
    "Vous avez lu des ko comme des Mo : regardez la colonne « unite ».",
    part=0.3,
)
erreur_type(
    "C11_4-sobriete",
    "trafic_inegal",
    peser(mois_d_avant="avant"),
    "Vous avez comparé deux mois dont le nombre de visites diffère : la campagne a fait venir du monde, ce n'est pas la page qui a changé.",
    part=0.6,
)
erreur_type(
    "C11_4-sobriete",
    "visites_d_avant",
    peser(mois_d_avant="avant", mois_d_apres="avant"),
    "Vous avez multiplié par les visites d'avant la refonte : l'énoncé prend celles d'après, aux deux termes.",
    part=0.5,
)
visites_apres = pages[pages["version"] == "après"].set_index("page")["visites"].loc[list(PAGES)]
erreur_type(
    "C11_4-sobriete",
    "une_visite",
    sobriete.assign(evite=1000 * sobriete["evite"] / visites_apres),
    "Votre CO2e évité est celui d'une seule visite, en grammes : multipliez-le par les visites d'après, et donnez-le en kilogrammes.",
    part=0.5,
)
erreur_type(
    "C11_4-sobriete",
    "ko_de_1024",
    peser(ko_par_mo=1024),
    "Vous avez compté 1 024 ko par Mo : l'énoncé en compte 1 000.",
    part=0.67,
)
erreur_type(
    "C11_4-sobriete",
    "en_grammes",
    sobriete.assign(evite=1000 * sobriete["evite"]),
    "Votre CO2e évité est en grammes : donnez-le en kilogrammes.",
    part=0.7,
)
### END SOLUTION

# %% role="tests" id="C11_4-sobriete" points=2
verifier(
    "C11_4-sobriete",
    sobriete,
    tableau(
        cle="page",
        cles=("Accueil de la gamme", "Gel douche", "Shampooing", "Trouver une pharmacie"),
        colonnes={
            "poids": nombre(unite="Mo", minimum=0, maximum=100_000),
            "evite": nombre(unite="kg", minimum=-100_000, maximum=100_000),
            "budget": choix("tenu", "à alléger", "à refaire"),
        },
    ),
    ecart=0.0006,
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Le kit fait-il vendre ?
#
# Nadia choisit en mai entre deux tournées : installer les kits (présentoir, testeur, fiche conseil) restés en réserve, ou en porter là où il n'y en a pas. *L'écart n'est qu'un indice : qui
# installe le kit est peut-être plus motivé.* Gardez les pharmacies qui **référencent** la gamme (`referencee` = « oui ») ; un duo contient **un** flacon.
#
# Marge d'une offre, pour Thymarelle : prix de cession × (1 − remise) − coût de revient (table `offres`, hors taxes).
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `pharmacies` | pharmacies référencées, par usage du kit | nombre |
# | `flacons` | (flacons seuls + duos) ÷ `pharmacies` | nombre |
# | `marge` | marge totale des trois offres ÷ `pharmacies` | € HT |
#
# **À rendre** (2 points) : `kits`, un tableau de trois lignes : `kit` (« installé », « reçu, non installé », « non reçu »), `pharmacies`, `flacons` et `marge`.

# %% role="solution" id="kits_en_pharmacie"
# Un tableau : kit, pharmacies, flacons, marge.
kits = None
### BEGIN SOLUTION
referencees = pharmacies[pharmacies["referencee"] == "oui"]
vendus = referencees.groupby("kit")[["flacon", "duo", "recharge"]].sum().loc[list(KITS)].astype(float)


def rapporter(effectifs, remisees=True):
    """Flacons et marge d'une pharmacie, selon ce que l'on divise et le prix retenu."""
    reduction = offres["remise"] / 100 if remisees else 0
    marges = (offres["prix_cession"] * (1 - reduction) - offres["cout_revient"]).set_axis(offres["offre"].str.split().str[0].str.lower())
    return pd.DataFrame(
        {
            "pharmacies": effectifs,
            "flacons": (vendus["flacon"] + vendus["duo"]) / effectifs,
            "marge": vendus.mul(marges).sum(axis=1) / effectifs,
        }
    )


effectifs_du_kit = referencees["kit"].value_counts().loc[list(KITS)]
kits = rapporter(effectifs_du_kit)
erreur_type(
    "C11_5-kits",
    "toutes_comptees",
    rapporter(pharmacies["kit"].value_counts().loc[list(KITS)]),
    "Vous avez compté aussi les pharmacies qui ne vendent pas la gamme : elles n'ont rien pu vendre, avec ou sans kit.",
    part=0.35,
)
erreur_type(
    "C11_5-kits",
    "remise_oubliee",
    rapporter(effectifs_du_kit, remisees=False),
    "Vous avez oublié la remise de lancement : Thymarelle n'a pas encaissé le prix plein.",
    part=0.67,
)
erreur_type(
    "C11_5-kits",
    "duos_oublies",
    kits.assign(flacons=vendus["flacon"] / effectifs_du_kit),
    "Vous n'avez compté que les flacons vendus seuls : le duo en contient un aussi.",
    part=0.67,
)
erreur_type(
    "C11_5-kits",
    "duo_pour_deux",
    kits.assign(flacons=(vendus["flacon"] + 2 * vendus["duo"]) / effectifs_du_kit),
    "Vous avez compté deux flacons par duo : il tient un flacon et une recharge.",
    part=0.67,
)
erreur_type(
    "C11_5-kits",
    "totaux",
    kits.assign(**{colonne: kits[colonne] * effectifs_du_kit for colonne in ("flacons", "marge")}),
    "Vous avez donné les totaux de chaque groupe : divisez-les par ses pharmacies, plus ou moins nombreuses.",
    part=0.34,
)
offres_vendues = vendus.sum(axis=1)
erreur_type(
    "C11_5-kits",
    "par_offre_vendue",
    kits.assign(marge=kits["marge"] * effectifs_du_kit / offres_vendues),
    "Votre marge est celle d'une offre vendue : divisez par les pharmacies, pour comparer ce que chacune rapporte.",
    part=0.67,
)
encaisse = (offres["prix_cession"] * (1 - offres["remise"] / 100)).set_axis(vendus.columns)
erreur_type(
    "C11_5-kits",
    "cout_oublie",
    kits.assign(marge=vendus.mul(encaisse).sum(axis=1) / effectifs_du_kit),
    "Vous avez donné ce que Thymarelle encaisse : ce que chaque offre lui coûte n'est pas de la marge.",
    part=0.67,
)
apres_remise = ((offres["prix_cession"] - offres["cout_revient"]) * (1 - offres["remise"] / 100)).set_axis(vendus.columns)
erreur_type(
    "C11_5-kits",
    "remise_sur_la_marge",
    kits.assign(marge=vendus.mul(apres_remise).sum(axis=1) / effectifs_du_kit),
    "Vous avez remisé la marge : la remise porte sur le prix, le coût de revient ne baisse pas.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C11_5-kits" points=2
verifier(
    "C11_5-kits",
    kits,
    tableau(
        cle="kit",
        cles=("installé", "reçu, non installé", "non reçu"),
        colonnes={
            "pharmacies": entier(minimum=1, maximum=180),
            "flacons": nombre(minimum=0, maximum=10_000),
            "marge": nombre(unite="€", minimum=0, maximum=100_000),
        },
    ),
)

# %% [markdown] role="readonly" id="etape4"
# ---
# # Étape 4 — Votre campagne
#
# Voici **votre** campagne. La machine vérifie que vos calculs suivent de votre tableau ; le jury juge ce qu'il vaut.
#
# ## Question 8 — Avant et après
#
# Choisissez **un acte** que votre campagne cherchait (visite, inscription, commande…), le même partout, et deux périodes de même durée. Une ligne par support, **six à douze** lignes :
#
# | Colonne | Contenu |
# | --- | --- |
# | `support` | son nom, différent à chaque ligne |
# | `levier` | « payant » (publicité), « acquis » (presse, partages, avis, partenaires) ou « de marque » (vos site, lettre, comptes, vitrine) |
# | `avant` | les actes que ce support a amenés avant votre intervention ; 0 s'il n'existait pas |
# | `apres` | ceux qu'il a amenés après, sur la même durée |
# | `exposes` | les personnes exposées, les affichages ou les envois d'**après**, au moins 1 ; faute de mesure, une estimation que l'écrit B explique |
#
# Si tout était nouveau, prenez pour « avant » ce que votre organisation faisait à la place. Les nombres se tapent sans unité.
#
# **À rendre** (1 point) : `ma_campagne`, un tableau, par exemple
# `pd.DataFrame({"support": ["…", "…"], "levier": ["payant", "de marque"], "avant": [0, 83], "apres": [57, 121], "exposes": [6150, 948]})`.

# %% role="solution" id="ma_campagne_relevee"
# Un tableau : support, levier, avant, apres, exposes.
ma_campagne = None
### BEGIN SOLUTION
ma_campagne = pd.DataFrame(
    {
        "support": [
            "Lettre aux abonnés",
            "Site du centre",
            "Guichet du centre",
            "Journal intercommunal",
            "Affiches aux arrêts de car",
            "Annonces sur les réseaux",
            "Articles dans la presse",
            "Avis en ligne",
        ],
        "levier": ["de marque", "de marque", "de marque", "de marque", "payant", "payant", "acquis", "acquis"],
        "avant": [52, 149, 208, 61, 0, 0, 12, 26],
        "apres": [118, 231, 173, 87, 63, 86, 74, 41],
        "exposes": [4218, 12480, 9640, 38900, 41200, 21900, 27300, 1870],
    }
)
### END SOLUTION

# %% role="tests" id="C11_3-ma_campagne" points=1
verifier(
    "C11_3-ma_campagne",
    ma_campagne,
    vos_donnees(
        tableau(
            cle="support",
            colonnes={
                "levier": choix("payant", "acquis", "de marque"),
                "avant": nombre(minimum=0, maximum=10_000_000),
                "apres": nombre(minimum=0, maximum=10_000_000),
                "exposes": nombre(minimum=1, maximum=1_000_000_000),
            },
        ),
        lignes=(6, 12),
        varie=("apres",),
        pas_de=(donnees, exemple_recopie),
    ),
)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — Ce que chaque support a changé
#
# D'après votre tableau, pour chacun de vos supports :
#
# - `ecart` : après − avant, en actes (négatif s'il a reculé) ;
# - `contribution` : cet écart, en % du **total d'après** de tous les supports : sur cent actes d'après, ceux que ce support a ajoutés ou ôtés. La colonne ne fait pas 100 : son total est la part d'après que la campagne a gagnée.
#
# **À rendre** (2 points) : `changements`, un tableau d'une ligne par support : `support`, `ecart` et `contribution`.

# %% role="solution" id="changements_de_ma_campagne"
# Un tableau : support, ecart, contribution.
changements = None
### BEGIN SOLUTION
releves = ma_campagne.set_index("support")
difference = releves["apres"] - releves["avant"]
total_apres = releves["apres"].sum()
changements = pd.DataFrame({"ecart": difference, "contribution": 100 * difference / total_apres})
erreur_type(
    "C11_3-changements",
    "signe_inverse",
    -changements,
    "Vous avez retiré l'après de l'avant : ici un progrès est positif.",
    part=0.5,
)


def rapporter_a(base):
    """Ce que donne un écart rapporté à autre chose ; 0 là où la division ne se peut pas."""
    return changements.assign(contribution=(100 * difference / base).where(base != 0, 0))


erreur_type(
    "C11_3-changements",
    "chacun_a_son_avant",
    rapporter_a(releves["avant"]),
    "Vous avez rapporté chaque écart à l'avant du même support : ici, tous se rapportent à un même total, celui d'après.",
    part=0.5,
)
erreur_type(
    "C11_3-changements",
    "chacun_a_son_apres",
    rapporter_a(releves["apres"]),
    "Vous avez rapporté chaque écart à l'après du même support : ici, tous se rapportent à un même total, celui de tous les supports.",
    part=0.5,
)
erreur_type(
    "C11_3-changements",
    "rapporte_a_l_avant",
    rapporter_a(pd.Series(releves["avant"].sum(), index=releves.index)),
    "Vous avez rapporté les écarts au total d'avant : la question les rapporte à celui d'après.",
    part=0.5,
)
erreur_type(
    "C11_3-changements",
    "part_des_ecarts",
    rapporter_a(pd.Series(difference.sum(), index=releves.index)),
    "Vous avez rapporté chaque écart au total des écarts : la question le rapporte au total des actes d'après.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C11_3-changements" points=2
verifier(
    "C11_3-changements",
    changements,
    tableau(
        cle="support",
        colonnes={
            "ecart": nombre(minimum=-10_000_000, maximum=10_000_000),
            "contribution": pourcentage(minimum=-1_000_000_000_000, maximum=1_000_000_000_000, echelle="pourcent"),
        },
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Le rendement de chaque support
#
# D'après votre tableau, pour chacun de vos supports :
#
# - `taux` : actes d'après ÷ exposés, en % ;
# - `part` : sa part du total des actes d'après, en %. La colonne a 100 pour total.
#
# **À rendre** (1 point) : `rendements`, un tableau d'une ligne par support : `support`, `taux` et `part`.

# %% role="solution" id="rendements_de_ma_campagne"
# Un tableau : support, taux, part.
rendements = None
### BEGIN SOLUTION
rendements = pd.DataFrame(
    {"taux": 100 * releves["apres"] / releves["exposes"], "part": 100 * releves["apres"] / releves["apres"].sum()}
)
erreur_type(
    "C11_3-rendements",
    "avant_pour_apres",
    pd.DataFrame({"taux": 100 * releves["avant"] / releves["exposes"], "part": 100 * releves["avant"] / releves["avant"].sum()}),
    "Vous êtes parti·e des actes d'avant : les exposés sont ceux de la période d'après.",
)
erreur_type(
    "C11_3-rendements",
    "total_des_exposes",
    rendements.assign(taux=100 * releves["apres"] / releves["exposes"].sum()),
    "Vous avez divisé par tous les exposés : chaque support se rapporte aux siens.",
    part=0.5,
)
erreur_type(
    "C11_3-rendements",
    "part_des_exposes",
    rendements.assign(part=100 * releves["exposes"] / releves["exposes"].sum()),
    "Votre part est celle des exposés : la question demande celle des actes d'après.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C11_3-rendements" points=1
verifier(
    "C11_3-rendements",
    rendements,
    tableau(
        cle="support",
        colonnes={
            "taux": pourcentage(minimum=0, maximum=1_000_000_000, echelle="pourcent"),
            "part": pourcentage(echelle="pourcent"),
        },
    ),
    ecart=0.005,
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Quatre textes sur **votre** campagne, réussites et ratés compris ; ce qui vient du cas Thymarelle ne compte pas. S'il a manqué quelque chose (une publicité, un direct), dites-le, avec ce que vous auriez fait. Une case sans rien que l'on puisse contrôler compte comme vide.
#
# **Vos preuves.** Remettez sous l'écrit A, sous le nom `preuves` (PDF), une **preuve datée** par compétence, noms masqués s'il le faut : un message tel qu'il est parti (C11.2), un relevé de l'outil de mesure (C11.3), la page ou le direct avant ou après (C11.4), l'envoi ou l'emploi du support (C11.5) ; à défaut, l'attestation de l'employeur.
#
# ## Écrit A — Le récit et les messages
#
# *Environ 270 mots · C11.2 · 18 points, avec le fichier `preuves`.*
#
# 1. **Le récit** de votre organisation (*storytelling*) : son héros, une personne ou un groupe précis ; la situation qui l'empêche ; ce que l'organisation lui apporte contre cela ; la preuve, vérifiable ; un mot ou une phrase d'un de vos messages où ce récit se lit.
# 2. **Deux de vos messages**, cités, de la même campagne mais de canaux différents : à qui chacun parle, par un trait de sa situation ; deux changements de l'un à l'autre (ton, longueur, mots) ; pourquoi le ton de chacun convient à qui le lit ; ce que le canal a imposé à l'un.
# 3. **Deux techniques de message** que vous y employez (bénéfice avant caractéristique, preuve, urgence réelle, AIDA, appel à l'action unique…) : la phrase qui porte chacune, le geste qu'elle devait faire faire ; l'effet relevé de l'une, en nombre.

# %% [markdown] role="manual" id="C11_2-messages" mots=270
# ### BEGIN SOLUTION
# **Repères pour le jury** (les faits viennent du candidat ou de la candidate). Les messages sont-ils cités tels qu'ils sont partis ? Le récit se reconnaît-il dedans ? Un message repris de la table `messages` (les six projets de Thymarelle, affichés à la question 1) ne compte pas. Les preuves des quatre compétences sont dans le fichier `preuves`.
#
# Récit : *le maraîcher qui vend ses légumes le jour même (héros), la grande distribution qui paie tard (obstacle), la coopérative qui encaisse et verse à huit jours (apport), 41 fermes payées sans retard en 2026 (preuve).*
#
# Deux messages : *courriel aux adhérents, vouvoiement, 62 mots, « Votre panier de mai est prêt : choisissez votre jour » ; publication pour les moins de trente ans, 21 mots, « Trois légumes que tu ne sais pas cuisiner. »* Ce qui change est montré mot à mot.
#
# Techniques : la phrase est citée et l'effet visé est un geste (réserver, venir, partager), non « donner envie » ; l'effet relevé est un nombre (*214 réservations par le bouton*). Une urgence inventée (« dernières heures » toute l'année) n'est pas une urgence réelle : la technique ne compte pas.
# ### END SOLUTION

# %% role="readonly" id="C11_2-preuves"
livrable("C11_2-preuves", "preuves", formats=("pdf",))

# %% [markdown] role="grille" competence="C11.2"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Votre part dans les campagnes digitales
#
# *Environ 250 mots · C11.3 · 19 points.*
#
# 1. **Votre part** : ce que l'on vous a demandé, qui, et pour quel objectif ; deux tâches faites (publications, annonces, articles, réglages), en nombre, en heures ou en euros, chacune rapportée au total de la campagne ; ce qu'a fait l'équipe ou l'agence.
# 2. **Ce qui n'existait pas avant vous** : ce qu'il y avait ; le format, le ciblage, le suivi ou la règle ajouté ; un fait ou un nombre qu'il a permis ; qui s'en sert encore, ou pourquoi il a cessé.
# 3. **La preuve** : deux chiffres de vos questions 9 et 10 ; un tableau de trois lignes, visibilité (vues, portée…), trafic (visites…) et référencement (position, entrées par la recherche…), avec l'avant et l'après de chacune, en nombres (pour celle qui recule, le fait qui l'explique) ; les deux périodes, datées et de même durée, et la source ; **une** parole (commentaire, avis, vendeur), citée, et de qui.

# %% [markdown] role="manual" id="C11_3-participation" mots=250
# ### BEGIN SOLUTION
# **Repères pour le jury.** Rapprocher l'écrit du tableau de la question 8 : mêmes supports, mêmes périodes, même acte.
#
# Le rapprocher aussi des leviers de Thymarelle (réponses aux questions 3 et 4, table `annonces`) : un tableau qui reprend les leviers, les clics ou les ventes des pharmacies de Thymarelle (codes `PH…`, flacons, duos, recharges) ne compte pas.
#
# Part : *la directrice voulait 900 abonnements ; vingt-deux publications sur trente, 340 € d'annonces sur 520 ; l'agence a fait la vidéo.*
#
# Valeur ajoutée : *avant, aucun lien n'était suivi ; j'ai marqué chaque lien et écrit la règle de nommage, encore employée par l'accueil.*
#
# Preuve : *du 1er mars au 30 avril, en 2026 puis en 2027 : vues des publications, 6 900 puis 18 400 ; visites de la page, 1 310 puis 4 620 ; de la sixième à la deuxième place sur « abonnement piscine » ; outil de mesure, relevé du 3 mai ; « On a fait le calcul dans le car », une mère.* Une hausse seule, sans période, ne prouve rien. Ce qui n'a pas été mesuré manque.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C11.3"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Le site et les contenus en direct
#
# *Environ 380 mots, tableau compris · C11.4 · 25 points.*
#
# 1. **L'analyse critique**, avant les actions, dans un tableau de quatre à six lignes, chacune avec son relevé (mesure ou test) et sa date : une au moins dit ce qui va, deux au moins ce qui ne va pas ; une au moins porte sur les contenus en direct (*lives*) de vos événements, ou sur leur absence.
# 2. **Vos actions**, proposées ou faites, une sur le site **et** une sur un direct : la ligne du tableau dont chacune part ; une habitude, une règle ou un outil numérique de votre organisation qu'elles suivent ; l'objectif, chiffré, du projet.
# 3. **Le webmarketing** : pour une de ces actions, la technique (référencement, page d'arrivée, test, captation d'adresses…) ; deux réglages précis ; la mesure qui dira si elle réussit, et sa valeur d'avant ; la valeur qui sera une réussite, et à quelle date.
# 4. **L'éco-conception** : un principe appliqué à une de ces actions ; une mesure d'avant et une d'après, relevée ou visée, dans la même unité (Mo, requêtes, minutes…) ; comment vous l'avez mesurée.
# 5. **L'accessibilité** : deux exigences (RGAA 4.1, sous-titres…), chacune appliquée à un élément précis ; le contrôle de chacune, que l'on puisse refaire ; si votre organisation y est tenue, et par quel texte, ou pourquoi aucun.

# %% [markdown] role="manual" id="C11_4-site" mots=380
# ### BEGIN SOLUTION
# **Repères pour le jury.** L'analyse vient avant les actions et chaque action renvoie à l'une de ses lignes. Des poids repris de la table `pages` (réponse à la question 6) ne comptent pas.
#
# | Constat | Relevé | Action |
# | :-- | :-- | :-- |
# | les horaires se trouvent vite | 5 testeurs sur 5, 2 mars | |
# | la page d'inscription se lit mal au téléphone | 6 abandons sur 10, 3 mars | formulaire ramené de onze à quatre champs |
# | le direct de mars n'avait pas de sous-titres | vérifié sur la rediffusion, 9 mars | sous-titrage automatique relu, publié le lendemain |
# | la page d'accueil charge une vidéo | 7,2 Mo, 3 mars | image fixe et lien : 0,9 Mo |
#
# Culture et projet : *l'association ne fait pas de publicité ciblée (charte de 2024) : j'ai donc travaillé la page et la lettre ; objectif, 900 abonnements.* Webmarketing : *titre de page « abonnement piscine famille », bouton visible sans défiler ; de cinq paiements pour cent visites à huit, au 30 septembre.* Éco-conception : deux mesures comparables, et l'outil (celui du navigateur, par exemple).
#
# Accessibilité : deux exigences que l'on peut refaire (contraste mesuré, navigation au clavier essayée, sous-titres relus). Textes possibles : loi n° 2005-102 du 11 février 2005, article 47 (organismes publics, et entreprises au-delà de 250 millions d'euros de chiffre d'affaires) ;
# code de la consommation, article L. 412-13 (services, dont le commerce électronique ; les microentreprises de services en sont exemptées). « Nous n'y sommes pas tenus, parce que… », avec la raison, vaut autant. Un texte inventé ne vaut pas.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C11.4"

# %% [markdown] role="readonly" id="ecrit_d"
# ## Écrit D — L'aide à la vente
#
# *Environ 320 mots · C11.5 · 24 points, avec le fichier `support_vente`.*
#
# Remettez, par le bouton sous l'écrit, sous le nom `support_vente` (PDF ou image), **un support d'aide à la vente** que vous avez fait ou auquel vous avez pris part : argumentaire, fiche produit, affiche de comptoir… Puis écrivez :
#
# 1. **Le fond** : qui s'en sert, et à quel moment de la vente ; l'argument principal et l'objection à laquelle il répond, qui se lisent sur le support ; l'étude ou le persona dont ils viennent, avec sa date ou le nombre de personnes ; un trait de l'identité de marque et un du positionnement commercial (prix, gamme, promesse), et ce qui montre chacun sur le support.
# 2. **La forme** : trois règles de la charte, chacune précise (une taille, une couleur codée, une police, une marge…), et où on les voit sur le support.
# 3. **Le droit** : l'origine et la licence de chaque image ; celles de chaque police ; une mention, une allégation ou une donnée du support, citée, et ce que vous en avez contrôlé ; le texte qui l'encadre.
# 4. **L'accessibilité** : deux choix visibles sur le support (contraste, taille, phrases courtes, version agrandie…), à qui chacun sert, et comment chacun a été vérifié.

# %% [markdown] role="manual" id="C11_5-aide_vente" mots=320
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord le support, à la taille où il sert : un vendeur trouverait-il en dix secondes quoi répondre à l'objection ?
#
# Le support de Thymarelle, ou son kit (réponse à la question 7), ne compte pas.
#
# Fond : *fiche pour les trois vendeuses, au moment où le client compare ; argument : la réparation incluse cinq ans ; objection : « c'est plus cher » ; source : 42 entretiens de janvier ; la marque se dit « faite pour durer » : une vis en gros plan ; dans le tiers haut des prix : le prix en grand, sans promotion.*
#
# Forme : la règle est nommée et se voit (*logo à 25 mm en bas à droite ; vert 5747 pour les titres seuls ; pictogrammes de 12 mm, de la bibliothèque interne*).
#
# Droit : *photographie de la gérante, cession écrite du 4 mars ; police sous licence SIL ; « cinq ans » vérifié dans les conditions générales ; code de la consommation, article L. 121-2 (pratiques commerciales trompeuses).* « Images libres de droits », sans licence ni origine, ne suffit pas.
#
# Accessibilité : une mesure (rapport de contraste, corps 14), une personne à qui elle sert.
# ### END SOLUTION

# %% role="readonly" id="C11_5-support_vente"
livrable("C11_5-support_vente", "support_vente", formats=("pdf", "png", "jpg"))

# %% [markdown] role="grille" competence="C11.5"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence, d'après **votre propre projet**. Cette évaluation n'entre pas dans la note : elle est rapprochée de celle du jury dans votre compte rendu, et vous la commenterez au grand oral.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C11.2", "C11.3", "C11.4", "C11.5")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque. Une question sans réponse vaut zéro.
# 3. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
