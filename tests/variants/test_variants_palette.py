"""The colours that `preparer` sets: a chart drawn without choosing any can be read, and what a candidate chooses stays."""

import itertools
import subprocess
import sys

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from epreuves import graphique
from epreuves.answers.charts.colours import contrast
from epreuves.answers.charts.drawing import COLOURS
from epreuves.answers.charts.judgement import visible_defects
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree
from epreuves.variants.palette import lay_palette
from epreuves.variants.preparation import preparer
from tests.variants.trial_epreuve import EPREUVE

SALES = pd.DataFrame({"SEO": [1.0, 2.0, 3.0], "SEA": [3.5, 4.0, 5.0]}, index=["Lille", "Arras", "Lens"])


@pytest.fixture(autouse=True)
def _default_settings():
    with mpl.rc_context():
        mpl.rcdefaults()
        yield
    plt.close("all")


def by_matplotlib(kind):
    _fig, ax = plt.subplots()
    for at, name in enumerate(SALES):
        if kind == "line":
            ax.plot(SALES.index, SALES[name], label=name)
        elif kind == "scatter":
            ax.scatter([1.0, 2.0, 3.0], SALES[name], label=name)
        else:
            ax.bar([place + 0.4 * at for place in range(3)], SALES[name], 0.4, label=name)
            ax.set_xticks(range(3), SALES.index)
    ax.legend()
    return ax


GENRES = {"line": "courbes", "bar": "barres", "scatter": "nuage"}


@pytest.mark.parametrize(
    ("kind", "draw"),
    [
        ("line", by_matplotlib),
        ("bar", by_matplotlib),
        ("scatter", by_matplotlib),
        ("line", lambda kind: SALES.plot(kind=kind)),
        ("bar", lambda kind: SALES.plot(kind=kind)),
    ],
    ids=["line", "bar", "scatter", "pandas line", "pandas bar"],
)
def test_two_series_drawn_without_setting_anything_can_be_read(kind, draw, folder):
    form = graphique(GENRES[kind], x="boutique", y="ventes")

    def defects():
        ax = draw(kind)
        ax.set(title="Les ventes de chaque boutique", xlabel="Boutique", ylabel="Ventes")
        return visible_defects(form, CheckedTree(portable(ax)).node)

    assert defects()
    preparer(EPREUVE, candidat="zoé")
    assert defects() == ()


def test_every_colour_stands_out_on_white_and_the_first_two_without_their_hue():
    assert 6 <= len(set(COLOURS)) == len(COLOURS) <= 8
    assert all(contrast(colour, "#ffffff") >= 3 for colour in COLOURS)
    assert contrast(*COLOURS[:2]) >= 3


def test_four_lines_have_four_styles():
    lay_palette()
    _fig, ax = plt.subplots()
    lines = [ax.plot([0, 1], [at, at + 1])[0] for at in range(4)]
    assert len({line.get_linestyle() for line in lines}) == len({line.get_color() for line in lines}) == 4
    (dots,) = ax.plot([0, 1], [1, 2], "o")
    assert dots.get_linestyle() == "None"


def test_colours_that_a_candidate_chose_stay(folder):
    chosen = mpl.rcsetup.cycler(color=["#123456", "#654321"])
    mpl.rcParams["axes.prop_cycle"] = chosen
    preparer(EPREUVE, candidat="zoé")
    assert mpl.rcParams["axes.prop_cycle"] == chosen
    mpl.rcdefaults()
    preparer(EPREUVE, candidat="zoé")
    assert [style["color"] for style in itertools.islice(mpl.rcParams["axes.prop_cycle"], 2)] == list(COLOURS[:2])
    mpl.rcParams["axes.prop_cycle"] = chosen
    preparer(EPREUVE, candidat="zoé")
    assert mpl.rcParams["axes.prop_cycle"] == chosen


@pytest.mark.parametrize("chosen", [False, True])
def test_matplotlib_is_not_loaded_for_it_and_has_the_colours_when_it_comes(chosen):
    code = (
        "import sys\n"
        "from epreuves.variants.palette import COLOURS, lay_palette\n"
        "before = list(sys.meta_path)\n"
        "lay_palette(); lay_palette()\n"
        "assert 'matplotlib' not in sys.modules\n"
        "import matplotlib\n"
        f"if {chosen}: matplotlib.rcParams['axes.prop_cycle'] = matplotlib.cycler(color=['#123456'])\n"
        "import matplotlib.pyplot\n"
        "assert sys.meta_path[: len(before)] == before\n"
        "colours = [style['color'] for style in matplotlib.rcParams['axes.prop_cycle']]\n"
        f"assert colours == (['#123456'] if {chosen} else list(COLOURS)), colours\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
