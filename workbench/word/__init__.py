"""The documents that go out, as Word files: how a page is made, the action plan, the combined chronology."""
