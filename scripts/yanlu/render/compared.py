"""All pages on which two texts stand side by side: each depends on these two alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yanlu.memo import Caller
from yanlu.render.apparatus import copies_files
from yanlu.render.beside import side
from yanlu.render.compare import pair_file
from yanlu.render.entries import Entry, Site, copies
from yanlu.render.sharing import Pair, compared


def compare_files(
    entries: Sequence[Entry], shares: Mapping[Pair, int], site: Site, caller: Caller
) -> dict[str, bytes]:
    """Path below the docs folder → content: speeches that share enough, and the copies of each. The entries are the speeches' own pages."""
    own = {entry.id: side(entry) for entry in entries}
    pairs = [(own[one], own[other]) for one, other in compared(shares)]
    groups = [(own[e.id], tuple(map(side, copies(e, site.raws)))) for e in entries]
    return {
        **dict(caller(pair_file, pairs)),
        **{
            path: page
            for its in caller(copies_files, [(base, others) for base, others in groups if others])
            for path, page in its.items()
        },
    }
