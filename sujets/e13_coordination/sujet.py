# Épreuve 13 — Fiche de compétences « Managériale » (C12.1 à C12.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 13 — Fiche de compétences « Managériale »
#
# **Rapport de compétences** · travail écrit **individuel** · **3 h 30** devant ce notebook · soutenu ensuite au grand oral (10 min, puis 15 min d'échange) · compétences C12.1, C12.2 et C12.3
#
# **100 points** : 14 pour dix réponses, que la machine corrige, et 86 pour trois écrits et deux fichiers, que le jury juge.
#
# Cette fiche porte sur **les échanges que vous avez organisés, coordonnés et restitués**, dans l'organisation où vous travaillez ou avez travaillé. C'est un travail de
# plusieurs semaines ; ce notebook le reçoit.
#
# | Ce que vous faites | Quand | Points |
# | --- | --- | --- |
# | **Un échauffement** d'une heure, lecture comprise, sur un cas fictif, Perlanne (questions 1 à 7) | en une fois, ici | 10 |
# | **Vos réunions**, dans un tableau qui est le vôtre (questions 8 à 10) | relevé d'avance ; 25 minutes ici | 4 |
# | **Trois écrits** sur votre organisation, et un ordre du jour | préparés pendant des semaines ; 2 h 05 ici pour les mettre au net | 86 |
#
# Vos documents professionnels sont autorisés. Changez les noms si votre employeur le demande ; gardez le secteur, la taille, les dates et les chiffres. **De chacun, vous
# ne dites que le besoin et l'adaptation**, jamais une maladie, un handicap précis ni un diagnostic.
#
# ## Le cas : Perlanne
#
# *Autun (Saône-et-Loire), jeudi 8 octobre 2026.*
#
# **Perlanne** fabrique depuis 1998 des machines à café que l'on répare : 140 salariés, un site, 210 magasins qui les vendent, un atelier de réparation. Mardi 17 novembre, elle lance **la
# Noria**, une machine à broyeur dont chaque pièce se commande. L'équipe du lancement se réunit beaucoup et décide peu. Entreprise, machine et personnes sont fictives.
#
# Vous êtes **chargé·e de communication**. Perrine Vauthier, directrice marketing, vous confie la coordination :
#
# > « Il nous reste moins de six semaines. Que nous coûtent nos réunions, et laquelle transformer ? Six collègues me demandent un créneau : à qui répondre oui ? Je ne veux plus
# > qu'une adaptation demandée manque le jour venu. J'attends avant midi le compte rendu du comité de ce matin, ajouté en urgence : qui fait quoi, pour quand. Et dites-moi à quelles étapes du parcours plus personne
# > ne regarde ce que vit le client. »
#
# Un texte encadre les adaptations. En fonction des besoins dans une situation concrète, l'employeur prend les mesures appropriées pour qu'un travailleur handicapé, au sens de ce texte, exerce son emploi et y progresse, sous
# réserve que les charges n'en soient pas disproportionnées, aides déduites : code du travail, article L. 5213-6, issu de la loi n° 2005-102 du 11 février 2005. Perlanne va plus loin : le besoin de **tout** participant est noté, sa
# raison ne l'est jamais.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal.
# - **Vérification.** Le formulaire dit comment il a lu votre réponse et ce qui ne va pas dans sa *forme*, jamais sa valeur.
# - **Précision.** Gardez tous les chiffres dans les calculs. Si vous recopiez un résultat, gardez au moins trois chiffres
#   significatifs. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`62.4`).
# - **Une erreur ne compte qu'une fois** : si une question part de votre réponse précédente et que la suite est
#   juste compte tenu de celle-ci, elle est acquise.
# - **Noms réservés dans du code.** N'appelez aucun résultat `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou
#   `graphique` : ce sont les outils du notebook.
#
# **Les données du cas vous sont propres** : d'une copie à l'autre, les chiffres et les décisions diffèrent.
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans le dossier `donnees/`, en fichiers CSV qui s'ouvrent dans Excel et dans LibreOffice. Une valeur trouvée au
# tableur et recopiée vaut autant qu'une valeur calculée ici. Dans ces formules, les mots en minuscules sont vos plages de cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | ajouter à une ligne ce que dit une autre table (ici sa sixième colonne, que vous y avez calculée) | `=RECHERCHEV(E2;equipe;6;FAUX)` |
# | compter sous conditions ; les cases vides | `=NB.SI.ENS(stands;"Jeux";dates;"<"&jour)` ; `=NB.SI.ENS(stands;"Jeux";dates;"")` |
# | additionner sous conditions | `=SOMME.SI.ENS(couts;noms;"Conseil";venues;"oui")` |
# | le plus grand sous conditions | `=MAX.SI.ENS(delais;codes;"M1";etats;"")` |
# | repérer une ligne déjà vue plus haut | `=NB.SI.ENS(B$2:B2;B2;F$2:F2;F2)>1` |
# | savoir si un couple est dans une autre table | `=NB.SI.ENS(codes;B2;adaptations;F2;etats;"confirmé")` |
#
# Une réponse trouvée au tableur se tape ou se colle dans son formulaire (Ctrl + V) ; dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | une liste de nombres | `[4, 17]` |
# | une valeur par ligne | `{"S1": "brief", "S2": "réunion"}` |
# | une date | `"2026-10-16"` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 10 min | |
# | Étape 1. Organiser les échanges | 1 à 3 | 25 min | 4 |
# | Étape 2. Restituer, coordonner | 4 à 7 | 25 min | 6 |
# | Étape 3. Vos réunions | 8 à 10 | 25 min | 4 |
# | Écrits et fichiers | A à C | 125 min | 86 |

# %% role="readonly" id="preparation"
from epreuves import *

import re

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e13_coordination")

HEURES_AN = 1607  # heures de travail par an
DEBUT_TRIMESTRE = pd.Timestamp("2026-07-01")
RENDEZ_VOUS = ("Comité de lancement", "Point commercial", "Revue des visuels", "Point après-vente", "Revue de production")
PHASES = ("avant-vente", "vente", "après-vente")

