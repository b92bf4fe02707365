"""How fast text is shown anonymous: many names in much text, and labels as a table draws them.

.venv/bin/python tests/bench/names.py
"""

import random
import time
from collections.abc import Callable

from workbench.anonymity.reader import Anonymous, Who

FIRST = (
    "Amelia", "Jack", "Olivia", "Harry", "Isla", "Noah", "Mohammed", "Aisha", "Priya", "Kwame", "Siobhan", "Zofia",
    "Piotr", "Grace", "Rose", "Mark", "Will",
)  # fmt: skip
LAST = (
    "Smith", "Khan", "O’Brien", "Okafor", "Kowalski", "Patel", "Jones-Evans", "Brown", "Young", "Price", "Hussain",
    "McDonald", "Baker", "Bell",
)  # fmt: skip
WORDS = (
    "mother", "child", "visit", "school", "police", "concern", "neglect", "home", "missed", "appointment", "nursery",
    "injury", "bruise", "health", "visitor", "said", "attended", "core", "group", "review", "partner", "alcohol",
    "supervision", "mark", "will", "may", "grace", "rose",
)  # fmt: skip


def much_text(people: list[Who], size: int, chance: random.Random) -> str:
    """Text of about so many characters, in paragraphs, 3 in 100 words a name."""
    names = [name for who in people for name in who.names]
    out: list[str] = []
    long = 0
    while long < size:
        word = chance.choice(names) if chance.random() < 0.03 else chance.choice(WORDS)
        if chance.random() < 0.01:
            word += ".\n\n"
        out.append(word)
        long += len(word) + 1
    return " ".join(out)


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the processor in the fastest of several runs."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def main() -> None:
    """Print the figures."""
    chance = random.Random(5)
    people = []
    for number in range(400):
        first = chance.choice(FIRST) + chance.choice(["", "", "a", "ie", "lyn"])
        last = chance.choice(LAST) + chance.choice(["", "", "son", "ley"])
        people.append(Who((f"{first} {last}",), f"P{number}"))
    began = time.process_time()
    reader = Anonymous(people)
    print(f"reader of 400 people, {len(reader._known):,} forms: {time.process_time() - began:.2f} s")
    text = much_text(people, 10_000_000, chance)
    rendered = reader.render(text)
    replaced = sum(span.replaced for span in rendered.spans)
    print(f"10 MB: {best_of(5, lambda: reader._render(text)):.2f} s, {replaced:,} names (best of 5)")
    family = Anonymous(people[:12])
    print(f"10 MB, 12 people: {best_of(5, lambda: family._render(text)):.2f} s (best of 5)")
    labels = [text[at : at + 120] for at in range(0, 120_000, 120)]

    def at_first() -> None:
        family._kept.clear()
        for each in labels:
            family.render(each)

    fresh = best_of(3, at_first)
    for each in labels:
        family.render(each)
    again = best_of(5, lambda: [family.render(each) for each in labels])
    print(f"1,000 labels of 120 letters: {fresh * 1000:.1f} ms at first, {again * 1000:.2f} ms again")


if __name__ == "__main__":
    main()
