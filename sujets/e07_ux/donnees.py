"""The draw of épreuve 7: the customer journey of Merrandine, a fictional maker of furniture that sells online.

What must be decided (a weak step, a verdict, a class of score) is drawn first, and the rows are made from it. Each part has a stream
of its own: one may be tuned without moving the others.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]
Rng = np.random.RandomState

POINTS = ("Annonces", "Fiche produit", "Échantillons", "Commande", "Suivi", "Livraison", "Montage")

# What customers say, by touchpoint: gestures; thoughts; gestures then a thought; emotions; gestures then an emotion. Each text names one
# touchpoint and one only, and no text of gestures holds a word of thought or of emotion: the rule of question 1 has one reading. The three
# touchpoints that come before the order are coded already: the same skill, and as many sentences again to read.
SAID = {
    "Commande": (
        ("J'ai laissé le panier ouvert et je suis allé dîner.", "J'ai retapé mon adresse {n} fois avant le paiement.", "On a vidé le panier, puis on l'a rempli sur l'ordinateur.", "J'ai choisi le paiement en trois fois.", "J'ai envoyé une photo du panier, avec le {m}, à mon frère."),
        ("Je me demande pourquoi le panier ajoute des frais à la fin.", "Je croyais que le paiement en trois fois était gratuit.", "Je calculais, devant le panier, ce que coûterait le même {m} d'occasion.", "Selon moi, le code de réduction devrait se voir avant le paiement."),
        ("J'ai ôté le {m} du panier, et je me suis dit que j'attendrais les soldes.", "On a refait le paiement, car je pensais que le premier n'était pas passé."),
        ("Le paiement a échoué {n} fois, j'étais angoissée pour ma carte.", "Un paiement en deux clics, quel soulagement.", "Furieux, le panier s'est vidé tout seul.", "Le panier garde tout, et cela me rassure.", "Voir le total du panier grimper à la fin, ça m'a mise en colère."),
        ("J'ai validé le paiement les yeux fermés, j'avais peur de la taille du {m}.", "J'ai rempli le panier avec ma fille, toutes les deux ravies.", "On a quitté le panier, déçus par les frais de port."),
    ),
    "Suivi": (
        ("J'ai appelé le service client un mardi à midi.", "J'ai ouvert le courriel de suivi tous les matins.", "On a cherché le numéro de suivi dans les indésirables.", "J'ai écrit {n} messages au service client.", "J'ai classé les courriels de suivi dans un dossier."),
        ("Je me demande ce que veut dire « en préparation » dans le suivi.", "Je pensais que le service client répondait le samedi.", "À mon avis, un courriel de suivi par semaine suffirait.", "Je suppose que le suivi est rempli par une machine."),
        ("J'ai rappelé le service client, car je croyais mon dossier perdu.", "J'ai relu le suivi, et je me suis dit que la date avait encore glissé."),
        ("{n} semaines sans un mot de suivi, j'étais inquiète.", "Le service client m'a répondu en cinq minutes, je suis ravi.", "Le suivi change de date chaque lundi, cela me met en colère.", "Soulagée, le service client a retrouvé mon dossier.", "Le suivi montre l'atelier en photo, nous en étions tout heureux."),
        ("J'ai attendu {n} minutes le service client, et j'étais furieux.", "J'ai rouvert la page de suivi toute la soirée, angoissée.", "On a remercié le service client, contents d'entendre une vraie voix."),
    ),
    "Livraison": (
        ("J'ai démonté la porte avant la livraison.", "J'ai aidé le livreur à passer l'escalier.", "On a reporté la livraison d'une semaine.", "J'ai signé le bon du livreur sur le palier.", "J'ai pris une demi-journée pour la livraison du {m}."),
        ("Je croyais que la livraison comprenait l'étage.", "Je me demande pourquoi le livreur n'avait pas de diable.", "Selon moi, un créneau de livraison de {n} heures n'en est pas un.", "Je pensais que le livreur reprendrait les cartons."),
        ("J'ai contrôlé chaque angle devant le livreur, et je crois qu'une rayure m'a échappé.", "On a refusé la livraison, car je me suis dit que le carton avait pris l'eau."),
        ("Le livreur est reparti sans sonner, j'étais furieuse.", "Quel soulagement de voir la livraison arriver à l'heure.", "Le livreur portait le {m} avec des gants blancs, nous étions charmés.", "Déçu, la livraison est tombée un jour où je travaillais.", "J'avais honte de demander au livreur de monter {n} étages."),
        ("J'ai guetté la livraison tout l'après-midi, de plus en plus énervé.", "J'ai filmé la livraison, fière comme tout.", "On a regardé le livreur caler le {m} dans l'escalier, inquiets pour le mur."),
    ),
    "Montage": (
        ("J'ai étalé toutes les vis avant le montage.", "J'ai lu la notice d'un bout à l'autre.", "On a recommencé le montage à l'étape {n}.", "J'ai emprunté une visseuse pour le montage.", "J'ai collé la notice au dos du {m}."),
        ("Je me demande à quoi sert la pièce H de la notice.", "Je pensais le montage possible tout seul.", "À mon avis, la notice oublie une étape.", "Je croyais qu'il fallait deux heures de montage, il en faut {n}."),
        ("J'ai retourné le plateau, car je me suis dit que la notice le montrait à l'envers.", "On a arrêté le montage à minuit, et je suppose qu'il manque une vis."),
        ("Très fier de mon montage, pas une vis de trop.", "Le montage m'a énervé jusqu'à minuit.", "La notice est si claire que j'en étais heureuse.", "J'avais peur de fendre le bois pendant le montage.", "Quel plaisir, une notice sans jargon."),
        ("J'ai fini le montage avec mon fils, fiers tous les deux.", "J'ai jeté la notice à l'étape {n}, furieuse.", "On a posé le {m} au bout de {n} heures de montage, soulagés."),
    ),
}  # fmt: skip
#: Of no touchpoint.
ELSEWHERE = (
    "Votre stand à la foire était très joli.", "Vous devriez ouvrir un magasin dans l'Ouest.",
    "Je cherche un stage en menuiserie, à qui faut-il écrire ?", "Faites-vous aussi des meubles de jardin ?",
    "Merci d'ôter mon nom de votre fichier.", "Mon grand-père travaillait déjà le hêtre en Sologne.",
    "Bravo à toute l'équipe, continuez.", "Vos horaires du samedi ne sont nulle part.",
)  # fmt: skip
#: Of « la couleur du … » : all masculine, and none that begins with a vowel.
FURNITURE = ("canapé", "buffet", "fauteuil", "lit", "bureau", "banc")
VERBATIMS = 28
HEARD = ("enquête", "avis en ligne", "téléphone", "réseaux sociaux")

#: Share of customers that each touchpoint concerns: some never saw an advertisement, few have what they buy assembled by the firm.
CONCERNED = (0.72, 0.97, 0.5, 1.0, 0.93, 1.0, 0.64)
CLIENTS = (260, 400)

#: Fixed cost (€ excl. VAT), then either (cost by customer, drawn) or (customers reached, drawn): the other one follows from the cost by
#: customer, all included, that is aimed at. Orders of magnitude of 2026: a dozen planed slips of wood on a ring 3 to 6 €, a small candle
#: bought by the thousand 3 to 7 €, a cotton cover 4 to 7 €, an augmented-reality catalogue 18,000 to 28,000 €, a joiner's hour 32 € with
#: charges shared by a dozen visitors. What is delivered with the furniture reaches no more than the orders that leave after 15 March: 7,300
#: out of 9,200 a year. Last, the weeks that it takes when it is in time, then when it is late: only what hangs on suppliers, developers or
#: partners can be.
IDEAS = (
    ("Nuancier d'essences à garder, joint aux échantillons", "toucher", "Échantillons", (2400, 3600), "clients", (1700, 2600), (9, 16), (18, 22)),
    ("Bougie à la cire et au chêne, glissée dans le colis", "odorat", "Livraison", (700, 1300), "clients", (6000, 7200), (6, 13), None),
    ("Trousse de cire et de chiffons pour la première finition", "odorat et toucher", "Montage", (1200, 2100), "clients", (3900, 5000), (5, 12), None),
    ("Bruits du tiroir et du cuir dans les fiches", "ouïe", "Fiche produit", (8800, 13900), "cout", (0.0, 0.0), (9, 16), (18, 22)),
    ("Meuble en réalité augmentée, à sa taille, chez soi", "vue", "Fiche produit", (18200, 27500), "cout", (0.25, 0.6), (12, 16), (18, 26)),
    ("Visite de l'atelier en visio avec un menuisier", "vue et ouïe", "Suivi", (900, 1900), "cout", (1.5, 2.3), (4, 9), None),
    ("Housse de coton à garder, à la place du plastique", "toucher", "Livraison", (2000, 3500), "clients", (5800, 7000), (8, 16), (18, 21)),
    ("Coin d'essai chez douze cafés partenaires", "toucher et vue", "Annonces", (9200, 14800), "cout", (0.4, 0.9), (11, 16), (18, 24)),
)  # fmt: skip
WEEKS = 16

STEPS = ("panier", "coordonnées", "livraison", "paiement", "confirmation")
#: What each step is called in the file.
COLUMNS = {step: step.replace("é", "e") for step in STEPS}
#: Seconds that most people take at each step, about.
USUAL = {"panier": 45, "coordonnées": 80, "livraison": 40, "paiement": 70}
#: Ordinary loss at each step, as a share of those who reach it: a basket out of three or four becomes an order, as is usual online.
ORDINARY = {
    "panier": (0.24, 0.33),
    "coordonnées": (0.13, 0.25),
    "livraison": (0.12, 0.25),
    "paiement": (0.1, 0.2),
}
#: What the weak one loses.
WEAK = (0.38, 0.52)
DEVICES = ("mobile", "ordinateur")

BUTTONS = (
    ("Fiche produit", "Ajouter au panier", "Je le veux chez moi", (0.072, 0.088), (7500, 8500)),
    ("Page des tissus", "Commander des échantillons", "Toucher avant de choisir", (0.042, 0.053), (6500, 7500)),
    ("Page des canapés", "Voir les canapés", "Trouver mon canapé", (0.085, 0.105), (4500, 5500)),
)  # fmt: skip
#: What the three tests come to, in any order: B proven; A, B being above or below but unproven; under the minimum, B seeming proven or not.
#: Each time a gap that flatters B without proof, and a test looked at too early.
OUTCOMES = tuple(
    ("A au-dessus", early, third)
    for early, other in (("tôt, net", "tôt, flou"), ("tôt, flou", "tôt, net"))
    for third in ("B", "B", "B", "B", "B", "A dessous", other)
)


def tirer(rng: Rng) -> dict[str, pd.DataFrame]:
    """Tables `verbatims`, `imagine`, `satisfaction`, `idees`, `evenements`, `boutons`, `essais`."""
    words, marks, ideas, funnel, tests = (Rng(seed) for seed in rng.randint(0, 2**31 - 1, 5))
    imagined, satisfaction = tirer_jusqu_a(_marks, _mark_checks, marks)
    # The weak steps are drawn before the loop: refusals would settle them. Never both the first: number and share would agree.
    weak = tuple(funnel.choice(STEPS[:4], 2, replace=False))
    return {
        "verbatims": _verbatims(words),
        "imagine": imagined,
        "satisfaction": satisfaction,
        "idees": _ideas(ideas),
        "evenements": tirer_jusqu_a(lambda r: _events(r, weak), lambda t: _event_checks(t, weak), funnel),
        **_tests(tests),
    }


# --- what customers say ---


def _verbatims(rng: Rng) -> pd.DataFrame:
    """Twenty-eight lines, three to five of which are of no touchpoint; no sentence comes back."""
    away = rng.randint(3, 6)
    counts = tirer_jusqu_a(_counts, lambda c: _count_checks(c, VERBATIMS - away), rng)
    texts = list(rng.permutation(ELSEWHERE)[:away])
    for said, (doing, thinking, feeling) in zip(SAID.values(), counts, strict=True):
        gestures, thoughts, gestures_thoughts, emotions, gestures_emotions = said
        texts += list(rng.permutation(gestures)[:doing])
        texts += list(rng.permutation(thoughts + gestures_thoughts)[:thinking])
        texts += list(rng.permutation(emotions + gestures_emotions)[:feeling])
    lines = [str(t).format(m=rng.choice(FURNITURE), n=rng.randint(3, 9)) for t in rng.permutation(texts)]
    days = np.sort(rng.randint(0, 56, VERBATIMS))
    return pd.DataFrame(
        {
            "numero": np.arange(1, VERBATIMS + 1),
            "date": pd.Timestamp("2026-09-07") + pd.to_timedelta(days, unit="D"),
            "origine": rng.choice(HEARD, VERBATIMS, p=(0.45, 0.3, 0.15, 0.1)),
            "verbatim": lines,
        }
    )


def _counts(rng: Rng) -> np.ndarray:
    """Four touchpoints by three registers, each count as likely as another: what is usual must not be guessed."""
    return rng.randint(0, 5, (len(SAID), 3))


def _count_checks(counts: np.ndarray, size: int) -> Conditions:
    yield "vingt-huit lignes", int(counts.sum()) == size
    yield "chaque point est nommé", bool((counts.sum(axis=1) >= 3).all())
    yield "chaque registre est entendu", bool((counts.sum(axis=0) >= 5).all())


# --- imagined, and lived ---


def _marks(rng: Rng) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the committee imagines, and some 2,300 marks from 1 to 10, 0 where the touchpoint did not concern the customer."""
    gaps = rng.permutation([rng.uniform(2.1, 2.9), rng.uniform(1.2, 1.7), rng.uniform(0.7, 1.1), rng.uniform(0.2, 0.6), rng.uniform(-0.1, 0.3), rng.uniform(-0.5, -0.2), rng.uniform(-1.0, -0.6)])  # fmt: skip
    imagined = np.round(rng.uniform(6.9, 8.9, 7), 1)
    rows = []
    skipped, met = rng.uniform(0.01, 0.11, 7), np.array(CONCERNED) - rng.uniform(0, 0.12, 7)
    for client in range(1, rng.randint(*CLIENTS)):
        mood = rng.normal(0, 0.7)
        for point, name in enumerate(POINTS):
            if rng.uniform() < skipped[point]:
                continue  # a question skipped has no line
            mark = np.clip(np.round(imagined[point] - gaps[point] + mood + rng.normal(0, 1.5)), 1, 10)
            rows.append((f"R{client:03d}", name, int(mark) if rng.uniform() < met[point] else 0))
    table = pd.DataFrame(rows, columns=["repondant", "point", "note"])
    table.insert(0, "numero", np.arange(1, len(table) + 1))
    return pd.DataFrame({"ordre": np.arange(1, 8), "point": POINTS, "note_imaginee": imagined}), table


