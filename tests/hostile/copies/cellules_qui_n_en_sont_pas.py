"""Everything is right; among the cells stand texts, numbers, lists, nothing, and cells without kind or text."""


def cells(notebook):
    bad = [
        None,
        "texte",
        3,
        [],
        {},
        {"cell_type": "code"},
        {"cell_type": 3, "source": 4},
        {"cell_type": ["code"], "source": {"a": 1}},
        {"metadata": []},
    ]
    bad += [
        {
            "cell_type": "code",
            "source": ["a = 1\n", 3, None, ["x"]],
            "metadata": 4,
            "outputs": None,
            "id": 7,
            "attachments": [],
        }
    ]
    for number, cell in enumerate(bad):
        notebook["cells"].insert(number * 2, cell)
