# Épreuve 14, second cas — Plannings, alertes et conflits (C12.4 et C12.5), dans une agence de communication.
# Le texte est la source : le notebook de source/ en est construit (epreuves build).
# Mêmes compétences et mêmes critères que le premier cas, et les mêmes points par étape.

# %% [markdown] role="readonly" id="cas"
# # Épreuve 14 — Trois clients, une seule file d'attente
#
# **Cas pratique professionnel fictif** · travail écrit **individuel** · **3 h 45** · compétences C12.4 et C12.5
#
# **100 points** : 50 pour onze réponses, que la machine corrige, et 50 pour les écrits et le planning, que le jury juge.
#
# ## Le cas : Trémolune
#
# *Montbrison (Loire), vendredi 6 novembre 2026, au soir.*
#
# **Trémolune** est une agence de communication. Avant Noël, elle doit livrer trois clients : la fromagerie **Caillébrune** (étuis et présentoirs), la mutuelle
# **Arvelle** (guide, film, page d'adhésion) et le festival **Pont-Dormant** (programme, billetterie). Vous êtes l'**adjoint·e de Violette Sarrande**, directrice de production, et
# dirigez l'équipe : Bakary (fabrication), Célestin (direction artistique), Joachim (web), Romane (rédaction), Zélie (exécution graphique) et Lilian, apprenti.
#
# Violette, absente jusqu'à mardi, vous écrit :
#
# > « Trois dossiers attendent Zélie, et nous n'avons qu'une Zélie. Dites-moi qui sera livré en retard, ce qui le retarde, et dans quel ordre la servir : Norbert Achard, notre
# > directeur, tranchera. Arvelle change son brief toutes les semaines et Joachim lui dit oui. Sarcelline, notre imprimeur, est en retard sur son contrat. Et Zélie et Bakary ne se supportent plus. »
#
# **Conventions.** Une journée compte **7 heures**. Les jours **ouvrés** vont du lundi au vendredi, sauf ceux de la table `fermes`. Chacun dit où en sont ses tâches le vendredi soir : c'est le **relevé**.
#
# **Livrables** : le contrôle, le planning (classeur `planning_agence.xlsx`), les alertes, la conduite des deux conflits.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal.
# - **Vérification.** Le formulaire dit qu'il a enregistré votre réponse et ce qui ne va pas dans sa *forme*, jamais si elle est juste.
# - **Précision.** Gardez tous les chiffres dans les calculs. Si vous recopiez un résultat, gardez au moins trois chiffres
#   significatifs. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`2.62`).
# - **Une erreur ne compte qu'une fois** : si une question part de votre réponse à une autre et que la suite est
#   juste compte tenu de celle-ci, elle est acquise.
# - **Noms réservés dans du code.** N'appelez aucune variable `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte`, `classeur` ou
#   `graphique` : ce sont les outils du notebook.
#
# **Vos données vous sont propres** : d'une copie à l'autre, tout diffère.
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans le dossier `donnees/`, en CSV.
# Dans ces formules, les mots en minuscules sont vos plages de cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | additionner, compter, chercher le minimum sous conditions | `=SOMME.SI.ENS(minutes;clients;client)`, `=NB.SI.ENS(clients;client;tenues;"oui")`, `=MIN.SI.ENS(marges;clients;client)` |
# | *n* jours ouvrés après une date, ou avant | `=SERIE.JOUR.OUVRE(date;n;fermes)`, `=SERIE.JOUR.OUVRE(date;-n;fermes)` |
# | un retard en jours ouvrés, jamais négatif | `=MAX(0;NB.JOURS.OUVRES(attendu+1;obtenu;fermes))` |
# | les jours ouvrés du premier au dernier, compris | `=MAX(0;NB.JOURS.OUVRES(premier;dernier;fermes))` |
# | une marge, négative si la fin vient après le butoir | `=MAX(0;NB.JOURS.OUVRES(fin+1;butoir;fermes))-MAX(0;NB.JOURS.OUVRES(butoir+1;fin;fermes))` |
# | retrouver la valeur d'une autre ligne | `=RECHERCHEX(code;taches;butoirs)`, ou `=INDEX(butoirs;EQUIV(code;taches;0))` |
#
# Une réponse trouvée au tableur se tape ou se colle dans son formulaire (Ctrl + V) ; dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | un nombre, une date | `14.7`, `"2026-12-04"` |
# | une valeur par ligne | `{"Pose": "2026-12-04", "Essais": "2026-12-07"}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 20 min | |
# | Étape 1. Contrôler | 1 à 4 | 35 min | 17 |
# | Étape 2. Alerter et décider | 5 à 8 | 45 min | 23 |
# | Étape 3. Préparer les deux conflits | 9 à 11 | 20 min | 10 |
# | Écrits, relecture et remise comprises | A à D | 105 min | 50 |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

donnees = preparer("e14b_agence")

CLIENTS = ("Caillébrune", "Arvelle", "Pont-Dormant")
ARRET = pd.Timestamp("2026-11-06")  # date d'arrêt des données, un vendredi soir

# %% role="readonly" id="tables"
clients = donnees["clients"]
equipe = donnees["equipe"]
taches = donnees["taches"]
execution = donnees["execution"]
conges = donnees["conges"]
fermes = donnees["fermes"]
regles = donnees["regles"]
remises = donnees["remises"]
temps = donnees["temps"]
plan_semaine = donnees["plan_semaine"]
avenants = donnees["avenants"]
brief = donnees["brief"]
fil = donnees["fil"]
echange = donnees["echange"]
contrats = donnees["contrats"]
journal = donnees["journal"]

pd.set_option("display.max_colwidth", None)  # les phrases s'affichent en entier


def a_lire(table):
    """La table à lire : à gauche, sans numéros de ligne, les jours à la française."""
    jours = {nom: table[nom].dt.strftime("%d/%m/%Y") for nom in table.select_dtypes("datetime")}
    page = table.assign(**jours).fillna("").style.hide(axis="index").set_properties(**{"text-align": "left"})
    return page.set_table_styles([{"selector": "th", "props": "text-align: left"}])


donnees

# %% role="readonly" id="outils"
# Trois outils pour qui travaille ici : l'équivalent de SERIE.JOUR.OUVRE, de NB.JOURS.OUVRES et de la formule de la marge.
JOURS_FERMES = fermes["date"].to_numpy().astype("datetime64[D]")


def jour_ouvre(depart, jours):
    """Le jour qui vient `jours` jours ouvrés après `depart`, ou avant, si `jours` est négatif."""
    sens = "forward" if jours < 0 else "backward"
    depart = np.datetime64(pd.Timestamp(depart).date())
    return pd.Timestamp(np.busday_offset(depart, int(jours), roll=sens, holidays=JOURS_FERMES))


def retard_ouvre(attendu, obtenu):
    """Les jours ouvrés de retard, 0 s'il n'y en a pas."""
    attendu, obtenu = (np.datetime64(pd.Timestamp(jour).date()) + 1 for jour in (attendu, obtenu))
    return max(0, int(np.busday_count(attendu, obtenu, holidays=JOURS_FERMES)))


def marge_ouvree(fin, butoir):
    """Les jours ouvrés qui séparent la fin de son butoir, négatifs si elle vient après lui."""
    return retard_ouvre(fin, butoir) - retard_ouvre(butoir, fin)


# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une salle ouvre le lundi 7 décembre. Les essais, deux jours, suivent la pose et finissent au plus tard la veille ouvrée de l'ouverture, qui prend le jour même : le butoir des essais est le 4, celui de la
# pose le 2. La pose finira le 4 : sa marge est de −2 jours.

# %% role="readonly" id="exemple"
exemple_essais = jour_ouvre("2026-12-07", -1)
exemple_pose = jour_ouvre(exemple_essais, -2)

# Une valeur par ligne, calculée ou recopiée ; puis un tableau, calculé ou recopié.
exemple_butoirs = {"Pose": exemple_pose, "Essais": exemple_essais}
exemple_butoirs_recopies = {"Pose": "2026-12-02", "Essais": "2026-12-04"}
exemple_tableau = pd.DataFrame({"lot": ["lundi", "mardi", "mercredi"], "prévu": [2, 4, 5], "réel": [2, 5, 7]})
print("Marge de la pose, qui finira le 4 décembre :", marge_ouvree("2026-12-04", exemple_pose), "jours ouvrés")

exemple_tableau

# %% role="readonly" id="exemple_graphique"
# Un graphique qui se lit seul : titre, axes nommés avec leur unité, légende, deux lignes que l'on distingue sans les couleurs.
exemple_figure, exemple_axes = plt.subplots(figsize=(9, 4.4))
for exemple_nom, exemple_couleur, exemple_marque in (("prévu", "#6f8fa3", "o"), ("réel", "#1f5f8b", "s")):
    exemple_axes.plot(exemple_tableau["lot"], exemple_tableau[exemple_nom], label=exemple_nom, color=exemple_couleur, marker=exemple_marque)
exemple_axes.set_ylim(0, 9)
exemple_axes.set_title("L'écart naît le mardi et double le mercredi")
exemple_axes.set_xlabel("jour")
exemple_axes.set_ylabel("travail cumulé (heures)")
exemple_axes.legend()
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Contrôler
#
# ## Question 1 — Tenons-nous nos dates ?
#
# La table `remises` dit ce qui a été promis. Une date repoussée ne fait foi que si le client l'a **acceptée** (`accord_client`) ; sinon, la première promesse vaut. Comptent les remises **faites** (`remise_le`) et, non tenues, celles qui **restent à faire** alors que leur date est passée.
#
# **À rendre** (3 points) : `ponctualite`, par client, la part (%) de ces remises qui ont été faites au plus tard à la date qui fait foi : `{"Caillébrune": …, "Arvelle": …, "Pont-Dormant": …}`.

# %% role="solution" id="mesurer_ponctualite"
# Une valeur par client, en %.
ponctualite = None
### BEGIN SOLUTION
faites = remises["remise_le"].notna()
fait_foi = remises["repoussee_au"].where(remises["accord_client"] == "oui", remises["promise_le"])


def ponctualite_de(dues, comptees=None):
    """La part des remises tenues, par client, parmi celles qui sont faites ou dont la date est passée."""
    comptees = faites | (dues <= ARRET) if comptees is None else comptees
    tenues = (remises["remise_le"] <= dues)[comptees]
    return 100 * tenues.groupby(remises["client"]).mean()[list(CLIENTS)]


