"""YAML read strictly into typed values: what is wrong is said in French, with its line, its field and what to do.

No key is written twice (the second would silently take the place of the first), no value refers to another, nothing is deeper or
longer than what a person writes, and no field is unknown to the type that is asked for.
"""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterator, Sequence
from inspect import isclass
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
import yaml

from epreuves.wording.errors import KitError
from epreuves.wording.french import either

T = TypeVar("T")
#: A step into a document: a field, or a place in a list, from 0.
Step = str | int

#: Characters of a file, and values within one another: the longest of the kit's own has a tenth of them.
LONGEST, DEEPEST = 3_000_000, 30
#: Signs of a number: one of thousands is no measure, and takes the square of their number to be read.
_FIGURES = 300
_FIGURE = re.compile(r"[-+0-9_:,.a-fA-FxXoObB]+")
_TOO_DEEP = f"des valeurs sont emboîtées sur plus de {DEEPEST} niveaux ; vérifiez les retraits et les crochets"
# libyaml's loader is ten times faster, where PyYAML was built with it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_SAID = re.compile(r"(?P<what>.*?)(?: - at (?P<key>`key` in )?`(?P<where>[^`]*)`)?\Z", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_TYPES = {
    "int": "un nombre entier",
    "float": "un nombre",
    "str": "un texte",
    "array": "une liste",
    "null": "rien",
    "object": "des champs « nom: valeur »",
    "bool": "true ou false",
    "date": "une date",
    "datetime": "une date",
}
#: What msgspec says of a value, and the same in French.
_FRENCH = [
    (r"Expected `str` matching regex.*", "le texte est vide ; écrivez-le"),
    (r"Expected `str` of length <= (\d+)", "le texte est trop long : {0} caractères au plus ; raccourcissez-le"),
    (r"Expected `array` of (?:at least )?length >= (\d+)", "la liste est trop courte : {0} au moins ; complétez-la"),
    (r"Expected `(?:int|float)` >= (\d+)", "le nombre est trop petit : {0} au moins"),
    (r"Expected `(?:int|float)` <= (\d+)", "le nombre est trop grand : {0} au plus"),
]  # fmt: skip


class YamlRefused(KitError):
    """A text that is refused; the sentence has no final stop, and begins with the place where there is one.

    line: from 1, 0 where none is to blame. field: « questions[2].attendu », empty for the whole. reason: what is wrong, what to do.
    """

    def __init__(self, reason: str, line: int = 0, field: str = "") -> None:
        self.reason, self.line, self.field = reason, line, field
        place = [f"ligne {line}"] * bool(line) + [f"champ {field}"] * bool(field)
        super().__init__(f"{', '.join(place)} : {reason}" if place else reason)


class YamlDocument:
    """A text that was read: `value` is made of dicts, lists and scalars."""

    def __init__(self, value: Any, node: yaml.Node | None) -> None:
        self.value, self._node = value, node

    def line(self, path: Sequence[Step]) -> int:
        """The line where a path leads, or the last of it that the file has."""
        node, line = self._node, self._node.start_mark.line + 1 if self._node else 1
        for step in path:
            if isinstance(node, yaml.MappingNode):
                entry = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                entry = (node.value[step],) * 2
            else:
                entry = None
            if entry is None:
                break
            line, node = entry[0].start_mark.line + 1, entry[1]
        return line


def field_name(path: Sequence[Step]) -> str:
    """« questions[2].attendu », with places from 1."""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def read_file(path: Path, type: type[T], missing: str) -> T:
    """The value of that type that a file holds; `missing`: what is said where there is none. Raises KitError, which names the file."""
    return read_document(path, type, missing)[0]


