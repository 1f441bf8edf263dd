import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { saveTable } from "#main/app/state/tables";
import { contract } from "#main/ipc/contract/index";
import { failureOf } from "./answers";

const table = { name: "punchcard-2026-11.csv", head: ["Tag", "Text"], rows: [[{ day: "2026-11-19" }, "a; b"]] };
const file = () => join(mkdtempSync(join(tmpdir(), "punchcard-table-")), "export.csv");
const german = async () => "de";

test("writes the table in the form of the language, or in the neutral one", async () => {
  const path = file();
  const choose = vi.fn(async () => path);
  expect(await saveTable({ ...table, form: "language" }, german, choose)).toEqual({ path });
  expect(choose).toHaveBeenCalledWith("punchcard-2026-11.csv");
  expect(readFileSync(path, "utf8")).toBe('\ufeffTag;Text\r\n19.11.2026;"a; b"\r\n');
  await saveTable({ ...table, form: "neutral" }, german, choose);
  expect(readFileSync(path, "utf8")).toBe('\ufeffTag,Text\r\n2026-11-19,"a; b"\r\n');
});

test("writes nothing where no place was chosen, and tells of a place that refuses", async () => {
  expect(await saveTable({ ...table, form: "language" }, german, async () => null)).toEqual({ path: null });
  const path = join(tmpdir(), "no-such-folder-of-punchcard", "x.csv");
  expect(await failureOf(saveTable({ ...table, form: "language" }, german, async () => path))).toMatchObject({
    code: "file",
    saved: "no",
  });
});

test.each(["../x.csv", "a/b.csv", "x.exe", ".csv".repeat(40)])("takes no file name like %j from a window", (name) => {
  expect(contract["tables:save"].request.safeParse({ ...table, form: "language", name }).success).toBe(false);
});
