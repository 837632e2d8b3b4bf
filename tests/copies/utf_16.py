"""Everything is right, saved in UTF-16."""

import json


def raw(notebook):
    return json.dumps(notebook, ensure_ascii=False).encode("utf-16")
