"""What the first table, the first chart and the first error of every copy would do again, done once in the warm parent.

Nothing of it shows in a copy: figures are closed, the shell is reset. It only fills the libraries' own caches and late imports.
"""

from __future__ import annotations

import gc
import io
import itertools
from typing import Any

_TABLE = 'mois;canal;coût\n2026-01-05;été;"1,5"\n2026-02-06;hiver;2\n2026-02-07;été;4\n'


def warm_up(shell: Any) -> None:
    """Use the libraries as a copy does, then put the shell back as new."""
    from IPython.display import display
    from ipywidgets import HTML

    from epreuves.runner.outputs import Outputs
    from epreuves.wording.french import counted

    shell.displayhook.session.outputs = Outputs(1 << 20, 1 << 16)
    display(_tables(), HTML("é").comm)
    counted(2, "table")  # reads the words and signs of French, as the first sentence would
    _fonts()
    _charts()
    for cell in ("None", "1/0", "x = 1\nx", "import warnings\nwarnings.warn('é')"):
        shell.run_cell(cell, store_history=True)
    gc.collect()
    # The shell looks for what can go as it is put back: not among all that was loaded.
    gc.freeze()
    shell.reset(new_session=True)
    shell.execution_count = 1
    shell.displayhook.session.outputs = None


def _tables() -> Any:
    import pandas as pd

    table = pd.read_csv(io.StringIO(_TABLE), sep=";", decimal=",", parse_dates=["mois"])
    table["mois"] = table["mois"].dt.to_period("M")
    pivot = table.pivot_table(index="mois", columns="canal", values="coût", aggfunc="sum").fillna(0)
    joined = table.merge(pivot.reset_index(), on="mois").sort_values("coût")
    return joined.groupby("canal")["coût"].agg(["sum", "mean"]).round(2)


def _fonts() -> None:
    """Find the faces that titles, axes and labels ask for; Matplotlib looks through all its fonts for each size and weight."""
    from matplotlib.figure import Figure

    sizes = ("small", "medium", "large", "x-large", 7, 8, 9, 10, 11, 12, 13, 14, 16)
    figure = Figure()
    for size, weight in itertools.product(sizes, ("normal", "bold")):
        figure.text(0, 0, "é", fontsize=size, fontweight=weight)
    figure.draw_without_rendering()


def _charts() -> None:
    import matplotlib.pyplot as plt
    import pandas as pd
    from IPython.core.pylabtools import print_figure

    from epreuves.answers.portable import portable

    figure, (left, right) = plt.subplots(1, 2, figsize=(5, 2), layout="constrained")
    left.bar_label(left.barh(["Épreuve", "à"], [1, 2.5], label="« été »"), fmt="%.2f €")
    left.annotate("équilibre", (1, 0), (5, 0), textcoords="offset points")
    left.axvline(1, linestyle="--")
    right.plot(["janv.", "févr."], [1, 2], marker="o", label="dépense")
    right.scatter([0, 1], [2, 1])
    for axes in (left, right):
        axes.set_title("Réponse (%)", loc="left", fontweight="bold")
        axes.set_xlabel("Mois, année")
        axes.set_ylabel("Coût (€)")
        axes.grid(alpha=0.3)
        axes.legend()
    print_figure(figure)
    portable(figure)
    plain, axes = plt.subplots(figsize=(3, 2))
    axes.bar(["a", "b"], [1, 2])
    pd.Series([1, 2]).plot.bar(ax=axes)
    print_figure(plain)
    plt.close("all")
