"""The dashboard's sections, and the pieces of HTML (tables, sentences, shares) of which they are made.

All that comes from data is escaped here, in the pieces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from statistics import median, quantiles

import numpy as np
from numpy.typing import NDArray

from epreuves.wording import french
from epreuves.wording.french import listed
from epreuves.wording.typography import spaced
from epreuves_kit.extensions.dashboard import figures
from epreuves_kit.extensions.dashboard.cohort import (
    Cohort,
    CohortEpreuve,
    CohortResult,
    Notebook,
    competence_results,
    totals,
)
from epreuves_kit.extensions.dashboard.comparisons import FEWEST, PAUSE, Fairness, compare_graders, compare_groups, pace
from epreuves_kit.extensions.dashboard.figures import Picture
from epreuves_kit.extensions.dashboard.items import FEWEST_COPIES, REVERSED, Alpha, Item, alpha, analyse, relation
from epreuves_kit.feedback.lines import OUTCOMES
from epreuves_kit.jury.evidence import Status
from epreuves_kit.rubric.statistics import Estimate

NBSP = "\N{NO-BREAK SPACE}"
#: Outcomes of a question, in the words that candidates read.
OUTCOME_WORDS = {key: words for key, (_, words) in OUTCOMES.items()}


class Markup(str):
    """HTML that this package wrote: what is not of this class is text."""


def cell(value: object) -> str:
    """A value as HTML."""
    return value if isinstance(value, Markup) else escape(spaced(str(value)))


def number(value: float | None, digits: int = 2, sign: bool = False) -> str:
    """A number as it is written in French; a dash where there is none."""
    return "–" if value is None else french.number(value, digits, fixed=True, signed=sign)


def probability(value: float | None) -> str:
    """A probability to three digits; a smaller one is told to be."""
    return f"<{NBSP}0,001" if value is not None and value < 0.001 else number(value, 3)


def many(count: int, noun: str) -> str:
    """So many of something, « 3 copies illisibles »: the figure never ends a line."""
    return french.counted(count, noun).replace(" ", NBSP, 1)


def percent(share: float | None) -> str:
    """A share (0 to 1) in whole percents; a dash where there is none."""
    return "–" if share is None else french.percent(share)


def interval(low: float | None, high: float | None) -> str:
    """A 95 % interval, between square brackets; nothing where there is none."""
    return "" if low is None or high is None else f"[{number(low)}{NBSP};{NBSP}{number(high)}]"


def estimate(gap: Estimate) -> str:
    """A difference of levels with its interval, or why there is none."""
    if gap.value is None:
        return f"– ({gap.reason})"
    return f"{number(gap.value, sign=True)} niveau {interval(gap.low, gap.high)}"


def standing(result: CohortResult | None) -> Markup:
    """A result as the matrix shows it: sign of what is decided, and the share; None: the candidate is not expected there."""
    if result is None:
        return Markup('<span class="rien">–</span>')
    if result.share is None:
        return Markup(f'<span class="rien">{escape(result.told)}</span>')
    look = "n3" if result.status == "validé" else "n0"
    return Markup(
        f'<span class="{look}"><span title="{result.status}">{result.sign}</span>{NBSP}{escape(result.told)}</span>'
    )


def bar(share: float) -> Markup:
    """A share as a bar beside its figure."""
    width = round(100 * min(1.0, max(0.0, share)))
    return Markup(
        f'<span class="part"><span class="barre"><span style="width:{width}%"></span></span>{NBSP}{percent(share)}</span>'
    )


def paragraph(*sentences: object, kind: str = "") -> Markup:
    """A paragraph; kind: its class."""
    css = f' class="{kind}"' if kind else ""
    return Markup(f"<p{css}>{' '.join(cell(s) for s in sentences if s)}</p>")


def heading(title: str) -> Markup:
    """A heading within a section."""
    return Markup(f"<h3>{escape(spaced(title))}</h3>")


def bullets(sentences: Iterable[object]) -> Markup:
    """A list."""
    return Markup("<ul>" + "".join(f"<li>{cell(s)}</li>" for s in sentences) + "</ul>")


def table(
    caption: str, columns: Sequence[object], rows: Iterable[Sequence[object]], figures: Iterable[int] = ()
) -> Markup:
    """A table in a frame that scrolls by itself where it is too wide; the first cell of a row names it.

    figures: numbers of the columns that hold figures, to the right.
    """
    right = set(figures)

    def kind(place: int) -> str:
        return ' class="num"' if place in right else ""

    head = "".join(f'<th scope="col"{kind(place)}>{cell(title)}</th>' for place, title in enumerate(columns))
    body = []
    for row in rows:
        first, *others = row
        body.append(
            f'<tr><th scope="row"{kind(0)}>{cell(first)}</th>'
            + "".join(f"<td{kind(place)}>{cell(value)}</td>" for place, value in enumerate(others, 1))
            + "</tr>"
        )
    return Markup(
        f'<div class="cadre" role="region" tabindex="0" aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


Blocks = Iterator[Markup | Picture]
#: Columns of a matrix that a sheet of paper holds; rows past which it is told by counts alone.
_COLUMNS, _ROWS = 8, 200


def first(cohort: Cohort) -> Blocks:
    """The épreuves at a glance, then what deserves a look, worst first."""
    yield summary(cohort)
    sentences = [f"{name(e, n)}, variantes : {f.sentence}" for e, n, f in _fairness(cohort) if f.alarming]
    graders = compare_graders(cohort.judged)
    sentences += [
        f"{g.name} donne {number(g.gap.value, sign=True)} niveau par rapport à l'ensemble des correcteurs."
        for g in graders.graders
        if g.gap.marked
    ]
    unread = {e.called: sum(not c.read for n in e.notebooks for c in n.copies) for e in cohort.epreuves}
    if any(unread.values()):
        by = listed(f"{count} à l'{called[:1].lower()}{called[1:]}" for called, count in unread.items() if count)
        sentences.append(f"{many(sum(unread.values()), 'copie illisible')} ou d'une autre épreuve : {by}.")
    sentences += flagged(cohort)
    yield heading("À regarder d'abord")
    yield bullets(sentences) if sentences else paragraph("Rien ne se signale dans ces résultats.")


def spread(cohort: Cohort) -> Blocks:
    """The spread of totals, épreuve by épreuve."""
    rows = []
    for epreuve in cohort.epreuves:
        shares = totals(epreuve)
        values = [s.value for s in shares.values() if s.value is not None]
        if not values:
            continue
        low, middle, high = quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
        caption = f"{epreuve.called} : {len(values)} candidats, de {percent(min(values))} à {percent(max(values))}, médiane {percent(middle)}."
        five = map(percent, (min(values), low, middle, high, max(values)))
        rows.append((f"{epreuve.called} — {epreuve.title}", len(values), *five))
        yield figures.histogram(f"{epreuve.called} : {many(len(values), 'candidat')}", values, caption)
    late = [f"{e.called}, {many(e.late, 'candidat')}" for e in cohort.epreuves if e.late]
    if late:
        yield paragraph(f"Une pénalité de retard, non déduite ici : {' ; '.join(late)}.")
    yield table(
        "Part des points, par épreuve",
        ("Épreuve", "Candidats", "Minimum", "Premier quartile", "Médiane", "Troisième quartile", "Maximum"),
        rows,
        figures=range(1, 7),
    )


def matrix(cohort: Cohort) -> Blocks:
    """Candidates by compétences; in a large cohort, how many are decided of in each way."""
    results = competence_results(cohort)
    keys = list(results)
    titles: dict[str, str] = {epreuve.id: epreuve.called for epreuve in cohort.epreuves}
    if not keys:
        yield paragraph("Aucune de ces épreuves n'est du référentiel : aucune compétence n'y est décidée.")
        return
    if len(cohort.candidates) > _ROWS:
        yield paragraph(f"Au-delà de {_ROWS} candidats, les compétences se lisent par effectifs.")
        statuses = list(dict.fromkeys((s.sign, s.value) for s in Status))
        rows = []
        for epreuve, code in keys:
            own = [r.status for r in results[epreuve, code].values()]
            rows.append((code, titles[epreuve], *(own.count(status) for _, status in statuses)))
        yield table(
            "Candidats par décision, à chaque compétence",
            ("Compétence", "Épreuve", *(f"{sign} {status}" for sign, status in statuses)),
            rows,
            figures=range(2, 7),
        )
        return
    for start in range(0, len(keys), _COLUMNS):
        part = keys[start : start + _COLUMNS]
        rows = [(c.name, *(standing(results[key].get(c.number)) for key in part)) for c in cohort.candidates]
        heads = [Markup(f"{code}<br><small>{titles[epreuve]}</small>") for epreuve, code in part]
        rank = f" ({start // _COLUMNS + 1})" if len(keys) > _COLUMNS else ""
        yield table(f"Candidats et compétences{rank}", ("Candidat·e", *heads), rows, figures=range(1, len(part) + 1))


def variants(cohort: Cohort) -> Blocks:
    """The difficulty of the variants of the data beside one another, by what the machine marks."""
    compared = list(_fairness(cohort))
    if compared and all(fairness.chance is None for _, _, fairness in compared):
        reasons = {fairness.sentence for _, _, fairness in compared}
        yield paragraph(
            reasons.pop()
            if len(reasons) == 1
            else f"Aucune comparaison n'est possible : il faut {FEWEST} copies au moins dans deux variantes, et des résultats qui diffèrent."
        )
        return
    rows = [
        (
            title(epreuve, notebook), len(fairness.groups), sum(g.copies for g in fairness.groups), probability(fairness.chance),
            percent(fairness.effect), fairness.sentence,
        )
        for epreuve, notebook, fairness in compared
        if fairness.chance is not None
    ]  # fmt: skip
    if not rows:
        yield paragraph("Aucune épreuve de ces données n'a de variantes.")
        return
    yield table(
        "Comparaison des variantes (test de Kruskal et Wallis)",
        (
            "Épreuve",
            "Variantes",
            "Copies",
            "Écart dû au hasard ? (probabilité)",
            "Importance de l'écart",
            "Ce qu'il faut en comprendre",
        ),
        rows,
        figures=range(1, 5),
    )
    for epreuve, notebook, fairness in compared:
        if len(fairness.groups) > 1:
            called = name(epreuve, notebook)
            means = ", ".join(f"{g.name} {percent(g.mean)} ({g.copies})" for g in fairness.groups)
            yield figures.groups(
                f"{called} : par variante",
                fairness,
                f"{called}, part moyenne des points de la machine par variante, et nombre de copies : {means}.",
            )


def graders(cohort: Cohort) -> Blocks:
    """The severity of graders beside one another."""
    compared = compare_graders(cohort.judged)
    if not compared.graders:
        yield paragraph("Aucun niveau n'a encore été donné dans le panneau ou le tableur.")
        return
    if len(compared.graders) == 1:
        yield paragraph("Une seule personne a jugé : il n'y a pas de sévérité à comparer.")
    yield table(
        "Correcteurs",
        ("Correcteur·rice", "Niveaux donnés", "Niveau moyen (0 à 3)", "Écart à l'ensemble"),
        ((g.name, french.number(g.levels), number(g.mean), estimate(g.gap)) for g in compared.graders),
        figures=(1, 2),
    )
    if compared.pairs:
        yield table(
            "Sur les mêmes copies",
            ("Premier", "Second", "Copies", "Niveaux du premier moins ceux du second"),
            ((p.first, p.second, p.gap.copies, estimate(p.gap)) for p in compared.pairs),
            figures=(2,),
        )


def machine_and_jury(cohort: Cohort) -> Blocks:
    """The relation of what the machine marks to what graders judge."""
    both = [(e, n, *_both(n)) for e in cohort.epreuves for n in e.notebooks]
    both = [row for row in both if row[2]]
    if not both:
        yield paragraph(
            "Aucune copie n'a encore à la fois des questions notées par la machine et tous ses critères jugés."
        )
        return
    rows, pictures = [], []
    for epreuve, notebook, across, up in both:
        correlation, called = relation(across, up), name(epreuve, notebook)
        bounds = (
            interval(correlation.low, correlation.high)
            if correlation.value is not None
            else f"– ({correlation.reason})"
        )
        rows.append((title(epreuve, notebook), len(across), number(correlation.value), bounds))
        caption = f"{called}, nuage des {len(across)} copies : part des points de la machine et part des points du jury. Corrélation : {number(correlation.value)}."
        pictures.append(figures.cloud(f"{called} : machine et jury", across, up, caption))
    yield table(
        "Corrélation entre les points de la machine et ceux du jury",
        ("Épreuve", "Copies", "Corrélation (−1 à 1)", "Intervalle à 95 %"),
        rows,
        figures=(1, 2),
    )
    yield from pictures


def time(cohort: Cohort) -> Blocks:
    """The time that judging takes, épreuve by épreuve."""
    rows = []
    imported = 0
    for epreuve in cohort.epreuves:
        own_pace = pace(j for j in cohort.judged if j.epreuve == epreuve.id)
        imported += own_pace.imported
        if own_pace.gestures or own_pace.pauses:
            rows.append(
                (
                    f"{epreuve.called} — {epreuve.title}",
                    french.number(own_pace.gestures),
                    _lasted(own_pace.by_level),
                    _lasted(own_pace.by_copy),
                    own_pace.copies,
                    own_pace.pauses,
                )
            )
    if rows:
        yield table(
            "Durée de la correction, en médianes",
            ("Épreuve", "Niveaux chronométrés", "Par critère", "Par copie", "Copies chronométrées", "Pauses écartées"),
            rows,
            figures=range(1, 6),
        )
        yield paragraph(
            f"Une durée est le temps passé depuis le niveau donné juste avant par la même personne, lecture comprise. Plus de {PAUSE / 60:.0f}{NBSP}minutes sont une pause, écartée."
        )
    if imported:
        yield paragraph(
            f"{many(imported, 'niveau')} {'sont venus' if imported > 1 else 'est venu'} d'un tableur : leur durée n'est pas connue."
        )
    if not rows and not imported:
        yield paragraph("Aucun niveau n'a encore été donné dans le panneau : il n'y a pas de durée à montrer.")


def _lasted(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}{NBSP}min {rest:02d}{NBSP}s" if minutes else f"{rest}{NBSP}s"


def _fairness(cohort: Cohort) -> Iterator[tuple[CohortEpreuve, Notebook, Fairness]]:
    for epreuve in cohort.epreuves:
        for notebook in epreuve.notebooks:
            shares: dict[str, list[float]] = {}
            for copy, share in zip(notebook.copies, notebook.shares("question"), strict=True):
                if copy.read and copy.variant and share is not None:
                    shares.setdefault(copy.variant, []).append(share)
            if shares:
                yield epreuve, notebook, compare_groups(shares)


def _both(notebook: Notebook) -> tuple[Sequence[float], Sequence[float]]:
    """Shares of the machine and of the jury, of the copies that lack neither."""
    judged = [i for i, e in enumerate(notebook.elements) if e.kind == "critere"]
    rows = [
        (machine, jury)
        for copy, machine, jury in zip(
            notebook.copies, notebook.shares("question"), notebook.shares("critere"), strict=True
        )
        if copy.read and machine is not None and jury is not None and all(copy.points[i] is not None for i in judged)
    ]
    return [m for m, _ in rows], [j for _, j in rows]


#: Titles that a sentence holds.
_TITLES = 5


def points(notebook: Notebook) -> NDArray[np.float64]:
    """Points of the copies that could be read, a row a copy; NaN where a grader has not judged."""
    rows = [[np.nan if p is None else p for p in c.points] for c in notebook.copies if c.read]
    return np.array(rows, float).reshape(len(rows), len(notebook.elements))


def analysed(notebook: Notebook) -> tuple[tuple[Item, ...], Alpha]:
    """The analysis of a notebook's elements."""
    table = points(notebook)
    return analyse(table, [e.maximum for e in notebook.elements]), alpha(table)


