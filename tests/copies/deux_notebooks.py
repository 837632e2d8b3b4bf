"""Everything is right; a draft lies beside the notebook."""


def folder(path, course):
    (path / "brouillon.ipynb").write_text("{}", encoding="utf-8")
    (path / ".ipynb_checkpoints").mkdir()
    (path / ".ipynb_checkpoints" / "e98_publicite-checkpoint.ipynb").write_text("{}", encoding="utf-8")
