"""E-mails (RFC 5322 and 2045 to 2049): the lines of the head that people read, the body, and what is attached.

Of a body in several forms the plain one is read where it has words, else the HTML one, without fetching anything.
"""

import email
import email.errors
import re
from collections.abc import Iterator
from email import policy
from email.generator import BytesGenerator
from email.header import decode_header
from email.message import Message
from io import BytesIO

from workbench.reading import versions
from workbench.reading.composing import Composer, clean
from workbench.reading.delimited import decode
from workbench.reading.document import Attached, Document, PieceKind
from workbench.reading.html_text import html_lines
from workbench.reading.refusal import Refused, broken, encrypted, too_large

MOST_PARTS = 2_000
DEEPEST = 60
FIELDS = ("From", "To", "Cc", "Bcc", "Date", "Subject")
_AS_SENT = policy.compat32
"""The newer policy reads every field by the grammar, and a hostile one takes it minutes and gigabytes."""
_LONGEST_FIELD = 20_000
_FAULTS = (
    email.errors.MessageError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
)
"""What the library is known to raise over heads and bodies that no program should have written."""
_EARLIER = re.compile(r"\s*-{3,}\s*(original message|forwarded message|original appointment)", re.IGNORECASE)
_PICTURES = "image/"


def looks_like_mail(start: bytes) -> bool:
    """Whether these first bytes are the head of an e-mail: lines of fields, two of them an e-mail's own."""
    head = re.split(rb"\r?\n\r?\n", start.removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0]
    lines = head.splitlines()
    if not lines or not re.match(rb"[!-9;-~]+:|From ", lines[0]):
        return False
    names = {found[1].lower() for line in lines if (found := re.match(rb"([!-9;-~]+):", line))}
    known = {b"from", b"to", b"subject", b"date", b"message-id", b"received", b"mime-version", b"return-path"}
    return len(names & known) >= 2


def read_mail(data: bytes, name: str) -> Document:
    """An e-mail with its attachments, each of which is read as a file of its own."""
    try:
        message = email.message_from_bytes(data, policy=_AS_SENT)
    except RecursionError as error:
        raise too_large(name, "its parts are nested too deep") from error
    except _FAULTS as error:
        raise broken(name) from error
    composer = Composer(name)
    fields = {field: value for field in FIELDS if (value := field_of(message, field))}
    if not fields:
        raise broken(name)
    if message.get_content_type() in ("application/pkcs7-mime", "application/x-pkcs7-mime") or (
        message.get_content_type() == "multipart/encrypted"
    ):
        raise encrypted(name)
    for field, value in fields.items():
        composer.add("field", f"{field}: {value}", label=field)
    warnings: set[str] = set()
    attached: list[Attached] = []
    bodies: list[tuple[str, str]] = []
    for part, is_body in _leaves(message, name):
        if is_body:
            bodies.append((part.get_content_type(), _text_of(part, name)))
        elif (made := _attached(part, len(attached) + 1)) is not None:
            attached.append(made)
    head = len(composer.pieces)
    for kind, text in bodies:
        if kind == "text/html":
            lines, fetches = html_lines(text)
            if fetches:
                warnings.add("external_content")
        else:
            lines = list(plain_lines(text))
        for line_kind, line in lines:
            composer.add(line_kind, line)
    if len(composer.pieces) == head and not attached:
        warnings.add("no_text")
    if attached:
        composer.add("field", "Attached: " + "; ".join(one.name for one in attached), label="Attached")
    return Document(
        composer.text,
        tuple(composer.pieces),
        None,
        versions.MAIL,
        "eml",
        tuple(sorted(warnings)),
        fields.get("Subject", ""),
        tuple(attached),
    )


def field_of(message: Message, field: str) -> str:
    """A field of the head as people read it, on one line; as it was sent where it cannot be made out."""
    wanted = field.lower()
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == wanted), "")
    return " ".join(clean(_decoded(raw[:_LONGEST_FIELD])).split())


def _decoded(raw: str) -> str:
    """A field with its encoded words (RFC 2047) read, and bytes that should not be there taken for what they are."""
    try:
        sent = raw.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return raw
    try:
        plain = sent.decode("utf-8")
    except UnicodeDecodeError:
        plain = sent.decode("cp1252", errors="replace")
    if "=?" not in plain:
        return plain
    try:
        return "".join(
            piece.decode(charset or "latin-1", errors="replace") if isinstance(piece, bytes) else piece
            for piece, charset in decode_header(plain)
        )
    except _FAULTS:
        return plain


