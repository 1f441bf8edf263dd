import type { z } from "zod";
import { csvFormOf, csvText } from "#core/domain/export/csv";
import type { contract } from "../../ipc/contract";
import { saveAs } from "./saved-file";

type Table = z.output<(typeof contract)["tables:save"]["request"]>;

/**
 * A table as CSV, at the place that its person chooses.
 * @param language in whose form it is written where that is asked for
 */
export const saveTable = (
  { name, head, rows, form }: Table,
  language: () => Promise<string>,
  choose: (name: string) => Promise<string | null>,
): Promise<{ path: string | null }> =>
  saveAs(name, choose, async () => csvText(head, rows, form === "language" ? csvFormOf(await language()) : undefined));
