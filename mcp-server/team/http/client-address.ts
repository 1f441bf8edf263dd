import { type BlockList, isIP } from "node:net";

/**
 * The address of who asked, past the company's own proxies. Read from the right: what a hop that is not ours wrote to the
 * left of itself is its own claim.
 * @param remote the connection's other end
 * @param forwarded the header X-Forwarded-For
 */
export function clientAddress(remote: string | undefined, forwarded: string | undefined, trusted: BlockList): string {
  let address = plain(remote ?? "");
  if (forwarded === undefined) return address;
  for (const hop of forwarded.split(",").reverse()) {
    if (!isIn(trusted, address)) break;
    const next = plain(hop.trim());
    if (isIP(next) === 0) break;
    address = next;
  }
  return address;
}

/**
 * Whose requests are counted together: an IPv4 address, or the /64 of IPv6 that one household or server has as a whole.
 * @param address as `clientAddress` tells it
 */
export function limitedAddress(address: string): string {
  const groups = groupsOf(address);
  return groups ? `${groups.slice(0, 4).join(":")}::/64` : address;
}

/** The eight groups of an IPv6 address, in short hexadecimal; null: it is none. */
function groupsOf(address: string): string[] | null {
  const plainAddress = address.replace(/%.*$/, "");
  if (isIP(plainAddress) !== 6) return null;
  const [head = "", tail] = new URL(`http://[${plainAddress}]`).hostname.slice(1, -1).split("::");
  const [left, right] = [head, tail ?? ""].map((part) => part.split(":").filter(Boolean)) as [string[], string[]];
  return [...left, ...Array<string>(8 - left.length - right.length).fill("0"), ...right];
}

/** @param address an IP as text; anything else is in no network */
export function isIn(networks: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && networks.check(address, version === 6 ? "ipv6" : "ipv4");
}

/** Without port, brackets and the form of IPv4 inside IPv6. */
function plain(text: string): string {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? [];
  const [, numbered] = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text) ?? [];
  const address = bracketed ?? numbered ?? text;
  const groups = groupsOf(address);
  if (groups?.slice(0, 6).join(":") === "0:0:0:0:0:ffff")
    return groups
      .slice(6)
      .flatMap((pair) => bytesOf(Number.parseInt(pair, 16)))
      .join(".");
  return address.toLowerCase();
}

const bytesOf = (pair: number) => [pair >> 8, pair & 255];
