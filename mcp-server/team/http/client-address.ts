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
  return address.replace(/^::ffff:(?=\d+\.)/i, "").toLowerCase();
}
