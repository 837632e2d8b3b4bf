# Épreuve 14 — Plannings, alertes et conflits (C12.4 et C12.5).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).
# Les points suivent le travail : ce qui demande une table entière, ou le classeur, vaut plus qu'un choix parmi trois.

# %% [markdown] role="readonly" id="cas"
# # Épreuve 14 — Tenir le planning, alerter, apaiser
#
# **Cas pratique professionnel fictif** · travail écrit **individuel** · **3 h 30** · compétences C12.4 et C12.5
#
# **100 points** : 50 pour douze réponses, que la machine corrige, et 50 pour les écrits et le planning, que le jury juge.
#
# ## Le cas : Tisonval
#
# *Mende (Lozère), vendredi 22 mai 2026, au soir.*
#
# **Tisonval** fabrique des poêles à granulés et les vend par 210 installateurs. Sa nouvelle gamme, *Orée*, sera présentée
# en juin à une journée de lancement (tâche `T26`), qui ouvre les commandes de la saison : chaque jour de retard en fait perdre.
#
# Vous êtes l'**adjoint·e de Clotilde Marrast**, responsable marketing, et tenez le planning de l'équipe :
#
# | Qui | Métier |
# | --- | --- |
# | Anaëlle | rédaction |
# | Corentin | création graphique et film |
# | Fatou | réseau d'installateurs |
# | Ghislaine | événements et argumentaire |
# | Wilfried | site et configurateur |
#
# Clotilde, absente jusqu'à mercredi 27 mai au matin, vous écrit :
#
# > « Mettez le planning à jour avec ce que chacun a déclaré ce soir. Je veux savoir quand nous lancerons, ce que cela coûtera, qui est débordé
# > et qui doit être prévenu. Étienne Boudou, notre directeur général, voudra une décision. Deux sujets me préoccupent aussi : Corentin et Anaëlle ne se
# > parlent plus que par courriel, et le ton monte avec le Studio Tramontel, qui développe notre configurateur (lot 2, tâche `T13`). »
#
# **Conventions.** L'équipe travaille du lundi au vendredi, sauf les jours fériés de la table `feries` ; une journée compte **7 heures**. Tous les
# montants sont hors taxes.
#
# **Livrables** : le contrôle du planning et des écarts, le planning à jour (le classeur `planning_a_jour.xlsx`), les alertes, et la conduite des deux conflits.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure.
# - **Vérification.** Le formulaire dit comment il a lu votre réponse et ce qui ne va pas dans sa *forme*, jamais sa valeur.
# - **Précision.** Gardez tous les chiffres dans les calculs, et au moins trois chiffres significatifs dans un résultat recopié. Un nombre se tape « 14,7 ». Un pourcentage se donne en pour cent, sans son unité (« 2,62 »).
# - **Dans un tableau**, un choix ne compte qu'avec un nombre ou une date juste sur sa ligne.
# - **Une erreur ne compte qu'une fois** : si une question part de votre réponse à une autre et que la suite est
#   juste compte tenu de celle-ci, elle est acquise.
#
# **Vos données vous sont propres** : d'une copie à l'autre, tout diffère.
#
# ### Au tableur
#
# Les tables sont dans le dossier `donnees/`, en fichiers CSV. Dans ces formules, les mots en minuscules sont vos plages de cellules. Une réponse se colle dans son formulaire (Ctrl + V).
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | additionner sous conditions | `=SOMME.SI.ENS(heures;taches;tache;statuts;"validée")` |
# | *n* jours ouvrés après une date | `=SERIE.JOUR.OUVRE(date;n;feries)` |
# | un retard en jours ouvrés, jamais négatif | `=MAX(0;NB.JOURS.OUVRES(fin_prevue+1;fin_nouvelle;feries))` |
# | retrouver la fin d'une autre tâche, 0 si la case du code est vide | `=RECHERCHEX(code;taches;fins;0)`, ou `=SIERREUR(INDEX(fins;EQUIV(code;taches;0));0)` |
# | la nouvelle fin d'une tâche, d'après les trois qu'elle attend | `=SI(statut="terminée";fin_reelle;SI(statut="en cours";SERIE.JOUR.OUVRE(arret;reste_duree;feries);SERIE.JOUR.OUVRE(MAX(fin_1;fin_2;fin_3);duree_prevue;feries)))` |
# | le manque d'une personne, une semaine (question 3) | `=SOMME.SI.ENS(charges;personnes;personne;semaines;lundi)-NB.JOURS.OUVRES(lundi;lundi+4;feries)+SOMME.SI.ENS(absences;absents;personne;dates;">="&lundi;dates;"<="&lundi+4)` |
# | la plus tardive d'un chantier | `=MAX.SI.ENS(fins;chantiers;chantier)`, ou `=SOMMEPROD(MAX((chantiers=chantier)*fins))` |
#
# ### Par du code
#
# Répondez dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal. N'appelez aucune variable `nombre`, `date`, `liste`,
# `serie`, `tableau`, `choix`, `texte`, `classeur` ou `graphique` : ce sont les outils du notebook.
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | un nombre, une date | `14.7`, `"2026-06-14"` |
# | une valeur par ligne | `{"Pose": "2026-06-14", "Essais": "2026-06-16"}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 20 min | |
# | Étape 1. Contrôler | 1 à 4 | 30 min | 17 |
# | Étape 2. Alerter et décider | 5 à 8 | 35 min | 23 |
# | Étape 3. Préparer les deux conflits | 9 à 12 | 25 min | 10 |
# | Écrits | A à D | 95 min | 50 |
# | Auto-évaluation et remise | | 5 min | |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

donnees = preparer("e14_plannings")

CHANTIERS = ("Image et messages", "Catalogue", "Configurateur", "Réseau", "Journée de lancement")
EQUIPE = ("Anaëlle", "Corentin", "Fatou", "Ghislaine", "Wilfried")
ARRET = pd.Timestamp("2026-05-22")  # date d'arrêt des données, un vendredi soir

# %% role="readonly" id="tables"
taches = donnees["taches"]
temps = donnees["temps"]
achats = donnees["achats"]
absences = donnees["absences"]
charge = donnees["charge"]
feries = donnees["feries"]
regles = donnees["regles"]
leviers = donnees["leviers"]
hypotheses = donnees["hypotheses"]
messages = donnees["messages"]
etapes = donnees["etapes"]
journal = donnees["journal"]
contrat = donnees["contrat"]
options = donnees["options"]

pd.set_option("display.max_colwidth", None)  # les phrases s'affichent en entier
donnees

# %% role="readonly" id="outils"
# Deux outils pour qui travaille ici : l'équivalent de SERIE.JOUR.OUVRE et de NB.JOURS.OUVRES.
JOURS_FERIES = feries["date"].to_numpy().astype("datetime64[D]")


def serie_jour_ouvre(depart, jours):
    """La fin d'une tâche de `jours` jours ouvrés qui commence le jour ouvré suivant `depart`."""
    depart = np.datetime64(pd.Timestamp(depart).date())
    return pd.Timestamp(np.busday_offset(depart, int(jours), roll="backward", holidays=JOURS_FERIES))


def retard_ouvre(fin_prevue, fin_nouvelle):
    """Les jours ouvrés de retard, 0 si la nouvelle fin n'est pas plus tardive."""
    prevue, nouvelle = (np.datetime64(pd.Timestamp(jour).date()) + 1 for jour in (fin_prevue, fin_nouvelle))
    return max(0, int(np.busday_count(prevue, nouvelle, holidays=JOURS_FERIES)))


# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Un magasin rénove sa vitrine. La pose, en cours, demande encore deux jours ouvrés à partir du mardi 26 mai ; les essais, un jour, suivent la
# pose. La pose finit donc le 27 mai et les essais le 28.

# %% role="readonly" id="exemple"
exemple_pose = serie_jour_ouvre("2026-05-22", 2)
exemple_essais = serie_jour_ouvre(exemple_pose, 1)

# Une valeur par ligne, calculée ou recopiée ; puis un tableau, calculé ou recopié.
exemple_fins = {"Pose": exemple_pose, "Essais": exemple_essais}
exemple_fins_recopiees = {"Pose": "2026-05-27", "Essais": "2026-05-28"}
exemple_tableau = pd.DataFrame({"lot": ["Pose", "Essais"], "prévu": [3, 1], "projeté": [4.5, 1]})
print("Retard de la pose, prévue le 21 mai :", retard_ouvre("2026-05-21", exemple_pose), "jours ouvrés")

exemple_tableau

