"""The notebook doctor: a copy laid on the released notebook, so that every cell due is there once, in its own state.

Of a copy only the text of the candidate's cells is kept. All metadata is the release's: tags, points, grade ids, types
and checksums that a copy claims are never read, but for telling which cell is which.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

import msgspec

from epreuves.answers.handing_in import ID as LAST_CELL
from epreuves.answers.handing_in import KEY, shows_form
from epreuves.wording.french import counted, listed
from epreuves_kit.grading.neutral import neutral_markdown
from epreuves_kit.grading.submitted import NotebookCell, SubmittedNotebook, UnreadableNotebook, read

Status = Literal["readable", "unreadable", "foreign"]
_ROLES = {
    "tests": ("cellule de vérification", "cellules de vérification"), "solution": ("cellule de réponse", "cellules de réponse"),
    "manual": ("réponse rédigée", "réponses rédigées"), "task": ("critère", "critères"), "readonly": ("cellule de l'énoncé", "cellules de l'énoncé"),
}  # fmt: skip
#: What is mended in a cell, and the sentence that says it of all the cells in which it was: read by who marks and by the candidate.
_Kind = Literal["doubled", "taken", "missing", "alike", "blank", "before", "type", "tags", "wiped", "rewritten"]
_SAID: dict[_Kind, str] = {
    "doubled": "En plusieurs exemplaires dans la copie, un seul est retenu : {}.",
    "taken": "Sans nom dans la copie, mais reconnu à sa place : {}.",
    "missing": "Effacé de la copie, remis à sa place, sans effet sur les points : {}.",
    "alike": "Sans nom dans la copie, et semblable à d'autres, remis à sa place : {}.",
    "blank": "Absent de la copie, remis à sa place sans réponse : {}.",
    "before": "Avant sa réponse dans la copie, remis après elle : {}.",
    "type": "Texte devenu code, ou code devenu texte, rétabli sans rien perdre de ce qui est écrit : {}.",
    "tags": "Étiquettes ôtées de {} : ce sont des réglages de JupyterLab, les réponses n'en changent pas.",
    "wiped": "Texte de l'énoncé effacé, rétabli : {}.",
    "rewritten": "Texte de l'énoncé modifié, rétabli, et ce qu'en dit la copie est gardé à côté : {}.",
}
#: Cells that a sentence names; those that follow are counted.
_NAMED = 8
#: What the last cell imports and calls.
_CALL = "avant_de_rendre"
#: Said of one answer, then of several.
_LOST = (
    "La cellule de la réponse {} manque, et la copie contient des cellules ajoutées : la réponse y est peut-être. À relire.",
    "Les cellules des réponses {} manquent, et la copie contient des cellules ajoutées : ces réponses y sont peut-être. À relire.",
)


class Mended(msgspec.Struct, frozen=True):
    """A copy ready to be run: notebook (nbformat 4.5 dictionary), whether it could be read, why not, and each mend."""

    notebook: dict[str, Any]
    status: Status
    reason: str
    mends: tuple[str, ...]
    #: Outputs as submitted, by cell: read for the self-assessment alone, never shown.
    outputs: tuple[list[dict[str, Any]], ...] = ()
    #: Grade ids of the answers whose cell was not found: it comes back blank, which nobody should take for an answer left blank.
    lost: tuple[str, ...] = ()
    #: Grade ids of the tests cells that stand after a lost answer, where other cells of the copy may hold it.
    doubtful: tuple[str, ...] = ()


class _Mends:
    """The mends of a copy, in the order in which they were first met: a sentence a kind, whatever the number of cells."""

    def __init__(self, sentences: list[str], due: dict[str, dict[str, Any]]) -> None:
        self._due, self._said = due, list[str | _Kind](sentences)
        self._cells: dict[_Kind, list[str]] = {}

    def say(self, sentence: str) -> None:
        """A mend of the whole copy."""
        self._said.append(sentence)

    def of(self, kind: _Kind, id: str) -> None:
        """A mend of a cell."""
        if kind not in self._cells:
            self._said.append(kind)
        self._cells.setdefault(kind, []).append(id)

    def sentences(self) -> tuple[str, ...]:
        """All that was mended."""
        return tuple(_SAID[item].format(self._cells_of(item)) if item in _SAID else item for item in self._said)

    def _cells_of(self, kind: _Kind) -> str:
        ids = self._cells[kind]
        if kind == "tags":
            return counted(len(ids), "cellule")
        roles: dict[str, list[str]] = {}
        for id in ids[:_NAMED]:
            roles.setdefault(role(self._due[id]), []).append(f"« {id} »")
        named = [f"{_ROLES[name][len(own) > 1]} {listed(own)}" for name, own in roles.items()]
        more = len(ids) - _NAMED
        return " ; ".join([*named, *([f"et {counted(more, 'autre')}"] if more > 0 else [])])


def mend(raw: bytes, release: dict[str, Any]) -> Mended:
    """Lay a submitted file on the released notebook.

    raw: bytes of the submitted file. release: the released notebook, nbformat 4.5, trusted.
    Never raises for anything in `raw`: what cannot be read becomes the blank release with a reason.
    """
    try:
        submitted = read(raw)
    except UnreadableNotebook as error:
        blank = _notebook(release, _copied(release["cells"]))
        return Mended(blank, "unreadable", str(error), (), lost=tuple(_answers(release)))
    due = {id: c for c in release["cells"] if (id := role_id(c))}
    mends = _Mends(submitted.mends, due)
    if submitted.kernel not in ("python3", "", release["metadata"].get("kernelspec", {}).get("name")):
        mends.say(f"Noyau « {submitted.kernel[:40]} » : remplacé par Python 3.")
    own = {(c["cell_type"], _source(c)): c for c in release["cells"] if not role_id(c)}
    matched, doubles = _match(submitted, due, {text for _, text in own}, mends)
    _take(matched, doubles, release["cells"], mends)
    ids = {id for id, _ in matched}
    lost = tuple(id for id in _answers(release) if id not in ids)
    doubtful: tuple[str, ...] = ()
    if not any(id for id, _ in matched) and due:
        reason = "Aucune cellule de l'épreuve n'a été reconnue : la copie n'a pas été faite dans le notebook distribué."
        status: Status = "foreign"
    else:
        reason, status = "", "readable"
        if lost and _added(matched, doubles, release["cells"]):
            reason = (_LOST[0] if len(lost) == 1 else _LOST[1]).format(listed([f"« {id} »" for id in lost]))
            after = list(due)[list(due).index(lost[0]) :]
            doubtful = tuple(id for id in after if role(due[id]) == "tests")
    placed: Placed = [*matched]
    _put_back(placed, due, mends)
    _tests_after_answers(placed, due, mends)
    cells = [built for number, (id, cell) in enumerate(placed) for built in _rebuilt(id, cell, due, own, number, mends)]
    return Mended(
        _notebook(release, cells), status, reason, mends.sentences(), tuple(submitted.outputs), lost, doubtful
    )


def role_id(cell: dict[str, Any]) -> str | None:
    """The grade id of a released cell, or None for a plain cell."""
    return cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")


def role(cell: dict[str, Any]) -> str:
    """nbgrader's role of a released cell: tests, solution, manual, task or readonly."""
    meta = cell["metadata"]["nbgrader"]
    if meta.get("task"):
        return "task"
    if meta.get("grade"):
        return "manual" if meta.get("solution") else "tests"
    return "solution" if meta.get("solution") else "readonly"


