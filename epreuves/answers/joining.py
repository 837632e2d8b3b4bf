"""The parts of a group's work joined into the collective notebook: each member answers in a copy, one of them joins the copies.

The others' notebooks lie in a folder `parts` beside the collective one. Cell by cell, an answer that one person wrote is taken; where
several wrote differently nothing is chosen: the collective notebook's own stays (else the first's, by file name), and each other is put
under it, as text, to be compared by the group. What a member added between answers comes along. The notebook that was there is kept in
`parts` first. Nothing is run.
"""

from __future__ import annotations

import contextlib
import copy
import datetime
import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers import typed
from epreuves.answers.files.finding import beginning
from epreuves.answers.handing_in import (
    KEY,
    MAX_BYTES,
    RELOAD,
    TO_SETTLE,
    WRITES,
    NotebookPlan,
    SavedNotebook,
    announced,
    cell_id,
    plan_of,
    variant_of,
)
from epreuves.answers.joining_typed import JoinedTyped, join_typed
from epreuves.answers.published_words import epreuve_of
from epreuves.answers.typed import TypedAnswers
from epreuves.machine import replace_all
from epreuves.wording.disk import hindrance
from epreuves.wording.french import counted, listed, number

FOLDER = "parts"
#: Nobody joins more notebooks than a group has members.
_MOST = 6
_KEPT = "avant la réunion du "
_HERE = "ce notebook"


class Node(dict[str, Any]):
    """A piece of a notebook, its entries as attributes; the format's own library is not on every candidate's machine."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value


class JoinedAnswer(msgspec.Struct, frozen=True):
    """An answer or a writing that somebody wrote: its title, whose is kept, and who wrote otherwise."""

    title: str
    kept: str
    others: tuple[str, ...] = ()


class JoinedWork(msgspec.Struct, frozen=True):
    """A joined notebook: the collective one, what was taken of each answer, and how many cells came along between them."""

    notebook: Any
    answers: tuple[JoinedAnswer, ...]
    added: int = 0

    @property
    def conflicts(self) -> tuple[JoinedAnswer, ...]:
        """The answers that several wrote differently."""
        return tuple(answer for answer in self.answers if answer.others)


def parts(folder: Path, plan: NotebookPlan) -> tuple[dict[str, Any], list[str]]:
    """The others' notebooks by file name, in order, and a sentence for each file that is none of this épreuve's, or was worked out on other data.

    folder: the collective notebook's.
    """
    base = read(folder / f"{plan.notebook}.ipynb")
    own = variant_of(base.cells) if base is not None else ""
    notebooks: dict[str, Any] = {}
    sentences = []
    for name, path in members(folder):
        other = read(path)
        if other is None:
            sentences.append(
                f"« {path.name} » ne se lit pas : demandez à son auteur de l'enregistrer et de vous le remettre de nouveau."
            )
        elif (named := plan_of(other)) is None or named.notebook != plan.notebook:
            sentences.append(
                f"« {path.name} » n'est pas un notebook de cette épreuve : retirez-le du dossier « {FOLDER} »."
            )
        elif own and (theirs := variant_of(other.cells)) and theirs != own:
            sentences.append(
                f"La part de « {name} » n'est pas réunie : elle répond à la variante {theirs}, et ce notebook, à la variante {own}. Donnez tous le même "
                "identifiant, ou celui que l'école vous a donné si elle a formé les groupes."
            )
        elif len(notebooks) == _MOST:
            sentences.append(f"« {path.name} » est laissé : {counted(_MOST, 'notebook')} au plus se réunissent.")
        else:
            notebooks[name] = other
    return notebooks, sentences


def members(folder: Path) -> Iterator[tuple[str, Path]]:
    """The notebooks that lie in `parts`, by whose they are: named after somebody, or in a folder of that name."""
    inside = folder / FOLDER
    for path in sorted([*inside.glob("*.ipynb"), *inside.glob("*/*.ipynb")]):
        if not path.name.startswith(_KEPT) and not path.parent.name.startswith("."):
            yield (path.stem if path.parent == inside else path.parent.name), path


def typed_parts(folder: Path, names: Collection[str]) -> tuple[dict[str, TypedAnswers], list[str]]:
    """The answers that the others typed in forms, by whose they are, and a sentence for each file that cannot be read: `reponses.json` in their folder, or
    a file of their name beside their notebook. names: those whose part is joined.
    """
    versions: dict[str, TypedAnswers] = {}
    sentences = []
    for name, path in members(folder):
        if name not in names:
            continue
        beside = path.with_suffix(".json") if path.parent.name == FOLDER else path.parent / typed.FILE
        content = beginning(beside, typed.MAX_BYTES + 1)
        if content is None:
            continue
        try:
            versions[name] = typed.decoded(content, epreuve_of(folder))
        except typed.UnreadableAnswers as error:
            sentences.append(f"Les réponses de « {name} » ne sont pas réunies. {error}")
    return versions, sentences


def read(path: Path) -> Any | None:
    """A notebook's file; None where it is none, is a link, or is far too large."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
            return None
        notebook = json.loads(path.read_text("utf-8"), object_hook=Node)
        if notebook.nbformat != 4:
            return None
        for cell in notebook.cells:
            cell.source = "".join(cell.source)
        return notebook
    except Exception:  # whatever a file holds, it is one that cannot be read
        return None


