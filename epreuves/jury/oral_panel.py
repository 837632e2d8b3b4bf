"""The sheets of an oral in JupyterLab: ipywidgets, each gesture kept at once, worked by keyboard, every field with its name.

Levels are lists to choose from: a browser's own, which a screen reader tells with its name and where one key gives a level.
"""

from __future__ import annotations

import datetime
import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets

from epreuves.jury.oral_sheet import Sheet, Sheets
from epreuves.referentiel import referentiel
from epreuves.referentiel.levels import LEVELS, Level
from epreuves.wording.errors import KitError
from epreuves.wording.french import hour

_PRESENCES = [
    ("présent·e", "présent"), ("absent·e, absence justifiée", "justifiée"), ("absent·e, absence non justifiée", "non justifiée"),
]  # fmt: skip
_WIDE = widgets.Layout(width="98%")
_NAMED = {"description_width": "12em"}
_STYLE = """<style>
.epreuves-oral h2 { font-size: 1.25em; margin: .2em 0; line-height: 1.3; }
.epreuves-oral h3 { font-size: 1.05em; margin: .9em 0 .2em; line-height: 1.35; border-top: 2px solid #1f4e79; padding-top: .5em; }
.epreuves-oral p, .epreuves-oral ul { margin: .25em 0; line-height: 1.45; }
.epreuves-oral .dit { border-left: .25em solid #1f4e79; padding-left: .7em; margin: .3em 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.epreuves-oral .attendu { padding: 0 0 .3em 1.7em; max-width: 62em; }
.epreuves-oral .widget-checkbox { height: auto; width: 98%; }
.epreuves-oral .widget-checkbox label { height: auto; white-space: normal; line-height: 1.4; }
.epreuves-oral select:focus, .epreuves-oral input:focus, .epreuves-oral textarea:focus, .epreuves-oral button:focus {
  outline: 3px solid #1f4e79; outline-offset: 1px; }
</style>"""


class OralStatus(anywidget.AnyWidget):
    """The panel's last word; in the page, it also keeps JupyterLab's shortcuts out of the panel."""

    _esm = Path(__file__).parent / "oral_status.js"
    said = traitlets.Unicode().tag(sync=True)
    wrong = traitlets.Bool().tag(sync=True)


