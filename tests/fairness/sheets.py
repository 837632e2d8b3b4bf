"""Sheets of answers that were never worked out from the data, as somebody would make them up once for all the variants of an épreuve.

A sheet knows what the statement says: the forms, the keys, what depends on what; and what a season looks like: orders of magnitude, and
the commonest choice. It is made coherent: what follows from an invented figure is worked out from it, on one variant's data.
"""

from __future__ import annotations

import json
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from epreuves.answers import forms
from epreuves.answers.equality import match_keys
from epreuves_kit.marking.marks import Question, Scheme
from tests.fairness.guises import sent

#: An invention: (place among the elements, how many there are, what the variants hold there) → a value.
Invention = Callable[[int, int, Sequence[float]], float]


def _order(known: Sequence[float]) -> float:
    """The power of ten of what is mostly there."""
    size = statistics.median(abs(v) for v in known)
    return 10.0 ** math.floor(math.log10(size)) if size else 1.0


def _sign(known: Sequence[float]) -> float:
    return -1.0 if sum(v < 0 for v in known) > len(known) / 2 else 1.0


INVENTIONS: dict[str, Invention] = {
    "1, 2, 3 × 10^k": lambda place, _, known: (place + 1) * _order(known),
    "lignes égales à 1 % près": lambda place, _, known: _order(known) * 2 * (1 + 0.01 * place),
    "la même valeur partout": lambda _place, _, known: _order(known) * 2,
    "tableaux proportionnels": lambda place, many, known: _order(known) * (1 + place / many),
    "rangs mêlés": lambda place, many, known: _order(known) * (1 + (place * 7 % max(many, 1)) / 3),
    "ce que l'on voit d'habitude": lambda _place, _, known: statistics.median(known),
    "d'habitude, arrondi": lambda _place, _, known: float(f"{statistics.median(known):.1g}"),
}


def invented(schemes: Sequence[Scheme], invention: Invention) -> dict[str, Any]:
    """Canonical answers to all but the charts, the same for all variants."""
    return {
        question.id: _answer(question, [s.question(question.id) for s in schemes], invention)
        for question in schemes[0].questions
        if not isinstance(question.form, forms.ChartForm)
    }


def _answer(question: Question, asked: Sequence[Question | None], invention: Invention) -> Any:
    values = [q.expected for q in asked if q is not None]
    match question.form:
        case forms.ListForm(de=of):
            many = Counter(len(v) for v in values).most_common(1)[0][0]
            columns = [[v[place] for v in values if len(v) > place] for place in range(many)]
            return [_one(of, known, place, many, invention) for place, known in enumerate(columns)]
        case forms.SeriesForm(values=of):
            rows = _rows(values)
            return [[key, _one(of, known, place, len(rows), invention)] for place, (key, known) in enumerate(rows)]
        case forms.TableForm(columns=columns):
            rows = _rows(values)
            return [
                [
                    key,
                    {
                        name: _one(of, [row[name] for row in known], place, len(rows), invention)
                        for name, of in columns.items()
                    },
                ]
                for place, (key, known) in enumerate(rows)
            ]
    return _one(question.form, values, 0, 1, invention)


def _rows(values: Sequence[list[Any]]) -> list[tuple[Any, list[Any]]]:
    """The keys that most variants have, and what each variant holds under them."""
    found: list[tuple[Any, list[Any]]] = []
    for value in values:
        places = match_keys([key for key, _ in found], [key for key, _ in value])
        for place, (key, row) in enumerate(value):
            if place in places:
                found[places[place]][1].append(row)
            else:
                found.append((key, [row]))
    most = max(len(rows) for _, rows in found)
    return [(key, rows) for key, rows in found if len(rows) > most / 2]


def _one(of: forms.Form, known: Sequence[Any], place: int, many: int, invention: Invention) -> Any:
    if isinstance(of, forms.PercentageForm):
        return {"valeur": invention(place, many, [v["valeur"] for v in known]), "signe": False}
    if isinstance(of, forms.NUMERIC):
        value = _within(of, invention(place, many, known) * (_sign(known) if min(known) < 0 else 1.0))
        return round(value) if isinstance(of, forms.IntegerForm) else value
    # A choice, a day: the commonest.
    commonest = Counter(json.dumps(v) for v in known).most_common(1)[0][0]
    return json.loads(commonest)


def _within(form: Any, value: float) -> float:
    low = -math.inf if form.minimum is None else form.minimum
    high = math.inf if form.maximum is None else form.maximum
    return min(max(value, low), high)


def coherent(
    folder: Path, notebook: str, variant: str, sheets: dict[str, dict[str, Any]], free: bool
) -> dict[str, dict[str, Any]]:
    """The answers of sheets, by name, sent, with what follows from them on a variant's data in place of what was made up, charts included.

    free: choices stay as made up. folder: that of the source, with its variants.
    """
    with tempfile.TemporaryDirectory() as temporary:
        # The reference lays its data beside itself.
        place = shutil.copytree(folder, Path(temporary) / folder.name)
        request = {
            "folder": str(place),
            "notebook": notebook,
            "variant": variant,
            "sheets": sheets,
            "free": free,
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.fairness.coherence"],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            check=True,
        )
    return {name: {id: sent(value) for id, value in sheet.items()} for name, sheet in json.loads(done.stdout).items()}
