"""Files that a candidate handed in beside the notebook, read and drawn within the walls."""
