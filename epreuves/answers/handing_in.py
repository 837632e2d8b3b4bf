"""The things that a notebook, as it is saved, still lacks of what its épreuve asks for: its file found, its writings counted, and the whole told.

The kit writes a plan into the last cell of each notebook (`NotebookPlan`): what is asked, and under which title. Nothing here is marked, and a
notebook that cannot be found or read gives a sentence, never an error.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.answers.files.deliverable import FileAsked, look
from epreuves.answers.published_words import of_folder
from epreuves.wording.french import counted, listed, moment, number, plural, words
from epreuves.wording.time_left import left

#: The last cell's id in every notebook.
ID = "avant-de-rendre"
#: Where the kit keeps what is its own in a cell's metadata: a plan, or how many words a writing is asked in.
KEY = "epreuves"
#: In the metadata of a cell that shows a form: its question, or itself where it asks for a file.
FORM = "formulaire"
#: In the metadata of what the preparation says: the letter of the variant that was prepared.
VARIANT = "variante"
#: Beside a plan or a length, in the metadata of a cell that holds another member's version of an answer.
TO_SETTLE = "a_trancher"
#: What is said of an answer whose cells were not run since the notebook was opened.
NOT_RUN = "pas encore exécutée"
#: A notebook larger than this holds something else than an épreuve.
MAX_BYTES = 200_000_000
#: Where the notebook was written on the disk: the page shows it as it is there. JupyterLab follows the attribute.
RELOAD = (
    '<p><button class="jp-mod-styled jp-mod-accept" data-commandlinker-command="docmanager:reload" data-commandlinker-args="{}">'
    "Recharger le notebook</button></p>"
)
#: The class of a button that writes the notebook's file: the candidate's page saves nothing over it before it is reloaded.
WRITES = "epreuves-ecrit-le-notebook"
#: Under this share of the words that the statement gives, a writing is far too short.
_SHORT = 0.5


def variant_of(cells: Iterable[dict[str, Any]]) -> str:
    """The letter of the variant that a notebook was last prepared for, as its outputs keep it; empty where none says so."""
    for cell in cells:
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else ():
            metadata = output.get("metadata") if isinstance(output, dict) else None
            own = metadata.get(KEY) if isinstance(metadata, dict) else None
            letter = own.get(VARIANT) if isinstance(own, dict) else None
            if isinstance(letter, str) and len(letter) == 1:
                return letter
    return ""


class PlannedQuestion(msgspec.Struct, frozen=True):
    """A question: id of its tests cell, and its title."""

    id: str
    title: str


class PlannedWriting(msgspec.Struct, frozen=True, omit_defaults=True):
    """A writing: id, title, the text that is given out in its cell, words that it is likely to take (0: nobody knows)."""

    id: str
    title: str
    given: str = ""
    guide: int = 0


class PlannedFile(msgspec.Struct, frozen=True):
    """A file to hand in: what is asked, and its title."""

    asked: FileAsked
    title: str


class NotebookPlan(msgspec.Struct, frozen=True, omit_defaults=True):
    """The questions, writings and files of a notebook, in order; `competences` are those of its self-assessment, empty where it has none; `collective`: whether a
    group does it together.
    """

    notebook: str
    questions: tuple[PlannedQuestion, ...] = ()
    writings: tuple[PlannedWriting, ...] = ()
    competences: tuple[str, ...] = ()
    collective: bool = False
    files: tuple[PlannedFile, ...] = ()


class SavedNotebook(msgspec.Struct, frozen=True):
    """A notebook's file: its name, when it was saved, its plan, its cells by id, and how many of this épreuve lie in the folder."""

    name: str
    at: datetime.datetime
    plan: NotebookPlan
    cells: dict[str, dict[str, Any]]
    twins: int = 1

    def source(self, id: str) -> str:
        """The text of a cell; empty where the notebook has it no more."""
        return _source(self.cells[id]) if id in self.cells else ""


class AskedItem(msgspec.Struct, frozen=True):
    """One thing asked for, and what is said of it.

    kind: « réponse », « écrit », « fichier », « auto-évaluation », « déclaration » or « partie ». state: how it stands; « beside » is of another notebook.
    """

    kind: str
    title: str
    said: str
    state: Literal["lacking", "short", "hint", "done", "beside"]


