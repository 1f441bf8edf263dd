import { expect, test } from "vitest";
import { tenantAddress, tenantPerson } from "#core/service-catalog/calamari/address";
import * as fc from "../../../../property";

test.each([
  ["fjordworks", "https://fjordworks.calamari.io"],
  [" FjordWorks\n", "https://fjordworks.calamari.io"],
  ["fjordworks.calamari.io", "https://fjordworks.calamari.io"],
  ["fjordworks.us.calamari.io/api", "https://fjordworks.us.calamari.io"],
  ["https://fjordworks.us.calamari.io/api/", "https://fjordworks.us.calamari.io"],
  ["HTTPS://Fjordworks.Calamari.io//", "https://fjordworks.calamari.io"],
  ["http://127.0.0.1:8001", "http://127.0.0.1:8001"],
  ["http://localhost:8001/api", "http://localhost:8001"],
])("the company's address “%s” is %s", (typed, url) => {
  expect(tenantAddress(typed)).toEqual({ url });
});

test.each([
  ["", "missing"],
  ["   ", "missing"],
  ["ftp://fjordworks.calamari.io", "scheme"],
  ["http://fjordworks.calamari.io", "unprotected"],
  ["http://127.0.0.1.example.org", "unprotected"],
  ["https://nora:pw@fjordworks.calamari.io", "credentials"],
  ["https://fjordworks.calamari.io@evil.example", "credentials"],
  ["https://@evil.example", "credentials"],
  ["https://fjordworks.calamari.io/clockin/main.do", "more"],
  ["https://fjordworks.calamari.io/api/leave", "more"],
  ["https://fjordworks.calamari.io?key=1", "more"],
  ["https://fjordworks.calamari.io/#/", "more"],
  ["https://app-new.calamari.io/clockin/configuration/api", "app"],
  ["https://gateway.eu-west-1.calamari.io", "app"],
  ["app", "app"],
  ["Auth", "app"],
  ["fjördworks", "name"],
  ["https://fjördworks.calamari.io", "name"],
  ["fjord works", "name"],
  ["-fjordworks", "name"],
  ["fjordworks:8443", "name"],
  ["javascript:alert(1)", "name"],
  ["https://", "name"],
])("the address “%s” is refused: %s", (typed, problem) => {
  expect(tenantAddress(typed)).toEqual({ problem });
});

test("whatever is typed, a key is sent protected or stays on this computer, and the address holds nothing else", () => {
  const piece = fc.constantFrom(
    "https://",
    "http://",
    "fjordworks",
    ".calamari.io",
    "/api",
    "@",
    "evil",
    ":",
    "?",
    "#",
    "127.0.0.1",
    " ",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((all) => all.join("")),
      ),
      (typed) => {
        const read = tenantAddress(typed);
        if ("problem" in read) return;
        const url = new URL(read.url);
        expect(read.url).toBe(url.origin);
        expect(url.protocol === "https:" || ["127.0.0.1", "localhost"].includes(url.hostname)).toBe(true);
        // What was made whole is whole.
        expect(tenantAddress(read.url)).toEqual(read);
      },
    ),
  );
});

test.each([
  [" Nora.Lind@Fjordworks.example ", "Nora.Lind@Fjordworks.example"],
  ["nora", "nora"],
  ["externalnumber: FW-07", "externalNumber:FW-07"],
  ["", null],
  ["nora lind", null],
  ["nora@@", null],
  ["nora\u202e", null],
  ["nora\nlind", null],
  ["externalNumber: ", null],
  ["a".repeat(255), null],
])("the person “%s” is %s", (typed, person) => {
  expect(tenantPerson(typed)).toBe(person);
});
