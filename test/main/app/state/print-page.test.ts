import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { printPage } from "#main/app/state/print-page";
import { failureOf } from "./answers";

const november = { from: "2026-11-01", to: "2026-11-30" };
const folder = () => mkdtempSync(join(tmpdir(), "punchcard-print-"));

function page(reason = "") {
  const printToPDF = vi.fn(async (_options: object) => Buffer.from("%PDF-1.4"));
  const print = vi.fn((_options: object, done: (ok: boolean, reason: string) => void) => done(reason === "", reason));
  return { printToPDF, print } as never as Parameters<typeof printPage>[1] & { printToPDF: typeof printToPDF };
}

test("a PDF is made where the person chooses, named by its days, with page numbers", async () => {
  const path = join(folder(), "report.pdf");
  const choose = vi.fn(async (_name: string) => path);
  const shown = page();
  expect(await printPage({ what: "pdf", ...november }, shown, choose)).toEqual({ path });
  expect(choose).toHaveBeenCalledWith("punchcard-2026-11-01-2026-11-30.pdf");
  expect(readFileSync(path, "utf8")).toBe("%PDF-1.4");
  expect(shown.printToPDF.mock.calls[0]?.[0]).toMatchObject({
    pageSize: "A4",
    displayHeaderFooter: true,
    footerTemplate: expect.stringMatching(/pageNumber.*totalPages/),
  });
});

test("nothing is made where no place was chosen, and a place that cannot be written to is told", async () => {
  const shown = page();
  expect(await printPage({ what: "pdf", ...november }, shown, async () => null)).toEqual({ path: null });
  expect(shown.printToPDF).not.toHaveBeenCalled();
  const failed = printPage({ what: "pdf", ...november }, shown, async () => join(folder(), "none", "report.pdf"));
  expect(await failureOf(failed)).toMatchObject({ code: "file", saved: "no", detail: "ENOENT" });
});

test("closing the system's print dialog is no failure, having no printer is one", async () => {
  const choose = async () => "never asked";
  for (const reason of ["", "Print job canceled", "cancelled"])
    expect(await printPage({ what: "printer", ...november }, page(reason), choose)).toEqual({ path: null });
  const failed = printPage({ what: "printer", ...november }, page("no valid printers available"), choose);
  expect(await failureOf(failed)).toMatchObject({
    code: "printer",
    saved: "no",
    detail: "no valid printers available",
  });
});
