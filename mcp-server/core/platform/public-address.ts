import { BlockList, isIP } from "node:net";

/** Code of the error of a connection that was not made, because of where it would have led. */
export const notPublicCode = "ERR_ADDRESS_NOT_PUBLIC";

/** Ranges of IPv4 that are nobody's on the internet (IANA's special-purpose registry, multicast and above). */
const special4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];
/** Of what is routed (2000::/3): special purposes, and ways around into IPv4. */
const special6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const blocked = new BlockList();
for (const [net, prefix] of special4) blocked.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of special6) blocked.addSubnet(net, prefix, "ipv6");
const routed = new BlockList();
routed.addSubnet("2000::", 3, "ipv6");

/**
 * Whether this is an address of a machine on the internet, and none of this machine, its networks or its cloud. IPv6 that
 * holds an IPv4 address (mapped, NAT64, 6to4, Teredo) is none, whatever it holds.
 * @param address an IP as text, with or without a zone; anything else is none
 */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !blocked.check(address, "ipv4");
  if (version !== 6 || address.includes("%")) return false;
  return routed.check(address, "ipv6") && !blocked.check(address, "ipv6");
}
