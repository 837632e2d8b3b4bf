"""Everything is right; cell ids are too long, empty, numbers, twice there, or hold paths and markup."""


def cells(notebook):
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = (
            "",
            "x" * 5000,
            3,
            None,
            "meme",
            "../../etc/passwd",
            "<script>alert(1)</script>",
            "a b\n",
            ["x"],
            "bandeau-de-correction",
        )[number % 10]
