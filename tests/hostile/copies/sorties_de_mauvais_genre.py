"""Everything is right; outputs are of wrong kinds: texts, numbers, dictionaries, streams without text, errors without name."""


def cells(notebook):
    bad = (
        "x",
        3,
        None,
        {"a": 1},
        [None],
        ["x", 3, []],
        [{"output_type": "stream"}],
        [{"output_type": "stream", "text": {"a": 1}, "name": 3}],
        [{"output_type": "error", "traceback": "x"}],
        [{"output_type": "display_data", "data": []}],
        [{"output_type": 3}],
        [
            {
                "output_type": "execute_result",
                "data": {"application/vnd.epreuves.autoevaluation+json": [1, None]},
                "metadata": [],
            }
        ],
    )
    number = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = bad[number % len(bad)]
            cell["execution_count"] = ("x", -1, 1e300, [], None)[number % 5]
            number += 1
        else:
            cell["outputs"] = bad[number % len(bad)]
