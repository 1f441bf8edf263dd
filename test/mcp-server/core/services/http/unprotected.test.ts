import { expect, it, vi } from "vitest";
import { z } from "zod";
import type { AdapterEnvironment } from "#core/domain/ports";
import { createCalamariClient } from "#core/services/calamari/client/client";
import { endpoints } from "#core/services/calamari/client/paths";
import { gatewayHttp } from "#core/services/calamari/gateway/fetch";
import { createClockodoClient } from "#core/services/clockodo/client/client";
import { failureOf } from "./server";

/** Names of another computer, and what only looks like this one. The adapters are given them by a settings file. */
const elsewhere = [
  "http://192.0.2.1",
  "http://127.0.0.1.evil.example",
  "http://localhost.evil.example",
  "http://evil.example/127.0.0.1",
];

function environment() {
  const secret = vi.fn(async () => "canary");
  const env: AdapterEnvironment = {
    accountId: "a",
    secret,
    breaks: { read: async () => null, write: async () => undefined },
    log: () => undefined,
    now: Date.now,
  };
  return { env, secret };
}
const refusal = { kind: "tls", saved: "no", message: expect.stringMatching(/does not connect to .* over http/) };

it.each(elsewhere)("a key of Clockodo or Calamari is not even read for %s", async (url) => {
  const { env, secret } = environment();
  const clockodo = createClockodoClient({ url, user: "mara@studio.example" }, env, {});
  const calamari = createCalamariClient({ url, person: "nora@fjordworks.example" }, env, {});
  expect(await failureOf(clockodo.get(z.unknown(), ["v2", "users", "me"]))).toMatchObject(refusal);
  const types = calamari.send(endpoints.absenceTypes, { about: "nobody" });
  expect(await failureOf(types)).toMatchObject(refusal);
  expect(secret).not.toHaveBeenCalled();
});

it.each(elsewhere)("neither access nor refresh token of a sign-in goes to %s", async (url) => {
  const current = vi.fn(async () => "canary");
  const http = gatewayHttp({ url, tlsVerify: true, silenceMs: 500 }, { current, renew: current }, () => undefined);
  expect(await failureOf(http.mcp(url, { method: "POST", body: "{}" }))).toMatchObject(refusal);
  expect(await failureOf(http.plain(`${url}/token`, { method: "POST", body: "refresh_token=canary" }))).toMatchObject(
    refusal,
  );
  expect(current).not.toHaveBeenCalled();
  await http.close();
});
