"""The form of a file to hand in, in JupyterLab: a button that puts the file beside the notebook, and what was recognised of it.

A page sends a file in pieces, `{kind: "piece", client, n, name, size, at}` with its bytes as the one buffer, and each is answered before the next is
sent: `{kind: "answered", client, n, more, said, lost}`. `more` asks for the next; once it is false, `said` tells what became of the file, `lost`
whether it was refused. `{kind: "withdraw"}`, `{kind: "restore"}` and `{kind: "look"}`, with `client` and `n`, take the file away, put back the one
that was set aside last, and look at the folder again. The trait `shown` is what lies there. What is no such message is not answered.
`file.js` is the other side.
"""

from __future__ import annotations

import contextlib
import datetime
import threading
from pathlib import Path
from typing import Any

import anywidget
import msgspec
import traitlets

from epreuves.answers.checking import show_in
from epreuves.answers.files.deliverable import FileAsked
from epreuves.answers.files.finding import beside
from epreuves.answers.files.kinds import EXTENSIONS, MAX_BYTES, NOUNS, REFUSALS
from epreuves.answers.forms import WorkbookForm
from epreuves.answers.typed import home
from epreuves.entry import laying
from epreuves.entry.notice import Reply, State, short_name
from epreuves.entry.recognised import RecognisedFile, recognised, wanted_by
from epreuves.wording.disk import hindrance
from epreuves.wording.french import counted, either, hour, listed, plural, short_day
from epreuves.wording.inert import inert
from epreuves.wording.typography import spaced

_HERE = Path(__file__).parent
SCRIPTS = ("make.js", "file.js")
_TURN = threading.Lock()
#: One widget a cell that asks for a file, shown again where it is run again.
_widgets: dict[str, FileForm] = {}


class DrawnFile(msgspec.Struct, frozen=True):
    """The form of a file as a page draws it; most: bytes, and heavy the sentence on a file of more; accept: extensions that are offered first."""

    id: str
    title: str
    expected: str
    accept: str
    most: int = MAX_BYTES
    heavy: str = spaced(REFUSALS["lourd"])
    kind: str = "file"


class ShownFile(msgspec.Struct, frozen=True):
    """The file that lies in the folder, its name empty where there is none; earlier: the label of the button that puts the last one back."""

    state: State
    sentence: str
    faults: tuple[str, ...] = ()
    name: str = ""
    earlier: str = ""


class FileForm(anywidget.AnyWidget):
    """The form of a file. What it says is of the file in the folder, whoever laid it there."""

    _esm = "\n".join((_HERE / name).read_text("utf-8") for name in SCRIPTS)
    _css = (_HERE / "entry.css").read_text("utf-8")
    form = traitlets.Dict().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)

    def __init__(self, wanted: FileAsked, form: WorkbookForm | None, title: str, folder: Path) -> None:
        super().__init__()
        self._wanted, self._form, self._folder = wanted, form, folder
        self._seen: tuple[tuple[str, int, int], RecognisedFile] | None = None
        self._coming: tuple[str, bytearray] = ("", bytearray())
        accept = ",".join(f".{suffix}" for kind in wanted.formats for suffix in EXTENSIONS[kind])
        self.form = msgspec.to_builtins(DrawnFile(wanted.id, spaced(title), _expected(wanted), accept))
        self.refresh()
        self.on_msg(self._heard)
        _widgets[wanted.id] = self
        if form is not None:
            show_in(wanted.id, lambda value: self.refresh())

    def refresh(self) -> None:
        """Show what lies in the folder."""
        name, content = beside(self._folder, self._wanted.name, self._wanted.formats)
        earlier = laying.set_aside(self._folder, self._wanted)
        label = f"Reprendre « {earlier[-1].name} », mis de côté {_when(earlier[-1].at)}" if earlier else ""
        about = None
        with contextlib.suppress(OSError):  # gone meanwhile
            about = (self._folder / name).lstat()
        if not name or about is None:
            shown = ShownFile("empty", "Pas encore de fichier.", earlier=spaced(label))
        else:
            at = _when(datetime.datetime.fromtimestamp(about.st_mtime))
            seen = self._recognised(name, content, (name, about.st_mtime_ns, about.st_size))
            if seen.faults:
                is_there = f"« {name} » est dans le dossier" if not seen.kind else f"Enregistré {at} — {seen.words}"
                sentence = f"{is_there} ; à reprendre :"
            else:
                sentence = f"✓ Enregistré {at} — {seen.words}."
            faults = tuple(spaced(inert(fault[:1].upper() + fault[1:])) for fault in seen.faults)
            state: State = "unfit" if faults else "kept"
            shown = ShownFile(state, spaced(inert(sentence)), faults, inert(name), spaced(label))
        self.shown = msgspec.to_builtins(shown)

    def _recognised(self, name: str, content: bytes | None, mark: tuple[str, int, int]) -> RecognisedFile:
        """The file as it is recognised, once as long as it does not change."""
        if self._seen is None or self._seen[0] != mark:
            self._seen = mark, recognised(self._wanted, self._form, name, content)
        return self._seen[1]

    def _heard(self, widget: Any, content: Any, buffers: Any) -> None:
        with _TURN:
            match content:
                case {
                    "kind": "piece",
                    "client": str(client),
                    "n": int(n),
                    "name": str(name),
                    "size": int(size),
                    "at": int(at),
                }:
                    reply = self._piece(client, name, size, at, b"".join(bytes(piece) for piece in buffers or ()))
                case {"kind": "withdraw", "client": str(client), "n": int(n)}:
                    reply = self._withdraw()
                case {"kind": "restore", "client": str(client), "n": int(n)}:
                    reply = self._restore()
                case {"kind": "look", "client": str(client), "n": int(n)}:
                    self.refresh()
                    reply = Reply()
                case _:
                    return
            self.send({"kind": "answered", "client": client, "n": n, **msgspec.structs.asdict(reply)})

    def _piece(self, client: str, name: str, size: int, at: int, piece: bytes) -> Reply:
        """Take a piece of a file."""
        if at == 0:
            self._coming = (client, bytearray())
        owner, coming = self._coming
        if size > MAX_BYTES or len(coming) + len(piece) > MAX_BYTES:
            self._coming = ("", bytearray())
            return self._refused((f"« {short_name(name)} » : {REFUSALS['lourd']}",))
        coming += piece
        if owner != client or at + len(piece) != len(coming) or len(coming) > size or (size and not piece):
            self._coming = ("", bytearray())
            return _lost("L'envoi du fichier s'est interrompu : choisissez-le de nouveau.")
        if len(coming) < size:
            return Reply(more=True)
        self._coming = ("", bytearray())
        return self._lay(short_name(name), bytes(coming))

    def _lay(self, name: str, content: bytes) -> Reply:
        seen = recognised(self._wanted, self._form, name, content)
        if not seen.kind:
            return self._refused(seen.faults)
        target = f"{self._wanted.name}.{EXTENSIONS[seen.kind][0]}"
        try:
            kept = laying.lay(self._folder, self._wanted, target, content, datetime.datetime.now())
        except OSError as error:
            return _unchanged(error)
        _refresh_all()
        replaced = " La version d'avant est gardée : un bouton la reprend." if kept else ""
        return _said(f"« {name} » est enregistré dans le dossier de l'épreuve sous le nom « {target} ».{replaced}")

    def _refused(self, faults: tuple[str, ...]) -> Reply:
        stays = f" « {self.shown['name']} » reste comme il était." if self.shown["name"] else ""
        return _lost(f"Fichier non enregistré. {' ; '.join(fault[:1].upper() + fault[1:] for fault in faults)}.{stays}")

    def _withdraw(self) -> Reply:
        name = self.shown["name"]
        try:
            laying.take_away(self._folder, self._wanted, datetime.datetime.now())
        except OSError as error:
            return _unchanged(error)
        _refresh_all()
        return _said(f"« {name} » est retiré du dossier, et gardé : un bouton le reprend." if name else "")

    def _restore(self) -> Reply:
        try:
            laying.put_back(self._folder, self._wanted, datetime.datetime.now())
        except OSError as error:
            return _unchanged(error)
        finally:
            _refresh_all()
        return _said(f"« {self.shown['name']} » est repris.")


