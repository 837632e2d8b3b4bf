"""Everything is right; the copy brings data, archives, a session and a seating table of its own, which are not read."""


def folder(path, course):
    for name in "ABCDEFGHIJKL":
        (path / "variantes").mkdir(exist_ok=True)
        (path / "variantes" / f"{name}.zip").write_bytes(
            (course / "source" / "e98_publicite" / "variantes" / "A.zip").read_bytes()
        )
    (path / "donnees").mkdir()
    (path / "donnees" / "pub.csv").write_text("canal;cout;revenu\nRecherche;1,0;1,0\n", encoding="utf-8")
    (path / "seance.json").write_text(
        '{"nom": "x", "cle": "x", "epreuve": "e98_publicite", "places": {}}', encoding="utf-8"
    )
    (path / "candidat.txt").write_text("quelqu.un\n", encoding="utf-8")
    (path / "places.csv").write_text("candidat;epreuve;variante\n", encoding="utf-8")
