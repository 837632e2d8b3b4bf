"""A page sends a workbook for its chart: what it shows is taken up and kept, and whatever else is sent changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epreuves import graphique
from epreuves.answers import typed
from epreuves.answers.charts.description import read_chart
from epreuves.answers.forms import ChartForm
from epreuves.answers.typed import tree_of
from epreuves.answers.typed_values import TypedChart
from epreuves.entry import widget
from epreuves.entry.widget import EntryForm
from tests.entry.excel_charts import CLOUD, MONTHS, NEWER, points, titled_bars, workbook
from tests.files.hostile import CORPUS

CHANNELS = graphique("barres", x="canal", y="ROAS", unite_y="€")
AFFINITY = graphique("nuage", x="affinité", y="coût", unite_x="%", unite_y="€", series=("display", "Search"))


class Sender:
    """A page's side of a chart's form."""

    def __init__(self, folder: Path, form: ChartForm) -> None:
        self.folder, self.answers = folder, []
        self.form = EntryForm("C1-carte", "Question 1", form, folder)
        widget._widgets["C1-carte"] = self.form
        self.form.send = lambda content, buffers=None: self.answers.append(content)

    def say(self, *buffers: bytes, **message: Any) -> str:
        """Send a message, and give the sentence that is answered."""
        content = {"client": "a", "n": len(self.answers) + 1, **message}
        data = {
            "content": {"data": {"method": "custom", "content": content}},
            "buffers": [memoryview(b) for b in buffers],
        }
        self.form.comm.handle_msg(data)
        self.lost = self.answers[-1]["lost"]
        said: str = self.answers[-1]["said"]
        return " ".join(said.split())

    def give(self, content: bytes) -> str:
        """Send a workbook."""
        return self.say(content, kind="workbook", name="budget.xlsx")

    @property
    def kept(self) -> Any:
        answer = typed.read(self.folder).answers.get("C1-carte")
        return answer.value if answer else None


@pytest.fixture
def sender(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    (tmp_path / "e99").mkdir()
    yield lambda form: Sender(tmp_path / "e99", form)
    widget._widgets.pop("C1-carte", None)


def plain(rows: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    return [[" ".join(cell.split()) for cell in row] for row in rows]


def test_names_over_names_and_the_only_series_name(sender: Any) -> None:
    page = sender(graphique("barres", x="mois", y="ventes", unite_y="€"))
    said = page.give(workbook(MONTHS))
    assert said == "Graphique de « budget.xlsx » repris, redessiné ici avec la palette. À vérifier : sans valeur dans ce graphique : « 2025, déc. ». Ctrl + Z remet ce qui était là."  # fmt: skip
    assert plain(page.kept.rows) == [["2025, nov.", "1 204,5"], ["2025, déc.", ""], ["2026, janv.", "−0,3"]]
    assert (page.kept.title, page.kept.x_label, page.kept.y_label) == ("ventes nettes", "mois", "ventes (€)")


def test_points_are_named_by_labels_taken_from_cells(sender: Any) -> None:
    page = sender(AFFINITY)
    page.give(workbook(CLOUD))
    assert plain(page.kept.rows) == [["display", "61 %", "8"], ["Search", "42 %", "12,5"]]
    assert page.kept.title == "Search, le moins cher"
    assert (page.kept.x_label, page.kept.y_label) == ("affinité (%)", "coût (€)")


def test_what_was_set_and_the_workbook_does_not_say_stays(sender: Any) -> None:
    page = sender(CHANNELS)
    own = {"kind": "barres", "rows": [["Search", "3"]], "colour": 2, "order": "croissant", "y_label": "à moi"}
    page.say(kind="typed", value=own)
    page.give(workbook(titled_bars("Search rapporte", "5", "4").replace("ROAS (€)", "")))
    assert page.kept == TypedChart(
        "barres", ("canal", "ROAS"), (("canal 1", "5"), ("canal 2", "4")), ("", "€"), "croissant", title="Search rapporte",
        x_label="canal", y_label="à moi", colour=2,
    )  # fmt: skip
    assert page.give(workbook(titled_bars("Search rapporte", "5", "4"))).startswith("Graphique")
    assert (
        page.give(workbook(titled_bars("Search rapporte", "5", "4")))
        == "Rien n'a changé : le graphique de « budget.xlsx » est déjà repris."
    )
    (axes,) = read_chart(tree_of(page.kept)).axes
    assert axes.title == "Search rapporte"


def test_of_several_charts_that_fit_one_is_chosen(sender: Any) -> None:
    page = sender(CHANNELS)
    said = page.give(workbook(titled_bars("Avant", "1"), CLOUD, titled_bars("Après", "2")))
    assert said == "« budget.xlsx » contient 2 graphiques : choisissez le vôtre dans la liste, puis « Reprendre »."
    assert typed.read(page.folder).answers == {}
    before, after = page.form.sources
    assert (before["title"], after["title"]) == ("Graphique « Avant » de « budget.xlsx »".replace("« ", "«\xa0").replace(" »", "\xa0»"), "Graphique «\xa0Après\xa0» de «\xa0budget.xlsx\xa0»")  # fmt: skip
    page.say(kind="borrow", source=after["id"])
    chosen = page.kept
    assert chosen.title == "Après"
    assert chosen.rows == (("canal 1", "2"),)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (workbook(), "ce classeur ne contient aucun graphique, ou seulement l'image d'un graphique"),
        (workbook(CLOUD), "il est en nuage de points ; la question en attend un en barres"),
        (workbook(parts=NEWER), "il est d'une sorte qui ne se lit pas ici, ou vide ; la question en attend un en barres"),
        (workbook("<c:plotArea/>"), "il est d'une sorte qui ne se lit pas ici, ou vide ; la question en attend un en barres"),
        (workbook(titled_bars("x", "NaN").replace("barChart", "radarChart")), "il est d'une sorte qui ne se lit pas ici, ou vide ; la question en attend un en barres"),
        (workbook("<c:plotArea>"), "le fichier ne s'ouvre pas, il est abîmé ou incomplet : ouvrez-le dans son logiciel et enregistrez-le de nouveau"),
        (workbook("<c:plotArea><c:barChart><c:ser><c:val><c:numCache><c:pt idx='x'/></c:numCache></c:val></c:ser></c:barChart></c:plotArea>"), "le fichier ne s'ouvre pas, il est abîmé ou incomplet : ouvrez-le dans son logiciel et enregistrez-le de nouveau"),
        (b"PNG?", "ce n'est pas un classeur Excel (.xlsx) ; LibreOffice et Google Sheets savent l'enregistrer dans ce format"),
        (b"", "le fichier est vide : enregistrez-le de nouveau"),
        (workbook("<c:plotArea>" + "<c:x>" * 900_000), "le fichier prend une place démesurée une fois ouvert : refaites-le dans un fichier neuf"),
    ],
    ids=["aucun", "autre genre", "genre nouveau", "vide", "radar", "tronqué", "rang", "image", "rien", "démesuré"],
)  # fmt: skip
def test_what_holds_no_such_chart_changes_nothing_and_says_why(sender: Any, content: bytes, reason: str) -> None:
    page = sender(CHANNELS)
    page.say(kind="typed", value={"kind": "barres", "rows": [["Search", "3"]]})
    before = page.kept
    assert page.give(content) == f"Rien n'a été repris de « budget.xlsx » : {reason}."
    assert page.lost
    assert page.kept == before


def test_points_without_names_are_not_laid_on_those_of_the_question(sender: Any) -> None:
    page = sender(AFFINITY)
    assert "ses points n'ont pas de nom" in page.give(workbook(CLOUD.replace("dlblRangeCache", "autre")))
    assert page.kept is None
    unnamed = sender(graphique("nuage", x="affinité", y="coût"))
    assert "2 lignes sans nom, à taper" in unnamed.give(workbook(CLOUD.replace("dlblRangeCache", "autre")))


@pytest.mark.parametrize("made", [made for _, made, _ in CORPUS], ids=[name for name, _, _ in CORPUS])
def test_a_hostile_workbook_changes_nothing(sender: Any, made: Callable[[], bytes]) -> None:
    page = sender(CHANNELS)
    assert page.give(made()).startswith("Rien n'a été repris")
    assert page.kept is None


@pytest.mark.parametrize(
    "chart",
    [
        titled_bars("x" * 5_000, *("9" * 400 for _ in range(3))),
        titled_bars("\u202e\x7f$\\foo$", "1e309", "-1e308", "0.1"),
        titled_bars("x", "1").replace("idx=\"0\"", "idx=\"999999999\""),
        titled_bars("x", "1").replace("idx=\"0\"", "idx=\"-1\""),
        titled_bars("x", *["1"] * 3_000),
        titled_bars("x", "1").replace("<c:numCache>", f"<c:numCache>{points(['2'] * 10)}"),
        titled_bars("x", "99999999999").replace("General", "dd/mm/yyyy"),
        titled_bars("x", "1").replace("<c:ser>", "<c:ser>" + "<c:y>" * 2_000 + "</c:y>" * 2_000),
    ],
    ids=["long", "signes", "rang lointain", "rang négatif", "trop de points", "deux fois", "jour sans calendrier", "profond"],
)  # fmt: skip
def test_a_chart_beyond_measure_is_bounded_and_drawn(sender: Any, chart: str) -> None:
    page = sender(CHANNELS)
    assert page.give(workbook(chart))
    assert page.kept is None or (len(page.kept.rows) <= 1_000 and len(page.kept.title) <= 300)
