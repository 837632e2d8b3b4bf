"""The draw of épreuve 14: the quarter of a five-person marketing team, its planning, timesheets, purchases and two disputes.

What the variant is to conclude (which chain delays the launch, whether waiting is cheapest, which sectors
overrun) is drawn first; then the planned and real dates, day by day the timesheets, and the words of the two threads.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

#: Public holidays in mainland France, second quarter of 2026 (code du travail, article L. 3133-1; Easter is on 5 April 2026).
HOLIDAYS = {
    "2026-04-06": "Lundi de Pâques",
    "2026-05-01": "Fête du Travail",
    "2026-05-08": "Victoire de 1945",
    "2026-05-14": "Ascension",
    "2026-05-25": "Lundi de Pentecôte",
}
CLOSED = np.array(list(HOLIDAYS), dtype="datetime64[D]")
EVE = np.datetime64("2026-03-31")
STATUS = np.datetime64("2026-05-22")  # a Friday, in the evening
WEEKS = [str(day) for day in pd.date_range("2026-05-25", "2026-06-22", freq="7D").date]
DAY_COST = 310  # € a day, loaded: some 48 k€ of gross salary, 40 % of charges, 215 days
TEAM = ("Anaëlle", "Corentin", "Fatou", "Ghislaine", "Wilfried")
SECTORS = ("Image et messages", "Catalogue", "Configurateur", "Réseau", "Journée de lancement")
IMAGE, CATALOGUE, SITE, NETWORK, EVENT = SECTORS
DONE, RUNNING, COMING = "terminée", "en cours", "à venir"
#: The days of the internal dispute, when both are there: the invitation and the first talks, the talks and the meeting, what was kept of it;
#: and the day on which one of the two is away.
TALKS = ("2026-05-27", "2026-05-28", "2026-06-05")
AWAY = "2026-05-29"
DRIVERS = ("T05", "T09", "T13", "T19")


@dataclass(frozen=True)
class Task:
    """A task: planned duration in working days (lowest, highest), purchases in € excl. VAT, and who helps."""

    code: str
    name: str
    sector: str
    owner: str
    days: tuple[int, int]
    after: tuple[str, ...] = ()
    purchase: int = 0
    helper: str = ""
    status: str = DONE
    #: How much of the owner's day the task takes, against their other tasks.
    weight: float = 1.0


# Purchases: orders of magnitude of quotes for such work in 2026 (film of two minutes, 3,000 catalogues of 64 pages…).
TASKS = (
    Task("T01", "Attentes des installateurs : entretiens", IMAGE, "Fatou", (3, 6), (), 1_900, "Ghislaine"),
    Task("T02", "Positionnement et argumentaire", IMAGE, "Ghislaine", (3, 5), ("T01",), 0, "Anaëlle"),
    Task("T03", "Charte et visuels de la gamme", IMAGE, "Corentin", (4, 6), ("T02",), 1_400, "Ghislaine"),
    Task("T04", "Film de la gamme : scénario", IMAGE, "Corentin", (3, 4), ("T03",), 900, "Anaëlle"),
    Task(
        "T05",
        "Film de la gamme : tournage et montage",
        IMAGE,
        "Corentin",
        (13, 15),
        ("T04",),
        8_600,
        "Ghislaine",
        RUNNING,
        0.5,
    ),
    Task("T06", "Catalogue : chemin de fer", CATALOGUE, "Anaëlle", (2, 4), ("T02",), 0, "Fatou"),
    Task("T07", "Catalogue : prises de vue", CATALOGUE, "Corentin", (4, 6), ("T03",), 4_700, "Anaëlle"),
    Task("T08", "Catalogue : rédaction", CATALOGUE, "Anaëlle", (8, 10), ("T06",), 0, "Wilfried"),
    Task(
        "T09",
        "Catalogue : mise en page",
        CATALOGUE,
        "Corentin",
        (9, 10),
        ("T07", "T08"),
        0,
        "Anaëlle",
        RUNNING,
    ),
    Task(
        "T10",
        "Catalogue : relecture technique",
        CATALOGUE,
        "Anaëlle",
        (2, 5),
        ("T09",),
        600,
        "Wilfried",
        COMING,
    ),
    Task(
        "T11",
        "Catalogue : impression et livraison",
        CATALOGUE,
        "Anaëlle",
        (5, 8),
        ("T10",),
        11_800,
        "",
        COMING,
        0.4,
    ),
    Task("T12", "Configurateur : cahier des charges", SITE, "Wilfried", (3, 5), ("T01",), 0, "Fatou"),
    Task(
        "T13",
        "Configurateur : développement (lot 2)",
        SITE,
        "Wilfried",
        (14, 15),
        ("T12",),
        0,
        "Anaëlle",
        RUNNING,
        0.7,
    ),
    Task("T14", "Configurateur : fiches produits", SITE, "Anaëlle", (6, 7), ("T08",), 0, "Wilfried"),
    Task("T15", "Configurateur : recette", SITE, "Wilfried", (4, 7), ("T13", "T14"), 0, "Anaëlle", COMING),
    Task(
        "T16",
        "Configurateur : corrections et mise en ligne",
        SITE,
        "Wilfried",
        (7, 10),
        ("T15", "T05"),
        2_900,
        "",
        COMING,
    ),
    Task("T17", "Installateurs pilotes : sélection", NETWORK, "Fatou", (3, 6), ("T02",), 0, "Ghislaine"),
    Task("T18", "Kit de vente : trame", NETWORK, "Fatou", (4, 7), ("T02",), 0, "Anaëlle"),
    Task("T19", "Formation : modules", NETWORK, "Fatou", (14, 15), ("T17", "T18"), 3_400, "Ghislaine", RUNNING),
    Task(
        "T20",
        "Formation : trois sessions de pilotes",
        NETWORK,
        "Fatou",
        (8, 11),
        ("T19",),
        5_200,
        "Ghislaine",
        COMING,
    ),
    Task("T21", "Kit de vente définitif", NETWORK, "Ghislaine", (3, 6), ("T20", "T11"), 2_300, "Fatou", COMING),
    Task("T22", "Journée : lieu et traiteur", EVENT, "Ghislaine", (4, 7), ("T02",), 6_200, "Fatou"),
    Task("T23", "Journée : invitations", EVENT, "Fatou", (3, 6), ("T22", "T03"), 1_300, "Ghislaine"),
    Task(
        "T24",
        "Journée : scénographie",
        EVENT,
        "Ghislaine",
        (13, 14),
        ("T22", "T03"),
        4_400,
        "Corentin",
        RUNNING,
    ),
    Task(
        "T25",
        "Journée : fabrication et répétition",
        EVENT,
        "Ghislaine",
        (10, 13),
        ("T24", "T05"),
        7_600,
        "Corentin",
        COMING,
    ),
    Task(
        "T26",
        "Journée de lancement, ouverture des commandes",
        EVENT,
        "Ghislaine",
        (1, 1),
        ("T16", "T21", "T25"),
        5_900,
        "Fatou",
        COMING,
    ),
)
BY_CODE = {task.code: task for task in TASKS}
OPEN = tuple(task.code for task in TASKS if task.status != DONE)
LAST = "T26"
#: What would shorten a task: the lever, its task.
LEVERS = (
    ("Monteuse indépendante", "T05"),
    ("Graphiste en renfort", "T09"),
    ("Second développeur", "T13"),
    ("Formation à distance", "T20"),
)
LEVERED = tuple(code for _, code in LEVERS)
LEVER_OF = {"T05": 0, "T09": 1, "T13": 2, "T19": 3}
ITEMS = {
    "T01": "Défraiement des entretiens",
    "T03": "Banque d'images et typographie",
    "T04": "Scénariste",
    "T05": "Équipe de tournage",
    "T07": "Photographe",
    "T10": "Correctrice",
    "T11": "Imprimeur",
    "T13": "Développement du lot 2",
    "T16": "Tests utilisateurs",
    "T19": "Conception pédagogique",
    "T20": "Salles et déplacements",
    "T21": "Pochettes et clés USB",
    "T22": "Acompte du lieu et du traiteur",
    "T23": "Impression et routage",
    "T24": "Scénographe",
    "T25": "Menuiserie et location",
    "T26": "Technique et traiteur, solde",
}


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """All the tables of the case, drawn until each question is well posed; dates at midnight, € excl. VAT, days of work in halves."""
    # Before the draws: those that are refused would otherwise choose the conclusion.
    driver = str(rng.permutation(DRIVERS)[2])
    wait = rng.uniform() < 0.3
    plan = _planned(rng, driver, wait)
    # In stages, each judged alone: who is away and what is asked, then the hours, then what was planned and bought.
    weeks = tirer_jusqu_a(lambda r: _weeks_to_come(r, plan), lambda drawn: _weeks_conditions(drawn, plan), rng)
    times = tirer_jusqu_a(lambda r: _timesheets(r, plan, weeks["absences"]), _times_conditions, rng)
    tables = tirer_jusqu_a(
        lambda r: _work(r, plan, times, **weeks),
        lambda drawn: _work_conditions(drawn, BY_CODE[driver].sector),
        rng,
    )
    supplier = tirer_jusqu_a(lambda r: _supplier(r, plan), _supplier_conditions, rng)
    contract, steps = _contract(rng, supplier["terms"]), _steps(rng)
    thread = tirer_jusqu_a(lambda r: _thread(r, tables), _thread_conditions, rng)
    journal = supplier["journal"]
    return {
        **tables,
        "leviers": plan.levers.assign(au_plus_tard=[_order_by(plan, row) for row in plan.levers.itertuples()]),
        "hypotheses": plan.figures,
        "messages": pd.concat([thread.drop(columns="nature"), _supplier_thread(journal, plan)], ignore_index=True),
        "etapes": steps,
        "journal": journal,
        **contract,
    }


# --- Dates: what was planned, what happened, what is left


@dataclass(frozen=True)
class Plan:
    """Planned, real and new dates by task, what is left in working days, the levers and the firm's figures."""

    start: dict[str, np.datetime64]
    end: dict[str, np.datetime64]
    days: dict[str, int]
    real_start: dict[str, np.datetime64]
    real_end: dict[str, np.datetime64]
    left: dict[str, int]
    new_end: dict[str, np.datetime64]
    levers: pd.DataFrame
    figures: pd.DataFrame
    driver: str
    wait: bool
    aim: int
    daily_loss: int
    #: Working days of delay from which a sector is amber, and red.
    amber_from: int
    red_from: int


