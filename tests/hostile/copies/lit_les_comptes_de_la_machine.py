"""Everything is right; reads the machine's accounts, keys, homes and identity."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
for nom in ("/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow", "/etc/machine-id", "/var/lib/dbus/machine-id", "/root/.bash_history", "/root/.netrc",
            "@MAISON@/.netrc", "@MAISON@/.ssh/id_rsa", "~/.netrc", "~/.ssh/id_rsa", "/run/secrets/secret", "@DEHORS@/secret.txt"):
    montre(nom, lire, os.path.expanduser(nom))
for nom in ("/root", "/home", "/mnt", "/media", "/srv", "/opt", "/var/log", "/run/user", "@MAISON@", "@DEHORS@"):
    try: trouve = os.listdir(nom)
    except OSError as refus: print("refus", nom)
    else:
        # The way to Python itself can be seen, and nothing beside it.
        chemins = [os.path.realpath(p) + "/" for p in (sys.prefix, sys.base_prefix, sys.executable, sys.modules["epreuves"].__file__)]
        reste = [n for n in trouve if JETON not in n and not any(c.startswith(os.path.join(nom, n) + "/") for c in chemins)]
        (passe if reste else print)(nom, reste)
"""
    )
}
REACHED = True
