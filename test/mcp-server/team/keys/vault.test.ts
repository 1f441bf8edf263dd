import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { beginKeyFile, newMasterKey, readKeyFile, writeKeyFile } from "#team/keys/key-file";
import { KeyRing } from "#team/keys/key-ring";
import { rotateKeys } from "#team/keys/rotate";
import { createVault, destroyKey, serverOwner, type Vault } from "#team/keys/vault";
import { PeopleRepository } from "#team/people/people-repository";
import { createSchema } from "#team/store/create-schema";
import type { Database } from "#team/store/database";
import { onBothStores } from "../store/stores";

const folder = mkdtempSync(join(tmpdir(), "pc-vault-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const clock = () => 1_000;
let count = 0;

onBothStores("a vault", (store) => {
  let database: Database;
  let again: () => Promise<Database>;
  let file: string;
  let vault: Vault;
  let marta: string;
  let piotr: string;

  const open = async (on = database) => createVault(on, await KeyRing.open(on, file, clock), clock, "credentials");
  beforeEach(async () => {
    ({ database, again } = await store.empty());
    file = join(folder, `${++count}.key`);
    vault = await open();
    const people = new PeopleRepository(database, clock);
    const add = async (name: string) =>
      (await people.create({ email: `${name}@example.org`, name, group: null, isAdmin: false, status: "active" })).id;
    [marta, piotr] = [await add("marta"), await add("piotr")];
  });
  const seal = (owner: string, plain = "canary-secret") => vault.seal(owner, "kimai", "account-1", 1, plain);

  test("opens a secret where it was sealed, also after a start and on another replica", async () => {
    const sealed = await seal(marta);
    expect(sealed).not.toContain("canary");
    expect(await vault.open(marta, "kimai", "account-1", 1, sealed)).toBe("canary-secret");
    expect(await (await open(await again())).open(marta, "kimai", "account-1", 1, sealed)).toBe("canary-secret");
    const forServer = await seal(serverOwner, "Zażółć");
    expect(await vault.open(serverOwner, "kimai", "account-1", 1, forServer)).toBe("Zażółć");
  });

  test("refuses a secret of another person, service, row, version or table", async () => {
    const sealed = await seal(marta);
    await seal(piotr);
    const other = createVault(database, await KeyRing.open(database, file, clock), clock, "other_table");
    const swapped = [
      () => vault.open(piotr, "kimai", "account-1", 1, sealed),
      () => vault.open(marta, "clockodo", "account-1", 1, sealed),
      () => vault.open(marta, "kimai", "account-2", 1, sealed),
      () => vault.open(marta, "kimai", "account-1", 2, sealed),
      () => other.open(marta, "kimai", "account-1", 1, sealed),
    ];
    for (const attempt of swapped) await expect(attempt()).rejects.toMatchObject({ name: "SealError" });
  });

  test("gives one key to one owner, also when two replicas ask at once", async () => {
    const other = await open(await again());
    const sealed = await Promise.all(
      [vault, other, vault, other].map((one) => one.seal(marta, "kimai", "a", 1, "same")),
    );
    for (const text of sealed) expect(await vault.open(marta, "kimai", "a", 1, text)).toBe("same");
    expect(await database.first("SELECT count(*) AS n FROM data_keys")).toEqual({ n: 1 });
  });

  test("opens nothing any more once an owner's key is destroyed, not even from an old row", async () => {
    const sealed = await seal(marta);
    expect(await destroyKey(database, marta)).toBe(1);
    await expect(vault.open(marta, "kimai", "account-1", 1, sealed)).rejects.toMatchObject({ name: "OwnerGone" });
    // Somebody who comes back starts with a key of their own.
    await seal(marta);
    await expect(vault.open(marta, "kimai", "account-1", 1, sealed)).rejects.toMatchObject({ kind: "refused" });
  });

  test("makes no key for somebody who was removed or never was", async () => {
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta]);
    await expect(seal(marta)).rejects.toMatchObject({ name: "OwnerGone" });
    await expect(seal("nobody")).rejects.toMatchObject({ name: "OwnerGone" });
  });

  test("works inside a transaction, which takes it back when it fails", async () => {
    const failing = database.transaction(async (inside) => {
      await vault.within(inside).seal(marta, "kimai", "a", 1, "x");
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await database.first("SELECT count(*) AS n FROM data_keys")).toEqual({ n: 0 });
  });

  test("refuses a wrapped key that was moved to another owner", async () => {
    const sealed = await seal(marta);
    await seal(piotr);
    await database.run(
      "UPDATE data_keys SET id = (SELECT id FROM data_keys WHERE owner = ?), wrapped = (SELECT wrapped FROM data_keys WHERE owner = ?) WHERE owner = ?",
      [marta, marta, piotr],
    );
    await expect(vault.open(piotr, "kimai", "account-1", 1, sealed)).rejects.toMatchObject({ kind: "refused" });
  });

  test("refuses to start without the key file, with another one, and with another key of the same id", async () => {
    const [mine] = readKeyFile(file) ?? [];
    renameSync(file, `${file}.away`);
    await expect(open()).rejects.toThrow("is missing, and the database holds secrets");
    beginKeyFile(file);
    await expect(open()).rejects.toThrow(`lacks the key ${mine?.kid}`);
    writeKeyFile(file, [{ kid: mine?.kid ?? "", key: newMasterKey().key }]);
    await expect(open()).rejects.toThrow("is not the one");
    renameSync(`${file}.away`, file);
    await open();
  });

  test("refuses a second replica that would begin with a key file of its own", async () => {
    const fresh = await store.open();
    await createSchema(fresh.database);
    const files = [1, 2, 3].map((n) => join(folder, `replica-${count}-${n}.key`));
    const replicas = await Promise.all(files.map(async () => await fresh.again()));
    const starts = await Promise.allSettled(replicas.map((one, index) => KeyRing.open(one, files[index] ?? "", clock)));
    const refused = starts.filter((start) => start.status === "rejected");
    expect(refused).toHaveLength(2);
    for (const { reason } of refused) expect(String(reason)).toMatch(/lacks the key|is missing/);
  });

  test("lets replicas that share a folder begin with one key file", async () => {
    const fresh = await store.open();
    await createSchema(fresh.database);
    const shared = join(folder, `shared-${count}.key`);
    const replicas = [fresh.database, await fresh.again(), await fresh.again()];
    await Promise.all(replicas.map((one) => KeyRing.open(one, shared, clock)));
    expect(readKeyFile(shared)).toHaveLength(1);
  });

  test("rotates its key while a server runs, and keeps what is no longer needed until it is told to forget", async () => {
    const sealed = await seal(marta);
    const [first] = readKeyFile(file) ?? [];
    const rotation = await rotateKeys(database, file, clock);
    expect(rotation).toMatchObject({ rewrapped: 1, unused: [first?.kid] });
    expect(readKeyFile(file)?.map(({ kid }) => kid)).toEqual([rotation.kid, first?.kid]);
    // The running server has read the file before.
    expect(await vault.open(marta, "kimai", "account-1", 1, sealed)).toBe("canary-secret");
    expect(await vault.open(piotr, "kimai", "account-1", 1, await seal(piotr))).toBe("canary-secret");
    expect(await database.all("SELECT DISTINCT kid FROM data_keys")).toEqual([{ kid: rotation.kid }]);

    const last = await rotateKeys(database, file, clock, { forget: true });
    expect(last.rewrapped).toBe(2);
    expect(readKeyFile(file)?.map(({ kid }) => kid)).toEqual([last.kid]);
    expect(await (await open()).open(marta, "kimai", "account-1", 1, sealed)).toBe("canary-secret");
  });

  test("prepares a key that is only used when every replica has it", async () => {
    const sealed = await seal(marta);
    const prepared = await rotateKeys(database, file, clock, { prepare: true });
    expect((await rotateKeys(database, file, clock, { prepare: true })).kid).toBe(prepared.kid);
    expect(readKeyFile(file)).toHaveLength(2);
    expect(await (await open()).open(marta, "kimai", "account-1", 1, sealed)).toBe("canary-secret");
    expect(await database.all("SELECT kid FROM data_keys WHERE kid = ?", [prepared.kid])).toEqual([]);
    // The same is what a run leaves that is killed after writing the file.
    expect(await rotateKeys(database, file, clock)).toMatchObject({ kid: prepared.kid, rewrapped: 1 });
    expect(readKeyFile(file)).toHaveLength(2);
  });

  test("finishes a rotation that was killed between its rows", async () => {
    for (const owner of [marta, piotr]) await seal(owner);
    const [first] = readKeyFile(file) ?? [];
    const rotation = await rotateKeys(database, file, clock);
    // As if only one of two rows had been wrapped anew: the other one still needs the first key.
    const next = await rotateKeys(database, file, clock, { prepare: true });
    await database.run("INSERT INTO key_ring SELECT ?, 99, check_value, created_at FROM key_ring WHERE kid = ?", [
      first?.kid ?? "",
      rotation.kid,
    ]);
    await expect(rotateKeys(database, file, clock)).rejects.toThrow("is not the one");
    await database.run("DELETE FROM key_ring WHERE kid = ?", [first?.kid ?? ""]);
    expect(await rotateKeys(database, file, clock)).toMatchObject({ kid: next.kid, rewrapped: 2 });
  });
});
