"""The chronology: dates, outcomes, events, importing agencies' tables and reading them as one."""