# %% role="readonly" id="tables"
equipe = donnees["equipe"]
reunions = donnees["reunions"]
presences = donnees["presences"]
situations = donnees["situations"]
delais = donnees["delais"]
demandes = donnees["demandes"]
preparatifs = donnees["preparatifs"]
transcription = donnees["transcription"]
parcours = donnees["parcours"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une association prépare sa fête de quartier. Voici comment on valorise les heures de ceux qui sont venus, et comment on trace des barres.

# %% role="readonly" id="exemple"
# 1. Deux bénévoles sur trois sont venus, 50 minutes : heures-personnes, et leur valeur.
exemple_venus = pd.DataFrame({"nom": ["Ana", "Luc", "Zoé"], "venu": ["oui", "non", "oui"], "valeur_heure": [18, 21, 24]})
exemple_la = exemple_venus[exemple_venus["venu"] == "oui"]
print("Heures-personnes :", len(exemple_la) * 50 / 60)
print("Valeur :", (50 / 60 * exemple_la["valeur_heure"]).sum(), "€")

# 2. Une réponse de forme « tableau », trouvée dans un tableur et recopiée : une liste par colonne.
exemple_recopie = pd.DataFrame({"stand": ["Buvette", "Jeux"], "heures": [31.5, 12.0], "valeur": [640.2, 251.4]})
exemple_recopie

# %% role="readonly" id="exemple_graphique"
# Des barres qui se lisent seules : les axes nommés, avec l'unité, et un titre qui énonce le résultat.
exemple_figure, exemple_axes = plt.subplots(figsize=(5.5, 3.4), layout="constrained")
exemple_pertes = pd.DataFrame({"stand": ["Buvette", "Jeux", "Scène"], "pertes": [33.3, 10.0, 18.5]})
exemple_axes.bar(exemple_pertes["stand"], exemple_pertes["pertes"], color="#3b6e8f")
exemple_axes.set_title("La buvette a perdu un tiers de ses caisses")
exemple_axes.set_xlabel("stand")
exemple_axes.set_ylabel("caisses perdues (%)")
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Organiser les échanges
#
# ## Question 1 — Ce que coûtent les réunions
#
# Cinq rendez-vous sont revenus au troisième trimestre. La table `presences` dit qui y était invité, qui est venu et les minutes que la réunion a duré ; `reunions`, les décisions prises. Perrine Vauthier transformera le rendez-vous
# **dont une décision coûte le plus cher**.
#
# **Conventions.** Seules comptent les personnes **venues** (« présent » ou « à distance »), chacune pour toute la réunion. Une heure d'un salarié coûte
# 12 × `brut_mensuel` × (1 + `charges` ÷ 100) ÷ 1 607 heures par an ; une heure d'un indépendant, son `tarif_horaire` hors taxes.
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `cout` | le coût du temps des personnes venues, toutes les réunions du rendez-vous ensemble | € |
# | `cout_decision` | ce coût, divisé par le nombre de décisions du rendez-vous sur le trimestre | € |
#
# **À rendre** (2 points) : `cout_reunions`, un tableau de cinq lignes : `rendez_vous`, `cout` et `cout_decision`.

# %% role="solution" id="cout_des_reunions"
# Un tableau : rendez_vous, cout, cout_decision.
cout_reunions = None
### BEGIN SOLUTION
horaire = 12 * equipe["brut_mensuel"] * (1 + equipe["charges"] / 100) / HEURES_AN
taux_horaires = equipe.assign(taux=horaire.fillna(equipe["tarif_horaire"]).astype(float)).set_index("prenom")["taux"]
brut_seul = (12 * equipe["brut_mensuel"] / HEURES_AN).fillna(equipe["tarif_horaire"]).astype(float)
brut_seul.index = equipe["prenom"]
venus = presences[presences["presence"].isin(["présent", "à distance"])]
decisions_prises = reunions.groupby("rendez_vous")["decisions"].sum()


def bilan_des_reunions(personnes, taux):
    """Coût et coût d'une décision de chaque rendez-vous."""
    depense = personnes["minutes"] / 60 * personnes["prenom"].map(taux)
    bilan = depense.groupby(personnes["rendez_vous"]).sum().to_frame("cout")
    return bilan.assign(cout_decision=bilan["cout"] / decisions_prises)


cout_reunions = bilan_des_reunions(venus, taux_horaires)
erreur_type(
    "C12_1-cout_reunions",
    "sans_charges",
    bilan_des_reunions(venus, brut_seul),
    "Vous avez compté le salaire brut : l'employeur paie aussi des charges. Ajoutez-les avant de diviser par les heures de l'année.",
    part=0.5,
)
erreur_type(
    "C12_1-cout_reunions",
    "invites_pour_venus",
    bilan_des_reunions(presences, taux_horaires),
    "Vous avez compté tous les invités : qui est excusé ou absent ne passe pas ce temps en réunion. Gardez ceux qui sont venus.",
    part=0.34,
)
erreur_type(
    "C12_1-cout_reunions",
    "presents_seuls",
    bilan_des_reunions(presences[presences["presence"] == "présent"], taux_horaires),
    "Vous avez écarté qui suivait à distance : ces personnes y ont passé le même temps. Relisez les conventions.",
    part=0.34,
)
erreur_type(
    "C12_1-cout_reunions",
    "minutes_pour_heures",
    60 * cout_reunions,
    "Vos durées sont restées en minutes : le coût est celui d'une heure. Divisez par 60.",
    part=0.34,
)
erreur_type(
    "C12_1-cout_reunions",
    "par_reunion",
    cout_reunions.assign(cout_decision=cout_reunions["cout"] / reunions.groupby("rendez_vous").size()),
    "Vous avez divisé par le nombre de réunions : une réunion peut ne rien décider. Divisez par les décisions prises.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C12_1-cout_reunions" points=2
verifier(
    "C12_1-cout_reunions",
    cout_reunions,
    tableau(
        cle="rendez_vous",
        cles=RENDEZ_VOUS,
        colonnes={
            "cout": nombre(unite="€", minimum=10, maximum=1_000_000),
            "cout_decision": nombre(unite="€", minimum=1, maximum=200_000),
        },
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Une réunion, vraiment ?
#
# La table `situations`, affichée sous cet énoncé, donne six demandes, et le format que chacun a demandé par habitude. Répondez à chacune d'après ces critères, **lus de haut en bas :
# la première ligne qui convient l'emporte**.
#
# | Critère | Format |
# | --- | --- |
# | un choix **reste à faire** et il engage **au moins deux services** | réunion |
# | sinon, quelqu'un **commence** un travail et doit savoir quoi faire | brief |
# | sinon, un travail **déjà commencé** est à comparer à son calendrier | point d'étape |
# | sinon, **deux personnes** suffisent à régler la question | échange informel |
# | sinon, une information est à faire connaître, sans réponse attendue | message écrit |
#
# **À rendre** (1 point) : `formats`, une valeur par situation (`S1` à `S6`), par exemple `{"S1": "brief", "S2": "message écrit", …}`.

# %% role="readonly" id="six_situations"
a_gauche = {"text-align": "left"}
situations.style.hide(axis="index").set_properties(**a_gauche)

# %% role="solution" id="formats_choisis"
# Une valeur par situation : le format.
formats = None
### BEGIN SOLUTION


def format_juste(situation, decision_d_abord=True):
    """Le format de la première ligne du tableau de critères qui convient à une situation."""
    dit = situation["texte"]
    a_decider = re.search("trancher|choisir|arbitrer", dit) and situation["services"] >= 2
    if a_decider and decision_d_abord:
        return "réunion"
    if re.search("commence|démarre|débute", dit):
        return "brief"
    if re.search("en cours|à mi-parcours", dit):
        return "point d'étape"
    if situation["personnes"] <= 2:
        return "échange informel"
    return "réunion" if a_decider else "message écrit"


par_situation = situations.set_index("situation")
formats = par_situation.apply(format_juste, axis=1)
erreur_type(
    "C12_1-formats",
    "formats_demandes",
    par_situation["format_demande"],
    "Vous avez donné le format que chacun demandait : on demande une réunion par habitude. Partez de ce qui se passe et des critères.",
)
erreur_type(
    "C12_1-formats",
    "reunion_des_trois",
    formats.where(par_situation["personnes"] < 3, "réunion"),
    "Vous avez donné une réunion dès que trois personnes sont concernées : le nombre ne suffit pas, il faut un choix à faire entre deux services au moins.",
)
### END SOLUTION

# %% role="tests" id="C12_1-formats" points=1
verifier(
    "C12_1-formats",
    formats,
    serie(
        cle="situation",
        cles=("S1", "S2", "S3", "S4", "S5", "S6"),
        valeurs=choix("réunion", "brief", "point d'étape", "échange informel", "message écrit"),
    ),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Ce qui manque, et avant quelle réunion
#
# Quatre réunions approchent. La table `demandes` dit les adaptations que leurs participants demandent ; `preparatifs`, ce dont quelqu'un s'est occupé ; `delais`, le délai de chaque adaptation dans ce cas.
#
# - Deux participants d'une réunion qui demandent la même adaptation n'en font qu'**une**.
# - Une adaptation est **assurée** si elle est « confirmé » pour **cette** réunion. « Demandé », elle ne l'est pas encore : elle reste à obtenir.
#
# | Colonne | Contenu |
# | --- | --- |
# | `assurees` | parmi les adaptations demandées pour la réunion, part de celles qui sont assurées, en % |
# | `a_lancer` | parmi celles qui ne le sont pas, celle dont le **délai**, en jours ouvrés, est le plus long : vous la lancez ou la relancez aujourd'hui ; « rien » si tout est assuré |
#
# **À rendre** (1 point) : `adaptations`, un tableau de quatre lignes : `réunion` (`M1` à `M4`), `assurees` et `a_lancer`.

# %% role="solution" id="adaptations_manquantes"
# Un tableau : réunion, assurees, a_lancer.
adaptations = None
### BEGIN SOLUTION
delai_de = delais.set_index("adaptation")["delai"]
distinctes = demandes.drop_duplicates(["reunion", "adaptation"])


def etat_des_adaptations(voulues, reservees, plus_long=True, vues=()):
    """Part assurée et adaptation à lancer de chaque réunion ; « vues » : celles qu'écarte qui tient une demande pour lancée."""
    jointes = voulues.merge(reservees[["reunion", "adaptation"]], how="left", on=["reunion", "adaptation"], indicator="vue")
    lignes = {}
    for code, siennes in jointes.groupby("reunion"):
        assuree = siennes["vue"] == "both"
        reste = delai_de[[nom for nom in siennes.loc[~assuree, "adaptation"].unique() if (code, nom) not in vues]]
        premiere = "rien" if reste.empty else reste.idxmax() if plus_long else reste.idxmin()
        lignes[code] = {"assurees": 100 * assuree.mean(), "a_lancer": premiere}
    return pd.DataFrame(lignes).T.astype({"assurees": float}).rename_axis("réunion")


confirmees = preparatifs[preparatifs["etat"] == "confirmé"]
adaptations = etat_des_adaptations(distinctes, confirmees)
erreur_type(
    "C12_1-adaptations",
    "par_participant",
    etat_des_adaptations(demandes, confirmees),
    "Vous avez compté les demandes une à une : deux participants qui demandent la même adaptation n'en font qu'une à prévoir.",
    part=0.5,
)
erreur_type(
    "C12_1-adaptations",
    "demandee_vaut_confirmee",
    etat_des_adaptations(distinctes, preparatifs),
    "Vous avez tenu pour assurées des adaptations seulement demandées : le prestataire n'a pas répondu, elles peuvent manquer le jour venu.",
    part=0.25,
)
erreur_type(
    "C12_1-adaptations",
    "confirmee_ailleurs",
    etat_des_adaptations(distinctes, demandes[["reunion"]].drop_duplicates().merge(confirmees[["adaptation"]].drop_duplicates(), how="cross")),
    "Vous avez tenu pour assurée une adaptation confirmée pour une autre réunion : cherchez la réunion et l'adaptation ensemble.",
    part=0.25,
)
erreur_type(
    "C12_1-adaptations",
    "delai_le_plus_court",
    etat_des_adaptations(distinctes, confirmees, plus_long=False),
    "Vous avez retenu le délai le plus court : celle qui peut manquer la première est la plus longue à obtenir.",
    part=0.5,
)
erreur_type(
    "C12_1-adaptations",
    "demandee_ecartee",
    etat_des_adaptations(distinctes, confirmees, vues=set(zip(preparatifs["reunion"], preparatifs["adaptation"], strict=True))),
    "Vous avez écarté les adaptations demandées et restées sans réponse : elles ne sont pas assurées, et il reste à les obtenir.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C12_1-adaptations" points=1
verifier(
    "C12_1-adaptations",
    adaptations,
    tableau(
        cle="réunion",
        cles=("M1", "M2", "M3", "M4"),
        colonnes={
            "assurees": pourcentage(echelle="pourcent"),
            "a_lancer": choix(
                "interprétation en LSF",
                "sous-titrage en direct",
                "boucle à induction",
                "salle de plain-pied",
                "supports envoyés 48 h avant",
                "documents en gros caractères",
                "description des images à voix haute",
                "pauses toutes les 45 minutes",
                "rien",
            ),
        },
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Restituer, coordonner
#
# ## Question 4 — Les décisions du comité
#
# La table `transcription`, affichée sous cet énoncé, donne mot à mot le comité ajouté ce matin. Vous en faites le compte rendu ; ces trois définitions valent pour les questions 4 et 5.
#
# - Une **décision** est un choix que **Perrine arrête pendant cette réunion**, et sur lequel elle ne revient pas avant la fin. Un souhait, une proposition, même approuvée, un choix arrêté avant
#   ce matin n'en sont pas.
# - Une **action** a **une personne, une tâche et une date**. Confier une action, ou en changer la date, n'est pas une décision.
# - Une **information** est un fait rapporté, qui n'engage personne.
#
# **À rendre** (2 points) : `decisions`, la liste des **numéros des tours** où une décision est arrêtée, sans ordre (dans du code, `[4, 17]`). Une réponse de trop en annule une juste.

# %% role="readonly" id="mot_a_mot"
transcription.style.hide(axis="index").set_properties(**a_gauche)

# %% role="solution" id="decisions_arretees"
# Une liste de numéros de tours.
decisions = None
### BEGIN SOLUTION
paroles = transcription.sort_values("tour")
annonce = paroles["parole"].str.extract(r"^(?:Premier sujet|Sujet suivant|Dernier sujet|Je reviens sur) ?:? ?(.+?) ?[.:]")[0]
sujets = annonce.ffill()
arretes = (paroles["qui"] == "Perrine") & paroles["parole"].str.match("Je tranche|On retient|C'est décidé")
suspendus = sujets[paroles["parole"].str.contains("rien n'est donc arrêté")]
valables = arretes & ~sujets.isin(suspendus)
proposes = paroles["parole"].str.match("Je propose|J'aimerais beaucoup")
decides_avant = paroles["parole"].str.contains("C'est décidé depuis")
dates_acceptees = paroles["parole"].str.match("Va pour cette date|Entendu, on change la date")
decisions = paroles.loc[valables, "tour"].tolist()
erreur_type(
    "C12_3-decisions",
    "decision_suspendue",
    paroles.loc[arretes, "tour"].tolist(),
    "Votre liste garde une décision sur laquelle Perrine est revenue avant la fin : lisez les derniers tours.",
    part=0.5,
)
erreur_type(
    "C12_3-decisions",
    "decidee_avant",
    paroles.loc[valables | decides_avant, "tour"].tolist(),
    "Votre liste compte un choix arrêté avant cette réunion : quelqu'un le rappelle, c'est une information.",
    part=0.5,
)
erreur_type(
    "C12_3-decisions",
    "propositions_comptees",
    paroles.loc[valables | proposes, "tour"].tolist(),
    "Votre liste compte des propositions et des souhaits : tant que Perrine n'a rien arrêté, rien n'est décidé.",
)
erreur_type(
    "C12_3-decisions",
    "actions_comptees",
    paroles.loc[valables | dates_acceptees, "tour"].tolist(),
    "Votre liste compte des dates acceptées : confier une action ou en changer la date, c'est répartir le travail, non décider.",
    part=0.33,
)
### END SOLUTION

# %% role="tests" id="C12_3-decisions" points=2
verifier("C12_3-decisions", decisions, liste(de=entier(minimum=1, maximum=120), ordre=False))

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Qui fait quoi, pour quand
#
# Cinq sujets finissent par une action : la notice, l'affiche, la vidéo, la formation, la page d'aide. Pour chacun, relevez la personne qui **la fera** et la date **convenue à la fin** de
# la réunion.
#
# **À rendre** (1 point) : `releve`, un tableau de cinq lignes : `sujet` (`notice`, `affiche`, `vidéo`, `formation`, `page d'aide`), `qui` (le prénom) et `quand` (la date, par exemple `"2026-10-16"`).

# %% role="solution" id="releve_des_actions"
# Un tableau : sujet, qui, quand.
releve = None
### BEGIN SOLUTION
SUJETS = {"la notice": "notice", "l'affiche": "affiche", "la vidéo": "vidéo", "la formation": "formation", "la page d'aide": "page d'aide"}  # fmt: skip
MOIS_DITS = {"octobre": 10, "novembre": 11}
DATE_DITE = r"(?:pour|au) (?:lundi|mardi|mercredi|jeudi|vendredi) (\d+) (octobre|novembre)"


def dates_dites(dites):
    """Les dates d'un texte, dans l'ordre, hors celles d'un déplacement."""
    gardees = dites[~dites.str.contains("en déplacement")].str.cat(sep=" ")
    return [pd.Timestamp(2026, MOIS_DITS[mois], int(rang)) for rang, mois in re.findall(DATE_DITE, gardees)]


def responsable(tours, confie=True):
    """La dernière personne qui prend l'action, ou à qui celle qui parle dit l'avoir confiée."""
    nom = ""
    for qui, dit in tours[["qui", "parole"]].itertuples(index=False):
        autre = re.match(r"C'est (\w+) qui s'en charge", dit)
        if autre:
            nom = autre[1] if confie else qui
        elif "e m'en charge" in dit or "Oui, c'est noté" in dit:
            nom = qui
    return nom


lignes, premieres, parleurs = [], [], []
for dit, sujet in SUJETS.items():
    siens = paroles[sujets == dit]
    dates = dates_dites(siens["parole"])
    veille = pd.Timedelta(days=int(siens["parole"].str.contains("pour la veille").any()))
    lignes.append((sujet, responsable(siens), dates[-1] - veille))
    premieres.append((sujet, responsable(siens), dates[0]))
    parleurs.append((sujet, responsable(siens, confie=False), dates[-1] - veille))
releve = pd.DataFrame(lignes, columns=["sujet", "qui", "quand"])
erreur_type(
    "C12_3-releve",
    "premiere_date",
    pd.DataFrame(premieres, columns=releve.columns),
    "Vous avez relevé la première date dite : elle peut avoir été refusée, déplacée, ou être celle de l'événement dont on parle. Lisez jusqu'au bout.",
    part=0.75,
)
erreur_type(
    "C12_3-releve",
    "qui_parle",
    pd.DataFrame(parleurs, columns=releve.columns),
    "Vous avez nommé qui prend la parole : cette personne annonce parfois que quelqu'un d'autre s'en charge.",
    part=0.8,
)
### END SOLUTION

# %% role="tests" id="C12_3-releve" points=1
verifier(
    "C12_3-releve",
    releve,
    tableau(
        cle="sujet",
        cles=("notice", "affiche", "vidéo", "formation", "page d'aide"),
        colonnes={
            "qui": choix(
                "Armelle", "Perrine", "Gaspard", "Ousmane", "Fleur", "Hortense", "Tugdual", "Mireille", "Idriss", "Blandine", "Aubin",
                "Josselin", "Salomé", "Ferdinand", "Leïla",
            ),
            "quand": date(),
        },
    ),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Où plus personne ne regarde
#
# La table `parcours` suit le client de la publicité à l'atelier de réparation. Perrine Vauthier mettra le prochain point de contrôle dans la phase dont les étapes **sans contrôle** reçoivent la plus
# grande part des réclamations.
#
# Une étape est **contrôlée** si sa mesure a été relevée **au moins une fois depuis le 1er juillet 2026** (ce jour compris). Une mesure nommée mais jamais relevée, ou relevée avant, ne contrôle plus rien.
#
# | Colonne | Contenu |
# | --- | --- |
# | `reclamations` | nombre de réclamations de la phase qui viennent de ses étapes sans contrôle |
# | `part_reclamations` | parmi toutes les réclamations **de la phase**, part de celles qui viennent de ces étapes, en % |
#
# **À rendre** (2 points) : `phases`, un tableau de trois lignes : `phase` (`avant-vente`, `vente`, `après-vente`), `reclamations` et `part_reclamations`.

# %% role="solution" id="phases_sans_controle"
# Un tableau : phase, reclamations, part_reclamations.
phases = None
### BEGIN SOLUTION


def bilan_des_phases(controlee, parmi_toutes=False):
    """Réclamations des étapes sans contrôle et leur part, par phase."""
    perdues = parcours["reclamations"].where(~controlee, 0).groupby(parcours["phase"]).sum()
    total = parcours["reclamations"].sum() if parmi_toutes else parcours.groupby("phase")["reclamations"].sum()
    return pd.DataFrame({"reclamations": perdues, "part_reclamations": 100 * perdues / total})


relevee = parcours["releve_le"] >= DEBUT_TRIMESTRE
phases = bilan_des_phases(relevee)
erreur_type(
    "C12_2-phases",
    "mesure_nommee",
    bilan_des_phases(parcours["point_de_controle"].notna()),
    "Vous n'avez compté que les étapes où rien n'est prévu : une mesure jamais relevée, ou relevée avant juillet, ne contrôle plus rien.",
    part=0.33,
)
erreur_type(
    "C12_2-phases",
    "releve_ancien",
    bilan_des_phases(parcours["releve_le"].notna()),
    "Vous avez accepté des relevés anciens : une étape n'est contrôlée que si sa mesure a été relevée depuis le 1er juillet.",
    part=0.33,
)
erreur_type(
    "C12_2-phases",
    "jamais_releves_oublies",
    bilan_des_phases(~(parcours["releve_le"] < DEBUT_TRIMESTRE)),
    "Vous n'avez compté que les relevés anciens : une case vide n'est pas une date avant juillet, mais une étape que rien ne contrôle.",
    part=0.33,
)
erreur_type(
    "C12_2-phases",
    "etapes_controlees",
    bilan_des_phases(~relevee),
    "Vous avez compté les étapes contrôlées : la question porte sur celles que personne ne regarde.",
    part=0.33,
)
erreur_type(
    "C12_2-phases",
    "part_du_total",
    bilan_des_phases(relevee, parmi_toutes=True),
    "Vous avez divisé par les réclamations des trois phases : la part demandée est celle de la phase.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C12_2-phases" points=2
verifier(
    "C12_2-phases",
    phases,
    tableau(
        cle="phase",
        cles=PHASES,
        colonnes={
            "reclamations": entier(minimum=0, maximum=5000),
            "part_reclamations": pourcentage(echelle="pourcent"),
        },
    ),
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Le graphique du prochain comité
#
# D'après votre tableau de la question 6, montrez au comité la part des réclamations de chaque phase que plus personne ne regarde : des **barres**, une par phase, les deux axes nommés
# (« phase », « réclamations sans contrôle (%) »), et un titre qui dit quelle phase a la plus grande part.
#
# **À rendre** (1 point) : le graphique, dessiné dans son formulaire ou par du code (`figure_phases`).

# %% role="solution" id="graphique_phases"
# Une figure matplotlib : par exemple figure_phases, axes = plt.subplots()
figure_phases = None
### BEGIN SOLUTION
DITS = {"avant-vente": "L'avant-vente", "vente": "La vente", "après-vente": "L'après-vente"}


def tracer(valeurs, unite):
    """Les barres des phases, dont la plus haute donne le titre."""
    rangees = valeurs.reindex([nom for nom in PHASES if nom in valeurs.index])
    figure, cadre = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
    barres = cadre.bar(rangees.index, rangees, color=["#b8561f" if nom == rangees.idxmax() else "#1f5f8b" for nom in rangees.index])
    cadre.bar_label(barres, labels=[f"{valeur:.0f}{unite}" for valeur in rangees])
    cadre.set_title(
        f"{DITS[rangees.idxmax()]} laisse {rangees.max():.0f}{unite} de ses réclamations sans contrôle", loc="left", fontweight="bold"
    )
    cadre.set_xlabel("phase")
    cadre.set_ylabel("réclamations sans contrôle (%)")
    cadre.margins(y=0.12)
    cadre.spines[["top", "right"]].set_visible(False)
    return figure


figure_phases = tracer(phases["part_reclamations"], " %")
erreur_type(
    "C12_2-figure_phases",
    "nombres_traces",
    tracer(phases["reclamations"], ""),
    "Vous avez tracé des nombres de réclamations : la phase qui en reçoit le plus n'est pas toujours celle que l'on regarde le moins. Tracez les parts.",
    part=0.4,
)
for autre in {*plt.get_fignums()} - {figure_phases.number}:  # celle de l'erreur
    plt.close(autre)
### END SOLUTION

# %% role="tests" id="C12_2-figure_phases" points=1
verifier(
    "C12_2-figure_phases",
    figure_phases,
    graphique(genre="barres", x="phase", y="réclamations sans contrôle", unite_y="%"),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Vos réunions
#
# Perlanne est derrière vous : voici **vos** réunions. La machine vérifie que vos calculs suivent de votre tableau ; le jury juge ce que ce tableau vaut, et
# l'écrit A dit d'où viennent ses chiffres.
#
# ## Question 8 — Un mois de réunions
#
# Une ligne par échange auquel vous avez pris part, **six à quarante** lignes, sur une même période d'un mois environ, à dire dans l'écrit A. D'un échange qui revient chaque jour, n'en relevez qu'un par semaine.
# Il faut deux formats et trois durées différentes au moins.
#
# | Colonne | Contenu |
# | --- | --- |
# | `réunion` | son nom ou sa date, différent à chaque ligne |
# | `format` | « réunion », « brief », « point d'étape » ou « échange informel » |
# | `duree` | les minutes **réelles**, non prévues : `75`, et non « 1 h 15 » |
# | `presents` | nombre de personnes venues, vous compris·e, au moins 2 |
# | `decisions` | nombre de décisions prises, 0 s'il n'y en a pas eu |
# | `taux` | coût moyen d'une heure d'une personne venue, charges comprises, en €, tel que vous l'estimez ; le même partout si vous n'en avez qu'un. Tapez `29.5`, avec un point, si vous calculez ici |
#
# **À rendre** (1 point) : `mes_reunions`, un tableau, par exemple
# `pd.DataFrame({"réunion": ["Fête, 3 mai", "…"], "format": ["brief", "…"], "duree": [35, …], "presents": [4, …], "decisions": [1, …], "taux": [27.5, …]})`,
# ou lu dans votre classeur, posé à côté du notebook, aux mêmes colonnes : `pd.read_excel("mes_reunions.xlsx")`.

# %% role="solution" id="mes_reunions"
# Un tableau : réunion, format, duree, presents, decisions, taux.
mes_reunions = None
### BEGIN SOLUTION
mes_reunions = pd.DataFrame(
    {
        "réunion": [
            "Équipe, lundi 2 mars", "Revue des retours, 4 mars", "Brief photographe", "Équipe, lundi 9 mars", "Boutique et atelier, 11 mars", "Point site, 13 mars",
            "Équipe, lundi 16 mars", "Couloir, étiquettes", "Point site, 20 mars", "Boutique et atelier, 25 mars", "Équipe, lundi 30 mars",
        ],
        "format": [
            "réunion", "réunion", "brief", "réunion", "réunion", "point d'étape", "réunion", "échange informel", "point d'étape", "réunion", "réunion",
        ],
        "duree": [72, 47, 34, 85, 58, 22, 64, 12, 27, 66, 91],
        "presents": [7, 4, 3, 6, 5, 3, 7, 2, 4, 6, 7],
        "decisions": [1, 1, 2, 0, 3, 0, 0, 1, 1, 2, 0],
        "taux": [31, 30, 38.5, 31, 29, 27.5, 31, 24, 27.5, 29, 31],
    }
)  # fmt: skip
### END SOLUTION

# %% role="tests" id="C12_1-mes_reunions" points=1
verifier(
    "C12_1-mes_reunions",
    mes_reunions,
    vos_donnees(
        tableau(
            cle="réunion",
            colonnes={
                "format": choix("réunion", "brief", "point d'étape", "échange informel"),
                "duree": entier(unite="minutes", minimum=3, maximum=600),
                "presents": entier(minimum=2, maximum=200),
                "decisions": entier(minimum=0, maximum=60),
                "taux": nombre(unite="€", minimum=10, maximum=250),
            },
        ),
        lignes=(6, 40),
        varie=("duree", "format"),
        pas_de=(donnees,),
    ),
)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — Ce que chacune a coûté
#
# D'après votre tableau, pour chacun de vos échanges :
#
# - `heures` : les heures-personnes, `duree` ÷ 60 × `presents` ;
# - `cout` : ces heures × `taux`, en €.
#
# **À rendre** (1 point) : `bilan_reunions`, un tableau d'une ligne par échange, **tous ceux de votre tableau** et sous les mêmes noms : `réunion`, `heures` et `cout`.

# %% role="solution" id="bilan_de_mes_reunions"
# Un tableau : réunion, heures, cout ; autant de lignes que mes_reunions.
bilan_reunions = None
### BEGIN SOLUTION
miennes = mes_reunions.set_index("réunion")
heures_personnes = miennes["duree"] / 60 * miennes["presents"]
bilan_reunions = pd.DataFrame({"heures": heures_personnes, "cout": heures_personnes * miennes["taux"]})
erreur_type(
    "C12_1-bilan_reunions",
    "une_seule_personne",
    bilan_reunions.div(miennes["presents"], axis=0),
    "Vous avez compté le temps d'une seule personne : une réunion prend le temps de toutes celles qui y sont venues.",
    part=0.34,
)
erreur_type(
    "C12_1-bilan_reunions",
    "cout_d_une_personne",
    bilan_reunions.assign(cout=miennes["duree"] / 60 * miennes["taux"]),
    "Vos coûts sont ceux d'une seule personne : partez de vos heures-personnes.",
    part=0.5,
)
erreur_type(
    "C12_1-bilan_reunions",
    "minutes_pour_heures",
    60 * bilan_reunions,
    "Vos durées sont restées en minutes : le taux est celui d'une heure. Divisez par 60.",
    part=0.34,
)
### END SOLUTION

# %% role="tests" id="C12_1-bilan_reunions" points=1
verifier(
    "C12_1-bilan_reunions",
    bilan_reunions,
    tableau(
        cle="réunion",
        colonnes={
            "heures": nombre(unite="heures ou h", minimum=0, maximum=200_000),
            "cout": nombre(unite="€", minimum=0, maximum=50_000_000),
        },
    ),
    tolerance=0.02,
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Quel format coûte, quel format décide
#
# D'après vos deux tableaux, pour chacun des formats **que vous avez employés** :
#
# - `part_cout` : sa part du coût total de vos échanges, en % ;
# - `sans_decision` : parmi les échanges de ce format, part de ceux qui n'ont donné aucune décision, en %.
#
# **À rendre** (2 points) : `bilan_formats`, un tableau d'une ligne par format employé : `format`, `part_cout` et `sans_decision`. La colonne `part_cout` a 100 pour total. Recopiez au moins une décimale : `3.0`.

# %% role="solution" id="bilan_des_formats"
# Un tableau : format, part_cout, sans_decision.
bilan_formats = None
### BEGIN SOLUTION
mon_format, sans = miennes["format"], miennes["decisions"] == 0
couts = bilan_reunions["cout"]
bilan_formats = pd.DataFrame(
    {"part_cout": 100 * couts.groupby(mon_format).sum() / couts.sum(), "sans_decision": 100 * sans.groupby(mon_format).mean()}
)
bilan_formats = bilan_formats.round(9).rename_axis("format")  # 100 et non 100,00000000000001
erreur_type(
    "C12_1-bilan_formats",
    "part_du_nombre",
    bilan_formats.assign(part_cout=100 * mon_format.groupby(mon_format).size() / len(miennes)),
    "Votre première colonne est la part du nombre d'échanges : un échange de dix minutes à deux ne coûte pas une réunion. Partez des coûts.",
    part=0.5,
)
erreur_type(
    "C12_1-bilan_formats",
    "rapportee_a_tous",
    bilan_formats.assign(sans_decision=100 * sans.groupby(mon_format).sum() / len(miennes)),
    "Vous avez rapporté les échanges sans décision à tous vos échanges : ils se rapportent à ceux du même format.",
    part=0.5,
)
erreur_type(
    "C12_1-bilan_formats",
    "avec_decision",
    bilan_formats.assign(sans_decision=100 - bilan_formats["sans_decision"]),
    "Votre seconde colonne compte les échanges qui ont décidé : la question porte sur ceux qui n'ont donné aucune décision.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C12_1-bilan_formats" points=2
verifier(
    "C12_1-bilan_formats",
    bilan_formats,
    tableau(cle="format", colonnes={"part_cout": pourcentage(echelle="pourcent"), "sans_decision": pourcentage(echelle="pourcent")}),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Trois textes, un par compétence : ensemble, ils forment votre **fiche « Managériale »**. Ils portent sur **votre** organisation, avec ses faits : dates,
# personnes, décisions, réussites et ratés compris. Ce qui vient du cas Perlanne ne compte pas ; une case sans rien que l'on puisse contrôler (« régulier », « satisfait ») compte comme vide. Si votre organisation n'a pas connu ce qui est demandé (aucune adaptation, aucune mesure de RSE), dites-le et donnez,
# à défaut de vécu, ce qui en tient lieu : la mesure prévue, sa valeur attendue, qui la relèverait. Sans vente,
# prenez les phases que vivent vos usagers : avant l'inscription, pendant, après. Les critères sur lesquels chaque écrit est jugé le suivent.
#
# **Vos preuves.** Remettez sous l'écrit A, sous le nom `preuves` (PDF), une **preuve datée** par compétence, noms masqués : la convocation ou le message d'un des échanges de l'écrit A (C12.1), l'envoi de l'ordre du jour (C12.2), l'envoi d'un des comptes rendus (C12.3). Ce dont rien ne reste peut être attesté par l'employeur.
#
# ## Écrit A — L'organisation des échanges
#
# *Environ 480 mots · C12.1 · 27 points, avec le fichier `preuves`.*
#
# 1. **Le contexte**, en trois lignes : l'organisation, le projet, votre rôle, qui il fallait faire travailler ensemble, en interne et à l'extérieur ; la période de votre tableau et l'origine de ses chiffres.
# 2. **Les outils possibles** : un tableau d'au moins quatre lignes (réunion, brief, point d'étape, échange informel, message, outil partagé…) ; à quoi, ou à qui, chacun a servi, ou, pour un au moins, pourquoi vous l'avez
#    écarté. Citez deux chiffres de vos questions 9 et 10, et ce que vous changez ou gardez d'après le format qui coûte et celui qui décide.
# 3. **Deux échanges que vous avez organisés**, de formats différents : la situation (qui, quoi, quand), la contrainte qui a pesé sur le choix, le format que vous avez écarté et pourquoi, ce qui en est sorti. Pour
#    l'un des deux, racontez comment vous l'avez **animé** : l'ouverture, la parole, le temps, la conclusion.
# 4. **Un échange pensé pour tous** : ce que vous avez prévu avant, pendant et après (horaire, lieu, durée, supports, prise de parole, trace), y compris pour les collègues en situation de handicap : le besoin exprimé
#    ou anticipé, l'adaptation, qui s'en est chargé, ce qui a manqué, ou à quel fait vous avez vu que rien ne manquait (à défaut de vécu, ce qui manquerait).

# %% [markdown] role="manual" id="C12_1-organisation" mots=480
# ### BEGIN SOLUTION
# **Repères pour le jury** (les faits viennent du candidat ou de la candidate). Ouvrir d'abord le tableau de la question 8, puis les réponses 9 et 10.
#
# Un exemple de contexte : *assistant communication en alternance dans un réseau de quatre auto-écoles, mars 2026 ; ouverture d'une formation au code en ligne ; trois moniteurs, la gérante, un développeur, une imprimeuse.*
#
# | Outil | Employé pour | Ou écarté parce que |
# | :-- | :-- | :-- |
# | réunion, lundi | arbitrer prix et calendrier, moniteurs et gérante | |
# | brief écrit puis oral | lancer l'imprimeuse, qui ne connaissait pas la charte | |
# | point d'étape de quinze minutes, debout | suivre le développeur, le jeudi | |
# | visioconférence à six | | les moniteurs sont en voiture : un message vocal les touchait mieux |
#
# Cohérence à contrôler : les échanges décrits sont dans le tableau ; les durées et le taux sont vraisemblables ; ce qui est dit du format qui coûte et de celui qui décide suit des questions 9 et 10. Les preuves des trois compétences sont dans le fichier `preuves`.
#
# Échange pour tous : *ordre du jour envoyé deux jours avant, en texte ; salle du rez-de-chaussée ; un tour de table où chacun peut écrire plutôt que parler ; fin avant 16 h ; le besoin d'un support agrandi, demandé par un collègue, prévu par moi ; la
# visioconférence n'était pas sous-titrée, je l'ai découvert le jour même.* **Aucune pathologie ni aucun diagnostic n'est attendu** : si la copie en révèle un, ne pas le reprendre dans les commentaires. Qui n'a rencontré aucune demande, mais dit ce qui était prévu d'office et l'a été vraiment, à qui chacun pouvait dire son besoin et ce qui a manqué, atteint le niveau 3.
#
# Animation : une ouverture qui dit le but et l'heure de fin, la parole donnée à qui ne la prend pas, une dérive arrêtée, une conclusion qui redit qui fait quoi.
# ### END SOLUTION

# %% role="readonly" id="C12_1-preuves"
livrable("C12_1-preuves", "preuves", formats=("pdf",))

# %% [markdown] role="grille" competence="C12.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Avant, pendant et après la vente
#
# *Environ 400 mots · C12.2 · 29 points, avec le fichier `ordre_du_jour`.*
#
# Remettez **l'ordre du jour** d'une réunion de coordination par le bouton sous l'écrit, ou dans le dossier de ce notebook, sous le nom `ordre_du_jour` (PDF, document ou image, deux pages au plus) : une réunion que vous avez tenue ou
# préparée entre les commerciaux, le marketing et la direction. Il dit la date, la durée, les participants, et pour chaque point : la phase de vente, qui l'apporte, les minutes, ce que l'on en attend. **Il met à l'ordre du jour l'impact d'une mesure d'accessibilité et d'une
# mesure de RSE**, chacune avec son indicateur et sa dernière valeur. (La preuve datée de son envoi, comme celle d'un compte rendu de l'écrit C, est dans `preuves`.) Puis écrivez :
#
# 1. **Les rencontres, par phase** : un tableau de trois lignes, avant-vente, vente, après-vente : quelle réunion, qui y vient (commerciaux et direction ensemble à l'une au moins), à quel rythme, et ce qui passe à la phase suivante (pour la dernière, ce qui en revient à une autre).
# 2. **Les points de contrôle** : une étape au moins de l'expérience du client par phase, avec sa mesure, son rythme, son responsable et le seuil, en nombre, qui fait réagir. Racontez-en un qui a fait changer quelque chose : la valeur relevée, le changement, la valeur d'après (à défaut, ce que le seuil franchi ferait changer).
# 3. **L'accessibilité et la RSE** : pour chacune des deux mesures de votre ordre du jour, l'effet, par deux valeurs que l'on compare (avant et après, ou attendue et constatée), ce que la réunion en a décidé, ou décidera et quand ; deux autres ordres du jour, datés, des trois derniers mois
#    où chacune a figuré.

# %% [markdown] role="manual" id="C12_2-coordination" mots=400
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord l'ordre du jour : saurait-on, sans l'écrit, de quelle phase on parle, pendant combien de temps, et ce qu'il faut décider ?
#
# | Phase | Rencontre | Qui | Rythme | Ce qui passe à la suite |
# | :-- | :-- | :-- | :-- | :-- |
# | avant-vente | point prospects | conseillers, moi | le lundi, 20 min | les questions posées trois fois vont sur le site |
# | vente | revue des inscriptions | gérante, conseillers, moi | quinzaine | les dossiers incomplets sont rappelés |
# | après-vente | bilan des élèves | moniteurs, gérante, moi | mois | les motifs d'abandon reviennent aux conseillers |
#
# Un point de contrôle complet : *délai de réponse à une demande, relevé le vendredi par l'accueil, seuil de 24 h ; à 41 h en mars, la réponse type a été refaite, 19 h en avril.*
#
# Mesures : *sous-titrage des douze leçons filmées, part vue jusqu'au bout de 38 à 52 % ; livret imprimé à la demande, 1 100 feuilles de moins par mois.* L'effet peut être nul : ce qui compte est qu'il soit relevé et mis en discussion, d'une réunion à l'autre. Dans une
# organisation sans vente (association, collectivité), les phases sont celles de l'usager : avant l'inscription, pendant, après.
# ### END SOLUTION

# %% role="readonly" id="C12_2-ordre_du_jour"
livrable("C12_2-ordre_du_jour", "ordre_du_jour", formats=("pdf", "docx", "odt", "png", "jpg"), pages=2)

# %% [markdown] role="grille" competence="C12.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Deux comptes rendus
#
# *Environ 420 mots · C12.3 · 30 points.*
#
# Rédigez **deux comptes rendus** d'échanges que vous avez vécus, de nature différente (une réunion et un point d'étape, par exemple, ou un rendez-vous avec un prestataire), tels qu'ils ont été ou auraient dû être envoyés. Chacun comprend :
#
# 1. **l'en-tête** : objet, date, durée, présents, excusés, auteur, destinataires ;
# 2. **l'essentiel de chaque point**, sans raconter la discussion : ce qui a été dit d'utile, les désaccords compris, attribués sans les juger (s'il n'y en a pas eu, dites-le) ;
# 3. **les décisions**, séparées des informations ;
# 4. **les actions** : qui, quoi, pour quand ;
# 5. la date du prochain échange, et le délai laissé pour corriger le compte rendu.

# %% [markdown] role="manual" id="C12_3-comptes_rendus" mots=420
# ### BEGIN SOLUTION
# **Repères pour le jury.** Deux comptes rendus, de deux natures d'échange. Les lire comme un absent : sait-on ce qui est décidé, qui fait quoi, et pour quand ?
#
# > *Point sur les affiches, 12 mars 2026, 25 min. Présents : A. (imprimerie), moi (auteur). Aucun excusé. Destinataires : A., la gérante. **Information** : le papier recyclé 300 g a trois semaines de délai. **Décision** : tirage ramené de 2 000 à 1 200. **Désaccord** :
# > l'imprimerie préfère deux livraisons, nous une seule ; non tranché. **Actions** : moi, envoyer le fichier corrigé, vendredi 13 mars ; A., donner le prix des deux livraisons, mardi 17 mars. Prochain point : jeudi 19 mars. Sans remarque avant lundi 16 mars, ce
# > compte rendu est réputé accepté.*
#
# Neutralité : les faits et les positions, sans adjectif sur les personnes (« A. conteste le délai », et non « A. s'obstine »). Orthographe : compter les fautes distinctes sur les deux textes ensemble, rapportées à 400 mots ; une coquille répétée compte une fois. Deux au plus, niveau 3 ; trois à six, niveau 2 ; sept à douze, niveau 1 ; davantage, ou un texte qu'il faut récrire pour le comprendre, niveau 0.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C12.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence, d'après **vos propres échanges**. Cette évaluation n'entre pas dans la note : elle
# est rapprochée de celle du jury dans votre compte rendu, et vous la commenterez au grand oral.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C12.1", "C12.2", "C12.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque, réponses, écrits et fichiers. Une question laissée sans réponse
#    ne bloque rien : elle vaut zéro, les autres comptent.
# 3. Les fichiers `preuves` et `ordre_du_jour` sont dans le dossier du notebook.
# 4. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
