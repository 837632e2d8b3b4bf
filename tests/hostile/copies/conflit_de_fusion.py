"""The file holds the marks of a merge that was never settled."""

from tests.corpus import encoded

STATUS = "unreadable"
DUE = "missing"


def raw(notebook):
    lines = encoded(notebook).split(b"\n")
    half = len(lines) // 2
    return b"\n".join(
        [
            *lines[:half],
            b"<<<<<<< HEAD",
            *lines[half : half + 3],
            b"=======",
            *lines[half : half + 3],
            b">>>>>>> theirs",
            *lines[half + 3 :],
        ]
    )