def announced(content: str) -> tuple[dict[str, Any], ...]:
    """The `outputs` of an ipywidgets' Output that say how a gesture went, in HTML of ours.

    An output's buttons act at once; in an HTML widget JupyterLab asks first whether the whole notebook is trusted, which none is before each of its cells ran.
    """
    data = {"text/html": f'<div role="status">{content}</div>', "text/plain": ""}
    return ({"output_type": "display_data", "data": data, "metadata": {}},)


def saved(folder: Path, notebook: str) -> SavedNotebook | str:
    """The notebook of that name, by its cells and not by its file's: the one saved last; or the sentence that says why there is none."""
    notebooks = [file for file in _all(folder) if notebook in ("", file.plan.notebook)]
    if not notebooks:
        others = any(folder.glob("*.ipynb"))
        seen = "aucun de ceux qui y sont n'est celui de cette épreuve" if others else "aucun n'y est"
        return (
            f"Ce qui manque ne peut pas être dit : le notebook enregistré est cherché dans le dossier « {folder.name} », et {seen}. "
            "Enregistrez-le (Ctrl + S) dans le dossier qui vous a été remis, et ouvrez-le de là."
        )
    last = max(notebooks, key=lambda file: file.at)
    return msgspec.structs.replace(last, twins=len(notebooks))


def _all(folder: Path) -> list[SavedNotebook]:
    """The notebooks of the kit's that lie in a folder."""
    return [notebook for path in sorted(folder.glob("*.ipynb")) if (notebook := _read(path)) is not None]