def _after(day: np.datetime64, days: int, closed: np.ndarray = CLOSED) -> np.datetime64:
    """The end of a task of `days` working days that starts on the working day after `day`."""
    return np.busday_offset(day, days, roll="backward", holidays=closed)


def _between(first: np.datetime64, last: np.datetime64) -> int:
    """Working days from the first day to the last, first not counted: the delay of `last` on `first`."""
    one = np.timedelta64(1, "D")
    return int(np.busday_count(first + one, last + one, holidays=CLOSED))


def _recast(
    left: dict[str, int],
    days: dict[str, int],
    real_end: dict[str, np.datetime64],
    closed: np.ndarray = CLOSED,
) -> dict[str, np.datetime64]:
    """The new end of each open task: what is left, then the predecessors."""
    ends = dict(real_end)
    for task in TASKS:
        if task.status == RUNNING:
            ends[task.code] = _after(STATUS, left[task.code], closed)
        elif task.status == COMING:
            free = max(ends[code] for code in task.after)
            ends[task.code] = _after(free, days[task.code], closed)
    return {code: ends[code] for code in OPEN}


@dataclass(frozen=True)
class Dates:
    """Planned and real dates by task, planned durations, and how many days the launch slips past what is left of each running task."""

    start: dict[str, np.datetime64]
    end: dict[str, np.datetime64]
    days: dict[str, int]
    real_start: dict[str, np.datetime64]
    real_end: dict[str, np.datetime64]
    beyond: dict[str, int]


def _planned(rng: np.random.RandomState, driver: str, wait: bool) -> Plan:
    """A plan whose launch slips by three to nine days: dates that hold, then what is left of each task."""

    def plan(r: np.random.RandomState) -> Plan:
        dates = tirer_jusqu_a(_dates, lambda drawn: _dates_conditions(drawn, driver), r)
        return _plan(r, dates, driver, wait)

    return tirer_jusqu_a(plan, _plan_conditions, rng)


def _dates(rng: np.random.RandomState) -> Dates:
    start, end, days, real_start, real_end = {}, {}, {}, {}, {}
    for task in TASKS:
        code = task.code
        days[code] = int(rng.randint(task.days[0], task.days[1] + 1))
        free = max((end[before] for before in task.after), default=EVE)
        wait_days = int(rng.choice([0, 1])) if task.after and task.code != LAST else 0
        start[code] = _after(free, 1 + wait_days)
        end[code] = _after(free, wait_days + days[code])
        if task.status == COMING:
            continue
        free_really = max((real_end[before] for before in task.after), default=EVE)
        real_start[code] = _after(max(free_really, start[code] - np.timedelta64(1, "D")), 1)
        if task.status == DONE:
            took = max(2, days[code] + int(rng.choice([-1, 0, 1, 2])))
            real_end[code] = _after(real_start[code], took - 1)
            if (
                code == "T07"
            ):  # the supplier waits for them: late by one day or three, which no other count of the dispute is
                late = _after(end[code], int(rng.choice([1, 3])))
                real_end[code] = max(late, _after(real_start[code], 1))
    # The launch waits for the latest of the running tasks: each by what is left of it, and what is then to come.
    nothing = dict.fromkeys(_LEAST, 0)
    beyond = {
        code: _slip(end[LAST], _recast({**nothing, code: _LONG}, days, real_end)[LAST]) - _LONG for code in _LEAST
    }
    return Dates(start, end, days, real_start, real_end, beyond)


#: What is left at least of each running task, in working days: those that carry a lever leave time to order it and to gain a day.
_LEAST = {"T05": 4, "T09": 4, "T13": 4, "T19": 1, "T24": 1}
#: The same of the task that commands the launch: its lever, or that of the next task, gains two days at least.
_LEAST_DRIVER = {"T05": 6, "T09": 6, "T13": 6, "T19": 2}
#: More days than any path of the plan has to spare.
_LONG = 40
_AIMS = range(3, 10)


def _slip(planned: np.datetime64, new: np.datetime64) -> int:
    """Working days from the planned launch to the new one; negative if it is earlier."""
    return _between(planned, new) if new >= planned else -_between(new, planned)


def _aims(dates: Dates, driver: str) -> list[int]:
    """The delays of the launch that the driver may command with two days to gain, by what may be left of it and of the others."""
    others = max(_LEAST[code] + dates.beyond[code] for code in _LEAST if code != driver)
    return [aim for aim in _AIMS if others <= aim - 2 and _LEAST_DRIVER[driver] <= aim - dates.beyond[driver] <= 12]


def _plan(rng: np.random.RandomState, dates: Dates, driver: str, wait: bool) -> Plan:
    start, end, days, real_start, real_end = dates.start, dates.end, dates.days, dates.real_start, dates.real_end
    aim = int(rng.choice(_aims(dates, driver)))
    left = {}
    for code, least in _LEAST.items():
        if code == driver:
            left[code] = aim - dates.beyond[code]
        else:
            left[code] = int(rng.randint(least, min(12, aim - 2 - dates.beyond[code]) + 1))
    new_end = _recast(left, days, real_end)
    loss = int(rng.randint(48, 92)) * 10
    levers = _levers(rng, driver, wait, loss, left, days, real_end, new_end)
    figures = pd.DataFrame(
        [
            ("Marge perdue par jour ouvré de retard de l'ouverture des commandes", loss, "€"),
            ("Coût d'une journée de travail de l'équipe, charges comprises", DAY_COST, "€"),
            ("Durée d'une journée de travail", 7, "heures"),
        ],
        columns=["hypothese", "valeur", "unite"],
    )
    # Red lies just above the delay of the sector that commands the launch: it is the exception that makes it red.
    commanding = _sector_delay(end, new_end, real_end, BY_CODE[driver].sector)
    red = max(6, commanding + int(rng.choice([1, 2])))
    amber = int(rng.choice([3, 4] if red < 8 else [4, 5]))
    return Plan(
        start, end, days, real_start, real_end, left, new_end, levers, figures, driver, wait, aim, loss, amber, red
    )


