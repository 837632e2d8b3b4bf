# Épreuve 4 — Proposition d'axes de développement marketing opérationnel (C4.1 à C4.3), notebook collectif.
# Le texte est la source : le notebook de source/ en est construit (epreuves build).
# Les questions à choix (2, 3, 8, 9, 12) ont peu de points, car elles se devinent en partie : ce qu'elles établissent se juge dans les écrits.

# %% [markdown] role="readonly" id="cas"
# # Épreuve 4 — Proposer des axes de marketing opérationnel
#
# **Mise en situation professionnelle reconstituée** · groupe de **deux ou trois** · environ **5 h 10** de travail à se partager : par personne,
# 2 h 30 à trois, 3 h 10 à deux · compétences C4.1, C4.2 et C4.3
#
# Trois temps : ce **notebook collectif** (100 points : 46 pour douze réponses, que la machine corrige, et 54 pour trois écrits, que le jury juge), un **oral collectif** (15 min, puis 15 min d'échange), puis un **retour d'expérience (REX) individuel** (20 points), `rex.ipynb`, remis à chacun après l'oral : 120 points en tout.
#
# ## Le cas : Quatre-Rampes
#
# *Laon (Aisne), lundi 8 juin 2026.*
#
# **Quatre-Rampes**, établissement public, réunit quatre théâtres : **Le Haut-Cintre** (Laon, 620 places), **Le Quai aux Grains** (Soissons, 480), **L'Étamerie** (Chauny, 340)
# et **La Filandière** (Vervins, 260). La saison va de septembre à mai ; celle de 2025-2026 vient de finir.
#
# Vous êtes **l'équipe de marketing opérationnel**. Marceau Courcol, directeur marketing et commercial, vous passe commande :
#
# > « Le conseil d'administration a voté notre plan stratégique. Avant d'inventer quoi que ce soit, je veux savoir ce que nous avons déjà, ce que valent nos campagnes et ce qui
# > manque. Chacun a son avis sur l'essai de Chauny ; les bilans ne se valent pas. Inna Koulibaly, qui suit l'accessibilité, me dit que des séances en LSF se jouent sans que personne
# > le sache. Je réunis la direction mercredi 17 juin : apportez-moi des faits, pas un plaidoyer. »
#
# ### Extrait du plan stratégique 2026-2029, « La salle d'à côté »
#
# | Axe | Ce que le plan demande |
# | --- | --- |
# | **Conquête** | faire venir chaque saison davantage de **primo-acheteurs**, des gens qui n'avaient jamais acheté |
# | **Fidélité** | donner une raison de revenir dans la saison |
# | **Accessibilité** | annoncer toute séance accessible comme telle, 21 jours avant au moins ; faire vérifier les supports par des personnes concernées |
# | **RSE** | émettre par spectateur, en 2029, 15 % de moins qu'en 2025-2026, d'abord sur les déplacements ; imprimer moitié moins |
#
# Les services en ligne d'un établissement public doivent être accessibles (loi n° 2005-102 du 11 février 2005, article 47).
#
# ### Les usages de Quatre-Rampes
#
# - Douze **opérations** rythment les saisons. Pour chacune, on combine deux à cinq **outils** parmi huit ; chaque outil employé est une ligne de `campagnes`.
# - La brochure paraît à la mi-juin. Les campagnes vont de septembre à mai, hors fêtes de fin d'année ; elles sont décidées par Marceau Courcol, programmées par la communication.
# - Denis Wachter, à la billetterie, estime avant chaque campagne les spectateurs qui viendraient sans elle : c'est `spectateurs_prevus`.
# - Après chaque opération, quelqu'un écrit un bilan libre, sans modèle. Personne ne les rassemble.
# - Du 5 janvier au 30 mai 2026, **l'essai « Voisins de scène »** a eu lieu à L'Étamerie seule : place à 8 € pour qui amène un voisin, et affiches dans les commerces.
#
# **Livrables** : les moyens qui répondent au plan stratégique, l'analyse des campagnes passées, la synthèse pour la direction.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Un seul notebook pour le groupe.** Les étapes 1, 2 et 3 se mènent en parallèle, une par personne : aucune n'attend les autres. L'étape 4 se fait ensemble, après les questions 6 et 9 ; mettez alors vos chiffres en commun, avant d'écrire.
# - **Réunir vos réponses.** Chacun envoie à l'un de vous son notebook et le fichier `reponses.json` qui est à côté ; il les range dans un dossier par personne (`parts/Camille/`), puis exécute la dernière cellule.
# - **Votre identifiant.** Tapez le vôtre : l'école a donné au groupe une seule variante. Sans session (entraînement), tapez tous le même, ici et dans `rex.ipynb`.
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, ou par du code dans « Calculer ici ».
# - **Vérification.** Le formulaire dit comment il vous a lu, jamais si c'est juste.
# - **Précision.** Un résultat recopié garde au moins trois chiffres significatifs. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`62.5`).
# - **Une erreur ne compte qu'une fois** : ce qui suit, juste compte tenu d'elle, est acquis.
# - **Noms réservés dans du code** : `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte`,
#   `graphique`.
#
# **Vos données vous sont propres.**
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans `donnees/`, en CSV. Dans ces formules, les mots en minuscules sont vos cellules ou vos plages.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | additionner sous conditions | `=SOMME.SI.ENS(couts;typologies;"média";saisons;"2025-2026";statuts;"réalisée")` |
# | la première date sous conditions | `=MIN.SI.ENS(debuts;operations;operation;saisons;saison;statuts;"réalisée")`, puis `=MOIS(…)` ; 0 : pas d'édition |
# | est-ce la première commande payée de cet acheteur ? | `=ET(statut="payée";NB.SI.ENS(acheteurs_au_dessus;acheteur;statuts_au_dessus;"payée")=0)` |
# | y a-t-il une ligne qui remplit toutes les conditions ? | `=NB.SI.ENS(publics;public;contacts;">="&utiles;dates;">="&echeance)>0` |
# | aller chercher la date d'une représentation | `=RECHERCHEX(code;codes;dates)`, ou `=INDEX(dates;EQUIV(code;codes;0))` |
# | compter un occupant si la case est vide | `=MAX(1;occupants)` |
#
# Au tableur, collez vos plages dans les formulaires (Ctrl + V). Dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | une valeur par ligne | `{"encart": 14, "banderole": 40}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture, chacun | | 25 min | |
# | Étape 1. Les campagnes et leur mémoire | 1 à 4 | 35 min | 13 |
# | Étape 2. Ce que coûte un spectateur | 5 à 8 | 35 min | 20 |
# | Étape 3. Les besoins, l'accès, les trajets | 9 à 11 | 35 min | 11 |
# | Étape 4. Choisir, ensemble | 12 | 15 min | 2 |
# | Écrits | A à C | 135 min | 54 |
# | Réunir, relire, « Qui a fait quoi » | | 30 min | |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e04_axes")

DEBUT_ESSAI = pd.Timestamp("2026-01-05")
SAISONS = ("2023-2024", "2024-2025", "2025-2026")
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
OPERATIONS = (
    "Théâtre en famille",
    "Semaine des abonnés",
    "Jeudis à 10 €",
    "Coulisses ouvertes",
    "Cap danse",
    "Marionnettes en ville",
    "Carte blanche aux lycéens",
    "Bravo les bénévoles",
    "Nuit des premières",
    "Voix amies",
    "Cirque sous toile",
    "Scène aux amateurs",
)

