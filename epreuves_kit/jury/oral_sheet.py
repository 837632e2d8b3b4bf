"""The sheet of a candidate's oral: what the jury gave and asked, when; what the candidate said of themself comes after it.

A sheet is the sum of its gestures in the record; nothing else is kept, so that a killed kernel loses nothing.
"""

from __future__ import annotations

import abc
import html
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, Protocol

import anywidget
import ipywidgets as widgets
import msgspec
import traitlets

from epreuves.answers import self_assessment as self_assessments
from epreuves.answers.self_assessment import AutoEvaluation, Estimation
from epreuves.referentiel.levels import LEVELS, Level
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import candidate_id
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, hour, listed
from epreuves.wording.remedies import as_commands
from epreuves_kit.authoring import grille
from epreuves_kit.authoring import oral as written
from epreuves_kit.authoring.oral import OralQuestion
from epreuves_kit.course import oral_hours
from epreuves_kit.feedback.page import environment
from epreuves_kit.gradebook.marked_notebook import read_record
from epreuves_kit.gradebook.rows import NotebookFile, told_apart
from epreuves_kit.grading.submitted import UnreadableNotebook, hand, read
from epreuves_kit.jury import challenge
from epreuves_kit.jury.record import (
    AbsenceAct,
    GivenLevels,
    JuryEntry,
    JuryRecord,
    OralAct,
    OralField,
    checked_author,
    checked_text,
    oral_levels,
)
from epreuves_kit.jury.session import epreuve_id
from epreuves_kit.jury.sources import identifier, known_candidates
from epreuves_kit.referentiel.model import Oral
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric import panel
from epreuves_kit.rubric.guidance import Guides, RightValue
from epreuves_kit.rules.jury_rules import read as read_rules
from epreuves_kit.variants import session
from epreuves_kit.variants.identity import Candidates

_HOUR = re.compile(r"([01]?\d|2[0-3])[:hH]([0-5]\d)", re.ASCII)

_NATURES = {
    Oral.COLLECTIVE: "oral collectif",
    Oral.INDIVIDUAL: "oral individuel",
    Oral.GRAND_ORAL: "grand oral",
}
Presence = Literal["présent", "justifiée", "non justifiée"]


class Sheet(msgspec.Struct, frozen=True):
    """A candidate's sheet as it stands.

    levels: 0…3 by compétence, those that stand. given: of each compétence, who gave what. own: what jurors wrote on pages of their own, by name: a remark by
    compétence, and « » for the whole; own_questions: their questions besides. asked: the numbers, from 1, of the questions of `oral.yaml` that were asked. remarks: by
    compétence, and « » for the whole. others: questions besides. start, end: HH:MM. jurors: their names.
    """

    levels: dict[str, int] = {}
    asked: frozenset[int] = frozenset()
    remarks: dict[str, str] = {}
    others: str = ""
    start: str = ""
    end: str = ""
    jurors: str = ""
    presence: Presence = "présent"
    given: dict[str, GivenLevels] = {}
    own: dict[str, dict[str, str]] = {}
    own_questions: dict[str, str] = {}


def fold(entries: Iterable[JuryEntry], epreuve: EpreuveId, candidate: str) -> Sheet:
    """The sheet that a record's rows, oldest first, amount to."""
    entries = list(entries)
    given = {code: own for (of, who, code), own in oral_levels(entries).items() if (of, who) == (epreuve, candidate)}
    levels = {code: own.level for code, own in given.items() if own.level is not None}
    asked: set[int] = set()
    remarks: dict[str, str] = {}
    by_juror: dict[str, dict[str, str]] = {}
    questions: dict[str, str] = {}
    texts = {"question": "", "début": "", "fin": "", "jurés": ""}
    presence: Presence = "présent"
    for entry in entries:
        act = entry.act
        if not isinstance(act, OralAct | AbsenceAct) or (act.epreuve, act.candidate) != (epreuve, candidate):
            continue
        if isinstance(act, AbsenceAct):
            presence = act.state if act.where == "oral" else presence
        elif act.field == "posée":
            (asked.add if act.level else asked.discard)(int(act.key))
        elif act.field == "remarque":
            where = by_juror.setdefault(entry.author, {}) if act.alone else remarks
            where[act.key] = act.text
        elif act.field == "question" and act.alone:
            questions[entry.author] = act.text
        elif act.field != "niveau":
            texts[act.field] = act.text
    others, start, end, jurors = texts.values()
    return Sheet(levels, frozenset(asked), remarks, others, start, end, jurors, presence, given, by_juror, questions)


