# Épreuve 17 — Mesures d'impact des opérations digitales (C15.1 à C15.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 17 — Mesurer l'impact des opérations digitales
#
# **Cas pratique professionnel fictif** · travail écrit **individuel** · **3 h 30** · compétences C15.1, C15.2 et C15.3
#
# **100 points** : 64 pour quatorze questions chiffrées, 36 pour quatre écrits.
#
# ## Le cas : Brume & Feuille
#
# *Dinan (Côtes-d'Armor), mardi 9 juin 2026.*
#
# Maëlle Le Goff et Antoine Vasseur ont fondé **Brume & Feuille** en 2017. L'entreprise compose 64 thés et infusions
# biologiques, en sachets de 6,90 € à 19,50 € et en coffrets de 24 € à 59 €. Elle emploie huit personnes et vend dans sa boutique de Dinan,
# chez 120 épiceries et, pour un tiers de son chiffre d'affaires, sur son site. L'année du site tient à deux
# moments : Noël et la fête des Mères (31 mai 2026).
#
# Vous êtes **chargé·e de marketing digital**. Inès Aubry, directrice marketing, vous passe commande :
#
# > « Jeudi 11 juin, le comité de direction décide du budget publicitaire de juillet à décembre. Maëlle doute : elle
# > pense que nous payons les régies pour des clients que nous aurions eus sans elles. Antoine veut savoir ce qu'un
# > client rapporte une fois la marchandise payée. J'ai besoin d'indicateurs justes, d'un outil de suivi que nous
# > garderons, et d'un écrit que tout le monde comprenne. »
#
# Trois actions du semestre sont à évaluer :
#
# 1. **la publicité** sur cinq canaux : Recherche payante, Shopping (annonces avec photo et prix), Réseaux sociaux,
#    Reciblage (annonces montrées à d'anciens visiteurs) et Affiliation (liens de sites partenaires) ;
# 2. **la nouvelle fiche produit**, en ligne depuis le lundi 2 mars 2026 ;
# 3. **la fidélisation** des clients recrutés, par un e-mail mensuel.
#
# Trois incidents ont eu lieu, dont personne n'a noté la date : l'hébergeur du site a eu une longue interruption, le compte
# publicitaire a été suspendu une journée, et l'outil de mesure d'audience n'a rien enregistré pendant un jour.
#
# | Hypothèses d'Antoine Vasseur (direction financière) | Valeur |
# | --- | --- |
# | Taux de marge sur le chiffre d'affaires **hors taxes** (achats, emballage et port déduits) | 48 % |
# | TVA sur le thé et les infusions | 5,5 % |
# | Durée de vie moyenne d'un client | 1,5 an |
# | Honoraires de l'agence et abonnements aux outils, sur les six mois | 19 800 € HT |
#
# **Livrables** : les indicateurs de performance (KPI) adaptés à ces opérations, l'outil de suivi mis en place, et
# la synthèse écrite destinée aux parties prenantes.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Exécutez les cellules dans l'ordre** (Maj + Entrée). Dans chaque cellule de réponse, remplacez `None` par votre
#   réponse, sans changer le nom de la variable. Vous pouvez ajouter des cellules de calcul.
# - **Pandas ou tableur, à votre choix.** Les tables sont aussi dans le dossier `donnees/` (fichiers CSV qui s'ouvrent dans un
#   tableur). Une valeur trouvée au tableur et recopiée vaut autant qu'une valeur calculée ici.
# - **Précision.** Gardez tous les chiffres dans les calculs intermédiaires. Si vous recopiez un résultat, gardez au
#   moins trois chiffres significatifs (0,551 ; 2,62 ; 14,7). Un nombre se tape avec un point : `14.7`. Un pourcentage
#   se donne en pour cent (`2.62`) ou en proportion (`0.0262`).
# - **Vérification.** La cellule sous chaque réponse contrôle la *forme* de la réponse, jamais sa valeur.
# - **Une erreur ne compte qu'une fois** : si une question utilise votre réponse précédente et que la suite est
#   juste compte tenu de celle-ci, elle est acquise.
# - **Noms réservés.** N'appelez aucune variable `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou
#   `graphique` : ce sont les outils du notebook.
#
# **Vos données vous sont propres** : d'une copie à l'autre, les chiffres et les décisions diffèrent.
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 20 min | |
# | Étape 1. Lire | 1 à 4 | 40 min | 17 |
# | Étape 2. Analyser | 5 à 11 | 70 min | 34 |
# | Étape 3. Décider | 12 à 14 | 30 min | 13 |
# | Écrits | A à D | 50 min | 36 |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e17_impact_digital")

TAUX_MARGE = 0.48  # de chiffre d'affaires hors taxes
DUREE_DE_VIE = 1.5  # en années
FRAIS = 19_800  # € HT sur les six mois : agence et outils
SEUIL = 0.05  # seuil de signification des tests

