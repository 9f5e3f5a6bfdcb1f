"""Rows become numbers here: frames in, frames out. No database, no Streamlit, no pictures."""
