"""What one would hand over: transcript, portfolio, deliverable, dashboard. Each is decided first, as a frozen value, then rendered."""
