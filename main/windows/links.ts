import type { AccountSettings, Settings } from "../../mcp-server/platform/settings";
import { AppFailure } from "../app/failure";
import type { links } from "../ipc/contract";

type Link = (typeof links)[number];

const constants: Partial<Record<Link, string>> = {
  kimai_docs: "https://www.kimai.org/documentation/rest-api.html",
  clockodo: "https://my.clockodo.com",
  // The one page for all companies; who signs in there gets to their own (calamari-api.md §1.1).
  calamari_api: "https://app-new.calamari.io/clockin/configuration/api",
};

const pages = { clockodo: constants.clockodo, calamari: "https://app-new.calamari.io" };

/** Where a person uses that service themselves; undefined: it has no page. */
const servicePage = ({ service, url }: Pick<AccountSettings, "service" | "url">): string | undefined =>
  url ?? (service === "clockodo" || service === "calamari" ? pages[service] : undefined);

const refused = () => new AppFailure({ code: "argument", message: "This link may not be opened.", saved: "no" });

/**
 * The one place where links out of the app are decided: constants, or pages of a service's own origin.
 * @param serviceUrls pages of the connected accounts.
 * @param url for `service_page` a page of such an account, for `kimai_token_page` the address being typed in.
 */
export function linkTarget(link: Link, url: string | undefined, serviceUrls: string[]): string {
  const constant = constants[link];
  if (constant) return constant;
  const wanted = url !== undefined && URL.canParse(url) ? new URL(url) : null;
  const secure = wanted?.protocol === "https:" || wanted?.protocol === "http:";
  if (!wanted || !secure || wanted.username || wanted.password) throw refused();
  // The person typed this address a moment ago; only its own token page is opened, nothing of it is passed on.
  if (link === "kimai_token_page")
    return `${wanted.origin}${wanted.pathname.replace(/\/+$/, "").replace(/\/api$/, "")}/en/profile/`;
  if (serviceUrls.some((base) => new URL(base).origin === wanted.origin)) return wanted.href;
  throw refused();
}

const thisComputer = new Set(["127.0.0.1", "[::1]", "localhost"]);

/**
 * The page where a person signs in to a service.
 * @param origin the one that they were shown; made in main/accounts/sign-in, never in a window
 */
export function signInTarget(address: string, origin: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  // Without https only on this computer itself, where nothing travels.
  const safe = url?.protocol === "https:" || (url?.protocol === "http:" && thisComputer.has(url.hostname));
  if (!url || !safe || url.origin !== origin || url.username || url.password || address.length > 8_000) throw refused();
  return url.href;
}

/** The exact addresses of clients that may be opened: scheme, place and parameters are fixed, only encoded text is left. */
const clientLinks = [
  /^vscode(?:-insiders)?:mcp\/install\?(?:[\w.!~*'()-]|%[0-9A-F]{2})+$/,
  /^cursor:\/\/anysphere\.cursor-deeplink\/mcp\/install\?name=punchcard&config=(?:[A-Za-z0-9]|%2[BF]|%3D)+$/,
  /^lmstudio:\/\/add_mcp\?name=punchcard&config=(?:[A-Za-z0-9]|%2[BF]|%3D)+$/,
];

/** @param link made in main/clients, never in a window. Longer ones are cut by some systems. */
export function clientLinkTarget(link: string): string {
  if (link.length < 8_000 && clientLinks.some((shape) => shape.test(link))) return link;
  throw refused();
}

/** The same among the accounts of the settings; `service_page` without a page is that of the account in the tray. */
export function linkAmong(
  { accounts, activeAccount }: Pick<Settings, "accounts" | "activeAccount">,
  link: Link,
  url: string | undefined,
): string {
  const active = accounts.find(({ id }) => id === activeAccount);
  const own = link === "service_page" && active ? servicePage(active) : undefined;
  return linkTarget(
    link,
    url ?? own,
    accounts.flatMap((account) => servicePage(account) ?? []),
  );
}
