"""Run a notebook in a folder of its own and bring back what it showed and answered; nothing here knows what is right."""
