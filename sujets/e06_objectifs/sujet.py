# Épreuve 6 — Définition des objectifs du plan d'actions marketing opérationnel (C6.1 à C6.3), notebook collectif.
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 6 — Fixer les objectifs d'un plan marketing opérationnel
#
# **Mise en situation professionnelle reconstituée** · groupe de **deux ou trois** · environ **5 h 10** de travail à se partager : par personne, 2 h 25 à trois, 3 h 05 à deux · compétences C6.1, C6.2 et C6.3
#
# Trois temps : ce **notebook collectif** (100 points : 46 pour douze réponses, corrigées par la machine, 54 pour trois écrits, jugés par le jury), un **oral collectif** (15 min, puis 15 min d'échange), puis un **retour d'expérience (REX) individuel** (20 points), `rex.ipynb`, remis à chacun après
# l'oral : **120 points en tout**.
#
# ## Le cas : Halyade
#
# *Angers (Maine-et-Loire), lundi 14 septembre 2026.*
#
# **Halyade** est un organisme de formation professionnelle : vingt-six salariés, 3,4 millions d'euros de chiffre d'affaires, des clients de 50 à 1 500
# salariés dans l'Ouest. Son offre d'appel, « Encadrer sans s'épuiser », est un parcours de quatre jours donné dans les locaux du
# client, à un groupe de dix personnes. La campagne du premier semestre (5 janvier – 5 juillet 2026) l'a fait connaître.
#
# Vous êtes **l'équipe de projet marketing**. Hélène Caradec, responsable marketing, vous passe commande :
#
# > « Bruno Salaün, notre directeur commercial, veut **36 contrats signés au 31 décembre**. Il dit que ses commerciaux appellent trop tard des leads
# > trop peu mûrs, et qu'en décembre plus personne ne signe. Avant de lui répondre, je veux savoir mois par mois ce que nous avons de jours,
# > d'argent et d'outils, et si notre budget achète les bonnes visites. Beaucoup des objectifs écrits en réunion ne tiennent pas debout. Et pas un courriel
# > ne part sans l'avis d'Élodie Tran, notre déléguée à la protection des données. Le comité de direction tranche jeudi 24 septembre. »
#
# **Le plan d'automne** va du jeudi 1er octobre au jeudi 31 décembre 2026. Ses cinq actions :
#
# | Action | Ce qu'elle doit produire |
# | --- | --- |
# | Livre blanc | le deuxième de Halyade : une raison de laisser ses coordonnées |
# | Pages d'atterrissage | quatre pages en ligne, à mettre à jour : Livre blanc, Webinaire, Diagnostic, Rendez-vous |
# | Webinaires | un par mois, avec un client témoin, pour faire mûrir les leads |
# | Publicité ciblée | des visites, achetées sur quatre canaux (l'« achat d'espace ») |
# | Prospection et relances | des leads rappelés sous 48 heures, des courriels à la base de prospects |
#
# Un **lead** est un formulaire rempli par un professionnel de la cible. Il devient un rendez-vous, puis une proposition chiffrée,
# puis une **vente** (un contrat signé). Les affaires nées de l'été sont suivies à part : ne comptez que les leads de l'automne.
#
# **L'équipe** : Hélène Caradec (responsable marketing), Lucie Morvan (chargée de marketing digital), Paul Guérin (rédacteur), Sofia Marques
# (graphiste), Nour Haddad (développeuse web), Karim Meziane (chargé de prospection).
#
# | Conventions de l'entreprise | Valeur |
# | --- | --- |
# | Jours ouvrés de 2026, fériés déduits | octobre 22, novembre 20, décembre 22 |
# | Prix d'un parcours | 7 200 € HT |
# | Taux de marque (marge ÷ prix, formateur, déplacements et supports déduits) | 52 %, soit 3 744 € par vente |
# | TVA | Halyade y est assujettie : **tout est compté hors taxes** |
#
# **Livrables** : les ressources identifiées, les objectifs, le plan de génération de leads.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Un seul notebook pour le groupe.** Les étapes 1, 2 et 3 se mènent en parallèle, une par personne ; l'étape 4 se fait ensemble : mettez alors vos chiffres en commun, avant d'écrire.
# - **Réunir vos réponses.** Chacun envoie à l'un de vous son notebook et le fichier `reponses.json` qui est à côté ; il les range dans un dossier par personne (`parts/Camille/`), puis exécute la dernière cellule.
# - **Votre identifiant.** Tapez le vôtre : l'école a donné au groupe une seule variante. Sans session (entraînement), tapez tous le même, ici et dans `rex.ipynb`.
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, ou par du code dans « Calculer ici ».
# - **Précision.** N'arrondissez que là où l'énoncé le demande. Un résultat recopié garde au
#   moins trois chiffres significatifs. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`4.47`).
# - **Vérification.** Le formulaire dit comment il vous a lu, jamais si c'est juste.
# - **Une erreur ne compte qu'une fois** : ce qui suit, juste compte tenu d'elle, est acquis.
# - **Noms réservés dans du code** : `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte`,
#   `graphique`.
#
# **Vos données vous sont propres.**
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans `donnees/`, en CSV. Pour une plage, indiquez les lignes de votre table.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | additionner sous deux conditions | `=SOMME.SI.ENS(F2:F48;D2:D48;"Graphiste";I2:I48;"retenue")` |
# | compter sous deux conditions | `=NB.SI.ENS(A2:A425;"Diagnostic";D2:D425;"conforme")` |
# | ne garder que les manques d'un écart | `=MAX(0;-B2)` |
# | multiplier deux colonnes et additionner | `=SOMMEPROD(B2:B7;C2:C7)` |
# | prendre la valeur du milieu | `=MEDIANE(F2:F70)` |
# | arrondir à l'entier supérieur | `=ARRONDI.SUP(A2;0)` |
# | ajouter trois ans à une date | `=MOIS.DECALER(I2;36)` |
# | savoir si l'adresse `B2` est dans `oppositions`, collée en colonne K, majuscules ou non (les $ fixent la liste) | `=NB.SI($K$2:$K$145;B2)>0` |
#
# Une réponse du tableur se colle dans son formulaire (Ctrl + V) ; dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | un nombre, une date | `14.7`, `"2026-10-14"` |
# | une valeur par ligne | `{"Léa": 3, "Marc": -0.5}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture, chacun | | 30 min | |
# | Étape 1. Les ressources | 1 à 3 | 30 min | 12 |
# | Étape 2. L'entonnoir et le budget | 4 à 8 | 35 min | 21 |
# | Étape 3. Les objectifs et le droit | 9 à 11 | 30 min | 11 |
# | Étape 4. Décider | 12 | 5 min | 2 |
# | Écrits | A à C | 150 min | 54 |
# | Réunir, relire, « Qui a fait quoi » | | 30 min | |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e06_objectifs")

