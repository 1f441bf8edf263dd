import { expect, test } from "vitest";
import type { Account } from "#core/access/account";
import { accountByName } from "#core/access/account-by-name";

const account = (id: string, label: string, service: string) => ({ settings: { id, label, service } }) as Account;
const work = account("kimai-1", "Kimai · work.example", "kimai");
const club = account("kimai-2", "Kimai · club.example", "kimai");
const sheet = account("local-1", "This computer", "local");
const all = [work, club, sheet];

test.each([
  ["its id", "kimai-2", club],
  ["its label", "Kimai · work.example", work],
  ["the only label that begins so", "kimai · c", club],
  ["the only one of its service", "LOCAL ", sheet],
])("finds an account by %s", (_how, wanted, found) => {
  expect(accountByName(all, wanted)).toBe(found);
});

test.each(["kimai", "Kimai ·", "all", "", " ", "club"])(
  "finds no account by %j, which is none or several",
  (wanted) => {
    expect(accountByName(all, wanted)).toBeUndefined();
  },
);
