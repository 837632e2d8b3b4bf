"""Charts: read from real figures, then judged."""

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves import graphique, verifier
from epreuves.answers.charts.artists import over
from epreuves.answers.charts.colours import contrast, relative_luminance
from epreuves.answers.coercion import Valid
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking.comparison import compare

SALES = pd.DataFrame(
    {"SEO": [1000.0, 2000.0, 3000.0], "SEA": [3500.0, 4000.0, 5000.0]}, index=["janvier", "février", "mars"]
)
DARK = ["#1f4e79", "#b04a00"]
BARS = graphique("barres", x="mois", y="chiffre d'affaires", unite_y="€")


@pytest.fixture(autouse=True)
def _own_figures():
    # A palette that another test laid is not a chart's own.
    with plt.style.context("default"):
        yield
    plt.close("all")


def tree(chart):
    return CheckedTree(portable(chart)).node


def drawn(
    data=SALES,
    kind="bar",
    title="Chiffre d'affaires par mois",
    x="Mois",
    y="CA (€)",
    hatch=True,
    colour=None,
    **more,
):
    """A chart as a careful candidate draws it, save what the test changes."""
    ax = getattr(data.plot, kind)(color=colour or DARK, title=title, **more)
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    if hatch:
        for group, pattern in zip(ax.containers, ("", "//"), strict=False):
            for bar in group:
                bar.set_hatch(pattern)
    return ax


def judged(received, form=BARS, expected=None):
    return compare(form, tree(drawn() if expected is None else expected), Valid(tree(received)), 0.005, 0.0)


def only_series(chart, place=0):
    node = tree(chart)
    return node["axes"][place]["series"]


def test_bars_are_read_with_their_categories_values_and_hatches():
    first, second = only_series(drawn())
    assert (first["genre"], first["label"], first["x"]) == ("barres", "SEO", ["janvier", "février", "mars"])
    assert first["y"] == [1000.0, 2000.0, 3000.0]
    assert (first["couleurs"], second["couleurs"], second["hachure"]) == (["#1f4e79"], ["#b04a00"], "//")


def test_horizontal_bars_are_read_along_x():
    _fig, ax = plt.subplots()
    ax.barh(["a", "b"], [1, 2])
    assert tree(ax)["axes"][0]["horizontal"] is True
    assert only_series(ax)[0]["y"] == [1.0, 2.0]


@pytest.mark.parametrize(
    ("index", "keys"),
    [
        (["x", "y", "z"], ["x", "y", "z"]),
        ([2024, 2025, 2026], [2024.0, 2025.0, 2026.0]),
        (pd.period_range("2026-01", periods=3, freq="M"), ["2026-01", "2026-02", "2026-03"]),
        (pd.date_range("2026-01-01", periods=3, freq="MS"), ["2026-01", "2026-02", "2026-03"]),
        (pd.date_range("2026-01-05", periods=3, freq="7D"), ["2026-01-05", "2026-01-12", "2026-01-19"]),
        (pd.date_range("2026-01-05", periods=3, freq="W-MON"), ["2026-01-05", "2026-01-12", "2026-01-19"]),
        (pd.period_range("2026-01-05", periods=3, freq="W"), ["2026-01-05", "2026-01-12", "2026-01-19"]),
        (
            pd.to_datetime(["2026-01-01", "2026-01-05", "2026-01-06"]),
            ["2026-01-01", "2026-01-05", "2026-01-06"],
        ),
    ],
    ids=["texts", "years", "periods", "months", "every seven days", "Mondays", "weeks", "days"],
)
def test_curves_drawn_by_pandas_are_read_with_their_keys(index, keys):
    (series,) = only_series(pd.Series([1.0, 2.0, 3.0], index=index, name="u").plot())
    assert (series["genre"], series["x"], series["y"]) == ("courbes", keys, [1.0, 2.0, 3.0])


