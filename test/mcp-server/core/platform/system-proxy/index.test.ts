import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { noPolicy } from "#core/domain/company-policy/index";
import { applyCompanyNetwork } from "#core/platform/company-policy/network";
import {
  applySystemProxies,
  proxyBefore,
  proxyUse,
  readSystemProxies,
  systemProxiesFile,
} from "#core/platform/system-proxy/index";

function say(proxies: Record<string, string>): void {
  applySystemProxies(proxies);
  onTestFinished(() => applySystemProxies({}));
}

test("a variable for http alone also counts for https, and one for https alone not for http", () => {
  say({ "http://a.example": "PROXY system:1", "https://a.example": "PROXY system:1" });
  const before = (origin: string, env: NodeJS.ProcessEnv) => proxyBefore(origin, {}, env);
  for (const origin of ["http://a.example", "https://a.example"]) {
    expect(before(origin, {})).toBe("http://system:1");
    expect(before(origin, { HTTP_PROXY: "http://env:1" })).toBeUndefined();
    expect(proxyBefore(origin, { proxy: "http://company:1" }, { http_proxy: "http://env:1" })).toBe("http://company:1");
  }
  expect(before("https://a.example", { https_proxy: "http://env:1" })).toBeUndefined();
  expect(before("http://a.example", { https_proxy: "http://env:1" })).toBe("http://system:1");
  expect(before("https://toString", {})).toBeUndefined();
});

test("who decides is told with hosts only: the company, then the environment, then the system", () => {
  expect(proxyUse({})).toEqual({ by: "nobody", proxies: [], refused: [] });
  say({
    "https://a.example": "PROXY proxy.example:3128",
    "https://b.example": "PROXY proxy.example:3128; DIRECT",
    "https://c.example": "DIRECT",
    "https://d.example": "SOCKS5 socks.example:1080",
  });
  const refused = ["SOCKS5 socks.example:1080"];
  expect(proxyUse({})).toEqual({ by: "system", proxies: ["proxy.example:3128"], refused });
  expect(proxyUse({ HTTPS_PROXY: "http://ada:secret@env.example:8080" })).toEqual({
    by: "environment",
    proxies: ["env.example:8080"],
    refused: [],
  });
  applyCompanyNetwork({ kind: "bound", place: "", policy: { network: { proxy: "http://company.example:3128" } } });
  onTestFinished(() => applyCompanyNetwork(noPolicy));
  expect(proxyUse({ HTTPS_PROXY: "http://env.example:8080" })).toMatchObject({
    by: "policy",
    proxies: ["company.example:3128"],
  });
});

test("a file that is missing, damaged or of another form names no proxies", () => {
  const home = mkdtempSync(join(tmpdir(), "punchcard-proxies-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  expect(readSystemProxies(home)).toEqual({});
  for (const [text, read] of [
    ['{"https://a.example":', {}],
    ["null", {}],
    ['{"https://a.example":"DIRECT","https://b.example":7}', { "https://a.example": "DIRECT" }],
  ] as const) {
    writeFileSync(join(home, systemProxiesFile), text);
    expect(readSystemProxies(home)).toEqual(read);
  }
});
