# Épreuve 17 — Mesures d'impact des opérations digitales (C15.1 à C15.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 17 — Mesurer l'impact des opérations digitales
#
# **Cas pratique professionnel fictif** · travail écrit **individuel** · **4 h 25** · compétences C15.1, C15.2 et C15.3
#
# **100 points** : 50 pour douze réponses, que la machine corrige, et 50 pour quatre écrits et un fichier, que le jury juge.
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
# Vous êtes **chargé·e de marketing digital**, avec **Samuel** (achats publicitaires), **Jade** (réseaux sociaux et courriels), **Lise** et **Yanis** (boutique
# et préparation des commandes). Inès Aubry, directrice marketing, vous passe commande :
#
# > « Jeudi 11 juin, le comité de direction décide du budget publicitaire de juillet à décembre. Maëlle doute : elle
# > pense que nous payons les régies pour des clients que nous aurions eus sans elles. Antoine veut savoir ce qu'un
# > client rapporte une fois la marchandise payée. J'ai besoin d'indicateurs justes, d'un outil de suivi que nous
# > garderons, et d'un écrit que tout le monde comprenne. »
#
# Trois actions du semestre sont à évaluer :
#
# 1. **la publicité** sur cinq canaux payés au clic : Recherche payante, Shopping (annonces avec photo et prix), Réseaux sociaux,
#    Reciblage (annonces montrées à d'anciens visiteurs) et Comparateurs (comparateurs de prix) ;
# 2. **la nouvelle fiche produit**, en ligne depuis le lundi 2 mars 2026 ;
# 3. **la fidélisation**, par un courriel mensuel aux clients et aux inscrits : six envois, du 11 décembre au 21 mai.
#
# Trois incidents ont eu lieu, dont personne n'a noté la date : l'hébergeur du site a eu une longue interruption, le compte
# publicitaire a été suspendu une journée, et l'outil de mesure d'audience n'a rien enregistré pendant un jour.
#
# | Hypothèses d'Antoine Vasseur (direction financière) | Valeur |
# | --- | --- |
# | Taux de marge sur le chiffre d'affaires **hors taxes** (achats, emballage et port déduits) | 48 % |
# | TVA sur le thé et les infusions | 5,5 % |
# | Durée de vie moyenne d'un client | 1,5 an |
# | Honoraires de l'agence et abonnements aux outils, sur les six mois | 4 200 € HT |
# | Repère usuel : ce qu'un client doit rapporter, comparé à ce qu'il coûte | 3 fois |
#
# Maëlle et Antoine jugent la publicité **à son coût complet** : la dépense facturée par les régies, plus une part des honoraires de
# l'agence, répartis entre les cinq canaux à proportion de leur dépense.
#
# **Livrables** : les indicateurs (KPI), l'outil de suivi (`suivi.xlsx`) et la synthèse écrite.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, ou par du code dans « Calculer ici ».
# - **Vérification.** Le formulaire dit comment il vous a lu, jamais si c'est juste.
# - **Précision.** Gardez tous les chiffres dans les calculs. Si vous recopiez un résultat, gardez au moins trois chiffres significatifs. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`2.62`).
# - **Une erreur ne compte qu'une fois** : si une question part de votre réponse à une autre et que la suite est
#   juste compte tenu de celle-ci, elle est acquise. Filtrer les commandes validées, en revanche, se juge à chaque question.
# - **Noms réservés dans du code.** N'appelez aucun résultat `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte`, `classeur` ou
#   `graphique` : ce sont les outils du notebook.
#
# **Vos données vous sont propres** : d'une copie à l'autre, les chiffres et les décisions diffèrent.
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans le dossier `donnees/`, en fichiers CSV. Une valeur recopiée du
# tableur vaut autant qu'une valeur calculée ici. Dans ces formules, les mots en minuscules sont vos plages de cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | additionner sous conditions | `=SOMME.SI.ENS(montants;canaux;"Shopping";statuts;"validée")` |
# | compter entre deux dates | `=NB.SI.ENS(dates;">=16/02/2026";dates;"<=01/03/2026";statuts;"validée")` |
# | repérer le dernier contact d'un parcours | `=MAX.SI.ENS(rangs;commandes;commande)`, recopiée vers le bas |
# | le mois d'arrivée d'un client | `=MIN.SI.ENS(dates;clients;client;nouveaux;"oui")`, recopiée vers le bas |
# | ne garder qu'une ligne par client et par mois | `=NB.SI.ENS(clients$2:clients2;client;mois$2:mois2;mois)=1` |
# | compter des clients différents | un tableau croisé dynamique par client, puis `=NBVAL(clients)` |
#
# Au tableur, collez vos plages dans les formulaires (Ctrl + V). Dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | un nombre, une date | `14.7`, `"2026-02-14"` |
# | une valeur par ligne | `{"Radio": 5.00, "Affichage": 6.92}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 15 min | |
# | Étape 1. Lire | 1 à 3 | 20 min | 13 |
# | Étape 2. Analyser | 4 à 9 | 60 min | 26 |
# | Étape 3. Décider et suivre | 10 à 12 | 40 min | 11 |
# | Écrits et fichiers | A à D | 130 min | 50 |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e17_impact_digital")

