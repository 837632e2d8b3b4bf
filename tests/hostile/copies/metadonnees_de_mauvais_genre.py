"""Everything is right; metadata of the notebook, of cells and of nbgrader are texts, lists and numbers, where it can still be told which cell is which."""


def cells(notebook):
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"]["tags"] = ("texte", 3, None, {"a": 1}, [None, 3, {}])[number % 5]
        cell["metadata"]["collapsed"] = cell["metadata"]["jupyter"] = [[]]
        if number % 2:
            cell["metadata"] = ([], "x", 3, None, {"nbgrader": []}, {"nbgrader": {"grade_id": ["x"]}})[number % 6]
    notebook["metadata"] = ["kernelspec"]