# %% role="readonly" id="exemple_graphique"
# Un graphique qui se lit seul : titre, axes nommés avec leur unité, légende, valeurs au bout des barres.
exemple_figure, exemple_axes = plt.subplots(figsize=(9, 4.4))
exemple_places = np.arange(len(exemple_tableau))
for exemple_rang, exemple_nom in enumerate(["prévu", "projeté"]):
    exemple_barres = exemple_axes.bar(
        exemple_places + 0.4 * exemple_rang - 0.2,
        exemple_tableau[exemple_nom],
        width=0.38,
        label=exemple_nom,
        color=["#6f8fa3", "#1f5f8b"][exemple_rang],
    )
    exemple_axes.bar_label(exemple_barres, padding=2)
exemple_axes.set_xticks(exemple_places, exemple_tableau["lot"])
exemple_axes.set_ylim(0, 1.15 * exemple_tableau[["prévu", "projeté"]].max().max())
exemple_axes.set_title("La pose prend un jour et demi de plus que prévu")
exemple_axes.set_xlabel("lot")
exemple_axes.set_ylabel("travail (jours)")
exemple_axes.legend()
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Contrôler
#
# Dans toute l'épreuve, seules comptent les heures au statut « validée » et les commandes qui ne sont pas « annulée ».
#
# ## Question 1 — Les tâches terminées : prévu et réel, par responsable
#
# Chez qui les estimations étaient-elles fausses ? Pour les tâches **terminées**, et pour chaque responsable **de tâche** :
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `prevu` | total de la charge prévue de ses tâches terminées | jours |
# | `reel` | total des heures validées sur ces tâches, **quelle que soit la personne** qui les a faites, ÷ 7 | jours |
# | `ecart` | (réel − prévu) ÷ prévu ; positif si le travail dépasse | % |
#
# **À rendre** (3 points) : `ecarts`, un tableau de cinq lignes : `responsable`, `prevu`, `reel` et `ecart`.

# %% role="solution" id="ecarts_responsables"
# Un tableau : responsable, prevu, reel, ecart.
ecarts = None
### BEGIN SOLUTION
validees = temps[temps["statut"] == "validée"]
terminees = taches[taches["statut"] == "terminée"]


def ecarts_de(lignes, fiches):
    """Prévu, réel et écart par responsable, d'après ces lignes d'heures et ces tâches."""
    passees = lignes.groupby("tache")["heures"].sum() / 7
    table = fiches.assign(reel=fiches["tache"].map(passees).fillna(0)).rename(columns={"charge_prevue": "prevu"})
    table = table.groupby("responsable")[["prevu", "reel"]].sum()
    return table.assign(ecart=100 * (table["reel"] - table["prevu"]) / table["prevu"])