def _leaves(message: Message, name: str) -> Iterator[tuple[Message, bool]]:
    """The parts that hold something, in order, each with whether it is shown as the body."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    count = 0
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if count > MOST_PARTS or depth > DEEPEST:
            raise too_large(name, "it has too many parts")
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind == "multipart/alternative" and isinstance(payload, list):
            forms = [form for form in payload if isinstance(form, Message)]
            waiting += [(chosen, depth + 1) for chosen in reversed(_alternative(forms, name))]
        elif part.is_multipart() and part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting += [(inner, depth + 1) for inner in reversed(payload) if isinstance(inner, Message)]
        else:
            body = kind in ("text/plain", "text/html") and not (
                part.get_content_disposition() == "attachment" or _file_name(part)
            )
            yield part, body


def _alternative(parts: list[Message], name: str) -> list[Message]:
    """Of the same body in several forms: the plain one if it has words, else the richest; and what is no body."""
    plain = next((part for part in parts if part.get_content_type() == "text/plain"), None)
    if plain is not None and _text_of(plain, name).strip():
        others = [
            inner
            for part in parts
            if part.get_content_type() in ("multipart/related", "multipart/mixed")
            for inner in (part.get_payload() if isinstance(part.get_payload(), list) else [])
            if isinstance(inner, Message) and inner.get_content_type() != "text/html"
        ]
        calendars = [part for part in parts if part.get_content_type() == "text/calendar"]
        return [plain, *others, *calendars]
    return parts[-1:]


def _text_of(part: Message, name: str) -> str:
    data = _bytes_of(part)
    charset = part.get_content_charset() if not isinstance(part.get_content_charset(), tuple) else None
    if charset:
        try:
            return clean(data.decode(charset))
        except (LookupError, UnicodeError, ValueError):
            pass  # a charset that is a lie: the bytes say more
    try:
        return clean(decode(data, name))
    except Refused:
        return clean(data.decode("latin-1"))


def _bytes_of(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except _FAULTS:
        data = None
    if isinstance(data, bytes):
        return data
    raw = part.get_payload()
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def _attached(part: Message, number: int) -> Attached | None:
    """A part as a file of its own; None for an empty one and for a picture that belongs to the body's layout."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload()
        message = inner[0] if isinstance(inner, list) and inner else None
        if not isinstance(message, Message):
            return None
        out = BytesIO()
        try:
            BytesGenerator(out, mangle_from_=False, policy=_AS_SENT).flatten(message)
        except (*_FAULTS, RecursionError):
            return None
        subject = field_of(message, "Subject")[:80]
        return Attached(_file_name(part) or f"{subject or f'message {number}'}.eml", out.getvalue())
    if (
        kind.startswith(_PICTURES)
        and part.get("Content-ID")
        and part.get_content_disposition() != "attachment"
    ):
        return None
    data = _bytes_of(part)
    if not data.strip():
        return None
    endings = {"text/plain": "txt", "text/html": "html", "text/calendar": "ics", "application/pdf": "pdf"}
    fallback = f"attachment {number}.{endings.get(kind, part.get_content_subtype()[:10])}"
    return Attached(_file_name(part) or fallback, data)


def pictures_of_mail(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """The pictures of an e-mail: those in its body and those attached."""
    try:
        message = email.message_from_bytes(data, policy=_AS_SENT)
    except (RecursionError, *_FAULTS):
        return
    for number, (part, _) in enumerate(_leaves(message, name), 1):
        if part.get_content_type().startswith(_PICTURES):
            yield _file_name(part) or f"picture {number}", _bytes_of(part)


def _file_name(part: Message) -> str:
    try:
        return clean(_decoded(part.get_filename() or ""))[:_LONGEST_FIELD]
    except _FAULTS:
        return ""


def plain_lines(text: str) -> Iterator[tuple[PieceKind, str]]:
    """The lines of a plain body; those quoted of an earlier message are told apart."""
    earlier = False
    for line in text.split("\n"):
        earlier = earlier or bool(_EARLIER.match(line))
        yield ("quote" if earlier or line.lstrip().startswith(">") else "paragraph"), line
