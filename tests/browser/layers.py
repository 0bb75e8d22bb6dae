"""Elements around parts of the text of every paragraph, as marks, links and notes of others will stand there."""

# A function of a seed, the elements' names, and what is done to each of them.
LAYERS = """(seed, tags, dress) => {
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (const paragraph of document.querySelectorAll(".para")) {
    for (const tag of tags) {
      const text = paragraph.lastChild;
      if (!text.length) continue;
      const range = new Range();
      range.setStart(text, random(text.length));
      range.setEnd(text, range.startOffset + random(text.length - range.startOffset));
      const layer = document.createElement(tag);
      range.surroundContents(layer);
      dress(layer, tag);
      if (tag === "ruby") layer.append(Object.assign(document.createElement("rt"), { textContent: "zhùyīn" }));
    }
  }
}"""
