# Épreuve 6 — Définition des objectifs du plan d'actions marketing opérationnel (C6.1 à C6.3), notebook collectif.
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 6 — Fixer les objectifs d'un plan marketing opérationnel
#
# **Mise en situation professionnelle reconstituée** · groupe de **deux ou trois** · **4 heures** · compétences C6.1, C6.2 et C6.3
#
# Trois temps : ce **notebook collectif** (100 points : 64 pour quatorze questions chiffrées, 36 pour trois écrits), un **oral collectif** qui en
# fait la synthèse devant le jury, puis un **retour d'expérience (REX) individuel**, dans le notebook `rex.ipynb`, remis à chacun après
# l'oral et écrit d'après le retour du jury.
#
# ## Le cas : Halyade
#
# *Angers (Maine-et-Loire), lundi 14 septembre 2026.*
#
# **Halyade** est un organisme de formation professionnelle : vingt-six salariés, 3,4 M€ de chiffre d'affaires, des clients de 50 à 1 500
# salariés dans l'Ouest. Son offre d'appel, « Encadrer sans s'épuiser », est un parcours de quatre jours donné dans les locaux du
# client, à un groupe de dix personnes. La campagne du premier semestre (5 janvier – 5 juillet 2026) l'a fait connaître.
#
# Vous êtes **l'équipe de projet marketing**. Hélène Caradec, responsable marketing, vous passe commande :
#
# > « Bruno Salaün, notre directeur commercial, veut **36 contrats** issus du plan d'automne. Avant de dire oui, je veux
# > savoir ce que nous avons pour le faire, en jours et en euros, et ce qu'il faut de leads. Beaucoup des objectifs écrits en
# > réunion ne tiennent pas debout. Et pas un e-mail ne part sans l'accord d'Élodie Tran, notre déléguée à la protection des données.
# > Le comité de direction tranche jeudi 24 septembre. »
#
# **Le plan d'automne** va du jeudi 1er octobre au jeudi 31 décembre 2026. Ses cinq actions :
#
# | Action | Ce qu'elle doit produire |
# | --- | --- |
# | Livre blanc | le deuxième de Halyade : une raison de laisser ses coordonnées |
# | Pages d'atterrissage | quatre pages en ligne, à mettre à jour : Livre blanc, Webinaire, Diagnostic, Rendez-vous |
# | Webinaires | un par mois, avec un client témoin |
# | Publicité ciblée | des visites, achetées sur quatre canaux (l'« achat d'espace ») |
# | Prospection et relances | des leads rappelés sous 48 heures, des e-mails à la base de prospects |
#
# Un **lead** est un formulaire rempli par un professionnel de la cible. Il devient un rendez-vous, puis une proposition chiffrée,
# puis une **vente** (un contrat signé).
#
# **L'équipe** : Hélène Caradec (responsable marketing), Lucie Morvan (chargée de marketing digital), Paul Guérin (rédacteur), Sofia Marques
# (graphiste), Nour Haddad (développeuse web), Karim Belhadj (chargé de prospection).
#
# | Conventions de l'entreprise | Valeur |
# | --- | --- |
# | Jours ouvrés du plan, d'octobre à décembre 2026 (fériés déduits) | 64 |
# | Charges patronales, en proportion du salaire brut | 42 % |
# | Jours travaillés par an, pour le coût d'une journée | 215 |
# | Prix d'un parcours | 7 200 € HT |
# | Taux de marge sur le prix (formateur, déplacements et supports déduits) | 52 % |
# | TVA | Halyade y est assujettie : **tout est compté hors taxes** |
#
# **Livrables** : les ressources identifiées, les objectifs définis par rapport aux ressources, et le plan de génération de leads envisagé par
# rapport aux objectifs, dans le respect du RGPD et du RGAA.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Un seul notebook pour le groupe.** Partagez-vous les questions, puis réunissez vos réponses dans ce notebook ; un membre le rend pour tous.
# - **Exécutez les cellules dans l'ordre** (Maj + Entrée). Dans chaque cellule de réponse, remplacez `None` par votre
#   réponse, sans changer le nom de la variable. Vous pouvez ajouter des cellules de calcul.
# - **Pandas ou tableur, à votre choix.** Les tables sont aussi dans le dossier `donnees/` (fichiers CSV qui s'ouvrent dans un
#   tableur). Une valeur trouvée au tableur et recopiée vaut autant qu'une valeur calculée ici.
# - **Précision.** N'arrondissez jamais un résultat intermédiaire, sauf là où l'énoncé le demande. Si vous recopiez un résultat, gardez au
#   moins quatre chiffres significatifs (4,467 ; 0,5738 ; 12,35) ; un nombre entier se donne tel quel. Un nombre se tape avec un point :
#   `14.7`. Un pourcentage se donne en pour cent (`4.467`) ou en proportion (`0.04467`).
# - **Vérification.** La cellule sous chaque réponse contrôle la *forme* de la réponse, jamais sa valeur.
# - **Une erreur ne compte qu'une fois** : si une question utilise votre réponse précédente et que la suite est
#   juste compte tenu de celle-ci, elle est acquise.
# - **Noms réservés.** N'appelez aucune variable `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou
#   `graphique` : ce sont les outils du notebook.
#
# **Vos données vous sont propres** : d'un groupe à l'autre, les chiffres et les décisions diffèrent.
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 25 min | |
# | Étape 1. Lire | 1 à 4 | 40 min | 16 |
# | Étape 2. Analyser | 5 à 12 | 80 min | 34 |
# | Étape 3. Décider | 13 et 14 | 35 min | 14 |
# | Écrits | A à C | 60 min | 36 |

# %% role="readonly" id="preparation"
from epreuves import *

from math import ceil, floor, prod

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e06_objectifs")

OBJECTIF = 36  # ventes
JOURS_OUVRES = 64  # du 1er octobre au 31 décembre 2026
CHARGES = 0.42  # du salaire brut
JOURS_PAR_AN = 215
PRIX = 7_200  # € HT par vente
TAUX_MARGE = 0.52  # du prix

