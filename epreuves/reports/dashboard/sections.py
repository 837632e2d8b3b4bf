"""The dashboard's other sections: what is first to look at, spread, matrix, variants, graders, machine and jury, time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import quantiles

from epreuves.reports.dashboard import fairness, figures, severity, standings
from epreuves.reports.dashboard.cohort import Cohort, CohortEpreuve, Notebook
from epreuves.reports.dashboard.figures import Picture
from epreuves.reports.dashboard.item_sections import analysis, flagged, mistakes, name, summary, title
from epreuves.reports.dashboard.items import relation
from epreuves.reports.dashboard.pieces import (
    NBSP,
    SIGNS,
    Markup,
    bullets,
    estimate,
    heading,
    interval,
    many,
    nearest,
    number,
    paragraph,
    percent,
    probability,
    standing,
    table,
)
from epreuves.reports.dashboard.severity import PAUSE, pace

Blocks = Iterator[Markup | Picture]
#: Columns of a matrix that a sheet of paper holds; rows past which it is told by counts alone.
_COLUMNS, _ROWS = 10, 200


def first(cohort: Cohort) -> Blocks:
    """The épreuves at a glance, then what deserves a look, worst first."""
    yield summary(cohort)
    told = [f"{name(e, n)}, variantes : {f.sentence}" for e, n, f in _fairness(cohort) if f.alarming]
    graders = severity.compare(cohort.judged)
    told += [
        f"{g.name} donne {number(g.gap.value, sign=True)} niveau par rapport à l'ensemble des correcteurs."
        for g in graders.graders
        if g.gap.marked
    ]
    for epreuve in cohort.epreuves:
        unread = sum(not c.read for n in epreuve.notebooks for c in n.copies)
        if unread:
            told.append(
                f"{epreuve.number} : {many(unread, 'copie illisible')} ou d'une autre épreuve ; « epreuves autograde » en dit la raison."
            )
    told += flagged(cohort)
    yield heading("À regarder d'abord")
    yield bullets(told) if told else paragraph("Rien ne se signale dans ces résultats.")


def spread(cohort: Cohort) -> Blocks:
    """How totals spread, épreuve by épreuve."""
    rows = []
    for epreuve in cohort.epreuves:
        shares = standings.totals(epreuve)
        values = [s.value for s in shares.values() if s.value is not None]
        if not values:
            continue
        low, middle, high = quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
        told = f"{epreuve.number} : {len(values)} candidats, de {percent(min(values))} à {percent(max(values))}, médiane {percent(middle)}."
        rows.append(
            (
                f"{epreuve.number} — {epreuve.title}",
                len(values),
                *map(percent, (min(values), low, middle, high, max(values))),
            )
        )
        yield figures.histogram(f"{epreuve.number} : {many(len(values), 'candidat')}", values, told)
    late = [f"{e.number}, {many(e.late, 'candidat')}" for e in cohort.epreuves if e.late]
    if late:
        yield paragraph(f"Une pénalité de retard, non déduite ici : {' ; '.join(late)}.")
    yield table(
        "Part des points, par épreuve",
        ("Épreuve", "Candidats", "Minimum", "Premier quartile", "Médiane", "Troisième quartile", "Maximum"),
        rows, figures=range(1, 7),
    )  # fmt: skip


def matrix(cohort: Cohort) -> Blocks:
    """Candidates by compétences; in a large cohort, how many are at each level."""
    found = standings.matrix(cohort)
    keys = list(found)
    if len(cohort.candidates) > _ROWS:
        yield paragraph(f"Au-delà de {_ROWS} candidats, les compétences se lisent par effectifs.")
        rows = []
        for epreuve, code in keys:
            shares = [s.value for s in found[epreuve, code].values() if s.value is not None]
            levels = [nearest(share) for share in shares]
            rows.append((code or "autres", epreuve, *(levels.count(n) for n in SIGNS)))
        yield table("Candidats à chaque niveau, par compétence", ("Compétence", "Épreuve", *(f"{sign} {n.label}" for n, sign in SIGNS.items())), rows, figures=range(2, 6))  # fmt: skip
        return
    many = len(keys) > _COLUMNS
    for start in range(0, len(keys), _COLUMNS):
        part = keys[start : start + _COLUMNS]
        rows = [
            (
                candidate.name,
                *(
                    standing(share.value, share.whole) if (share := found[key].get(candidate.number)) else Markup('<span class="rien">non rendu</span>')
                    for key in part
                ),
            )
            for candidate in cohort.candidates
        ]  # fmt: skip
        heads = [Markup(f"{code or 'autres'}<br><small>{epreuve.partition('_')[0]}</small>") for epreuve, code in part]  # fmt: skip
        caption = (
            f"Candidats et compétences ({start // _COLUMNS + 1})" if many else "Candidats et compétences"
        )
        yield table(caption, ("Candidat·e", *heads), rows, figures=range(1, len(part) + 1))


def variants(cohort: Cohort) -> Blocks:
    """Whether variants of the data are as hard as one another, by what the machine marks."""
    compared = list(_fairness(cohort))
    rows = [
        (
            title(epreuve, notebook), len(found.groups), sum(g.copies for g in found.groups), number(found.statistic), probability(found.chance),
            percent(found.effect), found.sentence,
        )
        for epreuve, notebook, found in compared
    ]  # fmt: skip
    if not rows:
        yield paragraph("Aucune épreuve de ces données n'a de variantes.")
        return
    yield table(
        "Comparaison des variantes (test de Kruskal et Wallis)",
        ("Épreuve", "Variantes", "Copies", "H", "p", "Part de la dispersion (ε²)", "Ce qu'il faut en comprendre"),
        rows, figures=range(1, 6),
    )  # fmt: skip
    for epreuve, notebook, found in compared:
        if len(found.groups) > 1:
            called = name(epreuve, notebook)
            told = ", ".join(f"{g.name} {percent(g.mean)} ({g.copies})" for g in found.groups)
            yield figures.groups(f"{called} : par variante", found, f"{called}, part moyenne des points de la machine par variante, et nombre de copies : {told}.")  # fmt: skip


def graders(cohort: Cohort) -> Blocks:
    """Whether graders are as severe as one another."""
    found = severity.compare(cohort.judged)
    if not found.graders:
        yield paragraph("Aucun niveau n'a encore été donné dans le panneau ou le tableur.")
        return
    if len(found.graders) == 1:
        yield paragraph("Une seule personne a jugé : il n'y a pas de sévérité à comparer.")
    yield table(
        "Correcteurs",
        ("Correcteur·rice", "Niveaux donnés", "Niveau moyen (0 à 3)", "Écart à l'ensemble"),
        ((g.name, g.levels, number(g.mean), estimate(g.gap)) for g in found.graders), figures=(1, 2),
    )  # fmt: skip
    if found.pairs:
        yield table(
            "Sur les mêmes copies",
            ("Premier", "Second", "Copies", "Niveaux du premier moins ceux du second"),
            ((p.first, p.second, p.gap.copies, estimate(p.gap)) for p in found.pairs), figures=(2,),
        )  # fmt: skip


def machine_and_jury(cohort: Cohort) -> Blocks:
    """Whether what the machine marks goes with what graders judge."""
    both = [(e, n, *_both(n)) for e in cohort.epreuves for n in e.notebooks]
    both = [found for found in both if found[2]]
    if not both:
        yield paragraph("Aucune copie n'a encore à la fois des questions notées par la machine et tous ses critères jugés.")  # fmt: skip
        return
    rows, pictures = [], []
    for epreuve, notebook, across, up in both:
        found, called = relation(across, up), name(epreuve, notebook)
        said = interval(found.low, found.high) if found.value is not None else f"– ({found.reason})"
        rows.append((title(epreuve, notebook), len(across), number(found.value), said))
        told = f"{called}, nuage des {len(across)} copies : part des points de la machine et part des points du jury. Corrélation : {number(found.value)}."
        pictures.append(figures.cloud(f"{called} : machine et jury", across, up, told))
    yield table(
        "Corrélation entre les points de la machine et ceux du jury",
        ("Épreuve", "Copies", "Corrélation (−1 à 1)", "Intervalle à 95 %"), rows, figures=(1, 2),
    )  # fmt: skip
    yield from pictures


def time(cohort: Cohort) -> Blocks:
    """How long judging takes, épreuve by épreuve."""
    rows = []
    imported = 0
    for epreuve in cohort.epreuves:
        found = pace(j for j in cohort.judged if j.epreuve == epreuve.id)
        imported += found.imported
        if found.gestures or found.pauses:
            rows.append((f"{epreuve.number} — {epreuve.title}", found.gestures, _lasted(found.by_level), _lasted(found.by_copy), found.copies, found.pauses))  # fmt: skip
    if rows:
        yield table(
            "Durée de la correction, en médianes",
            ("Épreuve", "Niveaux chronométrés", "Par critère", "Par copie", "Copies chronométrées", "Pauses écartées"),
            rows, figures=range(1, 6),
        )  # fmt: skip
        yield paragraph(
            f"Une durée est le temps passé depuis le niveau donné juste avant par la même personne, lecture comprise. Plus de {PAUSE / 60:.0f}{NBSP}minutes sont une pause, écartée."
        )
    if imported:
        yield paragraph(
            f"{imported} niveaux sont venus d'un tableur, tous ensemble : leur durée n'est pas connue."
        )
    if not rows and not imported:
        yield paragraph("Aucun niveau n'a encore été donné dans le panneau : il n'y a pas de durée à montrer.")  # fmt: skip


def _lasted(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}{NBSP}min {rest:02d}{NBSP}s" if minutes else f"{rest}{NBSP}s"


def _fairness(cohort: Cohort) -> Iterator[tuple[CohortEpreuve, Notebook, fairness.Fairness]]:
    for epreuve in cohort.epreuves:
        for notebook in epreuve.notebooks:
            shares: dict[str, list[float]] = {}
            for copy, share in zip(notebook.copies, notebook.shares(("question",)), strict=True):
                if copy.read and copy.variant and share is not None:
                    shares.setdefault(copy.variant, []).append(share)
            if shares:
                yield epreuve, notebook, fairness.compare(shares)


def _both(notebook: Notebook) -> tuple[Sequence[float], Sequence[float]]:
    """Shares of the machine and of the jury, of the copies that lack neither."""
    judged = [i for i, e in enumerate(notebook.elements) if e.kind == "critere"]
    rows = [
        (machine, jury)
        for copy, machine, jury in zip(notebook.copies, notebook.shares(("question",)), notebook.shares(("critere",)), strict=True)
        if copy.read and machine is not None and jury is not None and all(copy.points[i] is not None for i in judged)
    ]  # fmt: skip
    return [m for m, _ in rows], [j for _, j in rows]


__all__ = [
    "analysis",
    "first",
    "graders",
    "machine_and_jury",
    "matrix",
    "mistakes",
    "spread",
    "time",
    "variants",
]