ecarts = ecarts_de(validees, terminees)
erreur_type(
    "C12_4-ecarts",
    "rejetees_comprises",
    ecarts_de(temps, terminees),
    "Vous avez compté les lignes rejetées : ce sont des saisies en double ou refusées. Filtrez d'abord sur le statut.",
    part=0.5,
)
en_huit_heures = ecarts["reel"] * 7 / 8
erreur_type(
    "C12_4-ecarts",
    "huit_heures",
    ecarts.assign(reel=en_huit_heures, ecart=100 * (en_huit_heures - ecarts["prevu"]) / ecarts["prevu"]),
    "Vous avez compté huit heures par journée : la convention de l'équipe est dans le cas.",
    part=0.5,
)
par_personne = validees[validees["tache"].isin(terminees["tache"])].groupby("personne")["heures"].sum() / 7
erreur_type(
    "C12_4-ecarts",
    "par_personne",
    ecarts.assign(reel=par_personne, ecart=100 * (par_personne - ecarts["prevu"]) / ecarts["prevu"]),
    "Vous avez additionné les heures de chaque personne : un responsable répond de ses tâches, y compris du travail qu'y font les autres.",
    part=0.4,
)
erreur_type(
    "C12_4-ecarts",
    "rapporte_au_reel",
    ecarts.assign(ecart=100 * (ecarts["reel"] - ecarts["prevu"]) / ecarts["reel"]),
    "Vous avez rapporté l'écart au réel : on compare toujours à ce qui était prévu.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C12_4-ecarts" points=3
verifier(
    "C12_4-ecarts",
    ecarts,
    tableau(
        cle="responsable",
        cles=EQUIPE,
        colonnes={
            "prevu": nombre(unite="jours", minimum=0, maximum=500),
            "reel": nombre(unite="jours", minimum=0, maximum=500),
            "ecart": pourcentage(minimum=-100, maximum=300, echelle="pourcent"),
        },
    ),
    ecart=0.06,
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Recaler le planning
#
# Quand finira chaque tâche **en cours** ou **à venir** ? Les règles de l'équipe :
#
# - une tâche **en cours** finit au bout de `reste_duree` jours ouvrés, comptés à partir du mardi 26 mai compris ;
# - une tâche **à venir** commence le jour ouvré qui suit la fin de **toutes** les tâches dont elle dépend (`apres_1` à `apres_3`) et garde sa
#   `duree_prevue` ;
# - une tâche terminée compte pour sa fin réelle. Les congés ne changent pas les durées.
#
# Au tableur, partez de `taches.csv`, qui devient le classeur de la question 8. Une tâche n'en attend aucune de code plus grand : cherchez les fins attendues dans les lignes du dessus, en-tête compris, ou Excel voit une référence circulaire.
#
# **À rendre** (4 points) : `nouvelles_fins`, le dernier jour de chacune des treize tâches, par exemple `{"T05": "2026-06-02", …}`.

# %% role="solution" id="recaler"
# Une date par tâche en cours ou à venir : {"T05": "AAAA-MM-JJ", …}
nouvelles_fins = None
### BEGIN SOLUTION
fiches = taches.set_index("tache").sort_index()
OUVERTES = tuple(fiches.index[fiches["statut"] != "terminée"])


def avant(code):
    """Les tâches dont dépend une tâche."""
    return list(fiches.loc[code, ["apres_1", "apres_2", "apres_3"]].dropna())


def recaler(raccourci=None, finir=serie_jour_ouvre):
    """La nouvelle fin de chaque tâche ouverte ; `raccourci` ôte des jours à une tâche."""
    raccourci = raccourci or {}
    fins = {}

    def fin_de(code):
        fiche = fiches.loc[code]
        if code not in fins:
            if fiche["statut"] == "terminée":
                fins[code] = fiche["fin_reelle"]
            elif fiche["statut"] == "en cours":
                fins[code] = finir(ARRET, fiche["reste_duree"] - raccourci.get(code, 0))
            else:
                libre = max(fin_de(autre) for autre in avant(code))
                fins[code] = finir(libre, fiche["duree_prevue"] - raccourci.get(code, 0))
        return fins[code]

    return pd.Series({code: fin_de(code) for code in OUVERTES})


nouvelles_fins = recaler()


def en_calendaire(depart, jours):
    return pd.Timestamp(depart) + pd.Timedelta(days=int(jours))


def sans_feries(depart, jours):
    jour = np.datetime64(pd.Timestamp(depart).date())
    return pd.Timestamp(np.busday_offset(jour, int(jours), roll="backward"))


erreur_type(
    "C12_4-recalage",
    "feries_oublies",
    recaler(finir=sans_feries),
    "Vous avez compté le lundi de Pentecôte comme un jour travaillé : donnez la table feries à votre formule.",
    part=0.4,
)
erreur_type(
    "C12_4-recalage",
    "jours_calendaires",
    recaler(finir=en_calendaire),
    "Vous avez ajouté des jours calendaires : les durées sont en jours ouvrés, sans samedis, dimanches ni jours fériés.",
)
du_debut = {
    code: serie_jour_ouvre(fiches.loc[code, "debut_reel"] - pd.Timedelta(days=1), fiches.loc[code, "duree_prevue"])
    for code in OUVERTES
    if fiches.loc[code, "statut"] == "en cours"
}
gardees = recaler().where([code not in du_debut for code in OUVERTES], pd.Series(du_debut).reindex(OUVERTES))
erreur_type(
    "C12_4-recalage",
    "duree_prevue_gardee",
    gardees,
    "Vous avez laissé aux tâches en cours leur durée prévue : ce qui reste à faire est déclaré, dans la colonne reste_duree.",
    part=0.3,
)
decalees = {
    code: serie_jour_ouvre(fiches.loc[code, "fin_prevue"], 0)
    if fiches.loc[code, "statut"] == "à venir"
    else nouvelles_fins[code]
    for code in OUVERTES
}
erreur_type(
    "C12_4-recalage",
    "dependances_oubliees",
    pd.Series(decalees),
    "Vous avez laissé les tâches à venir à leur date prévue : une tâche ne commence pas avant la fin de celles dont elle dépend.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C12_4-recalage" points=4
verifier(
    "C12_4-recalage",
    nouvelles_fins,
    serie(
        cle="tache",
        valeurs=date(),
        cles=("T05", "T09", "T10", "T11", "T13", "T15", "T16", "T19", "T20", "T21", "T24", "T25", "T26"),
    ),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Qui est débordé, qui peut aider ?
#
# **Chaque semaine** de la table `charge` (du 25 mai au 26 juin), à qui ôter du travail, à qui le confier ? La **charge** d'une personne est le total de ses
# jours de la semaine, hors projet (HP) compris ; sa **capacité**, les jours ouvrés de la semaine moins ses absences ; son **manque**, charge − capacité. Personne n'est à égalité.
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `deborde` | la personne dont le manque est le plus grand | |
# | `manque` | ce manque ; faux, il emporte les deux noms | jours |
# | `renfort` | la personne à qui il reste le plus de place (capacité − charge), quel que soit son métier | |
#
# **À rendre** (2 points) : `surcharge`, un tableau de cinq lignes : `semaine` (son lundi, `"2026-05-25"` à `"2026-06-22"`), `deborde`, `manque` et `renfort`.

# %% role="solution" id="debordements"
# Un tableau : semaine, deborde, manque, renfort.
surcharge = None
### BEGIN SOLUTION
lundis = pd.date_range("2026-05-25", "2026-06-22", freq="7D")


def manques_de(jours_absents, fermes):
    """Charge moins capacité, selon ces absences et ces jours fériés : une ligne par personne, une colonne par semaine."""
    demandee = charge.pivot_table(index="personne", columns="semaine_du", values="jours", aggfunc="sum", fill_value=0)
    semaine = jours_absents["date"] - pd.to_timedelta(jours_absents["date"].dt.weekday, unit="D")
    absents = jours_absents.groupby(["personne", semaine])["jours"].sum().unstack(fill_value=0)
    absents = absents.reindex(index=list(EQUIPE), columns=lundis, fill_value=0)
    ouvres = [5 - int(fermes["date"].between(lundi, lundi + pd.Timedelta(days=4)).sum()) for lundi in lundis]
    return demandee.loc[list(EQUIPE), lundis] - (pd.Series(ouvres, index=lundis) - absents)


def renforts_de(ecarts_semaine):
    """Qui manque le plus, de combien, et qui garde le plus de place, chaque semaine."""
    table = pd.DataFrame({"deborde": ecarts_semaine.idxmax(), "manque": ecarts_semaine.max(), "renfort": ecarts_semaine.idxmin()})
    return table.set_axis(lundis.strftime("%Y-%m-%d")).rename_axis("semaine")


manques = manques_de(absences, feries)
surcharge = renforts_de(manques)
erreur_type(
    "C12_4-surcharge",
    "absences_oubliees",
    renforts_de(manques_de(absences.iloc[:0], feries)),
    "Vous n'avez pas ôté les absences : une semaine de congé n'a pas cinq jours de capacité.",
    part=0.4,
)
erreur_type(
    "C12_4-surcharge",
    "feries_oublies",
    renforts_de(manques_de(absences, feries.iloc[:0])),
    "Vous avez compté cinq jours ouvrés chaque semaine : l'une d'elles a un jour férié.",
    part=0.8,
)
erreur_type(
    "C12_4-surcharge",
    "capacite_de_cinq_jours",
    renforts_de(manques_de(absences.iloc[:0], feries.iloc[:0])),
    "Vous avez donné cinq jours de capacité à tous, chaque semaine : ôtez-en les jours fériés, puis les absences de chacun.",
    part=0.4,
)
du_quotidien = charge[charge["tache"] == "HP"].pivot_table(index="personne", columns="semaine_du", values="jours", aggfunc="sum", fill_value=0)
erreur_type(
    "C12_4-surcharge",
    "hors_projet_oublie",
    renforts_de(manques - du_quotidien.reindex(index=list(EQUIPE), columns=lundis, fill_value=0)),
    "Vous n'avez compté que les tâches du projet : le quotidien du service (HP) prend aussi des jours.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C12_4-surcharge" points=2
verifier(
    "C12_4-surcharge",
    surcharge,
    tableau(
        cle="semaine",
        cles=("2026-05-25", "2026-06-01", "2026-06-08", "2026-06-15", "2026-06-22"),
        colonnes={
            "deborde": choix("Anaëlle", "Corentin", "Fatou", "Ghislaine", "Wilfried"),
            "manque": nombre(unite="jours", minimum=-10, maximum=10),
            "renfort": choix("Anaëlle", "Corentin", "Fatou", "Ghislaine", "Wilfried"),
        },
    ),
)

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — Ce que chaque chantier aura demandé à la fin
#
# La projection part du **reste à faire déclaré**. Pour chaque chantier, toutes ses tâches comprises (HP n'est d'aucun chantier) :
#
# | Colonne | Calcul | Unité |
# | --- | --- | --- |
# | `reel` | charge réelle au 22 mai : heures validées ÷ 7 | jours |
# | `projete` | charge projetée : `reel` + `reste_charge` | jours |
# | `cout` | `projete` × coût d'une journée (table `hypotheses`) + commandes non annulées + `reste_achats` | € HT |
#
# **À rendre** (8 points) : `projection`, un tableau de cinq lignes : `chantier`, `reel`, `projete` et `cout`.

# %% role="solution" id="projeter"
# Un tableau : chantier, reel, projete, cout.
projection = None
### BEGIN SOLUTION
COUT_JOUR = int(hypotheses.loc[hypotheses["unite"].eq("€") & hypotheses["hypothese"].str.contains("journée"), "valeur"].iloc[0])


# Qui a gardé les lignes rejetées à la question 1, ou compté huit heures par journée, est suivi ; sinon, les heures sont les validées, par sept.
def lu_en_1(lignes, heures):
    """Si le réel de la question 1 est celui de ces lignes et de cette journée, aux arrondis près."""
    return (ecarts["reel"] * heures / (7 * ecarts_de(lignes, terminees)["reel"]) - 1).abs().max() < 0.006


lectures_en_1 = [(validees, 7), (temps, 7), (validees, 8), (temps, 8)]
comptees, heures_par_journee = next((lecture for lecture in lectures_en_1 if lu_en_1(*lecture)), (validees, 7))


def projeter(lignes, commandes, reste_jours, reste_achats=fiches["reste_achats"], heures_par_jour=heures_par_journee):
    """Jours réels, puis jours et coût à l'achèvement, par chantier."""
    passes = lignes.groupby("tache")["heures"].sum().reindex(fiches.index, fill_value=0) / heures_par_jour
    achetes = commandes.groupby("tache")["montant_ht"].sum().reindex(fiches.index, fill_value=0)
    par_tache = pd.DataFrame({"chantier": fiches["chantier"], "reel": passes, "projete": passes + reste_jours})
    par_tache["cout"] = COUT_JOUR * par_tache["projete"] + achetes + reste_achats
    return par_tache.groupby("chantier")[["reel", "projete", "cout"]].sum()


fermes = achats[achats["statut"] != "annulée"]
projection = projeter(comptees, fermes, fiches["reste_charge"])
semaine = comptees[comptees["date"] >= "2026-05-18"].groupby("tache")["heures"].sum().reindex(fiches.index, fill_value=0) / heures_par_journee
erreur_type(
    "C12_4-projection",
    "derniere_semaine_prolongee",
    projeter(comptees, fermes, 5 * semaine),
    "Vous avez prolongé le rythme de la dernière semaine : une semaine ne dit rien de ce qui reste. Partez du reste à faire déclaré.",
    part=0.2,
)
erreur_type(
    "C12_4-projection",
    "annulees_comprises",
    projeter(comptees, achats, fiches["reste_charge"]),
    "Vous avez compté des commandes annulées : elles ne seront jamais payées.",
    part=0.6,
)
erreur_type(
    "C12_4-projection",
    "rejetees_comprises",
    projeter(temps, fermes, fiches["reste_charge"]),
    "Vous avez compté les lignes rejetées : ce sont des saisies en double ou refusées. Filtrez d'abord sur le statut.",
    part=0.7,
)
erreur_type(
    "C12_4-projection",
    "huit_heures",
    projeter(comptees, fermes, fiches["reste_charge"], heures_par_jour=8),
    "Vous avez compté huit heures par journée : la convention de l'équipe est dans le cas.",
    part=0.7,
)
erreur_type(
    "C12_4-projection",
    "reste_achats_oublie",
    projeter(comptees, fermes, fiches["reste_charge"], reste_achats=0),
    "Vous avez oublié ce qui reste à acheter : la colonne reste_achats s'ajoute aux commandes passées.",
    part=0.5,
)
erreur_type(
    "C12_4-projection",
    "reste_selon_le_plan",
    projeter(
        comptees,
        fermes,
        (
            fiches["charge_prevue"]
            - comptees.groupby("tache")["heures"].sum().reindex(fiches.index, fill_value=0) / heures_par_journee
        ).clip(lower=0),
    ),
    "Vous avez pris pour reste le prévu moins le réel : c'est supposer que le plan se réalisera. Partez du reste à faire déclaré.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C12_4-projection" points=8
verifier(
    "C12_4-projection",
    projection,
    tableau(
        cle="chantier",
        cles=CHANTIERS,
        colonnes={
            "reel": nombre(unite="jours", minimum=0, maximum=1000),
            "projete": nombre(unite="jours", minimum=0, maximum=1000),
            "cout": nombre(unite="€", minimum=0),
        },
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Alerter et décider
#
# ## Question 5 — Les alertes
#
# Un chantier est **rouge** si son retard **ou** son dépassement atteint le seuil du rouge (table `regles`) ; à défaut, **orange** si
# l'un des deux atteint le seuil de l'orange ; sinon **vert**.
#
# **Une exception.** Une seule tâche en cours **commande le lancement** : un jour de moins à son `reste_duree`, et `T26` finit un jour plus tôt. Son chantier est **rouge**, quels que soient ses chiffres.
#
# - **Retard** du chantier : jours ouvrés entre la plus tardive des fins prévues de ses tâches et la plus tardive de leurs fins réelles ou nouvelles
#   (question 2).
# - **Dépassement** : (coût de la question 4 − budget) ÷ budget, où budget = charge prévue × coût d'une journée + achats prévus.
# - **Dernier jour pour alerter** : le délai de la règle, en jours ouvrés après le 22 mai (un délai d'un jour mène au mardi 26).
#
# **À rendre** (4 points) : `alertes`, un tableau de cinq lignes : `chantier`, `retard` (jours ouvrés), `budget` (€), `depassement` (en %, négatif si le
# budget n'est pas atteint), `niveau` et `avant_le` (date).

# %% role="solution" id="alerter"
# Un tableau : chantier, retard, budget, depassement, niveau, avant_le.
alertes = None
### BEGIN SOLUTION
seuils = regles.set_index("niveau")
plan = fiches.assign(budget=COUT_JOUR * fiches["charge_prevue"] + fiches["budget_achats"])
budget = plan.groupby("chantier")["budget"].sum()


en_cours = fiches.index[fiches["statut"] == "en cours"]
commande = next(code for code in en_cours if recaler({code: 1})["T26"] < recaler()["T26"])


def retard_sans_feries(prevue, nouvelle):
    """Le retard de qui compte les jours fériés comme des jours travaillés."""
    prevue, nouvelle = (np.datetime64(pd.Timestamp(jour).date()) + 1 for jour in (prevue, nouvelle))
    return max(0, int(np.busday_count(prevue, nouvelle)))


# Qui a oublié les jours fériés à la question 2 les oublie d'ordinaire encore : l'erreur y a déjà été comptée.
fins_en_2 = pd.to_datetime(pd.Series(nouvelles_fins)).reindex(OUVERTES)
FERIES_OUBLIES = bool((fins_en_2 == recaler(finir=sans_feries)).all())
compter_en_2 = retard_sans_feries if FERIES_OUBLIES else retard_ouvre


def alertes_de(fins_nouvelles, couts, compter=compter_en_2, finir=serie_jour_ouvre, exception=True):
    """Retard, budget, dépassement, niveau et date limite, par chantier."""
    fins = fiches["fin_reelle"].fillna(pd.to_datetime(pd.Series(fins_nouvelles)))
    lignes = {}
    for chantier in CHANTIERS:
        siens = fiches["chantier"] == chantier
        retard = compter(fiches.loc[siens, "fin_prevue"].max(), fins[siens].max())
        exces = 100 * (couts[chantier] / budget[chantier] - 1)
        niveau = "vert"
        for grave in ("orange", "rouge"):
            if retard >= seuils.loc[grave, "retard_des"] or exces >= seuils.loc[grave, "depassement_des"]:
                niveau = grave
        if exception and siens[commande]:
            niveau = "rouge"
        regle = seuils.loc[niveau]
        limite = finir(ARRET, regle["delai"])
        lignes[chantier] = {
            "retard": retard,
            "budget": budget[chantier],
            "depassement": exces,
            "niveau": niveau,
            "avant_le": limite,
        }
    return pd.DataFrame.from_dict(lignes, orient="index").rename_axis("chantier")


alertes = alertes_de(nouvelles_fins, projection["cout"])
erreur_type(
    "C12_4-alertes",
    "retard_seul",
    alertes_de(nouvelles_fins, budget).assign(depassement=alertes["depassement"]),
    "Vous n'avez regardé que les retards : un chantier à l'heure qui dépasse son budget est aussi en alerte.",
    part=0.6,
)
erreur_type(
    "C12_4-alertes",
    "retard_calendaire",
    alertes_de(nouvelles_fins, projection["cout"], lambda prevue, nouvelle: max(0, (nouvelle - prevue).days)),
    "Vous avez compté des jours calendaires de retard : les seuils de la règle sont en jours ouvrés.",
    part=0.4,
)
erreur_type(
    "C12_4-alertes",
    "feries_oublies",
    alertes_de(nouvelles_fins, projection["cout"], retard_sans_feries, sans_feries),
    "Vous avez compté le lundi de Pentecôte comme un jour travaillé, dans les retards et dans les délais : donnez la table feries à vos formules.",
    part=1.0 if FERIES_OUBLIES else 0.6,
)
# Un niveau et sa date, sur vingt-cinq cases : la part est celle des cases justes.
erreur_type(
    "C12_4-alertes",
    "exception_oubliee",
    alertes_de(nouvelles_fins, projection["cout"], exception=False),
    "Vous avez oublié l'exception : le chantier de la tâche en cours qui commande le lancement est rouge, quels que soient ses chiffres.",
    part=0.92,
)
if FERIES_OUBLIES:
    erreur_type(
        "C12_4-alertes",
        "feries_comptes_ensuite",
        alertes_de(nouvelles_fins, projection["cout"], retard_ouvre),
        "Vos retards tiennent compte de la table feries, et les fins de la question 2 non : l'erreur y a déjà été comptée.",
        part=1.0,
    )
### END SOLUTION

# %% role="tests" id="C12_4-alertes" points=4
verifier(
    "C12_4-alertes",
    alertes,
    tableau(
        cle="chantier",
        cles=CHANTIERS,
        colonnes={
            "retard": entier(unite="jours", minimum=0, maximum=200),
            "budget": nombre(unite="€", minimum=1),
            "depassement": pourcentage(minimum=-100, maximum=500, echelle="pourcent"),
            "niveau": choix("vert", "orange", "rouge"),
            "avant_le": date(),
        },
    ),
    ecart=0.06,
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Attendre ou payer pour raccourcir
#
# Étienne Boudou acceptera **un** levier de la table `leviers`, ou aucun (« Attendre »). Un levier ôte des jours à **une** tâche : au reste d'une tâche en
# cours, à la durée prévue d'une tâche à venir. Le **coût** d'une décision est le retard du lancement × la marge perdue par jour (table `hypotheses`), plus le prix du levier ; le retard est en jours
# ouvrés, entre la fin prévue de `T26` et sa nouvelle fin, planning recalé comme à la question 2. `T26`, annoncée, n'a jamais lieu avant sa date prévue.
#
# Essayez chaque levier **sur une copie** de votre planning, ou remettez la valeur ensuite.
#
# **À rendre** (8 points) : `decisions`, un coût en euros par décision : `{"Attendre": …, "Monteuse indépendante": …, …}`.

# %% role="solution" id="decider"
# Une valeur par décision, en €.
decisions = None
### BEGIN SOLUTION
MARGE_JOUR = int(hypotheses.loc[hypotheses["hypothese"].str.contains("Marge perdue"), "valeur"].iloc[0])
retard_sans_levier = retard_ouvre(fiches.loc["T26", "fin_prevue"], nouvelles_fins["T26"])
fin_exacte = recaler()["T26"]
lignes_decisions = {"Attendre": (retard_sans_levier, 0)}
for levier in leviers.itertuples():
    gain = retard_ouvre(recaler({levier.tache: levier.jours_gagnes})["T26"], fin_exacte)
    # T26 n'a jamais lieu avant sa date prévue : un gain plus grand que le retard ne rapporte rien de plus.
    lignes_decisions[levier.levier] = (max(0, retard_sans_levier - gain), levier.cout_ht)
bilan_decisions = pd.DataFrame.from_dict(lignes_decisions, orient="index", columns=["retard", "depense"])
depenses = bilan_decisions["depense"]
decisions = bilan_decisions["retard"] * MARGE_JOUR + depenses
gains_annonces = pd.Series({"Attendre": 0} | leviers.set_index("levier")["jours_gagnes"].to_dict())
retards_naifs = (retard_sans_levier - gains_annonces).clip(lower=0)
erreur_type(
    "C12_4-decisions",
    "gain_de_la_tache",
    retards_naifs * MARGE_JOUR + depenses,
    "Vous avez ôté du retard tous les jours gagnés sur la tâche : le lancement n'avance que si cette tâche le commande. Recalez le planning.",
    part=0.3,
)
erreur_type(
    "C12_4-decisions",
    "marge_oubliee",
    depenses,
    "Vous n'avez compté que le prix du levier : chaque jour de retard coûte aussi la marge perdue.",
    part=0.4,
)
erreur_type(
    "C12_4-decisions",
    "levier_non_compte",
    bilan_decisions["retard"] * MARGE_JOUR,
    "Vous avez oublié le coût du levier : il s'ajoute à la marge perdue.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C12_4-decisions" points=8
verifier(
    "C12_4-decisions",
    decisions,
    serie(
        cle="décision",
        valeurs=nombre(unite="€", minimum=0),
        cles=("Attendre", "Monteuse indépendante", "Graphiste en renfort", "Second développeur", "Formation à distance"),
    ),
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Le prévu, le réel et le projeté, d'un coup d'œil
#
# Un graphique **en barres** de la charge des cinq chantiers, en jours : pour chacun, côte à côte, la charge **prévue** (total de `charge_prevue`), la charge **réelle** au 22 mai et la charge **projetée**, qui contient
# la réelle (question 4). Axes : le chantier, et la charge en jours ; légende : « prévu », « réel » et « projeté » ; le titre énonce un résultat : il nomme un chantier ou un écart.
#
# **À rendre** (8 points) : le graphique, dessiné dans son formulaire ou par du code (`figure_charge`). Le titre est jugé avec l'écrit A.

# %% role="solution" id="graphique_charge"
# Une figure matplotlib : par exemple figure_charge, axes = plt.subplots()
figure_charge = None
### BEGIN SOLUTION
compare = pd.DataFrame(
    {"prévu": fiches.groupby("chantier")["charge_prevue"].sum(), "réel": projection["reel"], "projeté": projection["projete"]}
)
compare = compare.loc[list(CHANTIERS)]
figure_charge, repere_charge = plt.subplots(figsize=(9, 4.4))
places = np.arange(len(compare))
for rang, (nom, couleur) in enumerate({"prévu": "#6f8fa3", "réel": "#b8860b", "projeté": "#1f5f8b"}.items()):
    posees = repere_charge.bar(places + 0.27 * rang - 0.27, compare[nom], width=0.26, label=nom, color=couleur)
    repere_charge.bar_label(posees, labels=[f"{valeur:.1f}".replace(".", ",") for valeur in compare[nom]], padding=2, fontsize=8)
plus_fort = (compare["projeté"] / compare["prévu"]).idxmax()
repere_charge.set_xticks(places, list(compare.index))
repere_charge.set_title(f"Le chantier « {plus_fort} » s'éloigne le plus de sa charge prévue", loc="left", fontweight="bold")
repere_charge.set_xlabel("chantier")
repere_charge.set_ylabel("charge (jours)")
repere_charge.set_ylim(0, 1.15 * compare.max().max())
repere_charge.legend(frameon=False)
repere_charge.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C12_4-graphique" points=8
verifier(
    "C12_4-graphique",
    figure_charge,
    graphique(
        genre="barres", x="chantier", y="charge", unite_y="jours", series=("prévu", "réel", "projeté"), disposition="côte à côte"
    ),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Le planning à jour
#
# Finissez le classeur **`planning_a_jour.xlsx`** et remettez-le **par le bouton ci-dessous**. Sa feuille **« Planning »** contient :
#
# - un tableau d'une ligne par tâche (les vingt-six), sans ligne vide, avec au moins les colonnes **chantier**, **tâche**, **statut**, **fin prévue**,
#   **nouvelle fin** (la fin réelle d'une tâche terminée) et **retard** (jours ouvrés, 0 s'il n'y en a pas), les deux fins côte à côte ; les trois statuts se distinguent par une couleur ;
# - le **retard du lancement**, celui de `T26` : le libellé dans une cellule, la valeur à sa droite ;
# - des **formules** pour la nouvelle fin et le retard, sur les vingt-six lignes, et pour le retard du lancement : si un `reste_duree` change, tout ce qui en dépend se déplace ;
# - une **mise en forme conditionnelle** sur la colonne retard, et l'**en-tête figé**.
#
# **À rendre** (3 points) : le classeur.

# %% role="solution" id="classeur_planning"
planning = None
### BEGIN SOLUTION
def planning_de(fins, compter=retard_ouvre):
    """Le classeur qui tient ces nouvelles fins."""
    toutes = fiches["fin_reelle"].fillna(fins)
    retards = pd.Series({code: compter(fiches.loc[code, "fin_prevue"], fin) for code, fin in toutes.items()})
    return {"retard du lancement": int(retards["T26"]), "lignes": pd.DataFrame({"nouvelle fin": toutes, "retard": retards})}


def levier_reste(nom):
    """Le classeur où l'essai d'un levier est resté."""
    essai = leviers.set_index("levier").loc[nom]
    return planning_de(recaler({essai["tache"]: essai["jours_gagnes"]}))


# Qui s'est trompé à la question 2 d'une façon connue est suivi ; sinon, le planning repart des tables.
recalages = [recaler(finir=sans_feries), recaler(finir=en_calendaire), pd.Series(decalees), gardees]
fins_suivies = next((fins for fins in recalages if (fins.reindex(OUVERTES) == fins_en_2).all()), recaler())
planning = planning_de(fins_suivies, compter_en_2)
erreur_type(
    "C12_4-planning",
    "feries_oublies",
    planning_de(recaler(finir=sans_feries), retard_sans_feries),
    "Vous avez compté le lundi de Pentecôte comme un jour travaillé : donnez la table feries aux formules du classeur.",
    part=0.6,
)
if FERIES_OUBLIES:
    erreur_type(
        "C12_4-planning",
        "feries_comptes_ensuite",
        planning_de(fins_suivies, retard_ouvre),
        "Vos retards tiennent compte de la table feries, et vos nouvelles fins non : l'erreur a déjà été comptée à la question 2.",
        part=1.0,
    )
erreur_type(
    "C12_4-planning",
    "levier_reste_t05",
    levier_reste("Monteuse indépendante"),
    "Un levier essayé à la question 6 est resté dans le classeur : remettez le reste_duree de T05 de la table.",
    part=0.75,
)
erreur_type(
    "C12_4-planning",
    "levier_reste_t09",
    levier_reste("Graphiste en renfort"),
    "Un levier essayé à la question 6 est resté dans le classeur : remettez le reste_duree de T09 de la table.",
    part=0.75,
)
erreur_type(
    "C12_4-planning",
    "levier_reste_t13",
    levier_reste("Second développeur"),
    "Un levier essayé à la question 6 est resté dans le classeur : remettez le reste_duree de T13 de la table.",
    part=0.75,
)
erreur_type(
    "C12_4-planning",
    "levier_reste_t20",
    levier_reste("Formation à distance"),
    "Un levier essayé à la question 6 est resté dans le classeur : remettez la duree_prevue de T20 de la table.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C12_4-planning" points=3
verifier(
    "C12_4-planning",
    planning,
    classeur(
        "planning_a_jour",
        cellules={"retard du lancement": entier(unite="jours", minimum=0, maximum=200)},
        tableau=tableau(
            cle="tâche",
            colonnes={"nouvelle fin": date(), "retard": entier(unite="jours", minimum=0, maximum=200)},
        ),
        formules=("nouvelle fin", "retard", "retard du lancement"),
        mise_en_forme=("retard",),
        feuilles=("Planning",),
        figer=True,
    ),
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Préparer les deux conflits
#
# ## Question 9 — Les faits à poser sur la table
#
# Relisez l'échange de Corentin et d'Anaëlle : phrases `P01` à `P12`, ci-dessous. Quelles phrases énoncent un **fait confirmé**,
# c'est-à-dire une date, un nombre ou une durée que les tables confirment ? Ceux qu'elles contredisent sont des **faits démentis** ; jugements et demandes ne sont ni l'un ni l'autre.
#
# Les heures sont les heures **validées** au 22 mai ; une surcharge se compte par semaine, comme à la question 3. Une réponse fausse en annule une juste.
#
# **À rendre** (4 points) : `faits_confirmes`, la liste de leurs numéros, par exemple `["P02", "P07"]`.

# %% role="readonly" id="fil_interne"
a_gauche = {"text-align": "left"}
messages[messages["fil"] == "entre collègues"].style.hide(axis="index").set_properties(**a_gauche)

# %% role="solution" id="nature"
# Une liste de numéros : ["P…", …]
faits_confirmes = None
### BEGIN SOLUTION
fil = messages[messages["fil"] == "entre collègues"].set_index("phrase")["texte"].str.replace("\N{NO-BREAK SPACE}", " ")
de_corentin = messages.loc[messages["auteur"] == "Corentin", "phrase"]
MOIS = {3: "mars", 4: "avril", 5: "mai", 6: "juin"}
EN_LETTRES = ("aucune", "une", "deux", "trois", "quatre", "cinq")


def dit(code, champ):
    jour = fiches.loc[code, champ]
    return f"{jour.day} {MOIS[jour.month]}"


def chiffre(valeur):
    return f"{valeur:g}".replace(".", ",")


def semaines_dites(personne):
    combien = int((manques.loc[personne] > 0).sum())
    if not 0 < combien < len(EN_LETTRES):
        return "ne dépasse ma capacité aucune semaine"
    return f"dépasse ma capacité {EN_LETTRES[combien]} semaine{'s' if combien > 1 else ''} sur cinq"


photos = validees[(validees["tache"] == "T07") & (validees["personne"] == "Corentin")]["heures"].sum()
maquette = validees[(validees["tache"] == "T09") & (validees["personne"] == "Corentin")]["heures"].sum()
vraies = {
    f"La rédaction du catalogue (T08) s'est terminée le {dit('T08', 'fin_reelle')}.",
    f"D'après le plan, la rédaction (T08) devait finir le {dit('T08', 'fin_prevue')}.",
    f"J'ai passé {chiffre(photos)} heures sur les prises de vue (T07).",
    f"Ma charge {semaines_dites('Corentin')} d'ici au 26 juin.",
    f"La mise en page (T09) a commencé le {dit('T09', 'debut_reel')}.",
    f"Le plan prévoyait {chiffre(fiches.loc['T09', 'charge_prevue'])} {'jours' if fiches.loc['T09', 'charge_prevue'] >= 2 else 'jour'} de travail pour la mise en page (T09).",
    f"Le relevé te donne {chiffre(maquette)} heures sur la mise en page (T09).",
    f"Les prises de vue (T07) ont fini le {dit('T07', 'fin_reelle')}.",
}
DEMANDES = ("Peux-tu", "Je te demande", "J'aimerais", "Je te propose", "Je voudrais")
VERIFIABLES = ("(T0", "Ma charge")


def nature(phrase):
    if phrase.startswith(DEMANDES):
        return "demande"
    if not any(trace in phrase for trace in VERIFIABLES):
        return "jugement"
    return "fait confirmé" if phrase in vraies else "fait démenti"


natures = fil.map(nature)


def phrases_de(*retenues):
    return sorted(natures.index[natures.isin(retenues)])


faits_confirmes = phrases_de("fait confirmé")
erreur_type(
    "C12_5-faits",
    "faits_non_verifies",
    phrases_de("fait confirmé", "fait démenti"),
    "Vous avez tenu tous les faits pour exacts : dans un conflit, chacun se trompe de bonne foi. Vérifiez chaque date et chaque nombre dans les tables.",
)
erreur_type(
    "C12_5-faits",
    "phrases_de_corentin",
    [phrase for phrase in phrases_de("fait confirmé", "fait démenti") if phrase in set(de_corentin)],
    "Vous n'avez retenu que les faits avancés par Corentin : qui s'est plaint le premier n'a pas plus raison. Relisez aussi ceux d'Anaëlle.",
    part=0.2,
)
### END SOLUTION

# %% role="tests" id="C12_5-faits" points=4
verifier(
    "C12_5-faits",
    faits_confirmes,
    choix("P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10", "P11", "P12", plusieurs=True),
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Les étapes de la conciliation
#
# Vous avez autorité sur Corentin et Anaëlle : vous les **conciliez** ; une médiation serait conduite par un tiers sans autorité sur eux. Remettez dans l'ordre les huit étapes ci-dessous : chacune suppose la précédente.
#
# **À rendre** (1 point) : `ordre_des_etapes`, le rang de chaque étape : `{"A": 3, "B": 1, …}`.

# %% role="readonly" id="etapes_montrees"
etapes

# %% role="solution" id="ordonner"
# Le rang de chaque étape : {"A": …, …}
ordre_des_etapes = None
### BEGIN SOLUTION
DEBUTS = ("Recevoir chacun", "Vérifier, au planning", "Ouvrir la rencontre", "Présenter aux deux", "Sur cette base", "Chercher à trois", "Écrire les solutions", "À la date écrite")
ordre_des_etapes = pd.Series(
    {
        etape: next(rang for rang, debut in enumerate(DEBUTS, 1) if action.startswith(debut))
        for etape, action in etapes[["etape", "action"]].itertuples(index=False)
    }
)
rencontre_d_abord = {1: 3, 2: 4, 3: 1, 4: 2}
erreur_type(
    "C12_5-etapes",
    "rencontre_avant_l_ecoute",
    ordre_des_etapes.replace(rencontre_d_abord),
    "Vous réunissez les deux collègues avant de les avoir écoutés seuls : chacun viendrait se défendre, et les faits ne seraient pas vérifiés.",
    part=0.4,
)
erreur_type(
    "C12_5-etapes",
    "solutions_avant_les_besoins",
    ordre_des_etapes.replace({5: 6, 6: 5}),
    "Vous cherchez les solutions avant d'avoir entendu les besoins : elles répondraient aux reproches.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C12_5-etapes" points=1
verifier(
    "C12_5-etapes",
    ordre_des_etapes,
    serie(cle="etape", valeurs=entier(minimum=1, maximum=8), cles=("A", "B", "C", "D", "E", "F", "G", "H")),
)

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — Les pénalités réellement dues
#
# Wilfried réclame « des pénalités en totalité ». Qu'en permet le **contrat** (articles 4 à 6), d'après la table `journal`, **arrêtée au 22 mai compris** ?
#
# 1. comptez les jours ouvrés de retard **pénalisés** : ceux qui suivent la date de livraison inscrite au contrat, moins ceux que reportent les articles 5 et 6 (leurs reports s'additionnent), moins ceux que l'article 4 ne compte pas ;
# 2. appliquez le taux de l'article 4 au prix du lot 2 (la commande de `T13`, table `achats`), et vérifiez le plafond.
#
# Une durée « du premier au dernier jour » compte les deux ; un délai ou un retard se compte à partir du jour ouvré suivant.
#
# **À rendre** (3 points) : `penalites`, trois nombres : le prix du lot 2, les jours pénalisés et le montant des pénalités, les montants en euros : `{"prix": …, "jours": …, "montant": …}`.

# %% role="readonly" id="journal_montre"
journal.style.hide(axis="index").set_properties(**a_gauche)

# %% role="readonly" id="contrat_montre"
contrat.style.hide(axis="index").set_properties(**a_gauche)

# %% role="solution" id="calculer_penalites"
# Trois nombres : {"prix": …, "jours": …, "montant": …}
penalites = None
### BEGIN SOLUTION
import re

quand = journal.set_index(journal["evenement"].str.replace("\N{NO-BREAK SPACE}", " "))["date"]
articles = contrat.set_index("article")["texte"].str.replace("\N{NO-BREAK SPACE}", " ")
taux = float(re.search(r"pénalité de ([0-9,]+) %", articles["4"])[1].replace(",", "."))
plafond = float(re.search(r"dépassent pas ([0-9]+) %", articles["4"])[1])
franchise = next(n for n, mots in enumerate(("Le premier jour", "Les deux premiers", "Les trois premiers"), 1) if mots in articles["4"])
preavis = int(re.search(r"au plus tard ([0-9]+) jours", articles["6"])[1])
prix_du_lot = fermes.loc[fermes["tache"] == "T13", "montant_ht"].sum()


def evenement(debut):
    return quand[next(nom for nom in quand.index if nom.startswith(debut))]


du = evenement("Date de livraison du lot 2")
retard_brut = retard_ouvre(du, ARRET)
photos_en_retard = retard_ouvre(evenement("Photos des modèles (T07) attendues"), evenement("Photos des modèles (T07) remises"))
premier_jour = evenement("Arrêt du centre de données qui héberge")
arret_du_centre = 1 + retard_ouvre(premier_jour, evenement("Arrêt du centre de données : dernier"))
notifie_a_temps = retard_ouvre(premier_jour, evenement("Arrêt du centre de données : lettre")) <= preavis


def penalites_pour(jours):
    jours = max(0, jours)
    return {"prix": prix_du_lot, "jours": jours, "montant": prix_du_lot * min(taux * jours, plafond) / 100}


reports = photos_en_retard + (arret_du_centre if notifie_a_temps else 0)
penalites = penalites_pour(retard_brut - reports - franchise)
erreur_type(
    "C12_5-penalites",
    "jours_calendaires",
    penalites_pour((ARRET - du).days - reports - franchise),
    "Vous avez compté les samedis, les dimanches et les jours fériés : l'article 4 parle de jours ouvrés.",
    part=0.3,
)
erreur_type(
    "C12_5-penalites",
    "en_totalite",
    penalites_pour(retard_brut),
    "Vous avez compté tous les jours de retard, comme Wilfried : ôtez ceux que les articles 4 à 6 ne font pas payer.",
    part=0.2,
)
erreur_type(
    "C12_5-penalites",
    "franchise_oubliee",
    penalites_pour(retard_brut - reports),
    "Vous avez compté des jours que l'article 4 met à part : relisez sa deuxième phrase.",
    part=0.6,
)
jours_de_semaine = int(np.busday_count(np.datetime64(du.date()) + 1, np.datetime64(ARRET.date()) + 1))
erreur_type(
    "C12_5-penalites",
    "feries_oublies",
    penalites_pour(jours_de_semaine - reports - franchise),
    "Vous avez compté un jour férié comme un jour ouvré : donnez la table feries à votre formule.",
    part=0.6,
)
erreur_type(
    "C12_5-penalites",
    "nos_photos_oubliees",
    penalites_pour(retard_brut - reports + photos_en_retard - franchise),
    "Vous avez laissé au Studio le retard de nos propres photos : relisez l'article 5.",
    part=0.4,
)
erreur_type(
    "C12_5-penalites",
    "force_majeure_mal_lue",
    penalites_pour(retard_brut - photos_en_retard - (0 if notifie_a_temps else arret_du_centre) - franchise),
    "L'arrêt du centre de données ne reporte la date que s'il a été notifié dans le délai de l'article 6 : comparez les dates du journal.",
    part=0.4,
)
erreur_type(
    "C12_5-penalites",
    "articles_5_et_6_mal_lus",
    penalites_pour(retard_brut - (0 if notifie_a_temps else arret_du_centre) - franchise),
    "Deux articles vous ont échappé : le 5, où nos photos en retard reportent la date, et le 6, où l'arrêt du centre ne la reporte que s'il a été notifié à temps.",
    part=0.2,
)
### END SOLUTION

# %% role="tests" id="C12_5-penalites" points=3
verifier(
    "C12_5-penalites",
    penalites,
    serie(cle="résultat", cles=("prix", "jours", "montant"), valeurs=nombre(unite="jours ou €", minimum=0, maximum=100_000)),
)

# %% [markdown] role="readonly" id="q12"
# ## Question 12 — Ce que le contrat permet
#
# Aucune mise en demeure n'a été envoyée au Studio. Le lot 2 est en retard, même reporté comme à la question 11. D'après le **contrat** (articles 8 à 16), chacune des six idées de l'équipe est-elle permise **dès aujourd'hui**, permise **après mise en demeure**, ou **non** permise ?
#
# **À rendre** (2 points) : `permis`, un tableau de six lignes : `option`, `article` (le numéro de l'article qui répond) et `permis`.

# %% role="readonly" id="idees"
options

# %% role="solution" id="permettre"
# Un tableau : option, article, permis.
permis = None
### BEGIN SOLUTION
TITRE_DE = {
    "Déduire les pénalités": "Règlement des pénalités",
    "Suspendre le paiement": "Échéances",
    "Faire achever": "Remplacement",
    "Exiger une démonstration": "Suivi",
    "Obtenir chaque soir": "Dépôt du code",
    "Mettre fin": "Fin du lot",
}
INTERDIT = ("ne se déduisent d'aucune", "y compris pendant un retard", "aucun tiers", "aucune présentation", "aucun dépôt", "va à son terme")


def reponse(projet):
    article = numeros[next(titre for debut, titre in TITRE_DE.items() if projet.startswith(debut))]
    dit_l_article = articles[article]
    if any(trace in dit_l_article for trace in INTERDIT):
        verdict = "non"
    else:
        verdict = "après mise en demeure" if "demeure" in dit_l_article else "dès aujourd'hui"
    return {"article": int(article), "permis": verdict}


numeros = contrat.set_index("titre")["article"]
permis = pd.DataFrame([reponse(projet) for projet in options["projet"]], index=pd.Index(options["option"], name="option"))
erreur_type(
    "C12_5-contrat",
    "mise_en_demeure_oubliee",
    permis.replace({"permis": {"après mise en demeure": "dès aujourd'hui"}}),
    "Vous avez tenu pour permis tout de suite ce que le contrat soumet à une mise en demeure : aucune n'a encore été envoyée.",
    part=0.5,
)
erreur_type(
    "C12_5-contrat",
    "tout_apres_mise_en_demeure",
    permis.replace({"permis": {"dès aujourd'hui": "après mise en demeure"}}),
    "Vous avez exigé une mise en demeure là où l'article n'en demande pas : relisez ses conditions.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C12_5-contrat" points=2
verifier(
    "C12_5-contrat",
    permis,
    tableau(
        cle="option",
        cles=("O1", "O2", "O3", "O4", "O5", "O6"),
        colonnes={
            "article": entier(minimum=1, maximum=20),
            "permis": choix("dès aujourd'hui", "après mise en demeure", "non"),
        },
    ),
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Quatre textes, **avec les chiffres que vous venez de calculer** ; s'il vous en manque un, dites lequel et raisonnez sans lui. L'orthographe et la syntaxe des écrits A et B sont jugées (deux fautes au plus pour 400 mots valent tous les points) : gardez dix minutes pour les relire.
# Les critères suivent les écrits B et D.
#
# **Qui lira.** Clotilde Marrast, que vous vouvoyez ; Étienne Boudou, qui lit sur son téléphone ; l'équipe, que vous
# tutoyez ; Ludivine Astruc, qui dirige le Studio Tramontel, partenaire depuis trois ans.
#
# ## Écrit A — Le point d'activité à Clotilde
#
# *Environ 230 mots · C12.4 · 25 points, avec l'écrit B, le graphique et le planning.*
#
# Clotilde s'en servira mercredi devant la direction. Dans cet ordre :
#
# 1. la nouvelle **date de lancement** et son retard, puis la **suite de tâches** qui la commande, de la tâche en cours à `T26` ;
# 2. un **écart** de travail (d'une ou d'un responsable, ou d'un chantier) et le **dépassement** de budget d'un chantier, que vous jugez les plus lourds, avec vos chiffres ; une personne **débordée**, sa semaine, son manque, et qui peut l'aider (renfort de la question 3 ou autre) ;
# 3. une **limite** : ce que les chiffres ne disent pas ;
# 4. deux **ajustements**, en plus du levier demandé à Étienne Boudou : qui, quoi, pour quand ;
# 5. une phrase de légende : ce que montrent les barres du graphique, et ce que disent deux couleurs au moins du planning.

# %% [markdown] role="manual" id="C12_4-point" mots=230
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante).
#
# *Objet : planning de la gamme Orée, situation au 22 mai 2026*
#
# - **Lancement** : le [T26], soit [cellule « retard du lancement »] plus tard que prévu, si rien ne change.
# - **Ce qui commande la date** : la suite de tâches sur laquelle agit le seul levier qui avance le lancement (question 6) : T05 et T25 (ou T16), ou T09 à T11 et T21, ou T13, T15 et T16, ou T19 à T21, puis T26 ; la tâche la plus en retard n'est pas forcément celle qui compte.
# - **Écarts** : les responsables au-dessus et au-dessous du prévu (question 1) ; les chantiers qui dépassent en jours et en euros (question 4). Un écart d'estimation n'est
#   pas une faute : Corentin et Anaëlle ont aussi travaillé sur les tâches d'autres responsables.
# - **Surcharge** : qui est le plus débordé chaque semaine et qui peut l'aider (question 3) ; ce que l'on déplace ou confie à qui garde de la place.
# - **Limites** : le reste à faire est déclaré, il se vérifie chaque vendredi ; 22 mai au soir ; les congés ne sont pas dans les durées.
# - **Ajustements** : le levier retenu ou son refus, une tâche déplacée d'une semaine débordée à une semaine libre, un relevé chaque vendredi ; chacun avec un nom et une date.
# - **Lecture** : « La première barre est la charge prévue, en jours, la deuxième ce qui est fait au 22 mai, la troisième la charge projetée, qui contient la deuxième ; dans le planning, la colonne retard passe en couleur ».
# ### END SOLUTION

# %% [markdown] role="readonly" id="fichier"
# ### Fichier — Le planning à jour
#
# Celui de la question 8, s'il n'est déjà remis.

# %% role="readonly" id="C12_4-classeur"
livrable("C12_4-classeur", "planning_a_jour", formats=("xlsx",))

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Les messages d'alerte
#
# *Environ 210 mots, en trois messages, objets non comptés · C12.4 · 25 points, avec l'écrit A.*
#
# Chaque message porte un objet et ne dit que ce que son lecteur doit savoir et faire :
#
# 1. **rouge**, à Étienne Boudou (115 mots) : chaque chantier rouge, et ce qui le rend rouge ; ce que coûtent l'attente et un levier, vos chiffres ; la décision que vous lui demandez (ce levier, ou aucun) ; la date à laquelle il vous la faut et pourquoi ce jour-là (colonne `au_plus_tard` de `leviers`) ; ce que vous ferez sans réponse ;
# 2. **orange**, à Clotilde (65 mots, 90 pour deux chantiers, pris sur le rouge) : chaque chantier orange, la cause avec un chiffre, ce que vous faites déjà ;
# 3. **vert**, à l'équipe (30 mots), pour information : les chantiers verts, le prochain relevé, dont vous fixez la date, et rien d'autre.

# %% [markdown] role="manual" id="C12_4-alertes_ecrites" mots=210
# ### BEGIN SOLUTION
# **Repères pour le jury.** Chantiers, niveaux, destinataires et dates : question 5. Coûts : question 6.
#
# 1. *Objet : lancement Orée, décision attendue le …* Nous ouvrirons les commandes le [T26], [cellule « retard du lancement »] après la date prévue. Attendre coûte [Attendre] ; avec un levier, l'ensemble coûte : monteuse [Monteuse indépendante],
# graphiste [Graphiste en renfort], développeur [Second développeur], formation [Formation à distance] (prix du levier compris). Le moins cher des cinq est à proposer, ou un autre avec sa raison. Chaque chantier rouge est nommé, avec son retard, son dépassement ou la tâche qui commande. La date justifiée : au plus tard celle de la colonne `au_plus_tard` pour le levier dont on parle.
# 2. *Objet : …, alerte orange.* La cause (retard de la tâche …, ou achats plus chers que prévu), le chiffre au regard du seuil, l'ajustement déjà engagé, le prochain point.
# 3. *Objet : …, tout va bien.* Merci aux responsables, rien à changer ; prochain relevé vendredi 29 mai.
#
# Le ton suit le niveau : une décision à prendre, une information suivie d'actes, un encouragement. Rien d'alarmiste ni de nommément accusateur.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C12.4"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Corentin et Anaëlle
#
# *Environ 280 mots · C12.5 · 25 points, avec l'écrit D.*
#
# 1. **Votre préparation** (180 mots), que Clotilde relit à son retour, mercredi 27 mai au matin :
#    - un entretien séparé avec chacun, mercredi après-midi ou jeudi 28 mai, puis la rencontre à trois, un jour où ni l'un ni l'autre n'est absent (table `absences`) : leur date et leur but ;
#    - la forme écrite de l'accord et le jour où vous le contrôlerez, le 5 juin au plus tard ;
#    - deux faits confirmés que vous poserez, et un des faits démentis, avec ce que dit la table (par leurs numéros) ;
#    - pour chacun, nommé, un besoin de travail, tiré d'une de ses phrases ;
#    - deux questions ouvertes, écrites en entier.
# 2. **Le message d'invitation** (100 mots), envoyé mercredi à midi, le même aux deux : il propose à chacun un entretien, et dit le but, le cadre (confidentiel, sans évaluation), un choix de
#    créneaux, un fait du travail de chacun (tâche, dossier, résultat).
#
# Vous n'êtes ni juge ni médecin : parlez de travail et de besoins, jamais de santé ni de caractère.

# %% [markdown] role="manual" id="C12_5-interne" mots=280
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante). Étapes : question 10. Surcharges : question 3. Faits confirmés : [question 9] ; les autres phrases qui énoncent une date, un nombre ou une durée sont démenties par les tables.
#
# **Préparation.** Mercredi 27 mai après-midi ou jeudi 28, un entretien de trente minutes avec chacun, séparément : écouter, reformuler, recueillir son accord ; puis vérifier les faits au planning et au
# relevé d'heures. Dès jeudi 28, après les entretiens, rencontre à trois dans un lieu neutre, une heure : règles de parole, faits partagés, besoins, solutions, accord écrit d'une page. Tous deux sont là les 27 et 28 mai et le 5 juin ; l'un des deux est absent le vendredi 29 mai, et d'autres jours de la table `absences` sont à éviter. Vendredi 5 juin au plus tard, on vérifie ce qui a été tenu.
#
# - Faits à corriger sans accuser : « Le relevé indique… ».
# - Jugements à traduire : « la création passe en dernier » devient « j'ai besoin de connaître les textes définitifs avant de mettre en page ».
# - Besoins supposés, à faire confirmer : Corentin, des textes stables et des délais annoncés ; Anaëlle, des priorités claires et que les remarques lui parviennent d'abord.
# - Questions ouvertes : « Qu'est-ce qui t'a le plus gêné pour avancer ? », « De quoi as-tu besoin de l'autre d'ici à l'impression ? »
# - Si l'accord échoue : Clotilde, puis les ressources humaines ; une personne extérieure peut aider.
#
# **Invitation**, aux entretiens, mercredi à midi. Même texte, tutoiement, sans reproche ni coupable : ce que l'on a constaté (la mise en page du catalogue est difficile pour vous deux), le but, le cadre (volontaire,
# confidentiel, pas d'évaluation), deux créneaux au choix, la rencontre à trois si chacun la veut, une phrase qui reconnaît un fait du travail de chacun.
# ### END SOLUTION

# %% [markdown] role="readonly" id="ecrit_d"
# ## Écrit D — Le Studio Tramontel
#
# *Environ 240 mots · C12.5 · 25 points, avec l'écrit C.*
#
# 1. **Le courriel à Ludivine Astruc** (170 mots), que Clotilde signera mercredi 27 mai :
#    - le retard du lot et celui de nos photos, en jours ouvrés, et, arrêtés au 22 mai, les jours pénalisés et le montant (question 11) ;
#    - si vous appliquez ces pénalités, les différez ou y renoncez, pourquoi et contre quoi ;
#    - une solution, avec ce qu'y fait chaque partie, et un rendez-vous daté, avant toute mise en demeure, quand Wilfried est là (table `absences`) ;
#    - ce qui suivrait un échec, dans un ordre que le contrat permet, médiation avant toute action en justice.
#
#    Reconnaissez-y le travail ou la franchise du Studio, sans menace ni intention prêtée ; n'annoncez rien que le contrat ne permette alors (question 12).
# 2. **Le mot à Wilfried** (70 mots), dont le message du 20 mai (`S07`) est parti trop vite : ce que vous reconnaissez et ce que vous corrigez de son message, d'après le contrat ; ce que vous prenez en charge, sa place au rendez-vous ; sans reproche ni menace.
#
# Code civil, article 1231-5 : le juge peut modérer ou augmenter une pénalité manifestement excessive ou dérisoire.

# %% [markdown] role="manual" id="C12_5-externe" mots=240
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante). Ce que le contrat permet : question 12.
#
# **À Ludivine Astruc.** Vouvoiement, objet précis. Les faits, au journal : lot 2 non livré le 22 mai ; le retard de nos photos, en jours ouvrés, reporte d'autant sa date ; l'arrêt de son centre de données, selon qu'il a été notifié dans le délai, la reporte ou non.
# Ce que le contrat prévoit : [jours] jours pénalisés, soit [montant] €. Ce que nous choisissons : les constater sans les appliquer avant le rendez-vous, ou les appliquer ; contre une date, une livraison partielle. Solution : livraison en deux temps pour commencer la recette, point quotidien entre Wilfried et le
# développeur, réponse à toute question sous 24 h ; calendrier réécrit, signé. Rendez-vous jeudi 28 mai avec Clotilde, ou à partir du 1er juin si Wilfried est en congé le 28. À défaut : mise en demeure et médiation (art. 17), dans l'ordre que l'on veut, la médiation avant toute action en justice. Reconnaître son travail ou sa franchise sur les jours restants ; ni menace, ni intention prêtée (« vous nous promenez », « vous l'avez fait exprès »). Dire ce qui suivrait un échec n'est pas une menace.
#
# **À Wilfried.** Tutoiement : reconnaître la pression de la recette qui attend, rectifier (« en totalité » : le contrat n'en permet qu'une part ; « nous ne paierons plus rien » : l'article des échéances dit s'il est permis de suspendre celles du lot, et quand), dire ce que l'on prend en
# charge, ce que l'on attend de lui (liste des blocages, un jour où il est là), l'inviter au rendez-vous.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C12.5"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence. Cette évaluation n'entre pas dans la note : elle est rapprochée de celle du jury dans
# votre compte rendu.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C12.4", "C12.5")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque, réponses, écrits et fichiers. Une question sans réponse vaut zéro, les autres comptent.
# 3. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
