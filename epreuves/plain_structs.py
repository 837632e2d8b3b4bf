"""What stands in for msgspec where it is not installed: structs, and values checked against types, by the standard library alone.

It follows msgspec to the letter in what it takes and refuses; its sentences are its own. Slower by far, it reads one candidate's own data.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import functools
import json
import math
import re
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class MsgspecError(Exception):
    """Base of what is raised here."""


class DecodeError(MsgspecError, ValueError):
    """Bytes that are no JSON."""


class ValidationError(DecodeError):
    """A value that is not of the type asked for."""


@dataclasses.dataclass(frozen=True)
class Meta:
    """Bounds of a value, within Annotated: of a number, of a length, and the pattern that a text holds somewhere."""

    ge: float | None = None
    le: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


@dataclasses.dataclass(frozen=True)
class _Config:
    """How a struct is written: frozen, the field that tells its kind and what it says, names of fields, others refused, defaults left out."""

    frozen: bool = False
    tag_field: str | None = None
    tag: str | None = None
    rename: Mapping[str, str] | str | None = None
    forbid_unknown_fields: bool = False
    omit_defaults: bool = False

    def written(self, name: str) -> str:
        """The name under which a field is written."""
        if self.rename == "camel":
            first, *others = name.split("_")
            return first + "".join(map(str.title, others))
        return self.rename.get(name, name) if isinstance(self.rename, Mapping) else name


class Struct:
    """Base of structs: a dataclass whose class line says how it is written."""

    __struct_config__: ClassVar[_Config] = _Config()
    __struct_fields__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__()
        config = dataclasses.replace(cls.__struct_config__, **options)
        if config.tag_field is not None or config.tag is not None:
            # A kind that says no tag of its own goes by its name.
            tag, tag_field = options.get("tag", cls.__name__), config.tag_field or "type"
            config = dataclasses.replace(config, tag=tag, tag_field=tag_field)
        cls.__struct_config__ = config
        dataclasses.dataclass(frozen=config.frozen, repr=False)(cls)
        cls.__struct_fields__ = tuple(one.name for one in _all(cls))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__struct_fields__)
        return f"{type(self).__name__}({told})"


field, replace = dataclasses.field, dataclasses.replace


def convert(value: Any, type: Any) -> Any:
    """A plain value as one of a type, checked; raises ValidationError."""
    return _reader(type)(value)


def decode(data: bytes | str, *, type: Any = Any) -> Any:
    """JSON as a value of a type, checked; raises DecodeError or UnicodeDecodeError."""
    text = data.decode("utf-8") if isinstance(data, bytes) else data
    try:
        return convert(json.loads(text, parse_constant=_refused, parse_float=_float), type)
    except json.JSONDecodeError as error:
        raise DecodeError(str(error)) from None


def encode(value: Any, *, order: str | None = None) -> bytes:
    """A value as compact JSON, in UTF-8. order: « deterministic » puts the fields in the order of their names. Raises TypeError."""
    written = json.dumps(
        _undefined(to_builtins(value)), ensure_ascii=False, separators=(",", ":"), sort_keys=order is not None
    )
    return written.encode("utf-8")


def format_json(data: bytes, *, indent: int = 2) -> bytes:
    """JSON with its entries on lines of their own."""
    return json.dumps(json.loads(data), ensure_ascii=False, indent=indent).encode("utf-8")


def to_builtins(value: Any) -> Any:
    """A value as plain ones: structs as dicts, under the names that they are written with. Raises TypeError."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    match value:
        case Struct():
            return dict(_fields(value))
        case dict():
            return {_key(key): to_builtins(one) for key, one in value.items()}
        case list() | set() | frozenset():
            return [to_builtins(one) for one in value]
        case tuple():
            return tuple(to_builtins(one) for one in value)
        case enum.Enum():
            return to_builtins(value.value)
        case datetime.datetime() | datetime.date():
            return value.isoformat()
        case str() | int() | float():
            return value
    raise TypeError(f"Encoding objects of type {type(value).__name__} is unsupported")