def name(epreuve: CohortEpreuve, notebook: Notebook) -> str:
    """The short name of a notebook: « Épreuve 17 », « Épreuve 6, REX »."""
    if notebook.name == epreuve.id:
        return epreuve.called
    return f"{epreuve.called}, {notebook.name.upper() if notebook.name == 'rex' else notebook.name}"


def title(epreuve: CohortEpreuve, notebook: Notebook) -> str:
    """The full name of a notebook: « Épreuve 6, REX — Fixer les objectifs »."""
    return f"{name(epreuve, notebook)} — {epreuve.title}"


def analysis(cohort: Cohort, competence: str = "") -> Blocks:
    """Item analysis, notebook by notebook; competence: shows those items alone, which are still set against the whole."""
    chosen = [
        (epreuve, notebook, *analysed(notebook))
        for epreuve in cohort.epreuves
        for notebook in epreuve.notebooks
        if notebook.copies and any(not competence or e.competence == competence for e in notebook.elements)
    ]
    for epreuve, notebook, items, _ in chosen:
        if any(item.correlation is not None for item in items):
            called = name(epreuve, notebook)
            criteria = [e.kind == "critere" for e in notebook.elements]
            caption = (
                f"{called} : part moyenne et corrélation avec le reste de chaque question et critère. {_told(items)}"
            )
            yield figures.items(f"{called} : questions et critères", items, criteria, caption)
    for epreuve, notebook, items, homogeneity in chosen:
        yield heading(title(epreuve, notebook))
        unread = sum(not c.read for c in notebook.copies)
        grouped = any(len(c.candidates) > 1 for c in notebook.copies)
        copies = many(len(notebook.copies) - unread, "copie analysée")
        yield paragraph(
            f"{copies}, une par groupe." if grouped else f"{copies}.",
            f"{many(unread, 'copie illisible')} ou d'une autre épreuve, à part." if unread else "",
            alpha_told(homogeneity),
        )
        yield _items(name(epreuve, notebook), notebook, items, competence)


