"""The dashboard's other sections: what is first to look at, spread, matrix, variants, graders, machine and jury, time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import quantiles

from epreuves.reports import fairness, severity, standings
from epreuves.reports import tableau_figures as figures
from epreuves.reports.cohort import Cohort, Epreuve, Notebook
from epreuves.reports.pace import PAUSE, pace
from epreuves.reports.relation import relation
from epreuves.reports.tableau_figures import Picture
from epreuves.reports.tableau_html import (
    NBSP,
    SIGNS,
    Markup,
    bullets,
    estimate,
    heading,
    interval,
    number,
    paragraph,
    percent,
    standing,
    table,
)
from epreuves.reports.tableau_items import analysis, flagged, mistakes, name, summary

Blocks = Iterator[Markup | Picture]
#: Columns of a matrix that a sheet of paper holds; rows past which it is told by counts alone.
_COLUMNS, _ROWS = 10, 200


def first(cohort: Cohort) -> Blocks:
    """The épreuves at a glance, then what deserves a look, worst first."""
    yield summary(cohort)
    told = [f"{e.id}, variantes : {f.sentence}" for e, _, f in _fairness(cohort) if f.alarming]
    graders = severity.compare(cohort.judged)
    told += [
        f"{g.name} donne {number(g.gap.value, sign=True)} niveau par rapport à l'ensemble des correcteurs."
        for g in graders.graders
        if g.gap.marked
    ]
    for epreuve in cohort.epreuves:
        unread = sum(len(c.candidates) for n in epreuve.notebooks for c in n.copies if not c.read)
        if unread:
            told.append(
                f"{epreuve.id} : {unread} notebook(s) illisible(s) ou d'une autre épreuve ; voyez leur raison dans « epreuves autograde »."
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
        told = f"{epreuve.id} : {len(values)} candidats, de {percent(min(values))} à {percent(max(values))}, médiane {percent(middle)}."
        rows.append((epreuve.id, len(values), *map(percent, (min(values), low, middle, high, max(values)))))
        yield figures.histogram(f"{epreuve.id} : {len(values)} candidats", values, told)
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
            levels = [_level(share) for share in shares]
            rows.append((code or "autres", epreuve, *(levels.count(n) for n in SIGNS)))
        yield table("Candidats à chaque niveau, par compétence", ("Compétence", "Épreuve", *(f"{sign} {n.libelle}" for n, sign in SIGNS.items())), rows, figures=range(2, 6))  # fmt: skip
        return
    many = len(keys) > _COLUMNS
    for start in range(0, len(keys), _COLUMNS):
        part = keys[start : start + _COLUMNS]
        rows = [
            (
                cohort.name(candidate.number),
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
    for epreuve, notebook, found in _fairness(cohort):
        title = name(epreuve, notebook)
        yield heading(title)
        test = (
            f"Test de Kruskal et Wallis sur {len(found.tested)} variantes : H = {number(found.statistic)}, p = {number(found.chance, 3)} ; "
            f"la variante va avec {percent(found.effect)} de la dispersion (ε²)."
            if found.statistic is not None
            else ""
        )
        yield paragraph(found.sentence, test)
        if len(found.groups) > 1:
            told = ", ".join(f"{g.name} {percent(g.mean)} ({g.copies})" for g in found.groups)
            yield figures.groups(f"{title} : par variante", found, f"{title}, part moyenne des points de la machine par variante, et nombre de copies : {told}.")  # fmt: skip


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
    shown = False
    for epreuve in cohort.epreuves:
        for notebook in epreuve.notebooks:
            across, up = _both(notebook)
            if not across:
                continue
            shown = True
            title, found = name(epreuve, notebook), relation(across, up)
            yield heading(title)
            said = (
                f"Corrélation : {number(found.value)}, intervalle à 95 % {interval(found.low, found.high)}, sur {found.copies} copies."
                if found.value is not None
                else f"Corrélation non calculée : {found.reason}."
            )
            yield paragraph(said)
            yield figures.cloud(f"{title} : machine et jury", across, up, f"{title}, nuage des {len(across)} copies : part des points de la machine et part des points du jury. {said}")  # fmt: skip
    if not shown:
        yield paragraph(
            "Aucune copie n'a encore à la fois des questions notées par la machine et tous ses critères jugés."
        )


def time(cohort: Cohort) -> Blocks:
    """How long judging takes, épreuve by épreuve."""
    rows = []
    imported = 0
    for epreuve in cohort.epreuves:
        found = pace(j for j in cohort.judged if j.epreuve == epreuve.id)
        imported += found.imported
        if found.gestures or found.pauses:
            rows.append((epreuve.id, found.gestures, _lasted(found.by_level), _lasted(found.by_copy), found.copies, found.pauses))  # fmt: skip
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


def _level(share: float) -> object:
    from epreuves.reports.tableau_html import nearest

    return nearest(share)


def _fairness(cohort: Cohort) -> Iterator[tuple[Epreuve, Notebook, fairness.Fairness]]:
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
