"""A file from anywhere, read into plain values: text and tables with the places a person would point to.

Nothing here knows the trade, the case file or the screen. Everything read is treated as hostile.
"""
