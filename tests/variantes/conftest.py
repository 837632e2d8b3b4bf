"""A small épreuve as a candidate receives it: a folder with seance.json and twelve archives."""

from pathlib import Path

import pytest
from epreuve_d_essai import EPREUVE, fichiers

from epreuves.variantes import archive, seance
from epreuves.variantes.lettres import LETTRES


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the épreuve, which is the current one; nothing else names a candidate."""
    ici = tmp_path / EPREUVE
    (ici / "variantes").mkdir(parents=True)
    for lettre in LETTRES:
        (ici / "variantes" / f"{lettre}.zip").write_bytes(archive.ecrire(fichiers(lettre)))
    publiee = seance.Seance("Juin", "une clé", EPREUVE)
    (ici / seance.FICHIER_PUBLIE).write_bytes(seance.publier(publiee))
    monkeypatch.chdir(ici)
    for variable in ("EPREUVES_CANDIDAT", "EPREUVES_VARIANTE", "JUPYTERHUB_USER"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("getpass.getuser", lambda: "compte")
    return ici
