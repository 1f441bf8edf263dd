import { BlockList } from "node:net";
import { expect, test } from "vitest";
import { clientAddress, limitedAddress } from "#team/http/client-address";

const trusted = new BlockList();
trusted.addSubnet("10.0.0.0", 8, "ipv4");
trusted.addSubnet("fd00::", 8, "ipv6");

test.each([
  ["no proxy, no header", "203.0.113.9", undefined, "203.0.113.9"],
  ["a stranger who claims another address", "203.0.113.9", "198.51.100.1", "203.0.113.9"],
  ["one proxy", "10.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["two proxies", "10.0.0.1", "203.0.113.9, 10.2.0.1", "203.0.113.9"],
  ["two proxies, and a claim before them", "10.0.0.1", "198.51.100.1, 203.0.113.9, 10.2.0.1", "203.0.113.9"],
  ["a claim to be a proxy", "10.0.0.1", "10.9.9.9, 203.0.113.9", "203.0.113.9"],
  ["a proxy of IPv6, which writes capitals", "fd00::1", "2001:DB8::5", "2001:db8::5"],
  ["a proxy in the form of IPv4 inside IPv6", "::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["IPv4 inside IPv6 in hexadecimal", "::ffff:cb00:7109", undefined, "203.0.113.9"],
  ["IPv4 inside IPv6, written out", "10.0.0.1", "0:0:0:0:0:ffff:203.0.113.9", "203.0.113.9"],
  ["IPv4 inside IPv6 in hexadecimal, written out", "0000:0000:0000:0000:0000:FFFF:cb00:7109", undefined, "203.0.113.9"],
  ["a proxy in the form of IPv4 inside IPv6, written out", "0:0:0:0:0:ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["IPv4 inside IPv6 in brackets with a port", "10.0.0.1", "[::ffff:203.0.113.9]:443", "203.0.113.9"],
  ["an address with a port", "10.0.0.1", "203.0.113.9:5123", "203.0.113.9"],
  ["an address in brackets with a port", "10.0.0.1", "[2001:db8::5]:443", "2001:db8::5"],
  ["nonsense behind a proxy", "10.0.0.1", "unknown", "10.0.0.1"],
  ["nonsense left of an address", "10.0.0.1", "<script>, 10.0.0.2", "10.0.0.2"],
  ["only proxies", "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"],
  ["an empty header", "10.0.0.1", "", "10.0.0.1"],
])("%s", (_name, remote, header, address) => {
  expect(clientAddress(remote, header, trusted)).toBe(address);
});

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::1", "2001:db8:1:2::/64"],
  ["2001:db8:1:2:0:0:0:ff", "2001:db8:1:2::/64"],
  ["2001:db8:1:3::1", "2001:db8:1:3::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["", ""],
])("requests of %s are counted as %s", (address, counted) => {
  expect(limitedAddress(address)).toBe(counted);
});
