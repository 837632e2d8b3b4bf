"""Pieces of HTML of which the dashboard is made: tables, sentences, shares. All that comes from data is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from epreuves.feedback.view import OUTCOMES
from epreuves.referentiel.levels import LEVELS, Level
from epreuves.rubric.statistics import Estimate
from epreuves.wording import french

NBSP = "\N{NO-BREAK SPACE}"
#: A sign for each level, that goes by how full it is.
SIGNS = {Level.NOT_ACQUIRED: "○", Level.IN_PROGRESS: "◔", Level.ACQUIRED: "◑", Level.MASTERED: "●"}
#: Outcomes of a question, in the words that candidates read.
OUTCOME_WORDS = {key: words for key, (_, words) in OUTCOMES.items()}


class Markup(str):
    """HTML that this package wrote: what is not of this class is text."""


def cell(value: object) -> str:
    """A value as HTML."""
    return value if isinstance(value, Markup) else escape(str(value))


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


def interval(low: float | None, high: float | None, digits: int = 2) -> str:
    """A 95 % interval, between square brackets; nothing where there is none."""
    return (
        "" if low is None or high is None else f"[{number(low, digits)}{NBSP};{NBSP}{number(high, digits)}]"
    )


def estimate(found: Estimate) -> str:
    """A difference of levels with its interval, or why there is none."""
    if found.value is None:
        return f"– ({found.reason})"
    return f"{number(found.value, sign=True)} niveau {interval(found.low, found.high)}"


def nearest(share: float) -> Level:
    """The level whose share of the points is nearest; the lower of two as near."""
    return min(LEVELS, key=lambda level: abs(float(level.part) - share))


def standing(share: float | None, whole: bool) -> Markup:
    """A share as the matrix shows it: sign of the level, percents, and a star where marks are still awaited."""
    if share is None:
        return Markup(f'<span class="rien">{"–" if whole else "en attente"}</span>')
    level = nearest(share)
    star = "" if whole else '<abbr title="provisoire">*</abbr>'
    return Markup(
        f'<span class="n{int(level)}"><span title="{level.label}">{SIGNS[level]}</span>{NBSP}{percent(share)}{star}</span>'
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
    return Markup(f"<h3>{escape(title)}</h3>")


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
