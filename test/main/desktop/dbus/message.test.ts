import { expect, test } from "vitest";
import { decodeMessage, encodeMessage, type Message } from "#main/desktop/dbus/message";
import { Reader } from "#main/desktop/dbus/reader";
import { Variant, Writer } from "#main/desktop/dbus/writer";
import * as fc from "../../../property";

const integer = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
const unsigned = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
const text = fc.string({ unit: "grapheme" }).filter((one) => !one.includes("\0"));
const basic: [string, fc.Arbitrary<unknown>][] = [
  ["y", unsigned(8)],
  ["b", fc.boolean()],
  ["n", integer(16)],
  ["q", unsigned(16)],
  ["i", integer(32)],
  ["u", unsigned(32)],
  ["x", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  ["t", fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })],
  ["d", fc.double({ noNaN: true })],
  ["s", text],
  ["g", fc.constantFrom("", "s", "a{sv}", "(ii)")],
];
/** A signature of one type, with a value of it. */
const typed: fc.Arbitrary<{ signature: string; value: unknown }> = fc.letrec<{
  typed: { signature: string; value: unknown };
}>((tie) => ({
  typed: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...basic).chain(([signature, values]) => values.map((value) => ({ signature, value }))),
    fc.array(tie("typed"), { minLength: 1, maxLength: 4 }).map((members) => ({
      signature: `(${members.map(({ signature }) => signature).join("")})`,
      value: members.map(({ value }) => value),
    })),
    fc.tuple(tie("typed"), fc.nat(3)).map(([{ signature, value }, count]) => ({
      signature: `a${signature}`,
      value: signature === "y" ? Buffer.alloc(count, Number(value)) : Array(count).fill(value),
    })),
    fc.tuple(fc.uniqueArray(fc.constantFrom("a", "bc", "ä")), tie("typed")).map(([keys, { signature, value }]) => ({
      signature: `a{s${signature}}`,
      value: Object.fromEntries(keys.map((key) => [key, value])),
    })),
  ),
})).typed;

test("values come back as they were written, at any offset", () => {
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 4 }), (members) => {
      const signature = members.map((one) => one.signature).join("");
      const values = members.map(({ value }) => value);
      const bytes = new Writer().values(signature, values).bytes();
      expect(new Reader(bytes, true).values(signature)).toEqual(values);
    }),
  );
});

const signal: Message = {
  ...{ type: "signal", serial: 9, noReply: false, path: "/a", interface: "a.b", member: "C" },
  ...{ signature: "sv", body: ["x", new Variant("i", 1)] },
};

test("a message is read once it is complete, and what follows it is left", () => {
  const bytes = encodeMessage(signal);
  for (let length = 0; length < bytes.length; length++) expect(decodeMessage(bytes.subarray(0, length))).toBeNull();
  const decoded = decodeMessage(Buffer.concat([bytes, Buffer.from("next")]));
  expect(decoded).toEqual({ message: { ...signal, body: ["x", 1] }, size: bytes.length });
});

test("a message of a big-endian program is read, and one of a later type is skipped", () => {
  const header = [
    "42040001",
    "00000004",
    "00000007",
    "00000012",
    "08016700",
    "01750000",
    "03017300",
    "00000001",
    "4d00",
  ];
  const big = Buffer.from(`${header.join("")}${"00".repeat(6)}00000102`, "hex");
  expect(decodeMessage(big)?.message).toMatchObject({ type: "signal", serial: 7, member: "M", body: [258] });
  const later = Buffer.from(encodeMessage(signal));
  later[1] = 5;
  expect(decodeMessage(later)).toEqual({ message: null, size: later.length });
});

test.each([
  ["no byte order", "6d0100010000000000000001000000000000"],
  ["a body larger than any", "6c010001ffffffff0100000000000000"],
  ["header fields that end too early", "6c01000100000000010000000400000003017300"],
])("bytes with %s are refused", (_what, hex) => {
  expect(() => decodeMessage(Buffer.concat([Buffer.from(hex, "hex"), Buffer.alloc(8)]))).toThrow();
});

test("a signature that is not complete, or has an empty struct, is refused", () => {
  for (const signature of ["a", "(i", "a{s", "?", "a()", "a".repeat(80)])
    expect(() => new Reader(new Uint8Array(64), true).values(signature)).toThrow();
});
