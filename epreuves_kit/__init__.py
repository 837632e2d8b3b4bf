"""The kit of who writes, runs and marks épreuves; what a candidate's notebook imports is in `epreuves`."""
