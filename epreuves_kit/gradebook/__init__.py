"""nbgrader: what the kit puts into its lists of steps, its exporters and its configuration."""
