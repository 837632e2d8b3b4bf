"""Everything is right; rewrites the installed kit, NumPy's cache and the Python that marks the copies to come."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
import epreuves, numpy, pandas
for module in (epreuves, numpy, pandas, os, sys.modules["IPython"]):
    base = Path(module.__file__).parent
    for chemin in (base / f"{JETON}.py", base / "__pycache__" / f"{JETON}.pyc"):
        essai(chemin.name, chemin.write_text, "raise SystemExit")
    def ecrase(chemin):
        with open(chemin, "r+b") as fichier: fichier.seek(0, 2); fichier.write(b"")
    essai(module.__name__, ecrase, module.__file__)
import site
for dossier in [*site.getsitepackages(), site.getusersitepackages()]:
    for nom in (f"{JETON}.pth", f"{JETON}_sitecustomize.py"):
        try: Path(dossier, nom).write_text("import os")
        except OSError: pass
        else:
            if dossier != site.getusersitepackages(): passe(dossier, nom)
essai("executable", lambda: open(sys.executable, "r+b"))
"""
    )
}
REACHED = True