def test_curves_drawn_by_matplotlib_on_dates_are_read_as_days():
    _fig, ax = plt.subplots()
    ax.plot(pd.to_datetime(["2026-01-01", "2026-02-01"]), [1, 2], "o--", label="A")
    ax.axhline(1.5)
    (series,) = only_series(ax)
    assert (series["x"], series["trait"], series["marqueur"]) == (["2026-01-01", "2026-02-01"], "--", "o")


def test_twin_axes_clouds_discs_heat_maps_and_histograms_are_read():
    _fig, ax = plt.subplots()
    ax.scatter([1, 2], [3, 4], label="s")
    ax.twinx().plot([1, 2], [10, 20], label="t")
    assert [only_series(ax, place)[0]["genre"] for place in (0, 1)] == ["nuage", "courbes"]

    _fig, ax = plt.subplots()
    (disc,) = only_series(ax.pie([1, 3], labels=["p", "q"]))
    assert (disc["x"], disc["y"]) == (["p", "q"], pytest.approx([25, 75], abs=1e-3))

    for draw in ("imshow", "pcolormesh"):
        fig, ax = plt.subplots()
        shift = 0 if draw == "imshow" else 0.5
        mapped = getattr(ax, draw)(np.array([[1, 2, 3], [4, 5, 6]]))
        ax.set_xticks(np.arange(3) + shift, ["a", "b", "c"])
        ax.set_yticks(np.arange(2) + shift, ["r", "s"])
        fig.colorbar(mapped, label="clics")
        node = tree(fig)
        assert len(node["axes"]) == 1
        assert node["axes"][0]["barre"] == "clics"
        rows = [(row["genre"], row["label"], row["x"], row["y"]) for row in node["axes"][0]["series"]]
        assert rows == [
            ("carte_chaleur", "r", ["a", "b", "c"], [1, 2, 3]),
            ("carte_chaleur", "s", ["a", "b", "c"], [4, 5, 6]),
        ]

    _fig, ax = plt.subplots()
    (counts,) = only_series(ax.hist([1, 2, 2, 3], bins=[0.5, 1.5, 2.5, 3.5]))
    assert (counts["genre"], counts["x"], counts["y"]) == ("histogramme", [1, 2, 3], [1, 2, 1])


def test_a_chart_is_found_behind_whatever_drawing_returns():
    fig, axes = plt.subplots(1, 2)
    bars = axes[0].bar(["a"], [1])
    lines = axes[1].plot([1, 2])
    described = tree(fig)
    for value in (
        axes,
        axes[0],
        bars,
        lines,
        lines[0],
        [axes[0]],
        (fig, axes),
        axes[0].set_title(""),
        bars[0],
    ):
        assert tree(value) == described


def test_the_description_of_a_crowded_figure_stays_within_bounds():
    _fig, ax = plt.subplots()
    for _ in range(80):
        ax.plot(range(6000), label="x" * 1000)
    node = portable(ax)
    assert node in ({"$": "trop_grand", "quoi": "octets"},) or len(node["axes"][0]["series"]) <= 60
    assert CheckedTree(node).node == node


def test_a_careful_chart_earns_everything_and_is_the_same_as_itself():
    node = tree(drawn())
    result = compare(BARS, node, Valid(node), 0.005, 0.0)
    assert (result.share, result.remarks) == (1.0, ())
    assert result.right == result.total


@pytest.mark.parametrize(
    "received",
    [
        lambda: drawn(kind="barh", x="CA (€)", y="Mois"),
        lambda: drawn(SALES / 1000, y="CA (k€)"),
        lambda: drawn(SALES / 1000, y="Chiffre d'affaires, en milliers d'euros"),
        lambda: drawn(SALES[["SEA", "SEO"]]),
        lambda: drawn(SALES.rename(index={"janvier": "Janv.", "février": "FEVRIER", "mars": "03"})),
        lambda: drawn(stacked=True),
    ],
    ids=["horizontal", "k€", "milliers d'euros", "other order", "other spelling", "stacked"],
)
def test_the_same_data_drawn_otherwise_are_as_good(received):
    assert judged(received()).remarks == ()


