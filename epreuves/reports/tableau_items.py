"""The dashboard's sections on items: analysis of questions and criteria, and the mistakes that were recognised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from epreuves.reports import tableau_figures as figures
from epreuves.reports.cohort import Cohort, Epreuve, Notebook
from epreuves.reports.items import FEWEST_COPIES, Alpha, Item, alpha, analyse
from epreuves.reports.tableau_figures import Picture
from epreuves.reports.tableau_html import (
    NBSP,
    OUTCOME_WORDS,
    Markup,
    bar,
    bullets,
    heading,
    interval,
    number,
    paragraph,
    percent,
    table,
)

Blocks = Iterator[Markup | Picture]


def points(notebook: Notebook) -> NDArray[np.float64]:
    """Points of the copies that could be read, a row a copy; NaN where a grader has not judged."""
    rows = [[np.nan if p is None else p for p in c.points] for c in notebook.copies if c.read]
    return np.array(rows, float).reshape(len(rows), len(notebook.elements))


def analysed(notebook: Notebook) -> tuple[tuple[Item, ...], Alpha]:
    """The analysis of a notebook's elements."""
    table = points(notebook)
    return analyse(table, [e.maximum for e in notebook.elements]), alpha(table)


def name(epreuve: Epreuve, notebook: Notebook) -> str:
    """What a notebook is called: the épreuve's own by the épreuve."""
    return epreuve.id if notebook.name == epreuve.id else f"{epreuve.id}, {notebook.name}"


def analysis(cohort: Cohort, competence: str = "") -> Blocks:
    """Item analysis, notebook by notebook; competence: shows those items alone, which are still set against the whole."""
    for epreuve in cohort.epreuves:
        for notebook in epreuve.notebooks:
            if notebook.copies and any(not competence or e.competence == competence for e in notebook.elements):  # fmt: skip
                yield from _analysis(epreuve, notebook, competence)


def _analysis(epreuve: Epreuve, notebook: Notebook, competence: str) -> Blocks:
    found, homogeneity = analysed(notebook)
    title = name(epreuve, notebook)
    yield heading(title)
    unread = sum(not c.read for c in notebook.copies)
    grouped = any(len(c.candidates) > 1 for c in notebook.copies)
    yield paragraph(
        f"{len(notebook.copies) - unread} copies analysées" + (", une par groupe." if grouped else "."),
        f"{unread} copie(s) illisible(s) ou d'une autre épreuve, laissée(s) de côté." if unread else "",
        alpha_told(homogeneity),
    )
    told = _told(found)
    if any(item.correlation is not None for item in found):
        criteria = [e.kind == "critere" for e in notebook.elements]
        yield figures.items(f"{title} : questions et critères", found, criteria, f"{title} : part moyenne et corrélation de chaque question et critère. {told}")  # fmt: skip
    rows = [
        (
            place, Markup(f"{_escaped(element.title)}<br><code>{element.id}</code>"), "critère" if element.kind == "critere" else "question",
            bar(item.difficulty) if item.difficulty is not None else "–", number(item.correlation), number(item.index),
            Markup(bullets(f"⚠{NBSP}{flag}" for flag in item.flags)) if item.flags else "",
        )
        for place, (element, item) in enumerate(zip(notebook.elements, found, strict=True), 1)
        if not competence or element.competence == competence
    ]  # fmt: skip
    yield table(
        f"{title} : chaque question, chaque critère",
        ("N°", "Question ou critère", "Genre", "Part moyenne des points", "Corrélation avec le reste (−1 à 1)", "Indice 27 % (−1 à 1)", "À regarder"),
        rows, figures=(0, 4, 5),
    )  # fmt: skip


def alpha_told(found: Alpha) -> str:
    """Alpha in a sentence, with what it does not say."""
    if found.value is None:
        return f"Alpha de Cronbach : non calculé ({found.reason})."
    said = f"Alpha de Cronbach : {number(found.value)}, intervalle à 95 % {interval(found.low, found.high)}, sur {found.items} éléments et {found.copies} copies."
    if found.copies < FEWEST_COPIES:
        said += f" À moins de {FEWEST_COPIES} copies, n'en concluez rien."
    return said


def _told(found: Sequence[Item]) -> str:
    flagged = [str(place) for place, item in enumerate(found, 1) if item.flags]
    return f"À revoir : n° {', '.join(flagged)}." if flagged else "Rien à revoir."


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)


def flagged(cohort: Cohort) -> list[str]:
    """A sentence for each item to look at, with where it is."""
    return [
        f"{name(epreuve, notebook)}, « {element.title} » : {flag}"
        for epreuve in cohort.epreuves
        for notebook in epreuve.notebooks
        if notebook.copies
        for element, item in zip(notebook.elements, analysed(notebook)[0], strict=True)
        for flag in item.flags
        if item.copies
    ]


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


def _mistakes(epreuve: Epreuve, notebook: Notebook, places: Sequence[int]) -> Blocks:
    copies = [c for c in notebook.copies if c.read]
    counted = Counter((i, c.mistakes[i]) for c in copies for i in places if c.mistakes[i])
    title = name(epreuve, notebook)
    yield heading(title)
    if counted:
        rows = [
            (
                notebook.elements[i].title, f"{count} sur {len(copies)}",
                notebook.sentences.get(f"{notebook.elements[i].id} {code}", ""), Markup(f"<code>{_escaped(code)}</code>"),
            )
            for (i, code), count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
        ]  # fmt: skip
        yield table(f"{title} : erreurs reconnues", ("Question", "Copies", "Ce qui a été dit au candidat", "Code"), rows, figures=(1,))  # fmt: skip
    else:
        yield paragraph("Aucune erreur reconnue dans ces copies.")
    outcomes = [o for o in OUTCOME_WORDS if any(c.outcomes[i] == o for c in copies for i in places)]
    if outcomes:
        rows = [
            (notebook.elements[i].title, *(sum(c.outcomes[i] == o for c in copies) for o in outcomes))
            for i in places
        ]
        yield table(
            f"{title} : issue de chaque question, en nombre de copies",
            ("Question", *(OUTCOME_WORDS[o] for o in outcomes)), rows, figures=range(1, len(outcomes) + 1),
        )  # fmt: skip


def summary(cohort: Cohort) -> Markup:
    """The table of épreuves that the dashboard begins with."""
    from statistics import median

    from epreuves.reports.standings import totals

    rows = []
    for epreuve in cohort.epreuves:
        shares = totals(epreuve)
        values = [s.value for s in shares.values() if s.value is not None]
        alphas = [
            f"{number(a.value)}{f' ({n.name})' if n.name != epreuve.id else ''}"
            for n in epreuve.notebooks
            if n.copies and (a := analysed(n)[1]).value is not None
        ]
        waiting = sum(not s.whole for s in shares.values())
        rows.append(
            (epreuve.title, len(shares), percent(median(values)) if values else "–", waiting or "aucun", ", ".join(alphas) or "–")
        )  # fmt: skip
    return table(
        "Les épreuves",
        ("Épreuve", "Candidats", "Part médiane des points", "Candidats dont un critère attend", "Alpha de Cronbach"),
        rows, figures=(1, 2, 3),
    )  # fmt: skip
