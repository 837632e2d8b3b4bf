"""Charts as a reader sees them: what is one set, what is hidden or cut off, which name is on which point, time in order."""

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from epreuves import graphique
from epreuves.answers.charts.judgement import visible_defects
from epreuves.answers.forms import InvalidForm, describe
from tests.answers.test_charts import BARS, DARK, SALES, drawn, judged, only_series, tree

OUT_OF_FRAME = "Des données sont hors du cadre : élargissez les axes."
HIDDEN = "Des barres en cachent d'autres : décalez-les ou empilez-les."
NOT_FROM_ZERO = "L'axe des barres ne part pas de zéro : les longueurs trompent."
FRAME, TIME = 0.03, 0.02
ROAS = {"Radio": 2.5, "Affichage": 4.0, "Presse": 1.2}
ONE_SET = graphique("barres", x="canal", y="ROAS")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def dressed(ax, title="Le ROAS de chaque canal", x="Canal", y="ROAS"):
    ax.set(title=title, xlabel=x, ylabel=y)
    return ax


def at_once(values=ROAS, **more):
    _fig, ax = plt.subplots()
    ax.bar(list(values), list(values.values()), color=DARK[0], **more)
    return dressed(ax)


def call_by_call(values=ROAS, flat=False, **more):
    _fig, ax = plt.subplots()
    for name, value in values.items():
        colour = DARK[1] if name == "Affichage" else DARK[0]
        (ax.barh if flat else ax.bar)(name, value, color=colour, **more)
    return dressed(ax, x="ROAS", y="Canal") if flat else dressed(ax)


@pytest.mark.parametrize("flat", [False, True], ids=["upright", "flat"])
def test_bars_drawn_call_by_call_are_one_set(flat):
    assert judged(call_by_call(flat=flat), ONE_SET, at_once()).remarks == ()
    assert visible_defects(ONE_SET, tree(call_by_call(flat=flat))) == ()
    wrong = judged(call_by_call(ROAS | {"Radio": 3.5}), ONE_SET, at_once())
    assert wrong.share == pytest.approx(0.5 * 2 / 3 + 0.5)


def test_a_bar_drawn_once_more_to_set_it_off_is_the_same_bar():
    ax = at_once()
    ax.bar("Affichage", ROAS["Affichage"], color=DARK[1])
    assert judged(ax, ONE_SET, at_once()).remarks == ()
    ax.bar("Affichage", 1.0, color=DARK[1])
    assert HIDDEN in judged(ax, ONE_SET, at_once()).remarks


def test_a_schedule_drawn_task_by_task_is_one_set_with_its_starts():
    form = graphique("barres", x="jour", y="tâche")
    tasks = {"A": (10, 2), "B": (12, 3), "C": (15, 4)}

    def schedule(tasks, one_by_one):
        _fig, ax = plt.subplots()
        if one_by_one:
            for name, (start, days) in tasks.items():
                ax.barh(name, days, left=start, color=DARK[0])
        else:
            starts, days = zip(*tasks.values(), strict=True)
            ax.barh(list(tasks), days, left=starts, color=DARK[0])
        return dressed(ax, "Calendrier du lancement", "Jour", "Tâche")

    assert judged(schedule(tasks, True), form, schedule(tasks, False)).remarks == ()
    late = schedule(tasks | {"C": (18, 4)}, True)
    assert judged(late, form, schedule(tasks, False)).share == pytest.approx(0.5 * 2 / 3 + 0.5)


def test_two_series_of_bars_are_not_taken_for_one():
    form = graphique("barres", x="mois", y="chiffre d'affaires", unite_y="€")
    unnamed = drawn(legend=False)
    assert "Une légende doit nommer chaque série." in judged(unnamed, form).remarks
    beside = drawn(legend=False)
    beside.set_xticks([])
    assert "Une légende doit nommer chaque série." in visible_defects(form, tree(beside))


HOTELS = {"Mer": (1.0, 0.2), "Gare": (-1.0, -0.9), "Parc": (0.0, 0.7), "Parc de la Mer": (0.5, -0.5)}
MAP = graphique("nuage", x="prix", y="accueil", series=tuple(HOTELS))


