"""Everything is right; asks the kernel for keys, BPF, performance counters, io_uring, user faults, device nodes, handles, modules, the clock."""

from tests.hostile.attack import attaque

AFTER = {
    "preparation": attaque(
        r"""
for nom, arguments in (("add_key", (b"user", JETON.encode(), b"x", 1, -2)), ("keyctl", (0, -3, 1)), ("keyctl", (1, 0)), ("request_key", (b"user", b"x", 0, -3)), ("bpf", (0, ctypes.create_string_buffer(64), 64)),
                       ("perf_event_open", (ctypes.create_string_buffer((112).to_bytes(4, "little") * 2 + bytes(104), 112), 0, -1, -1, 0)), ("io_uring_setup", (4, ctypes.create_string_buffer(256))), ("userfaultfd", (0,)), ("userfaultfd", (1,)),
                       ("mknodat", (-100, b"disque", 0o60666, 0x800)), ("mknodat", (-100, b"memoire", 0o20666, 0x101)), ("open_by_handle_at", (-100, ctypes.create_string_buffer(32), 0)),
                       ("init_module", (b"", 0, b"")), ("kexec_load", (0, 0, 0, 0)), ("sethostname", (b"copie", 5)), ("settimeofday", (ctypes.create_string_buffer((1).to_bytes(8, "little") * 2), 0)),
                       ("syslog", (3, ctypes.create_string_buffer(100), 100)), ("fanotify_init", (0, 0)), ("iopl", (3,))):
    essai(f"{nom}", appel, nom, *arguments)
for nom in ("/dev/mem", "/dev/kmsg", "/dev/kvm", "/dev/fuse", "/dev/net/tun", "/dev/sda", "/dev/vda", "/dev/ptmx", "/sys/kernel/debug", "/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern"):
    try: fd = os.open(nom, os.O_RDWR)
    except OSError: continue
    if nom != "/dev/ptmx": passe(nom)
"""
    )
}
REACHED = True
