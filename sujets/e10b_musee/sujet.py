# Épreuve 10, second cas — Plan de communication 360° et multicanal (C10.1 à C10.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 10 — Organiser la saison d'un musée
#
# **Cas pratique professionnel fictif** · travail écrit **individuel** · **4 h 15** · compétences C10.1, C10.2 et C10.3
#
# **100 points** : 50 pour onze réponses, que la machine corrige, et 50 pour quatre écrits et un fichier, que le jury juge.
#
# ## Le cas : L'Ocrière
#
# *Auxerre (Yonne), lundi 18 mai 2026.*
#
# **L'Ocrière** est un musée régional de la couleur : 24 personnes, 65 000 visites par an, un billet à 8 €, l'entrée gratuite le premier dimanche du mois. Au-delà de sa jauge de
# sécurité, on attend dehors ou l'on repart. Sa grande exposition, « Garance », ouvre par un vernissage (table `actions`).
#
# Vous êtes **chargé·e de marketing et communication**. Viviane Lormier, directrice du développement :
#
# > « Jeudi 2 juillet, le conseil d'administration vote la saison, du 1er septembre 2026 au 31 août 2027. L'an dernier, le livret des écoles est parti quand les classes avaient
# > réservé ailleurs, et nous avons payé pour remplir des jours déjà pleins. L'affiche a attendu trois semaines le comité de la Région. Et une œuvre prêtée s'est vue
# > en ligne avant que le prêteur le permette. Raymond Thévenard, notre président, veut un plan média qui amène du monde où il y a de la place, un rétroplanning que nos
# > partenaires tiendront, et une saison que l'équipe peut produire. »
#
# L'équipe : **Edmée** (presse et partenariats), **Sacha** (rédaction), **Bilal** (photo et vidéo) et **Apolline** (publics et réseaux sociaux). Les partenaires : la Région, qui finance,
# des musées prêteurs, un graphiste, un imprimeur, une traductrice, un studio vidéo.
#
# | Ce que dit la loi | Texte |
# | --- | --- |
# | Les jours fériés | code du travail, article L. 3133-1 |
# | Reproduire une œuvre protégée demande l'accord de son auteur ou de ses ayants droit | code de la propriété intellectuelle, article L. 122-4 |
# | L'auteur a droit au respect de son nom : le crédit | même code, article L. 121-1 |
# | Un contrat de prêt ou de cession d'image oblige | code civil, article 1103 |
# | L'image d'un enfant demande l'accord de ses parents (donné pour V19 et V23) | code civil, article 9 |
#
# Fériés, vacances scolaires et Journées du patrimoine sont réels ; le reste est inventé. Ici, ni les bureaux ni les partenaires ne travaillent un jour férié, lundi de
# Pentecôte compris ; le musée reçoit le public, sauf les lundis, 25 décembre, 1er janvier et 1er mai.
#
# **Livrables** : le plan média, le rétroplanning et le planning éditorial (un classeur), les conditions qui les font tenir.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal.
# - **Vérification.** Le formulaire dit comment il a lu votre réponse et ce qui ne va pas dans sa *forme*, jamais sa valeur.
# - **Précision.** Gardez tous les chiffres dans les calculs. Dans un résultat recopié, gardez au moins trois chiffres
#   significatifs. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`8.35`).
# - **Une erreur ne compte qu'une fois** : si une question part de votre réponse à une autre et que la suite est
#   juste compte tenu de celle-ci, elle est acquise.
# - **Noms réservés dans du code.** N'appelez aucun résultat `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte`, `classeur` ou
#   `graphique` : ce sont les outils du notebook.
#
# **Vos données vous sont propres** : d'une copie à l'autre, tout diffère.
#
# ### Dans le notebook ou au tableur
#
# Les tables sont aussi dans le dossier `donnees/`, en CSV.
# Dans ces formules, les mots en minuscules sont vos plages ou vos cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | additionner sous plusieurs conditions | `=SOMME.SI.ENS(visiteurs;publics;public;statuts;"honorée";avances;">=42")` |
# | additionner entre deux dates | `=SOMME.SI.ENS(restes;dates;">="&debut;dates;"<="&fin)` |
# | ramener une valeur d'une autre table | `=INDEX(valeurs;EQUIV(support;supports;0))` |
# | la dernière séance avant un jour | `=MAX.SI.ENS(seances;seances;"<"&jour)` |
# | le premier jour d'une étape de travail, depuis la ligne d'en dessous ou l'échéance | `=SERIE.JOUR.OUVRE(SI(echeance="";debut_dessous;echeance);-jours;feries)` |
# | son dernier jour | `=SERIE.JOUR.OUVRE(SI(echeance="";debut_dessous;echeance);-1;feries)` |
# | les jours ouvrés de retard d'une remise | `=MAX(0;NB.JOURS.OUVRES(promis;remis;feries)-1)` |
# | une moyenne par groupe, arrondie au-dessus | `=ARRONDI.SUP(MOYENNE.SI(partenaires;partenaire;retards);0)` |
# | la signature d'un partenaire vient-elle après un jour ? 1 ou 0 | `=NB.SI.ENS(partenaires;partenaire;signatures;">"&jour)` |
# | dépasser une limite qui peut manquer | `=ET(limite<>"";date>limite)` |
#
# Une réponse trouvée au tableur se tape ou se colle dans son formulaire (Ctrl + V) ; dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | un nombre, une date | `14.7`, `"2026-10-14"` |
# | une valeur par ligne | `{"Radio": 31.4, "Magazines": 12.8}` |
# | une liste de codes | `["P012", "P047"]` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 30 min | |
# | Étape 1. Le plan média | 1 à 6 | 30 min | 24 |
# | Étape 2. Le rétroplanning | 7 à 9 | 35 min | 17 |
# | Étape 3. Le planning éditorial | 10 et 11 | 20 min | 9 |
# | Écrits et feuille « Éditorial » | A à D | 130 min | 50 |
# | Auto-évaluation, relecture et rendu | | 10 min | |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

donnees = preparer("e10b_musee")

AUJOURD_HUI, VOTE = pd.Timestamp("2026-05-18"), pd.Timestamp("2026-07-02")
PUBLICS = ("Écoles", "Collèges et lycées", "Centres de loisirs", "Groupes adultes", "Comités d'entreprise", "Familles")
TEMPS_FORTS = ("Patrimoine", "Toussaint", "Noël", "Grande exposition", "Nuit des musées", "Été")
CANAUX = ("Affichage en gare", "Magazines", "Journaux", "Radio", "Offices de tourisme", "Publicité en ligne")
SUPPORTS = ("Dossier de presse", "Livret des écoles", "Affiche", "Invitation", "Film")
PARTENAIRES = ("Région", "prêteurs", "graphiste", "imprimeur", "traductrice", "studio vidéo")
MOIS = ("octobre", "novembre", "décembre", "janvier", "février", "mars")
RESEAUX_SOCIAUX = ("Instagram", "Facebook", "YouTube", "LinkedIn")