OBJECTIF = 36  # ventes
JOURS_OUVRES = pd.Series({"octobre": 22, "novembre": 20, "decembre": 22})
MARGE_PAR_VENTE = 0.52 * 7_200  # € HT

# %% role="readonly" id="tables"
besoins = donnees["besoins"]
moyens = donnees["moyens"]
outils = donnees["outils"]
campagne = donnees["campagne"]
canaux = donnees["canaux"]
contrats = donnees["contrats"]
objectifs = donnees["objectifs"]
contacts = donnees["contacts"]
oppositions = donnees["oppositions"]
audit_rgaa = donnees["audit_rgaa"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Un club d'aviron prépare ses portes ouvertes : a-t-il assez d'heures de moniteurs en mai et en juin ?

# %% role="readonly" id="exemple"
exemple_taches = pd.DataFrame(
    {
        "moniteur": ["Léa", "Léa", "Marc", "Marc"],
        "mai": [4, 2.5, 3, 6],
        "juin": [1, 2, 4, 0.5],
        "etat": ["prévue", "annulée", "prévue", "prévue"],
    }
)
exemple_heures = pd.DataFrame({"moniteur": ["Léa", "Marc"], "mai": [6, 8], "juin": [2, 5]}).set_index("moniteur")

# Calculée : filtrer, additionner, soustraire. Positif, il reste des heures ; négatif, il en manque.
exemple_prevues = exemple_taches[exemple_taches["etat"] == "prévue"]
exemple_ecart = exemple_heures - exemple_prevues.groupby("moniteur")[["mai", "juin"]].sum()

# Recopiée d'un tableur : un tableau, puis une valeur par ligne.
exemple_tableau = pd.DataFrame({"moniteur": ["Léa", "Marc"], "mai": [2, -1], "juin": [1, 0.5]})
exemple_total = {"Léa": 3, "Marc": -0.5}

# Reculer de dix jours depuis une date, puis ajouter trois ans.
exemple_jour = pd.Timestamp("2026-06-30") - pd.Timedelta(days=10)
exemple_licence = exemple_jour + pd.DateOffset(years=3)
print(f"Dernière inscription le {exemple_jour:%d/%m/%Y}, licence jusqu'au {exemple_licence:%d/%m/%Y}")

exemple_ecart

# %% role="readonly" id="exemple_graphique"
# Des barres côte à côte, à partir de valeurs tapées. Les hachures servent à qui ne voit pas les couleurs.
exemple_moniteurs = ["Léa", "Marc"]
exemple_mois = {"mai": [2, -1], "juin": [1, 0.5]}
exemple_figure, exemple_axes = plt.subplots(figsize=(6, 3), layout="constrained")
for exemple_rang, (exemple_nom, exemple_valeurs) in enumerate(exemple_mois.items()):
    exemple_places = [place + 0.4 * exemple_rang - 0.2 for place in range(len(exemple_moniteurs))]
    exemple_axes.bar(
        exemple_places,
        exemple_valeurs,
        0.38,
        color=["#17405e", "#b8561f"][exemple_rang],
        hatch=["", "//"][exemple_rang],
        edgecolor="white",
        label=exemple_nom,
    )
exemple_axes.set_xticks(range(len(exemple_moniteurs)), exemple_moniteurs)
exemple_axes.axhline(0, color="#333333", linewidth=0.8)
exemple_axes.set_title("Marc manque d'une heure en mai")
exemple_axes.set_xlabel("moniteur")
exemple_axes.set_ylabel("écart (heures)")
exemple_axes.legend()
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Les ressources
#
# Dans toute l'épreuve, seules comptent les lignes de `besoins` dont le `statut` est « retenue ».
#
# ## Question 1 — Le plan de charge, mois par mois
#
# Pour chacune des **six personnes** et chacun des **trois mois**, de combien de jours les moyens dépassent-ils les besoins ?
#
# | Terme | Calcul |
# | --- | --- |
# | besoin | jours des tâches retenues de la personne, ce mois-là |
# | moyens | `etp_alloue` × (jours ouvrés du mois − absences du mois) |
# | écart | moyens − besoin : **négatif s'il manque des jours** |
#
# **À rendre** (4 points) : `plan_de_charge`, un tableau de six lignes (`ressource`) et trois colonnes (`octobre`, `novembre`, `decembre`), en jours, sans arrondi.

# %% role="solution" id="charge"
# Un tableau : ressource, octobre, novembre, decembre.
plan_de_charge = None
### BEGIN SOLUTION
MOIS = list(JOURS_OUVRES.index)
personnes = moyens[moyens["categorie"] == "Humaine"].set_index("ressource")
absences = personnes[[f"absences_{mois}" for mois in MOIS]].set_axis(MOIS, axis=1)
travaux = besoins[besoins["unite"] == "jour"]
travaux_retenus = travaux[travaux["statut"] == "retenue"]


def jours_par_mois(taches):
    return taches.groupby("ressource")[MOIS].sum().reindex(personnes.index)


presences = JOURS_OUVRES - absences
plan_de_charge = presences.mul(personnes["etp_alloue"], axis=0) - jours_par_mois(travaux_retenus)
erreur_type(
    "C6_1-charge",
    "abandonnees_comprises",
    presences.mul(personnes["etp_alloue"], axis=0) - jours_par_mois(travaux),
    "Vous avez compté les tâches abandonnées : elles sont restées dans l'export mais personne ne les fera. Filtrez d'abord sur le statut.",
    part=0.5,
)
erreur_type(
    "C6_1-charge",
    "temps_plein",
    presences - jours_par_mois(travaux_retenus),
    "Vous avez compté chacun à temps plein : l'ETP dit quelle part de son temps une personne donne au plan. Convertissez-le en jours avant de comparer.",
    part=0.4,
)
erreur_type(
    "C6_1-charge",
    "absences_oubliees",
    (0 * absences + JOURS_OUVRES).mul(personnes["etp_alloue"], axis=0) - jours_par_mois(travaux_retenus),
    "Vous n'avez pas déduit les absences déjà posées : ces jours-là ne serviront pas le plan.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C6_1-charge" points=4
verifier(
    "C6_1-charge",
    plan_de_charge,
    tableau(
        cle="ressource",
        colonnes={
            "octobre": nombre(unite="jours", minimum=-100, maximum=100),
            "novembre": nombre(unite="jours", minimum=-100, maximum=100),
            "decembre": nombre(unite="jours", minimum=-100, maximum=100),
        },
        cles=(
            "Responsable marketing",
            "Chargée de marketing digital",
            "Rédacteur",
            "Graphiste",
            "Développeuse web",
            "Chargé de prospection",
        ),
    ),
    ecart=0.03,
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Les enveloppes : ce qui reste, ce qui manque
#
# Pour trois enveloppes, calculez **le disponible moins le nécessaire**, en € HT (négatif s'il manque de l'argent). Le **disponible** est le
# budget voté moins la part déjà engagée. Le **nécessaire** :
#
# | Enveloppe | Nécessaire |
# | --- | --- |
# | `Création et contenus` | ses achats retenus, sur les trois mois |
# | `Outils et abonnements` | ses achats retenus, **plus** le `prix_palier` de chaque outil pour **chaque mois** où son emploi prévu dépasse sa capacité |
# | `Renfort externe` | les jours qui **manquent** (question 1), payés au `tarif_externe` du même métier. Un mois où une personne a des jours de trop ne rattrape pas un mois où elle en manque, et un métier n'en remplace pas un autre. |
#
# **À rendre** (5 points) : `marge_enveloppes`, une valeur en euros par enveloppe.

# %% role="solution" id="enveloppes"
# Une valeur par enveloppe, en € HT : ce qui reste (+) ou manque (−).
marge_enveloppes = None
### BEGIN SOLUTION
CREATION, ABONNEMENTS, RENFORT = ENVELOPPES = ["Création et contenus", "Outils et abonnements", "Renfort externe"]
enveloppes = moyens[moyens["categorie"] != "Humaine"].set_index("ressource")
disponible = enveloppes["budget_vote"] - enveloppes["budget_engage"]
achats_retenus = besoins[(besoins["unite"] == "€ HT") & (besoins["statut"] == "retenue")]
tous_les_achats = besoins[besoins["unite"] == "€ HT"]
avec_abandonnees = presences.mul(personnes["etp_alloue"], axis=0) - jours_par_mois(travaux)
# Qui n'a pas trié les tâches à la question 1 ne paie pas cet oubli une seconde fois s'il ne trie pas non plus les achats.
non_triees = bool((plan_de_charge[MOIS] - avec_abandonnees[MOIS]).abs().le(0.06).all(axis=None))


def achats_de(lignes):
    return lignes.groupby("ressource")[MOIS].sum().sum(axis=1)


achats = achats_de(achats_retenus)
mois_satures = outils[MOIS].gt(outils["capacite"], axis=0).sum(axis=1)
paliers = (mois_satures * outils["prix_palier"]).sum()
manque = (-plan_de_charge[MOIS]).clip(lower=0).sum(axis=1)
renfort = (manque * personnes["tarif_externe"]).sum()


def marges(argent, prix_des_paliers, prix_du_renfort, achats=achats):
    necessaire = pd.Series({CREATION: achats[CREATION], ABONNEMENTS: achats[ABONNEMENTS] + prix_des_paliers, RENFORT: prix_du_renfort})
    return argent[ENVELOPPES] - necessaire


marge_enveloppes = marges(disponible, paliers, renfort)
erreur_type(
    "C6_1-enveloppes",
    "engage_oublie",
    marges(enveloppes["budget_vote"], paliers, renfort),
    "Vous êtes parti·e du budget voté : une partie est déjà promise à d'autres dépenses. Déduisez ce qui est engagé.",
    part=0.3,
)
erreur_type(
    "C6_1-enveloppes",
    "achats_abandonnes",
    marges(disponible, paliers, renfort, achats_de(tous_les_achats)),
    "Vous avez compté des achats abandonnés : seules comptent les lignes retenues de la table des besoins, celles qui s'achètent comme celles qui se font."
    + (" Cet oubli a déjà coûté à la question 1." if non_triees else ""),
    part=1.0 if non_triees else 0.6,
)
manque_du_trimestre = (-plan_de_charge[MOIS].sum(axis=1)).clip(lower=0)
erreur_type(
    "C6_1-enveloppes",
    "mois_compenses",
    marges(disponible, paliers, (manque_du_trimestre * personnes["tarif_externe"]).sum()),
    "Vous avez compensé un mois par un autre : les jours libres de décembre ne feront pas le travail attendu en octobre. Comptez les manques mois par mois.",
    part=0.67,
)
erreur_type(
    "C6_1-enveloppes",
    "palier_unique",
    marges(disponible, ((mois_satures > 0) * outils["prix_palier"]).sum(), renfort),
    "Vous avez compté le palier une seule fois par outil : son prix est mensuel. Comptez-le pour chaque mois où l'outil dépasse sa capacité.",
    part=0.67,
)
sature_en_moyenne = outils[MOIS].mean(axis=1) > outils["capacite"]
erreur_type(
    "C6_1-enveloppes",
    "outils_en_moyenne",
    marges(disponible, 3 * (sature_en_moyenne * outils["prix_palier"]).sum(), renfort),
    "Vous avez comparé la moyenne des trois mois à la capacité des outils : une pointe d'un mois suffit à bloquer un envoi. Comparez mois par mois.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C6_1-enveloppes" points=5
verifier(
    "C6_1-enveloppes",
    marge_enveloppes,
    serie(
        cle="enveloppe",
        valeurs=nombre(unite="€", minimum=-200_000, maximum=200_000),
        cles=("Création et contenus", "Outils et abonnements", "Renfort externe"),
    ),
    ecart=1,
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Le graphique du plan de charge
#
# Un graphique **en barres** de vos écarts : les six personnes en abscisse, les trois mois **côte à côte** (séries « octobre », « novembre »,
# « décembre »). Le titre dit ce que le comité doit retenir ; axes : la ressource, et l'écart en jours ; à trois séries, ajoutez des hachures
# (dans du code, un pas de 0,27 et une largeur de 0,25). Gardez les noms entiers de la table ; un retour à la ligne est permis.
#
# **À rendre** (3 points) : le graphique, dessiné dans son formulaire ou par du code (`figure_charge`).

# %% role="solution" id="graphique_charge"
# Une figure matplotlib : par exemple figure_charge, axes = plt.subplots()
figure_charge = None
### BEGIN SOLUTION
figure_charge, dessin = plt.subplots(figsize=(8.5, 4.2), layout="constrained")
rangs = range(len(plan_de_charge))
aspects = {"octobre": ("#12324a", ""), "novembre": ("#b8561f", "//"), "decembre": ("#3f7f5f", "..")}
for decalage, (mois, (couleur, hachures)) in zip((-0.27, 0, 0.27), aspects.items(), strict=True):
    dessin.bar(
        [rang + decalage for rang in rangs],
        plan_de_charge[mois],
        0.26,
        color=couleur,
        hatch=hachures,
        edgecolor="white",
        label=mois.replace("dece", "déce"),
    )
dessin.axhline(0, color="#333333", linewidth=0.8)
dessin.set_xticks(rangs, [nom.replace(" de ", " de\u00a0").replace(" ", "\n") for nom in plan_de_charge.index])
en_manque = int((plan_de_charge[MOIS] < 0).any(axis=1).sum())
dessin.set_title(f"{en_manque} personnes sur 6 manquent de jours, un mois au moins", loc="left", fontweight="bold")
dessin.set_xlabel("ressource")
dessin.set_ylabel("écart entre moyens et besoin (jours)")
dessin.spines[["top", "right"]].set_visible(False)
dessin.legend(frameon=False, ncols=3)
### END SOLUTION

# %% role="tests" id="C6_1-graphique" points=3
verifier(
    "C6_1-graphique",
    figure_charge,
    graphique(
        genre="barres",
        x="ressource",
        y="écart",
        unite_y="jours",
        series=("octobre", "novembre", "décembre"),
        disposition="côte à côte",
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — L'entonnoir et le budget
#
# ## Question 4 — Les taux de passage
#
# La table `campagne` suit les visiteurs du premier semestre jusqu'à la vente. Sur les **26 semaines** et les
# **quatre canaux réunis**, quel est le taux de passage vers chaque étape, **depuis l'étape qui la précède** ?
#
# | Étape | Taux |
# | --- | --- |
# | `leads` | leads ÷ visites |
# | `rendez_vous` | rendez-vous ÷ leads |
# | `propositions` | propositions ÷ rendez-vous |
# | `ventes` | ventes ÷ propositions |
#
# **À rendre** (3 points) : `taux`, un pourcentage par étape.

# %% role="solution" id="taux_passage"
# Un pourcentage par étape : leads, rendez_vous, propositions, ventes.
taux = None
### BEGIN SOLUTION
from itertools import pairwise

ETAPES = ["visites", "leads", "rendez_vous", "propositions", "ventes"]


def taux_de_passage(effectifs):
    """Les quatre taux, en %, à partir des effectifs des cinq étapes."""
    return pd.Series({b: 100 * effectifs[b] / effectifs[a] for a, b in pairwise(ETAPES)})


totaux = campagne[ETAPES].sum()
taux = taux_de_passage(totaux)
erreur_type(
    "C6_3-taux",
    "moyenne_des_canaux",
    campagne.groupby("canal")[ETAPES].sum().apply(taux_de_passage, axis=1).mean(),
    "Vous avez fait la moyenne des taux des quatre canaux : un petit canal y pèse autant qu'un grand. Additionnez d'abord, divisez ensuite.",
    part=0.2,
)
taux_des_lignes = campagne[ETAPES].apply(taux_de_passage, axis=1).replace(float("inf"), float("nan"))
erreur_type(
    "C6_3-taux",
    "moyenne_des_lignes",
    taux_des_lignes.mean(),
    "Vous avez fait la moyenne des taux de chaque ligne : une semaine creuse y pèse autant qu'une bonne. Additionnez d'abord, divisez ensuite.",
    part=0.2,
)
erreur_type(
    "C6_3-taux",
    "rendez_vous_sur_visites",
    pd.Series({**taux, "rendez_vous": 100 * totaux["rendez_vous"] / totaux["visites"]}),
    "Vous avez divisé les rendez-vous par les visites : ils viennent des leads. Chaque taux se rapporte à l'étape qui précède juste.",
    part=0.75,
)
erreur_type(
    "C6_3-taux",
    "depuis_les_visites",
    100 * totaux[ETAPES[1:]] / totaux["visites"],
    "Vous avez tout rapporté aux visites : chaque taux de passage se rapporte à l'étape qui précède juste.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C6_3-taux" points=3
verifier(
    "C6_3-taux",
    taux,
    serie(cle="étape", valeurs=pourcentage(), cles=("leads", "rendez_vous", "propositions", "ventes")),
    tolerance=0.002,
)

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — L'entonnoir à rebours
#
# Si l'automne garde les taux de la question 4, que faut-il à chaque étape pour **36 ventes** ? Partez des ventes et remontez d'étape en étape, jusqu'aux
# visites. N'arrondissez rien en chemin ; à la fin, arrondissez chaque effectif à l'entier supérieur.
#
# **À rendre** (3 points) : `entonnoir`, un effectif par étape : `propositions`, `rendez_vous`, `leads`, `visites`.

# %% role="solution" id="entonnoir_rebours"
# Un effectif par étape : propositions, rendez_vous, leads, visites.
entonnoir = None
### BEGIN SOLUTION
from math import ceil, prod

AMONT = ["propositions", "rendez_vous", "leads", "visites"]
RAPPORTS = [taux[etape] / 100 for etape in ("ventes", "propositions", "rendez_vous", "leads")]


def en_entiers(effectifs):
    return pd.Series({etape: max(ceil(effectif), 1) for etape, effectif in zip(AMONT, effectifs, strict=True)})


cumules = [prod(RAPPORTS[: rang + 1]) for rang in range(4)]
entonnoir = en_entiers(OBJECTIF / cumul for cumul in cumules)
erreur_type(
    "C6_3-entonnoir",
    "toujours_depuis_les_ventes",
    en_entiers(OBJECTIF / rapport for rapport in RAPPORTS),
    "Vous avez divisé 36 par chaque taux : chaque étape se calcule depuis l'effectif trouvé à la précédente, pas depuis les ventes.",
    part=0.25,
)
erreur_type(
    "C6_3-entonnoir",
    "sens_inverse",
    en_entiers(OBJECTIF * cumul for cumul in cumules),
    "Vous avez multiplié l'objectif par les taux : c'est descendre l'entonnoir. Pour remonter des ventes aux visites, on divise par le taux de chaque étape.",
)
### END SOLUTION

# %% role="tests" id="C6_3-entonnoir" points=3
verifier(
    "C6_3-entonnoir",
    entonnoir,
    serie(cle="étape", valeurs=nombre(minimum=1), cles=("propositions", "rendez_vous", "leads", "visites")),
    ecart=1,
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Le dernier lead qui compte
#
# La table `contrats` donne, pour chaque vente du premier semestre, le jour du lead, de la proposition et de la signature. Le **délai de vente** va du
# lead à la signature. Quel est le **dernier jour** où un lead, s'il signe dans le délai **médian** (en jours de calendrier), est encore signé le 31 décembre 2026 ?
#
# **À rendre** (4 points) : `dernier_lead`, une date, tapée 02/10/2026 (dans du code, `"2026-10-02"`).

# %% role="solution" id="delai"
# Une date.
dernier_lead = None
### BEGIN SOLUTION
FIN_DU_PLAN = pd.Timestamp("2026-12-31")
delais = (contrats["date_signature"] - contrats["date_lead"]).dt.days
depuis_la_proposition = (contrats["date_signature"] - contrats["date_proposition"]).dt.days


def reculer(jours):
    return FIN_DU_PLAN - pd.Timedelta(days=ceil(jours))


dernier_lead = reculer(delais.median())
erreur_type(
    "C6_2-dernier_lead",
    "moyenne",
    reculer(delais.mean()),
    "Vous avez pris le délai moyen : quelques ventes très lentes le tirent vers le haut. L'énoncé demande le délai médian, celui de la vente du milieu.",
    part=0.3,
)
erreur_type(
    "C6_2-dernier_lead",
    "depuis_la_proposition",
    reculer(depuis_la_proposition.median()),
    "Vous avez compté le délai depuis la proposition : pour dater un objectif de leads, il part du jour où le formulaire est rempli.",
    part=0.15,
)
### END SOLUTION

# %% role="tests" id="C6_2-dernier_lead" points=4
verifier("C6_2-dernier_lead", dernier_lead, date())

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Ce que coûte une vente, canal par canal
#
# Au premier semestre, combien d'achat d'espace a-t-il fallu pour **une vente** (le coût média par vente), sur chacun des quatre canaux ?
#
# **À rendre** (4 points) : `cout_vente`, une valeur en € HT par canal.

# %% role="solution" id="cout_par_canal"
# Une valeur par canal, en € HT.
cout_vente = None
### BEGIN SOLUTION
par_canal = campagne.groupby("canal")[[*ETAPES, "depense_ht"]].sum()
cout_vente = par_canal["depense_ht"] / par_canal["ventes"]
cout_lead = par_canal["depense_ht"] / par_canal["leads"]
erreur_type(
    "C6_3-cout_vente",
    "cout_par_lead",
    cout_lead,
    "Vous avez divisé par les leads : un lead bon marché qui ne signe pas coûte cher. Divisez par les ventes.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C6_3-cout_vente" points=4
verifier(
    "C6_3-cout_vente",
    cout_vente,
    serie(
        cle="canal",
        valeurs=nombre(unite="€", minimum=0, maximum=100_000),
        cles=("Recherche payante", "Réseau professionnel", "Comparateurs de formations", "Lettres de partenaires"),
    ),
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Les ventes que le budget permet
#
# L'« Achat d'espace » **disponible** est le budget voté moins la part engagée (la colonne `reprise` ne se déduit pas). Combien de ventes permet-il ?
# Comptez ces ventes quelle que soit leur date de signature.
#
# | Répartition | Calcul |
# | --- | --- |
# | `actuelle` | les canaux gardent leurs parts du premier semestre : disponible ÷ coût média par vente d'ensemble (dépense ÷ ventes, quatre canaux réunis) |
# | `revue` | chaque canal reçoit d'abord son `plancher` ; le reste va au canal où la vente coûte le moins cher (question 7), jusqu'à son `plafond`, puis au suivant, jusqu'au dernier euro ; on additionne les ventes des quatre canaux : dépense ÷ coût par vente du canal |
#
# **À rendre** (7 points) : `ventes_possibles`, un nombre de ventes par répartition, avec une décimale au moins.

# %% role="solution" id="reallocation"
# Un nombre de ventes par répartition : actuelle, revue.
ventes_possibles = None
### BEGIN SOLUTION
limites = canaux.set_index("canal")
espace = disponible["Achat d'espace"]
espace_vote = enveloppes["budget_vote"]["Achat d'espace"]
cout_d_ensemble = campagne["depense_ht"].sum() / campagne["ventes"].sum()


def repartir(argent, ordre, plafonds, planchers):
    """La dépense de chaque canal : les planchers, puis le reste dans l'ordre, jusqu'aux plafonds."""
    depense = planchers.astype(float)
    for canal in ordre.sort_values().index:
        depense[canal] += max(min(plafonds[canal] - depense[canal], argent - depense.sum()), 0)
    return depense


def ventes_avec(argent, ordre=cout_vente, plafonds=limites["plafond"], planchers=limites["plancher"]):
    depense = repartir(argent, ordre, plafonds, planchers)
    return pd.Series({"actuelle": argent / cout_d_ensemble, "revue": (depense / cout_vente).sum()})


ventes_possibles = ventes_avec(espace)
erreur_type(
    "C6_2-ventes",
    "engage_oublie",
    ventes_avec(espace_vote),
    "Vous avez dépensé tout le budget voté : une partie est déjà engagée ailleurs.",
    part=0.5,
)
erreur_type(
    "C6_2-ventes",
    "plafonds_ignores",
    ventes_avec(espace, plafonds=0 * limites["plafond"] + espace),
    "Vous avez tout donné au meilleur canal : au-delà de son plafond, il n'a plus de visites à vendre. Passez alors au canal suivant.",
    part=0.6,
)
erreur_type(
    "C6_2-ventes",
    "planchers_oublies",
    ventes_avec(espace, planchers=0 * limites["plancher"]),
    "Vous avez rempli les canaux un à un sans leurs planchers : chacun reçoit d'abord le sien, même le plus cher. Ôtez les quatre du disponible avant de servir le meilleur.",
    part=0.6,
)
erreur_type(
    "C6_2-ventes",
    "classement_par_lead",
    ventes_avec(espace, ordre=cout_lead),
    "Vous avez servi d'abord le canal où le lead coûte le moins cher : l'objectif est une vente. Classez les canaux par coût par vente.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C6_2-ventes" points=7
verifier(
    "C6_2-ventes",
    ventes_possibles,
    serie(cle="répartition", valeurs=nombre(minimum=0, maximum=5_000), cles=("actuelle", "revue")),
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Les objectifs et le droit
#
# ## Question 9 — Ce qui manque aux objectifs
#
# La table `objectifs` garde dix objectifs tels qu'ils ont été écrits. Pour chacun, examinez les traits de la méthode SMART **dans cet ordre**, dans la phrase
# seule, et donnez le **premier** qui manque, ou `aucun` :
#
# | Lettre | Trait | Il est présent si la phrase… |
# | --- | --- | --- |
# | `S` | spécifique | nomme la personne responsable et ce qui doit changer |
# | `M` | mesurable | donne la valeur visée, chiffrée |
# | `A` | atteignable | vise au plus le **double** de la valeur de départ (règle de Halyade) |
# | `R` | relié au plan | porte sur l'attraction, la conversion ou le suivi des leads, ou sur la conformité (RGPD, RGAA) |
# | `T` | daté (temporel) | fixe une date limite |
#
# **À rendre** (4 points) : `trait_manquant`, pour chacun des dix objectifs, affichés ci-dessous, une de ces lettres, ou `aucun`.

# %% role="readonly" id="q9_phrases"
for ligne in objectifs.itertuples():
    print(ligne.objectif, "—", ligne.libelle)

# %% role="solution" id="objectifs_smart"
# Par objectif : "S", "M", "A", "R", "T" ou "aucun".
trait_manquant = None
### BEGIN SOLUTION
import re

SANS_OBJET = "20 % de mieux|améliorer les résultats"
HORS_DU_PLAN = "questionnaire de fin de parcours|lettre interne|candidatures de formateurs"


def trait_qui_manque(phrase):
    """Le premier trait absent d'un objectif, dans l'ordre des définitions."""
    if " : " not in phrase or re.search(SANS_OBJET, phrase):
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
    "Vous avez accepté un objectif qui ne dit pas qui change quoi, ou qui sert autre chose que le plan : un chiffre et une date ne "
    "suffisent pas. Demandez-vous qui fait quoi, et pour quelle étape du plan.",
    part=0.7,
)
### END SOLUTION

# %% role="tests" id="C6_2-smart" points=4
verifier(
    "C6_2-smart",
    trait_manquant,
    serie(
        cle="objectif",
        valeurs=choix("S", "M", "A", "R", "T", "aucun"),
        cles=("O01", "O02", "O03", "O04", "O05", "O06", "O07", "O08", "O09", "O10"),
    ),
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — À qui écrire, qui effacer ?
#
# Le premier courriel du plan part le **1er octobre 2026** ; il présente une formation utile au métier de ceux qui le reçoivent. Élodie Tran a écrit
# la règle, d'après l'article L. 34-5 du code des postes et des communications électroniques et les recommandations de la CNIL. Un contact est **utilisable** s'il remplit
# les trois conditions :
#
# 1. **Droit d'envoyer**, selon le type d'adresse :
#    - *professionnelle* : quelle que soit l'origine, la personne a été informée à la collecte et pouvait s'opposer (`information` = « oui ») ; son consentement n'est pas
#      exigé, puisque le message concerne son métier ;
#    - *personnelle* : il faut son consentement préalable (`consentement` = « oui »), donné **le 1er octobre 2024 ou après** (règle de
#      Halyade : pas de consentement de plus de deux ans) ;
#    - *générique* : ce n'est pas l'adresse d'une personne, ni information ni consentement ne sont exigés ;
# 2. **Pas d'opposition** : l'adresse n'est pas dans `oppositions`, **sans tenir compte des majuscules** ;
# 3. **Conservation** : le dernier contact venu du prospect date du **1er octobre 2023 ou après**.
#
# Un prospect est **à effacer** d'ici la fin du plan si le troisième anniversaire de son dernier contact tombe le **31 décembre 2026 ou avant**, qu'il soit
# utilisable ou non.
#
# **À rendre** (4 points) : `base_de_prospects`, un tableau de trois lignes (`type_adresse` : professionnelle, personnelle, générique) et deux colonnes,
# `utilisables` et `a_effacer`, en nombres de contacts.

# %% role="solution" id="rgpd"
# Un tableau : type_adresse, utilisables, a_effacer.
base_de_prospects = None
### BEGIN SOLUTION
genre = contacts["type_adresse"]
consenti_recent = (contacts["consentement"] == "oui") & (contacts["date_consentement"] >= "2024-10-01")
droit_d_envoyer = (
    ((genre == "professionnelle") & (contacts["information"] == "oui"))
    | ((genre == "personnelle") & consenti_recent)
    | (genre == "générique")
)
oppose = contacts["email"].isin(oppositions["email"].str.lower())
conserve = contacts["dernier_contact"] >= "2023-10-01"


def a_effacer(depart):
    return depart + pd.DateOffset(years=3) <= FIN_DU_PLAN


def par_type(utilisable, effacer):
    return pd.DataFrame({"utilisables": utilisable, "a_effacer": effacer}).groupby(genre).sum()


effacer = a_effacer(contacts["dernier_contact"])
base_de_prospects = par_type(droit_d_envoyer & ~oppose & conserve, effacer)
erreur_type(
    "C6_3-base",
    "consentement_exige_de_tous",
    par_type(consenti_recent & ~oppose & conserve, effacer),
    "Vous avez exigé de tous le consentement des particuliers : à une adresse professionnelle, pour un message qui concerne le métier, la loi "
    "demande l'information et le droit de s'opposer.",
    part=0.67,
)
erreur_type(
    "C6_3-base",
    "oppositions_en_majuscules",
    par_type(droit_d_envoyer & ~contacts["email"].isin(oppositions["email"]) & conserve, effacer),
    "Vous avez laissé passer des oppositions écrites en majuscules : mettez les deux listes dans la même écriture avant de les rapprocher.",
    part=0.6,
)
adresses = oppositions["email"].str.lower()
derniere_place = pd.Series(range(len(adresses)), index=adresses).groupby(level=0).max()
vu_par_une_liste_qui_glisse = contacts["email"].map(derniere_place) >= contacts.index
erreur_type(
    "C6_3-base",
    "liste_qui_glisse",
    par_type(droit_d_envoyer & ~vu_par_une_liste_qui_glisse & conserve, effacer),
    "Votre liste d'oppositions a glissé d'une ligne à chaque recopie de la formule : presque aucune n'a été vue. Fixez la plage avec des $.",
    part=0.5,
)
erreur_type(
    "C6_3-base",
    "depuis_la_collecte",
    par_type(droit_d_envoyer & ~oppose & conserve, a_effacer(contacts["date_collecte"])),
    "Vous avez compté les trois ans depuis la collecte : le délai repart à chaque démarche venue du prospect. Partez du dernier contact.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C6_3-base" points=4
verifier(
    "C6_3-base",
    base_de_prospects,
    tableau(
        cle="type_adresse",
        colonnes={
            "utilisables": entier(minimum=0, maximum=2000),
            "a_effacer": entier(minimum=0, maximum=2000),
        },
        cles=("professionnelle", "personnelle", "générique"),
    ),
)

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — L'accessibilité des pages
#
# Halyade n'est pas tenue au RGAA (l'article 47 de la loi du 11 février 2005 vise les organismes publics et les entreprises de plus de 250 millions d'euros de chiffre d'affaires), mais ses clients publics le demandent à leurs fournisseurs, et l'entreprise s'y engage. Pour **chaque page** d'atterrissage, quel est le taux de conformité au RGAA 4.1 ?
#
# Taux d'une page = critères conformes ÷ critères **applicables** à cette page (conformes ou non conformes).
#
# **À rendre** (3 points) : `rgaa_par_page`, un pourcentage par page.

# %% role="solution" id="rgaa"
# Un pourcentage par page.
rgaa_par_page = None
### BEGIN SOLUTION
releve = audit_rgaa.groupby(["page", "statut"]).size().unstack(fill_value=0)
rgaa_par_page = 100 * releve["conforme"] / (releve["conforme"] + releve["non conforme"])
erreur_type(
    "C6_3-rgaa",
    "non_applicables_au_denominateur",
    100 * releve["conforme"] / 106,
    "Vous avez divisé par les 106 critères du RGAA : un critère qui ne s'applique pas à la page (une vidéo, là où il n'y en a pas) ne "
    "compte ni pour ni contre elle.",
    part=0.2,
)
erreur_type(
    "C6_3-rgaa",
    "non_applicables_tenus_pour_conformes",
    100 * (106 - releve["non conforme"]) / 106,
    "Vous avez compté les critères non applicables comme des réussites : ils sortent du calcul, en haut comme en bas.",
    part=0.2,
)
### END SOLUTION

# %% role="tests" id="C6_3-rgaa" points=3
verifier(
    "C6_3-rgaa",
    rgaa_par_page,
    serie(cle="page", valeurs=pourcentage(), cles=("Livre blanc", "Webinaire", "Diagnostic", "Rendez-vous")),
    tolerance=0.002,
)

# %% [markdown] role="readonly" id="etape4"
# ---
# # Étape 4 — Décider
#
# ## Question 12 — Le budget suffit-il à 36 ventes ?
#
# D'après vos réponses 2 et 8, prenez la **première** ligne qui s'applique :
#
# | Situation | Décision |
# | --- | --- |
# | même la répartition revue n'atteint pas 36 ventes | `réviser l'objectif` |
# | elle les atteint, mais l'enveloppe « Renfort externe » ne paie pas les jours qui manquent | `financer le renfort` |
# | l'équipe suit, et la répartition actuelle atteint déjà 36 ventes | `garder le plan` |
# | l'équipe suit, mais il faut la répartition revue | `réallouer` |
#
# Combien de ces ventes seront signées au 31 décembre, vous le direz à l'écrit B.
#
# **À rendre** (2 points) : `decision`, l'un de ces quatre textes.

# %% role="solution" id="decision_comite"
# Un texte, parmi les quatre proposés.
decision = None
### BEGIN SOLUTION
def decider(revue_suffit):
    if not revue_suffit:
        return "réviser l'objectif"
    if marge_enveloppes[RENFORT] < 0:
        return "financer le renfort"
    return "garder le plan" if ventes_possibles["actuelle"] >= OBJECTIF else "réallouer"


decision = decider(ventes_possibles["revue"] >= OBJECTIF)
erreur_type(
    "C6_2-decision",
    "budget_mal_lu",
    decider(ventes_possibles["revue"] < OBJECTIF),
    "Relisez la première ligne du tableau : ce sont les ventes de la répartition revue que l'on compare à l'objectif.",
)
### END SOLUTION

# %% role="tests" id="C6_2-decision" points=2
verifier("C6_2-decision", decision, choix("réviser l'objectif", "financer le renfort", "garder le plan", "réallouer"))

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Trois textes du groupe, **avec vos chiffres**, pour le comité de direction. Les critères suivent chaque écrit.
#
# ## Écrit A — Le tableau de bord des ressources
#
# *Environ 480 mots, tableau compris · C6.1 · 15 points.*
#
# 1. Un **tableau de bord** (collez-le depuis le tableur) des ressources du plan : six personnes, quatre enveloppes, cinq outils, et deux lignes de temps au moins (des jours ouvrés, une date limite, une date d'envoi), en quatre sous-catégories titrées : humaines, temporelles, financières,
#    technologiques (pour une enveloppe, celle de `moyens`). Une ligne par ressource : interne ou externe, action qu'elle sert, besoin, moyens, écart (un par mois pour les personnes et les outils ; aucun pour le temps), unité. Le besoin d'achat d'espace est celui de 36 ventes au coût d'ensemble (question 8). Un signe, un mot ou une mise en forme distingue chaque manque.
# 2. **Votre lecture des écarts** : le mois et la personne à soulager, les outils qui dépassent leur capacité et leurs mois, l'enveloppe qui manque, ou la plus juste, avec l'écart et ce que vous
#    en concluez pour chacun.
# 3. **La mise à jour** : qui relève le tableau, quand, et à partir de quel écart on réagit.

# %% [markdown] role="manual" id="C6_1-ressources" mots=480
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante : voir le corrigé de la copie).
#
# | Sous-catégorie | Ressource | Ce qu'il faut lire |
# | --- | --- | --- |
# | Humaines, internes | les six fonctions | écart de chaque mois ; un mois en manque ne se rattrape pas sur un autre |
# | Humaines, externes | indépendants | jours qui manquent × tarif, comparés à l'enveloppe Renfort |
# | Temporelles | 64 jours ouvrés, comité le 24 septembre, premier envoi le 1er octobre, dernier lead utile | quatre jours ouvrés entre l'accord et l'envoi |
# | Financières | Achat d'espace, Création et contenus | disponible, une fois l'engagé déduit ; la reprise possible du comité est un risque |
# | Technologiques | cinq outils | mois au-dessus de la capacité, prix du palier ; enveloppe qui le paie ou non |
# | Technologiques, internes | base de prospects (bienvenue, non exigée) | contacts utilisables : ils ne s'achètent pas et diminuent avec les effacements |
#
# Les six personnes : Hélène Caradec (responsable marketing), Lucie Morvan (chargée de marketing digital), Paul Guérin (rédacteur), Sofia Marques (graphiste), Nour Haddad (développeuse web), Karim Meziane (chargé de prospection). Les quatre enveloppes : Achat d'espace, Création et contenus, Outils et abonnements, Renfort externe. Écarts des personnes : question 1 ; marges des enveloppes : question 2 ; les outils : table `outils` (deux à quatre des cinq dépassent leur capacité un mois au moins). Tout mois et toute personne en manque à la question 1 conviennent.
#
# Conclusions attendues : avancer ou reculer une tâche avant de payer un renfort ; prendre un palier d'abonnement le seul mois où il sert. Mise à jour, par exemple, le
# lundi par Lucie Morvan ; on réagit à deux jours d'écart.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C6.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Les objectifs du plan
#
# *Environ 520 mots · C6.2 · 18 points.*
#
# 1. **L'objectif global** que vous proposez au comité : des ventes (36, ou ce que vous jugez tenable), dont combien seront **signées au 31 décembre** (si la dépense
#    est régulière, la part du plan écoulée du 1er octobre au jour de la question 6 compris, sur ses 92 jours). Puis, en tableau, séparés de lui, **quatre objectifs intermédiaires** : visites, leads,
#    rendez-vous, propositions, tels qu'à la question 5 ou à proportion de l'objectif global.
# 2. Pour chacun des cinq, en tableau : sa **valeur** et ce qui la mesure ; ce qui la montre **atteignable** (un chiffre du premier semestre, un moyen disponible) ; sa **date** (pour les leads : combien au jour de la question 6, combien au 31 décembre) ; la **personne** qui en répond ; ce qui s'y **négocie** (la marge admise, et qui
#    l'accorde ; une obligation légale ne se négocie pas). Récrivez ensuite **deux** des objectifs de la question 9 à qui un trait manque, avec les cinq traits.
# 3. **La confrontation** : ces objectifs face aux ventes que permet le budget, aux jours d'une personne, à la capacité d'un outil ; ce que Bruno Salaün gagne ou perd, en contrats.
# 4. **Le recul** : le chiffre et la date qui vous feraient revoir un objectif, et ce qui changerait alors dans un autre (jugé avec le REX).

# %% [markdown] role="manual" id="C6_2-objectifs" mots=520
# ### BEGIN SOLUTION
# **Repères pour le jury.** Objectif global, dont répond Bruno Salaün : les ventes de la question 12, et parmi elles celles qui sont signées au 31 décembre 2026. À dépense régulière, c'est la
# part des 92 jours du plan écoulée au dernier lead utile [question 6] : moins de 36. Les valeurs intermédiaires : question 5 ; les ventes que permet le budget : question 8 ; la décision : [question 12]. Un groupe peut concentrer la dépense avant ce jour s'il dit ce qu'il
# suppose du coût des visites.
#
# | Objectif intermédiaire | Limite | Responsable | Négociable |
# | :-- | :-- | :-- | :-- |
# | Visites, au coût de la répartition retenue | avant le dernier lead utile | Lucie Morvan | ± 10 %, si le coût par vente tient ; Hélène Caradec |
# | Leads | combien à la date de la question 6, combien au 31 décembre (tous au premier jour, si la dépense y est concentrée) | Lucie Morvan | moins 5 % au plus ; Hélène Caradec |
# | Rendez-vous tenus | deux à trois semaines plus tard | Karim Meziane | un report d'une semaine ; Bruno Salaün |
# | Propositions envoyées | début décembre | Bruno Salaün | le délai d'envoi, pas le nombre |
#
# Atteignable, par exemple : visites et leads par semaine, à côté de ceux du premier semestre ; rendez-vous, à côté des jours de Karim Meziane. Ce qui mesure la valeur : l'outil de suivi, la table, l'agenda. Un objectif de conformité est bienvenu : la date s'y négocie, jamais le droit. Récriture : l'objectif retrouve le trait qui lui manque sans en perdre un autre.
# Confrontation : les leads par semaine jusqu'au dernier lead utile, face aux jours de Karim Meziane ; les ventes que le budget permet, face aux 36 ; l'emploi d'un outil, face à sa capacité.
# Recul : par exemple, à la fin octobre, moins de la moitié des leads attendus ; rendez-vous, propositions et ventes sont alors recalculés.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C6.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Le plan de génération de leads, avec la direction commerciale
#
# *Environ 520 mots · C6.3 · 21 points.*
#
# 1. **Ce que demande Bruno Salaün**, d'abord : ses contrats, sa date, ses trois plaintes ; puis l'outil marketing (ou la date) qui répond à chacune, et comment.
# 2. **L'entonnoir** : les quantités et le taux de chaque étape ; les visites et les leads par semaine, du 1er octobre au jour de la question 6 compris (jours ÷ 7), si cette fois tout devait être signé au 31 décembre : est-ce
#    tenable, à côté du premier semestre ? La somme donnée à chacun des quatre canaux, un coût média par vente comparé à la marge (les salaires n'y sont pas), et le nombre de ventes sur lequel repose le coût de chaque canal.
# 3. **Les pistes de conversion** : trois au moins, à des passages différents de l'entonnoir : ce qui change, l'effet attendu, d'un taux à un autre, et le responsable.
# 4. **Le cadre légal** : par type d'adresse, à combien de contacts l'on écrit et à quel titre ; combien l'on efface, quand, et qui s'en charge ; comment une opposition se fait et se tient ; la page la moins accessible, son taux, un défaut à corriger avant d'y amener des visites, la date et le responsable.

# %% [markdown] role="manual" id="C6_3-plan_leads" mots=520
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# *Demande commerciale* : 36 contrats au 31 décembre, des leads rappelés plus tôt et plus mûrs, des signatures en décembre. Karim Meziane qualifie, les commerciaux prennent les rendez-vous. Outils en réponse : livre blanc et diagnostic (leads), webinaire avec
# client témoin (mûrir les leads), questionnaire avant rendez-vous, modèle de proposition.
#
# *Entonnoir* : taux de la question 4, effectifs de la question 5 ; visites et leads divisés par les semaines jusqu'au dernier lead utile [question 6] (jours, bornes comprises, divisés par 7), et non par treize. Coûts : question 7 ; 3 744 € est la marge d'une vente. Répartition de la question 8, qui ôte au canal où la
# vente coûte le plus cher ; le lead le moins cher n'est pas celui qui signe. Coût média par vente rapporté à 3 744 €. Tout signer au 31 décembre demande, selon la variante, d'une fois et demie à cinq fois les visites par semaine du premier semestre (environ 1 000 à 1 200). Incertitudes : peu de ventes par canal ; les taux supposés
# constants ; deux semaines du semestre sortent du rang ; un canal poussé à son plafond renchérit.
#
# *Pistes* : formulaires raccourcis (visite → lead) ; rappel sous 48 h et agenda en ligne (lead → rendez-vous) ; questionnaire (rendez-vous → proposition) ; relance à dix
# jours et témoignages (proposition → vente) ; suite de courriels pour les leads qui ne sont pas prêts.
#
# *Cadre légal* : contacts utilisables et à effacer par type d'adresse : question 10 ; taux des pages : question 11 ; information et opposition (professionnelles), consentement (personnelles) ; lien de désinscription ; oppositions
# rapprochées avant chaque envoi, gardées dans une liste de rejet ; effacements datés. Fichier acheté : peu utilisable, faute d'information. RGAA : la page la plus
# faible d'abord, formulaires en tête.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C6.3"

# %% [markdown] role="readonly" id="partage"
# ---
# # Qui a fait quoi
#
# Une ligne par tâche, *environ 150 mots en tout*. Il n'est pas noté ; chacun y revient dans son REX. Double clic pour le remplir. À deux : les étapes 1 et 3, l'écrit A et la réunion des parts ; l'étape 2 et les écrits B et C.
#
# **L'oral** : chacun parle à parts égales. Dites d'abord au comité ce qu'il faut répondre à Bruno Salaün, puis ce qui le fonde ; le support est à votre choix (notebook projeté ou diapositives).

# %% [markdown] role="manual" id="C6_2-qui_a_fait_quoi" mots=150
# | Tâche | Qui a fait | Qui a relu | Ce qui a été décidé ensemble |
# | --- | --- | --- | --- |
# | Étape 1 et écrit A | | | |
# | Étape 2 et écrit C | | | |
# | Étape 3 et écrit B | | | |
# | Étape 4 | | | |
#
# ### BEGIN SOLUTION
# **Repères pour le jury.** Chaque étape a quelqu'un qui la fait et quelqu'un d'autre qui la relit ; la décision de la question 12 est celle du groupe, avec sa raison.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Après du code : **Noyau → Redémarrer le noyau et exécuter toutes les cellules**.
# 2. Bouton **Vérifier avant de rendre** : il dit ce qui manque.
# 3. **Enregistrez** (Ctrl + S) ; **un seul** membre clique sur **Rendre**, en haut ou en bas du notebook, pour tous.
# 4. Gardez une copie du notebook pour l'oral, puis le REX.