def _mark_checks(tables: tuple[pd.DataFrame, pd.DataFrame]) -> Conditions:
    imagined, marks = tables
    lived = marks[marks["note"] > 0].groupby("point")["note"].mean()
    gaps = np.sort(imagined.set_index("point")["note_imaginee"] - lived)
    yield "un écart se détache", gaps[-1] > gaps[-2] + 0.35
    yield "un point dépasse ce qu'on imagine", gaps[0] < -0.15
    yield "des notes vécues vraisemblables", bool(lived.between(4.6, 9.2).all())


# --- sensory ideas ---


def _ideas(rng: Rng) -> pd.DataFrame:
    """Eight ideas, two to four of which hold; what stops the others is drawn, then what each costs and how long it takes."""
    may_be_late = [place for place, idea in enumerate(IDEAS) if idea[-1]]
    late = rng.permutation(may_be_late)[: rng.randint(2, 4)]
    # The first is dear too, the second is not: price alone, or delay alone, does not say what is kept.
    late_and_dear = {late[0], *late[2:]}
    others = [place for place in range(len(IDEAS)) if place not in late]
    kept = rng.permutation(others)[: rng.randint(2, len(others) - 1)]
    rows: list[tuple] = []
    for place, (name, sense, point, fixed, drawn, bounds, on_time, too_late) in enumerate(IDEAS):
        dear = place in late_and_dear or (place not in late and place not in kept)
        # What is given to keep is not bought for two euros.
        aim = rng.uniform(5.5, 7.6) if dear else rng.uniform(4.0 if drawn == "clients" else 2.9, 4.8)
        cost = int(np.round(rng.uniform(*fixed), -2))
        if drawn == "clients":
            clients = int(np.round(rng.uniform(*bounds), -1))
            each = round(aim - cost / clients, 2)
        else:
            each = round(rng.uniform(*bounds), 2)
            clients = int(np.round(cost / (aim - each), -1))
        first, last = too_late if place in late else on_time
        weeks = rng.randint(first, last + 1)
        rows.append((name, sense, point, cost, each, clients, weeks))
    columns = ["idee", "sens", "point", "cout_fixe", "cout_par_client", "clients", "semaines"]
    table = pd.DataFrame(rows, columns=columns)
    order = rng.permutation(len(table))
    table = table.iloc[order].reset_index(drop=True)
    table.insert(0, "code", [f"I{i}" for i in range(1, len(table) + 1)])
    return table


