# Épreuve 7 — Fiche de compétences « UX » (C7.1 à C7.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 7 — Fiche de compétences « UX »
#
# **Rapport de compétences** · travail écrit **individuel** · **3 h 55** en tout, dont 2 h 25 en salle et 1 h 30 d'avance, pour rédiger  · soutenu ensuite au grand oral (10 min, puis 15 min d'échange) · compétences C7.1, C7.2 et C7.3
#
# **100 points** : 14 pour onze réponses, corrigées par la machine, 86 pour trois écrits et leurs fichiers, jugés par le jury.
#
# Cette fiche porte sur **l'expérience des clients de votre organisation**, celle où vous travaillez ou avez travaillé.
#
# | Ce que vous faites | Quand | Points |
# | --- | --- | --- |
# | **Un échauffement** d'une heure dix, lecture comprise, sur un cas fictif, Merrandine (questions 1 à 8) | en une fois, ici | 10 |
# | **Votre parcours client**, noté point par point dans un tableau (questions 9 à 11) | relevé d'avance ; 20 minutes ici | 4 |
# | **Trois écrits** sur votre démarche, une carte d'expérience et des preuves | rédigés d'avance ; 55 minutes ici pour les coller, les relire et remettre les fichiers | 86 |
#
# Vos documents professionnels sont autorisés. Changez les noms si votre employeur le demande ; gardez le secteur, la taille, les dates et les chiffres.
#
# ## Le cas : Merrandine
#
# *Vierzon (Cher), lundi 9 novembre 2026.*
#
# **Merrandine** fabrique depuis 2014 des canapés, des lits et des rangements en hêtre et en chêne, et ne les vend que sur son site : 9 200 commandes
# par an, 640 € TTC en moyenne, six semaines d'attente. L'entreprise emploie 46 personnes. Ses clients touchent un meuble pour la première fois le jour où il arrive chez eux. Tout est
# fictif.
#
# Vous êtes **chargé·e de l'expérience en ligne**. Hervé Ganier, responsable de l'expérience client, vous écrit :
#
# > « La direction imagine un parcours sans accroc ; nos clients en racontent un autre. Vendredi 20 novembre, le comité décide où vont les 60 000 € de
# > 2027. Où sommes-nous loin de ce que nous croyons ? Quelles idées pour les sens seront prêtes le 15 mars, avec
# > la collection de printemps ? Où perdons-nous ceux qui avaient rempli leur panier, et quels boutons changer ? »
#
# Le parcours a **sept points de contact**, dans cet ordre : Annonces, Fiche produit, Échantillons, Commande, Suivi, Livraison, Montage.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, ou par du code dans « Calculer ici ».
# - **Vérification.** Le formulaire dit comment il vous a lu, jamais si c'est juste.
# - **Précision.** Un résultat recopié garde au moins trois chiffres
#   significatifs, ou le centième là où l'énoncé le demande. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`62.4`).
# - **Une erreur ne compte qu'une fois** : ce qui suit, juste compte tenu d'elle, est acquis.
# - **Noms réservés dans du code** : `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte`,
#   `graphique`.
#
# **Les données du cas vous sont propres.**
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans `donnees/`, en CSV. Dans ces formules, les mots en minuscules sont vos plages de cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | chercher un mot dans `D2`, majuscules ou non | `=ESTNUM(CHERCHE("livreur";D2))` |
# | compter sous conditions | `=NB.SI.ENS(points;"Montage";registres;"doing")` |
# | additionner sous conditions | `=SOMME.SI.ENS(clics;pages;"Page des tissus";versions;"A";mesures;"complète")` |
# | une moyenne sous conditions | `=MOYENNE.SI.ENS(notes;points;"Montage";notes;">0")` |
# | compter les cellules remplies d'un appareil | `=NB.SI.ENS(appareils;"mobile";paiements;">=0")` |
# | le temps entre deux étapes, vide si la seconde manque | `=SI(G2="";"";G2-F2)` |
# | une médiane, une racine carrée | `=MEDIANE(durees)`, sur les lignes d'un appareil (triez-les d'abord) ; `=RACINE(B2)` |
# | une moyenne pondérée | `=SOMMEPROD(notes;effectifs)/SOMME(effectifs)` |
#
# Une réponse du tableur se colle dans son formulaire (Ctrl + V) ; dans du code, un tableau est une liste par colonne, comme dans l'exemple.
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 10 min | |
# | Étape 1. Ce que vivent les clients | 1 à 3 | 25 min | 4 |
# | Étape 2. Ce qui se décide | 4 à 8 | 35 min | 6 |
# | Étape 3. Votre parcours | 9 à 11 | 20 min | 4 |
# | Écrits et fichiers | A à C | 145 min, dont 90 d'avance | 86 |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e07_ux")

ETAPES = ("panier", "coordonnées", "livraison", "paiement", "confirmation")
PAGES = ("Fiche produit", "Page des tissus", "Page des canapés")
SEMAINES = 16  # du lundi 23 novembre 2026 au lundi 15 mars 2027
PLAFOND = 5  # € HT par client touché

# %% role="readonly" id="tables"
verbatims = donnees["verbatims"]
imagine = donnees["imagine"]
satisfaction = donnees["satisfaction"]
idees = donnees["idees"]
evenements = donnees["evenements"]
boutons = donnees["boutons"]
essais = donnees["essais"]

pd.set_option("display.max_colwidth", None)  # les verbatims s'affichent en entier
donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Un musée suit ses visiteurs : le temps entre deux passages, puis l'**intervalle de confiance d'un écart**.
#
# Sur 1 000 visiteurs, 200 prennent l'audioguide (20 %) ; sur 1 000 autres à qui on l'a proposé autrement, 230 (23 %). L'écart est de 3 points, mais un autre jour il
# serait un peu différent. L'intervalle à 95 % dit entre quelles bornes il se tient : 3 points ± 1,96 × √(0,20 × 0,80 ÷ 1 000 + 0,23 × 0,77 ÷ 1 000),
# soit ± 3,6 points. La borne basse, −0,6, n'est pas au-dessus de zéro : rien n'est prouvé.