ponctualite = ponctualite_de(fait_foi)
erreur_type(
    "C12_4-ponctualite",
    "report_sans_accord",
    ponctualite_de(remises["repoussee_au"].fillna(remises["promise_le"])),
    "Vous avez retenu toutes les dates repoussées : sans l'accord du client, la première promesse fait foi.",
    part=0.5,
)
erreur_type(
    "C12_4-ponctualite",
    "premiere_promesse",
    ponctualite_de(remises["promise_le"]),
    "Vous avez toujours compté depuis la première promesse : un report que le client a accepté fait foi.",
    part=0.5,
)
erreur_type(
    "C12_4-ponctualite",
    "faites_seules",
    ponctualite_de(fait_foi, faites),
    "Vous n'avez compté que les remises faites : celles qui restent à faire, et dont la date est passée, ne sont pas tenues.",
    part=0.5,
)
erreur_type(
    "C12_4-ponctualite",
    "toutes_les_promesses",
    ponctualite_de(fait_foi, faites | ~faites),
    "Vous avez compté des remises dont la date n'est pas passée : elles restent à faire sans être en retard.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C12_4-ponctualite" points=3
verifier(
    "C12_4-ponctualite",
    ponctualite,
    serie(cle="client", cles=CLIENTS, valeurs=pourcentage(minimum=0, maximum=100, echelle="pourcent")),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Le butoir de chaque tâche
#
# Le **butoir** d'une tâche est le dernier jour où elle peut finir sans déplacer la livraison de son client. Il se calcule **à rebours** :
#
# - celui d'une livraison (F6, M6, P6) est sa date promise (table `clients`) ;
# - celui d'une autre tâche est celui de la tâche qui l'attend (`puis_1`, `puis_2`), **reculé de la `duree` de cette dernière**, en jours ouvrés ; si deux l'attendent, le plus tôt vaut.
#
# Au tableur, partez de `taches.csv`, qui devient le classeur de la question 8, et cherchez les butoirs dans les lignes du dessous, ou Excel voit une référence circulaire.
#
# **À rendre** (5 points) : `butoirs`, celui des quinze tâches autres que les livraisons, par exemple `{"F1": "2026-11-20", …}`.

# %% role="solution" id="remonter"
# Une date par tâche : {"F1": "AAAA-MM-JJ", …}
butoirs = None
### BEGIN SOLUTION
fiches = taches.set_index("tache").sort_index()
LIVRAISONS = dict(zip(("F6", "M6", "P6"), clients.set_index("client")["livraison"].reindex(CLIENTS), strict=True))


def suites(code):
    """Les tâches qui attendent une tâche."""
    return list(fiches.loc[code, ["puis_1", "puis_2"]].dropna())


def remonter(reculer=jour_ouvre, suites_de=suites, duree_de=lambda code, suite: suite):
    """Le butoir de chaque tâche qui n'est pas une livraison, à rebours."""
    jours = dict(LIVRAISONS)
    for code in reversed(fiches.index):
        if code not in jours:
            jours[code] = min(reculer(jours[suite], -fiches.loc[duree_de(code, suite), "duree"]) for suite in suites_de(code))
    return pd.Series({code: jours[code] for code in fiches.index if code not in LIVRAISONS})


butoirs = remonter()
FERIES_SEULS = fermes.loc[~fermes["motif"].str.startswith("Séminaire"), "date"].to_numpy().astype("datetime64[D]")


def sans_seminaire(depart, jours):
    return pd.Timestamp(np.busday_offset(np.datetime64(depart.date()), int(jours), roll="forward", holidays=FERIES_SEULS))


erreur_type(
    "C12_4-butoirs",
    "seminaire_oublie",
    remonter(reculer=sans_seminaire),
    "Vous avez travaillé pendant le séminaire : donnez toute la table fermes à votre formule.",
    part=0.4,
)
erreur_type(
    "C12_4-butoirs",
    "jours_calendaires",
    remonter(reculer=lambda depart, jours: depart + pd.Timedelta(days=int(jours))),
    "Vous avez ôté des jours calendaires : les durées sont en jours ouvrés.",
)
erreur_type(
    "C12_4-butoirs",
    "sa_propre_duree",
    remonter(duree_de=lambda code, suite: code),
    "Vous avez ôté la durée de la tâche elle-même : c'est celle de la tâche qui l'attend qui doit encore tenir avant la livraison.",
    part=0.2,
)
erreur_type(
    "C12_4-butoirs",
    "une_seule_suite",
    remonter(suites_de=lambda code: suites(code)[:1]),
    "Vous n'avez suivi que la première tâche qui attend : la seconde peut être plus pressée.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C12_4-butoirs" points=5
verifier(
    "C12_4-butoirs",
    butoirs,
    serie(
        cle="tâche",
        valeurs=date(),
        cles=("F1", "F2", "F3", "F4", "F5", "M1", "M2", "M3", "M4", "M5", "P1", "P2", "P3", "P4", "P5"),
    ),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Les congés que le planning ignore
#
# La **marge** d'une tâche est le nombre de jours ouvrés de sa `fin_projetee` à son butoir (question 2), négatif si elle finit après lui. Les trois congés (table `conges`) sont maintenus : on peut seulement passer le relais. Ces jours-là, l'absent n'a
# pas d'autre tâche que celle de sa ligne.
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `jours` | jours ouvrés du congé qui tombent **pendant** sa tâche : de son `debut_projete` (du lundi 9 novembre, si elle est en cours) à sa `fin_projetee`, comprises | jours |
# | `marge_restante` | marge de la tâche − `jours` | jours |
# | `relais` | si `marge_restante` est négative, qui prend la tâche : le collègue dont `sait_aussi` est le `metier` de l'absent (table `equipe` ; Zélie ne relaie personne) ; « aucun » sinon | |
#
# **À rendre** (2 points) : `absents`, un tableau de trois lignes : `absence` (K1 à K3), `jours`, `marge_restante` et `relais`.

# %% role="solution" id="peser_conges"
# Un tableau : absence, jours, marge_restante, relais.
absents = None
### BEGIN SOLUTION
LUNDI = pd.Timestamp("2026-11-09")
RELAIS = equipe.set_index("personne")["metier"].map(equipe.dropna(subset="sait_aussi").set_index("sait_aussi")["personne"])


def marges_de(dates, compter=marge_ouvree):
    """La marge de chaque tâche, d'après ces butoirs."""
    tous = pd.concat([pd.to_datetime(pd.Series(dates)), pd.Series(LIVRAISONS)])
    return pd.Series({code: compter(fiches.loc[code, "fin_projetee"], tous[code]) for code in fiches.index})


def ouvres_de(premier, dernier, jours_fermes=JOURS_FERMES):
    """Les jours ouvrés du premier au dernier, compris."""
    premier, dernier = (np.datetime64(jour.date()) for jour in (premier, dernier))
    return max(0, int(np.busday_count(premier, dernier + 1, holidays=jours_fermes)))


def absents_de(marges, compter):
    """Ce que chaque congé ôte à sa tâche, et ce qu'il lui laisse."""
    lignes = {}
    for ligne in conges.itertuples():
        fiche = fiches.loc[ligne.tache]
        debut = LUNDI if pd.isna(fiche["debut_projete"]) else fiche["debut_projete"]
        jours = compter(ligne.du, ligne.au, debut, fiche["fin_projetee"])
        reste = int(marges[ligne.tache] - jours)
        lignes[ligne.absence] = {"jours": jours, "marge_restante": reste, "relais": RELAIS[ligne.personne] if reste < 0 else "aucun"}
    return pd.DataFrame.from_dict(lignes, orient="index").rename_axis("absence")


marges = marges_de(butoirs)
absents = absents_de(marges, lambda du, au, debut, fin: ouvres_de(max(du, debut), min(au, fin)))
erreur_type(
    "C12_4-conges",
    "conge_entier",
    absents_de(marges, lambda du, au, debut, fin: ouvres_de(du, au)),
    "Vous avez compté tout le congé : seuls comptent ses jours qui tombent pendant la tâche.",
    part=0.5,
)
erreur_type(
    "C12_4-conges",
    "jours_fermes_comptes",
    absents_de(marges, lambda du, au, debut, fin: ouvres_de(max(du, debut), min(au, fin), [])),
    "Vous avez compté un jour où l'agence est fermée : il n'ôte rien à la tâche.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C12_4-conges" points=2
verifier(
    "C12_4-conges",
    absents,
    tableau(
        cle="absence",
        cles=("K1", "K2", "K3"),
        colonnes={
            "jours": entier(unite="jours", minimum=0, maximum=30),
            "marge_restante": entier(unite="jours", minimum=-60, maximum=60),
            "relais": choix("Bakary", "Célestin", "Joachim", "Romane", "aucun"),
        },
    ),
)

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — Le temps vendu, le temps passé
#
# Une ligne du minuteur de **plus de 600 minutes** est un minuteur oublié jusqu'au matin : l'agence la compte pour **210 minutes**. Seuls les avenants **signés** s'ajoutent au contrat.
#
# | Colonne | Calcul | Unité |
# | --- | --- | --- |
# | `vendu` | `jours_vendus` + jours des avenants signés | jours |
# | `fait` | temps du client, minuteurs oubliés corrigés ÷ 60 ÷ 7 | jours |
# | `en_tout` | `fait` + `reste_jours` de ses tâches | jours |
#
# **À rendre** (7 points) : `bilan`, un tableau de trois lignes : `client`, `vendu`, `fait` et `en_tout`.

# %% role="solution" id="faire_le_bilan"
# Un tableau : client, vendu, fait, en_tout.
bilan = None
### BEGIN SOLUTION
contrat_de = clients.set_index("client")
retenues = temps["minutes"].where(temps["minutes"] <= 600, 210)


def bilan_de(minutes, ajouts, heures_par_jour=7, restes=fiches["reste_jours"]):
    """Jours vendus, faits et en tout, par client."""
    fait = (minutes / 60 / heures_par_jour).groupby(temps["client"]).sum().reindex(CLIENTS, fill_value=0)
    signes = ajouts.groupby("client")["jours"].sum().reindex(CLIENTS, fill_value=0)
    reste = restes.groupby(fiches["client"]).sum()
    lignes = pd.DataFrame({"vendu": contrat_de["jours_vendus"] + signes, "fait": fait, "en_tout": fait + reste})
    return lignes.loc[list(CLIENTS)].rename_axis("client")


signes = avenants[avenants["statut"] == "signé"]
bilan = bilan_de(retenues, signes)
erreur_type(
    "C12_4-bilan",
    "minuteurs_oublies",
    bilan_de(temps["minutes"], signes),
    "Vous avez gardé les minuteurs oubliés : au-delà de 600 minutes, une ligne en compte 210.",
    part=0.4,
)
erreur_type(
    "C12_4-bilan",
    "tous_les_avenants",
    bilan_de(retenues, avenants),
    "Vous avez ajouté des avenants envoyés ou refusés : seul un avenant signé vaut.",
    part=0.67,
)
erreur_type(
    "C12_4-bilan",
    "sans_les_avenants",
    bilan_de(retenues, avenants.iloc[:0]),
    "Vous avez oublié les avenants signés : ils ajoutent des jours au contrat.",
    part=0.67,
)
erreur_type(
    "C12_4-bilan",
    "huit_heures",
    bilan_de(retenues, signes, heures_par_jour=8),
    "Vous avez compté huit heures par journée : la convention est dans le cas.",
    part=0.4,
)
erreur_type(
    "C12_4-bilan",
    "reste_oublie",
    bilan_de(retenues, signes, restes=0 * fiches["reste_jours"]),
    "Vous avez oublié ce qui reste à faire : il s'ajoute au temps passé.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C12_4-bilan" points=7
verifier(
    "C12_4-bilan",
    bilan,
    tableau(
        cle="client",
        cles=CLIENTS,
        colonnes={
            "vendu": nombre(unite="jours", minimum=0, maximum=1000),
            "fait": nombre(unite="jours", minimum=0, maximum=1000),
            "en_tout": nombre(unite="jours", minimum=0, maximum=1000),
        },
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Alerter et décider
#
# ## Question 5 — Une alerte par client
#
# L'alerte d'un client suit la **plus petite marge** (question 3) de ses six tâches, et le niveau, la table `regles`, ci-dessous. Elle dit aussi **d'où elle vient** : de ses tâches qui ont cette marge, la première
# dans l'ordre des codes ; les suivantes ne font que la transmettre.
#
# **À rendre** (3 points) : `alertes`, un tableau de trois lignes : `client`, `marge` (jours ouvrés), `source` (le code d'une tâche) et `niveau`.

# %% role="readonly" id="regles_montrees"
a_lire(regles)

# %% role="solution" id="alerter"
# Un tableau : client, marge, source, niveau.
alertes = None
### BEGIN SOLUTION
import re

JUSQU_A = int(re.search(r"de 0 à ([0-9]+)", regles.set_index("niveau").loc["orange", "marge"].replace("\N{NO-BREAK SPACE}", " "))[1])


def niveau_de(marge):
    return "rouge" if marge < 0 else "orange" if marge <= JUSQU_A else "vert"


def alertes_de(des_taches, source_de=lambda siennes: siennes.index[siennes == siennes.min()][0]):
    """La plus petite marge, d'où elle vient et son niveau, par client."""
    lignes = {}
    for client in CLIENTS:
        siennes = des_taches[fiches["client"] == client].sort_index()
        marge = int(siennes.min())
        lignes[client] = {"marge": marge, "source": source_de(siennes), "niveau": niveau_de(marge)}
    return pd.DataFrame.from_dict(lignes, orient="index").rename_axis("client")


alertes = alertes_de(marges)
erreur_type(
    "C12_4-alertes",
    "retard_sur_le_plan",
    alertes_de(pd.Series({code: marge_ouvree(fiche["fin_projetee"], fiche["fin_prevue"]) for code, fiche in fiches.iterrows()})),
    "Vous avez comparé au planning de septembre : une tâche en retard sur lui peut avoir encore de la marge. Comparez à son butoir.",
    part=0.2,
)
erreur_type(
    "C12_4-alertes",
    "marge_calendaire",
    alertes_de(marges_de(butoirs, lambda fin, butoir: (butoir - fin).days)),
    "Vous avez compté des jours calendaires : les marges sont en jours ouvrés.",
    part=0.4,
)
erreur_type(
    "C12_4-alertes",
    "livraison_pour_source",
    alertes_de(marges, lambda siennes: siennes.index[-1]),
    "Vous avez nommé la livraison : elle subit le retard. Remontez à la première tâche qui a la même marge.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C12_4-alertes" points=3
verifier(
    "C12_4-alertes",
    alertes,
    tableau(
        cle="client",
        cles=CLIENTS,
        colonnes={
            "marge": entier(unite="jours", minimum=-90, maximum=90),
            "source": choix("F1", "F2", "F3", "F4", "F5", "F6", "M1", "M2", "M3", "M4", "M5", "M6", "P1", "P2", "P3", "P4", "P5", "P6"),
            "niveau": choix("rouge", "orange", "vert"),
        },
    ),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Qui passe le premier ?
#
# Zélie fera les exécutions F3, M3 et P3 (table `execution`) l'une après l'autre, sans s'interrompre. Elle commence une exécution le jour ouvré qui suit **le plus tardif** de ces deux jours : la fin de la précédente (le 6 novembre, pour la première) et son `dossier_complet` ; elle attend plutôt
# que de changer d'ordre. Une exécution de 3 jours commencée un lundi finit le mercredi ; au tableur, `=SERIE.JOUR.OUVRE(MAX(fin_precedente;dossier_complet);duree;fermes)`. Les congés n'y changent rien : Zélie n'en prend pas, et celui qui retarderait un dossier est relayé.
#
# Une exécution coûte les jours ouvrés de retard de sa fin sur son butoir (question 2), jamais négatifs, × le `cout_jour_retard` de son client ; un ordre, la somme des trois.
#
# **À rendre** (9 points) : `ordres`, un coût en euros pour chacun des **six ordres**, désigné par ses initiales : `{"F-M-P": …, "F-P-M": …, …}`.

# %% role="solution" id="ordonner_zelie"
# Une valeur par ordre, en €.
ordres = None
### BEGIN SOLUTION
from itertools import permutations

jobs = execution.set_index("tache")
PAR_JOUR = contrat_de["cout_jour_retard"]


def fins_de(ordre, attendre=True):
    """La fin de chaque exécution, dans cet ordre."""
    libre, fins = ARRET, {}
    for code in ordre:
        depart = max(libre, jobs.loc[code, "dossier_complet"]) if attendre else libre
        libre = fins[code] = jour_ouvre(depart, jobs.loc[code, "duree"])
    return fins


def ordres_de(attendre=True, compter=retard_ouvre, par_jour=PAR_JOUR):
    """Le coût de chacun des six ordres."""
    limites = pd.to_datetime(pd.Series(butoirs))
    couts = {}
    for ordre in permutations(("F3", "M3", "P3")):
        retards = {code: compter(limites[code], fin) for code, fin in fins_de(ordre, attendre).items()}
        couts["-".join(code[0] for code in ordre)] = sum(jours * par_jour[jobs.loc[code, "client"]] for code, jours in retards.items())
    return pd.Series(couts)


ordres = ordres_de()
erreur_type(
    "C12_4-ordres",
    "dossiers_supposes_prets",
    ordres_de(attendre=False),
    "Vous avez fait commencer Zélie sans attendre que le dossier soit complet : regardez la colonne dossier_complet.",
    part=0.3,
)
erreur_type(
    "C12_4-ordres",
    "retards_calendaires",
    ordres_de(compter=lambda butoir, fin: max(0, (fin - butoir).days)),
    "Vous avez compté des jours calendaires de retard : un jour fermé ne coûte rien.",
    part=0.5,
)
erreur_type(
    "C12_4-ordres",
    "meme_cout_pour_tous",
    ordres_de(par_jour=PAR_JOUR * 0 + PAR_JOUR.mean()),
    "Vous avez donné le même prix à tous les jours de retard : chaque client a le sien, dans la table clients.",
    part=0.4,
)
erreur_type(
    "C12_4-ordres",
    "avances_deduites",
    ordres_de(compter=lambda butoir, fin: -marge_ouvree(fin, butoir)).clip(lower=0),
    "Vous avez déduit les jours d'avance d'un client du retard d'un autre : une avance ne rapporte rien.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C12_4-ordres" points=9
verifier(
    "C12_4-ordres",
    ordres,
    serie(
        cle="ordre",
        valeurs=nombre(unite="€", minimum=0),
        cles=("F-M-P", "F-P-M", "M-F-P", "M-P-F", "P-F-M", "P-M-F"),
    ),
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Quand Arvelle s'est-elle écartée du plan ?
#
# Deux **courbes** du travail d'**Arvelle**, en jours **cumulés** depuis le 31 août, à chacune des dix semaines S36 à S45 : le travail **prévu** (table `plan_semaine`) et le travail **réel** (temps du minuteur, corrigé comme à la question 4). Axes : la semaine, et le travail cumulé en jours ; légende : « prévu » et « réel » ;
# le titre énonce un résultat : il nomme une semaine ou un écart.
#
# Au tableur, le lundi d'une date : `=date-JOURSEM(date;3)`.
#
# **À rendre** (7 points) : le graphique, dessiné dans son formulaire ou par du code (`figure_arvelle`). Le titre est jugé avec l'écrit A.

# %% role="solution" id="graphique_arvelle"
# Une figure matplotlib : par exemple figure_arvelle, axes = plt.subplots()
figure_arvelle = None
### BEGIN SOLUTION
arvelle = plan_semaine[(plan_semaine["client"] == "Arvelle") & (plan_semaine["semaine_du"] <= ARRET)].sort_values("semaine_du")
lundi_de = temps["date"] - pd.to_timedelta(temps["date"].dt.day_of_week, unit="D")
par_semaine = (retenues / 420)[temps["client"] == "Arvelle"].groupby(lundi_de).sum()
cumuls = pd.DataFrame(
    {
        "prévu": arvelle["jours"].to_numpy().cumsum(),
        "réel": par_semaine.reindex(arvelle["semaine_du"], fill_value=0).to_numpy().cumsum(),
    },
    index=list(arvelle["semaine"]),
)
figure_arvelle, repere_arvelle = plt.subplots(figsize=(9, 4.4))
for nom, couleur, marque in (("prévu", "#6f8fa3", "o"), ("réel", "#1f5f8b", "s")):
    repere_arvelle.plot(cumuls.index, cumuls[nom], label=nom, color=couleur, marker=marque)
ecart_final = f"{cumuls['réel'].iloc[-1] - cumuls['prévu'].iloc[-1]:.1f}".replace(".", ",")
repere_arvelle.set_title(f"En S45, Arvelle a pris {ecart_final} jours de plus que prévu", loc="left", fontweight="bold")
repere_arvelle.set_xlabel("semaine")
repere_arvelle.set_ylabel("travail cumulé (jours)")
repere_arvelle.set_ylim(0, 1.1 * cumuls.max().max())
repere_arvelle.legend(frameon=False)
repere_arvelle.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C12_4-graphique" points=7
verifier(
    "C12_4-graphique",
    figure_arvelle,
    graphique("courbes", x="semaine", y="travail cumulé", unite_y="jours", series=("prévu", "réel")),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Le planning de l'agence
#
# Finissez le classeur que l'équipe ouvrira lundi et remettez-le **par le bouton ci-dessous**, ou dans le dossier de ce notebook sous le nom **`planning_agence.xlsx`**. Sa feuille
# **« Planning »** contient :
#
# - un tableau d'une ligne par tâche (les dix-huit), sans ligne vide : les colonnes de `taches.csv`, dont la **fin prévue** et la **fin projetée** (le réel, au 6 novembre), côte à côte et écrites en dates ; puis le **butoir** (celui d'une livraison est sa date promise) et la **marge** (jours ouvrés) ;
# - la **marge la plus faible** de toutes : le libellé dans une cellule, la valeur à sa droite ;
# - des **formules** pour les butoirs (une livraison peut renvoyer à une cellule où sa date est écrite) et la marge, sur les dix-huit lignes, et pour la marge la plus faible : si une date promise ou une durée change, tout ce qui en dépend se déplace ;
# - une couleur, un filet ou un regroupement qui **distingue les trois clients**, une **mise en forme conditionnelle** sur la colonne marge, une **légende** qui dit en mots ce que signifient ces couleurs, et l'**en-tête figé**.
#
# **À rendre** (4 points) : le classeur.

# %% role="solution" id="classeur_planning"
planning = None
### BEGIN SOLUTION
# Qui s'est trompé à la question 2 d'une façon connue est suivi ; sinon, le planning repart des tables.
donnes_en_2 = pd.to_datetime(pd.Series(butoirs)).reindex(remonter().index)
lectures = [
    remonter(reculer=sans_seminaire),
    remonter(reculer=lambda depart, jours: depart + pd.Timedelta(days=int(jours))),
    remonter(duree_de=lambda code, suite: code),
    remonter(suites_de=lambda code: suites(code)[:1]),
]
suivis = next((dates for dates in lectures if (dates == donnes_en_2).all()), remonter())
tous_les_butoirs = pd.concat([suivis, pd.Series(LIVRAISONS)]).sort_index()
toutes_les_marges = marges_de(suivis)
planning = {
    "marge la plus faible": int(toutes_les_marges.min()),
    "lignes": pd.DataFrame({"butoir": tous_les_butoirs, "marge": toutes_les_marges}),
}
### END SOLUTION

# %% role="tests" id="C12_4-planning" points=4
verifier(
    "C12_4-planning",
    planning,
    classeur(
        "planning_agence",
        cellules={"marge la plus faible": entier(unite="jours", minimum=-90, maximum=90)},
        tableau=tableau(
            cle="tâche",
            colonnes={"butoir": date(), "marge": entier(unite="jours", minimum=-90, maximum=90)},
        ),
        formules=("butoir", "marge", "marge la plus faible"),
        mise_en_forme=("marge",),
        feuilles=("Planning",),
        figer=True,
    ),
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Préparer les deux conflits
#
# ## Question 9 — Ce qu'Arvelle demande, et ce que dit son brief
#
# D'après le fil avec Capucine Delorge et le brief signé, ci-dessous, chacune des huit demandes est :
#
# - « **hors brief** », si elle veut autre chose que ce que compte le brief ;
# - « **reprise** », si elle s'en tient au brief et que ce que nous avons remis ne lui est pas conforme ;
# - « **au brief** », si elle s'en tient au brief et que rien n'a encore été remis.
#
# Le fil seul dit ce qui a été remis ; ce qu'en dit Joachim n'y change rien.
#
# **À rendre** (3 points) : `natures`, un tableau de huit lignes : `demande` (D1 à D8), `compte` (le nombre qu'en donne le brief) et `nature`.

# %% role="readonly" id="brief_montre"
a_lire(brief)

# %% role="readonly" id="fil_montre"
a_lire(fil)

# %% role="solution" id="classer"
# Un tableau : demande, compte, nature.
natures = None
### BEGIN SOLUTION
MOTS = {
    "annonce": "Annonces presse",
    "guide": "Guide",
    "montage": "Film",
    "découpage": "Film",
    "témoignage": "Témoignages",
    "régie": "Bannières",
    "bannières": "Bannières",
    "publications": "Réseaux sociaux",
    "formulaire": "Formulaire d'adhésion",
    "langues": "Sous-titres",
}
au_brief = brief.set_index("sujet")["texte"].map(lambda clause: int(re.search(r"[0-9]+", clause)[0]))
demandes = fil[(fil["auteur"] == "Capucine Delorge") & fil["demande"].notna()].set_index("demande")["texte"].sort_index()


def lire(phrase):
    """Le nombre qu'en donne le brief, et la nature de la demande."""
    sujet = "Réseaux sociaux" if "calendrier remis" in phrase else next(sujet for mot, sujet in MOTS.items() if mot in phrase.lower())
    dits = [int(chiffre) for chiffre in re.findall(r"[0-9]+", phrase)]
    conforme = "reprise" if len(dits) > 1 else "au brief"
    return {"compte": au_brief[sujet], "nature": conforme if dits[-1] == au_brief[sujet] else "hors brief"}


natures = pd.DataFrame([lire(phrase) for phrase in demandes], index=demandes.index)
sans_brief = demandes.map(lambda phrase: "hors brief" if len(re.findall(r"[0-9]+", phrase)) > 1 else "au brief")
erreur_type(
    "C12_5-natures",
    "sans_lire_le_brief",
    natures.assign(nature=sans_brief),
    "Vous avez tenu tout changement pour hors brief, et toute relance pour due : comparez chaque nombre à la clause du brief.",
    part=0.5,
)
erreur_type(
    "C12_5-natures",
    "reprises_hors_brief",
    natures.replace({"nature": {"reprise": "hors brief"}}),
    "Vous avez mis hors brief ce que nous n'avions pas remis conforme : c'est à nous de le reprendre.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C12_5-natures" points=3
verifier(
    "C12_5-natures",
    natures,
    tableau(
        cle="demande",
        cles=("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"),
        colonnes={"compte": entier(minimum=0, maximum=200), "nature": choix("au brief", "hors brief", "reprise")},
    ),
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Ce que les changements coûtent, et à qui
#
# D'après vos natures (question 9), le minuteur (colonne `demande`, où une demande hors brief ne porte que le temps qu'elle **ajoute** ; aucun minuteur n'y a été oublié) et les articles A1 à A5 du contrat, ci-dessous (aucun avenant ne les concerne) :
#
# | Valeur | Contenu | Unité |
# | --- | --- | --- |
# | `ajoute` | temps passé sur les demandes hors brief | jours |
# | `du` | ce que le contrat permet d'en facturer, selon ce que Joachim a répondu à chacune | € HT |
# | `reprises` | temps passé sur les reprises | jours |
#
# **À rendre** (5 points) : `changements` : `{"ajoute": …, "du": …, "reprises": …}`.

# %% role="readonly" id="contrats_montres"
a_lire(contrats)

# %% role="solution" id="compter_changements"
# Trois nombres : {"ajoute": …, "du": …, "reprises": …}
changements = None
### BEGIN SOLUTION
articles = contrats.set_index("article")["texte"].str.replace("\N{NO-BREAK SPACE}", " ")
TARIF = int(re.search(r"tarif de ([0-9]+) €", articles["A2"])[1])
heures = (temps.groupby("demande")["minutes"].sum() / 60).reindex(demandes.index, fill_value=0)
reponses = fil[fil["auteur"] == "Joachim"].dropna(subset="demande").set_index("demande")["texte"]
annoncees = reponses.str.extract(r"annonce ([0-9]+) heures")[0].astype(float).reindex(demandes.index)
incluses = reponses.str.contains("inclus|compris").reindex(demandes.index)
selon_vous = natures["nature"].reindex(demandes.index)


def dues(plafond=True, moitie=True, offertes=True):
    """Les heures dues de chaque demande, selon ce que Joachim a répondu."""
    annonce = np.minimum(heures, annoncees) if plafond else heures
    sans = heures / 2 if moitie else heures
    reste = annonce.where(annoncees.notna(), sans)
    return reste.where(~incluses, 0) if offertes else reste


def changements_de(dus, facturees=("hors brief",)):
    """Temps ajouté, montant dû et temps repris."""
    hors = selon_vous.isin(facturees)
    return {
        "ajoute": heures[hors].sum() / 7,
        "du": dus[hors].sum() / 7 * TARIF,
        "reprises": heures[selon_vous == "reprise"].sum() / 7,
    }


changements = changements_de(dues())
erreur_type(
    "C12_5-changements",
    "tout_facture",
    changements_de(heures),
    "Vous avez facturé tout le temps passé : l'article A2 distingue ce qui a été annoncé, ce qui ne l'a pas été et ce que Joachim a dit inclus.",
    part=0.5,
)
erreur_type(
    "C12_5-changements",
    "depassement_facture",
    changements_de(dues(plafond=False)),
    "Vous avez facturé plus d'heures que Joachim n'en avait annoncé : l'article A2 s'arrête à l'annonce.",
    part=0.67,
)
erreur_type(
    "C12_5-changements",
    "inclus_facture",
    changements_de(dues(offertes=False)),
    "Vous avez facturé ce que Joachim a écrit être inclus : cette réponse engage l'agence.",
    part=0.67,
)
erreur_type(
    "C12_5-changements",
    "sans_annonce_entier",
    changements_de(dues(moitie=False)),
    "Vous avez facturé en entier un temps que personne n'avait annoncé : il n'est dû que pour moitié.",
    part=0.67,
)
erreur_type(
    "C12_5-changements",
    "reprises_facturees",
    changements_de(dues(), ("hors brief", "reprise")),
    "Vous avez facturé nos reprises : l'article A3 les laisse à nos frais.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C12_5-changements" points=5
verifier(
    "C12_5-changements",
    changements,
    serie(cle="résultat", cles=("ajoute", "du", "reprises"), valeurs=nombre(unite="jours ou €", minimum=0, maximum=100_000)),
)

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — Le retard de l'imprimeur, part par part
#
# Bakary dit Sarcelline seule responsable. Que disent les articles S1 à S4 et le journal, ci-dessous ? En jours ouvrés (jusqu'à cette livraison, seul le 11 novembre est fermé, chez elle comme chez nous) :
#
# | Valeur | Contenu |
# | --- | --- |
# | `retard` | de la livraison due si le créneau réservé avait été gardé, à la livraison annoncée |
# | `a_nous` | ce qui, dans ce retard, n'est pas du fait de l'imprimeur (l'agence répond de son client devant lui) : le créneau perdu et, si l'article S3 le dit, l'arrêt du transporteur |
# | `a_elle` | le reste |
#
# **À rendre** (2 points) : `parts` : `{"retard": …, "a_nous": …, "a_elle": …}`.

# %% role="readonly" id="journal_montre"
a_lire(journal)

# %% role="solution" id="partager"
# Trois nombres : {"retard": …, "a_nous": …, "a_elle": …}
parts = None
### BEGIN SOLUTION
quand = journal.set_index(journal["evenement"].str.replace("\N{NO-BREAK SPACE}", " "))["date"]
SEMAINE = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
presse = [SEMAINE.index(jour) for jour in re.search(r"tourne le (\w+) et le (\w+)", articles["S1"]).groups()]
delai = int(re.search(r"due ([0-9]+) jours", articles["S2"])[1])


def fait(debut):
    return quand[next(nom for nom in quand.index if nom.startswith(debut))]


def creneau_apres(jour):
    jour = jour + pd.Timedelta(days=1)
    while jour.weekday() not in presse:
        jour += pd.Timedelta(days=1)
    return jour


due = jour_ouvre(fait("Créneau de presse"), delai)
due_ensuite = jour_ouvre(creneau_apres(fait("Bon à tirer signé")), delai)
annoncee = fait("Livraison annoncée")
transport = retard_ouvre(fait("Présentoirs prêts"), annoncee)
a_nos_risques = "aux risques de l'Agence" in articles["S3"]


def parts_de(retard, a_nous):
    return {"retard": retard, "a_nous": a_nous, "a_elle": retard - a_nous}


retard_total, perdus = retard_ouvre(due, annoncee), retard_ouvre(due, due_ensuite)
parts = parts_de(retard_total, perdus + (transport if a_nos_risques else 0))
erreur_type(
    "C12_5-parts",
    "tout_a_l_imprimeur",
    parts_de(retard_total, 0),
    "Vous avez laissé tout le retard à l'imprimeur : le bon à tirer est arrivé après le dernier jour, et l'article S1 dit ce que cela coûte.",
    part=0.33,
)
erreur_type(
    "C12_5-parts",
    "transport_mal_lu",
    parts_de(retard_total, perdus + (0 if a_nos_risques else transport)),
    "Vous avez mal placé l'arrêt du transporteur : relisez l'article S3.",
    part=0.4,
)
erreur_type(
    "C12_5-parts",
    "jours_du_bon_a_tirer",
    parts_de(retard_total, retard_ouvre(fait("Bon à tirer des"), fait("Bon à tirer signé")) + (transport if a_nos_risques else 0)),
    "Vous avez compté les jours de retard du bon à tirer : ce qui compte est le créneau suivant, que la presse impose.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C12_5-parts" points=2
verifier(
    "C12_5-parts",
    parts,
    serie(cle="résultat", cles=("retard", "a_nous", "a_elle"), valeurs=entier(unite="jours", minimum=0, maximum=90)),
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Quatre textes, **avec les chiffres que vous venez de calculer**. S'il vous
# manque un chiffre, dites lequel et raisonnez sans lui. L'orthographe et la syntaxe des écrits A et B sont jugées (deux fautes au plus pour 400 mots valent tous les points) : gardez dix minutes pour les relire.
#
# **Qui lira.** Violette Sarrande et Norbert Achard, que vous vouvoyez ; les interlocuteurs des clients (table `clients`) ; l'équipe, que vous tutoyez ; Raoul Beaujard, qui dirige l'Imprimerie Sarcelline.
#
# ## Écrit A — Le point d'activité à Violette
#
# *Environ 215 mots · C12.4 · 25 points, avec l'écrit B, le graphique et le planning.*
#
# Violette s'en servira mardi devant la direction. Dans cet ordre :
#
# 1. le client **en rouge** : sa livraison projetée et son retard en jours ouvrés, puis la **suite de tâches** qui y mène, de la source (question 5) à la livraison ;
# 2. le taux de remises tenues d'un client (question 1) ; les jours en tout d'un client, face aux jours vendus (question 4) ; un **congé** à relayer (question 3) : qui part, combien de jours en pâtissent, et qui prend la tâche ;
# 3. une **limite** : ce que les chiffres ne disent pas ;
# 4. deux **ajustements**, en plus de l'ordre demandé à Norbert Achard : qui, quoi, pour quand ;
# 5. une phrase qui apprend à lire les deux courbes du graphique.

# %% [markdown] role="manual" id="C12_4-point" mots=215
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante).
#
# *Objet : nos trois livraisons, situation au 6 novembre 2026*
#
# - **Le client en rouge** : question 5 ; sa livraison projetée est la `fin_projetee` de F6, M6 ou P6, son retard, la marge sans son signe. La suite : source en 1, le dossier est en retard (F1, F3, F4, F6 par exemple) ; source en 3, tout est à l'heure mais l'exécution attend son tour (F3, F4, F6). La tâche la plus en retard sur le planning de septembre n'est pas celle qui compte.
# - **Remises, temps** : questions 1 et 4 ; qui fait moins bien, et de combien. Un client qui dépasse les jours vendus les dépasse sans qu'il y ait faute : une part est hors brief.
# - **Congé** : ceux dont `relais` nomme quelqu'un (question 3).
# - **Limites** : fins déclarées, qui se vérifient chaque vendredi ; le logiciel ignore les congés ; un minuteur ne dit pas la qualité ; arrêt au 6 novembre.
# - **Ajustements** : un dossier rendu complet plus tôt, un renfort sur la tâche source, un relais, une date de bon à tirer réservée avec Zélie ; chacun avec un nom et une date.
# - **Lecture** : « l'écart entre les deux courbes est le travail en plus, qui se creuse à partir de la semaine… ».
# ### END SOLUTION

# %% [markdown] role="readonly" id="fichier"
# ### Fichier — Le planning de l'agence
#
# Celui de la question 8, s'il n'est déjà remis.

# %% role="readonly" id="C12_4-classeur"
livrable("C12_4-classeur", "planning_agence", formats=("xlsx",))

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Les messages d'alerte
#
# *Environ 265 mots, en trois messages · C12.4 · 25 points, avec l'écrit A.*
#
# Un message par client, selon son niveau et sa marge de la question 5, dans l'ordre actuel, envoyés lundi 9 novembre au matin ; chacun porte un objet et ne dit que ce que son lecteur doit savoir et faire :
#
# 1. **rouge**, à Norbert Achard (165 mots) : le client, son retard en jours et la tâche d'où il vient ; ce que coûtent l'ordre actuel et l'ordre que vous proposez (le même, s'il est le moins cher : comparez-le alors à un autre), vos chiffres ; ce que l'ordre proposé fait aux deux autres clients (lequel il met en retard, s'il y en a un) ; la décision que vous lui demandez ; la date à laquelle il vous la faut, au plus tard le **premier** `dossier_complet` de la table `execution`, et pourquoi ;
#    ce que vous ferez sans réponse ;
# 2. **orange**, à l'**interlocuteur du client** (70 mots), qui ne connaît ni vos codes ni vos autres clients : la date promise, ce qu'il reste de marge, d'où vient la tension, ce que vous avez prévu (le relais de la question 3, un contrôle) ;
# 3. **vert**, à l'équipe (30 mots), pour information : le client, le prochain relevé, et rien d'autre.

# %% [markdown] role="manual" id="C12_4-alertes_ecrites" mots=265
# ### BEGIN SOLUTION
# **Repères pour le jury.** Clients, marges, sources, niveaux : question 5. Coûts : question 6, [F-M-P], [F-P-M], [M-F-P], [M-P-F], [P-F-M] ou [P-M-F] ; l'ordre actuel est celui de `rang_actuel`.
#
# 1. *Objet : … , ordre des exécutions, votre décision avant le …* Le client, ses jours de retard, la source : son dossier n'est pas complet, ou Zélie le prend après un autre. L'ordre actuel coûte …, celui que je propose … Les deux autres clients : l'ordre le moins cher n'en met aucun en retard et laisse à l'orange sa marge au moins ; il peut prendre de la sienne au vert ; dans un autre ordre, est en retard qui voit son exécution finir après son butoir. Si c'est l'ordre actuel, rien ne change pour eux. Le jour : le premier dossier complet, car c'est le premier jour où un ordre peut engager Zélie. Sans réponse : l'ordre actuel, ou le moins cher, dit clairement.
# 2. *Objet : votre livraison du …* Vouvoiement ; la date promise tient, il reste … jours de marge ; ce qui tend le calendrier, dans les mots du client (les textes, le film, les présentoirs, l'exécution) ; ce qui est prévu. Ni code de tâche, ni nom d'un autre client, ni coût.
# 3. *Objet : …, tout va bien.* Merci, rien à changer ; prochain relevé vendredi 13 novembre.
#
# Le ton suit le niveau : une décision à prendre, une information qui rassure et engage, un encouragement.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C12.4"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Zélie et Bakary
#
# Leur échange est ci-dessous (phrases `E01` à `E10`). Une **observation** dit ce que l'on a vu ou compté ; une **interprétation** prête à l'autre une intention ou un défaut. Une phrase peut n'être ni l'une ni l'autre : une demande.

# %% role="readonly" id="echange_montre"
a_lire(echange)

# %% [markdown] role="readonly" id="ecrit_c_demande"
# *Environ 285 mots · C12.5 · 25 points, avec l'écrit D.*
#
# 1. **Votre préparation** (180 mots), pour vous seul·e. Un entretien avec chacun, mardi 10 novembre, et son but. La rencontre à trois, entre le 12 et le 18 : son but, et un jour où l'agence travaille et où aucun des deux n'est en congé (tables `fermes` et `conges`). L'accord : sa forme écrite (qui fait quoi, pour quand), comment Zélie et Bakary proposeront ou amenderont eux-mêmes ce qui s'y écrit, et le jour où vous le contrôlerez, le 27 novembre au plus
#    tard. Une observation de chacun, que vous poserez, et une interprétation de chacun, traduite en besoin de travail : citées ou par leur numéro. Une question ouverte, écrite en entier.
# 2. **Le message d'invitation** (105 mots), que vous enverrez lundi, le même aux deux : il propose à chacun un entretien mardi, et dit le but, le cadre (confidentiel, sans évaluation), un choix de créneaux, et nomme, pour chacun, un fait de son travail (tâche, dossier, résultat) ; un éloge général ou commun n'en est pas un.
#
# Parlez de travail et de besoins, jamais de la santé ni du caractère.

# %% [markdown] role="manual" id="C12_5-interne" mots=285
# ### BEGIN SOLUTION
# **Repères pour le jury.** Observations : les phrases qui portent une date, un nombre ou un fait vu (« Le … octobre, … », « trois dossiers… », « deux derniers messages… ») ; interprétations : « Tu promets avec le temps des autres », « Tu cherches à te faire bien voir… », « Pour toi, l'exécution est un robinet… », « Tu choisis tes dossiers selon ton humeur », « Tu te moques bien… », « Avec toi, tout est toujours trop tard ». La dernière phrase de chacun est une demande.
#
# **Préparation.** Mardi 10 novembre, un entretien de trente minutes avec chacun : écouter, reformuler, recueillir son accord. Rencontre à trois entre le jeudi 12 et le mercredi 18, hors congés et séminaire : règles de parole, observations, besoins, solutions, accord d'une page que chacun remplit et amende, sans texte préparé d'avance. Contrôle le 27 novembre au plus tard.
#
# - « Tu promets avec le temps des autres » devient « j'ai besoin que l'on me demande avant d'annoncer une date » ; « Tu choisis tes dossiers selon ton humeur » devient « j'ai besoin de connaître l'ordre de passage ».
# - Question ouverte : « Que te faudrait-il pour dire oui à une date ? » ou « Comment saurais-tu, le matin, quel dossier passe ? »
# - Vous avez autorité sur les deux : vous conciliez. Si l'accord échoue, Violette.
#
# **Invitation.** Même texte, tutoiement, sans reproche ni coupable : le but, le cadre, deux moments au choix mardi, la rencontre à trois si chacun la veut, pour chacun, un fait de son travail (« trois exécutions passent par toi », « tu suis les présentoirs jusqu'aux magasins »).
# ### END SOLUTION

# %% [markdown] role="readonly" id="ecrit_d"
# ## Écrit D — Arvelle, Joachim et Sarcelline
#
# *Environ 280 mots · C12.5 · 25 points, avec l'écrit C.*
#
# 1. **Le courriel à Capucine Delorge** (180 mots), que Violette signera mardi : une demande hors brief et ce qu'en dit le brief (la clause ou son nombre) ; le temps ajouté et le montant dû (question 10), et si vous le demandez, le réduisez ou y renoncez, pour quelle raison ou contre quoi ; nos reprises, en jours, à nos frais ; une solution : ce que fera
#    Arvelle, ce que fera l'agence ; un rendez-vous daté, avant toute facture, un jour où l'agence travaille et où Joachim est là ; ce qui suivrait un échec, dans l'ordre du contrat (article A5). Le calendrier n'est pas l'objet de ce courriel.
# 2. **Le mot à Joachim** (65 mots), qui a dit oui trop vite : ce que vous reconnaissez, ce que vous corrigez d'une de ses réponses, ce que vous prenez en charge, sa place au rendez-vous ; sans reproche ni mot sur son caractère.
# 3. **Deux phrases à Raoul Beaujard** (35 mots) : les jours qui sont à nous, ceux qui sont à lui (question 11), ce que vous lui demandez.
#
# Dans ces trois messages : ni menace, ni accusation, ni intention prêtée.
#
# Le Médiateur des entreprises est gratuit et n'impose rien.

# %% [markdown] role="manual" id="C12_5-externe" mots=280
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante). Natures : question 9. Montants : question 10.
#
# **À Capucine Delorge.** Vouvoiement, objet précis. Une demande hors brief et sa clause (« le brief en compte…, vous en demandez… »). Temps ajouté : [ajoute] jours ; dû : [du] €, présenté en avenant (article A4), demandé, réduit ou abandonné, contre un brief mis à jour et signé, ou une seule voix côté mutuelle. Reprises : [reprises] jours, à nos frais, avec des excuses simples. Solution : chez nous, un temps annoncé avant tout travail ; chez elle, les demandes
# réunies chaque vendredi. Rendez-vous daté, avant toute facture, un jour où Joachim n'est pas en congé. Ensuite, dans l'ordre : réunion des deux directions dans les dix jours, Médiateur des entreprises, juge.
#
# **À Joachim.** Tutoiement : reconnaître la pression et le soin du client ; corriger une réponse (« c'est inclus » engage l'agence ; « c'est noté » n'annonce aucun temps) ; ce que l'on reprend ; sa place au rendez-vous.
#
# **À Raoul Beaujard.** [a_nous] jours à nous, [a_elle] à lui sur [retard] ; une demande précise et datée, sans menace ni accusation.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C12.5"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence. Cette évaluation n'entre pas dans la note : elle est rapprochée de celle du jury.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C12.4", "C12.5")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque, réponses, écrits et fichiers. Une question sans réponse vaut zéro, les autres
#    comptent.
# 3. Le classeur `planning_agence.xlsx` est dans le dossier du notebook.
# 4. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