def join(base: Any, others: dict[str, Any], plan: NotebookPlan) -> JoinedWork:
    """The collective notebook with what the others wrote; `base` itself stays as it is.

    others: notebooks by the name under which their answers are told. The same notebooks give the same result.
    """
    joined = copy.deepcopy(base)
    titles = {writing.id: writing.title for writing in plan.writings}
    given = {writing.id: writing.given for writing in plan.writings}
    answers: list[JoinedAnswer] = []
    ids = {cell_id(cell) for cell in joined.cells if _given(cell)}
    own = Counter(_text(cell) for cell in joined.cells)
    between = [_between(other, ids) for other in others.values()]
    cells: list[Any] = []
    added, title = 0, ""
    for cell in joined.cells:
        id = cell_id(cell) if _given(cell) else ""
        if id:
            for extra in between:
                new = [extra_cell for extra_cell in extra.pop(id, ()) if not own[_text(extra_cell)]]
                own.update(map(_text, new))
                added += len(new)
                cells += map(_fresh, new)
        title = _heading(cell) or title
        cells.append(cell)
        if id and cell.metadata.nbgrader.get("solution"):
            versions = _versions(id, cell, others)
            if versions:
                answer, rest = _take(cell, versions, titles.get(id) or title or id, given.get(id, ""))
                answers.append(answer)
                cells += [extra_cell for extra_cell in rest if not own[_text(extra_cell)]]
    joined.cells = cells
    return JoinedWork(joined, tuple(answers), added)


def _take(cell: Any, versions: dict[str, Any], title: str, given: str) -> tuple[JoinedAnswer, list[Any]]:
    """Put the version that is kept in the cell; tells whose it is, and gives cells that hold the others."""
    if (rows := _rows_together(cell, given, versions)) is not None:
        cell.source = rows
        return JoinedAnswer(title, listed(versions)), []
    kept, *rest = versions
    if kept != _HERE:
        _replace(cell, versions[kept])
    return JoinedAnswer(title, kept, tuple(rest)), [_other(versions[name], name, title) for name in rest]


def _rows_together(cell: Any, given: str, versions: dict[str, Any]) -> str | None:
    """A table given out to be filled, with the rows that each filled or added; None where somebody wrote anything else.

    given: the writing's text as it was given out. A row is known by its first cell.
    """
    frame = [line.strip() for line in given.splitlines()]
    table = [at for at, line in enumerate(frame) if line.startswith("|")]
    if len(versions) < 2 or cell.cell_type != "markdown" or len(table) < 2:
        return None
    written = [[line.strip() for line in version.source.splitlines()] for version in versions.values()]
    added = list(dict.fromkeys(line for lines in written for line in lines if line and line not in frame))
    if not all(line.startswith("|") for line in added):
        return None
    rows = frame[table[0] : table[0] + 2]  # the headings and the line under them
    for row in frame[table[0] + 2 : table[-1] + 1]:
        filled = [line for line in added if _first(line) and _first(line) == _first(row)]
        rows += filled or ([row] if _first(row) else [])
        added = [line for line in added if line not in filled]
    kept = {line for lines in written for line in lines}
    after = [line for line in frame[table[-1] + 1 :] if line in kept]
    return "\n".join([*frame[: table[0]], *rows, *added, *after])


def _first(row: str) -> str:
    return row.strip("|").partition("|")[0].strip()


def _versions(id: str, cell: Any, others: dict[str, Any]) -> dict[str, Any]:
    """The cells in which somebody wrote, by whose they are; of two that say the same, the first."""
    by_author: dict[str, Any] = {}
    texts = set[str]()
    theirs = ((name, piece) for name, other in others.items() for piece in other.cells if cell_id(piece) == id)
    for name, version in ((_HERE, cell), *theirs):
        if _text(version) and not _as_given_out(version) and _text(version) not in texts:
            texts.add(_text(version))
            by_author.setdefault(name, version)
    return by_author


