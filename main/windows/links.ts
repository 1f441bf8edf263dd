import type { ServiceId } from "#core/domain/entities";
import type { AccountSettings, Settings } from "#core/platform/settings";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { notSaved } from "../app/failure";

/** Where a person uses that service themselves; undefined: it has no page. */
const servicePage = ({ service, url }: Pick<AccountSettings, "service" | "url">): string | undefined =>
  url ?? descriptorOf(service).page;

const refused = () => notSaved("argument", "This link may not be opened.");

const webPage = (url: string | undefined): URL | null => {
  const wanted = url !== undefined && URL.canParse(url) ? new URL(url) : null;
  const web = wanted?.protocol === "https:" || wanted?.protocol === "http:";
  return wanted && web && !wanted.username && !wanted.password ? wanted : null;
};

/**
 * The page where people get a service's credential: a constant, or one below the address that they typed a moment ago.
 * @param typed what the window says; nothing of it is passed on but where it is
 */
export function credentialPage(service: ServiceId, typed: string | undefined): string {
  const page = descriptorOf(service).credential?.page(webPage(typed));
  if (!page) throw refused();
  return page;
}

/**
 * A page of a service's own origin.
 * @param serviceUrls pages of the connected accounts.
 */
export function linkTarget(url: string | undefined, serviceUrls: string[]): string {
  const wanted = webPage(url);
  if (wanted && serviceUrls.some((base) => new URL(base).origin === wanted.origin)) return wanted.href;
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

/** The same among the accounts of the settings; without a page it is that of the account in the tray. */
export function linkAmong(
  { accounts, activeAccount }: Pick<Settings, "accounts" | "activeAccount">,
  url: string | undefined,
): string {
  const active = accounts.find(({ id }) => id === activeAccount);
  return linkTarget(
    url ?? (active && servicePage(active)),
    accounts.flatMap((account) => servicePage(account) ?? []),
  );
}
