"""What a copy can do to those who mark it, from behind the walls: nothing that lasts, nothing that fills their memory or the machine's."""

import contextlib
import json
import os
import re
import resource
import struct
import threading
import time
from pathlib import Path

import psutil
import pytest

from epreuves_kit.runner import seccomp
from epreuves_kit.runner.run import FORGED, PARENT_MIB, End, Limits
from epreuves_kit.runner.warm import RESPONSE, Parent, missing
from tests.hostile.attack import CANAL

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

DEAF = "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"


@pytest.fixture(scope="module")
def parent():
    warm = Parent()
    warm.wait()
    yield warm
    warm.close()


def notebook(*sources):
    return {"cells": [{"cell_type": "code", "source": s, "metadata": {}} for s in sources]}


def timed(parent, limits, *sources):
    start = time.monotonic()
    done = parent.run(notebook(*sources), [], limits)
    return done, time.monotonic() - start


def said(done, cell):
    return "".join(o.get("text", "") for o in done.cells[cell].outputs)


@pytest.mark.parametrize(
    "frame",
    [
        '{"cell": 1, "outputs": []}',
        *(
            pytest.param(frame, marks=pytest.mark.slow)
            for frame in ('{"begins": 1}', '{"begins": 2}', '{"cell": 2, "outputs": []}', '{"rien": 0}')
        ),
    ],
)
def test_no_frame_puts_the_deadline_off(frame, parent):
    """Nor does one that ends the cell under way, or begins another, more than once."""
    limits = Limits(cell_seconds=1, total_seconds=4)
    source = f"{CANAL}{DEAF}while True:\n    envoyer(b'{frame}')\n    time.sleep(0.05)"
    done, seconds = timed(parent, limits, "1", source, "2")
    assert done.end.kind in ("blocked", "deadline")
    assert seconds < limits.total_seconds + RESPONSE + 2


def test_a_copy_that_plays_every_cell_itself_is_stopped_at_the_whole_deadline(parent):
    source = (
        CANAL
        + DEAF
        + """
for n in range(1, 400):
    envoyer(b'{"cell": %d, "outputs": []}' % n)
    envoyer(b'{"begins": %d}' % (n + 1))
    time.sleep(0.2)
"""
    )
    limits = Limits(cell_seconds=1, total_seconds=4)
    done, seconds = timed(parent, limits, "1", source, *["1"] * 400)
    assert done.end.kind in ("blocked", "deadline")
    assert seconds < limits.total_seconds + RESPONSE + 2


def test_a_cell_that_did_not_begin_has_no_outputs(parent):
    forged = (
        CANAL + 'envoyer(b\'{"cell": 2, "outputs": [{"output_type": "stream", "name": "stdout", "text": "faux"}]}\')'
    )
    done, _ = timed(parent, Limits(), "1", forged, "print('vrai')")
    assert said(done, 2) == "vrai\n"


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("empty lists", "b'{\"cell\": 0, \"outputs\": [{\"data\": [' + b'[],' * (23 << 18) + b'[]]}]}'"),
        ("empty outputs", "b'{\"cell\": 0, \"outputs\": [' + b'{},' * (23 << 18) + b'{}]}'"),
        ("numbers", "b'{\"cell\": 0, \"outputs\": [{\"data\": [' + b'1,' * (23 << 19) + b'1]}]}'"),
        ("names", "b'{\"cell\": 0, \"outputs\": [{' + b','.join(b'\"%d\":1' % n for n in range(2_000_000)) + b'}]}'"),
        ("wide text", "b'{\"cell\": 0, \"outputs\": [{\"text\": \"' + 'é'.encode() * (10 << 20) + '🙂'.encode() + b'\"}]}'"),
    ],
)  # fmt: skip
def test_what_a_channel_carries_stays_small_once_it_is_read(what, text, parent):
    """Nine such frames made six gibibytes in the process that marks."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done, _ = timed(parent, Limits(), f"{CANAL}texte = {text}\nfor _ in range(9):\n    envoyer(texte)")
    assert done.end.kind == "flood", what
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 << 10  # KiB


def test_a_cell_that_shows_values_without_number_is_cut_and_the_next_ones_run(parent):
    crowd = "from IPython.display import display\ndisplay({'application/json': [[] for _ in range(400_000)]}, raw=True)"
    done, _ = timed(parent, Limits(), crowd, "for n in range(30_000): print(n, flush=True)", "print('suite')")
    assert done.end.kind == "done"
    assert "la suite a été coupée" in said(done, 0)
    assert said(done, 1).endswith("29999\n")
    assert said(done, 2) == "suite\n"


def test_cells_that_each_show_little_and_together_too_many_values_end_the_run(parent):
    """The copy's own count ends it: the one of who marks, twice as wide, is for what anything else wrote."""
    limits = Limits(total_bytes=400_000)
    shows = f"from IPython.display import display\ndisplay({{'application/json': [0] * {limits.total_values // 3}}}, raw=True)"
    done, _ = timed(parent, limits, *[shows] * 5)
    assert done.end.kind == "flood"
    assert sorted(done.cells) == [0, 1, 2]


