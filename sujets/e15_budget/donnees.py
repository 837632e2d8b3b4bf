"""The draw of épreuve 15: the budget of Thymarelle's 360° campaign, one month before its end, and what its follow-up holds.

Orders of magnitude, net of VAT, of a regional launch in 2026-2027: 90,000 € over four months; a counter display of cardboard at 70-90 € for a run of
120 to 150; two weeks of urban posters in two towns at 11,000-15,000 €; an evening of launch at 5,800-8,200 €, a week of events at 6,800-9,800 €; a gross yearly wage of 26,000-52,000 € and employer's contributions of 34-44 %
of it (the case's convention); some 1,560 hours worked a year in a 35-hour firm, once leave and public holidays are taken off (5 weeks and 8 to 9 days).
Printed matter: 10 to 28 days between order and delivery.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

ENVELOPE = 90_000
CATEGORIES = ("Média", "Pharmacies", "Contenus", "Événements", "Clients")
#: (code, category, sub-category, what, fixed or variable, planned, number of invoices at least and most)
LINES = (
    ("L01", "Média", "Affichage", "Affichage à Nîmes et Montpellier", "fixe", 13000, 2, 3),
    ("L02", "Média", "Presse", "Presse régionale, quatre parutions", "fixe", 7000, 2, 4),
    ("L03", "Média", "Numérique", "Réseaux sociaux et liens sponsorisés, au clic", "variable", 17500, 4, 5),
    ("L04", "Pharmacies", "Présentoirs", "Conception et outil de découpe du présentoir", "fixe", 2800, 1, 2),
    ("L05", "Pharmacies", "Présentoirs", "Présentoirs, par pharmacie équipée", "variable", 9000, 3, 4),
    ("L06", "Pharmacies", "Formation", "Formation, par équipe formée", "variable", 5000, 3, 5),
    ("L07", "Contenus", "Création", "Création graphique, photographies et films", "fixe", 10200, 2, 4),
    ("L08", "Contenus", "Créateurs", "Créateurs de contenu, par publication", "variable", 3000, 3, 4),
    ("L09", "Événements", "Soirée", "Soirée de lancement : technique, décor, traiteur", "fixe", 6800, 2, 3),
    ("L10", "Événements", "Pharmacie", "Semaine de la recharge, par journée en pharmacie", "variable", 7600, 2, 4),
    ("L11", "Clients", "Courriel", "Outil d'envoi, forfait facturé par paliers", "fixe", 1500, 3, 5),
    ("L12", "Clients", "Imprimés", "Imprimés et échantillons, au mille", "variable", 6600, 3, 5),
)  # fmt: skip
#: Over by the end of April: nothing is left to invoice. Still bought by the click in June: something is.
OVER, RUNNING = ("L04", "L09"), ("L03", "L06", "L08")
#: Easter Monday, Ascension and Whit Monday of 2027 (article L. 3133-1 of the Code du travail).
OFF = np.array(["2027-03-29", "2027-05-06", "2027-05-17"], dtype="datetime64[D]")
ALERTS = ("vert", "orange", "rouge")

TEAM = (
    ("Mathilde Fabrègues", "directrice marketing et communication", 46000, 53000),
    ("Nadia Belkhir", "responsable des ventes en pharmacie", 37000, 43000),
    ("Hugo Castanier", "graphiste et fabrication", 27500, 31500),
    ("Vous", "chargé·e de marketing et communication", 26000, 30000),
)
#: Hours a week that each gives to each category, on a mean week; none: never.
HOURS = {
    "Mathilde Fabrègues": (1.2, 1.0, 0.8, 1.4, 0.6),
    "Nadia Belkhir": (0.0, 6.5, 0.0, 1.5, 0.0),
    "Hugo Castanier": (1.6, 2.6, 5.2, 1.2, 2.2),
    "Vous": (5.2, 2.4, 3.6, 3.0, 4.2),
}
WEEKS = pd.date_range("2027-01-11", "2027-06-28", freq="7D")
TODAY = pd.Timestamp("2027-05-31")

#: (code, bloc, theme, what the specification asks, clauses that meet it, clauses that do not); an empty clause: the contract is silent.
CLAUSES = (
    ("Délai", "hors RSE", "Livrer en 10 jours ouvrés au plus après le bon à tirer.",
     ("Livraison 8 jours ouvrés après le bon à tirer.", "Livraison 10 jours ouvrés après le bon à tirer."),
     ("Livraison 15 jours ouvrés après le bon à tirer.", "Livraison 12 jours ouvrés après le bon à tirer.")),
    ("Prix", "hors RSE", "Prix fermes jusqu'au 31 décembre 2027.",
     ("Prix fermes jusqu'au 31 janvier 2028.", "Prix fermes jusqu'au 31 décembre 2027."),
     ("Prix fermes jusqu'au 30 septembre 2027.", "Prix révisés chaque trimestre, selon l'indice du papier.")),
    ("Retard", "hors RSE", "Pénalité d'au moins 1 % du prix par jour de retard.",
     ("Pénalité de 1,5 % du prix par jour de retard.", "Pénalité de 1 % du prix par jour de retard."),
     ("Pénalité de 0,3 % du prix par jour de retard.", "Aucune pénalité avant le dixième jour de retard.")),
    ("Bon à tirer", "hors RSE", "Aucun tirage sans bon à tirer signé par Thymarelle.",
     ("Le tirage commence à réception du bon à tirer signé.",),
     ("Sans réponse sous 48 h, le bon à tirer vaut accord.",)),
    ("Quantités", "hors RSE", "Écart de quantité de 3 % au plus ; le surplus n'est pas facturé.",
     ("Écart de 2 % au plus ; surplus offert.", "Écart de 3 % au plus ; surplus offert."),
     ("Écart de 10 % au plus ; surplus facturé.", "Écart de 3 % au plus ; surplus facturé.")),
    ("Règlement", "hors RSE", "Aucun acompte ; règlement à 30 jours au moins.",
     ("Règlement à 45 jours, sans acompte.", "Règlement à 30 jours, sans acompte."),
     ("Acompte de 40 % à la commande, solde à 30 jours.", "Règlement à 15 jours, sans acompte.")),
    ("Papier", "RSE", "Papier recyclé à 80 % au moins.",
     ("Papier 100 % recyclé.", "Papier recyclé à 80 %."),
     ("Papier recyclé à 50 %.", "Papier recyclé selon les arrivages.")),
    #: No mineral oil here: since 1 January 2025 it is banned from what is printed for the public (order of 13 April 2022).
    ("Encres", "RSE", "Encres végétales, biosourcées à 70 % au moins.",
     ("Encres végétales, biosourcées à 75 %.",),
     ("Encres biosourcées à 30 %.",)),
    ("Transport", "RSE", "Une livraison groupée par mois, au plus.",
     ("Une livraison groupée tous les deux mois.", "Une livraison groupée chaque mois."),
     ("Une livraison par semaine.", "Livraison de chaque tirage dès qu'il est prêt.")),
    ("Insertion", "RSE", "10 % au moins des heures confiées à une entreprise adaptée ou à un ESAT.",
     ("12 % des heures sont confiées à une entreprise adaptée.", "10 % des heures sont confiées à un ESAT."),
     ("4 % des heures sont confiées à un ESAT.", "Recours à une entreprise adaptée lorsque la charge le permet.")),
)  # fmt: skip

STAGES = ("Devis", "Bon de commande", "Bon à tirer", "Bon de livraison", "Facture")
#: (what, supplier, line of the budget, printed, least and most ordered in euros net of VAT)
FILES = (
    ("Affiches de Nîmes, deuxième vague", "Garrigue Affichage", "L01", "oui", 2600, 4200),
    ("Parution, pleine page", "Régie Occigard", "L02", "non", 1500, 2300),
    ("Publicité sur les réseaux, deuxième tranche", "Lumicade", "L03", "non", 1900, 2900),
    ("Présentoirs, troisième tirage", "Cartonnelle", "L05", "oui", 2200, 3400),
    ("Formation de dix équipes", "Officéa Conseil", "L06", "non", 900, 1400),
    ("Film « La recharge, pas à pas »", "Studio Cévenolle", "L07", "non", 1700, 2600),
    ("Décor de la semaine de la recharge", "Scène Romarin", "L10", "non", 800, 1300),
    ("Goûter des pharmacies", "Mazet Traiteur", "L10", "non", 500, 900),
    ("Dépliants, réimpression", "Presses de l'Alzon", "L12", "oui", 700, 1200),
    ("Fiches conseil, réimpression", "Presses de l'Alzon", "L12", "oui", 350, 700),
    ("Étuis d'échantillons", "Cartonnelle", "L12", "oui", 500, 900),
    ("Affiches de Montpellier, deuxième vague", "Garrigue Affichage", "L01", "oui", 2800, 4400),
)  # fmt: skip
VISAS = ("MF", "HC", "NB")

#: (code, what, least and most a week)
SUPPORTS = (
    ("Présentoir", "Présentoir de comptoir, carton", 7, 13),
    ("Dépliant", "Dépliant de la gamme, six pages", 420, 820),
    ("Fiche conseil", "Fiche conseil pour le pharmacien, A4", 70, 140),
    ("Carte", "Carte « une recharge offerte »", 260, 520),
)
DECISIONS = ("alerter", "commander", "attendre")
OUT_WEEKS = pd.date_range("2027-03-22", "2027-05-24", freq="7D")
RECENT = 6


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Tables `lignes`, `pieces`, `equipe`, `temps`, `clauses`, `dossiers`, `documents`, `supports`, `sorties`.

    Amounts in euros net of VAT, dates as timestamps at midnight. KitError after 3,000 vain draws of a table.
    """
    seeds = rng.randint(2**31 - 1, size=5)
    streams = [np.random.RandomState(seed) for seed in seeds]
    team, times = tirer_jusqu_a(_time, lambda drawn: _time_checks(*drawn), streams[1])
    clauses = tirer_jusqu_a(_clauses, _clause_checks, streams[2])
    files, documents = tirer_jusqu_a(_files, lambda drawn: _file_checks(*drawn), streams[3])
    billed = documents[documents["piece"] == "Facture"].merge(files, on="dossier")
    lines, papers = tirer_jusqu_a(lambda rng: _budget(rng, billed), lambda drawn: _budget_checks(*drawn), streams[0])
    supports, withdrawn = tirer_jusqu_a(_stock, lambda drawn: _stock_checks(*drawn), streams[4])
    return {
        "lignes": lines,
        "pieces": papers,
        "equipe": team,
        "temps": times,
        "clauses": clauses.drop(columns="etat"),
        "dossiers": files.drop(columns="ligne"),
        "documents": documents,
        "supports": supports,
        "sorties": withdrawn,
    }


