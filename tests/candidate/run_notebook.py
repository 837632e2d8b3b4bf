"""Runs the code cells of a notebook as a kernel would, and prints, as JSON, what each shows."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

#: What changes from one run to the next: where a thing is in memory, a widget's number, the hour of a file.
CHANGING = re.compile(r"0x[0-9a-f]+|[0-9a-f]{32}|\d\d:\d\d:\d\d")

shell = InteractiveShell.instance()
shown = []
for cell in json.loads(Path(sys.argv[1]).read_text("utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        with capture_output() as captured:
            done = shell.run_cell("".join(cell["source"]), store_history=True)
        pieces = [captured.stdout, *(repr(sorted(one.data.items())) for one in captured.outputs)]
        shown.append(CHANGING.sub("…", "".join(pieces)) + repr(done.error_before_exec or done.error_in_exec))
print(json.dumps(shown))