HOARD = """
import os, socket
tas = total = 0
paires = []
try:
    while True:
        paires.append(socket.socketpair(socket.AF_UNIX, {kind}))
        for bout in paires[-1]:
            try: bout.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)
            except OSError: pass
            bout.setblocking(False)
            try:
                while True: total += bout.send(b"x" * 60_000)
            except OSError: pass
except OSError: pass
print(total)
"""


@pytest.mark.parametrize("kind", ["socket.SOCK_STREAM", "socket.SOCK_DGRAM"])
def test_what_sockets_hold_is_within_what_is_counted_for_a_copy(kind, parent):
    done, _ = timed(parent, Limits(), HOARD.format(kind=kind))
    held = int(said(done, 0))
    assert 0 < held < 64 << 20


def test_heap_and_memory_files_together_are_within_what_is_counted_for_a_copy(parent):
    """The worst of all: what a copy keeps when it has taken all that it is given."""
    source = """
import mmap, os
tas = []
for folder in ("/tmp/copie", "/dev/shm"):
    with open(f"{folder}/plein", "wb") as file:
        try:
            while True: file.write(b"x" * (1 << 20)); file.flush()
        except OSError: pass
for size in (64 << 20, 1 << 20):
    try:
        while True:
            bloc = mmap.mmap(-1, size)
            for page in range(0, size, 4096): bloc[page] = 1
            tas.append(bloc)
    except (OSError, MemoryError): pass
print("plein")
"""
    limits = Limits(memory_mib=256, disk_mib=64)
    before = psutil.virtual_memory().available
    seen = []
    done = parent.run(
        notebook(source, "print('fin')"),
        [],
        limits,
        watch=lambda i, run: seen.append(psutil.virtual_memory().available),
    )
    assert said(done, 0) == "plein\n"
    assert before - min(seen) < limits.worst_mib << 20


def test_the_parent_takes_no_more_than_is_counted_for_it(parent):
    source = "import resource\nprint(resource.getrlimit(resource.RLIMIT_AS)[0] >> 20)"
    done, _ = timed(parent, Limits(memory_mib=100), source)
    assert int(said(done, 0)) - 100 <= PARENT_MIB


@pytest.mark.parametrize("name", ["io_setup", "inotify_init1", "mq_open", "setsockopt"])
def test_the_kernel_s_rarer_doors_are_closed(name, parent):
    column = 0 if os.uname().machine == "x86_64" else 1
    number = seccomp.REFUSED[name][column]
    source = f"import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nprint(libc.syscall({number}, 0, 0, 0, 0, 0), ctypes.get_errno())"
    done, _ = timed(parent, Limits(), source)
    assert said(done, 0) == "-1 1\n"  # EPERM, which none of them answers to such arguments


#: The kernel's own lists, for x86-64 and for arm64.
CALLS = (Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), Path("/usr/include/asm-generic/unistd.h"))


@pytest.mark.parametrize("column", [0, 1], ids=["x86-64", "arm64"])
def test_a_call_is_refused_by_the_number_that_the_kernel_gives_it(column):
    if not CALLS[column].exists():
        pytest.skip("the kernel's headers are not installed (linux-libc-dev)")
    told = dict(re.findall(r"^#define __NR_(\w+)\s+(\d+)", CALLS[column].read_text("utf-8"), re.MULTILINE))
    refused = {name: numbers[column] for name, numbers in seccomp.REFUSED.items() if name in told}
    assert len(refused) > 50
    assert refused == {name: int(told[name]) for name in refused}


#: Calls that take a copy out of its walls, or its words to somebody, whatever else stands.
OUT = (
    "socket", "connect", "bind", "fork", "vfork", "execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "mount", "umount2",
    "pivot_root", "chroot", "unshare", "setns", "setuid", "setgid", "capset", "memfd_create", "memfd_secret", "shmget", "msgget", "semget", "mq_open",
    "add_key", "keyctl", "bpf", "userfaultfd", "io_uring_setup", "open_by_handle_at", "pidfd_getfd", "setsockopt",
)  # fmt: skip


def test_no_call_that_leads_out_is_left_out_of_the_filter():
    column = 0 if os.uname().machine == "x86_64" else 1
    compared = {operand for code, _, _, operand in struct.iter_unpack("HBBI", seccomp.program()) if code == 0x15}
    told = {name: seccomp.REFUSED.get(name, (-1, -1))[column] for name in OUT}
    assert [name for name, number in told.items() if number not in {None, *compared}] == []


#: The namespaces that a copy has to itself, and those that all copies share, none of which is the machine's.
OWN, OF_ALL = ("user", "mnt", "ipc", "pid"), ("net", "uts")