# %% role="readonly" id="tables"
actions, phases, calendrier, jours_feries = donnees["actions"], donnees["phases"], donnees["calendrier"], donnees["jours_feries"]
temps_forts, reservations, jours = donnees["temps_forts"], donnees["reservations"], donnees["jours"]
plan, supports = donnees["plan"], donnees["supports"]
vernissage, seances = donnees["vernissage"], donnees["seances"]
livraisons, partenaires = donnees["livraisons"], donnees["partenaires"]
publications, visuels, capacites = donnees["publications"], donnees["visuels"], donnees["capacites"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Le dépliant d'une médiathèque doit être livré le samedi 16 mai 2026. Trois étapes se suivent sans trou : une étape de travail **finit la veille ouvrée** du premier jour de la
# suivante, ou de l'échéance. La deuxième est une **séance** du bureau, qui ne se tient qu'à certaines dates : on prend la **dernière avant** le premier jour de l'étape qui suit.

# %% role="readonly" id="exemple"
exemple_feries = np.array(["2026-05-01", "2026-05-08", "2026-05-14"], dtype="datetime64[D]")
exemple_seances = pd.to_datetime(["2026-04-08", "2026-04-29", "2026-05-13"])
exemple_echeance = np.datetime64("2026-05-16")  # un samedi

# 1. Impression : 5 jours ouvrés avant l'échéance. Ni le 8 ni le 14 ne comptent : le jeudi 7 mai.
exemple_impression = np.busday_offset(exemple_echeance, -5, roll="forward", holidays=exemple_feries)
# 2. Séance : la dernière avant le 7 mai, soit le 29 avril. Celle du 13 mai viendrait trop tard.
exemple_seance = exemple_seances[exemple_seances < pd.Timestamp(exemple_impression)].max()
# 3. Rédaction : 4 jours ouvrés avant la séance, soit le 23 avril ; elle finit la veille ouvrée, le 28.
exemple_redaction = np.busday_offset(np.datetime64(exemple_seance, "D"), -4, roll="forward", holidays=exemple_feries)
exemple_fin = np.busday_offset(np.datetime64(exemple_seance, "D"), -1, roll="forward", holidays=exemple_feries)

# 4. Les mêmes réponses, trouvées dans un tableur et recopiées.
exemple_valeurs = {"rédaction": "2026-04-23", "séance": "2026-04-29", "impression": "2026-05-07"}
exemple_tableau = pd.DataFrame({"semaine": ["S1", "S2"], "entrees": [1240, 860], "part": [52.5, 38.0]})

# 5. Ramener dans une table la valeur d'une autre.
exemple_envois = pd.DataFrame({"envoi": ["E1", "E2"], "papier": ["mat", "recyclé"]})
exemple_prix = pd.DataFrame({"papier": ["recyclé", "mat"], "prix": [0.42, 0.35]})
exemple_envois.merge(exemple_prix, on="papier")

# %% role="readonly" id="exemple_graphique"
# Des barres côte à côte qui se lisent seules : titre, axes nommés, légende, valeur au bout de chaque barre.
exemple_barres = pd.DataFrame({"attendus": [120, 80], "venus": [95, 110]}, index=["samedi", "dimanche"])
exemple_axes = exemple_barres.plot.bar(rot=0, color=["#1f5f8b", "#b8561f"], figsize=(5.5, 3))
for exemple_serie in exemple_axes.containers:
    exemple_axes.bar_label(exemple_serie)
exemple_axes.set_title("Le dimanche a dépassé ce que l'on attendait")
exemple_axes.set_xlabel("jour")
exemple_axes.set_ylabel("entrées")
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Le plan média
#
# Toutes les insertions de la table `plan` comptent, signées ou non.
#
# ## Question 1 — Qui réserve tôt ?
#
# Dans la table `reservations`, sans les annulées : pour chaque public, quelle part de ses **visiteurs** venait d'une
# réservation faite **42 jours au moins** avant la visite ?
#
# **À rendre** (3 points) : `part_precoce`, en pour cent, une valeur par public.

# %% role="solution" id="reservations_precoces"
# Une valeur par public, en pour cent : {"Écoles": …, …}
part_precoce = None
### BEGIN SOLUTION
def part_tot(lignes, compte=None):
    tot = (lignes["visite_le"] - lignes["reservee_le"]).dt.days >= 42
    poids = lignes["visiteurs"] if compte is None else pd.Series(1, lignes.index)
    return 100 * (poids * tot).groupby(lignes["public"]).sum() / poids.groupby(lignes["public"]).sum()


honorees = reservations[reservations["statut"] == "honorée"]
part_precoce = part_tot(honorees)
erreur_type(
    "C10_1-precoce",
    "reservations_comptees",
    part_tot(honorees, compte="lignes"),
    "Vous avez compté les réservations : une classe de trente y pèse autant qu'un groupe de dix. La question demande une part des visiteurs.",
    part=0.4,
)
erreur_type(
    "C10_1-precoce",
    "annulees_comprises",
    part_tot(reservations),
    "Vous avez gardé les réservations annulées : personne n'est venu.",
    part=0.4,
)
erreur_type(
    "C10_1-precoce",
    "part_tardive",
    100 - part_tot(honorees),
    "Vos parts sont celles des visiteurs réservés tard : l'écart se compte du jour de la réservation à celui de la visite, et il doit atteindre 42 jours.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C10_1-precoce" points=3
verifier(
    "C10_1-precoce", part_precoce, serie(cle="public", valeurs=pourcentage(echelle="pourcent"), cles=PUBLICS), tolerance=0.004
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Les places et les visiteurs de chaque temps fort
#
# Pour chacun des six temps forts (table `temps_forts`, bornes comprises) :
#
# - **les places libres** : pour chaque jour « ouvert » de la table `jours`, places − groupes − attendus ; un jour trop plein compte **0**. Additionnez les jours ;
# - **les visiteurs gagnés** par ses insertions (colonne `temps_fort`) : audience × part_proche ÷ 100 × venue ÷ 1 000, où la venue est celle du support (table `supports`). N'arrondissez pas.
#
# **À rendre** (6 points) : `bilan_places`, un tableau de six lignes : `temps_fort`, `places_libres` et `visiteurs`.

# %% role="solution" id="places_et_visiteurs"
# Un tableau : temps_fort, places_libres, visiteurs.
bilan_places = None
### BEGIN SOLUTION
def libres(lignes, par_jour=True, groupes=True):
    reste = lignes["places"] - lignes["attendus"] - (lignes["groupes"] if groupes else 0)
    reste = reste.clip(lower=0) if par_jour else reste
    return pd.Series({t.temps_fort: max(0, reste[lignes["date"].between(t.debut, t.fin)].sum()) for t in temps_forts.itertuples()})


def gagnes(proches=True):
    """Les visiteurs que gagne chaque insertion ; sans la part de proches, toute l'audience en donne."""
    venue = plan["support"].map(supports.set_index("support")["venue"])
    return plan["audience"] * (plan["part_proche"] / 100 if proches else 1) * venue / 1000


def bilan(places, visiteurs):
    par_temps_fort = visiteurs.groupby(plan["temps_fort"]).sum()
    return pd.DataFrame({"places_libres": places, "visiteurs": par_temps_fort.reindex(list(TEMPS_FORTS))}).rename_axis("temps_fort")


ouverts = jours[jours["etat"] == "ouvert"]
bilan_places = bilan(libres(ouverts), gagnes())
erreur_type(
    "C10_1-places",
    "jours_pleins_deduits",
    bilan(libres(ouverts, par_jour=False), gagnes()),
    "Vous avez soustrait les totaux du temps fort : un jour trop plein y mange les places d'un autre. Comptez jour par jour, sans descendre sous zéro.",
    part=0.5,
)
erreur_type(
    "C10_1-places",
    "jours_sans_public",
    bilan(libres(jours), gagnes()),
    "Vous avez gardé les jours fermés ou privatisés : le public n'y entre pas, et aucune de leurs places n'est libre.",
    part=0.5,
)
erreur_type(
    "C10_1-places",
    "groupes_oublies",
    bilan(libres(ouverts, groupes=False), gagnes()),
    "Vous avez oublié les groupes : leurs places sont tenues, même si leurs visiteurs ne sont pas dans les attendus.",
    part=0.5,
)
erreur_type(
    "C10_1-places",
    "toute_l_audience",
    bilan(libres(ouverts), gagnes(proches=False)),
    "Vous avez compté toute l'audience : la venue se mesure sur les seules personnes qui vivent à moins d'une heure et demie.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C10_1-places" points=6
verifier(
    "C10_1-places",
    bilan_places,
    tableau(
        cle="temps_fort",
        colonnes={"places_libres": entier(unite="places", minimum=0), "visiteurs": nombre(unite="visiteurs", minimum=1)},
        cles=TEMPS_FORTS,
    ),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Ce que coûte un visiteur, canal par canal
#
# Le coût d'une insertion est son prix si c'est un achat, la valeur des billets donnés si c'est un échange. Pour chaque canal, sur toute la saison, fond compris : **coût total divisé par le total
# de ses visiteurs gagnés**.
#
# **À rendre** (4 points) : `cout_visiteur`, en euros hors taxes, une valeur par canal.

# %% role="solution" id="cout_du_visiteur"
# Une valeur par canal : {"Radio": …, …}
cout_visiteur = None
### BEGIN SOLUTION
def venus_dans(rendu):
    """La façon de compter les visiteurs qui redonne ceux de la question 2 : la suite part de là, juste ou non."""
    donnes = pd.DataFrame(rendu).reindex(list(TEMPS_FORTS))["visiteurs"].astype(float)
    for proches in (True, False):
        if np.allclose(bilan(donnes, gagnes(proches))["visiteurs"], donnes, rtol=0.005):
            return gagnes(proches)
    return gagnes()


venus = venus_dans(bilan_places)
couts = plan["prix_ht"].where(plan["mode"] == "achat", plan["billets_ht"])
achats = plan["prix_ht"].where(plan["mode"] == "achat", 0)
par_canal = venus.groupby(plan["canal"]).sum()
cout_visiteur = couts.groupby(plan["canal"]).sum() / par_canal
erreur_type(
    "C10_1-cout_visiteur",
    "echanges_au_prix",
    plan["prix_ht"].groupby(plan["canal"]).sum() / par_canal,
    "Vous avez compté les échanges à leur prix : le musée ne le paie pas, il donne des billets, et c'est leur valeur qui lui coûte.",
    part=0.4,
)
erreur_type(
    "C10_1-cout_visiteur",
    "echanges_gratuits",
    achats.groupby(plan["canal"]).sum() / par_canal,
    "Vous avez compté les échanges pour rien : le musée y donne des billets, et leur valeur est un coût.",
    part=0.4,
)
erreur_type(
    "C10_1-cout_visiteur",
    "moyenne_des_couts",
    (couts / venus).groupby(plan["canal"]).mean(),
    "Vous avez fait la moyenne des coûts de chaque insertion : une petite y pèse autant qu'une grande. Additionnez d'abord, divisez ensuite.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C10_1-cout_visiteur" points=4
verifier(
    "C10_1-cout_visiteur",
    cout_visiteur,
    serie(cle="canal", valeurs=nombre(unite="€", minimum=0.05, maximum=500), cles=CANAUX),
    tolerance=0.003,
)

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — Que faut-il signer avant le vote ?
#
# Une insertion se signe au plus tard le jour de son **bouclage** : tant de semaines avant sa parution, selon son support (colonne `bouclage` ; une semaine : 7 jours). Passé ce jour, l'emplacement est perdu, acheté ou
# échangé. Le président doit autoriser avant le vote celles qui sont « à signer » et dont le bouclage tombe **avant le jeudi 2 juillet 2026**.
#
# **À rendre** (4 points) : `a_signer`, la liste de leurs numéros. Une réponse fausse en annule une juste.

# %% role="solution" id="bouclages"
# Une liste de numéros : ["M001", …]
a_signer = None
### BEGIN SOLUTION
semaines = plan["support"].map(supports.set_index("support")["bouclage"])
bouclages = plan["parution"] - pd.to_timedelta(7 * semaines, unit="D")
presse_le_temps = bouclages < VOTE
reste_a_signer = plan["statut"] == "à signer"
a_signer = sorted(plan.loc[presse_le_temps & reste_a_signer, "ligne"])
erreur_type(
    "C10_1-a_signer",
    "signees_comprises",
    sorted(plan.loc[presse_le_temps, "ligne"]),
    "Vous avez gardé les insertions déjà signées : leur emplacement est acquis, il n'y a rien à autoriser.",
    part=0.3,
)
erreur_type(
    "C10_1-a_signer",
    "achats_seuls",
    sorted(plan.loc[presse_le_temps & reste_a_signer & (plan["mode"] == "achat"), "ligne"]),
    "Vous n'avez gardé que les achats : un échange a aussi son bouclage, et se signe.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C10_1-a_signer" points=4
verifier("C10_1-a_signer", a_signer, liste(de=texte(maximum=4), ordre=False))

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Combien retirer au temps fort qui déborde ?
#
# **D'après votre bilan de la question 2**, le temps fort où le rapport visiteurs gagnés ÷ places libres est **le plus haut** gagne plus de monde qu'il n'en peut recevoir. Ses insertions sont toutes réduites dans la
# **même proportion**, leur coût (question 3) comme leurs visiteurs, jusqu'à ce que les visiteurs gagnés **égalent** les places libres. Quelle valeur cela libère-t-il, billets des échanges et insertions signées compris ?
#
# **À rendre** (3 points) : `a_liberer`, en euros hors taxes.

# %% role="solution" id="somme_a_liberer"
# Un nombre, en euros hors taxes.
a_liberer = None
### BEGIN SOLUTION
places = pd.DataFrame(bilan_places)["places_libres"].astype(float)
visites = pd.DataFrame(bilan_places)["visiteurs"].astype(float)
charge = visites / places.clip(lower=1)
trop_plein = charge.idxmax()
cout_du_temps_fort = couts[plan["temps_fort"] == trop_plein].sum()
a_liberer = cout_du_temps_fort * (1 - places[trop_plein] / visites[trop_plein])
en_trop = visites[trop_plein] - places[trop_plein]
erreur_type(
    "C10_1-a_liberer",
    "cout_a_garder",
    cout_du_temps_fort * places[trop_plein] / visites[trop_plein],
    "Vous avez donné ce que ce temps fort garde : la question demande ce qu'il rend.",
    part=0.4,
)
erreur_type(
    "C10_1-a_liberer",
    "cout_moyen_du_plan",
    en_trop * couts.sum() / venus.sum(),
    "Vous avez compté les visiteurs en trop au coût moyen de tout le plan : ce sont les insertions de ce temps fort que l'on réduit, à leur propre coût.",
    part=0.4,
)
erreur_type(
    "C10_1-a_liberer",
    "prix_affiches",
    plan.loc[plan["temps_fort"] == trop_plein, "prix_ht"].sum() * (1 - places[trop_plein] / visites[trop_plein]),
    "Vous avez réduit les prix, échanges compris : un échange ne coûte que les billets donnés.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C10_1-a_liberer" points=3
verifier("C10_1-a_liberer", a_liberer, nombre(unite="€"), tolerance=0.01)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Le graphique du plan média
#
# En **barres côte à côte**, pour chacun des six temps forts : ses places libres et ses visiteurs gagnés (question 2). Axes : temps fort, visiteurs ;
# légende : « Places libres », « Visiteurs gagnés ». Le titre énonce un résultat : il nomme un temps fort et ce que le graphique en montre.
#
# **À rendre** (4 points) : le graphique, dessiné dans son formulaire ou par du code (`barres`). Le titre est jugé avec l'écrit A.

# %% role="solution" id="graphique_des_places"
# Une figure matplotlib : par exemple barres, axes = plt.subplots()
barres = None
### BEGIN SOLUTION
deux = pd.DataFrame({"Places libres": places, "Visiteurs gagnés": visites}).reindex(list(TEMPS_FORTS))
barres, axes_places = plt.subplots(figsize=(9.5, 4.4))
deux.plot.bar(ax=axes_places, rot=0, width=0.8, color=["#1f5f8b", "#b8561f"])
for groupe in axes_places.containers:
    axes_places.bar_label(groupe, labels=[f"{b.get_height():,.0f}".replace(",", " ") for b in groupe], padding=2)
axes_places.set_title(f"« {trop_plein} » gagne plus de visiteurs qu'il n'a de places", loc="left", fontweight="bold")
axes_places.set_xlabel("temps fort")
axes_places.set_ylabel("visiteurs")
axes_places.legend(frameon=False)
axes_places.spines[["top", "right"]].set_visible(False)
barres.tight_layout()
### END SOLUTION

# %% role="tests" id="C10_1-barres" points=4
verifier(
    "C10_1-barres",
    barres,
    graphique(
        genre="barres", x="temps fort", y="visiteurs", series=("Places libres", "Visiteurs gagnés"), disposition="côte à côte"
    ),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Le rétroplanning
#
# Un **jour ouvré** va du lundi au vendredi, hors jours fériés (table `jours_feries`). Les étapes d'un support se suivent dans l'ordre des rangs, comme dans l'exemple ; celle
# de **genre « séance »** est la **dernière** séance du comité de marque (table `seances`) **avant** le premier jour de l'étape qui suit.
#
# ## Question 7 — Au plus tard, quand commencer chaque support ?
#
# Le vernissage demande cinq supports (table `vernissage`). Au tableur, partez de `vernissage.csv`, à enregistrer en classeur pour la question 9. Ici, chacun met le temps prévu, sans retard.
#
# **À rendre** (6 points) : `debut_au_plus_tard`, le premier jour de la première étape de chaque support.

# %% role="solution" id="debuts_des_supports"
# Une date par support : {"Affiche": "2026-10-14", …}
debut_au_plus_tard = None
### BEGIN SOLUTION
feries = jours_feries["date"].to_numpy().astype("datetime64[D]")
sans_ferie = np.array([], dtype="datetime64[D]")
dates_de_seance = sorted(seances["seance"])


def reculer(jour, recul, facon="ouvres"):
    """Le jour où commence ce qui demande tant de jours avant un autre ; les façons de se tromper sont suivies jusqu'au bout."""
    if facon == "calendaires":
        return pd.Timestamp(jour) - pd.Timedelta(days=int(recul))
    chomes = sans_ferie if facon == "sans_ferie" else feries
    return pd.Timestamp(np.busday_offset(np.datetime64(jour, "D"), -int(recul), roll="forward", holidays=chomes))


def seance_avant(jour, facon):
    if facon == "sans_seance":
        return reculer(jour, 1)
    if facon == "seance_suivante":
        return next((s for s in dates_de_seance if s >= jour), dates_de_seance[-1])
    return next((s for s in reversed(dates_de_seance) if s < jour), dates_de_seance[0])


def dater(facon="ouvres", gardes=None):
    """Le premier et le dernier jour de chaque étape ; avec les jours gardés pour chaque partenaire, ou sans."""
    lignes = []
    for _, chaine in vernissage.sort_values(["support", "rang"]).groupby("support"):
        suite = chaine["echeance"].dropna().iloc[0]
        for etape in chaine[::-1].itertuples():
            if etape.genre == "séance":
                debut = fin = seance_avant(suite, facon)
            else:
                duree = etape.jours + (0 if gardes is None else int(gardes.get(etape.partenaire, 0)))
                debut, fin = reculer(suite, duree, facon), reculer(suite, 1, facon)
            lignes.append((etape.etape, etape.support, etape.rang, etape.partenaire, debut, fin))
            suite = debut
    return pd.DataFrame(lignes, columns=["etape", "support", "rang", "partenaire", "debut", "fin"]).sort_values("etape")


def departs(facon="ouvres"):
    dates = dater(facon)
    return dates[dates["rang"] == 1].set_index("support")["debut"]


debut_au_plus_tard = departs()
erreur_type(
    "C10_2-debuts",
    "sans_seance",
    departs("sans_seance"),
    "Vous avez compté le comité comme un jour ordinaire, la veille de l'étape qui suit : il ne se réunit qu'aux dates de la table seances.",
    part=0.3,
)
erreur_type(
    "C10_2-debuts",
    "seance_suivante",
    departs("seance_suivante"),
    "Vous avez pris la séance qui vient après le premier jour de l'étape suivante : à cette date, le support devrait déjà être validé. Prenez la dernière avant.",
    part=0.3,
)
erreur_type(
    "C10_2-debuts",
    "feries_oublies",
    departs("sans_ferie"),
    "Vous avez oublié les jours fériés. Donnez leur liste en troisième argument de SERIE.JOUR.OUVRE.",
    part=0.4,
)
erreur_type(
    "C10_2-debuts",
    "jours_calendaires",
    departs("calendaires"),
    "Vous avez reculé en jours de calendrier : les durées sont en jours ouvrés.",
    part=0.2,
)
### END SOLUTION

# %% role="tests" id="C10_2-debuts" points=6
verifier("C10_2-debuts", debut_au_plus_tard, serie(cle="support", valeurs=date(), cles=SUPPORTS))

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Combien de jours garder pour chaque partenaire ?
#
# Le retard d'une livraison (table `livraisons`) est le nombre de jours **ouvrés** dont la remise dépasse le jour promis (du lundi au mercredi : 2) ;
# une livraison à l'heure ou **en avance** compte 0. Le **tampon** d'un partenaire est la moyenne de ses retards, sur toutes ses livraisons, **arrondie au jour au-dessus**.
#
# **À rendre** (5 points) : `tampons`, un nombre entier de jours par partenaire.

# %% role="solution" id="jours_a_garder"
# Une valeur par partenaire : {"imprimeur": …, …}
tampons = None
### BEGIN SOLUTION
def au_dessus(retards):
    return np.ceil(retards.groupby(livraisons["partenaire"]).mean().round(9)).astype(int)


promis, remis = (livraisons[c].to_numpy().astype("datetime64[D]") for c in ("promis", "remis"))
ecarts = pd.Series(np.busday_count(promis, remis, holidays=feries), livraisons.index)
retards = ecarts.clip(lower=0)
tampons = au_dessus(retards)
erreur_type(
    "C10_2-tampons",
    "avances_deduites",
    au_dessus(ecarts),
    "Vous avez déduit les avances : une livraison en avance compte zéro, elle ne rattrape pas le retard d'une autre.",
    part=0.3,
)
erreur_type(
    "C10_2-tampons",
    "seuls_retards",
    au_dessus(retards.where(retards > 0)),
    "Vous n'avez fait la moyenne que des livraisons en retard : le tampon se calcule sur toutes, celles qui sont à l'heure comprises.",
    part=0.3,
)
erreur_type(
    "C10_2-tampons",
    "jours_calendaires",
    au_dessus((livraisons["remis"] - livraisons["promis"]).dt.days.clip(lower=0)),
    "Vous avez compté les jours de calendrier : un retard se compte en jours ouvrés, hors week-ends et fériés.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C10_2-tampons" points=5
verifier("C10_2-tampons", tampons, serie(cle="partenaire", valeurs=entier(unite="jours", minimum=-10, maximum=60), cles=PARTENAIRES))

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — Le rétroplanning en classeur
#
# Remettez-le **par le bouton ci-dessous**, ou dans ce dossier sous le nom **`vernissage.xlsx`** ; il servira de modèle aux autres actions. La feuille **« Rétroplanning »** contient :
#
# - la table `vernissage`, dans son ordre et **sans ligne vide**, avec cinq colonnes de plus : **tampon**, celui de son partenaire (question 8 ; 0 pour l'équipe du musée et pour une séance) ; **début** et **fin**, datées comme
#   à la question 7, mais où une étape de travail dure **jours + tampon** ; **état** (à faire, en cours, finie), choisi dans une liste, et **suivi par**, le nom de qui suit l'étape dans l'équipe (ces deux-là, jugées avec l'écrit C) ;
# - deux valeurs, chacune à droite de son libellé : **départ** (le premier de tous les débuts) et **alertes** (le nombre d'étapes, séances comprises, qui commencent **avant la signature** de leur partenaire, table `partenaires`) ;
# - des **formules** pour début, fin et ces deux valeurs : si un partenaire prend un jour de plus, tout se recale. Fériés, séances, tampons et signatures sont copiés dans le classeur ; aucune date ni durée tapée dans une formule ;
# - une **mise en forme conditionnelle** sur la colonne début, qui signale ces étapes d'après les signatures du classeur, et l'**en-tête figé** ;
# - une couleur, un cadre ou une feuille à part, qui marque les **saisies**, et elles seules.
#
# Une seconde feuille, **« Éditorial »**, reste vide jusqu'à l'écrit D.
#
# **À rendre** (6 points) : le classeur.

# %% role="solution" id="classeur_vernissage"
classeur_remis = None
### BEGIN SOLUTION
def facon_de(donnees_rendues):
    """La façon de compter qui redonne les dates de la question 7 ; à défaut, la bonne."""
    rendues = pd.to_datetime(pd.Series(donnees_rendues))
    for facon in ("ouvres", "sans_seance", "seance_suivante", "sans_ferie", "calendaires"):
        if departs(facon).reindex(rendues.index).eq(rendues).all():
            return facon
    return "ouvres"


retro = dater(facon_de(debut_au_plus_tard), pd.Series(tampons))
signatures = retro["partenaire"].map(partenaires.set_index("partenaire")["signature"])
classeur_remis = {
    "départ": retro["debut"].min(),
    "alertes": int((retro["debut"] < signatures).sum()),
    "lignes": retro.rename(columns={"etape": "étape", "debut": "début"})[["étape", "début", "fin"]].set_index("étape"),
}
### END SOLUTION

# %% role="tests" id="C10_2-classeur" points=6
verifier(
    "C10_2-classeur",
    classeur_remis,
    classeur(
        "vernissage",
        cellules={"départ": date(), "alertes": entier(minimum=0, maximum=26)},
        tableau=tableau(
            cle="étape",
            colonnes={"début": date(), "fin": date()},
            cles=("E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E09", "E10", "E11", "E12", "E13", "E14", "E15", "E16", "E17", "E18", "E19", "E20", "E21", "E22", "E23", "E24", "E25", "E26"),
        ),
        formules=("début", "fin", "départ", "alertes"),
        mise_en_forme=("début",),
        feuilles=("Rétroplanning", "Éditorial"),
        figer=True,
    ),
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Le planning éditorial
#
# ## Question 10 — L'équipe peut-elle produire la saison ?
#
# Le jour de production d'une publication est sa date moins `avance` jours de calendrier ; toutes ses `heures` y tombent. Une publication « prête » n'en demande plus. Pour chacun des six mois de la table
# `capacites` : la somme des **heures à produire ce mois-là** et le **verdict** face aux heures disponibles : « libre » jusqu'à 80 %, « plein » au-delà et jusqu'à 100 %, « déborde » au-delà.
#
# **À rendre** (4 points) : `charge_editoriale`, un tableau de six lignes : `mois`, `heures` et `verdict`.

# %% role="solution" id="heures_de_production"
# Un tableau : mois, heures, verdict.
charge_editoriale = None
### BEGIN SOLUTION
def charger(lignes, produites=True):
    jour = lignes["date"] - pd.to_timedelta(lignes["avance"], unit="D") if produites else lignes["date"]
    sommes = lignes["heures"].groupby(jour.dt.month).sum()
    heures = pd.Series({nom: float(sommes.get(rang, 0)) for nom, rang in zip(MOIS, (10, 11, 12, 1, 2, 3), strict=True)})
    taux = heures / capacites.set_index("mois")["heures_disponibles"].reindex(heures.index)
    verdicts = pd.Series("déborde", heures.index).mask(taux <= 1, "plein").mask(taux <= 0.8, "libre")
    return pd.DataFrame({"heures": heures, "verdict": verdicts}).rename_axis("mois")


a_produire = publications[publications["statut"] == "à produire"]
charge_editoriale = charger(a_produire)
erreur_type(
    "C10_3-charge",
    "mois_de_parution",
    charger(a_produire, produites=False),
    "Vous avez compté les heures le mois de la publication : elles se passent avant, de tant de jours que dit la colonne avance.",
    part=0.3,
)
erreur_type(
    "C10_3-charge",
    "pretes_comprises",
    charger(publications),
    "Vous avez compté les publications prêtes : elles sont déjà produites et ne demandent plus d'heures.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C10_3-charge" points=4
verifier(
    "C10_3-charge",
    charge_editoriale,
    tableau(
        cle="mois",
        colonnes={
            "heures": nombre(unite="heures", minimum=0, maximum=2000, decimales=1),
            "verdict": choix("libre", "plein", "déborde"),
        },
        cles=MOIS,
    ),
)

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — Les publications que les droits interdisent
#
# Une publication est à reprendre, prête ou non, si elle enfreint l'une de ces règles (table `visuels`) :
#
# 1. **embargo** : elle paraît avant `libre_le` ;
# 2. **droits finis** : elle paraît après `fin_droits` (vide : sans limite) ;
# 3. **réseaux** : elle paraît sur un réseau social alors que `reseaux` dit « non ». Instagram, Facebook, YouTube et LinkedIn en sont ; le Carnet en ligne et la Lettre, non.
#
# **À rendre** (5 points) : `a_reprendre`, la liste de leurs numéros. Une réponse fausse en annule une juste.

# %% role="solution" id="publications_interdites"
# Une liste de numéros : ["P001", …]
a_reprendre = None
### BEGIN SOLUTION
montrees = publications.merge(visuels[["visuel", "libre_le", "fin_droits", "reseaux"]], on="visuel")


def interdites(embargo=True, droits=True, canaux=RESEAUX_SOCIAUX):
    fautes = (montrees["reseaux"] == "non") & montrees["canal"].isin(canaux)
    fautes |= embargo & (montrees["date"] < montrees["libre_le"])
    fautes |= droits & (montrees["date"] > montrees["fin_droits"])
    return sorted(set(montrees.loc[fautes, "publication"]))


a_reprendre = interdites()
erreur_type(
    "C10_3-reprendre",
    "tous_les_canaux",
    interdites(canaux=(*RESEAUX_SOCIAUX, "Carnet en ligne", "Lettre")),
    "Vous avez repris des publications du Carnet ou de la Lettre : le contrat n'exclut que les réseaux sociaux.",
    part=0.4,
)
erreur_type(
    "C10_3-reprendre",
    "deux_reseaux",
    interdites(canaux=("Instagram", "Facebook")),
    "Vous avez oublié YouTube ou LinkedIn : ce sont aussi des réseaux sociaux.",
    part=0.6,
)
erreur_type(
    "C10_3-reprendre",
    "droits_oublies",
    interdites(droits=False),
    "Vous avez oublié la fin des droits : passé ce jour, l'accord de l'auteur ne vaut plus.",
    part=0.4,
)
erreur_type(
    "C10_3-reprendre",
    "embargo_oublie",
    interdites(embargo=False),
    "Vous avez oublié l'embargo : avant ce jour, le visuel n'est pas à montrer.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C10_3-reprendre" points=5
verifier("C10_3-reprendre", a_reprendre, liste(de=texte(maximum=4), ordre=False))

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Quatre textes, **avec les chiffres que vous venez de calculer**. Si l'un d'eux manque, dites lequel et raisonnez sans lui.
#
# ## Écrit A — Le plan média, pour le conseil du 2 juillet
#
# *Environ 340 mots, tableaux compris · C10.1 · 18 points, avec le graphique.*
#
# 1. **Les phases** : l'enjeu de chacune (un verbe, puis un public, une œuvre ou un événement de cette phase) et ses actions, que leur code suffit à nommer : une au moins par phase et six au moins
#    des douze, chacune dans la phase de son **premier jour** (table `phases`), sans autre place. Pour deux phases au moins, un fait du calendrier public avec sa date (vacances, férié, rendez-vous national, marronnier).
# 2. **Le plan des offres**, en un seul tableau, ou en une ligne par phase : pour chaque phase, une offre de la table `actions`, sa cible (ni « tous » ni « le public ») et le jour où l'annoncer, après le vote et
#    42 jours au moins avant le premier jour de l'action ; puis deux contraintes du musée (réservation, bouclage, jauge, gratuité, prêt…), chacune rattachée à une phase, une action ou un temps fort ; l'une porte un pourcentage de votre
#    question 1, ou le nombre ou les numéros de votre question 4.
# 3. **Le plan média** : pour chacun des six canaux du plan, un rôle qui lui est propre et le temps fort qu'il sert d'abord ; pour le plus cher par visiteur, votre coût et ce qui le justifie ou non ; les places libres et
#    les visiteurs gagnés de chacun des six temps forts, à l'unité ; la valeur de la question 5, que vous suivez, amendez ou refusez : son montant, le temps fort qui la rend, le canal ou le temps fort où la mettre, l'insertion qu'elle ajouterait (support et date de parution, avant ou pendant le temps fort servi), et une raison tirée d'un chiffre ou d'un fait du cas.

# %% [markdown] role="manual" id="C10_1-plan_media" mots=340
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante).
#
# *Phases.* Collections (1er septembre au 11 octobre ; Journées du patrimoine des 19 et 20 septembre, rentrée du 1er), Automne (12 octobre au 29 novembre ; Toussaint du 17 octobre au 1er novembre, 11 novembre), Lumières (30 novembre à la veille du vernissage ; Noël du 19 décembre au 3 janvier),
# Exposition (du vernissage au 6 juin ; vacances d'hiver : C du 6 au 21 février, A du 13 au 28, B du 20 février au 7 mars ; Nuit des musées du 22 mai), Belle saison (7 juin au 31 août ; vacances d'été). Les actions suivent leur premier jour : ne changent jamais de phase les Journées du patrimoine et la
# rentrée des enseignants (Collections), les ateliers de la Toussaint (Automne), le pass à offrir (Lumières), le vernissage, le train et la Nuit (Exposition), les vendredis (Belle saison). Les quatre autres dépendent de la variante.
#
# *Offres.* Une ligne par phase ; le jour de l'annonce est au plus tard le premier jour de l'action moins 42 jours (Journées du patrimoine : 8 août ; ateliers de la Toussaint : 5 septembre ; Nuit : 10 avril), et après le 2 juillet. Gratuité et découverte (patrimoine, Nuit), petit prix (marché, ateliers), fidélité (pass), transport pris en charge (classes), billet couplé (été). Contraintes : réservation précoce des classes (question 1 : [Écoles] des visiteurs six semaines avant), bouclage des guides, mensuels et affiches
# (question 4 : [nombre de lignes]), jauge, dimanches gratuits déjà pleins, embargo des prêteurs.
#
# *Plan média.* Plusieurs canaux peuvent servir d'abord le même temps fort. Gare : notoriété auprès de ceux qui viennent en train ; magazines : image, amateurs, longue portée ; journaux : annonce locale ; radio : rappel de la semaine ; offices : vacanciers sur place ; en ligne : ciblage et dernière minute. Coûts par visiteur : gare [Affichage en gare], magazines
# [Magazines], journaux [Journaux], radio [Radio], offices [Offices de tourisme], en ligne [Publicité en ligne]. Un canal cher peut se justifier (premières visites, presse, prestige d'un prêteur), mais pas vers des jours pleins. La valeur est de [a_liberer], rendue par le temps fort dont les visiteurs dépassent
# les places ; elle va là où les places libres dépassent le plus les visiteurs gagnés, ou vers un canal peu cher, ou vers les publics qui réservent tôt ; l'insertion ajoutée paraît avant ou pendant le temps fort qui la reçoit, et son bouclage suit le vote. Amender ou refuser se défend : un dimanche plein n'est pas un mardi plein ; une inauguration compte au-delà des entrées ; mieux vaut déplacer les dates que retirer.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C10.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Ce qui fait tenir le rétroplanning
#
# *Environ 220 mots · C10.2 · 17 points, avec le classeur et l'écrit C.*
#
# Pour le vernissage :
#
# 1. **le départ** de votre classeur : sa date, le support qui le commande, et la date que la question 7 donnait à ce support ;
# 2. **les étapes signalées** par le classeur, autant que sa valeur « alertes » : pour chacune, nommée par son code, votre solution (avancer la signature, lettre d'accord provisoire, autre partenaire, autre ordre) et le nom ou la fonction de qui en décide ou la négocie ;
# 3. **les vacances d'hiver** de la zone du musée : leurs dates, si les trois premières semaines de l'exposition (21 jours, dès le lendemain du vernissage) les recoupent et, dans ce cas, ce que vous en faites ;
# 4. **le partenaire** au plus grand tampon : ce tampon (question 8), ce que vous lui demandez pour le réduire, et qui le lui demande ;
# 5. **une autre action** de la table `actions` : son premier jour et, en une phrase, ce que le modèle y change (supports, échéances, séances, partenaires ou fériés).

# %% [markdown] role="manual" id="C10_2-conditions" mots=220
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante). Ouvrir d'abord le classeur.
#
# *Classeur.* Une ligne par étape, triées par support ; échéances, durées et tampons sont des cellules ; début et fin partent de SERIE.JOUR.OUVRE et, pour une séance, de MAX.SI.ENS ; l'alerte compare le début à la signature du partenaire ; l'état se choisit dans une liste (validation des données), et chaque ligne porte le nom d'Edmée, de Sacha, de Bilal ou d'Apolline.
#
# *Départ.* La cellule « départ » ; le support est celui dont le premier rang commence ce jour-là. Sans tampon, il commençait aux dates de la question 7 : [Dossier de presse], [Livret des écoles], [Affiche], [Invitation], [Film]. Un tampon de plus peut faire manquer une séance, et coûter deux ou trois semaines. Une étape signalée se règle avant : faire voter
# la convention plus tôt, obtenir un accord écrit provisoire, notifier le marché dès le vote, confier l'étape à l'équipe. Ce que l'on ne fait pas : commencer sans engagement du partenaire.
#
# *Vacances.* Zone A (académie de Dijon) : du 13 au 28 février 2027. Un vernissage des 22 janvier, 5 mars ou 12 mars ne les rencontre pas ; celui du 29 janvier les rencontre à la fin, ceux des 5 et 12 février pleinement. Conséquence : offre aux familles et créneaux de plus, ou visites scolaires décalées à mars.
#
# *Partenaire le plus en retard.* Tampons [question 8]. Ce qui le réduit : jalon intermédiaire, fichier livré plus tôt, pénalité ou prime au marché, interlocuteur unique, dépôt anticipé. *Une autre action* : son premier jour est dans la table ; la Nuit des musées n'a ni prêteurs ni livret.
# ### END SOLUTION

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Le message aux partenaires
#
# *Environ 120 mots · C10.2 · dans les 17 points de l'écrit B.*
#
# Écrivez le message qui part le jour du départ à tous les partenaires du vernissage : pour quatre d'entre eux au moins, ce qu'il remet et à qui, ou ce qu'il valide, et pour quelle date (celle du classeur, ou celle que vous retenez pour une étape signalée) ;
# à qui et sous quel délai un retard se signale, et le jour ou le rythme des points.

# %% [markdown] role="manual" id="C10_2-message" mots=120
# ### BEGIN SOLUTION
# **Repères pour le jury.** Un partenaire par ligne, avec ce qu'il remet, à qui et le jour (dates du classeur, recalées comme l'écrit B le décide) : les prêteurs à Edmée (images, accords), la traductrice à Sacha, le graphiste à la Région puis à l'imprimeur, la Région (avis en séance, à sa date), l'imprimeur aux
# gares et aux écoles, le studio à Bilal. Une règle de retard : prévenir Edmée le jour même, avec la nouvelle date ; au-delà du tampon, on décide ensemble. Un point court chaque semaine, à jour fixe ; le classeur partagé fait foi.
# ### END SOLUTION

# %% [markdown] role="readonly" id="fichier"
# ### Fichier — Le classeur
#
# Celui de la question 9. **La feuille « Éditorial » remplie (écrit D), remettez-le de nouveau** : le dernier remplace l'autre.

# %% role="readonly" id="C10_2-fichier"
livrable("C10_2-fichier", "vernissage", formats=("xlsx",), feuilles=("Rétroplanning", "Éditorial"))

# %% [markdown] role="grille" competence="C10.2"

# %% [markdown] role="readonly" id="ecrit_d"
# ## Écrit D — La ligne éditoriale de la saison et son planning
#
# *Environ 220 mots · C10.3 · 15 points, avec la feuille « Éditorial ».*
#
# Dans la feuille **« Éditorial »** du classeur, bâtissez le planning des **deux semaines qui finissent le dimanche suivant le vernissage** (dès le lundi, onze jours avant lui) : **dix lignes au moins**, copiées pour la plupart de
# `publications`, avec date (une vraie date), canal, format, titre, visuel, crédit (table `visuels`), responsable et statut. Le vernissage est nommé dans le titre d'une ligne que vous ajoutez ou retitrez, dans les sept jours qui le précèdent. Le tableau a un filtre, les canaux et les statuts se choisissent dans une
# liste déroulante, et un calcul ou une mise en forme signale les deux cas : publication datée avant la levée d'embargo de son visuel, ou après la fin de ses droits (il peut n'y en avoir aucune).
#
# Puis écrivez ici :
#
# 1. **la ligne éditoriale** : deux choses que L'Ocrière dit et deux qu'elle ne dit pas ; le ton, avec une phrase ou un titre qui le montre ; ce qui change **avant et après** le vernissage ; le rôle de chacun des six canaux de `publications` ;
# 2. **ce que vous changez** pour que l'équipe puisse produire (question 10) : pour chaque mois qui déborde, les heures à ôter (au moins ce qui dépasse les heures disponibles), une décision (produire plus tôt ou plus tard, alléger un format, confier, renoncer) et le nom ou la fonction de qui s'en charge ; pour deux publications à produire d'un mois qui déborde, hors question 11, leur
#    numéro et leur nouvelle date, qui met leur production dans un autre mois ;
# 3. **ce que deviennent** trois publications de la question 11, prises de deux règles au moins : déplacée à une date ou sur un canal permis, ou montrée avec un autre visuel permis ce jour-là sur ce canal, que son code nomme, avec un titre qui lui va, lu dans la feuille ou ici ; une au moins change de visuel (leurs heures ne
#    se recomptent pas).

# %% [markdown] role="manual" id="C10_3-ligne" mots=220
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# *Feuille « Éditorial ».* Deux semaines, du lundi qui précède le vernissage de onze jours au dimanche qui le suit ; une vingtaine de publications y sont dans la réserve ; le vernissage nommé dans les sept jours d'avant, ce que la réserve ne fait pas ; crédits de la table `visuels` ; filtre automatique, listes déroulantes (validation des données), alerte sur
# `libre_le` et `fin_droits`, ramenés dans la feuille ou cherchés par une formule.
#
# *Ligne.* Dire d'où viennent les couleurs, qui les fait, comment on les garde ; ne pas dire « chef-d'œuvre » à tout propos, ne rien montrer avant l'accord d'un prêteur, ne pas promettre une entrée sans attente un dimanche gratuit. Avant : coulisses, plantes, ateliers, annonce ; après : œuvres, regards, visites, places à prendre en semaine. Instagram montre,
# Facebook réunit les habitants, YouTube donne la parole, LinkedIn parle aux mécènes et aux partenaires, le Carnet explique, la Lettre annonce et fait réserver.
#
# *Changements* [question 10] : les mois « déborde » ont leurs heures moins les heures disponibles à ôter ; deux publications qui y sont produites (`date` moins `avance`, statut « à produire ») vont à une date dont la production tombe un autre mois ; un mois « libre » peut les prendre si le sujet le permet (collection, photographies, jamais un prêt sous embargo) ; un entretien filmé devient un article ou une vidéo courte.
#
# *À reprendre* [question 11] : embargo, déplacer après `libre_le` ou montrer la collection ; droits finis, avancer ou changer de visuel ; réseaux, passer au Carnet ou à la Lettre, ou changer de visuel. Les visuels de la collection et les photographies du musée sont permis partout (code de la propriété intellectuelle, L. 122-4 et L. 121-1).
# ### END SOLUTION

# %% [markdown] role="grille" competence="C10.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence. Cette évaluation n'entre pas dans la note : elle est rapprochée de celle du jury.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C10.1", "C10.2", "C10.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque. Une question sans réponse vaut zéro.
# 3. Le classeur `vernissage.xlsx`, feuille « Éditorial » remplie, est remis.
# 4. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
