import { useEffect, useState } from "react";
import { mainNow, subscribe } from "./store";

/**
 * Main's time, written anew at each reading, when the window is shown, and with the minute: never each second.
 * @param phase a moment in milliseconds whose distance in whole minutes is shown somewhere: the minute turns with it.
 */
export function useNow(phase = 0): number {
  const [now, setNow] = useState(mainNow);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const write = () => setNow(mainNow());
    const arm = () => {
      const into = (((mainNow() - phase) % 60_000) + 60_000) % 60_000;
      timer = setTimeout(() => {
        write();
        arm();
      }, 60_020 - into);
    };
    write();
    arm();
    const stop = subscribe(write);
    document.addEventListener("visibilitychange", write);
    return () => {
      clearTimeout(timer);
      stop();
      document.removeEventListener("visibilitychange", write);
    };
  }, [phase]);
  return now;
}

/** true once `on` has been true for that long: waits are shown after 300 ms and can be ended after 3 s. */
export function useLasting(on: boolean, milliseconds: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!on) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), milliseconds);
    return () => clearTimeout(timer);
  }, [on, milliseconds]);
  return on && lasting;
}
