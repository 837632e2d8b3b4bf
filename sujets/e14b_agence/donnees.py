"""The draw of épreuve 14, second case: an agency's quarter for three clients, one pair of hands that the three wait for, and two disputes.

What the variant is to conclude (which client is red, orange, green; who is first in the queue today) is drawn first; then
the dates, backwards from the deliveries, the hours, the deliverables and the words of the threads.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import permutations

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

STATUS = np.datetime64("2026-11-06")  # a Friday, in the evening
EARLIEST_DISPLAYS = np.datetime64(
    "2026-10-26"
)  # the printer's slot is in October, and its contract gives it days to deliver
ARMISTICE, CHRISTMAS = "2026-11-11", "2026-12-25"  # code du travail, article L. 3133-1
SEMINARS = (("2026-11-16", "2026-11-17"), ("2026-11-19", "2026-11-20"), ("2026-11-23", "2026-11-24"))
TEAM = ("Bakary", "Célestin", "Joachim", "Romane", "Zélie")
CLIENTS = ("Caillébrune", "Arvelle", "Pont-Dormant")
CHEESE, MUTUAL, FESTIVAL = CLIENTS
HOUSE = "Agence"
LETTER = {CHEESE: "F", MUTUAL: "M", FESTIVAL: "P"}
RUNNING, COMING = "en cours", "à venir"
RED, AMBER, GREEN = "rouge", "orange", "vert"
#: Craft, and the craft in which one relieves a colleague. Three clients wait for Zélie: she relieves nobody.
CRAFTS = {
    "Bakary": ("fabrication", "direction artistique"),
    "Célestin": ("direction artistique", "web"),
    "Joachim": ("web", "rédaction"),
    "Romane": ("rédaction", "fabrication"),
    "Zélie": ("exécution", None),
}
FORGOTTEN = 600  # minutes beyond which a timer was left running
HALF_DAY = 210
WEEKS = [str(day.date()) for day in pd.date_range("2026-08-31", "2026-12-21", freq="7D")]
PAST = WEEKS[:10]


@dataclass(frozen=True)
class Task:
    """An open task: planned duration in working days (lowest, highest) and what waits for it."""

    code: str
    name: str
    client: str
    owner: str
    days: tuple[int, int]
    then: tuple[str, ...]
    status: str = COMING


TASKS = (
    Task("F1", "Étuis\N{NO-BREAK SPACE}: prises de vue", CHEESE, "Célestin", (8, 12), ("F3",), RUNNING),
    Task(
        "F2", "Présentoirs\N{NO-BREAK SPACE}: impression, chez Sarcelline", CHEESE, "Bakary", (9, 12), ("F5",), RUNNING
    ),
    Task("F3", "Étuis\N{NO-BREAK SPACE}: exécution", CHEESE, "Zélie", (3, 6), ("F4",)),
    Task("F4", "Étuis\N{NO-BREAK SPACE}: impression et découpe", CHEESE, "Bakary", (4, 6), ("F6",)),
    Task("F5", "Présentoirs\N{NO-BREAK SPACE}: montage et emballage", CHEESE, "Bakary", (8, 12), ("F6",)),
    Task("F6", "Livraison des étuis et des présentoirs aux magasins", CHEESE, "Bakary", (2, 3), ()),
    Task("M1", "Guide de l'adhérent\N{NO-BREAK SPACE}: textes", MUTUAL, "Romane", (8, 12), ("M3", "M5"), RUNNING),
    Task("M2", "Film\N{NO-BREAK SPACE}: tournage et montage", MUTUAL, "Célestin", (10, 14), ("M5",), RUNNING),
    Task("M3", "Guide de l'adhérent\N{NO-BREAK SPACE}: exécution", MUTUAL, "Zélie", (3, 6), ("M4",)),
    Task("M4", "Guide de l'adhérent\N{NO-BREAK SPACE}: impression", MUTUAL, "Bakary", (4, 6), ("M6",)),
    Task("M5", "Page d'adhésion\N{NO-BREAK SPACE}: intégration et essais", MUTUAL, "Joachim", (5, 9), ("M6",)),
    Task("M6", "Lancement de la campagne", MUTUAL, "Joachim", (1, 2), ()),
    Task("P1", "Programme\N{NO-BREAK SPACE}: notices des artistes", FESTIVAL, "Romane", (8, 12), ("P3", "P5"), RUNNING),
    Task("P2", "Billetterie\N{NO-BREAK SPACE}: développement", FESTIVAL, "Joachim", (10, 14), ("P5",), RUNNING),
    Task("P3", "Programme\N{NO-BREAK SPACE}: exécution", FESTIVAL, "Zélie", (3, 6), ("P4",)),
    Task("P4", "Programme\N{NO-BREAK SPACE}: impression", FESTIVAL, "Bakary", (4, 6), ("P6",)),
    Task("P5", "Billetterie\N{NO-BREAK SPACE}: essais", FESTIVAL, "Joachim", (5, 9), ("P6",)),
    Task("P6", "Ouverture de la location", FESTIVAL, "Romane", (1, 2), ()),
)
BY_CODE = {task.code: task for task in TASKS}
CODES = {client: [task.code for task in TASKS if task.client == client] for client in CLIENTS}
JOBS = ("F3", "M3", "P3")
#: What completes the file of each job: if it slips, Zélie's turn does.
FILES = ("F1", "M1", "P1")
BEFORE = {task.code: tuple(other.code for other in TASKS if task.code in other.then) for task in TASKS}


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """All the tables of the case, drawn until each question is well posed; dates at midnight, € excl. VAT."""
    closed = _closed(rng)
    # Before the draws: those that are refused would otherwise choose the conclusion.
    levels = dict(zip(CLIENTS, rng.permutation([RED, AMBER, GREEN]), strict=True))
    # Today's order is the best one only where the red client waits for its own file, not for its turn.
    queued = rng.uniform() < 0.65
    plan, leaves = tirer_jusqu_a(
        lambda r: _planned(r, levels, queued, closed), lambda drawn: _planned_conditions(*drawn), rng, essais=200
    )
    printer = tirer_jusqu_a(lambda r: _printer(r, plan), _printer_conditions, rng)
    handed = tirer_jusqu_a(_handed, _handed_conditions, rng)
    thread = tirer_jusqu_a(_thread, _thread_conditions, rng)
    work = tirer_jusqu_a(lambda r: _work(r, plan, leaves, thread), lambda drawn: _work_conditions(drawn, thread), rng)
    tables = {
        "clients": work["clients"],
        "equipe": pd.DataFrame(
            [(who, *CRAFTS[who]) for who in TEAM],
            columns=["personne", "metier", "sait_aussi"],
        ),
        "taches": work["taches"],
        "execution": _queue(plan),
        "conges": leaves,
        "fermes": pd.DataFrame(
            {"date": pd.to_datetime(list(plan.closed)), "motif": [plan.closed[day] for day in plan.closed]}
        ),
        "regles": _rules(plan.sketch.amber),
        "remises": handed,
        "temps": work["temps"],
        "plan_semaine": work["plan_semaine"],
        "avenants": work["avenants"],
        "brief": thread["brief"],
        "fil": thread["fil"],
        "echange": _exchange(rng, printer["signed"]),
        "contrats": pd.concat([_client_contract(rng, thread), printer["contrat"]], ignore_index=True),
        "journal": printer["journal"],
    }
    _agree(tables, plan)
    return tables


# --- Dates: deliveries, the queue, the latest day of each task


@dataclass(frozen=True)
class Sketch:
    """A plan in working days after the status date, negative before it: quick to draw, and to refuse."""

    closed: dict[str, str]
    days: dict[str, int]
    start: dict[str, int]
    end: dict[str, int]
    latest: dict[str, int]
    planned: dict[str, int]
    order: tuple[str, ...]
    loss: dict[str, int]
    amber: int
    levels: dict[str, str]

    def day(self, rank: int) -> np.datetime64:
        return _after(STATUS, rank, self.closed)

    def margin(self, code: str) -> int:
        """Working days from the projected end to the latest day; negative if the delivery moves."""
        return self.latest[code] - self.end[code]

    def source(self, client: str) -> str:
        """The first open task that has the least margin of its client."""
        codes = CODES[client]
        least = min(self.margin(code) for code in codes)
        return next(code for code in codes if self.margin(code) == least)

    def ready(self, job: str) -> int:
        return max(self.end[code] for code in BEFORE[job])

    def ends(self, order: tuple[str, ...]) -> dict[str, int]:
        """The end of each job, if they are done in this order, none begun before its file is complete."""
        free, ends = 0, {}
        for job in order:
            free = ends[job] = max(free, self.ready(job)) + self.days[job]
        return ends

    def cost(self, order: tuple[str, ...]) -> int:
        """€ of delay if the jobs are done in this order."""
        ends = self.ends(order)
        return sum(max(0, ends[job] - self.latest[job]) * self.loss[BY_CODE[job].client] for job in order)

    def least(self, client: str, order: tuple[str, ...]) -> int:
        """The least margin of a client if the jobs are done in this order: its two branches meet in its delivery."""
        job, other = LETTER[client] + "3", LETTER[client] + "5"
        return min(self.latest[job] - self.ends(order)[job], self.margin(other))


@dataclass(frozen=True)
class Plan:
    """The sketch that was kept, in dates."""

    sketch: Sketch
    start: dict[str, np.datetime64]
    end: dict[str, np.datetime64]
    latest: dict[str, np.datetime64]
    planned: dict[str, np.datetime64]

    @property
    def closed(self) -> dict[str, str]:
        return self.sketch.closed

    @property
    def days(self) -> dict[str, int]:
        return self.sketch.days

    def after(self, day: np.datetime64, days: int) -> np.datetime64:
        return _after(day, days, self.closed)

    def between(self, first: np.datetime64, last: np.datetime64) -> int:
        return _between(first, last, self.closed)


def _planned(
    rng: np.random.RandomState, levels: dict[str, str], queued: bool, closed: dict[str, str]
) -> tuple[Plan, pd.DataFrame | None]:
    """A plan, and three leaves that it bears; none if it bears no three."""
    sketch = tirer_jusqu_a(
        lambda r: _sketch(r, levels, queued, closed),
        lambda drawn: _sketch_conditions(drawn, queued),
        rng,
        essais=60_000,
    )
    plan = _dated(sketch)
    possible = _possible_leaves(plan)
    if sum(bool(leaves) for leaves in possible.values()) < 3:
        return plan, None
    for _ in range(600):
        leaves = _leaves(rng, possible)
        if all(holds for _, holds in _leaves_conditions(leaves, plan)):
            return plan, leaves
    return plan, None


def _planned_conditions(plan: Plan, leaves: pd.DataFrame | None) -> Conditions:
    yield "le plan porte trois congés", leaves is not None


def _dated(sketch: Sketch) -> Plan:
    dates = [
        {code: sketch.day(rank) for code, rank in ranks.items()}
        for ranks in (sketch.start, sketch.end, sketch.latest, sketch.planned)
    ]
    return Plan(sketch, *dates)


def _closed(rng: np.random.RandomState) -> dict[str, str]:
    first, second = SEMINARS[rng.randint(len(SEMINARS))]
    return {ARMISTICE: "Armistice", first: "Séminaire de l'agence", second: "Séminaire de l'agence", CHRISTMAS: "Noël"}


@cache
def _calendar(closed: tuple[str, ...]) -> np.busdaycalendar:
    return np.busdaycalendar(holidays=list(closed))


def _after(day: np.datetime64, days: int, closed: Iterable[str]) -> np.datetime64:
    """As many working days after a day; before it, if negative."""
    return np.busday_offset(day, days, roll="forward" if days < 0 else "backward", busdaycal=_calendar(tuple(closed)))


def _between(first: np.datetime64, last: np.datetime64, closed: Iterable[str]) -> int:
    """Working days after the first day, up to the last one; 0 if the last is not later."""
    one = np.timedelta64(1, "D")
    return max(0, int(np.busday_count(first + one, last + one, busdaycal=_calendar(tuple(closed)))))


def _sketch(rng: np.random.RandomState, levels: dict[str, str], queued: bool, closed: dict[str, str]) -> Sketch:
    days = {task.code: int(rng.randint(task.days[0], task.days[1] + 1)) for task in TASKS}
    red = next(client for client in CLIENTS if levels[client] == RED)
    others = [str(job) for job in rng.permutation(JOBS) if not job.startswith(LETTER[red])]
    # Never first: it waits for its turn, or for its own file while others are served.
    place = int(rng.choice([1, 2] if queued else [1, 1, 2]))
    order = (*others[:place], LETTER[red] + "3", *others[place:])
    start, end = {}, {}
    for task in TASKS:
        if task.status == RUNNING:
            # The first task of each client completes the file of the shared pair of hands; the second has longer to go.
            own = (2, 7) if queued else (6, 10) if task.client == red else (2, 5)
            # The displays are delivered before the seminar, which the printer does not know.
            long = task.client != red and rng.uniform() < 0.5
            if task.code == "F2" and long:
                days["F5"] += 4
            far = (2, 5) if task.code == "F2" else (9, 14) if long else (5, 12)
            far = far if task.code.endswith("2") else own
            end[task.code] = int(rng.randint(*far))
    free = 0
    for job in order:
        start[job] = 1 + max(free, *(end[code] for code in BEFORE[job]))
        free = end[job] = start[job] + days[job] - 1
    for task in TASKS:
        if task.code not in end:
            start[task.code] = 1 + max(end[code] for code in BEFORE[task.code])
            end[task.code] = start[task.code] + days[task.code] - 1
    amber = int(rng.choice([2, 3, 4]))
    latest, planned = {}, {}
    for client in CLIENTS:
        margin = {
            RED: -int(rng.randint(2, 10)),
            AMBER: int(rng.randint(0, amber + 1)),
            GREEN: amber + int(rng.randint(1, 5)),
        }[levels[client]]
        latest[CODES[client][-1]] = end[CODES[client][-1]] + margin
        cushion = int(rng.randint(1, 4))
        for code in reversed(CODES[client]):
            if code not in latest:
                latest[code] = min(latest[later] - days[later] for later in BY_CODE[code].then)
            extra = int(rng.randint(0, 4)) if BY_CODE[code].status == RUNNING else 0
            planned[code] = latest[code] - cushion - extra
    loss = {client: 10 * int(rng.randint(32, 120)) for client in CLIENTS}
    return Sketch(closed, days, start, end, latest, planned, order, loss, amber, levels)


def _sketch_conditions(plan: Sketch, queued: bool) -> Conditions:
    red = next(client for client in CLIENTS if plan.levels[client] == RED)
    source = plan.source(red)
    # The red client waits for a file of its own, or for its turn.
    yield "le client en rouge attend ce qui était voulu", source == LETTER[red] + ("3" if queued else "1")
    costs = {order: plan.cost(order) for order in permutations(JOBS)}
    ranked = sorted(costs.values())
    cheapest = min(costs, key=lambda order: costs[order])
    mean = sum(plan.loss.values()) / len(plan.loss)
    yield "chaque client a son prix", all(abs(loss - mean) >= 0.05 * mean for loss in plan.loss.values())
    yield "l'ordre d'aujourd'hui coûte", costs[plan.order] > 0
    yield "il est changé si le rouge attend son tour, gardé sinon", (cheapest == plan.order) != queued
    yield "les ordres diffèrent", len(set(ranked)) >= 4
    yield "la décision est nette", ranked[1] - ranked[0] >= max(500, 0.1 * ranked[1])
    # The order that is proposed does not belie what the two other clients are told on the same morning.
    amber, green = (next(client for client in CLIENTS if plan.levels[client] == level) for level in (AMBER, GREEN))
    yield "l'ordre le moins cher ne met pas le vert en retard", plan.least(green, cheapest) >= 0
    yield (
        "l'ordre le moins cher laisse à l'orange sa marge",
        plan.least(amber, cheapest) >= plan.least(amber, plan.order),
    )
    # In alerts, a task that is late on the plan is not the one that matters.
    running = [task.code for task in TASKS if task.status == RUNNING]
    worst = max(running, key=lambda code: plan.end[code] - plan.planned[code])
    yield "la tâche la plus en retard n'est pas celle qui compte", worst != source
    # Otherwise « its turn » would be the source of nearly every alert, and could be answered unread.
    yield "le vert, lui, n'attend pas son tour", not plan.source(green).endswith("3")
    for client in CLIENTS:
        codes = CODES[client]
        least = min(plan.margin(code) for code in codes)
        first = [code for code in codes if plan.margin(code) == least]
        starts = [code for code in first if not any(before in first for before in BEFORE[code])]
        yield "une seule tâche commande", len(starts) == 1 and least == plan.margin(codes[-1])
        yield "le retard sur le plan n'est pas la marge", plan.planned[codes[-1]] != plan.latest[codes[-1]]
    finals = [plan.latest[codes[-1]] for codes in CODES.values()]
    yield "les livraisons diffèrent", len(set(finals)) == 3
    two = [
        code
        for code in ("M1", "P1")
        if len({plan.latest[later] - plan.days[later] for later in BY_CODE[code].then}) == 2
    ]
    yield "les deux suites d'une tâche ne disent pas le même jour", len(two) == 2
    earliest, last = plan.day(min(finals)), plan.day(max(finals))
    yield (
        "les livraisons se suivent avant Noël",
        np.datetime64("2026-11-24") <= earliest and last <= np.datetime64("2026-12-22"),
    )
    yield "tout finit avant Noël", plan.day(max(plan.end.values())) <= np.datetime64("2026-12-23")
    yield (
        "aucun butoir n'est passé depuis longtemps",
        plan.day(min(plan.latest.values())) >= np.datetime64("2026-10-29"),
    )
    yield "le plan tient dans le trimestre", plan.day(min(plan.planned.values())) >= np.datetime64("2026-10-19")
    yield "le planning laisse à l'imprimeur le temps de son contrat", plan.day(plan.planned["F2"]) >= EARLIEST_DISPLAYS
    yield "les présentoirs arrivent avant le séminaire", plan.day(plan.end["F2"]) < np.datetime64(list(plan.closed)[1])
    for codes in CODES.values():
        margin = plan.margin(codes[-1])
        calendar = int((plan.day(plan.latest[codes[-1]]) - plan.day(plan.end[codes[-1]])).astype(int))
        yield "les jours calendaires se voient", abs(margin) < 3 or calendar != margin
    naive = _backwards(plan, [ARMISTICE, CHRISTMAS])
    yield "le séminaire compte", sum(naive[code] != plan.day(plan.latest[code]) for code in naive) >= 2
    # Question 6 counts the delay of an execution: the other branch of its client never makes the delivery later than that.
    yield (
        "chaque ordre coûte le retard de ses livraisons",
        all(
            max(0, -plan.least(client, order))
            == max(0, plan.ends(order)[LETTER[client] + "3"] - plan.latest[LETTER[client] + "3"])
            for order in costs
            for client in CLIENTS
        ),
    )


def _backwards(plan: Sketch, closed: Iterable[str]) -> dict[str, np.datetime64]:
    """The latest day of each task, for other closed days."""
    latest = {code: plan.day(rank) for code, rank in plan.latest.items() if code.endswith("6")}
    for task in reversed(TASKS):
        if task.code not in latest:
            latest[task.code] = min(_after(latest[later], -plan.days[later], closed) for later in task.then)
    return latest


def _queue(plan: Plan) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (
                job,
                BY_CODE[job].client,
                plan.sketch.order.index(job) + 1,
                pd.Timestamp(plan.sketch.day(plan.sketch.ready(job))),
                plan.days[job],
            )
            for job in JOBS
        ],
        columns=["tache", "client", "rang_actuel", "dossier_complet", "duree"],
    )


def _rules(amber: int) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (RED, "négative", "Norbert Achard"),
            (AMBER, f"de 0 à {amber} jours", "l'interlocuteur du client"),
            (GREEN, f"de {amber + 1} jours ou plus", "l'équipe"),
        ],
        columns=["niveau", "marge", "destinataire"],
    )


# --- Leave


def _window(plan: Plan, code: str) -> tuple[np.datetime64, np.datetime64]:
    """First and last day of a task that is still to be worked on, from the Monday after the status date."""
    return plan.start.get(code, plan.after(STATUS, 1)), plan.end[code]


def _eaten(plan: Plan, code: str, first: np.datetime64, last: np.datetime64) -> int:
    """Working days of a leave that fall within a task."""
    begin, end = _window(plan, code)
    one = np.timedelta64(1, "D")
    return max(0, int(np.busday_count(max(begin, first), min(end, last) + one, holidays=list(plan.closed))))


def _possible_leaves(plan: Plan) -> dict[str, list[tuple]]:
    """By person, each leave of two to seven days that touches one open task and no other one of that person's.

    Zélie takes none: her three executions are what question 6 puts in order. A leave on what completes one of her files
    always asks for a relief, so that no leave moves the day on which a file is complete.
    """
    possible: dict[str, list[tuple]] = {}
    for who in TEAM[:-1]:
        mine = [task.code for task in TASKS if task.owner == who]
        possible[who] = []
        for code in mine:
            begin, end = _window(plan, code)
            others = [_window(plan, other) for other in mine if other != code]
            for offset in range(-2, plan.between(begin, end) + 1):
                for length in range(1, 7):
                    first = max(plan.after(STATUS, 1), plan.after(begin, offset))
                    last = plan.after(first, length)
                    days = _eaten(plan, code, first, last)
                    left = plan.sketch.margin(code) - days
                    if (
                        days >= 1
                        and last <= np.datetime64("2026-12-23")
                        and not any(first <= until and since <= last for since, until in others)
                        and (code not in FILES or left < 0)
                        and (who, code, first, last) not in possible[who]
                    ):
                        possible[who].append((who, code, first, last))
    return possible


def _leaves(rng: np.random.RandomState, possible: dict[str, list[tuple]]) -> pd.DataFrame:
    """Three leaves already granted, of three people."""
    who = [str(name) for name in rng.permutation([name for name in TEAM if possible.get(name)])[:3]]
    drawn = [possible[name][rng.randint(len(possible[name]))] for name in who]
    rows = [(name, code, pd.Timestamp(first), pd.Timestamp(last)) for name, code, first, last in drawn]
    rows.sort(key=lambda row: (row[2], row[0]))
    table = pd.DataFrame(rows, columns=["personne", "tache", "du", "au"])
    table.insert(0, "absence", [f"K{rank}" for rank in range(1, len(table) + 1)])
    return table


def _leaves_conditions(table: pd.DataFrame, plan: Plan) -> Conditions:
    kept, crossed, over = [], 0, 0
    for row in table.itertuples():
        first, last = np.datetime64(row.du.date()), np.datetime64(row.au.date())
        begin, end = _window(plan, row.tache)
        days = _eaten(plan, row.tache, first, last)
        whole = int(np.busday_count(max(begin, first), min(end, last) + np.timedelta64(1, "D")))
        over += int(first < begin or end < last)
        crossed += days != whole
        kept.append((days, plan.sketch.margin(row.tache) - days))
    yield "un congé déborde de sa tâche", over >= 1
    yield "un congé passe un jour fermé", crossed >= 1
    yield "certains congés demandent un relais, pas tous", sum(left < 0 for _, left in kept) == 2
    yield "un congé fait basculer une livraison", any(left < 0 <= left + days for days, left in kept)
    relays = {craft: who for who, (_, craft) in CRAFTS.items()}
    relayed = [row for row, (_, left) in zip(table.itertuples(), kept, strict=True) if left < 0]
    whose = [plan.sketch.levels[BY_CODE[row.tache].client] for row in relayed]
    # The amber message tells its client what was foreseen, the green one has nothing to tell.
    yield "l'orange a un relais, le vert n'en a pas", AMBER in whose and GREEN not in whose
    # From the Monday that opens the planning, three days to hand a task over.
    yield "un relais se prépare", all(row.du >= pd.Timestamp("2026-11-12") for row in relayed)
    red = next(client for client in CLIENTS if plan.sketch.levels[client] == RED)
    source = plan.sketch.source(red)
    since, until = (pd.Timestamp(day) for day in _window(plan, source))
    yield (
        "qui relaie ne porte pas la source du rouge en même temps",
        not any(
            relays[CRAFTS[row.personne][0]] == BY_CODE[source].owner and row.du <= until and since <= row.au
            for row in relayed
        ),
    )
    spans = {row.personne: (row.du, row.au) for row in table.itertuples()}
    clash = [
        row.du <= spans[relay][1] and spans[relay][0] <= row.au
        for row in table.itertuples()
        if (relay := relays[CRAFTS[row.personne][0]]) in spans
    ]
    yield "qui relaie est là", not any(clash)
    yield "les congés diffèrent", len({left for _, left in kept}) >= 2 and len({days for days, _ in kept}) >= 2
    # The two of the internal dispute have days in common before the agreement is looked at again.
    away = {day for row in table[table["personne"] == "Bakary"].itertuples() for day in pd.bdate_range(row.du, row.au)}
    talks = [day for day in pd.bdate_range("2026-11-12", "2026-11-18") if str(day.date()) not in plan.closed]
    there = pd.to_datetime(["2026-11-10", "2026-11-12"])
    yield "Bakary est là pour les entretiens et le premier jour d'une rencontre", not away.intersection(there)
    yield "ils ont des jours communs ensuite", sum(day not in away for day in talks) >= 2
    # The meeting with Arvelle, where Joachim is to be, has a day that no seminar takes.
    wednesday = pd.Timestamp("2026-11-18")
    yield (
        "Joachim est là le mercredi 18",
        not any(row.du <= wednesday <= row.au for row in table[table["personne"] == "Joachim"].itertuples()),
    )


# --- What was handed to the clients


#: The first ones were handed over before the work that they prepare began. None is what the client's thread speaks of, nor the
#: proof of the displays, which the printer's journal dates.
OBJECTS = {
    CHEESE: (
        "Maquette des présentoirs",
        "Maquette des présentoirs, corrigée",
        "Repérage des prises de vue",
        "Note de positionnement de la gamme",
        "Pistes graphiques des étuis",
        "Piste retenue, déclinée",
        "Gabarit de l'étui de 250 g",
        "Gabarit de l'étui de 500 g",
        "Textes des étuis, première version",
        "Textes des étuis, version corrigée",
        "Recettes, premier lot",
        "Recettes, second lot",
        "Essais de papier",
        "Fiche pour les crémiers",
        "Planche des étuis",
    ),
    MUTUAL: (
        "Scénario du film",
        "Découpage du film",
        "Repérages du film",
        "Plateforme de campagne",
        "Charte de la campagne",
        "Signature de la campagne",
        "Kakémono des agences",
        "Musique du film, choix",
        "Carte de vœux",
        "Affiche des agences, pistes",
        "Affiche des agences, piste retenue",
        "Affiche des agences, déclinaisons",
        "Lettre aux adhérents, première version",
        "Lettre aux adhérents, version corrigée",
        "Présentation au conseil d'administration",
    ),
    FESTIVAL: (
        "Plan de la billetterie",
        "Tarifs et abonnements, écrans",
        "Maquette de la billetterie",
        "Identité de l'édition 2027",
        "Affiche, pistes",
        "Affiche, piste retenue",
        "Affiche, déclinaisons",
        "Chemin de fer du programme",
        "Gabarit des doubles pages",
        "Notices, premier lot",
        "Notices, deuxième lot",
        "Teaser, scénario",
        "Teaser, montage",
        "Dossier de presse",
        "Lettre aux abonnés",
    ),
}
PREPARED = 3


def _handed(rng: np.random.RandomState) -> pd.DataFrame:
    """What was promised, put off with the client's agreement or without, and handed over, from September to the status date."""
    rows = []
    for client in CLIENTS:
        kept = sorted(rng.choice(15, size=int(rng.randint(11, 16)), replace=False))
        early = sum(rank < PREPARED for rank in kept)
        days = sorted(rng.choice(np.arange(3, 17), size=early, replace=False))
        days += sorted(rng.choice(np.arange(17, 52), size=len(kept) - early, replace=False))
        habit = rng.uniform(0.4, 0.75)
        for name, gap in zip([OBJECTS[client][rank] for rank in kept], days, strict=True):
            promised = _after(np.datetime64("2026-09-01"), int(gap), ())
            new, agreed = None, None
            if rng.uniform() < 0.42:
                new = _after(promised, int(rng.randint(2, 7)), ())
                agreed = "oui" if rng.uniform() < 0.5 else "non"
            due = new if agreed == "oui" else promised
            late = 0 if rng.uniform() < habit else int(rng.randint(1, 7))
            handed = _after(due, late - (int(rng.randint(0, 3)) if not late else 0), ())
            if new is not None and agreed == "non" and rng.uniform() < 0.7:
                handed = new  # handed on the day that the agency had given itself
            if new is not None:  # what was put off is not handed over earlier than was promised at first
                handed = max(handed, _after(promised, 1, ()) if agreed == "oui" else promised)
            rows.append((client, name, promised, new, agreed, handed if handed <= STATUS else None))
    table = pd.DataFrame(rows, columns=["client", "objet", "promise_le", "repoussee_au", "accord_client", "remise_le"])
    for name in ("promise_le", "repoussee_au", "remise_le"):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[ns]")
    table = table.sort_values(["promise_le", "client", "objet"], ignore_index=True)
    table.insert(0, "remise", [f"L{rank:02d}" for rank in range(1, len(table) + 1)])
    return table


