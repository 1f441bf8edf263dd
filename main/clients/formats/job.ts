import { diffLines } from "./diff";
import { editorOf } from "./index";
import type { Answer, Edit, FormatSpec } from "./types";

/** A piece of work on one client's file, from its bytes alone, so that any thread can do it. */
export type Job = { spec: FormatSpec; bytes: Uint8Array | null } & (
  | { ask: "entries"; toRemove: boolean }
  | { ask: "change"; toRemove: boolean; edit: Edit }
  | { ask: "diff"; after: Uint8Array | null }
);
/** @throws InputError where the file cannot be read or changed safely */
export async function runJob(job: Job): Promise<Answer> {
  const editor = await editorOf(job.spec);
  if (job.ask === "diff") {
    const { bytes, after } = job;
    const text = (some: Uint8Array | null) =>
      Buffer.from(some ?? [])
        .toString("utf8")
        .replace(/^\uFEFF/, "");
    return diffLines(
      { real: text(bytes), shown: editor.mask(bytes) },
      { real: text(after), shown: editor.mask(after) },
    );
  }
  const document = editor.open(job.bytes, job.toRemove);
  if (job.ask === "entries") return document.entries;
  const { edit } = job;
  if (edit.do === "insert") return document.insert(edit.name, edit.entry);
  return edit.do === "update"
    ? document.update(edit.name, edit.entry, edit.written)
    : document.remove(edit.name, edit.written);
}