# %% role="readonly" id="tables"
campagnes = donnees["campagnes"]
debriefs = donnees["debriefs"]
billetterie = donnees["billetterie"]
representations = donnees["representations"]
annonces = donnees["annonces"]
enquete = donnees["enquete"]
facteurs = donnees["facteurs"]
besoins = donnees["besoins"]
moyens = donnees["moyens"]
actions = donnees["actions"]
cadre = donnees["cadre"]

pd.set_option("display.max_colwidth", None)  # les bilans s'affichent en entier
donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une auberge compare deux publicités : combien a coûté chaque nuitée de plus ?

# %% role="readonly" id="exemple"
exemple_envois = pd.DataFrame(
    {
        "support": ["encart", "encart", "banderole", "banderole"],
        "cout": [300, 260, 480, 150],
        "prevues": [410, 395, 500, 460],
        "nuitees": [436, 409, 512, 470],
        "statut": ["fait", "fait", "fait", "annulé"],
    }
)

# Calculée : filtrer, additionner, puis diviser les sommes.
exemple_faits = exemple_envois[exemple_envois["statut"] == "fait"].assign(de_plus=lambda t: t["nuitees"] - t["prevues"])
exemple_sommes = exemple_faits.groupby("support")[["cout", "de_plus"]].sum()
exemple_cout = exemple_sommes["cout"] / exemple_sommes["de_plus"]

# Recopiée d'un tableur : une valeur par ligne, puis un tableau, une liste par colonne.
exemple_cout_recopie = {"encart": 14, "banderole": 40}
exemple_tableau = pd.DataFrame({"support": ["encart", "banderole"], "cout": [560, 480], "de_plus": [40, 12]})

# Un nombre de jours entre deux dates, et le numéro d'un mois.
exemple_jours = (pd.Timestamp("2026-05-30") - pd.Timestamp("2026-05-12")).days
print(f"{exemple_jours} jours ; mois : {pd.Timestamp('2026-05-12').month}")

exemple_tableau

# %% role="readonly" id="exemple_graphique"
# Des courbes, une par série, à partir de valeurs tapées. Les marques servent à qui ne voit pas les couleurs (en barres : hatch="//").
exemple_annees = ["2024", "2025", "2026"]
exemple_parts = {"encart": [40, 48, 61], "banderole": [60, 52, 39]}
exemple_figure, exemple_axes = plt.subplots(figsize=(6.5, 3.2), layout="constrained")
for exemple_rang, (exemple_nom, exemple_valeurs) in enumerate(exemple_parts.items()):
    exemple_axes.plot(
        exemple_annees,
        exemple_valeurs,
        color=["#17405e", "#b8561f"][exemple_rang],
        marker=["o", "s"][exemple_rang],
        label=exemple_nom,
    )
exemple_axes.set_title("L'encart a pris la première place en 2026")
exemple_axes.set_xlabel("année")
exemple_axes.set_ylabel("part des nuitées (%)")
exemple_axes.set_ylim(0, 80)
exemple_axes.legend()
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Les campagnes et leur mémoire
#
# Dans toute l'épreuve, seules comptent les campagnes au statut « réalisée ». La **dépense** d'une campagne est sa création plus sa diffusion, hors taxes.
#
# ## Question 1 — Où va l'argent
#
# Quelle a été la dépense de chaque **typologie**, saison par saison ? La convention du réseau :
#
# | Typologie | Outils |
# | --- | --- |
# | `média` | un grand média : presse, radio, télévision, cinéma, affichage, **y compris l'affichage sur écran dans la rue** |
# | `digital` | ce que chacun reçoit sur son propre écran : ordinateur ou téléphone |
# | `hors média` | tout le reste |
#
# **À rendre** (4 points) : `depenses`, un tableau de trois lignes (`typologie`) et trois colonnes (`2023-2024`, `2024-2025`, `2025-2026`), en € HT.

# %% role="solution" id="typologie"
# Un tableau : typologie, 2023-2024, 2024-2025, 2025-2026.
depenses = None
### BEGIN SOLUTION
TYPOLOGIES = ["média", "hors média", "digital"]
TYPOLOGIE = {
    "affichage urbain": "média",
    "panneaux numériques": "média",
    "radio locale": "média",
    "dépliants": "hors média",
    "rencontres hors les murs": "hors média",
    "réseaux sociaux": "digital",
    "lettre électronique": "digital",
    "SMS": "digital",
}
realisees = campagnes[campagnes["statut"] == "réalisée"]


def depenses_de(lignes, typologie=TYPOLOGIE, creation=1):
    """La dépense de chaque typologie, saison par saison."""
    montants = creation * lignes["cout_creation"] + lignes["cout_diffusion"]
    sommes = montants.groupby([lignes["outil"].map(typologie).rename("typologie"), lignes["saison"]]).sum()
    return sommes.unstack(fill_value=0).reindex(index=TYPOLOGIES, columns=list(SAISONS), fill_value=0)


depenses = depenses_de(realisees)
erreur_type(
    "C4_2-typologie",
    "annulees_comprises",
    depenses_de(campagnes),
    "Vous avez compté les campagnes annulées : leur devis est resté dans l'export, mais rien n'a été dépensé. Filtrez d'abord sur le statut.",
    part=0.4,
)
erreur_type(
    "C4_2-typologie",
    "panneaux_en_digital",
    depenses_de(realisees, TYPOLOGIE | {"panneaux numériques": "digital"}),
    "Vous avez rangé les panneaux numériques dans le digital : relisez où la convention met l'écran que l'on croise dans la rue.",
    part=0.5,
)
erreur_type(
    "C4_2-typologie",
    "diffusion_seule",
    depenses_de(realisees, creation=0),
    "Vous avez oublié la création : la dépense d'une campagne est sa création plus sa diffusion.",
    part=0.4,
)
for code_du_rangement, deplaces, ou_mis, conseil in (
    ("panneaux_hors_media", ["panneaux numériques"], "hors média", "les panneaux numériques hors média : où la convention met-elle l'affichage sur écran ?"),
    ("affichage_hors_media", ["affichage urbain", "panneaux numériques"], "hors média", "l'affichage hors média : la convention en fait un grand média."),
    ("sms_hors_media", ["SMS"], "hors média", "les SMS hors média : sur quel écran les reçoit-on ?"),
    ("lettre_hors_media", ["lettre électronique"], "hors média", "la lettre électronique hors média : sur quel écran la reçoit-on ?"),
    ("envois_hors_media", ["SMS", "lettre électronique"], "hors média", "les SMS et la lettre électronique hors média : sur quel écran les reçoit-on ?"),
    ("depliants_en_media", ["dépliants"], "média", "les dépliants parmi les médias : ils n'en sont pas un grand, au sens de la convention."),
):
    erreur_type(
        "C4_2-typologie",
        code_du_rangement,
        depenses_de(realisees, TYPOLOGIE | dict.fromkeys(deplaces, ou_mis)),
        f"Vous avez rangé {conseil}",
        part=0.4,
    )
### END SOLUTION

