"""Files become rows here: sniff, read, drop what is private, clean, say every problem. No database, no Streamlit."""
