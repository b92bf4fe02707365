"""From a passphrase to a key, and the recovery key."""

from casefile.conftest import PASSPHRASE

from workbench.casefile import keys
from workbench.casefile.keys import Key


def test_the_passphrase_gives_the_key_back_and_another_does_not(key: Key) -> None:
    assert keys.unlock(key.header, PASSPHRASE) == key
    assert keys.unlock(key.header, PASSPHRASE + " ") is None


def test_one_passphrase_typed_on_two_systems_is_the_same() -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    made = keys.make(composed)
    assert keys.unlock(made.header, decomposed) == made


def test_the_recovery_key_is_read_however_it_is_typed(key: Key) -> None:
    printed = keys.recovery_key(key)
    assert [len(group) for group in printed.split("-")] == [4] * 16
    for typed in (
        printed,
        printed.lower(),
        printed.replace("-", " "),
        f"  {printed}\n",
        printed.replace("O", "0"),
    ):
        assert keys.read_recovery_key(typed, key.header) == key
        assert keys.looks_like_recovery_key(typed)


def test_a_mistyped_recovery_key_is_told_from_a_passphrase(key: Key) -> None:
    printed = keys.recovery_key(key)
    wrong = ("B" if printed[0] == "A" else "A") + printed[1:]
    assert keys.read_recovery_key(wrong, key.header) is None
    assert keys.looks_like_recovery_key(wrong)
    assert not keys.looks_like_recovery_key(PASSPHRASE)
    assert keys.read_recovery_key(PASSPHRASE, key.header) is None


def test_the_recovery_key_of_another_file_does_not_fit(key: Key) -> None:
    other = keys.make("something else")
    read = keys.read_recovery_key(keys.recovery_key(other), key.header)
    assert read is not None
    assert not keys.fits(read, key.header)


def test_what_is_sealed_opens_only_with_the_key_and_unchanged(key: Key) -> None:
    sealed = keys.seal(key, b"who has it open")
    assert b"who" not in sealed
    assert keys.unseal(key, sealed) == b"who has it open"
    assert keys.unseal(Key(bytes(32), key.header), sealed) is None
    assert keys.unseal(key, sealed[:-1] + bytes([sealed[-1] ^ 1])) is None
    assert keys.unseal(key, b"") is None


def test_a_key_does_not_show_itself(key: Key) -> None:
    assert key.secret.hex() not in repr(key)
