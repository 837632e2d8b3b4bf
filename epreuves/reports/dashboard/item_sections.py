"""The dashboard's sections on items: analysis of questions and criteria, and the mistakes that were recognised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from epreuves.reports.dashboard import figures
from epreuves.reports.dashboard.cohort import Cohort, CohortEpreuve, Notebook
from epreuves.reports.dashboard.figures import Picture
from epreuves.reports.dashboard.items import FEWEST_COPIES, REVERSED, Alpha, Item, alpha, analyse
from epreuves.reports.dashboard.pieces import (
    NBSP,
    OUTCOME_WORDS,
    Markup,
    bar,
    bullets,
    heading,
    interval,
    many,
    number,
    paragraph,
    percent,
    table,
)
from epreuves.wording.french import listed

Blocks = Iterator[Markup | Picture]
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
    """The short name of a notebook: « e17 », « e06, rex »."""
    return epreuve.number if notebook.name == epreuve.id else f"{epreuve.number}, {notebook.name}"


def title(epreuve: CohortEpreuve, notebook: Notebook) -> str:
    """What a notebook is called in full: « e06, rex — Fixer les objectifs »."""
    return f"{name(epreuve, notebook)} — {epreuve.title}"


def analysis(cohort: Cohort, competence: str = "") -> Blocks:
    """Item analysis, notebook by notebook; competence: shows those items alone, which are still set against the whole."""
    chosen = [
        (epreuve, notebook, *analysed(notebook))
        for epreuve in cohort.epreuves
        for notebook in epreuve.notebooks
        if notebook.copies and any(not competence or e.competence == competence for e in notebook.elements)
    ]
    for epreuve, notebook, found, _ in chosen:
        if any(item.correlation is not None for item in found):
            called = name(epreuve, notebook)
            criteria = [e.kind == "critere" for e in notebook.elements]
            told = f"{called} : part moyenne et corrélation avec le reste de chaque question et critère. {_told(found)}"
            yield figures.items(f"{called} : questions et critères", found, criteria, told)
    for epreuve, notebook, found, homogeneity in chosen:
        yield heading(title(epreuve, notebook))
        unread = sum(not c.read for c in notebook.copies)
        grouped = any(len(c.candidates) > 1 for c in notebook.copies)
        copies = many(len(notebook.copies) - unread, "copie analysée")
        yield paragraph(
            f"{copies}, une par groupe." if grouped else f"{copies}.",
            f"{many(unread, 'copie illisible')} ou d'une autre épreuve, à part." if unread else "",
            alpha_told(homogeneity),
        )
        yield _items(name(epreuve, notebook), notebook, found, competence)


def _items(called: str, notebook: Notebook, found: Sequence[Item], competence: str) -> Markup:
    chosen = [
        (place, element, item)
        for place, (element, item) in enumerate(zip(notebook.elements, found, strict=True), 1)
        if not competence or element.competence == competence
    ]
    columns = [
        "N°", "Question ou critère", "Genre", "Part moyenne des points", "Corrélation avec le reste (−1 à 1)", "Indice 27 % (−1 à 1)",
    ]  # fmt: skip
    rows: list[list[object]] = [
        [
            place, _titled(element.title, element.id), "critère" if element.kind == "critere" else "question",
            bar(item.difficulty) if item.difficulty is not None else "–", number(item.correlation), number(item.index),
        ]
        for place, element, item in chosen
    ]  # fmt: skip
    if any(item.flags for _, _, item in chosen):
        columns.append("À regarder")
        for row, (_, _, item) in zip(rows, chosen, strict=True):
            row.append(bullets(f"⚠{NBSP}{flag}" for flag in item.flags) if item.flags else "")
    return table(f"{called} : chaque question, chaque critère", columns, rows, figures=(0, 4, 5))


def _titled(text: str, code: str) -> Markup:
    return Markup(f"{escape(text)}<br><code>{escape(code)}</code>")


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


def flagged(cohort: Cohort) -> list[str]:
    """A sentence for each kind of thing to look at in a notebook's items, the gravest kind first, with the items that show it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for epreuve in cohort.epreuves:
        for notebook in epreuve.notebooks:
            if notebook.copies:
                for element, item in zip(notebook.elements, analysed(notebook)[0], strict=True):
                    for flag in item.flags if item.copies else ():
                        found.setdefault(flag, []).append((name(epreuve, notebook), element.title))
    told = []
    for flag in (REVERSED, *sorted(found.keys() - {REVERSED})):
        by: dict[str, list[str]] = {}
        for where, what in found.get(flag, ()):
            by.setdefault(where, []).append(f"« {what} »")
        told += [f"{where} — {flag} {_some(titles)}." for where, titles in by.items()]
    return told


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
                _titled(notebook.elements[i].title, code), f"{count} sur {len(copies)}",
                notebook.sentences.get(f"{notebook.elements[i].id} {code}", ""),
            )
            for (i, code), count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
        ]  # fmt: skip
        yield table(f"{called} : erreurs reconnues, les plus fréquentes d'abord", ("Question et code de l'erreur", "Copies", "Ce qui a été dit au candidat"), rows, figures=(1,))  # fmt: skip
    else:
        yield paragraph("Aucune erreur reconnue dans ces copies.")
    outcomes = [o for o in OUTCOME_WORDS if any(c.outcomes[i] == o for c in copies for i in places)]
    if outcomes:
        counts = [
            (notebook.elements[i].title, *(sum(c.outcomes[i] == o for c in copies) for o in outcomes))
            for i in places
        ]
        yield table(
            f"{called} : issue de chaque question, en nombre de copies",
            ("Question", *(OUTCOME_WORDS[o] for o in outcomes)), counts, figures=range(1, len(outcomes) + 1),
        )  # fmt: skip


def summary(cohort: Cohort) -> Markup:
    """The table of épreuves that the dashboard begins with."""
    from statistics import median

    from epreuves.reports.dashboard.standings import totals

    rows = []
    for epreuve in cohort.epreuves:
        shares = totals(epreuve)
        values = [s.value for s in shares.values() if s.value is not None]
        alphas = [
            f"{f'{n.name} : ' if n.name != epreuve.id else ''}{number(a.value)} ({many(a.copies, 'copie')})"
            for n in epreuve.notebooks
            if n.copies and (a := analysed(n)[1]).value is not None
        ]
        waiting = sum(not s.whole for s in shares.values())
        rows.append(
            (f"{epreuve.number} — {epreuve.title}", len(shares), percent(median(values)) if values else "–", waiting or "aucun", " ; ".join(alphas) or "–")
        )  # fmt: skip
    return table(
        "Les épreuves",
        ("Épreuve", "Candidats", "Part médiane des points", "Candidats dont un critère attend", "Alpha de Cronbach"),
        rows, figures=(1, 2, 3),
    )  # fmt: skip
