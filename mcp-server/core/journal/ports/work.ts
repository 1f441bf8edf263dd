import type { WorkPort } from "../../domain/ports";
import type { Ports } from "./absences";
import { over } from "./over";

/** Work and tags that are made on the way to an entry. */
export function recordedWork({ service, record }: Ports): WorkPort {
  const { work } = service;
  return over(work, {
    createTag: (name, call) =>
      record().write({
        operation: "create",
        subject: "tag",
        wanted: { name },
        send: () => (work.createTag as NonNullable<WorkPort["createTag"]>)(name, call),
        outcomes: (tag) => [{ operation: "create", subject: "tag", id: tag.id, after: tag }],
      }),
    createItem: (level, name, parents, call) =>
      record().write({
        operation: "create",
        subject: level,
        wanted: { name },
        send: () => (work.createItem as NonNullable<WorkPort["createItem"]>)(level, name, parents, call),
        outcomes: (item) =>
          item.existed
            ? []
            : [{ operation: "create", subject: level, id: item.id, after: { name: item.name, parents: item.parents } }],
      }),
  });
}
