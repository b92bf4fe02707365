"""Invented people to hide, as a case would have them."""

from workbench.anonymity.reader import Anonymous, Who

FAMILY = (
    Who(("Kayleigh Ann Fenwick", "Kay", "Baby Fenwick"), "Child K", "", subject=True),
    Who(("Karen Fenwick", "Mum", "Kaz"), "Mother", "mother"),
    Who(("Dean O'Neil", "Dad"), "Father", "father"),
    Who(("Jack Fenwick",), "Sibling 1", "brother"),
    Who(("Nan Jean", "Nan"), "PGM", "paternal grandmother"),
    Who(("Jack Price",), "SW2", "social worker"),
    Who(("Dr Adaeze Okafor",), "GP1", "GP"),
    Who(("May Smith-Jones",), "HV2", "health visitor"),
    Who(("José Álvarez",), "HV1", "health visitor"),
    Who(("Will Thurlow",), "[neighbour]", "neighbour"),
    Who(("Ruth Adeyemi",), "Lead reviewer", "Lead reviewer", panel=True),
)
PLACES = {"Northbrook": "the town", "St Anne's Primary School": "School 1"}


def a_reader(**decided: bool) -> Anonymous:
    """The anonymous reader of these people; `decided` says which ordinary words are names."""
    return Anonymous(FAMILY, PLACES, decided=decided)
