"""Everything is right; reads the source, the gradebook and a neighbour's copy by their absolute paths, and lists the course."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
cours = Path("@COURS@")
for nom in ("source/e98_publicite/e98_publicite.ipynb", "source/secret.txt", "gradebook.db", "nbgrader_config.py", "sujets/e98_publicite/sujet.py",
            "submitted/a_temoin/e98_publicite/brouillon.txt", "autograded/a_temoin/e98_publicite/e98_publicite.ipynb"):
    essai(nom, lire, cours / nom)
essai("liste", os.listdir, cours)
for dossier in (cours, cours.parent, cours.parent.parent):
    for nom in ("source", "gradebook.db", "submitted"):
        if (dossier / nom).exists(): passe(dossier / nom)
"""
    )
}
REACHED = True