def _items(called: str, notebook: Notebook, items: Sequence[Item], competence: str) -> Markup:
    chosen = [
        (place, element, item)
        for place, (element, item) in enumerate(zip(notebook.elements, items, strict=True), 1)
        if not competence or element.competence == competence
    ]
    columns = [
        "N°",
        "Question ou critère",
        "Genre",
        "Part moyenne des points",
        "Corrélation avec le reste (−1 à 1)",
        "Indice 27 % (−1 à 1)",
    ]
    rows: list[list[object]] = [
        [
            place,
            element.title,
            "critère" if element.kind == "critere" else "question",
            bar(item.difficulty) if item.difficulty is not None else "–",
            number(item.correlation),
            number(item.index),
        ]
        for place, element, item in chosen
    ]
    if any(item.flags for _, _, item in chosen):
        columns.append("À regarder")
        for row, (_, _, item) in zip(rows, chosen, strict=True):
            row.append(bullets(f"⚠{NBSP}{flag}" for flag in item.flags) if item.flags else "")
    return table(f"{called} : chaque question, chaque critère", columns, rows, figures=(0, 4, 5))


def alpha_told(coefficient: Alpha) -> str:
    """Alpha in a sentence, with what it does not say."""
    if coefficient.value is None:
        return f"Alpha de Cronbach : non calculé ({coefficient.reason})."
    bounds = (
        f" ; entre {number(coefficient.low)} et {number(coefficient.high)}, vu le nombre de copies"
        if coefficient.low is not None and coefficient.high is not None
        else ""
    )
    sentence = f"Accord des questions entre elles : {number(coefficient.value)} sur 1 (alpha de Cronbach){bounds}."
    if coefficient.copies < FEWEST_COPIES:
        sentence += f" À moins de {FEWEST_COPIES} copies, n'en concluez rien."
    return sentence


