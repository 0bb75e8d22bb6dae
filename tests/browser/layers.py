"""Elements around parts of the text of every paragraph, as marks, links and notes of others stand there."""

# A function of a paragraph: the nodes of its own text.
OWN = """(paragraph) => {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest(".pn, .yl-aside, button, rt")) found.push(walker.currentNode);
  return found;
}"""

# A function of an id: the paragraph's text as one node, without what the build has marked in it.
PLAIN = """(id) => {
  const paragraph = document.getElementById(id);
  for (const span of paragraph.querySelectorAll(".again")) span.replaceWith(...span.childNodes);
  paragraph.normalize();
  return paragraph.lastChild;
}"""

# A function of a seed, the elements' names, and what is done to each of them.
LAYERS = f"""(seed, tags, dress) => {{
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (const paragraph of document.querySelectorAll(".para")) {{
    for (const tag of tags) {{
      const free = ({OWN})(paragraph).filter((node) => node.parentElement.matches(".para, .again"));
      const text = free.reduce((one, other) => (other.length > one.length ? other : one));
      if (!text.length) continue;
      const range = new Range();
      range.setStart(text, random(text.length));
      range.setEnd(text, range.startOffset + random(text.length - range.startOffset));
      const layer = document.createElement(tag);
      range.surroundContents(layer);
      dress(layer, tag);
      if (tag === "ruby") layer.append(Object.assign(document.createElement("rt"), {{ textContent: "zhùyīn" }}));
    }}
  }}
}}"""