def is_last_cell(cell: dict[str, Any]) -> bool:
    """True if a released cell is the one that tells a candidate what is still missing: nothing of a copy hangs on it."""
    return role_id(cell) == LAST_CELL and KEY in cell["metadata"] and role(cell) == "readonly"


def _beside_call(source: str) -> bool:
    """True if somebody wrote in that cell more than remarks, and the call that it is made for."""
    lines = (line.strip() for line in source.splitlines())
    return any(line and not line.startswith(("#", "from epreuves import")) and _CALL not in line for line in lines)


#: The candidate's cells, each with the grade id of the released cell that it is taken for.
Known = list[tuple[str | None, NotebookCell]]
#: The same with the released cells that were put back, in which the candidate wrote nothing.
Placed = list[tuple[str | None, NotebookCell | None]]


def _match(
    submitted: SubmittedNotebook, due: dict[str, dict[str, Any]], plain: Collection[str], mends: _Mends
) -> tuple[Known, frozenset[int]]:
    """Tell which submitted cell is which released one: by grade id, else by cell id, else by an identical text.

    A cell's id may have moved to its metadata: tools that write an older format keep it there.
    plain: texts of the released cells without grade id.
    Returns as well the cells that are one of these once more, and stay as cells that were added.
    """
    names = _names(due)
    texts = {s: id for id, c in due.items() if _locked(c) and (s := _source(c)).strip()}
    # A text that tells nothing, or that is another cell's as well, tells no cell.
    texts = {s: id for s, id in texts.items() if s not in plain and not _alike(id, due)}
    candidates: dict[str, list[int]] = {}
    claims: dict[int, int] = {}
    for index, cell in enumerate(submitted.cells):
        claimed = cell.metadata.get("nbgrader")
        claimed = claimed.get("grade_id") if isinstance(claimed, dict) else None
        by_name = (names.get(name) for name in (cell.id, cell.metadata.get("id")) if isinstance(name, str))
        for rank, id in enumerate((claimed, *by_name, texts.get(cell.source))):
            if isinstance(id, str) and id in due:
                candidates.setdefault(id, []).append(index)
                claims[index] = rank
                break
    chosen: dict[int, str] = {}
    for id, indices in candidates.items():
        # A cell pasted twice: the last one that was worked in stands, the others stay as plain cells, and are run.
        worked = [i for i in indices if submitted.cells[i].source.strip() not in ("", _source(due[id]).strip())]
        chosen[(worked or indices)[-1] if not _locked(due[id]) else min(indices, key=claims.__getitem__)] = id
        if len(indices) > 1:
            mends.of("doubled", id)
    order = list(due)
    places = [order.index(chosen[i]) for i in sorted(chosen)]
    if places != sorted(places):
        mends.say("Des cellules ont été déplacées.")
    # Plain cells of the release (no grade id) come back as the candidate has them, like any cell added.
    placed = [(chosen.get(i), cell) for i, cell in enumerate(submitted.cells)]
    return placed, frozenset(i for i in claims if i not in chosen)