def _held(table: pd.DataFrame, due: pd.Series, counted: pd.Series | None = None) -> pd.DataFrame:
    """By client: what was handed over or should have been, the share on time."""
    done = table[table["remise_le"].notna() | (due <= STATUS) if counted is None else counted]
    by = (done["remise_le"] <= due[done.index]).groupby(done["client"])
    return pd.DataFrame({"n": by.size(), "tenues": 100 * by.mean()})


def _handed_conditions(table: pd.DataFrame) -> Conditions:
    agreed = table["repoussee_au"].where(table["accord_client"] == "oui", table["promise_le"])
    held = _held(table, agreed)
    lacking = table["remise_le"].isna()
    yield "des remises sont encore à faire", lacking.sum() >= 3 and held["n"].nunique() >= 2 and held["n"].min() >= 8
    yield "chaque client en attend une", table.loc[lacking, "client"].nunique() == 3
    overdue, coming = lacking & (agreed < STATUS), lacking & (agreed > STATUS)
    yield (
        "certaines sont échues, d'autres non, aucune du jour",
        overdue.any() and coming.any() and (overdue | coming)[lacking].all(),
    )
    yield (
        "les taux se tiennent à l'écart",
        held["tenues"].sort_values().diff().min() >= 5
        and held["tenues"].between(35, 90).all()
        and 50 not in set(held["tenues"]),
    )
    for other in (table["promise_le"], table["repoussee_au"].fillna(table["promise_le"])):
        yield "l'accord du client compte", (abs(_held(table, other)["tenues"] - held["tenues"]) >= 3).all()
    for counted in (~lacking, lacking | ~lacking):
        gap = abs(_held(table, agreed, counted)["tenues"] - held["tenues"])
        yield "les remises à faire comptent", gap.max() >= 3


