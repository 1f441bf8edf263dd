import { z } from "zod";
import type { AuditLog } from "../../audit/audit-log";
import type { Directory } from "../../people/directory";
import type { PeopleRepository } from "../../people/people-repository";
import { parsedQuery } from "../parsed-query";
import { type Endpoint, endpoint } from "../router";
import { adminsOnly } from "./admins-only";
import type { AdminLogView } from "./contract";
import { directoryActor } from "./log";

export interface AdminLogDeps {
  people: Pick<PeopleRepository, "find">;
  directory: Pick<Directory, "namesOf">;
  audit: Pick<AuditLog, "adminActions">;
}

const pageSize = 20;
const query = z.strictObject({ before: z.coerce.number().int().min(1).optional() });
const commandLine = "cli:";

/** What admins did, on their page or from the command line, and the company's directory. */
export function adminLogEndpoint({ people, directory, audit }: AdminLogDeps): Endpoint {
  return endpoint({
    method: "GET",
    path: "/api/admin/log",
    run: adminsOnly(people)(async ({ visit }): Promise<AdminLogView> => {
      const { before } = parsedQuery(query, visit.url);
      const found = await audit.adminActions(before ?? Number.MAX_SAFE_INTEGER, pageSize + 1);
      const shown = found.slice(0, pageSize);
      const ids = shown.flatMap(({ person, ids: about }) => [person, ...about]);
      const names = await directory.namesOf(ids);
      const nameOf = (id: string) => names.get(id) ?? id;
      const rows = shown.map(({ seq, at, person, tool, ids: [about] }) => {
        const isCommand = person.startsWith(commandLine);
        return {
          ...{ line: seq, at, action: tool },
          by: isCommand || person === directoryActor ? null : nameOf(person),
          from: isCommand ? person.slice(commandLine.length) : null,
          about: about === undefined ? null : nameOf(about),
        };
      });
      return { rows, next: found.length > pageSize ? (shown.at(-1)?.seq ?? null) : null };
    }),
  });
}