def read_document(path: Path, type: type[T], missing: str) -> tuple[T, YamlDocument]:
    """The same, with the document that it was read from, which knows the lines: what else is wrong in a value can be told with its own."""
    try:
        data_bytes = path.read_bytes()
    except FileNotFoundError:
        raise KitError(f"{path} : {missing}") from None
    except OSError as error:
        raise KitError(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None
    try:
        document = parse(data_bytes)
        return convert(document.value, type, document), document
    except YamlRefused as refused:
        raise KitError(f"{path}, {refused}.") from None


def read(data_bytes: bytes, type: type[T]) -> T:
    """The value of that type that a text holds. Raises YamlRefused."""
    document = parse(data_bytes)
    return convert(document.value, type, document)


def parse(data_bytes: bytes) -> YamlDocument:
    """A text's plain values, with their lines. Raises YamlRefused."""
    try:
        text = data_bytes.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise YamlRefused("le fichier n'est pas en UTF-8 ; enregistrez-le dans cet encodage") from None
    node = None
    try:
        check_bounds(text)
        loader = _Loader(text)
        node = loader.get_single_node()
        _refuse_doubles(node)
        return YamlDocument(None if node is None else loader.construct_document(node), node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = f"ce n'est pas du YAML{f' (colonne {mark.column + 1})' if mark else ''} ; vérifiez guillemets, deux-points et alignement"
        raise YamlRefused(reason, mark.line + 1 if mark else 0) from None
    except ValueError:  # an impossible date, for instance: 2024-13-45
        raise _unreadable(node) from None


def convert(value: Any, type: type[T], document: YamlDocument | None = None) -> T:
    """A plain value as one of that type; document: where it stands, for lines. Raises YamlRefused."""
    try:
        return msgspec.convert(value, type, builtin_types=(datetime.datetime, datetime.date))
    except msgspec.ValidationError as error:
        match = _SAID.match(str(error))
    assert match is not None  # the expression matches any text
    steps = [name or place for name, place in _STEP.findall(match["where"] or "")]
    path, kind = _named(value, type, [*steps, *(["..."] if match["key"] else [])])
    reason, field = _in_french(match["what"], kind, path[-1] if match["key"] else None)
    path += [field] if field else []
    raise YamlRefused(reason, document.line(path) if document else 0, field_name(path))


def check_bounds(text: str) -> None:
    """Raise YamlRefused for a text with references, values too deep or numbers without end; YAMLError where it is no YAML.

    A value that refers to another (« *nom », « <<: *nom ») lets a few lines stand for thousands of millions, or hold themselves.
    Nothing is built here, and nothing called again from within: a text is read in a time that follows its length.
    """
    if len(text) > LONGEST:
        raise YamlRefused(f"le fichier a {len(text)} caractères : c'est trop ({LONGEST} au plus)")
    try:
        _walk(text)
    except yaml.YAMLError as error:
        # libyaml has a bound of its own, which it reaches before it gives the first value.
        if "nesting depth" not in str(error):
            raise
        raise YamlRefused(_TOO_DEEP) from None


def _walk(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        assert event.start_mark is not None  # the parser marks every event
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            reason = f"« *{event.anchor} » renvoie à une autre valeur, ce qui n'est pas admis ; recopiez cette valeur à sa place"
            raise YamlRefused(reason, line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise YamlRefused(_TOO_DEEP, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent) and event.implicit[0]:
            signs = len(event.value)
            if signs > _FIGURES and _FIGURE.fullmatch(event.value):
                raise YamlRefused(f"un nombre y a {signs} signes ; si c'est un texte, mettez-le entre guillemets", line)


def _refuse_doubles(node: yaml.Node | None) -> None:
    for mapping in _nodes(node):
        if not isinstance(mapping, yaml.MappingNode):
            continue
        seen: dict[str, int] = {}
        for key, _ in mapping.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            line = key.start_mark.line + 1
            if key.value in seen:
                raise YamlRefused(
                    f"« {key.value} » est déjà écrit à la ligne {seen[key.value]} ; gardez l'un des deux",
                    line,
                )
            seen[key.value] = line


def _nodes(node: yaml.Node | None) -> Iterator[yaml.Node]:
    """A node and all those within it, in the order of the text."""
    if node is None:
        return
    yield node
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _nodes(child)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _nodes(key)
            yield from _nodes(value)


def _unreadable(node: yaml.Node | None) -> YamlRefused:
    """The refusal of a value that has the look of a date or a number and is none."""
    for scalar in _nodes(node):
        if isinstance(scalar, yaml.ScalarNode):
            try:
                yaml.constructor.SafeConstructor().construct_object(scalar)
            except ValueError:
                reason = f"« {scalar.value[:40]} » ne se lit pas ; mettez cette valeur entre guillemets"
                return YamlRefused(reason, scalar.start_mark.line + 1)
    return YamlRefused("une valeur ne se lit pas ; mettez-la entre guillemets")


def _named(value: Any, kind: Any, steps: list[str]) -> tuple[list[Step], Any]:
    """The path, with the key of a table that msgspec calls « [...] » named (the first whose entry is wrong), and what is due there."""
    path: list[Step] = []
    for step in steps:
        kind = _without_none(kind)
        if isinstance(value, dict) and step == "...":
            keys, entries = get_args(kind) or (Any, Any)
            wrong = (key for key, own in value.items() if not (_fits(key, keys) and _fits(own, entries)))
            key = next(wrong, step)
            path.append(key if isinstance(key, str) else str(key))
            value, kind = value.get(key), entries
        elif isinstance(value, list) and step.isdigit():
            path.append(int(step))
            value, kind = value[int(step)], (get_args(kind) or (Any,))[0]
        else:
            path.append(step)
            value = value.get(step) if isinstance(value, dict) else None
            kind = _type_of(kind, step)
    return path, _without_none(kind)


def _type_of(kind: Any, written: str) -> Any:
    """The type of a field, by the name that it has in a file."""
    if not (isclass(kind) and issubclass(kind, msgspec.Struct)):
        return Any
    names = {field.encode_name: field.name for field in msgspec.structs.fields(kind)}
    return get_type_hints(kind).get(names.get(written, ""), Any)


def _without_none(kind: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        return next((member for member in get_args(kind) if member is not type(None)), kind)
    return kind


def _fits(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind, builtin_types=(datetime.datetime, datetime.date))
    except msgspec.ValidationError:
        return False
    return True


def _in_french(message: str, kind: Any, key: Step | None) -> tuple[str, str]:
    """A sentence of msgspec's in French, and the field that is named in it; key: the one that is at fault."""
    if match := re.fullmatch(r"Object missing required field `(.+)`", message):
        return "il manque ; ajoutez-le", match[1]
    if match := re.fullmatch(r"Object contains unknown field `(.+)`", message):
        return "champ inconnu ; vérifiez son orthographe ou retirez-le", match[1]
    if match := re.fullmatch(r"Invalid enum value (?:'(.*)'|(.*))", message):
        due = _admitted(kind)
        return f"« {match[1] or match[2] or ''} » n'est pas admis{f' ; attendu {due}' if due else ''}", ""
    for pattern, french in _FRENCH:
        if match := re.fullmatch(pattern, message):
            return french.format(*match.groups()), ""
    if match := re.fullmatch(r"Expected `(.+)`, got `(.+)`", message):
        if key is not None:
            return f"la clé {key} n'est pas un texte ; mettez-la entre guillemets", ""
        due, got = (either(_TYPES.get(name, name) for name in side.split(" | ")) for side in match.groups())
        return f"attendu {due}, reçu {got}", ""
    return f"valeur refusée ({message})", ""


def _admitted(kind: Any) -> str:
    """The values of a closed list."""
    values: list[Any] = []
    if get_origin(kind) is Literal:
        values = list(get_args(kind))
    elif isclass(kind) and issubclass(kind, enum.Enum):
        values = [member.value for member in kind]
    return either(f"« {value} »" for value in values)