# --- from basket to confirmation ---


def _events(rng: Rng, weak: tuple[str, ...]) -> pd.DataFrame:
    """About 1,600 lines, one a session: the second at which each page is first displayed, empty where it never is."""
    rows: list[dict[str, object]] = []
    for device, size, faint in zip(DEVICES, (rng.randint(900, 1010), rng.randint(560, 650)), weak, strict=True):
        losses = {s: rng.uniform(*(WEAK if s == faint else ORDINARY[s])) for s in STEPS[:4]}
        paces = {s: USUAL[s] * rng.uniform(0.6, 1.6) for s in STEPS[:4]}
        for _ in range(size):
            row: dict[str, object] = {"day": int(rng.choice(28, p=WEEK)), "appareil": device}
            clock = 0
            for step in STEPS:
                row[COLUMNS[step]] = clock
                if step == STEPS[-1]:
                    break
                stay = int(np.ceil(paces[step] * np.exp(rng.normal(0, 0.5))))
                if rng.uniform() < 0.07:  # the page stays open while one measures the room, or sleeps on it
                    stay += rng.randint(600, 3600)
                if rng.uniform() < losses[step]:
                    break
                clock += stay
            rows.append(row)
    # Numbers follow the days, as a log's do.
    table = pd.DataFrame(rows)
    table = table.iloc[np.lexsort((rng.permutation(len(table)), table["day"].to_numpy()))]
    table = table.reset_index(drop=True)
    table["jour"] = pd.Timestamp("2026-10-05") + pd.to_timedelta(table["day"], unit="D")
    table["session"] = [f"S{number:04d}" for number in range(1, len(table) + 1)]
    return table[["session", "jour", "appareil", *COLUMNS.values()]]