# --- The client's thread: what the brief says, what was handed over, what is asked now

IN_BRIEF, OUT, REDO = "au brief", "hors brief", "reprise"
#: What the brief counts: its clause, the lowest and highest number, what is said when nothing or something was handed over.
TOPICS = (
    (
        "Annonces presse",
        "La campagne se décline en {n} formats d'annonce.",
        (4, 7),
        1,
        "Il nous reste à recevoir les annonces, dans leurs {r} formats.",
        "Vous nous avez remis {v} formats d'annonce, il nous en faut {r}.",
    ),
    (
        "Guide",
        "Le guide de l'adhérent compte {n} pages, couverture comprise.",
        (24, 44),
        4,
        "Nous attendons la maquette du guide, en {r} pages.",
        "La maquette du guide fait {v} pages\N{NO-BREAK SPACE}: passez-la à {r}.",
    ),
    (
        "Film",
        "Le film dure {n} secondes, générique compris.",
        (45, 90),
        15,
        "Quand verrons-nous le premier montage, de {r} secondes\N{NO-BREAK SPACE}?",
        "Le découpage remis tient en {v} secondes\N{NO-BREAK SPACE}; notre comité le veut en {r}.",
    ),
    (
        "Témoignages",
        "Le guide et la page portent {n} témoignages d'adhérents.",
        (4, 8),
        1,
        "Pensez aux témoignages, il y en a {r} à recueillir.",
        "Votre sélection compte {v} témoignages. Nous en publierons {r}.",
    ),
    (
        "Bannières",
        "L'agence fournit {n} bannières aux dimensions de la régie.",
        (6, 11),
        1,
        "La régie réclame les {r} bannières.",
        "Votre envoi compte {v} bannières\N{NO-BREAK SPACE}; merci de le porter à {r}.",
    ),
    (
        "Réseaux sociaux",
        "L'agence rédige et illustre {n} publications.",
        (8, 15),
        1,
        "Envoyez-nous les {r} publications dès qu'elles seront prêtes.",
        "Le calendrier remis a {v} publications. Il doit en avoir {r}.",
    ),
    (
        "Formulaire d'adhésion",
        "Le formulaire tient en {n} écrans.",
        (3, 6),
        1,
        "Nous voudrions essayer le formulaire, ses {r} écrans compris.",
        "La maquette du formulaire a {v} écrans\N{NO-BREAK SPACE}: portez-la à {r}.",
    ),
    (
        "Sous-titres",
        "Le film est sous-titré en {n} langues.",
        (3, 6),
        1,
        "N'oubliez pas les sous-titres, en {r} langues.",
        "La liste de sous-titres remise prévoit {v} langues. Il nous en faut {r}.",
    ),
)
TOLD = "Je vous annonce {h} heures pour cela\N{NO-BREAK SPACE}; nous commencerons ensuite."
NOTED = ("C'est noté, nous nous en occupons.", "Bien reçu, c'est parti.", "Entendu, vous l'aurez dans la semaine.")
GIVEN = ("Pas de souci, c'est inclus.", "Bien sûr, c'est compris dans le forfait.")
ASIDES = (
    "Notre présidente aime beaucoup l'idée.",
    "Nous pensions tout cela évident dès le départ.",
    "À ce stade, nous ne comprenons plus ce que nous payons.",
    "Franchement, nous nous sentons mal écoutés.",
)
ANNOUNCED, SILENT, INCLUDED = "annoncé", "sans annonce", "inclus"


