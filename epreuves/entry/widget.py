"""A question's form in JupyterLab, and every answer kept as it is typed.

A page sends `{kind: "typed", client, n, value}` for each change, numbered, `{kind: "prefer", client, n, form}` where the candidate would have
the form count rather than the notebook's value, `{kind: "borrow", client, n, source}` where a chart is to take up another question's
answer, and `{kind: "workbook", client, n, name}`, with a workbook's bytes as the one buffer, where it is to take up a chart drawn there. Each is
written to `reponses.json` before it is answered by `{kind: "answered", client, n, again, said, lost}`, after the traits `value`, `notice`,
`computed` and `image` that every view follows; again: the disk refused it, and the page is to send it once more; said: what became of a
workbook, lost where nothing was taken of it. `{kind: "sources", client, n}` asks for the trait `sources`, the answers and charts that a chart
may take up. What is no such message is not answered. `entry.js` is the other side.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import threading
from pathlib import Path
from typing import Any

import anywidget
import msgspec
import traitlets

from epreuves.answers import typed
from epreuves.answers.charts.drawing import image
from epreuves.answers.checking import show_in
from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.files.kinds import RefusedFile
from epreuves.answers.files.workbook_chart import WorkbookChart, workbook_charts
from epreuves.answers.forms import KINDS, Form
from epreuves.answers.portable import portable
from epreuves.answers.scalars import is_missing
from epreuves.answers.tree import CheckedTree
from epreuves.answers.typed import TypedAnswer
from epreuves.answers.typed_values import TypedChart, TypedGrid, TypedValue
from epreuves.entry import unseen
from epreuves.entry.borrowing import UnfitChart, borrowed, names_of, suits, taken
from epreuves.entry.drawn import DrawnForm, as_typed, drawn
from epreuves.entry.history import has_answers, keep_state
from epreuves.entry.notice import Notice, Reply, notice, short_name, unkept
from epreuves.variants.candidate import resolve
from epreuves.wording.french import counted
from epreuves.wording.typography import spaced

#: One widget a question, shown again where its cell is run again: two views of it stay in step.
_widgets: dict[str, EntryForm] = {}
_TURN = threading.Lock()
#: Rows of a chart that the text beside its picture tells.
_DESCRIBED = 30
_HERE = Path(__file__).parent
#: The browser's side, put together in this order: what is used comes before what uses it.
SCRIPTS = ("make.js", "drafts.js", "ranges.js", "controls.js", "grid.js", "chart.js", "entry.js")
_COMPUTED = "Calculé dans le notebook : c'est cette valeur qui compte."
_PREFERRED = "Le notebook calcule aussi une valeur ; c'est votre formulaire qui compte."


class EntryForm(anywidget.AnyWidget):
    """A question's form. What is typed is in the file before anything is said of it; what is here can be lost."""

    _esm = "\n".join((_HERE / name).read_text("utf-8") for name in SCRIPTS)
    _css = (_HERE / "entry.css").read_text("utf-8")
    form = traitlets.Dict().tag(sync=True)
    value = traitlets.Any(None, allow_none=True).tag(sync=True)
    notice = traitlets.Dict().tag(sync=True)
    computed = traitlets.Any(None, allow_none=True).tag(sync=True)
    image = traitlets.Dict().tag(sync=True)
    sources: Any = traitlets.List().tag(sync=True)
    _answer = TypedAnswer()

    def __init__(self, question: str, title: str, form: Form, folder: Path) -> None:
        who = resolve(folder)
        owner = f"{folder.resolve()} {who.name if who else ''}"
        super().__init__()
        self._question, self._folder, self._form = question, folder, form
        self._given: Any = None
        self._charts: dict[str, tuple[str, WorkbookChart]] = {}
        mark = hashlib.blake2b(owner.encode(), digest_size=8).hexdigest()
        self._drawn = drawn(question, title, form, mark)
        self.form = msgspec.to_builtins(self._drawn)
        self.refresh()
        self.on_msg(self._heard)
        show_in(question, self.given)

    def refresh(self) -> None:
        """Show what the file holds, as where a notebook is opened again."""
        lost = ""
        try:
            answers = typed.read(self._folder).answers
            lost = "" if answers or not has_answers(self._folder) else f"Le fichier {typed.FILE} n'est plus là."
        except typed.UnreadableAnswers as error:
            answers, lost = {}, str(error)
        # What forms show outlives its file, which the next answer makes again.
        answer = (answers or _shown()).get(self._question, TypedAnswer())
        shown = notice(self._form, answer.value, _hour(answer.at))
        if lost and answer == TypedAnswer():
            shown = Notice("failed", spaced(f"✗ {lost} {_EARLIER}"))
        self._show(answer, shown)

    def given(self, value: Any) -> None:
        """Show the value that the notebook gives, None where it gives none."""
        self._given = value
        self.refresh()

    def _show(self, answer: TypedAnswer, shown: Notice) -> None:
        self._answer = answer
        self.value = _page(answer.value)
        self.notice = msgspec.to_builtins(shown)
        tree, counts, computed = portable(self._given), answer.value, None
        if not is_missing(tree):
            reading = coerce(self._form, CheckedTree(tree))
            given = as_typed(self._form, reading.value) if isinstance(reading, Valid) else None
            sentence = _PREFERRED if answer.preferred else _COMPUTED
            computed = {"sentence": sentence, "value": _page(given), "preferred": answer.preferred}
            counts = answer.value if answer.preferred else given
        self.computed = computed
        self.image = _image(answer.value) if isinstance(answer.value, TypedChart) and shown.state != "empty" else {}
        self._lent = counts if isinstance(counts, TypedGrid) and _filled(counts) else None
        _offer()

    def _heard(self, widget: Any, content: Any, buffers: Any) -> None:
        with _TURN:
            again, reply = False, Reply()
            try:
                match content:
                    case {"kind": "typed", "client": str(client), "n": int(n), "value": value}:
                        self._take(value)
                    case {"kind": "prefer", "client": str(client), "n": int(n), "form": bool(form)}:
                        self._keep(TypedAnswer(self._answer.value, self._answer.at, form))
                    case {"kind": "borrow", "client": str(client), "n": int(n), "source": str(source)}:
                        reply = self._borrow(source)
                    case {"kind": "workbook", "client": str(client), "n": int(n), "name": str(name)}:
                        reply = self._open(short_name(name), b"".join(bytes(piece) for piece in buffers or ()))
                    case {"kind": "sources", "client": str(client), "n": int(n)}:
                        _offer()
                    case _:
                        return
            except OSError as error:
                again = True
                self.notice = msgspec.to_builtins(unkept(error))
            self.send({"kind": "answered", "client": client, "n": n, "again": again, **msgspec.structs.asdict(reply)})

    def _take(self, value: Any) -> None:
        try:
            read = _typed(value, self._drawn)
        except msgspec.ValidationError:
            self.notice = msgspec.to_builtins(Notice("failed", _TOO_LARGE))
            return
        self._keep(TypedAnswer(read, typed.now(), self._answer.preferred))

    def _borrow(self, source: str) -> Reply:
        """Take up another question's answer as a chart's cells, its settings stay; or one of several charts of a workbook."""
        if self._drawn.kind != "chart":
            return Reply()
        if source in self._charts:
            return self._take_up(*self._charts[source])
        lender = _widgets.get(source)
        if lender is not None and lender._lent is not None:
            settings = self._settings()
            self._take({**settings, "rows": borrowed(lender._lent, self._drawn, settings["kind"])})
        return Reply()

    def _settings(self) -> dict[str, Any]:
        return _page(self._answer.value) or {"kind": self._drawn.kinds[0][0]}

    def _open(self, name: str, content: bytes) -> Reply:
        """Take up the chart of a workbook; where it holds several that fit, offer them."""
        if self._drawn.kind != "chart":
            return Reply()
        try:
            charts = workbook_charts(content)
        except RefusedFile as refusal:
            reason = _ANOTHER if refusal.code == "inconnu" else str(refusal)
            return _nothing(name, reason)
        if not charts:
            return _nothing(name, "ce classeur ne contient aucun graphique, ou seulement l'image d'un graphique")
        kinds = {kind for kind, _ in self._drawn.kinds}
        fit = [chart for chart in charts if chart.kind in kinds] or charts[:1]
        if len(fit) == 1:
            return self._take_up(name, fit[0])
        self._charts = {f"classeur {place}": (name, chart) for place, chart in enumerate(fit, 1)}
        _offer()
        return Reply(
            spaced(
                f"« {name} » contient {counted(len(fit), 'graphique')} : choisissez le vôtre dans la liste, puis « Reprendre »."
            )
        )

    def _take_up(self, name: str, chart: WorkbookChart) -> Reply:
        try:
            chosen = taken(chart, self._drawn)
        except UnfitChart as unfit:
            return _nothing(name, str(unfit))
        before = self._answer.value
        self._take({**self._settings(), **chosen.settings, "rows": chosen.rows})
        if self._answer.value == before:
            return Reply(spaced(f"Rien n'a changé : le graphique de « {name} » est déjà repris."))
        remarks = f" À vérifier : {' ; '.join(chosen.remarks)}." if chosen.remarks else ""
        return Reply(
            spaced(
                f"Graphique de « {name} » repris, redessiné ici avec la palette.{remarks} Ctrl + Z remet ce qui était là."
            )
        )

    def _keep(self, answer: TypedAnswer) -> None:
        """Write an answer, then show it; raises OSError."""
        typed.keep(self._folder, self._question, answer, _shown())
        keep_state(self._folder, datetime.datetime.now())
        self._show(answer, notice(self._form, answer.value, _hour(answer.at)))