#: Four weeks from a Monday: furniture is looked at on Sundays.
WEEK = np.tile([0.9, 0.85, 0.95, 0.95, 0.8, 1.15, 1.5], 4) / np.tile([0.9, 0.85, 0.95, 0.95, 0.8, 1.15, 1.5], 4).sum()


def _event_checks(table: pd.DataFrame, weak: tuple[str, ...]) -> Conditions:
    by_number, shares = [], []
    for device, faint in zip(DEVICES, weak, strict=True):
        seen = table.loc[table["appareil"] == device, list(COLUMNS.values())].set_axis(list(STEPS), axis=1)
        reached = seen.notna().sum()
        lost = reached.to_numpy()[:4] - reached.to_numpy()[1:]
        share = pd.Series(lost / reached.to_numpy()[:4], index=STEPS[:4])
        ranked = share.sort_values()
        yield (
            "la plus grande perte voulue",
            ranked.index[-1] == faint and ranked.iloc[-1] > 1.15 * ranked.iloc[-2],
        )
        yield "le nombre se détache", np.diff(np.sort(lost))[-1] >= 4
        by_number.append(STEPS[int(lost.argmax())])
        shares.append(faint)
        stay = (seen[STEPS[STEPS.index(faint) + 1]] - seen[faint]).dropna()
        yield "la moyenne trompe", stay.mean() > 1.2 * stay.median()
    yield "le nombre n'est pas la part", by_number != shares