def _levers(
    rng: np.random.RandomState,
    driver: str,
    wait: bool,
    loss: int,
    left: dict[str, int],
    days: dict[str, int],
    real_end: dict[str, np.datetime64],
    new_end: dict[str, np.datetime64],
) -> pd.DataFrame:
    rows = []
    for rank, (name, code) in enumerate(LEVERS):
        saved = int(rng.randint(3, 6) if LEVER_OF[driver] == rank else rng.randint(1, 4))
        saved = min(saved, _most_saved(left.get(code, days[code])))
        cost = saved * rng.uniform(350, 750)
        if LEVER_OF[driver] == rank:
            gain = _between(_pulled(code, saved, left, days, real_end), new_end[LAST])
            cost = gain * loss * (rng.uniform(1.2, 1.6) if wait else rng.uniform(0.4, 0.75))
        rows.append((name, code, saved, int(10 * round(max(cost, 350 * saved) / 10))))
    return pd.DataFrame(rows, columns=["levier", "tache", "jours_gagnes", "cout_ht"])


def _most_saved(length: int) -> int:
    """The most days that a lever ordered on 27 May, the second working day, saves: it then works as many before its task, so shortened, ends."""
    return (length - 2) // 2


def _order_by(plan: Plan, lever) -> pd.Timestamp:
    """The last day to order a lever, from 27 May to 1 June: from the next, it still works as many days as it saves before its task ends."""
    length = plan.left.get(lever.tache, plan.days[lever.tache])
    return pd.Timestamp(_after(STATUS, min(5, length - 2 * lever.jours_gagnes)))


def _pulled(
    code: str,
    saved: int,
    left: dict[str, int],
    days: dict[str, int],
    real_end: dict[str, np.datetime64],
) -> np.datetime64:
    """The new launch if a task takes `saved` working days less."""
    table = left if code in left else days
    shorter = {**table, code: table[code] - saved}
    if code in left:
        return _recast(shorter, days, real_end)[LAST]
    return _recast(left, shorter, real_end)[LAST]


def _dates_conditions(dates: Dates, driver: str) -> Conditions:
    yield "les tâches terminées le sont", all(day <= STATUS for day in dates.real_end.values())
    began = [dates.real_start[task.code] for task in TASKS if task.status == RUNNING]
    yield "les tâches en cours ont commencé", max(began) <= STATUS - np.timedelta64(4, "D")
    photos = _between(dates.end["T07"], dates.real_end["T07"])
    yield "les photos du Studio ont manqué quelques jours", 1 <= photos <= 3
    yield "elles étaient dues avant le lot", dates.end["T07"] < dates.end["T13"]
    yield "le développement est en retard sur le contrat", 9 <= _between(dates.end["T13"], STATUS) <= 15
    yield "les photos ne se confondent pas avec les jours fériés", photos != _holidays_since(dates.end["T13"])
    yield (
        "ce qui est à venir n'a pas commencé",
        all(dates.start[task.code] > np.datetime64("2026-05-13") for task in TASKS if task.status == COMING),
    )
    yield (
        "le lancement est en juin",
        np.datetime64("2026-06-09") <= dates.end[LAST] <= np.datetime64("2026-06-25"),
    )
    yield "la tâche voulue peut commander le lancement", bool(_aims(dates, driver))


def _plan_conditions(plan: Plan) -> Conditions:
    planned = {code: plan.end[code] for code in OPEN}
    late = _between(plan.end[LAST], plan.new_end[LAST])
    yield "le retard est celui que l'on voulait", late == plan.aim
    yield "le lancement glisse au plus au 10 juillet", plan.new_end[LAST] <= np.datetime64("2026-07-10")
    # What the driver's chain alone delays, the other chains do not.
    gains = []
    for _, code, saved, cost in plan.levers.itertuples(index=False):
        pulled = _pulled(code, saved, plan.left, plan.days, plan.real_end)
        gains.append((_between(pulled, plan.new_end[LAST]), cost))
    main = gains[LEVER_OF[plan.driver]]
    yield "le levier utile gagne deux jours au moins", main[0] >= 2
    others = [gain for rank, (gain, _) in enumerate(gains) if rank != LEVER_OF[plan.driver]]
    yield "les autres gagnent un jour au plus", max(others) <= 1
    yield "chaque levier fait gagner un jour à sa tâche", plan.levers["jours_gagnes"].min() >= 1
    net = main[0] * plan.daily_loss - main[1]
    yield "la décision est nette", abs(net) >= 0.15 * main[0] * plan.daily_loss and (net < 0) == plan.wait
    delays = {code: _between(planned[code], plan.new_end[code]) for code in OPEN}
    yield (
        "la somme des retards n'est pas le retard",
        sum(max(0, value) for value in delays.values()) > late + 3,
    )
    no_holiday = _recast(plan.left, plan.days, plan.real_end, closed=np.array([], dtype="datetime64[D]"))
    yield "Pentecôte compte", no_holiday[LAST] != plan.new_end[LAST]
    chain = pd.Series({sector: _sector_delay(plan.end, plan.new_end, plan.real_end, sector) for sector in SECTORS})
    yield "les retards des chantiers diffèrent", chain.nunique() >= 3 and chain.between(0, 14).all()
    # The sector that commands the launch is red whatever its own figures, and its own figures never make it red.
    yield "le seuil du rouge est d'une quinzaine au plus", plan.red_from <= 11
    others = chain.drop(BY_CODE[plan.driver].sector)
    yield (
        "les retards laissent place aux trois niveaux",
        (others >= plan.red_from).sum() <= 2 and (others < plan.amber_from).any(),
    )
    yield "une tâche commande le lancement", _commands(plan) == [plan.driver]


def _commands(plan: Plan) -> list[str]:
    """The running tasks of which a day less brings the launch forward by a day."""
    return [
        code
        for code in plan.left
        if _between(_pulled(code, 1, plan.left, plan.days, plan.real_end), plan.new_end[LAST]) == 1
    ]


def _holidays_since(day: np.datetime64) -> int:
    """Public holidays on a weekday after a day, up to the status date."""
    one = np.timedelta64(1, "D")
    return int(np.busday_count(day + one, STATUS + one)) - _between(day, STATUS)


def _sector_delay(end: dict, new_end: dict, real_end: dict, sector: str) -> int:
    codes = [task.code for task in TASKS if task.sector == sector]
    actual = {**real_end, **new_end}
    return _between(max(end[code] for code in codes), max(actual[code] for code in codes))


# --- Work: leave, timesheets, purchases, load


def _weeks_to_come(rng: np.random.RandomState, plan: Plan) -> dict[str, pd.DataFrame]:
    leave = _leave(rng)
    return {"absences": leave, "charge": _load(rng, plan, leave)}


