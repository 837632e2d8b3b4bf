# Épreuve 11 — Serious game « Challenge de la communication » (C11.1), notebook du groupe.
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 11 — Le challenge de la communication
#
# **Serious game « Challenge de la communication »** · groupe de **trois**, un thème tiré au sort par membre · ce notebook demande environ **4 h** de travail, soit **2 h 20** par personne ; la production de
# chacun, une demi-journée · compétence C11.1
#
# **100 points** : 40 dans ce notebook (24 pour dix-sept réponses, que la machine corrige, et 16 pour un écrit du groupe) et 60 dans le notebook `production.ipynb`, où chacun remet **la production de son thème**, faite **seul·e ou ensemble**, au choix du groupe.
# Trois professionnels du métier au moins essaient ensuite les productions, montre en main ; puis chacun défend la sienne à un **oral individuel** (10 min, puis 10 min d'échange).
#
# **Le jeu.** Un second tirage au sort a lieu **cinq minutes avant votre oral** : un **incident** de la vie de Navelle, qui relève d'un autre thème que le vôtre. Vous le réglez avec **le guide de votre coéquipier·ère** sur ce thème, et rien d'autre. Vous prenez trois minutes de l'échange pour dire au jury
# ce que vous faites, quelle règle du guide le veut, et ce que le guide ne disait pas. Un guide absent ne vous est pas compté : l'incident porte alors sur l'autre thème.
#
# ## Le cas : Navelle
#
# *Saintes (Charente-Maritime), lundi 5 octobre 2026.*
#
# **Navelle** est le réseau de transport public de l'agglomération : onze lignes de bus, une navette électrique sur le fleuve, 410 vélos en location, 148 agents. En juin, les élus de l'agglomération, qui a confié le réseau à l'entreprise Navelle, ont adopté une
# **plateforme de marque** et une **charte graphique**. Le réseau prend son nouveau visage le 4 janvier 2027. Les documents internes, eux, datent d'avant.
#
# Odile Marchandeau, directrice de la communication, vous passe commande :
#
# > « Cet été, un photographe nous a réclamé 1 450 € pour une image que nous n'avions plus le droit d'employer ; une affiche de perturbation était illisible de l'autre côté du quai ; et une insulte est restée
# > deux jours sous une publication, pendant qu'une vraie question attendait. Les agents ne se trompent pas : nos documents ne leur disent rien. Je veux trois guides de deux pages qu'ils
# > garderont sous la main. Thierno, Agathe et Loïc vous ont préparé les relevés. »
#
# | Thème | La production : un document interne de deux pages | Pour |
# | --- | --- | --- |
# | **identité visuelle** | la fiche « La charte en deux pages » : couleurs, logo, photos | les agents qui font une affiche, une note, un diaporama ; commande d'Agathe Rivoire, graphiste |
# | **identité de marque** | le guide « Parler et répondre au nom de Navelle » : valeurs, preuves, ton, modération | les agents qui écrivent et répondent ; commande de Thierno Baldé, animateur des réseaux sociaux |
# | **éco-conception** | le guide « Publier sobre et lisible » : pages, photos, actions | les agents qui publient sur le site et l'intranet ; commande de Loïc Peyrat, responsable numérique |
#
# Les trois thèmes pèsent le même poids. Les guides, imprimés et mis en ligne sur l'intranet, paraissent le 30 novembre 2026 et serviront jusqu'au **31 décembre 2027**.
#
# ### La plateforme de marque
#
# | Valeur | Ce qu'elle promet |
# | --- | --- |
# | **Proximité** | connaître chaque quartier, chaque commune, et ceux qui y vivent |
# | **Fiabilité** | tenir l'horaire, et prévenir quand il ne l'est pas |
# | **Sobriété** | consommer moins d'énergie, de papier et de données |
# | **Hospitalité** | que chacun puisse monter, comprendre et demander de l'aide |
#
# *Positionnement* : « le réseau qui vous connaît ». Navelle ne se compare à personne, ne parle ni de son groupe ni de ses tarifs, ne se vante pas, et ne promet que ce qu'un relevé prouve.
#
# *Charte* : huit couleurs (table `couleurs`) ; une seule police, sans empattement, en deux tailles ; des pictogrammes au trait, toujours accompagnés d'un mot.
#
# ### Le cadre légal
#
# - **Accessibilité** : l'article 47 de la loi n° 2005-102 du 11 février 2005 l'impose aux services en ligne du secteur public et de ses délégataires ; le RGAA 4.1 dit comment la vérifier.
# - **Droit d'auteur** : une cession dit par écrit chaque droit cédé, son étendue, sa **destination**, son lieu et sa **durée** (code de la propriété intellectuelle, article L. 131-3). Une licence Creative Commons se respecte comme un contrat. Chacun a droit au respect
#   de sa vie privée (code civil, article 9) : on ne publie pas sans son accord la photo d'une personne reconnaissable.
# - **Numérique responsable** : la loi « REEN » n° 2021-1485 du 15 novembre 2021 (article 35) demande une stratégie numérique responsable aux intercommunalités de plus de 50 000 habitants, depuis le 1er janvier 2025. L'agglomération en est une ;
#   elle demande à Navelle de la suivre.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Un seul notebook pour le groupe.** Chacun répond aux cinq questions de son thème ; les deux dernières et l'écrit se font ensemble. Pour réunir vos réponses, suivez la dernière cellule ; un
#   membre rend pour tous. `production.ipynb`, lui, est à chacun.
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal.
# - **Vérification.** Le formulaire dit comment il a lu votre réponse et ce qui ne va pas dans sa *forme*, jamais sa valeur.
# - **Précision.** Gardez tous les chiffres dans les calculs, et au moins trois chiffres significatifs dans un résultat recopié. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`62.5`).
# - **Une erreur ne compte qu'une fois** : une suite juste, compte tenu de la réponse précédente, est acquise.
# - **Noms réservés dans du code.** N'appelez aucun résultat `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou `graphique` : ce sont les outils du notebook.
#
# **Vos données vous sont propres** : elles diffèrent d'un groupe à l'autre.
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans le dossier `donnees/`, en fichiers CSV qui s'ouvrent dans Excel et dans LibreOffice. Une valeur recopiée du tableur vaut autant qu'une valeur calculée ici. Dans ces formules, les mots en
# minuscules sont vos cellules ou vos plages.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | corriger une composante de couleur | `=SI(rouge/255<=0,04045;rouge/255/12,92;((rouge/255+0,055)/1,055)^2,4)` |
# | compter sous conditions | `=NB.SI.ENS(documents;"Plan de ligne";verdicts;"faute")` |
# | aller chercher la valeur d'un couple | `=INDEX(contrastes;EQUIV(couple;couples;0))` |
# | trouver le palier d'une page | `=EQUIV(elements;paliers;1)-1` |
# | comparer un titre à celui d'avant | `=SI(document=document_avant;niveau-niveau_avant;"premier")` |
# | compter les mots d'une phrase | `=NBCAR(phrase)-NBCAR(SUBSTITUE(phrase;" ";""))+1` |
# | ne compter une réponse qu'une fois | une colonne `=NB.SI.ENS(reponses$2:reponses2;reponse;fautes$2:fautes2;1)=1`, puis `=NB.SI` des VRAI |
# | la médiane d'un canal | `=MEDIANE(SI(canaux="Messagerie";SI(ecarts<>"";ecarts)))`, validée par Ctrl + Maj + Entrée |
#
# Une réponse trouvée au tableur se tape ou se colle dans son formulaire (Ctrl + V) ; dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | plusieurs noms ou codes | `["L03", "L17"]` |
# | une valeur par ligne | `{"Ateliers": 1, "Courts": 2}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture, chacun | | 25 min | |
# | Thème 1. Identité visuelle | 1 à 5 | 50 min | 7 |
# | Thème 2. Identité de marque | 6 à 10 | 50 min | 7 |
# | Thème 3. Éco-conception | 11 à 15 | 50 min | 7 |
# | Ensemble | 16 et 17 | 15 min | 3 |
# | Écrit | A | 40 min | 16 |
# | « Qui a fait quoi » | | 10 min | |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e11_challenge")

