"""A chart typed in a form is drawn whatever is typed: dollars, figures beyond measure, signs that no font has, what the notebook set."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from epreuves.answers.charts.drawing import figure, image
from epreuves.answers.typed import tree_of
from epreuves.answers.typed_values import TypedChart

ROWS = (("Shopping", "12"), ("Search", "3"))
HUGE = (("Shopping", "9" * 308), ("Search", f"-{'9' * 308}"), ("Display", "2"))


def chart(**others: Any) -> TypedChart:
    """A chart in bars, but for what is given."""
    return TypedChart(**{"kind": "barres", "columns": ("canal", "dépense"), "rows": ROWS, **others})


@pytest.mark.parametrize(
    "drawn",
    [
        chart(title=r"De 10 $ à $\foo$", x_label=r"$\bad$", line="5", line_label=r"$\x$"),
        chart(rows=((r"$\bad$", "1"), ("$", "2"))),
        *(chart(kind=kind, rows=HUGE) for kind in ("barres", "courbes", "secteurs", "histogramme")),
        chart(kind="nuage", columns=("nom", "x", "y"), rows=tuple((*row, "1") for row in HUGE)),
        chart(kind="carte_chaleur", rows=(("", "phase"), *HUGE)),
        chart(rows=(("a\x00b", "1"), ("\u202e😀", "2")), title="x" * 300),
    ],
)
def test_a_chart_is_drawn_whatever_is_typed_and_says_nothing_on_stderr(drawn: TypedChart) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert tree_of(drawn) is not None
        assert image(drawn).startswith(b"\x89PNG")


def test_a_dollar_is_a_dollar_and_the_notebook_s_settings_count_for_nothing() -> None:
    import matplotlib as mpl

    plain = image(chart(title="De 10 $ à 20 $"))
    with mpl.rc_context({"font.size": 30, "savefig.facecolor": "red", "text.parse_math": True}):
        assert image(chart(title="De 10 $ à 20 $")) == plain
        assert figure(chart(title="De 10 $ à 20 $")).axes[0].get_title(loc="left") == "De 10 $ à 20 $"
