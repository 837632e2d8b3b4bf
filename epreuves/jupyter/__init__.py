"""The candidate's JupyterLab: its page, its settings, and on a hub the room's server extension."""
