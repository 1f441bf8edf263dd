import { expect, test } from "vitest";
import { longestSignIn, readSignIn, secretsOf, writeSignIn } from "#core/domain/sign-in";

const whole = {
  clientId: "3b1f6c0a-8f0e-4a57-9f33-5e1f0a6f5b11",
  clientSecret: "s".repeat(86),
  refreshToken: "r".repeat(512),
  tokenEndpoint: "https://auth.eu-west-1.calamari.io/realms/calamari/protocol/openid-connect/token",
  resource: "https://gateway.eu-west-1.calamari.io/mcp-server/mcp",
};

test("what is kept comes back, with and without a client's secret", () => {
  expect(readSignIn(writeSignIn(whole))).toEqual(whole);
  const { clientSecret: _none, ...open } = whole;
  expect(readSignIn(writeSignIn(open))).toEqual(open);
});

test("with a refresh token of 512 characters it fits the keychain of Windows, which takes 2,560 bytes of two a character", () => {
  const text = writeSignIn(whole);
  expect(text.length).toBeLessThanOrEqual(longestSignIn);
  expect(Buffer.from(text, "utf16le").length).toBeLessThanOrEqual(2_560);
});

test("it is one line without control characters, as the keychain's reader demands", () => {
  expect(writeSignIn(whole)).toMatch(/^[\x20-\x7e]+$/);
});

test.each(["", "cal+key/4f9a", "[]", '[2,"a","b","c","https://x.example","d"]', '{"refreshToken":"x"}'])(
  "%j is no sign-in",
  (text) => {
    expect(readSignIn(text)).toBeNull();
  },
);

test("its secrets are named one by one, so that each is kept out of the log", () => {
  expect(secretsOf(writeSignIn(whole))).toEqual([whole.refreshToken, whole.clientSecret]);
  expect(secretsOf("cal+key/4f9a")).toEqual(["cal+key/4f9a"]);
});