def _thread(rng: np.random.RandomState) -> dict:
    natures = list(rng.permutation([IN_BRIEF] * 3 + [OUT] * 3 + [REDO] * 2))
    if rng.uniform() < 0.5:
        natures = [
            REDO if nature == IN_BRIEF and natures.count(REDO) < 3 and rank == natures.index(IN_BRIEF) else nature
            for rank, nature in enumerate(natures)
        ]
    answers = {
        OUT: list(rng.permutation([ANNOUNCED, SILENT, INCLUDED])),
        IN_BRIEF: list(rng.permutation([SILENT, SILENT, INCLUDED])),
        REDO: list(rng.permutation([SILENT, SILENT, ANNOUNCED])),
    }
    days = sorted(rng.choice(pd.bdate_range("2026-10-05", "2026-10-30"), size=8, replace=False))
    topics = rng.permutation(len(TOPICS))
    clauses, rows, requests = [], [], []
    for rank, (place, nature, day) in enumerate(zip(topics, natures, days, strict=True), 1):
        title, clause, (low, high), step, fresh, seen = TOPICS[place]
        n = int(rng.choice(np.arange(low, high + 1, step)))
        gap = step * int(rng.choice([1, 1, 2]))
        clauses.append((place, title, clause.format(n=n)))
        if nature == IN_BRIEF:
            text = fresh.format(r=n)
        elif nature == REDO:
            text = seen.format(v=n - step, r=n)
        elif rng.uniform() < 0.35:
            text = fresh.format(r=n + gap)
        else:
            text = seen.format(v=n, r=n + gap)
        answer = answers[nature].pop()
        hours = int(rng.choice([4, 5, 6, 7, 8, 10, 12, 14]))
        said = {
            ANNOUNCED: TOLD.format(h=hours),
            SILENT: str(rng.choice(NOTED)),
            INCLUDED: str(rng.choice(GIVEN)),
        }[answer]
        request = f"D{rank}"
        when = pd.Timestamp(day)
        rows.append(
            (f"{when.date()} {rng.randint(8, 12):02d}:{rng.randint(10, 60)}", "Capucine Delorge", request, text)
        )
        rows.append((f"{when.date()} {rng.randint(14, 18):02d}:{rng.randint(10, 60)}", "Joachim", request, said))
        spent = (
            0.5 * (2 * hours + int(rng.choice([-3, -2, -1, 1, 2, 3, 4, 5])))
            if answer == ANNOUNCED
            else 0.5 * int(rng.randint(9, 32))
        )
        requests.append((request, nature, answer, hours, when, spent, len(re.findall("[0-9]+", text)) == 1))
    # Nobody complains of what was not asked yet: two come the day after a request, the second and the fifth, one closes the thread.
    after = [_after(np.datetime64(days[rank], "D"), 1, ()) for rank in (1, 4)]
    for text, day in zip(rng.permutation(ASIDES)[:3], [*after, "2026-11-03"], strict=True):
        rows.append((f"{day} 12:{rng.randint(10, 60)}", "Capucine Delorge", None, str(text)))
    rows.sort(key=lambda row: row[0])
    clauses.sort()
    return {
        "brief": pd.DataFrame(
            [(f"B{rank}", title, text) for rank, (_, title, text) in enumerate(clauses, 1)],
            columns=["clause", "sujet", "texte"],
        ),
        "fil": pd.DataFrame(rows, columns=["envoye", "auteur", "demande", "texte"]),
        "requests": pd.DataFrame(
            requests, columns=["demande", "nature", "reponse", "annonce", "jour", "heures", "attendue"]
        ),
        "rate": 10 * int(rng.randint(56, 69)),
    }


