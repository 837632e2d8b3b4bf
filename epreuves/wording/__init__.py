"""The kit's speech and reading: French words, its one base of errors, strict YAML and CSV; it imports nothing else of the kit."""
