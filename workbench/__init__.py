"""The review itself: the case file, the chronology, the findings and the documents. No window, no Qt."""