# %% role="readonly" id="tables"
besoins = donnees["besoins"]
moyens = donnees["moyens"]
objectifs = donnees["objectifs"]
campagne = donnees["campagne"]
leviers = donnees["leviers"]
contacts = donnees["contacts"]
oppositions = donnees["oppositions"]
audit_rgaa = donnees["audit_rgaa"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Un club d'aviron prépare ses portes ouvertes : a-t-il assez d'heures de moniteurs, et combien de bateaux lui faut-il pour 45 visiteurs ?

# %% role="readonly" id="exemple"
exemple_taches = pd.DataFrame(
    {
        "moniteur": ["Léa", "Léa", "Marc", "Marc", "Marc"],
        "heures": [4, 2.5, 3, 5, 2],
        "etat": ["prévue", "annulée", "prévue", "prévue", "prévue"],
    }
)
exemple_presences = pd.DataFrame({"moniteur": ["Léa", "Marc"], "disponibles": [6, 8]})

# 1. Filtrer, additionner par moniteur, rapprocher deux tables : une réponse de forme « série ».
exemple_prevues = exemple_taches[exemple_taches["etat"] == "prévue"]
exemple_bilan = exemple_presences.set_index("moniteur")
exemple_bilan["demandees"] = exemple_prevues.groupby("moniteur")["heures"].sum()
exemple_reste = exemple_bilan["disponibles"] - exemple_bilan["demandees"]  # positif : il reste des heures
exemple_manque = (-exemple_reste).clip(lower=0)  # 0 pour qui ne manque pas d'heures

# 2. La même réponse, trouvée dans un tableur et recopiée.
exemple_reste_recopie = {"Léa": 2, "Marc": -2}

# 3. Arrondir au-dessus (ARRONDI.SUP au tableur) ou au-dessous (ARRONDI.INF).
print("Bateaux de huit places pour 45 visiteurs :", ceil(45 / 8))
print("Groupes complets de huit :", floor(45 / 8))

# 4. Ajouter des années à une date (MOIS.DECALER au tableur), filtrer, compter.
exemple_licences = pd.DataFrame(
    {"adresse": ["lea@aviron.example", "marc@aviron.example"], "debut": pd.to_datetime(["2024-09-03", "2025-02-11"])}
)
exemple_fin = exemple_licences["debut"] + pd.DateOffset(years=2)
print("Licences qui finissent en 2026 :", exemple_fin.between("2026-01-01", "2026-12-31").sum())

# 5. Retrouver des adresses dans une liste écrite à la main.
exemple_absents = pd.Series(["LEA@aviron.example"])
print("Absents retrouvés :", exemple_licences["adresse"].isin(exemple_absents.str.lower()).sum())

exemple_bilan

# %% role="readonly" id="exemple_graphique"
# Deux séries de barres côte à côte : titre, axes nommés avec leur unité, légende ; des hachures, pour qui ne voit pas les couleurs.
exemple_figure, exemple_axes = plt.subplots(figsize=(6, 3), layout="constrained")
exemple_places = range(len(exemple_bilan))
gauche, droite = [p - 0.2 for p in exemple_places], [p + 0.2 for p in exemple_places]
exemple_axes.bar(gauche, exemple_bilan["disponibles"], 0.38, color="#17405e", label="disponibles")
exemple_axes.bar(droite, exemple_bilan["demandees"], 0.38, color="#b8561f", hatch="//", edgecolor="white", label="demandées")
exemple_axes.set_xticks(exemple_places, exemple_bilan.index)
exemple_axes.set_title("Marc manque de deux heures, Léa en a deux de trop")
exemple_axes.set_xlabel("moniteur")
exemple_axes.set_ylabel("temps (heures)")
exemple_axes.legend()
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Lire
#
# Dans toute l'épreuve, seules comptent les lignes de `besoins` dont le `statut` est « retenue ».
#
# ## Question 1 — Les jours demandés
#
# Combien de jours de travail le plan demande-t-il à chacune des **six personnes** ? (Les achats, dont l'unité est « € HT », viendront à la
# question 6.)
#
# **À rendre** (3 points) : `jours_demandes`, une série (ressource → jours).

# %% role="solution" id="besoins_jours"
# Une série : les jours demandés à chaque personne.
jours_demandes = None
### BEGIN SOLUTION
travaux = besoins[besoins["unite"] == "jour"]
travaux_retenus = travaux[travaux["statut"] == "retenue"]
jours_demandes = travaux_retenus.groupby("ressource")["quantite"].sum()
erreur_type(
    "C6_1-besoins",
    "abandonnees_comprises",
    travaux.groupby("ressource")["quantite"].sum(),
    "Vous avez compté les tâches abandonnées : elles sont restées dans l'export mais personne ne les fera. Filtrez d'abord "
    "sur le statut.",
    part=0.5,
)
erreur_type(
    "C6_1-besoins",
    "nombre_de_taches",
    travaux_retenus.groupby("ressource").size(),
    "Vous avez compté les tâches de chacun : une tâche peut demander un demi-jour ou trois semaines. Additionnez les "
    "quantités.",
)
### END SOLUTION

# %% role="tests" id="C6_1-besoins" points=3
verifier("C6_1-besoins", jours_demandes, serie(cle="ressource", valeurs=nombre(unite="jours", minimum=0, maximum=300)))

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Ce qui manque aux objectifs
#
# La table `objectifs` garde dix objectifs tels qu'ils ont été écrits. Les traits de la méthode SMART se lisent dans la phrase seule. Pour chaque
# objectif, examinez-les **dans cet ordre** et donnez le **premier** qui manque (il peut en manquer d'autres après lui), ou `aucun` :
#
# | Lettre | Trait | Il est présent si la phrase… |
# | --- | --- | --- |
# | `S` | spécifique | nomme la personne responsable et ce qui doit changer |
# | `M` | mesurable | donne la valeur visée, chiffrée |
# | `A` | atteignable | vise au plus le **double** de la valeur de départ |
# | `R` | relié au plan | porte sur l'attraction, la conversion ou le suivi des leads, ou sur la conformité (RGPD, RGAA) |
# | `T` | daté (temporel) | fixe une date limite |
#
# **À rendre** (5 points) : `trait_manquant`, un dictionnaire, par exemple `{"O01": "S", "O02": "aucun", …}`.

# %% role="readonly" id="q2_phrases"
for ligne in objectifs.itertuples():
    print(ligne.objectif, "—", ligne.libelle)

# %% role="solution" id="objectifs_smart"
# Un dictionnaire : objectif → "S", "M", "A", "R", "T" ou "aucun".
trait_manquant = None
### BEGIN SOLUTION
import re

HORS_DU_PLAN = "confort des salles|lettre interne|photographies archivées"


def trait_qui_manque(phrase):
    """Le premier trait absent d'un objectif, dans l'ordre des définitions."""
    if " : " not in phrase:
        return "S"
    if "augmenter nettement" in phrase:
        return "M"
    depart, visee = re.search(r" de ([\d,]+)(?: %)? à ([\d,]+)", phrase).groups()
    if float(visee.replace(",", ".")) > 2 * float(depart.replace(",", ".")):
        return "A"
    if re.search(HORS_DU_PLAN, phrase):
        return "R"
    return "aucun" if "au plus tard le" in phrase else "T"


trait_manquant = {repere: trait_qui_manque(phrase) for repere, phrase in objectifs.set_index("objectif")["libelle"].items()}
erreur_type(
    "C6_2-smart",
    "chiffre_donc_atteignable",
    {repere: "aucun" if trait == "A" else trait for repere, trait in trait_manquant.items()},
    "Vous avez tenu pour atteignables des objectifs parce qu'ils sont chiffrés et datés : comparez toujours la valeur visée à la "
    "valeur de départ.",
    part=0.8,
)
erreur_type(
    "C6_2-smart",
    "vague_mais_chiffre",
    {repere: "aucun" if trait in ("S", "R") else trait for repere, trait in trait_manquant.items()},
    "Vous avez accepté un objectif qui ne nomme personne, ou qui sert autre chose que le plan : un pourcentage et une date ne "
    "suffisent pas. Demandez-vous qui fait quoi, et pour quelle étape du plan.",
    part=0.8,
)
### END SOLUTION

# %% role="tests" id="C6_2-smart" points=5
verifier(
    "C6_2-smart",
    trait_manquant,
    serie(cle="objectif", valeurs=choix("S", "M", "A", "R", "T", "aucun")),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Les taux de passage
#
# La table `campagne` donne, au premier semestre, les visites, les leads, les rendez-vous, les propositions et les ventes. Sur les **26 semaines** et les
# **quatre canaux réunis**, quel est le taux de passage vers chaque étape, **depuis l'étape qui la précède** ?
#
# | Clé | Taux |
# | --- | --- |
# | `leads` | leads ÷ visites |
# | `rendez_vous` | rendez-vous ÷ leads |
# | `propositions` | propositions ÷ rendez-vous |
# | `ventes` | ventes ÷ propositions |
#
# **À rendre** (4 points) : `taux`, une série (étape → pourcentage).

# %% role="solution" id="taux_passage"
# Une série : leads, rendez_vous, propositions, ventes, en %.
taux = None
### BEGIN SOLUTION
ETAPES = ["visites", "leads", "rendez_vous", "propositions", "ventes"]
CLES = ETAPES[1:]


def taux_de_passage(effectifs):
    """Les quatre taux, en %, à partir des effectifs des cinq étapes."""
    return pd.Series({b: 100 * effectifs[b] / effectifs[a] for a, b in zip(ETAPES, CLES, strict=False)})


totaux = campagne[ETAPES].sum()
taux = taux_de_passage(totaux)
erreur_type(
    "C6_3-taux",
    "moyenne_des_canaux",
    campagne.groupby("canal")[ETAPES].sum().apply(taux_de_passage, axis=1).mean(),
    "Vous avez fait la moyenne des taux des quatre canaux : les webinaires, qui attirent le moins de visites, y pèsent autant que le réseau "
    "professionnel. Additionnez d'abord, divisez ensuite.",
    part=0.25,
)
erreur_type(
    "C6_3-taux",
    "depuis_les_visites",
    100 * totaux[CLES] / totaux["visites"],
    "Vous avez tout rapporté aux visites : chaque taux de passage se rapporte à l'étape qui précède juste.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C6_3-taux" points=4
verifier("C6_3-taux", taux, serie(cle="étape", valeurs=pourcentage()))

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — L'accessibilité des pages
#
# Aucune loi n'impose le RGAA à Halyade, mais ses clients publics le demandent à leurs fournisseurs, et l'entreprise s'y tient. Pour **chaque
# page** d'atterrissage, quel est le taux de conformité au RGAA 4.1 ?
#
# Taux d'une page = critères conformes ÷ critères **applicables** à cette page (conformes ou non conformes).
#
# **À rendre** (4 points) : `rgaa_par_page`, une série (page → pourcentage).

# %% role="solution" id="rgaa_pages"
# Une série : le taux de conformité de chaque page, en %.
rgaa_par_page = None
### BEGIN SOLUTION
releve = audit_rgaa.groupby(["page", "statut"]).size().unstack(fill_value=0)
rgaa_par_page = 100 * releve["conforme"] / (releve["conforme"] + releve["non conforme"])
erreur_type(
    "C6_3-rgaa_page",
    "non_applicables_au_denominateur",
    100 * releve["conforme"] / 106,
    "Vous avez divisé par les 106 critères du RGAA : un critère qui ne s'applique pas à la page (une vidéo, là où il n'y en a pas) ne "
    "compte ni pour ni contre elle.",
    part=0.25,
)
erreur_type(
    "C6_3-rgaa_page",
    "non_applicables_tenus_pour_conformes",
    100 * (106 - releve["non conforme"]) / 106,
    "Vous avez compté les critères non applicables comme des réussites : ils sortent du calcul, en haut comme en bas.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C6_3-rgaa_page" points=4
verifier("C6_3-rgaa_page", rgaa_par_page, serie(cle="page", valeurs=pourcentage()))

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Analyser
#
# ## Question 5 — L'équipe : besoins, moyens, écarts
#
# Pour chacune des six personnes :
#
# | Colonne | Formule | Unité |
# | --- | --- | --- |
# | `besoin` | jours demandés (question 1) | jours |
# | `moyens` | `etp_alloue` × (64 jours ouvrés − `absences`) | jours |
# | `ecart` | `moyens` − `besoin` : **négatif s'il manque des jours** | jours |
# | `cout` | `besoin` × coût d'une journée **chargée** | € |
#
# Le coût d'une journée chargée est : salaire brut annuel × (1 + charges patronales) ÷ 215 jours travaillés.
#
# **À rendre** (5 points) : `equipe`, un tableau de six lignes, avec `ressource` en colonne ou en index. Sans arrondi.

# %% role="solution" id="ecarts_equipe"
# Un tableau : ressource, besoin, moyens, ecart, cout.
equipe = None
### BEGIN SOLUTION
personnes = moyens[moyens["categorie"] == "Humaine"].set_index("ressource")
besoin = jours_demandes.reindex(personnes.index)
jour_charge = personnes["salaire_brut"] * (1 + CHARGES) / JOURS_PAR_AN


def bilan_equipe(jours_disponibles):
    return pd.DataFrame(
        {
            "besoin": besoin,
            "moyens": jours_disponibles,
            "ecart": jours_disponibles - besoin,
            "cout": besoin * jour_charge,
        }
    )


presences = JOURS_OUVRES - personnes["absences"]
equipe = bilan_equipe(personnes["etp_alloue"] * presences)
erreur_type(
    "C6_1-equipe",
    "temps_plein",
    bilan_equipe(presences),
    "Vous avez compté chacun à temps plein : l'ETP dit quelle part de son temps une personne donne au plan. Convertissez l'ETP "
    "en jours avant de comparer.",
    part=0.5,
)
erreur_type(
    "C6_1-equipe",
    "absences_oubliees",
    bilan_equipe(personnes["etp_alloue"] * JOURS_OUVRES),
    "Vous n'avez pas déduit les absences déjà posées : ces jours-là ne serviront pas le plan.",
    part=0.5,
)
erreur_type(
    "C6_1-equipe",
    "salaire_sans_charges",
    equipe.assign(cout=besoin * personnes["salaire_brut"] / JOURS_PAR_AN),
    "Vous avez compté le salaire brut : l'employeur paie aussi des charges patronales, qui font partie du coût d'une journée.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C6_1-equipe" points=5
verifier(
    "C6_1-equipe",
    equipe,
    tableau(
        cle="ressource",
        colonnes={
            "besoin": nombre(unite="jours", minimum=0, maximum=300),
            "moyens": nombre(unite="jours", minimum=0, maximum=300),
            "ecart": nombre(unite="jours", minimum=-300, maximum=300),
            "cout": nombre(unite="€", minimum=0, maximum=200_000),
        },
    ),
    ecart=0.01,
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Les enveloppes : ce qui reste, ce qui manque
#
# Pour trois enveloppes, calculez **ce qui est disponible moins ce qui est nécessaire**, en € HT (négatif s'il manque de l'argent) :
#
# - le **disponible** est le budget voté moins la part déjà engagée ;
# - pour `Création et contenus` et `Outils et abonnements`, le **nécessaire** est la somme des achats retenus ;
# - pour `Renfort externe`, le **nécessaire** est le prix des jours qui **manquent** (question 5), chacun payé au `tarif_externe` du même métier,
#   fractions de jour comprises. Une personne qui a des jours de trop ne remplace pas un autre métier.
#
# **À rendre** (4 points) : `marge_enveloppes`, une série (enveloppe → €).

# %% role="solution" id="ecarts_enveloppes"
# Une série : ce qui reste (+) ou manque (−) à chaque enveloppe, en € HT.
marge_enveloppes = None
### BEGIN SOLUTION
ENVELOPPES = ["Création et contenus", "Outils et abonnements", "Renfort externe"]
enveloppes = moyens[moyens["categorie"] != "Humaine"].set_index("ressource")
disponible = enveloppes["budget_vote"] - enveloppes["budget_engage"]
achats_retenus = besoins[(besoins["unite"] == "€ HT") & (besoins["statut"] == "retenue")]
achats = achats_retenus.groupby("ressource")["quantite"].sum()
manque = (-equipe["ecart"]).clip(lower=0)


def marges(argent, prix_du_renfort):
    return pd.Series({nom: argent[nom] - achats.get(nom, prix_du_renfort) for nom in ENVELOPPES})


marge_enveloppes = marges(disponible, (manque * personnes["tarif_externe"]).sum())
erreur_type(
    "C6_1-enveloppes",
    "engage_oublie",
    marges(enveloppes["budget_vote"], (manque * personnes["tarif_externe"]).sum()),
    "Vous êtes parti·e du budget voté : une partie est déjà promise à d'autres dépenses. Déduisez ce qui est engagé.",
    part=0.25,
)
erreur_type(
    "C6_1-enveloppes",
    "metiers_compenses",
    marges(disponible, -(equipe["ecart"] * personnes["tarif_externe"]).sum()),
    "Vous avez compensé les jours qui manquent à certains par les jours de trop des autres : un rédacteur ne développe pas de "
    "pages. Ne gardez que les écarts négatifs.",
    part=0.67,
)
erreur_type(
    "C6_1-enveloppes",
    "cout_interne",
    marges(disponible, (manque * jour_charge).sum()),
    "Vous avez valorisé les jours qui manquent au coût des salariés : ce sont des indépendants qui les feront, à leur tarif.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C6_1-enveloppes" points=4
verifier(
    "C6_1-enveloppes",
    marge_enveloppes,
    serie(cle="enveloppe", valeurs=nombre(unite="€", minimum=-200_000, maximum=200_000)),
    ecart=1,
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — L'entonnoir à rebours
#
# Si l'automne garde les taux du premier semestre (question 3), que faut-il à chaque étape pour signer **36 ventes** ? Partez des ventes et remontez, en
# **arrondissant à l'entier supérieur à chaque étape**, avant de passer à la suivante : il n'y a pas de demi-proposition. Prenez les
# taux **non arrondis** : un taux de 4,3 % au lieu de 4,34 % déplace des centaines de visites.
#
# **À rendre** (6 points) : `entonnoir`, une série d'entiers, aux clés `propositions`, `rendez_vous`, `leads`, `visites`.

# %% role="solution" id="entonnoir_rebours"
# Une série : propositions, rendez_vous, leads, visites, en nombres entiers.
entonnoir = None
### BEGIN SOLUTION
AMONT = ["propositions", "rendez_vous", "leads", "visites"]


def remonter(taux_en_pourcent, ventes, arrondi=ceil):
    """Ce qu'il faut à chaque étape, des propositions aux visites."""
    besoins_en_amont, effectif = {}, ventes
    for etape, cle in zip(AMONT, reversed(CLES), strict=True):
        effectif = arrondi(effectif / (taux_en_pourcent[cle] / 100))
        besoins_en_amont[etape] = effectif
    return pd.Series(besoins_en_amont)


entonnoir = remonter(taux, OBJECTIF)
cumules = [prod(taux[cle] / 100 for cle in CLES[-rang:]) for rang in (1, 2, 3, 4)]
erreur_type(
    "C6_3-entonnoir",
    "taux_multiplies",
    pd.Series([ceil(OBJECTIF / cumul) for cumul in cumules], index=AMONT),
    "Vous avez multiplié les taux et arrondi une seule fois : chaque étape compte des personnes entières. Arrondissez au-dessus à chaque "
    "étape avant de remonter à la suivante.",
    part=0.5,
)
erreur_type(
    "C6_3-entonnoir",
    "arrondi_au_plus_proche",
    remonter(taux, OBJECTIF, round),
    "Vous avez arrondi au plus proche : quand vous arrondissez en dessous, l'objectif n'est plus atteint à l'étape suivante.",
    part=0.5,
)
erreur_type(
    "C6_3-entonnoir",
    "sens_inverse",
    pd.Series([ceil(OBJECTIF * cumul) for cumul in cumules], index=AMONT),
    "Vous avez multiplié l'objectif par les taux : c'est descendre l'entonnoir. Pour remonter des ventes aux visites, on divise "
    "par le taux de chaque étape.",
)
### END SOLUTION

# %% role="tests" id="C6_3-entonnoir" points=6
verifier("C6_3-entonnoir", entonnoir, serie(cle="étape", valeurs=nombre(minimum=1)), tolerance=0.001)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Ce que coûtent ces visites
#
# Le coût par visite de l'automne est celui du premier semestre : dépense totale ÷ visites totales, sans arrondi. Les visites nécessaires sont celles de la
# question 7.
#
# | Clé | Contenu | Unité |
# | --- | --- | --- |
# | `budget` | achat d'espace nécessaire : visites × coût par visite | € HT |
# | `cout_lead` | coût par lead : `budget` ÷ leads nécessaires | € HT |
# | `cout_vente` | coût par vente : `budget` ÷ 36 | € HT |
#
# **À rendre** (3 points) : `chiffrage`, une série.

# %% role="solution" id="chiffrage_media"
# Une série : budget, cout_lead, cout_vente, en € HT.
chiffrage = None
### BEGIN SOLUTION
cout_par_visite = campagne["depense_ht"].sum() / campagne["visites"].sum()


def chiffrer(cout, visites, leads):
    budget = cout * visites
    return pd.Series({"budget": budget, "cout_lead": budget / leads, "cout_vente": budget / OBJECTIF})


chiffrage = chiffrer(cout_par_visite, entonnoir["visites"], entonnoir["leads"])
par_canal = campagne.groupby("canal")[["depense_ht", "visites"]].sum()
erreur_type(
    "C6_3-chiffrage",
    "moyenne_des_canaux",
    chiffrer((par_canal["depense_ht"] / par_canal["visites"]).mean(), entonnoir["visites"], entonnoir["leads"]),
    "Vous avez fait la moyenne des coûts par visite des quatre canaux : le coût d'ensemble est la dépense totale divisée par les "
    "visites totales.",
    part=0.34,
)
erreur_type(
    "C6_3-chiffrage",
    "toutes_taxes_comprises",
    chiffrer(1.2 * cout_par_visite, entonnoir["visites"], entonnoir["leads"]),
    "Vous avez ajouté la TVA : Halyade y est assujettie et la récupère. Restez hors taxes.",
    part=0.34,
)
### END SOLUTION

# %% role="tests" id="C6_3-chiffrage" points=3
verifier("C6_3-chiffrage", chiffrage, serie(cle="poste", valeurs=nombre(unite="€", minimum=0)))

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — À qui a-t-on le droit d'écrire ?
#
# Le premier e-mail du plan part le **1er octobre 2026** ; il présente une formation utile au métier de ceux qui le reçoivent. Élodie Tran a écrit
# la règle. Un contact est **utilisable** s'il remplit les trois conditions :
#
# 1. **Droit d'envoyer**, selon le type d'adresse :
#    - *professionnelle* (B2B) : la personne a été informée à la collecte et pouvait s'opposer (`information` = « oui ») ; son consentement n'est pas
#      exigé par la loi, puisque le message concerne son métier ;
#    - *personnelle* : il faut son consentement préalable (`consentement` = « oui »), donné **le 1er octobre 2024 ou après** (Halyade ne
#      s'appuie pas sur un consentement de plus de deux ans) ;
#    - *générique* : ce n'est pas l'adresse d'une personne, ni information ni consentement ne sont exigés ;
# 2. **Pas d'opposition** : l'adresse n'est pas dans `oppositions`, **sans tenir compte des majuscules** (Halyade retire aussi les adresses
#    génériques qui l'ont demandé) ;
# 3. **Conservation** : le dernier contact venu du prospect date du **1er octobre 2023 ou après** (trois ans au plus).
#
# **À rendre** (5 points) : `contacts_utilisables`, un nombre entier.

# %% role="solution" id="rgpd_utilisables"
# Un nombre entier de contacts.
contacts_utilisables = None
### BEGIN SOLUTION
consenti = contacts["consentement"] == "oui"
consenti_recent = consenti & (contacts["date_consentement"] >= "2024-10-01")
droit_d_envoyer = (
    ((contacts["type_adresse"] == "professionnelle") & (contacts["information"] == "oui"))
    | ((contacts["type_adresse"] == "personnelle") & consenti_recent)
    | (contacts["type_adresse"] == "générique")
)
oppose = contacts["email"].isin(oppositions["email"].str.lower())
conserve = contacts["dernier_contact"] >= "2023-10-01"
contacts_utilisables = int((droit_d_envoyer & ~oppose & conserve).sum())
erreur_type(
    "C6_3-utilisables",
    "consentement_seul",
    int(consenti.sum()),
    "Vous avez compté les consentements : il manque leur âge, les oppositions et la durée de conservation, et une adresse professionnelle "
    "n'en a pas besoin si la personne a été informée.",
    part=0.2,
)
erreur_type(
    "C6_3-utilisables",
    "consentement_exige_de_tous",
    int((consenti_recent & ~oppose & conserve).sum()),
    "Vous avez exigé de tous le consentement des particuliers : à une adresse professionnelle, pour un message qui concerne le métier, la loi "
    "demande l'information et le droit de s'opposer.",
    part=0.4,
)
erreur_type(
    "C6_3-utilisables",
    "oppositions_en_majuscules",
    int((droit_d_envoyer & ~contacts["email"].isin(oppositions["email"]) & conserve).sum()),
    "Vous avez laissé passer des oppositions écrites en majuscules : mettez les deux listes dans la même écriture avant de les "
    "rapprocher.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C6_3-utilisables" points=5
verifier("C6_3-utilisables", contacts_utilisables, entier(unite="contacts", minimum=0, maximum=2000))

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Le calendrier des effacements
#
# Un prospect est effacé de la base (ou rendu anonyme) **trois ans après son dernier contact** ; la date limite est le même jour, trois
# ans plus tard (un dernier contact le 17 novembre 2023 donne le 17 novembre 2026). C'est la durée que recommande la CNIL ; Halyade l'applique aussi aux
# adresses génériques. Dans **toute** la base `contacts`, utilisable ou non, combien de prospects ont leur date limite :
#
# | Clé | Date limite |
# | --- | --- |
# | `dépassée` | le 30 septembre 2026 ou avant |
# | `octobre` | du 1er au 31 octobre 2026 |
# | `novembre` | du 1er au 30 novembre 2026 |
# | `décembre` | du 1er au 31 décembre 2026 |
#
# **À rendre** (4 points) : `effacements`, une série d'entiers.

# %% role="solution" id="rgpd_effacements"
# Une série : dépassée, octobre, novembre, décembre.
effacements = None
### BEGIN SOLUTION
PERIODES = {
    "dépassée": ("2000-01-01", "2026-09-30"),
    "octobre": ("2026-10-01", "2026-10-31"),
    "novembre": ("2026-11-01", "2026-11-30"),
    "décembre": ("2026-12-01", "2026-12-31"),
}


def calendrier(depart, annees):
    limite = depart + pd.DateOffset(years=annees)
    return pd.Series({nom: int(limite.between(*bornes).sum()) for nom, bornes in PERIODES.items()})


effacements = calendrier(contacts["dernier_contact"], 3)
erreur_type(
    "C6_3-effacements",
    "depuis_la_collecte",
    calendrier(contacts["date_collecte"], 3),
    "Vous avez compté les trois ans depuis la collecte : le délai repart à chaque démarche venue du prospect. Partez du dernier contact.",
    part=0.25,
)
erreur_type(
    "C6_3-effacements",
    "deux_ans",
    calendrier(contacts["dernier_contact"], 2),
    "Vous avez pris deux ans : c'est l'âge maximal d'un consentement chez Halyade, pas la durée de conservation d'un prospect.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C6_3-effacements" points=4
verifier("C6_3-effacements", effacements, serie(cle="échéance", valeurs=entier(minimum=0)))

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — Le taux global de conformité au RGAA
#
# La déclaration d'accessibilité porte sur l'ensemble des quatre pages. Un critère est **applicable** s'il l'est sur une page au moins ; il est
# **conforme** s'il n'est « non conforme » sur aucune page où il s'applique.
#
# Taux global = critères conformes ÷ critères applicables.
#
# **À rendre** (3 points) : `rgaa_global`, un pourcentage.

# %% role="solution" id="rgaa_ensemble"
# Un pourcentage.
rgaa_global = None
### BEGIN SOLUTION
applicable = (audit_rgaa["statut"] != "non applicable").groupby(audit_rgaa["critere"]).any()
en_defaut = (audit_rgaa["statut"] == "non conforme").groupby(audit_rgaa["critere"]).any()
rgaa_global = 100 * (applicable & ~en_defaut).sum() / applicable.sum()
erreur_type(
    "C6_3-rgaa_global",
    "moyenne_des_pages",
    rgaa_par_page.mean(),
    "Vous avez fait la moyenne des pages : un défaut présent sur une seule page suffit pour que le critère ne soit pas conforme sur "
    "l'ensemble.",
    part=0.34,
)
erreur_type(
    "C6_3-rgaa_global",
    "non_applicables_au_denominateur",
    100 * (applicable & ~en_defaut).sum() / 106,
    "Vous avez divisé par les 106 critères : ceux qui ne s'appliquent à aucune page ne comptent pas.",
    part=0.34,
)
### END SOLUTION

# %% role="tests" id="C6_3-rgaa_global" points=3
verifier("C6_3-rgaa_global", rgaa_global, pourcentage())

# %% [markdown] role="readonly" id="q12"
# ## Question 12 — Le taux de conversion d'équilibre
#
# Vous achetez le nombre de visites de la question 7, au budget de la question 8. Le plan coûte aussi le temps de l'équipe (total de la colonne
# `cout` de la question 5) et les achats retenus de création et d'outils (question 6). À partir de quel **taux de conversion
# des visites en leads** la marge des ventes rembourse-t-elle **toutes** ces dépenses ?
#
# La marge d'une vente est 52 % de 7 200 €. Les trois autres taux restent ceux de la question 3. Le renfort externe n'est pas compté, et l'on
# n'arrondit rien.
#
# **À rendre** (4 points) : `conversion_equilibre`, un pourcentage.

# %% role="solution" id="equilibre"
# Un pourcentage.
conversion_equilibre = None
### BEGIN SOLUTION
frais_internes = equipe["cout"].sum() + achats[["Création et contenus", "Outils et abonnements"]].sum()
ventes_par_lead = prod(taux[cle] / 100 for cle in CLES[1:])


def conversion_qui_rembourse(depenses, gain_par_vente):
    return 100 * depenses / (entonnoir["visites"] * ventes_par_lead * gain_par_vente)


conversion_equilibre = conversion_qui_rembourse(chiffrage["budget"] + frais_internes, TAUX_MARGE * PRIX)
erreur_type(
    "C6_3-equilibre",
    "prix_pour_marge",
    conversion_qui_rembourse(chiffrage["budget"] + frais_internes, PRIX),
    "Vous avez compté le prix entier de la vente : le formateur, ses déplacements et ses supports ne sont pas payés. Seule la marge "
    "rembourse le plan.",
    part=0.5,
)
erreur_type(
    "C6_3-equilibre",
    "achat_d_espace_seul",
    conversion_qui_rembourse(chiffrage["budget"], TAUX_MARGE * PRIX),
    "Vous n'avez remboursé que l'achat d'espace : le temps de l'équipe et les achats retenus sont aussi des dépenses du plan.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C6_3-equilibre" points=4
verifier("C6_3-equilibre", conversion_equilibre, pourcentage(minimum=0, maximum=100))

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Décider
#
# ## Question 13 — Le plan tient-il ?
#
# ### 13 a. Les ventes que le budget permet
#
# L'enveloppe « Achat d'espace » **disponible** est le budget voté moins la part engagée. Descendez l'entonnoir : visites que ce montant achète au coût par
# visite de la question 8, puis leads, rendez-vous, propositions et ventes aux taux de la question 3, en **arrondissant à l'entier
# inférieur à chaque étape** (on ne promet pas une demi-vente).
#
# **À rendre** (3 points) : `ventes_possibles`, un nombre entier.

# %% role="solution" id="descente"
# Un nombre entier de ventes.
ventes_possibles = None
### BEGIN SOLUTION
def descendre(argent, arrondi=floor):
    """Les ventes que permet un montant d'achat d'espace."""
    effectif = arrondi(argent / cout_par_visite)
    for cle in CLES:
        effectif = arrondi(effectif * taux[cle] / 100)
    return effectif


ventes_possibles = descendre(disponible["Achat d'espace"])
erreur_type(
    "C6_2-possibles",
    "arrondi_superieur",
    descendre(disponible["Achat d'espace"], ceil),
    "Vous avez arrondi au-dessus : à la montée, on prévoit large ; à la descente, on ne compte que ce qui est acquis.",
    part=0.5,
)
erreur_type(
    "C6_2-possibles",
    "engage_oublie",
    descendre(enveloppes["budget_vote"]["Achat d'espace"]),
    "Vous avez dépensé tout le budget voté : une partie est déjà engagée ailleurs.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C6_2-possibles" points=3
verifier("C6_2-possibles", ventes_possibles, entier(unite="ventes", minimum=0, maximum=500))

# %% [markdown] role="readonly" id="q13b"
# ### 13 b. Les leviers qui suffisent
#
# Pour 36 ventes, le comité voudrait aussi garder une **réserve** pour les imprévus : la colonne `reserve` de la table `moyens`, à ôter du
# disponible de la question 13 a. La table `leviers` propose cinq leviers. Pris **seul**, un levier **suffit** si l'achat d'espace nécessaire,
# recalculé comme aux questions 7 et 8 (arrondis compris), ne dépasse pas ce qui reste une fois la réserve ôtée. Attention à la colonne
# `unite` : des **points** s'ajoutent à un taux, un **pourcentage** le multiplie.
#
# **À rendre** (3 points) : `leviers_suffisants`, la liste des lettres, par exemple `["B", "E"]` ; si aucun ne suffit, `["aucun"]`.

# %% role="solution" id="leviers_seuls"
# Une liste de lettres.
leviers_suffisants = None
### BEGIN SOLUTION
variation = leviers.set_index("levier")["variation"]


def budget_avec(levier, en_points="AC"):
    """L'achat d'espace nécessaire avec ce seul levier ; en_points nomme ceux qui s'ajoutent au taux."""
    essai, cout, ventes = taux.copy(), cout_par_visite, OBJECTIF
    if levier in ("A", "C", "D"):
        cle = {"A": "leads", "C": "ventes", "D": "propositions"}[levier]
        hausse = variation[levier] if levier in en_points else essai[cle] * variation[levier] / 100
        essai[cle] = essai[cle] + hausse
    elif levier == "B":
        cout = cout * (1 + variation[levier] / 100)
    else:
        ventes = ventes + int(variation[levier])
    return cout * remonter(essai, ventes)["visites"]


limite_espace = disponible["Achat d'espace"]
reste_espace = limite_espace - moyens.set_index("ressource").loc["Achat d'espace", "reserve"]
leviers_suffisants = [levier for levier in "ABCDE" if budget_avec(levier) <= reste_espace] or ["aucun"]
erreur_type(
    "C6_2-leviers",
    "points_et_pour_cent",
    [levier for levier in "ABCDE" if budget_avec(levier, "D") <= reste_espace] or ["aucun"],
    "Vous avez confondu les points et les pour cent : un taux de 4 % qui gagne 1 point passe à 5 %, celui qui gagne 1 % passe à 4,04 %.",
    part=0.67,
)
erreur_type(
    "C6_2-leviers",
    "tout_ce_qui_aide",
    list("ABCDE"),
    "Vous avez retenu tous les leviers : chacun réduit la dépense, mais il faut la recalculer, et ôter la réserve du disponible, pour "
    "savoir lesquels suffisent seuls.",
    part=0.34,
)
### END SOLUTION

# %% role="tests" id="C6_2-leviers" points=3
verifier("C6_2-leviers", leviers_suffisants, choix("A", "B", "C", "D", "E", "aucun", plusieurs=True))

# %% [markdown] role="readonly" id="q13c"
# ### 13 c. La décision
#
# Sans levier, et d'après vos réponses 6, 8 et 13 a, que faut-il dire au comité ?
#
# - le **budget** tient si l'achat d'espace nécessaire ne dépasse pas le disponible ;
# - l'**équipe** tient si l'enveloppe « Renfort externe » paie tous les jours qui manquent.
#
# **À rendre** (2 points) : `decision`, l'un de ces textes : `"le plan tient"`, `"l'équipe tient, pas le budget"`, `"le budget tient, pas l'équipe"`,
# `"ni l'un ni l'autre"`.

# %% role="solution" id="decision_comite"
# Un texte, parmi les quatre proposés.
decision = None
### BEGIN SOLUTION
VERDICTS = {
    (True, True): "le plan tient",
    (False, True): "l'équipe tient, pas le budget",
    (True, False): "le budget tient, pas l'équipe",
    (False, False): "ni l'un ni l'autre",
}
budget_tient = chiffrage["budget"] <= limite_espace
equipe_tient = marge_enveloppes["Renfort externe"] >= 0
decision = VERDICTS[bool(budget_tient), bool(equipe_tient)]
erreur_type(
    "C6_2-decision",
    "budget_mal_lu",
    VERDICTS[not budget_tient, bool(equipe_tient)],
    "Relisez le budget : comparez l'achat d'espace nécessaire à ce qui est réellement disponible, une fois l'engagé déduit.",
)
erreur_type(
    "C6_2-decision",
    "equipe_mal_lue",
    VERDICTS[bool(budget_tient), not equipe_tient],
    "Relisez l'équipe : elle tient si le renfort externe peut payer tous les jours qui manquent, et cela seulement.",
)
### END SOLUTION

# %% role="tests" id="C6_2-decision" points=2
verifier(
    "C6_2-decision",
    decision,
    choix("le plan tient", "l'équipe tient, pas le budget", "le budget tient, pas l'équipe", "ni l'un ni l'autre"),
)

# %% [markdown] role="readonly" id="q14"
# ## Question 14 — Deux graphiques pour le comité
#
# Un titre qui dit quelque chose, des axes nommés avec leur unité, des couleurs qui se distinguent.
#
# ### 14 a. L'entonnoir
#
# Un graphique **en barres**, une barre par étape, de ce qu'il faut pour 36 ventes : `leads`, `rendez-vous`, `propositions`, `ventes`. Les visites, vingt fois
# plus nombreuses que les leads, écraseraient le reste : dites leur nombre dans le titre ou dans une note. Axes : l'étape, et le
# nombre nécessaire.
#
# **À rendre** (3 points) : `figure_entonnoir`, la figure ou les axes de matplotlib.

# %% role="solution" id="graphique_entonnoir"
# Une figure matplotlib : par exemple figure_entonnoir, axes = plt.subplots()
figure_entonnoir = None
### BEGIN SOLUTION
barres = pd.concat([entonnoir[["leads", "rendez_vous", "propositions"]], pd.Series({"ventes": OBJECTIF})])
barres = barres.rename({"rendez_vous": "rendez-vous"})
figure_entonnoir, dessin_entonnoir = plt.subplots(figsize=(8, 3.6), layout="constrained")
dessin_entonnoir.bar_label(
    dessin_entonnoir.barh(barres.index, barres.to_numpy(), color=["#1f5f8b", "#1f5f8b", "#1f5f8b", "#b8561f"]),
    labels=[f"{valeur:.0f}" for valeur in barres],
    padding=4,
)
dessin_entonnoir.invert_yaxis()
visites_ecrites = f"{entonnoir['visites']:,.0f}".replace(",", "\u202f")
dessin_entonnoir.set_title(
    f"Pour {OBJECTIF} ventes, il faut {entonnoir['leads']:.0f} leads, donc {visites_ecrites} visites", loc="left", fontweight="bold"
)
dessin_entonnoir.set_xlabel("nombre nécessaire, d'octobre à décembre 2026")
dessin_entonnoir.set_ylabel("étape")
dessin_entonnoir.set_xlim(0, 1.1 * barres.max())
dessin_entonnoir.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C6_3-graphique_entonnoir" points=3
verifier(
    "C6_3-graphique_entonnoir",
    figure_entonnoir,
    graphique(genre="barres", x="étape", y="nombre nécessaire"),
    tolerance=0.005,
)

# %% [markdown] role="readonly" id="q14b"
# ### 14 b. Les besoins et les moyens de l'équipe
#
# Un graphique **en barres** : pour chacune des six personnes, les jours de **besoin** et de **moyens**, côte à côte. Nommez les deux séries « besoin » et
# « moyens ». Axes : la ressource, et les jours.
#
# **À rendre** (3 points) : `figure_equipe`, la figure ou les axes de matplotlib.

# %% role="solution" id="graphique_equipe"
# Une figure matplotlib.
figure_equipe = None
### BEGIN SOLUTION
figure_equipe, dessin_equipe = plt.subplots(figsize=(8, 4), layout="constrained")
rangs = range(len(equipe))
for nom, pas, couleur in (("besoin", -0.2, "#b8561f"), ("moyens", 0.2, "#12324a")):
    colonnes = dessin_equipe.bar([rang + pas for rang in rangs], equipe[nom], 0.38, color=couleur, label=nom)
    dessin_equipe.bar_label(colonnes, labels=[f"{jours:.1f}".replace(".", ",") for jours in equipe[nom]], padding=2, fontsize=8)
dessin_equipe.set_xticks(rangs, [nom.replace(" de ", " de\u00a0").replace(" ", "\n") for nom in equipe.index])
en_manque = int((equipe["ecart"] < 0).sum())
dessin_equipe.set_title(f"{en_manque} personnes sur 6 n'ont pas assez de jours pour le plan", loc="left", fontweight="bold")
dessin_equipe.set_xlabel("ressource")
dessin_equipe.set_ylabel("charge (jours)")
dessin_equipe.set_ylim(0, 1.25 * equipe[["besoin", "moyens"]].max().max())
dessin_equipe.spines[["top", "right"]].set_visible(False)
dessin_equipe.legend(frameon=False, ncols=2)
### END SOLUTION

# %% role="tests" id="C6_1-graphique_equipe" points=3
verifier(
    "C6_1-graphique_equipe",
    figure_equipe,
    graphique(
        genre="barres",
        x="ressource",
        y="charge",
        unite_y="jours",
        series=("besoin", "moyens"),
        disposition="côte à côte",
    ),
    tolerance=0.005,
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Trois textes, **avec les chiffres que vous venez de calculer** ; si l'un d'eux vous manque, dites lequel et raisonnez sans lui. Ils seront lus par
# Hélène Caradec, Bruno Salaün et le comité de direction, puis défendus à l'oral.
#
# ## Écrit A — Le tableau de bord des ressources
#
# *Environ 300 mots, tableau compris · C6.1 · 9 points, la lisibilité de votre graphique 14 b comprise.*
#
# Présentez toutes les ressources du plan, **internes et externes** : humaines, temporelles, financières, technologiques. Rangez-les en sous-catégories,
# avec pour chacune le besoin, le moyen, l'écart et ce que vous en concluez. Dites à quelle date le tableau sera relevé, par qui,
# et quel écart ferait réagir.

# %% [markdown] role="manual" id="C6_1-ressources" mots=300
# ### BEGIN SOLUTION
# **Repères pour le jury** (entre crochets, les valeurs de la variante : se reporter au corrigé de la copie).
#
# | Sous-catégorie | Ressource | Besoin | Moyens | Écart | Conclusion |
# | --- | --- | --- | --- | --- | --- |
# | Humaines, internes | les six fonctions, une ligne chacune | [jours] | [jours] | [jours] | manque : renfort ; reste : appui sur des tâches du même métier |
# | Humaines, externes | indépendants (Renfort externe) | [€] | [€] | [€] | suffit, ou combien de jours restent à trouver |
# | Temporelles | 64 jours ouvrés, premier envoi le 1er octobre, comité le 24 septembre | | | | quatre jours ouvrés (25, 28, 29 et 30 septembre) entre l'accord et l'envoi : ce qui doit être prêt |
# | Financières | Achat d'espace ; Création et contenus | [€] | [€] | [€] | l'achat d'espace [suffit ou non] pour 36 ventes |
# | Technologiques | plateforme de webinaires, envoi d'e-mails, logiciel commercial, mesure d'audience | [€] | [€] | [€] | à souscrire avant le 1er octobre |
# | Données | [n] contacts utilisables sur la base | | | | ressource rare, qui diminue de [n] effacements d'ici décembre |
#
# Un ETP ne se compare pas à des jours ; les surplus d'un métier ne comblent pas les manques d'un autre. Relevé le lundi par Lucie Morvan, lu par Hélène
# Caradec ; alerte si un écart se creuse de plus de deux jours.
# ### END SOLUTION

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Les objectifs du plan
#
# *Environ 350 mots · C6.2 · 9 points.*
#
# 1. **L'objectif global** que vous proposez au comité (36 ventes, ou ce que vous jugez tenable), et **quatre à six objectifs intermédiaires**, un au moins par
#    étape de l'entonnoir, séparés de lui.
# 2. Chaque objectif est **mesurable, atteignable, limité** (dans le temps et dans son champ), **individualisé** (une personne en répond) et
#    **négociable** (la marge admise et qui peut la consentir).
# 3. Récrivez **deux** des objectifs défaillants de la question 2.

# %% [markdown] role="manual" id="C6_2-objectifs" mots=350
# ### BEGIN SOLUTION
# **Repères pour le jury.** Objectif global : « Signer [ventes] contrats “Encadrer sans s'épuiser” issus du plan, au plus tard le [date], Bruno Salaün. » Le groupe tient
# 36 si le budget tient ou s'il retient un levier suffisant de la question 13 b, ou descend à ce que permet le budget ; il le dit.
#
# | Objectif intermédiaire | Mesure | Limite | Responsable | Négociable |
# | --- | --- | --- | --- | --- |
# | Visites achetées | [visites], à [coût] € au plus | 31 décembre, un tiers par mois | Lucie Morvan | ± 10 % si le coût par lead tient |
# | Leads | [leads] | 15 décembre | Lucie Morvan | plancher : [leads] − 5 %, accord d'Hélène Caradec |
# | Rendez-vous tenus | [rendez-vous] | 31 décembre | Karim Belhadj | reportables jusqu'au 15 janvier |
# | Propositions envoyées sous cinq jours | [propositions] | 31 décembre | Bruno Salaün | |
# | Conformité | page la plus faible à 85 %, effacements du mois faits le 1er | 30 novembre | Nour Haddad, Élodie Tran | la date, pas le droit |
#
# Le global est un résultat (des ventes) ; les intermédiaires sont des étapes que l'on peut constater avant la fin et qui alertent.
# Récriture attendue : l'objectif retrouve le trait qui lui manque sans en perdre un autre (une valeur au plus double du départ, un nom, une date).
# ### END SOLUTION

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Le plan de génération de leads, avec la direction commerciale
#
# *Environ 450 mots · C6.3 · 18 points, la lisibilité de votre graphique 14 a comprise.*
#
# 1. **Ce que demande Bruno Salaün** et les outils marketing que vous lui proposez en réponse.
# 2. **L'entonnoir** et son chiffrage : la quantité de leads à produire, ce qu'elle coûte, le taux d'équilibre, et ce qui rend ces chiffres incertains.
# 3. **Les pistes de conversion** des leads : au moins trois, à des étapes différentes de l'entonnoir, avec leur effet attendu et leur responsable.
# 4. **Le cadre légal** : à qui l'on écrit et pourquoi on en a le droit, ce que l'on efface et quand, ce qui doit être corrigé sur les pages avant leur mise en
#    ligne.

# %% [markdown] role="manual" id="C6_3-plan_leads" mots=450
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# *Demande commerciale* : 36 contrats à 7 200 €, signés sur un plan de trois mois ; donc [leads] leads et [rendez-vous] rendez-vous, soit environ un treizième par
# semaine : l'agenda de Karim Belhadj doit le supporter. Outils en réponse : diagnostic en ligne et livre blanc (leads), webinaire avec client témoin
# (rendez-vous), fiche de préparation et modèle de proposition (propositions, ventes).
#
# *Entonnoir* : graphique 14 a commenté ; [visites] visites, [budget] €, [coût par lead] € par lead, [coût par vente] € par vente, à rapporter à 3 744 € de marge.
# Équilibre à [taux d'équilibre] % de conversion contre [taux] % au premier semestre : la marge de sécurité est dite.
# Incertitudes : les mêmes taux sont supposés à un rythme bien plus élevé (36 ventes en treize semaines, [ventes du premier semestre] en vingt-six), or acheter plus de visites par semaine les
# renchérit souvent ; deux semaines de mars sortent du rang ; un lead de décembre ne signe qu'en janvier ou après.
#
# *Pistes* : formulaires raccourcis (visite → lead) ; rappel sous 48 h et prise de rendez-vous en ligne (lead → rendez-vous) ; questionnaire avant rendez-vous (rendez-vous →
# proposition) ; relance à dix jours, témoignages, financement par l'opérateur de compétences (proposition → vente) ; suite d'e-mails pour les leads qui ne sont pas prêts.
#
# *Cadre légal* : [n] contacts utilisables ; adresses professionnelles : information et opposition (intérêt légitime) ; personnelles : consentement préalable ; lien de
# désinscription dans chaque e-mail ; liste d'oppositions rapprochée avant chaque envoi ; effacements : [n] tout de suite, puis [n], [n], [n] ; les
# adresses opposées restent, elles, dans une liste de rejet, pour ne pas être recontactées. Fichier acheté : peu
# utilisable, faute d'information. RGAA : taux global de [taux] % (« partiellement conforme »), page la plus faible [page], formulaires d'abord ; audit de contrôle en novembre.
# ### END SOLUTION

# %% [markdown] role="readonly" id="grille_texte"
# ---
# # La grille du jury
#
# Vos écrits et vos graphiques sont jugés sur les critères ci-dessous. Deux critères de la compétence C6.2 sont jugés dans le REX de chacun, où
# chacun fait aussi son auto-évaluation. Il n'y a rien à remplir ici.

# %% [markdown] role="grille" competence="C6.1"

# %% [markdown] role="grille" competence="C6.2"

# %% [markdown] role="grille" competence="C6.3"

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Validate** (en haut du notebook) : il signale les réponses absentes ou mal formées. Une question laissée sans réponse
#    ne bloque rien : elle vaut zéro, les autres comptent.
# 3. **Enregistrez** (Ctrl + S), puis ouvrez l'onglet **Assignment List** : **un seul** membre du groupe clique sur **Submit** en face de
#    l'épreuve, pour tous. Vous pouvez rendre plusieurs fois : la dernière copie compte.
# 4. Gardez une copie du notebook : elle vous servira à préparer l'oral, puis votre REX.
