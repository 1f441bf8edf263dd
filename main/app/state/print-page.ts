import type { WebContents } from "electron";
import { notSaved } from "../failure";
import { saveAs } from "./saved-file";

type Printed = Pick<WebContents, "printToPDF" | "print">;

/** Inches. */
const margin = 0.6;
/** `2 / 3` at the foot of each page. Electron fills in both classes. */
const foot =
  '<div style="width:100%;font:9px sans-serif;color:#555;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>';

/**
 * A page of the app on paper, in light colors whatever the theme (`@media print`). It is laid out in the window itself, so
 * nothing is loaded for it.
 * @param choose asks the person where a PDF goes; null: nowhere, and nothing is made then
 * @throws AppFailure `file` where it cannot be written, `printer` where the system refuses to print
 */
export async function printPage(
  { what, from, to }: { what: "pdf" | "printer"; from: string; to: string },
  page: Printed,
  choose: (name: string) => Promise<string | null>,
): Promise<{ path: string | null }> {
  if (what === "pdf")
    return saveAs(`punchcard-${from}-${to}.pdf`, choose, () =>
      page.printToPDF({
        pageSize: "A4",
        printBackground: true,
        displayHeaderFooter: true,
        headerTemplate: "<span></span>",
        footerTemplate: foot,
        margins: { top: margin, bottom: margin, left: margin, right: margin },
      }),
    );
  const why = await new Promise<string | null>((done) =>
    page.print({ printBackground: true, pageSize: "A4" }, (ok, reason) => done(ok ? null : reason)),
  );
  // The person closed the system's own dialog.
  if (why === null || /cancel/i.test(why)) return { path: null };
  throw notSaved(
    "printer",
    "The system did not print the report.",
    "Look whether a printer is set up, or save it as a PDF.",
    {
      detail: why.slice(0, 100),
    },
  );
}
