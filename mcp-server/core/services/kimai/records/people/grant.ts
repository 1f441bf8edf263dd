import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { InputError, ServiceError } from "../../../../domain/errors";
import type { RecordDraft } from "../../../../domain/records";
import { demandBelow } from "../../../shared/record-drafts";
import { recordType } from "../../../shared/record-engine";
import type { Place } from "../../../shared/record-spec";
import { holds } from "../../../shared/save-once";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import { asRefused, idOf, recordProduct } from "../shared";
import { type WorkKind, workKinds, workRoutes } from "../work/work-fields";
import { team, type WireTeam } from "./people-wire";

interface Target {
  kind: WorkKind;
  target: number;
}
interface Grant extends Target {
  name: string;
  team: WireTeam;
}

const grantsOf = (team: WireTeam): Grant[] =>
  workKinds.flatMap((kind) => (team[workRoutes[kind]] ?? []).map(({ id, name }) => ({ kind, target: id, name, team })));
const idOfGrant = ({ kind, target }: Target) => `${kind}:${target}`;

/** `project:12` as it is, where it can be one. */
function grantId(id: string): string {
  const [kind, target = ""] = id.split(":", 2);
  const known = workKinds.find((each) => each === kind);
  if (!known)
    throw new InputError("argument", `"${id.slice(0, 40)}" is not a grant.`, { next: "Write it like project:12." });
  return idOfGrant({ kind: known, target: wireId(target, `a ${known}`) });
}

function chosen(values: RecordDraft): Target {
  const [kind, ...more] = workKinds.filter((each) => values[each] != null);
  if (kind === undefined || more.length > 0)
    throw new InputError("argument", "A grant takes exactly one of customer, project, activity.", {
      next: "Grant several one after the other.",
    });
  return { kind, target: idOf(values[kind], `a ${kind}`) };
}

/** What a team may see. Its id says what it is: `project:12`. */
export function grantType(kimai: Kimai) {
  /** Since 2.65 Kimai asks for the right on both ends (§3.10). */
  const send = (method: "POST" | "DELETE", to: Target, { path }: Place, call?: Call) =>
    asRefused(
      `change this team, or the permissions of this ${to.kind}`,
      kimai.client.write(team, method, [...path, workRoutes[to.kind], to.target], undefined, call?.signal),
    );
  return recordType<Grant>(
    { ...recordProduct(kimai), wireId: grantId },
    {
      type: "grant",
      what: "a grant",
      row: z.custom<Grant>(),
      fields: workKinds.map((kind) => ({
        name: kind,
        wire: "",
        kind: "ref",
        of: kind,
        when: "create",
        hint: "One of customer, project, activity.",
      })),
      notes: ["What no team was granted is open to everybody; the first grant closes it to all other teams."],
      parents: ["team"],
      place: (of) => ({ path: ["teams", wireId(demandBelow(of, ["team"], "Grants").id, "a team")] }),
      may: (verb) => (verb === "see" ? "see what teams may see" : undefined),
      idOf: idOfGrant,
      rows: async ({ path }, call) => grantsOf(await kimai.client.get(team, path, [], call?.signal)),
      recordOf: ({ kind, target, name, team: { id, name: ofTeam } }) => ({
        type: "grant",
        id: `${kind}:${target}`,
        name: `${kind} ${name}`,
        parent: { type: "team", id: String(id), name: ofTeam },
        values: { [kind]: { id: String(target), name } },
      }),
      create: {
        body: (values) => ({ ...chosen(values) }),
        refuse(before, body) {
          if (before.some((each) => holds(each, body)))
            throw new ServiceError("conflict", `The team has this ${body.kind} already.`, {
              next: "Nothing needs to be done.",
            });
        },
        async send(body, place, _before, call) {
          const granted = grantsOf(await send("POST", body as unknown as Target, place, call));
          return granted.find((each) => holds(each, body)) ?? lost();
        },
      },
      remove: { reads: true, send: (row, place, call) => (row ? send("DELETE", row, place, call) : lost()) },
    },
  );
}

/** Kimai answers a grant with the team as it is then. */
const lost = (): never => {
  throw new ServiceError("conflict", "Kimai took the grant, but its answer does not have it.", { saved: "yes" });
};
