"""Bytes to text: every encoding Chinese files come in, told by statistics; damage is found, nothing dropped."""

from pathlib import Path

import pytest

from yanlu import pipeline
from yanlu.read.decode import Unreadable, decode

SIMPLIFIED = "同志们：\n今天我们在这里开会，主要是总结去年的工作，讨论今年的任务。大家谈得很好。\n"
TRADITIONAL = "各位朋友：\n今天我們在這裡相聚，要把過去一年走過的路再看一遍。謝謝大家的支持。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_simplified(encoding: str) -> None:
    assert decode("a.txt", SIMPLIFIED.encode(encoding)).text.lstrip("\ufeff") == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "big5", "big5hkscs", "gb18030"])
def test_traditional(encoding: str) -> None:
    assert decode("a.txt", TRADITIONAL.encode(encoding)).text.lstrip("\ufeff") == TRADITIONAL


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16"])
def test_the_real_files_read_the_same_in_another_encoding(encoding: str, seeds: list[Path]) -> None:
    for path in seeds:
        text = path.read_bytes().decode()
        again = pipeline.read(path.name, text.encode(encoding))
        first = pipeline.read(path.name, path.read_bytes())
        assert [[p.text for p in d.paragraphs] for d in again.documents] == [
            [p.text for p in d.paragraphs] for d in first.documents
        ]


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\r\r\n"])
def test_the_real_files_read_the_same_with_other_line_ends(ends: str, seeds: list[Path]) -> None:
    for path in seeds:
        first = pipeline.read(path.name, path.read_bytes())
        again = pipeline.read(path.name, path.read_bytes().replace(b"\n", ends.encode()))
        assert [d.facts.title for d in again.documents] == [d.facts.title for d in first.documents]
        assert [[(p.text, p.lines) for p in d.paragraphs] for d in again.documents] == [
            [(p.text, p.lines) for p in d.paragraphs] for d in first.documents
        ]


def test_the_encoding_that_sources_toml_fixes_is_taken() -> None:
    data = TRADITIONAL.encode("big5")
    assert decode("a.txt", data, "big5").text == TRADITIONAL
    with pytest.raises(Unreadable, match="encoding Python does not know: big6"):
        decode("a.txt", data, "big6")


def test_a_byte_that_fits_no_character_is_a_finding_with_its_offset() -> None:
    data = bytearray(SIMPLIFIED.encode() * 20)
    data[len(SIMPLIFIED.encode()) + 12] = 0xFF
    raw = decode("a.txt", bytes(data))
    offset = len(SIMPLIFIED.encode()) + 12
    assert [f.code for f in raw.findings] == ["D001"] * len(raw.findings) != []
    assert f"byte {offset}: ff" in " ".join(f.seen for f in raw.findings)
    assert raw.text.count("\N{REPLACEMENT CHARACTER}") == len(raw.findings)
    assert raw.findings[0].line == 3


def test_characters_lost_before_are_a_finding() -> None:
    raw = decode("a.txt", (SIMPLIFIED + "这里有一个\N{REPLACEMENT CHARACTER}字。" + SIMPLIFIED).encode())
    assert [(f.code, f.line) for f in raw.findings] == [("D002", 3)]


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "no text"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04" + b"word/document.xml" * 9, "Office document"),
    ],
)
def test_what_is_no_text_is_told_in_a_sentence(data: bytes, seen: str) -> None:
    with pytest.raises(Unreadable, match=seen):
        decode("a.txt", data)