def _weeks_conditions(tables: dict[str, pd.DataFrame], plan: Plan) -> Conditions:
    leave, load = tables["absences"], tables["charge"]
    away = {(row.date.date(), row.personne): row.jours for row in leave.itertuples()}
    present = []
    for code, begin in plan.real_start.items():
        days = pd.bdate_range(begin, plan.real_end.get(code, STATUS))
        owner = BY_CODE[code].owner
        present.append(sum(1 - away.get((day.date(), owner), 0) for day in days if str(day.date()) not in HOLIDAYS))
    yield "chacun est là pour ses tâches", min(present) >= 2
    to_come = load.groupby("tache")["jours"].sum()
    yield "le reste tient à deux", all(to_come.get(code, 0) <= 2 * left for code, left in plan.left.items())
    both = leave[leave["personne"].isin(["Anaëlle", "Corentin"])]
    yield (
        "les deux sont là pour l'invitation, les entretiens et le contrôle",
        not both["date"].isin(pd.to_datetime(TALKS)).any(),
    )
    yield "l'un des deux est absent un jour où l'on se verrait", both["date"].eq(AWAY).any()
    weeks = _overload(load, leave)
    yield "des surcharges, pas partout", 3 <= weeks.sum() <= 13 and weeks.nunique() >= 3
    short = _short(load, leave)
    yield (
        "chaque semaine a un débordé et un renfort",
        all(
            week.nlargest(2).diff().iloc[1] < 0 < week.max() and week.nsmallest(2).diff().iloc[1] > 0 > week.min()
            for _, week in short.items()
        ),
    )
    yield (
        "plusieurs débordés, plusieurs renforts",
        min(short.idxmax().nunique(), short.idxmin().nunique()) >= 3,
    )
    yield "les absences comptent", (_overload(load, leave.iloc[:0]) != weeks).sum() >= 2
    yield (
        "Pentecôte compte dans la charge",
        (_overload(load, leave, np.array([], dtype="datetime64[D]")) != weeks).any(),
    )


def _times_conditions(times: pd.DataFrame) -> Conditions:
    hours = times[times["statut"] == "validée"].groupby("tache")["heures"].sum()
    begun = [task.code for task in TASKS if task.status != COMING]
    yield "chaque tâche a des heures crédibles", (hours.reindex(begun, fill_value=0) >= 2).all()


