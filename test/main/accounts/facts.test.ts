import { expect, test, vi } from "vitest";
import { z } from "zod";
import { AccountFactsCache } from "#main/accounts/facts";
import { AppFailure } from "#main/app/failure";
import type { Server } from "#main/server/index";

const account = {
  ...{ id: "calamari-1", service: "calamari", label: "Calamari", targetSeconds: null },
  permissions: { profile: "track", cells: {}, clients: {} },
} as unknown as Parameters<AccountFactsCache["view"]>[0];

function opened() {
  let code: string | null = null;
  const server: Server = {
    async call(_tool, _args, schema) {
      if (code) throw new AppFailure({ code, message: "So it is.", saved: "no" });
      return schema.parse({}) as never;
    },
  };
  const changed = vi.fn();
  const facts = new AccountFactsCache({ server, now: () => 0, changed, log: () => undefined });
  const ask = (args: object) =>
    facts
      .watched()
      .call("list_absences", { ...args }, z.object({}))
      .then(
        () => null,
        (error: unknown) => error,
      );
  return { facts, changed, ask, answer: (failing: string | null) => (code = failing) };
}

test.each(["unauthorized", "no_secret", "keychain"])(
  "a page that is refused with %s makes the account say so, where the person is sent to mend it",
  async (code) => {
    const { facts, changed, ask, answer } = opened();
    answer(code);
    expect(await ask({ account: "calamari-1" })).toBeInstanceOf(AppFailure);
    expect(facts.view(account, false)).toMatchObject({ state: "failing", failure: { code } });
    expect(changed).toHaveBeenCalledWith("calamari-1");
  },
);

test("what is wrong with a question alone, or with no account, is no problem of the account", async () => {
  const { facts, changed, ask, answer } = opened();
  answer("invalid");
  expect(await ask({ account: "calamari-1" })).toBeInstanceOf(AppFailure);
  answer("unauthorized");
  expect(await ask({})).toBeInstanceOf(AppFailure);
  answer(null);
  expect(await ask({ account: "calamari-1" })).toBeNull();
  expect(facts.view(account, false)).toMatchObject({ state: "unknown", failure: null });
  expect(changed).not.toHaveBeenCalled();
});

test("an account whose permissions were put off says so", () => {
  const { facts } = opened();
  const of = (undecided?: true) =>
    facts.view({ ...account, permissions: { ...account.permissions, undecided } }, false).undecided;
  expect([of(true), of()]).toEqual([true, undefined]);
});

test("an account over http to another computer says so, one of this computer or over https does not", () => {
  const { facts } = opened();
  const of = (url?: string) => facts.view({ ...account, service: "kimai", url }, false).unprotected;
  expect(of("http://kimai.example.org")).toBe(true);
  expect([of("https://kimai.example.org"), of("http://127.0.0.1:8001"), of()]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