# %% role="tests" id="C4_2-typologie" points=4
verifier(
    "C4_2-typologie",
    depenses,
    tableau(
        cle="typologie",
        colonnes={
            "2023-2024": nombre(unite="€", minimum=0, maximum=200_000),
            "2024-2025": nombre(unite="€", minimum=0, maximum=200_000),
            "2025-2026": nombre(unite="€", minimum=0, maximum=200_000),
        },
        cles=("média", "hors média", "digital"),
    ),
    ecart=1,
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Ce qui revient, et quand
#
# Une **édition** a eu lieu une saison si une campagne au moins de l'opération y a été réalisée ; son mois est celui du
# **premier jour** (`debut`) de la première campagne **réalisée**.
#
# | Rythme | Condition |
# | --- | --- |
# | `récurrente à date fixe` | une édition chacune des trois saisons, dans le même mois |
# | `récurrente à date mobile` | une édition chacune des trois saisons, pas toujours dans le même mois |
# | `irrégulière` | une ou deux éditions, dont une en 2025-2026 |
# | `interrompue` | une ou deux éditions, aucune en 2025-2026 |
#
# **À rendre** (2 points) : `rythmes`, un tableau de douze lignes : `operation`, `rythme` (un de ces quatre textes) et `dernier_mois`, le numéro du mois (1 à 12) de sa **dernière** édition.

# %% role="solution" id="rythme"
# Un tableau : operation, rythme, dernier_mois.
rythmes = None
### BEGIN SOLUTION
FIXE, MOBILE = "récurrente à date fixe", "récurrente à date mobile"
IRREGULIERE, INTERROMPUE = "irrégulière", "interrompue"


def rythmes_de(lignes, mois_regarde=True):
    """Le rythme de chaque opération et le mois de sa dernière édition, d'après ces campagnes."""
    mois = lignes.groupby(["operation", "saison"])["debut"].min().dt.month.unstack()
    complet = mois.notna().all(axis=1)
    stable = mois.nunique(axis=1) == 1
    rythme = mois["2025-2026"].notna().map({True: IRREGULIERE, False: INTERROMPUE})
    rythme[complet] = MOBILE if mois_regarde else FIXE
    rythme[complet & stable] = FIXE
    return pd.DataFrame({"rythme": rythme, "dernier_mois": mois.ffill(axis=1).iloc[:, -1].astype(int)})


rythmes = rythmes_de(realisees)
erreur_type(
    "C4_1-rythme",
    "annulees_comprises",
    rythmes_de(campagnes),
    "Vous avez compté des campagnes annulées : une opération dont rien n'a été réalisé n'a pas eu d'édition cette saison-là.",
)
erreur_type(
    "C4_1-rythme",
    "mois_non_regarde",
    rythmes_de(realisees, mois_regarde=False),
    "Vous avez tenu pour fixe tout ce qui revient chaque saison : comparez aussi les mois.",
)
### END SOLUTION

# %% role="tests" id="C4_1-rythme" points=2
verifier(
    "C4_1-rythme",
    rythmes,
    tableau(
        cle="operation",
        colonnes={
            "rythme": choix("récurrente à date fixe", "récurrente à date mobile", "irrégulière", "interrompue"),
            "dernier_mois": entier(minimum=1, maximum=12),
        },
        cles=OPERATIONS,
    ),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Les bilans sur lesquels on peut s'appuyer
#
# La table `debriefs`, affichée sous ce tableau, contient douze bilans, un par opération. Un bilan est **exploitable** s'il donne un **chiffre de résultat** (une date n'en est pas un), s'il dit d'où ce chiffre **vient** (un relevé, une enquête,
# des statistiques, un comptage à l'entrée) et s'il porte sur **toute** la durée de l'édition. À chaque autre bilan, il manque une chose, et une seule.
#
# | Verdict | Ce qui manque |
# | --- | --- |
# | `exploitable` | rien, même si le ton est partial |
# | `sans chiffre` | la source est nommée, rien n'est chiffré |
# | `moyens comptés` | le chiffre et sa source y sont, mais pour ce que l'on a fait (affiches posées, messages envoyés), non pour ce qui en est venu (un clic vers la réservation, lui, est un résultat) |
# | `sans source` | un chiffre de résultat est avancé, sans dire d'où il vient |
# | `période incomplète` | le chiffre et sa source y sont, pour une partie de l'édition seulement |
#
# **À rendre** (2 points) : `bilans`, un de ces cinq textes pour chacune des douze opérations.

# %% role="readonly" id="bilans_a_lire"
debriefs.set_index("operation")[["debut", "fin", "auteur", "texte"]]

# %% role="solution" id="bilans"
# Un texte par opération.
bilans = None
### BEGIN SOLUTION
SOURCES = r"relevé de billetterie|enquête de sortie|statistiques du site|contrôle d'accès"
DATE = r"\d{2}/\d{2}/\d{4}"
chiffre = debriefs["texte"].str.replace(DATE, "", regex=True).str.contains(r"\d")
source = debriefs["texte"].str.contains(SOURCES)
de_moyens = debriefs["texte"].str.contains("bordereau|feuille de tournée|journal d'envoi|planning")
jusqu_au_bout = debriefs["texte"].str.contains("toute la durée|Du premier au dernier jour|D'un bout à l'autre") | pd.Series(
    [f"{fin:%d/%m/%Y}" in phrase for fin, phrase in zip(debriefs["fin"], debriefs["texte"], strict=True)],
    index=debriefs.index,
)


def bilans_d_apres(source, periode, resultats_seuls=True):
    """Le verdict de chaque bilan ; le premier manque l'emporte."""
    verdict = pd.Series("exploitable", index=debriefs.index)
    verdict[~periode] = "période incomplète"
    verdict[~source & ~de_moyens] = "sans source"
    if resultats_seuls:
        verdict[de_moyens] = "moyens comptés"
    verdict[~chiffre] = "sans chiffre"
    return verdict.set_axis(debriefs["operation"])


oui = chiffre | True
bilans = bilans_d_apres(source, jusqu_au_bout)
erreur_type(
    "C4_2-bilans",
    "source_supposee",
    bilans_d_apres(oui, jusqu_au_bout),
    "Vous avez tenu pour exploitables des chiffres dont personne ne dit d'où ils viennent : cherchez le relevé, l'enquête ou le comptage.",
)
erreur_type(
    "C4_2-bilans",
    "moyens_pour_resultats",
    bilans_d_apres(source, jusqu_au_bout, resultats_seuls=False),
    "Vous avez pris pour un résultat ce que l'on a posé, distribué ou envoyé : cela ne dit pas qui est venu.",
)
erreur_type(
    "C4_2-bilans",
    "periode_non_lue",
    bilans_d_apres(source, oui),
    "Vous n'avez pas comparé la période du bilan à celle de l'édition : les colonnes debut et fin la donnent.",
)
### END SOLUTION

# %% role="tests" id="C4_2-bilans" points=2
verifier(
    "C4_2-bilans",
    bilans,
    serie(
        cle="operation",
        valeurs=choix("exploitable", "sans chiffre", "moyens comptés", "sans source", "période incomplète"),
        cles=OPERATIONS,
    ),
)

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — Le graphique des trois saisons
#
# Tracez, d'après votre réponse 1, la **part de chaque typologie** dans la dépense de la saison, en courbes ou en barres : les trois saisons en abscisse, trois séries
# (« média », « hors média », « digital »). Le titre dit ce que la direction doit retenir ; axes : la saison, et la part de la dépense en %. Les séries se distinguent aussi sans la couleur, par leurs marques ou leurs hachures.
#
# **À rendre** (5 points) : le graphique (`figure_parts` dans du code).

# %% role="solution" id="graphique_parts"
# Une figure matplotlib : par exemple figure_parts, axes = plt.subplots()
figure_parts = None
### BEGIN SOLUTION
parts = 100 * depenses / depenses.sum()
figure_parts, dessin = plt.subplots(figsize=(8.5, 4.4), layout="constrained")
aspects = {"média": ("#12324a", "o"), "hors média": ("#b8561f", "s"), "digital": ("#3f7f5f", "^")}
for nom_typologie, (couleur, marque) in aspects.items():
    dessin.plot(list(SAISONS), parts.loc[nom_typologie, list(SAISONS)], color=couleur, marker=marque, label=nom_typologie)
mouvement = parts["2025-2026"] - parts["2023-2024"]
la_plus_mobile = mouvement.abs().idxmax()
sens = "gagné" if mouvement[la_plus_mobile] > 0 else "perdu"
points_de_part = f"{abs(mouvement[la_plus_mobile]):.0f}"
dessin.set_title(f"En deux saisons, le {la_plus_mobile} a {sens} {points_de_part} points de la dépense", loc="left", fontweight="bold")
dessin.set_xlabel("saison")
dessin.set_ylabel("part de la dépense (%)")
dessin.set_ylim(0, 100)
dessin.spines[["top", "right"]].set_visible(False)
dessin.legend(frameon=False, ncols=3)
### END SOLUTION

# %% role="tests" id="C4_3-graphique" points=5
verifier(
    "C4_3-graphique",
    figure_parts,
    graphique(genre=("courbes", "barres"), x="saison", y="part", unite_y="%", series=("média", "hors média", "digital")),
    ecart=0.1,
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Ce que coûte un spectateur
#
# ## Question 5 — Les primo-acheteurs de la saison
#
# Combien chaque **outil** a-t-il amené de **primo-acheteurs** en 2025-2026 ? Un primo-acheteur n'a aucun `dernier_achat` et a passé au moins une commande **payée** dans la saison. On le compte **une fois**, à l'outil
# de sa **première commande payée** (le plus petit numéro). Ceux du bouche-à-oreille et des réponses « non précisé » ne sont à aucun outil.
#
# **À rendre** (5 points) : `primo`, un nombre d'acheteurs pour chacun des huit outils.

# %% role="solution" id="primo_acheteurs"
# Un nombre par outil.
primo = None
### BEGIN SOLUTION
inconnus = billetterie[billetterie["dernier_achat"].isna()].sort_values("commande")
payees = inconnus[inconnus["statut"] == "payée"]


def par_outil(commandes):
    """Les commandes de chaque outil de campagne."""
    return commandes["outil"].value_counts().reindex(list(OUTILS), fill_value=0)


primo = par_outil(payees.drop_duplicates("acheteur"))
erreur_type(
    "C4_2-primo",
    "commandes_comptees",
    par_outil(payees),
    "Vous avez compté des commandes : un primo-acheteur qui revient dans la saison ne compte qu'une fois. Ôtez les doublons sur l'acheteur.",
    part=0.4,
)
erreur_type(
    "C4_2-primo",
    "statut_non_filtre",
    par_outil(inconnus.drop_duplicates("acheteur")),
    "Vous avez gardé des commandes annulées et des invitations : seule une commande payée fait un acheteur, et sa première commande payée dit l'outil.",
    part=0.5,
)
erreur_type(
    "C4_2-primo",
    "derniere_commande",
    par_outil(payees.drop_duplicates("acheteur", keep="last")),
    "Vous avez gardé la dernière commande payée de chacun : c'est la première, au plus petit numéro, qui dit par quel outil il est venu.",
    part=0.4,
)
anciens_compris = billetterie[billetterie["statut"] == "payée"].sort_values("commande").drop_duplicates("acheteur")
erreur_type(
    "C4_2-primo",
    "anciens_compris",
    par_outil(anciens_compris),
    "Vous avez compté tous les acheteurs : ceux qui ont un dernier achat avant la saison étaient déjà venus.",
)
### END SOLUTION

# %% role="tests" id="C4_2-primo" points=5
verifier(
    "C4_2-primo",
    primo,
    serie(cle="outil", valeurs=entier(minimum=0, maximum=5_000), cles=OUTILS),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Le prix d'un spectateur de plus, et d'un primo-acheteur
#
# Pour la saison **2025-2026**, et pour chaque outil :
#
# | Colonne | Calcul |
# | --- | --- |
# | `cout_spectateur` | dépense de l'outil ÷ spectateurs **de plus** (spectateurs − spectateurs prévus, en additionnant aussi les campagnes où il en est venu moins) |
# | `cout_primo` | dépense de l'outil ÷ ses primo-acheteurs (question 5) |
#
# Ajoutez une neuvième ligne, `les huit outils` : la dépense totale rapportée au total des spectateurs de plus, puis au total des primo-acheteurs des huit outils.
#
# **À rendre** (7 points) : `couts`, un tableau de neuf lignes : `outil`, `cout_spectateur` et `cout_primo`, en € HT.

# %% role="solution" id="couts_outils"
# Un tableau : outil, cout_spectateur, cout_primo.
couts = None
### BEGIN SOLUTION
TOUS = "les huit outils"
saison = realisees[realisees["saison"] == "2025-2026"]
suivi = pd.DataFrame(
    {
        "outil": saison["outil"],
        "depense": saison["cout_creation"] + saison["cout_diffusion"],
        "diffusion": saison["cout_diffusion"],
        "de_plus": (saison["spectateurs"] - saison["spectateurs_prevus"]).astype(float),
        "venus": saison["spectateurs"].astype(float),
    }
)


def avec_le_tout(valeurs):
    """Les sommes par outil, et celle des huit."""
    return pd.concat([valeurs, pd.Series({TOUS: valeurs.sum()})])


def somme_par_outil(colonne):
    return avec_le_tout(suivi.groupby("outil")[colonne].sum().reindex(list(OUTILS)))


primo_et_tout = avec_le_tout(pd.Series({outil: primo[outil] for outil in OUTILS}, dtype=float))
couts = pd.DataFrame(
    {
        "cout_spectateur": somme_par_outil("depense") / somme_par_outil("de_plus"),
        "cout_primo": somme_par_outil("depense") / primo_et_tout,
    }
).rename_axis("outil")
rapports = suivi["depense"] / suivi["de_plus"]
moyennes = rapports.groupby(suivi["outil"]).mean().reindex(list(OUTILS))
erreur_type(
    "C4_2-couts",
    "moyenne_des_rapports",
    couts.assign(cout_spectateur=pd.concat([moyennes, pd.Series({TOUS: rapports.mean()})])),
    "Vous avez fait la moyenne des coûts de chaque campagne : une petite campagne y pèse autant qu'une grande. Additionnez d'abord, divisez ensuite.",
    part=0.5,
)
erreur_type(
    "C4_2-couts",
    "moyenne_par_outil",
    couts.assign(cout_spectateur=pd.concat([moyennes, couts.loc[[TOUS], "cout_spectateur"]])),
    "Votre ligne des huit outils additionne d'abord, mais pour chaque outil vous avez fait la moyenne des coûts de ses campagnes : additionnez là aussi, divisez ensuite.",
    part=0.6,
)
erreur_type(
    "C4_2-couts",
    "tous_les_spectateurs",
    couts.assign(cout_spectateur=somme_par_outil("depense") / somme_par_outil("venus")),
    "Vous avez divisé par tous les spectateurs : la plupart seraient venus sans la campagne. Ôtez ceux que la billetterie attendait.",
    part=0.5,
)
erreur_type(
    "C4_2-couts",
    "moyenne_des_huit",
    pd.concat([couts.drop(index=TOUS), couts.drop(index=TOUS).mean().to_frame(TOUS).T]).rename_axis("outil"),
    "Pour les huit outils, vous avez fait la moyenne des huit coûts : rapportez la dépense totale aux totaux.",
    part=0.7,
)
erreur_type(
    "C4_2-couts",
    "diffusion_seule",
    pd.DataFrame(
        {
            "cout_spectateur": somme_par_outil("diffusion") / somme_par_outil("de_plus"),
            "cout_primo": somme_par_outil("diffusion") / primo_et_tout,
        }
    ),
    "Vous avez oublié la création : la dépense d'une campagne est sa création plus sa diffusion.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C4_2-couts" points=7
verifier(
    "C4_2-couts",
    couts,
    tableau(
        cle="outil",
        colonnes={
            "cout_spectateur": nombre(unite="€", minimum=-20_000, maximum=20_000),
            "cout_primo": nombre(unite="€", minimum=0, maximum=20_000),
        },
        cles=(*OUTILS, "les huit outils"),
    ),
    ecart=0.02,
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — L'essai de Chauny, comparé à Vervins
#
# Cette saison, l'essai mis à part, aucune campagne n'a visé **L'Étamerie** ou **La Filandière** seule : la seconde dit ce qui se serait passé à la première sans l'essai. Sur les séances **tout public** et **jouées** :
#
# 1. le **taux de remplissage** d'un théâtre, sur une période, est le total de ses spectateurs ÷ le total de ses jauges ;
# 2. son **évolution** est le taux à partir du 5 janvier 2026 moins le taux d'avant, en points ;
# 3. l'**effet** de l'essai est l'évolution de L'Étamerie moins celle de La Filandière.
#
# **À rendre** (7 points) : `evolutions`, trois valeurs en points : `L'Étamerie`, `La Filandière` et `effet`.

# %% role="solution" id="essai"
# Trois valeurs, en points : L'Étamerie, La Filandière, effet.
evolutions = None
### BEGIN SOLUTION
ESSAI, TEMOIN = "L'Étamerie", "La Filandière"
jouees = representations[representations["statut"] == "jouée"]
tout_public = jouees[jouees["seance"] == "tout public"]


def evolution(seances, theatre, taux_moyens=False, relative=False):
    """Les points de remplissage gagnés par un théâtre à partir du 5 janvier."""
    siennes = seances[seances["lieu"] == theatre]
    taux = []
    for periode in (siennes[siennes["date"] < DEBUT_ESSAI], siennes[siennes["date"] >= DEBUT_ESSAI]):
        rapport = (periode["spectateurs"] / periode["jauge"]).mean()
        taux.append(100 * float(rapport if taux_moyens else periode["spectateurs"].sum() / periode["jauge"].sum()))
    return 100 * (taux[1] / taux[0] - 1) if relative else taux[1] - taux[0]


def trois_valeurs(seances):
    a_l_essai, au_temoin = evolution(seances, ESSAI), evolution(seances, TEMOIN)
    return pd.Series({ESSAI: a_l_essai, TEMOIN: au_temoin, "effet": a_l_essai - au_temoin})


evolutions = trois_valeurs(tout_public)
erreur_type(
    "C4_2-essai",
    "sans_comparaison",
    pd.Series({ESSAI: evolutions[ESSAI], TEMOIN: evolutions[TEMOIN], "effet": evolutions[ESSAI]}),
    "Vous avez donné pour effet toute l'évolution de L'Étamerie : une partie se serait produite sans l'essai, La Filandière dit laquelle.",
    part=0.5,
)
moyens_a_l_essai, moyens_au_temoin = (evolution(tout_public, theatre, taux_moyens=True) for theatre in (ESSAI, TEMOIN))
en_part_a_l_essai, en_part_au_temoin = (evolution(tout_public, theatre, relative=True) for theatre in (ESSAI, TEMOIN))
erreur_type(
    "C4_2-essai",
    "en_pour_cent",
    pd.Series({ESSAI: en_part_a_l_essai, TEMOIN: en_part_au_temoin, "effet": en_part_a_l_essai - en_part_au_temoin}),
    "Vous avez rapporté l'évolution au taux d'avant : elle est demandée en points, un taux moins l'autre.",
    part=0.4,
)
erreur_type(
    "C4_2-essai",
    "moyenne_des_taux",
    pd.Series({ESSAI: moyens_a_l_essai, TEMOIN: moyens_au_temoin, "effet": moyens_a_l_essai - moyens_au_temoin}),
    "Vous avez fait la moyenne des taux de chaque séance : une petite jauge y pèse autant qu'une grande. Additionnez spectateurs et jauges, divisez ensuite.",
    part=0.5,
)
erreur_type(
    "C4_2-essai",
    "scolaires_comprises",
    trois_valeurs(jouees),
    "Vous avez gardé les séances scolaires : elles se remplissent par classes, sans qu'un tarif y change rien.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C4_2-essai" points=7
verifier(
    "C4_2-essai",
    evolutions,
    serie(
        cle="ligne",
        valeurs=nombre(unite="points", minimum=-100, maximum=100),
        cles=("L'Étamerie", "La Filandière", "effet"),
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Que faire de l'essai ?
#
# Les **spectateurs gagnés** par l'essai sont son effet (question 7) multiplié par le total des jauges de L'Étamerie, séances tout public jouées à partir du 5 janvier 2026. Le coût d'un spectateur gagné est le coût de l'essai
# (table `cadre`) divisé par eux. Prenez la **première** ligne qui s'applique :
#
# | Situation | Décision |
# | --- | --- |
# | l'effet est nul ou négatif | `arrêter` |
# | un spectateur gagné coûte plus que le `cout_spectateur` des huit outils réunis (question 6) | `corriger` |
# | l'évolution de L'Étamerie seule est négative : l'essai a freiné une baisse | `reconduire` |
# | aucune de ces situations | `étendre` |
#
# **À rendre** (1 point) : `decision`, l'un de ces quatre textes.

# %% role="solution" id="decision_essai"
# Un texte, parmi les quatre proposés.
decision = None
### BEGIN SOLUTION
montants = cadre.set_index("poste")["valeur"]
cout_essai = montants[montants.index.str.contains("essai")].iloc[0]
apres = tout_public[(tout_public["lieu"] == ESSAI) & (tout_public["date"] >= DEBUT_ESSAI)]


def decider(effet, propre):
    """La décision, d'après l'effet de l'essai et l'évolution de L'Étamerie, en points."""
    if effet <= 0:
        return "arrêter"
    if cout_essai / (effet / 100 * apres["jauge"].sum()) > couts.loc[TOUS, "cout_spectateur"]:
        return "corriger"
    return "reconduire" if propre < 0 else "étendre"


decision = decider(evolutions["effet"], evolutions[ESSAI])
erreur_type(
    "C4_3-decision",
    "signe_inverse",
    decider(-evolutions["effet"], evolutions[ESSAI]),
    "Relisez le sens de la soustraction : un effet positif veut dire que L'Étamerie a mieux évolué que La Filandière.",
)
### END SOLUTION

# %% role="tests" id="C4_3-decision" points=1
verifier("C4_3-decision", decision, choix("étendre", "reconduire", "corriger", "arrêter"))

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Les besoins, l'accès, les trajets
#
# ## Question 9 — Les besoins du plan face aux moyens existants
#
# Pour chacun des douze besoins, cherchez les moyens (`moyens`) du **même public**. Un moyen **convient** s'il remplit, **à lui seul**, trois critères :
#
# - il touche au moins les `contacts_utiles` ;
# - il est financé jusqu'à l'`echeance` ou au-delà (`disponible_jusqu_au` ≥ `echeance`) ;
# - son accès est vérifié, **si** le besoin l'exige (`acces_exige` = oui).
#
# | Verdict | Situation |
# | --- | --- |
# | `couvert` | un moyen au moins convient |
# | `à prolonger` | sinon, il ne manque à un moyen que l'échéance : il conviendrait si l'on prolongeait son financement |
# | `à vérifier` | sinon, il ne manque à un moyen que l'accès vérifié |
# | `à compléter` | sinon, des moyens existent pour ce public |
# | `non couvert` | aucun moyen n'existe pour ce public |
#
# **À rendre** (3 points) : `couverture`, un de ces cinq textes pour chacun des douze publics.

# %% role="solution" id="besoins_moyens"
# Un texte par public.
couverture = None
### BEGIN SOLUTION
COUVERT = "couvert"


def couverture_de(acces=True, delai=True, additionner=False):
    """Le verdict de chaque besoin ; les réglages laissent un critère de côté."""
    verdicts = {}
    for besoin in besoins.itertuples():
        siens = moyens[moyens["public"] == besoin.public]
        assez = siens["contacts"] >= besoin.contacts_utiles
        finance = (siens["disponible_jusqu_au"] >= besoin.echeance) | (not delai)
        lisible = (siens["acces_verifie"] == "oui") | (besoin.acces_exige == "non") | (not acces)
        convient = (assez & finance & lisible).any()
        if additionner:
            convient = siens.loc[finance & lisible, "contacts"].sum() >= besoin.contacts_utiles
        situations = {
            "non couvert": siens.empty,
            COUVERT: convient,
            "à prolonger": (assez & lisible).any(),
            "à vérifier": (assez & finance).any(),
            "à compléter": True,
        }
        verdicts[besoin.public] = next(texte_du_verdict for texte_du_verdict, vraie in situations.items() if vraie)
    return pd.Series(verdicts)


couverture = couverture_de()
erreur_type(
    "C4_1-besoins",
    "acces_oublie",
    couverture_de(acces=False),
    "Vous n'avez pas demandé l'accès vérifié là où le besoin l'exige : un support que son public ne peut pas lire ne le touche pas.",
)
erreur_type(
    "C4_1-besoins",
    "delai_oublie",
    couverture_de(delai=False),
    "Vous avez retenu un moyen qui n'est plus financé à l'échéance du besoin : comparez les deux dates.",
)
erreur_type(
    "C4_1-besoins",
    "moyens_additionnes",
    couverture_de(additionner=True),
    "Vous avez additionné les contacts de plusieurs moyens : ils touchent en partie les mêmes personnes, chacun se juge seul.",
)
### END SOLUTION

# %% role="tests" id="C4_1-besoins" points=3
verifier(
    "C4_1-besoins",
    couverture,
    serie(
        cle="public",
        valeurs=choix("couvert", "à prolonger", "à vérifier", "à compléter", "non couvert"),
        cles=(
            "moins de 30 ans",
            "familles",
            "habitants à plus de 20 km",
            "abonnés",
            "comités sociaux et économiques",
            "enseignants",
            "seniors",
            "personnes sourdes ou malentendantes",
            "personnes aveugles ou malvoyantes",
            "personnes avec un handicap mental ou psychique",
            "voyageurs du train",
            "associations de quartier",
        ),
    ),
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Les séances accessibles, annoncées comme telles
#
# Parmi les séances accessibles **jouées**, quelle part a été **annoncée comme telle** ? Une séance l'est si une parution **au moins** en fait mention (`pictogramme` ou `phrase`) **21 jours ou plus** avant la date. Répondez par forme
# accessible, et pour `les quatre formes` réunies : `audiodescription`, `LSF`, `surtitrage`, `Relax` (une séance dont le public peut sortir, bouger, faire du bruit).
#
# **À rendre** (3 points) : `part_annoncee`, cinq pourcentages.

# %% role="solution" id="annoncees"
# Un pourcentage par forme accessible, et celui des quatre.
part_annoncee = None
### BEGIN SOLUTION
FORMES = ["audiodescription", "LSF", "surtitrage", "Relax"]
accessibles = representations[(representations["statut"] == "jouée") & representations["accessibilite"].notna()]
datees = annonces.merge(accessibles[["representation", "date", "accessibilite"]], on="representation")
a_temps = (datees["date"] - datees["parution"]).dt.days >= 21
dite = datees["mention"] != "aucune"


def taux_de(oui_ou_non, formes):
    """La part de oui, par forme et en tout."""
    par_forme = oui_ou_non.groupby(formes).mean().reindex(FORMES)
    return 100 * pd.concat([par_forme, pd.Series({"les quatre formes": oui_ou_non.mean()})])


def part_de(parutions):
    """La part des séances jouées qui ont l'une de ces parutions, par forme."""
    return taux_de(accessibles["representation"].isin(parutions["representation"]), accessibles["accessibilite"])


part_annoncee = part_de(datees[a_temps & dite])
erreur_type(
    "C4_1-annonces",
    "mention_non_lue",
    part_de(datees[a_temps]),
    "Vous avez compté toute parution : annoncer le spectacle n'est pas dire que la séance est accessible. Regardez la mention.",
    part=0.4,
)
erreur_type(
    "C4_1-annonces",
    "delai_oublie",
    part_de(datees[dite]),
    "Vous avez gardé des mentions parues trop tard : le plan demande 21 jours, le temps de s'organiser pour venir.",
    part=0.4,
)
erreur_type(
    "C4_1-annonces",
    "moyenne_des_formes",
    part_annoncee.where(part_annoncee.index != "les quatre formes", part_annoncee[FORMES].mean()),
    "Pour les quatre formes, vous avez fait la moyenne des quatre parts : elles n'ont pas le même nombre de séances. Reprenez toutes les séances ensemble.",
    part=0.7,
)
erreur_type(
    "C4_1-annonces",
    "parutions_comptees",
    taux_de(a_temps & dite, datees["accessibilite"]),
    "Vous avez compté les parutions : c'est la part des séances qui est demandée, et une seule bonne parution suffit à chacune.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C4_1-annonces" points=3
verifier(
    "C4_1-annonces",
    part_annoncee,
    serie(cle="forme", valeurs=pourcentage(echelle="pourcent"), cles=("audiodescription", "LSF", "surtitrage", "Relax", "les quatre formes")),
    ecart=0.1,
)

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — Ce qu'émettent les trajets du public
#
# D'après `enquete` et `facteurs`, sans les réponses dont le trajet manque, calculez pour chaque **zone** :
#
# | Colonne | Calcul | Unité |
# | --- | --- | --- |
# | `kg_par_spectateur` | moyenne, par personne interrogée, des émissions de son aller-retour ; en voiture, le facteur est celui du **véhicule** : partagez-le entre ses occupants | kg CO2e |
# | `part` | émissions de la zone ÷ émissions de toutes les zones | % |
#
# **À rendre** (5 points) : `trajets`, un tableau de quatre lignes : `zone`, `kg_par_spectateur` et `part`.

# %% role="solution" id="co2_trajets"
# Un tableau : zone, kg_par_spectateur, part.
trajets = None
### BEGIN SOLUTION
ZONES = ["même commune", "moins de 20 km", "20 à 50 km", "plus de 50 km"]
repondues = enquete.dropna(subset=["km_aller_retour"])
facteur = repondues["mode"].map(facteurs.set_index("mode")["kg_par_km"])
occupants = repondues["occupants"].astype(float).fillna(1)


def trajets_de(emissions):
    """Par zone, les émissions d'une personne et la part du total."""
    par_zone = emissions.groupby(repondues["zone"])
    return pd.DataFrame({"kg_par_spectateur": par_zone.mean(), "part": 100 * par_zone.sum() / emissions.sum()}).reindex(ZONES)


emissions = repondues["km_aller_retour"] * facteur / occupants
trajets = trajets_de(emissions)
erreur_type(
    "C4_1-trajets",
    "part_des_reponses",
    trajets.assign(part=100 * repondues["zone"].value_counts(normalize=True)),
    "Vous avez donné la part de chaque zone dans les réponses : ce sont ses émissions qui se rapportent à celles de toutes les zones.",
    part=0.5,
)
erreur_type(
    "C4_1-trajets",
    "par_vehicule",
    trajets_de(emissions * occupants),
    "Vous avez donné à chaque personne les émissions de toute la voiture : ses occupants se les partagent.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C4_1-trajets" points=5
verifier(
    "C4_1-trajets",
    trajets,
    tableau(
        cle="zone",
        colonnes={
            "kg_par_spectateur": nombre(unite="kg", minimum=0, maximum=200),
            "part": pourcentage(echelle="pourcent"),
        },
        cles=("même commune", "moins de 20 km", "20 à 50 km", "plus de 50 km"),
    ),
    ecart=0.006,
)

# %% [markdown] role="readonly" id="etape4"
# ---
# # Étape 4 — Choisir, ensemble
#
# ## Question 12 — Les actions de l'automne, dans l'enveloppe
#
# Onze actions sont proposées (table `actions`) ; l'enveloppe est dans `cadre`. La règle de la direction :
#
# 1. une action dont le `format_accessible` est « non » est `écartée : accès` ; une autre qui n'est pas prête **au plus tard le 1er octobre 2026** est `écartée : date` ;
# 2. parmi celles qui restent passent d'abord celles dont le `public` a un besoin qui n'est **pas** `couvert` (question 9), puis les autres ;
# 3. dans chacun de ces deux groupes, par `cout_primo` croissant de leur outil (question 6) ; à outil égal, la moins chère d'abord ;
# 4. cet ordre donne à chacune son **rang**, à partir de 1 ; en le suivant, une action est `retenue` si ce qui reste de l'enveloppe la paie ; sinon elle est `en réserve`, et l'on essaie la suivante ; `reste` est ce qui reste de l'enveloppe après elle, en € HT (rang et reste : 0 si elle est écartée).
#
# **À rendre** (2 points) : `plan`, un tableau de onze lignes : `action`, `rang`, `decision` (un de ces quatre textes) et `reste`.

# %% role="solution" id="plan_automne"
# Un tableau : action, rang, decision, reste.
plan = None
### BEGIN SOLUTION
enveloppe = montants[montants.index.str.contains("Enveloppe")].iloc[0]
accessible = actions["format_accessible"] == "oui"


def plan_avec(colonne="cout_primo", besoins_d_abord=True, continuer=True, jour_compris=True):
    """La décision de chaque action, dans l'ordre de la règle."""
    pretes = actions["prete_le"] <= "2026-10-01" if jour_compris else actions["prete_le"] < "2026-10-01"
    dans_le_cadre = accessible & pretes
    second = actions["public"].map(dict(couverture)).eq(COUVERT) & besoins_d_abord
    ordre = actions.assign(second=second, prix=actions["outil"].map(couts[colonne]))
    lignes = [(action, 0, "écartée : accès", 0) for action in actions.loc[~accessible, "action"]]
    lignes += [(action, 0, "écartée : date", 0) for action in actions.loc[accessible & ~dans_le_cadre, "action"]]
    reste, fini = enveloppe, False
    rangees = ordre[dans_le_cadre].sort_values(["second", "prix", "cout"])
    for rang, action in enumerate(rangees.itertuples(), start=1):
        paie = action.cout <= reste and not fini
        reste -= action.cout if paie else 0
        lignes.append((action.action, rang, "retenue" if paie else "en réserve", reste))
        fini = fini or not (paie or continuer)
    return pd.DataFrame(lignes, columns=["action", "rang", "decision", "reste"]).sort_values("action", ignore_index=True)


plan = plan_avec()
erreur_type(
    "C4_1-plan",
    "besoins_ignores",
    plan_avec(besoins_d_abord=False),
    "Vous avez classé toutes les actions par coût : celles qui servent un besoin encore mal couvert passent d'abord.",
)
erreur_type(
    "C4_1-plan",
    "cout_du_spectateur",
    plan_avec("cout_spectateur"),
    "Vous avez classé au coût d'un spectateur de plus : la règle classe au coût d'un primo-acheteur.",
)
erreur_type(
    "C4_1-plan",
    "jour_exclu",
    plan_avec(jour_compris=False),
    "Vous avez écarté une action prête le 1er octobre même : « au plus tard » comprend ce jour.",
)
erreur_type(
    "C4_1-plan",
    "arret_au_premier_refus",
    plan_avec(continuer=False),
    "Vous vous êtes arrêté·e à la première action que l'enveloppe ne paie pas : une suivante, moins chère, peut encore y entrer.",
)
### END SOLUTION

# %% role="tests" id="C4_1-plan" points=2
verifier(
    "C4_1-plan",
    plan,
    tableau(
        cle="action",
        colonnes={
            "rang": entier(minimum=0, maximum=11),
            "decision": choix("retenue", "en réserve", "écartée : accès", "écartée : date"),
            "reste": entier(unite="€", minimum=0, maximum=100_000),
        },
        cles=("A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A09", "A10", "A11"),
    ),
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Trois textes du groupe, **avec vos chiffres**. Les critères suivent chaque écrit.
#
# ## Écrit A — Les axes de marketing opérationnel
#
# *Environ 600 mots, tableau compris · C4.1 · 24 points. Pour l'équipe de communication.*
#
# 1. **En introduction, les usages** : trois outils employés au moins, et la part ou la dépense de chaque typologie ; qui décide, qui programme et quand ; comment une campagne est préparée (l'estimation), puis racontée (le bilan). Ajoutez un usage que vos données montrent et que l'énoncé ne dit pas, avec son chiffre et sa table.
# 2. **Le rythme** : les opérations à date fixe, avec leur mois, à date mobile, irrégulières, interrompues ; ce que cela permet à l'automne, et ce que cela empêche, une opération à l'appui chaque fois.
# 3. **Moyens et besoins** : un tableau (collez-le depuis le tableur) d'**au moins six besoins**, des quatre axes du plan : le moyen existant le plus proche, le critère qui manque ou qui suffit, avec sa valeur, ce que vous proposez (garder, prolonger le financement, vérifier l'accès, compléter, créer). Concluez par
#    **trois axes** de travail, chacun avec une action retenue au moins (question 12).
# 4. **L'accessibilité de l'information et la RSE**, dans chacun des trois axes et non à part : une mesure d'accès et une mesure sur les trajets ou le papier, chacune avec un critère vérifiable (un nombre, une date ou qui vérifie ; aucune table ne donne de tirage : fixez le vôtre), dont deux tirés des questions 10 et 11 ou du plan.

# %% [markdown] role="manual" id="C4_1-axes" mots=600
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante : voir le corrigé de la copie).
#
# - *Usages* : huit outils, deux à cinq par opération ; parts de la question 4, dépenses de la question 1 ; décision de Marceau Courcol, programmation par la communication ; estimation de Denis Wachter ; brochure à la mi-juin ; bilans libres. Usage lu
#   dans les données : des campagnes annulées chaque saison, un outil qui revient dans presque toutes les opérations, des parutions sans mention d'accessibilité, une création qui pèse dans la dépense.
# - *Rythme* : les quatre listes de la question 2 (sur toutes les variantes trois opérations à date fixe, quatre à date mobile, trois irrégulières, deux interrompues). Une opération à date mobile ne peut pas porter une annonce à 21 jours sans date arrêtée ; une irrégulière n'est pas un acquis.
# - *Moyens et besoins* : l'axe de chaque besoin est dans la table `besoins` ; verdicts de la question 9 : couvert, garder ; à prolonger, prolonger ; à vérifier, vérifier ; à compléter, compléter ; non couvert, créer. La valeur du critère : contacts du moyen et contacts utiles, date de fin et échéance, accès vérifié oui ou non. Actions retenues : question 12. « Compléter » = élargir un fichier, multiplier les relais. « Créer » seulement là où rien n'existe. Proposer en plus une autre chose ne retire rien.
# - *Axes* : par exemple « faire entrer », « faire revenir », « faire savoir ». Accès : la mention dans la maquette de toute parution, un relecteur concerné, l'objectif de 100 % à 21 jours. RSE : la zone qui pèse le plus (question 11), covoiturage
#   ou horaires de train dits dans la confirmation de commande ; tirage des dépliants divisé par deux.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C4.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — L'analyse des campagnes passées
#
# *Environ 420 mots · C4.2 · 15 points. Pour Marceau Courcol et Denis Wachter.*
#
# 1. **Les actions et les outils par typologie** : les huit outils rangés ; deux opérations et les typologies qu'elles combinent ; un cas qui prêtait à discussion, ce qui plaidait contre et pourquoi vous l'avez tranché ainsi ; l'évolution d'une part (graphique).
# 2. **Ce que valent les bilans** : combien s'exploitent sur douze, combien des autres ont chaque manque, les opérations sans bilan exploitable ; le chiffre de deux exploitables et d'où il vient (il compte une part du public : il n'a pas à égaler ceux de `campagnes`) ; deux questions à
#    poser pour compléter, et à qui.
# 3. **Ce que l'on en conclut** : l'essai de Chauny, sans comparaison puis avec ; la décision de la question 8 et ce qui la fonde ; deux outils à renforcer ou à réduire, d'après leurs coûts ; une chose que ces données ne permettent pas de dire, et ce qui manque.

# %% [markdown] role="manual" id="C4_2-analyse" mots=420
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# - *Typologie* : média (affichage, panneaux numériques, radio) ; hors média (dépliants, rencontres) ; digital (réseaux, lettre, SMS). Cas discuté : les panneaux numériques, un écran que l'on croise dans la rue et que personne n'a choisi de recevoir ; on peut aussi discuter le SMS. Le classement
#   change avec l'indicateur : la lettre électronique fait venir à bas prix des gens déjà connus, et amène peu de primo-acheteurs.
# - *Bilans* : verdicts de la question 3, trois ou quatre exploitables. Ton et fait se séparent : un bilan d'agence ou de régie peut être exploitable. Un seul bilan par opération, sur la dernière édition : demander à la billetterie, à l'accueil, aux publics, et pour les
#   éditions d'avant. « Exhaustif » se juge au regard de douze opérations et de quatre théâtres.
# - *Conclusion* : évolution de L'Étamerie, de La Filandière et effet : question 7 ; décision : [question 8] ; coûts : question 6. Limites : l'outil est déclaré par l'acheteur ; le guichet n'y est pas ; deux théâtres, une seule saison ; l'attendu est une estimation. La lecture attentive montre
#   des primo-acheteurs qui ont une carte d'abonnement, et un spectacle plein à La Filandière ou à L'Étamerie : le REX y revient.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C4.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — La synthèse pour la direction
#
# *Environ 330 mots · C4.3 · 15 points. Une page, pour la réunion du mercredi 17 juin 2026. Marceau Courcol n'aura pas lu le reste.*
#
# 1. **La forme d'une synthèse professionnelle** : destinataire, émetteur, date, objet ; l'essentiel en deux phrases et deux chiffres ; trois parties titrées, une pour chaque question que pose la commande (ce que nous avons, ce que valent nos campagnes, ce qui manque) ;
#    les points à décider.
# 2. **Neutre et objective** : cinq constats au moins, avec chiffre et source (la table, la question ou le bilan), ni loués ni déplorés ; ce qui est incertain est dit comme tel, et pourquoi ; un chiffre va contre une de vos conclusions, et vous dites laquelle. Pas de recommandation : pour chaque
#    décision, deux **options**, avec leur coût et leur effet en chiffres (jugées avec le REX).
# 3. **Une langue irréprochable** : elle est relue par la direction.

# %% [markdown] role="manual" id="C4_3-synthese" mots=330
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# - *Forme* : en-tête complet, objet qui dit le sujet, essentiel d'abord, trois parties dans l'ordre de la commande, points à décider à la fin. Une page : 300 mots, un tableau au plus.
# - *Neutralité* : « l'effet mesuré est de … points (table `representations`) » et non « un beau succès » ; les trois lectures de l'essai données ensemble (évolution seule, comparaison, coût) ; la limite de chaque source. Deux options au moins par décision.
# - *Langue* : accords, majuscules, unités, phrases complètes ; pas de jargon ni de sigle non expliqué.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C4.3"

# %% [markdown] role="readonly" id="partage"
# ---
# # Qui a fait quoi
#
# Une ligne par tâche, *environ 150 mots en tout*. Il n'est pas noté ; chacun y revient dans son REX. Double clic pour le remplir. À deux : les étapes 1 et 2 et l'écrit B ; l'étape 3 et les écrits A et C.
#
# **L'oral** : chacun parle à parts égales. Présentez à la direction les faits, dans l'ordre de la commande, puis les options ; le support est à votre choix (notebook projeté ou diapositives).

# %% [markdown] role="manual" id="C4_3-qui_a_fait_quoi" mots=150
# | Tâche | Qui a fait | Qui a relu | Ce qui a été décidé ensemble |
# | --- | --- | --- | --- |
# | Étape 1 et écrit B | | | |
# | Étape 2 et écrit C | | | |
# | Étape 3 et écrit A | | | |
# | Étape 4 | | | |
#
# ### BEGIN SOLUTION
# **Repères pour le jury.** Chaque étape a quelqu'un qui la fait et quelqu'un d'autre qui la relit ; le plan de la question 12 est celui du groupe. La synthèse a été relue par qui n'avait pas fait l'étape 2.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Après du code : **Noyau → Redémarrer le noyau et exécuter toutes les cellules**.
# 2. Bouton **Vérifier avant de rendre** : il dit ce qui manque. Une question sans réponse vaut zéro.
# 3. **Enregistrez** (Ctrl + S) ; **un seul** membre clique sur **Rendre**, en haut ou en bas du notebook, pour tous.
# 4. Gardez une copie du notebook pour l'oral, puis le REX.