def _due(requests: pd.DataFrame) -> pd.Series:
    """Hours to bill, by out-of-brief request."""
    out = requests[requests["nature"] == OUT]
    return pd.Series(
        np.select(
            [out["reponse"] == ANNOUNCED, out["reponse"] == SILENT],
            [np.minimum(out["heures"], out["annonce"]), out["heures"] / 2],
            0.0,
        ),
        index=out["demande"],
    )


def _thread_conditions(drawn: dict) -> Conditions:
    requests = drawn["requests"]
    out, due = requests[requests["nature"] == OUT], _due(requests)
    yield "une relance dépasse le brief", out["attendue"].any()
    told = out[out["reponse"] == ANNOUNCED]
    yield "un temps annoncé est dépassé", (told["heures"] > told["annonce"]).any()
    whole, redo = out["heures"].sum(), requests.loc[requests["nature"] == REDO, "heures"].sum()
    capped, halved, given = (
        np.where(out["reponse"] == kind, out["heures"] * share, due.to_numpy()).sum()
        for kind, share in ((ANNOUNCED, 1), (SILENT, 1), (INCLUDED, 0.5))
    )
    readings = [whole, capped, halved, given, due.sum(), due.sum() + redo]
    yield "chaque lecture a son montant", len(set(readings)) == len(readings)
    yield "les enjeux comptent", due.sum() >= 12 and redo >= 8 and whole >= 20


# --- Hours, what was sold, what is left


PRINTED = ("F2", "F4", "M4", "P4")
FULL = 0.95  # the share of a working day that tasks may take


