import { expect, test } from "vitest";
import { readPacResult } from "#core/platform/system-proxy/pac-result";

const proxy = (address: string) => ({ way: "proxy", address });
const direct = { way: "direct" };

test.each([
  ["DIRECT", direct],
  ["PROXY proxy.example.com:3128", proxy("http://proxy.example.com:3128")],
  ["PROXY 10.0.0.1:3128; PROXY 10.0.0.2:3128; DIRECT", proxy("http://10.0.0.1:3128")],
  ["DIRECT;PROXY a:1", direct],
  [" proxy  a:1 ;", proxy("http://a:1")],
  ["HTTP a:1", proxy("http://a:1")],
  ["HTTPS a", proxy("https://a:443")],
  ["PROXY a", proxy("http://a:80")],
  ["PROXY [2001:db8::1]:8080", proxy("http://[2001:db8::1]:8080")],
])("%s names the first way that can be used", (text, route) => {
  expect(readPacResult(text)).toEqual(route);
});

test.each([
  ["SOCKS5 s:1080; SOCKS s:1080", { way: "refused", via: "SOCKS5 s:1080" }],
  ["SOCKS s", { way: "refused", via: "SOCKS s" }],
  ["QUIC s:443", { way: "refused", via: "QUIC s:443" }],
  ["SOCKS5 s:1080; PROXY a:3128", proxy("http://a:3128")],
  ["SOCKS4 s:1080; DIRECT", direct],
])("%s is refused only where nothing else reaches the address", (text, route) => {
  expect(readPacResult(text)).toEqual(route);
});

test.each([
  "",
  ";",
  "PROXY",
  "DIRECT a:1",
  "PROXY a:0",
  "PROXY a:65536",
  "PROXY user@a:1",
  "PROXY a:1/path",
  "PROXY a b",
  "CARRIER pigeon:1",
])("%j says nothing", (text) => {
  expect(readPacResult(text)).toBeNull();
});
