import { describe, expect, test } from "vitest";
import type { AdapterEnvironment } from "#core/domain/ports";
import { createKimaiService } from "#core/services/kimai/index";
import { kimaiContract } from "../mcp-server/core/services/kimai/contract";

/**
 * A real Kimai: `KIMAI_URL`, `KIMAI_ADMIN_TOKEN` (may create customers; what the tests make they delete again) and, where
 * there is one, `KIMAI_USER_TOKEN` of an ordinary person.
 */
const { KIMAI_URL: url, KIMAI_ADMIN_TOKEN: admin, KIMAI_USER_TOKEN: user } = process.env;

const environment = (token: string): AdapterEnvironment => ({
  accountId: "live",
  secret: async () => token,
  breaks: { read: async () => null, write: async () => undefined },
  log: () => undefined,
  now: Date.now,
});

if (url && admin) {
  kimaiContract(`what holds on every Kimai, on ${new URL(url).host}`, async () => {
    const open = (token: string) => createKimaiService({ url, tlsVerify: true }, environment(token));
    const boss = open(admin);
    const worker = user ? open(user) : boss;
    const close = async () => {
      await boss.close();
      if (worker !== boss) await worker.close();
    };
    return { boss, worker, now: Date.now, close };
  });
} else {
  describe("a real Kimai", () => {
    test("needs its address and a token", () => {
      expect.fail("Set KIMAI_URL and KIMAI_ADMIN_TOKEN (and KIMAI_USER_TOKEN) to run these tests.");
    });
  });
}