def _alike(id: str, due: dict[str, dict[str, Any]]) -> bool:
    """True if a locked cell's text is that of another: without its name, as where its tests are all hidden, it could be either."""
    source = _source(due[id])
    return any(_source(cell) == source for other, cell in due.items() if other != id)


def _names(due: dict[str, dict[str, Any]]) -> dict[str, str]:
    """By any name that a released cell bears, its grade id; a grade id goes before another cell's Jupyter id."""
    names: dict[str, str] = {}
    for id, cell in due.items():
        for name in (cell.get("id"), cell["metadata"].get("id")):
            if isinstance(name, str):
                # What names two cells names none.
                names[name] = id if names.get(name, id) == id else ""
    return names | {id: id for id in due}


def _take(placed: Known, doubles: frozenset[int], release: list[dict[str, Any]], mends: _Mends) -> None:
    """Take for an answer whose cell is missing the added cell that stands in its place, where there is one and no other.

    In its place: right between the cells that the release has before and after it, where no other answer of its type is missing; of
    its type, no text that was given out, and not another notebook's by its own metadata.
    """
    if not any(id for id, _ in placed):
        return
    given = {_source(c).strip() for c in release if _locked(c)}
    places = _places(placed, release)
    for start, end in _gaps(places):
        missing = release[start:end]
        first = places[start - 1] if start else -1
        last = places[end] if end < len(release) else len(placed)
        # What is missing in a row is one gap: the cells around it are there.
        assert first is not None
        assert last is not None
        between = range(first + 1, last)
        if any(_locked(cell) for cell in missing) or any(placed[i][0] for i in between):
            continue
        for kind in ("code", "markdown"):
            answers = [cell for cell in missing if cell["cell_type"] == kind]
            cells = {i: placed[i][1] for i in between if i not in doubles and not _claims(placed[i][1])}
            free = [i for i, c in cells.items() if c.cell_type == kind and c.source.strip() not in ("", *given)]
            if len(answers) == len(free) == 1:
                id = role_id(answers[0])
                assert id is not None  # what is missing is an answer
                placed[free[0]] = (id, placed[free[0]][1])
                mends.of("taken", id)


