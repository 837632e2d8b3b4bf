"""The dossier that an inspection asks for: of a decision, each thing that led to it, from the criterion to the seal."""
