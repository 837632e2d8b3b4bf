"""Everything is right; the copy brings a file named as a folder of the épreuve, and a folder named as one of its files."""


def folder(path, course):
    (path / "variantes").write_text("pas un dossier", encoding="utf-8")
    (path / "seance.json").mkdir()
    (path / "seance.json" / "x").write_text("x", encoding="utf-8")
