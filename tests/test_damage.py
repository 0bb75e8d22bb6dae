"""Clean documents are damaged and read again: what must come back of them, damage by damage.

The figures are shares of paragraphs. A bound is what the damage leaves to be known: where an indent or
a blank line shows each paragraph, all but a few; where only a short last line shows it, a paragraph that
ends on a full line cannot be told from one that goes on. `bench.py reading` has the whole table.
"""

from functools import cache
from pathlib import Path

import pytest

from benches import reading
from benches.damage import TABLE
from benches.printing import Clean, Print, typeset

RAW = Path(__file__).parent.parent / "corpus/raw"
#: Three files: prose with headings; eleven short texts with datelines and letters; a text of spoken style.
FILES = ("000_2ba47e9fb844da27.txt", "001_6730130ec87af471.txt", "004_6d5c91850a0c92e6.txt")


@cache
def documents() -> list[Clean]:
    return reading.clean_documents([RAW / name for name in FILES])


#: Nothing is lost that shows a paragraph: every paragraph comes back.
WHOLE = (
    "clean", "1 blank lines", "3 blank lines", "blank lines of spaces", "blank lines of ?", "CR LF", "CR", "gb18030", "utf-16",
    "spaces at figures", "half-width marks", "letter-spaced", "<p>", "<br><br>", "<div>", "web page", "web page, <br>",
    "Markdown, ##", "Markdown, ** and a lede", "one line, 　　 between",
)  # fmt: skip
#: The least F1 of paragraphs, and why it is not 1.
LEAST = {
    "wrap 28 em": 0.985,  # a headline as wide as the page
    "wrap 42 em": 0.985,
    "indent 　　, blank paragraphs": 0.985,
    "indent 4 spaces, blank lines": 0.985,
    "indent lost, blank none": 0.96,  # first lines are two em narrower, unless they are the only one
    "indent none, blank paragraphs": 0.97,
    "indent none, blank none": 0.88,  # paragraphs that end on a full line show it by nothing
    "lines cut blindly": 0.97,
    "pages dashed, indent 　　": 0.98,
    "pages bare, indent 　　": 0.98,
    "pages headed, indent 　　": 0.97,  # a running head that stands twice only
    "one line, spaces and 　　": 0.97,
    "one line, double spaces": 0.97,
    "one line, spaces at line ends": 0.9,  # line ends and the text's own spaces look alike
    "cut by a blank line": 0.98,
    "several, 0 blank": 0.97,
    "several, 2 blank": 0.97,
    "several, numbered pages": 0.96,
}


@pytest.mark.parametrize("damage", WHOLE)
def test_every_paragraph_comes_back(damage: str) -> None:
    row = reading.measure(documents(), damage)
    assert (row["p"], row["r"], row["whole"]) == (1, 1, row["texts"])


@pytest.mark.parametrize("damage", LEAST)
def test_most_paragraphs_come_back(damage: str) -> None:
    assert reading.measure(documents(), damage)["f1"] >= LEAST[damage]


def test_every_damage_makes_files_that_can_be_read() -> None:
    short = [clean for clean in documents() if len(clean.body) < 7]
    for name in TABLE:
        reading.measure(short, name)


def test_a_page_is_set_as_print_sets_it() -> None:
    """No line is wider than the measure but for one hanging mark, and nothing is lost."""
    for clean in documents():
        for _, text in clean.body:
            lines = typeset(text, Print(28), 2.0)
            assert "".join(lines).replace(" ", "") == text.replace(" ", "")
            assert not any(line[0] in "，。、；：？！”）》" for line in lines)
