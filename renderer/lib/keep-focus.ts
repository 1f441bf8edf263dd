/** What Tab stops at, as far as a style sheet does not hide it. */
const stops =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

const canHaveFocus = (element: Element): boolean =>
  element.isConnected && !element.matches(":disabled") && element.getClientRects().length > 0;

/**
 * Keeps the focus in a window when what had it goes away or is turned off ("Clear filter", a row that was deleted): the
 * first place to stop at nearby gets it. Whoever moves the focus themselves does so first.
 * @returns ends it
 */
export function keepFocus(page: Document): () => void {
  /** What had the focus last, and all around it, from the inside out. */
  let path: Element[] = [];
  let waiting = 0;

  const around = (element: Element | null): Element[] => {
    const all: Element[] = [];
    for (let at = element; at && at !== page.body; at = at.parentElement) all.push(at);
    return all;
  };
  const remember = ({ target }: Event) => {
    path = target instanceof Element ? around(target) : [];
  };
  /** A press beside everything takes the focus away on purpose. */
  const pressed = ({ target }: Event) => {
    path = around(target instanceof Element ? target.closest(stops) : null);
  };
  const isLost = () => page.activeElement === page.body || page.activeElement?.matches(":disabled") === true;
  const mend = () => {
    waiting = 0;
    const [last, ...outside] = path;
    if (!isLost() || !last || canHaveFocus(last)) return;
    for (const one of outside) {
      const next = one.isConnected && [...one.querySelectorAll<HTMLElement>(stops)].find(canHaveFocus);
      if (next) return next.focus({ preventScroll: true });
    }
  };
  const look = () => {
    if (waiting || !isLost()) return;
    // Dialogs give the focus back a frame or two after they are gone.
    waiting = window.setTimeout(mend, 60);
  };

  page.addEventListener("pointerdown", pressed, true);
  page.addEventListener("focusin", remember);
  const changes = new MutationObserver(look);
  changes.observe(page.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  return () => {
    page.removeEventListener("pointerdown", pressed, true);
    page.removeEventListener("focusin", remember);
    changes.disconnect();
    window.clearTimeout(waiting);
  };
}
