import { useEffect, useState } from "react";

/** Nobody reads a question faster; what is pressed sooner was meant for something else. */
const leastLook = 500;

/** Whether the page was before the person long enough for a yes: counted anew whenever it comes to the front. */
export function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const begin = () => {
      setSettled(false);
      clearTimeout(timer);
      timer = setTimeout(() => setSettled(true), leastLook);
    };
    const shown = () => document.visibilityState === "visible" && begin();
    begin();
    window.addEventListener("focus", begin);
    document.addEventListener("visibilitychange", shown);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("focus", begin);
      document.removeEventListener("visibilitychange", shown);
    };
  }, []);
  return settled;
}