def test_points_in_excess_count_against_a_series_as_points_that_lack_do():
    more = pd.concat([SALES, pd.DataFrame({"SEO": [4000.0], "SEA": [6000.0]}, index=["avril"])])
    for received, expected in ((more, SALES), (SALES, more)):
        found = judged(drawn(received), expected=drawn(expected))
        assert found.share == pytest.approx(1 - 0.5 / 4)
        assert "Données justes : 6 sur 8 ; à revoir : « SEO », « SEA »." in found.remarks


def test_categories_that_are_no_time_may_be_in_any_order():
    shops = SALES.set_axis(["Lille", "Arras", "Lens"])
    assert judged(drawn(shops.iloc[::-1]), expected=drawn(shops)).remarks == ()


RISKS = pd.DataFrame([[2, 0, 1], [0, 3, 1], [1, 4, 5]], index=["1", "2", "3"], columns=["1", "2", "3"])
MATRIX = graphique("carte_chaleur", x="probabilité", y="gravité")


def matrix(values, x="Probabilité (de 1 à 3)", y="Gravité (de 1 à 3)"):
    _fig, ax = plt.subplots()
    ax.imshow(values)
    ax.set(title="Trois faits demandent une parade dès maintenant", xlabel=x, ylabel=y)
    ax.set_xticks(range(3), values.columns)
    ax.set_yticks(range(3), values.index)
    return ax


def test_both_sides_of_a_matrix_that_have_the_same_names_are_told_apart_by_the_titles_of_the_axes():
    due = matrix(RISKS)
    swapped = judged(matrix(RISKS.T), MATRIX, due)
    assert swapped.share < 0.9
    # Cells that are empty on both sides are no data: those that either side fills count.
    filled = int(((RISKS != 0) | (RISKS.T != 0)).to_numpy().sum())
    same = int(((RISKS == RISKS.T) & (RISKS != 0)).to_numpy().sum())
    assert f"Données justes : {same} sur {filled}" in swapped.remarks[0]
    turned = matrix(RISKS.T, x="Gravité", y="Probabilité")
    assert judged(turned, MATRIX, due).share == judged(matrix(RISKS), MATRIX, due).share
    assert judged(matrix(RISKS, x="Gravité", y="Probabilité"), MATRIX, due).share < 0.9


def test_the_empty_cells_of_a_matrix_earn_nothing():
    due = matrix(RISKS)
    one = RISKS * 0
    one.iloc[1, 2] = RISKS.iloc[1, 2]
    assert judged(matrix(RISKS * 0 + 0.0), MATRIX, due).share <= 0.1
    alone = judged(matrix(one), MATRIX, due)
    filled = int((RISKS != 0).to_numpy().sum())
    # Half of the points are the data's; a tenth of the question at most is left to what is readable.
    readable = judged(due, MATRIX, due).share - 0.5
    assert alone.share == pytest.approx(0.5 / filled + 0.2 * readable)
    assert alone.remarks[0].startswith(f"Données justes : 1 sur {filled}")


def test_categories_and_series_may_be_exchanged():
    swapped = drawn(SALES.T, colour=["#1f4e79", "#b04a00", "#444444"], hatch=False)
    for group, pattern in zip(swapped.containers, ("", "//", "xx"), strict=True):
        for bar in group:
            bar.set_hatch(pattern)
    assert judged(swapped).remarks == ()


