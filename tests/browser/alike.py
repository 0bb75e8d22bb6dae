"""What axe needs of a long page: it looks at every element, for seconds, and most are drawn like their neighbours."""

from playwright.sync_api import Page

# Of children, one goes if each kind of element that it is made of is in three before it.
_FEW = """() => {
  const kind = (one) => `${one.localName} ${one.getAttributeNames()} ${one.getAttribute("class")}`;
  for (const parent of document.querySelectorAll("main, main *")) {
    const shown = new Map();
    for (const child of [...parent.children]) {
      const kinds = new Set([child, ...child.querySelectorAll("*")].map(kind));
      if ([...kinds].every((one) => shown.get(one) >= 3)) child.remove();
      else for (const one of kinds) shown.set(one, (shown.get(one) ?? 0) + 1);
    }
  }
}"""


def leave_few(page: Page) -> None:
    """Take away from a page what stands there three times beside. No kind of element is lost."""
    page.evaluate(_FEW)