def mapped(names=None, write=None, scale=1.0):
    """The map of hotels, with the name of `names` written at each place by `write(ax, name, x, y)`."""
    _fig, ax = plt.subplots()
    ax.scatter(*zip(*((x, y * scale) for x, y in HOTELS.values()), strict=True), color=DARK[0])
    for place, name in (names or {name: name for name in HOTELS}).items():
        x, y = HOTELS[place]
        (write or beside)(ax, name, x, y * scale)
    return dressed(ax, "Prix et accueil des hôtels", "Prix", "Accueil")


def beside(ax, name, x, y):
    ax.annotate(name, (x, y), (6, 4), textcoords="offset points")


def text(ax, name, x, y):
    ax.text(x + 0.05, y + 0.05, name)


def arrow(ax, name, x, y):
    ax.annotate(name, xy=(x, y), xytext=(0.2, 0.1), arrowprops={"arrowstyle": "->"})


def placed(ax, name, x, y):
    ax.annotate(name, xy=(0.0, 0.0), xytext=(x, y))


@pytest.mark.parametrize("write", [beside, text, arrow, placed])
def test_a_name_on_another_point_than_its_own_makes_that_point_wrong(write):
    assert judged(mapped(write=write), MAP, mapped()).remarks == ()
    swapped = {"Mer": "Gare", "Gare": "Mer", "Parc": "Parc", "Parc de la Mer": "Parc de la Mer"}
    result = judged(mapped(swapped, write), MAP, mapped())
    assert result.remarks == ("Données justes : 2 sur 4. Des noms ne sont pas sur leur point : « Mer », « Gare ».",)
    assert result.share == pytest.approx(0.5 * 2 / 4 + 0.5)


def test_names_of_a_legend_or_placed_in_the_frame_are_not_looked_for_on_points():
    def note(ax, name, x, y):
        ax.text(0.1, 0.1 + 0.1 * list(HOTELS).index(name), name, transform=ax.transAxes)

    assert judged(mapped(write=note), MAP, mapped()).remarks == ()
    assert all(one["x"] is None for one in tree(mapped(write=note))["axes"][0]["annotations"])


def test_a_place_that_cannot_be_read_is_none_and_spoils_nothing():
    ax = at_once()
    ax.text(0, 0, "un").set_position((None, "é"))
    ax.annotate("deux", ("Presse", 1.2))
    ax.annotate("trois", (3, 3), xycoords="figure points")
    notes = tree(ax)["axes"][0]["annotations"]
    assert [(one["texte"], one["x"], one["y"]) for one in notes] == [
        ("un", None, None),
        ("deux", 2.0, 1.2),
        ("trois", None, None),
    ]


def test_names_are_found_on_the_scale_of_the_axis():
    form = graphique("nuage", x="prix", y="panier", unite_y="€", series=tuple(HOTELS))
    due = mapped()
    due.set_ylabel("Panier (€)")
    thousands = mapped(scale=0.001)
    thousands.set_ylabel("Panier (k€)")
    assert judged(thousands, form, due).remarks == ()


def test_a_point_that_is_wrong_already_is_counted_once():
    moved = dict(HOTELS) | {"Mer": (0.9, -0.9)}
    _fig, ax = plt.subplots()
    ax.scatter(*zip(*moved.values(), strict=True), color=DARK[0])
    for name, (x, y) in moved.items():
        beside(ax, name, x, y)
    dressed(ax, "Prix et accueil des hôtels", "Prix", "Accueil")
    result = judged(ax, MAP, mapped())
    assert result.remarks == ("Données justes : 3 sur 4.",)


def line(values=(1.0, 2.0, 3.0), **more):
    _fig, ax = plt.subplots()
    ax.plot(["Lille", "Arras", "Lens"], values, marker="o", color=DARK[0], **more)
    return dressed(ax, "Les ventes de chaque boutique", "Boutique", "Ventes")


@pytest.mark.parametrize(
    "hide",
    [
        lambda ax: [bar.set_visible(False) for bar in ax.patches],
        lambda ax: [bar.set_alpha(0) for bar in ax.patches],
        lambda ax: [bar.set_width(0) for bar in ax.patches],
        lambda ax: [bar.set(facecolor="none", linewidth=0) for bar in ax.patches],
    ],
    ids=["invisible", "transparent", "no width", "no colour"],
)
def test_hidden_bars_are_not_drawn(hide):
    ax = at_once()
    hide(ax)
    result = judged(ax, ONE_SET, at_once())
    assert (result.share, result.remarks) == (
        0.0,
        ("Un graphique en barres est attendu, rien n'y est tracé.",),
    )


