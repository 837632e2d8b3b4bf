"""From written texts to built notebooks and tables, and back; and what the lint has to say about them."""