def _told(items: Sequence[Item]) -> str:
    flagged = [str(place) for place, item in enumerate(items, 1) if item.flags]
    return f"À revoir : n° {', '.join(flagged)}." if flagged else "Rien à revoir."


def flagged(cohort: Cohort) -> list[str]:
    """A sentence for each kind of thing to look at in a notebook's items, the gravest kind first, with the items that show it."""
    by_flag: dict[str, list[tuple[str, str]]] = {}
    for epreuve in cohort.epreuves:
        for notebook in epreuve.notebooks:
            if notebook.copies:
                for element, item in zip(notebook.elements, analysed(notebook)[0], strict=True):
                    for flag in item.flags if item.copies else ():
                        by_flag.setdefault(flag, []).append((name(epreuve, notebook), element.title))
    sentences = []
    for flag in (REVERSED, *sorted(by_flag.keys() - {REVERSED})):
        by: dict[str, list[str]] = {}
        for where, what in by_flag.get(flag, ()):
            by.setdefault(where, []).append(f"« {what} »")
        sentences += [f"{where} — {flag} {_some(titles)}." for where, titles in by.items()]
    return sentences


def _some(titles: Sequence[str]) -> str:
    """Some of them, and how many more."""
    more = len(titles) - _TITLES
    return listed([*titles[:_TITLES], many(more, "autre")]) if more > 0 else ", ".join(titles)


