"""The files that a build makes for the notes: the page, the words of its scripts, where former addresses lead."""

import json
import re
from pathlib import Path

from yanlu.model import Row
from yanlu.relate.ledger import Page, Record
from yanlu.render import Site
from yanlu.render.notes_page import notes_pages
from yanlu.render.strings import strings

ASSETS = Path(__file__).resolve().parent.parent / "docs/assets"

FAMILIES = ("colour-", "refused-")  #: words whose names are put together


def test_the_scripts_have_every_word_they_ask_for_and_no_other() -> None:
    scripts = "".join(path.read_text("utf-8") for path in ASSETS.glob("notes*.js"))
    asked = {
        word
        for call in re.findall(r"tell\(([^`{]*?)[{),]", scripts)
        for word in re.findall(r'"([a-z-]+)"', call)
    }
    asked |= {f"refused-{what}" for what in re.findall(r'Refused\("(\w+)"', scripts)}
    asked |= {f"refused-{what}" for what in re.findall(r'what: "(\w+)"', scripts)}
    asked |= {f"colour-{name}" for name in re.findall(r'(\w+): "#', scripts)}
    asked |= {f"refused-{what}" for what in re.findall(r'"(time|long|type)"', scripts)}
    known = strings()["notes"].keys()
    assert len(asked) > 50 and asked <= known
    others = known - asked - {"any"}  # which the page's template says
    assert all(re.search(rf'\b{word}(: |,|\(|")', scripts) for word in others), others


def test_the_page_and_the_words_hold_nothing_of_the_corpus() -> None:
    files = notes_pages(Site((), {}, {}))
    assert files.keys() == {"notes/index.md", "notes/words.json", "notes/former.json"}
    assert json.loads(files["notes/words.json"]) == strings()["notes"]
    assert files["notes/former.json"] == "{}\n"
    assert 'src="../assets/notes-page.js"' in files["notes/index.md"]


def test_former_addresses_lead_on_by_page_and_by_anchor() -> None:
    moved = Page.of(
        [Row("p1", "moved", "2020-03-06#p4"), Row("p2", "gone"), Row("p3", "moved", "2020-03-06#p5")]
    )
    taken = Page.of([Row("p1", "gone")])
    live = Page.of([Row("p1", "live")])
    records = {
        "a": Record("a", "2020-03-06", pages={"": moved, "w2": taken}),
        "b": Record("b", "-", pages={"": taken}),
        "c": Record("c", pages={"": live, "w2": moved}),
    }
    leads = json.loads(notes_pages(Site((), {}, {}, records=records))["notes/former.json"])
    to = {"": "2020-03-06", "p1": "2020-03-06#p4", "p3": "2020-03-06#p5"}
    assert leads == {"a": to, "a/w2": {"": "2020-03-06"}, "b": {"": ""}, "c/w2": to}
