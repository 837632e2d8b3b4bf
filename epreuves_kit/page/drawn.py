"""A button of the page drawn from an operation, and the form that it opens; the operation done with what the form gave."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.remedies import command, rendered
from epreuves_kit.course.folders import Course, epreuves
from epreuves_kit.exam.asking import ActionProgress, Asked, Outcome, given
from epreuves_kit.operations import every
from epreuves_kit.operations.declared import Declared, Doing, Operation, Variation, typed
from epreuves_kit.page.showing import PageButton, PageField

_KINDS = {bool: "checkbox", int: "number", datetime.date: "date", Path: "file"}


def known(name: str) -> bool:
    """True if an operation has that name, or one of its buttons."""
    return name.partition(" --")[0] in every.NAMES


def parts(name: str) -> tuple[Operation[Any], Variation | None]:
    """The operation that a button does, and the variation that it is; raises KeyError."""
    operation = every.find(name.partition(" --")[0])
    flag = name[len(operation.name) + 1 :]
    return operation, next((variation for variation in operation.variations if variation.flag == flag), None)


def label(name: str) -> str:
    """The label of a button."""
    operation, variation = parts(name)
    return (variation or operation).label


def title(name: str) -> str:
    """The name of what a button does, while it goes on and once it has ended."""
    operation, variation = parts(name)
    return (variation or operation).title


def accept(name: str) -> str:
    """The label of what accepts what a button would do, once that is shown."""
    operation, variation = parts(name)
    return (variation.accept if variation is not None else "") or operation.accept


def button(
    course: Course,
    name: str,
    epreuve: str = "",
    hint: str = "",
    closed: str = "",
    values: Mapping[str, str] | None = None,
    label: str = "",
    short: str = "",
    initial: Mapping[str, str] | None = None,
) -> PageButton:
    """The button of an operation. values: parameters that are given, and not asked; initial: what fields hold first."""
    operation, variation = parts(name)
    given_values = _fixed(operation) | (variation.values if variation is not None else {}) | dict(values or {})
    fields = tuple(
        _field(course, epreuve, declared, (initial or {}).get(declared.name, ""))
        for declared in _asked(operation, variation)
        if declared.name not in given_values
    )
    # There may be nothing to choose from.
    fields = tuple(field for field in fields if field.kind != "choice" or field.options or not field.optional)
    return PageButton(
        "do", name, label or (variation or operation).label, epreuve, hint, closed, fields, given_values, short
    )


def choosing(button: PageButton, name: str, options: Iterable[tuple[str, str]]) -> PageButton:
    """A button one of whose fields is a choice, here, among what is known."""
    fields = tuple(
        msgspec.structs.replace(field, kind="choice", options=tuple(options)) if field.name == name else field
        for field in button.fields
    )
    return msgspec.structs.replace(button, fields=fields)


def suggesting(button: PageButton, name: str, options: Iterable[str]) -> PageButton:
    """A button one of whose fields proposes some texts, without asking for one of them."""
    pairs = tuple((option, option) for option in options)
    fields = tuple(
        msgspec.structs.replace(field, options=pairs) if field.name == name else field for field in button.fields
    )
    return msgspec.structs.replace(button, fields=fields)


def _fixed(operation: Operation[Any]) -> dict[str, str]:
    """Values that the page gives without asking."""
    return {declared.name: declared.parameter.fixed for declared in operation.declared() if declared.parameter.fixed}


def _asked(operation: Operation[Any], variation: Variation | None) -> Iterable[Declared]:
    """The parameters that a button's form asks."""
    labelled = [declared for declared in operation.declared() if declared.parameter.label]
    names = variation.fields if variation is not None else operation.fields
    if names is not None:
        return [declared for declared in labelled if declared.name in names]
    flags = {variation.flag for variation in operation.variations}
    return [declared for declared in labelled if declared.parameter.flag not in flags]


def _field(course: Course, epreuve: str, declared: Declared, initial: str) -> PageField:
    parameter = declared.parameter
    kind = parameter.kind or _KINDS.get(declared.type, "text")
    optional = parameter.optional or (declared.optional and not parameter.needed)
    options = tuple(parameter.options(course, epreuve)) if parameter.options is not None else ()
    value = initial or (
        str(declared.default) if declared.optional and declared.default not in (None, "", False, ()) else ""
    )
    return PageField(
        declared.name,
        parameter.label,
        kind,
        value,
        optional,
        options,
        ",".join(parameter.accept),
        parameter.note,
        parameter.minimum,
        parameter.maximum,
    )