@pytest.mark.parametrize(
    "options",
    [
        {"alpha": 0},
        {"linewidth": 0, "markersize": 0},
        {"visible": False},
        {"linestyle": "none", "markersize": 0},
    ],
    ids=str,
)
def test_hidden_curves_are_not_drawn(options):
    form = graphique("courbes", x="boutique", y="ventes")
    assert judged(line(**options), form, line()).share == 0.0


def test_markers_alone_may_have_colours_of_their_own():
    _fig, ax = plt.subplots()
    ax.plot([1, 2], [3, 4], color="none", marker="o", markerfacecolor="#123456")
    ax.plot([1, 2], [4, 5], "o", color="none", markerfacecolor="none")
    (points,) = only_series(ax)
    assert (points["genre"], points["couleurs"]) == ("nuage", ["#123456"])


@pytest.mark.parametrize("options", [{"alpha": 0}, {"s": 0}, {"color": "none"}, {"visible": False}], ids=str)
def test_hidden_points_are_not_drawn(options):
    _fig, ax = plt.subplots()
    ax.scatter([1, 2], [3, 4], **options)
    assert only_series(ax) == []


def test_bars_seen_by_their_edges_are_drawn_and_have_their_colour():
    (bars,) = only_series(at_once(facecolor="none", edgecolor="#123456", linewidth=2))
    assert (bars["y"], bars["couleurs"]) == (list(ROAS.values()), ["#123456"])


@pytest.mark.parametrize("hidden", ["invisible", "out"])
def test_a_bar_that_is_not_seen_is_missing(hidden):
    ax = at_once()
    if hidden == "invisible":
        ax.patches[0].set_visible(False)
        lost = 0.0
    else:
        ax.set_ylim(0, 3)
        lost = FRAME
    result = judged(ax, ONE_SET, at_once())
    assert result.share == pytest.approx(0.5 * 2 / 3 + 0.5 - lost)
    assert (OUT_OF_FRAME in result.remarks) == (hidden == "out")


@pytest.mark.parametrize("limits", [{"ylim": (0, 2.5)}, {"xlim": (0.5, 3)}], ids=str)
def test_points_of_a_curve_out_of_the_frame_are_told_and_not_drawn(limits):
    form = graphique("courbes", x="boutique", y="ventes")
    ax = line()
    ax.set(**limits)
    result = judged(ax, form, line())
    assert result.share == pytest.approx(0.5 * 2 / 3 + 0.5 - FRAME)
    assert OUT_OF_FRAME in result.remarks


def test_a_chart_wholly_out_of_the_frame_earns_nothing_and_is_told():
    ax = at_once()
    ax.set_xlim(20, 30)
    result = judged(ax, ONE_SET, at_once())
    assert (result.share, result.remarks) == (0.0, (OUT_OF_FRAME,))


@pytest.mark.parametrize("limits", [{"ylim": (0, 3)}, {"ylim": (3, 0)}, {"xlim": (0, 2)}], ids=str)
def test_what_touches_the_frame_is_within_it(limits):
    form = graphique("courbes", x="boutique", y="ventes")
    ax = line()
    ax.set(**limits)
    assert judged(ax, form, line()).remarks == ()


def test_a_straight_line_may_go_on_out_of_the_frame():
    form = graphique("courbes", x="boutique", y="ventes", series=("ventes",))
    ax = line(label="ventes")
    ax.plot([-5, 10], [2, 2], "--", color=DARK[1], label="objectif")
    ax.set_xlim(-0.5, 2.5)
    ax.legend()
    assert judged(ax, form, line(label="ventes")).remarks == ()


TWO = {"SEO": [1.0, 2.0, 3.0], "SEA": [3.5, 4.0, 5.0]}


def two(shift, width=0.4, **more):
    _fig, ax = plt.subplots()
    for at, ((name, values), colour, hatch) in enumerate(zip(TWO.items(), DARK, ("", "//"), strict=True)):
        ax.bar(
            [place + at * shift for place in range(3)],
            values,
            width,
            color=colour,
            hatch=hatch,
            label=name,
            **more,
        )
    ax.set_xticks(range(3), ["Lille", "Arras", "Lens"])
    ax.legend()
    return dressed(ax, "Ventes de chaque boutique, par canal", "Boutique", "Ventes")


