"""The contact timeline: pure layout in numbers, and the pen that draws it into documents.

The window has a pen of its own over the same layout; neither pen decides anything.
"""