def mistakes(cohort: Cohort, competence: str = "") -> Blocks:
    """Mistakes recognised, the most frequent first, and what became of each question."""
    for epreuve in cohort.epreuves:
        for notebook in epreuve.notebooks:
            places = [
                i
                for i, e in enumerate(notebook.elements)
                if e.kind == "question" and (not competence or e.competence == competence)
            ]
            if places and notebook.copies:
                yield from _mistakes(epreuve, notebook, places)


def _mistakes(epreuve: CohortEpreuve, notebook: Notebook, places: Sequence[int]) -> Blocks:
    copies = [c for c in notebook.copies if c.read]
    counted = Counter((i, c.mistakes[i]) for c in copies for i in places if c.mistakes[i])
    called = name(epreuve, notebook)
    yield heading(title(epreuve, notebook))
    if counted:
        rows = [
            (
                notebook.elements[i].title,
                f"{count} sur {len(copies)}",
                notebook.sentences.get(f"{notebook.elements[i].id} {code}", ""),
            )
            for (i, code), count in sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
        ]
        yield table(
            f"{called} : erreurs reconnues, les plus fréquentes d'abord",
            ("Question", "Copies", "Ce qui a été dit au candidat"),
            rows,
            figures=(1,),
        )
    else:
        yield paragraph("Aucune erreur reconnue dans ces copies.")
    outcomes = [o for o in OUTCOME_WORDS if any(c.outcomes[i] == o for c in copies for i in places)]
    if outcomes:
        counts = [
            (notebook.elements[i].title, *(sum(c.outcomes[i] == o for c in copies) for o in outcomes)) for i in places
        ]
        yield table(
            f"{called} : issue de chaque question, en nombre de copies",
            ("Question", *(OUTCOME_WORDS[o] for o in outcomes)),
            counts,
            figures=range(1, len(outcomes) + 1),
        )


