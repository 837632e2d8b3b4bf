"""Everything is right; the browser renamed the file."""


def folder(path, course):
    (path / "e98_publicite.ipynb").rename(path / "e98_publicite (1).ipynb")