def _nothing(name: str, reason: str) -> Reply:
    return Reply(spaced(f"Rien n'a été repris de « {name} » : {reason.rstrip('.')}."), lost=True)


_ANOTHER = "ce n'est pas un classeur Excel (.xlsx) ; LibreOffice et Google Sheets savent l'enregistrer dans ce format"
_TOO_LARGE = spaced("✗ Non enregistré : la réponse est trop longue, ou n'a pas la forme d'une saisie.")


_EARLIER = (
    "La dernière cellule du notebook propose de revenir à un état antérieur de votre travail : faites-le avant de répondre ici, "
    "car ce que vous tapez maintenant est gardé dans un fichier neuf."
)


def _shown() -> dict[str, TypedAnswer]:
    """The answers that forms show."""
    return {question: widget._answer for question, widget in _widgets.items() if widget._answer != TypedAnswer()}


def refresh_all() -> None:
    """Have every form show what the file holds."""
    for widget in _widgets.values():
        widget.refresh()


def show(question: str, form: Form, title: str) -> None:
    """Show a question's form: the same one where its cell is run again."""
    widget = _widgets.get(question)
    if widget is None:
        widget = _widgets[question] = EntryForm(question, title, form, typed.home())
        _offer()
    else:
        widget.refresh()
    _display(widget, form)