@pytest.mark.parametrize(
    ("received", "share", "remark"),
    [
        (
            lambda: drawn(kind="line"),
            # No data, so a fifth of what readability is worth.
            0.2 * (0.5 - 0.08 - 0.03),
            "Un graphique en barres est attendu, le vôtre est en courbes.",
        ),
        (lambda: drawn(title=""), 0.9, "Le titre manque."),
        (lambda: drawn(title="Mon graphique"), 0.9, "Le titre ne dit pas ce que montre le graphique."),
        (lambda: drawn(x=""), 0.96, "Le nom de l'axe horizontal manque."),
        (lambda: drawn(y="CA"), 0.91, "L'unité manque : « € » (axe des valeurs)."),
        (lambda: drawn(legend=False), 0.96, "Une légende doit nommer chaque série."),
        (
            lambda: drawn(hatch=False),
            0.97,
            "Les séries ne se distinguent que par la couleur : variez aussi le trait, le marqueur ou les "
            "hachures, ou écrivez leur nom sur le graphique.",
        ),
        (
            lambda: drawn(colour=["#1f4e79", "#ffcc66"]),
            0.97,
            "La couleur #ffcc66 se distingue mal du fond : contraste de 1,4, il en faut au moins 3.",
        ),
        (lambda: drawn(SALES * 2), 0.1, "Les données tracées ne sont pas celles attendues."),
        (lambda: drawn(SALES / 1000), 0.1, "Les données tracées ne sont pas celles attendues."),
        (lambda: drawn(SALES[["SEO"]]), 0.75, "Données justes : 3 sur 6 ; à revoir : « SEA »."),
        (
            lambda: drawn(SALES.rename(columns={"SEO": "SEA", "SEA": "SEO"})),
            0.1,
            "Les données tracées ne sont pas celles attendues.",
        ),
        (
            lambda: drawn(SALES.replace(2000.0, 2500.0)),
            0.5 + 0.5 * 5 / 6,
            "Données justes : 5 sur 6 ; à revoir : « SEO ».",
        ),
    ],
)
def test_each_defect_costs_its_weight_and_is_told(received, share, remark):
    result = judged(received())
    assert result.share == pytest.approx(share)
    assert remark in result.remarks


def test_an_empty_figure_earns_nothing():
    result = judged(plt.figure())
    assert result.share == 0.0
    assert result.remarks == ("Un graphique en barres est attendu, rien n'y est tracé.",)


def test_percents_may_be_drawn_as_ratios_if_the_axis_says_percent():
    form = graphique("courbes", x="mois", y="taux", unite_y="%")
    rate = pd.DataFrame({"taux": [0.1, 0.2]}, index=["janvier", "février"])
    options = {"kind": "line", "colour": ["#1f4e79"], "title": "Taux de clic par mois"}
    reference = drawn(rate * 100, y="Taux (%)", **options)
    ratio = drawn(rate, y="Taux", **options)
    ratio.yaxis.set_major_formatter(mpl.ticker.PercentFormatter(1.0))
    assert judged(ratio, form, reference).remarks == ()


def test_a_disc_and_bars_of_the_same_shares_are_equal_where_both_are_accepted():
    form = graphique(("barres", "secteurs"), y="part", unite_y="%")
    reference = drawn(pd.DataFrame({"n": [10, 30]}, index=["a", "b"]), y="Part (%)", colour=["#1f4e79"])
    _fig, ax = plt.subplots()
    ax.pie([10, 30], labels=["a", "b"], autopct="%.0f %%", colors=DARK)
    ax.set_title("Part de chaque canal")
    assert judged(ax, form, reference).remarks == ()


def test_a_histogram_may_choose_its_classes_but_not_its_data():
    form = graphique("histogramme", x="panier", unite_x="€")
    values = np.random.RandomState(1).normal(50, 10, 2000)

    def hist(data, bins):
        _fig, ax = plt.subplots()
        ax.hist(data, bins=bins, color="#1f4e79")
        ax.set(title="Paniers des commandes", xlabel="Panier (€)", ylabel="Commandes")
        return ax

    reference = hist(values, 20)
    assert judged(hist(values, 33), form, reference).share == 1.0
    assert judged(hist(values + 8, 20), form, reference).share == pytest.approx(0.1)


def test_a_cloud_is_compared_point_by_point_whatever_their_order():
    form = graphique("nuage", x="prix", y="ventes")
    rng = np.random.RandomState(2)
    x, y = rng.uniform(1, 9, 50), rng.uniform(1, 9, 50)

    def cloud(x, y):
        _fig, ax = plt.subplots()
        ax.scatter(x, y, color="#1f4e79")
        ax.set(title="Prix et ventes des produits", xlabel="Prix", ylabel="Ventes")
        return ax

    order = rng.permutation(50)
    assert judged(cloud(x[order], y[order]), form, cloud(x, y)).share == 1.0
    assert judged(cloud(y, x), form, cloud(x, y)).share < 0.6