def _gaps(places: list[int | None]) -> list[tuple[int, int]]:
    """The beginnings and ends of the gaps left by released cells that are missing, those that follow each other together."""
    gaps: list[tuple[int, int]] = []
    for number, place in enumerate(places):
        if place is None:
            if gaps and gaps[-1][1] == number:
                gaps[-1] = gaps[-1][0], number + 1
            else:
                gaps.append((number, number + 1))
    return gaps


def _places(placed: Known, release: list[dict[str, Any]]) -> list[int | None]:
    """The place of each released cell in the copy: one without grade id is where its text is, if that is there once."""
    where = {id: i for i, (id, _) in enumerate(placed) if id}
    plain: dict[tuple[str, str], list[int]] = {}
    for i, (id, cell) in enumerate(placed):
        if id is None:
            plain.setdefault((cell.cell_type, cell.source), []).append(i)
    texts = [(c["cell_type"], _source(c)) for c in release if not role_id(c)]

    def place(cell: dict[str, Any]) -> int | None:
        if id := role_id(cell):
            return where.get(id)
        text = cell["cell_type"], _source(cell)
        indices = plain.get(text, [])
        return indices[0] if len(indices) == 1 and texts.count(text) == 1 else None

    return [place(c) for c in release]


def _claims(cell: NotebookCell) -> bool:
    """True if a cell says that it is one of nbgrader's."""
    meta = cell.metadata.get("nbgrader")
    return isinstance(meta, dict) and bool(meta.get("grade_id"))


def _added(placed: Known, doubles: frozenset[int], release: list[dict[str, Any]]) -> bool:
    """True if a copy has a cell that the release has not, with something in it."""
    given = {"", *(_source(c).strip() for c in release)}
    return any(
        id is None and i not in doubles and cell.source.strip() not in given for i, (id, cell) in enumerate(placed)
    )


def _answers(release: dict[str, Any]) -> list[str]:
    """Grade ids of the cells in which candidates write."""
    return [id for c in release["cells"] if (id := role_id(c)) and not _locked(c)]


def _put_back(placed: Placed, due: dict[str, dict[str, Any]], mends: _Mends) -> None:
    """Insert each released cell that is missing, after the released cell that comes before it."""
    present = {id for id, _ in placed if id}
    previous: str | None = None
    for id in due:
        if id not in present:
            place = next((i for i, (p, _) in enumerate(placed) if p == previous), -1) + 1 if previous else 0
            placed.insert(place, (id, None))
            if not is_last_cell(due[id]):
                lacking: _Kind = "alike" if _alike(id, due) else "missing"
                mends.of(lacking if _locked(due[id]) else "blank", id)
        previous = id


def _tests_after_answers(placed: Placed, due: dict[str, dict[str, Any]], mends: _Mends) -> None:
    """Move a tests cell that comes before its own answer cells to just after them."""
    answers: list[str] = []
    for id, cell in due.items():
        kind = role(cell)
        if kind == "solution":
            answers.append(id)
        elif kind == "tests":
            where = {p: i for i, (p, _) in enumerate(placed) if p}
            last = max((where[a] for a in answers), default=-1)
            if last > where[id]:
                placed.insert(last, placed.pop(where[id]))
                mends.of("before", id)
            answers = []