TAUX_MARGE = 0.48  # du chiffre d'affaires hors taxes
DUREE_DE_VIE = 1.5  # en années
PAYANTS = ("Recherche payante", "Shopping", "Réseaux sociaux", "Reciblage", "Comparateurs")
FRAIS = 4200  # € HT sur les six mois : agence et outils

# %% role="readonly" id="tables"
publicite = donnees["publicite"]
visites = donnees["visites"]
commandes = donnees["commandes"]
parcours = donnees["parcours"]
budgets = donnees["budgets"]
envois = donnees["envois"]
objectifs = donnees["objectifs"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une fleuriste compare deux régies. Combien coûte un contact obtenu par chacune ?
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
# La table `objectifs`, sous cet énoncé, donne six objectifs, de `O1` à `O6`. À chacun, associez
# l'indicateur qui le mesure **le plus directement** (un même indicateur ne sert qu'une fois).
#
# | Indicateur | Définition |
# | --- | --- |
# | `CTR` | taux de clic : clics ÷ impressions |
# | `CPC` | coût par clic : dépense ÷ clics |
# | `conversion` | taux de conversion : commandes ÷ visites |
# | `CPA` | coût par commande : dépense ÷ commandes |
# | `CAC` | coût d'acquisition d'un client : dépense ÷ nouveaux clients |
# | `ROAS` | rendement publicitaire (*return on ad spend*) : chiffre d'affaires ÷ dépense |
# | `ROI` | retour sur investissement : (marge − dépense) ÷ dépense |
# | `CLV` | valeur d'un client sur sa durée de vie (*customer lifetime value*, ou LTV) |
# | `rétention` | part des clients d'une cohorte qui commandent de nouveau |
#
# **À rendre** (4 points) : `kpi_par_objectif`, un indicateur par objectif, par exemple `{"O1": "CPC", "O2": "CPC", …}`.

# %% role="readonly" id="objectifs"
pd.set_option("display.max_colwidth", None)  # chaque objectif s'affiche en entier
objectifs

# %% role="solution" id="kpi"
# Un indicateur par objectif : {"O1": "…", …}
kpi_par_objectif = None
### BEGIN SOLUTION
indicateurs = {
    "Combien coûte chaque visiteur qu'une annonce amène sur le site ?": "CPC",
    "Combien de publicité faut-il pour obtenir une vente, à un ancien client comme à un nouveau ?": "CPA",
    "Combien d'euros de ventes accompagnent chaque euro versé à une régie ?": "ROAS",
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
        cles=("O1", "O2", "O3", "O4", "O5", "O6"),
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Le jour sans mesure
#
# Quel jour l'outil de mesure d'audience **n'a-t-il rien enregistré**, alors que la publicité était diffusée et que des commandes
# arrivaient ? Recoupez `visites`, `publicite` et `commandes` : les trois incidents ne laissent pas les mêmes traces.
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

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Réunir la publicité et les ventes
#
# Le socle du tableau de bord : une ligne par **canal payant**, sur les six mois. Les commandes sont les commandes **validées**
# dont le canal du dernier clic (colonne `canal` de `commandes`) est ce canal.
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `clics` | total des clics | clics |
# | `cout_ht` | dépense totale | € HT |
# | `commandes` | nombre de commandes validées | commandes |
# | `ca_ht` | chiffre d'affaires des commandes validées | € HT |
#
# **À rendre** (6 points) : `bilan`, un tableau de cinq lignes et de cinq colonnes : `canal`, `clics`, `cout_ht`, `commandes` et `ca_ht`.

# %% role="solution" id="bilan_canaux"
# Un tableau : canal, clics, cout_ht, commandes, ca_ht.
bilan = None
### BEGIN SOLUTION
validees = commandes[commandes["statut"] == "validée"]
depenses = publicite.groupby("canal")[["clics", "cout_ht"]].sum()
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

# %% role="tests" id="C15_2-bilan" points=6
verifier(
    "C15_2-bilan",
    bilan,
    tableau(
        cle="canal",
        cles=PAYANTS,
        colonnes={
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
# ## Question 4 — Ce que rapporte chaque canal
#
# Sur les six mois, pour chacun des cinq canaux payants :
#
# | Colonne | Formule | Unité |
# | --- | --- | --- |
# | `roas` | rendement publicitaire : chiffre d'affaires HT ÷ dépense de régie HT | € de ventes par € dépensé |
# | `roi` | retour sur investissement : (marge − coût complet) ÷ coût complet | % |
#
# où marge = taux de marge × chiffre d'affaires HT, et coût complet = dépense de régie + sa part des honoraires (voir le cas).
#
# **À rendre** (6 points) : `rendement`, un tableau de cinq lignes : `canal`, `roas` et `roi` (par exemple `-12.5` pour −12,5 %).

# %% role="solution" id="rendement_canaux"
# Un tableau : canal, roas, roi.
rendement = None
### BEGIN SOLUTION
marge = TAUX_MARGE * bilan["ca_ht"]
part_des_frais = FRAIS * bilan["cout_ht"] / bilan["cout_ht"].sum()
cout_complet = bilan["cout_ht"] + part_des_frais
rendement = pd.DataFrame(
    {
        "roas": bilan["ca_ht"] / bilan["cout_ht"],
        "roi": 100 * (marge - cout_complet) / cout_complet,
    }
)
erreur_type(
    "C15_1-rendement",
    "frais_oublies",
    rendement.assign(roi=100 * (marge - bilan["cout_ht"]) / bilan["cout_ht"]),
    "Vous avez calculé le ROI sans les honoraires de l'agence : Maëlle et Antoine jugent au coût complet. Ajoutez à chaque canal "
    "sa part des 4 200 €, à proportion de sa dépense.",
    part=0.75,
)
erreur_type(
    "C15_1-rendement",
    "frais_a_parts_egales",
    rendement.assign(roi=100 * (marge - bilan["cout_ht"] - FRAIS / 5) / (bilan["cout_ht"] + FRAIS / 5)),
    "Vous avez partagé les honoraires en cinq parts égales : ils se répartissent à proportion de la dépense de chaque canal.",
    part=0.75,
)
erreur_type(
    "C15_1-rendement",
    "chiffre_affaires_pour_marge",
    rendement.assign(roi=100 * (bilan["ca_ht"] - cout_complet) / cout_complet),
    "Vous avez déduit le coût du chiffre d'affaires et non de la marge : la marchandise, l'emballage et le port "
    "n'ont pas été payés. Appliquez d'abord le taux de marge.",
    part=0.6,
)
mois_de_publicite = publicite.groupby(["canal", publicite["date"].dt.month])["cout_ht"].sum()
mois_de_ventes = validees.groupby(["canal", validees["date"].dt.month])["montant_ht"].sum()
roas_mensuel = mois_de_ventes.reindex(mois_de_publicite.index) / mois_de_publicite
erreur_type(
    "C15_1-rendement",
    "moyenne_des_ratios",
    rendement.assign(roas=roas_mensuel.groupby("canal").mean()),
    "Vous avez fait la moyenne des six ROAS mensuels : janvier y pèse autant que décembre. Le ROAS d'une période est le "
    "rapport de deux sommes : additionnez d'abord, divisez ensuite.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C15_1-rendement" points=6
verifier(
    "C15_1-rendement",
    rendement,
    tableau(
        cle="canal",
        cles=PAYANTS,
        colonnes={"roas": nombre(minimum=0, maximum=100), "roi": pourcentage(minimum=-100, maximum=5000)},
    ),
    ecart=0.02,
)

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Ce que vaut un client, ce qu'il coûte
#
# - **CLV**, la valeur d'un client sur sa durée de vie = panier moyen HT × fréquence annuelle × durée de vie × taux de marge, sur
#   toutes les commandes validées ; panier moyen = chiffre d'affaires HT ÷ nombre de commandes ; fréquence annuelle = nombre de
#   commandes ÷ nombre de clients différents, **ramenée à douze mois**.
# - **CAC**, le coût d'acquisition d'un client = (dépense des cinq canaux **+ honoraires et outils**) ÷ nombre de **nouveaux clients
#   amenés par les cinq canaux payants**.
#
# **À rendre** (4 points) : `valeur_et_cout`, deux montants en euros : `{"CLV": …, "CAC": …}`.

# %% role="solution" id="valeur_client"
# Deux montants, en € : {"CLV": …, "CAC": …}
valeur_et_cout = None
### BEGIN SOLUTION
panier_moyen = validees["montant_ht"].mean()
frequence_annuelle = 2 * len(validees) / validees["id_client"].nunique()
clv = panier_moyen * frequence_annuelle * DUREE_DE_VIE * TAUX_MARGE
nouveaux = validees[validees["nouveau_client"] == "oui"]
recrutes = nouveaux["canal"].isin(PAYANTS).sum()
cout_total = bilan["cout_ht"].sum() + FRAIS
valeur_et_cout = {"CLV": clv, "CAC": cout_total / recrutes}
erreur_type(
    "C15_1-valeur",
    "marge_oubliee",
    valeur_et_cout | {"CLV": clv / TAUX_MARGE},
    "Votre CLV est le chiffre d'affaires d'un client sur sa durée de vie : il manque le taux de marge pour savoir ce "
    "qu'il rapporte vraiment.",
    part=0.75,
)
erreur_type(
    "C15_1-valeur",
    "frequence_du_semestre",
    valeur_et_cout | {"CLV": clv / 2},
    "Votre fréquence d'achat est celle de six mois, alors que la durée de vie est en années : ramenez-la à douze mois.",
    part=0.75,
)
erreur_type(
    "C15_1-valeur",
    "frais_oublies",
    valeur_et_cout | {"CAC": bilan["cout_ht"].sum() / recrutes},
    "Votre CAC ne compte que les dépenses en régie : les honoraires de l'agence et les outils servent aussi à recruter. "
    "Ajoutez-les.",
    part=0.75,
)
erreur_type(
    "C15_1-valeur",
    "nouveaux_de_tous_les_canaux",
    valeur_et_cout | {"CAC": cout_total / len(nouveaux)},
    "Vous avez divisé par tous les nouveaux clients : ceux qui viennent du référencement naturel ou d'un accès direct n'ont rien "
    "coûté à la publicité. Ne comptez que les nouveaux clients des cinq canaux payants.",
    part=0.75,
)
clv_toutes = commandes["montant_ht"].sum() / commandes["id_client"].nunique() * 2 * DUREE_DE_VIE * TAUX_MARGE
erreur_type(
    "C15_1-valeur",
    "annulees_comprises",
    valeur_et_cout | {"CLV": clv_toutes},
    "Votre CLV compte les commandes annulées : ni leur montant ni leurs clients n'existent. Filtrez sur le statut, comme à la question 3.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C15_1-valeur" points=4
verifier(
    "C15_1-valeur",
    valeur_et_cout,
    serie(cle="mesure", cles=("CLV", "CAC"), valeurs=nombre(unite="€", minimum=1, maximum=2000)),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — À qui attribuer les commandes de mai ?
#
# La table `parcours` donne les contacts qui ont précédé chaque commande validée de mai 2026 : la boutique reconnaît le client à
# son achat et retrouve les liens par lesquels il est venu dans les quarante jours d'avant ; il a pu venir plus tôt.
# Répartissez ces commandes entre les **huit canaux**, selon trois modèles :
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
        cles=(*PAYANTS, "E-mail", "Référencement naturel", "Accès direct"),
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Ce qu'ajoute un envoi de courriel
#
# La table `envois` donne les six envois du semestre. Un envoi fait vendre surtout **le jour même et les deux jours suivants** ; mais le
# canal E-mail vend un peu chaque jour, par d'anciens messages. Comparez donc, pour chaque envoi, les commandes validées du canal
# **E-mail** de ces **trois jours** à celles des **mêmes jours de la semaine précédente** : la différence donne une estimation de ce que l'envoi a ajouté.
#
# **À rendre** (4 points) : `ajout_par_envoi`, le nombre de commandes ajoutées par envoi, **en moyenne des six envois** (par exemple
# `4.33`).

# %% role="solution" id="effet_email"
# Un nombre de commandes par envoi.
ajout_par_envoi = None
### BEGIN SOLUTION
jours_des_ventes = validees["date"]
par_email = validees["canal"] == "E-mail"


def vendues(premier_jour, jours, filtre):
    """Commandes validées de ces jours."""
    return (filtre & jours_des_ventes.between(premier_jour, premier_jour + pd.Timedelta(days=jours - 1))).sum()


def ajout_moyen(jours, filtre, recul=7):
    """Moyenne, par envoi, des commandes qui dépassent celles de la semaine d'avant."""
    ecarts = [
        vendues(jour, jours, filtre) - (vendues(jour - pd.Timedelta(days=recul), jours, filtre) if recul else 0)
        for jour in envois["date"]
    ]
    return sum(ecarts) / len(ecarts)


ajout_par_envoi = ajout_moyen(3, par_email)
erreur_type(
    "C15_1-email",
    "sans_reference",
    ajout_moyen(3, par_email, recul=0),
    "Vous avez compté toutes les commandes de l'E-mail après un envoi : une partie serait venue sans lui. Ôtez celles des mêmes jours de la "
    "semaine précédente.",
    part=0.5,
)
erreur_type(
    "C15_1-email",
    "tous_les_canaux",
    ajout_moyen(3, par_email | ~par_email),
    "Vous avez compté les commandes de tous les canaux : la publicité et la saison y jouent aussi. Ne gardez que celles du canal E-mail.",
    part=0.5,
)
erreur_type(
    "C15_1-email",
    "somme_des_envois",
    len(envois) * ajout_par_envoi,
    "Vous avez additionné les six envois : on demande la moyenne par envoi. Divisez par six.",
    part=0.75,
)
jours_des_ventes, par_email = commandes["date"], commandes["canal"] == "E-mail"
erreur_type(
    "C15_1-email",
    "annulees_comprises",
    ajout_moyen(3, par_email),
    "Vous avez compté les commandes annulées : elles n'ont rien ajouté. Filtrez sur le statut, comme à la question 3.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C15_1-email" points=4
verifier("C15_1-email", ajout_par_envoi, nombre(unite="commandes", minimum=-100, maximum=500), ecart=0.006)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — La rétention par cohorte
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
erreur_type(
    "C15_2-retention",
    "retours_cumules",
    retention.cumsum(axis=1),
    "Vous avez cumulé les retours d'un mois à l'autre : chaque mois se juge seul, parmi les clients de la cohorte.",
    part=0.5,
)
achats = commandes.assign(numero_mois=12 * commandes["date"].dt.year + commandes["date"].dt.month)
toutes = table_de_retention(achats[achats["nouveau_client"] == "oui"].set_index("id_client")["numero_mois"])
erreur_type(
    "C15_2-retention",
    "annulees_comprises",
    en_pourcentage(toutes[[1, 2, 3]].to_numpy(), toutes[[0]].to_numpy()),
    "Vous avez compté des commandes annulées comme des retours : filtrez sur le statut, comme à la question 3.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C15_2-retention" points=4
verifier(
    "C15_2-retention",
    retention,
    tableau(
        cle="cohorte",
        cles=("2025-12", "2026-01", "2026-02"),
        colonnes={mois: pourcentage(maximum=300) for mois in ("m1", "m2", "m3")},
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — La nouvelle fiche produit a-t-elle changé la conversion ?
#
# Le site entier, tous canaux confondus, commandes validées ÷ sessions, sur deux quinzaines sans envoi de courriel :
#
# - **avant** : du 16 février au 1er mars 2026 ; **après** : du 2 au 15 mars 2026.
#
# Faites, comme les calculateurs en ligne, un test **bilatéral**, à variance **groupée**. Avec $x$ commandes pour $n$ sessions :
#
# $$p_1 = \frac{x_1}{n_1} \qquad p_2 = \frac{x_2}{n_2} \qquad p = \frac{x_1 + x_2}{n_1 + n_2} \qquad
# z = \frac{p_2 - p_1}{\sqrt{p\,(1 - p)\left(\frac{1}{n_1} + \frac{1}{n_2}\right)}}$$
#
# La valeur p est la probabilité d'un écart au moins aussi grand, dans un sens ou dans l'autre, si rien n'a changé. Sous le seuil
# usuel de 5 %, l'écart est dit significatif ; au-dessus, rien n'est démontré.
#
# - en Python : `2 * (1 - NormalDist().cdf(abs(z)))`, après `from statistics import NormalDist` ;
# - au tableur : `=2*(1-LOI.NORMALE.STANDARD.N(ABS(z);VRAI))` dans Excel, `=2*(1-LOI.NORMALE.STANDARD(ABS(z)))` dans LibreOffice.
#
# **À rendre** (3 points) : `valeur_p`, un nombre entre 0 et 1, avec au moins trois chiffres significatifs.

# %% role="solution" id="test_conversion"
# Un nombre entre 0 et 1.
valeur_p = None
### BEGIN SOLUTION
from math import sqrt
from statistics import NormalDist


def bilan_de(ventes, debut, fin):
    """Commandes et sessions d'une période."""
    sessions_periode = visites["sessions"][visites["date"].between(debut, fin)].sum()
    return ventes["date"].between(debut, fin).sum(), sessions_periode


def valeur_p_de(ventes, cotes=2):
    x1, n1 = bilan_de(ventes, "2026-02-16", "2026-03-01")
    x2, n2 = bilan_de(ventes, "2026-03-02", "2026-03-15")
    commun = (x1 + x2) / (n1 + n2)
    z = (x2 / n2 - x1 / n1) / sqrt(commun * (1 - commun) * (1 / n1 + 1 / n2))
    return cotes * (1 - NormalDist().cdf(abs(z)))


valeur_p = valeur_p_de(validees)
erreur_type(
    "C15_1-valeur_p",
    "unilateral",
    valeur_p_de(validees, cotes=1),
    "Vous avez fait un test unilatéral : la fiche produit pouvait aussi faire baisser la conversion. Le test bilatéral "
    "compte les deux côtés.",
    part=0.5,
)
erreur_type(
    "C15_1-valeur_p",
    "annulees_comprises",
    valeur_p_de(commandes),
    "Vous avez compté les commandes annulées : une conversion est une commande validée. Filtrez d'abord sur le statut.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C15_1-valeur_p" points=3
verifier("C15_1-valeur_p", valeur_p, nombre(minimum=0, maximum=1), tolerance=0.02)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Décider et suivre
#
# ## Question 10 — Réaffecter le budget du second semestre
#
# La table `budgets` donne le budget reconduit de chaque canal payant et le **plafond** que le canal peut absorber.
# Le budget total est voté et ne change pas. Le comité envisage une règle :
#
# 1. retirer **la moitié** de son budget au canal dont le **ROAS** (question 4) est le plus **faible** ;
# 2. reverser **toute** cette somme aux quatre autres canaux, sans dépasser leur plafond, de façon que le **chiffre d'affaires
#    attendu** soit le plus grand possible ; par convention, chaque canal garde le ROAS des six derniers mois.
#
# **À rendre** (4 points) : `mouvements`, un montant en euros par canal dont le budget change : négatif pour le retrait, positif pour un
# ajout, par exemple `{"Shopping": 300, "Reciblage": -300}`. Un canal dont le budget ne change pas peut être laissé de côté, ou mis à 0.

# %% role="solution" id="reaffectation"
# Un montant par canal dont le budget change, en €.
mouvements = None
### BEGIN SOLUTION
budget = budgets.set_index("canal")["budget"]
place_libre = budgets.set_index("canal")["plafond"] - budget


def reaffecter(classement, place):
    """Mouvements quand la moitié du budget du dernier canal du classement va aux premiers, dans l'ordre."""
    reste = 0.5 * budget[classement[-1]]
    mouvement = {classement[-1]: -reste}
    for canal in classement[:-1]:
        ajout = min(reste, place[canal])
        if ajout > 0:
            mouvement[canal] = ajout
        reste -= ajout
    return pd.Series(mouvement)


classement_roas = list(rendement["roas"].sort_values(ascending=False).index)
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
receveurs = classement_roas[:-1]
erreur_type(
    "C15_1-reaffectation",
    "parts_egales",
    pd.Series({classement_roas[-1]: mouvements.min()} | {canal: -mouvements.min() / 4 for canal in receveurs}),
    "Vous avez partagé la somme en quatre parts égales : le chiffre d'affaires attendu est plus grand si elle va d'abord au meilleur "
    "ROAS, jusqu'à son plafond.",
    part=0.34,
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

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — Le graphique du comité
#
# Un graphique **en barres** du ROAS des cinq canaux payants : un titre qui énonce le résultat, des axes nommés
# avec leur unité, et une ligne au **ROAS d'équilibre**, celui où la marge rembourse juste le coût complet :
#
# ROAS d'équilibre = (1 + honoraires ÷ dépense des cinq canaux) ÷ taux de marge
#
# Axes : le canal, et le ROAS en « € de ventes par € dépensé ».
#
# **À rendre** (3 points) : le graphique, dessiné dans son formulaire ou par du code (`figure_roas`). Titre et ligne sont jugés avec l'écrit B.

# %% role="solution" id="graphique_roas"
# Une figure matplotlib : par exemple figure_roas, axes = plt.subplots()
figure_roas = None
### BEGIN SOLUTION
barres = rendement["roas"].sort_values()
equilibre = (1 + FRAIS / bilan["cout_ht"].sum()) / TAUX_MARGE
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
repere_roas.set_title(f"{rentables} canaux payants sur 5 remboursent leur coût complet", loc="left", fontweight="bold")
repere_roas.set_xlabel("ROAS (€ de ventes par € dépensé)")
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

# %% [markdown] role="readonly" id="q12"
# ## Question 12 — L'outil de suivi
#
# Construisez, dans Excel ou LibreOffice, le classeur que Samuel tiendra chaque semaine, et remettez-le **par le bouton ci-dessous**, ou dans le dossier de ce notebook
# sous le nom **`suivi.xlsx`**. Il contient au moins une feuille **« Suivi »** avec :
#
# - un tableau d'une ligne par canal payant, aux en-têtes **canal**, **dépense**, **ventes**, **ROAS** et **ROI** (le ROI en %), sur les six mois ;
# - les hypothèses, une par ligne : le libellé dans une cellule, la valeur dans la cellule de droite, dont **honoraires**, **taux de marge** et
#   **ROAS d'équilibre** ;
# - des **formules qui se recalculent** pour le ROAS, le ROI et le ROAS d'équilibre, dès que Samuel change une dépense ou Antoine le taux de marge ;
# - une **mise en forme conditionnelle** sur la colonne ROAS, qui signale un canal sous l'équilibre, et l'**en-tête figé**.
#
# **À rendre** (4 points) : le classeur `suivi.xlsx`. La machine vérifie valeurs, formules, mise en forme et en-tête ; le jury,
# que les formules partent des hypothèses.

# %% role="solution" id="outil_suivi"
suivi = None
### BEGIN SOLUTION
suivi = {
    "ROAS d'équilibre": equilibre,
    "lignes": pd.DataFrame(
        {
            "dépense": bilan["cout_ht"],
            "ventes": bilan["ca_ht"],
            "ROAS": rendement["roas"],
            "ROI": rendement["roi"],
        }
    ),
}
### END SOLUTION

# %% role="tests" id="C15_2-suivi" points=4
verifier(
    "C15_2-suivi",
    suivi,
    classeur(
        "suivi",
        cellules={"ROAS d'équilibre": nombre(minimum=0, maximum=100)},
        tableau=tableau(
            cle="canal",
            cles=PAYANTS,
            colonnes={
                "dépense": nombre(unite="€", minimum=1),
                "ventes": nombre(unite="€", minimum=1),
                "ROAS": nombre(minimum=0, maximum=100),
                "ROI": pourcentage(minimum=-100, maximum=5000),
            },
        ),
        formules=("ROAS", "ROI", "ROAS d'équilibre"),
        mise_en_forme=("ROAS",),
        feuilles=("Suivi",),
        figer=True,
    ),
    tolerance=0.01,
    ecart=0.02,
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Quatre textes, à écrire dans les cellules prévues et **avec les chiffres que vous venez de calculer**. Si l'un d'eux vous manque, dites lequel et raisonnez sans lui. Les critères sur lesquels chaque écrit est jugé le suivent.
#
# **Les usages de l'entreprise.** Une note au comité part du bas vers le haut : un objet daté, la conclusion d'abord, chaque chiffre arrondi
# avec sa période et sa source, aucun sigle sans explication, le vouvoiement, une page. Un message d'équipe part
# du haut vers le bas : le tutoiement et les prénoms, une consigne par ligne avec qui et pour quand, dix lignes.
#
# **Qui lira** : au comité, Maëlle Le Goff (présidente), Antoine Vasseur (direction financière) et Inès Aubry ; puis l'équipe.
#
# ## Écrit A — Le choix des indicateurs
#
# *Environ 340 mots · C15.1 · 15 points.*
#
# 1. Pour chacune des **trois actions** du cas, l'indicateur principal, son calcul (numérateur et dénominateur), sa période de relevé, le **seuil intermédiaire**, chiffré ou tiré d'une valeur des données, et ce que vous
#    ferez s'il est franchi. Dites lequel répond à Maëlle et lequel à Antoine, et un indicateur que vous écartez, pour une raison tirée des tables.
# 2. Votre lecture des ROAS et des ROI, chiffres à l'appui : tous les canaux qui gagnent de l'argent, tous ceux qui en perdent ; pourquoi un ROAS supérieur à 1 ne suffit pas (marge, honoraires) ; ce
#    que le dernier clic laisse dans l'ombre, avec deux chiffres de la question 6.

# %% [markdown] role="manual" id="C15_1-choix_kpi" mots=340
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante).
#
# | Action | Indicateur principal | Calcul | Relevé | Seuil intermédiaire |
# | --- | --- | --- | --- | --- |
# | Publicité | ROI par canal à coût complet, complété par le ROAS | (48 % du CA HT − coût complet) ÷ coût complet | chaque semaine, sur quatre semaines glissantes | ROAS sous l'équilibre ([cellule « ROAS d'équilibre »]) deux semaines de suite : alerte |
# | Fiche produit | taux de conversion du site | commandes validées ÷ sessions, jours mesurés seulement | chaque semaine, jugé par un test à 5 % | retour sous le taux de la seconde quinzaine de février |
# | Fidélisation | commandes ajoutées par envoi ; rétention à un mois | trois jours d'envoi moins les mêmes jours de la semaine d'avant ; clients revenus ÷ effectif de la cohorte | à chaque envoi ; chaque mois, par cohorte | deux envois de suite sous la moitié de la moyenne ([ajout_par_envoi] par envoi) ; moins d'un client sur huit à un mois |
#
# Maëlle demande si la publicité amène des clients que l'on n'aurait pas eus (premier clic, CAC, ROI) ; Antoine, ce qu'un client rapporte une fois la marchandise payée (ROI, CLV [CLV], CAC [CAC]).
#
# Écartés : les impressions (le Reciblage en achète le plus grand nombre pour son budget, sans dire ce qu'elles vendent), le taux de clic comme juge de
# la rentabilité (il juge l'annonce), le chiffre d'affaires seul (il ignore les 52 % de coûts).
#
# Lecture (questions 4 et 6) : les canaux dont le ROAS dépasse l'équilibre à coût complet ont un ROI positif ; les autres perdent de l'argent au dernier clic. Les
# Réseaux sociaux ouvrent cependant plus de parcours qu'ils n'en concluent : le dernier clic sous-estime leur
# rôle, et une coupe franche pourrait priver les autres canaux de visiteurs. D'où un retrait de moitié et non une suppression, quel que soit le canal, suivi par le CAC.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C15.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — L'outil de suivi et son mode d'emploi
#
# *Environ 200 mots · C15.2 · 15 points, avec le classeur et le graphique.*
#
# Complétez, puis remettez `suivi.xlsx` : la feuille « Suivi » en premier, cinq canaux et alerte en un écran, sans défiler ; une feuille ou une zone titrée pour
# l'**attribution**, une pour la **rétention**, chacune avec une phrase qui dit comment la lire (un nombre à l'appui pour la rétention) ; la **définition** de chaque ratio ; un **contrôle**, par jour, qui signale un jour de clics ou de commandes sans session. Puis son mode d'emploi :
#
# 1. l'ordre de lecture ; de chaque zone, qui la lit et qui la remplit ;
# 2. la source et la **fréquence de mise à jour** des régies, de l'audience et des commandes ; deux **alertes**, leur seuil et leur destinataire ; une donnée **qualitative**, qui la recueille et quand.

# %% [markdown] role="manual" id="C15_2-tableau_de_bord" mots=200
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord le classeur : il se lit dans cet ordre.
#
# 1. *Suivi*, un écran : le tableau des cinq canaux avec l'alerte sous l'équilibre, les hypothèses à part, le graphique ou la même lecture.
# 2. *Clients* : la rétention par cohorte, avec sa clé (« sur 100 clients de décembre, … sont revenus en janvier ») ; les commandes ajoutées par envoi.
# 3. *Attribution* : les trois modèles côte à côte, avec leur clé (« premier clic : qui fait découvrir ; dernier clic : qui conclut »).
# 4. *Sources* ou *Définitions* : la formule et la période de chaque ratio.
#
# Mode d'emploi : Samuel saisit les dépenses chaque lundi (régies), les commandes et l'audience s'exportent chaque matin, Jade tient la rétention le 1er du mois et les envois le
# dimanche qui suit. Contrôle : une ligne par jour et par canal ; des clics et des commandes sans session font une mesure en panne, alerte à Samuel dans la journée.
# Alertes métier : ROAS sous l'équilibre deux semaines de suite (Samuel, copie à Inès), budget consommé à 90 % du plafond (Samuel), rétention à un mois sous un client sur huit (Jade).
#
# Qualitatif : les motifs d'annulation et les questions des clients relevés par Lise et Yanis, une enquête de trois questions après achat (« Comment nous
# avez-vous connus ? »), à confronter au modèle du premier clic.
# ### END SOLUTION

# %% role="readonly" id="C15_2-outil"
livrable("C15_2-outil", "suivi", formats=("xlsx",))

# %% [markdown] role="grille" competence="C15.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — La note de synthèse au comité de direction
#
# *Environ 460 mots, préambule compris · C15.3 · 20 points, avec l'écrit D.*
#
# D'abord un **préambule pour le jury**, en 50 mots : quatre usages de l'entreprise que vous suivez dans vos
# deux écrits. Puis la note, une page (410 mots).
#
# Écrit **ascendant**, pour que Maëlle Le Goff décide :
#
# 1. la décision de budget : suivre la règle de la question 10, l'amender ou la refuser, avec le montant et les canaux ;
# 2. de chacune des trois actions, un résultat chiffré, comparé à un repère, l'un au moins dit en mots de tous les jours ; ce que conclut le test de la question 9, et s'il faut garder la nouvelle fiche ;
# 3. le jour sans mesure et ce qu'il change ; ce qui reste incertain et la date où vous le réexaminerez.

# %% [markdown] role="manual" id="C15_3-note" mots=460
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante ; canaux et montants sont aux questions 3, 4 et 10, la rétention à la question 8).
#
# *Préambule. Note ascendante : objet daté, conclusion d'abord, chiffres arrondis avec période et source, sigles expliqués, vouvoiement, une page. Message descendant : tutoiement, une
# consigne par ligne avec qui et pour quand.*
#
# **Note au comité de direction — 9 juin 2026. Objet : budget publicitaire de juillet à décembre**
#
# **Nous vous proposons de garder le budget total et d'en déplacer la moitié de celui du canal au ROAS le plus faible vers celui au ROAS
# le plus élevé, jusqu'à son plafond, puis vers le suivant (question 10).**
#
# Ce que le semestre a donné (1er décembre 2025 – 31 mai 2026, exports de la boutique, des régies et de l'audience) :
#
# - *Publicité.* La dépense, honoraires en plus ; combien de canaux sur cinq remboursent leur coût complet par la marge : il faut [cellule « ROAS d'équilibre »] € de ventes pour 1 € dépensé. Le meilleur, le moins bon.
# - *Fiche produit.* Valeur p : [valeur_p] ; sous 0,05, l'évolution de la conversion est établie, au-dessus rien n'est démontré. Les deux quinzaines diffèrent aussi par la
#   saison et la publicité : une comparaison simultanée des deux fiches en donnerait la cause. La garder ou revenir à l'ancienne d'ici là se défend, si c'est dit.
# - *Fidélisation.* Chaque envoi ajoute [ajout_par_envoi] commandes en moyenne. Un client rapporte [CLV] de marge sur un an et demi et coûte [CAC] à recruter par la publicité,
#   pour un repère usuel de 3 fois. La part des clients de décembre revenus en janvier.
#
# Ce qui reste incertain : au dernier clic, les réseaux sociaux concluent peu, mais ils ouvrent plus de parcours en mai (question 6). C'est pourquoi nous retirons la moitié du budget sans supprimer le canal, et revoyons le coût d'acquisition fin septembre. Le [jour_de_panne], l'audience n'a pas été mesurée : ce jour est
# hors des taux.
#
# Décision attendue jeudi 11 juin : accord sur le transfert.
# ### END SOLUTION

# %% [markdown] role="readonly" id="ecrit_d"
# ## Écrit D — Le message à l'équipe
#
# *Environ 140 mots, dix lignes au plus · C15.3.*
#
# Écrit **descendant**, envoyé vendredi 12 juin à l'équipe par Inès Aubry : le comité a dit oui. La raison du changement, un résultat chiffré en mots de tous les jours ; pour Samuel, les montants et la date ; pour Jade, Lise et Yanis, à chacun sa tâche et son échéance.

# %% [markdown] role="manual" id="C15_3-message" mots=140
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# Bonjour à tous les quatre,
#
# Le comité a dit oui hier : même budget, mieux réparti. Ce qui compte désormais est ce que chaque euro rapporte une fois le thé payé.
#
# - **Samuel** : au 1er juillet, passe aux nouveaux montants (question 10), sans dépasser de plafond. Préviens-moi si le ROAS (ventes pour 1 € dépensé) reste deux semaines sous [cellule « ROAS d'équilibre »].
# - **Jade** : tes réseaux ouvrent plus de parcours qu'ils n'en concluent. Avant le 30 juin, propose deux annonces et un courriel de retour à 30 jours :
#   la part des clients de décembre revenus en janvier (question 8).
# - **Lise et Yanis** : dès lundi 15 juin, notez le motif de chaque annulation et demandez « Comment nous avez-vous connus ? ».
#
# Point tous ensemble le mardi 7 juillet à 9 h, dix minutes, devant le tableau de bord. Merci à vous.
#
# Inès
# ### END SOLUTION

# %% [markdown] role="grille" competence="C15.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence. Elle n'entre pas dans la note.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C15.1", "C15.2", "C15.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque, réponses, écrits et fichiers. Une question laissée sans réponse
#    ne bloque rien : elle vaut zéro, les autres comptent.
# 3. Le classeur `suivi.xlsx` est dans le dossier du notebook.
# 4. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