def _left(rng: np.random.RandomState, plan: Plan, leaves: pd.DataFrame) -> dict[str, float]:
    """Work left of each task, in days: what its days hold, shared with the other tasks of whoever does it on those days.

    So that nobody has more work than days, whoever takes over for a colleague included.
    """
    asked = {task.code: rng.uniform(0.12, 0.25) if task.code in PRINTED else rng.uniform(0.5, 0.95) for task in TASKS}
    relays = {craft: who for who, (_, craft) in CRAFTS.items()}
    away: dict[tuple[str, pd.Timestamp], str] = {}
    for row in leaves.itertuples():
        eaten = _eaten(plan, row.tache, np.datetime64(row.du.date()), np.datetime64(row.au.date()))
        if plan.sketch.margin(row.tache) < eaten:
            away |= {(row.tache, day): relays[CRAFTS[row.personne][0]] for day in pd.bdate_range(row.du, row.au)}
    doing: dict[tuple[str, pd.Timestamp], list[str]] = {}
    for task in TASKS:
        for day in pd.bdate_range(*_window(plan, task.code)):
            if str(day.date()) not in plan.closed:
                doing.setdefault((away.get((task.code, day), task.owner), day), []).append(task.code)
    left = dict.fromkeys(asked, 0.0)
    for codes in doing.values():
        whole = sum(asked[code] for code in codes)
        for code in codes:
            left[code] += asked[code] * min(1, FULL / whole)
    return {code: max(0.5, np.floor(2 * days) / 2) for code, days in left.items()}


def overloaded(tasks: pd.DataFrame, closed: Iterable[str]) -> list[tuple[str, float]]:
    """Who has more work left than working days, between the first day of a task and the last one of another."""
    found = []
    windows = tasks.assign(
        first=tasks["debut_projete"].fillna(pd.Timestamp("2026-11-09")), last=tasks["fin_projetee"]
    ).groupby("responsable")
    for who, mine in windows:
        for first in set(mine["first"]):
            for last in set(mine["last"]):
                inside = mine[(mine["first"] >= first) & (mine["last"] <= last)]["reste_jours"].sum()
                days = _between(np.datetime64(first.date()) - 1, np.datetime64(last.date()), closed)
                if inside > days:
                    found.append((str(who), inside - days))
    return found


def _work(rng: np.random.RandomState, plan: Plan, leaves: pd.DataFrame, thread: dict) -> dict[str, pd.DataFrame]:
    times = _times(rng, thread["requests"])
    left = _left(rng, plan, leaves)
    # The task that is the more pressed is named first or second.
    pressed = {
        code: min(BY_CODE[code].then, key=lambda later: plan.sketch.latest[later] - plan.days[later])
        for code in ("M1", "P1")
    }
    second = set(rng.permutation(["M1", "P1"])[: rng.randint(1, 3)])
    turned = {code for code, later in pressed.items() if (BY_CODE[code].then[0] == later) == (code in second)}
    tasks = pd.DataFrame(
        [
            (
                task.code,
                task.name,
                task.client,
                task.owner,
                task.status,
                *[*(task.then[::-1] if task.code in turned else task.then), None, None][:2],
                plan.days[task.code],
                pd.Timestamp(plan.start[task.code]) if task.code in plan.start else pd.NaT,
                pd.Timestamp(plan.planned[task.code]),
                pd.Timestamp(plan.end[task.code]),
                left[task.code],
            )
            for task in TASKS
        ],
        columns=[
            "tache",
            "intitule",
            "client",
            "responsable",
            "statut",
            "puis_1",
            "puis_2",
            "duree",
            "debut_projete",
            "fin_prevue",
            "fin_projetee",
            "reste_jours",
        ],
    )
    spent = _spent(times)
    clients, amendments, weekly = [], [], []
    for client in CLIENTS:
        final = spent[client] + sum(left[task.code] for task in TASKS if task.client == client)
        over = rng.uniform(1.04, 1.2) if client == MUTUAL else rng.uniform(0.9, 1.14)
        extra = [float(rng.choice([2, 3, 4, 5, 6])) for _ in range(2)]
        states = list(rng.permutation(["signé", str(rng.choice(["envoyé", "refusé"]))]))
        sold = (
            round(2 * (final / over - sum(n for n, state in zip(extra, states, strict=True) if state == "signé"))) / 2
        )
        delivery = pd.Timestamp(plan.latest[LETTER[client] + "6"])
        clients.append((client, sold, delivery, plan.sketch.loss[client]))
        for days, state in zip(extra, states, strict=True):
            day = _after(np.datetime64("2026-09-14"), int(rng.randint(0, 30)), ())
            amendments.append((client, pd.Timestamp(day), days, state))
        weekly += _weekly(rng, client, sold, spent[client] / over, times, delivery)
    people = {
        CHEESE: ("fromagerie", "Isidore Vauquelin"),
        MUTUAL: ("mutuelle", "Capucine Delorge"),
        FESTIVAL: ("festival", "Léonie Castagnède"),
    }
    amendments.sort(key=lambda row: (row[1], row[0]))
    avenants = pd.DataFrame(amendments, columns=["client", "date", "jours", "statut"])
    avenants.insert(0, "avenant", [f"V{rank}" for rank in range(1, len(avenants) + 1)])
    return {
        "clients": pd.DataFrame(
            [(name, *people[name], *rest) for name, *rest in clients],
            columns=[
                "client",
                "activite",
                "interlocuteur",
                "jours_vendus",
                "livraison",
                "cout_jour_retard",
            ],
        ),
        "taches": tasks,
        "temps": times.drop(columns="vrai"),
        "plan_semaine": pd.DataFrame(weekly, columns=["semaine", "semaine_du", "client", "jours"]),
        "avenants": avenants,
    }


def _times(rng: np.random.RandomState, requests: pd.DataFrame) -> pd.DataFrame:
    """A line a day, a person and a client, in minutes of a timer; some timers were left running until the next morning."""
    share = {
        "Bakary": (0.5, 0.25, 0.25),
        "Célestin": (0.35, 0.4, 0.25),
        "Joachim": (0.15, 0.4, 0.45),
        "Romane": (0.2, 0.45, 0.35),
        "Zélie": (0.4, 0.3, 0.3),
    }
    tilt = rng.dirichlet([9.0, 9.0, 9.0])
    share = {who: np.array(parts) * tilt / (np.array(parts) @ tilt) for who, parts in share.items()}
    todo = {row.demande: [row.jour, int(60 * row.heures)] for row in requests.itertuples()}
    rows = []
    for day in pd.bdate_range("2026-09-01", "2026-11-06"):
        for who in TEAM:
            if rng.uniform() < 0.04:
                continue  # away
            left = 420
            house = int(15 * rng.randint(1, 7))
            rows.append((day, who, HOUSE, None, house))
            left -= house
            for request, (since, minutes) in todo.items():
                if minutes and since < day and who != "Bakary" and left >= 120 and rng.uniform() < 0.35:
                    spent = min(minutes, int(15 * rng.randint(4, 13)), left)
                    if minutes - spent < 60:
                        spent = minutes if minutes <= left else spent
                    rows.append((day, who, MUTUAL, request, spent))
                    todo[request][1] -= spent
                    left -= spent
                    break
            which = rng.choice(3, size=2, replace=False, p=share[who])
            part = int(15 * round(left * rng.uniform(0.35, 0.65) / 15))
            for place, spent in zip(which, (part, left - part), strict=True):
                if spent:
                    rows.append((day, who, CLIENTS[place], None, spent))
    for request, (since, minutes) in todo.items():
        if minutes:
            rows = _found_room(rng, rows, request, since, minutes)
    table = pd.DataFrame(rows, columns=["date", "personne", "client", "demande", "minutes"])
    table["vrai"] = table["minutes"]
    ran = (
        table[(table["client"] != HOUSE) & table["demande"].isna() & (table["date"] < "2026-11-06")]
        .sample(14, random_state=rng)
        .index
    )
    table.loc[ran, "minutes"] = rng.randint(905, 1_130, len(ran))
    table.loc[ran, "vrai"] = HALF_DAY
    table = table.sort_values(["date", "personne", "client", "demande"], ignore_index=True, na_position="first")
    table.insert(0, "ligne", np.arange(1, len(table) + 1))
    return table