# %% role="readonly" id="exemple"
exemple_passages = pd.DataFrame({"visiteur": ["a", "b", "c"], "entree": [0, 0, 0], "jardin": [34, 21, None]})

# 1. Une case vide, quand le visiteur n'y est pas allé, ne compte ni dans le nombre ni dans la médiane.
exemple_temps = exemple_passages["jardin"] - exemple_passages["entree"]
print("Visiteurs au jardin :", exemple_passages["jardin"].notna().sum(), "· temps médian depuis l'entrée :", exemple_temps.median())

# 2. Une réponse de forme « tableau », trouvée dans un tableur et recopiée : une liste par colonne.
exemple_recopie = pd.DataFrame({"salle": ["entrée", "jardin"], "visiteurs": [120, 84], "note": [7.17, 6.43]})
exemple_recopie

# %% role="readonly" id="exemple_graphique"
# Deux courbes qui se lisent seules : chacune a son nom, les axes leur titre, et le titre énonce le résultat.
exemple_salles = ["billetterie", "vestiaire", "salles", "boutique"]
exemple_figure, exemple_axes = plt.subplots(figsize=(9, 3.8), layout="constrained")
exemple_axes.plot(exemple_salles, [7.5, 7.0, 8.5, 6.5], marker="o", label="semaine")
exemple_axes.plot(exemple_salles, [5.2, 6.8, 8.1, 6.6], marker="s", linestyle="--", label="dimanche")
exemple_axes.set_title("Le dimanche, c'est à la billetterie que la visite se gâte")
exemple_axes.set_xlabel("lieu de la visite")
exemple_axes.set_ylabel("note des visiteurs (sur 10)")
exemple_axes.set_ylim(0, 10)
exemple_axes.legend()
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Ce que vivent les clients
#
# ## Question 1 — Ce qu'ils font, pensent, ressentent
#
# La carte d'expérience portera, sous chaque point de contact, ce que les clients font (*doing*), pensent (*thinking*) et ressentent (*feeling*). Votre collègue a codé les trois premiers
# points ; restent les quatre derniers. Codez les 28 lignes de `verbatims`, affichées sous ces règles, chacune une fois :
#
# - **le point de contact** est celui que la phrase nomme : le panier ou le paiement (Commande) ; le suivi ou le service client (Suivi) ; le livreur ou la livraison (Livraison) ; la notice ou le
#   montage (Montage). Une phrase qui n'en nomme aucun est **hors parcours** : écartez-la ;
# - **le registre** : *feeling* si le client nomme une émotion (joie, plaisir, fierté, soulagement, déception, colère, peur, gêne…), quoi qu'il dise d'autre ; à défaut,
#   *thinking* s'il dit ce qu'il pense, croit ou suppose, s'il hésite, compare, calcule ou se demande ; à défaut, *doing* : il ne raconte que des gestes.
#
# **À rendre** (1 point) : `paroles`, un tableau de quatre lignes, en nombre de verbatims : `point`, `doing`, `thinking` et `feeling` (0 s'il n'y en a pas).

# %% role="readonly" id="verbatims_a_lire"
verbatims.set_index("numero")[["origine", "verbatim"]]

# %% role="solution" id="paroles_codees"
# Un tableau : point, doing, thinking, feeling.
paroles = None
### BEGIN SOLUTION
NOMMES = {
    "Commande": "panier|paiement",
    "Suivi": "suivi|service client",
    "Livraison": "livreur|livraison",
    "Montage": "notice|montage",
}
EMOTIONS = (
    r"\b(?:ravi|charm|déçu|décept|agac|plaisir|vexé|heureu|rassur|énerv|inqui|bonheur|peur|content|furieu|joie|gêné|enthousias|"
    r"angoiss|soulag|colère|honte|fi[eè]r)"
)
PENSEES = "je me demand|je pens|je cro|j'hésit|je compar|je me suis dit|selon moi|à mon avis|je calcul|je suppos"
dits = verbatims["verbatim"].str.lower()
point_nomme = pd.Series("", index=dits.index)
for nom_du_point, mots in NOMMES.items():
    point_nomme[dits.str.contains(mots)] = nom_du_point
registre = pd.Series("doing", index=dits.index)
registre[dits.str.contains(PENSEES)] = "thinking"
registre[dits.str.contains(EMOTIONS)] = "feeling"


def compte(registres):
    """Le nombre de verbatims de chaque registre, par point de contact."""
    return pd.DataFrame(
        {r: [int(((point_nomme == p) & (registres == r)).sum()) for p in NOMMES] for r in ("doing", "thinking", "feeling")},
        index=pd.Index(list(NOMMES), name="point"),
    )


paroles = compte(registre)
erreur_type(
    "C7_1-paroles",
    "le_geste_d_abord",
    compte(registre.mask(dits.str.startswith(("j'ai ", "on a ")), "doing")),
    "Vous avez codé d'après le début des phrases : un client qui raconte un geste peut dire ensuite ce qu'il pense ou ressent. Lisez jusqu'au bout, et suivez l'ordre de la règle.",
    part=0.34,
)
### END SOLUTION

