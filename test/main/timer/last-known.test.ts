import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openLastKnown } from "#main/timer/last-known";
import { fastFolder } from "../../fakes/fast-folder";
import { status, working } from "../fixtures";

const recent = [{ work: { project: { id: "3", name: "Website" } }, text: "Menu", tags: ["deep"] }];
const known = (more: object = {}) => ({ status: working(), recent, stamps: false, ...more });
const open = (home: string) => openLastKnown(home, () => undefined);

describe("what an account showed last", () => {
  test("is there after a restart, for each account its own, and for nobody else to read", () => {
    const home = fastFolder("known");
    const first = open(home);
    first.put("kimai-1", known());
    first.put("clockodo-1", known({ status: status(), recent: [], stamps: true }));
    const second = open(home);
    expect(second.of("kimai-1")).toEqual(known());
    expect(second.of("clockodo-1")).toEqual({ status: status(), recent: [], stamps: true });
    expect(second.of("kimai-2")).toBeNull();
    expect(statSync(join(home, "last-known.json")).mode & 0o777).toBe(0o600);
  });

  test("is gone with its account", () => {
    const home = fastFolder("known");
    const first = open(home);
    first.put("kimai-1", known());
    first.put("kimai-2", known());
    first.drop("kimai-1");
    expect([open(home).of("kimai-1"), open(home).of("kimai-2")]).toEqual([null, known()]);
  });

  test("is written when something else runs, ended, was worked on or another day began, and not for each reading", () => {
    const home = fastFolder("known");
    const kept = open(home);
    const file = join(home, "last-known.json");
    kept.put("kimai-1", known());
    const before = readFileSync(file, "utf8");
    const later = working();
    kept.put("kimai-1", {
      ...known(),
      status: {
        ...later,
        now: "2026-11-19T11:30:00+01:00",
        running: later.running && { ...later.running, seconds: 9 },
      },
    });
    expect(readFileSync(file, "utf8")).toBe(before);
    const day = { ...later.today, day: "2026-11-20" };
    const others = [{ status: status() }, { recent: [] }, { stamps: true }, { status: { ...later, today: day } }];
    for (const other of others) {
      kept.put("kimai-1", known(other));
      expect(open(home).of("kimai-1")).toEqual(known(other));
    }
  });

  test("is kept of twenty accounts, and goes of the one that was written longest ago", () => {
    const home = fastFolder("known");
    const kept = open(home);
    for (let number = 0; number < 21; number++) kept.put(`kimai-${number}`, known());
    expect([kept.of("kimai-0"), open(home).of("kimai-0")]).toEqual([null, null]);
    expect(open(home).of("kimai-1")).toEqual(known());
  });

  test("is put aside where it cannot be used", () => {
    const home = fastFolder("known");
    writeFileSync(join(home, "last-known.json"), "{");
    expect(open(home).of("kimai-1")).toBeNull();
    expect(readdirSync(home)).toEqual([expect.stringMatching(/^last-known\.json\.broken-/)]);
  });
});
