import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from "react";
import { matchPath, type PagePath, pagePaths } from "#team/api/page-paths";
import { hasUnsaved } from "./unsaved";

const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
};

/** Shows another page without loading the document anew. @param to path, with its query */
export function navigate(to: string, { replace = false } = {}): void {
  history[replace ? "replaceState" : "pushState"](null, "", to);
  for (const listener of listeners) listener();
}

/** The address below the origin: path, query and what is behind `#`. */
export const useAddress = () =>
  useSyncExternalStore(subscribe, () => location.pathname + location.search + location.hash);

export interface Place {
  path: PagePath;
  params: Record<string, string>;
}

/** @returns null: there is no such page */
export function placeOf(pathname: string): Place | null {
  for (const path of pagePaths) {
    const params = matchPath(path, pathname);
    if (params) return { path, params };
  }
  return null;
}

/** Where to go on after signing in: one of our pages, else the first. Everything else would be an open redirect. */
export function safeReturn(to: string | null, origin: string): string {
  if (to === null || !to.startsWith("/") || !URL.canParse(to, origin)) return "/";
  const url = new URL(to, origin);
  const place = placeOf(url.pathname);
  return url.origin === origin && place ? url.pathname + url.search + url.hash : "/";
}

/** A link to another page of ours; it opens in a new tab where that is asked for. */
export function Link({ to, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { to: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    // Then the document is loaded anew, and the browser asks first.
    if (hasUnsaved()) return;
    event.preventDefault();
    navigate(to);
  };
  return <a {...rest} href={to} onClick={follow} />;
}
