import { expect, test } from "vitest";
import { keyIdOf, openText, type Place, sealText } from "#team/keys/envelope";
import * as fc from "../../../property";

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const kid = fc.stringMatching(/^[a-z0-9]{8,32}$/);
const place = fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 5 });
const plain = fc.uint8Array({ maxLength: 200 });

test("opens what it sealed, with its key and in its place", () => {
  fc.assert(
    fc.property(key, kid, place, plain, (k, id, where, bytes) => {
      const sealed = sealText(k, id, where, bytes);
      expect(sealed).toMatch(/^v1\.[a-z0-9]+\.[\w-]{16}\.[\w-]*\.[\w-]{22}$/);
      expect(keyIdOf(sealed)).toBe(id);
      expect(openText(k, where, sealed)).toEqual(Buffer.from(bytes));
    }),
  );
});

test("seals the same text to another one each time", () => {
  const k = new Uint8Array(32);
  expect(sealText(k, "aaaaaaaa", ["t"], new Uint8Array(5))).not.toBe(sealText(k, "aaaaaaaa", ["t"], new Uint8Array(5)));
});

test("refuses another key", () => {
  fc.assert(
    fc.property(key, key, plain, (a, b, bytes) => {
      fc.pre(!Buffer.from(a).equals(Buffer.from(b)));
      expect(() => openText(b, ["t"], sealText(a, "aaaaaaaa", ["t"], bytes))).toThrow("was changed");
    }),
  );
});

test("refuses another place, also one that only reads alike when joined", () => {
  const joined: [Place, Place][] = [
    [
      ["ab", "c"],
      ["a", "bc"],
    ],
    [
      ["a", 1],
      ["a", "1"],
    ],
    [["a"], ["a", ""]],
  ];
  for (const [a, b] of joined)
    expect(() =>
      openText(new Uint8Array(32), b, sealText(new Uint8Array(32), "aaaaaaaa", a, new Uint8Array())),
    ).toThrow();
  fc.assert(
    fc.property(key, place, place, plain, (k, a, b, bytes) => {
      fc.pre(JSON.stringify(a) !== JSON.stringify(b));
      expect(() => openText(k, b, sealText(k, "aaaaaaaa", a, bytes))).toThrow("was changed");
    }),
  );
});

test("refuses any character that was changed, key id and padding bits included", () => {
  fc.assert(
    fc.property(key, plain, fc.nat(), fc.constantFrom(..."abAB01-_."), (k, bytes, at, other) => {
      const sealed = sealText(k, "aaaaaaaa", ["t"], bytes);
      const index = at % sealed.length;
      fc.pre(sealed[index] !== other);
      expect(() => openText(k, ["t"], `${sealed.slice(0, index)}${other}${sealed.slice(index + 1)}`)).toThrow();
    }),
    { numRuns: 500 },
  );
});

test("refuses a text that was cut, lengthened or made of two", () => {
  const k = new Uint8Array(32);
  const [one, two] = ["one", "two"].map((text) => sealText(k, "aaaaaaaa", ["t"], Buffer.from(text)));
  const swapped = [...(one ?? "").split(".").slice(0, 4), (two ?? "").split(".")[4]].join(".");
  for (const wrong of ["", one?.slice(0, -1), `${one}A`, `${one}.A`, one?.replace("v1", "v2"), swapped])
    expect(() => openText(k, ["t"], wrong ?? "")).toThrow();
});
