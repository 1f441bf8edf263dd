import type { Call } from "../../../../domain/call";
import type { RecordParent, ServiceRecord } from "../../../../domain/records";
import type { Segment } from "../../../http/path";
import { ifAllowed } from "../../capabilities/require-capability";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import { serviceRights, type WireServiceRights, type WireWorkRights, workRights } from "../../wire/people";
import { namesOf } from "../names";
import { type Right, rightId, rightRecord, rightsIn, type Scope } from "./access-shape";

/** Whose rights they are. */
export interface Subject {
  type: "person" | "access_group";
  id: string;
}

/** As they were read, or as a write answered them: then only the half that was written. */
export interface Rights {
  work: WireWorkRights | null;
  services: WireServiceRights | null;
}

/** How far one right goes by what was read. */
export const scopeIn = ({ work, services }: Rights, right: Right): Scope =>
  rightsIn(work, services, right.own).find((each) => rightId(each.right) === rightId(right))?.scope ?? "none";

/** Reading rights of a group, or of a person in sum and individually, and showing them by name. */
export function createAccessReads(clockodo: Clockodo) {
  const { client, lists } = clockodo;
  const changePath = ({ type, id }: Subject): Segment[] =>
    type === "access_group"
      ? pathOf("accessGroups", wireId(id, "an access group"))
      : pathOf("individualUserAccess", wireId(id, "a person"));

  /** @param own the individual rights of a person; else what holds */
  async function read(subject: Subject, own: boolean, call?: Call): Promise<Rights> {
    const sum = subject.type === "person" && !own;
    const paths = sum
      ? ["customers-projects", "services"].map((part) =>
          pathOf("users", wireId(subject.id, "a person"), "access", part),
        )
      : ["customersProjects", "services"].map((part) => [...changePath(subject), part]);
    const [work, services] = await Promise.all([
      client.get(workRights, paths[0] ?? [], {}, call),
      client.get(serviceRights, paths[1] ?? [], {}, call),
    ]);
    return { work, services };
  }

  async function shown(found: readonly { right: Right; scope: Scope }[], subject: Subject, call?: Call) {
    const kinds = new Set(found.map(({ right }) => right.target.kind));
    const [name, projects] = await Promise.all([
      namesOf(
        clockodo,
        [
          subject.type,
          ...(["customer", "project", "activity"] as const).filter((kind) => kinds.has(kind)),
          ...(kinds.has("project") ? (["customer"] as const) : []),
        ],
        call,
      ),
      kinds.has("project") ? ifAllowed(lists.projects.get({ signal: call?.signal })) : null,
    ]);
    const parent: RecordParent = { ...subject, name: name(subject.type, Number(subject.id)) };
    return found.map(({ right, scope }): ServiceRecord => {
      const { target } = right;
      const project = target.kind === "project" ? projects?.find((each) => each.id === target.id) : undefined;
      const customer = project && {
        id: String(project.customers_id),
        name: name("customer", project.customers_id),
      };
      return rightRecord(right, scope, parent, name, customer);
    });
  }

  return { changePath, read, shown };
}
