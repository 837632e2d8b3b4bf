"""The filter of system calls that a copy's process puts on for good: no network, no other program, nothing of the kernel's rarer doors.

A list of what is refused, not of what is allowed: what a candidate's library may ask cannot be foreseen, and namespaces, limits and
read-only mounts hold by themselves. Numbers: the kernel's `asm/unistd_64.h` (x86-64) and `asm-generic/unistd.h` (arm64); filter
language: `linux/filter.h`, `linux/seccomp.h`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

#: AUDIT_ARCH and, by name, (x86-64, arm64) numbers; None where the machine has no such call.
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
REFUSED = {
    # network: no socket of any family (pairs within the process remain, asyncio needs them)
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242),
    # other programs and processes
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    # buffers larger than what each socket is given; asynchronous reads, watches and queues of the kernel's own memory
    "setsockopt": (54, 208), "io_setup": (206, 0), "inotify_init": (253, None), "inotify_init1": (294, 26), "mq_open": (240, 180),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "process_madvise": (440, 440),
    # mounts, namespaces, roots
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fspick": (433, 433), "mount_setattr": (442, 442), "open_tree_attr": (467, 467), "statmount": (457, 457), "listmount": (458, 458),
    # identity and capabilities
    "setuid": (105, 146), "setgid": (106, 144), "setreuid": (113, 145), "setregid": (114, 143), "setgroups": (116, 159),
    "setresuid": (117, 147), "setresgid": (119, 149), "setfsuid": (122, 151), "setfsgid": (123, 152), "capset": (126, 91),
    "personality": (135, 92),
    # memory that no limit of a process counts
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195),
    "msgget": (68, 186), "semget": (64, 190),
    # keyrings, tracing, the kernel's own machinery
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "fanotify_init": (300, 262), "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "lookup_dcookie": (212, 18),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89),
    "quotactl": (179, 60), "syslog": (103, 116), "mknod": (133, None), "mknodat": (259, 33), "modify_ldt": (154, None),
    "iopl": (172, None), "ioperm": (173, None), "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171),
    "clock_adjtime": (305, 266), "sethostname": (170, 161), "setdomainname": (171, 162), "vhangup": (153, 58),
}  # fmt: skip
_CLONE = (56, 220)
_CLONE3 = (435, 435)
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000

_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_PR_SET_NO_NEW_PRIVS = 38
#: seccomp(2): its number, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW.
_SECCOMP, _MODE_FILTER, _SPEC_ALLOW = {"x86_64": 317, "aarch64": 277}, 1, 4


def known() -> bool:
    """True if the filter is written for this machine's processor."""
    return platform.machine() in _ARCHITECTURES


def program() -> bytes:
    """The filter as the kernel's instructions (struct sock_filter), for this machine's processor."""
    arch, column = _ARCHITECTURES[platform.machine()]
    refused = sorted(number for numbers in REFUSED.values() if (number := numbers[column]) is not None)
    code = [
        _step(_LOAD, 4), _step(_EQUAL, arch, 1, 0), _step(_RETURN, _KILL),
        _step(_LOAD, 0),
        _step(_AT_LEAST, _X32, 0, 1), _step(_RETURN, _ERROR | errno.ENOSYS),
        # glibc asks clone3 first, whose flags a filter cannot read, and falls back on clone where there is none.
        _step(_EQUAL, _CLONE3[column], 0, 1), _step(_RETURN, _ERROR | errno.ENOSYS),
        # A thread may be made, a process not; either way this branch of five ends here.
        _step(_EQUAL, _CLONE[column], 0, 5),
        _step(_LOAD, 16), _step(_AND, _CLONE_THREAD), _step(_EQUAL, _CLONE_THREAD, 0, 1), _step(_RETURN, _ALLOW), _step(_RETURN, _ERROR | errno.EPERM),
    ]  # fmt: skip
    for number in refused:
        code += [_step(_EQUAL, number, 0, 1), _step(_RETURN, _ERROR | errno.EPERM)]
    return b"".join([*code, _step(_RETURN, _ALLOW)])


def put_on(libc: ctypes.CDLL, compiled: bytes) -> None:
    """Filter this process's system calls from here on; raises OSError where the kernel refuses."""
    buffer = ctypes.create_string_buffer(compiled, len(compiled))
    header = struct.pack("HxxxxxxQ", len(compiled) // 8, ctypes.addressof(buffer))
    # Without SPEC_ALLOW some kernels slow the process down by half, against a leak between processes that share memory: none do here.
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.syscall(
        _SECCOMP[platform.machine()], _MODE_FILTER, _SPEC_ALLOW, ctypes.c_char_p(header)
    ):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _step(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, operand)
