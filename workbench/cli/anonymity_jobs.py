"""What is shown in place of names: pseudonyms suggested, words that identify, words that may be names."""

from dataclasses import asdict

from workbench.anonymity import identifying
from workbench.anonymity.leaving import ready_to_leave, shared_names, words_to_decide
from workbench.anonymity.suggesting import give_pseudonyms, suggested_pseudonyms
from workbench.cli.opening import opened
from workbench.cli.telling import Given, Line, counted, tell
from workbench.people import find_service, people, publish_as
from workbench.problems import Problem


def show(given: Given) -> int:
    """Tell what holds anonymous documents back, and what is hidden; 1 where something does."""
    with opened(given) as case, case.reading() as session:
        held = ready_to_leave(session)
        words = words_to_decide(session)
        shared = shared_names(session)
        hidden = identifying.identifiers(session)
        suggested = suggested_pseudonyms(session)
        names = {person.id: person.name for person in people(session)}
    told = {
        "held_back_by": [asdict(one) for one in held],
        "words": [asdict(one) for one in words],
        "shared": shared,
        "identifiers": [asdict(one) for one in hidden],
        "suggested": [{"person": person, "pseudonym": word} for person, word in suggested.items()],
    }
    lines: list[Line] = [(one.sentence,) for one in held]
    lines += [(f"  {names[person]} could be {word}",) for person, word in suggested.items()]
    lines += [(f"  {one.word}: {example}",) for one in words for example in one.examples]
    lines += [(one,) for one in shared]
    lines += [(f"“{one.words}” is shown as “{one.shown}”.",) for one in hidden]
    tell(given, told, lines or [("Everything can leave anonymous.",)])
    return 1 if held else 0


def suggest(given: Given) -> int:
    """Give everyone who has no pseudonym the one suggested."""
    with opened(given) as case:
        made = give_pseudonyms(case)
        tell(given, {"given": made}, [(f"{counted(made, 'pseudonym')} given.",)])
    return 0


def hide(given: Given) -> int:
    """Say that words identify, and what stands for them."""
    with opened(given) as case:
        made = identifying.add_identifier(case, given.words, given.shown)
        tell(given, {"id": made}, [(f"“{given.words}” is shown as “{given.shown}”.",)])
    return 0


def unhide(given: Given) -> int:
    """Take words that identify off the list."""
    with opened(given) as case:
        with case.reading() as session:
            found = next(
                (one.id for one in identifying.identifiers(session) if given.words in (one.id, one.words)),
                None,
            )
        if found is None:
            raise Problem(f"“{given.words}” is not in the list.", "Look at “anonymity CASE show”.")
        identifying.remove_identifier(case, found)
        tell(given, {"removed": found}, [(f"“{given.words}” is shown again.",)])
    return 0


def decide(given: Given) -> int:
    """Say whether an ordinary word is somebody's name in this case."""
    with opened(given) as case:
        identifying.decide_word(case, given.word, given.meaning == "name")
        said = (
            "hidden where it has a capital" if given.meaning == "name" else "shown wherever it stands alone"
        )
        tell(
            given, {"word": given.word, "is_name": given.meaning == "name"}, [(f"“{given.word}” is {said}.",)]
        )
    return 0


def publish(given: Given) -> int:
    """Say what a service is called in public."""
    with opened(given) as case:
        with case.reading() as session:
            found = find_service(session, given.service)
        publish_as(case, found.id, given.published)
        tell(given, {"id": found.id}, [(f"{found.code} is published as “{given.published}”.",)])
    return 0
