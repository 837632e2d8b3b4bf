"""A session's épreuves as a static site, where candidates work in their browser: no account, no server that runs anything."""
