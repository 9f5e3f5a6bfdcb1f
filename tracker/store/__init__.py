"""SQLite and nothing else: the only room that opens the database."""
