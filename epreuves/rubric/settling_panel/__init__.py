"""The list to settle in JupyterLab: `desk` says what waits and takes decisions, `widget` carries both to the page of `settle.js`."""
