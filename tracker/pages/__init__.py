"""One file a page: choose, fetch, show."""
