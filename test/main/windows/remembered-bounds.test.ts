import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { insideScreens, openRememberedBounds, screensKey } from "#main/windows/remembered-bounds";

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const beside = { x: 1440, y: 0, width: 2560, height: 1440 };
const size = { width: 900, height: 600 };

function opened(screens: () => (typeof laptop)[]) {
  const file = join(mkdtempSync(join(tmpdir(), "punchcard-places-")), "windows.json");
  const said: string[] = [];
  const open = () => openRememberedBounds(file, screens, (message) => said.push(message));
  return { file, said, open };
}

test("each set of screens has places of its own, kept over a restart for the owner only", () => {
  let screens = [laptop, beside];
  const { file, open, said } = opened(() => screens);
  open().remember("main", { x: 1500, y: 100, size });
  screens = [laptop];
  expect(open().of("main")).toBeNull();
  open().remember("main", { x: 5, y: 30 });
  screens = [beside, laptop];
  expect(open().of("main")).toEqual({ x: 1500, y: 100, size });
  expect(open().of("timer")).toBeNull();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(said).toEqual([]);
});

test.each([
  ["wholly beside all screens", { x: 5_000, y: 100, size }, null],
  ["above the screen, where no title bar can be reached", { x: 100, y: 0, size }, null],
  ["with only its edge on the screen", { x: -850, y: 100, size }, null],
  ["below the screen", { x: 100, y: 870, size }, null],
  ["larger than its screen", { x: 0, y: 25, size: { width: 3_000, height: 2_000 } }, { width: 1440, height: 875 }],
  ["as it was", { x: 200, y: 100, size }, size],
])("a window %s is put where it can be reached", (_name, wanted, kept) => {
  expect(insideScreens(wanted, [laptop])?.size ?? null).toEqual(kept);
});

test("a place without a size is checked too", () => {
  expect(insideScreens({ x: 100, y: 100 }, [laptop])).toEqual({ x: 100, y: 100 });
  expect(insideScreens({ x: -10, y: 100 }, [laptop])).toBeNull();
});

test.each(["", "{", "[]", '{"version":2,"screens":{}}', '{"version":1,"screens":{"a":{"main":{"x":"0"}}}}'])(
  "a file that says %j is not used, said in the log, and replaced by the next place",
  (text) => {
    const { file, open, said } = opened(() => [laptop]);
    writeFileSync(file, text);
    const places = open();
    expect(places.of("main")).toBeNull();
    expect(said).toEqual(["window places put aside"]);
    places.remember("main", { x: 1, y: 30 });
    expect(open().of("main")).toEqual({ x: 1, y: 30 });
  },
);

test("twenty sets of screens are remembered, the latest of them", () => {
  let wide = 1000;
  const { file, open } = opened(() => [{ ...laptop, width: wide }]);
  const places = open();
  for (; wide < 1025; wide += 1) places.remember("main", { x: 1, y: 30 });
  const { screens } = JSON.parse(readFileSync(file, "utf8"));
  expect(Object.keys(screens)).toHaveLength(20);
  expect(screens[screensKey([{ ...laptop, width: 1024 }])]).toBeDefined();
  expect(screens[screensKey([{ ...laptop, width: 1004 }])]).toBeUndefined();
});

test("a place that cannot be written is said in the log and holds while the app runs", () => {
  const { file: inTheWay } = opened(() => [laptop]);
  writeFileSync(inTheWay, "");
  const said: string[] = [];
  const places = openRememberedBounds(
    join(inTheWay, "windows.json"),
    () => [laptop],
    (message) => said.push(message),
  );
  places.remember("main", { x: 1, y: 30 });
  expect(places.of("main")).toEqual({ x: 1, y: 30 });
  expect(said).toContain("window places not kept");
});
