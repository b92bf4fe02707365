"""The codebook of themes, and the tags that members put on passages and events."""
