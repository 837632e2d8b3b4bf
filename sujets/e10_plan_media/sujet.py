# Épreuve 10 — Plan de communication 360° et multicanal (C10.1 à C10.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 10 — Organiser un an de communication
#
# **Cas pratique professionnel fictif** · travail écrit **individuel** · **3 h 45** · compétences C10.1, C10.2 et C10.3
#
# **100 points** : 50 pour onze réponses, que la machine corrige, et 50 pour quatre écrits et un fichier, que le jury juge.
#
# ## Le cas : Vertenne
#
# *Brive-la-Gaillarde (Corrèze), lundi 15 juin 2026.*
#
# **Vertenne** vend des articles de sport dans quatorze magasins du Limousin, de l'Auvergne, du Lot et du Berry, donc dans les trois zones
# scolaires, et sur son site. L'enseigne emploie 310 personnes, pour 52 millions d'euros de chiffre d'affaires. Elle ouvrira un quinzième magasin au
# printemps 2027.
#
# Vous êtes **chargé·e de marketing et communication**. Clémence Vialard, directrice marketing, vous passe commande :
#
# > « Lundi 22 juin, le comité de direction vote l'année qui va du 7 septembre 2026 au 5 septembre 2027. L'an dernier, les affiches des soldes sont
# > arrivées trois jours trop tard : personne n'avait compté les jours fériés. Gilles Mazeyrat, notre président, demande si l'argent va bien là où se font
# > les ventes. Et nos réseaux se sont tus dix jours en novembre. Il me faut un plan média, un rétroplanning qui tienne et un planning éditorial que nous
# > pourrons suivre. »
#
# L'équipe marketing : **Bastien** (campagnes et achat d'espace), **Maud** (rédaction), **Nawel** (image et vidéo) et **Malo** (réseaux sociaux et créateurs de
# contenu). Les intervenants extérieurs : agence, imprimeur, afficheur, station de radio, studio vidéo, créateurs ; la logistique est celle de Vertenne.
#
# | Ce que dit la loi | Texte |
# | --- | --- |
# | Les jours fériés | code du travail, article L. 3133-1 |
# | Les dates des soldes : quatre semaines, à partir d'un mercredi à 8 h | code de commerce, article L. 310-3, et arrêté du 27 mai 2019 |
# | Le mot « soldes » ne désigne, dans une publicité, que des soldes | code de commerce, article L. 310-3, II |
# | Une publication payée d'un créateur porte « Publicité », « Collaboration commerciale » ou une mention équivalente | loi n° 2023-451 du 9 juin 2023, article 5-2 (ordonnance n° 2024-978 du 6 novembre 2024) |
#
# Les fériés de la table `jours_feries`, les vacances scolaires et les soldes de la table `calendrier` sont réels ; les dates de l'enseigne et les délais sont ceux du cas,
# où personne ne travaille un jour férié, lundi de Pentecôte compris ; une diffusion, elle, peut y tomber.
#
# **Livrables** : le plan média, le rétroplanning et le planning éditorial (un classeur, `retroplanning.xlsx`), les conditions qui les font tenir.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal.
# - **Vérification.** Le formulaire dit comment il a lu votre réponse et ce qui ne va pas dans sa *forme*, jamais sa valeur.
# - **Précision.** Gardez tous les chiffres dans les calculs. Si vous recopiez un résultat, gardez au moins trois chiffres
#   significatifs. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`8.35`).
# - **Une erreur ne compte qu'une fois** : si une question part de votre réponse à une autre et que la suite est
#   juste compte tenu de celle-ci, elle est acquise.
# - **Noms réservés dans du code.** N'appelez aucun résultat `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte`, `classeur` ou
#   `graphique` : ce sont les outils du notebook.
#
# **Vos données vous sont propres.**
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans le dossier `donnees/`, en fichiers CSV qu'ouvrent Excel et LibreOffice.
# Ici, les mots en minuscules sont vos plages ou vos cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | additionner entre deux dates, sans les lignes annulées | `=SOMME.SI.ENS(nets;semaines;">="&debut;semaines;"<="&fin;statuts;"<>annulée")` |
# | les jours communs à deux périodes | `=MAX(0;MIN(fin1;fin2)-MAX(debut1;debut2)+1)` |
# | le premier jour d'un support, depuis sa diffusion | `=SERIE.JOUR.OUVRE(diffusion;-SOMME.SI(supports;support;jours);feries)` |
# | le premier jour d'une étape, depuis celui de la ligne d'en dessous, ou la diffusion | `=SERIE.JOUR.OUVRE(SI(diffusion="";debut_dessous;diffusion);-jours;feries)` |
# | son dernier jour | `=SERIE.JOUR.OUVRE(debut-1;jours;feries)` |
# | les fermetures que rencontre une étape | `=NB.SI.ENS(intervenants;intervenant;debuts_fermeture;"<="&fin;fins_fermeture;">="&debut)` |
# | compter les jours ouvrés, bornes comprises | `=NB.JOURS.OUVRES(debut;fin;feries)` |
# | l'écart avec la publication précédente | triez par réseau et par date, puis `=SI(reseau2=reseau1;date2-date1;"")` |
# | la plus petite, la plus grande valeur d'un groupe | `=MIN.SI.ENS(debuts;campagnes;"Fêtes")`, `=MAX.SI.ENS(ecarts;reseaux;"Blog")` |
# | repérer un mot dans un titre | `=ESTNUM(CHERCHE("mot";titre))` |
#
# Une réponse se tape ou se colle dans son formulaire (Ctrl + V) ; dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | un nombre, une date | `14.7`, `"2026-10-14"` |
# | une valeur par ligne | `{"Cinéma": 31.4, "Radio locale": 12.8}` |
# | une liste de codes | `["P012", "P047"]` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 30 min | |
# | Étape 1. Le plan média | 1 à 6 | 30 min | 24 |
# | Étape 2. Le rétroplanning | 7 à 9 | 30 min | 17 |
# | Étape 3. Le planning éditorial | 10 et 11 | 15 min | 9 |
# | Écrits et feuille « Éditorial » | A à D | 110 min | 50 |
# | Auto-évaluation, relecture et rendu | | 10 min | |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

donnees = preparer("e10_plan_media")

AUJOURD_HUI = pd.Timestamp("2026-06-15")
PHASES = ("Rentrée", "Fêtes", "Glisse", "Plein air", "Été")
CANAUX = ("Affichage urbain", "Radio locale", "Presse régionale", "Cinéma", "Vidéo en ligne", "Réseaux sociaux")
TEMPS_FORTS = ("Rentrée des clubs", "Fêtes", "Soldes d'hiver", "Vacances d'hiver", "Ouverture", "Soldes d'été")
RESEAUX = ("Instagram", "Facebook", "TikTok", "YouTube", "Blog", "Lettre d'information")
NB_SEMAINES = 16  # du 7 septembre au 27 décembre 2026

