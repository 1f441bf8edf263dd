import { describe, expect, test } from "vitest";
import { sameSite } from "#core/platform/browser-sign-in/address";

describe("two addresses of one site", () => {
  test.each([
    ["https://auth.calamari.io/login", "https://gateway.calamari.io/mcp"],
    ["https://a.b.co.uk", "https://c.b.co.uk"],
    ["https://calamari.github.io", "https://auth.calamari.github.io"],
    ["https://app.example.com.", "https://app.example.com"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:9090"],
    ["http://localhost:8080", "http://localhost:9090"],
  ])("%s belongs to %s", async (one, other) => {
    expect(await sameSite(one, other)).toBe(true);
    expect(await sameSite(other, one)).toBe(true);
  });

  test.each([
    ["https://evil.github.io", "https://calamari.github.io"],
    ["https://evil.web.app", "https://calamari.web.app"],
    ["https://evil.s3.amazonaws.com", "https://calamari.s3.amazonaws.com"],
    ["https://github.io", "https://calamari.github.io"],
    ["https://a.b.co.uk", "https://d.co.uk"],
    ["https://evil.com.pl", "https://calamari.com.pl"],
    ["https://calamari.io.evil.example", "https://calamari.io"],
    ["http://127.0.0.1", "http://127.0.0.2"],
    ["http://10.0.0.1", "http://1.0.0.1"],
    ["http://[::1]", "http://[::2]"],
    ["http://evil.localhost", "http://calamari.example"],
    ["https://calamarı.io", "https://calamari.io"],
  ])("%s does not belong to %s", async (one, other) => {
    expect(await sameSite(one, other)).toBe(false);
    expect(await sameSite(other, one)).toBe(false);
  });
});
