"""The référentiel of the package, read from `referentiel.json`, which `loading` makes of the files that people write."""

import functools
from importlib.resources import files

import msgspec

from epreuves.referentiel.codes import MalformedCode, UnknownCode, code_of_slug, competence_of_grade_id
from epreuves.referentiel.model import Referentiel

#: What the files under `data/` say, checked: candidates' machines have no YAML.
FILE = "referentiel.json"


@functools.cache
def referentiel() -> Referentiel:
    """Give the référentiel of the package, read once."""
    return msgspec.json.decode((files("epreuves.referentiel") / FILE).read_bytes(), type=Referentiel)


@functools.lru_cache(4096)
def competence_of(grade_id: str) -> str:
    """The compétence that a cell belongs to, « C15.1 »; empty where the référentiel knows none, as in an ordinary notebook."""
    try:
        return referentiel().competence(competence_of_grade_id(grade_id)).code
    except (UnknownCode, MalformedCode):
        return ""


@functools.lru_cache(4096)
def criterion_of(grade_id: str) -> str:
    """The criterion that a cell judges, « C15.1-k1 »; empty where the référentiel knows none."""
    try:
        return referentiel().critere(code_of_slug(grade_id)).id
    except (UnknownCode, MalformedCode):
        return ""
