import { expect, test } from "vitest";
import type { OidcConfig } from "#team/config/team-config";
import { companyPerson } from "#team/people/company-rules";
import { ownPath } from "#team/people/company-sign-in";

const config: OidcConfig = {
  issuer: new URL("https://login.example.org"),
  clientId: "punchcard",
  scopes: "openid",
  domains: [],
  groups: [],
  groupsClaim: "groups",
  trustEmail: false,
};
const marta = { email: "Marta@Example.org", email_verified: true, name: "Marta Kowalska" };

const entraGuest = { email: marta.email, name: marta.name, xms_edov: false };

test("takes a person whose address is in a domain that their Entra tenant owns", () => {
  expect(companyPerson({ ...entraGuest, xms_edov: true }, config).email).toBe("marta@example.org");
  expect(companyPerson({ ...entraGuest, xms_edov: "1" }, config).email).toBe("marta@example.org");
});

test("takes a person with a confirmed address", () => {
  expect(companyPerson(marta, config)).toEqual({
    email: "marta@example.org",
    name: "Marta Kowalska",
    group: undefined,
    isAdmin: undefined,
  });
  for (const isVerified of ["true", 1, "1"])
    expect(companyPerson({ ...marta, email_verified: isVerified }, config).email).toBe("marta@example.org");
});

test.each([
  ["an address that is not confirmed", { ...marta, email_verified: false }, {}],
  ["an address of which nothing is said", { ...marta, email_verified: undefined }, {}],
  ["the text false", { ...marta, email_verified: "false" }, {}],
  ["an address that is not confirmed, trusted or not", { ...marta, email_verified: false }, { trustEmail: true }],
  ["an address of another domain than the tenant's, trusted or not", entraGuest, { trustEmail: true }],
  [
    "an address that is not confirmed, in a domain of the tenant",
    { ...marta, email_verified: false, xms_edov: true },
    {},
  ],
  ["an address confirmed by a word that is none", { ...marta, email_verified: "yes" }, {}],
  ["no address", { ...marta, email: undefined }, { trustEmail: true }],
  ["an address that is none", { ...marta, email: "marta" }, {}],
  ["two addresses", { ...marta, email: ["marta@example.org", "x@example.org"] }, {}],
  ["another domain", marta, { domains: ["example.com"] }],
  ["a domain that only ends alike", { ...marta, email: "marta@evil-example.org" }, { domains: ["example.org"] }],
  ["a domain below", { ...marta, email: "marta@sub.example.org" }, { domains: ["example.org"] }],
  ["no group", marta, { groups: ["designers"] }],
  ["other groups", { ...marta, groups: ["designers2", "Designers"] }, { groups: ["designers"] }],
  ["groups that are no list", { ...marta, groups: { designers: true } }, { groups: ["designers"] }],
  ["groups that are told elsewhere", { ...marta, _claim_names: { groups: "src1" } }, { adminGroup: "admins" }],
] as [string, Record<string, unknown>, Partial<OidcConfig>][])("refuses %s", (_, claims, more) => {
  expect(() => companyPerson(claims, { ...config, ...more })).toThrow(expect.objectContaining({ code: "not_allowed" }));
});

test("reads groups in the company's order, from the claim it names, and who is an admin", () => {
  const more = { groups: ["finance", "designers"], adminGroup: "it", groupsClaim: "roles" };
  expect(companyPerson({ ...marta, roles: ["designers", 7, "finance"] }, { ...config, ...more })).toMatchObject({
    group: "finance",
    isAdmin: false,
  });
  expect(companyPerson({ ...marta, roles: ["designers", "it"] }, { ...config, ...more })).toMatchObject({
    group: "designers",
    isAdmin: true,
  });
  expect(companyPerson({ ...marta, roles: "finance" }, { ...config, ...more })).toMatchObject({ group: "finance" });
  expect(companyPerson(marta, { ...config, adminGroup: "it" }).isAdmin).toBe(false);
});

test("trusts a provider that does not say whether an address is confirmed only where it is told to", () => {
  expect(companyPerson({ email: "marta@example.org" }, { ...config, trustEmail: true })).toMatchObject({
    email: "marta@example.org",
    name: "marta@example.org",
  });
});

test("takes the first name that can be shown", () => {
  expect(companyPerson({ ...marta, name: " \u200b", preferred_username: "marta" }, config).name).toBe("marta");
  expect(companyPerson({ ...marta, name: "x".repeat(500) }, config).name).toHaveLength(100);
});

test("goes back to paths of this server only", () => {
  expect(ownPath("/authorize/abc?x=1#y")).toBe("/authorize/abc?x=1#y");
  for (const other of ["", "x", "//evil.org", "/\\evil.org", "https://evil.org", "javascript:alert(1)", "/a\nb", "/ż"])
    expect(ownPath(other)).toBe("/");
});
