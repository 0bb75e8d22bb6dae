"""Packing files that a script of the site unpacks, and naming them by what is in them."""

from __future__ import annotations

import gzip
import hashlib
import io


def packed(content: bytes) -> bytes:
    """Content in gzip's format, which every browser unpacks and which tells a damaged file by its checksum.

    Without time, name and system: the same content, the same bytes, on every Python.
    """
    file = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=file, mtime=0) as packing:
        packing.write(content)
    return file.getvalue()


def digest(*contents: bytes) -> str:
    """What names contents: twelve hex digits of their SHA-256.

    >>> digest(b"ab") == digest(b"a", b"b")
    True
    """
    seen = hashlib.sha256()
    for content in contents:
        seen.update(content)
    return seen.hexdigest()[:12]
