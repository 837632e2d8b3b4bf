"""What a candidate reads in the room of a table of their own that is refused, and of one that is taken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.test_jupyterlab import Lab
from tests.conftest import nbgrader
from tests.own_data.conftest import EPREUVE, own_course  # noqa: F401
from tests.own_data.test_marking import TABLE, mine
from tests.seen import serving


@pytest.fixture
def room(own_course: Path, tmp_path: Path) -> Path:  # noqa: F811
    """The course with its épreuve given out."""
    root = Path(shutil.copytree(own_course, tmp_path / "cours"))
    nbgrader(root, "generate_assignment", EPREUVE, "--force")
    return root


@pytest.mark.slow
def test_a_constant_and_a_copied_table_are_refused_on_screen_and_one_s_own_is_taken(
    page: Page, room: Path, tmp_path_factory: pytest.TempPathFactory, pictures: Path
) -> None:
    with serving(room, tmp_path_factory.mktemp("jupyter")) as server:
        lab = Lab(page, server, room / "release" / EPREUVE / f"{EPREUVE}.ipynb", room)
        for id in ("preparation", "exemple"):
            lab.run(id)
        lab.write("sources", "mes_sources = exemple.assign(source=list('abcdef'))")
        lab.run(TABLE)
        assert "ces lignes sont celles d'un tableau qui vous a été donné" in lab.output(TABLE)
        page.screenshot(path=pictures / "candidat-donnees-recopiees.png")
        own = f"mes_sources = pd.DataFrame({mine().to_dict('list')!r})"
        lab.write("sources", f"{own}\nmes_sources['heures'] = 2.5")
        lab.run(TABLE)
        assert "✗ À revoir : colonne « heures » : la même valeur partout" in lab.output(TABLE)
        page.screenshot(path=pictures / "candidat-donnees-constantes.png")
        lab.run("avant-de-rendre")
        assert "la même valeur partout" in lab.output("avant-de-rendre")
        page.screenshot(path=pictures / "candidat-donnees-avant-de-rendre.png")
        lab.write("sources", own)
        lab.run(TABLE)
        assert "✓ Votre tableau est recevable" in lab.output(TABLE)
        page.screenshot(path=pictures / "candidat-donnees.png")
