"""What axe-core finds wrong with a page (WCAG 2.2, levels A and AA): nothing."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def assert_accessible(page: Page, what: str = "") -> None:
    """That axe finds nothing on a page as it is now; `what` names it in the report."""
    found = Axe().run(page, options={"runOnly": _STANDARDS, "resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"
