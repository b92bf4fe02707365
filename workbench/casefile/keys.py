"""From a passphrase to the key of a case file, and the recovery key that stands in for the passphrase.

The first 16 bytes of a case file, which SQLCipher keeps as its salt, are ours: the magic ``RPW1``, 8 random
bytes and 4 check bytes. Argon2id (RFC 9106; 64 MiB, 3 passes, 4 lanes, fixed by the magic) over the passphrase
and the first 12 bytes gives the 32 bytes of the key and the 4 check bytes, so that a wrong passphrase is told
from a damaged file without reading any further.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Final

from argon2.low_level import Type, hash_secret_raw

FAMILY: Final = b"RPW"  # of this and any later form of the file
MAGIC: Final = b"RPW1"
HEADER_SIZE: Final = 16
_PASSES, _MEMORY_KIB, _LANES = 3, 64 * 1024, 4
_KEY_SIZE, _CHECK_SIZE, _SUM_SIZE = 32, 4, 4
_GROUP = 4
_RECOVERY_LETTERS = (_KEY_SIZE + _CHECK_SIZE + _SUM_SIZE) * 8 // 5
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})  # what base32 does not use and people write instead


@dataclass(frozen=True)
class Key:
    """The raw key of one case file and the header that stands at its start."""

    secret: bytes
    header: bytes

    def __repr__(self) -> str:
        return "Key(...)"  # never in a log or a traceback

    @property
    def pragma(self) -> str:
        """What SQLCipher is told: the raw key and the salt, so that it derives nothing itself."""
        return f"PRAGMA key = \"x'{self.secret.hex()}{self.header.hex()}'\""


def make(passphrase: str) -> Key:
    """A key and header for a new file."""
    start = MAGIC + secrets.token_bytes(HEADER_SIZE - len(MAGIC) - _CHECK_SIZE)
    secret, check = _derive(passphrase, start)
    return Key(secret, start + check)


def unlock(header: bytes, passphrase: str) -> Key | None:
    """The key of the file that starts with `header`, or None where the passphrase is not the one."""
    secret, check = _derive(passphrase, header[:-_CHECK_SIZE])
    return Key(secret, header) if hmac.compare_digest(check, header[-_CHECK_SIZE:]) else None


def _derive(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    """NFC first, so that one passphrase typed on two systems is the same bytes."""
    out = hash_secret_raw(
        unicodedata.normalize("NFC", passphrase).encode(),
        salt,
        time_cost=_PASSES,
        memory_cost=_MEMORY_KIB,
        parallelism=_LANES,
        hash_len=_KEY_SIZE + _CHECK_SIZE,
        type=Type.ID,
    )
    return out[:_KEY_SIZE], out[_KEY_SIZE:]


def recovery_key(key: Key) -> str:
    """The raw key to print and lock away: 16 groups of 4 letters and digits with a checksum in them.

    It carries the file's check bytes too, so that the recovery key of another file is told from a damaged one.
    """
    content = key.secret + key.header[-_CHECK_SIZE:]
    letters = base64.b32encode(content + _sum(content)).decode()
    return "-".join(letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP))


def looks_like_recovery_key(text: str) -> bool:
    """Whether a person has plainly typed a recovery key, rightly or not."""
    return (
        len(_letters(text)) == _RECOVERY_LETTERS
        and text.count("-") + text.count(" ") >= _RECOVERY_LETTERS // 8
    )


def read_recovery_key(text: str, header: bytes) -> Key | None:
    """The key written in `text`, or None where it is no recovery key or is mistyped.

    Whether it is the key of this file is for `fits` to say.
    """
    try:
        content = base64.b32decode(_letters(text))
    except (binascii.Error, ValueError):
        return None
    body, checksum = content[:-_SUM_SIZE], content[-_SUM_SIZE:]
    if len(body) != _KEY_SIZE + _CHECK_SIZE or checksum != _sum(body):
        return None
    return Key(body[:_KEY_SIZE], header[:-_CHECK_SIZE] + body[_KEY_SIZE:])


def fits(key: Key, header: bytes) -> bool:
    """Whether a key read from a recovery key belongs to the file that starts with `header`."""
    return hmac.compare_digest(key.header, header)


def _letters(text: str) -> str:
    return "".join(text.split()).replace("-", "").upper().translate(_MISREAD)


def _sum(content: bytes) -> bytes:
    return hashlib.sha256(b"recovery key" + content).digest()[:_SUM_SIZE]


def seal(key: Key, content: bytes) -> bytes:
    """`content` made unreadable and unchangeable without the key: nonce, cipher text, tag.

    For the lock file's few bytes, which cannot live in the database. SHAKE-256 keyed by its prefix gives the
    stream, HMAC-SHA-256 the tag; each has a key of its own.
    """
    nonce = secrets.token_bytes(16)
    hidden = _stream(key, nonce, content)
    return nonce + hidden + _tag(key, nonce + hidden)


def unseal(key: Key, sealed: bytes) -> bytes | None:
    """What `seal` was given, or None where it was sealed under another key or has been changed."""
    body, tag = sealed[:-32], sealed[-32:]
    if len(body) < 16 or not hmac.compare_digest(tag, _tag(key, body)):
        return None
    return _stream(key, body[:16], body[16:])


def _stream(key: Key, nonce: bytes, content: bytes) -> bytes:
    subkey = hmac.digest(key.secret, b"lock file: stream", "sha256")
    mask = hashlib.shake_256(subkey + nonce).digest(len(content))
    return bytes(a ^ b for a, b in zip(content, mask, strict=True))


def _tag(key: Key, body: bytes) -> bytes:
    return hmac.digest(hmac.digest(key.secret, b"lock file: tag", "sha256"), body, "sha256")
