"""The graders' panel: `copy_view` decides what of a copy is shown, `desk` takes a grader's gestures in JupyterLab, `situation` says what is shown of them; `settling` is the list to settle."""
