"""A kernel of the portable runner whose ports another program takes as it starts is started again."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from jupyter_client.connect import LocalPortCache

from epreuves_kit.runner import worker
from epreuves_kit.runner.run import Limits


@pytest.fixture
def taken():
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def _run_with_ports_taken(monkeypatch, port, times):
    """What the worker says of one cell, where each of the first kernels finds one of its ports taken."""
    free = LocalPortCache.find_available_port
    asked = []

    def ports(cache, ip):
        asked.append(ip)
        # Each kernel asks for five; the first of them is enough.
        return port if len(asked) % 5 == 1 and len(asked) < 5 * times else free(cache, ip)

    monkeypatch.setattr(LocalPortCache, "find_available_port", ports)
    lines = []
    limits = msgspec.to_builtins(Limits(cell_seconds=5, total_seconds=40))
    run = worker._run({0: "1 + 1"}, limits, lambda **line: lines.append(line))
    # A thread of its own: what drives a browser leaves a loop at work in this one.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, run).result()
    return lines


@pytest.mark.slow
def test_the_cells_run_whatever_took_the_ports_of_the_first_kernels(monkeypatch, taken):
    lines = _run_with_ports_taken(monkeypatch, taken, worker.STARTS - 1)
    assert [line["failed"] for line in lines if "cell" in line] == [False]
    assert lines[-1]["end"][0] == "done"


def test_a_kernel_that_never_starts_is_no_run(monkeypatch, taken):
    with pytest.raises(RuntimeError):
        _run_with_ports_taken(monkeypatch, taken, worker.STARTS)