def stacked():
    _fig, ax = plt.subplots()
    under = [0.0] * 3
    for (name, values), colour, hatch in zip(TWO.items(), DARK, ("", "//"), strict=True):
        ax.bar(["Lille", "Arras", "Lens"], values, bottom=under, color=colour, hatch=hatch, label=name)
        under = values
    ax.legend()
    return dressed(ax, "Ventes de chaque boutique, par canal", "Boutique", "Ventes")


@pytest.mark.parametrize("kind", ["together", "wider in front"])
def test_bars_that_hide_others_are_told(kind):
    form = graphique("barres", x="boutique", y="ventes")
    ax = two(0.0)
    if kind == "wider in front":
        for bar in ax.containers[1]:
            bar.set(x=bar.get_x() - 0.1, width=0.6)
    result = judged(ax, form, two(0.4))
    assert (result.share, result.remarks) == (pytest.approx(1 - FRAME), (HIDDEN,))


def test_bars_through_which_or_beside_which_others_are_seen_hide_nothing():
    form = graphique("barres", x="boutique", y="ventes")
    assert judged(two(0.3), form, two(0.4)).remarks == ()
    bullet = two(0.0)
    for bar in bullet.containers[1]:
        bar.set(x=bar.get_x() + 0.1, width=0.2)
    assert judged(bullet, form, two(0.4)).remarks == ()
    outline = two(0.0)
    for bar in outline.containers[1]:
        bar.set(facecolor="none", edgecolor="#000000", linewidth=2)
    assert judged(outline, form, two(0.4)).remarks == ()


def test_histograms_over_one_another_are_told_where_one_hides_the_other():
    form = graphique("histogramme", x="panier", y="commandes")
    for alpha, told in ((0.6, False), (1.0, True)):
        _fig, ax = plt.subplots()
        for values, name in (([1, 2, 2, 3], "a"), ([2, 3, 3, 3], "b")):
            ax.hist(values, bins=[0.5, 1.5, 2.5, 3.5], alpha=alpha, label=name)
        assert any(HIDDEN in said for said in visible_defects(form, tree(ax))) == told
        assert tree(ax)["axes"][0]["disposition"] == ("superposées" if told else None)


def test_a_statement_may_ask_for_bars_side_by_side_or_stacked():
    both = {one: graphique("barres", x="boutique", y="ventes", disposition=one) for one in ("côte à côte", "empilées")}
    assert judged(two(0.4), both["côte à côte"], two(0.4)).remarks == ()
    assert judged(stacked(), both["empilées"], stacked()).remarks == ()
    told = judged(stacked(), both["côte à côte"], two(0.4))
    assert told.share == pytest.approx(1 - FRAME)
    assert told.remarks == ("Les barres sont attendues côte à côte, les vôtres sont empilées.",)
    told = judged(two(0.4), both["empilées"], stacked())
    assert told.remarks == ("Les barres sont attendues empilées, les vôtres sont côte à côte.",)
    assert judged(stacked(), graphique("barres", x="boutique", y="ventes"), two(0.4)).remarks == ()


def test_a_disposition_is_said_to_the_candidate_and_only_asked_of_bars():
    form = graphique("barres", x="boutique", y="ventes", disposition="côte à côte")
    assert describe(form) == "un graphique en barres côte à côte : ventes selon boutique"
    for genre, disposition in (("courbes", "empilées"), ("barres", "en tas")):
        with pytest.raises(InvalidForm, match="disposition"):
            graphique(genre, disposition=disposition)


def test_a_bar_axis_that_does_not_start_at_zero_is_told():
    ax = at_once()
    ax.set_ylim(1, 5)
    result = judged(ax, ONE_SET, at_once())
    assert (result.share, result.remarks) == (pytest.approx(1 - FRAME), (NOT_FROM_ZERO,))
    flat = call_by_call(flat=True)
    flat.set_xlim(1, 5)
    assert judged(flat, ONE_SET, at_once()).remarks == (NOT_FROM_ZERO,)
    fallen = {"Lille": -4.0, "Arras": -2.0}
    below = at_once(fallen)
    below.set_ylim(-4.5, -1)
    assert judged(below, ONE_SET, at_once(fallen)).remarks == (NOT_FROM_ZERO,)
    assert judged(at_once(fallen), ONE_SET, at_once(fallen)).remarks == ()


