"""How the kit speaks and reads: French words, its one base of errors, strict YAML and CSV; it imports nothing else of the kit."""
