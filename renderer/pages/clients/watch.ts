import { useEffect } from "react";
import { bridge } from "../../lib/bridge";

/** Has main watch the clients' files while this page can be seen; what changes comes by `clients:changed`. */
export function useWatch(): void {
  useEffect(() => {
    const say = (on: boolean) => void bridge.invoke("clients:watch", { on });
    const follow = () => say(document.visibilityState === "visible");
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      say(false);
    };
  }, []);
}
