"""Everything is right; walks the whole machine from the root, and reads every small file whose name could be the course's."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
debut, vus = time.monotonic(), 0
for racine in ("/", "../../../../../../.."):
    for ici, dossiers, fichiers in os.walk(racine):
        dossiers[:] = [d for d in dossiers if (ici, d) not in (("/", "proc"), ("/", "sys"), ("/", "usr"), ("/", "nix")) and "site-packages" not in d]
        for nom in fichiers:
            chemin = os.path.join(ici, nom)
            if nom in ("gradebook.db", "seance.yaml", "nbgrader_config.py", "sujet.py", "secret.txt", "brouillon.txt", ".netrc", "id_rsa") and "tests/copies" not in chemin:
                montre(chemin, lire, chemin)
                vus += 1
        if time.monotonic() - debut > 1: break
print(vus)
"""
    )
}
REACHED = True