def test_points_drawn_one_by_one_to_be_named_are_one_cloud():
    form = graphique("nuage", x="prix", y="accueil")
    places = {"Mer": (1.0, 0.2), "Gare": (-1.0, -0.9), "Parc": (0.004, 0.7)}

    def one_by_one(points):
        _fig, ax = plt.subplots()
        for (name, (x, y)), colour, marker in zip(points.items(), [*DARK, "#333333"], "o^s", strict=True):
            ax.scatter(x, y, color=colour, marker=marker, label=name)
        ax.set(title="Prix et accueil des hôtels", xlabel="Prix", ylabel="Accueil")
        ax.legend()
        return ax

    def at_once(points):
        _fig, ax = plt.subplots()
        ax.scatter(*zip(*points.values(), strict=True), color=DARK[0])
        ax.set(title="Prix et accueil des hôtels", xlabel="Prix", ylabel="Accueil")
        return ax

    assert judged(one_by_one(places), form, at_once(places)).share == 1.0
    # Typed from a rounded table, a place near zero is as good as the others.
    assert judged(one_by_one(places | {"Parc": (0.0, 0.7)}), form, at_once(places)).share == 1.0
    assert judged(one_by_one(places | {"Parc": (0.3, 0.7)}), form, at_once(places)).share < 1.0
    swapped = places | {"Mer": places["Gare"], "Gare": (0.2, 1.0)}
    assert judged(one_by_one(swapped), form, at_once(places)).share < 1.0


def test_a_schedule_is_judged_on_starts_as_well_as_on_lengths():
    form = graphique("barres", x="jour", y="tâche")

    def gantt(starts):
        _fig, ax = plt.subplots()
        ax.barh(["A", "B", "C"], [2, 3, 4], left=starts, color="#1f4e79")
        ax.set(title="Calendrier du lancement", xlabel="Jour", ylabel="Tâche")
        return ax

    assert judged(gantt([0, 2, 5]), form, gantt([10, 12, 15])).share == 1.0
    assert judged(gantt([0, 0, 0]), form, gantt([0, 2, 5])).share == pytest.approx(0.5 / 3 + 0.1)


def test_names_asked_for_must_be_on_the_chart():
    form = graphique("barres", unite_y="€", series=["SEO", "Affichage"])
    assert "Une légende doit nommer chaque série : « Affichage »." in judged(drawn(), form).remarks


def test_jupyterlab_tells_what_cannot_be_read_and_not_whether_data_are_right(capsys):
    verifier("C15_3-graphe", drawn(SALES * 7, title=""), BARS)
    assert capsys.readouterr().err == (
        "✗ Graphique à revoir : Le titre manque. "
        "Attendu : un graphique en barres : chiffre d'affaires (€) selon mois.\n"
    )
    verifier("C15_3-graphe", drawn(SALES * 7), BARS)
    assert capsys.readouterr().out.startswith("✓ Forme correcte")


def test_a_value_that_is_no_chart_is_told_how_to_give_one(capsys):
    verifier("C15_3-graphe", 12, BARS)
    assert "donnez la figure ou les axes" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_published_examples(first, second, ratio):
    assert contrast(first, second) == pytest.approx(ratio, abs=0.005)


COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS, COLOURS)
def test_contrast_is_symmetric_and_between_1_and_21(first, second):
    assert contrast(first, second) == contrast(second, first)
    assert 1.0 <= contrast(first, second) <= 21.0 + 1e-9
    assert 0.0 <= relative_luminance(first) <= 1.0


def test_transparency_is_seen_through():
    assert over((0.0, 0.0, 0.0, 0.5), "#ffffff") == "#808080"
    assert only_series(plt.bar(["a"], [1], color="#000000", alpha=0.5))[0]["couleurs"] == ["#808080"]
