/** Runs in the page: what is cut, or stands outside, without another way to read it. */
export function cutTexts(): string[] {
  const found: string[] = [];
  const shown = (element: Element) => {
    const box = element.getBoundingClientRect();
    return (
      (box.width > 0 || element.matches(".clip")) &&
      box.height > 0 &&
      getComputedStyle(element).visibility !== "hidden" &&
      // `inert`: a question lies over it.
      !element.closest(".sr, [aria-hidden=true], [data-react-aria-hidden], [hidden], [inert]")
    );
  };
  const scrolls = (element: Element) => {
    for (let up: Element | null = element; up; up = up.parentElement)
      if (
        /auto|scroll/.test(getComputedStyle(up).overflowX) &&
        up.scrollWidth > up.clientWidth &&
        up.matches(
          "pre, .codebox, .tablebox, .importtable, .permissions__main .card, .calview, .health__scroll, .card:has(> .matrix)",
        )
      )
        return true;
    return false;
  };
  const words = (element: Element) => (element.textContent ?? "").trim().slice(0, 60);
  if (document.documentElement.scrollWidth > innerWidth + 1)
    found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const element of document.querySelectorAll("body *")) {
    if (!shown(element) || element.closest("svg")) continue;
    const box = element.getBoundingClientRect();
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    // Inside a line that may be cut, the line itself counts: it has its whole text as a title.
    if (element.parentElement?.closest(".clip[title]")) continue;
    const outside = box.right > innerWidth + 1 || box.left < -1;
    if ((own || element.matches("button, input")) && outside && !scrolls(element))
      found.push(`outside: ${words(element)}`);
    const style = getComputedStyle(element);
    const hides = style.overflowX === "hidden" || style.overflowX === "clip";
    if (
      hides &&
      element.scrollWidth > element.clientWidth + 1 &&
      words(element) &&
      !element.closest("[title], input, .weekchart__plot")
    )
      found.push(`cut: ${words(element)}`);
    if (element.matches(".clip") && box.width < 48 && element.scrollWidth > box.width + 1)
      found.push(`only ${Math.round(box.width)} px left for: ${words(element)}`);
  }

  const cuts = new Map<Element, { left: number; right: number; top: number; bottom: number }>();
  /** What an element and all around it leave to be seen; measured once each. */
  const cutOf = (element: Element | null): { left: number; right: number; top: number; bottom: number } => {
    if (!element) return { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
    const known = cuts.get(element);
    if (known) return known;
    let { left, right, top, bottom } = cutOf(element.parentElement);
    if (getComputedStyle(element).overflowX !== "visible") {
      const box = element.getBoundingClientRect();
      [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    const cut = { left, right, top, bottom };
    cuts.set(element, cut);
    return cut;
  };
  /** What can be seen of each line of an element's own text, after all that cuts it. */
  const lines = (element: Element) => {
    const rects = [...element.childNodes].flatMap((node) => {
      if (node.nodeType !== Node.TEXT_NODE || !node.textContent?.trim()) return [];
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    });
    const cut = cutOf(element);
    return rects.map(({ left, right, top, bottom }) => ({
      element,
      left: Math.max(left, cut.left),
      right: Math.min(right, cut.right),
      top: Math.max(top, cut.top),
      bottom: Math.min(bottom, cut.bottom),
    }));
  };
  const texts = [...document.querySelectorAll("body *")]
    .filter((one) => shown(one) && !one.closest("svg"))
    .flatMap(lines);
  for (const [index, a] of texts.entries())
    for (const b of texts.slice(index + 1)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (a.element !== b.element && wide > 3 && high > 5)
        found.push(`on top of each other: ${words(a.element)} / ${words(b.element)}`);
    }
  return found;
}

/** Runs in the page, and presses what is on or off: a state that is told and a name that says the same are two. */
export function renamedToggles(): string[] {
  const nameOf = (one: Element) => one.getAttribute("aria-label") ?? one.textContent ?? "";
  const stateOf = (one: Element) => one.getAttribute("aria-pressed") ?? one.getAttribute("aria-expanded");
  const toggles = [...document.querySelectorAll<HTMLElement>("button[aria-pressed], button[aria-expanded]")];
  return toggles.flatMap((one) => {
    if (!one.isConnected || one.matches("[aria-haspopup], [role=combobox], :disabled")) return [];
    const name = nameOf(one);
    const state = stateOf(one);
    one.click();
    if (state === stateOf(one) || name === nameOf(one)) return [];
    return [`${name} is ${nameOf(one)} once pressed`];
  });
}

/** Runs in the page: controls without a name, and what a screen reader would stumble over. */
export function unnamed(): string[] {
  const found: string[] = [];
  const selector =
    "button, a[href], input, select, textarea, [role=button], [role=option], [role=radio], [role=switch], [role=tab], [role=meter], [role=progressbar], [role=dialog], [role=listbox], [role=radiogroup], nav";
  for (const element of document.querySelectorAll(selector)) {
    if (element.closest("[hidden], [aria-hidden=true]")) continue;
    const labels =
      element instanceof HTMLInputElement ? [...(element.labels ?? [])].map((label) => label.textContent) : [];
    const by = (element.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .map((id) => (id && document.getElementById(id)?.textContent) ?? "");
    const container = element.matches("[role=dialog], [role=listbox], [role=radiogroup], nav, input, [role=meter]");
    const name = [element.getAttribute("aria-label"), ...by, ...labels, container ? "" : element.textContent]
      .join("")
      .trim();
    if (!name) found.push(element.outerHTML.slice(0, 120));
    if (element instanceof HTMLElement && element.tabIndex > 0) found.push(`tabindex ${element.tabIndex}: ${name}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids)) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push(`twice: id ${id}`);
  // React Aria names a list that is not open yet by the id that it will have.
  for (const name of ["aria-labelledby", "aria-describedby", "aria-controls"])
    for (const element of document.querySelectorAll(`[${name}]`))
      for (const id of (element.getAttribute(name) ?? "").split(" "))
        if (id && !document.getElementById(id) && name !== "aria-controls")
          found.push(`${name} points at nothing: ${id}`);
  if (document.querySelectorAll("main").length !== 1) found.push("not one main landmark");
  if (document.querySelectorAll("h1").length !== 1)
    found.push(`${document.querySelectorAll("h1").length} headings of level 1`);
  if (!document.title) found.push("no title");
  return found;
}
