import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { servicesOf } from "#cli/headless-accounts";
import { parseSettings } from "#core/platform/settings";
import { countAttempts } from "../../fakes/hostile/attempts";
import { hostileEnvironments } from "../../fakes/hostile/environments";
import { hostileSettings } from "../../fakes/hostile/settings";

const audit = countAttempts("hostile-files");

/** What the person set; `canary` is in each credential. */
const own = {
  KIMAI_API_TOKEN: "canary-kimai",
  CLOCKODO_API_KEY: "canary-clockodo",
  CLOCKODO_API_USER: "mara@studio-lind.example",
  CALAMARI_API_KEY: "canary-calamari",
  CALAMARI_URL: "https://fjordworks.calamari.io",
  CALAMARI_PERSON: "nora.lind@fjordworks.example",
};

test.each(Object.entries(hostileEnvironments))("a .env with %s gets no credential of the person's", (what, text) => {
  const cwd = mkdtempSync(join(tmpdir(), "punchcard-env-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, ".env"), text);
  for (const env of [own, { ...own, KIMAI_URL: "https://kimai.example.org" }])
    for (const options of [{}, { "kimai-url": "https://kimai.example.org" }]) {
      let accounts: object[] = [];
      try {
        accounts = servicesOf(options, false, env, cwd).accounts;
      } catch {
        // Refused as a whole: nobody gets anything.
      }
      const got = accounts
        .filter(
          (account) =>
            /evil|\/tmp/.test(JSON.stringify(account)) || ("tlsVerify" in account && account.tlsVerify !== true),
        )
        .filter((account) => JSON.stringify(account).includes("canary"))
        .map((account) => JSON.stringify(account));
      audit.attempt(`${what} with ${Object.keys(options).join() || "no option"}`, got);
    }
});

test("without a .env the person's own variables name their accounts", () => {
  const cwd = mkdtempSync(join(tmpdir(), "punchcard-env-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const { accounts } = servicesOf({}, false, { ...own, KIMAI_URL: "https://kimai.example.org" }, cwd);
  expect(JSON.stringify(accounts)).toContain("canary-kimai");
  expect(accounts.length).toBeGreaterThan(1);
});

test.each(Object.entries(hostileSettings))(
  "settings that are %s are a problem in words, and no account",
  (what, text) => {
    const read = parseSettings(text);
    audit.attempt(what, "settings" in read ? JSON.stringify(read.settings).slice(0, 200) : null);
    expect(read).toMatchObject({ problem: { message: expect.stringMatching(/\w/) } });
  },
);
