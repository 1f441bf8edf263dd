import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { safeName, saveDownload } from "#core/platform/downloads";
import * as fc from "../../../property";

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), "punchcard-downloads-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}
const bytes = new TextEncoder().encode("%PDF");

test.each([
  ["../../etc/passwd", "passwd"],
  ["C:\\Users\\ada\\2026-001.pdf", "2026-001.pdf"],
  [".bashrc", "bashrc"],
  ["..", "file"],
  ["", "file"],
  ["con.pdf", "_con.pdf"],
  ["Rechnung \u202efdp.exe", "Rechnung fdp.exe"],
  ["a:b*c?.pdf", "abc.pdf"],
  ["trailing. . .", "trailing"],
  [`${"😀".repeat(300)}.pdf`, `${"😀".repeat(49)}.pdf`],
])("%j is kept as %j", (given, kept) => {
  expect(safeName(given)).toBe(kept);
});

test("whatever the service calls a file, it stays in our folder under a name that every system takes", async () => {
  const home = newHome();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (name) => {
      const path = await saveDownload(home, name, bytes);
      expect(dirname(path)).toBe(join(home, "downloads"));
      expect(basename(path)).not.toMatch(/^\.|[<>:"|?*\\/\p{Cc}]|[. ]$/u);
      expect(Buffer.byteLength(basename(path))).toBeLessThanOrEqual(255);
    }),
    { numRuns: 150 },
  );
});

test("nothing is overwritten, and no link is followed out of the folder", async () => {
  const home = newHome();
  const outside = join(home, "outside.txt");
  writeFileSync(outside, "mine");
  mkdirSync(join(home, "downloads"));
  symlinkSync(outside, join(home, "downloads", "invoice.pdf"));
  const paths = [await saveDownload(home, "invoice.pdf", bytes), await saveDownload(home, "invoice.pdf", bytes)];
  expect(paths.map((path) => basename(path))).toEqual(["invoice (2).pdf", "invoice (3).pdf"]);
  expect(readFileSync(outside, "utf8")).toBe("mine");
  for (const path of paths) expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(home, "downloads"))).toHaveLength(3);
});
