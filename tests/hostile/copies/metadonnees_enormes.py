"""Everything is right; metadata weigh twenty megabytes, and a cell has a hundred thousand tags."""


def cells(notebook):
    notebook["metadata"]["x"] = "x" * 20_000_000
    notebook["cells"][0]["metadata"]["tags"] = [str(n) for n in range(100_000)]
    notebook["cells"][1]["metadata"] |= {str(n): n for n in range(100_000)}
