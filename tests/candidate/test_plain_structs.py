"""What stands in for msgspec takes, refuses and writes what msgspec does, for each struct of the candidate's side."""

from __future__ import annotations

import enum
import importlib
import json
import sys
import types
import typing
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epreuves import plain_structs
from tests.candidate.test_distribution import files

#: The candidate's modules that hold structs.
MODULES = sorted(
    name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    for name in files()
    if name.endswith(".py") and not name.startswith(("epreuves/machine", "epreuves/plain", "epreuves/structs"))
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        [
            "",
            "a",
            "C6.1",
            "#1f4e79",
            "nan",
            "12",
            "2026-03-01",
            "2026-03-01T10:00:00",
            "2026-T1",
            "objet",
            "ratio",
            "ecrit",
        ]
    )
)
TREES = st.recursive(
    LEAVES,
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from(["a", "$", "v", "nom"]), one, max_size=3),
    max_leaves=6,
)


def structs_of(loaded: dict[str, types.ModuleType], base: type) -> dict[str, Any]:
    return {
        f"{module}:{name}": one
        for module, own in loaded.items()
        for name, one in vars(own).items()
        if isinstance(one, type) and issubclass(one, base) and one.__module__ == module
    }


@pytest.fixture(scope="module")
def pairs() -> Iterator[dict[str, tuple[Any, Any]]]:
    """Each struct twice: as the kit has it, and as it is where msgspec is not installed."""
    whole = {name: importlib.import_module(name) for name in MODULES}
    kept = {name: one for name, one in sys.modules.items() if name.partition(".")[0] in ("epreuves", "msgspec")}
    for name in kept:
        del sys.modules[name]
    sys.modules["msgspec"] = typing.cast(Any, None)
    sys.modules["epreuves.plain_structs"] = plain_structs
    try:
        bare = {name: importlib.import_module(name) for name in MODULES}
        left, right = structs_of(whole, msgspec.Struct), structs_of(bare, plain_structs.Struct)
        assert left.keys() == right.keys()
        assert len(left) > 40
        yield {name: (left[name], right[name]) for name in left}
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "epreuves"]:
            del sys.modules[name]
        sys.modules.pop("msgspec")
        sys.modules.update(kept)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Plain values that a type may well take, and others."""
    origin, of = get_origin(kind), get_args(kind)
    if origin is typing.Annotated:
        return values(of[0])
    if origin is Literal:
        return st.sampled_from(of) | TREES
    if origin in (Union, types.UnionType):
        return st.one_of(*map(values, of))
    if origin is tuple or origin is list:
        if len(of) == 2 and of[1] is not Ellipsis and origin is tuple:
            return st.tuples(*map(values, of)).map(list) | TREES
        return st.lists(values(of[0] if of else Any), max_size=3) | LEAVES
    if origin is dict:
        return st.dictionaries(st.sampled_from(["a", "C6.1", "C15.1"]), values(of[1]), max_size=2) | LEAVES
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return st.deferred(lambda: written(kind))
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return st.sampled_from([one.value for one in kind]) | LEAVES
    if kind is int:
        return st.integers(0, 9) | LEAVES
    if kind is float:
        return st.floats(-9, 9) | LEAVES
    if kind is bool:
        return st.booleans() | LEAVES
    return LEAVES if kind is str else TREES


def written(kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    """A struct as it may be written: fields there or not, now and then one too many or another tag."""
    hints, config = get_type_hints(kind, include_extras=True), kind.__struct_config__
    named = dict(zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True))
    required = {
        n: values(hints[f])
        for n, f in named.items()
        if f in kind.__struct_fields__[: len(named) - len(kind.__struct_defaults__)]
    }
    optional = {n: values(hints[f]) for n, f in named.items() if n not in required}
    if config.tag is not None:
        required[config.tag_field] = st.just(config.tag) | st.sampled_from(["", "autre", None, 1, [], {}])
    optional["inconnu"] = LEAVES
    return st.fixed_dictionaries(required, optional=optional)


def outcome(convert: Any, value: Any, kind: Any, back: Any) -> Any:
    try:
        return json.dumps(back(convert(value, type=kind)), sort_keys=True, default=str)
    except (msgspec.ValidationError, plain_structs.ValidationError):
        return "refused"


@settings(max_examples=400)
@given(data=st.data())
def test_a_written_struct_is_taken_or_refused_alike_and_written_alike(pairs, data):
    name = data.draw(st.sampled_from(sorted(pairs)))
    left, right = pairs[name]
    value = data.draw(written(left))
    ours = outcome(msgspec.convert, value, left, msgspec.to_builtins)
    assert outcome(plain_structs.convert, value, right, plain_structs.to_builtins) == ours


@given(TREES)
def test_a_tree_is_written_as_the_same_json_and_read_back(tree):
    own = plain_structs.encode(tree)
    assert json.loads(own) == json.loads(msgspec.json.encode(tree))
    assert plain_structs.decode(own) == msgspec.json.decode(own)
    assert msgspec.json.decode(plain_structs.format_json(own)) == msgspec.json.decode(own)


@pytest.mark.parametrize("content", [b"", b"{", b"NaN", b"[1e999]", b'"\xff"', b"nul", b'{"a":1,}', b"[1] 2"])
def test_what_is_no_json_is_refused_by_both(content):
    for decode, error in (
        (msgspec.json.decode, msgspec.MsgspecError),
        (plain_structs.decode, plain_structs.MsgspecError),
    ):
        with pytest.raises((error, UnicodeDecodeError)):
            decode(content)


@pytest.mark.parametrize("value", [object(), {(1, 2): 3}, {None: 1}])
def test_what_no_json_writes_is_refused_by_both(value):
    for encode in (msgspec.json.encode, plain_structs.encode):
        with pytest.raises(TypeError):
            encode(value)


def test_structs_compare_hash_change_and_default_alike(pairs):
    for left, right in (
        pairs["epreuves.answers.forms:NumberForm"],
        pairs["epreuves.answers.self_assessment:AutoEvaluation"],
    ):
        made = [kind() for kind in (left, right)]
        assert made[0] == left()
        assert made[1] == right()
        assert made[1] != made[0]
        for one in made:
            with pytest.raises(AttributeError):
                one.v = 2
    form = pairs["epreuves.answers.forms:NumberForm"][1]
    assert hash(form(decimals=2)) == hash(form(decimals=2))
    assert plain_structs.replace(form(decimals=2), unite="€") == form("€", None, None, 2)
    # A default that can be changed is each one's own.
    estimated = pairs["epreuves.answers.self_assessment:AutoEvaluation"][1]
    estimated().competences["C6.1"] = 1
    assert estimated().competences == {}