def _work(
    rng: np.random.RandomState, plan: Plan, times: pd.DataFrame, absences: pd.DataFrame, charge: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    # A sector's overrun decides its alert: some overrun little, some much.
    # The greatest is never that of the sector that commands the launch, which the exception alone makes red.
    commanding = BY_CODE[plan.driver].sector
    levels = [*rng.permutation([1.0, 1.03, 1.09, 1.1]), 1.19]
    places = [commanding, *rng.permutation([sector for sector in SECTORS if sector != commanding])]
    overrun = dict(zip(places, np.array(levels) + rng.uniform(-0.02, 0.02, 5), strict=True))
    tasks, purchases = _tasks(rng, plan, times, charge, overrun)
    return {
        "taches": tasks,
        "temps": times,
        "achats": purchases,
        "absences": absences,
        "charge": charge,
        "feries": pd.DataFrame({"date": pd.to_datetime(list(HOLIDAYS)), "jour": list(HOLIDAYS.values())}),
        "regles": _rules(rng, plan),
    }


def _leave(rng: np.random.RandomState) -> pd.DataFrame:
    """A line a working day or half-day away: spring leave before the status date, some in June."""
    rows = []
    for person in TEAM:
        first = pd.Timestamp("2026-04-13") + pd.Timedelta(days=7 * int(rng.randint(0, 2)))
        for gap in range(int(rng.randint(1, 4))):
            rows.append((first + pd.Timedelta(days=gap), person, "congé", 1.0))
        bridge = str(rng.choice(["2026-05-07", "2026-05-15", "2026-05-11"]))
        rows.append((pd.Timestamp(bridge), person, "congé", float(rng.choice([0.5, 1.0]))))
    for person in rng.permutation(list(TEAM))[:4]:
        week = pd.Timestamp(WEEKS[int(rng.randint(0, 5))])
        first = 1 if str(week.date()) == WEEKS[0] else int(rng.randint(0, 3))
        motive = str(rng.choice(["congé", "congé", "formation"]))
        for gap in range(first, min(first + int(rng.randint(1, 6)), 5)):
            rows.append((week + pd.Timedelta(days=gap), person, motive, 1.0))
    for person in TEAM:
        day = pd.Timestamp(WEEKS[int(rng.randint(1, 5))]) + pd.Timedelta(days=int(rng.randint(0, 5)))
        rows.append((day, person, "congé", 0.5))
    rows.append((pd.Timestamp(AWAY), str(rng.choice(["Anaëlle", "Corentin"])), "formation", 1.0))
    table = pd.DataFrame(rows, columns=["date", "personne", "motif", "jours"])
    # The two of the internal dispute are there for the talks.
    talks = table["personne"].isin(["Anaëlle", "Corentin"]) & table["date"].isin(pd.to_datetime(TALKS))
    table = table[~talks]
    return table.drop_duplicates(["date", "personne"]).sort_values(["date", "personne"], ignore_index=True)


def _timesheets(rng: np.random.RandomState, plan: Plan, leave: pd.DataFrame) -> pd.DataFrame:
    """A line a day, a person and a task, by half-hours; some were refused, most of them entered twice."""
    away = {(row.date.date(), row.personne): row.jours for row in leave.itertuples()}
    rows = []
    for day in pd.bdate_range("2026-04-01", "2026-05-22"):
        if str(day.date()) in HOLIDAYS:
            continue
        today = np.datetime64(day.date())
        for person in TEAM:
            hours = 7 * (1 - away.get((day.date(), person), 0))
            if not hours:
                continue
            weights = {}
            for task in TASKS:
                first = plan.real_start.get(task.code)
                if first is None or not first <= today <= plan.real_end.get(task.code, STATUS):
                    continue
                if task.owner == person:
                    weights[task.code] = task.weight
                elif task.helper == person and (day.date(), task.owner) in away:
                    weights[task.code] = 0.8  # the owner is away
                elif task.helper == person and rng.uniform() < 0.45:
                    weights[task.code] = 0.4
            daily = min(hours, float(rng.choice([0.5, 1, 1, 1.5, 2])))
            if not weights:
                daily = hours
            elif hours - daily >= 0.5:
                share = rng.dirichlet(8 * np.array(list(weights.values())))
                halves = np.round(2 * share * (hours - daily)) / 2
                for code, spent in zip(weights, halves, strict=True):
                    if spent:
                        rows.append((day, person, code, spent, "validée"))
            rows.append((day, person, "HP", daily, "validée"))
    table = pd.DataFrame(rows, columns=["date", "personne", "tache", "heures", "statut"])
    twice = table[table["tache"] != "HP"].sample(26, random_state=rng).assign(statut="rejetée")
    table = pd.concat([table, twice]).sort_values(["date", "personne", "tache", "statut"], ignore_index=True)
    table.insert(0, "ligne", np.arange(1, len(table) + 1))
    return table


def _load(rng: np.random.RandomState, plan: Plan, leave: pd.DataFrame) -> pd.DataFrame:
    """Days asked of each person by task over the five weeks to come; the everyday work is the task HP."""
    begins = {}
    for task in TASKS:
        if task.status == RUNNING:
            begins[task.code] = STATUS
        elif task.status == COMING:
            begins[task.code] = _after(plan.new_end[task.code], -plan.days[task.code] + 1)
    rows = []
    for week in WEEKS:
        asked_of = {person: _askable(week, person, begins, plan, leave) for person in TEAM}
        gaps = _gaps(rng, asked_of)
        for person in TEAM:
            asked = asked_of[person]
            days = min(max(asked.room + gaps[person], asked.least), asked.most)
            shared = dict.fromkeys(asked.tasks, 0.5)
            everyday = float(rng.choice([0.5, 1, 1])) if shared else days
            # Half-days go to the tasks that still have days to be done in, then to everyday work.
            for _ in range(round(2 * (days - everyday)) - len(shared)):
                able = [code for code in shared if shared[code] < asked.tasks[code][0]]
                if able:
                    share = np.array([asked.tasks[code][1] for code in able])
                    shared[able[int(rng.choice(len(able), p=share / share.sum()))]] += 0.5
            rows += [(week, person, code, spent) for code, spent in shared.items()]
            rows.append((week, person, "HP", max(0.5, days - sum(shared.values()))))
    table = pd.DataFrame(rows, columns=["semaine_du", "personne", "tache", "jours"])
    table["semaine_du"] = pd.to_datetime(table["semaine_du"])
    return table.sort_values(["semaine_du", "personne", "tache"], ignore_index=True)


@dataclass(frozen=True)
class Askable:
    """What may be asked of a person in a week: their days of work, the least and the most, and by task its days at most and its weight."""

    room: float
    least: float
    most: float
    tasks: dict[str, tuple[float, float]]


def _askable(week: str, person: str, begins: dict[str, np.datetime64], plan: Plan, leave: pd.DataFrame) -> Askable:
    """A task is asked for on no more days than it has in the week, from its start to its end; everyday work, on no more than the week has."""
    first, last = np.datetime64(week), np.datetime64(week) + np.timedelta64(4, "D")
    week_days = _open_days(first, last)
    if week == WEEKS[-1]:
        last = np.datetime64("2026-07-10")
    tasks = {}
    for code, begin in begins.items():
        task = BY_CODE[code]
        if person in (task.owner, task.helper) and begin <= last and plan.new_end[code] >= first:
            days = min(week_days, _open_days(max(begin, first), min(plan.new_end[code], last)))
            tasks[code] = (float(days), 3 * task.weight if task.owner == person else 0.8)
    most = sum(days for days, _ in tasks.values()) + (2 if tasks else week_days)
    return Askable(_room(week, person, leave), 0.5 + 0.5 * len(tasks), most, tasks)


def _gaps(rng: np.random.RandomState, asked_of: dict[str, Askable]) -> dict[str, float]:
    """From one to three people who may be asked for it have too much to do, the others too little, no two by as much."""
    many = int(rng.choice([1, 2, 2, 3]))
    too_much = [float(gap) for gap in sorted(rng.permutation([0.5, 1, 1.5, 2, 2.5])[:many])]
    gaps = {}
    for person in rng.permutation(TEAM):
        asked = asked_of[person]
        if too_much and asked.most - asked.room >= too_much[-1]:
            gaps[str(person)] = too_much.pop()
    others = [person for person in TEAM if person not in gaps]
    too_little = -rng.permutation([0, 0.5, 1, 1.5, 2, 2.5])[: len(others)]
    return gaps | dict(zip(others, map(float, too_little), strict=True))


def _open_days(first: np.datetime64, last: np.datetime64, closed: np.ndarray = CLOSED) -> int:
    """Working days from the first day to the last, both counted."""
    return int(np.busday_count(first, last + np.timedelta64(1, "D"), holidays=closed))


def _room(week: str, person: str, leave: pd.DataFrame, closed: np.ndarray = CLOSED) -> float:
    """Days of work of a person in a week: working days less leave."""
    first = np.datetime64(week)
    open_days = _open_days(first, first + np.timedelta64(4, "D"), closed)
    mine = leave[(leave["personne"] == person) & leave["date"].between(week, pd.Timestamp(week) + pd.Timedelta(days=4))]
    return open_days - mine["jours"].sum()


def _tasks(
    rng: np.random.RandomState,
    plan: Plan,
    times: pd.DataFrame,
    load: pd.DataFrame,
    overrun: dict[str, float],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    spent = times[times["statut"] == "validée"].groupby("tache")["heures"].sum() / 7
    to_come = load.groupby("tache")["jours"].sum()
    rows, bills = [], []
    for task in TASKS:
        code = task.code
        ratio = overrun[task.sector] * rng.uniform(0.88, 1.14)
        left_work = float(to_come.get(code, 0)) if task.status != DONE else 0.0
        planned_work = max(
            round(0.5 * plan.days[code]) / 2,
            0.5,
            round(2 * (float(spent.get(code, 0)) + left_work) / ratio) / 2,
        )
        budget, left_buy = task.purchase, 0.0
        if code == "T13":
            budget = int(100 * rng.randint(140, 221))
        if budget:
            budget = int(50 * round(budget * rng.uniform(0.88, 1.14) / 50)) if code != "T13" else budget
            final = budget if code == "T13" else budget * overrun[task.sector] * rng.uniform(0.97, 1.03)
            engaged = {DONE: 1.0, RUNNING: rng.uniform(0.6, 0.9), COMING: rng.choice([0.0, 0.3, 0.4])}[task.status]
            if code == "T13":
                engaged = 1.0
            left_buy = float(10 * round(final * (1 - engaged) / 10))
            bills += _bills(rng, plan, task, final * engaged)
        before = [*task.after, "", "", ""][:3]
        rows.append(
            (
                code,
                task.name,
                task.sector,
                task.owner,
                *[name or None for name in before],
                plan.days[code],
                pd.Timestamp(plan.start[code]),
                pd.Timestamp(plan.end[code]),
                task.status,
                pd.Timestamp(plan.real_start[code]) if code in plan.real_start else pd.NaT,
                pd.Timestamp(plan.real_end[code]) if code in plan.real_end else pd.NaT,
                plan.left.get(code, pd.NA),
                planned_work,
                left_work,
                budget,
                left_buy,
            )
        )
    columns = (
        "tache intitule chantier responsable apres_1 apres_2 apres_3 duree_prevue debut_prevu fin_prevue statut debut_reel "
        "fin_reelle reste_duree charge_prevue reste_charge budget_achats reste_achats"
    )
    tasks = pd.DataFrame(rows, columns=columns.split())
    tasks["reste_duree"] = tasks["reste_duree"].astype("Int64")
    purchases = pd.DataFrame(bills, columns=["date", "tache", "objet", "montant_ht", "statut"])
    purchases = purchases.sort_values(["date", "tache", "montant_ht"], ignore_index=True)
    purchases.insert(0, "commande", [f"BC{rank:03d}" for rank in range(211, 211 + len(purchases))])
    return tasks, purchases


def _bills(rng: np.random.RandomState, plan: Plan, task: Task, amount: float) -> list[tuple]:
    """One to three orders a task; now and then one that was cancelled."""
    if amount < 1:
        return []
    parts = 1 if amount < 1_500 or task.code == "T13" else int(rng.randint(1, 4))
    shares = rng.dirichlet(np.full(parts, 6.0))
    first = min(plan.real_start.get(task.code, np.datetime64("2026-05-11")), np.datetime64("2026-05-15"))
    rows = []
    for rank, share in enumerate(shares):
        day = min(_after(first, 1 + 3 * rank), STATUS)
        sum_ = round(amount * share, 2) if task.code != "T13" else float(amount)
        label = ITEMS[task.code] + (f" ({rank + 1}/{parts})" if parts > 1 else "")
        status = "facturée" if task.status == DONE and rng.uniform() < 0.8 else "engagée"
        rows.append((pd.Timestamp(day), task.code, label, sum_, status))
    if rng.uniform() < 0.4 and task.code != "T13":
        rows.append(
            (
                pd.Timestamp(_after(first, 1)),
                task.code,
                ITEMS[task.code],
                round(amount * rng.uniform(0.3, 0.7), 2),
                "annulée",
            )
        )
    return rows


def _rules(rng: np.random.RandomState, plan: Plan) -> pd.DataFrame:
    red, amber = plan.red_from, plan.amber_from
    high, middle = int(rng.choice([12, 14, 15])), int(rng.choice([5, 6, 7]))
    return pd.DataFrame(
        [
            ("rouge", red, high, "Étienne Boudou", int(rng.choice([1, 2, 3]))),
            ("orange", amber, middle, "Clotilde Marrast", int(rng.choice([4, 5, 6, 7]))),
            ("vert", 0, 0, "équipe", int(rng.choice([8, 9, 10, 11]))),
        ],
        columns=["niveau", "retard_des", "depassement_des", "destinataire", "delai"],
    )


def _work_conditions(tables: dict[str, pd.DataFrame], commanding: str) -> Conditions:
    tasks, times, buys = (tables[name] for name in ("taches", "temps", "achats"))
    work = tasks.set_index("tache")
    valid = times[times["statut"] == "validée"]
    hours = valid.groupby("tache")["heures"].sum().reindex(work.index, fill_value=0)
    yield "charges prévues crédibles", work["charge_prevue"].between(0.5, 30).all()
    done = work[work["statut"] == DONE].assign(real=hours / 7)
    by_owner = done.groupby("responsable")[["charge_prevue", "real"]].sum()
    gap = by_owner["real"] / by_owner["charge_prevue"] - 1
    yield (
        "les écarts par responsable diffèrent",
        gap.max() - gap.min() > 0.08 and (abs(gap) > 0.006).all() and (abs(gap) < 0.5).all(),
    )
    by_person = valid[valid["tache"].isin(done.index)].groupby("personne")["heures"].sum() / 7
    yield "qui saisit n'est pas qui répond", (abs(by_person / by_owner["real"] - 1) > 0.03).sum() >= 3
    refused = times[times["statut"] == "rejetée"].groupby("tache")["heures"].sum().reindex(work.index, fill_value=0)
    for_owner = (refused / 7)[done.index].groupby(done["responsable"]).sum()
    yield "les lignes rejetées comptent", (for_owner / by_owner["real"] > 0.02).sum() >= 2
    kept = buys[buys["statut"] != "annulée"].groupby("tache")["montant_ht"].sum().reindex(work.index, fill_value=0)
    cancelled = buys[buys["statut"] == "annulée"]["tache"].map(work["chantier"])
    yield "des commandes annulées dans deux chantiers", cancelled.nunique() >= 2
    money = pd.DataFrame(
        {
            "chantier": work["chantier"],
            "plan": work["charge_prevue"] * DAY_COST + work["budget_achats"],
            "end": (hours / 7 + work["reste_charge"]) * DAY_COST + kept + work["reste_achats"],
            "plan_days": work["charge_prevue"],
            "days": hours / 7 + work["reste_charge"],
        }
    )
    by = money.groupby("chantier")[["plan", "end", "plan_days", "days"]].sum().loc[list(SECTORS)]
    over = 100 * (by["end"] / by["plan"] - 1)
    yield "dépassements crédibles", over.between(-8, 30).all()
    yield (
        "les jours projetés ne sont pas les jours prévus",
        (abs(by["days"] / by["plan_days"] - 1) > 0.015).sum() >= 3,
    )
    rules = tables["regles"].set_index("niveau")
    for level in ("rouge", "orange"):
        yield (
            "aucun dépassement près d'un seuil",
            (abs(over - rules.loc[level, "depassement_des"]) > 0.35).all(),
        )
    ends = work["fin_reelle"].fillna(pd.Series({c: pd.Timestamp(d) for c, d in _ends_of(work).items()}))
    late = pd.Series(
        {
            sector: _between(
                np.datetime64(work.loc[work["chantier"] == sector, "fin_prevue"].max().date()),
                np.datetime64(ends[work["chantier"] == sector].max().date()),
            )
            for sector in SECTORS
        }
    )
    own = (
        late[commanding] >= rules.loc["rouge", "retard_des"]
        or over[commanding] >= rules.loc["rouge", "depassement_des"]
    )
    yield "l'exception change un niveau", not own
    commands = late.index == commanding
    red = commands | (late >= rules.loc["rouge", "retard_des"]) | (over >= rules.loc["rouge", "depassement_des"])
    amber = ~red & ((late >= rules.loc["orange", "retard_des"]) | (over >= rules.loc["orange", "depassement_des"]))
    counts = [int(red.sum()), int(amber.sum()), int((~red & ~amber).sum())]
    # The amber message has words for two sectors.
    yield "les alertes se partagent", max(counts) <= 3 and min(counts) >= 1 and counts[1] <= 2
    red_late = commands | (late >= rules.loc["rouge", "retard_des"])
    amber_late = ~red_late & (late >= rules.loc["orange", "retard_des"])
    yield "l'argent change une alerte", ((red != red_late) | (amber != amber_late)).any()


def _ends_of(work: pd.DataFrame) -> dict[str, np.datetime64]:
    left = {code: int(value) for code, value in work["reste_duree"].dropna().items()}
    days = work["duree_prevue"].to_dict()
    real_end = {code: np.datetime64(day.date()) for code, day in work["fin_reelle"].dropna().items()}
    return _recast(left, days, real_end)


def _short(load: pd.DataFrame, leave: pd.DataFrame, closed: np.ndarray = CLOSED) -> pd.DataFrame:
    """Days that each person lacks, week by week: what is asked less capacity."""
    asked = load.groupby(["personne", "semaine_du"])["jours"].sum().unstack(fill_value=0)
    room = {week: [_room(week, person, leave, closed) for person in asked.index] for week in WEEKS}
    return asked - pd.DataFrame(room, index=asked.index).set_axis(asked.columns, axis=1)


def _overload(load: pd.DataFrame, leave: pd.DataFrame, closed: np.ndarray = CLOSED) -> pd.Series:
    """Weeks over capacity, by person."""
    return (_short(load, leave, closed) > 0).sum(axis=1).reindex(TEAM)


# --- The thread between colleagues: facts that the tables confirm or not, judgements, requests

MONTHS = {3: "mars", 4: "avril", 5: "mai", 6: "juin"}
FACT, BELIED, JUDGEMENT, REQUEST = "fait confirmé", "fait démenti", "jugement", "demande"
JUDGED = {
    "Corentin": (
        "Tu travailles sans penser à ceux qui viennent après toi.",
        "Dans cette équipe, la création passe toujours en dernier.",
        "Ce n'est pas très professionnel.",
        "Tu n'as aucune idée de ce que demande une mise en page.",
    ),
    "Anaëlle": (
        "Tu dramatises le moindre contretemps.",
        "Tu n'écoutes jamais ce qu'on te dit.",
        "Tu prends tes maquettes pour la priorité de tout le monde.",
        "Ton ton est franchement déplacé.",
    ),
}
ASKED = {
    "Corentin": (
        "Peux-tu m'envoyer les textes définitifs d'un seul coup, chapitre par chapitre\N{NO-BREAK SPACE}?",
        "Je te demande de m'annoncer la veille tout changement de texte.",
        "J'aimerais que nous fixions ensemble la date de la prochaine remise.",
    ),
    "Anaëlle": (
        "Je te propose un point de dix minutes chaque matin, jusqu'à l'impression.",
        "Peux-tu me dire de quelles pages tu as besoin en premier\N{NO-BREAK SPACE}?",
        "Je voudrais que tes remarques m'arrivent avant d'aller à Clotilde.",
    ),
}


def _said(day: pd.Timestamp) -> str:
    return f"{day.day} {MONTHS[day.month]}"


def _count(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _days_said(value: float) -> str:
    return f"{_count(value)} jour{'s' if value >= 2 else ''}"


def _thread(rng: np.random.RandomState, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Twelve sentences in four messages; `nature` is kept apart from what is shown, and taken off before the table is given."""
    work = tables["taches"].set_index("tache")
    leave, times = tables["absences"], tables["temps"]
    weeks = _overload(tables["charge"], leave)
    spent = times[(times["statut"] == "validée") & (times["tache"] == "T07") & (times["personne"] == "Corentin")]
    layout = times[(times["statut"] == "validée") & (times["tache"] == "T09") & (times["personne"] == "Corentin")]

    def shifted(day: pd.Timestamp) -> pd.Timestamp:
        gap = int(rng.choice([-3, -2, 2, 3]))
        return pd.Timestamp(np.busday_offset(np.datetime64(day.date()), gap, roll="forward", holidays=CLOSED))

    pool = {
        "Corentin": [
            lambda ok: f"La rédaction du catalogue (T08) s'est terminée le {_said(_day(ok, 'T08', 'fin_reelle'))}.",
            lambda ok: f"D'après le plan, la rédaction (T08) devait finir le {_said(_day(ok, 'T08', 'fin_prevue'))}.",
            lambda ok: (
                f"J'ai passé {_count(spent['heures'].sum() if ok else spent['heures'].sum() + _other(4, 9))} heures sur les prises de vue (T07)."
            ),
            lambda ok: f"Ma charge {_weeks(ok, 'Corentin')} d'ici au 26 juin.",
        ],
        "Anaëlle": [
            lambda ok: f"La mise en page (T09) a commencé le {_said(_day(ok, 'T09', 'debut_reel'))}.",
            lambda ok: (
                f"Le plan prévoyait {_days_said(work.loc['T09', 'charge_prevue'] + (0 if ok else _other(2, 4)))} de travail pour la mise en page (T09)."
            ),
            lambda ok: (
                f"Le relevé te donne {_count(layout['heures'].sum() + (0 if ok else _other(4, 9)))} heures sur la mise en page (T09)."
            ),
            lambda ok: f"Les prises de vue (T07) ont fini le {_said(_day(ok, 'T07', 'fin_reelle'))}.",
        ],
    }

    def _day(ok: bool, code: str, field: str) -> pd.Timestamp:
        return work.loc[code, field] if ok else shifted(work.loc[code, field])

    def _other(low: int, high: int) -> int:
        return int(rng.randint(low, high + 1))

    def _weeks(ok: bool, person: str) -> str:
        right = int(weeks[person])
        value = right if ok else int(rng.choice([n for n in range(5) if n != right]))
        if not value:
            return "ne dépasse ma capacité aucune semaine"
        return f"dépasse ma capacité {('une', 'deux', 'trois', 'quatre', 'cinq')[value - 1]} semaine{'s' if value > 1 else ''} sur cinq"

    rows = []
    # Four facts in twelve sentences: with three, a place in three sessions would hardly ever be one.
    wrong = set(rng.choice(6, size=2, replace=False))
    facts = {who: rng.permutation(4)[:3] for who in pool}
    judged = {
        who: list(rng.permutation(JUDGED[who])[: 2 if who == "Corentin" else int(rng.randint(1, 3))]) for who in pool
    }
    asked = {who: list(rng.permutation(ASKED[who])) for who in pool}
    for place, who in enumerate(("Corentin", "Anaëlle")):
        sentences = [
            (pool[who][fact](3 * place + rank not in wrong), BELIED if 3 * place + rank in wrong else FACT)
            for rank, fact in enumerate(facts[who])
        ]
        sentences += [(text, JUDGEMENT) for text in judged[who]]
        sentences += [(text, REQUEST) for text in asked[who][: 6 - len(sentences)]]
        order = rng.permutation(6)
        for rank, place_ in enumerate(order):
            rows.append((rank // 3, place, who, *sentences[place_]))
    rows.sort(key=lambda row: (row[0], row[1]))
    # The four are of the evening of the status date: the hours that they quote are those of the whole timesheet.
    when = {
        (0, 0): "2026-05-22 17:42",
        (0, 1): "2026-05-22 18:15",
        (1, 0): "2026-05-22 18:31",
        (1, 1): "2026-05-22 19:04",
    }
    return pd.DataFrame(
        [
            (f"P{rank:02d}", "entre collègues", when[row[0], row[1]], row[2], row[3], row[4])
            for rank, row in enumerate(rows, 1)
        ],
        columns=["phrase", "fil", "envoye", "auteur", "texte", "nature"],
    )


def _thread_conditions(thread: pd.DataFrame) -> Conditions:
    kinds = thread["nature"].value_counts()
    yield "chaque nature est là", len(kinds) == 4 and kinds.max() <= 5
    facts = thread[thread["nature"].isin([FACT, BELIED])].groupby("auteur")["nature"]
    yield "chacun se trompe une fois et a raison une fois", (facts.nunique() == 2).all()


# --- The supplier: what happened, what the contract says, what one thinks of doing

DUE, DELIVERED, FIRST, OVER, TOLD = (
    "Photos des modèles (T07) attendues par le Studio Tramontel",
    "Photos des modèles (T07) remises au Studio Tramontel",
    "Arrêt du centre de données qui héberge le chantier du Studio\N{NO-BREAK SPACE}: premier jour",
    "Arrêt du centre de données\N{NO-BREAK SPACE}: dernier jour",
    "Arrêt du centre de données\N{NO-BREAK SPACE}: lettre recommandée du Studio",
)
CONTRACT = "Date de livraison du lot 2 inscrite au contrat"
TODAY = "Lot 2 non livré, constat fait avec le Studio"


def _supplier(rng: np.random.RandomState, plan: Plan) -> dict:
    first = _after(plan.end["T13"], -int(rng.randint(1, 4)))
    lasting = int(rng.randint(2, 5))
    notice = int(rng.choice([3, 4, 5]))
    # Told in time on one variant of two; the deadline counts from the first day of the outage.
    told = _after(first, notice - int(rng.randint(0, 2)) if rng.uniform() < 0.5 else notice + int(rng.randint(1, 4)))
    rows = [
        (plan.end["T07"], DUE),
        (plan.real_end["T07"], DELIVERED),
        (first, FIRST),
        (_after(first, lasting - 1), OVER),
        (told, TOLD),
        (plan.end["T13"], CONTRACT),
        (STATUS, TODAY),
    ]
    table = pd.DataFrame(rows, columns=["date", "evenement"]).sort_values("date", kind="stable", ignore_index=True)
    table["date"] = pd.to_datetime(table["date"]).astype("datetime64[ns]")
    terms = {
        "notice": notice,
        "free": int(rng.choice([1, 2, 3])),
        "rate": float(rng.choice([0.5, 0.6, 0.8, 0.9, 1.0])),
        # Never reached here: it is there to be checked.
        "cap": int(rng.choice([15, 20])),
        "late": _between(plan.end["T13"], STATUS),
        "calendar": int((STATUS - plan.end["T13"]).astype(int)),
        "client": _between(plan.end["T07"], plan.real_end["T07"]),
        "outage": lasting,
        "in_time": _between(first, told) <= notice,
        "holidays": _holidays_since(plan.end["T13"]),
    }
    return {"journal": table, "terms": terms}


def _supplier_conditions(drawn: dict) -> Conditions:
    terms = drawn["terms"]
    days = terms["late"] - terms["client"] - terms["free"] - (terms["outage"] if terms["in_time"] else 0)
    yield "des pénalités restent dues", days >= 2
    # Two mistakes that would give the same number of days could not be told apart.
    weekend = terms["calendar"] - terms["late"]
    force = -terms["outage"] if not terms["in_time"] else terms["outage"]
    client, free = terms["client"], terms["free"]
    mistakes = (weekend, terms["holidays"], client, free, force, client + force, terms["late"] - days)
    yield "chaque erreur a son montant", len(set(mistakes)) == len(mistakes) and 0 not in mistakes
    yield "la force majeure mal lue laisse des jours", days + force >= 1


ALLOWED, AFTER, NEVER = "dès aujourd'hui", "après mise en demeure", "non"
#: What one thinks of doing, the title of its article and, for each answer, what the article says.
CLAUSES = (
    (
        "Déduire les pénalités échues de la prochaine facture du Studio",
        "Règlement des pénalités",
        {
            ALLOWED: "Les pénalités échues se déduisent de la facture suivante, sans formalité.",
            AFTER: "Les pénalités échues se déduisent de la facture suivante huit jours après une mise en demeure de livrer restée sans effet.",
            NEVER: "Les pénalités échues donnent lieu à une facture distincte du Client\N{NO-BREAK SPACE}; elles ne se déduisent d'aucune facture du Studio.",
        },
    ),
    (
        "Suspendre le paiement de l'échéance de mai",
        "Échéances",
        {
            ALLOWED: "Le Client peut suspendre les échéances d'un lot dès le premier jour de retard, jusqu'à sa livraison.",
            AFTER: "Le Client qui a mis en demeure le Studio de livrer peut suspendre les échéances du lot jusqu'à la livraison.",
            NEVER: "Les échéances mensuelles sont dues à leur date, y compris pendant un retard, qui n'ouvre droit qu'aux pénalités.",
        },
    ),
    (
        "Faire achever le lot 2 par un autre prestataire, aux frais du Studio",
        "Remplacement",
        {
            ALLOWED: "En cas de retard, le Client peut faire achever le lot par un tiers, aux frais du Studio, sur simple avis écrit.",
            AFTER: "Faute de livraison quinze jours après une mise en demeure, le Client peut faire achever le lot par un tiers, aux frais du Studio.",
            NEVER: "Le code du configurateur reste la propriété du Studio jusqu'à la réception\N{NO-BREAK SPACE}; aucun tiers ne peut y intervenir avant elle.",
        },
    ),
    (
        "Exiger une démonstration hebdomadaire de l'avancement",
        "Suivi",
        {
            ALLOWED: "En cas de retard, le Studio présente l'avancement du lot chaque semaine à la demande du Client.",
            AFTER: "Une présentation hebdomadaire de l'avancement est due par le Studio dès réception d'une mise en demeure.",
            NEVER: "Le lot est présenté une seule fois, à sa livraison\N{NO-BREAK SPACE}; aucune présentation intermédiaire n'est due.",
        },
    ),
    (
        "Obtenir chaque soir le code de la journée sur notre serveur",
        "Dépôt du code",
        {
            ALLOWED: "Pour un lot en retard, le Studio dépose chaque soir le code de la journée sur le serveur du Client, à sa demande.",
            AFTER: "Le Studio mis en demeure de livrer dépose chaque soir le code de la journée sur le serveur du Client.",
            NEVER: "Le code est remis une seule fois, avec le lot\N{NO-BREAK SPACE}; aucun dépôt intermédiaire n'est dû.",
        },
    ),
    (
        "Mettre fin au lot 2",
        "Fin du lot",
        {
            ALLOWED: "Le Client peut mettre fin à un lot en retard par simple lettre recommandée, qui prend effet à sa réception.",
            AFTER: "Le Client peut mettre fin à un lot si une mise en demeure de le livrer reste sans effet pendant trente jours.",
            NEVER: "Un lot commencé va à son terme\N{NO-BREAK SPACE}; le retard n'est pas un motif de fin anticipée.",
        },
    ),
)

#: Articles that answer none of the ideas.
ASIDE = (
    (
        "Confidentialité",
        "Chaque partie garde confidentiels les documents reçus de l'autre, pendant le contrat et trois ans après.",
    ),
    (
        "Assurance",
        "Le Studio justifie chaque année d'une assurance de responsabilité civile professionnelle.",
    ),
    ("Interlocuteurs", "Chaque partie désigne un interlocuteur et prévient l'autre de son remplacement."),
)


def _contract(rng: np.random.RandomState, terms: dict) -> dict[str, pd.DataFrame]:
    """The clauses of the variant, two of each answer, and what the team thinks of doing, in an order of its own."""
    rate = _count(terms["rate"])
    free = ("Le premier jour ouvré", "Les deux premiers jours ouvrés", "Les trois premiers jours ouvrés")[
        terms["free"] - 1
    ]
    texts = [
        (
            "4",
            "Pénalités de retard",
            f"Chaque jour ouvré de retard de livraison d'un lot donne lieu, sans mise en demeure, à une pénalité de {rate}\N{NO-BREAK SPACE}% du "
            f"prix hors taxes de ce lot. {free} de retard, une fois ôtés les jours des articles 5 et 6, ne sont pas comptés. Les pénalités d'un lot ne dépassent pas "
            f"{terms['cap']}\N{NO-BREAK SPACE}% de son prix hors taxes.",
        ),
        (
            "5",
            "Éléments à fournir",
            "Chaque jour ouvré de retard du Client dans la remise des éléments qu'il doit fournir reporte d'autant la date de livraison.",
        ),
        (
            "6",
            "Force majeure",
            "L'arrêt d'un centre de données est assimilé à la force majeure. Il reporte la date de livraison du nombre de jours ouvrés qu'il "
            f"a duré, si le Studio l'a notifié par lettre recommandée au plus tard {terms['notice']} jours ouvrés après son premier jour\N{NO-BREAK SPACE}; à défaut, "
            "il est sans effet sur cette date.",
        ),
        (
            "7",
            "Réception",
            "À la livraison, le Client dispose de dix jours ouvrés pour prononcer la réception, avec ou sans réserves. Son silence vaut réception.",
        ),
    ]
    texts[0] = (
        *texts[0][:2],
        texts[0][2].replace("ne sont pas comptés", "n'est pas compté" if terms["free"] == 1 else "ne sont pas comptés"),
    )
    order = rng.permutation(len(CLAUSES))
    answers = rng.permutation([ALLOWED, ALLOWED, AFTER, AFTER, NEVER, NEVER])
    said = [(CLAUSES[place][1], CLAUSES[place][2][answers[place]]) for place in range(len(CLAUSES))] + list(ASIDE)
    for rank, place in enumerate(rng.permutation(len(said))):
        texts.append((str(8 + rank), *said[place]))
    texts.append(
        (
            "17",
            "Différend",
            "Avant toute action en justice, les parties tentent une médiation\N{NO-BREAK SPACE}; chacune peut la demander par écrit.",
        )
    )
    options = [(f"O{rank}", CLAUSES[place][0]) for rank, place in enumerate(order, 1)]
    return {
        "contrat": pd.DataFrame(texts, columns=["article", "titre", "texte"]),
        "options": pd.DataFrame(options, columns=["option", "projet"]),
    }


def _supplier_thread(journal: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """What Wilfried and the Studio wrote to each other, in sentences."""
    when = journal.set_index("evenement")["date"]
    sentences = (
        ("2026-05-18 09:12", "Wilfried", f"Le lot 2 du configurateur était dû le {_said(when[CONTRACT])}."),
        ("2026-05-18 09:12", "Wilfried", "Sans lui, je ne peux pas commencer la recette."),
        ("2026-05-18 09:12", "Wilfried", "Vous nous promenez depuis des semaines."),
        (
            "2026-05-19 11:40",
            "Ludivine Astruc",
            f"Vos photos nous sont parvenues le {_said(when[DELIVERED])}, alors que nous les attendions le {_said(when[DUE])}.",
        ),
        (
            "2026-05-19 11:40",
            "Ludivine Astruc",
            f"Notre centre de données s'est arrêté le {_said(when[FIRST])} et nous vous l'avons notifié le {_said(when[TOLD])}.",
        ),
        (
            "2026-05-19 11:40",
            "Ludivine Astruc",
            "Dans ces conditions, parler de pénalités nous paraît déplacé.",
        ),
        (
            "2026-05-20 16:05",
            "Wilfried",
            "Je vous les appliquerai en totalité, et nous ne paierons plus rien.",
        ),
        (
            "2026-05-21 10:22",
            "Ludivine Astruc",
            "Mon équipe travaille sur votre lot et je tiens à le livrer.",
        ),
        (
            "2026-05-21 10:22",
            "Ludivine Astruc",
            f"Il nous reste {plan.left['T13']} jours ouvrés à compter du 26 mai, je préfère vous le dire franchement.",
        ),
        (
            "2026-05-21 10:22",
            "Ludivine Astruc",
            "Pouvons-nous en parler avec votre responsable la semaine prochaine\N{NO-BREAK SPACE}?",
        ),
    )
    return pd.DataFrame(
        [(f"S{rank:02d}", "avec le Studio", *sentence) for rank, sentence in enumerate(sentences, 1)],
        columns=["phrase", "fil", "envoye", "auteur", "texte"],
    )


#: The steps of a conciliation between colleagues; each supposes the one before.
STEPS = (
    "Recevoir chacun seul, écouter sa version et recueillir son accord pour une rencontre",
    "Vérifier, au planning et au relevé d'heures, les faits que les deux entretiens ont fait apparaître",
    "Ouvrir la rencontre à trois\N{NO-BREAK SPACE}: en rappeler le but et fixer ensemble les règles de parole",
    "Présenter aux deux les faits vérifiés et les mettre d'accord sur cette base",
    "Sur cette base, faire dire à chacun ce dont il a besoin pour travailler",
    "Chercher à trois les solutions qui répondent aux besoins exprimés, puis en choisir",
    "Écrire les solutions choisies\N{NO-BREAK SPACE}: qui fait quoi, pour quand",
    "À la date écrite dans l'accord, vérifier avec les deux ce qui a été tenu",
)


def _steps(rng: np.random.RandomState) -> pd.DataFrame:
    return pd.DataFrame({"etape": list("ABCDEFGH"), "action": [STEPS[place] for place in rng.permutation(len(STEPS))]})
