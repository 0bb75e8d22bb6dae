// @ts-check
/** A stand-in: exact words only. */
export function page(paragraphs, aliases = {}, gone = new Set()) {
  let before = 0;
  const own = paragraphs.map(({ id, text }) => {
    const chars = [...text];
    const at = before;
    before += chars.length + 1;
    return { id, chars, at };
  });
  return { own, text: own.map(({ chars }) => chars.join("")).join("\n"), aliases, gone };
}
export function describe({ own }, { first, start, last, end }) {
  const [a, b] = [first, last].map((id) => own.find((one) => one.id === id));
  const all = own.flatMap(({ chars }, n) => [...(n ? ["\n"] : []), ...chars]);
  return [
    { type: "FragmentSelector", conformsTo: "http://tools.ietf.org/rfc/rfc3236", value: first },
    { type: "TextQuoteSelector", exact: all.slice(a.at + start, b.at + end).join(""), prefix: a.chars.slice(Math.max(0, start - 32), start).join(""), suffix: b.chars.slice(end, end + 32).join("") },
    { type: "TextPositionSelector", start: a.at + start, end: b.at + end },
  ];
}
export function placed(prepared, selectors) {
  const quote = selectors.find(({ type }) => type === "TextQuoteSelector");
  const at = prepared.text.indexOf((quote.prefix ?? "") + quote.exact);
  if (at < 0) return null;
  const from = [...prepared.text.slice(0, at)].length + [...(quote.prefix ?? "")].length;
  const to = from + [...quote.exact].length;
  const first = prepared.own.findLast((one) => one.at <= from);
  const last = prepared.own.findLast((one) => one.at < to);
  const same = selectors.find(({ type }) => type === "FragmentSelector")?.value === first.id;
  return { place: { first: first.id, start: from - first.at, last: last.id, end: to - last.at }, how: same ? "same" : "moved" };
}
