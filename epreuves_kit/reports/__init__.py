"""What one would hand over: transcript, rapport de compétences, deliverable. Each is decided first, as a frozen value, then rendered."""
