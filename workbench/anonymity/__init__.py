"""Who is named in what people read: the one way by which case text reaches a screen, a page or a terminal."""
