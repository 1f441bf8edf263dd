import { servicesWith } from "#core/service-catalog/descriptors";
import { defineTool } from "../lib/define";
import { also, flag, need, only, rows, text, texts, values } from "../lib/schema";
import { entryShape, tagged, writeShape } from "../lib/shapes";

export const changeShape = {
  id: need(text("Entry: its #id, or words for one's own: 'yesterday's last', 'last friday's standup', 'running'")),
  ...entryShape,
  day: also(["date"], text("Day to move it to; its times stay: 'yesterday', 'mon', '2026-11-19'")),
  tags: only(tagged, texts("All its tags from now on: they replace those it has. [] takes all off")),
  add_tags: only(tagged, texts("Tags to add to those it has")),
  remove_tags: only(tagged, texts("Tags to take off")),
  reopen: only({ services: servicesWith("reopening") }, flag("true: the ended entry runs again")),
  copy: flag("true: keep the entry and make the changes in a copy"),
  split: text("Clock time at which to cut it in two; other changes go to the later part"),
};

const { id: _id, day: _day, from: _from, to: _to, duration: _duration, break: _break, ...others } = changeShape;
const { reopen: _reopen, copy: _copy, split: _split, ...each } = others;

/** What a change of everything that fits can say: all but times, of which each entry has its own. */
export const allChangeShape = each;

export const updateTime = defineTool({
  name: "update_time",
  title: "Update time",
  description: "Change entries. What is not named stays as it is; '' clears.",
  notFor: { how: "to", tools: { clock_out: "stop the timer", log_time: "add entries" } },
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  alwaysAsks: [{ cells: ["others_time.update", "others_time.create", "time.update"] }],
  input: {
    changes: rows(changeShape, "One object per entry: its id and what changes", 500),
    all_of: values("In place of changes: all entries that fit. period, and filters as in list_time"),
    change: values("With all_of: what each gets, as in changes but id and times"),
    ...writeShape,
  },
});
