import { describe, expect, it } from "vitest";
import { backups, type ClientId, clientsOn, files, machine } from "../machine";
import type { MemoryFiles } from "../memory-files";

const moved = { punchcardHome: "/home/marta/other place/.punchcard" };
type Story = "register" | "update" | "unregister";
const before = { vscode: '{\n  "servers": {}\n}\n', codex: 'a = "x"\n', goose: "a: 1\n" };

/** A computer on which the disk is full from the nth write on. A cut file stays behind in its place, as on a real disk. */
async function fullFrom(client: keyof typeof before, story: Story, nth: number) {
  const { fs, clients, text } = machine({ [client]: before[client] });
  if (story !== "register") await clients.register(client);
  const was = text(client);
  const names = [...fs.files.keys()];
  let writes = 0;
  fs.before = (step) => {
    if ((step === "create" || step === "makeFolder") && ++writes >= nth)
      throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
  };
  const acting = story === "update" ? clientsOn(fs, moved) : clients;
  const failure = await acting[story === "unregister" ? "unregister" : "register"](client).then(
    () => null,
    (error: { code: string; message: string; next: string }) => error,
  );
  fs.before = () => undefined;
  return { fs, text, was, failure, writes, added: [...fs.files.keys()].filter((name) => !names.includes(name)) };
}
const recordOf = (fs: MemoryFiles, client: ClientId) =>
  JSON.parse(fs.text(`${backups}/journal.json`) ?? '{"records":[]}').records.find(
    (one: { client: string }) => one.client === client,
  );

describe.each(["vscode", "codex", "goose"] as const)("a full disk while %s", (client) => {
  it.each(["register", "update", "unregister"] as const)(
    "%ss: nothing changes, or all of it, and no litter stays",
    async (story) => {
      let failed = 0;
      for (let nth = 1; ; nth++) {
        const { fs, text, was, failure, writes, added } = await fullFrom(client, story, nth);
        expect(added.filter((name) => name.endsWith(".tmp"))).toEqual([]);
        for (const name of added.filter((one) => one.endsWith(".bak"))) expect(fs.text(name)).toBe(was);
        if (failure) {
          failed++;
          expect(failure).toMatchObject({ code: "client_disk_full", message: "The disk is full." });
          expect(failure.next).toMatch(/^Nothing was changed\. Make room/);
          expect(text(client)).toBe(was);
        } else expect(text(client)).not.toBe(was);
        // With room again everything goes on from there, to the byte.
        const state = (await clientsOn(fs).list()).find(({ id }) => id === client)?.state;
        expect(state).not.toBe("removed_by_client");
        await clientsOn(fs).register(client);
        expect(recordOf(fs, client)).toMatchObject({ done: true });
        await clientsOn(fs).unregister(client);
        expect(text(client)).toBe(before[client]);
        if (writes < nth) break;
      }
      expect(failed).toBeGreaterThan(2);
    },
  );
});

it("an update that was cut off before it began is still undone to the byte", async () => {
  const { fs, clients, text } = machine({ goose: "a: 1\n" });
  await clients.register("goose");
  fs.before = (step, path) => {
    if (step === "replace" && path === files.goose) throw new Error("killed");
  };
  await clientsOn(fs, moved)
    .register("goose")
    .catch(() => undefined);
  fs.before = () => undefined;
  expect(recordOf(fs, "goose")).toMatchObject({ done: false });
  await clients.unregister("goose");
  expect(text("goose")).toBe("a: 1\n");
});
