"""An operation as it is declared: its names, its parameters, the function that does it; and the outcome that this gives.

    class LateParameters(Parameters, frozen=True):
        epreuves: Epreuves = ()
        simulated: Annotated[bool, Parameter("Dire qui est en retard, sans rien écrire.", flag="--simuler")] = False

    @operation("retards", label="Voir qui est en retard", title="Retards")
    def late(doing: Doing, asked: LateParameters) -> Outcome:
        \"""Inscrire les dates de la séance, et dire qui a rendu après son heure de fin.\"""

The name is the command's: `epreuves retards`. The docstring, in French, is its help. Both faces give the same parameters and show the same
outcome. What would be lost is confirmed within: `doing.confirm` goes on where who asks is sure, and asks otherwise.

`cli.drawn` gives values that Typer has read; `page.drawn` gives texts, which `typed` reads within the bounds of each `Parameter`, and the files
that the page was given. A page never gives a path. An `Outcome` comes back, in words, or a KitError.
"""

from __future__ import annotations

import datetime
import functools
import inspect
import math
import re
import types
import typing
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.closing import closed
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import EXPORTS, ActionProgress, Outcome, Unconfirmed

#: The options that accept what an operation would do; those where it would replace a file.
SURE, REPLACE = ("--oui", "-o"), ("--force", "-f")
#: What a form sends for a box that is ticked.
YES = "oui"
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?", re.ASCII)
_EMPTY: dict[Any, Any] = {str: "", tuple: ()}


class Parameter(msgspec.Struct, frozen=True):
    """A parameter as it is asked for: by the command line where it has a help, by the form where it has a label.

    flag: the option's name, « --sortie »; an argument of the command where there is none. kind: the form's field, where the type does not say
    it (« long », « choice », « boxes », « pair », « time »). options: those of a choice, each as it is sent and as it is read, given the course and the épreuve.
    accept: the ends of a file's name; refusal: the sentence on another. note: what is to be known of the field. fixed: what the page gives without
    asking. as_typed: True if the command line gives an épreuve's name as it was typed, unresolved. optional: True if the form may be sent without it,
    though the command line must be told; needed: True if it may not, though the command line need not. named: its name in the page's sentences, where the page asks it otherwise than by this label.
    """

    help: str = ""
    label: str = ""
    flag: str = ""
    short: str = ""
    metavar: str = ""
    kind: str = ""
    minimum: int | None = None
    maximum: int | None = None
    options: Callable[[Course, str], Iterable[tuple[str, str]]] | None = None
    accept: tuple[str, ...] = ()
    refusal: str = ""
    note: str = ""
    fixed: str = ""
    as_typed: bool = False
    optional: bool = False
    needed: bool = False
    named: str = ""


def among(*options: tuple[str, str]) -> Callable[[Course, str], Iterable[tuple[str, str]]]:
    """A choice that is always the same."""
    return lambda course, epreuve: options


class Parameters(msgspec.Struct, frozen=True):
    """The values that an operation is given; a field's declaration is its `Parameter`."""


_ONE = "Épreuve, par son identifiant ou son numéro (e17)."
_SOME = "Seulement ces épreuves (e17 par exemple)."
#: The épreuve that an operation is on, or those; the command line takes a number, the page has one before it.
Epreuve = Annotated[EpreuveId, Parameter(_ONE, metavar="ID")]
Epreuves = Annotated[tuple[EpreuveId, ...], Parameter(_SOME, metavar="ID")]


class Declared(msgspec.Struct, frozen=True):
    """A parameter of an operation: its name, its type without « or nothing », its default, how it is asked for."""

    name: str
    type: Any
    default: Any
    parameter: Parameter

    @property
    def optional(self) -> bool:
        """True if it can be left out."""
        return self.default is not inspect.Parameter.empty

    @property
    def several(self) -> bool:
        """True if it takes several values."""
        return typing.get_origin(self.type) is tuple and typing.get_args(self.type)[-1] is Ellipsis


P = TypeVar("P", bound=Parameters)


def _unheard(row: Any, line: str) -> None:
    """A page reads what was done once it is."""


