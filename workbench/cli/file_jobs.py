"""The case file itself: its history, undo, check, backup, passphrase and recovery key."""

from pathlib import Path

from workbench import history
from workbench.anonymity.rendering import say, say_name
from workbench.case import verify as check_all
from workbench.cli.opening import new_passphrase, opened
from workbench.cli.telling import Given, Json, counted, progress, tell, warn


def history_list(given: Given) -> int:
    with opened(given) as case:
        entries = case.history(limit=given.limit)
        changes: list[Json] = [
            {
                "number": entry.number,
                "at": entry.at,
                "by": entry.by,
                "label": say(entry.sentence),
                "touched": {table: sorted(ids) for table, ids in case.touched(entry.number).items()},
                "kind": entry.kind,
                "undoes": entry.undoes,
                "head": entry.seal,
            }
            for entry in entries
        ]
        lines = [
            (
                str(entry.number),
                f"{history.local(entry.at):%d %b %Y %H:%M}",
                say_name(entry.by),
                say(entry.sentence),
                history.summary(entry.touched),
            )
            for entry in entries
        ]
        tell(given, {"changes": changes, "total": case.last_change}, lines)
    return 0


def undo(given: Given) -> int:
    with opened(given) as case:
        did = case.undo() if given.number is None else case.undo_change(given.number)
        tell(given, {"number": did.number, "label": say(did.label)}, [(f"Undone: {say(did.label)}",)])
    return 0


def redo(given: Given) -> int:
    with opened(given) as case:
        did = case.redo()
        tell(given, {"number": did.number, "label": say(did.label)}, [(f"Done again: {say(did.label)}",)])
    return 0


def verify(given: Given) -> int:
    with opened(given) as case:
        found = check_all(case, given.head, progress())
    problems = found.problems
    told: Json = {
        "ok": found.ok,
        "changes": found.changes,
        "head": found.head,
        "problems": problems,
        "total": len(problems),
    }
    lines = [(f"{counted(found.changes, 'change')}, head {found.head}",)]
    tell(given, told, [*lines, ("All is well.",)] if not problems else lines)
    if problems:
        warn(" ".join(problems))
        warn("Keep the file as it is, and hold a backup or another copy against it.")
    return 1 if problems else 0


def backup(given: Given) -> int:
    with opened(given) as case:
        head = case.backup_to(Path(given.out), progress())
        tell(
            given,
            {"backup": given.out, "head": head},
            [(f"Backed up to {given.out}, read back and checked.",)],
        )
    return 0


def passphrase(given: Given) -> int:
    with opened(given) as case:
        case.change_passphrase(new_passphrase(given.new_passphrase_file), progress())
        tell(
            given,
            {"changed": True, "head": case.head},
            [
                ("The passphrase is changed, and with it the recovery key: print the new one.",),
                ("Copies and backups made before still open with the old passphrase.",),
            ],
        )
    return 0


def recovery(given: Given) -> int:
    with opened(given) as case:
        key = case.recovery_key()
        tell(given, {"recovery_key": key}, [(key,)])
    return 0