def _as_given_out(cell: Any) -> bool:
    """True if nobody wrote in a cell, by the checksum that nbgrader put there when it was given out."""
    with contextlib.suppress(Exception):  # somebody's metadata
        return bool(_checksum(cell) == cell.metadata.nbgrader.get("checksum"))
    return False


def _checksum(cell: Any) -> str:
    """The checksum that nbgrader puts in a cell that is answered or marked."""
    meta = cell.metadata.nbgrader
    grade, solution = bool(meta.get("grade")), bool(meta.get("solution"))
    locked = not solution and (grade or bool(meta.get("locked")))
    content = [cell.source, cell.cell_type, str(grade), str(solution), str(locked), meta.grade_id]
    points = [str(float(meta.points))] if grade else []
    return hashlib.md5("".join([*content, *points]).encode(), usedforsecurity=False).hexdigest()


def _replace(cell: Any, other: Any) -> None:
    cell.source = other.source
    if other.get("attachments"):
        cell.attachments = copy.deepcopy(other.attachments)
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None


def _other(cell: Any, name: str, title: str) -> Any:
    """A cell that shows another's version: code is not to be run, a writing stays as it was written."""
    head = f"**À trancher — « {title} », version de « {name} ».** Comparez, gardez une seule version dans la cellule au-dessus, puis supprimez celle-ci."
    fence = "~" * 5
    body = f"{fence}python\n{cell.source}\n{fence}" if cell.cell_type == "code" else cell.source
    metadata = Node({KEY: Node({TO_SETTLE: name})})
    return Node(id=_new_id(), cell_type="markdown", metadata=metadata, source=f"{head}\n\n{body}")


def _new_id() -> str:
    return secrets.token_hex(4)


def _fresh(cell: Any) -> Any:
    """A cell that a member added, fit for another notebook."""
    new = copy.deepcopy(cell)
    new["id"] = _new_id()
    if new.cell_type == "code":
        new.outputs, new.execution_count = [], None
    return new


def _between(notebook: Any, ids: set[str]) -> dict[str, list[Any]]:
    """The cells that a member added, by the cell given out before which they stand."""
    by_cell: dict[str, list[Any]] = {}
    pending: list[Any] = []
    for cell in notebook.cells:
        if _given(cell) and cell_id(cell) in ids:
            if pending:
                by_cell[cell_id(cell)] = pending
                pending = []
        elif not _given(cell) and _text(cell):
            pending.append(cell)
    return by_cell


def _given(cell: Any) -> bool:
    return isinstance(cell.metadata.get("nbgrader"), dict) and bool(cell_id(cell))


def _text(cell: Any) -> str:
    return cell.source.strip()


def _heading(cell: Any) -> str:
    if cell.cell_type != "markdown" or not _given(cell):
        return ""
    lines = [line.lstrip("#").strip() for line in cell.source.splitlines() if line.startswith("#")]
    return lines[-1] if lines else ""


def save(folder: Path, name: str, work: JoinedWork, at: datetime.datetime, answers: TypedAnswers | None = None) -> str:
    """Write the joined notebook, and the joined answers where there are some, in the place of those that were there, which are kept in
    `parts`; gives the kept notebook's name.

    All or nothing. Raises OSError.
    """
    path = folder / name
    written = {path: _content(work.notebook)}
    if answers is not None:
        written[folder / typed.FILE] = typed.encoded(answers)
    before = f"{_KEPT}{at:%d-%m à %Hh%M%S}"
    for place in written:
        if place.is_file():
            (folder / FOLDER / f"{before}{place.suffix}").write_bytes(place.read_bytes())
    replace_all(written, path.stat().st_mode & 0o777)
    return f"{before}.ipynb"


def _content(notebook: Any) -> bytes:
    """A notebook's file as Jupyter writes it: texts line by line, the entries in order."""
    written = copy.deepcopy(notebook)
    for cell in written.cells:
        cell.source = cell.source.splitlines(True)
    return f"{json.dumps(written, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()


HOW = (
    f"Travail en groupe : pour réunir vos parts, créez un dossier « {FOLDER} » à côté de ce notebook et, dedans, un dossier au nom de chacun des "
    f"autres membres (« Camille »), avec son notebook et son fichier {typed.FILE} ; puis exécutez de nouveau cette cellule."
)


