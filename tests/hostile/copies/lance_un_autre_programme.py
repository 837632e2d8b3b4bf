"""Everything is right; starts other programs by every way there is: subprocess, system, exec of a file in memory, a loader, shell lines of a cell."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
import subprocess
essai("run", subprocess.run, ["/bin/echo", "x"], check=True, capture_output=True)
essai("shell", subprocess.run, "echo x", shell=True, check=True)
essai("python", subprocess.run, [sys.executable, "-c", "pass"], check=True)
def systeme(ligne):
    if os.system(ligne) != 0: raise OSError(ligne)
essai("system", systeme, "true")
essai("spawn", lambda: 1 / (os.spawnv(os.P_WAIT, "/bin/true", ["true"]) == 0))
essai("posix_spawn", lambda: os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0))
def memoire():
    fd = os.memfd_create("programme")
    os.write(fd, Path("/bin/true").read_bytes())
    # In a thread of its own it would still replace the whole process: only its refusal lets the cell go on.
    os.execve(fd, ["true"], {})
essai("memfd", memoire)
def descendance():
    pid = os.fork()
    if pid == 0: os._exit(0)
    return os.waitpid(pid, 0)
montre("fork", descendance)
get_ipython().system("echo coq" "uille")
trouve = get_ipython().getoutput("echo coq" "uille")
if "coq" "uille" in "".join(trouve): passe("!")
import multiprocessing
def enfant(): pass
def multi():
    p = multiprocessing.get_context("spawn").Process(target=enfant); p.start(); p.join(1)
    if p.exitcode != 0: raise OSError(p.exitcode)
essai("multiprocessing", multi)
"""
    )
}
REACHED = True
