import { InputError } from "#core/domain/errors";

const addressError = (code: string, message: string) =>
  new InputError(code, message, {
    next: "Copy the address from the calendar's settings; it begins with https:// or webcal://.",
  });

/**
 * The address of a calendar as typed. It can be a secret as a whole, so no error repeats it.
 * @throws InputError `calendar_address`, `calendar_insecure`
 */
export function calendarAddress(typed: string): URL {
  const text = typed.trim().replace(/^webcals?:\/\//i, "https://");
  if (!URL.canParse(text)) throw addressError("calendar_address", "This is no address.");
  const url = new URL(text);
  if (url.protocol === "http:")
    throw addressError("calendar_insecure", "An address with http:// lets others read the calendar on its way.");
  if (url.protocol !== "https:") throw addressError("calendar_address", "Only addresses with https:// can be read.");
  url.hash = "";
  return url;
}

/** E-mail addresses in it: Google's begin with that of the calendar's person. */
export function ownersIn(url: URL): string[] {
  const parts = [url.username, ...url.pathname.split("/")].map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return "";
    }
  });
  return parts.filter((part) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(part));
}