# %% role="tests" id="C7_1-paroles" points=1
verifier(
    "C7_1-paroles",
    paroles,
    tableau(
        cle="point",
        cles=("Commande", "Suivi", "Livraison", "Montage"),
        colonnes={
            "doing": entier(minimum=0, maximum=28),
            "thinking": entier(minimum=0, maximum=28),
            "feeling": entier(minimum=0, maximum=28),
        },
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Ce que l'on imagine, ce que l'on vit
#
# La table `imagine` donne la note que la direction prête aux clients, `satisfaction` celles qu'ils ont données. Une note de **0** veut dire « pas concerné » : ne
# la comptez pas.
#
# | Colonne | Contenu |
# | --- | --- |
# | `vecu` | moyenne des notes de 1 à 10 |
# | `ecart` | note imaginée moins note vécue : positif si la direction se croit meilleure qu'elle n'est |
#
# **À rendre** (2 points) : `ecarts`, un tableau de sept lignes : `point`, `vecu` et `ecart`.

# %% role="solution" id="imagine_et_vecu"
# Un tableau : point, vecu, ecart.
ecarts = None
### BEGIN SOLUTION
imaginees = imagine.sort_values("ordre").set_index("point")["note_imaginee"]


def face_a_face(lignes, resume="mean"):
    """La note vécue et son écart à la note imaginée, par point de contact."""
    vecues = lignes.groupby("point")["note"].agg(resume).loc[imaginees.index]
    return pd.DataFrame({"vecu": vecues, "ecart": imaginees - vecues})


ecarts = face_a_face(satisfaction[satisfaction["note"] > 0])
erreur_type(
    "C7_1-ecarts",
    "zeros_comptes",
    face_a_face(satisfaction),
    "Vous avez compté les « pas concerné » comme des notes de 0 : un point que peu de clients rencontrent paraît alors détestable.",
    part=0.3,
)
erreur_type(
    "C7_1-ecarts",
    "mediane",
    face_a_face(satisfaction[satisfaction["note"] > 0], "median"),
    "Vous avez pris la note médiane : elle ne dit pas si les mécontents sont nombreux ; la courbe porte la moyenne.",
    part=0.34,
)
erreur_type(
    "C7_1-ecarts",
    "signe_inverse",
    ecarts.assign(ecart=-ecarts["ecart"]),
    "Vos écarts ont le signe contraire : on part de la note imaginée et l'on ôte la note vécue.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C7_1-ecarts" points=2
verifier(
    "C7_1-ecarts",
    ecarts,
    tableau(
        cle="point",
        cles=("Annonces", "Fiche produit", "Échantillons", "Commande", "Suivi", "Livraison", "Montage"),
        colonnes={
            "vecu": nombre(minimum=0),
            "ecart": nombre(unite="points"),
        },
    ),
    ecart=0.01,
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — La courbe d'expérience
#
# Tracez, d'après vos résultats, les deux **courbes** : la note imaginée et la note vécue, aux sept points de contact, **dans l'ordre du parcours**. Nommez-les « imaginé » et
# « vécu » ; en abscisse le point de contact, en ordonnée la note sur 10. Le titre dit où l'écart est le plus grand.
#
# **À rendre** (1 point) : le graphique, dessiné dans son formulaire ou par du code (`courbe`).

# %% role="solution" id="courbe_d_experience"
# Une figure matplotlib : par exemple courbe, axes = plt.subplots()
courbe = None
### BEGIN SOLUTION
vecues = ecarts["vecu"].reindex(imaginees.index)
pire = ecarts["ecart"].idxmax()
courbe, repere = plt.subplots(figsize=(9, 4.6), layout="constrained")
repere.plot(list(imaginees.index), imaginees.to_numpy(), marker="o", linestyle="--", color="#8a6d3b", label="imaginé")
repere.plot(list(imaginees.index), vecues.to_numpy(), marker="s", linewidth=2.4, color="#1f5f8b", label="vécu")
repere.set_title(
    f"{pire} : l'écart le plus grand, {ecarts['ecart'].max():.1f} points sous ce que l'on imagine".replace(".", ","),
    loc="left",
    fontweight="bold",
)
repere.set_xlabel("point de contact")
repere.set_ylabel("note (sur 10)")
repere.set_ylim(0, 10)
repere.legend(loc="lower left")
repere.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C7_1-courbe" points=1
verifier(
    "C7_1-courbe",
    courbe,
    graphique("courbes", x="point de contact", y="note", series=("imaginé", "vécu")),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Ce qui se décide
#
# ## Question 4 — Ce que coûte une idée
#
# La table `idees` chiffre huit idées. Montants hors taxes, clients touchés en 2027.
#
# Le coût d'une idée **par client touché** est son budget de 2027 (le coût fixe, plus le coût par client pour tous les clients touchés) divisé par ces clients.
#
# **À rendre** (1 point) : `couts`, le coût par client touché de chacun des huit codes (`I1` à `I8`), en €.

# %% role="solution" id="couts_des_idees"
# Une valeur par code, en €.
couts = None
### BEGIN SOLUTION
par_code = idees.set_index("code")
couts = (par_code["cout_fixe"] / par_code["clients"] + par_code["cout_par_client"]).rename("par_client")
erreur_type(
    "C7_2-couts",
    "cout_unitaire",
    par_code["cout_par_client"],
    "Vous avez recopié la dépense de plus par client : la conception et la mise en place se paient aussi, et se répartissent entre les clients touchés.",
    part=0.25,
)
erreur_type(
    "C7_2-couts",
    "cout_fixe_seul",
    par_code["cout_fixe"] / par_code["clients"],
    "Vous n'avez compté la dépense par client qu'une fois, ou pas du tout : elle se répète pour chaque client touché.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C7_2-couts" points=1
verifier(
    "C7_2-couts",
    couts,
    serie(
        cle="code",
        cles=("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"),
        valeurs=nombre(unite="€", minimum=0, maximum=1000),
    ),
    ecart=0.0051,
)

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Les idées à retenir
#
# D'après vos coûts, retenez les idées qui tiennent **les deux règles** du comité : au plus **5 €** par client touché, et au plus **16 semaines** de mise en place, du 23 novembre au 15 mars (5 € tout juste, seize semaines tout juste conviennent). Chaque
# idée se juge seule.
#
# **À rendre** (1 point) : `retenues`, les codes retenus (dans du code, `["I…", "I…"]`). Une réponse de trop en annule une juste.

# %% role="solution" id="idees_retenues"
# Une liste de codes : ["I…", "I…"]
retenues = None
### BEGIN SOLUTION
abordables = couts.reindex(par_code.index) <= PLAFOND
pretes = par_code["semaines"] <= SEMAINES
retenues = list(par_code.index[abordables & pretes])
erreur_type(
    "C7_2-retenues",
    "delai_oublie",
    list(par_code.index[abordables]),
    "Vous avez retenu des idées qui ne seront pas prêtes : une idée peu chère mais tardive manque la collection de printemps.",
    part=0.3,
)
erreur_type(
    "C7_2-retenues",
    "cout_oublie",
    list(par_code.index[pretes]),
    "Vous avez retenu toutes les idées prêtes à temps, sans regarder ce que coûte chaque client touché.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C7_2-retenues" points=1
verifier(
    "C7_2-retenues",
    retenues,
    choix("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", plusieurs=True),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Le panier que l'on abandonne
#
# `evenements` suit les paniers de ceux qui ont accepté la mesure d'audience, soit six sur dix environ. Une ligne par session : la seconde de son **premier passage** à chaque étape (panier, coordonnées, livraison, paiement, confirmation), vide si elle n'y
# arrive pas. Pour chaque **appareil** :
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `etape` | celle des quatre premières étapes où l'on perd la plus grande **part** des sessions qui l'atteignent (elles n'atteignent pas l'étape suivante) ; une perte porte le nom de l'étape que l'on quitte : entre le panier et les coordonnées, « panier » | |
# | `perte` | cette part | % |
# | `mediane` | temps médian de cette étape à la suivante, parmi les sessions qui atteignent les deux | s |
# | `abandon` | part des sessions de cet appareil qui n'atteignent pas la confirmation | % |
#
# **À rendre** (2 points) : `fuites`, un tableau de deux lignes : `appareil` (« mobile », « ordinateur »), `etape`, `perte`, `mediane` et `abandon`.

# %% role="solution" id="fuites_du_panier"
# Un tableau : appareil, etape, perte, mediane, abandon.
fuites = None
### BEGIN SOLUTION


def fuite(passages, en_nombre=False, resume="median", depuis_le_panier=False, sur_toutes=False):
    """L'étape faible d'un appareil, ce que l'on y perd et le temps que l'on y passe."""
    atteintes = passages.notna().sum()
    perdues = (atteintes - atteintes.shift(-1)).iloc[:4]
    parts = perdues / atteintes[perdues.index]
    etape = perdues.idxmax() if en_nombre else parts.idxmax()
    suivante = passages[ETAPES[ETAPES.index(etape) + 1]]
    temps = suivante if depuis_le_panier else suivante - passages[etape]
    return {
        "etape": etape,
        "perte": 100 * (perdues[etape] / atteintes["panier"] if sur_toutes else parts[etape]),
        "mediane": float(temps.dropna().agg(resume)),
        "abandon": 100 * (1 - atteintes["confirmation"] / atteintes["panier"]),
    }


def des_deux(**lecture):
    """Les deux appareils, lus de la même façon."""
    passages = evenements.set_index("appareil")[["panier", "coordonnees", "livraison", "paiement", "confirmation"]]
    passages = passages.set_axis(list(ETAPES), axis=1)
    lus = {appareil: fuite(passages.loc[appareil], **lecture) for appareil in ("mobile", "ordinateur")}
    return pd.DataFrame.from_dict(lus, orient="index").rename_axis("appareil")


fuites = des_deux()
erreur_type(
    "C7_3-fuites",
    "en_nombre",
    des_deux(en_nombre=True),
    "Vous avez pris l'étape qui perd le plus de sessions : la première en voit passer le plus, et en perd donc beaucoup. Rapportez chaque perte à ceux qui atteignent l'étape.",
    part=0.3,
)
erreur_type(
    "C7_3-fuites",
    "perte_sur_toutes_les_sessions",
    des_deux(sur_toutes=True),
    "Vous avez rapporté la perte à toutes les sessions de l'appareil : elle se rapporte à celles qui atteignent l'étape.",
    part=0.75,
)
erreur_type(
    "C7_3-fuites",
    "temps_moyen",
    des_deux(resume="mean"),
    "Vous avez pris le temps moyen : quelques pages laissées ouvertes une heure le tirent vers le haut. La médiane n'en dépend pas.",
    part=0.75,
)
erreur_type(
    "C7_3-fuites",
    "depuis_le_panier",
    des_deux(depuis_le_panier=True),
    "Vous avez pris le temps écoulé depuis l'ouverture du panier : ôtez la seconde à laquelle l'étape elle-même est atteinte.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C7_3-fuites" points=2
verifier(
    "C7_3-fuites",
    fuites,
    tableau(
        cle="appareil",
        cles=("mobile", "ordinateur"),
        colonnes={
            "etape": choix("panier", "coordonnées", "livraison", "paiement"),
            "perte": pourcentage(),
            "mediane": nombre(unite="s", minimum=0, maximum=7200),
            "abandon": pourcentage(),
        },
    ),
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Trois boutons à l'essai
#
# Trois appels à l'action (*calls to action*) ont été essayés à partir du 5 octobre : une moitié des visiteurs voyait le texte actuel (A), l'autre le texte proposé (B). Les tables `boutons` et `essais` en donnent les visiteurs et les clics.
#
# Ôtez d'abord les lignes dont la mesure est « incomplète » : une version y a perdu des clics. Puis additionnez, page par page, les visiteurs et les clics de chaque version : n est le total des visiteurs, p le
# total des clics ÷ n.
#
# - `visiteurs` : le n de la version la moins vue ;
# - `ecart` : p(B) − p(A), en **points** de pourcentage, au centième au moins (−0,54) ;
# - `marge` : celle de l'intervalle à 95 % de cet écart, elle aussi en points et au centième : 100 × 1,96 × √( p(A) × (1 − p(A)) ÷ n(A) + p(B) × (1 − p(B)) ÷ n(B) ).
#
# **À rendre** (1 point) : `essais_boutons`, un tableau de trois lignes : `page`, `visiteurs`, `ecart` et `marge`.

# %% role="solution" id="essais_des_boutons"
# Un tableau : page, visiteurs, ecart, marge.
essais_boutons = None
### BEGIN SOLUTION
complets = essais[essais["mesure"] == "complète"]


def lus(lignes, quantile=1.96, sens=1, relatif=False):
    """Visiteurs de la version la moins vue, écart des taux et sa marge, par page."""
    totaux = lignes.groupby(["page", "version"])[["visiteurs", "clics"]].sum().unstack()
    p = totaux["clics"] / totaux["visiteurs"]
    marge = 100 * quantile * (p * (1 - p) / totaux["visiteurs"]).sum(axis=1) ** 0.5
    difference = 100 * sens * (p["B"] - p["A"])
    base = p["A"] if relatif else 1
    vus = totaux["visiteurs"].min(axis=1)
    return pd.DataFrame({"visiteurs": vus, "ecart": difference / base, "marge": marge / base}).loc[list(PAGES)]


essais_boutons = lus(complets)
erreur_type(
    "C7_3-boutons",
    "jours_incomplets",
    lus(essais),
    "Vous avez gardé des jours dont la mesure est incomplète : une version y perd des clics qu'elle a eus. Ôtez d'abord ces lignes.",
    part=0.3,
)
erreur_type(
    "C7_3-boutons",
    "sans_coefficient",
    lus(complets, quantile=1),
    "Votre marge est trop étroite : la racine donne l'erreur type, que l'on multiplie pour couvrir 95 % des cas.",
    part=0.67,
)
erreur_type(
    "C7_3-boutons",
    "sens_inverse",
    lus(complets, sens=-1),
    "Vous avez ôté le taux de B de celui de A : l'écart dit ce que B apporte, il part de B.",
    part=0.67,
)
erreur_type(
    "C7_3-boutons",
    "en_relatif",
    lus(complets, relatif=True),
    "Vous avez rapporté l'écart au taux de A : la hausse relative n'est pas l'écart en points, que l'on obtient par une soustraction.",
    part=0.5,
)
erreur_type(
    "C7_3-boutons",
    "en_proportion",
    lus(complets).assign(ecart=lambda lu: lu["ecart"] / 100, marge=lambda lu: lu["marge"] / 100),
    "Vous avez donné l'écart en proportion : un point de pourcentage est un centième.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C7_3-boutons" points=1
verifier(
    "C7_3-boutons",
    essais_boutons,
    tableau(
        cle="page",
        cles=("Fiche produit", "Page des tissus", "Page des canapés"),
        colonnes={
            "visiteurs": entier(minimum=1, maximum=1_000_000),
            "ecart": nombre(unite="points", minimum=-100, maximum=100),
            "marge": nombre(unite="points", minimum=0, maximum=100),
        },
    ),
    ecart=0.006,
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Le texte de chaque bouton
#
# D'après vos mesures, page par page :
#
# - `borne_basse` : l'écart moins la marge, en points, ce que B apporte au moins ;
# - `decision` : « **poursuivre** » l'essai si `visiteurs` est **inférieur au minimum** de `boutons`, quel que soit l'écart ; sinon « **adopter B** » si la borne basse est au-dessus de 0 ; sinon « **garder A** ».
#
# **À rendre** (1 point) : `decisions`, un tableau de trois lignes : `page`, `borne_basse` et `decision`.

# %% role="solution" id="texte_des_boutons"
# Un tableau : page, borne_basse, decision.
decisions = None
### BEGIN SOLUTION
minimum_voulu = boutons.set_index("page")["minimum"]
basses = essais_boutons["ecart"] - essais_boutons["marge"]


def decide(preuves, attendre=True):
    """La décision de chaque page : assez de visiteurs, puis une preuve au-dessus de zéro."""
    prises = {}
    for page in PAGES:
        trop_tot = attendre and essais_boutons["visiteurs"][page] < minimum_voulu[page]
        prises[page] = "poursuivre" if trop_tot else "adopter B" if preuves[page] > 0 else "garder A"
    return pd.DataFrame({"borne_basse": basses.loc[list(PAGES)], "decision": pd.Series(prises)}).rename_axis("page")


decisions = decide(basses)
erreur_type(
    "C7_3-decisions",
    "minimum_oublie",
    decide(basses, attendre=False),
    "Vous avez conclu un essai avant le nombre de visiteurs fixé : tôt regardé, un écart paraît souvent net, puis se réduit.",
    part=0.67,
)
erreur_type(
    "C7_3-decisions",
    "signe_de_l_ecart",
    decide(essais_boutons["ecart"]),
    "Vous avez adopté B dès que son taux est le plus grand : regardez si la borne basse reste au-dessus de zéro.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C7_3-decisions" points=1
verifier(
    "C7_3-decisions",
    decisions,
    tableau(
        cle="page",
        cles=("Fiche produit", "Page des tissus", "Page des canapés"),
        colonnes={
            "borne_basse": nombre(unite="points", minimum=-100, maximum=100),
            "decision": choix("adopter B", "garder A", "poursuivre"),
        },
    ),
    ecart=0.011,
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Votre parcours
#
# La machine vérifie que vos calculs découlent de votre tableau ; le jury juge ce qu'il vaut.
#
# ## Question 9 — Votre parcours, point par point
#
# Une ligne par point de contact, dans l'ordre du parcours, **six à douze** lignes :
#
# | Colonne | Contenu |
# | --- | --- |
# | `point` | son nom, différent à chaque ligne |
# | `genre` | « numérique » (site, courriel…), « humain » (accueil, téléphone…) ou « matériel » (lieu, objet, papier…) |
# | `imagine` | la note que votre organisation pensait recevoir, sur 10, recueillie avant de montrer les résultats, à la même échelle que `vecu` |
# | `vecu` | la note moyenne que les clients ont donnée, sur 10 (une note sur 5 se double), tapée seule : 6,8 |
# | `reponses` | le nombre de réponses de cette moyenne ; si tous ont répondu à tout, le même nombre revient |
#
# Pas d'enquête point par point ? Demandez ces notes de vive voix à cinq clients ou usagers ; à défaut, refaites le parcours comme l'un d'eux et notez-le vous-même (`reponses` : 1). Dites-le à l'écrit A.
#
# **À rendre** (1 point) : `mon_parcours`, un tableau de ces cinq colonnes (dans du code,
# `pd.DataFrame({"point": ["…", "…"], "genre": ["humain", "matériel"], "imagine": [7, 8.5], "vecu": [7.4, 6.1], "reponses": [31, 24]})`).

# %% role="solution" id="mon_parcours_note"
# Un tableau : point, genre, imagine, vecu, reponses.
mon_parcours = None
### BEGIN SOLUTION
mon_parcours = pd.DataFrame(
    {
        "point": [
            "Page d'un café",
            "Panier et paiement",
            "E-mail de préparation",
            "Colis à l'ouverture",
            "Vitrine",
            "Accueil en boutique",
            "Dégustation",
            "Réponse aux réclamations",
        ],
        "genre": ["numérique", "numérique", "numérique", "matériel", "matériel", "humain", "humain", "humain"],
        "imagine": [8, 8.5, 7.5, 8, 7, 9, 8.5, 7.5],
        "vecu": [6.9, 6.2, 7.7, 8.6, 7.3, 8.8, 9.1, 6.4],
        "reponses": [142, 118, 96, 104, 61, 73, 38, 27],
    }
)
### END SOLUTION

# %% role="tests" id="C7_1-mon_parcours" points=1
verifier(
    "C7_1-mon_parcours",
    mon_parcours,
    vos_donnees(
        tableau(
            cle="point",
            colonnes={
                "genre": choix("numérique", "humain", "matériel"),
                "imagine": nombre(minimum=0, maximum=10),
                "vecu": nombre(minimum=0, maximum=10),
                "reponses": entier(unite="réponses", minimum=1, maximum=100_000),
            },
        ),
        lignes=(6, 12),
        varie=("vecu",),
        pas_de=(donnees,),
    ),
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — L'étape à reprendre
#
# D'après votre tableau, pour chacun de vos points de contact :
#
# - `ecart` : `imagine` moins `vecu`, en points ;
# - `contribution` : `ecart` × `reponses` ÷ total des réponses de votre tableau, en points. Leur somme est l'écart moyen de votre parcours ; la plus grande désigne le
#   point à reprendre d'abord, que l'écrit A nommera.
#
# **À rendre** (2 points) : `mes_ecarts`, un tableau d'une ligne par point : `point`, `ecart` et `contribution`, au centième au moins.

# %% role="solution" id="mes_ecarts_calcules"
# Un tableau : point, ecart, contribution.
mes_ecarts = None
### BEGIN SOLUTION
par_point = mon_parcours.set_index("point")
mon_ecart = par_point["imagine"] - par_point["vecu"]
poids = par_point["reponses"] / par_point["reponses"].sum()
mes_ecarts = pd.DataFrame({"ecart": mon_ecart, "contribution": mon_ecart * poids})
erreur_type(
    "C7_1-mes_ecarts",
    "signe_inverse",
    -mes_ecarts,
    "Vos écarts ont le signe contraire : on part de ce que l'organisation imagine et l'on ôte ce que les clients vivent.",
    part=0.5,
)
erreur_type(
    "C7_1-mes_ecarts",
    "sans_les_reponses",
    mes_ecarts.assign(contribution=mon_ecart / len(par_point)),
    "Vos contributions donnent le même poids à chaque point : pesez chacun par son nombre de réponses.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C7_1-mes_ecarts" points=2
verifier(
    "C7_1-mes_ecarts",
    mes_ecarts,
    tableau(
        cle="point",
        colonnes={
            "ecart": nombre(unite="points", minimum=-10, maximum=10),
            "contribution": nombre(unite="points", minimum=-10, maximum=10),
        },
    ),
    ecart=0.0051,
)

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — Écran, personnes, objets
#
# D'après votre tableau, pour chaque **genre** qui s'y trouve, les deux notes moyennes, **pondérées par le nombre de réponses**.
#
# **À rendre** (1 point) : `mes_moyennes`, un tableau d'une ligne par genre : `genre`, `imagine` et `vecu`, sur 10.

# %% role="solution" id="mes_moyennes_ponderees"
# Un tableau : genre, imagine, vecu.
mes_moyennes = None
### BEGIN SOLUTION
ponderees = par_point[["imagine", "vecu"]].mul(par_point["reponses"], axis=0).groupby(par_point["genre"]).sum()
mes_moyennes = ponderees.div(par_point.groupby("genre")["reponses"].sum(), axis=0)
erreur_type(
    "C7_1-mes_moyennes",
    "moyenne_simple",
    par_point.groupby("genre")[["imagine", "vecu"]].mean(),
    "Vous avez fait la moyenne simple des points : multipliez chaque note par ses réponses, additionnez, puis divisez par le total des réponses du genre.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C7_1-mes_moyennes" points=1
verifier(
    "C7_1-mes_moyennes",
    mes_moyennes,
    tableau(cle="genre", colonnes={"imagine": nombre(minimum=0, maximum=10), "vecu": nombre(minimum=0, maximum=10)}),
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Trois textes, un par compétence, forment votre **fiche « UX »**. Ils portent sur **votre** organisation, réussites et ratés compris ; ce qui vient du cas Merrandine ne compte pas. Si ce qui est demandé n'a pas eu lieu (une modification du site refusée), dites-le, et montrez un essai : une maquette devant cinq personnes en est un.
#
# Une case sans rien que l'on puisse contrôler (« rapide », « agréable ») compte comme vide : un nombre, une date, un nom ou un fait la remplit.
#
# **Vos preuves.** Remettez sous l'écrit C, sous le nom `preuves` (PDF, six pages au plus), une **preuve datée** par compétence, données personnelles masquées : le recueil d'une des deux notes (questionnaire envoyé, export, convocation), pour C7.1 ; un devis, un tarif ou un échange sur une action, pour C7.2 ; les captures
# avant et après et les mesures, pour C7.3. Ce dont rien ne reste peut être attesté par l'employeur, pour chacune : l'action, sa date et son chiffre.
#
# ## Écrit A — La carte d'expérience et ce qu'elle montre
#
# *Environ 430 mots · C7.1 · 31 points, avec le fichier `carte_experience`.*
#
# Le bouton sous l'écrit reçoit **votre carte d'expérience** (*experience map*), sous le nom `carte_experience` : une page, PDF ou image. En tête, le persona et les deux objectifs ; puis les étapes, dans l'ordre, leurs points de contact, et trois rangées : ce que le
# client, et non l'organisation, fait, pense et ressent, une émotion à chaque étape, les agréables comme les autres ; enfin les deux courbes, imaginée et vécue, aux points de la question 9, avec la source et la date des notes. Son titre est une phrase qui énonce le résultat ; chaque rangée et chaque courbe a son nom ; aucun texte n'en
# recouvre un autre ; les courbes se distinguent en noir et blanc. Écrivez :
#
# 1. **Le contexte**, en trois lignes, puis le **persona** : ce qu'il cherche, ce qui le gêne, d'où vous le savez (veille, enquête, entretiens, avis…), avec un nombre et une date ; et **deux objectifs** de la démarche, avec leur valeur de départ, leur valeur visée et leur date.
# 2. **Les étapes** : où le parcours commence, avant l'achat (ou l'usage), et où il finit, après lui ; ce qui sépare une étape de la suivante (un lieu, un interlocuteur, un geste…), et d'où vient ce découpage ; une étape que l'organisation ne voyait pas, ou qu'elle croyait distincte, et le fait qui l'a montré.
# 3. **Trois paroles** de clients, une par registre, avec leur origine (quel entretien, quelle réponse, quel avis) ; et une que vous avez hésité à ranger : son registre, et pourquoi.
# 4. **L'écart** entre l'imaginé et le vécu : qui a donné la note imaginée, et quand ; la note vécue : par quelle question, auprès de combien de clients (de vive voix ou par écrit), quand ; le point à reprendre d'abord, d'après un chiffre de la question 10 ; le trait du persona qui explique son écart.

# %% [markdown] role="manual" id="C7_1-carte_commentee" mots=430
# ### BEGIN SOLUTION
# **Repères pour le jury** (les faits viennent du candidat ou de la candidate). Ouvrir d'abord la carte, la lire sans l'écrit : que comprend-on seul ? Puis le tableau de la question 9.
#
# Un exemple de contexte : *alternante chez un torréfacteur de 19 salariés, deux boutiques et un site, septembre 2025 à août 2026.* Persona : *Claire, 41 ans, infirmière, achète 500 g par mois sur son téléphone entre deux
# gardes ; cherche un café qu'elle ne connaît pas sans se tromper ; les mots des connaisseurs la gênent ; tiré de neuf entretiens de novembre et de 142 réponses.* Objectifs : *faire passer la note du panier de 6,2 à 7,5 en six mois ; la part des premières commandes
# suivies d'une seconde de 31 à 38 % avant août.*
#
# | Étape | Fait | Pense | Ressent |
# | :-- | :-- | :-- | :-- |
# | Choisir | compare trois pages | « corsé, c'est amer ? » | hésitation |
# | Payer | retape son adresse | « pourquoi créer un compte ? » | agacement |
# | Ouvrir le colis | sent avant de lire | « c'est frais » | plaisir |
#
# Découpage : *une étape par lieu ou par interlocuteur, d'après les entretiens ; « attendre » manquait : trente appels par mois demandaient où était le colis.* Note vécue : *« Payer a été simple ? », sur 10, aux 142 acheteurs de mars.*
#
# Cohérence à contrôler : les points du tableau sont ceux de la carte ; la courbe vécue reprend la colonne `vecu` ; le point repris d'abord est celui de la plus grande contribution de la question 10, ou l'écrit dit pourquoi il en préfère un autre. Une note imaginée recueillie après coup se dit : elle n'est pas une faute si elle est
# avouée. La machine ne reconnaît pas le tableau de Merrandine recopié : ses sept points et leurs notes [question 2] ne comptent pas.
# ### END SOLUTION

# %% role="readonly" id="C7_1-carte_experience"
livrable("C7_1-carte_experience", "carte_experience", formats=("pdf", "png", "jpg"), pages=1)

# %% [markdown] role="grille" competence="C7.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Des actions pour vivre et sentir la marque
#
# *Environ 480 mots, tableaux compris · C7.2 · 27 points, avec le fichier `preuves` de l'écrit C.*
#
# 1. **Les fondements** : ce que sont le marketing expérientiel et le marketing sensoriel, en vos mots, avec une source pour chacun (un auteur, et un titre ou une année) ; ce qui les distingue ou les relie ; ce que votre organisation en fait déjà, et à quel point du parcours (sinon, où cela manque).
# 2. **Une liste ouverte** d'au moins cinq possibilités, en tableau : l'action, le sens ou l'expérience, le point de contact, la recherche dont elle vient, nommée (quel lieu, quel article, quelle parole…) ; **trois sortes** de recherches au moins (observation, article, visite, parole de client…).
# 3. **La faisabilité** de deux d'entre elles : coût fixe ; coût par client touché, et combien de clients ; délai ; temps de travail, et qui le ferait ; une gêne possible (allergie, bruit, accès, déchet…), et ce qui y répond ; la règle, en nombre, qui dit laquelle garder, et son verdict. La preuve datée (devis, tarif ou échange sur une action) est dans `preuves`.
# 4. **La proposition** : ce que le client verra, touchera, entendra, goûtera, sentira ou fera, et où dans le parcours ; le trait d'image qu'elle développe, et ce qui ne le montrait pas jusque-là ; ce qu'un concurrent ne pourra pas copier vite, et pourquoi ; la mesure de l'image : la question, posée à qui, le seuil, la date.

# %% [markdown] role="manual" id="C7_2-propositions" mots=480
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# *Expérientiel* : faire vivre un moment dont on se souvient, plutôt que vanter un produit (Schmitt : sentir, éprouver, penser, agir, relier ; Pine et Gilmore). *Sensoriel* : agir sur un ou plusieurs des cinq sens pour que la marque soit reconnue et préférée
# (Krishna, Hultén, Rieunier). D'autres auteurs conviennent. L'existant se dit avec son point de contact : *l'odeur de torréfaction, à la vitrine ; rien pour qui achète en ligne.*
#
# | Action | Sens | Point | Recherche |
# | :-- | :-- | :-- | :-- |
# | pastille de café à gratter, dans le colis | odorat | colis | visite d'un parfumeur |
# | roue des arômes à remplir chez soi | goût | colis | parole de cliente, entretien 4 |
# | bruit de la torréfaction en tête de page | ouïe | page d'un café | trois sites étrangers |
#
# Faisabilité d'exemple : *pastille : 850 € de mise au point, 0,21 € pièce, 6 400 colis par an, soit 0,34 € par client touché ; neuf semaines ; deux jours de la graphiste ; allergie : composition imprimée au dos. Gardée : moins de 0,50 € et avant Noël.*
#
# Une proposition est un projet : qu'elle ne soit pas réalisée n'ôte rien. Sa faisabilité, elle, part de prix demandés : la preuve (devis, tarif, échange) est dans le fichier `preuves`, remis à l'écrit C. Du cas, et qui ne compte pas : les huit idées de la table `idees`, leurs coûts [question 4].
#
# Valeur concurrentielle : ce qui tient à un savoir-faire, à un lieu, à des personnes se copie mal ; une remise, vite. La mesure porte sur l'image (une question posée avant et après), non sur les seules ventes.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C7.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Une page améliorée, et la preuve
#
# *Environ 420 mots, tableaux compris · C7.3 · 28 points, avec le fichier `preuves`.*
#
# Le bouton sous l'écrit reçoit **vos preuves**, celles des trois écrits, sous le nom `preuves`. Écrivez :
#
# 1. **Les fondements du webmarketing** : la page que vous améliorez, à quoi elle sert (attirer, convaincre, convertir, fidéliser) ; deux techniques au moins, ce que chacune fait faire au visiteur, et ce que la page en faisait, ou n'en faisait pas ; ce que la page ratait, par un chiffre ou un fait daté.
# 2. **L'*UX design*** : une technique au moins (entretiens, test d'utilisateurs, tri de cartes, maquette, audit d'accessibilité…), avec combien de personnes, quand, et la tâche ou la question, **citée** ; les objectifs : l'un **qualitatif** (ce que les clients diront, feront ou ne feront plus), l'autre **quantitatif** (valeur de départ, valeur
#    visée) ; quand vous les avez fixés, avant la modification.
# 3. **La preuve pour l'expérience** : la même mesure avant et après, avec sa question, sa période et son nombre de personnes, et la preuve datée dans `preuves` ; un objectif atteint ou non ; si ce n'est pas mieux, ce que vous corrigez ensuite, et quand ; une autre explication possible, et un fait qui l'appuie ou l'écarte.
# 4. **La preuve pour l'appel à l'action** : ce qui a changé (texte, place, forme), les deux versions étant montrées dans `preuves` ; visiteurs, clics et taux, avant et après ou A et B, avec leur période ; la règle de décision, en nombre, et la décision  ; une chose que cela ne prouve pas.

# %% [markdown] role="manual" id="C7_3-amelioration" mots=420
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord les preuves : voit-on ce qui a changé, quand, et combien de personnes ont été mesurées ? Elles réunissent aussi celles de C7.1 et de C7.2.
#
# *Page « panier » : convertir. Techniques : le contenu rassure (les frais n'étaient dits qu'après la création d'un compte), la relance par courriel fait revenir (déjà en place). En mars, 82 % des visiteurs s'arrêtaient là.*
#
# | | Avant (mars 2026) | Après (mai 2026) |
# | :-- | :-- | :-- |
# | « Payer a été simple », note sur 10 | 6,2 (118 réponses) | 7,6 (104 réponses) |
# | temps médian du panier au paiement | 3 min 40 | 2 min 05 |
# | « Commander sans compte » : visiteurs, clics | 2 210, 402 (18,2 %) | 2 304, 541 (23,5 %) |
#
# Objectif qualitatif : *que personne ne demande plus, en test, « où sont les frais de port ? »* (quatre sur cinq, puis zéro sur cinq). Quantitatif : *de 18 à 20 % de clics au moins. Fixés le 20 avril, avant la mise en ligne du 27.* Règle : *intervalle à 95 % de l'écart, 2,9 à 7,7 points, au-dessus de zéro ; 2 000 visiteurs par période
# fixés d'avance.* Réserve : avant et après ne sont pas tirés au sort ; une remise de mai a pu jouer. Un essai sur maquette devant cinq personnes est vécu ; ce que cinq personnes ne prouvent pas est alors la chose à dire.
# Du cas, et qui ne compte pas : les mesures du panier [question 6], les essais de boutons [question 7].
# ### END SOLUTION

# %% role="readonly" id="C7_3-preuves"
livrable("C7_3-preuves", "preuves", formats=("pdf",), pages=6)

# %% [markdown] role="grille" competence="C7.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence, d'après **votre propre démarche**. Elle n'entre pas dans la note ; vous la commenterez au grand oral.
#
# **Le grand oral** (10 min, puis 15 min d'échange) : vos étapes, la part qui vous revient, la carte projetée, deux ou trois chiffres de votre tableau et leur origine, votre auto-évaluation, un fait par niveau.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C7.1", "C7.2", "C7.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Après du code : **Noyau → Redémarrer le noyau et exécuter toutes les cellules**.
# 2. Bouton **Vérifier avant de rendre** : il dit ce qui manque, réponses, écrits et fichiers.
# 3. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
