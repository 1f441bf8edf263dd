import { z } from "zod";
import type { Call } from "../../../domain/call";
import type { AccountFacts } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import type { Query, Segment } from "../../http/path";
import type { KimaiClient } from "../client/client";
import type { Kimai } from "../context";
import { noRight } from "../mapping/phrases";

/** What a route of a plugin says to a harmless question. `unknown`: something else is wrong with it, so nothing is refused. */
type Answer = "open" | "forbidden" | "missing" | "unknown";

export interface PluginAnswers {
  absences: Answer;
  /** Absences of somebody else. */
  others: Answer;
  expenses: Answer;
  tasks: Answer;
}
const nothingInstalled: PluginAnswers = {
  absences: "missing",
  others: "missing",
  expenses: "missing",
  tasks: "missing",
};

/**
 * Which plugins answer, and whether to this caller. Their names are not believed: other plugins have the same routes, and
 * a listed one can be without a licence. Only a list that is empty proves that there are none, and spares the questions.
 * @param self the caller's own id, so that another one can be asked about
 */
export async function askPlugins(
  client: KimaiClient,
  listed: number | undefined,
  self: number,
): Promise<PluginAnswers> {
  if (listed === 0) return nothingInstalled;
  const ask = async (path: readonly Segment[], query: Query = []): Promise<Answer> => {
    try {
      await client.get(z.unknown(), path, query);
      return "open";
    } catch (error) {
      if (!(error instanceof ServiceError) || error.kind === "unauthorized") throw error;
      return error.kind === "forbidden" ? "forbidden" : error.kind === "not_found" ? "missing" : "unknown";
    }
  };
  // A day long ago: the answer is small, and whose it is decides.
  const other: Query = [
    ["user", self === 1 ? 2 : 1],
    ["begin", "2000-01-01T00:00:00"],
    ["end", "2000-01-01T23:59:59"],
  ];
  const [absences, others, expenses, tasks] = await Promise.all([
    ask(["absences", "types"]),
    ask(["absences"], other),
    ask(["expenses"], [["size", 1]]),
    ask(["tasks"], [["size", 1]]),
  ]);
  return { absences, others, expenses, tasks };
}

const actions = ["read", "create", "update", "delete"] as const;
const all = (kind: string) => actions.map((action) => `${kind}.${action}`);

/**
 * Permission cells that plugins or their absence close to this caller, with the reason in words.
 * @param seesOthers their time; who does may still see the absences of some of them, though not of the one asked about
 */
export function pluginRefusals(found: PluginAnswers, seesOthers: boolean): Record<string, string> {
  const refused: Record<string, string> = {};
  const refuse = (why: string, cells: string[]) => {
    for (const cell of cells) refused[cell] = why;
  };
  const others = [...all("others_absence"), "absence.decide"];
  if (found.absences === "missing")
    refuse("the absence plugin is not installed in this Kimai", [
      ...all("absence"),
      ...others,
      "holiday.read",
      "holiday.delete",
      "month_lock.create",
      "month_lock.delete",
    ]);
  else if (found.absences === "forbidden") refuse(`${noRight} use absences`, [...all("absence"), ...others]);
  else if (found.others === "forbidden" && !seesOthers) {
    refuse(`${noRight} see other people's absences`, all("others_absence"));
    refuse(`${noRight} decide on absences`, ["absence.decide"]);
  }
  for (const [kind, answer] of [
    ["expense", found.expenses],
    ["task", found.tasks],
  ] as const) {
    if (answer === "missing") refuse(`the ${kind} plugin is not installed in this Kimai`, all(kind));
    if (answer === "forbidden") refuse(`${noRight} use ${kind}s`, all(kind));
  }
  return refused;
}

const refusal = (why: string): ServiceError => {
  const right = why.startsWith("your ");
  return new ServiceError(right ? "forbidden" : "unsupported", `${why.charAt(0).toUpperCase()}${why.slice(1)}.`, {
    next: right
      ? "Ask the administrator of your Kimai."
      : "get_account tells what this Kimai can do; plugins are installed by its administrator.",
  });
};

/**
 * The facts, when they leave this open to the caller.
 * @throws ServiceError `unsupported` without the plugin, `forbidden` without the right
 */
export async function demand(kimai: Kimai, cell: string, call?: Call): Promise<AccountFacts> {
  const facts = await kimai.facts.get(call);
  const why = facts.refused[cell];
  if (why !== undefined) throw refusal(why);
  return facts;
}

/** Why one person's data could not be read, where that says nothing about the others; else undefined. */
export function whyUnread(error: unknown): string | undefined {
  if (!(error instanceof ServiceError)) return undefined;
  if (error.kind === "forbidden") return "Kimai does not let you see this person's data.";
  if (error.kind === "not_found") return "Kimai does not know this person (any more).";
  return ["invalid", "unavailable", "timeout"].includes(error.kind) ? error.message : undefined;
}
