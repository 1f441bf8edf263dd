import type { AccountPlace, PlaceProblem } from "../../domain/service-descriptor";

const wrong = (message: string, next: string): PlaceProblem => ({
  problem: { code: "url", field: "url", message, next },
});

/**
 * The base address out of what a person pasted: without `/api` behind it, a trailing slash, query or fragment. Where the
 * scheme is missing the problem names the address that was probably meant.
 */
export function kimaiPlace(typed: AccountPlace): AccountPlace | PlaceProblem {
  const text = (typed.url ?? "").trim();
  if (!text)
    return wrong("The address is missing.", "Copy it from the browser, for example https://kimai.example.org.");
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (!scheme) {
    const guess = `https://${text.replace(/^\/+/, "")}`;
    return wrong(
      "The address does not say how to connect.",
      URL.canParse(guess) ? `Write ${guess}, if that is what you mean.` : "It begins with https://.",
    );
  }
  if (scheme !== "https" && scheme !== "http")
    return wrong("The address must begin with https://.", "Write https://… .");
  if (!URL.canParse(text)) return wrong("This is not an address.", "Copy it from the browser's address field.");
  const url = new URL(text);
  if (url.username || url.password)
    return wrong("The address contains a user name or password.", "Leave them out: the token is all that is needed.");
  const path = url.pathname.replace(/\/+$/, "").replace(/\/api(\/.*)?$/, "");
  return { url: `${url.origin}${path}` };
}