FIN_D_EMPLOI = pd.Timestamp("2027-12-31")  # des trois guides
DOCUMENTS = (
    "Livret d'accueil",
    "Affiche de perturbation",
    "Plan de ligne",
    "Fiche horaire",
    "Note de service",
    "Guide du guichet",
    "Diaporama de formation",
    "Lettre interne",
)
PAGES = (
    "Accueil",
    "Horaires",
    "Info trafic",
    "Plan du réseau",
    "Tarifs",
    "Boutique",
    "Vélos",
    "Travaux",
    "Recrutement",
    "Accessibilité",
    "Le réseau en vidéo",
    "Contact",
)

# %% role="readonly" id="tables"
documents = donnees["documents"]
couleurs = donnees["couleurs"]
couples = donnees["couples"]
associations = donnees["associations"]
logos = donnees["logos"]
photos = donnees["photos"]
images = donnees["images"]
enonces = donnees["enonces"]
preuves = donnees["preuves"]
phrases = donnees["phrases"]
commentaires = donnees["commentaires"]
demandes = donnees["demandes"]
pages = donnees["pages"]
paliers = donnees["paliers"]
medias = donnees["medias"]
actions = donnees["actions"]
titres = donnees["titres"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Un cinéma relève les défauts de ses affiches. Combien chacune en a-t-elle, et laquelle refaire d'abord ?

# %% role="readonly" id="exemple"
exemple_releves = pd.DataFrame(
    {
        "affiche": ["Ateliers", "Ateliers", "Courts", "Courts", "Courts", "Débats"],
        "taille": [11, 18, 9, 10, 22, 14],
    }
)
exemple_visiteurs = pd.Series({"Ateliers": 900, "Courts": 150, "Débats": 700})

# 1. Repérer les défauts (ici, moins de 12 points), puis les compter par affiche : une valeur par ligne.
exemple_releves["defaut"] = exemple_releves["taille"] < 12
exemple_compte = exemple_releves.groupby("affiche")["defaut"].sum()
exemple_compte_recopie = {"Ateliers": 1, "Courts": 2, "Débats": 0}

# 2. Un tableau recopié d'un tableur : une liste par colonne.
exemple_tableau = pd.DataFrame({"affiche": ["Ateliers", "Courts", "Débats"], "défauts": [1, 2, 0], "part": [50, 66.7, 0]})

# 3. Un choix, et plusieurs.
exemple_premiere = (exemple_compte * exemple_visiteurs).idxmax()
exemple_a_refaire = ["Ateliers", "Courts"]
print("À refaire d'abord :", exemple_premiere)

# %% role="readonly" id="exemple_graphique"
# Un graphique qui se lit seul : un titre qui affirme, des axes nommés, les valeurs au bout des barres.
exemple_figure, exemple_axes = plt.subplots(figsize=(6, 2.6), layout="constrained")
exemple_barres = exemple_axes.barh(exemple_compte.index, exemple_compte.to_numpy(), color="#3b6e8f")
exemple_axes.bar_label(exemple_barres, padding=3)
exemple_axes.set_title("L'affiche des courts métrages a deux défauts sur trois textes")
exemple_axes.set_xlabel("défauts")
exemple_axes.set_ylabel("affiche")
exemple_axes.set_xlim(0, 2.4)
plt.show()

# %% [markdown] role="readonly" id="theme1"
# ---
# # Thème 1 — Identité visuelle
#
# ## Question 1 — Le contraste des couples de couleurs
#
# La table `couples` donne les dix couples en usage. Quel est le **rapport de contraste** de chacun, celui que définissent les WCAG et que demande le RGAA 4.1 ?
#
# 1. Divisez par 255 chaque composante de la couleur ; corrigez le résultat *c* : *c* ÷ 12,92 s'il ne dépasse pas 0,04045, sinon ((*c* + 0,055) ÷ 1,055) à la puissance 2,4.
# 2. La luminance est 0,2126 × rouge + 0,7152 × vert + 0,0722 × bleu, avec les composantes corrigées.
# 3. Le rapport est (luminance la plus forte + 0,05) ÷ (luminance la plus faible + 0,05) : de 1 à 21.
#
# **À rendre** (2 points) : `contrastes`, un rapport par couple (`P01` à `P10`), avec deux décimales.

# %% role="solution" id="contrastes_des_couples"
# Une valeur par couple.
contrastes = None
### BEGIN SOLUTION
composantes = couleurs.set_index("couleur")[["rouge", "vert", "bleu"]] / 255
POIDS = [0.2126, 0.7152, 0.0722]
corrigees = (composantes / 12.92).where(composantes <= 0.04045, ((composantes + 0.055) / 1.055) ** 2.4)
des_couples = couples.set_index("couple")


def rapports(luminances):
    """Le rapport de contraste de chaque couple."""
    paires = pd.concat([des_couples["texte"].map(luminances), des_couples["fond"].map(luminances)], axis=1)
    return (paires.max(axis=1) + 0.05) / (paires.min(axis=1) + 0.05)


contrastes = rapports(corrigees @ POIDS)
erreur_type(
    "C11_1-contrastes",
    "sans_correction",
    rapports(composantes @ POIDS),
    "Vous avez pris les composantes telles quelles : l'œil ne les voit pas en proportion. Corrigez d'abord chacune d'elles (étape 1).",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C11_1-contrastes" points=2
verifier(
    "C11_1-contrastes",
    contrastes,
    serie(
        cle="couple",
        valeurs=nombre(minimum=1, maximum=21),
        cles=("P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10"),
    ),
    ecart=0.02,
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Les textes trop peu contrastés
#
# Le critère 3.2 du RGAA 4.1 demande un rapport d'au moins **4,5**, ou d'au moins **3** pour un grand texte : 24 px ou plus, ou 18,5 px ou plus **en gras**. D'après vos contrastes, quelle part des
# textes de chaque document est en faute dans `associations` ?
#
# **À rendre** (2 points) : `textes_en_faute`, un pourcentage des textes par document (huit lignes).

# %% role="solution" id="textes"
# Une valeur par document.
textes_en_faute = None
### BEGIN SOLUTION
rapport_du_texte = associations["couple"].map(contrastes)
en_gras = associations["graisse"] == "gras"
grand = (associations["taille_px"] >= 24) | (en_gras & (associations["taille_px"] >= 18.5))


def part_par_document(fautes):
    return 100 * fautes.groupby(associations["document"]).mean()


textes_en_faute = part_par_document(rapport_du_texte < grand.map({True: 3, False: 4.5}))
erreur_type(
    "C11_1-textes",
    "seuil_unique",
    part_par_document(rapport_du_texte < 4.5),
    "Vous avez demandé 4,5 à tous les textes : un grand texte se lit à 3. Regardez la taille et la graisse.",
    part=0.4,
)
erreur_type(
    "C11_1-textes",
    "graisse_oubliee",
    part_par_document(rapport_du_texte < (associations["taille_px"] >= 18.5).map({True: 3, False: 4.5})),
    "Vous avez tenu pour grand tout texte de 18,5 px : il ne l'est, à cette taille, que s'il est en gras.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C11_1-textes" points=2
verifier(
    "C11_1-textes",
    textes_en_faute,
    serie(
        cle="document",
        valeurs=pourcentage(minimum=0, maximum=100, echelle="pourcent"),
        cles=DOCUMENTS,
    ),
    ecart=0.06,
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Les logos à refaire
#
# La charte veut un logo large d'au moins **25 mm** imprimé, **120 px** à l'écran, et autour de lui, de chaque côté, une marge libre d'au moins **la moitié de sa hauteur**. Lesquels sont à refaire ?
#
# **À rendre** (1 point) : `logos_a_refaire`, leurs codes, par exemple `["L03", "L17"]`. Une réponse de trop en annule une juste.

# %% role="solution" id="logos_fautifs"
# Plusieurs codes, entre crochets.
logos_a_refaire = None
### BEGIN SOLUTION
trop_petit = logos["largeur"] < logos["support"].map({"imprimé": 25, "écran": 120})
trop_serre = logos["marge_libre"] < logos["hauteur"] / 2
logos_a_refaire = sorted(logos.loc[trop_petit | trop_serre, "logo"])
erreur_type(
    "C11_1-logos",
    "marge_oubliee",
    sorted(logos.loc[trop_petit, "logo"]),
    "Vous n'avez regardé que la largeur : un logo assez large peut être trop serré. Comparez aussi la marge à la moitié de la hauteur.",
    part=0.4,
)
erreur_type(
    "C11_1-logos",
    "marge_d_une_hauteur",
    sorted(logos.loc[trop_petit | (logos["marge_libre"] < logos["hauteur"]), "logo"]),
    "Vous avez demandé une marge d'une hauteur entière : la charte en demande la moitié.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C11_1-logos" points=1
verifier(
    "C11_1-logos",
    logos_a_refaire,
    liste(ordre=False, de=choix(
        "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11", "L12", "L13", "L14",
        "L15", "L16", "L17", "L18", "L19", "L20", "L21", "L22", "L23", "L24", "L25", "L26", "L27", "L28",
        "L29", "L30", "L31", "L32", "L33", "L34", "L35", "L36", "L37", "L38", "L39", "L40",
    )),
)

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — Les photos que l'on peut employer
#
# Toutes les photos des guides seront **recadrées**. Pour chaque sujet de la photothèque, quelle part des photos peut-on employer dans les trois guides **jusqu'au dernier jour de leur emploi** ?
#
# | Licence | Règle de Navelle |
# | --- | --- |
# | Cession écrite, usages internes, ou internes et externes | oui, si `fin_de_cession` est le 31 décembre 2027 ou après ; sans date, non : une cession sans durée ne se défend pas |
# | CC BY 4.0 | oui, avec le nom de l'auteur, la licence et la mention « recadrée » |
# | CC BY-NC 4.0 | non, par prudence : l'emploi par une entreprise peut être tenu pour commercial |
# | CC BY-ND 4.0 | non : recadrée, la photo est modifiée |
# | Cession presse, banque d'images à usage éditorial, aucune trace | non |
#
# Dans tous les cas, une photo où des personnes se reconnaissent demande leur autorisation.
#
# **À rendre** (1 point) : `photos_utilisables`, un pourcentage des photos par sujet (cinq lignes).

# %% role="solution" id="photos_permises"
# Une valeur par sujet.
photos_utilisables = None
### BEGIN SOLUTION
cedee = photos["licence"].isin(["Cession écrite, usages internes", "Cession écrite, usages internes et externes"])
jusqu_au_bout = photos["fin_de_cession"] >= FIN_D_EMPLOI
libre = photos["licence"] == "CC BY 4.0"
accord = photos["personnes"] != "reconnaissables, pas d'autorisation"


def par_sujet(gardees):
    return 100 * gardees.groupby(photos["sujet"]).mean()


photos_utilisables = par_sujet(((cedee & jusqu_au_bout) | libre) & accord)
erreur_type(
    "C11_1-photos",
    "cession_sans_fin",
    par_sujet((cedee | libre) & accord),
    "Vous n'avez pas regardé la fin des cessions : une photo cédée jusqu'au printemps ne peut plus servir ensuite, et une cession sans date ne vaut pas.",
    part=0.3,
)
erreur_type(
    "C11_1-photos",
    "autorisation_oubliee",
    par_sujet((cedee & jusqu_au_bout) | libre),
    "Vous n'avez regardé que les droits de l'auteur : une personne reconnaissable doit aussi avoir donné son accord.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C11_1-photos" points=1
verifier(
    "C11_1-photos",
    photos_utilisables,
    serie(
        cle="sujet",
        valeurs=pourcentage(minimum=0, maximum=100, echelle="pourcent"),
        cles=("Bus et navettes", "Voyageurs", "Agents", "Vélos", "Ville"),
    ),
    ecart=0.06,
)

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Les images sans texte de remplacement
#
# Une image **informative** a un texte de remplacement ; un nom de fichier (« IMG_2043.jpg ») n'en est pas un, tout autre texte convient. Une image **décorative** n'en a pas (RGAA 4.1, critères 1.1 à 1.3). Combien d'images sont
# en faute dans chaque document ?
#
# **À rendre** (1 point) : `images_en_faute`, un nombre d'images par document (huit lignes, zéro compris).

# %% role="solution" id="images_fautives"
# Une valeur par document.
images_en_faute = None
### BEGIN SOLUTION
informative = images["role"] == "informative"
sans_texte = images["alternative"].isna()
nom_de_fichier = images["alternative"].fillna("").str.endswith(".jpg")
def fautes_par_document(fautes, table):
    return fautes.groupby(table["document"]).sum()


images_en_faute = fautes_par_document((informative & (sans_texte | nom_de_fichier)) | (~informative & ~sans_texte), images)
erreur_type(
    "C11_1-images",
    "vides_comptes",
    fautes_par_document(sans_texte, images),
    "Vous avez compté tous les textes vides : une image décorative doit justement n'en avoir aucun. Regardez le rôle de chaque image.",
    part=0.2,
)
erreur_type(
    "C11_1-images",
    "noms_de_fichier_admis",
    fautes_par_document((informative & sans_texte) | (~informative & ~sans_texte), images),
    "Vous avez admis les noms de fichier : lu à voix haute, « IMG_2043.jpg » ne dit rien de l'image.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C11_1-images" points=1
verifier(
    "C11_1-images",
    images_en_faute,
    serie(
        cle="document",
        valeurs=entier(minimum=0, maximum=200),
        cles=DOCUMENTS,
    ),
)

# %% [markdown] role="readonly" id="theme2"
# ---
# # Thème 2 — Identité de marque
#
# ## Question 6 — Quel énoncé porte quelle valeur ?
#
# La table `enonces`, sous cet énoncé, vient des brouillons des agences. À chaque phrase, associez la valeur de la plateforme qu'elle porte, ou « hors plateforme » si elle n'en porte aucune ou manque au positionnement.
#
# **À rendre** (1 point) : `valeur_de_l_enonce`, une valeur par énoncé (`E01` à `E13`).

# %% role="readonly" id="enonces_lus"
pd.set_option("display.max_colwidth", None)  # chaque texte s'affiche en entier
enonces

# %% role="solution" id="valeurs"
# Une valeur par énoncé : {"E01": "…", …}
valeur_de_l_enonce = None
### BEGIN SOLUTION
portent = {
    "Proximité": "quartier par son nom|agence mobile|avec les habitants|peut appeler|fêtes de quartier|votre commune|parents d'élèves",
    "Fiabilité": "retardé de plus|horaire tenu|la suivante est|suivie jusqu|ponctualité|correspondances|remplaçant",
    "Sobriété": "sur demande|deux saisons|moteurs|peu de données|uniformes|s'éteignent|valideurs",
    "Hospitalité": "La rampe sort|gros caractères|pour acheter son titre|dites et écrites|salue chaque|poussettes|quelques mots simples",
}


def valeur_portee(phrase):
    return next((v for v, mots in portent.items() if any(m in phrase for m in mots.split("|"))), "hors plateforme")


valeur_de_l_enonce = enonces.set_index("enonce")["texte"].map(valeur_portee).to_dict()
erreur_type(
    "C11_1-enonces",
    "accueil_pour_proximite",
    {code: "Proximité" if v == "Hospitalité" else v for code, v in valeur_de_l_enonce.items()},
    "Vous avez rangé l'accueil sous la proximité : la proximité connaît les lieux et leurs habitants ; l'hospitalité fait que chacun peut monter et comprendre.",
    part=0.7,
)
erreur_type(
    "C11_1-enonces",
    "tout_porte",
    {code: "Fiabilité" if v == "hors plateforme" else v for code, v in valeur_de_l_enonce.items()},
    "Vous avez donné une valeur à des phrases qui n'en portent aucune : se comparer, se vanter, parler du groupe ou d'un tarif ne tient aucune des quatre promesses.",
    part=0.7,
)
### END SOLUTION

# %% role="tests" id="C11_1-enonces" points=1
verifier(
    "C11_1-enonces",
    valeur_de_l_enonce,
    serie(
        cle="énoncé",
        valeurs=choix("Proximité", "Fiabilité", "Sobriété", "Hospitalité", "hors plateforme"),
        cles=("E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E09", "E10", "E11", "E12", "E13"),
    ),
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Les preuves à retirer
#
# Navelle ne promet que ce qu'un relevé prouve. Un chiffre des éléments de langage se **retire** dès que l'une de ces trois choses est vraie : sa source n'est pas retrouvée ; son relevé a plus de deux ans (il date d'avant le
# 5 octobre 2024) ; le chiffre annoncé n'est pas celui du relevé. Lesquels ?
#
# **À rendre** (1 point) : `preuves_a_retirer`, leurs codes (de `C01` à `C20`). Une réponse de trop en annule une juste.

# %% role="solution" id="retirer"
# Plusieurs codes, entre crochets.
preuves_a_retirer = None
### BEGIN SOLUTION
sans_source = preuves["source"].isna()
trop_vieille = preuves["releve_le"] < pd.Timestamp("2024-10-05")
inexacte = preuves["annonce"] != preuves["valeur_relevee"]


def codes_des_preuves(fautives):
    return sorted(preuves.loc[fautives, "preuve"])


preuves_a_retirer = codes_des_preuves(sans_source | trop_vieille | inexacte)
erreur_type(
    "C11_1-preuves",
    "chiffre_non_compare",
    codes_des_preuves(sans_source | trop_vieille),
    "Vous n'avez pas comparé le chiffre annoncé à celui du relevé : certains ont été gonflés.",
    part=0.5,
)
erreur_type(
    "C11_1-preuves",
    "date_non_lue",
    codes_des_preuves(sans_source | inexacte),
    "Vous n'avez pas regardé la date du relevé : un chiffre exact de plus de deux ans se retire aussi.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C11_1-preuves" points=1
verifier(
    "C11_1-preuves",
    preuves_a_retirer,
    liste(ordre=False, de=choix(
        "C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08", "C09", "C10", "C11", "C12", "C13", "C14", "C15", "C16",
        "C17", "C18", "C19", "C20",
    )),
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Le ton des réponses types
#
# La charte a quatre règles de ton. Combien des soixante **réponses** types manquent à chacune ? Une réponse qui y manque deux fois compte une fois.
#
# | Règle | La réponse y manque si… |
# | --- | --- |
# | `vouvoiement` | elle tutoie : « tu », « te », « ton », « ta », « tes » |
# | `calme` | une de ses phrases finit par un point d'exclamation |
# | `brièveté` | une de ses phrases a plus de vingt mots |
# | `vocabulaire` | elle emploie, sous quelque forme que ce soit, « usager », « fraudeur », « impacter » ou « process » |
#
# **À rendre** (1 point) : `reponses_hors_ton`, un nombre de réponses par règle.

# %% role="solution" id="ton"
# Une valeur par règle.
reponses_hors_ton = None
### BEGIN SOLUTION
texte_bas = phrases["phrase"].str.lower()
manquements = pd.DataFrame(
    {
        "vouvoiement": texte_bas.str.contains(r"\b(?:tu|te|ton|ta|tes)\b"),
        "calme": texte_bas.str.endswith("!"),
        "brièveté": texte_bas.str.split().str.len() > 20,
        "vocabulaire": texte_bas.str.contains("usager|fraudeur|impact|process"),
    }
)
reponses_hors_ton = manquements.groupby(phrases["reponse"]).any().sum()
erreur_type(
    "C11_1-ton",
    "phrases_comptees",
    manquements.sum(),
    "Vous avez compté les phrases : la question compte les réponses, dont chacune peut avoir plusieurs phrases fautives.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C11_1-ton" points=1
verifier(
    "C11_1-ton",
    reponses_hors_ton,
    serie(
        cle="règle",
        valeurs=entier(minimum=0, maximum=500),
        cles=("vouvoiement", "calme", "brièveté", "vocabulaire"),
    ),
)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — Que faire de ces commentaires ?
#
# Appliquez les cinq règles de modération, **dans l'ordre** : la première qui vaut l'emporte.
#
# | Décision | Quand |
# | --- | --- |
# | `transmettre` | quelqu'un est ou peut être en danger, **sur le réseau et à cette heure** : le poste de régulation est prévenu aussitôt, quels que soient les mots employés |
# | `signaler` | un propos discriminatoire (origine, sexe, religion, handicap…) : masqué, et signalé à la plateforme et au service juridique |
# | `masquer` | une insulte, une donnée personnelle (nom, adresse, numéro), une annonce étrangère au réseau |
# | `répondre` | une question, ou une réclamation à laquelle le réseau peut répondre |
# | `laisser` | tout le reste |
#
# **À rendre** (1 point) : `decisions`, une décision par commentaire (`M01` à `M13`).

# %% role="readonly" id="commentaires_lus"
commentaires

# %% role="solution" id="moderation"
# Une décision par commentaire : {"M01": "…", …}
decisions = None
### BEGIN SOLUTION
signes = {
    "transmettre": "tombée dans|fumée|menace|panneau de l'arrêt|s'est ouverte|seul au terminus|accroché une cycliste",
    "signaler": "Une femme au volant|étrangers|handicapés|de cette couleur|femme voilée|gens du voyage",
    "masquer": "habite rue|bons à rien|Vends|numéro personnel|Gagnez|abrutis|nom de la fraudeuse",
    "répondre": "?|retard|se ferme|parti sous|deux fois",
}


def decision_pour(message):
    return next((d for d, mots in signes.items() if any(m in message for m in mots.split("|"))), "laisser")


decisions = commentaires.set_index("commentaire")["texte"].map(decision_pour).to_dict()
erreur_type(
    "C11_1-moderation",
    "repondre_a_tout",
    {code: "répondre" if d == "laisser" else d for code, d in decisions.items()},
    "Vous répondez à tout : un avis ou un merci n'appelle pas de réponse, et votre temps va aux questions.",
    part=0.7,
)
erreur_type(
    "C11_1-moderation",
    "danger_masque",
    {code: "masquer" if d == "transmettre" else d for code, d in decisions.items()},
    "Vous masquez l'annonce d'un danger : personne ne serait prévenu. La première règle l'emporte sur toutes les autres.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C11_1-moderation" points=1
verifier(
    "C11_1-moderation",
    decisions,
    serie(
        cle="commentaire",
        valeurs=choix("transmettre", "signaler", "masquer", "répondre", "laisser"),
        cles=("M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08", "M09", "M10", "M11", "M12", "M13"),
    ),
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Le délai de réponse
#
# Odile Marchandeau veut annoncer un délai que le réseau tienne. Pour chaque canal de `demandes`, donnez :
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `médiane` | délai médian entre réception et réponse, sur les demandes qui ont eu une réponse | heures, jour et nuit |
# | `en 24 h` | part de **toutes** les demandes qui ont eu une réponse en 24 heures au plus | % |
#
# **À rendre** (3 points) : `delais`, un tableau de quatre lignes (`canal`) et de ces deux colonnes.

# %% role="solution" id="delais_de_reponse"
# Un tableau : canal, médiane, en 24 h.
delais = None
### BEGIN SOLUTION
heures = (demandes["repondu"] - demandes["recu"]) / pd.Timedelta(1, "h")
du_canal = heures.groupby(demandes["canal"])
part_en_24_h = 100 * (heures <= 24).groupby(demandes["canal"]).mean()


def tableau_des_delais(centre, part):
    return pd.DataFrame({"médiane": centre, "en 24 h": part})


delais = tableau_des_delais(du_canal.median(), part_en_24_h)
erreur_type(
    "C11_1-delais",
    "moyenne",
    tableau_des_delais(du_canal.mean(), part_en_24_h),
    "Vous avez pris le délai moyen : quelques demandes oubliées une semaine le tirent vers le haut. La médiane est le délai de la demande du milieu.",
    part=0.5,
)
repondues = heures[heures.notna()]
erreur_type(
    "C11_1-delais",
    "oubliees_exclues",
    tableau_des_delais(du_canal.median(), 100 * (repondues <= 24).groupby(demandes["canal"]).mean()),
    "Vous avez divisé par les seules demandes qui ont eu une réponse : celui qui attend encore compte aussi.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C11_1-delais" points=3
verifier(
    "C11_1-delais",
    delais,
    tableau(
        cle="canal",
        colonnes={"médiane": nombre(unite="heures", minimum=0, maximum=2000), "en 24 h": pourcentage(minimum=0, maximum=100)},
        cles=("Réseaux sociaux", "Avis en ligne", "Messagerie", "Formulaire du site"),
    ),
    tolerance=0.006,
    ecart=0.06,
)

# %% [markdown] role="readonly" id="theme3"
# ---
# # Thème 3 — Éco-conception
#
# ## Question 11 — L'EcoIndex des douze pages
#
# L'**EcoIndex** note une page de 0 à 100 d'après ses éléments, ses requêtes et son poids. La table `paliers` découpe chacune des trois mesures en vingt paliers.
#
# 1. La place d'une mesure est le rang du dernier palier qu'elle atteint, plus la part parcourue vers le suivant. Avec 500 éléments, entre 476 (palier 8) et 537 (palier 9) : 8 + (500 − 476) ÷ (537 − 476) = 8,39.
# 2. EcoIndex = 100 − 5 × (3 × place des éléments + 2 × place des requêtes + place du poids) ÷ 6. Navelle vise **40 au moins**.
#
# Le poids de `pages` est en octets ; un kilo-octet (ko) en vaut **1 000**.
#
# **À rendre** (2 points) : `ecoindex`, une valeur par page, avec une décimale au moins.

# %% role="solution" id="indices"
# Une valeur par page.
ecoindex = None
### BEGIN SOLUTION
des_pages = pages.set_index("page")


def place(mesure, colonne, part=True):
    """La place d'une mesure parmi les vingt paliers."""
    bornes = sorted(paliers[colonne])
    rang = sum(borne <= mesure for borne in bornes) - 1
    return rang + part * (mesure - bornes[rang]) / (bornes[rang + 1] - bornes[rang])


def indices(coefficients=(3, 2, 1), part=True, octets_par_ko=1000):
    places = (
        coefficients[0] * des_pages["elements"].map(lambda v: place(v, "elements", part))
        + coefficients[1] * des_pages["requetes"].map(lambda v: place(v, "requetes", part))
        + coefficients[2] * (des_pages["poids_octets"] / octets_par_ko).map(lambda v: place(v, "poids_ko", part))
    )
    return 100 - 5 * places / 6


ecoindex = indices()
erreur_type(
    "C11_1-ecoindex",
    "paliers_entiers",
    indices(part=False),
    "Vous vous êtes arrêté·e au palier atteint : ajoutez la part parcourue vers le suivant.",
    part=0.4,
)
erreur_type(
    "C11_1-ecoindex",
    "coefficients_oublies",
    indices(coefficients=(2, 2, 2)),
    "Vous avez donné le même poids aux trois mesures : les éléments comptent trois fois, les requêtes deux fois.",
    part=0.3,
)
erreur_type(
    "C11_1-ecoindex",
    "kilo_de_1024",
    indices(octets_par_ko=1024),
    "Vous avez divisé les octets par 1 024 : ici, comme dans le système international, un kilo-octet en vaut 1 000.",
    part=0.7,
)
### END SOLUTION

# %% role="tests" id="C11_1-ecoindex" points=2
verifier(
    "C11_1-ecoindex",
    ecoindex,
    serie(
        cle="page",
        valeurs=nombre(minimum=-20, maximum=100),
        cles=PAGES,
    ),
    tolerance=0,
    ecart=0.06,
)

# %% [markdown] role="readonly" id="q12"
# ## Question 12 — Montrer les pages lourdes
#
# Des barres, une par page : son EcoIndex, tel que vous l'avez calculé. Le titre affirme ce qu'il faut en retenir ; les axes sont nommés, les valeurs écrites.
#
# **À rendre** (2 points) : le graphique, dessiné dans son formulaire ou par du code (`figure_pages`).

# %% role="solution" id="graphique_pages"
# Une figure matplotlib : par exemple figure_pages, axes = plt.subplots()
figure_pages = None
### BEGIN SOLUTION
classees = pd.Series(ecoindex).astype(float).sort_values(ascending=False)
figure_pages, axes_pages = plt.subplots(figsize=(8, 4.6), layout="constrained")
teintes = ["#1f5f8b" if v > 40 else "#b8561f" for v in classees]
axes_pages.bar_label(
    axes_pages.barh(classees.index, classees.to_numpy(), color=teintes),
    labels=[f"{v:.1f}".replace(".", ",") for v in classees],
    padding=4,
)
faibles = int((classees <= 40).sum())
axes_pages.set_title(f"{faibles} pages sur 12 n'atteignent pas 40 sur 100", loc="left", fontweight="bold")
axes_pages.set_xlabel("EcoIndex (de 0 à 100)")
axes_pages.set_ylabel("page")
axes_pages.set_xlim(min(0, 1.1 * classees.min()), 100)
axes_pages.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C11_1-graphique" points=2
verifier(
    "C11_1-graphique",
    figure_pages,
    graphique(genre="barres", x="page", y="EcoIndex"),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="q13"
# ## Question 13 — Les pages à alléger d'abord
#
# Le même outil estime les gaz à effet de serre d'une visite : 2 + 2 × (50 − EcoIndex) ÷ 100, en grammes de CO2e (estimation de l'outil, à ne comparer qu'à elle-même). D'après vos indices et les visites de septembre, quelles **trois pages** en ont émis le plus dans le mois ?
#
# **À rendre** (1 point) : `pages_prioritaires`, trois noms entre crochets. Une réponse fausse en annule une juste.

# %% role="solution" id="page_lourde"
# Trois noms, entre crochets.
pages_prioritaires = None
### BEGIN SOLUTION
indice_lu = pd.Series(ecoindex).astype(float).reindex(des_pages.index)
grammes = (2 + 2 * (50 - indice_lu) / 100) * des_pages["visites_mois"]
pages_prioritaires = sorted(grammes.nlargest(3).index)
erreur_type(
    "C11_1-page",
    "indices_les_plus_bas",
    sorted(indice_lu.nsmallest(3).index),
    "Vous avez pris les pages aux plus petits indices : peu visitée, une page émet peu. Multipliez par les visites du mois.",
)
### END SOLUTION

# %% role="tests" id="C11_1-page" points=1
verifier(
    "C11_1-page",
    pages_prioritaires,
    choix(*PAGES, plusieurs=True),
)

# %% [markdown] role="readonly" id="q14"
# ## Question 14 — Ce que des photos à la bonne taille font gagner
#
# Règle du guide : une photo est large de **deux fois** sa largeur affichée au plus, et en **WebP**. Réduite, elle pèse à proportion de sa surface, donc du **carré** de sa largeur ; passée de JPEG ou PNG en WebP, elle perd encore 30 %. Une
# photo déjà assez étroite n'est pas réduite. Combien de kilo-octets gagne-t-on sur les photos de chaque page ?
#
# **À rendre** (1 point) : `gain_ko`, un nombre de ko par page.

# %% role="solution" id="gain_des_photos"
# Une valeur par page, en ko.
gain_ko = None
### BEGIN SOLUTION
reduction = (2 * medias["largeur_affichee_px"] / medias["largeur_px"]).clip(upper=1)
converti = medias["format"].map({"WebP": 1.0}).fillna(0.7)


def gains(reste):
    return (medias["poids_ko"] * (1 - reste)).groupby(medias["page"]).sum()


gain_ko = gains(reduction**2 * converti)
erreur_type(
    "C11_1-photos_legeres",
    "largeur_seule",
    gains(reduction * converti),
    "Vous avez réduit le poids comme la largeur : une photo deux fois moins large est aussi deux fois moins haute.",
    part=0.4,
)
erreur_type(
    "C11_1-photos_legeres",
    "format_oublie",
    gains(reduction**2),
    "Vous avez oublié le changement de format : une photo JPEG ou PNG perd encore 30 % en WebP, même si elle n'est pas réduite.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C11_1-photos_legeres" points=1
verifier(
    "C11_1-photos_legeres",
    gain_ko,
    serie(
        cle="page",
        valeurs=nombre(unite="ko", minimum=0),
        cles=PAGES,
    ),
    tolerance=0.006,
)

# %% [markdown] role="readonly" id="q15"
# ## Question 15 — Les actions à financer
#
# L'agglomération finance toute action en place **avant le 1er avril 2027** dont le kilogramme de CO2e évité, **sur toute la durée de l'action**, coûte **2,50 € HT au plus** : `cout` ÷ (`co2e_evite_kg_an` × `duree_ans`). Lesquelles proposer ?
#
# **À rendre** (1 point) : `actions_retenues`, leurs noms, entre crochets, tels qu'ils sont dans la table. Une réponse de trop en annule une juste.

# %% role="solution" id="choix_des_actions"
# Plusieurs noms, entre crochets.
actions_retenues = None
### BEGIN SOLUTION
PLAFOND = 2.5  # € HT par kilogramme évité
a_temps = actions[actions["finie_le"] < pd.Timestamp("2027-04-01")]


def retenues(table, evite):
    """Les actions dont le kilogramme évité ne coûte pas plus que le plafond."""
    return sorted(table.loc[table["cout"] / evite[table.index] <= PLAFOND, "action"])


sur_la_duree = actions["co2e_evite_kg_an"] * actions["duree_ans"]
actions_retenues = retenues(a_temps, sur_la_duree)
erreur_type(
    "C11_1-actions",
    "un_an_seulement",
    retenues(a_temps, actions["co2e_evite_kg_an"]),
    "Vous avez compté une seule année : une action qui dure cinq ans évite cinq fois plus.",
    part=0.3,
)
erreur_type(
    "C11_1-actions",
    "trop_tardives",
    retenues(actions, sur_la_duree),
    "Vous avez gardé des actions qui ne seront pas en place avant le 1er avril 2027. Écartez-les d'abord.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C11_1-actions" points=1
verifier(
    "C11_1-actions",
    actions_retenues,
    choix(
        "Réduire les photos du site",
        "Retirer les vidéos qui démarrent seules",
        "Garder les tablettes de conduite deux ans de plus",
        "Reconditionner les écrans d'agence",
        "Imprimer le plan en deux couleurs",
        "Garder le serveur un an de plus",
        "Éteindre les bornes la nuit",
        "Archiver les pages anciennes",
        "Envoyer la lettre au format texte",
        "Mutualiser les imprimantes",
        "Alléger l'application",
        "Former les rédacteurs",
        plusieurs=True,
    ),
)

# %% [markdown] role="readonly" id="ensemble"
# ---
# # Ensemble
#
# ## Question 16 — Les titres mal emboîtés
#
# Un lecteur d'écran parcourt un document par ses titres. Navelle, qui suit le critère 9.1 du RGAA 4.1, tient pour fautif le **premier** titre s'il n'est pas de niveau 1, et tout titre qui **descend de plus d'un niveau** par
# rapport au précédent (de 2 à 4, par exemple). Remonter de plusieurs niveaux n'est pas une faute. Combien de titres sont fautifs dans chaque document ?
#
# **À rendre** (2 points) : `titres_en_faute`, un nombre de titres par document (huit lignes, zéro compris).

# %% role="solution" id="titres_fautifs"
# Une valeur par document.
titres_en_faute = None
### BEGIN SOLUTION
en_ordre = titres.sort_values(["document", "rang"])
niveau_avant = en_ordre.groupby("document")["niveau"].shift()
premier_fautif = niveau_avant.isna() & (en_ordre["niveau"] != 1)
saut = en_ordre["niveau"] > niveau_avant + 1
titres_en_faute = fautes_par_document(premier_fautif | saut, en_ordre)
erreur_type(
    "C11_1-titres",
    "premier_oublie",
    fautes_par_document(saut, en_ordre),
    "Vous n'avez pas regardé le premier titre : un document commence au niveau 1.",
    part=0.5,
)
erreur_type(
    "C11_1-titres",
    "remontees_comptees",
    fautes_par_document(premier_fautif | ((en_ordre["niveau"] - niveau_avant).abs() > 1), en_ordre),
    "Vous avez compté les remontées : après un titre de niveau 4, revenir au niveau 2 ouvre une nouvelle partie, sans faute.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C11_1-titres" points=2
verifier(
    "C11_1-titres",
    titres_en_faute,
    serie(
        cle="document",
        valeurs=entier(minimum=0, maximum=100),
        cles=DOCUMENTS,
    ),
)

# %% [markdown] role="readonly" id="q17"
# ## Question 17 — Les documents à refaire d'abord
#
# Additionnez, par document, les textes, les images et les titres en faute, en nombre (de la question 2, retrouvez le nombre de textes ; questions 5 et 16), et multipliez par les agents qui s'en servent. Quels **deux** documents refaire d'abord ?
#
# **À rendre** (1 point) : `documents_prioritaires`, deux noms entre crochets. Une réponse fausse en annule une juste.

# %% role="solution" id="document_premier"
# Deux noms, entre crochets.
documents_prioritaires = None
### BEGIN SOLUTION
nombre_de_textes = pd.Series(textes_en_faute).astype(float) / 100 * associations["document"].value_counts()
fautes = sum(pd.Series(compte).astype(float) for compte in (nombre_de_textes, images_en_faute, titres_en_faute))
lecteurs = documents.set_index("document")["agents_lecteurs"]
documents_prioritaires = sorted((fautes * lecteurs).nlargest(2).index)
erreur_type(
    "C11_1-document",
    "lecteurs_oublies",
    sorted(fautes.nlargest(2).index),
    "Vous avez pris les documents les plus fautifs : comptez aussi combien d'agents s'en servent.",
)
### END SOLUTION

# %% role="tests" id="C11_1-document" points=1
verifier(
    "C11_1-document",
    documents_prioritaires,
    choix(*DOCUMENTS, plusieurs=True),
)

# %% [markdown] role="readonly" id="ecrit_a"
# ---
# # L'écrit du groupe
#
# ## Écrit A — Le décryptage de l'identité
#
# *Environ 350 mots · C11.1 · 16 points.*
#
# Avant tout guide, dites à Odile Marchandeau ce que vous avez compris de Navelle.
#
# 1. **L'identité de marque** : pour chacune des quatre valeurs, une chose qu'elle permet de dire et une qu'elle interdit, avec, pour deux au moins, un énoncé de la table qui les porte ; ce que le positionnement interdit, avec un énoncé « hors plateforme ».
# 2. **L'identité visuelle** : la valeur que portent, selon vous, les couleurs, le logo, les photos, et la règle qui tient chacun des trois (un rapport, une marge, un droit…).
# 3. **Les contradictions** : là où les documents d'aujourd'hui démentent ce que Navelle promet ; une par thème, **avec son chiffre** et le numéro de la question (1 à 17).
# 4. **Ce que chaque guide devra respecter** : une exigence par thème, qui répond à sa contradiction.

# %% [markdown] role="manual" id="C11_1-decryptage" mots=350
# ### BEGIN SOLUTION
# **Repères pour le jury.** Valeurs portées, énoncé par énoncé : [question 6]. Elles sont propres à chaque variante.
#
# *Marque.* Proximité : des noms de lieux et de gens, jamais un slogan général. Fiabilité : un horaire, un délai, un relevé daté. Sobriété : dire peu, imprimer peu, peser peu. Hospitalité : chacun comprend et peut demander. Positionnement « le réseau qui
# vous connaît » : ni comparaison, ni groupe, ni prix. Un énoncé conforme et un « hors plateforme » sont cités.
#
# *Visuel.* Les bleus du fleuve et le sable portent le calme ; le corail et l'ocre signalent ; aucun couple sous 4,5 (question 1) ne porte de texte courant. Le logo respire (une demi-hauteur) et reste lisible (25 mm, 120 px). Des photos d'ici, dont les droits courent jusqu'au 31 décembre 2027, avec
# l'accord de ceux que l'on reconnaît.
#
# *Contradictions attendues, une par thème* : hospitalité annoncée, et des textes illisibles [question 2], des images muettes [question 5] ; fiabilité promise, et des preuves à retirer [question 7], sur 20, ou des réponses trop tardives [question 10] ; sobriété promise, et des pages sous 40 [question 11], dont les trois qui émettent le plus [question 13].
#
# Logos à refaire [question 3], photos que l'on peut employer [question 4], documents à refaire d'abord [question 17].
#
# *Exigences* : par exemple, aucun couple sous 4,5 pour un texte courant ; aucun chiffre sans source ni date ; aucune photo plus large que deux fois son affichage.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C11.1"

# %% [markdown] role="readonly" id="partage"
# ---
# # Qui a fait quoi
#
# Une ligne par thème, *environ 80 mots en tout*. Ce tableau n'est pas noté : il sert aux professionnels qui essaient les productions, et à l'oral. Double clic pour le remplir.

# %% [markdown] role="manual" id="C11_1-qui_a_fait_quoi" mots=80
# | Thème | Qui l'a tiré au sort | Qui a fait le guide (seul·e, ou ensemble) | Qui l'a relu, et ce qui a été changé |
# | --- | --- | --- | --- |
# | Identité visuelle | | | |
# | Identité de marque | | | |
# | Éco-conception | | | |
#
# ### BEGIN SOLUTION
# **Repères pour le jury.** Chaque thème a un membre, et un autre qui relit ; le tirage au sort est celui du registre.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque, réponses, écrits et fichiers. Une question sans réponse ne bloque rien : elle vaut zéro.
# 3. **Chacun** remplit son notebook `production.ipynb`, y joint sa production, enregistre (Ctrl + S), puis clique sur **Rendre**, en haut ou en bas du notebook.
# 4. Ce notebook-ci vaut pour tous : le membre qui l'a réuni le rend avec le sien. Vous pouvez rendre plusieurs fois : la dernière copie compte.