# %% role="readonly" id="tables"
actions, phases, calendrier = donnees["actions"], donnees["phases"], donnees["calendrier"]
temps_forts, plan, jours_feries = donnees["temps_forts"], donnees["plan"], donnees["jours_feries"]
campagnes, etapes, fermetures = donnees["campagnes"], donnees["etapes"], donnees["fermetures"]
ouverture = donnees["ouverture"]
charte, publications = donnees["charte"], donnees["publications"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une librairie envoie ses invitations le samedi 16 mai 2026, après trois étapes, qui se suivent. Une étape **finit la veille ouvrée** du jour où commence
# la suivante ; la dernière, la veille ouvrée de l'envoi. On **recule donc depuis la fin** : chaque étape commence autant de jours ouvrés avant
# l'envoi qu'il en faut pour elle et pour toutes celles qui la suivent.

# %% role="readonly" id="exemple"
exemple_feries = np.array(["2026-05-01", "2026-05-08", "2026-05-14"], dtype="datetime64[D]")
exemple_etapes = pd.DataFrame({"etape": ["rédaction", "maquette", "impression"], "jours": [2, 4, 5]})
exemple_envoi = np.datetime64("2026-05-16")  # un samedi

# 1. Les jours à compter à rebours : 11, puis 9, puis 5.
# L'étape « impression » commence le jeudi 7 mai : ni le 8 ni le 14 ne comptent.
exemple_rebours = exemple_etapes["jours"][::-1].cumsum()[::-1]
exemple_debuts = [
    np.busday_offset(exemple_envoi, -recul, roll="forward", holidays=exemple_feries) for recul in exemple_rebours
]
exemple_table = exemple_etapes.assign(debut=pd.to_datetime(exemple_debuts))

# 2. Le dernier jour d'une étape de n jours : son premier jour, avancé de n − 1 jours ouvrés.
exemple_fins = np.busday_offset(exemple_debuts, exemple_etapes["jours"] - 1, holidays=exemple_feries)
exemple_table["fin"] = pd.to_datetime(exemple_fins)

# 3. Compter des jours ouvrés, bornes comprises (busday_count ne compte pas la seconde : on l'avance d'un jour).
print("Ouvrés du 27 avril au 15 mai :", np.busday_count("2026-04-27", "2026-05-16", holidays=exemple_feries))

# 4. Les mêmes réponses, trouvées dans un tableur et recopiées.
exemple_valeurs = {"rédaction": "2026-04-28", "maquette": "2026-04-30", "impression": "2026-05-07"}
exemple_tableau = pd.DataFrame({"semaine": ["S1", "S2"], "net": [1240, 860], "grp": [52.5, 38.0]})

# 5. L'écart entre deux parutions qui se suivent, par support.
exemple_parutions = pd.DataFrame(
    {"support": ["affichette", "affichette", "lettre"], "jour": pd.to_datetime(["2026-04-02", "2026-04-20", "2026-04-06"])}
)
exemple_parutions = exemple_parutions.sort_values(["support", "jour"])
exemple_parutions["ecart"] = exemple_parutions.groupby("support")["jour"].diff().dt.days

exemple_table

# %% role="readonly" id="exemple_graphique"
# Une carte de chaleur qui se lit seule : titre, axes nommés, valeur dans chaque case, échelle avec son unité.
exemple_grille = pd.DataFrame({"mars": [12, 0], "avril": [31, 18]}, index=["radio", "presse"])
exemple_figure, exemple_axes = plt.subplots(figsize=(5.5, 2.8))
exemple_image = exemple_axes.imshow(exemple_grille.to_numpy(), cmap="Blues", vmin=0, vmax=45, aspect="auto")
exemple_axes.set_xticks(range(2), exemple_grille.columns)
exemple_axes.set_yticks(range(2), exemple_grille.index)
for exemple_rang, exemple_ligne in enumerate(exemple_grille.to_numpy()):
    for exemple_place, exemple_valeur in enumerate(exemple_ligne):
        exemple_axes.text(exemple_place, exemple_rang, str(exemple_valeur), ha="center", va="center")
exemple_figure.colorbar(exemple_image, label="contacts (milliers)")
exemple_axes.set_title("La librairie parle surtout en avril, à la radio")
exemple_axes.set_xlabel("mois")
exemple_axes.set_ylabel("canal")
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Le plan média
#
# Dans toute l'étape, une insertion **compte** si son `statut` n'est pas « annulée » : les options se budgètent. Son **budget net** est le tarif
# brut moins la remise ; elle appartient à la période (phase ou temps fort) où tombe le **lundi** de sa semaine. Les montants sont hors taxes.
#
# ## Question 1 — À quelle phase appartient chaque action ?
#
# Le comité découpe l'année en phases (table `phases`). Une action appartient à la phase où se trouve **la
# majorité de ses jours**, premier et dernier jours compris : elle est payée sur le budget de cette phase.
#
# **À rendre** (3 points) : `phase_par_action`, une phase par code d'action : `{"A01": "Été", …}`.

# %% role="solution" id="phases_actions"
# Une phase par action : {"A01": "…", …}
phase_par_action = None
### BEGIN SOLUTION
decoupage = phases.sort_values("debut")
communs = pd.DataFrame(
    {
        phase.phase: ((actions["fin"].clip(upper=phase.fin) - actions["debut"].clip(lower=phase.debut)).dt.days + 1).clip(lower=0)
        for phase in decoupage.itertuples()
    }
).set_axis(actions["action"])
phase_par_action = communs.idxmax(axis=1)
erreur_type(
    "C10_1-phases",
    "premier_jour",
    (communs > 0).idxmax(axis=1),
    "Vous avez rangé chaque action dans la phase de son premier jour : certaines se déroulent surtout dans la phase suivante. "
    "Comptez les jours de l'action dans chaque phase.",
)
erreur_type(
    "C10_1-phases",
    "dernier_jour",
    (communs.iloc[:, ::-1] > 0).idxmax(axis=1),
    "Vous avez rangé chaque action dans la phase de son dernier jour : certaines se déroulent surtout dans la phase précédente. "
    "Comptez les jours de l'action dans chaque phase.",
)
### END SOLUTION

# %% role="tests" id="C10_1-phases" points=3
verifier(
    "C10_1-phases",
    phase_par_action,
    serie(
        cle="action",
        valeurs=choix("Rentrée", "Fêtes", "Glisse", "Plein air", "Été"),
        cles=("A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A09", "A10", "A11", "A12"),
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Budget et pression de chaque phase
#
# Le comité vote le budget phase par phase. La pression d'une insertion se mesure en **GRP** : couverture (en points, 34,5 pour 34,5 %) × répétition. La
# pression d'une phase est la somme des GRP de ses insertions.
#
# **À rendre** (6 points) : `bilan_phases`, un tableau de cinq lignes : `phase`, `budget_net` (€ HT) et `grp`.

# %% role="solution" id="budget_phases"
# Un tableau : phase, budget_net, grp.
bilan_phases = None
### BEGIN SOLUTION
def par_phase(lignes, net="net", points="grp"):
    bornes = [*decoupage["debut"], decoupage["fin"].max() + pd.Timedelta(days=1)]
    rang = pd.cut(lignes["semaine"], bornes, right=False, labels=list(decoupage["phase"]))
    sommes = lignes.groupby(rang, observed=False)[[net, points]].sum()
    return sommes.set_axis(["budget_net", "grp"], axis=1).rename_axis("phase")


chiffre = plan.assign(
    net=plan["brut_ht"] * (1 - plan["remise"] / 100),
    grp=plan["couverture"] * plan["repetition"],
)
insertions = chiffre[chiffre["statut"] != "annulée"]
fermes = chiffre[chiffre["statut"] == "ferme"]
bilan_phases = par_phase(insertions)
erreur_type(
    "C10_1-budget",
    "annulees_comprises",
    par_phase(chiffre),
    "Vous avez compté les insertions annulées : elles ne seront ni diffusées ni payées. Filtrez d'abord sur le statut.",
    part=0.3,
)
erreur_type(
    "C10_1-budget",
    "tarif_brut",
    par_phase(insertions, net="brut_ht"),
    "Vous avez additionné les tarifs bruts : le comité paie le net, une fois déduite la remise de chaque ligne.",
    part=0.5,
)
erreur_type(
    "C10_1-budget",
    "fermes_seules",
    par_phase(fermes),
    "Vous n'avez gardé que les insertions fermes : les options sont posées, et l'énoncé les budgète aussi.",
    part=0.3,
)
erreur_type(
    "C10_1-budget",
    "couverture_seule",
    par_phase(insertions, points="couverture"),
    "Vous avez additionné les couvertures : la pression tient aussi compte du nombre de fois où chacun est touché.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C10_1-budget" points=6
verifier(
    "C10_1-budget",
    bilan_phases,
    tableau(
        cle="phase",
        colonnes={"budget_net": nombre(unite="€", minimum=1), "grp": nombre(minimum=1)},
        cles=PHASES,
    ),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Le coût du GRP de chaque canal
#
# Quel canal achète la pression le plus cher ? Sur l'année, le coût du GRP d'un canal est son **budget net total divisé par
# le total de ses GRP**.
#
# **À rendre** (4 points) : `cout_grp`, en euros hors taxes, une valeur par canal.

# %% role="solution" id="cout_du_grp"
# Une valeur par canal : {"Cinéma": …, …}
cout_grp = None
### BEGIN SOLUTION
def comptees_dans(bilan):
    """Les lignes, le montant et la pression qui redonnent le bilan de la question 2 : la suite part de là, juste ou non."""
    rendu = pd.DataFrame(bilan).reindex(list(PHASES))[["budget_net", "grp"]].astype(float)
    for lignes in (insertions, chiffre, fermes):
        for montant in ("net", "brut_ht"):
            for pression in ("grp", "couverture"):
                refait = par_phase(lignes, montant, pression).loc[list(PHASES)]
                if np.allclose(refait.to_numpy(), rendu.to_numpy(), rtol=0.005):
                    return lignes.assign(net=lignes[montant], grp=lignes[pression])
    return insertions


comptees = comptees_dans(bilan_phases)
totaux = comptees.groupby("canal")[["net", "grp"]].sum()
cout_grp = totaux["net"] / totaux["grp"]
par_canal = insertions.groupby("canal")[["net", "brut_ht", "grp", "couverture"]].sum()
erreur_type(
    "C10_1-cout_grp",
    "moyenne_des_couts",
    (comptees["net"] / comptees["grp"]).groupby(comptees["canal"]).mean(),
    "Vous avez fait la moyenne des coûts de chaque insertion : une petite y pèse autant qu'une grande. Additionnez d'abord, divisez ensuite.",
    part=0.4,
)
erreur_type(
    "C10_1-cout_grp",
    "cout_brut",
    par_canal["brut_ht"] / par_canal["grp"],
    "Vous avez divisé le tarif brut : les remises diffèrent d'un canal à l'autre, et c'est le net qui les compare.",
    part=0.4,
)
erreur_type(
    "C10_1-cout_grp",
    "cout_du_point",
    par_canal["net"] / par_canal["couverture"],
    "Vous avez divisé par la couverture : un GRP compte aussi les répétitions.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C10_1-cout_grp" points=4
verifier(
    "C10_1-cout_grp", cout_grp, serie(cle="canal", valeurs=nombre(unite="€", minimum=0.5, maximum=5000), cles=CANAUX), tolerance=0.003
)

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — La part des temps forts
#
# Quelle part du **budget net de l'année entière** va à chacun des six temps forts (table `temps_forts`, bornes comprises) ? Le reste finance la
# présence de fond.
#
# **À rendre** (4 points) : `part_budget`, en pour cent, une valeur par temps fort.

# %% role="solution" id="part_des_temps_forts"
# Une valeur par temps fort, en pour cent.
part_budget = None
### BEGIN SOLUTION
def budget_des_temps_forts(lignes, colonne="net"):
    return pd.Series(
        {t.temps_fort: lignes.loc[lignes["semaine"].between(t.debut, t.fin), colonne].sum() for t in temps_forts.itertuples()}
    )


aux_temps_forts = budget_des_temps_forts(comptees)
part_budget = 100 * aux_temps_forts / comptees["net"].sum()
erreur_type(
    "C10_1-part",
    "sur_les_temps_forts",
    100 * aux_temps_forts / aux_temps_forts.sum(),
    "Vos parts font 100 % à elles six : vous avez divisé par le budget des seuls temps forts. Le dénominateur est le budget de l'année entière.",
    part=0.3,
)
erreur_type(
    "C10_1-part",
    "annulees_comprises",
    100 * budget_des_temps_forts(chiffre) / chiffre["net"].sum(),
    "Vous avez gardé les insertions annulées, au numérateur comme au dénominateur.",
    part=0.3,
)
erreur_type(
    "C10_1-part",
    "tarif_brut",
    100 * budget_des_temps_forts(insertions, "brut_ht") / insertions["brut_ht"].sum(),
    "Vos parts sont celles des tarifs bruts, ou d'une même remise appliquée partout : chaque ligne a la sienne, et les parts du net diffèrent.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C10_1-part" points=4
verifier(
    "C10_1-part",
    part_budget,
    serie(cle="temps_fort", valeurs=pourcentage(echelle="pourcent"), cles=TEMPS_FORTS),
    tolerance=0.004,
)

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Combien remettre sur le temps fort le moins bien doté ?
#
# La colonne `part_ca` donne la part du chiffre d'affaires annuel attendue dans chaque temps fort. **D'après vos parts de la question 4**, le temps fort le moins
# bien doté est celui où le rapport part du budget ÷ part du chiffre d'affaires est **le plus bas**. Le total de l'année ne change pas : quelle somme, prise ailleurs dans l'année,
# lui transférer pour que sa part du budget **égale** sa part du chiffre d'affaires ?
#
# **À rendre** (3 points) : `renfort`, en euros hors taxes.

# %% role="solution" id="renfort_du_temps_fort"
# Un nombre, en euros hors taxes.
renfort = None
### BEGIN SOLUTION
part_des_ventes = temps_forts.set_index("temps_fort")["part_ca"]
parts = pd.Series(part_budget)
moins_dote = (parts / part_des_ventes).idxmin()
manque = (part_des_ventes[moins_dote] - parts[moins_dote]) / 100
annuel = pd.DataFrame(bilan_phases)["budget_net"].sum()
renfort = manque * annuel
plus_grand_ecart = (part_des_ventes - parts).max() / 100
erreur_type(
    "C10_1-renfort",
    "du_seul_temps_fort",
    manque * parts[moins_dote] / 100 * annuel,
    "Vous avez appliqué l'écart au budget de ce seul temps fort : les deux parts se rapportent au budget de l'année.",
)
erreur_type(
    "C10_1-renfort",
    "plus_grand_ecart",
    plus_grand_ecart * annuel,
    "Vous avez retenu le temps fort où les deux parts ont le plus grand écart : c'est leur rapport, et non leur différence, qui désigne le moins bien doté.",
    part=0.4,
)
erreur_type(
    "C10_1-renfort",
    "part_entiere",
    part_des_ventes[moins_dote] / 100 * annuel,
    "Vous avez donné le budget que ce temps fort doit atteindre : il en a déjà une partie. La question demande ce qu'il faut y ajouter.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C10_1-renfort" points=3
verifier("C10_1-renfort", renfort, nombre(unite="€"), tolerance=0.01)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — La carte de chaleur du plan média
#
# Dessinez une **carte de chaleur** des GRP, une ligne par canal, une colonne par phase. Une case sans
# insertion vaut 0 ; un GRP arrondi à l'unité suffit. Les couleurs mesurent le GRP ; le titre énonce un résultat : il nomme une phase ou un canal, et ce que la carte en montre.
#
# **À rendre** (4 points) : le graphique, dessiné dans son formulaire ou par du code (`carte`). Le titre est jugé avec l'écrit A.

# %% role="solution" id="carte_de_chaleur"
# Une figure matplotlib : par exemple carte, axes = plt.subplots()
carte = None
### BEGIN SOLUTION
rang_de_phase = pd.cut(
    comptees["semaine"],
    [*decoupage["debut"], decoupage["fin"].max() + pd.Timedelta(days=1)],
    right=False,
    labels=list(decoupage["phase"]),
)
grille_grp = comptees.pivot_table(index="canal", columns=rang_de_phase, values="grp", aggfunc="sum", observed=False)
grille_grp = grille_grp.reindex(index=list(CANAUX), columns=list(PHASES)).fillna(0)
forte = grille_grp.sum().idxmax()
fort = grille_grp[forte].idxmax()
carte, cases = plt.subplots(figsize=(8.5, 4.4))
nappe = cases.imshow(grille_grp.to_numpy(), cmap="Blues", aspect="auto", vmin=0)
cases.set_xticks(range(len(PHASES)), PHASES)
cases.set_yticks(range(len(CANAUX)), CANAUX)
sombre = 0.55 * grille_grp.to_numpy().max()
for ligne in range(len(CANAUX)):
    for colonne in range(len(PHASES)):
        points = grille_grp.iloc[ligne, colonne]
        cases.text(
            colonne, ligne, f"{points:,.0f}".replace(",", " "), ha="center", va="center", color="white" if points > sombre else "#1a1a1a"
        )
carte.colorbar(nappe, label="pression (GRP)")
cases.set_title(f"« {forte} » est la phase la plus forte, « {fort} » son premier canal", loc="left", fontweight="bold", fontsize=11)
cases.set_xlabel("phase de l'année")
cases.set_ylabel("canal")
cases.tick_params(length=0)
carte.tight_layout()
### END SOLUTION

# %% role="tests" id="C10_1-carte" points=4
verifier("C10_1-carte", carte, graphique(genre="carte_chaleur", x="phase", y="canal"), tolerance=0.01, ecart=0.5)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Le rétroplanning
#
# Un **jour ouvré** va du lundi au vendredi, hors jours fériés (table `jours_feries`). Les étapes d'un support se suivent sans trou, dans l'ordre des
# rangs, et la dernière finit la veille ouvrée de la diffusion, comme dans l'exemple. La **diffusion** est le jour où il doit être prêt. L'espace s'achète par semaines
# entières, au plus tôt celle de ce jour, où le support passe une fois prêt. Une insertion sans support dans `campagnes` reprend une création existante.
#
# ## Question 7 — Au plus tard, quand décider ?
#
# Chaque campagne mobilise plusieurs supports (table `campagnes`), qui ont chacun leur diffusion et leurs étapes (table `etapes`). La **décision de lancement**
# d'une campagne (*go / no-go*) se prend au plus tard le **premier jour de la première étape du support qui commence le plus tôt**. Les fermetures des intervenants n'entrent pas
# encore en compte.
#
# **À rendre** (6 points) : `go_no_go`, une date par campagne.

# %% role="solution" id="dates_de_decision"
# Une date par campagne : {"Fêtes": "2026-10-14", …}
go_no_go = None
### BEGIN SOLUTION
feries = jours_feries["date"].to_numpy().astype("datetime64[D]")
sans_ferie = np.array([], dtype="datetime64[D]")
durees = etapes.groupby("support")["jours"].sum()


def reculer(jour, recul, facon="ouvres"):
    """Le jour où commence ce qui demande tant de jours avant un autre ; les façons de se tromper sont suivies jusqu'au bout."""
    if facon == "calendaires":
        return pd.Timestamp(jour) - pd.Timedelta(days=int(recul))
    chomes = sans_ferie if facon == "sans_ferie" else feries
    pas = int(recul) - (facon == "jour_de_diffusion")
    return pd.Timestamp(np.busday_offset(np.datetime64(jour, "D"), -pas, roll="forward", holidays=chomes))


def departs(facon="ouvres"):
    jours = [reculer(c.diffusion, durees[c.support], facon) for c in campagnes.itertuples()]
    return pd.Series(jours, campagnes.index).groupby(campagnes["campagne"])


go_no_go = departs().min()
erreur_type(
    "C10_2-go_no_go",
    "feries_oublies",
    departs("sans_ferie").min(),
    "Vous avez oublié les jours fériés : c'est ce qui a retardé les affiches l'an dernier. Donnez leur liste en troisième argument de "
    "SERIE.JOUR.OUVRE.",
    part=0.4,
)
erreur_type(
    "C10_2-go_no_go",
    "jours_calendaires",
    departs("calendaires").min(),
    "Vous avez reculé en jours de calendrier : les durées sont en jours ouvrés.",
    part=0.2,
)
erreur_type(
    "C10_2-go_no_go",
    "jour_de_diffusion",
    departs("jour_de_diffusion").min(),
    "Vos dernières étapes finissent le jour même de la diffusion : elles finissent la veille ouvrée, comme dans l'exemple.",
    part=0.5,
)
erreur_type(
    "C10_2-go_no_go",
    "dernier_support",
    departs().max(),
    "Vous avez retenu le support qui commence le plus tard : ce jour-là, il est déjà trop tard pour les autres.",
    part=0.2,
)
### END SOLUTION

# %% role="tests" id="C10_2-go_no_go" points=6
verifier("C10_2-go_no_go", go_no_go, serie(cle="campagne", valeurs=date(), cles=TEMPS_FORTS))

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Les étapes que gênent les fermetures
#
# Pour la campagne « Ouverture », quelles étapes, datées comme à la question 7, ont **un jour au moins**, du premier au dernier, dans une fermeture de
# **l'intervenant qui les fait** (table `fermetures`, week-ends compris) ?
#
# Au tableur, partez de `ouverture.csv`, à enregistrer en classeur pour la question 9 : la diffusion y est sur la dernière étape de chaque support.
#
# **À rendre** (5 points) : `etapes_genees`, la liste de leurs codes. Une réponse fausse en annule une juste.

# %% role="solution" id="fermetures_et_etapes"
# Une liste de codes : ["E01", …]
etapes_genees = None
### BEGIN SOLUTION
lancement = campagnes[campagnes["campagne"] == "Ouverture"].set_index("support")["diffusion"]


def facon_de(decisions):
    """La façon de compter qui redonne les décisions de la question 7 ; à défaut, la bonne."""
    rendues = pd.to_datetime(pd.Series(decisions))
    for facon in ("ouvres", "sans_ferie", "calendaires", "jour_de_diffusion"):
        if departs(facon).min().reindex(rendues.index).eq(rendues).all():
            return facon
    return "ouvres"


def dater(facon="ouvres"):
    rangees = etapes.sort_values(["support", "rang"])
    reste = rangees[::-1].groupby("support")["jours"].cumsum()[::-1]
    dates = rangees.assign(
        debut=[reculer(lancement[s], n, facon) for s, n in zip(rangees["support"], reste, strict=False)],
        fin=[reculer(lancement[s], n, facon) for s, n in zip(rangees["support"], reste - rangees["jours"] + 1, strict=False)],
    )
    return dates.sort_values("etape")


def genees(dates, du_meme=True, jusqu_a="fin"):
    paires = dates.merge(fermetures, how="cross", suffixes=("", "_fermeture"))
    touche = (paires["debut_fermeture"] <= paires[jusqu_a]) & (paires["fin_fermeture"] >= paires["debut"])
    if du_meme:
        touche &= paires["intervenant"] == paires["intervenant_fermeture"]
    return sorted(set(paires.loc[touche, "etape"]))


facon = facon_de(go_no_go)
retro = dater(facon)
etapes_genees = genees(retro)
erreur_type(
    "C10_2-genees",
    "fermetures_de_tous",
    genees(retro, du_meme=False),
    "Vous avez confronté chaque étape aux fermetures de tous les intervenants : seule compte celle de qui fait l'étape.",
)
erreur_type(
    "C10_2-genees",
    "debut_seul",
    genees(retro, jusqu_a="debut"),
    "Vous n'avez regardé que le premier jour des étapes : une fermeture qui survient en cours d'étape l'interrompt aussi.",
)
### END SOLUTION

# %% role="tests" id="C10_2-genees" points=5
verifier("C10_2-genees", etapes_genees, liste(de=texte(maximum=3), ordre=False))

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — Le rétroplanning en classeur
#
# Celui de l'« Ouverture », qui emploie les cinq supports, sert de modèle. Remettez-le **par le bouton ci-dessous**, ou dans ce dossier sous le nom
# **`retroplanning.xlsx`**. La feuille **« Rétroplanning »** contient :
#
# - la table `ouverture`, dans son ordre et **sans ligne vide**, avec quatre colonnes de plus : **début** et **fin**, datées comme à la question 7, **état** et **suivi par** ; les fermetures s'y signalent sans rien décaler ;
# - dans ces deux dernières, l'état (à faire, en cours, finie), choisi dans une liste, et le nom de qui suit l'étape dans l'équipe (jugés avec l'écrit C) ;
# - deux valeurs, chacune à droite de son libellé : **décision de lancement** (question 7) et **marge** (jours ouvrés du 15 juin 2026 à cette date, bornes comprises) ;
# - des **formules** pour début, fin et ces deux valeurs : si l'imprimeur demande deux jours de plus, tout se recale. Fériés et fermetures sont copiés dans le classeur ; aucune date ni durée n'est tapée dans une formule ;
# - une **mise en forme conditionnelle** sur la colonne début, qui signale une étape gênée d'après les dates de fermeture du classeur, et l'**en-tête figé** ;
# - une couleur, un cadre ou une feuille qui distingue les **saisies** des calculs.
#
# Une feuille **« Éditorial »** reçoit votre planning éditorial (écrit D).
#
# **À rendre** (6 points) : le classeur.

# %% role="solution" id="classeur_retro"
retroplanning = None
### BEGIN SOLUTION
depart = pd.Timestamp(pd.Series(go_no_go)["Ouverture"])

retroplanning = {
    "décision de lancement": depart,
    "marge": int(np.busday_count("2026-06-15", np.datetime64(depart, "D") + 1, holidays=sans_ferie if facon == "sans_ferie" else feries)),
    "lignes": retro.rename(columns={"etape": "étape", "debut": "début"})[["étape", "début", "fin"]].set_index("étape"),
}
### END SOLUTION

# %% role="tests" id="C10_2-retroplanning" points=6
verifier(
    "C10_2-retroplanning",
    retroplanning,
    classeur(
        "retroplanning",
        cellules={"décision de lancement": date(), "marge": entier(unite="jours", minimum=0, maximum=400)},
        tableau=tableau(
            cle="étape",
            colonnes={"début": date(), "fin": date()},
            cles=("E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E09", "E10", "E11", "E12", "E13", "E14", "E15", "E16", "E17", "E18", "E19", "E20", "E21", "E22", "E23", "E24", "E25", "E26"),
        ),
        formules=("début", "fin", "décision de lancement", "marge"),
        mise_en_forme=("début",),
        feuilles=("Rétroplanning", "Éditorial"),
        figer=True,
    ),
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Le planning éditorial
#
# Une publication **compte** si son `statut` n'est pas « abandonnée ». Une promotion qui reprend une action (table `actions`) paraît pendant celle-ci ; les
# autres sont des offres ponctuelles.
#
# ## Question 10 — La charte est-elle tenue ?
#
# Pour chaque réseau, sur les seize semaines : la **fréquence**, nombre de publications divisé par 16 ; le **plus grand silence**, le plus grand écart en jours entre
# deux publications qui se suivent (du 3 au 7 du mois : 4 jours ; ce qui précède la première et suit la dernière ne compte pas) ; et le **verdict** face à la
# table `charte` : « tient », « fréquence » (trop peu de publications), « silence » (écart trop long) ou « les deux ».
#
# **À rendre** (4 points) : `bilan_editorial`, un tableau de six lignes : `reseau`, `frequence`, `silence` et `verdict`.

# %% role="solution" id="frequence_et_silence"
# Un tableau : reseau, frequence, silence, verdict.
bilan_editorial = None
### BEGIN SOLUTION
promesse = charte.set_index("reseau")
paraissent = publications[publications["statut"] != "abandonnée"]


def juger(lignes, deux=True, de_moins=0, semaines=NB_SEMAINES):
    rangees = lignes.sort_values(["reseau", "date"])
    rythme = rangees.groupby("reseau").size() / semaines
    silences = rangees.groupby("reseau")["date"].diff().dt.days.groupby(rangees["reseau"]).max().astype(int) - de_moins
    promis = promesse.reindex(rythme.index)
    rare, muet = rythme < promis["minimum_par_semaine"], silences > promis["silence_maximal"]
    verdicts = rare.map({True: "fréquence", False: "tient"})
    if deux:
        verdicts = verdicts.mask(muet & ~rare, "silence").mask(muet & rare, "les deux")
    return pd.DataFrame({"frequence": rythme, "silence": silences, "verdict": verdicts})


bilan_editorial = juger(paraissent)
erreur_type(
    "C10_3-charte",
    "abandonnees_comprises",
    juger(publications),
    "Vous avez compté les publications abandonnées : elles ne paraîtront pas, et c'est leur abandon qui creuse certains silences.",
    part=0.2,
)
erreur_type(
    "C10_3-charte",
    "frequence_seule",
    juger(paraissent, deux=False),
    "Votre verdict ne juge que la fréquence : une bonne moyenne peut cacher un long silence, que la charte interdit aussi.",
    part=0.8,
)
erreur_type(
    "C10_3-charte",
    "ecart_moins_un",
    juger(paraissent, de_moins=1),
    "Vos silences ont un jour de moins : du 3 au 7 du mois, l'écart est de 4 jours, la différence des deux dates.",
    part=0.7,
)
erreur_type(
    "C10_3-charte",
    "quinze_semaines",
    juger(paraissent, semaines=NB_SEMAINES - 1),
    "Vous avez divisé par quinze semaines : du 7 septembre au 27 décembre, la première et la dernière comprises, il y en a seize.",
    part=0.7,
)
### END SOLUTION

# %% role="tests" id="C10_3-charte" points=4
verifier(
    "C10_3-charte",
    bilan_editorial,
    tableau(
        cle="reseau",
        colonnes={
            "frequence": nombre(minimum=0, maximum=50, decimales=2),
            "silence": entier(unite="jours", minimum=0, maximum=112),
            "verdict": choix("tient", "fréquence", "silence", "les deux"),
        },
        cles=RESEAUX,
    ),
)

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — Les publications à reprendre
#
# Deux règles de l'enseigne font reprendre une publication qui compte :
#
# 1. son titre emploie le mot **« soldes »**, alors qu'aucune période de soldes n'a lieu du 7 septembre au 27 décembre (le « solde » d'une carte n'en est pas) ;
# 2. c'est une **promotion** (sa rubrique) qui paraît **le lendemain d'une autre promotion qui compte, sur le même réseau**.
#
# **À rendre** (5 points) : `a_reprendre`, la liste de leurs numéros, chacun une fois. Une réponse fausse en annule une juste.

# %% role="solution" id="publications_a_reprendre"
# Une liste de numéros : ["P001", …]
a_reprendre = None
### BEGIN SOLUTION
def reprendre(lignes, mot="soldes", lesquelles="seconde"):
    fautives = set(lignes.loc[lignes["titre"].str.contains(mot, case=False), "publication"])
    promos = lignes[lignes["rubrique"] == "promotion"].sort_values(["reseau", "date", "publication"])
    proches = promos.groupby("reseau")["date"].diff().dt.days < 2
    suivies = proches.shift(-1, fill_value=False)
    choisies = {"seconde": proches, "première": suivies, "les deux": proches | suivies}[lesquelles]
    return sorted(fautives | set(promos.loc[choisies, "publication"]))


a_reprendre = reprendre(paraissent)
erreur_type(
    "C10_3-reprendre",
    "abandonnees_comprises",
    reprendre(publications),
    "Vous avez gardé les publications abandonnées : elles ne paraîtront pas et ne heurtent donc personne.",
    part=0.3,
)
erreur_type(
    "C10_3-reprendre",
    "solde_de_carte",
    reprendre(paraissent, mot="solde"),
    "Vous avez repris des titres qui parlent du solde d'une carte ou d'une cagnotte : le mot n'y désigne pas une opération de soldes.",
    part=0.4,
)
erreur_type(
    "C10_3-reprendre",
    "premiere_deplacee",
    reprendre(paraissent, lesquelles="première"),
    "De deux promotions trop proches, vous avez retenu la première : on reprend celle qui paraît le lendemain.",
    part=0.3,
)
erreur_type(
    "C10_3-reprendre",
    "les_deux",
    reprendre(paraissent, lesquelles="les deux"),
    "De deux promotions trop proches, vous avez repris les deux : déplacer celle du lendemain suffit.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C10_3-reprendre" points=5
verifier("C10_3-reprendre", a_reprendre, liste(de=texte(maximum=4), ordre=False))

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Quatre textes, **avec les chiffres que vous venez de calculer**. Si l'un d'eux vous manque, dites lequel et raisonnez sans lui.
#
# ## Écrit A — Le plan média, pour le comité du 22 juin
#
# *Environ 320 mots, tableaux compris · C10.1 · 18 points, avec la carte de chaleur.*
#
# Gilles Mazeyrat doit pouvoir voter après une lecture ; il a sous les yeux vos réponses 1 à 4 et votre carte.
#
# 1. **Les phases** : l'enjeu commercial de chacune (un verbe, puis un produit, un public ou un événement) et ses actions, que leur code suffit à nommer : huit au moins des douze, rangées
#    comme à la question 1, et nulle part ailleurs. Pour trois phases au moins, un fait daté du calendrier public (soldes, vacances et leur zone, férié, marronnier).
# 2. **Le plan publi-promotionnel**, en un seul tableau, ou en une ligne par phase : pour chaque phase, une mécanique de la table `actions` et sa cible (à qui l'on parle : ni « tous » ni « les
#    clients ») ; puis deux contraintes du commerce du sport, chacune rattachée à une phase ou à une action (par exemple : sans neige, pas de location de skis).
# 3. **Le plan média** : pour chaque canal, un rôle qui lui est propre ; pour le plus cher au GRP, votre coût et ce qui le justifie ou non ; votre part du budget de chacun des six temps
#    forts, et celle qui reste à la présence de fond, à un dixième de point près ; le transfert de la question 5, que vous suivez, amendez ou refusez : la somme, le temps fort qui la recevrait, le canal ou le temps fort où la
#    prendre, l'insertion qu'elle ajouterait (canal et semaine), et une raison tirée d'un chiffre ou d'un fait du cas.

# %% [markdown] role="manual" id="C10_1-plan_media" mots=320
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante).
#
# *Phases.* Rentrée (7 septembre au 1er novembre ; inscriptions en club), Fêtes (2 novembre au 3 janvier ; Black Friday le 27 novembre, Noël), Glisse (4 janvier au 14 mars ; soldes d'hiver du 6 janvier au 2 février 2027,
# vacances d'hiver : C du 6 au 21 février, A du 13 au 28, B du 20 février au 7 mars), Plein air (15 mars au 20 juin ; ouverture, randonnée, vacances de printemps), Été (21 juin au 5 septembre ; soldes du 23 juin au 20 juillet). Les actions
# suivent la question 1 : les huit qui ne changent pas de phase d'une variante à l'autre sont la rentrée des clubs et la révision des vélos (Rentrée), Black Friday et coffrets (Fêtes), soldes d'hiver et location de skis (Glisse), l'ouverture (Plein air), les soldes d'été (Été). Les soldes commencent le premier mercredi de janvier car le deuxième, le 13, vient après le 12 ; et le 23 juin, car le 30 vient après
# le 28.
#
# *Publi-promotionnel.* Une ligne par phase : conquérir (rentrée, forme, ouverture), vendre (fêtes, glisse, plein air), fidéliser (reprise, révision), écouler (soldes). Contraintes du secteur : saisonnalité, météo de
# la glisse, zones scolaires, mot « soldes » réservé, fournisseurs et stocks.
#
# *Plan média.* Affichage et radio : pression et proximité au lancement des temps forts ; réseaux sociaux et vidéo : présence de fond et ciblage par zone ; presse régionale : information locale (ouverture) ; cinéma : image, le GRP le
# plus cher. Le coût d'un GRP compare des prix, non des rôles : trois points de couverture au cinéma ne remplacent ni l'affiche ni la radio. Coûts du GRP : affichage [Affichage urbain], radio [Radio locale], presse [Presse régionale], cinéma [Cinéma], vidéo [Vidéo en ligne], réseaux [Réseaux sociaux]. Parts : rentrée [Rentrée des clubs], fêtes [Fêtes],
# soldes d'hiver [Soldes d'hiver], vacances d'hiver [Vacances d'hiver], ouverture [Ouverture], soldes d'été [Soldes d'été] ; le fond est ce qui reste à 100 %. Le transfert est de [renfort], pour le temps fort dont la part, rapportée à sa colonne `part_ca`, est la plus basse ; il se prend sur la
# présence de fond ou sur le temps fort le mieux doté, sur un canal à GRP cher. L'insertion ajoutée tombe dans le temps fort qui reçoit (table `temps_forts`). Amender se défend : part du chiffre d'affaires n'est pas cause des ventes ; une ouverture investit au-delà de ses ventes ; le canal pris a son rôle.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C10.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Ce qui fait tenir le rétroplanning
#
# *Environ 220 mots · C10.2 · 17 points, avec le classeur et l'écrit C.*
#
# Pour la campagne « Ouverture » (les remises des intervenants vont dans l'écrit C) :
#
# 1. **la décision de lancement** : sa date (question 7), le support qui la commande, et si les étapes gênées vous la font avancer ;
# 2. **les étapes gênées** : pour chacune, ce que vous en faites (l'avancer, négocier la fermeture, changer de prestataire, réduire une durée) et le nom de qui en décide ou la négocie ;
# 3. **les jours fériés** de semaine entre la décision et l'ouverture, datés, ou le constat qu'il n'y en a pas ;
# 4. **les vacances** de printemps de la zone du magasin : leurs dates, si l'opération d'ouverture (table `actions`) les recoupe et, dans ce cas, ce que vous en faites ;
# 5. **le contrôle** qui aurait évité le retard de l'an dernier : qui compare quoi, à quelle date ou à quel rythme, fériés compris ;
# 6. **une autre campagne** : la date de sa décision (question 7) et, en une phrase, ce que le modèle y change (supports, diffusions, fériés ou fermetures).

# %% [markdown] role="manual" id="C10_2-conditions" mots=220
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante). Ouvrir d'abord le classeur.
#
# *Classeur.* Une ligne par étape, triées par support ou par date ; la diffusion, les durées et les fériés sont des cellules ou une feuille ; début et fin partent de SERIE.JOUR.OUVRE, la marge de NB.JOURS.OUVRES ; la mise en forme
# part des dates de fermeture ; l'état se choisit dans une liste (validation des données), et chaque ligne porte le nom de Bastien, Maud, Nawel ou Malo.
#
# *Décision.* Le [Ouverture] sans les fermetures ; marge : [cellule « marge »]. Le support qui la commande est celui dont le premier rang commence ce jour-là. Une étape gênée qu'on avance recule d'autant de jours ouvrés que la fermeture lui en prend, et toutes celles qui la précèdent avec elle ; la décision n'avance
# que si son support devient, ou reste, le premier à partir. Les étapes gênées : [question 8].
#
# *Fériés.* Un jour férié rencontré recule toutes les étapes qui le précèdent : au printemps 2027, les lundi 29 mars, jeudi 6 mai et lundi 17 mai (les 1er et 8 mai sont des samedis) ; en hiver, les vendredis 25 décembre et 1er janvier. Entre la décision
# et une ouverture de la fin de mars, il peut n'y en avoir aucun.
#
# *Vacances.* Printemps 2027 : Cahors, zone C, du 3 au 18 avril ; Aurillac, zone A, du 10 au 25 ; Châteauroux, zone B, du 17 avril au 2 mai. L'opération d'ouverture dure deux à trois semaines à partir de l'ouverture. Conséquence : maintien avec relance à la
# reprise, report, diffusion élargie ; sans recoupement, rien à en faire.
#
# *Une autre campagne.* Ses supports et diffusions (table `campagnes`) remplacent ceux de l'ouverture, sa décision est à la question 7 ; les Fêtes rencontrent le 11 novembre ou non selon le support, les soldes d'hiver la fermeture de fin d'année de l'agence et de l'imprimeur.
# ### END SOLUTION

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Le message aux intervenants
#
# *Environ 120 mots · C10.2 · dans les 17 points de l'écrit B.*
#
# Le comité a dit oui. Écrivez le message qui part le jour du lancement à tous les intervenants de la campagne « Ouverture » : pour quatre intervenants au moins, ce qu'il remet et à qui, ou ce qu'il pose, et
# pour quelle date (celle du classeur, ou la vôtre si l'étape est gênée) ; à qui et sous quel délai un retard se signale ; le jour ou le rythme des points, et la date du premier.

# %% [markdown] role="manual" id="C10_2-message" mots=120
# ### BEGIN SOLUTION
# **Repères pour le jury.** Un intervenant par ligne, avec ce qu'il remet, à qui et le jour (dates de la question 9, recalées comme l'écrit B le décide) : l'agence à l'équipe marketing, l'équipe marketing à l'imprimeur (bon à tirer), l'imprimeur à l'afficheur et à la logistique, la station, le studio, les
# créateurs. Une règle de retard : prévenir Bastien le jour même, avec le nouveau délai ; au-delà d'un jour ouvré, on décide ensemble. Un point court chaque semaine, à jour fixe, le premier daté ; le classeur partagé fait foi, sa version datée.
# ### END SOLUTION

# %% [markdown] role="readonly" id="fichier"
# ### Fichier — Le classeur
#
# Celui de la question 9, déjà remis, ne se remet pas de nouveau.

# %% role="readonly" id="C10_2-fichier"
livrable("C10_2-fichier", "retroplanning", formats=("xlsx",), feuilles=("Rétroplanning", "Éditorial"))

# %% [markdown] role="grille" competence="C10.2"

# %% [markdown] role="readonly" id="ecrit_d"
# ## Écrit D — La ligne éditoriale et son planning
#
# *Environ 220 mots · C10.3 · 15 points, avec la feuille « Éditorial ».*
#
# Dans la feuille **« Éditorial »** du classeur, bâtissez le planning des **deux semaines du 16 au 29 novembre 2026** : **douze lignes au moins**, copiées pour la plupart de `publications` (sans les abandonnées), avec date (une vraie date),
# réseau, rubrique, titre, objectif (faire connaître, faire venir, faire participer ou fidéliser), responsable et statut. Une publication nomme le Black Friday dans son titre, du 23 au 27 novembre ; une autre est celle d'un créateur payé, avec la mention qu'elle doit. Le tableau a un filtre, les statuts et les réseaux se choisissent dans une liste déroulante, et un calcul ou une mise en forme signale,
# d'une publication à la suivante du même réseau, un écart plus long que son silence maximal (il peut n'y en avoir aucun).
#
# Puis écrivez ici :
#
# 1. **la ligne éditoriale** : deux choses que Vertenne dit et deux qu'elle ne dit pas ; le ton, avec une phrase ou un titre qui le montre ; le rôle de chaque réseau ;
# 2. **ce que vous changez** pour que la charte soit tenue (question 10) : pour chaque réseau en défaut, sa propre décision : combler, étaler ou revoir la promesse, et le nom ou la fonction de qui s'en charge ; pour deux publications au moins, leur numéro et leur nouvelle date ;
# 3. **ce que deviennent** quatre publications de la question 11, prises des deux règles : déplacée, à une date, ou récrite, son titre donné ; un titre au moins est récrit en entier.

# %% [markdown] role="manual" id="C10_3-ligne" mots=220
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# *Feuille « Éditorial ».* Du 16 au 29 novembre, Black Friday (27 novembre) dans sa semaine ; une vingtaine de lignes, ce que demande la charte en deux semaines (Instagram six, Facebook et TikTok quatre, le blog deux, YouTube et la lettre une) ;
# filtre automatique, listes déroulantes (validation des données), écart calculé ou mise en forme sur les silences ; en deux semaines, seuls Instagram, Facebook et TikTok peuvent le dépasser.
#
# *Ligne.* Le conseil et les clubs d'abord, la promotion minoritaire et jamais deux jours de suite ; un ton de vendeur qui pratique ; Instagram et TikTok montrent, Facebook parle aux clubs, le blog et YouTube expliquent, la lettre
# réunit. Ce que l'on ne dit pas : « soldes » hors des soldes, « le moins cher », un résultat physique garanti.
#
# *Changements.* Les réseaux au verdict « fréquence », « silence » ou « les deux » (question 10) : reprendre des publications « à écrire », déplacer vers le silence, déléguer, ou baisser la promesse, avec le nom de qui s'en charge (la colonne `responsable` dit qui produit déjà).
#
# *À reprendre* [question 11] : titres en « soldes » récrits (« Vente privée réservée aux porteurs de la carte », « Prix doux sur… »), promotions du lendemain décalées ou changées en conseil. Dans la feuille : « Publicité », « Collaboration commerciale » ou une mention équivalente sur toute publication
# payée d'un créateur (loi du 9 juin 2023, article 5-2).
# ### END SOLUTION

# %% [markdown] role="grille" competence="C10.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence. Cette évaluation n'entre pas dans la note : elle est rapprochée de celle du jury dans
# votre compte rendu.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C10.1", "C10.2", "C10.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque, réponses, écrits et fichiers. Une question laissée sans réponse
#    ne bloque rien : elle vaut zéro, les autres comptent.
# 3. Le classeur `retroplanning.xlsx` est dans le dossier du notebook.
# 4. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
