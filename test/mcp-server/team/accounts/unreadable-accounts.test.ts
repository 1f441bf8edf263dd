import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ConnectInput, connectAccount } from "#team/accounts/connect";
import { unreadableAccounts } from "#team/accounts/unreadable-accounts";
import { rotateKeys } from "#team/keys/rotate";
import { StoreError } from "#team/store/store-error";
import { fastFolder } from "../../../fakes/fast-folder";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";
import { onBothStores } from "../store/stores";
import { openTeam } from "./team-fixture";

let kimai: FakeKimai;
beforeAll(async () => {
  kimai = await startFakeKimai();
});
afterAll(() => kimai.close());

onBothStores("what is wrong with a person's accounts", (store) => {
  test("an account is told as unusable with what is wrong, whatever it is, and the others stay", async () => {
    const { database } = await store.empty();
    const folder = fastFolder("unreadable");
    const key = join(folder, "team.key");
    const team = await openTeam(database, [new URL(kimai.url).host], Date.now, folder);
    const [marta, piotr] = [await team.add("marta"), await team.add("piotr")];
    const connectHere = async (secret: string) => {
      const input: ConnectInput = { service: "kimai", url: kimai.url, secret };
      const bound = { kind: "none" } as const;
      return (await connectAccount(marta, input, bound, team.connect, AbortSignal.timeout(10_000))).account.settings.id;
    };
    const [first, second] = [await connectHere(kimai.tokens.user), await connectHere(kimai.tokens.teamlead)];
    const problems = async () =>
      (await unreadableAccounts(database, team.accounts, marta.id)).map(({ id, problem }) => [id, problem]);
    expect(await problems()).toEqual([]);
    expect(await unreadableAccounts(database, team.accounts, piotr.id)).toEqual([]);
    const away = {
      of: (person: string) => team.accounts.of(person),
      open: () => Promise.reject(new StoreError("unavailable", "The database is away.")),
    };
    await expect(unreadableAccounts(database, away, marta.id)).rejects.toThrow("The database is away.");
    const sealed = await database.first<{ secret: string }>("SELECT secret FROM accounts WHERE id = ?", [second]);
    await database.run("UPDATE accounts SET secret = ? WHERE id = ?", [sealed?.secret ?? "", first]);
    expect(await problems()).toEqual([[first, "secret"]]);
    await database.run("UPDATE accounts SET permissions = '{broken' WHERE id = ?", [second]);
    expect(await problems()).toEqual([
      [first, "secret"],
      [second, "row"],
    ]);
    // The same credential again mends what can be mended; a company's key is not theirs to mend.
    expect(await connectHere(kimai.tokens.user)).toBe(first);
    expect(await problems()).toEqual([[second, "row"]]);
    await database.run("UPDATE accounts SET permissions = '{}', secret = NULL, user_name = ? WHERE id = ?", [
      marta.email,
      second,
    ]);
    expect(await problems()).toEqual([]);
    // Another replica, with a key file that lacks the key that everything is sealed with now.
    const file = readFileSync(key);
    await rotateKeys(database, key, Date.now);
    const rotated = readFileSync(key);
    writeFileSync(key, file, { mode: 0o600 });
    expect(await problems()).toEqual([[first, "key"]]);
    writeFileSync(key, rotated, { mode: 0o600 });
    expect(await problems()).toEqual([]);
  });
});
