"""The table, the lists, the front page and the feed: every text once in each, and nothing said wrongly."""

import hashlib
import html
import re
import tomllib
import uuid
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, normpath
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sites import Records, alone, site
from yanlu.model import SPEECH_KINDS, Document, Facts, Paragraph, RawFile
from yanlu.render import site_files, timeline
from yanlu.render.browse import LISTS, Group, addresses, cut
from yanlu.render.entries import Entry, in_time
from yanlu.render.strings import strings
from yanlu.render.template import template

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = tomllib.loads((ROOT / "tests/cases/hostile.toml").read_text(encoding="utf-8"))["case"]
ATOM = "{http://www.w3.org/2005/Atom}"

names = st.sampled_from(["北京", "武汉", "浙江", "<b>&", None])
dates = st.none() | st.dates().map(str) | st.sampled_from(["2019", "2020", "2020-03", "2020-10"])
facts = st.builds(
    Facts,
    title=st.sampled_from(["甲", "乙", None]),
    date=dates,
    speaker=names,
    occasion=names,
    place=names,
    kind=st.sampled_from(SPEECH_KINDS),
    complete=st.booleans(),
)
corpora = st.lists(facts, max_size=12)


def document(n: int, facts: Facts, source: str = "a.txt") -> Document:
    text = Paragraph(text="四个大字", start=0, end=4, lines=(1, 1), kind="body")
    return Document(source, n, 0, 4, facts, (), (text,), (), ())


def raw_file(name: str) -> RawFile:
    return RawFile(name, name, hashlib.sha256(name.encode()).hexdigest(), "utf-8", len(name.encode()))


def corpus(all_facts: Sequence[Facts]) -> tuple[Entry, ...]:
    speeches, _ = alone(document(n, f) for n, f in enumerate(all_facts, 1))
    return in_time(speeches, {"a.txt": raw_file("a.txt")})


def files(
    *all_facts: Facts, received: str = "2026-11-21", site_url: str = "", known: Records | None = None
) -> dict[str, str]:
    documents = [document(n, f) for n, f in enumerate(all_facts, 1)]
    sources = {"a.txt": {"received": received}} if received else {}
    made = site_files(site(documents, {"a.txt": raw_file("a.txt")}, sources, site_url, known))
    return {
        path: content.decode()
        for path, content in made.items()
        if not path.startswith("raw/") and not path.endswith(".bin")
    }