def offer(folder: Path, notebook: SavedNotebook, refresh: Callable[[], None]) -> None:
    """Say how a group's parts are joined or, where they are there, show the button that joins them. refresh: has forms show what was joined."""
    from IPython.display import display

    others, sentences = parts(folder, notebook.plan)
    for sentence in (*sentences, *typed_parts(folder, others)[1]):
        print(sentence)
    if not others:
        print(HOW)
        return
    try:
        import ipywidgets as widgets
    except ImportError:
        print("Le bouton qui réunit les parts ne peut pas s'afficher ici : ouvrez ce notebook dans JupyterLab.")
        return
    names = listed([f"« {name} »" for name in others])
    label = widgets.HTML(
        f"<p>{escape(f'Dans « {FOLDER} » : {names}. Enregistrez ce notebook (Ctrl + S) avant de réunir.')}</p>"
    )
    button = widgets.Button(description="Réunir les parts du groupe", layout=widgets.Layout(width="max-content"))
    button.add_class(WRITES)
    result = widgets.Output()

    def pressed(_: Any) -> None:
        result.outputs = announced(_joined(folder, notebook))
        refresh()

    button.on_click(pressed)
    display(widgets.VBox([label, button, result]))


def _joined(folder: Path, notebook: SavedNotebook) -> str:
    """Join what is on the disk now, and tell it; whatever fails is a sentence, and nothing is then written."""
    try:
        base = read(folder / notebook.name)
        others, _ = parts(folder, notebook.plan)
        if base is None or not others:
            return "<p>Rien n'a été réuni : enregistrez ce notebook (Ctrl + S), puis exécutez de nouveau cette cellule.</p>"
        work = join(base, others, notebook.plan)
        answers, lines = joined_answers(folder, others, [question.id for question in notebook.plan.questions])
        kept = save(folder, notebook.name, work, datetime.datetime.now(), answers)
    except OSError as error:
        return f"<p>Rien n'a été réuni\N{NO-BREAK SPACE}: {escape(hindrance(error))}.</p>"
    return "".join(_told(work, kept, lines, {question.id: question.title for question in notebook.plan.questions}))


def joined_answers(
    folder: Path, names: Collection[str], questions: Collection[str]
) -> tuple[TypedAnswers | None, tuple[JoinedTyped, ...]]:
    """The answers that all typed in forms, and what became of each answer; None where the others typed nothing.

    names: those whose part is joined; questions: those of the collective notebook, as a member's own answers elsewhere are nobody else's.
    """
    others, _ = typed_parts(folder, names)
    if not others:
        return None, ()
    try:
        own = typed.read(folder)
    except typed.UnreadableAnswers:
        own = TypedAnswers(epreuve_of(folder))
    return join_typed({_HERE: own, **others}, questions)


def _told(work: JoinedWork, kept: str, typed_lines: tuple[JoinedTyped, ...], titles: dict[str, str]) -> Iterator[str]:
    count = len(work.conflicts) + sum(bool(line.others) for line in typed_lines)
    filled = [counted(len(work.answers), "cellule remplie")] if work.answers or not typed_lines else []
    verdict = listed([*filled, *([counted(len(typed_lines), "formulaire rempli")] if typed_lines else [])])
    verdict += (
        f", dont {number(count)} à trancher : les autres versions sont sous la réponse gardée."
        if count
        else ", sans désaccord."
    )
    yield f"<p><strong>{escape(verdict)}</strong></p><table style='text-align: left; border-spacing: 1em .2em'><tr><th>Réponse ou écrit</th><th>Version gardée</th><th>Autres versions</th></tr>"
    for answer in work.answers:
        row = (answer.title, answer.kept, listed(answer.others) or "—")
        yield f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>"
    for line in typed_lines:
        otherwise = " ; ".join(f"« {name} » : {text}" for name, text in line.others.items())
        row = (f"{titles.get(line.question) or line.question} (formulaire)", listed(line.kept), otherwise or "—")
        yield f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>"
    yield "</table>"
    if work.added:
        yield f"<p>{escape(counted(work.added, 'cellule ajoutée'))} entre les réponses par des membres, à leur place.</p>"
    yield (
        "<p><strong>Les formulaires sont à jour. Pour voir les écrits et le code réunis, rechargez le notebook</strong>, sans rien y écrire avant ; si vous "
        "avez répondu par du code, faites ensuite, menu Noyau, « Redémarrer le noyau et exécuter toutes les cellules ». L'ancien notebook est gardé : "
        f"« {escape(FOLDER)}/{escape(kept)} ».</p>{RELOAD}"
    )
