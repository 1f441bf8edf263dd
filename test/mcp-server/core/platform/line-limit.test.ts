import { expect, test } from "vitest";
import { limitLines, requestId } from "#core/platform/line-limit";
import * as fc from "../../../property";

async function through(chunks: Buffer[], longest: number) {
  const told: unknown[] = [];
  const passed: Buffer[] = [];
  const stream = limitLines((id) => told.push(id), longest);
  stream.on("data", (chunk: Buffer) => passed.push(chunk));
  for (const chunk of chunks) stream.write(chunk);
  await new Promise<void>((done) => stream.end(done));
  return { told, passed: Buffer.concat(passed).toString() };
}

test("a line that is too long is dropped and told with its id, and the lines around it pass unchanged", async () => {
  const long = `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"x":"${"y".repeat(5_000)}"}}\n`;
  const { told, passed } = await through([Buffer.from(`{"a":1}\n${long}{"b":2}\r\n`)], 1_000);
  expect(told).toEqual([7]);
  expect(passed).toBe('{"a":1}\n{"b":2}\r\n');
});

test("however the bytes are cut, each line is passed whole or told once", async () => {
  const line = fc.integer({ min: 0, max: 60 }).map((length) => `${"z".repeat(length)}\n`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 12 }),
      fc.array(fc.nat(400), { maxLength: 20 }),
      async (lines, cuts) => {
        const bytes = Buffer.from(lines.join(""));
        const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        const { told, passed } = await through(chunks, 30);
        expect(passed).toBe(lines.filter((one) => one.length <= 30).join(""));
        expect(told).toHaveLength(lines.filter((one) => one.length > 30).length);
      },
    ),
    { numRuns: 200 },
  );
});

test("the id is read where clients put it, and never out of the parameters", () => {
  expect(requestId('{"jsonrpc":"2.0","id":"a-1","method":"x"', "")).toBe("a-1");
  expect(requestId('{"method":"x","id": 3 ,"params":{', "")).toBe(3);
  expect(requestId('{"method":"x","params":{"id":4,', '"},"jsonrpc":"2.0","id":5}\n')).toBe(5);
  expect(requestId('{"method":"x","params":{"id":4,', '{"q":1,"id":6}}\n')).toBeUndefined();
  expect(requestId('{"params":{"id":4},"method":"x"', '"}}\n')).toBeUndefined();
});