class OralKeeper(Protocol):
    """A keeper, for a candidate, of what holds of an oral as a whole."""

    def presence(self, candidate: str, state: Presence) -> None: ...
    def jurors(self, candidate: str, text: str) -> None: ...
    def time(self, candidate: str, which: Literal["début", "fin"], hour: str) -> str: ...
    def others(self, candidate: str, text: str) -> None: ...
    def remark(self, candidate: str, text: str, competence: str = "") -> None: ...


class Sheets:
    """The sheets of an épreuve's oral, in the course at `root`. What a method is given is kept when it returns.

    Raises KitError where the épreuve has no oral or a value cannot be kept, and what the record raises.
    """

    def __init__(
        self, root: Path, epreuve: str, juror: str, record: JuryRecord | None = None, alone: bool = False
    ) -> None:
        """record: the jury's, where somebody else opened it; `close` closes it all the same. alone: True if what the juror gives is their own, and not
        the jury's.
        """
        self.juror, self._alone = checked_author(juror), alone
        official = referentiel(root)
        self.epreuve = epreuve_id(official, epreuve)
        own = official.epreuve(self.epreuve)
        if own.oral is Oral.NONE_OFFERED:
            raise KitError(f"{self.epreuve} n'a pas d'oral.")
        self.title, self.competences = own.title, own.competences
        self.nature = _NATURES[own.oral]
        self._collective = own.oral is Oral.COLLECTIVE
        self.root, self._record = root, record or JuryRecord(root)
        self.places = self._record.places
        self._guides = Guides(self.places, self.epreuve)
        path = root / "sujets" / self.epreuve / written.FILE
        rubric = path.with_name("grille.yaml")
        try:
            self.written = written.read(path) if path.exists() else None
            self._rubric = grille.read(rubric).criteres if rubric.exists() else {}
        except KitError:
            self.close()
            raise

    def close(self) -> None:
        """Give the connections back."""
        self._record.close()

    def candidates(self) -> list[tuple[str, str]]:
        """The candidates heard, name and identifier; of a collective oral, group by group, the group first in the name."""
        candidates = known_candidates(self._record, read_rules(self.root))
        with NotebookFile(self.places.db_url, self.places.root) as gradebook:
            names = told_apart(gradebook.students())
        groups = self.places.groups(self.epreuve)
        grouped = [
            (f"{group.name} · {names.get(member.candidate, member.candidate)}", member.candidate)
            for group in groups or ()
            for member in group.members
            if member.candidate in candidates and member.state != "parti"
        ]
        placed = {id for _, id in grouped}
        return grouped + [(names.get(id, id), id) for id in candidates if id not in placed]

    def sheet(self, candidate: str) -> Sheet:
        """A candidate's sheet as the record has it now."""
        return fold(self._record.entries(OralAct, AbsenceAct), self.epreuve, candidate)

    def descriptors(self, competence: str) -> list[tuple[str, dict[int, str]]]:
        """The descriptors of each level of a compétence's criteria, by the grille of its writing: the criterion, and a text by level."""
        return grille.seen_at_levels(referentiel(self.root), self._rubric, competence)

    def right(self, candidate: str, competence: str) -> tuple[RightValue, ...]:
        """The right answers to the questions of a compétence, on the variant of the candidate's marked copy; empty where it is not marked."""
        record = read_record(self.places.folder("autograded", candidate, self.epreuve) / f"{self.epreuve}.ipynb")
        try:
            return self._guides.values(self.epreuve, competence, record.variant) if record else ()
        except KitError:  # the reference fails: marking says so
            return ()

    def trials(self, candidate: str) -> list[str]:
        """Of a serious game, the candidate's theme and incident, and what professionals said of their production; empty elsewhere."""
        questions = self.written.questions if self.written else ()
        return [as_commands(line) for line in challenge.told_of(self._record, self.epreuve, candidate, questions)]

    def questions(self, candidate: str) -> list[tuple[int, OralQuestion]]:
        """The questions that a candidate may be asked, with their numbers from 1: of the incidents, the one that they drew."""
        questions = self.written.questions if self.written else ()
        event = challenge.incident_of(self._record, self.epreuve, candidate, questions)
        return [
            (number, question)
            for number, question in enumerate(questions, 1)
            if not question.theme or event is None or number == event.number
        ]

    def level(self, candidate: str, competence: str, level: int | None) -> None:
        """Give a level, 0…3, or take it back."""
        if competence not in self.competences:
            raise KitError(f"{competence} n'est pas de cette épreuve ({', '.join(self.competences)}).")
        if level is not None and (isinstance(level, bool) or level not in (0, 1, 2, 3)):
            raise KitError(f"Un niveau de 0 à 3 est attendu pour {competence}, reçu {level!r}.")
        self._keep(candidate, "niveau", competence, level=level)

    def ask(self, candidate: str, number: int, asked: bool) -> None:
        """Note whether a question of the sheet, from 1, was asked."""
        questions = self.written.questions if self.written else ()
        if not 1 <= number <= len(questions):
            raise KitError(f"La fiche a {len(questions)} questions ; il n'y a pas de question n° {number}.")
        self._keep(candidate, "posée", str(number), level=int(asked))

    def remark(self, candidate: str, text: str, competence: str = "") -> None:
        """Keep a remark on a compétence, or on the whole."""
        if competence and competence not in self.competences:
            raise KitError(f"{competence} n'est pas de cette épreuve ({', '.join(self.competences)}).")
        self._keep(candidate, "remarque", competence, text=checked_text(text, "la remarque"))

    def others(self, candidate: str, text: str) -> None:
        """Keep the questions asked besides those of the sheet."""
        self._keep(candidate, "question", text=checked_text(text, "les questions"))

    def jurors(self, candidate: str, text: str) -> None:
        """Keep who heard the candidate and, of a collective oral, those who were heard with them."""
        self._keep_together(candidate, "jurés", checked_text(text, "les noms"))

    def time(self, candidate: str, which: Literal["début", "fin"], hour: str) -> str:
        """Keep when the oral began or ended, for those heard together; gives the hour as it is kept, HH:MM, or empty."""
        match = _HOUR.fullmatch(hour.strip())
        if hour.strip() and match is None:
            raise KitError(f"« {hour.strip()[:20]} » n'est pas une heure : écrivez-la comme 14:05.")
        kept = f"{int(match[1]):02d}:{match[2]}" if match else ""
        sheet = self.sheet(candidate)
        if which == "fin" and kept and sheet.start and kept <= sheet.start:
            raise KitError(f"L'oral a commencé à {sheet.start} : {kept} ne peut pas en être la fin.")
        self._keep_together(candidate, which, kept)
        return kept

    def together(self, candidate: str) -> tuple[str, tuple[str, ...]]:
        """The group that a candidate is heard with, and its members who are there; an empty name and the candidate alone elsewhere."""
        if self._collective:
            for group in self.places.groups(self.epreuve) or ():
                present = Candidates(member.candidate for member in group.members if member.present)
                if candidate in present:
                    spelled = map(Candidates(id for _, id in self.candidates()).spelled, present)
                    return group.name, tuple(id for id in spelled if id is not None)
        return "", (candidate,)

    def _keep_together(self, candidate: str, field: Literal["jurés", "début", "fin"], text: str) -> None:
        """Keep what is typed once for all who are heard together; who was said absent, or has something else of their own, keeps it."""
        entries = self._record.entries(OralAct, AbsenceAct)
        name = {"jurés": "jurors", "début": "start", "fin": "end"}[field]
        sheets = {member: fold(entries, self.epreuve, member) for member in (candidate, *self.together(candidate)[1])}
        before = getattr(sheets[candidate], name)
        follow = [
            member
            for member, sheet in sheets.items()
            if member == candidate or (sheet.presence == "présent" and getattr(sheet, name) in ("", before))
        ]
        self._record.add(self.juror, *(OralAct(self.epreuve, member, field, text=text) for member in follow))

    def presence(self, candidate: str, state: Presence) -> None:
        """Keep that a candidate was there, or was not, with a good reason or without."""
        whom = identifier((id for _, id in self.candidates()), candidate)
        self._record.add(self.juror, AbsenceAct(self.epreuve, whom, "oral", state, ""))

    def self_assessment(self, candidate: str, sheet: Sheet) -> dict[str, Estimation]:
        """The candidate's own estimation of each compétence on which the jury has given its level, and of no other.

        Read from the marked copy, else from the copy as it was handed in, of which nothing is trusted.
        """
        assessment = self._told(candidate)
        return {code: assessment.competences[code] for code in sheet.levels if code in assessment.competences}

    def declared_help(self, candidate: str) -> str:
        """The help received as the candidate declares it; empty where nothing is declared."""
        return self._told(candidate).help.strip()

    def _told(self, candidate: str) -> AutoEvaluation:
        marked = self.places.folder("autograded", candidate, self.epreuve)
        for path in sorted(marked.glob("*.ipynb")):
            record = read_record(path)
            try:
                assessment = msgspec.convert(record.self_assessment if record else {}, AutoEvaluation)
            except msgspec.ValidationError:
                continue
            if assessment.competences:
                return assessment
        handed = self.places.folder("submitted", candidate, self.epreuve)
        for path in sorted(handed.glob("*.ipynb")):
            assessment = self_assessments.read(handed, _notebook(path))
            if assessment.competences:
                return assessment
        return self_assessments.read(handed)

    def _keep(self, candidate: str, field: OralField, key: str = "", level: int | None = None, text: str = "") -> None:
        alone = self._alone and field != "posée"  # a question is asked, whoever asks it
        self._record.add(self.juror, OralAct(self.epreuve, candidate, field, key, level, text, alone))