def _found_room(
    rng: np.random.RandomState, rows: list[tuple], request: str, since: pd.Timestamp, minutes: int
) -> list[tuple]:
    """The same days, in which what is left of a request is taken from other work, that client's first: no day grows longer."""
    busy = {(day, who) for day, who, _, asked, _ in rows if asked is not None}
    rows = list(rows)
    places = [
        place
        for place, (day, who, client, asked, _) in enumerate(rows)
        if client != HOUSE and asked is None and who != "Bakary" and day > since and (day, who) not in busy
    ]
    for place in sorted(rng.permutation(places), key=lambda place: rows[place][2] != MUTUAL):
        day, who, client, _, spent = rows[place]
        if (day, who) in busy:
            continue  # one request a day and a person
        busy.add((day, who))
        taken = min(minutes, spent)
        rows[place] = (day, who, MUTUAL, request, taken)
        if spent > taken:
            rows.append((day, who, client, None, spent - taken))
        minutes -= taken
        if not minutes:
            return rows
    raise AssertionError("the days after a request hold what it takes")


def _spent(times: pd.DataFrame) -> pd.Series:
    return times.groupby("client")["vrai"].sum() / 420


def _weekly(
    rng: np.random.RandomState, client: str, sold: float, planned: float, times: pd.DataFrame, delivery: pd.Timestamp
) -> list[tuple]:
    """What the plan gave each week, up to the delivery's: as the hours went, but for what was not foreseen, up to what was sold."""
    week = times["date"] - pd.to_timedelta(times["date"].dt.day_of_week, unit="D")
    mine = times["client"].eq(client)
    real = (
        times[mine & times["demande"].isna()].groupby(week)["vrai"].sum().reindex(pd.to_datetime(PAST), fill_value=0)
        / 420
    )
    if client == MUTUAL:
        planned = real.sum() * rng.uniform(0.95, 1.0)
    past = real / real.sum() * planned * rng.uniform(0.92, 1.08, len(PAST))
    weeks = [day for day in WEEKS if pd.Timestamp(day) <= delivery]
    rest = max(4.0, sold - past.sum()) * rng.dirichlet(np.full(len(weeks) - len(PAST), 9.0))
    return [
        (f"S{pd.Timestamp(day).week}", pd.Timestamp(day), client, max(0.5, round(2 * value) / 2))
        for day, value in zip(weeks, [*past, *rest], strict=True)
    ]


def _work_conditions(drawn: dict[str, pd.DataFrame], thread: dict) -> Conditions:
    times, tasks, clients = drawn["temps"], drawn["taches"], drawn["clients"].set_index("client")
    ran = times[times["minutes"] > FORGOTTEN]
    yield "chaque client a des minuteurs oubliés", set(ran["client"]) == set(CLIENTS)
    minutes = times["minutes"].where(times["minutes"] <= FORGOTTEN, HALF_DAY)
    by_request = minutes.groupby(times["demande"]).sum() / 60
    asked = thread["requests"].set_index("demande")["heures"]
    yield (
        "les heures des demandes sont celles que l'on voulait",
        (abs(by_request.reindex(asked.index) - asked) < 0.01).all(),
    )
    signed = drawn["avenants"][drawn["avenants"]["statut"] == "signé"].groupby("client")
    sold = clients["jours_vendus"] + signed["jours"].sum()
    left = tasks.groupby("client")["reste_jours"].sum()
    final = minutes.groupby(times["client"]).sum()[list(CLIENTS)] / 420 + left
    yield "un temps vendu crédible", sold.between(45, 135).all()
    yield "les dépassements se tiennent à l'écart", (final - sold).sort_values().diff().min() >= 1
    yield (
        "un client au moins dépasse ce qu'il a payé",
        (final > 1.02 * sold).sum() in (1, 2) and final[MUTUAL] > 1.02 * sold[MUTUAL],
    )
    week = times["date"] - pd.to_timedelta(times["date"].dt.day_of_week, unit="D")
    real = (minutes[times["client"] == MUTUAL].groupby(week).sum() / 420).reindex(pd.to_datetime(PAST)).cumsum()
    plan = drawn["plan_semaine"]
    plan = plan[plan["client"] == MUTUAL].set_index("semaine_du")["jours"].cumsum().loc[real.index]
    gap = real - plan
    yield "la courbe d'Arvelle s'écarte à la fin", gap.iloc[-1] >= 5 and gap.iloc[-1] > 1.6 * abs(gap.iloc[4]) + 1


# --- The contract with the client, the printer's, and the journal of the displays


def _client_contract(rng: np.random.RandomState, thread: dict) -> pd.DataFrame:
    texts = [
        (
            "Objet",
            "L'Agence réalise ce que compte le brief signé, pour le prix forfaitaire de l'annexe. Le brief ne change que par un avenant signé des deux parties.",
        ),
        (
            "Demandes hors brief",
            f"Une demande hors brief est facturée au temps passé, au tarif de {thread['rate']}\N{NO-BREAK SPACE}€ HT la journée de 7 heures. Annoncé par écrit avant "
            "le travail, le temps est dû en entier, dans la limite des heures annoncées. Sans annonce, il est dû pour moitié. Ce que l'Agence a écrit être inclus "
            "n'est pas dû.",
        ),
        (
            "Reprises",
            "Ce qui n'est pas conforme au brief est repris sans délai, aux frais de l'Agence, quoi qu'elle ait annoncé.",
        ),
        (
            "Avenants",
            "Le temps dû au titre d'une demande hors brief est présenté au Client dans un avenant, avant toute facture. Le Client y répond dans les huit jours.",
        ),
        (
            "Différend",
            "Un différend est porté d'abord à une réunion des deux directions, tenue dans les dix jours\N{NO-BREAK SPACE}; puis au Médiateur des entreprises\N{NO-BREAK SPACE}; le juge n'est saisi qu'ensuite.",
        ),
    ]
    return pd.DataFrame(
        [("Arvelle", f"A{rank}", title, text) for rank, (title, text) in enumerate(texts, 1)],
        columns=["contrat", "article", "titre", "texte"],
    )


PRESSES = (("mardi", "jeudi"), ("lundi", "mercredi"), ("mercredi", "vendredi"), ("lundi", "jeudi"))
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")


def _printer(rng: np.random.RandomState, plan: Plan) -> dict:
    """The slot that was lost, the days of the printer and those of the carrier, up to the delivery that it announces."""
    press = PRESSES[rng.randint(len(PRESSES))]
    places = {WEEKDAYS.index(day) for day in press}
    length = int(rng.randint(5, 11))
    first = np.datetime64("2026-10-12") + np.timedelta64(int(rng.randint(0, 17)), "D")
    while first.astype(object).weekday() not in places:
        first += np.timedelta64(1, "D")
    proof = _after(first, int(rng.randint(0, 4)), ())
    slot = proof + np.timedelta64(1, "D")
    while slot.astype(object).weekday() not in places:
        slot += np.timedelta64(1, "D")
    public = (ARMISTICE,)
    due, new_due = _after(first, length, public), _after(slot, length, public)
    carrier = int(rng.randint(1, 5))
    delivery = plan.end["F2"]
    out = _after(delivery, -carrier, public)  # ready at the workshop, if the carrier had come
    ours = bool(rng.uniform() < 0.5)
    terms = {
        "late": _between(due, delivery, public),
        "slot": _between(due, new_due, public),
        "carrier": carrier,
        "own": _between(new_due, out, public),
        "ours": ours,
        "early": out < new_due,
        "proof": _between(_after(first, -1, public), proof, public),
        "due": due,
        "planned": plan.planned["F2"],
    }
    rows = [
        (
            _after(first, -1, public),
            "Bon à tirer des présentoirs\N{NO-BREAK SPACE}: dernier jour pour garder le créneau réservé",
        ),
        (first, "Créneau de presse réservé"),
        (proof, "Bon à tirer signé par Caillébrune, transmis le jour même par l'Agence"),
        (out, "Présentoirs prêts à partir, jour annoncé par l'Imprimeur"),
        (
            _after(out, carrier, public),
            f"Livraison annoncée par l'Imprimeur, après {('un jour ouvré', 'deux jours ouvrés', 'trois jours ouvrés', 'quatre jours ouvrés')[carrier - 1]} d'arrêt du transporteur",
        ),
    ]
    journal = pd.DataFrame(rows, columns=["date", "evenement"])
    journal["date"] = pd.to_datetime(journal["date"]).astype("datetime64[ns]")
    texts = [
        (
            "Créneaux",
            f"La presse des présentoirs tourne le {press[0]} et le {press[1]}. Un créneau réservé est perdu si le bon à tirer n'est pas remis au plus tard la veille ouvrée\N{NO-BREAK SPACE}; "
            "l'impression passe alors au premier créneau qui suit le jour de la remise.",
        ),
        ("Livraison", f"La livraison est due {length} jours ouvrés après le créneau retenu, transport compris."),
        (
            "Transport",
            (
                "Un arrêt du transporteur est aux risques de l'Agence\N{NO-BREAK SPACE}: ses jours ne sont pas du fait de l'Imprimeur."
                if ours
                else "L'Imprimeur choisit le transporteur et répond de ses arrêts."
            ),
        ),
        (
            "Différend",
            "Les parties se parlent avant toute mise en demeure, et peuvent saisir le Médiateur des entreprises.",
        ),
    ]
    contract = pd.DataFrame(
        [("Sarcelline", f"S{rank}", title, text) for rank, (title, text) in enumerate(texts, 1)],
        columns=["contrat", "article", "titre", "texte"],
    )
    return {
        "journal": journal.sort_values("date", kind="stable", ignore_index=True),
        "contrat": contract,
        "terms": terms,
        "signed": proof,
    }


