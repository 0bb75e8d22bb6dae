"""Nothing is lost or changed in silence: on the real corpus, on the cases, and on what hypothesis makes up."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading import assert_nothing_lost, clean_text
from yanlu import pipeline
from yanlu.trace import Trace, replay, rewind

RAW = sorted((Path(__file__).parent.parent / "corpus/raw").iterdir())


@pytest.mark.parametrize("path", RAW, ids=lambda p: p.name)
def test_every_character_has_one_home(path: Path) -> None:
    reading = pipeline.read(path.name, path.read_bytes())
    assert reading.documents
    assert_nothing_lost(reading)
    changes = pipeline.clean(path.name, reading.raw.text).changes()
    assert [c for d in reading.documents for c in d.changes] == list(changes)


@pytest.mark.parametrize("path", RAW, ids=lambda p: p.name)
def test_cleaning_the_clean_text_changes_nothing(path: Path) -> None:
    reading = pipeline.read(path.name, path.read_bytes())
    for document in reading.documents:
        clean = clean_text(reading.raw.text, document).rstrip("\n")
        assert list(pipeline.clean("clean.txt", clean).changes()) == []


# Pieces that the rules look for, so that made-up files reach into them.
PIECES = st.sampled_from(
    ["同志们：", "今天，我们开会。", "一、关于工作", "（2020年3月6日）", "习近平", "会议强调，", "\n", "\n\n", "\n　　", " ", "　　", "\r\n", "\r",
     "12", "-13-", "【下转第5版】", "查看更多", ",", ":", "(", ")", "?", "<p>", "</p>", "<br>", "&nbsp;", "&lt;", "# ", "**", "> ", "---\n",
     "新华社北京3月4日电 ", "目录", "注释", "[1]", "问：", "答：", "5G", "3.14", "A", "\ufeff", "\u200b", "\x0c", "\x00", "\u202e", "“", "”", "……",
     "这一句话说得很长很长，长到一行写不下，于是在这里被硬生生地切成了两半", "谢谢大家。", "来源：某报 2012年9月11日", "目前形势很好"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["a.txt", "a.md", "2020-03-06_致辞.html"]))
def test_any_text_is_read_without_loss(text: str, name: str) -> None:
    data = text.encode("utf-8", "ignore")
    try:
        reading = pipeline.read(name, data)
    except pipeline.decode.Unreadable:
        return
    assert_nothing_lost(reading)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_cleaning_is_a_fixed_point(text: str) -> None:
    trace = pipeline.clean("a.txt", text)
    changes = list(trace.changes())
    assert replay(text, changes) == trace.text
    assert rewind(trace.text, changes) == text
    assert list(pipeline.clean("clean.txt", trace.text).changes()) == []


@settings(max_examples=300)
@given(st.text("ab \n", max_size=12), st.data())
def test_a_trace_composes(raw: str, data: st.DataObject) -> None:
    """Steps on the text and steps on the trace come to the same, and the flat log replays both ways."""
    trace, text = Trace(raw), raw
    for rule in "pqr":
        spots = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))
        cuts = list(zip(spots[::2], spots[1::2], strict=False))
        made = [(start, end, data.draw(st.sampled_from(["", "x", "yz", "\n"]))) for start, end in cuts]
        trace = trace.apply(rule, made)
        for start, end, after in reversed(made):
            text = text[:start] + after + text[end:]
        assert trace.text == text
        changes = list(trace.changes())
        assert replay(raw, changes) == text
        assert rewind(text, changes) == raw
