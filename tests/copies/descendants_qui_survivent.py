"""Everything is right; children that left the session and closed everything are meant to outlive the run."""

AFTER = {
    "preparation": """
import os, subprocess, sys, time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for fd in range(64):
                try: os.close(fd)
                except OSError: pass
            os.execv(sys.executable, [sys.executable, "-c", "import time; epreuve_descendant = 1; time.sleep(600)"])
        os._exit(0)
subprocess.Popen([sys.executable, "-c", "import time; epreuve_descendant = 2; time.sleep(600)"], start_new_session=True, env={})
"""
}
