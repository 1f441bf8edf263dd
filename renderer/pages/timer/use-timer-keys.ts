import { type RefObject, useEffect, useRef, useState } from "react";
import { bridge } from "../../lib/bridge";
import { hasOverlay, isTyping } from "../../lib/escape";
import { useWindowTask } from "../../lib/window-task";

/** @returns whether there is a text to edit */
function editText(): boolean {
  const edit = document.querySelector("[data-edit-text]");
  if (!(edit instanceof HTMLElement)) return false;
  edit.click();
  return true;
}

/** A number with nothing held, outside of fields, lists and dialogs. */
const isFavorite = ({ key, ctrlKey, altKey, metaKey }: KeyboardEvent) =>
  /^[1-9]$/.test(key) && !ctrlKey && !altKey && !metaKey && !isTyping() && !hasOverlay();

/** `/` searches, `1` to `9` start favorites, `F2` edits the text, `F5` reads again, `Esc` closes the window once nothing else is open. */
export function useTimerKeys(
  search: RefObject<HTMLInputElement | null>,
  refresh: () => unknown,
  startFavorite: (index: number) => void,
) {
  const [wantsText, setWantsText] = useState(false);
  useWindowTask((task) => setWantsText(task === "text"));
  // When the running entry is there: a window may be shown before its first reading.
  useEffect(() => {
    if (wantsText && editText()) setWantsText(false);
  });
  const favorite = useRef(startFavorite);
  favorite.current = startFavorite;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (event.key === "/" && !isTyping() && search.current) {
        event.preventDefault();
        search.current.focus();
      } else if (isFavorite(event)) {
        event.preventDefault();
        favorite.current(Number(event.key) - 1);
      } else if (event.key === "F2") {
        editText();
      } else if (event.key === "F5") {
        event.preventDefault();
        void refresh();
      } else if (event.key === "Escape") {
        const { activeElement } = document;
        if (hasOverlay()) return;
        if (activeElement instanceof HTMLInputElement) {
          // The field cleared itself already where it held words.
          if (activeElement.value === "") activeElement.blur();
          return;
        }
        void bridge.invoke("app:closeWindow");
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [search, refresh]);
}
