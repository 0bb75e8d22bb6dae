// @ts-check
/**
 * What every page does besides showing itself: light and dark, the title in the header, the place in
 * the contents, the menu of small screens, the way to the search. The theme's own scripts are many
 * times as much (docs/decisions/0007-the-pages-weight.md).
 *
 * A classic script, not a module: browsers run it from a folder, too.
 */
{
  const root = document.documentElement;
  root.classList.replace("no-js", "js");

  /** @param {string} selector */
  const all = (selector) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);

  /** The button of the present colours is shown; it leads to the next. The head applies what is kept. */
  function addColours() {
    const buttons = all("[data-yl-scheme]");
    const show = () => {
      for (const button of buttons) button.hidden = button.dataset.ylScheme !== document.body.dataset.mdColorScheme;
    };
    buttons.forEach((button, n) => {
      const next = buttons[(n + 1) % buttons.length];
      button.addEventListener("click", () => {
        const scheme = next.dataset.ylScheme ?? "";
        document.body.dataset.mdColorScheme = scheme;
        try {
          localStorage.setItem("yanlu.scheme", scheme);
        } catch {
          // a browser that keeps nothing: it holds for this page
        }
        show();
        next.focus();
      });
    });
    show();
  }

  /** Once the page's heading has gone, the header shows it. */
  function addTitle() {
    const [title] = all(".md-header__title");
    const [heading] = all("h1");
    if (!title || !heading) return;
    const watch = ([{ isIntersecting }] = /** @type {IntersectionObserverEntry[]} */ ([])) =>
      title.classList.toggle("md-header__title--active", !isIntersecting);
    new IntersectionObserver(watch, { rootMargin: "-48px 0px 99999px" }).observe(heading);
  }

  /** Mark the part that is being read: the last one that begins in the upper third of the window. */
  function addPlace() {
    const links = /** @type {HTMLAnchorElement[]} */ (all("[data-md-component=toc] a[href^='#']"));
    if (!links.length) return;
    const parts = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const mark = () => {
      const here = parts.findLastIndex((part) => part && part.getBoundingClientRect().top < innerHeight / 3);
      links.forEach((link, n) => {
        if (n === here) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    };
    addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
    mark();
  }

  /**
   * The theme's menu is opened by the label of a hidden checkbox: keys and screen readers get a button of it.
   * @param {HTMLElement} label
   * @param {string | null} name
   */
  function asButton(label, name) {
    label.setAttribute("role", "button");
    label.setAttribute("aria-label", name ?? "");
    label.tabIndex = 0;
    label.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      label.click();
    });
  }

  /** The menu of small screens tells whether it is open, takes the focus and gives it back. */
  function addMenu() {
    const toggle = document.getElementById("__drawer");
    const [opener] = all(".md-header label[for=__drawer]");
    const [menu] = all(".md-nav--primary");
    if (!(toggle instanceof HTMLInputElement) || !opener || !menu) return;
    const tell = () => opener.setAttribute("aria-expanded", String(toggle.checked));
    toggle.addEventListener("change", () => {
      tell();
      if (toggle.checked) /** @type {HTMLElement | null} */ (menu.querySelector("a.md-nav__link"))?.focus();
    });
    asButton(opener, menu.ariaLabel);
    tell();
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !toggle.checked) return;
      toggle.click();
      opener.focus();
    });
  }

  /**
   * The search: `/` leads to it from anywhere, and on narrow screens a button opens it over the header. Its answers
   * while one types are a module's, fetched once pointer or focus come to the box, before the first key. From a
   * folder, where no module runs, form and button lead to the search page, as they do without scripts.
   */
  function addSearch() {
    const [box] = all("form.yl-search");
    const [opener, closer] = all(".yl-search-open, .yl-search-close");
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector("form[role=search] [name=q]"));
    if (!field || location.protocol === "file:") return;
    const show = (/** @type {boolean} */ open) => {
      root.classList.toggle("yl-searching", open);
      (open ? field : opener).focus();
    };
    opener?.addEventListener("click", (event) => {
      event.preventDefault();
      show(true);
    });
    closer?.addEventListener("click", () => show(false));
    let reached = false;
    const reach = async () => {
      if (reached) return;
      reached = true;
      (await import("./search-box.js")).addBox(box);
    };
    for (const sign of ["pointerenter", "focusin"]) box?.addEventListener(sign, () => void reach());
    document.addEventListener("keydown", (event) => {
      const typing = event.target instanceof Element && event.target.closest("input, select, textarea, dialog");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (field.checkVisibility()) field.focus();
      else show(true);
    });
  }

  addColours();
  addTitle();
  addPlace();
  addMenu();
  addSearch();
}
