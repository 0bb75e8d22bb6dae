"""Clean documents damaged in the ways real files are, so that what reading recovers can be counted.

`TABLE` names every damage; each makes the bytes of one raw file from clean documents. All chance
comes from the `Random` given, so that a seed fixes every file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from benches.printing import Clean, Print, blocks, layout, typeset
from yanlu.hanzi import HAN

#: The measures that books, newspapers and word processors print Chinese at, in em.
MEASURES: Final = (17, 21, 25, 28, 32, 35, 38, 42, 48)
#: The share of paragraphs that a blank line cuts in two.
CUT: Final = 0.03


@dataclass(frozen=True, slots=True)
class File:
    """A raw file with known contents."""

    name: str
    data: bytes
    holds: tuple[Clean, ...]


Damage = Callable[[Sequence[Clean], Random], Iterator[File]]


# --- print ------------------------------------------------------------------------------------------


def wrapped(**style: str | float | bool) -> Damage:
    """Each document printed in this style, at a measure of its own where the style names none."""

    def damage(documents: Sequence[Clean], chance: Random) -> Iterator[File]:
        for clean in documents:
            page = Print(chance.choice(MEASURES), hangs=chance.choice((0.0, 1.0)))
            yield _file(layout(clean, replace(page, **style), chance), clean)  # type: ignore[arg-type]

    return damage


def _file(text: str, clean: Clean, name: str = "a.txt", encoding: str = "utf-8") -> File:
    return File(name, text.encode(encoding), (clean,))


# --- one line a paragraph -------------------------------------------------------------------------------


def plain(between: str = "\n", indent: str = "", encoding: str = "utf-8", newline: str = "\n") -> Damage:
    """Paragraphs unwrapped, with something between them."""

    def damage(documents: Sequence[Clean], chance: Random) -> Iterator[File]:
        for clean in documents:
            text = between.join([*clean.head, *(indent + text for _, text in clean.body)])
            yield _file(text.replace("\n", newline), clean, encoding=encoding)

    return damage


def altered(change: Callable[[str], str], between: str = "\n") -> Damage:
    """Every line changed in the same way."""

    def damage(documents: Sequence[Clean], chance: Random) -> Iterator[File]:
        for clean in documents:
            yield _file(between.join(change(x) for x in (*clean.head, *(t for _, t in clean.body))), clean)

    return damage


def spaced_figures(text: str) -> str:
    """A space between Chinese and figures.

    >>> spaced_figures("到2020年")
    '到 2020 年'
    """
    return re.sub(rf"(?<=[{HAN}])(?=\d)|(?<=\d)(?=[{HAN}])", " ", text)


def half_width(text: str) -> str:
    return text.translate(str.maketrans("，：；！？（）", ",:;!?()"))


def letter_spaced(text: str) -> str:
    return " ".join(text.replace(" ", ""))


def one_line(join: str, page: Print | None = None) -> Damage:
    """The whole document one line: paragraphs joined, printed line ends turned into a space each."""

    def damage(documents: Sequence[Clean], chance: Random) -> Iterator[File]:
        for clean in documents:
            lines = [[text] for text in (*clean.head, *(t for _, t in clean.body))]
            if page:
                lines = [
                    [line.strip(" ") for line in block]
                    for block in blocks(clean, replace(page, measure=chance.choice(MEASURES)))
                ]
            yield _file(join.join(" ".join(block) for block in lines), clean)

    return damage


def cut_paragraphs(documents: Sequence[Clean], chance: Random) -> Iterator[File]:
    """Some paragraphs cut in two, in mid-sentence, by a blank line."""
    for clean in documents:
        parts = [*clean.head]
        for _, text in clean.body:
            spots = [m.end() for m in re.finditer(f"[{HAN}](?=[{HAN}])", text[10:-10])]
            if len(text) > 60 and chance.random() < CUT and spots:
                at = 10 + chance.choice(spots)
                parts += [text[:at], text[at:]]
            else:
                parts.append(text)
        yield _file("\n\n".join(parts), clean)


def traditional(documents: Sequence[Clean], chance: Random) -> Iterator[File]:
    """Traditional characters in Big5, where OpenCC is installed to convert them."""
    try:
        from opencc import OpenCC  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return
    convert = OpenCC("s2t").convert
    for clean in documents:
        texts = [convert(text) for text in (*clean.head, *(t for _, t in clean.body))]
        data = "\n\n".join(texts).encode("big5hkscs", "ignore")
        texts = data.decode("big5hkscs").split("\n\n")
        known = tuple(
            (kind, text) for (kind, _), text in zip(clean.body, texts[len(clean.head) :], strict=True)
        )
        yield File("a.txt", data, (Clean(tuple(texts[: len(clean.head)]), known),))


# --- markup -----------------------------------------------------------------------------------------------

_PAGE: Final = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}_某某网</title><script>var a = "一";</script></head>
<body><div class="top"><a href="/">网站首页</a> | <a href="/n">新闻中心</a> | <a href="/j">讲话</a></div>
<div class="nav"><ul><li><a href="/1">机构概况</a></li><li><a href="/2">信息公开</a></li><li><a href="/3">互动交流</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/j">领导讲话</a> &gt; 正文</div>
<div class="article"><h1>{title}</h1><div class="info">来源：某某报　　字号：大 中 小</div>
{body}
</div>
<div class="related"><h3>相关文章</h3><ul><li><a href="/a">关于召开工作会议的通知</a></li><li><a href="/b">信息公开年度报告</a></li></ul></div>
<div class="footer">版权所有 某某网 ICP备00000000号 <a href="/c">联系我们</a></div></body></html>"""


