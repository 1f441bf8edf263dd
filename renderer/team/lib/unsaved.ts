import { useEffect } from "react";

let unsaved = 0;
const ask = (event: BeforeUnloadEvent) => event.preventDefault();

/** While something is not saved, the browser asks before the page is left. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    unsaved += 1;
    window.addEventListener("beforeunload", ask);
    return () => {
      unsaved -= 1;
      if (unsaved === 0) window.removeEventListener("beforeunload", ask);
    };
  }, [isUnsaved]);
}

export const hasUnsaved = (): boolean => unsaved > 0;
