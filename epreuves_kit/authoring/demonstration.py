"""The writings of fictional candidates in an épreuve: the prose of `demo.yaml`, and the figures that it quotes, which `demo.py` works out."""

from __future__ import annotations

import datetime
import functools
import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, assert_never, get_args

import msgspec

from epreuves.answers.forms import (
    BooleanForm,
    ChartForm,
    ChoiceForm,
    Date,
    Form,
    IntegerForm,
    ListForm,
    NumberForm,
    PercentageForm,
    SeriesForm,
    TableForm,
    TextForm,
    WorkbookForm,
)
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording import french
from epreuves.wording.errors import KitError
from epreuves_kit.authoring import draw
from epreuves_kit.authoring.text import Sujet
from epreuves_kit.course import folders as layouts
from epreuves_kit.course.folders import Layout
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants.groups import OWN_NOTEBOOKS
from epreuves_kit.wording import strict_yaml

__all__ = ["ecrit", "enumere", "euros", "jour", "pourcent"]

PROSE, FIGURES = "demo.yaml", "demo.py"
#: The folder of the documents that fictional candidates hand in: « production-solide.pdf ».
DOCUMENTS = "demo"
Level = Literal["solide", "moyen", "faible"]
LEVELS: tuple[Level, ...] = get_args(Level)
#: By question: its form, and the value that is expected or was given, as schemes keep it.
Given = Mapping[str, tuple[Form, Any]]


class Prose(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"solid": "solide", "average": "moyen", "weak": "faible"},
):
    """The prose of one cell at each level; `{names}` are figures of the candidate's own variant."""

    solid: str
    average: str
    weak: str

    def at(self, level: Level) -> str:
        """The text written at a level."""
        return {"solide": self.solid, "moyen": self.average, "faible": self.weak}[level]


class Demonstration(msgspec.Struct, frozen=True):
    """The demonstration that an épreuve's folder has: prose by cell, and the functions of `demo.py` by name.

    Methods raise KitError, which names the file, the cell and the level.
    """

    folder: Path
    prose: dict[str, Prose]
    functions: dict[str, Callable[[dict[str, Any]], dict[str, str]]]

    def written(self, notebook: str, cell: str, level: Level, given: Callable[[], Given]) -> str:
        """The text handed in for a cell; the answers are asked for only where the text quotes figures, as they run the reference."""
        path = self.folder / PROSE
        if cell not in self.prose:
            raise KitError(f"{path} : rien n'est écrit pour la cellule « {cell} » ; écrivez-y ses trois niveaux.")
        text: str = self.prose[cell].at(level)
        if "{" not in text:
            return text.strip()
        figures = self.figures(notebook, given())
        try:
            return text.format_map(figures).strip()
        except KeyError as missing:
            reason = lacking(missing.args[0], notebook)
        except (ValueError, IndexError, AttributeError, TypeError):
            reason = BRACES
        raise KitError(f"{path}, cellule « {cell} », niveau {level} : {reason}.")

    def figures(self, notebook: str, given: Given) -> dict[str, str]:
        """The figures that the prose of a notebook may quote, by name; none where `demo.py` has no function for it."""
        name = function(notebook)
        if name not in self.functions:
            return {}
        path = self.folder / FIGURES
        answers = {
            id: _plain(form, value)
            for id, (form, value) in given.items()
            if not isinstance(form, ChartForm | WorkbookForm)
        }
        try:
            figures = self.functions[name](answers)
        except Exception as error:
            where = draw.line(error, path)
            raise KitError(f"{path}{where} : {type(error).__name__} — {error}") from error
        if not isinstance(figures, dict) or not all(isinstance(x, str) for kv in figures.items() for x in kv):
            raise KitError(f"{path} : {name}(reponses) doit rendre un dict nom → texte.")
        return figures

    def quoted(self) -> Iterator[tuple[str, Level, list[str] | None]]:
        """Cell, level, and the names that stand between braces there; None where braces do not hold plain names."""
        for cell, prose in self.prose.items():
            for level in LEVELS:
                try:
                    parts = list(string.Formatter().parse(prose.at(level)))
                except ValueError:
                    yield cell, level, None
                    continue
                fields = [(name, spec or kind) for _, name, spec, kind in parts if name is not None]
                plain = all(name.isidentifier() and not more for name, more in fields)
                yield cell, level, [name for name, _ in fields] if plain else None


BRACES = "une accolade ne se lit pas ; entre accolades ne va qu'un nom de chiffre"


def lacking(name: str, notebook: str) -> str:
    """The sentence on a figure that a text names and that `demo.py` does not give."""
    return f"le chiffre « {name} » n'est pas donné par {function(notebook)}(reponses) de demo.py"


