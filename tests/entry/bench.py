"""Forms on a page of their own, before a kernel that is played: what JupyterLab shows, without JupyterLab."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Route

from epreuves.entry import file_widget, widget

HERE = Path(__file__).parent
ENTRY = HERE.parents[1] / "epreuves" / "entry"
#: The browser's side of each widget.
MODULES = {"/entry.js": widget.SCRIPTS, "/file.js": file_widget.SCRIPTS}
#: An origin that a browser holds for safe, as its clipboard asks.
ADDRESS = "http://localhost:1"
BASE: dict[str, Any] = {
    "title": "Question 4 — Ce que rapporte chaque canal",
    "expected": "un nombre en € arrondi à 2 décimales.",
    "unit": "",
    "options": [],
    "ordered": False,
    "columns": [],
    "keys": [],
    "free": False,
    "least": 0,
    "most": 0,
    "owner": "a1b2",
}


def form(id: str, kind: str, **others: Any) -> dict[str, Any]:
    """A form as Python sends it."""
    return {**BASE, "id": id, "kind": kind, **others}


def column(name: str, unit: str = "", key: bool = False, options: tuple[str, ...] = ()) -> dict[str, Any]:
    """A grid's column as Python sends it."""
    return {"name": name, "unit": unit, "key": key, "options": list(options)}


#: Two figures for each of four channels that the question gives.
CHANNELS = form(
    "q-canaux",
    "grid",
    expected="un tableau : pour chaque canal, les clics et le chiffre d'affaires.",
    columns=[column("canal", key=True), column("clics"), column("chiffre d'affaires", "€")],
    keys=[["Shopping"], ["Search"], ["Display"], ["E-mail"]],
)
#: A table whose rows the candidate types.
OWN = form(
    "q-kpi",
    "grid",
    title="Question 5 — Vos indicateurs",
    expected="un tableau de 2 à 6 lignes.",
    columns=[column("objectif", key=True), column("indicateur"), column("sens", options=("hausse", "baisse"))],
    free=True,
    least=2,
    most=6,
)
#: The palette begins with these.
COLOURS = [["#0b3c5d", "bleu nuit"], ["#d4700f", "orange"], ["#7a3e9d", "violet"]]
#: Bars or lines of two series, as the candidate has them stand.
BARS = form(
    "q-barres",
    "chart",
    title="Question 12 — Le graphique des canaux",
    expected="un graphique en barres ou en courbes.",
    columns=[column("canal", key=True), column("clics", "k"), column("ventes", "k")],
    free=True,
    kinds=[["barres", "en barres"], ["courbes", "en courbes"], ["secteurs", "en secteurs"]],
    stacked=None,
    colours=COLOURS,
)
#: A heat map, whose columns the candidate names.
HEAT = form(
    "q-carte",
    "chart",
    title="Question 13 — La carte de chaleur",
    expected="un graphique en carte de chaleur.",
    columns=[column("canal", key=True), *(column(str(place)) for place in range(1, 13))],
    free=True,
    kinds=[["carte_chaleur", "en carte de chaleur"]],
    stacked=None,
    colours=COLOURS,
)
#: A chart's settings as they are at first, in the order in which a page sends them.
SETTINGS = {
    "order": "", "stacked": False, "title": "", "x_label": "", "y_label": "", "scale_label": "", "line": "", "line_label": "", "colour": 0,
}  # fmt: skip
EVERY = (
    form("q-nombre", "line", unit="€"),
    form("q-texte", "line", title="Question 2 — Votre recommandation", expected="un texte de 600 caractères au plus.", most=600),
    form("q-court", "line", title="Question 3 — Un titre", expected="un texte de 60 caractères au plus.", most=60),
    form("q-radio", "radio", title="Question 6 — Le canal", expected="un choix.", options=["Shopping", "Search", "Display"]),
    form("q-liste", "select", title="Question 7 — La cible", expected="un choix.", options=[f"Cible {i}" for i in range(1, 13)]),
    form("q-cases", "boxes", title="Question 8 — Les canaux", expected="un ou plusieurs choix.", options=["Shopping", "Search", "Display"]),
    form("q-ordre", "list", title="Question 9 — Les étapes", expected="une liste, dans l'ordre.", ordered=True),
    form("q-rangs", "list", title="Question 10 — Les priorités", expected="une liste de choix, dans l'ordre.", ordered=True, options=["Prix", "Produit", "Promotion"], most=3),
    form("q-sac", "list", title="Question 11 — Trois idées", expected="une liste, dans un ordre quelconque."),
    CHANNELS,
    OWN,
    BARS,
    HEAT,
)  # fmt: skip


class Bench:
    """A page with forms on it, and what their kernels heard."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # Nothing comes from elsewhere: a request that is not one of these is a failure.
        page.route("**/*", self._serve)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.open()

    def _serve(self, route: Route) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        if name == "/":
            route.fulfill(body=(HERE / "bench.html").read_text("utf-8"), content_type="text/html")
        elif name in MODULES:
            body = "\n".join((ENTRY / script).read_text("utf-8") for script in MODULES[name])
            route.fulfill(body=body, content_type="text/javascript")
        elif name == "/entry.css":
            route.fulfill(body=(ENTRY / "entry.css").read_text("utf-8"), content_type="text/css")
        else:
            route.abort()

    def open(self) -> None:
        """Open the page, or open it again: kernels are new, what the browser keeps is not."""
        self.page.goto(ADDRESS + "/")
        self.page.wait_for_function("window.ready")

    def draw(self, form: dict[str, Any], views: int = 1, **traits: Any) -> Locator:
        """Draw a form, and give its first view."""
        before = self.page.locator(".view").count()
        self.page.evaluate("([form, traits, views]) => window.draw(form, traits, views)", [form, traits, views])
        return self.page.locator(".view").nth(before)

    def heard(self, id: str) -> list[dict[str, Any]]:
        """What a question's kernel was sent."""
        heard: list[dict[str, Any]] = self.page.evaluate("id => window.kernels[id].heard", id)
        return heard

    def value(self, id: str) -> Any:
        """What a question's kernel keeps."""
        return self.page.evaluate("id => window.kernels[id].traits.value", id)

    def kept(self, id: str, expected: Any) -> None:
        """Wait until a question's kernel keeps a value."""
        self.page.wait_for_function(
            "([id, value]) => JSON.stringify(window.kernels[id].traits.value) === value", arg=[id, _json(expected)]
        )

    def set(self, id: str, trait: str, value: Any) -> None:
        """Have a question's kernel set a trait."""
        self.page.evaluate("([id, name, value]) => window.kernels[id].set(name, value)", [id, trait, value])

    def busy(self, id: str, busy: bool = True) -> None:
        """Have a question's kernel answer nothing, or take what waited."""
        act = "window.kernels[id].busy = true" if busy else "window.kernels[id].free()"
        self.page.evaluate(f"id => {{ {act}; }}", id)

    def drafts(self) -> dict[str, Any]:
        """What this browser keeps."""
        found: dict[str, Any] = self.page.evaluate(
            "Object.fromEntries(Object.entries({ ...localStorage }).map(([key, text]) => [key, JSON.parse(text).value]))"
        )
        return found

    def paste(self, text: str) -> None:
        """Put a text on the clipboard, as a spreadsheet does, and press Ctrl+V."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("Control+V")

    def copied(self) -> str:
        """The text on the clipboard, after Ctrl+C."""
        self.page.keyboard.press("Control+C")
        text: str = self.page.evaluate("navigator.clipboard.readText()")
        return text

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
