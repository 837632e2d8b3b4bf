"""Everything is right, saved with a byte order mark and Windows line ends."""

import json


def raw(notebook):
    return b"\xef\xbb\xbf" + json.dumps(notebook, ensure_ascii=False, indent=1).replace("\n", "\r\n").encode()
