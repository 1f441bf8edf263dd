import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parsePolicy } from "#core/platform/company-policy/schema";

const full = {
  version: 1,
  company: "Example GmbH",
  services: { kimai: { addresses: ["https://kimai.example.com"] }, local: {} },
  permissions: { "*.delete": "ask", "others_time.*": "off" },
  mayConfirmItself: false,
  clients: ["claude-desktop", "codex"],
  updates: "off",
  network: { proxy: "http://proxy.example.com:3128", noProxy: ".example.com", extraCa: "/etc/ssl/example.pem" },
  defaults: { quietHours: { from: "18:00", to: "08:00" } },
};

test("reads every key, also behind a byte order mark", () => {
  const { version: _version, ...policy } = full;
  expect(parsePolicy(JSON.stringify(full))).toEqual({ policy });
  expect(parsePolicy(`\ufeff${JSON.stringify(full, null, 2)}`)).toEqual({ policy });
  expect(parsePolicy('{"version":1}')).toEqual({ policy: {} });
});

test.each<[string, string, RegExp]>([
  ["empty", "", /^line 1: /],
  ["cut", '{\n  "version": 1,\n  "updates": ', /^line 3: not valid JSON/],
  ["with a comment", '{\n  // no\n  "version": 1\n}', /^line 2: not valid JSON/],
  ["with two values", '{"version":1} {"version":1}', /not valid JSON/],
  ["a list", "[1]", /^line 1: /],
  ["of a newer version", '{\n"version": 2\n}', /^line 2: version/],
  ["without a version", "{\n}", /^line 1: version/],
  ["with an unknown key", '{\n"version": 1,\n\n"permisions": {}\n}', /^line 4: unknown key "permisions"/],
  [
    "with an unknown key inside",
    '{"version":1,\n"network": {\n"proxi": "x"}}',
    /^line 3: network: unknown key "proxi"/,
  ],
  ["with a key twice", '{"version":1,\n"clients": ["a"],\n"clients": ["a","b"]}', /^line 3: "clients" is there twice/],
  ["with a cell twice", '{"version":1,"permissions":{"*":"off",\n"*":"allow"}}', /^line 2: "\*" is there twice/],
  ["with an unknown service", '{"version":1,\n"services":{\n"toggl":{}}}', /^line [23]: services/],
  [
    "with no address",
    '{"version":1,"services":{"kimai":{"addresses":[\n"kimai.example.com"]}}}',
    /^line 2: services.*https:/,
  ],
  [
    "with an unknown permission",
    '{"version":1,"permissions":{\n"times.*":"off"}}',
    /^line 2: permissions.*no such permission/,
  ],
  ["with an unknown level", '{"version":1,"permissions":{\n"time.*":"no"}}', /^line 2: permissions/],
  ["with updates that are not off", '{"version":1,\n"updates":"never"}', /^line 2: updates/],
  ["with a client that is no id", '{"version":1,"clients":[\n"a b"]}', /^line 2: clients/],
  ["with a proxy of another kind", '{"version":1,"network":{\n"proxy":"socks5://x"}}', /^line 2: network/],
  [
    "with an hour that there is not",
    '{"version":1,"defaults":{"quietHours":{"from":"24:00",\n"to":"07:00"}}}',
    /^line 1: defaults/,
  ],
  ["with a part of the wrong kind", '{"version":1,\n"mayConfirmItself":"false"}', /^line 2: mayConfirmItself/],
])("a policy %s is not taken, and the line is told", (_name, text, problem) => {
  const parsed = parsePolicy(text);
  expect(parsed).toEqual({ problem: expect.stringMatching(problem) });
});

test("the example of the documents can be used as it is", () => {
  const page = readFileSync(resolve(import.meta.dirname, "../../../../../docs/policy.md"), "utf8");
  const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  expect(parsePolicy(example)).toEqual({
    policy: expect.objectContaining({ company: "Example GmbH", updates: "off" }),
  });
});