def _printer_conditions(drawn: dict) -> Conditions:
    t = drawn["terms"]
    yield "le planning de septembre ne devance pas le contrat de l'imprimeur", t["due"] <= t["planned"]
    yield "l'imprimeur a sa part", not t["early"] and 1 <= t["own"] <= 11
    yield "le créneau est perdu", 1 <= t["proof"] <= 4 and 1 <= t["slot"] <= 4
    yield "les livraisons étaient dues avant l'arrêt des données", t["due"] <= STATUS
    yield "le compte y est", t["late"] == t["slot"] + t["own"] + t["carrier"]
    yield "les parts diffèrent", len({t["slot"], t["own"], t["carrier"]}) == 3 and t["proof"] != t["slot"]
    carrier = t["carrier"]
    readings = {0, t["slot"], t["slot"] + carrier, t["proof"] + (carrier if t["ours"] else 0)}
    yield "chaque lecture a sa part", len(readings) == 4


# --- Between colleagues

#: What Bakary and Zélie write to each other: what was seen, then what is made of it.
SEEN = {
    "Zélie": (
        "Le {a} octobre, tu as donné à Caillébrune une date de bon à tirer des étuis que je n'avais pas vue.",
        "Cette semaine, trois dossiers me sont arrivés après 17 heures.",
        "Le {b} octobre, j'ai refait deux fois les mêmes pages parce que le format avait changé.",
        "Je n'ai pas été invitée au point du {b} octobre avec l'imprimeur.",
    ),
    "Bakary": (
        "Le {before} octobre, tu m'as renvoyé le dossier des présentoirs sans un mot.",
        "Mes deux derniers messages, des {a} et {b} octobre, sont restés sans réponse.",
        "Le {b} octobre, tu as pris le dossier de Joachim avant le mien.",
        "Le {a} octobre, j'ai attendu ton fichier jusqu'à 19 heures.",
    ),
}
JUDGED = {
    "Zélie": (
        "Tu promets avec le temps des autres.",
        "Pour toi, l'exécution est un robinet que l'on ouvre.",
        "Tu cherches à te faire bien voir des clients.",
    ),
    "Bakary": (
        "Tu choisis tes dossiers selon ton humeur.",
        "Tu te moques bien de ce que coûte une presse arrêtée.",
        "Avec toi, tout est toujours trop tard.",
    ),
}
ASKED = {
    "Zélie": (
        "Je voudrais que personne n'annonce une date sans me l'avoir demandée.",
        "Il me faut des dossiers complets, avant 15 heures.",
    ),
    "Bakary": (
        "Il me faut savoir, chaque matin, quel dossier passe le premier.",
        "J'aimerais un oui ou un non le jour même.",
    ),
}


def _exchange(rng: np.random.RandomState, signed: np.datetime64) -> pd.DataFrame:
    """Ten sentences in four messages: each saw two things, judged twice, asked for one.

    The file of the displays went back before their proof was signed.
    """
    rows = []
    october = [5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30]
    earlier = [day for day in october if np.datetime64(f"2026-10-{day:02d}") < signed - np.timedelta64(2, "D")]
    before = int(rng.choice(earlier))
    days = list(rng.permutation([day for day in october if day != before]))
    for place, who in enumerate(("Zélie", "Bakary")):
        said = [part for pool in (SEEN[who], JUDGED[who]) for part in (pool[0], str(rng.choice(pool[1:])))]
        order = [said[rank] for rank in rng.permutation(4)] + [str(rng.choice(ASKED[who]))]
        for rank, text in enumerate(order):
            part = 0 if rank < 3 else 1
            a, b = sorted(days.pop() for _ in range(2)) if "{a}" in text or "{b}" in text else (None, None)
            rows.append((part, place, who, str(text).format(a=a, b=b, before=before)))
    rows.sort(key=lambda row: (row[0], row[1]))
    when = {
        (0, 0): "2026-11-04 17:25",
        (0, 1): "2026-11-04 18:02",
        (1, 0): "2026-11-05 08:40",
        (1, 1): "2026-11-05 09:11",
    }
    return pd.DataFrame(
        [(f"E{rank:02d}", when[row[0], row[1]], row[2], row[3]) for rank, row in enumerate(rows, 1)],
        columns=["phrase", "envoye", "auteur", "texte"],
    )


# --- The tables side by side


def _agree(tables: dict[str, pd.DataFrame], plan: Plan) -> None:
    """What one table says is not denied by another: it holds by construction, whatever is drawn."""
    tasks, team, leaves = tables["taches"], tables["equipe"].set_index("personne"), tables["conges"]
    monday = pd.Timestamp("2026-11-09")
    for leave in leaves.itertuples():
        during = (tasks["debut_projete"].fillna(monday) <= leave.au) & (leave.du <= tasks["fin_projetee"])
        touched = set(tasks.loc[during & (tasks["responsable"] == leave.personne), "tache"])
        assert touched == {leave.tache}, "a leave touches its task and no other one"
        moves = leave.tache in FILES and plan.sketch.margin(leave.tache) >= _eaten(
            plan, leave.tache, np.datetime64(leave.du.date()), np.datetime64(leave.au.date())
        )
        assert not moves, "no leave moves the day on which a file is complete"
        relief = team.index[team["sait_aussi"] == team.loc[leave.personne, "metier"]]
        assert len(relief) == 1, "one person relieves whoever is away"
        assert not {relief[0], leave.personne} & {"Zélie"}, (
            "Zélie, whom three clients wait for, is not away and relieves nobody"
        )
        theirs = leaves[leaves["personne"] == relief[0]]
        assert not ((theirs["du"] <= leave.au) & (leave.du <= theirs["au"])).any(), "who relieves is not away"
    assert not overloaded(tasks, plan.closed), "nobody has more work than days"
    prepared = [name for names in OBJECTS.values() for name in names[:PREPARED]]
    handed = tables["remises"].loc[tables["remises"]["objet"].isin(prepared), "remise_le"]
    assert handed.notna().all(), "what prepares a work is handed over before it"
    assert handed.max() <= pd.Timestamp("2026-10-09"), "what prepares a work is handed over before it"
    journal, exchange = tables["journal"], tables["echange"]
    signed = journal.loc[journal["evenement"].str.startswith("Bon à tirer signé"), "date"].iloc[0]
    back = exchange["texte"].str.extract(r"Le ([0-9]+) octobre, tu m'as renvoyé le dossier des présentoirs")[0].dropna()
    assert pd.Timestamp(2026, 10, int(back.iloc[0])) < signed, (
        "the displays' file went back before their proof was signed"
    )
    last = tables["plan_semaine"].groupby("client")["semaine_du"].max()
    delivery = tables["clients"].set_index("client")["livraison"]
    assert (last <= delivery[last.index]).all(), "no work is planned after the delivery"
