"""Rows become numbers here: frames in, frames out. No database, no Streamlit, no pictures."""

import pandas as pd

# Frames here have some hundred rows that are walked through one by one. Texts kept as Python's own are read back at
# once; Arrow's are made anew each time, a fifth of a page's time.
pd.set_option("mode.string_storage", "python")