def show(question: str, form: WorkbookForm, title: str) -> None:
    """Show the form of the workbook in which a question's answer is read."""
    _show(wanted_by(question, form), form, title)


def show_file(wanted: FileAsked) -> None:
    """Show the form of a file that people judge."""
    _show(wanted, None, spaced(f"Fichier à remettre : « {wanted.name} »"))


def _show(wanted: FileAsked, form: WorkbookForm | None, title: str) -> None:
    from IPython.display import display

    widget = _widgets.get(wanted.id) or FileForm(wanted, form, title, home())
    widget.refresh()
    bundle = widget._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    display({**(data or {}), "text/plain": _plain(widget)}, metadata=metadata, raw=True)


def _plain(widget: FileForm) -> str:
    """The words that stand for the form where it is not shown."""
    shown = widget.shown
    names = either(f"« {widget._wanted.name}.{EXTENSIONS[kind][0]} »" for kind in widget._wanted.formats)
    unseen = (
        f"Ici, le formulaire ne s'affiche pas : posez votre fichier dans le dossier du notebook, sous le nom {names}."
    )
    return "\n".join([shown["sentence"], *(f"- {fault}" for fault in shown["faults"]), spaced(unseen)])


def _refresh_all() -> None:
    """Have every form of a file show what lies in the folder: several may ask for the same."""
    for widget in _widgets.values():
        widget.refresh()


def _expected(wanted: FileAsked) -> str:
    parts = [f"« {wanted.name} »", either(NOUNS[kind] for kind in wanted.formats)]
    if wanted.sheets:
        parts.append(f"{plural(len(wanted.sheets), 'feuille')} {listed(f'« {sheet} »' for sheet in wanted.sheets)}")
    if wanted.pages:
        parts.append(f"{counted(wanted.pages, 'page')} au plus")
    return spaced(f"Attendu : {', '.join(parts)}.")


def _when(at: datetime.datetime) -> str:
    """« à 14:32 » of today, else « le 30/11/2026 à 14:32 »."""
    day = "" if at.date() == datetime.date.today() else f"le {short_day(at)} "
    return f"{day}à {hour(at)}"


def _unchanged(error: OSError) -> Reply:
    return _lost(
        f"Rien n'a changé : {hindrance(error)}. Fermez le fichier s'il est ouvert dans un autre logiciel, puis recommencez ; sinon, appelez la "
        "personne qui surveille."
    )


def _said(sentence: str) -> Reply:
    return Reply(spaced(sentence))


def _lost(sentence: str) -> Reply:
    return Reply(spaced(sentence), lost=True)