def _notebook(path: Path) -> dict[str, Any] | None:
    """The outputs of a submitted notebook, in Jupyter's form, where it can be read."""
    try:
        outputs = read(hand(path).content).outputs
    except (OSError, UnreadableNotebook):
        return None
    return {"cells": [{"outputs": some} for some in outputs]}


_PRESENCES = [
    ("présent·e", "présent"),
    ("absent·e, absence justifiée", "justifiée"),
    ("absent·e, absence non justifiée", "non justifiée"),
]
_WIDE = widgets.Layout(width="98%")
_NAMED = {"description_width": "12em"}
_LOOK: dict[str, Any] = {"style": _NAMED, "layout": widgets.Layout(width="32em")}
_STYLE = """<style>
.epreuves-oral h2 { font-size: 1.25em; margin: .2em 0; line-height: 1.3; }
.epreuves-oral h3 { font-size: 1.05em; margin: .9em 0 .2em; line-height: 1.35; border-top: 2px solid #1f4e79; padding-top: .5em; }
.epreuves-oral p, .epreuves-oral ul { margin: .25em 0; line-height: 1.45; }
.epreuves-oral .dit { border-left: .25em solid #1f4e79; padding-left: .7em; margin: .3em 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.epreuves-oral summary { cursor: pointer; color: #1f4e79; }
.epreuves-oral summary:focus { outline: 3px solid #1f4e79; outline-offset: 1px; }
.epreuves-oral .attendu { padding: 0 0 .3em 1.7em; max-width: 62em; }
.epreuves-oral table.avancement { border-collapse: collapse; margin: .6em 0; }
.epreuves-oral table.avancement caption { text-align: left; font-weight: bold; }
.epreuves-oral table.avancement th, .epreuves-oral table.avancement td { border: 1px solid #8d98a6; padding: .2em .6em; text-align: left; }
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


class SheetPanel(abc.ABC):
    """A panel of orals: whom one hears, then their sheet, which a kind of oral fills by `_fields`. `box` is what is shown."""

    def __init__(
        self,
        title: str,
        durations: str,
        juror: str,
        candidates: list[tuple[str, str]],
        root: Path,
        epreuves: Iterable[EpreuveId],
    ) -> None:
        """candidates: those who may be heard, names and identifiers. epreuves: those of which they are heard, in the course at `root`."""
        self._root, self._heard_of = root, frozenset(epreuves)
        self._status = OralStatus()
        self._body = widgets.VBox()
        self._choice = widgets.Dropdown(
            options=[("Choisissez…", None), *candidates], value=None, description="Candidat·e", **_LOOK
        )
        self._choice.observe(lambda change: self._show(change["new"]), names="value")
        head = f"{_STYLE}<h2>{html.escape(title)}</h2><p>{durations}Juré·e qui écrit : {html.escape(juror)}. Chaque geste est enregistré aussitôt.</p>"
        self.box = widgets.VBox([widgets.HTML(head), self._choice, self._status, self._body])
        self.box.add_class("epreuves-oral")
        if not candidates:
            self._say("Aucun candidat : le carnet de notes n'en connaît pas.", wrong=True)

    def _show(self, candidate: str | None) -> None:
        if candidate is None:
            self._body.children = ()
            return

        def open_sheet() -> None:
            self._body.children = self._fields(candidate)

        self._try(open_sheet, "Fiche ouverte")

    @abc.abstractmethod
    def _fields(self, candidate: str) -> tuple[Any, ...]:
        """The fields of a candidate's sheet."""

    def circumstances(self, kept: OralKeeper, candidate: str, sheet: Sheet) -> tuple[Any, ...]:
        """The fields of who was there, and when."""
        presence = widgets.Dropdown(options=_PRESENCES, value=sheet.presence, description="Présence", **_LOOK)
        jurors = self._text("Jurés présents", sheet.jurors, lambda value: kept.jurors(candidate, value))
        return (
            self._field(presence, lambda value: kept.presence(candidate, value)),
            jurors,
            *self._expected(candidate, jurors),
            self._hour("Début", sheet.start, lambda value: kept.time(candidate, "début", value)),
            self._hour("Fin", sheet.end, lambda value: kept.time(candidate, "fin", value)),
        )

    def _expected(self, candidate: str, field: Any) -> tuple[Any, ...]:
        """A button that writes the jurors expected in a field that is still empty: those of the order of orals, else the whole jury."""
        if field.value:
            return ()
        hours = oral_hours.read(self._root, session.zone_of(self._root).key)
        own = [
            kept
            for kept in hours
            if kept.epreuve in self._heard_of and candidate_id(kept.candidate) == candidate_id(candidate)
        ]
        jury = [juror.name for juror in read_rules(self._root).composition]
        # A panel of which no juror was named may be called by them, or « Jury B »: that is nobody's name.
        panel = own[0].panel if own and any(name in own[0].panel for name in jury) else ""
        names = (listed(own[0].jurors) or panel) if own else listed(jury)
        if not names:
            return ()
        button = widgets.Button(description=f"Jurés prévus : {names}", layout=widgets.Layout(width="32em"))
        button.on_click(lambda _: setattr(field, "value", names))
        return (button,)

    def whole(self, kept: OralKeeper, candidate: str, sheet: Sheet) -> tuple[Any, ...]:
        """The fields on the oral as a whole."""
        remarks = sheet.remarks.get("", "")
        return (
            widgets.HTML("<h3>L'ensemble</h3>"),
            self._text("Autres questions posées", sheet.others, lambda value: kept.others(candidate, value), rows=2),
            *_by_juror(sheet.own_questions),
            self._text("Remarques", remarks, lambda value: kept.remark(candidate, value), rows=2),
            *_by_juror({name: words.get("", "") for name, words in sheet.own.items()}),
        )

    def declared(self, sheets: Sheets, candidate: str) -> tuple[Any, ...]:
        """The help that the candidate declares, in their own words; nothing where they declare none."""
        help = sheets.declared_help(candidate)
        words = f'<p>Aide reçue, déclarée par le candidat ou la candidate :</p><p class="dit">{html.escape(help)}</p>'
        return (widgets.HTML(words),) if help else ()

    def of_competence(self, sheets: Sheets, candidate: str, code: str, sheet: Sheet) -> list[Any]:
        """The fields of a compétence: criteria, questions, level, self-assessment, remarks."""
        official = referentiel(sheets.places.root).competence(code)
        criteria = "".join(f"<li>{html.escape(critere.label)}</li>" for critere in official.criteres)
        estimation = widgets.HTML(self._told(sheets, candidate, code, sheet))
        level = widgets.Dropdown(
            options=[("— pas encore de niveau", None), *((f"{int(n)} — {n.label}", int(n)) for n in LEVELS)],
            value=sheet.levels.get(code),
            description=f"Niveau, {code}",
            **_LOOK,
        )

        each = widgets.HTML(_given(sheet, code))

        def give(value: int | None) -> None:
            sheets.level(candidate, code, value)
            after = sheets.sheet(candidate)
            estimation.value = self._told(sheets, candidate, code, after)
            each.value = _given(after, code)

        fields: list[Any] = [widgets.HTML(f"<h3>{code} — {html.escape(official.label)}</h3><ul>{criteria}</ul>")]
        for number, question in sheets.questions(candidate):
            if question.competence == code:
                fields += self._question(sheets, candidate, number, question, number in sheet.asked)
        remark = sheet.remarks.get(code, "")
        keep = self._text(f"Remarques, {code}", remark, lambda value: sheets.remark(candidate, value, code), rows=2)
        return [
            *fields,
            *_valued(sheets.right(candidate, code)),
            *_described(sheets.descriptors(code)),
            each,
            self._field(level, give),
            estimation,
            keep,
            *_by_juror({name: words.get(code, "") for name, words in sheet.own.items()}),
        ]

    def _question(self, sheets: Sheets, candidate: str, number: int, question: OralQuestion, asked: bool) -> list[Any]:
        box = widgets.Checkbox(value=asked, description=f"Posée : {question.question}", indent=False, layout=_WIDE)
        again = f"<p><b>Relance :</b> {html.escape(question.follow_up)}</p>" if question.follow_up else ""
        due = f'<div class="attendu"><p><b>Attendu :</b> {html.escape(question.expected)}</p>{again}</div>'

        def ask(value: bool) -> None:
            if value == (number in sheets.sheet(candidate).asked):
                return
            try:
                sheets.ask(candidate, number, value)
            except KitError:
                box.value = not value
                raise

        return [self._field(box, ask), widgets.HTML(due)]

    def _told(self, sheets: Sheets, candidate: str, code: str, sheet: Sheet) -> str:
        """The candidate's self-assessment as HTML, once the jury has given its level; their words as plain text."""
        if code not in sheet.levels:
            return "<p>L'auto-évaluation du candidat s'affiche quand le jury a donné son niveau.</p>"
        estimation = sheets.self_assessment(candidate, sheet).get(code)
        if estimation is None or estimation.level is None:
            return "<p>Le candidat ne s'est pas évalué sur cette compétence.</p>"
        words = f'<p class="dit">{html.escape(estimation.why)}</p>' if estimation.why.strip() else ""
        return (
            f"<p>Auto-évaluation du candidat : <b>{estimation.level} — {Level(estimation.level).label}</b></p>{words}"
        )

    def _hour(self, name: str, current: str, keep: Callable[[str], Any]) -> Any:
        field = widgets.Text(
            value=current,
            description=name,
            placeholder="14:05",
            continuous_update=False,
            style=_NAMED,
            layout=widgets.Layout(width="20em"),
        )
        now = widgets.Button(description=f"{name} : maintenant", layout=widgets.Layout(width="13em"))

        def stamp(_: Any) -> None:
            field.value = hour(session.now(self._root))

        now.on_click(stamp)
        return widgets.HBox([self._field(field, keep), now])

    def _text(self, name: str, current: str, keep: Callable[[str], Any], rows: int = 1) -> Any:
        options: dict[str, Any] = {"value": current, "description": name, "style": _NAMED, "layout": _WIDE}
        kind, more = (widgets.Textarea, {"rows": rows}) if rows > 1 else (widgets.Text, {})
        return self._field(kind(continuous_update=False, **options, **more), keep)

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
            self._say(f"{done} à {hour(session.now(self._root), seconds=True)}.")

    def _say(self, sentence: str, wrong: bool = False) -> None:
        self._status.wrong = wrong
        self._status.said = f"{'⚠' if wrong else '✓'} {sentence}"


