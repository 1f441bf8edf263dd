import type { Call, Noted } from "../../../../domain/call";
import { pageOf } from "../../../../domain/drafts";
import { InputError, ServiceError } from "../../../../domain/errors";
import type { RecordDraft, RecordField, RecordParent, RecordPlace, ServiceRecord } from "../../../../domain/records";
import { ifAllowed } from "../../capabilities/require-capability";
import type { Clockodo } from "../../context";
import { serviceRights, workRights } from "../../wire/people";
import { namesOf } from "../names";
import { type ClockodoRecordType, counted, described } from "../record-type";
import { checkDraft, demandBelow, idOf, nothing, saveOnce } from "../shared";
import { createAccessReads, type Rights, type Subject, scopeIn } from "./access-read";
import {
  type May,
  mays,
  type Right,
  readRightId,
  rightId,
  rightsIn,
  type Scope,
  scopes,
  type Target,
  wireChange,
} from "./access-shape";

const targets = ["customer", "project", "activity"] as const;
const fields: readonly RecordField[] = [
  {
    name: "may",
    kind: "choice",
    choices: mays,
    when: "create",
    hint: "Default book; activities can only be booked on.",
  },
  ...targets.map(
    (of): RecordField => ({ name: of, kind: "ref", of, when: "create", hint: "Exactly one of the three." }),
  ),
  { name: "scope", kind: "choice", choices: scopes, hint: "Default all; chosen: some of what is below." },
  { name: "individual", kind: "flag", when: "never", hint: "A right of this person alone, beside their groups." },
];
const filters: readonly RecordField[] = [
  { name: "may", kind: "choice", choices: mays },
  {
    name: "individual",
    kind: "flag",
    hint: "Of a person: true only the individual ones, false only what holds in sum.",
  },
];
const allOwn = "own";
const notes = (able: readonly string[]) => [
  "A change of a person's access changes their individual rights (#own.…); deleting takes a right away.",
  ...(able.includes("delete") ? [`Deleting #${allOwn} of a person takes all individual rights away.`] : []),
];
const noIndividual = "Clockodo does not show you their individual rights.";

/** Who may book on what, see and edit whose reports: of a group, or of a person in sum and individually. */
export function accessType(clockodo: Clockodo): ClockodoRecordType {
  const { client } = clockodo;
  const below = (of: RecordPlace["of"]): Subject =>
    demandBelow(of, ["person", "access_group"] as const, "Access rights");
  const { changePath, read, shown } = createAccessReads(clockodo);

  function demandChangeable(subject: Subject, right: Right): void {
    if (subject.type === "access_group" || right.own) return;
    throw new InputError("argument", "This is what the person may do by all groups and individual rights together.", {
      next: `Change their access group, or the individual right #own.${rightId(right)}.`,
    });
  }

  async function put(
    subject: Subject,
    right: Right,
    scope: Scope,
    call?: Call,
  ): Promise<{ record: ServiceRecord } & Noted> {
    demandChangeable(subject, right);
    const { path, body } = wireChange(right.target, scope);
    const ofServices = path[0] === "services";
    const { value, notes } = await saveOnce(
      clockodo,
      async (): Promise<Rights> => {
        const whole = [...changePath(subject), ...path];
        return ofServices
          ? { work: null, services: await client.write(serviceRights, "PUT", whole, { body }, call) }
          : { work: await client.write(workRights, "PUT", whole, { body }, call), services: null };
      },
      async () => {
        const now = await read(subject, subject.type === "person");
        return scopeIn(now, right) === scope ? now : null;
      },
    );
    clockodo.facts.forget();
    const [record] = await shown([{ right, scope: scopeIn(value, right) }], subject);
    if (!record)
      throw new ServiceError("not_this_product", "Clockodo's answer tells nothing of this right.", { saved: "yes" });
    return { record, notes };
  }

  /** What a new right is about: exactly one thing. */
  function chosen(values: RecordDraft): Target {
    const given = targets.filter((kind) => values[kind] != null);
    const [kind] = given;
    if (kind === undefined || given.length !== 1)
      throw new InputError("argument", "An access right takes exactly one of customer, project, activity.", {
        next: "All work at once: change book, report or edit; all activities: change activity.",
      });
    const id = idOf(values[kind], `a ${kind}`);
    const may = (values.may ?? "book") as May;
    if (kind !== "activity") return { kind, may, id };
    if (may !== "book") throw new InputError("argument", "Activities can only be booked on: may is book.");
    return { kind, id };
  }

  return {
    describe: (call) =>
      described(clockodo, { kind: "access", parents: ["person", "access_group"], fields, filters, notes }, call),

    async list(query, call) {
      const subject = below(query.of);
      const { individual, may } = query.filters ?? {};
      const person = subject.type === "person";
      const [sum, own] = await Promise.all([
        person && individual === true ? null : read(subject, false, call),
        person && individual !== false ? ifAllowed(read(subject, true, call)) : null,
      ]);
      const found = [
        ...(sum ? rightsIn(sum.work, sum.services, false) : []),
        // Individual rights that give nothing are no news.
        ...(own
          ? rightsIn(own.work, own.services, true).filter((each) => individual === true || each.scope !== "none")
          : []),
      ].filter(({ right: { target } }) => may === undefined || ("may" in target ? target.may : "book") === may);
      const closed = person && individual !== false && own === null;
      return pageOf(await shown(found, subject, call), query, closed ? [noIndividual] : []);
    },

    async get(id, of, call) {
      const subject = below(of);
      if (id === allOwn && subject.type === "person") return summary(subject, call);
      const right = readRightId(id);
      const [record] = await shown(
        [{ right, scope: scopeIn(await read(subject, right.own, call), right) }],
        subject,
        call,
      );
      return record as ServiceRecord;
    },

    async create(values, of, call) {
      checkDraft(values, fields, "create", "access right");
      const subject = below(of);
      const right = { own: subject.type === "person", target: chosen(values) };
      return put(subject, right, (values.scope ?? "all") as Scope, call);
    },

    async update(id, values, of, call) {
      checkDraft(values, fields, "change", "access right");
      const right = readRightId(id);
      const subject = below(of);
      if (values.scope === undefined) throw new InputError("argument", "Only the scope of a right can be changed.");
      return put(subject, right, values.scope as Scope, call);
    },

    async remove(id, of, call) {
      const subject = below(of);
      if (id !== allOwn || subject.type !== "person") {
        await put(subject, readRightId(id), "none", call);
        return;
      }
      await saveOnce(
        clockodo,
        async () => {
          await client.write(nothing, "POST", [...changePath(subject), "clear"], {}, call);
          return true;
        },
        async () => ((await individual(subject)).length === 0 ? true : null),
      );
      clockodo.facts.forget();
    },

    async consequences(id, of, call) {
      const subject = below(of);
      if (id !== allOwn || subject.type !== "person") return [];
      return counted((await individual(subject, call)).length, "individual right", "individual rights");
    },
  };

  async function individual(subject: Subject, call?: Call) {
    const { work, services } = await read(subject, true, call);
    return rightsIn(work, services, true).filter(({ scope }) => scope !== "none");
  }

  async function summary(subject: Subject, call?: Call): Promise<ServiceRecord> {
    const [found, nameOf] = await Promise.all([individual(subject, call), namesOf(clockodo, ["person"], call)]);
    const parent: RecordParent = { ...subject, name: nameOf("person", Number(subject.id)) };
    return { type: "access", id: allOwn, name: "all individual rights", parent, values: { count: found.length } };
  }
}
