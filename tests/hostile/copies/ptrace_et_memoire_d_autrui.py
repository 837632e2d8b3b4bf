"""Everything is right; attaches to other processes, reads and writes their memory, takes their descriptors."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
tampon = ctypes.create_string_buffer(64)
class Iovec(ctypes.Structure): _fields_ = [("base", ctypes.c_void_p), ("len", ctypes.c_size_t)]
ici = Iovec(ctypes.addressof(tampon), 64)
for pid in (os.getppid(), 1, 2, 3, os.getpid() - 1):
    if pid in (0, os.getpid()): continue
    essai(f"attach {pid}", appel, "ptrace", 16, pid, 0, 0)
    essai(f"seize {pid}", appel, "ptrace", 0x4206, pid, 0, 0)
    essai(f"readv {pid}", appel, "process_vm_readv", pid, ctypes.byref(ici), 1, ctypes.byref(Iovec(id(None), 16)), 1, 0)
    essai(f"writev {pid}", appel, "process_vm_writev", pid, ctypes.byref(ici), 1, ctypes.byref(Iovec(id(None), 16)), 1, 0)
    essai(f"kcmp {pid}", appel, "kcmp", pid, os.getpid(), 2, 0, 0)
    def prend(pid):
        p = appel("pidfd_open", pid, 0)
        return [appel("pidfd_getfd", p, fd, 0) for fd in range(3)]
    essai(f"pidfd {pid}", prend, pid)
"""
    )
}
REACHED = True