class Doing(msgspec.Struct, frozen=True):
    """An operation under way: the function that opens its course, the one that hears of its progress, the folder that paths are told from, who asks, True if
    they confirmed what it does, and what their confirmation brought back of what they were shown. row: hears of each thing done as it comes, as
    `--json` writes it, and as a line of a journal.
    """

    opened: Callable[[], Course]
    progress: ActionProgress
    here: Path
    author: str = ""
    sure: bool = False
    brought: Mapping[str, str] = {}
    row: Callable[[Any, str], None] = _unheard

    @property
    def course(self) -> Course:
        """The course; raises KitError outside of one, where what asks nothing of it is done all the same."""
        return self.opened()

    def folder(self, path: Path) -> Path:
        """A folder to be written in, of which a path is told; raises KitError where it is one of the course's own."""
        from epreuves_kit.exports.making import check_folder

        place = self.here / path
        try:
            root = self.course.root
        except KitError:  # outside of a course, none is its own
            return place
        check_folder(place, root)
        return place

    def place(self, path: Path) -> Path:
        """The place of a file to be written, of which a path is told. Asks where one is there; raises KitError."""
        place = self.folder(path.parent) / path.name
        if place.exists():
            self.confirm(
                f"« {path.relative_to(EXPORTS) if path.is_relative_to(EXPORTS) else path} » est déjà écrit : l'écrire de nouveau le remplace."
            )
        return place

    def named(self, path: Path) -> str:
        """A file's path as it is told: from the folder that paths are told from, where it lies in it."""
        place = (self.here / path).resolve()
        return (place.relative_to(self.here) if place.is_relative_to(self.here) else place).as_posix()

    def confirm(self, sentence: str, look: Iterable[str] = (), **brought: str) -> None:
        """Go on where who asks is sure; raises Unconfirmed otherwise, with what is to be brought back."""
        if not self.sure:
            raise Unconfirmed(sentence, brought, tuple(look))


class Variation(msgspec.Struct, frozen=True):
    """A button of its own for an operation, named after the option that makes the difference: « jury pv --rectificatif ».

    fields: what it asks, of which the operation's first button does not ask the option itself; values: what it gives.
    """

    flag: str
    label: str
    title: str
    fields: tuple[str, ...] = ()
    values: dict[str, str] = {}
    accept: str = ""


class Operation(msgspec.Struct, Generic[P], frozen=True):
    """A thing that can be done. name: the words of its command; label: its button's; title: said while it goes on, and of how it ended.

    accept: what accepts what it would do, once shown. sure: the options that accept it beforehand; none where nothing is asked. lines: of what
    `--json` writes an object each. author: the help of `--auteur`, where who asks is kept; required: True if the command line must be told.
    fields: what its own button asks; all that has a label, but the options of its variations, where it is None.
    """

    name: str
    label: str
    title: str
    parameters: type[P]
    run: Callable[[Doing, P], Outcome]
    help: str
    accept: str
    sure: tuple[str, ...]
    lines: str = ""
    author: str = ""
    required: bool = False
    variations: tuple[Variation, ...] = ()
    fields: tuple[str, ...] | None = None

    def declared(self) -> tuple[Declared, ...]:
        """Its parameters, in order."""
        return _declared_by(self.parameters)


@functools.cache
def _declared_by(parameters: type[Parameters]) -> tuple[Declared, ...]:
    """The parameters that a struct declares, in order; a page asks for them hundreds of times."""
    hints = typing.get_type_hints(parameters, include_extras=True)
    return tuple(_declared(field, hints[field.name]) for field in msgspec.structs.fields(parameters))


def _declared(field: msgspec.structs.FieldInfo, hint: Any) -> Declared:
    parameter = next(item for item in hint.__metadata__ if isinstance(item, Parameter))
    kind = hint.__origin__
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        kind = next(argument for argument in typing.get_args(kind) if argument is not type(None))
    # Neither Typer nor a form knows of an épreuve's identifier: they give a text.
    kind = tuple[str, ...] if kind == tuple[EpreuveId, ...] else str if kind is EpreuveId else kind
    default = inspect.Parameter.empty if field.default is msgspec.NODEFAULT else field.default
    return Declared(field.name, kind, default, parameter)


