"""A small épreuve as a candidate receives it: a folder with seance.json and twelve archives."""

from pathlib import Path

import pytest

from epreuves.variants import archive
from epreuves.variants.attribution import letters
from epreuves.variants.published import PUBLISHED_FILE, ExamSession, publish
from tests.variants.trial_epreuve import EPREUVE, files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the épreuve, which is the current one; nothing else names a candidate."""
    ici = tmp_path / EPREUVE
    (ici / "variantes").mkdir(parents=True)
    for letter in letters():
        (ici / "variantes" / f"{letter}.zip").write_bytes(archive.write(files(letter)))
    published = ExamSession("Juin", "une clé", EPREUVE)
    (ici / PUBLISHED_FILE).write_bytes(publish(published))
    monkeypatch.chdir(ici)
    for variable in ("EPREUVES_CANDIDAT", "EPREUVES_VARIANTE", "JUPYTERHUB_USER"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("getpass.getuser", lambda: "compte")
    return ici
