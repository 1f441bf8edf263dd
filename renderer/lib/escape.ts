import {
  type KeyboardEvent as ReactKeyboardEvent,
  type RefObject,
  useEffect,
  useRef,
  useSyncExternalStore,
} from "react";

interface Form {
  /** Something in it would be lost. */
  isTyped: boolean;
  /** Where it stands; absent: it is all that the window shows. */
  form?: RefObject<HTMLElement | null>;
  /** It says itself that the next Esc discards. */
  saysItself?: boolean;
  onClose(): void;
}

/** What is open, the topmost last. */
const open: RefObject<Form>[] = [];
/** The next Esc closes this one with all that was typed in it. */
let warned: RefObject<Form> | null = null;
const listeners = new Set<() => void>();

function warn(next: typeof warned): void {
  if (warned === next) return;
  warned = next;
  for (const listener of listeners) listener();
}
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/**
 * What takes Esc by itself: a dialog or a list that opened. One that is just going away does not.
 * @param inside does not count with all that it lies in
 */
export const hasOverlay = (inside: Element | null = null) =>
  [...document.querySelectorAll("[role=dialog], [role=alertdialog], .popover")].some(
    (one) => !one.closest("[data-exiting]") && !one.contains(inside),
  );

/** Whether the focus is where text is typed. */
export const isTyping = () => document.activeElement?.matches("input, textarea, select") === true;

/** Closes where nothing was typed; else says first that the next press does. */
function press(one: RefObject<Form>, event: { preventDefault(): void }): void {
  event.preventDefault();
  const asks = one.current.isTyped && warned !== one;
  warn(asks ? one : null);
  if (!asks) one.current.onClose();
}

/** The form with the focus, else the one opened last; a field beside them has an Esc of its own. */
function topmost(): RefObject<Form> | undefined {
  const { activeElement } = document;
  const holding = open.findLast(({ current: { form } }) => !form || form.current?.contains(activeElement));
  if (holding || isTyping()) return holding;
  const last = open.at(-1);
  return hasOverlay(last?.current.form?.current) ? undefined : last;
}

if (typeof window !== "undefined") {
  // Before the windows' own, which close the window where nothing is open.
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return warn(null);
    if (event.defaultPrevented || event.repeat) return;
    const one = topmost();
    if (one) press(one, event);
  });
  window.addEventListener("input", () => warn(null));
}

/**
 * Esc of a form, wherever the focus is: closes the topmost one, and asks once before it throws away what was typed.
 * @param isOpen whether there is something to close
 * @returns isWarned: the next press discards · onKeyDown: for a form in an overlay, which would take Esc first
 */
export function useEscape(isOpen: boolean, form: Form) {
  const latest = useRef(form);
  latest.current = form;
  useEffect(() => {
    if (!isOpen) return;
    open.push(latest);
    return () => {
      open.splice(open.indexOf(latest), 1);
      if (warned === latest) warn(null);
    };
  }, [isOpen]);
  const isWarned = useSyncExternalStore(subscribe, () => warned === latest);
  const onKeyDown = (event: ReactKeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || !isOpen) return;
    event.stopPropagation();
    press(latest, event);
  };
  return { isWarned, onKeyDown };
}

/** Whether a form waits for a second Esc without saying so itself. */
export const useEscapeWarning = () =>
  useSyncExternalStore(subscribe, () => warned !== null && warned.current.saysItself !== true);
