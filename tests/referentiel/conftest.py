"""The official documents that the tests can find: the certifier's where it is at hand, ours always."""

import os
from pathlib import Path
from random import Random

import pytest

from epreuves_kit.referentiel.official import OfficialDocument, parse, read_document
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT
from tests.referentiel.fake_document import write

RACINE = Path(__file__).resolve().parents[2]
FICTIONAL = Path(__file__).with_name("officiel_fictif.txt")
VOISIN = RACINE.parent / "shared" / "referentiel" / "document.txt"


def document_du_certificateur() -> Path | None:
    """Give the certifier's document: the one that the environment names, which must exist, or a neighbour."""
    if nomme := os.environ.get("EPREUVES_DOCUMENT_OFFICIEL"):
        return Path(nomme)
    return VOISIN if VOISIN.is_file() else None


CERTIFICATEUR = document_du_certificateur()
DOCUMENTS = ["contrefait"] + (["certificateur"] if CERTIFICATEUR else [])


@pytest.fixture(params=DOCUMENTS, scope="session")
def document(request: pytest.FixtureRequest) -> OfficialDocument:
    """A whole official document: one written from our own labels, and the certifier's where it was found."""
    if request.param == "contrefait":
        return parse(write(referentiel(ROOT), Random(6)))
    assert CERTIFICATEUR is not None
    return read_document(CERTIFICATEUR)


@pytest.fixture(params=DOCUMENTS)
def chemin_du_document(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The path of the same documents."""
    if request.param == "contrefait":
        path = tmp_path / "document.txt"
        path.write_text(write(referentiel(ROOT), Random(6)), encoding="utf-8")
        return path
    assert CERTIFICATEUR is not None
    return CERTIFICATEUR


@pytest.fixture(params=[FICTIONAL] + ([CERTIFICATEUR] if CERTIFICATEUR else []), ids=lambda path: path.stem)
def document_d_un_autre(request: pytest.FixtureRequest) -> OfficialDocument:
    """The documents whose words are not ours: an invented one, and the certifier's where it was found."""
    return read_document(request.param)
