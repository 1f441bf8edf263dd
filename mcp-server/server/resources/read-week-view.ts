import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { weekViewResource } from "./week-view-resource";

/** One page with all that it needs; the build puts it beside the server. @throws where it is not there */
export async function readWeekView() {
  const { uri, mimeType, _meta } = weekViewResource;
  const text = await readFile(join(__dirname, "week-view.html"), "utf8");
  return { contents: [{ uri, mimeType, text, _meta }] };
}
