import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { accountSettings } from "#core/platform/settings";
import { AppFailure } from "#main/app/failure";
import { Favorites } from "#main/app/state/favorites";
import { openSettings } from "#main/settings/store";
import * as fc from "../../../property";

const work = (id: string) => ({ project: { id, name: `Project ${id}` } });

function opened() {
  const settings = openSettings({
    dir: mkdtempSync(join(tmpdir(), "punchcard-favorites-")),
    open: () => ({ store: {} }),
    log: () => undefined,
  });
  settings.update((draft) => {
    for (const id of ["one", "two"]) draft.accounts.push(accountSettings.parse({ id, service: "kimai", label: id }));
    draft.activeAccount = "one";
  });
  const asked: Record<string, unknown>[] = [];
  const answers = new Map<unknown, AppFailure>();
  const clock = { now: 0 };
  const favorites = new Favorites({
    server: {
      call: async (_tool, args) => {
        asked.push(args);
        const failure = answers.get(args.project);
        if (failure) throw failure;
        return {} as never;
      },
    },
    settings,
    changed: () => undefined,
    now: () => clock.now,
    log: () => undefined,
  });
  const add = (name: string, id = name, accountId = "one") =>
    favorites.add({ accountId, name, work: work(id), text: "", tags: [] });
  const names = () => favorites.list().map(({ name }) => name);
  const idOf = (name: string) => favorites.list().find((one) => one.name === name)?.id ?? "";
  return { settings, favorites, add, names, idOf, asked, answers, clock };
}
const failure = (code: string) => new AppFailure({ code, message: `It is ${code}.`, saved: "no" });
const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as AppFailure).failure.code;
  }
  return "none";
};

test("keeps favorites by account, in their order, in the settings", () => {
  const { settings, add, names } = opened();
  add("b");
  add("a");
  add("elsewhere", "x", "two");
  expect(names()).toEqual(["b", "a"]);
  expect(settings.get().accounts.map(({ favorites }) => favorites.length)).toEqual([2, 1]);
  settings.update((draft) => {
    draft.activeAccount = "two";
  });
  expect(names()).toEqual(["elsewhere"]);
});

test("takes the same work once, and the same project with another text or tag as another favorite", () => {
  const { favorites, add, names } = opened();
  add("a");
  add("again", "a");
  expect(names()).toEqual(["a"]);
  const more = { accountId: "one", work: work("a") };
  favorites.add({ ...more, name: "text", text: "review", tags: [] });
  favorites.add({ ...more, name: "tag", text: "", tags: ["x", "y"] });
  favorites.add({ ...more, name: "tag again", text: "", tags: ["y", "x"] });
  favorites.add({
    ...more,
    name: "finer",
    work: { ...more.work, activity: { id: "1", name: "A" } },
    text: "",
    tags: [],
  });
  expect(names()).toEqual(["a", "text", "tag", "finer"]);
});

test("refuses a name of nothing, more than thirty, and what is not there, and changes nothing then", () => {
  const { favorites, add, names, idOf } = opened();
  add("a");
  expect(code(() => favorites.rename({ id: idOf("a"), name: "  " }))).toBe("argument");
  expect(code(() => add(" ", "b"))).toBe("argument");
  expect(code(() => add("b", "b", "three"))).toBe("not_found");
  for (const change of ["remove", "rename", "move"] as const)
    expect(
      code(() => favorites[change]({ id: "no", name: "x", to: 0 })),
      change,
    ).toBe("not_found");
  expect(names()).toEqual(["a"]);
  for (let count = 1; count < 30; count++) add(`n${count}`);
  expect(code(() => add("one more"))).toBe("too_many");
  expect(names()).toHaveLength(30);
  favorites.rename({ id: idOf("a"), name: " Daily " });
  expect(names()[0]).toBe("Daily");
});

test("moves and removes as a list does, and loses none", () => {
  const steps = fc.array(fc.record({ at: fc.nat(4), to: fc.nat(6), remove: fc.boolean() }), { maxLength: 8 });
  fc.assert(
    fc.property(steps, (all) => {
      const { favorites, add, names } = opened();
      const model = ["a", "b", "c", "d", "e"];
      for (const name of model) add(name);
      for (const { at, to, remove } of all) {
        const one = favorites.list()[at];
        if (!one) continue;
        if (remove) favorites.remove({ id: one.id });
        else favorites.move({ id: one.id, to });
        const [taken] = model.splice(at, 1);
        if (!remove && taken) model.splice(to, 0, taken);
        expect(names()).toEqual(model);
      }
    }),
    { numRuns: 30 },
  );
});

test("says which work is gone, asks again only after a while, and takes it back when the work is there again", async () => {
  const { favorites, add, asked, answers, clock } = opened();
  const gone = () => favorites.list().map((one) => one.gone);
  add("a");
  add("b");
  answers.set("#b", failure("unknown"));
  await favorites.check();
  expect(asked.map(({ project, account }) => `${account} ${project}`)).toEqual(["one #a", "one #b"]);
  expect(gone()).toEqual([null, "It is unknown."]);
  await favorites.check();
  expect(asked).toHaveLength(2);
  clock.now = 11 * 60_000;
  answers.clear();
  await favorites.check();
  expect(asked).toHaveLength(4);
  expect(gone()).toEqual([null, null]);
});

test("calls nothing gone because the service was out of reach, and asks again the next time", async () => {
  const { favorites, add, asked, answers } = opened();
  add("a");
  answers.set("#a", failure("offline"));
  await favorites.check();
  expect(favorites.list()[0]?.gone).toBe(null);
  await favorites.check();
  expect(asked).toHaveLength(2);
});

test("asks at once for one that was just added", async () => {
  const { favorites, add, asked } = opened();
  add("a");
  await favorites.check();
  add("b");
  await favorites.check();
  expect(asked.map(({ project }) => project)).toEqual(["#a", "#a", "#b"]);
});