def summary(cohort: Cohort) -> Markup:
    """The table of épreuves that the dashboard begins with."""
    rows = []
    for epreuve in cohort.epreuves:
        shares = totals(epreuve)
        values = [s.value for s in shares.values() if s.value is not None]
        failed, weakest = _missed(cohort, epreuve)
        waiting = sum(not s.whole for s in shares.values())
        rows.append(
            (
                f"{epreuve.called} — {epreuve.title}",
                len(shares),
                percent(median(values)) if values else "–",
                failed,
                weakest,
                waiting or "aucun",
            )
        )
    return table(
        "Les épreuves",
        (
            "Épreuve",
            "Candidats",
            "Part médiane des points",
            "Candidats à qui une compétence manque",
            "Compétence la moins acquise",
            "Candidats dont un critère attend",
        ),
        rows,
        figures=(1, 2, 3, 5),
    )


def _missed(cohort: Cohort, epreuve: CohortEpreuve) -> tuple[str | int, str]:
    """The number of candidates who are decided of and lack a compétence of an épreuve, and the one that most lack: « U5.2, à 12 sur 30 »."""
    decided = [result for result in cohort.results if result.epreuve == epreuve.id and result.share is not None]
    if not decided:
        return "–", "–"
    lost = [result for result in decided if result.status != Status.VALIDATED.value]
    if not lost:
        return "aucun", "–"
    code, most = Counter(result.competence for result in lost).most_common(1)[0]
    every = sum(result.competence == code for result in decided)
    return len({result.candidate for result in lost}), f"{code}, à {most} sur {every}"
