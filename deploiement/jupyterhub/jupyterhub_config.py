"""JupyterHub for one session: local accounts, what each role sees, limits, idle servers stopped, copies stamped as they arrive.

Read by `jupyterhub -f`, as root. All that differs between schools is in the file named by EPREUVES_HUB (/etc/epreuves/hub.toml).
"""

import grp
import os
import pwd
import shutil
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

SETTINGS = tomllib.loads(Path(os.environ.get("EPREUVES_HUB", "/etc/epreuves/hub.toml")).read_text("utf-8"))
PYTHON = f"{SETTINGS['environnement']}/bin/python"
CANDIDATES, TEAM = SETTINGS["groupes"]["candidats"], SETTINGS["groupes"]["equipe"]
LIMITS = SETTINGS["limites"]
OWN = Path(SETTINGS["hub"])
#: What is announced to each candidate, a file an account.
ANNOUNCED = Path(SETTINGS["arrivees"]).with_name("annonces")
#: What surrounds a candidate; a file of settings from before it had these is one in which both hold.
EXAM = {"reseau_ferme": True, "chacun_chez_soi": True} | SETTINGS.get("examen", {})
#: Where the visitors' pages answer the proxy, on this machine; a file of settings from before it had it says nothing.
VISITORS = SETTINGS.get("guichet", {}).get("port", 8899)

c = get_config()  # noqa: F821  (JupyterHub gives it)
c.JupyterHub.bind_url = SETTINGS["adresse"]
c.JupyterHub.db_url = f"sqlite:///{OWN / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(OWN / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(OWN / "proxy.pid")
c.ConfigurableHTTPProxy.command = SETTINGS["proxy"]
# Servers end with the hub: one that is left would run with yesterday's rights.
c.JupyterHub.cleanup_servers = True

# The system's own accounts and passwords; nobody else of the machine may come in, and nobody may open another's server.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.open_sessions = False
c.PAMAuthenticator.allowed_groups = {CANDIDATES, TEAM}
c.PAMAuthenticator.admin_groups = set()
# A file in one's home is not to bring back what a role leaves out.
c.Spawner.disable_user_config = True
c.Spawner.cmd = [PYTHON, "-m", "jupyterhub.singleuser"]
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
# The hub's own pages, in French.
c.JupyterHub.template_paths = [str(Path(__file__).with_name("pages"))]


def role_of(name):
    """« formateur », « correcteur » or « candidat », by the system's groups."""
    if name == SETTINGS["comptes"]["formateur"]:
        return "formateur"
    return "correcteur" if name in grp.getgrnam(TEAM).gr_mem else "candidat"


class Unguarded(Exception):
    """A candidate's server is not started, for it would not be guarded; the sentence is for who signs in."""

    def __init__(self, what):
        self.jupyterhub_message = (
            f"{what} Prévenez la personne qui surveille : votre espace de travail n'est pas ouvert."
        )
        super().__init__(self.jupyterhub_message)


def closed_network(hub_port):
    """The firewall's rules: a candidate's programs answer the proxy and reach the hub; any other address or port is refused at once, this machine's too.

    Of accounts, and not of servers: they hold for whatever a candidate starts, as long as the machine is up. Kernels speak by files (transport « ipc »).
    """
    group = grp.getgrnam(CANDIDATES)
    accounts = [one for one in pwd.getpwall() if one.pw_name in group.gr_mem or one.pw_gid == group.gr_gid]
    numbers = sorted(str(one.pw_uid) for one in accounts)
    return "\n".join(
        [
            f"table inet {CANDIDATES}",
            f"delete table inet {CANDIDATES}",
            f"table inet {CANDIDATES} {{",
            "  chain sortie {",
            "    type filter hook output priority filter; policy accept;",
            f"    meta skuid {{ {', '.join(numbers)} }} jump candidat",
            "  }",
            "  chain candidat {",
            "    ct state established,related accept",
            f"    ip daddr 127.0.0.1 tcp dport {hub_port} accept",
            "    meta l4proto tcp reject with tcp reset",
            "    reject with icmpx admin-prohibited",
            "  }",
            "}",
            "",
        ]
    )


def close_network(hub_port):
    """Put the rules in place, all at once; whoever has been enrolled since is in them."""
    try:
        done = subprocess.run(["nft", "-f", "-"], input=closed_network(hub_port), capture_output=True, text=True)
        trouble = done.stderr.strip() if done.returncode else ""
    except OSError as error:
        trouble = str(error)
    if trouble:
        print(f"Le réseau des candidats ne se ferme pas (nft) : {trouble}", flush=True)
        raise Unguarded("Le réseau de cette machine n'est pas fermé.")


