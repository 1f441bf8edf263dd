import { describe, expect, it } from "vitest";
import { InputError } from "#core/domain/errors";
import * as fc from "../../../property";
import { corpus } from "../corpus/json";
import { clientsOn, files, launcher, machine } from "../machine";
import type { MemoryFiles } from "../memory-files";

const file = files.vscode;
const start = '{\n  "servers": {\n    "a": { "command": "a" }\n  }\n}\n';

/** What another program does to the file: each version is told apart from every other by a number. */
const hands: ((text: string | null, mark: number) => string | null)[] = [
  (text, mark) => (text ?? "{}").replace(/\{/, `{ "n${mark}": ${mark},`).replace(/,\s*\}$/, " }"),
  (_text, mark) => `{"servers":{"b${mark}":{"command":"b"}}}`,
  (text, mark) => `${text ?? "{}"}\n// ${mark}\n`,
  () => null,
];

function strike(fs: MemoryFiles, hand: number, mark: number): string | null {
  const now = hands[hand % hands.length]?.(fs.text(file), mark) ?? null;
  if (now === null) fs.files.delete(file);
  else fs.put(file, now);
  return now;
}

const withoutOurs = async (fs: MemoryFiles): Promise<string | null> => {
  await clientsOn(fs).unregister("vscode");
  return fs.text(file);
};

describe("another program that writes at the same time", () => {
  it(
    "loses nothing in 2,500 random meetings",
    async () => {
      const outcomes = { registered: 0, refused: 0 };
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ at: fc.nat(60), hand: fc.nat(3) }), { maxLength: 4 }),
          async (strikes) => {
            const { fs, clients } = machine({ vscode: start });
            fs.put(launcher, "old");
            let last: string | null = start;
            let calls = 0;
            fs.before = () => {
              calls++;
              for (const { at, hand } of strikes) if (at === calls) last = strike(fs, hand, calls);
            };
            let refused = false;
            try {
              await clients.register("vscode");
            } catch (error) {
              if (
                !(error instanceof InputError) ||
                !["client_changed", "client_not_kept", "client_malformed"].includes(error.code)
              )
                throw error;
              refused = true;
            }
            fs.before = () => undefined;
            outcomes[refused ? "refused" : "registered"]++;
            // Whatever happened: without our entry the file is what the other program wrote last.
            const now = fs.text(file);
            if (now !== last) expect(await withoutOurs(fs)).toBe(last);
            expect([...fs.files.keys()].filter((name) => name.endsWith(".tmp"))).toEqual([]);
          },
        ),
        { numRuns: 2_500 },
      );
      expect(outcomes.registered).toBeGreaterThan(1_250);
      expect(outcomes.refused).toBeGreaterThan(0);
    },
    fc.propertyTimeoutMs(180_000),
  );

  it("gets its way, and is told about, when it never stops", async () => {
    const { fs, clients } = machine({ vscode: start });
    let mark = 0;
    fs.before = (step) => {
      if (step === "replace") strike(fs, 0, ++mark);
    };
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_changed" });
    expect(mark).toBe(3);
    expect(fs.text(file)).toContain('"n3": 3');
    expect(fs.text(file)).not.toContain("punchcard");
  });
});

class Killed extends Error {}

describe("a kill at any step", () => {
  const some = corpus.filter((_, index) => index % 8 === 0);
  it.each(some)("leaves the old file or the new one, whole ($client: $name)", async ({ client, text }) => {
    const content = text === null ? {} : { [client]: text };
    const whole = machine(content);
    await whole.clients.register(client);
    const added = whole.text(client);
    const total = whole.fs.steps;

    for (let step = 1; step <= total; step++) {
      const { fs, clients, text: now } = machine(content);
      let calls = 0;
      fs.before = () => {
        calls++;
        if (calls >= step) throw new Killed(); // The dead do not clean up either.
      };
      await clients.register(client).catch((error: unknown) => {
        if (!(error instanceof Killed) && !(error instanceof InputError)) throw error;
      });
      fs.before = () => undefined;
      expect([text, added]).toContain(now(client));

      // The next run finishes the work, leaves nothing lying about, and still undoes it to the byte.
      const again = clientsOn(fs);
      expect(await again.register(client)).toMatchObject({ state: "registered" });
      expect(now(client)).toBe(added);
      await again.unregister(client);
      expect(now(client)).toBe(text);
    }
    expect(total).toBeGreaterThan(10);
  });

  it("while removing, too", async () => {
    const ready = async () => {
      const made = machine({ vscode: start });
      await made.clients.register("vscode");
      made.fs.steps = 0;
      return made;
    };
    const whole = await ready();
    const added = whole.text("vscode");
    await whole.clients.unregister("vscode");
    for (let step = 1; step <= whole.fs.steps; step++) {
      const { fs, clients, text } = await ready();
      let calls = 0;
      fs.before = () => {
        if (++calls >= step) throw new Killed();
      };
      await clients.unregister("vscode").catch(() => undefined);
      fs.before = () => undefined;
      expect([start, added]).toContain(text("vscode"));
      await clientsOn(fs).unregister("vscode");
      expect(text("vscode")).toBe(start);
    }
  });
});