# --- two texts for a button ---


def _tests(rng: Rng) -> dict[str, pd.DataFrame]:
    outcomes = rng.permutation(OUTCOMES[rng.randint(len(OUTCOMES))])
    rows, buttons = [], []
    for (page, text_a, text_b, rates, minimum), outcome in zip(BUTTONS, outcomes, strict=True):
        least = int(np.round(rng.uniform(*minimum) / 250) * 250)
        rate = rng.uniform(*rates)
        table = tirer_jusqu_a(
            lambda r, o=outcome, p=rate, n=least: _test(r, o, p, n),
            lambda t, o=outcome, n=least: _test_checks(t, o, n),
            rng,
        )
        table.insert(1, "page", page)
        rows.append(table)
        buttons.append((page, text_a, text_b, least))
    return {
        "boutons": pd.DataFrame(buttons, columns=["page", "texte_a", "texte_b", "minimum"]),
        "essais": pd.concat(rows, ignore_index=True),
    }


def _test(rng: Rng, outcome: str, rate: float, least: int) -> pd.DataFrame:
    """A button's days, one line a day and version; on one to three of them a version's clicks are counted badly, and both are marked."""
    early = outcome.startswith("tôt")
    # A word on a button changes clicks by a tenth or two; a test looked at early often says more.
    lift = {
        "B": rng.uniform(1.1, 1.22),
        "A au-dessus": rng.uniform(1.01, 1.08),
        "A dessous": rng.uniform(0.86, 0.97),
        "tôt, net": rng.uniform(1.16, 1.3),
        "tôt, flou": rng.uniform(1.02, 1.1),
    }[outcome]  # fmt: skip
    days = rng.randint(12, 15) if early else rng.randint(19, 24)
    aim = least * (rng.uniform(0.62, 0.85) if early else rng.uniform(1.12, 1.4)) / (days - 2)
    broken = {int(d): rng.choice(["A", "B"]) for d in rng.choice(days, rng.randint(1, 4), replace=False)}
    rows = []
    for day in range(days):
        date = pd.Timestamp("2026-10-05") + pd.Timedelta(days=day)
        visitors = aim * (0.92, 0.9, 0.95, 0.97, 0.88, 1.08, 1.3)[day % 7]
        for version, p in (("A", rate), ("B", rate * lift)):
            seen = rng.poisson(visitors)
            clicks = rng.binomial(seen, p * (0.3 if broken.get(day) == version else 1))
            rows.append((date, version, seen, clicks, "incomplète" if day in broken else "complète"))
    return pd.DataFrame(rows, columns=["jour", "version", "visiteurs", "clics", "mesure"])


def _test_checks(table: pd.DataFrame, outcome: str, least: int) -> Conditions:
    seen, gap, low = _interval(table[table["mesure"] == "complète"])
    _, wrong, wrong_low = _interval(table)
    yield "les visiteurs voulus", seen < 0.94 * least if outcome.startswith("tôt") else seen > 1.04 * least
    yield "l'écart voulu", gap < -0.05 if outcome == "A dessous" else gap > 0.06
    proven = outcome in ("B", "tôt, net")
    yield "la borne voulue", low > 0.06 if proven else low < -0.06
    yield "les jours incomplets comptent", abs(wrong - gap) > 0.05 and abs(wrong_low - low) > 0.05


def _interval(rows: pd.DataFrame) -> tuple[int, float, float]:
    """Visitors of the version seen less, gap in points, low bound at 95 %."""
    total = rows.groupby("version")[["visiteurs", "clics"]].sum()
    n, p = total["visiteurs"].to_numpy(), (total["clics"] / total["visiteurs"]).to_numpy()
    gap = p[1] - p[0]
    return int(n.min()), 100 * gap, 100 * (gap - 1.96 * np.sqrt((p * (1 - p) / n).sum()))
