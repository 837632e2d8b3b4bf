"""References, depth and numbers without end are refused in a sentence, wherever YAML is read."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.wording.errors import Faults, KitError
from epreuves_kit.referentiel.codes import InvalidData
from epreuves_kit.referentiel.loading import load
from epreuves_kit.rules.jury_rules import read_rules
from epreuves_kit.wording import strict_yaml
from epreuves_kit.wording.strict_yaml import DEEPEST, YamlRefused, check_bounds
from tests.course import ROOT

HOSTILE = {
    "laughs": (
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)),
        "renvoie à une autre valeur",
    ),
    "itself": ("a: &a [*a]\n", "renvoie à une autre valeur"),
    "itself in a mapping": ("a: &a {b: *a}\n", "renvoie à une autre valeur"),
    "merged": ("a: &a {b: 1}\nc:\n  <<: *a\n", "renvoie à une autre valeur"),
    "deep": ("a: " + "[" * 50_000 + "]" * 50_000 + "\n", "emboîtées"),
    "deep by indents": ("".join(" " * n + "- \n" for n in range(400)), "emboîtées"),
    "deep mappings": ("a: " + "{a: " * 5_000 + "1" + "}" * 5_000 + "\n", "emboîtées"),
    "long": ("a: 1\n# " + "x" * 4_000_000, "c'est trop"),
    "figures": ("a: " + "1" * 100_000 + "\n", "signes"),
    "sixties": ("a: " + "1:" * 400_000 + "1\n", "signes"),
}


def by_the_strict_reader(path):
    with pytest.raises(YamlRefused) as refused:
        strict_yaml.read(path.read_bytes(), Any)
    return str(refused.value)


def by_a_file(path):
    with pytest.raises(KitError) as refused:
        strict_yaml.read_file(path, dict[str, Any], "absent")
    return str(refused.value)


def by_the_jury_s_rules(path):
    with pytest.raises(Faults) as refused:
        read_rules(ROOT, path.read_bytes())
    return str(refused.value)


def by_the_referentiel(path):
    path.rename(path.with_name("certification.yaml"))
    with pytest.raises(InvalidData) as refused:
        load(path.parent)
    return refused.value.faults[0]


READERS = [by_the_strict_reader, by_a_file, by_the_jury_s_rules, by_the_referentiel]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_stands_for_more_than_it_says_is_refused_in_a_sentence(name, reader, tmp_path):
    text, said = HOSTILE[name]
    path = tmp_path / "essai.yaml"
    path.write_text(text, "utf-8")
    started = time.monotonic()
    assert said in reader(path)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("reader", READERS)
def test_a_date_that_does_not_exist_is_refused_in_a_sentence(reader, tmp_path):
    path = tmp_path / "essai.yaml"
    path.write_text("a: 2024-13-45\n", "utf-8")
    assert "ne se lit pas" in reader(path)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=15,
)


@given(PLAIN)
def test_what_yaml_writes_of_plain_values_is_taken(value):
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data):
            return True

    check_bounds(yaml.dump(value, Dumper=Dumper))


def test_depth_is_refused_from_its_bound_on():
    check_bounds("[" * DEEPEST + "]" * DEEPEST)
    with pytest.raises(YamlRefused, match="emboîtées"):
        check_bounds("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


def test_a_star_in_a_text_is_no_reference():
    check_bounds("a: 2 * 3\nb: '*gras*'\nc: |\n  *x\n")
