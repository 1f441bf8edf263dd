import { AppFailure } from "../app/failure";

const wrong = (message: string, next: string) =>
  new AppFailure({ code: "url", message, saved: "no", next, fields: { url: message } });

/**
 * The base address out of what a person pasted: without `/api` behind it, a trailing slash, query or fragment.
 * Throws AppFailure with code `url` and, where the scheme is missing, the address that was probably meant.
 */
export function cleanAddress(input: string): string {
  const text = input.trim();
  if (!text) throw wrong("The address is missing.", "Copy it from the browser, for example https://kimai.example.org.");
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (!scheme) {
    const guess = `https://${text.replace(/^\/+/, "")}`;
    throw wrong(
      "The address does not say how to connect.",
      URL.canParse(guess) ? `Write ${guess}, if that is what you mean.` : "It begins with https://.",
    );
  }
  if (scheme !== "https" && scheme !== "http")
    throw wrong("The address must begin with https://.", "Write https://… .");
  if (!URL.canParse(text)) throw wrong("This is not an address.", "Copy it from the browser's address field.");
  const url = new URL(text);
  if (url.username || url.password)
    throw wrong("The address contains a user name or password.", "Leave them out: the token is all that is needed.");
  const path = url.pathname.replace(/\/+$/, "").replace(/\/api(\/.*)?$/, "");
  return `${url.origin}${path}`;
}
