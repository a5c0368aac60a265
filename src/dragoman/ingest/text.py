"""Bytes to text: encodings, and a plain word for what is not text at all."""

from __future__ import annotations

import codecs
import logging
import re
from email.message import Message

import charset_normalizer

from dragoman.errors import DragomanError

# These libraries report on every page they cannot use; we put that into failure records.
for _name in ("charset_normalizer", "trafilatura", "htmldate", "courlan"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", "Convert it to text first (pdftotext, or save as text)."),
    (b"PK\x03\x04", "a zip archive or an office document", "Unpack it, or save it as plain text."),
    (b"\x1f\x8b", "gzip data", "Give the file a name that ends in .gz."),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Save it as plain text."),
    (b"{\\rtf", "an RTF document", "Save it as plain text."),
    (b"\x89PNG", "a PNG picture", "Pictures of text need OCR first."),
    (b"\xff\xd8\xff", "a JPEG picture", "Pictures of text need OCR first."),
    (b"GIF8", "a GIF picture", "Pictures of text need OCR first."),
    (b"II*\x00", "a TIFF picture", "Pictures of text need OCR first."),
    (b"MM\x00*", "a TIFF picture", "Pictures of text need OCR first."),
    (b"PAR1", "a Parquet table", "Give the file a name that ends in .parquet."),
    (b"SQLite format 3", "an SQLite database", "Export the table as CSV or JSON Lines."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"BZh", "bzip2 data", "Unpack it first."),
    (b"\xfd7zXZ", "xz data", "Unpack it first."),
    (b"(\xb5/\xfd", "Zstandard data", "Unpack it first."),
    (b"\x7fELF", "a program", "Leave it out."),
    (b"MZ\x90", "a program", "Leave it out."),
    (b"ID3", "a sound file", "Leave it out."),
    (b"RIFF", "a sound, film or picture file", "Leave it out."),
    (b"wOF2", "a font", "Leave it out."),
)

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SAMPLE = 200_000

# Marks of typography in Windows-1252, and a letter with an accent where such a letter may stand.
_WINDOWS_MARKS = frozenset("€‚„…‘’“”•–—™ £§©«°»·½¼¾®´")
_ODD_CAPITAL = re.compile(r"[a-z][À-ÖØ-Þ](?![A-ZÀ-Þ])|[a-z][À-ÖØ-Þ]+$")


def decode(data: bytes) -> str:
    """The text of some bytes; characters are kept as they are, only a byte order mark goes.

    UTF-8, UTF-16 and UTF-32 are told by their marks or their shape; else Windows-1252 where that
    reads well, else what charset-normalizer finds.

    Raises DragomanError "binary-file" for what is not text.

    Example:
        >>> decode("Seoul’s envoy".encode("utf-16"))
        'Seoul’s envoy'
    """
    refuse_binary(data)
    text = _decode(data)
    controls = len(_CONTROL.findall(text[:_SAMPLE]))
    if controls > 2 and controls * 100 > min(len(text), _SAMPLE):
        raise _binary("data that is not text", "Save it as plain text in UTF-8.")
    return clean(text)


def clean(text: str) -> str:
    """Half characters (lone surrogates) become U+FFFD, one for one; the rest stays as given."""
    return _SURROGATE.sub("\ufffd", text)


_MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[\u0370-\u03ff\u0400-\u04ff])[^\W\d_]{3,}\b")


def mixed_words(text: str) -> list[str]:
    """Words that mix Latin letters with Cyrillic or Greek ones, each once: look-alikes of names.

    Example:
        >>> mixed_words("\u0421hina met Norway.")  # a Cyrillic letter at its head
        ['\u0421hina']
    """
    if text.isascii():
        return []
    return list(dict.fromkeys(_MIXED.findall(text)))


_GIVEN_TO_ALL = ("", "utf-8", "iso-8859-1", "us-ascii")
# Codecs that are no encodings of pages: their work grows with the square of the text, or what they
# make of it is not what a reader would see.
_NO_PAGES = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "unicode_escape", "raw-unicode-escape",
     "raw_unicode_escape", "utf-7", "mbcs", "oem"}
)  # fmt: skip


def decode_as_told(data: bytes, content_type: str) -> str | None:
    """A page in the encoding that its host names; None where it names none, or one that hosts give
    to all pages, or where the page does not read in it: then the bytes and the page tell.

    Example:
        >>> decode_as_told(b"new", "text/html; charset=koi8-r"), decode_as_told(b"a", "text/html")
        ('new', None)
    """
    head = Message()
    head["content-type"] = content_type
    named = head.get_content_charset() or ""
    return None if named in _GIVEN_TO_ALL else decode_as(data, named)


def decode_as(data: bytes, name: str) -> str | None:
    """The text of some bytes in an encoding that a page or its host names; None where they do not
    read in it, or where it is none that a page may be in.

    Example:
        >>> decode_as(b"new", "latin-1"), decode_as(b"a", "punycode"), decode_as(b"a", "x-1")
        ('new', None, None)
    """
    try:
        codec = codecs.lookup(name).name
        return None if codec in _NO_PAGES else clean(data.decode(codec))
    except (LookupError, ValueError):
        return None


def bom(head: bytes) -> str | None:
    """The encoding that a byte order mark at the start names."""
    return next((name for mark, name in _BOMS if head.startswith(mark)), None)


def refuse_binary(head: bytes) -> None:
    """Raise "binary-file" where the first bytes are those of a known format that is no text."""
    for mark, what, advice in _MAGIC:
        if head.startswith(mark):
            raise _binary(what, advice)
    if head[4:8] == b"ftyp":
        raise _binary("a film, sound or picture file", "Leave it out.")


def _decode(data: bytes) -> str:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    if b"\x00" in data:
        return _wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _nearly_utf8(data, error):
            return data.decode("utf-8", errors="replace")
    return _legacy(data)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly all zero bytes at odd, or at even, places."""
    sample = data[: _SAMPLE // 2 * 2]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and len(data) % 2 == 0:
        if odd * 2 > half and even * 20 < half:
            return data.decode("utf-16-le", errors="replace")
        if even * 2 > half and odd * 20 < half:
            return data.decode("utf-16-be", errors="replace")
    raise _binary("data that is not text", "Save it as plain text in UTF-8.")


def _nearly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Cut off inside a character, or a few bad bytes among many good characters."""
    if error.start >= len(data) - 3 and data[: error.start].decode("utf-8").isascii() is False:
        return True
    loose = data.decode("utf-8", errors="replace")
    bad = loose.count("\ufffd")
    good = sum(1 for c in loose if c > "\x7f" and c != "\ufffd")
    return good >= 10 * bad


def _legacy(data: bytes) -> str:
    """An 8-bit encoding. Only English is read on, so Windows-1252 is tried before guessing."""
    high = sum(1 for byte in data[:_SAMPLE] if byte > 0x7F)
    if high * 10 <= min(len(data), _SAMPLE):
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = ""
        if text and _reads_well(text):
            return text
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise _binary("data in no encoding we know", "Save it as plain text in UTF-8.")
    return data.decode(best.encoding, errors="replace")


def _reads_well(text: str) -> bool:
    """Whether every character over ASCII is a usual mark or an accented letter in its place."""
    odd = [c for c in text if c > "\x7f" and c not in _WINDOWS_MARKS and not c.isalpha()]
    return not odd and not _ODD_CAPITAL.search(text)


def _binary(what: str, advice: str) -> DragomanError:
    return DragomanError(f"This seems to be {what}. {advice}", error="binary-file")
