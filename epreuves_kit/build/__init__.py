"""Building: from what is written of an épreuve to what is built of it."""