def _read(path: Path) -> SavedNotebook | None:
    """A file that is a notebook of the kit's; None for any other."""
    try:
        about = path.stat()
        if not path.is_file() or about.st_size > MAX_BYTES:
            return None
        # Python's own JSON, as Jupyter writes it: outputs may hold NaN.
        document = json.loads(path.read_bytes())
        cells = {id: cell for cell in document["cells"] if (id := cell_id(cell))}
        plan = plan_of(document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if plan is None:
        return None
    at = datetime.datetime.fromtimestamp(about.st_mtime).astimezone()
    return SavedNotebook(path.name, at, plan, cells)


def plan_of(document: dict[str, Any]) -> NotebookPlan | None:
    """The plan that a notebook's last cell holds; None where it is not the kit's."""
    try:
        last = [cell for cell in document["cells"] if cell_id(cell) == ID][-1]
        return msgspec.convert(last["metadata"][KEY], NotebookPlan)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def shows_form(cell: Mapping[str, Any]) -> bool:
    """True if a cell is one that the kit laid to show a question's form: none of nbgrader's, and nothing that a candidate wrote."""
    metadata = cell.get("metadata") or {}
    own = metadata.get(KEY)
    return isinstance(own, dict) and FORM in own and not (metadata.get("nbgrader") or {}).get("grade_id")


def to_settle(cells: Iterable[dict[str, Any]]) -> list[str]:
    """The answers of which several versions wait for the group to choose, cell by cell."""
    metadata = (cell.get("metadata") or {} for cell in cells)
    owns = (own for entry in metadata if isinstance(own := entry.get(KEY), dict))
    return [str(own[TO_SETTLE]) for own in owns if TO_SETTLE in own]


def cell_id(cell: dict[str, Any]) -> str:
    """A cell's id in nbgrader, or else its own."""
    meta = cell["metadata"].get("nbgrader")
    identifier = (meta.get("grade_id") if isinstance(meta, dict) else None) or cell.get("id")
    return identifier if isinstance(identifier, str) else ""


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source")
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def writings(notebook: SavedNotebook) -> Iterator[AskedItem]:
    """The item of each writing; lacking where it is empty, short where the statement gives a length and it is far under it.

    Sixty words a criterion are a hint and no more: they never make a writing short. A table that was given to be filled is, however
    few words it takes, once no row of it stands as it was given.
    """
    for writing in notebook.plan.writings:
        if writing.id not in notebook.cells:
            sentence = "la cellule de cet écrit n'est plus dans le notebook"
            yield AskedItem("écrit", writing.title, sentence, "lacking")
            continue
        count = written(notebook.source(writing.id), writing.given)
        asked = asked_words(notebook.cells[writing.id]["metadata"])
        length = (
            f"l'énoncé indique {counted(asked, 'mot')}"
            if asked
            else f"repère : {counted(writing.guide, 'mot')} environ"
        )
        guide = asked or writing.guide
        if not count:
            yield AskedItem("écrit", writing.title, f"rien n'est écrit{f' ({length})' if guide else ''}", "lacking")
        elif rows := _table_alone(writing.given):
            empty = len(rows & _rows_to_fill(notebook.source(writing.id)))
            sentence = f"{counted(empty, 'ligne')} du tableau à remplir" if empty else "tableau rempli"
            yield AskedItem("écrit", writing.title, sentence, "hint" if empty else "done")
        elif count < _SHORT * guide:
            sentence = f"{counted(count, 'mot')}, c'est peu ({length})"
            yield AskedItem("écrit", writing.title, sentence, "short" if asked else "hint")
        else:
            yield AskedItem("écrit", writing.title, counted(count, "mot"), "done")


def _table_alone(given: str) -> set[str]:
    """The rows to fill of a writing that is given as a table and nothing else; none of another."""
    lines = [line for line in given.splitlines() if line.strip()]
    return _rows_to_fill(given) if all(line.lstrip().startswith("|") for line in lines) else set()


def _rows_to_fill(text: str) -> set[str]:
    """The rows of a text's tables of which all cells but the first are empty."""
    rows = (" ".join(line.split()) for line in text.splitlines())
    return {row for row in rows if re.fullmatch(r"\|[^|]*[^|\s:-][^|]*(\| ?)+\|?", row)}


def versions(notebook: SavedNotebook) -> Iterator[AskedItem]:
    """The item of the versions that a group has still to settle."""
    for name in to_settle(notebook.cells.values()):
        sentence = (
            "gardez une seule version, puis supprimez la cellule «\N{NO-BREAK SPACE}À trancher\N{NO-BREAK SPACE}»"
        )
        yield AskedItem("version", f"Version de «\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}»", sentence, "lacking")


def files(notebook: SavedNotebook, folder: Path) -> Iterator[AskedItem]:
    """The item of each file to hand in."""
    for file in notebook.plan.files:
        handed = look(file.asked, folder)
        sentence = " ; ".join(handed.faults) or handed.said
        yield AskedItem("fichier", file.title, sentence, "lacking" if handed.faults else "done")


def other_parts(notebook: SavedNotebook, folder: Path) -> Iterator[AskedItem]:
    """Of a part of the rapport de compétences, how the other parts stand in the folders beside this one; nothing of another épreuve."""
    parts = of_folder(folder).parts
    if notebook.plan.notebook not in parts:
        return
    for id, title in parts.items():
        if id == notebook.plan.notebook:
            continue
        beside = folder.resolve().parent / id
        neighbour = saved(beside, id) if beside.is_dir() else ""
        if isinstance(neighbour, str):
            sentence = "pas de notebook dans un dossier voisin de celui-ci"
        else:
            sentence = verdict((*writings(neighbour), *files(neighbour, beside)))
            sentence = sentence[:1].lower() + sentence[1:].partition(".")[0]
        yield AskedItem("partie", title, sentence, "beside")


def written(text: str, given: str) -> int:
    """Words of a writing that were not given out with it."""
    return sum((Counter(words(text)) - Counter(words(given))).values())


def asked_words(metadata: dict[str, Any]) -> int | None:
    """The number of words that the statement asks of a writing, by its cell's metadata; None where it does not say."""
    own = metadata.get(KEY)
    asked = own.get("mots") if isinstance(own, dict) else None
    return asked if type(asked) is int and asked > 0 else None


def unwritten(folder: Path, question: str) -> str:
    """The writings that a notebook lacks, as a text, told at the last of its questions; empty at any other, and where nothing lacks.

    nbgrader's Validate looks at verification cells alone: what is told there keeps it from saying that an unwritten paper is a success.
    """
    notebooks = [
        notebook for notebook in _all(folder) if notebook.plan.questions and notebook.plan.questions[-1].id == question
    ]
    last = max(notebooks, key=lambda notebook: notebook.at, default=None)
    asked = (*writings(last), *files(last, folder)) if last else ()
    lacking = [item for item in asked if item.state in ("lacking", "short")]
    return "\n".join(["Avant de rendre, il manque aussi :", *map(_line, lacking)]) if lacking else ""


def estimations(competences: Iterable[str], estimated: Iterable[str]) -> Iterator[AskedItem]:
    """The item of the self-assessment of these compétences, where there is one."""
    due, given = list(competences), set(estimated)
    missing = [code for code in due if code not in given]
    if missing:
        sentence = f"pas encore de niveau pour {listed(missing)}"
        yield AskedItem("auto-évaluation", "Auto-évaluation", sentence, "lacking")
    elif due:
        yield AskedItem("auto-évaluation", "Auto-évaluation", "un niveau par compétence", "done")


def declaration(competences: Iterable[str], kinds: Iterable[str], help: str) -> Iterator[AskedItem]:
    """The item of the help to be declared with a self-assessment: those kinds of it; none where there is none to declare."""
    named = listed(kinds)
    if not list(competences) or not named:
        return
    if help.strip():
        yield AskedItem("déclaration", "Aide reçue", "déclarée", "done")
    else:
        sentence = f"pas encore déclarée ({named}) : écrivez-la sous l'auto-évaluation, ou « aucune »"
        yield AskedItem("déclaration", "Aide reçue", sentence, "lacking")


def text(notebook: SavedNotebook, items: Iterable[AskedItem]) -> str:
    """The whole as plain text."""
    every = list(items)
    lines = ["Avant de rendre", *_notices(notebook, every), "", verdict(every)]
    for title, group in _groups(every):
        lines += [title, *map(_line, group)]
    return "\n".join(lines)


def html(notebook: SavedNotebook, items: Iterable[AskedItem]) -> str:
    """The whole as HTML, in the page's own colours: what lacks first; what is done under a line that opens."""
    every = list(items)
    parts = ["<h2>Avant de rendre</h2>", *(f"<p>{escape(notice)}</p>" for notice in _notices(notebook, every))]
    parts.append(f"<p><strong>{escape(verdict(every))}</strong></p>")
    for title, group in _groups(every):
        lines = "".join(f"<li>{escape(item.title)} · <em>{escape(item.said)}</em></li>" for item in group)
        if group[0].state in ("done", "beside"):
            parts.append(f"<details><summary>{escape(title)}</summary><ul>{lines}</ul></details>")
        else:
            parts.append(f"<p>{escape(title)}</p><ul>{lines}</ul>")
    return "".join(parts)


def verdict(items: Iterable[AskedItem]) -> str:
    """The things that lack, counted: « Il manque encore 3 réponses, 1 écrit et l'auto-évaluation ; 2 écrits sont courts. »"""
    items = tuple(items)
    count = Counter(item.kind for item in items if item.state == "lacking")
    brief = sum(item.state == "short" for item in items)
    shorts = f"{counted(brief, 'écrit')} {'est' if brief == 1 else 'sont'} {plural(brief, 'court')}" if brief else ""
    if not count:
        left = f"Rien ne manque, mais {shorts}." if shorts else "Rien ne manque."
        return f"{left} Les valeurs et les écrits seront jugés à la correction."
    parts = [counted(count[kind], kind) for kind in ("réponse", "écrit", "fichier") if count[kind]]
    if count["version"]:
        parts.append(f"{counted(count['version'], 'version')} à trancher")
    if count["auto-évaluation"]:
        parts.append("l'auto-évaluation")
    if count["déclaration"]:
        parts.append("la déclaration de l'aide reçue")
    return f"Il manque encore {listed(parts)}{f' ; {shorts}' if shorts else ''}."


_TITLES = {
    "lacking": "À compléter :",
    "short": "À allonger :",
    "hint": "À relire :",
    "done": "Ce qui est fait :",
    "beside": "Les autres parties de votre rapport de compétences, écrits et fichiers\N{NO-BREAK SPACE}:",
}


def _groups(items: list[AskedItem]) -> Iterator[tuple[str, list[AskedItem]]]:
    for state, title in _TITLES.items():
        if group := [item for item in items if item.state == state]:
            yield title, group


def _notices(notebook: SavedNotebook, items: list[AskedItem]) -> list[str]:
    notices = [
        f"Lu dans « {notebook.name} », enregistré le {moment(notebook.at, seconds=True)}. "
        "Pour ce que vous avez écrit depuis, enregistrez d'abord (Ctrl + S), puis exécutez de nouveau cette cellule."
    ]
    if time := left():
        notices.append(time)
    if any(item.said == NOT_RUN for item in items):
        notices.append(
            "Des cellules n'ont pas été exécutées depuis l'ouverture du notebook : menu Noyau, "
            "« Redémarrer le noyau et exécuter toutes les cellules », puis revenez ici."
        )
    if notebook.twins > 1:
        notices.append(
            f"{number(notebook.twins)} notebooks de cette épreuve sont dans ce dossier ; c'est le dernier enregistré qui est lu."
        )
    return notices


def _line(item: AskedItem) -> str:
    return f"- {item.title} · {item.said}"