def operation(
    name: str,
    *,
    label: str,
    title: str,
    accept: str = "Continuer quand même",
    sure: tuple[str, ...] = (),
    lines: str = "",
    author: str = "",
    required: bool = False,
    variations: tuple[Variation, ...] = (),
    fields: tuple[str, ...] | None = None,
    sealed: bool = False,
) -> Callable[[Callable[[Doing, P], Outcome]], Operation[P]]:
    """Declare the operation that a function does; see `Operation`. sealed: True if it changes what a closing seals, which is then asked about first."""

    def made(run: Callable[[Doing, P], Outcome]) -> Operation[P]:
        parameters = typing.get_type_hints(run)["asked"]
        return Operation(
            name,
            label,
            title,
            parameters,
            _once_closed(run) if sealed else run,
            inspect.cleandoc(run.__doc__ or ""),
            accept,
            sure,
            lines,
            author,
            required,
            variations,
            fields,
        )

    return made


def _once_closed(run: Callable[[Doing, P], Outcome]) -> Callable[[Doing, P], Outcome]:
    """The same, which asks first where the session is closed."""

    def asking(doing: Doing, asked: P) -> Outcome:
        ask_once_closed(doing)
        return run(doing, asked)

    return asking


def ask_once_closed(doing: Doing) -> None:
    """Raise Unconfirmed where the session is closed and nobody has said to go on."""
    if not doing.sure and closed(doing.course.root):
        raise Unconfirmed(
            "La session est close : ce qui change maintenant n'est pas ce qui a été scellé et signé, et la vérification de la clôture le dira."
        )


def typed(
    operation: Operation[P],
    values: Mapping[str, str],
    epreuve: EpreuveId | None,
    files: Mapping[str, Path],
    asked: Collection[str],
) -> P:
    """The parameters that a form gives as text, and as files. asked: names of those that it asks. Raises KitError, in a sentence, where one cannot be read."""
    given = {
        declared.name: read
        for declared in operation.declared()
        if (read := _read(declared, values, epreuve, files)) is not None
    }
    for declared in operation.declared():
        if declared.parameter.optional:
            given.setdefault(declared.name, () if declared.several else None)
        is_told = declared.name in given or declared.name in values
        lacks = declared.name not in given and not declared.optional
        if lacks or (declared.name in asked and declared.parameter.needed and not is_told):
            raise KitError(f"Il manque « {declared.parameter.label or declared.name} ».")
    return operation.parameters(**given)


def _read(declared: Declared, values: Mapping[str, str], epreuve: EpreuveId | None, files: Mapping[str, Path]) -> Any:
    text = values.get(declared.name, "").strip()
    if declared.name == "epreuve":
        return epreuve
    if declared.name == "epreuves":
        return (epreuve,) if epreuve else None
    if Path in (declared.type, *typing.get_args(declared.type)):  # a page names no path
        file = files.get(declared.name)
        return file if file is None or not declared.several else (file,)
    if not text:
        # What may be told nothing at all is told empty: it is to go.
        return (
            _EMPTY.get(typing.get_origin(declared.type) or declared.type)
            if declared.default is None and declared.name in values
            else None
        )
    if declared.type is bool:
        return text == YES
    if declared.type is int:
        return _whole(declared, text)
    if declared.type is float:
        return measure(declared, text, declared.parameter.label)
    if declared.type is datetime.date:
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise KitError(f"{declared.parameter.label} : « {text} » n'est pas une date.") from None
    if typing.get_origin(declared.type) is tuple:
        return tuple(part for piece in text.split(",") if (part := piece.strip())) or None
    return text


def measure(declared: Declared, text: str, name: str) -> float:
    """The number that a text says, within a parameter's bounds. name: as the parameter is told. Raises KitError."""
    least, most = declared.parameter.minimum, declared.parameter.maximum
    number = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else math.nan
    if not (-math.inf if least is None else least) <= number <= (math.inf if most is None else most):
        bounds = f", de {least} à {most}" if least is not None and most is not None else ""
        raise KitError(f"{name} : un nombre est attendu{bounds}, reçu « {text} ».")
    return number


def _whole(declared: Declared, text: str) -> int:
    least, most = declared.parameter.minimum, declared.parameter.maximum
    number = int(text) if text.isdecimal() and len(text) < 10 else None
    if number is None or (least is not None and number < least) or (most is not None and number > most):
        bounds = f", de {least} à {most}" if least is not None and most is not None else ""
        raise KitError(f"{declared.parameter.label} : un nombre entier est attendu{bounds}.")
    return number
