import { InputError, ServiceError } from "#core/domain/errors";
import { quote } from "#core/domain/quote";
import {
  type RecordAction,
  type RecordField,
  type RecordType,
  type RecordTypeInfo,
  recordTypes,
} from "#core/domain/records";
import { cleanText } from "#core/domain/text";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { ToolCall, ToolResult } from "../lib/define";
import { recordWord } from "../lib/record-word";
import { runBulk } from "../lib/run-concurrently";
import { noteLines } from "../lib/view";
import { createFields } from "./record-parts";
import { actionCell, actionWords, cellOf, recordsOf } from "./record-words";

/** What an account can do with its types of record, and why something is not possible. */

const allActions: readonly RecordAction[] = ["list", "get", "create", "update", "delete"];

interface Told {
  type: RecordType;
  can: RecordAction[];
  cannot: Record<string, string>;
  info?: RecordTypeInfo;
}

/** Why the client may not, in words; null where it may. */
async function refusal(type: RecordType, action: RecordAction, call: ToolCall): Promise<string | null> {
  const cell = actionCell(type, action);
  if (cell === null) return "nobody may through Punchcard";
  if (call.level(cell) !== "off") return null;
  const why = (await call.facts()).refused[cell];
  return why === undefined ? `${cell} is off in Punchcard` : cleanText(why, 200);
}

async function tell(type: RecordType, call: ToolCall): Promise<Told> {
  const told: Told = { type, can: [], cannot: {} };
  const open: RecordAction[] = [];
  for (const action of allActions) {
    const why = await refusal(type, action, call);
    if (why === null) open.push(action);
    else if (actionCell(type, action) !== null) told.cannot[action] = why;
  }
  if (open.length === 0) return told;
  try {
    told.info = await recordsOf(call, type).describe(type, { signal: call.signal });
    for (const action of told.info.actions) if ((await refusal(type, action, call)) === null) told.can.push(action);
    for (const action of Object.keys(told.cannot))
      if (!told.info.actions.includes(action as RecordAction)) delete told.cannot[action];
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    told.cannot.all = cleanText(error.message, 200);
  }
  return told;
}

/** Fields of one type, and choices of one field, that are told at most. */
const mostFields = 200;
const mostChoices = 60;
/** A color is chosen by taste: a few show how they are written. */
const mostColors = 8;

function fieldView({ name, kind, item, of, choices, fromService, ...field }: RecordField) {
  const words = fromService ? quote : cleanText;
  const most = name === "color" ? mostColors : mostChoices;
  const more = (choices?.length ?? 0) - most;
  return {
    name: words(name, 60),
    kind: kind === "list" ? `list of ${item ?? "text"}` : kind,
    ...(of && { of }),
    ...(choices && {
      choices: [...choices.slice(0, most).map((one) => words(one, 60)), ...(more > 0 ? [`… ${more} more`] : [])],
    }),
    ...field,
    ...(field.hint && { hint: cleanText(field.hint, 200) }),
  };
}

function fieldLine(field: RecordField): string {
  const { name, kind, of, when, needed, minLength, maxLength, choices, hint } = fieldView(field);
  return [
    `${name}: ${kind}${of ? ` of ${recordWord(of, 2)}` : ""}`,
    needed ? "needed" : "",
    when === "never" ? "only read" : when === "create" ? "only when made" : when === "change" ? "only later" : "",
    minLength === undefined ? "" : `${minLength} characters at least`,
    maxLength === undefined ? "" : `${maxLength} characters at most`,
    choices ? `one of ${choices.join(", ")}` : "",
    hint ?? "",
  ]
    .filter(Boolean)
    .join("; ");
}

/** With a type its fields, filters and actions; without: each type of this account with what can be done. */
export async function describeRecords(type: RecordType | undefined, call: ToolCall): Promise<ToolResult> {
  recordsOf(call, type);
  await call.facts();
  if (type === undefined) return await describeAll(call);
  const { info, can, cannot } = await tell(type, call);
  const why = cannot.all ?? Object.values(cannot)[0];
  if (!info && cannot.all === undefined)
    throw new InputError("permission", `Nothing is allowed with ${recordWord(type, 2)} here: ${why}.`);
  if (!info) throw new ServiceError("unsupported", why ?? "This cannot be described now.");
  // What a new one brings along needs the permission for that, too.
  const parts = info.parts?.filter((part) => call.level(cellOf(part.type, "create")) !== "off");
  const all = createFields({ fields: info.fields, parts });
  const unlisted = all.length - mostFields;
  const notes = noteLines([...info.notes, ...(unlisted > 0 ? [`${unlisted} more fields are not listed here.`] : [])]);
  const fields = all.slice(0, mostFields);
  return {
    data: {
      types: [
        {
          type,
          can,
          cannot,
          of: info.parents,
          fields: fields.map(fieldView),
          filters: info.filters.map(fieldView),
        },
      ],
      notes,
    },
    text: [
      `${recordWord(type)}: can ${actionWords(can, info) || "nothing"}${reasons(cannot)}.`,
      info.archives && can.includes("delete") ? `Archived: ${cleanText(info.archives, 200)}` : "",
      info.parents.length > 0 ? `Belongs to: ${info.parents.map((one) => recordWord(one)).join(" or ")}.` : "",
      "Fields:",
      ...fields.map(fieldLine),
      info.filters.length > 0 ? "Filters:" : "",
      ...info.filters.map(fieldLine),
      ...notes,
    ]
      .filter(Boolean)
      .join("\n"),
  };
}

/** `; not create, update: you may not edit customers`: what several have in common is said once. */
function reasons(cannot: Record<string, string>): string {
  const byWhy = new Map<string, string[]>();
  for (const [action, why] of Object.entries(cannot)) {
    const plain = why.replace(/\.$/, "");
    byWhy.set(plain, [...(byWhy.get(plain) ?? []), action]);
  }
  return [...byWhy]
    .map(([why, actions]) => (actions.includes("all") ? `; ${why}` : `; not ${actions.join(", ")}: ${why}`))
    .join("");
}

async function describeAll(call: ToolCall): Promise<ToolResult> {
  const types = recordTypes.filter((type) => descriptorOf(call.account.service).records.includes(type));
  const outcomes = await runBulk(types, { ...call, progress: () => undefined }, (type) => tell(type, call));
  const told = outcomes.map((outcome) => {
    if ("ok" in outcome) return outcome.ok;
    throw outcome.error;
  });
  return {
    data: {
      types: told.map(({ type, can, cannot, info }) => ({ type, can, cannot, ...(info && { of: info.parents }) })),
      notes: [],
    },
    text: told.map(({ type, can, cannot }) => `${type}: ${can.join(", ") || "nothing"}${reasons(cannot)}`).join("\n"),
  };
}