class Page(HTMLParser):
    """Links, ids, elements and the text of each link of a page's raw HTML."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = re.findall(r"\{ #([\w-]+) \}", source)
        self.texts: list[str] = []
        self.within: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.within.append(tag)
        self.ids += [values["id"] or ""] if "id" in values else []
        if tag == "a":
            self.hrefs.append(values["href"] or "")
            self.texts.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "a" in self.within:
            self.texts[-1] += data


def speeches(path: str, source: str) -> list[str]:
    """The ids of the texts that a page links to, in order."""
    targets = [normpath(f"{dirname(path)}/{href}").lstrip("/") for href in Page(source).hrefs]
    found = [re.fullmatch(r"speeches/([\w-]+)/index\.html", target) for target in targets]
    return [match[1] for match in found if match]


# Every text once


@settings(max_examples=60, deadline=None)
@given(corpora)
def test_every_way_leads_to_every_text(all_facts: list[Facts]) -> None:
    made, ids = files(*all_facts), [entry.id for entry in corpus(all_facts)]
    assert_each_is_once_in_the_table_and_in_each_list(made, ids)
    assert_each_is_once_on_the_front_page(made["index.md"], all_facts)
    assert_every_link_leads_to_a_page_and_an_id(made)


def assert_each_is_once_in_the_table_and_in_each_list(made: dict[str, str], ids: list[str]) -> None:
    assert speeches("speeches/index.md", made["speeches/index.md"]) == ids
    for name in LISTS:
        pages = {path: page for path, page in made.items() if path.startswith(f"speeches/by/{name}/")}
        assert sorted(id for path, page in pages.items() for id in speeches(path, page)) == sorted(ids)
    assert speeches("speeches/by/date/index.md", made["speeches/by/date/index.md"]) == ids


def assert_each_is_once_on_the_front_page(page: str, all_facts: list[Facts]) -> None:
    """And its counts add up."""
    undated = sum(f.date is None for f in all_facts)
    linked = speeches("index.md", page)
    assert len(linked) == len(set(linked)) == len(all_facts) - max(0, undated - 10)
    counts = re.findall(r'<span class="count">([\d,]+)</span>', page)
    if undated < len(all_facts):
        assert sum(map(int, counts)) == len(all_facts)
    assert f"<dd>{len(all_facts)} 篇</dd>" in page


def assert_every_link_leads_to_a_page_and_an_id(made: dict[str, str]) -> None:
    hand_written = {
        "guide/reading.html",
        "guide/search.html",
        "guide/notes.html",
        "guide/repeats.html",
        "guide/compare.html",
    }
    for path, source in made.items():
        if not path.endswith(".md") or re.fullmatch(r"speeches/(?!by/).+/index\.md", path):
            continue
        for href in Page(source).hrefs:
            target, _, anchor = href.partition("#")
            there = normpath(f"{dirname(path)}/{target}").lstrip("/") if target else path
            page = there.removesuffix(".html") + ".md" if there.endswith(".html") else there
            assert there in hand_written or page in made, (path, href)
            assert not anchor or anchor in Page(made[page]).ids, (path, href)


@given(st.lists(st.integers(1, 30), max_size=12), st.integers(1, 12))
def test_a_list_is_cut_into_pages_that_hold_everything_once(sizes: list[int], size: int) -> None:
    entry = corpus([Facts()])[0]
    groups = [Group(f"g{n}", "", (entry,) * length) for n, length in enumerate(sizes)]
    pages = cut(groups, size)
    assert all(0 < sum(len(group.entries) for group in page) <= size for page in pages)
    told = [(group.anchor, len(group.entries), group.continued) for page in pages for group in page]
    for n, length in enumerate(sizes):
        parts = [part for part in told if part[0] == f"g{n}"]
        assert sum(part[1] for part in parts) == length
        assert [part[2] for part in parts] == [False] + [True] * (len(parts) - 1)
        assert length > size or len(parts) == 1, "a group that fits on a page was cut"
    assert [part[0] for part in told] == sorted((p[0] for p in told), key=lambda a: int(a[1:]))


# The lists


def test_lists_are_in_order_with_the_unknown_last() -> None:
    entries = corpus([Facts(place=p, kind=k) for p, k in
                      (("浙江", "letter"), (None, "speech"), ("北京", "other"), ("武汉", "speech"))])  # fmt: skip
    words = strings()
    assert [g.label for g in LISTS["place"](entries, words)] == ["北京", "武汉", "浙江", "不详"]
    assert [g.anchor for g in LISTS["kind"](entries, words)] == ["speech", "letter", "other"]


def test_the_list_by_date_goes_by_month() -> None:
    entries = corpus([Facts(date=d) for d in ("2020-03-06", "2019", "2020-03", None, "2020-02-23")])
    groups = list(LISTS["date"](entries, strings()))
    assert [(g.anchor, g.label, len(g.entries)) for g in groups] == [
        ("m2019", "2019年（月份不详）", 1),
        ("m2020-02", "2020年2月", 1),
        ("m2020-03", "2020年3月", 2),
        ("undated", "不详", 1),
    ]


def test_a_value_keeps_its_anchor_when_others_come() -> None:
    alone = addresses("place", corpus([Facts(place="武汉")]))
    among = addresses("place", corpus([Facts(place=p) for p in ("北京", "武汉", "浙江")]))
    assert set(alone) < set(among)


def test_a_long_list_has_several_pages_that_link_to_each_other() -> None:
    made = files(*[Facts(title="题", speaker="甲", date="2020-03-06") for _ in range(450)])
    pages = [f"speeches/by/speaker/{n}index.md" for n in ("", "2/", "3/")]
    assert [len(speeches(path, made[path])) for path in pages] == [200, 200, 50]
    assert "甲（续）" not in html.unescape(made[pages[0]]) and "甲（续）" in html.unescape(made[pages[1]])
    assert made[pages[2]].count("450 篇") == 1, "the value's size is not that of its part on the page"
    assert "../../../../speeches/by/speaker/3/index.html" in Page(made[pages[1]]).hrefs
    assert {"speeches/by/speaker/4/index.md"}.isdisjoint(made)


def overview(page: str) -> list[str]:
    found = re.search('<nav class="values".*?</nav>', page, re.DOTALL)
    return [" ".join(text.split()) for text in Page(found[0]).texts] if found else []


def test_every_page_of_a_list_names_all_values_or_years_where_they_are_few() -> None:
    made = files(
        *[Facts(date=f"{2000 + n % 10}-{n % 12 + 1:02}", speaker="甲乙丙丁"[n % 4]) for n in range(480)]
    )
    for n in ("", "2/", "3/"):
        assert overview(made[f"speeches/by/speaker/{n}index.md"]) == [
            "丙 120 篇", "丁 120 篇", "甲 120 篇", "乙 120 篇",
        ]  # fmt: skip
    assert overview(made["speeches/by/date/index.md"])[:2] == ["2000年1月 8 篇", "2000年3月 8 篇"]
    made = files(*[Facts(date=f"{1900 + n}-05", occasion=f"会{n}") for n in range(100)])
    assert overview(made["speeches/by/date/index.md"])[:2] == ["1900年 1 篇", "1901年 1 篇"]
    assert len(overview(made["speeches/by/occasion/index.md"])) == 100


def test_an_empty_corpus_says_so_everywhere() -> None:
    made = files()
    for path in ("speeches/index.md", *(f"speeches/by/{name}/index.md" for name in LISTS)):
        assert strings()["browse"]["empty"] in html.unescape(made[path])
    assert "svg" not in Page(made["index.md"]).tags
    assert ElementTree.fromstring(made["feed.xml"]).findall(f"{ATOM}entry") == []


@pytest.mark.parametrize("text", [c["text"] for c in HOSTILE], ids=[c["label"] for c in HOSTILE])
def test_hostile_text_stays_text_in_every_listing(text: str) -> None:
    hostile = files(Facts(text, None, "2020-03-06", None, text, text, text), Facts(text, speaker=text))
    plain = files(Facts("x", None, "2020-03-06", None, "x", "x", "x"), Facts("x", speaker="x"))
    for path in ("index.md", "speeches/index.md", *(f"speeches/by/{name}/index.md" for name in LISTS)):
        got, expected = Page(hostile[path]), Page(plain[path])
        assert got.tags == expected.tags, "the text made an element"
        anchors = [[re.sub("#v.*", "#v", href) for href in page.hrefs] for page in (got, expected)]
        assert anchors[0] == anchors[1]
        assert len([shown for shown in got.texts if text.strip() in shown]) >= 2, path
    entries = ElementTree.fromstring(hostile["feed.xml"]).findall(f"{ATOM}entry")
    assert {e.findtext(f"{ATOM}title") for e in entries} == {f"2020年3月6日 {xml(text)}", xml(text)}


def xml(text: str) -> str:
    """Text as a feed can hold it: a parser reads every line end as one character."""
    text = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


# The picture


def drawn(*all_facts: Facts) -> timeline.Drawing:
    return timeline.draw(corpus(all_facts), strings())


def test_marks_stand_in_their_months_and_apart() -> None:
    days = ["2020-02-23", *["2020-03-06"] * 9, "2020-05", "2021"]
    drawing = drawn(*[Facts(date=day) for day in days])
    assert len({(mark.x, mark.y) for mark in drawing.marks}) == len(days)
    assert all(0 < mark.x <= drawing.width - timeline.CELL for mark in drawing.marks)
    assert max(mark.y for mark in drawing.marks) + timeline.CELL == drawing.height
    assert [label.text for label in drawing.labels] == [
        "2020年", "2月", "3月", "……", "5月", "2021年", "月份不详",
    ]  # fmt: skip
    assert [mark.day for mark in drawing.marks] == ["23", *["6"] * 9, "", ""]


def test_a_mark_says_date_kind_and_title() -> None:
    (mark,) = drawn(Facts(title="题", date="2020-03-06", kind="letter")).marks
    assert mark.label == "2020年3月6日　书信　题" and mark.href == "speeches/2020-03-06/index.html"


def test_no_two_kinds_have_the_same_shape() -> None:
    shapes = {(one.path, "hollow" in one.look) for one in map(timeline.shape, SPEECH_KINDS)}
    assert len(shapes) == len(SPEECH_KINDS)


@pytest.mark.parametrize(
    ("years", "bars", "first"),
    [(1, 12, "2000年1月"), (10, 10, "2000年"), (71, 15, "2000–2004年"), (600, 12, "2000–2049年")],
)
def test_a_large_corpus_is_drawn_as_bars_that_hold_every_text(years: int, bars: int, first: str) -> None:
    days = [f"{2000 + n * years // 400:04}-{n % 12 + 1:02}-01" for n in range(400)]
    drawing = drawn(*[Facts(date=day) for day in days])
    assert not drawing.marks and len(drawing.bars) == bars <= 24
    assert drawing.bars[0].name == first
    assert sum(int(bar.count.replace(",", "")) for bar in drawing.bars) == 400
    assert all(bool(bar.href) == bool(bar.length) for bar in drawing.bars)
    assert max(bar.length for bar in drawing.bars) + timeline.BAR_START < drawing.width


def test_empty_years_are_shown_and_lead_nowhere() -> None:
    many = [Facts(date="1949-10-01")] * 100 + [Facts(date="1952")] * 100
    drawing = drawn(*many)
    assert [(bar.name, bar.count) for bar in drawing.bars] == [
        ("1949年", "100"), ("1950年", "0"), ("1951年", "0"), ("1952年", "100"),
    ]  # fmt: skip
    assert [bool(bar.href) for bar in drawing.bars] == [True, False, False, True]


def test_the_front_page_does_not_grow_with_the_corpus() -> None:
    days = [f"{1950 + n % 70}-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(1000)]
    large = files(*[Facts(title="题" * 30, date=day, speaker="人") for day in days])
    assert len(large["index.md"].encode()) < 12_000
    lists = [len(page.encode()) for path, page in large.items() if path.startswith("speeches/by/")]
    assert max(lists) < 120_000


# The feed


def test_the_feed_is_atom() -> None:
    """RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must have, once."""
    source = files(Facts("甲", date="2020-03-06", speaker="人", place="京"), Facts(title="乙"))["feed.xml"]
    feed = ElementTree.fromstring(source)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for part in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(part.findall(ATOM + name)) == 1, name
            assert part.findtext(ATOM + name)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", part.findtext(f"{ATOM}updated") or "")
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = [part.findtext(f"{ATOM}id") or "" for part in (feed, *entries)]
    assert len(set(ids)) == 3 and all(uuid.UUID(id) for id in ids)
    assert {link.get("href") for link in feed.iter(f"{ATOM}link")} == {
        "index.html", "speeches/2020-03-06/index.html", "speeches/undated/index.html",
    }  # fmt: skip
    assert [author.text for author in entries[1].iter(f"{ATOM}name")] in (["人"], [])


def test_the_feed_has_the_day_of_receipt_and_none_of_the_build() -> None:
    one = Facts(title="甲", date="2020-03-06")
    assert files(one)["feed.xml"] == files(one)["feed.xml"]
    times = set(re.findall(r"<updated>(.*?)</updated>", files(one)["feed.xml"]))
    assert times == {"2026-11-21T00:00:00Z"}
    for unknown in ("", "last week", "2026-13-01"):
        assert "<updated>1970-01-01T00:00:00Z</updated>" in files(one, received=unknown)["feed.xml"]


def test_an_entry_keeps_its_id_when_title_and_date_are_corrected() -> None:
    _, known = alone([document(1, Facts(title="甲"))])
    before, after = files(Facts(title="甲")), files(Facts("乙", date="2020-03-06"), known=known)
    ids = [re.findall("<id>(.*?)</id>", made["feed.xml"]) for made in (before, after)]
    assert ids[0] == ids[1] and len(ids[0]) == 2


def test_a_published_feed_has_whole_addresses() -> None:
    feed = ElementTree.fromstring(files(Facts(title="甲"), site_url="https://example.org/a")["feed.xml"])
    links = {(link.get("rel"), link.get("href")) for link in feed.iter(f"{ATOM}link")}
    assert links == {
        ("alternate", "https://example.org/a/"),
        ("self", "https://example.org/a/feed.xml"),
        ("alternate", "https://example.org/a/speeches/undated/"),
    }
    assert feed.findtext(f"{ATOM}id") == "https://example.org/a/feed.xml"


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_title_is_itself_in_the_feed(text: str) -> None:
    (entry,) = ElementTree.fromstring(files(Facts(title=text))["feed.xml"]).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == xml(text)


def test_a_template_prints_a_word_that_has_the_name_of_a_method() -> None:
    words = {"copy": "复制", "values": "各项"}
    assert (
        template("by.md.j2").environment.from_string("{{ s.copy }}{{ s.values }}").render(s=words)
        == "复制各项"
    )
