"""The package says nothing of one certification: its compétences, épreuves, blocs and names are data of the course."""

from __future__ import annotations

import re

import pytest

from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules.jury_rules import defaults
from tests.course import ROOT

KNOWN = referentiel(ROOT)
#: What looks like a code of this certification's, or an épreuve's id; a registered code but the one that stands for any.
CODES = re.compile(r"\bC\d+[._]\d|\be\d\d_[a-z]|RNCP(?!00000)\d{3,}")
NAMED = (
    KNOWN.certification.title,
    KNOWN.certification.certifier,
    KNOWN.certification.framework,
    *(bloc.title for bloc in defaults(ROOT).blocs),
    *(nature.id for nature in KNOWN.natures),
    *(title for nature in KNOWN.natures for title in (nature.part_titles.sheet, nature.part_titles.project) if title),
    *(epreuve.title for epreuve in KNOWN.epreuves),
    *(activity.label for activity in KNOWN.activities),
)
#: The course that `epreuves nouveau` makes has codes of its own, nobody's.
_MADE = ROOT / "epreuves_kit" / "build" / "templates" / "cours"
_EXAMPLE = ROOT / "epreuves_kit" / "build" / "certification.py"
FILES = [
    path
    for path in sorted([*(ROOT / "epreuves").rglob("*"), *(ROOT / "epreuves_kit").rglob("*")])
    if path.is_file()
    and path.suffix in (".py", ".j2", ".typ", ".js", ".css", ".yaml", ".json")
    and _MADE not in path.parents
    and path != _EXAMPLE
]


def test_no_file_of_the_package_holds_a_code_or_a_name_of_the_certification() -> None:
    said = []
    for path in FILES:
        text = path.read_text("utf-8")
        for found in [*CODES.findall(text), *(name for name in NAMED if name in text)]:
            said.append(f"{path.relative_to(ROOT)} : {found}")
    assert said == []


@pytest.mark.parametrize("text", ["C15.1-k1", "C6_3-k2", "e17_impact", "RNCP37000"])
def test_what_is_looked_for_is_found_where_it_stands(text: str) -> None:
    assert CODES.search(f"« {text} »")