# %% role="readonly" id="tables"
publicite = donnees["publicite"]
visites = donnees["visites"]
commandes = donnees["commandes"]
parcours = donnees["parcours"]
budgets = donnees["budgets"]
objectifs = donnees["objectifs"]
affirmations = donnees["affirmations"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une savonnerie compare deux régies. Combien coûte un contact obtenu par chacune ?
# On **additionne d'abord**, on **divise ensuite** : le coût d'un contact est le coût total divisé par le nombre total de
# contacts, pas la moyenne des coûts mensuels.

# %% role="readonly" id="exemple"
exemple_depenses = pd.DataFrame(
    {
        "mois": ["avril", "avril", "mai", "mai"],
        "regie": ["Radio", "Affichage", "Radio", "Affichage"],
        "cout": [900, 400, 300, 500],
    }
)
exemple_contacts = pd.DataFrame(
    {
        "regie": ["Radio", "Radio", "Affichage", "Affichage", "Affichage"],
        "contacts": [150, 90, 80, 30, 50],
        "statut": ["valide", "valide", "valide", "doublon", "valide"],
    }
)

# 1. Garder les lignes utiles, puis additionner par régie.
exemple_valides = exemple_contacts[exemple_contacts["statut"] == "valide"]
exemple_bilan = exemple_depenses.groupby("regie", as_index=False)["cout"].sum()
exemple_totaux = exemple_valides.groupby("regie", as_index=False)["contacts"].sum()
exemple_bilan = exemple_bilan.merge(exemple_totaux, on="regie")

# 2. Diviser les sommes : une réponse de forme « tableau », puis une de forme « série ».
exemple_bilan["cout_contact"] = exemple_bilan["cout"] / exemple_bilan["contacts"]
exemple_serie = exemple_bilan.set_index("regie")["cout_contact"]

# 3. Les mêmes réponses, trouvées dans un tableur et recopiées.
exemple_serie_recopiee = {"Radio": 5.00, "Affichage": 6.92}
exemple_tableau_recopie = pd.DataFrame(
    {"regie": ["Radio", "Affichage"], "cout": [1200, 900], "contacts": [240, 130]}
)

# 4. Filtrer des dates, et compter des clients différents.
exemple_ventes = pd.DataFrame(
    {"date": pd.to_datetime(["2026-04-03", "2026-04-28", "2026-05-02"]), "client": ["C1", "C2", "C1"]}
)
exemple_avril = exemple_ventes[exemple_ventes["date"].between("2026-04-01", "2026-04-30")]
exemple_clients_par_mois = exemple_ventes.groupby(exemple_ventes["date"].dt.month)["client"].nunique()
print("Ventes d'avril :", len(exemple_avril))
print("Clients différents par mois :", exemple_clients_par_mois.to_dict())

exemple_bilan

# %% role="readonly" id="exemple_graphique"
# Un graphique qui se lit seul : titre, axes nommés avec leur unité, valeurs écrites au bout des barres.
exemple_figure, exemple_axes = plt.subplots(figsize=(6, 3))
exemple_barres = exemple_axes.barh(exemple_serie.index, exemple_serie.to_numpy(), color="#3b6e8f")
exemple_axes.bar_label(exemple_barres, fmt="%.2f €", padding=3)
exemple_axes.set_title("L'affichage coûte plus cher au contact que la radio")
exemple_axes.set_xlabel("coût d'un contact (€)")
exemple_axes.set_ylabel("régie")
exemple_axes.set_xlim(0, 8)
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Lire
#
# Dans toute l'épreuve, une **commande validée** est une commande dont le `statut` est « validée » ; les six mois
# vont du 1er décembre 2025 au 31 mai 2026.
#
# ## Question 1 — Quel indicateur pour quel objectif ?
#
# La table `objectifs`, affichée sous cet énoncé, donne les six objectifs d'Inès Aubry, de `O1` à `O6`. À chacun, associez
# l'indicateur qui le mesure **le plus directement** (un même indicateur ne sert qu'une fois).
#
# | Indicateur | Définition |
# | --- | --- |
# | `CTR` | taux de clic (*click-through rate*) : clics ÷ impressions |
# | `CPC` | coût par clic : dépense ÷ clics |
# | `conversion` | taux de conversion : commandes ÷ visites |
# | `CPA` | coût par commande (*cost per action*) : dépense ÷ commandes |
# | `CAC` | coût d'acquisition d'un client : dépense ÷ nouveaux clients |
# | `ROAS` | rendement publicitaire (*return on ad spend*) : chiffre d'affaires ÷ dépense |
# | `ROI` | retour sur investissement : (marge − dépense) ÷ dépense |
# | `CLV` | valeur d'un client sur sa durée de vie (*customer lifetime value*, ou LTV) |
# | `rétention` | part des clients d'une cohorte qui commandent de nouveau |
#
# **À rendre** (4 points) : `kpi_par_objectif`, un dictionnaire, par exemple `{"O1": "CPC", "O2": "CPC", …}`.

# %% role="readonly" id="objectifs"
pd.set_option("display.max_colwidth", None)  # chaque objectif s'affiche en entier
objectifs

# %% role="solution" id="kpi"
# Un dictionnaire : objectif → indicateur.
kpi_par_objectif = None
### BEGIN SOLUTION
indicateurs = {
    "L'annonce donne-t-elle envie de cliquer à ceux qui la voient ?": "CTR",
    "La fiche produit transforme-t-elle davantage de visites en commandes ?": "conversion",
    "Un canal gagne-t-il de l'argent, une fois payées la marchandise et la publicité ?": "ROI",
    "Combien faut-il dépenser pour obtenir un client qui n'avait jamais acheté ?": "CAC",
    "Les clients recrutés un mois donné commandent-ils de nouveau les mois suivants ?": "rétention",
    "Jusqu'à quelle somme peut-on payer un nouveau client sans perdre d'argent ?": "CLV",
}
kpi_par_objectif = objectifs.set_index("objectif")["question"].map(indicateurs).to_dict()
objectif_de = {indicateur: objectif for objectif, indicateur in kpi_par_objectif.items()}
erreur_type(
    "C15_1-kpi",
    "roas_pour_roi",
    kpi_par_objectif | {objectif_de["ROI"]: "ROAS"},
    "Vous avez retenu le ROAS pour savoir si un canal gagne de l'argent : il rapporte un chiffre d'affaires à une "
    "dépense et ignore le coût de la marchandise. Cherchez l'indicateur qui part de la marge.",
    part=0.83,
)
erreur_type(
    "C15_1-kpi",
    "cpa_pour_cac",
    kpi_par_objectif | {objectif_de["CAC"]: "CPA"},
    "Vous avez retenu le coût par commande (CPA) pour le recrutement : il compte aussi les commandes de clients déjà "
    "acquis. Cherchez l'indicateur qui ne divise que par les nouveaux clients.",
    part=0.83,
)
### END SOLUTION

# %% role="tests" id="C15_1-kpi" points=4
verifier(
    "C15_1-kpi",
    kpi_par_objectif,
    serie(
        cle="objectif",
        valeurs=choix("CTR", "CPC", "conversion", "CPA", "CAC", "ROAS", "ROI", "CLV", "rétention"),
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Le chiffre d'affaires du site
#
# Quel est le chiffre d'affaires **hors taxes** des commandes **validées** des six mois, tous canaux confondus ?
#
# **À rendre** (2 points) : `chiffre_affaires_ht`, un nombre en euros.

# %% role="solution" id="chiffre_affaires"
# Un nombre, en € HT.
chiffre_affaires_ht = None
### BEGIN SOLUTION
validees = commandes[commandes["statut"] == "validée"]
chiffre_affaires_ht = validees["montant_ht"].sum()
erreur_type(
    "C15_1-ca",
    "annulees_comprises",
    commandes["montant_ht"].sum(),
    "Vous avez additionné toutes les commandes, annulées comprises : une vente annulée n'est pas un chiffre d'affaires. "
    "Filtrez d'abord sur le statut.",
    part=0.5,
)
erreur_type(
    "C15_1-ca",
    "montants_ttc",
    validees["montant_ttc"].sum(),
    "Vous avez additionné les montants TTC : la TVA est collectée pour l'État et n'est pas un revenu de l'entreprise. "
    "Prenez les montants hors taxes.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C15_1-ca" points=2
verifier("C15_1-ca", chiffre_affaires_ht, nombre(unite="€", minimum=10_000, maximum=1_000_000))

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Le jour sans mesure
#
# ### 3 a. Retrouver le jour
#
# Quel jour l'outil de mesure d'audience **n'a-t-il rien enregistré**, alors que la publicité était diffusée et que des commandes
# arrivaient ? Recoupez `visites`, `publicite` et `commandes` : les trois incidents du cas ne laissent pas les mêmes traces.
#
# **À rendre** (3 points) : `jour_de_panne`, une date, par exemple `"2026-02-14"`.

# %% role="solution" id="panne"
# Une date : "AAAA-MM-JJ".
jour_de_panne = None
### BEGIN SOLUTION
tous_les_jours = pd.date_range("2025-12-01", "2026-05-31")
jour_de_panne = tous_les_jours.difference(visites["date"])[0]
erreur_type(
    "C15_2-panne",
    "jour_le_plus_faible",
    visites.groupby("date")["sessions"].sum().idxmin(),
    "Vous avez pris le jour où les visites mesurées sont les plus faibles : ce jour-là l'outil mesurait bien, c'est le "
    "site qui était inaccessible, et les commandes s'arrêtent aussi. Un jour sans mesure est absent de la table visites.",
    part=0.25,
)
erreur_type(
    "C15_2-panne",
    "jour_sans_publicite",
    tous_les_jours.difference(publicite["date"])[0],
    "Vous avez pris le jour absent de la table publicite : ce jour-là la publicité était suspendue et l'audience bien "
    "mesurée. Cherchez le jour absent de la table visites.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C15_2-panne" points=3
verifier("C15_2-panne", jour_de_panne, date())

# %% [markdown] role="readonly" id="q3b"
# ### 3 b. Corriger le taux de conversion du mois touché
#
# Dans le **mois civil** de ce jour, quel est le taux de conversion du site, tous canaux confondus : commandes validées ÷ sessions,
# en ne gardant **que les jours mesurés** (le jour de panne est ôté des commandes comme des sessions) ?
#
# **À rendre** (3 points) : `conversion_corrigee`, un pourcentage.

# %% role="solution" id="conversion"
# Un pourcentage.
conversion_corrigee = None
### BEGIN SOLUTION
panne = pd.Timestamp(jour_de_panne)
ventes_du_mois = validees[validees["date"].dt.month == panne.month]
toutes_du_mois = commandes[commandes["date"].dt.month == panne.month]
visites_du_mois = visites[(visites["date"].dt.month == panne.month) & (visites["date"] != panne)]
sessions_du_mois = visites_du_mois["sessions"].sum()
conversion_corrigee = 100 * (ventes_du_mois["date"] != panne).sum() / sessions_du_mois
erreur_type(
    "C15_2-conversion",
    "panne_comprise",
    100 * len(ventes_du_mois) / sessions_du_mois,
    "Vous avez gardé les commandes du jour de panne alors que ses visites manquent : le taux est gonflé. Ôtez ce jour "
    "du numérateur comme du dénominateur.",
    part=0.5,
)
erreur_type(
    "C15_2-conversion",
    "annulees_comprises",
    100 * (toutes_du_mois["date"] != panne).sum() / sessions_du_mois,
    "Vous avez compté les commandes annulées : une conversion est une commande validée. Filtrez d'abord sur le statut.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C15_2-conversion" points=3
verifier("C15_2-conversion", conversion_corrigee, pourcentage(minimum=0.1, maximum=20))

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — Réunir la publicité et les ventes
#
# Le socle du tableau de bord : une ligne par **canal payant**, sur les six mois. Les commandes sont les commandes **validées**
# dont le canal du dernier clic (colonne `canal` de `commandes`) est ce canal.
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `impressions` | total des impressions | affichages |
# | `clics` | total des clics | clics |
# | `cout_ht` | dépense totale | € HT |
# | `commandes` | nombre de commandes validées | commandes |
# | `ca_ht` | chiffre d'affaires des commandes validées | € HT |
#
# **À rendre** (5 points) : `bilan`, un tableau de cinq lignes, avec `canal` en colonne ou en index.

# %% role="solution" id="bilan_canaux"
# Un tableau : canal, impressions, clics, cout_ht, commandes, ca_ht.
bilan = None
### BEGIN SOLUTION
depenses = publicite.groupby("canal")[["impressions", "clics", "cout_ht"]].sum()
ventes = validees.groupby("canal")["montant_ht"].agg(commandes="size", ca_ht="sum")
bilan = depenses.join(ventes)
erreur_type(
    "C15_2-bilan",
    "annulees_comprises",
    depenses.join(commandes.groupby("canal")["montant_ht"].agg(commandes="size", ca_ht="sum")),
    "Vous avez compté les commandes annulées : elles gonflent les commandes et le chiffre d'affaires de chaque canal. "
    "Filtrez d'abord sur le statut.",
    part=0.6,
)
erreur_type(
    "C15_2-bilan",
    "montants_ttc",
    depenses.join(validees.groupby("canal")["montant_ttc"].agg(commandes="size", ca_ht="sum")),
    "Vous avez additionné des montants TTC dans une colonne hors taxes : les dépenses sont hors taxes, les ventes "
    "doivent l'être aussi pour que les ratios aient un sens.",
    part=0.8,
)
### END SOLUTION

# %% role="tests" id="C15_2-bilan" points=5
verifier(
    "C15_2-bilan",
    bilan,
    tableau(
        cle="canal",
        colonnes={
            "impressions": entier(minimum=0),
            "clics": entier(minimum=1),
            "cout_ht": nombre(unite="€", minimum=1),
            "commandes": entier(minimum=1),
            "ca_ht": nombre(unite="€", minimum=1),
        },
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Analyser
#
# ## Question 5 — Les ratios de chaque canal payant
#
# Sur les six mois, pour chacun des cinq canaux payants :
#
# | Colonne | Formule | Unité |
# | --- | --- | --- |
# | `ctr` | taux de clic : clics ÷ impressions | % |
# | `cpc` | coût par clic : dépense ÷ clics | € HT |
# | `conversion` | taux de conversion **publicitaire** : commandes validées ÷ **clics** | % |
# | `cpa` | coût par commande : dépense ÷ commandes validées | € HT |
#
# **À rendre** (5 points) : `ratios`, un tableau de cinq lignes.

# %% role="solution" id="ratios_canaux"
# Un tableau : canal, ctr, cpc, conversion, cpa.
ratios = None
### BEGIN SOLUTION
ratios = pd.DataFrame(
    {
        "ctr": 100 * bilan["clics"] / bilan["impressions"],
        "cpc": bilan["cout_ht"] / bilan["clics"],
        "conversion": 100 * bilan["commandes"] / bilan["clics"],
        "cpa": bilan["cout_ht"] / bilan["commandes"],
    }
)
par_mois = publicite.groupby(["canal", publicite["date"].dt.month])[["impressions", "clics", "cout_ht"]].sum()
par_mois["commandes"] = validees.groupby(["canal", validees["date"].dt.month]).size()
ratios_mensuels = pd.DataFrame(
    {
        "ctr": 100 * par_mois["clics"] / par_mois["impressions"],
        "cpc": par_mois["cout_ht"] / par_mois["clics"],
        "conversion": 100 * par_mois["commandes"] / par_mois["clics"],
        "cpa": par_mois["cout_ht"] / par_mois["commandes"],
    }
)
erreur_type(
    "C15_1-ratios",
    "moyenne_des_ratios",
    ratios_mensuels.groupby("canal").mean(),
    "Vous avez fait la moyenne des ratios de chaque mois : janvier y pèse autant que décembre. Le ratio d'une période "
    "est un rapport de sommes : additionnez d'abord, divisez ensuite.",
    part=0.25,
)
sessions = visites.groupby("canal")["sessions"].sum().reindex(bilan.index)
erreur_type(
    "C15_1-ratios",
    "sessions_pour_clics",
    ratios.assign(conversion=100 * bilan["commandes"] / sessions),
    "Vous avez divisé les commandes par les sessions du site : la conversion publicitaire demandée se rapporte aux clics "
    "facturés par la régie, que l'outil d'audience ne voit pas tous.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C15_1-ratios" points=5
verifier(
    "C15_1-ratios",
    ratios,
    tableau(
        cle="canal",
        colonnes={
            "ctr": pourcentage(),
            "cpc": nombre(unite="€", minimum=0),
            "conversion": pourcentage(),
            "cpa": nombre(unite="€", minimum=0),
        },
    ),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Le rendement publicitaire
#
# Quel est le ROAS de chaque canal payant sur les six mois : chiffre d'affaires HT ÷ dépense HT ? Un ROAS de 3 signifie que
# 1 € de publicité s'accompagne de 3 € de ventes.
#
# **À rendre** (4 points) : `roas_par_canal`, une série (canal → nombre).

# %% role="solution" id="roas"
# Une série : le ROAS de chaque canal payant.
roas_par_canal = None
### BEGIN SOLUTION
roas_par_canal = bilan["ca_ht"] / bilan["cout_ht"]
ca_mensuel = validees.groupby(["canal", validees["date"].dt.month])["montant_ht"].sum()
roas_mensuel = ca_mensuel.reindex(par_mois.index) / par_mois["cout_ht"]
erreur_type(
    "C15_1-roas",
    "moyenne_des_ratios",
    roas_mensuel.groupby("canal").mean(),
    "Vous avez fait la moyenne des six ROAS mensuels : un mois sans dépense y compterait autant que décembre. Le ROAS "
    "d'un canal est le rapport de deux sommes.",
    part=0.25,
)
erreur_type(
    "C15_1-roas",
    "montants_ttc",
    1.055 * bilan["ca_ht"] / bilan["cout_ht"],
    "Vous avez rapporté des ventes TTC à des dépenses HT : la TVA gonfle le rendement. Prenez les deux hors taxes.",
    part=0.5,
)
erreur_type(
    "C15_1-roas",
    "rapport_inverse",
    bilan["cout_ht"] / bilan["ca_ht"],
    "Vous avez divisé la dépense par les ventes : c'est un taux d'effort publicitaire. Le ROAS est le rapport inverse.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C15_1-roas" points=4
verifier("C15_1-roas", roas_par_canal, serie(cle="canal", valeurs=nombre(minimum=0, maximum=100)))

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Le retour sur investissement
#
# Pour chaque canal payant : ROI = (marge − dépense) ÷ dépense, où marge = taux de marge × chiffre d'affaires HT. Un ROI
# négatif signifie que le canal perd de l'argent. Les honoraires de l'agence ne sont pas répartis par canal.
#
# **À rendre** (4 points) : `roi_par_canal`, une série (canal → pourcentage, par exemple `-12.5` pour −12,5 %).

# %% role="solution" id="roi"
# Une série : le ROI de chaque canal payant, en %.
roi_par_canal = None
### BEGIN SOLUTION
marge = TAUX_MARGE * bilan["ca_ht"]
roi_par_canal = 100 * (marge - bilan["cout_ht"]) / bilan["cout_ht"]
erreur_type(
    "C15_1-roi",
    "chiffre_affaires_pour_marge",
    100 * (bilan["ca_ht"] - bilan["cout_ht"]) / bilan["cout_ht"],
    "Vous avez déduit la publicité du chiffre d'affaires et non de la marge : la marchandise, l'emballage et le port "
    "n'ont pas été payés. Appliquez d'abord le taux de marge.",
    part=0.25,
)
erreur_type(
    "C15_1-roi",
    "depense_non_deduite",
    100 * marge / bilan["cout_ht"],
    "Vous avez divisé la marge par la dépense sans en déduire la dépense : à 100 %, le canal ne fait que rembourser sa "
    "publicité. Le ROI mesure ce qui reste après l'avoir payée.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C15_1-roi" points=4
verifier(
    "C15_1-roi",
    roi_par_canal,
    serie(cle="canal", valeurs=pourcentage(minimum=-100, maximum=5000)),
    ecart=0.1,
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Ce que vaut un client, ce qu'il coûte
#
# ### 8 a. La valeur d'un client
#
# CLV = panier moyen HT × fréquence annuelle × durée de vie × taux de marge, sur les commandes validées :
#
# - panier moyen HT = chiffre d'affaires HT de la question 2 ÷ nombre de commandes ;
# - fréquence annuelle = nombre de commandes ÷ nombre de clients différents, **ramenée à douze mois**.
#
# **À rendre** (3 points) : `clv`, un nombre en euros.

# %% role="solution" id="valeur_client"
# Un nombre, en €.
clv = None
### BEGIN SOLUTION
panier_moyen = chiffre_affaires_ht / len(validees)
frequence_annuelle = 2 * len(validees) / validees["id_client"].nunique()
clv = panier_moyen * frequence_annuelle * DUREE_DE_VIE * TAUX_MARGE
erreur_type(
    "C15_1-clv",
    "marge_oubliee",
    panier_moyen * frequence_annuelle * DUREE_DE_VIE,
    "Vous avez obtenu le chiffre d'affaires d'un client sur sa durée de vie : il manque le taux de marge pour savoir ce "
    "qu'il rapporte vraiment.",
    part=0.5,
)
erreur_type(
    "C15_1-clv",
    "frequence_du_semestre",
    clv / 2,
    "Votre fréquence d'achat est celle de six mois, alors que la durée de vie est en années : ramenez-la à douze mois.",
    part=0.5,
)
erreur_type(
    "C15_1-clv",
    "annulees_comprises",
    commandes["montant_ht"].sum() / commandes["id_client"].nunique() * 2 * DUREE_DE_VIE * TAUX_MARGE,
    "Vous avez gardé les commandes annulées : ni leur montant ni leurs clients ne comptent. Filtrez d'abord sur le statut.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C15_1-clv" points=3
verifier("C15_1-clv", clv, nombre(unite="€", minimum=1, maximum=2000))

# %% [markdown] role="readonly" id="q8b"
# ### 8 b. Le coût d'acquisition complet
#
# CAC = (dépense publicitaire des cinq canaux payants **+ honoraires de l'agence et outils**) ÷ nombre de **nouveaux
# clients** des six mois, tous canaux confondus.
#
# **À rendre** (2 points) : `cac`, un nombre en euros.

# %% role="solution" id="cout_acquisition"
# Un nombre, en €.
cac = None
### BEGIN SOLUTION
nouveaux_clients = (validees["nouveau_client"] == "oui").sum()
cout_total = bilan["cout_ht"].sum() + FRAIS
cac = cout_total / nouveaux_clients
erreur_type(
    "C15_1-cac",
    "frais_oublies",
    bilan["cout_ht"].sum() / nouveaux_clients,
    "Vous n'avez compté que les dépenses en régie : les honoraires de l'agence et les outils servent aussi à recruter. "
    "Ajoutez-les.",
    part=0.5,
)
erreur_type(
    "C15_1-cac",
    "tous_les_clients",
    cout_total / validees["id_client"].nunique(),
    "Vous avez divisé par tous les clients, anciens compris : un coût d'acquisition ne se rapporte qu'aux clients "
    "recrutés pendant la période.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C15_1-cac" points=2
verifier("C15_1-cac", cac, nombre(unite="€", minimum=1, maximum=1000))

# %% [markdown] role="readonly" id="q8c"
# ### 8 c. Le rapport des deux
#
# Combien de fois la valeur d'un client contient-elle son coût d'acquisition (rapport **LTV/CAC**, la LTV étant la CLV de la
# question 8 a) ? L'usage veut qu'il atteigne 3.
#
# **À rendre** (2 points) : `ltv_sur_cac`, un nombre.

# %% role="solution" id="rapport_valeur_cout"
# Un nombre.
ltv_sur_cac = None
### BEGIN SOLUTION
ltv_sur_cac = clv / cac
erreur_type(
    "C15_1-ltv_cac",
    "rapport_inverse",
    cac / clv,
    "Vous avez divisé le coût par la valeur. On cherche combien de fois la valeur contient le coût : inversez le rapport.",
    part=0.5,
)
erreur_type(
    "C15_1-ltv_cac",
    "difference",
    clv - cac,
    "Vous avez calculé ce qui reste après avoir payé le recrutement, en euros. On demande un rapport : divisez.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C15_1-ltv_cac" points=2
verifier("C15_1-ltv_cac", ltv_sur_cac, nombre(minimum=0, maximum=1000))

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — À qui attribuer les commandes de mai ?
#
# La table `parcours` donne les contacts qui ont précédé chaque commande validée de mai 2026. Répartissez ces commandes entre
# les **huit canaux**, selon trois modèles :
#
# | Colonne | Modèle | Règle |
# | --- | --- | --- |
# | `premier_clic` | premier clic | toute la commande au contact de rang 1 |
# | `lineaire` | linéaire | une part égale à chaque contact : 1 ÷ nombre de contacts du parcours |
# | `dernier_clic` | dernier clic | toute la commande au contact de rang le plus élevé |
#
# Un canal présent deux fois dans un parcours de quatre contacts reçoit donc 2/4 de la commande au modèle linéaire.
# **Contrôle** : les trois colonnes ont le même total, le nombre de commandes.
#
# **À rendre** (5 points) : `attribution`, un tableau de huit lignes.

# %% role="solution" id="modeles_attribution"
# Un tableau : canal, premier_clic, lineaire, dernier_clic.
attribution = None
### BEGIN SOLUTION
longueur = parcours.groupby("numero_commande")["rang"].transform("max")
contacts = parcours.assign(
    premier_clic=(parcours["rang"] == 1).astype(int),
    lineaire=1 / longueur,
    dernier_clic=(parcours["rang"] == longueur).astype(int),
)
attribution = contacts.groupby("canal")[["premier_clic", "lineaire", "dernier_clic"]].sum()
erreur_type(
    "C15_2-attribution",
    "premier_dernier_inverses",
    attribution.rename(columns={"premier_clic": "dernier_clic", "dernier_clic": "premier_clic"}),
    "Vous avez interverti le premier et le dernier clic : l'export va du contact le plus récent au plus ancien. Fiez-vous "
    "au rang, pas à l'ordre des lignes.",
    part=0.45,
)
erreur_type(
    "C15_2-attribution",
    "lineaire_non_pondere",
    attribution.assign(lineaire=contacts.groupby("canal").size()),
    "Au modèle linéaire, vous avez compté chaque contact pour une commande entière : le total dépasse le nombre de "
    "commandes. Chaque contact n'en reçoit qu'une part.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C15_2-attribution" points=5
verifier(
    "C15_2-attribution",
    attribution,
    tableau(
        cle="canal",
        colonnes={
            "premier_clic": entier(minimum=0),
            "lineaire": nombre(minimum=0),
            "dernier_clic": entier(minimum=0),
        },
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — La rétention par cohorte
#
# Une **cohorte** réunit les clients dont la commande `nouveau_client` = « oui » tombe dans un même mois. Pour les cohortes de
# décembre, janvier et février, quelle part des clients **de la cohorte** a passé au moins une commande validée le mois
# suivant (`m1`), le deuxième mois (`m2`) et le troisième mois (`m3`) ? Chaque mois se juge seul : un client revenu en `m2`
# n'est pas forcément revenu en `m1`.
#
# **À rendre** (4 points) : `retention`, un tableau de trois lignes (`cohorte` : `"2025-12"`, `"2026-01"`, `"2026-02"`) et trois colonnes
# `m1`, `m2`, `m3`, en pourcentage.

# %% role="solution" id="cohortes"
# Un tableau : cohorte, m1, m2, m3.
retention = None
### BEGIN SOLUTION
achats = validees.assign(numero_mois=12 * validees["date"].dt.year + validees["date"].dt.month)
noms_cohortes = {12 * 2025 + 12: "2025-12", 12 * 2026 + 1: "2026-01", 12 * 2026 + 2: "2026-02"}


def table_de_retention(mois_arrivee):
    """Clients différents de chaque cohorte qui commandent 0, 1, 2, 3 mois après leur arrivée."""
    suivis = achats.assign(arrivee=achats["id_client"].map(mois_arrivee)).dropna(subset=["arrivee"])
    suivis = suivis.assign(ecart=suivis["numero_mois"] - suivis["arrivee"])
    actifs = suivis.groupby(["arrivee", "ecart"])["id_client"].nunique().unstack()
    return actifs.loc[list(noms_cohortes), [0, 1, 2, 3]].rename(index=noms_cohortes).rename_axis("cohorte")


def en_pourcentage(numerateurs, denominateurs):
    table = 100 * numerateurs / denominateurs
    return pd.DataFrame(table, index=effectifs.index, columns=["m1", "m2", "m3"])


effectifs = table_de_retention(achats[achats["nouveau_client"] == "oui"].set_index("id_client")["numero_mois"])
retention = en_pourcentage(effectifs[[1, 2, 3]].to_numpy(), effectifs[[0]].to_numpy())
erreur_type(
    "C15_2-retention",
    "mois_decales",
    en_pourcentage(effectifs[[0, 1, 2]].to_numpy(), effectifs[[0]].to_numpy()),
    "Vos colonnes sont décalées d'un mois : le mois d'arrivée, où tous les clients commandent, est le mois 0. La colonne "
    "m1 est le mois suivant.",
    part=0.34,
)
erreur_type(
    "C15_2-retention",
    "denominateur_du_mois_precedent",
    en_pourcentage(effectifs[[1, 2, 3]].to_numpy(), effectifs[[0, 1, 2]].to_numpy()),
    "Vous avez divisé par les clients actifs le mois précédent : une rétention de cohorte se rapporte toujours à "
    "l'effectif de départ de la cohorte.",
    part=0.34,
)
tous_anciens_compris = table_de_retention(achats.groupby("id_client")["numero_mois"].min())
erreur_type(
    "C15_2-retention",
    "anciens_clients_compris",
    en_pourcentage(tous_anciens_compris[[1, 2, 3]].to_numpy(), tous_anciens_compris[[0]].to_numpy()),
    "Vous avez pris comme mois d'arrivée la première commande du fichier : des clients d'avant décembre entrent ainsi dans "
    "les cohortes. Ne gardez que les clients dont une commande est notée « oui » dans nouveau_client.",
    part=0.34,
)
### END SOLUTION

# %% role="tests" id="C15_2-retention" points=4
verifier(
    "C15_2-retention",
    retention,
    tableau(
        cle="cohorte",
        colonnes={mois: pourcentage(maximum=300) for mois in ("m1", "m2", "m3")},
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — La nouvelle fiche produit a-t-elle changé la conversion ?
#
# Le site entier, tous canaux confondus, commandes validées ÷ sessions :
#
# - **avant** : du 1er au 28 février 2026 (28 jours) ; **après** : du 2 au 15 mars 2026 (14 jours).
#
# ### 11 a. La valeur p
#
# Test **bilatéral** de comparaison de deux proportions, à variance **groupée**. Avec $x$ commandes pour $n$ sessions :
#
# $$p_1 = \frac{x_1}{n_1} \qquad p_2 = \frac{x_2}{n_2} \qquad p = \frac{x_1 + x_2}{n_1 + n_2} \qquad
# z = \frac{p_2 - p_1}{\sqrt{p\,(1 - p)\left(\frac{1}{n_1} + \frac{1}{n_2}\right)}}$$
#
# La valeur p est la probabilité d'un écart au moins aussi grand, dans un sens ou dans l'autre, si rien n'a changé :
#
# - en Python : `2 * (1 - NormalDist().cdf(abs(z)))`, après `from statistics import NormalDist` ;
# - au tableur : `=2*(1-LOI.NORMALE.STANDARD.N(ABS(z);VRAI))` dans Excel, `=2*(1-LOI.NORMALE.STANDARD(ABS(z);VRAI))` dans LibreOffice.
#
# **À rendre** (3 points) : `valeur_p`, un nombre entre 0 et 1, avec au moins trois chiffres significatifs.

# %% role="solution" id="test_conversion"
# Un nombre entre 0 et 1.
valeur_p = None
### BEGIN SOLUTION
from math import sqrt
from statistics import NormalDist


def commandes_et_sessions(debut, fin):
    sessions_periode = visites["sessions"][visites["date"].between(debut, fin)].sum()
    return validees["date"].between(debut, fin).sum(), sessions_periode


def probabilite_au_dela(z):
    return 1 - NormalDist().cdf(abs(z))


x1, n1 = commandes_et_sessions("2026-02-01", "2026-02-28")
x2, n2 = commandes_et_sessions("2026-03-02", "2026-03-15")
p1, p2, p_commune = x1 / n1, x2 / n2, (x1 + x2) / (n1 + n2)
z = (p2 - p1) / sqrt(p_commune * (1 - p_commune) * (1 / n1 + 1 / n2))
valeur_p = 2 * probabilite_au_dela(z)
erreur_type(
    "C15_1-valeur_p",
    "unilateral",
    probabilite_au_dela(z),
    "Vous avez fait un test unilatéral : la fiche produit pouvait aussi faire baisser la conversion. Le test bilatéral "
    "compte les deux côtés.",
    part=0.5,
)
erreur_type(
    "C15_1-valeur_p",
    "variances_separees",
    2 * probabilite_au_dela((p2 - p1) / sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)),
    "Vous avez pris une variance par période : si rien n'a changé, les deux périodes ont le même taux, et c'est le taux "
    "commun p qui donne la variance.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C15_1-valeur_p" points=3
verifier("C15_1-valeur_p", valeur_p, nombre(minimum=0, maximum=1), tolerance=0.02)

# %% [markdown] role="readonly" id="q11b"
# ### 11 b. La conclusion
#
# Au seuil de 5 %, que conclut ce test ?
#
# **À rendre** (2 points) : `conclusion`, l'un de ces textes : `"hausse significative"`, `"baisse significative"`,
# `"pas de différence démontrée"`.

# %% role="solution" id="conclusion_test"
# Un texte, parmi les trois proposés.
conclusion = None
### BEGIN SOLUTION
sens = "hausse significative" if p2 > p1 else "baisse significative"
conclusion = sens if valeur_p < SEUIL else "pas de différence démontrée"
erreur_type(
    "C15_1-conclusion",
    "seuil_mal_lu",
    "pas de différence démontrée" if valeur_p < SEUIL else sens,
    "Vous avez lu le seuil à l'envers, ou conclu sur le seul écart observé. Comparez la valeur p au seuil : au-dessous, le "
    "hasard explique mal l'écart ; au-dessus, il suffit à l'expliquer et rien n'est démontré.",
)
### END SOLUTION

# %% role="tests" id="C15_1-conclusion" points=2
verifier(
    "C15_1-conclusion",
    conclusion,
    choix("hausse significative", "baisse significative", "pas de différence démontrée"),
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Décider
#
# ## Question 12 — Réaffecter le budget du second semestre
#
# La table `budgets` donne le budget reconduit de chaque canal payant et le **plafond** que le canal peut absorber.
# Le comité envisage une règle :
#
# 1. retirer **20 %** de son budget au canal dont le **ROAS** (question 6) est le plus **faible** ;
# 2. reverser **toute** cette somme aux quatre autres canaux, sans dépasser leur plafond, de façon que le **chiffre d'affaires
#    attendu** soit le plus grand possible, chaque canal gardant le ROAS qu'il a aujourd'hui.
#
# Le budget total ne change pas.
#
# **À rendre** (4 points) : `mouvements`, une série (canal → euros) pour **les seuls canaux dont le budget change** : un nombre négatif
# pour le retrait, positif pour un ajout.

# %% role="solution" id="reaffectation"
# Une série : le mouvement de chaque canal dont le budget change, en €.
mouvements = None
### BEGIN SOLUTION
budget = budgets.set_index("canal")["budget"]
place_libre = budgets.set_index("canal")["plafond"] - budget


def reaffecter(classement, place):
    """Mouvements quand 20 % du budget du dernier canal du classement vont aux premiers, dans l'ordre."""
    reste = 0.2 * budget[classement[-1]]
    mouvement = {classement[-1]: -reste}
    for canal in classement[:-1]:
        ajout = min(reste, place[canal])
        if ajout > 0:
            mouvement[canal] = ajout
        reste -= ajout
    return pd.Series(mouvement)


classement_roas = list(roas_par_canal.sort_values(ascending=False).index)
mouvements = reaffecter(classement_roas, place_libre)
erreur_type(
    "C15_1-reaffectation",
    "plafond_ignore",
    reaffecter(classement_roas, place_libre + budget.sum()),
    "Vous avez tout reversé au meilleur canal : il dépasse son plafond. Remplissez-le, puis passez au canal suivant.",
    part=0.5,
)
erreur_type(
    "C15_1-reaffectation",
    "reste_non_reverse",
    mouvements.iloc[:2],
    "Vous vous êtes arrêté·e au plafond du meilleur canal : le reste de la somme retirée n'est pas reversé. Continuez avec "
    "le canal suivant, le budget total ne change pas.",
    part=0.67,
)
classement_ventes = list(bilan["ca_ht"].sort_values(ascending=False).index)
erreur_type(
    "C15_1-reaffectation",
    "classement_par_les_ventes",
    reaffecter(classement_ventes, place_libre),
    "Vous avez classé les canaux par leur chiffre d'affaires : un canal qui vend beaucoup peut coûter plus encore. "
    "Classez-les par ce que rapporte chaque euro, leur ROAS.",
    part=0.34,
)
### END SOLUTION

# %% role="tests" id="C15_1-reaffectation" points=4
verifier(
    "C15_1-reaffectation",
    mouvements,
    serie(cle="canal", valeurs=nombre(unite="€", minimum=-100_000, maximum=100_000)),
    ecart=1,
)

# %% [markdown] role="readonly" id="q13"
# ## Question 13 — Le tableau de bord
#
# Deux graphiques que le comité lira sans vous : un titre qui dit quelque chose, des axes nommés avec leur unité, des couleurs qui se
# distinguent.
#
# ### 13 a. Le ROAS des canaux
#
# Un graphique **en barres** du ROAS des cinq canaux payants, avec une ligne au **ROAS d'équilibre**, celui où la marge rembourse
# juste la publicité (1 ÷ taux de marge). Axes : le canal, et le ROAS en « € de CA par € dépensé ».
#
# **À rendre** (3 points) : `figure_roas`, la figure ou les axes de matplotlib.

# %% role="solution" id="graphique_roas"
# Une figure matplotlib : par exemple figure_roas, axes = plt.subplots()
figure_roas = None
### BEGIN SOLUTION
barres = roas_par_canal.sort_values()
equilibre = 1 / TAUX_MARGE
figure_roas, repere_roas = plt.subplots(figsize=(8, 3.8))
couleurs = ["#1f5f8b" if valeur >= equilibre else "#b8561f" for valeur in barres]
repere_roas.bar_label(
    repere_roas.barh(barres.index, barres.to_numpy(), color=couleurs),
    labels=[f"{valeur:.2f}".replace(".", ",") for valeur in barres],
    padding=4,
    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},  # la ligne d'équilibre passe derrière
    zorder=3,
)
repere_roas.axvline(equilibre, color="#222222", linestyle="--", linewidth=1.2)
repere_roas.annotate(
    f"équilibre : {equilibre:.2f}".replace(".", ","), (equilibre, -0.36), (5, 0), textcoords="offset points", va="top"
)
rentables = int((barres >= equilibre).sum())
repere_roas.set_title(f"{rentables} canaux payants sur 5 remboursent leur publicité", loc="left", fontweight="bold")
repere_roas.set_xlabel("ROAS (€ de CA par € dépensé)")
repere_roas.set_ylabel("canal")
repere_roas.set_ylim(-0.9, 4.5)
repere_roas.set_xlim(0, 1.12 * barres.max())
repere_roas.xaxis.set_major_formatter(lambda valeur, _: f"{valeur:.1f}".replace(".", ","))
repere_roas.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C15_2-graphique_roas" points=3
verifier(
    "C15_2-graphique_roas",
    figure_roas,
    graphique(genre="barres", x="canal", y="ROAS", unite_y="€"),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="q13b"
# ### 13 b. Les ventes et la publicité, mois par mois
#
# Un graphique **en courbes** de décembre à mai : le **chiffre d'affaires** HT de toutes les commandes validées et la
# **dépense** publicitaire HT des cinq canaux, en € par mois. Nommez les deux courbes « chiffre d'affaires » et « dépense ».
#
# **À rendre** (3 points) : `figure_mois`, la figure ou les axes de matplotlib.

# %% role="solution" id="graphique_mois"
# Une figure matplotlib.
figure_mois = None
### BEGIN SOLUTION
NOMS_MOIS = ["déc.", "janv.", "févr.", "mars", "avr.", "mai"]
ca_par_mois = validees.groupby(validees["date"].dt.to_period("M"))["montant_ht"].sum()
depense_par_mois = publicite.groupby(publicite["date"].dt.to_period("M"))["cout_ht"].sum()
figure_mois, repere_mois = plt.subplots(figsize=(8, 3.8))
for nom, valeurs, couleur in (
    ("chiffre d'affaires", ca_par_mois, "#1f5f8b"),
    ("dépense", depense_par_mois, "#b8561f"),
):
    repere_mois.plot(NOMS_MOIS, valeurs.to_numpy(), color=couleur, marker="o", linewidth=2, label=nom)
    # Le nom au bout de la courbe évite l'aller-retour avec une légende.
    repere_mois.annotate(
        nom, (5, valeurs.iloc[-1]), (8, 0), textcoords="offset points", va="center", color=couleur, fontweight="bold"
    )
repere_mois.set_title("Les ventes suivent Noël et la fête des Mères, la dépense aussi", loc="left", fontweight="bold")
repere_mois.set_xlabel("mois (décembre 2025 à mai 2026)")
repere_mois.set_ylabel("montant (€ HT par mois)")
repere_mois.set_ylim(0, 1.1 * ca_par_mois.max())
repere_mois.set_xlim(-0.3, 6.6)
repere_mois.yaxis.set_major_formatter(lambda euros, _: f"{euros:,.0f}".replace(",", "\u202f"))
repere_mois.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C15_2-graphique_mois" points=3
verifier(
    "C15_2-graphique_mois",
    figure_mois,
    graphique(
        genre="courbes",
        x="mois",
        y="montant",
        unite_y="€",
        series=("chiffre d'affaires", "dépense"),
    ),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="q14"
# ## Question 14 — Ce que la synthèse a le droit d'affirmer
#
# La table `affirmations`, affichée sous cet énoncé, donne six affirmations, de `A` à `F`. Avant d'écrire, triez. Lesquelles sont
# **vraies, d'après vos réponses** ?
#
# **À rendre** (3 points) : `affirmations_vraies`, la liste des lettres, par exemple `["A", "F"]`.

# %% role="readonly" id="affirmations_lues"
pd.set_option("display.max_colwidth", None)  # chaque affirmation s'affiche en entier
affirmations

# %% role="solution" id="affirmations"
# Une liste de lettres.
affirmations_vraies = None
### BEGIN SOLUTION
est_vraie = {
    "Au dernier clic, trois canaux payants au moins perdent de l'argent, avec un ROI négatif.": (roi_par_canal < 0).sum() >= 3,
    "Un client rapporte, sur sa durée de vie, plus de trois fois ce que coûte son acquisition.": ltv_sur_cac > 3,
    "En mai, les réseaux sociaux ouvrent plus de parcours d'achat qu'aucun autre canal.": attribution["premier_clic"].idxmax()
    == "Réseaux sociaux",
    "La conversion est significativement plus haute après la mise en ligne de la nouvelle fiche produit.": conclusion
    == "hausse significative",
    "Plus d'un client sur sept recruté en décembre a commandé de nouveau en janvier.": retention.loc["2025-12", "m1"]
    > 100 / 7,
    "La comparaison avant-après prouve que la fiche produit est la seule cause de l'évolution de la conversion.": False,
}
verites = affirmations.set_index("lettre")["affirmation"].map(est_vraie).to_dict()
lettre_de = affirmations.set_index("affirmation")["lettre"]
lettre_cause = lettre_de[
    "La comparaison avant-après prouve que la fiche produit est la seule cause de l'évolution de la conversion."
]
lettre_test = lettre_de[
    "La conversion est significativement plus haute après la mise en ligne de la nouvelle fiche produit."
]
affirmations_vraies = [lettre for lettre, vraie in verites.items() if vraie]
erreur_type(
    "C15_3-affirmations",
    "cause_affirmee",
    [*affirmations_vraies, lettre_cause],
    "Vous avez retenu l'affirmation qui donne la fiche produit pour seule cause : entre février et mars, la saison et la "
    "publicité ont pu changer aussi. Une comparaison avant-après montre une évolution, elle n'en prouve pas la cause.",
    part=0.8,
)
erreur_type(
    "C15_3-affirmations",
    "test_mal_lu",
    [lettre for lettre, vraie in verites.items() if vraie != (lettre == lettre_test)],
    "Relisez l'affirmation d'une conversion « significativement plus haute » à la lumière du test de la question 11 : "
    "« significativement » veut dire que la valeur p est inférieure au seuil, et « plus haute », que le taux a monté.",
    part=0.8,
)
### END SOLUTION

# %% role="tests" id="C15_3-affirmations" points=3
verifier("C15_3-affirmations", affirmations_vraies, choix("A", "B", "C", "D", "E", "F", plusieurs=True))

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Quatre textes, à écrire dans les cellules prévues et **avec les chiffres que vous venez de calculer**. Si l'un d'eux vous
# manque, dites lequel et raisonnez sans lui.
#
# **Les usages de l'entreprise.** Une note au comité part du bas vers le haut : un objet daté, la conclusion d'abord, chaque chiffre arrondi
# avec sa période et sa source, aucun sigle sans explication, le vouvoiement, une page. Un message d'équipe part
# du haut vers le bas : le tutoiement et les prénoms, une consigne par ligne avec qui et pour quand, dix lignes.
#
# **Qui lira** : au comité, Maëlle Le Goff (présidente), Antoine Vasseur (direction financière) et Inès Aubry ; dans
# l'équipe, Samuel (achats publicitaires), Jade (réseaux sociaux et e-mails), Lise et Yanis (boutique de Dinan et préparation des commandes).
#
# ## Écrit A — Le choix des indicateurs
#
# *Environ 250 mots · C15.1 · 9 points.*
#
# 1. Pour chacune des **trois actions** du cas, l'indicateur principal, son calcul (numérateur et dénominateur), sa période de relevé
#    et le **seuil intermédiaire** qui fera réagir. Dites aussi ce que vous écartez, et pourquoi.
# 2. Votre lecture des ROAS et des ROI : quels canaux gagnent de l'argent, lesquels en perdent, et ce que la lecture au dernier clic
#    laisse dans l'ombre.

# %% [markdown] role="manual" id="C15_1-choix_kpi" mots=250
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont propres à chaque variante : se reporter au corrigé de la copie).
#
# | Action | Indicateur principal | Calcul | Relevé | Seuil intermédiaire |
# | --- | --- | --- | --- | --- |
# | Publicité | ROI par canal, complété par le ROAS | (48 % du CA HT − dépense) ÷ dépense | chaque semaine, sur quatre semaines glissantes | ROAS inférieur à 2,08 deux semaines de suite : alerte |
# | Fiche produit | taux de conversion du site | commandes validées ÷ sessions, jours mesurés seulement | chaque semaine, jugé par un test à 5 % | retour sous le taux de février |
# | Fidélisation | rétention à un mois, puis LTV/CAC | clients revenus ÷ effectif de la cohorte | chaque mois, par cohorte | moins d'un client sur huit en m1 ; LTV/CAC inférieur à 3 |
#
# Écartés : les impressions (le Reciblage en achète le plus grand nombre pour son budget, sans dire ce qu'elles vendent), le taux de clic comme juge de
# la rentabilité (il juge l'annonce), le chiffre d'affaires seul (il ignore les 52 % de coûts).
#
# Lecture : les canaux dont le ROAS dépasse 2,08 ont un ROI positif ; les autres perdent de l'argent au dernier clic. Les
# Réseaux sociaux ouvrent cependant plus de parcours qu'ils n'en concluent : le dernier clic sous-estime leur rôle dans
# le recrutement, et une coupe franche pourrait priver les autres canaux de visiteurs. D'où un retrait limité à 20 %, quel que soit le canal, et suivi par le CAC.
# ### END SOLUTION

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — L'outil de suivi
#
# *Environ 250 mots · C15.2 · 9 points, la lisibilité de vos deux graphiques comprise.*
#
# Décrivez le tableau de bord que l'équipe gardera : ses onglets ou zones et leur ordre de lecture, la source et la
# **fréquence de mise à jour** de chaque donnée, les **contrôles** qui auraient signalé le jour sans mesure, les **alertes** (seuil, destinataire), la place
# de vos deux graphiques et de vos tableaux, et une donnée **qualitative** à recueillir en complément des chiffres.

# %% [markdown] role="manual" id="C15_2-tableau_de_bord" mots=250
# ### BEGIN SOLUTION
# **Repères pour le jury.** Un classeur partagé de trois zones, lues dans cet ordre :
#
# 1. *L'essentiel*, un écran : chiffre d'affaires, dépense, ROI global, conversion, LTV/CAC, chacun avec sa cible, sa valeur et une flèche ; les
#    deux graphiques (ROAS par canal avec sa ligne d'équilibre, ventes et dépense par mois).
# 2. *Les canaux* : le tableau `bilan` et ses ratios, puis l'attribution aux trois modèles côte à côte.
# 3. *Les clients* : la rétention par cohorte, une ligne par mois d'arrivée ; la CLV et le CAC.
#
# Mises à jour : régies et commandes chaque nuit (export automatique), audience chaque nuit, rétention le 1er du mois. Un onglet « Sources » donne la définition, la
# formule et la période de chaque ratio, pour qu'un tiers les lise.
#
# Contrôles : une ligne par jour et par canal (182 jours attendus) ; commandes sans session, ou clics sans session = mesure en panne, alerte à Samuel dans
# la journée ; écart de sessions de plus de 30 % sous le même jour de la semaine précédente = à vérifier. Alertes métier : ROAS sous 2,08 deux semaines de
# suite (Samuel, copie à Inès), budget consommé à 90 % du plafond (Samuel), rétention m1 sous un client sur huit (Jade).
#
# Qualitatif : les motifs d'annulation et les questions des clients relevés par Lise et Yanis, une enquête de trois questions après achat (« Comment nous
# avez-vous connus ? »), à confronter au modèle du premier clic.
# ### END SOLUTION

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — La note de synthèse au comité de direction
#
# *350 mots au plus · C15.3 · 18 points avec l'écrit D.*
#
# Écrit **ascendant**. Maëlle Le Goff doit pouvoir décider après l'avoir lue : la recommandation de budget, ce que les trois actions ont
# donné, ce qui reste incertain. Rappelez en une ligne les usages de l'entreprise que vous suivez.

# %% [markdown] role="manual" id="C15_3-note" mots=350
# ### BEGIN SOLUTION
# **Repères pour le jury** (entre crochets, les valeurs de la variante).
#
# **Note au comité de direction — 9 juin 2026. Objet : budget publicitaire de juillet à décembre**
#
# *Usages suivis : conclusion d'abord, chiffres arrondis avec période et source, sigles expliqués.*
#
# **Nous vous proposons de garder le budget total et d'en déplacer [somme] € : de [canal au ROAS le plus faible] vers [canal au ROAS
# le plus élevé], jusqu'à son plafond, puis [canal suivant].**
#
# Ce que le semestre a donné (1er décembre 2025 – 31 mai 2026, exports de la boutique, des régies et de l'audience) :
#
# - *Publicité.* [dépense] € dépensés. [n] canaux sur cinq remboursent leur publicité par la marge : 1 € y rapporte [ROAS] € de ventes, il en faut
#   2,08 pour l'équilibre. [canal] perd [ROI] % de sa mise.
# - *Fiche produit.* La conversion passe de [p1] % à [p2] % : l'évolution [est / n'est pas] établie par le test (seuil de 5 %). Février et mars diffèrent aussi par la
#   saison : une comparaison simultanée des deux fiches en donnerait la cause.
# - *Fidélisation.* Un client rapporte [CLV] € de marge sur un an et demi et coûte [CAC] € à recruter, soit [rapport] fois, pour un repère de 3. [m1] % des clients
#   recrutés en décembre sont revenus en janvier.
#
# Ce qui reste incertain : au dernier clic, les réseaux sociaux concluent peu, mais ils ouvrent [premier clic] parcours en mai contre [dernier clic]
# conclus. C'est pourquoi nous limitons le retrait à 20 % et revoyons le coût d'acquisition fin septembre. Le [date], l'audience n'a pas été mesurée : ce jour est
# exclu des taux.
#
# Décision attendue jeudi 11 juin : accord sur le transfert.
# ### END SOLUTION

# %% [markdown] role="readonly" id="ecrit_d"
# ## Écrit D — Le message à l'équipe
#
# *150 mots au plus · C15.3.*
#
# Écrit **descendant**, envoyé vendredi 12 juin dans la messagerie de l'équipe par Inès Aubry, qui vous demande de le rédiger ; on suppose que
# le comité a accepté votre proposition. Chacun doit savoir ce qui change pour lui, et pourquoi.

# %% [markdown] role="manual" id="C15_3-message" mots=150
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# Bonjour à tous les quatre,
#
# Le comité a dit oui hier : même budget, mieux réparti. Ce qui compte désormais est ce que chaque euro rapporte une fois le thé payé.
#
# - **Samuel** : au 1er juillet, passe [canal le plus faible] à [montant] € et [meilleur canal] à [montant] €, sans dépasser son plafond ; le solde
#   va à [canal suivant]. Préviens-moi si le ROAS (ventes pour 1 € dépensé) reste deux semaines sous 2,08.
# - **Jade** : tes réseaux font découvrir nos thés plus qu'ils ne concluent. Avant le 30 juin, propose deux annonces de découverte et l'e-mail de retour à 30 jours :
#   [m1] % des clients de décembre sont revenus en janvier.
# - **Lise et Yanis** : dès lundi 15 juin, notez le motif de chaque annulation et demandez « Comment nous avez-vous connus ? ».
#
# Point tous ensemble le mardi 7 juillet à 9 h, dix minutes, devant le tableau de bord. Merci à vous.
#
# Inès
# ### END SOLUTION

# %% [markdown] role="readonly" id="grille_texte"
# ---
# # La grille du jury
#
# Vos écrits et vos graphiques sont jugés sur les neuf critères ci-dessous. Il n'y a rien à remplir ici.

# %% [markdown] role="grille" competence="C15.1"

# %% [markdown] role="grille" competence="C15.2"

# %% [markdown] role="grille" competence="C15.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence. Cette évaluation n'entre pas dans la note : elle est rapprochée de celle du jury dans
# votre compte rendu.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C15.1", "C15.2", "C15.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Validate** (en haut du notebook) : il signale les réponses absentes ou mal formées. Une question laissée sans réponse
#    ne bloque rien : elle vaut zéro, les autres comptent.
# 3. **Enregistrez** (Ctrl + S), puis ouvrez l'onglet **Assignment List** et cliquez sur **Submit** en face de l'épreuve. Vous pouvez rendre
#    plusieurs fois : la dernière copie compte.