def _offer() -> None:
    """Tell each chart's form which answers it may take up, in the notebook's order: those of its own axis, else those that have numbers."""
    for widget in _widgets.values():
        if widget._drawn.kind == "chart":
            lent = {id: other for id, other in _widgets.items() if other._lent and suits(other._lent, widget._drawn)}
            own = {id: other for id, other in lent.items() if other._lent and names_of(other._lent, widget._drawn)}
            offered = [{"id": id, "title": lender._drawn.title or id} for id, lender in (own or lent).items()]
            widget.sources = [*offered, *({"id": id, "title": _named(id, *of)} for id, of in widget._charts.items())]


def _named(id: str, file: str, chart: WorkbookChart) -> str:
    title = f"« {chart.title} »" if chart.title else f"{id.removeprefix('classeur ')}, {KINDS[chart.kind]},"
    return spaced(f"Graphique {title} de « {file} »")


def _display(widget: EntryForm, form: Form) -> None:
    """The form, and beside it what a page without widgets shows."""
    from IPython.display import display

    bundle = widget._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    display({**(data or {}), "text/plain": unseen(form)}, metadata=metadata, raw=True)


#: The settings of a chart, by their names on a page.
_SETTINGS = ("kind", "order", "stacked", "title", "x_label", "y_label", "scale_label", "line", "line_label", "colour")


def _page(value: TypedValue | None) -> Any:
    """A typed value as a page has it."""
    match value:
        case TypedGrid():
            return {"columns": list(value.columns), "rows": [list(row) for row in value.rows]}
        case TypedChart():
            settings = {name: getattr(value, name) for name in _SETTINGS}
            return {**settings, "columns": list(value.columns), "rows": [list(row) for row in value.rows]}
        case tuple():
            return list(value)
    return value


def _typed(value: Any, form: DrawnForm) -> TypedValue | None:
    """A value that a page sent, checked; raises msgspec.ValidationError."""
    if not isinstance(value, dict):
        return typed.converted(value)
    cells = {"colonnes": [column.name for column in form.columns], "lignes": value.get("rows")}
    if form.kind == "chart":
        names = msgspec.structs.fields(TypedChart)
        written = {
            field.encode_name: value[field.name] for field in names if field.name in _SETTINGS and field.name in value
        }
        if form.stacked is not None:
            written["empile"] = form.stacked
        written["departs"] = form.starts
        chart = {**written, **cells, "unites": [column.unit for column in form.columns], "genre": "graphique"}
        return msgspec.convert(chart, TypedChart)
    keys = sum(column.key for column in form.columns)
    return msgspec.convert({"genre": "grille", **cells, "cles": keys}, TypedGrid)


def _image(chart: TypedChart) -> dict[str, str]:
    """A chart's picture and the text that stands for it."""
    rows = [f"{row[0]} {', '.join(filter(None, row[1:]))}".strip() for row in chart.rows if any(row[1:])]
    left = [f"et {counted(len(rows) - _DESCRIBED, 'autre ligne')}"] if len(rows) > _DESCRIBED else []
    sentence = (
        f"{chart.title or 'Graphique sans titre'} ({KINDS[chart.kind]}) : {' ; '.join([*rows[:_DESCRIBED], *left])}"
    )
    return {"png": base64.b64encode(image(chart)).decode(), "alt": spaced(sentence)}


def _filled(grid: TypedGrid) -> bool:
    return any(cell.strip() for row in grid.rows for cell in row[grid.keys :])


def _hour(at: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(at)
    except ValueError:
        return None