def test_schedules_and_histograms_may_start_elsewhere():
    _fig, ax = plt.subplots()
    ax.barh(["A", "B"], [2, 3], left=[10, 12], color=DARK[0])
    ax.set_xlim(9, 16)
    dressed(ax, "Calendrier du lancement", "Jour", "Tâche")
    assert judged(ax, graphique("barres", x="jour", y="tâche"), ax).remarks == ()
    _fig, ax = plt.subplots()
    ax.hist([1, 2, 2, 3, 3, 3], bins=[0.5, 1.5, 2.5, 3.5], color=DARK[0])
    ax.set_ylim(0.5, 4)
    dressed(ax, "Paniers des commandes", "Panier", "Commandes")
    assert judged(ax, graphique("histogramme", x="panier", y="commandes"), ax).remarks == ()


def over_time(names, kind="bar"):
    _fig, ax = plt.subplots()
    values = [float(place) for place in range(1, len(names) + 1)]
    (ax.plot if kind == "plot" else getattr(ax, kind))(names, values, color=DARK[0])
    return dressed(ax, "Les ventes au fil du temps", "Temps", "Ventes")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["avril", "février", "janvier", "mars"], "mois"),
        (["2026-02", "2026-03", "2026-01"], "mois"),
        (["mars", "févr.", "janv."], "mois"),
        (["janv. 2026", "févr. 2025", "mars 2025"], "mois"),
        (["T1 2025", "T1 2026", "T2 2025"], "trimestres"),
        (["T3", "T1", "T4", "T2"], "trimestres"),
        (["01/02/2026", "03/01/2026", "05/01/2026"], "jours"),
    ],
)
@pytest.mark.parametrize("kind", ["bar", "plot"])
def test_time_out_of_order_is_told(names, said, kind):
    form = graphique(("barres", "courbes"), x="temps", y="ventes")
    chart = over_time(names, kind)
    result = judged(chart, form, chart)
    assert result.share == pytest.approx(1 - TIME)
    assert result.remarks == (f"Les {said} ne sont pas dans l'ordre.",)


@pytest.mark.parametrize(
    "names",
    [
        ["janvier", "février", "mars", "avril"],
        ["déc.", "janv.", "févr.", "mars"],
        ["nov. 2025", "déc. 2025", "janv. 2026"],
        ["janv. 2026", "févr.", "mars"],
        ["T3 2025", "T4 2025", "T1 2026"],
        ["T4", "T1", "T2"],
        ["31/01/2026", "01/02/2026"],
        ["Lille", "Arras", "Mars"],
        ["3", "1", "2"],
    ],
    ids=str,
)
def test_time_in_order_and_categories_that_are_no_time_are_left_alone(names):
    chart = over_time(names)
    assert judged(chart, ONE_SET, chart).remarks == ()


def test_time_is_read_as_it_is_seen():
    turned = over_time(["mars", "févr.", "janv."])
    turned.invert_xaxis()
    assert judged(turned, ONE_SET, turned).remarks == ()
    for names in (["janv.", "févr.", "mars"], ["mars", "févr.", "janv."]):
        flat = over_time(names, "barh")
        assert judged(flat, ONE_SET, flat).remarks == ()
    flat = over_time(["févr.", "avril", "janv.", "mars"], "barh")
    assert judged(flat, ONE_SET, flat).remarks == ("Les mois ne sont pas dans l'ordre.",)


def test_a_table_grouped_by_months_names_is_drawn_out_of_order_and_sorted_in_order():
    names = ["janvier", "février", "mars", "avril"]
    sales = pd.DataFrame({"mois": names, "ventes": [1.0, 2.0, 3.0, 4.0]})
    grouped = sales.groupby("mois")["ventes"].sum()
    due = dressed(sales.set_index("mois")["ventes"].plot.bar(color=DARK[0]))
    plt.figure()
    alphabetical = dressed(grouped.plot.bar(color=DARK[0]))
    assert judged(alphabetical, ONE_SET, due).remarks == ("Les mois ne sont pas dans l'ordre.",)
    plt.figure()
    assert judged(dressed(grouped[names].plot.bar(color=DARK[0])), ONE_SET, due).remarks == ()


def test_what_cannot_be_read_is_told_in_the_room():
    ax = drawn(SALES)
    ax.set_ylim(500, 4500)
    assert visible_defects(BARS, tree(ax)) == (f"{OUT_OF_FRAME} {NOT_FROM_ZERO}",)