def _file(name: str) -> Declared | None:
    """The parameter of a button that is a file; None where it takes none."""
    return next((declared for declared in _asked(*parts(name)) if declared.parameter.kind == "file"), None)


def secrets(name: str) -> frozenset[str]:
    """The fields of a button that nobody may read again."""
    return frozenset(declared.name for declared in _asked(*parts(name)) if declared.parameter.kind == "password")


def taken(name: str) -> tuple[tuple[str, ...], str]:
    """The ends that the name of the file that a button takes may have, and the sentence on another file. Raises KitError where it takes none."""
    if (file := _file(name)) is None:
        raise KitError("Cette action ne prend pas de fichier : rouvrez la page.")
    return file.parameter.accept, file.parameter.refusal


def do(root: Path, asked: Asked, progress: ActionProgress) -> Outcome:
    """Do what a button asks in the course at `root`. Raises KitError, Unconfirmed where it is to be confirmed first."""
    if not known(asked.action):
        raise KitError("Cette action n'existe pas : fermez la page et ouvrez-la de nouveau.")
    course = Course(root)
    every = {*epreuves(course.root), *course.sources()}
    epreuve = next((id for id in every if id == asked.epreuve), None)
    if asked.epreuve and epreuve is None:
        raise KitError(f"« {asked.epreuve} » n'est pas une épreuve du cours.")
    operation, variation = parts(asked.action)
    file, name = _file(asked.action), asked.values.get("file")
    files = {file.name: given(course.root, name)} if file is not None and name else {}
    values = _fixed(operation) | (variation.values if variation is not None else {}) | asked.values
    names = [declared.name for declared in _asked(operation, variation)]
    parameters = typed(operation, values | asked.secrets, epreuve, files, names)
    outcome = operation.run(Doing(lambda: course, progress, course.root, asked.author, asked.sure, values), parameters)
    for path in files.values():
        path.unlink(missing_ok=True)
    return outcome


#: Said of what has no button, and no field, here.
_ASKED = "par qui s'occupe de la machine"
_OPTION = re.compile(r" (--[a-z-]+)")
#: What a field's label says after its name.
_HOW_TO_FILL = re.compile(r"(?:,| ;| \().*")


def with_buttons(sentence: str, labels: Mapping[str, str]) -> str:
    """A sentence whose steps are named by their buttons, and their parameters by the fields of their forms.

    labels: by name, those of operations that the page does by itself.
    """
    return rendered(sentence, functools.partial(_step, labels), _option)


def _step(labels: Mapping[str, str], words: str, within: bool) -> str:
    plain = words.partition(" --")[0].split()
    names = (" ".join(plain[:count]) for count in range(len(plain), 0, -1))
    name = next((name for name in names if name in every.NAMES), "")
    flags = _OPTION.findall(words)
    if not name or not _fields(name).keys() >= {*flags}:
        return _typed(words, within)
    own = {variation.flag: variation.label for variation in every.find(name).variations}
    step = next((own[flag] for flag in flags if flag in own), labels.get(name) or label(name))
    return f"« {step} »"


def _option(name: str, words: str, within: bool) -> str:
    fields = _fields(name) if name in every.NAMES else {}
    return fields.get(words.partition(" ")[0]) or _typed(f"{name} {words}", within)


def _typed(words: str, within: bool) -> str:
    """A step that no button does: somebody else types it."""
    return f"« {command(words)} », {_ASKED}" if within else f"« {command(words)} » ({_ASKED})"


def _fields(name: str) -> dict[str, str]:
    """The page's names for the options of an operation, as sentences say them: a field, a button of its own, the confirmation."""
    operation = every.find(name)
    labelled = [declared.parameter for declared in operation.declared() if declared.parameter.label]
    names = {
        flag: f"« {_HOW_TO_FILL.sub('', parameter.label)} »"
        for parameter in labelled
        for flag in parameter.flag.split("/")
    }
    names |= {variation.flag: f"« {variation.label} »" for variation in operation.variations}
    names |= {
        parameter.flag: parameter.named for declared in operation.declared() if (parameter := declared.parameter).named
    }
    names |= dict.fromkeys(operation.sure, "la confirmation")
    return names | {"--auteur": "votre nom"}
