"""The graders' panel: a copy is read (`reading`), decided (`copy_view`), written as inert HTML (`copy_page`); `desk` takes a
grader's gestures, `screen` decides what is shown of them, `widget` carries both to JupyterLab.
"""
