"""The documents that one hands over: transcript, rapport de compétences, deliverable. Each is decided first, as a frozen value, then rendered."""