def _fields(value: Struct) -> typing.Iterator[tuple[str, Any]]:
    config = value.__struct_config__
    if config.tag is not None:
        yield str(config.tag_field), config.tag
    for field in _all(type(value)):
        found = getattr(value, field.name)
        if config.omit_defaults and _is_default(field, found):
            continue
        yield config.written(field.name), to_builtins(found)


def _all(kind: type[Struct]) -> tuple[dataclasses.Field[Any], ...]:
    """The fields of a struct, in order."""
    return dataclasses.fields(typing.cast(Any, kind))


def _is_default(field: dataclasses.Field[Any], found: Any) -> bool:
    if field.default_factory is not dataclasses.MISSING:
        return bool(found == field.default_factory())
    return type(found) is type(field.default) and bool(found == field.default)


def _key(key: Any) -> Any:
    if isinstance(key, enum.Enum):
        key = key.value
    if type(key) is bool or not isinstance(key, (str, int, float)):
        raise TypeError("Only dicts with str-like or number-like keys are supported")
    return key


def _undefined(value: Any) -> Any:
    """Floats that are no number as nothing, and keys as texts: what msgspec writes of them."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key if isinstance(key, str) else json.dumps(key): _undefined(one) for key, one in value.items()}
    return [_undefined(one) for one in value] if isinstance(value, (list, tuple)) else value


def _refused(constant: str) -> Any:
    raise DecodeError(f"JSON is malformed: {constant}")


def _float(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise ValidationError("Number out of range")
    return found


Reader = Callable[[Any], Any]


@functools.cache
def _reader(kind: Any) -> Reader:
    """What reads a value as one of a type."""
    if kind is Any or kind is object:
        return lambda value: value
    if kind is None or kind is types.NoneType:
        return functools.partial(_exactly, (type(None),), "null")
    if kind in (bool, int, str):
        return functools.partial(_exactly, (kind,), kind.__name__)
    if kind is float:
        return _as_float
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _StructReader(kind)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return functools.partial(_as_member, kind)
    if kind is datetime.datetime or kind is datetime.date:
        return functools.partial(_as_day, kind)
    origin, of = get_origin(kind), get_args(kind)
    if origin is typing.Annotated:
        return functools.partial(_bounded, _reader(of[0]), [one for one in of[1:] if isinstance(one, Meta)])
    if origin is Literal:
        return functools.partial(_one_of, of)
    if origin in (Union, types.UnionType):
        return _UnionReader(of)
    if origin is tuple and not (len(of) == 2 and of[1] is Ellipsis):
        return functools.partial(_as_items, tuple, [_reader(one) for one in of], None)
    if (origin or kind) in (tuple, list):
        return functools.partial(_as_items, origin or kind, None, _reader(of[0] if of else Any))
    if (origin or kind) in (dict, Mapping):
        key, inside = of or (Any, Any)
        return functools.partial(_as_dict, _reader(key), _reader(inside))
    raise TypeError(f"Type {kind!r} is not supported")


def _exactly(kinds: tuple[type, ...], name: str, value: Any) -> Any:
    if type(value) in kinds or (bool not in kinds and type(value) is not bool and isinstance(value, kinds)):
        return value
    raise ValidationError(f"Expected `{name}`, got `{type(value).__name__}`")


def _as_float(value: Any) -> float:
    if type(value) is bool or not isinstance(value, (int, float)):
        raise ValidationError(f"Expected `float`, got `{type(value).__name__}`")
    return float(value)


def _as_member(kind: type[enum.Enum], value: Any) -> enum.Enum:
    if isinstance(value, kind):
        return value
    if type(value) in {type(one.value) for one in kind}:
        for one in kind:
            if one.value == value:
                return one
    raise ValidationError(f"Invalid enum value {value!r}")


def _as_day(kind: type[datetime.date], value: Any) -> Any:
    if type(value) is kind:
        return value
    try:
        if type(value) is str and ("T" in value or " " in value) == (kind is datetime.datetime):
            return kind.fromisoformat(value)
    except ValueError:
        pass
    raise ValidationError(f"Invalid {kind.__name__}")


def _bounded(reader: Reader, bounds: list[Meta], value: Any) -> Any:
    found = reader(value)
    for one in bounds:
        if (one.ge is not None and found < one.ge) or (one.le is not None and found > one.le):
            raise ValidationError(f"Expected a number within [{one.ge}, {one.le}]")
        if one.min_length is not None and len(found) < one.min_length:
            raise ValidationError(f"Expected a length >= {one.min_length}")
        if one.max_length is not None and len(found) > one.max_length:
            raise ValidationError(f"Expected a length <= {one.max_length}")
        if one.pattern is not None and re.search(one.pattern, found) is None:
            raise ValidationError(f"Expected a text matching {one.pattern!r}")
    return found


def _one_of(values: tuple[Any, ...], value: Any) -> Any:
    if any(type(value) is type(one) and value == one for one in values):
        return value
    raise ValidationError(f"Invalid value {value!r}")


def _as_items(kind: type, each: list[Reader] | None, all_alike: Reader | None, value: Any) -> Any:
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise ValidationError(f"Expected `array`, got `{type(value).__name__}`")
    if all_alike is not None:
        return kind(map(all_alike, value))
    if each is None or len(value) != len(each):
        raise ValidationError(f"Expected `array` of length {len(each or ())}, got {len(value)}")
    return kind(read(one) for read, one in zip(each, value, strict=True))


def _as_dict(key: Reader, inside: Reader, value: Any) -> dict[Any, Any]:
    if not isinstance(value, Mapping):
        raise ValidationError(f"Expected `object`, got `{type(value).__name__}`")
    return {key(name): inside(one) for name, one in value.items()}


class _UnionReader:
    """Reads one of several types: structs by what their tags say, the others by the first that takes the value."""

    def __init__(self, kinds: tuple[Any, ...]) -> None:
        structs = [one for one in kinds if isinstance(one, type) and issubclass(one, Struct)]
        # A whole number stays one where both kinds are taken.
        others = sorted((one for one in kinds if one not in structs), key=lambda one: one is float)
        self._readers = [_reader(one) for one in others]
        self._tags = {one.__struct_config__.tag: _StructReader(one) for one in structs}
        self._kinds = tuple(structs)
        self._field = structs[0].__struct_config__.tag_field if structs else None

    def __call__(self, value: Any) -> Any:
        if self._kinds and isinstance(value, self._kinds):
            return value
        if self._kinds and isinstance(value, Mapping):
            if None in self._tags:
                return self._tags[None](value)
            tag = value.get(self._field)
            found = self._tags.get(tag) if isinstance(tag, str) else None
            if found is None:
                raise ValidationError(f"Invalid value {tag!r}")
            return found(value)
        said = "no type takes it"
        for reader in self._readers:
            try:
                return reader(value)
            except ValidationError as error:
                said = str(error)
        raise ValidationError(said)


class _StructReader:
    """Reads a struct, by the names that its fields are written with."""

    def __init__(self, kind: type[Struct]) -> None:
        self._kind = kind

    @functools.cached_property
    def _known(self) -> dict[str, tuple[str, Reader]]:
        hints = get_type_hints(self._kind, include_extras=True)
        config = self._kind.__struct_config__
        return {config.written(name): (name, _reader(hints[name])) for name in self._kind.__struct_fields__}

    def __call__(self, value: Any) -> Any:
        if isinstance(value, self._kind):
            return value
        config = self._kind.__struct_config__
        if not isinstance(value, Mapping):
            raise ValidationError(f"Expected `object`, got `{type(value).__name__}`")
        if config.tag is not None and value.get(config.tag_field, config.tag) != config.tag:
            raise ValidationError(f"Invalid value {value.get(config.tag_field)!r}")
        given = {}
        for name, one in value.items():
            if name in self._known:
                field, read = self._known[name]
                given[field] = read(one)
            elif config.forbid_unknown_fields and not (config.tag is not None and name == config.tag_field):
                raise ValidationError(f"Object contains unknown field `{name}`")
        try:
            return self._kind(**given)
        except TypeError as error:
            if lacking := [f for f in _all(self._kind) if f.name not in given and _is_due(f)]:
                raise ValidationError(f"Object missing required field `{lacking[0].name}`") from None
            raise ValidationError(str(error)) from None
        except ValueError as error:
            raise ValidationError(str(error)) from None


def _is_due(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