class OralPanel:
    """The panel of an oral: whom one hears, then their sheet. `box` is what is shown."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._status = OralStatus()
        self._body = widgets.VBox()
        known = sheets.candidates()
        self._choice = widgets.Dropdown(
            options=[("Choisissez…", None), *known], value=None, description="Candidat·e", style=_NAMED,
            layout=widgets.Layout(width="32em"),
        )  # fmt: skip
        self._choice.observe(lambda change: self._show(change["new"]), names="value")
        title = f"{sheets.title} — {sheets.nature}"
        durations = ""
        if sheets.written is not None:
            durations = f"<p>Présentation : {sheets.written.presentation_minutes} min, échange : {sheets.written.discussion_minutes} min. "
        head = f"{_STYLE}<h2>{html.escape(title)}</h2>{durations or '<p>'}Juré·e qui écrit : {html.escape(sheets.juror)}. Chaque geste est enregistré aussitôt.</p>"
        self.box = widgets.VBox([widgets.HTML(head), self._choice, self._status, self._body])
        self.box.add_class("epreuves-oral")
        if not known:
            self._say("Aucun candidat : le carnet de notes n'en connaît pas.", wrong=True)

    def _show(self, candidate: str | None) -> None:
        if candidate is None:
            self._body.children = ()
            return
        self._try(
            lambda: setattr(self._body, "children", self._fields(candidate, self._sheets.sheet(candidate))),
            "Fiche ouverte.",
        )

    def _fields(self, candidate: str, sheet: Sheet) -> tuple[Any, ...]:
        fields = [
            self._field(
                widgets.Dropdown(options=_PRESENCES, value=sheet.presence, description="Présence", style=_NAMED, layout=widgets.Layout(width="32em")),
                lambda value: self._sheets.presence(candidate, value),
            ),
            self._text("Jurés présents", sheet.jurors, lambda value: self._sheets.jurors(candidate, value)),
            self._hour("Début", "début", candidate, sheet.start),
            self._hour("Fin", "fin", candidate, sheet.end),
        ]  # fmt: skip
        for code in self._sheets.competences:
            fields += self._competence(candidate, code, sheet)
        fields += [
            widgets.HTML("<h3>L'ensemble</h3>"),
            self._area(
                "Autres questions posées", sheet.others, lambda value: self._sheets.others(candidate, value)
            ),
            self._area(
                "Remarques", sheet.remarks.get("", ""), lambda value: self._sheets.remark(candidate, value)
            ),
        ]
        return tuple(fields)

    def _competence(self, candidate: str, code: str, sheet: Sheet) -> list[Any]:
        known = referentiel().competence(code)
        criteria = "".join(f"<li>{html.escape(one.label)}</li>" for one in known.criteres)
        told = widgets.HTML(self._told(candidate, code, sheet))
        level = widgets.Dropdown(
            options=[("— pas encore de niveau", None), *((f"{int(n)} — {n.label}", int(n)) for n in LEVELS)],
            value=sheet.levels.get(code), description=f"Niveau, {code}", style=_NAMED, layout=widgets.Layout(width="32em"),
        )  # fmt: skip

        def give(value: int | None) -> None:
            self._sheets.level(candidate, code, value)
            told.value = self._told(candidate, code, self._sheets.sheet(candidate))

        fields: list[Any] = [
            widgets.HTML(f"<h3>{code} — {html.escape(known.label)}</h3><ul>{criteria}</ul>"),
        ]
        questions = self._sheets.written.questions if self._sheets.written else ()
        for number, question in enumerate(questions, 1):
            if question.competence == code:
                fields += self._question(candidate, number, question, number in sheet.asked)
        return [
            *fields,
            self._field(level, give),
            told,
            self._area(f"Remarques, {code}", sheet.remarks.get(code, ""), lambda value: self._sheets.remark(candidate, value, code)),
        ]  # fmt: skip

    def _question(self, candidate: str, number: int, question: Any, asked: bool) -> list[Any]:
        box = widgets.Checkbox(
            value=asked, description=f"Posée : {question.question}", indent=False, layout=_WIDE
        )
        again = f"<p><b>Relance :</b> {html.escape(question.follow_up)}</p>" if question.follow_up else ""
        due = f'<div class="attendu"><p><b>Attendu :</b> {html.escape(question.expected)}</p>{again}</div>'
        return [self._field(box, lambda value: self._sheets.ask(candidate, number, value)), widgets.HTML(due)]

    def _told(self, candidate: str, code: str, sheet: Sheet) -> str:
        """What the candidate said of themself, once the jury has given its level; their words as plain text."""
        if code not in sheet.levels:
            return "<p>L'auto-évaluation du candidat s'affiche quand le jury a donné son niveau.</p>"
        found = self._sheets.self_assessment(candidate, sheet).get(code)
        if found is None or found.level is None:
            return "<p>Le candidat ne s'est pas évalué sur cette compétence.</p>"
        said = f'<p class="dit">{html.escape(found.why)}</p>' if found.why.strip() else ""
        return f"<p>Auto-évaluation du candidat : <b>{found.level} — {Level(found.level).label}</b></p>{said}"

    def _hour(self, name: str, which: Any, candidate: str, known: str) -> Any:
        field = widgets.Text(
            value=known, description=name, placeholder="14:05", continuous_update=False, style=_NAMED, layout=widgets.Layout(width="20em")
        )  # fmt: skip
        now = widgets.Button(description=f"{name} : maintenant", layout=widgets.Layout(width="13em"))

        def stamp(_: Any) -> None:
            field.value = hour(datetime.datetime.now())

        now.on_click(stamp)
        return widgets.HBox(
            [self._field(field, lambda value: self._sheets.time(candidate, which, value)), now]
        )

    def _text(self, name: str, known: str, keep: Callable[[str], Any]) -> Any:
        return self._field(
            widgets.Text(value=known, description=name, continuous_update=False, style=_NAMED, layout=_WIDE),
            keep,
        )

    def _area(self, name: str, known: str, keep: Callable[[str], Any]) -> Any:
        return self._field(
            widgets.Textarea(value=known, description=name, continuous_update=False, rows=2, style=_NAMED, layout=_WIDE), keep
        )  # fmt: skip

    def _field(self, field: Any, keep: Callable[[Any], Any]) -> Any:
        """A field whose every change is kept."""
        field.observe(lambda change: self._try(lambda: keep(change["new"]), "Enregistré"), names="value")
        return field

    def _try(self, work: Callable[[], Any], done: str) -> None:
        try:
            work()
        except KitError as error:
            self._say(str(error), wrong=True)
        else:
            self._say(f"{done.rstrip('.')} à {hour(datetime.datetime.now(), seconds=True)}.")

    def _say(self, said: str, wrong: bool = False) -> None:
        self._status.wrong = wrong
        self._status.said = f"{'⚠' if wrong else '✓'} {said}"
