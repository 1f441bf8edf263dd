import { InputError } from "../../../domain/errors";

/**
 * The base of all Kimai routes from what a person typed: with or without a slash at the end, with the path of a Kimai
 * in a subfolder, with or without `/api`, and with the page that was open when it was copied from the browser.
 * @returns for example `https://example.org/kimai/api`
 * @throws InputError `argument` where it is no http(s) address
 */
export function apiBase(typed: string): string {
  const text = typed.trim();
  if (!/^https?:\/\//i.test(text))
    throw new InputError("argument", `The address of Kimai must begin with https:// (or http://): "${shown(text)}".`, {
      next: `Use the address under which Kimai opens in the browser${/^[\w.-]+\.[a-z]{2,}/i.test(text) ? `, for example https://${shown(text)}` : ""}.`,
    });
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InputError("argument", `"${shown(text)}" is not an address.`, {
      next: "Use the address under which Kimai opens in the browser.",
    });
  }
  if (url.username || url.password)
    throw new InputError("argument", "The address of Kimai must not hold a user name or password.", {
      next: "Leave out everything before the @; Punchcard asks for the API token separately.",
    });
  const path = url.pathname
    .replace(/\/+$/, "")
    .replace(/\/api(\/doc)?$/, "")
    .replace(page, "");
  return `${url.origin}${path}/api`;
}

/** Kimai's pages are all below the person's language: `/en/timesheet/`, `/pt_BR/login`. */
const page =
  /\/[a-z]{2}(?:_[A-Za-z]{2,4})?(?:\/(?:login|homepage|dashboard|timesheet|calendar|quick_entry|profile|reporting|invoice|export|about|admin|team)(?:\/.*)?)$/;

const shown = (text: string) => (text.includes("@") ? "…" : text.slice(0, 80));
