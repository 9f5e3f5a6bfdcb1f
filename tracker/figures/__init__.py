"""Numbers become pictures here: a frame and a caption in, a plotly figure out."""