def _given(sheet: Sheet, code: str) -> str:
    """The level that each juror gave on a page of their own, as HTML; empty where none did."""
    given = sheet.given.get(code, GivenLevels())
    if not given.alone:
        return ""
    each = ", ".join(f"{html.escape(name)} : {level}" for name, level in given.alone.items())
    return f"<p>Chacun sur sa page : {each}{' — <b>à accorder</b>' if given.to_settle else ''}.</p>"


def _by_juror(words: Mapping[str, str]) -> list[Any]:
    """The words of each juror on a page of their own, as plain text."""
    lines = "".join(
        f'<p>{html.escape(name)} :</p><p class="dit">{html.escape(text)}</p>' for name, text in words.items() if text
    )
    return [widgets.HTML(lines)] if lines else []


def _valued(values: tuple[RightValue, ...]) -> list[Any]:
    """The right answers on the candidate's variant, folded until it is asked for; nothing where no copy is marked."""
    if not values:
        return []
    template = environment(Path(panel.__file__).parent).get_template("guide.html.j2")
    summary = "Ce qui est juste, sur les données de cette copie"
    body = template.render(notes=(), values=values, lacking="")
    return [widgets.HTML(f'<details class="niveaux"><summary>{summary}</summary>{body}</details>')]


def _described(descriptors: list[tuple[str, dict[int, str]]]) -> list[Any]:
    """The descriptors of each level, folded until they are asked for; nothing where no grille has them."""
    if not descriptors:
        return []
    rows = "".join(
        f"<li>{html.escape(label)}<ul>"
        + "".join(
            f"<li><b>{level} — {Level(level).label} :</b> {html.escape(' '.join(texts.get(level, '').split()))}</li>"
            for level in map(int, LEVELS)
        )
        + "</ul></li>"
        for label, texts in descriptors
    )
    summary = "Ce qui se voit à chaque niveau, d'après la grille de l'écrit"
    return [widgets.HTML(f'<details class="niveaux"><summary>{summary}</summary><ul>{rows}</ul></details>')]


class OralPanel(SheetPanel):
    """The panel of an épreuve's oral."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        durations = ""
        if sheets.written is not None:
            durations = f"Présentation : {sheets.written.presentation_minutes} min, échange : {sheets.written.discussion_minutes} min. "
        title = f"{sheets.title} — {sheets.nature}"
        super().__init__(title, durations, sheets.juror, sheets.candidates(), sheets.root, (sheets.epreuve,))

    def _fields(self, candidate: str) -> tuple[Any, ...]:
        sheets = self._sheets
        sheet = sheets.sheet(candidate)
        group, heard = sheets.together(candidate)
        shared = f"Jurés et heures, écrits une fois, valent pour {group} : {counted(len(heard), 'personne')}."
        return (
            *self.circumstances(sheets, candidate, sheet),
            *([widgets.HTML(f'<p class="ensemble">{html.escape(shared)}</p>')] if group else []),
            *(widgets.HTML(f'<p class="essais">{html.escape(line)}</p>') for line in sheets.trials(candidate)),
            *self.declared(sheets, candidate),
            *(field for code in sheets.competences for field in self.of_competence(sheets, candidate, code, sheet)),
            *self.whole(sheets, candidate, sheet),
        )
