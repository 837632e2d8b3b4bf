"""Everything is right; the notebook names the kernel of another language."""


def cells(notebook):
    notebook["metadata"] = {
        "kernelspec": {"name": "ir", "display_name": "R", "language": "R"},
        "language_info": {"name": "R"},
    }