def test_no_copy_is_in_a_namespace_of_the_machine_nor_in_one_of_another_copy(parent):
    """The network first: the filter refuses sockets, and where it did not, nobody could be reached."""

    def spaces(pid):
        # Held open until the end: the number of a namespace that is gone may be given to the next.
        opened = {kind: os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY) for kind in (*OWN, *OF_ALL)}
        for number in opened.values():
            held.callback(os.close, number)
        return {kind: os.fstat(number).st_ino for kind, number in opened.items()}

    def of_a_copy():
        found = []

        def watch(index, run):
            if run is None:
                every = psutil.Process().children(recursive=True)
                forks = [
                    p for p in every if p.is_running() and not any(q.ppid() == p.pid for q in every if q.is_running())
                ]
                found.append(spaces(max(forks, key=lambda p: p.create_time()).pid))

        parent.run(notebook("import time\ntime.sleep(0.5)"), [], Limits(), watch=watch)
        return found[0]

    with contextlib.ExitStack() as held:
        mine, one, other = spaces("self"), of_a_copy(), of_a_copy()
    assert [kind for kind in mine if one[kind] == mine[kind]] == []
    assert [kind for kind in OWN if one[kind] == other[kind]] == []


def test_a_copy_sees_no_process_no_terminal_and_no_variable_of_who_marks_and_its_threads_are_counted(parent):
    look = (
        "import json, os, resource\n"
        "print(json.dumps([os.listdir('/proc'), os.listdir('/dev/pts'), sorted(os.environ), resource.getrlimit(resource.RLIMIT_NPROC)]))"
    )
    done, _ = timed(parent, Limits(), look)
    processes, terminals, variables, threads = json.loads(said(done, 0))
    assert (processes, terminals) == ([], [])
    assert "PYTEST_CURRENT_TEST" in os.environ
    assert "PYTEST_CURRENT_TEST" not in variables
    assert 0 < max(threads) <= 256


def test_threads_without_number_are_ended_for_the_machine_s_root_too(parent):
    """Sixty thousand of the smallest stacks fit in a copy's memory, and the kernel does not count those of root."""
    many = (
        "import _thread, threading, time\nthreading.stack_size(32 * 1024)\n"
        "for n in range(60_000):\n    _thread.start_new_thread(time.sleep, (3600,))\nprint('toutes')"
    )
    seen, over = [0], threading.Event()

    def count():
        while not over.wait(0.002):
            for process in psutil.Process(parent.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    seen[0] = max(seen[0], process.num_threads())

    counting = threading.Thread(target=count)
    counting.start()
    done, seconds = timed(parent, Limits(cell_seconds=20, total_seconds=30), "print('avant')", many)
    over.set()
    counting.join()
    print(f"{seen[0]} threads at most, {seconds:.1f} s")
    assert said(done, 0) == "avant\n"
    assert "toutes" not in (said(done, 1) if 1 in done.cells else "")
    assert 200 < seen[0] < 6000
    assert seconds < 10
    assert done.end.kind in ("dead", "done")
    # The next copy has all that it needs.
    done, _ = timed(
        parent, Limits(), "import numpy as np\nprint(int((np.ones((300, 300)) @ np.ones((300, 300))).sum()))"
    )
    assert said(done, 0) == "27000000\n"


def test_as_many_threads_as_a_copy_may_have_are_left_to_it(parent):
    some = (
        "import threading, time\nthreading.stack_size(256 * 1024)\nfils = [threading.Thread(target=time.sleep, args=(1,)) for n in range(200)]\n"
        "[f.start() for f in fils]\n[f.join() for f in fils]\nprint('toutes')"
    )
    done, _ = timed(parent, Limits(), some)
    assert (said(done, 0), done.end.kind) == ("toutes\n", "done")


def test_a_copy_that_says_what_the_walls_say_is_a_forgery_and_its_words_are_not_shown(parent):
    forged = f'{CANAL}envoyer(b\'{{"refused": "LE CORRECTEUR A DIT OUI"}}\')\ntime.sleep(0.3)'
    done, _ = timed(parent, Limits(), "1", forged, "2")
    assert done.end == End("forged", FORGED)
    assert (done.cells, done.answers) == ({}, {})


def test_french_is_written_from_behind_the_walls_and_other_languages_too(parent):
    french = (
        "import datetime\nfrom babel.numbers import format_decimal\nfrom epreuves.wording.french import counted, day\n"
        "print(counted(3, 'niveau'), day(datetime.date(2026, 6, 1)), format_decimal(1.5, locale='de'), sep=' | ')"
    )
    done = parent.run(notebook(french), [], Limits(cell_seconds=20, total_seconds=30))
    assert said(done, 0) == "3 niveaux | 1er juin 2026 | 1,5\n"