def _rebuilt(
    id: str | None,
    cell: NotebookCell | None,
    due: dict[str, dict[str, Any]],
    own: dict[tuple[str, str], dict[str, Any]],
    number: int,
    mends: _Mends,
) -> list[dict[str, Any]]:
    """A placed cell in its own state; beside a locked one, what the candidate wrote in it, as a cell that was added."""
    if id is None:
        assert cell is not None  # only released cells are put back
        given = own.get((cell.cell_type, cell.source))
        return [_given(given, number)] if given is not None else [_plain(cell, number)]
    released = _copied(due[id])
    if cell is None:
        return [released]
    kind = released["cell_type"]
    if cell.cell_type != kind:
        mends.of("type", id)
    if cell.metadata.get("tags", []) not in ([], released["metadata"].get("tags", [])):
        mends.of("tags", id)
    if is_last_cell(released) and not _beside_call(cell.source):
        return [released]
    if _locked(released):
        if cell.source.strip() in ("", _source(released).strip()):
            if not cell.source.strip() and _source(released).strip():
                mends.of("wiped", id)
            return [released]
        mends.of("rewritten", id)
        kept = _plain(cell, number)
        # Before a verification, so that an answer written in it is seen by it; after the rest, so that it can use it.
        return [kept, released] if role(released) == "tests" else [released, kept]
    if cell.source == _source(released) and cell.cell_type == kind:
        # Left as it was given out: its text is the author's, whatever it holds.
        return [released]
    released["source"] = cell.source if kind == "code" else neutral_markdown(cell.source, cell.attachments)
    if kind == "markdown" and cell.attachments:
        released["attachments"] = cell.attachments
    return [released]


def _given(released: dict[str, Any], number: int) -> dict[str, Any]:
    """A cell without grade id that came back as it was given out."""
    kept = {k: _copied(released[k]) for k in ("cell_type", "attachments") if k in released}
    metadata = {KEY: _copied(released["metadata"][KEY])} if shows_form(released) else {}
    built = kept | {"id": f"ajout-{number}", "metadata": metadata, "source": _source(released)}
    return built | ({"outputs": [], "execution_count": None} if built["cell_type"] == "code" else {})


def _plain(cell: NotebookCell, number: int) -> dict[str, Any]:
    """A cell that the candidate added, stripped of all but its text; a raw cell becomes text that nothing interprets."""
    kind = "code" if cell.cell_type == "code" else "markdown"
    built: dict[str, Any] = {"cell_type": kind, "id": f"ajout-{number}", "metadata": {}}
    if cell.cell_type == "code":
        return built | {"source": cell.source, "outputs": [], "execution_count": None}
    built["source"] = neutral_markdown(
        cell.source if cell.cell_type == "markdown" else _fenced(cell.source), cell.attachments
    )
    if cell.attachments:
        built["attachments"] = cell.attachments
    return built


def _fenced(text: str) -> str:
    return "~~~text\n" + text.replace("~~~", "~ ~ ~") + "\n~~~"


def _notebook(release: dict[str, Any], cells: list[dict[str, Any]]) -> dict[str, Any]:
    for number, cell in enumerate(cells):
        cell.setdefault("id", f"cellule-{number}")
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    kept = {k: _copied(v) for k, v in release["metadata"].items() if k in ("kernelspec", "language_info")}
    return {"cells": cells, "metadata": kept, "nbformat": 4, "nbformat_minor": 5}


def _copied(tree: Any) -> Any:
    """A tree of plain data, copied whole; four times as fast as `copy.deepcopy`."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(tree))


def _locked(cell: dict[str, Any]) -> bool:
    return role_id(cell) is None or role(cell) in ("tests", "task", "readonly")


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)