def apart():
    """The words before a candidate's server: a /tmp of one's own, and no other program in sight."""
    program = shutil.which("bwrap")
    if program is None:
        raise Unguarded("Il manque à cette machine de quoi séparer les candidats (bubblewrap).")
    own = ["/tmp", "/var/tmp", "/dev/shm"]
    return [
        program,
        "--dev-bind",
        "/",
        "/",
        *(word for place in own for word in ("--tmpfs", place)),
        "--proc",
        "/proc",
        "--unshare-pid",
        "--unshare-ipc",
        "--die-with-parent",
        "--",
    ]


def as_its_role(spawner):
    """Before a server starts: what its role sees, where it works, and how much it may take."""
    role = role_of(spawner.user.name)
    spawner.environment = {
        "JUPYTER_CONFIG_PATH": f"{SETTINGS['roles']}/{role}",
        "PATH": f"{SETTINGS['environnement']}/bin:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
    }
    if role == "candidat":
        # LocalProcessSpawner bounds nothing: the system's own limits do, which go down to all that the server starts.
        bounds = [
            f"--as={LIMITS['memoire_mio'] << 20}",
            f"--nproc={LIMITS['processus']}",
            f"--fsize={LIMITS['fichier_mio'] << 20}",
            "--core=0",
        ]
        if EXAM["reseau_ferme"]:
            close_network(spawner.hub.port)
        spawner.cmd = ["/usr/bin/prlimit", *bounds, *(apart() if EXAM["chacun_chez_soi"] else []), *c.Spawner.cmd]
        # Their épreuves are what opens.
        spawner.default_url = "/epreuves/"
        # A terminal has nothing to offer to a candidate.
        spawner.args = ["--ServerApp.terminals_enabled=False"]
        # Packages are the environment's alone, and what a kernel speaks by has a short name and nobody else's eyes.
        spawner.environment |= {
            "PYTHONNOUSERSITE": "1",
            "JUPYTER_RUNTIME_DIR": f"/tmp/jupyter-{spawner.user.name}",
            "EPREUVES_ANNONCES": str(ANNOUNCED / f"{spawner.user.name}.json"),
        }
        return
    # The team works in the course's folder; what one of them writes there, the others may change.
    spawner.notebook_dir = SETTINGS["cours"]
    spawner.cmd = ["/bin/sh", "-c", 'umask 0007; exec "$@"', "sh", *c.Spawner.cmd]


c.Spawner.pre_spawn_hook = as_its_role

c.JupyterHub.services = [
    {
        "name": "oisifs",
        "command": [PYTHON, "-m", "jupyterhub_idle_culler", f"--timeout={60 * LIMITS['oisif_minutes']}"],
    },
    {
        # As root, and outside of what the hub's own interface shows: each copy is stamped and kept as it comes, and the room is held.
        "name": "arrivees",
        "command": [
            PYTHON,
            "-P",
            "-m",
            "epreuves_kit.extensions.hub.service",
            "--echange",
            SETTINGS["echange"],
            "--cours",
            SETTINGS["nom"],
            "--arrivees",
            SETTINGS["arrivees"],
            "--annonces",
            str(ANNOUNCED),
            "--formateur",
            SETTINGS["comptes"]["formateur"],
            "--candidats",
            CANDIDATES,
            "--groupe",
            TEAM,
        ],
        "display": False,
    },
    {
        # The pages of jurors and professionals, who have no account: as the instructor, in the course; a link's code is what protects them.
        # Apart from its address below: a hub would not start without a service that has one, and an exam does without these pages.
        "name": "guichet-tenu",
        "user": SETTINGS["comptes"]["formateur"],
        "cwd": SETTINGS["cours"],
        "environment": {
            "JUPYTERHUB_SERVICE_PREFIX": f"{urlsplit(SETTINGS['adresse']).path.rstrip('/')}/services/guichet/",
            "PATH": f"{SETTINGS['environnement']}/bin:/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
        },
        # What it writes in the gradebook, the team may write too.
        "command": [
            "/bin/sh",
            "-c",
            'umask 0007; exec "$@"',
            "sh",
            PYTHON,
            "-P",
            "-c",
            "from epreuves_kit.cli import main; main()",
            "guichet",
            "--port",
            str(VISITORS),
        ],
        "display": False,
    },
    {
        "name": "guichet",
        "url": f"http://127.0.0.1:{VISITORS}",
        "display": False,
    },
]
c.JupyterHub.load_roles = [
    {
        "name": "oisifs",
        "services": ["oisifs"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    },
]