# --- the budget, its invoices and credit notes ---


def _budget(rng: np.random.RandomState, billed: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The lines and their papers; `billed`: the files of question 5, whose invoices are among the papers."""
    planned = np.array([5 * round(line[5] * rng.uniform(0.9, 1.1) / 5) for line in LINES], dtype=int)
    planned[0] += ENVELOPE - planned.sum()
    count = (rng.randint(3, 5), rng.randint(3, 5))
    alerts = rng.permutation([2] * count[0] + [1] * count[1] + [0] * (len(LINES) - sum(count)))
    noted = set(rng.choice(len(LINES), rng.randint(7, 10), replace=False))
    rows, papers = [], []
    for rank, (code, category, sub, what, kind, _, least, most) in enumerate(LINES):
        low, high = ((-0.18, 0.03), (0.056, 0.094), (0.112, 0.22))[alerts[rank]]
        landing = planned[rank] * (1 + rng.uniform(low, high))
        owned = billed[billed["ligne"] == code]
        none = code in OVER or (code not in RUNNING and rng.uniform() < 0.25)
        left = 0.0 if none else 10.0 * round(landing * rng.uniform(0.06, 0.22) / 10)
        note = round(landing * rng.uniform(0.03, 0.11), 2) if rank in noted else 0.0
        count = max(1, rng.randint(least, most + 1) - len(owned))
        shares = rng.dirichlet(np.full(count, 6.0)) * (landing - left + note - owned["facture"].sum())
        days = [_day(rng, "over" if code in OVER else kind) for _ in shares]
        for share, day in zip(shares, days, strict=True):
            papers.append((day, code, "facture", _amount(rng, share), None))
        for file in owned.itertuples():
            days.append(str(file.date.date()))
            papers.append((days[-1], code, "facture", file.facture, file.dossier))
        if note:
            # A credit note follows the first invoice.
            after = np.busday_offset(np.datetime64(min(days)), rng.randint(3, 16), holidays=OFF)
            papers.append((str(min(after, np.datetime64("2027-05-31"))), code, "avoir", note, None))
        rows.append((code, category, sub, what, kind, int(planned[rank]), left))
    lines = pd.DataFrame(rows, columns=["ligne", "categorie", "sous_categorie", "libelle", "charge", "prevu", "reste"])
    table = pd.DataFrame(papers, columns=["date", "ligne", "nature", "montant", "dossier"])
    table["date"] = pd.to_datetime(table["date"])
    table = table.sort_values(["date", "ligne", "montant"], ignore_index=True)
    table.insert(0, "piece", [f"P{rank:02d}" for rank in range(1, len(table) + 1)])
    return lines, table


def _day(rng: np.random.RandomState, kind: str) -> str:
    start, end = {
        "fixe": ("2027-02-08", "2027-05-20"),
        "variable": ("2027-03-08", "2027-05-28"),
        "over": ("2027-02-22", "2027-04-23"),
    }[kind]
    span = int(np.busday_count(start, end, holidays=OFF))
    return str(np.busday_offset(np.datetime64(start), rng.randint(span), holidays=OFF))


def _amount(rng: np.random.RandomState, amount: float) -> float:
    return float(round(amount / 5) * 5) if rng.uniform() < 0.5 else round(amount, 2)


def _landing(
    lines: pd.DataFrame, papers: pd.DataFrame, sign: int = -1, left: bool = True, twice: bool = False
) -> pd.Series:
    value = papers["montant"].where(papers["nature"] == "facture", sign * papers["montant"])
    if twice:
        value = value * (1 + papers["dossier"].notna())
    table = lines.set_index("ligne")
    return value.groupby(papers["ligne"]).sum() + (table["reste"] if left else 0)


def _colour(gap_pct: pd.Series) -> pd.Series:
    return pd.Series(np.select([gap_pct > 10, gap_pct > 5], ["rouge", "orange"], "vert"), gap_pct.index)


def _budget_checks(lines: pd.DataFrame, papers: pd.DataFrame) -> Conditions:
    table = lines.set_index("ligne")
    yield (
        "des montants de métier",
        bool((table["prevu"] >= 1200).all()) and 10500 <= table["prevu"].iloc[0] <= 16000,
    )
    yield "des pièces positives", bool((papers["montant"] > 60).all())
    yield "des pièces d'avant le 1er mars", int((papers["date"] < "2027-03-01").sum()) >= 2
    landing = _landing(lines, papers)
    pct = 100 * (landing / table["prevu"] - 1)
    yield (
        "loin des seuils",
        bool((abs(pct - 10) > 0.5).all() and (abs(pct - 5) > 0.5).all() and (abs(pct) > 0.3).all()),
    )
    colours = _colour(pct)
    yield "les trois couleurs", bool((colours.value_counts().reindex(ALERTS, fill_value=0) >= 3).all())
    for name, other in (
        ("avoir ajouté", _landing(lines, papers, 1)),
        ("avoir ignoré", _landing(lines, papers, 0)),
        ("reste oublié", _landing(lines, papers, left=False)),
        ("dossiers ajoutés", _landing(lines, papers, twice=True)),
    ):
        wrong = _colour(100 * (other / table["prevu"] - 1))
        yield f"{name} : une couleur au moins change", bool((wrong != colours).sum() >= 1)
    by_category = (landing - table["prevu"]).groupby(table["categorie"]).sum()
    share = 100 * by_category / table["prevu"].groupby(table["categorie"]).sum()
    yield "des catégories au-dessus, d'autres au-dessous", 2 <= int((by_category > 0).sum()) <= 4
    yield "des écarts nets", bool((abs(by_category) > 90).all() and (abs(share) > 0.6).all())
    split = (landing - table["prevu"]).groupby([table["categorie"], table["charge"]]).sum()
    yield "fixe et variable, nets", bool((abs(split) > 25).all())
    worst = np.sort(by_category)
    yield "une catégorie dépasse le plus", worst[-1] > 1.15 * worst[-2]
    yield "l'enveloppe n'est pas frôlée", abs(float(landing.sum()) - ENVELOPE) > 400


# --- the time of the team ---


def _time(rng: np.random.RandomState) -> tuple[pd.DataFrame, pd.DataFrame]:
    wages = [100 * rng.randint(low // 100, high // 100 + 1) for *_, low, high in TEAM]
    # The higher the wage, the higher the rate: the reliefs on contributions fade.
    rates = np.sort(rng.choice(np.arange(34, 45), len(TEAM), replace=False))
    ranks = np.argsort(np.argsort(wages, kind="stable"))
    team = pd.DataFrame(
        [
            (name, role, wage, int(rates[rank]), 10 * rng.randint(152, 161))
            for (name, role, *_), wage, rank in zip(TEAM, wages, ranks, strict=True)
        ],
        columns=["personne", "fonction", "brut_annuel", "charges", "heures_an"],
    )
    rows = []
    lean = rng.uniform(0.55, 1.5, (len(TEAM), len(CATEGORIES)))
    for week, monday in enumerate(WEEKS):
        # Busiest around the launch of 16 March, quieter in May.
        pace = 0.55 + 0.75 * np.exp(-(((week - 8) / 5.0) ** 2)) + 0.25 * (monday >= TODAY)
        for i, (name, means) in enumerate(HOURS.items()):
            for j, mean in enumerate(means):
                hours = round(2 * mean * lean[i, j] * pace * rng.uniform(0.5, 1.5)) / 2
                if hours >= 1.5:
                    rows.append((monday, name, CATEGORIES[j], hours, "prévu" if monday >= TODAY else "fait"))
    return team, pd.DataFrame(rows, columns=["semaine", "personne", "categorie", "heures", "etat"])


def _time_checks(team: pd.DataFrame, times: pd.DataFrame) -> Conditions:
    by_category = times["heures"].groupby(times["categorie"]).sum()
    yield (
        "chaque catégorie a ses heures",
        len(by_category) == len(CATEGORIES) and bool((by_category > 90).all()),
    )
    yield (
        "des semaines possibles",
        bool(times["heures"].groupby([times["semaine"], times["personne"]]).sum().max() <= 34),
    )
    yield (
        "juin compte",
        float(times.loc[times["etat"] == "prévu", "heures"].sum()) > 0.08 * float(times["heures"].sum()),
    )


# --- the contract and its specification ---


def _clauses(rng: np.random.RandomState) -> pd.DataFrame:
    rate = {"hors RSE": rng.uniform(0.25, 0.95), "RSE": rng.uniform(0.2, 0.95)}
    rows = []
    for theme, bloc, asked, met, unmet in CLAUSES:
        fate = rng.uniform()
        if fate < rate[bloc]:
            told, state = str(rng.choice(met)), "respectée"
        elif fate < rate[bloc] + 0.35 * (1 - rate[bloc]):
            told, state = None, "muette"
        else:
            told, state = str(rng.choice(unmet)), "contraire"
        rows.append((theme, bloc, 2 * rng.randint(1, 6) - int(1000 * fate) % 2, asked, told, state))
    return pd.DataFrame(rows, columns=["clause", "bloc", "poids", "demande", "contrat", "etat"])


def _clause_checks(clauses: pd.DataFrame) -> Conditions:
    met = clauses["etat"] == "respectée"
    weight = clauses["poids"]
    rates, plain, spoken = {}, {}, {}
    for bloc in ("hors RSE", "RSE"):
        here = clauses["bloc"] == bloc
        rates[bloc] = 100 * float(weight[here & met].sum() / weight[here].sum())
        plain[bloc] = 100 * float(met[here].mean())
        told = here & (clauses["etat"] != "muette")
        spoken[bloc] = 100 * float(weight[told & met].sum() / max(1, weight[told].sum()))
    yield (
        "un contrat que l'on discute",
        all(15 < r < 95 for r in rates.values()) and all(abs(r - 80) > 1 for r in rates.values()),
    )
    yield "un taux n'est pas son complément", all(abs(r - 50) > 2 for r in rates.values())
    unmet = clauses[~met].groupby("bloc")["poids"]
    yield (
        "une première exigence par bloc",
        len(unmet) == 2 and all((weights == weights.max()).sum() == 1 for _, weights in unmet),
    )
    after = [rates[bloc] + 100 * weights.max() / weight[clauses["bloc"] == bloc].sum() for bloc, weights in unmet]
    yield "une concession suffit, ou non", all(abs(r - 80) > 1 for r in after)
    yield "une clause au moins de chaque sorte", set(clauses["etat"]) == {"respectée", "muette", "contraire"}
    told = clauses[~met & (clauses["etat"] == "contraire")]
    yield "une exigence contredite par bloc", told["bloc"].nunique() == 2
    heaviest = [(weights == weights.max()).sum() == 1 for _, weights in told.groupby("bloc")["poids"]]
    yield "une première contredite par bloc", all(heaviest)
    yield "le poids compte", all(abs(rates[b] - plain[b]) > 3 for b in rates)
    whole = 100 * float(weight[met].sum() / weight.sum())
    yield "une clause muette compte", sum(abs(rates[b] - spoken[b]) > 3 for b in rates) >= 1
    yield (
        "chaque bloc a son taux",
        abs(rates["RSE"] - rates["hors RSE"]) > 5 and abs(whole - rates["RSE"]) > 2,
    )
    yield "les poids diffèrent", weight.nunique() >= 4


# --- the circuit of documents ---


def _files(rng: np.random.RandomState) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows, papers = [], []
    faults = [stage for stage in (0, 1, 3, 4) for _ in range(rng.randint(1, 3))]
    stops = rng.permutation(faults + [None] * (len(FILES) - len(faults)))
    printed = [i for i, line in enumerate(FILES) if line[3] == "oui"]
    proof = set(rng.choice(printed, rng.randint(1, 4), replace=False))
    again = set(rng.choice(printed, 2, replace=False))
    for rank, (what, supplier, line, print_, low, high) in enumerate(FILES):
        stop = 2 if rank in proof else stops[rank]
        # A second fault, further on: the file stops at the first one all the same.
        later = [stage for stage in range(5) if stop is not None and stage > stop]
        if print_ == "non" and 2 in later:
            later.remove(2)
        second = int(rng.choice(later)) if later and rng.uniform() < 0.75 else None
        ordered = float(5 * rng.randint(low // 5, high // 5))
        billed = ordered
        if 4 in (stop, second):
            billed = round(ordered * rng.uniform(1.03, 1.14) / 5) * 5.0
        elif rng.uniform() < 0.3:
            # In several invoices, or fewer copies than ordered: no fault.
            billed = round(ordered * rng.uniform(0.6, 0.92) / 5) * 5.0
        code = f"D{rank + 1:02d}"
        rows.append((code, what, supplier, line, print_, ordered, billed))
        day = np.busday_offset("2027-03-15", rng.randint(0, 9), holidays=OFF)
        for stage, name in enumerate(STAGES):
            if name == "Bon à tirer" and print_ == "non":
                continue
            day = np.busday_offset(day, rng.randint(2, 9), holidays=OFF)
            if name == "Facture":
                papers.append((code, name, day, "—"))
                continue
            fault = stage in (stop, second)
            visa = str(rng.choice(VISAS))
            if fault and rng.uniform() < 0.5:
                continue
            if name == "Bon à tirer" and rank in again:
                papers.append((code, name, day, None))
                day = np.busday_offset(day, rng.randint(1, 4), holidays=OFF)
            papers.append((code, name, day, None if fault else visa))
    files = pd.DataFrame(rows, columns=["dossier", "objet", "fournisseur", "ligne", "imprime", "commande", "facture"])
    table = pd.DataFrame(papers, columns=["dossier", "piece", "date", "visa"])
    table["date"] = pd.to_datetime(table["date"])
    table.loc[table["piece"] == "Facture", "visa"] = None
    return files, table


def _stops(
    files: pd.DataFrame,
    documents: pd.DataFrame,
    needs_visa: bool = True,
    proof_for_all: bool = False,
    each_version: bool = False,
) -> pd.DataFrame:
    """The stages at fault, a row a file, in the order of the circuit."""
    kept = documents[documents["visa"].notna()] if needs_visa else documents
    have = set(zip(kept["dossier"], kept["piece"], strict=True))
    if each_version:
        bare = documents[documents["visa"].isna()]
        have -= set(zip(bare["dossier"], bare["piece"], strict=True))
    found = {}
    for file in files.itertuples():
        wanted = [s for s in STAGES[:4] if s != "Bon à tirer" or proof_for_all or file.imprime == "oui"]
        found[file.dossier] = [s in wanted and (file.dossier, s) not in have for s in STAGES[:4]] + [
            file.facture > file.commande
        ]
    return pd.DataFrame.from_dict(found, orient="index", columns=list(STAGES))


def _first(faults: pd.DataFrame) -> pd.Series:
    """The first stage at fault of each file, "" where there is none."""
    return faults.idxmax(axis=1).where(faults.any(axis=1), "")


def _file_checks(files: pd.DataFrame, documents: pd.DataFrame) -> Conditions:
    faults = _stops(files, documents)
    right = _first(faults)
    count = right.value_counts().reindex(STAGES, fill_value=0)
    yield "chaque étape arrête un à trois dossiers", bool(count.between(1, 3).all())
    yield "six à neuf dossiers arrêtés", 6 <= int(count.sum()) <= 9
    yield "des montants", bool((files["facture"] > 150).all())
    yield (
        "tout est reçu fin mai",
        bool((documents["date"] <= "2027-05-28").all()),
    )
    yield "les défauts cumulés touchent trois étapes", int((faults.sum() != count).sum()) >= 3
    other = files["facture"].to_numpy() != files["commande"].to_numpy()
    yield (
        "commande et facture diffèrent à trois étapes",
        right[other & (right != "").to_numpy()].nunique() >= 3,
    )
    yield "des factures partielles", int((files["facture"] < files["commande"]).sum()) >= 2
    partial = (files["facture"] < files["commande"]).to_numpy()
    yield "une facture partielle sans défaut", bool((partial & (right == "").to_numpy()).any())
    absent = _first(_stops(files, documents, needs_visa=False))
    yield "les visas comptent", int((absent != right).sum()) >= 3
    yield (
        "le bon à tirer des non-imprimés",
        int((_first(_stops(files, documents, proof_for_all=True)) != right).sum()) >= 3,
    )
    yield (
        "les bons à tirer refaits",
        bool((_first(_stops(files, documents, each_version=True)) != right).any()),
    )


# --- the stock of printed matter ---


def _stock(rng: np.random.RandomState) -> tuple[pd.DataFrame, pd.DataFrame]:
    fates = rng.permutation([0, 1, 2, rng.randint(3)])
    rows, out = [], []
    for (code, what, low, high), fate in zip(SUPPORTS, fates, strict=True):
        weekly = rng.uniform(low, high)
        trend = rng.choice((rng.uniform(1.25, 1.7), rng.uniform(0.55, 0.8)))
        count = len(OUT_WEEKS)
        quantities = []
        for week, monday in enumerate(OUT_WEEKS):
            level = weekly * (trend if week < count - RECENT else 1) * rng.uniform(0.8, 1.2)
            quantities.append(max(1, round(level)))
            out.append((monday, code, quantities[-1]))
        mean = float(np.mean(quantities[-RECENT:]))
        delay = int(rng.choice((10, 12, 14, 18, 21, 24, 28)))
        safety = int(rng.randint(1, 4))
        point = delay / 7 + safety
        cover = (
            rng.uniform(0.3, 0.85) * delay / 7,
            rng.uniform(delay / 7 + 0.25 * safety, delay / 7 + 0.85 * safety),
            rng.uniform(point + 0.7, point + 7),
        )[fate]
        rows.append((code, what, round(cover * mean), delay, safety))
    supports = pd.DataFrame(rows, columns=["support", "libelle", "stock", "delai", "securite"])
    return supports, pd.DataFrame(out, columns=["semaine", "support", "quantite"])


def _decide(stock: pd.Series, weekly: pd.Series, weeks: pd.Series, safety: pd.Series) -> pd.Series:
    point, cover = weekly * (weeks + safety), stock / weekly
    return pd.Series(np.select([cover < weeks, stock <= point], ["alerter", "commander"], "attendre"), stock.index)


def _stock_checks(supports: pd.DataFrame, withdrawn: pd.DataFrame) -> Conditions:
    table = supports.set_index("support")
    recent = withdrawn[withdrawn["semaine"] >= OUT_WEEKS[-RECENT]]
    weekly = recent.groupby("support")["quantite"].mean().reindex(table.index)
    weeks = table["delai"] / 7
    right = _decide(table["stock"], weekly, weeks, table["securite"])
    yield (
        "les trois décisions",
        bool(right.value_counts().reindex(DECISIONS, fill_value=0).between(1, 2).all()),
    )
    cover, point = table["stock"] / weekly, weekly * (weeks + table["securite"])
    yield (
        "loin des seuils",
        bool((abs(cover - weeks) > 0.12).all() and (abs(table["stock"] / point - 1) > 0.03).all()),
    )
    whole = withdrawn.groupby("support")["quantite"].mean().reindex(table.index)
    yield "les semaines récentes comptent", bool((abs(whole / weekly - 1) > 0.04).all())
    five = recent[recent["semaine"] > OUT_WEEKS[-RECENT]].groupby("support")["quantite"].mean()
    yield "la première des six semaines aussi", bool((abs(five / weekly - 1) > 0.012).sum() >= 3)
    yield (
        "et changent une décision",
        bool((_decide(table["stock"], whole, weeks, table["securite"]) != right).any()),
    )
    yield "des ruptures d'ici la fin d'août", bool((cover < 13).all())
