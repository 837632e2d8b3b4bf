"""Copies stamped as they arrive in an exchange, by the service itself on real folders, then held against its journal at collection."""

from __future__ import annotations

import datetime
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from epreuves.exam.arrivals import journal, settling
from epreuves.exam.closing.chain import BrokenChain
from epreuves.wording.errors import KitError
from tests.conftest import EPREUVES
from tests.corpus import ASSIGNMENT

if sys.platform == "win32":
    pytest.skip("the exchange does not exist under Windows", allow_module_level=True)
service = pytest.importorskip("epreuves.exam.arrivals.service")
