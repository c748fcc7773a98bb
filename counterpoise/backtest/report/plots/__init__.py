"""What a page draws, one plot a module: a story in, a figure of plotly out, or None."""
