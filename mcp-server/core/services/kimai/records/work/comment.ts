import { z } from "zod";
import { InputError } from "../../../../domain/errors";
import { cleanText } from "../../../../domain/text";
import { recordType } from "../../../shared/record-engine";
import { sameText } from "../../../shared/save-once";
import { user } from "../../client/wire";
import type { Kimai } from "../../context";
import { personRef } from "../../mapping/entities";
import { readTime } from "../../mapping/wire-time";
import type { Lists } from "../../work/lists";
import { demandVersion, recordProduct } from "../shared";
import { belowWork } from "./below-work";

const row = z.object({
  id: z.number(),
  message: z.string().catch(""),
  createdBy: user.nullish(),
  createdAt: z.string().nullish(),
  pinned: z.boolean().nullish(),
});

const parents = ["customer", "project"] as const;
const verbs = { see: "see", create: "write", change: "pin", delete: "delete" } as const;

/** Comments on customers and projects, since 2.57. */
export function commentType(kimai: Kimai, lists: Lists) {
  const below = belowWork(lists, parents, "comments", "Comments");
  return recordType(recordProduct(kimai), {
    type: "comment",
    what: "a comment",
    row,
    fields: [
      { name: "message", wire: "message", kind: "text", needed: true, when: "create", hint: "Markdown." },
      { name: "pinned", wire: "pinned", kind: "flag" },
      { name: "person", wire: "", kind: "ref", of: "person", when: "never" },
      { name: "created", wire: "", kind: "text", when: "never", hint: "Moment in UTC." },
    ],
    filters: [{ name: "pinned", kind: "flag" }],
    notes: ["Kimai's API can pin and unpin a comment, not change its text."],
    parents,
    async place(of, call) {
      demandVersion(await kimai.facts.get(call), [2, 57], "Comments");
      return below(of, call);
    },
    may: (verb, { kind }) => `${verbs[verb]} comments of this ${kind}`,
    recordOf: (each, { parent }) => ({
      type: "comment",
      id: String(each.id),
      name: cleanText(each.message.replace(/\s+/g, " "), 60),
      parent,
      values: {
        message: each.message,
        pinned: each.pinned === true,
        ...(each.createdBy && { person: personRef(each.createdBy) }),
        ...(each.createdAt && { created: readTime(each.createdAt) }),
      },
    }),
    wanted: (each, { filters }) => filters?.pinned === undefined || (each.pinned === true) === filters.pinned,
    create: { is: (each, { message }) => sameText(each.message, message) },
    update: {
      route: ["pin"],
      reads: true,
      // Kimai's route turns the pin over, so what is as wanted already is not sent.
      body({ pinned }, before) {
        if (typeof pinned !== "boolean")
          throw new InputError("argument", "Say whether the comment shall be pinned.", {
            next: "pinned: true or false.",
          });
        return (before?.pinned === true) === pinned ? null : {};
      },
      took: (now, _sent, before) => (now.pinned === true) !== (before?.pinned === true),
    },
    remove: true,
  });
}