def function(notebook: str) -> str:
    """The function of `demo.py` for a notebook, by the text that it is built from: « sujet », « rex », « production »."""
    name = notebook.removesuffix(".ipynb")
    return name if name in OWN_NOTEBOOKS else "sujet"


def played(root: Path) -> list[EpreuveId]:
    """The épreuves of a course that the demonstration plays, in the référentiel's order: those that have a `demo.yaml`."""
    return [id for id in layouts.epreuves(root) if (Layout(root, id).sujet / PROSE).exists()]


def chosen(root: Path, names: Sequence[str]) -> list[EpreuveId]:
    """The épreuves named, or all that the demonstration plays where none is, one sujet of each; KitError for one that it cannot play, or where it can play none."""
    playable = played(root)
    if not playable:
        raise KitError(
            f"{root / 'sujets'} : aucune épreuve n'a de {PROSE}, que la démonstration demande ; le guide de l'auteur dit comment "
            "l'écrire."
        )
    named = layouts.choose(root, list(names)) if names else list(referentiel(root).usual(playable))
    for id in named:
        if id not in playable:
            raise KitError(
                f"{id} ne peut pas être jouée : {Layout(root, id).short(Layout(root, id).sujet / PROSE)} manque, où est écrit ce que "
                f"rendent les candidats fictifs. Épreuves qui peuvent l'être : {', '.join(playable)}."
            )
    return [id for id in playable if id in named]


def read(folder: Path) -> Demonstration:
    """Read `demo.yaml`, and load `demo.py` where there is one; KitError names the file, the line and the field."""
    times = (path.stat().st_mtime_ns if path.exists() else 0 for path in (folder / PROSE, folder / FIGURES))
    return _read(folder, *times)


@functools.lru_cache(maxsize=32)
def _read(folder: Path, _prose: int, figures: int) -> Demonstration:
    missing = "ce que les candidats fictifs écrivent manque ; écrivez-le, cellule par cellule."
    prose = strict_yaml.read_file(folder / PROSE, dict[str, Prose], missing)
    names = draw.execute(folder / FIGURES, "le fichier manque.") if figures else {}
    return Demonstration(folder, prose, {n: names[n] for n in ("sujet", *OWN_NOTEBOOKS) if callable(names.get(n))})


def _plain(form: Form, value: Any) -> Any:
    """A scheme's value as an author reads it: dictionaries for series and tables, the number alone for a percentage."""
    match form:
        case SeriesForm():
            return {_key(key): _plain(form.values, v) for key, v in value}
        case TableForm():
            return {_key(key): {n: _plain(form.columns[n], v) for n, v in row.items()} for key, row in value}
        case ListForm():
            return [_plain(form.de, v) for v in value]
        case PercentageForm():
            return value["valeur"]
        case NumberForm() | IntegerForm() | TextForm() | BooleanForm() | Date() | ChoiceForm():
            return value
        case ChartForm() | WorkbookForm():  # shown or saved, not quoted
            return value
        case _:
            assert_never(form)


def _key(key: Any) -> Any:
    return tuple(key) if isinstance(key, list) else key


def document(folder: Path, name: str, level: Level) -> Path | None:
    """The document that a fictional candidate of a level hands in under a name; None where the épreuve's folder has none."""
    return next(iter(sorted((folder / DOCUMENTS).glob(f"{name}-{level}.*"))), None)


def by_notebook(layout: Layout, sujets: Mapping[str, Sujet]) -> dict[str, Demonstration]:
    """The demonstration of each notebook, with the prose of its cells alone; none where it cannot be read, or is not there."""
    try:
        demo = read(layout.sujet)
    except KitError:
        return {}
    manual = {name: [c.id for c in sujet.cells if c.role == "manual"] for name, sujet in sujets.items()}
    return {
        name: msgspec.structs.replace(demo, prose={id: demo.prose[id] for id in ids if id in demo.prose})
        for name, ids in manual.items()
    }


# What `demo.py` may import to write figures as people read them.


def ecrit(valeur: float, decimales: int = 0, signe: bool = False) -> str:
    """« 12 345,6 », with a true minus; `signe` writes a plus too."""
    return french.number(valeur, decimales, fixed=True, signed=signe)


def euros(valeur: float, decimales: int = 0, signe: bool = False) -> str:
    """« 12 345 € »."""
    return french.euros(valeur, decimales, fixed=True, signed=signe)


def pourcent(valeur: float, decimales: int = 0, signe: bool = False) -> str:
    """« 12,3 % », of a number that is already a percentage."""
    return french.percent(Fraction(valeur) / 100, decimales, fixed=True, signed=signe)


def jour(date: str) -> str:
    """« 1er mars », of an ISO date."""
    return french.day(datetime.date.fromisoformat(date), year=False)


def enumere(mots: Iterable[str]) -> str:
    """« a, b et c »; « aucun » where there is none."""
    return french.listed(list(mots) or ["aucun"])
