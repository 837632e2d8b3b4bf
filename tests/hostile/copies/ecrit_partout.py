"""Everything is right; leaves a file, a link or a folder wherever it can, in the course, the homes, the system, the temporary folders."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
ou = ["@COURS@", "@COURS@/source/e98_publicite", "@COURS@/submitted/a_temoin/e98_publicite", "@COURS@/autograded", "@MAISON@", "@DEHORS@", "/", "/tmp", "/var/tmp", "/dev/shm", "/dev", "/run", "/run/lock",
      "/etc", "/usr/local/lib", "/var/spool/cron", "/root", "/home", "/opt", "/srv", "/mnt", "/proc", "/sys", os.path.expanduser("~"), sys.prefix, os.path.dirname(os.__file__), os.environ.get("IPYTHONDIR", "/"), os.environ.get("MPLCONFIGDIR", "/"), ".", ".."]
for dossier in ou:
    for faire in (lambda p: p.write_text("trace"), lambda p: p.with_suffix(".d").mkdir(), lambda p: p.with_suffix(".l").symlink_to("/etc"), lambda p: os.mkfifo(p.with_suffix(".f"))):
        try: faire(Path(dossier) / f"{JETON}_ecrit")
        except OSError: pass
for chemin in ("@COURS@/gradebook.db", "@COURS@/source/secret.txt", "@COURS@/source/e98_publicite/e98_publicite.ipynb", "@COURS@/nbgrader_config.py", "@MAISON@/.netrc", "@DEHORS@/secret.txt",
               "@COURS@/submitted/a_temoin/e98_publicite/e98_publicite.ipynb"):
    for faire in (lambda p: open(p, "r+b").write(b"HOSTILE"), lambda p: open(p, "wb").write(b"HOSTILE"), os.unlink, lambda p: os.chmod(p, 0), lambda p: os.rename(p, p + "x"), lambda p: os.utime(p, (0, 0))):
        essai(chemin, faire, chemin)
"""
    )
}
REACHED = True