def marked_up(begin: str, end: str, frame: str = "{body}", name: str = "a.html") -> Damage:
    """Every block between two tags; `frame` may hold {title} and {body}."""

    def damage(documents: Sequence[Clean], chance: Random) -> Iterator[File]:
        for clean in documents:
            head = clean.head[1:] if "{title}" in frame else clean.head
            blocks = [*head, *(text for _, text in clean.body)]
            body = "\n".join(begin + html.escape(text, quote=False) + end for text in blocks)
            title = html.escape(clean.head[0] if clean.head else "讲话")
            yield _file(frame.replace("{title}", title).replace("{body}", body), clean, name)

    return damage


def markdown(heading: str, lede: str = "") -> Damage:
    """A title with #, headings marked in one way, perhaps a quoted lede."""

    def damage(documents: Sequence[Clean], chance: Random) -> Iterator[File]:
        for clean in documents:
            title = [f"# {clean.head[0]}"] if clean.head else []
            body = [heading.format(t) if kind == "heading" else t for kind, t in clean.body]
            blocks = [*title, *([lede] if lede else []), *clean.head[1:], *body]
            yield _file("\n\n".join(blocks) + "\n", clean, "a.md")

    return damage


# --- several texts in a file ---------------------------------------------------------------------------------


def _headed(clean: Clean, chance: Random, measure: int) -> Clean:
    """The document under a head in one of the usual shapes."""
    title = clean.head[0] if clean.head else "在全市工作会议上的讲话"
    shapes = [(title,), tuple(typeset(title, Print(max(12, measure - 8)), 0))]
    head = chance.choice(shapes)
    if clean.date.count("-") == 2:
        year, month, day = (int(n) for n in clean.date.split("-"))
        head += (f"（{year}年{month}月{day}日）",)
        if clean.speaker and chance.random() < 0.5:
            head += (clean.speaker,)
    return replace(clean, head=head)


def several(gap: int | None, **style: str | float | bool) -> Damage:
    """Three to five documents in a file, each in a style of its own; `gap` blank lines between two."""

    def damage(documents: Sequence[Clean], chance: Random) -> Iterator[File]:
        order = [clean for clean in documents if clean.head]
        chance.shuffle(order)
        while order:
            count = chance.randint(3, 5)
            group, order = order[:count], order[count:]
            parts = []
            for clean in group:
                page = Print(
                    chance.choice(MEASURES),
                    indent=chance.choice(("　　", "    ")),
                    blank=chance.choice(("none", "none", "paragraphs", "lines")),
                    hangs=chance.choice((0.0, 1.0)),
                )
                page = replace(page, **style)  # type: ignore[arg-type]
                parts += [layout(_headed(clean, chance, page.measure), page, chance).rstrip("\n"), ""]
                parts += [""] * ((chance.randint(0, 3) if gap is None else gap) - 1)
            yield File("a.txt", "\n".join(parts).encode(), tuple(group))

    return damage


# --- the table -----------------------------------------------------------------------------------------------

_INDENTS: Final[dict[str, dict[str, str | float]]] = {
    "　　": {},
    "4 spaces": {"indent": "    "},
    "lost": {"indent": ""},
    "none": {"indent": "", "room": 0.0},
}

TABLE: Final[dict[str, Damage]] = {
    "clean": plain(indent="　　"),
    **{f"wrap {measure} em": wrapped(measure=measure) for measure in MEASURES},
    **{
        f"indent {name}, blank {blank}": wrapped(blank=blank, **indent)
        for name, indent in _INDENTS.items()
        for blank in ("none", "paragraphs", "lines")
    },
    "lines cut blindly": wrapped(hangs=99.0),
    **{
        f"pages {numbers}, indent {name}": wrapped(numbers=numbers, **_INDENTS[name])
        for numbers in ("bare", "dashed", "worded", "fed", "headed")
        for name in ("　　", "lost")
    },
    "headings centred": wrapped(centred=True),
    "headings centred, indent lost": wrapped(centred=True, indent=""),
    "one line, 　　 between": one_line("　　"),
    "one line, spaces at line ends": one_line(" ", Print(30, indent="")),
    "one line, spaces and 　　": one_line(" ", Print(30)),
    "one line, double spaces": one_line("  "),
    **{f"{n} blank lines": plain("\n" * (n + 1)) for n in (1, 2, 3)},
    "blank lines of spaces": plain("\n \u3000 \n"),
    "blank lines of ?": plain("\n?\n"),
    "CR LF": plain(indent="　　", newline="\r\n"),
    "CR": plain(indent="　　", newline="\r"),
    "cut by a blank line": cut_paragraphs,
    "spaces at figures": altered(spaced_figures),
    "half-width marks": altered(half_width),
    "letter-spaced": altered(letter_spaced),
    "gb18030": plain(indent="　　", encoding="gb18030"),
    "utf-16": plain(indent="　　", encoding="utf-16"),
    "big5, traditional": traditional,
    "<p>": marked_up("<p>", "</p>"),
    "<br><br>": marked_up("", "<br><br>"),
    "<div>": marked_up('<div style="text-indent:2em">&nbsp;&nbsp;', "</div>"),
    "web page": marked_up("<p>　　", "</p>", _PAGE),
    "web page, <br>": marked_up("　　", "<br/>", _PAGE),
    "Markdown, ##": markdown("## {}"),
    "Markdown, ** and a lede": markdown("**{}**", "> 转载自某某网，供学习参考。"),
    **{f"several, {gap} blank": several(gap) for gap in (0, 1, 2, 3)},
    "several, unwrapped": several(None, measure=99999),
    "several, numbered pages": several(None, numbers="dashed"),
}
