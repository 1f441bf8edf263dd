import type { z } from "zod";
import type { AccountFacts } from "#core/domain/entities";
import { quote } from "#core/domain/quote";
import type { accountResult } from "#core/domain/results/account";
import { cleanText } from "#core/domain/text";
import { toInstant, withOffset } from "#core/time/format";
import type { RunOf } from "../lib/define";
import { cleanMessage } from "../lib/errors";
import { said } from "../lib/question/english";
import { cleanRef } from "../lib/view";
import type { getAccount } from "./get-account";

const hours = (facts: AccountFacts) => facts.targetSeconds?.map((seconds) => Math.round(seconds / 360) / 10).join(" ");

/** Cells that are refused for the same reason, together: they are many. */
function reasons(refused: Record<string, string>): string[] {
  const byReason = new Map<string, string[]>();
  for (const [cell, why] of Object.entries(refused)) byReason.set(why, [...(byReason.get(why) ?? []), cell]);
  return [...byReason].map(([why, cells]) => `Refused ${cells.join(", ")}: ${why}`);
}

/** What a service keeps as settings, cleaned like every other text of it. */
function settingView(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return quote(value, 200);
  if (typeof value !== "object" || value === null) return value;
  if (depth > 4) return "…";
  if (Array.isArray(value)) return value.slice(0, 100).map((one) => settingView(one, depth + 1));
  const members = Object.entries(value).slice(0, 100);
  return Object.fromEntries(members.map(([name, one]) => [quote(name, 60), settingView(one, depth + 1)]));
}

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export const run: RunOf<typeof getAccount> = async ({ show = [] }, call) => {
  // First, as it is learned with them what the service closes: who the account is, is told even where that is everything.
  const facts = await call.facts(true);
  const open = (["timer.read", "time.read", "absence.read"] as const).find((cell) => call.level(cell) !== "off");
  await call.confirm({
    cells: open ? [open] : [],
    preview: [said({ kind: "read", what: "account" })],
    targets: [],
  });
  const { booking } = facts;
  const wanted = new Set(show);
  const wantsSettings = wanted.has("settings") || wanted.has("colours");
  const { timer } = call.service;
  const breakTypes =
    wanted.has("rights") && timer.breakTypes && !("timer.update" in facts.refused)
      ? (await timer.breakTypes({ signal: call.signal })).slice(0, 50).map(cleanRef)
      : undefined;
  const kept = wantsSettings ? await call.service.settings?.({ signal: call.signal }) : undefined;
  const { colours, ...settings } = settingView(kept ?? {}) as Record<string, unknown>;
  const refused = Object.fromEntries(Object.entries(facts.refused).map(([cell, why]) => [cell, cleanText(why, 200)]));
  const modules = Object.fromEntries(
    Object.entries(facts.modules)
      .slice(0, 50)
      .map(([name, version]) => [quote(name, 60), quote(version, 60)]),
  );
  const file = call.dotEnv === undefined ? null : cleanText(call.dotEnv, 300).replaceAll(/\s+/g, " ");
  const source = file && `This account comes from ${file}, not from Punchcard's settings: check that it is meant.`;
  const notLeave = call.service.absences ? facts.refused["absence.read"] : "this service keeps none";
  const notes = [
    ...(facts.notes ?? []).map((note) => cleanMessage(note)),
    ...(notLeave === undefined ? [] : [`Leave is not possible here: ${cleanText(notLeave, 200).replace(/\.$/, "")}.`]),
    ...(wantsSettings && !call.service.settings ? ["This service keeps no settings that can be read."] : []),
  ];
  const data: z.input<typeof accountResult> & Record<string, unknown> = {
    account: call.account,
    ...(source && { source }),
    person: {
      ...cleanRef(facts.person),
      // It names the account in the windows; an AI does not need it.
      ...(call.forApp && facts.person.email && { email: quote(facts.person.email, 254) }),
    },
    zone: facts.zone,
    now: withOffset(toInstant(call.now()), facts.zone),
    ...(facts.version !== undefined && { version: quote(facts.version, 60) }),
    roles: facts.roles.slice(0, 50).map((role) => quote(role, 60)),
    teams: facts.teams.slice(0, 50).map(cleanRef),
    ...(facts.supervisor && { supervisor: cleanRef(facts.supervisor) }),
    week_starts_on: facts.weekStartsOn,
    target: facts.targetSeconds,
    booking: {
      levels: booking.levels,
      required: booking.required,
      free_times: booking.freeTimes,
      running_limit: booking.runningLimit,
    },
    ...(wanted.has("rights") && { refused, fields: facts.fields }),
    ...(breakTypes && { break_types: breakTypes }),
    ...(wanted.has("plugins") && { modules }),
    ...(wanted.has("settings") && kept && { settings }),
    ...(wanted.has("colours") && kept && { colours: colours ?? null }),
    ...(Math.abs(facts.clockSkew ?? 0) > 60 && { clock_skew: facts.clockSkew }),
    ...(notes.length > 0 && { notes }),
  };
  const teams = facts.teams.slice(0, 50).map(({ name }) => quote(name, 80));
  const lines = [
    `${data.account.label} (${data.account.id}, ${data.account.service}${data.version ? ` ${data.version}` : ""})`,
    source ?? "",
    `Person: ${data.person.name} (#${data.person.id}); roles: ${data.roles.join(", ") || "none told"}${facts.supervisor ? `; supervisor: ${quote(facts.supervisor.name, 80)}` : ""}`,
    teams.length > 0 ? `Teams: ${teams.join(", ")}` : "",
    `Now ${data.now} (${data.zone}); the week starts on ${weekdays[data.week_starts_on - 1]}`,
    `Target hours Monday to Sunday: ${hours(facts) ?? "none"}`,
    `Booked on ${booking.levels.join(", ") || "nothing by name"}; needed: ${booking.required.join(", ") || "none"}; at most ${booking.runningLimit} running`,
    ...notes,
    booking.freeTimes ? "" : "Times are stamped by the service and cannot be given.",
    Math.abs(facts.clockSkew ?? 0) > 60
      ? `The service's clock differs by ${Math.round(facts.clockSkew ?? 0)} s from this computer's.`
      : "",
    ...(wanted.has("rights") ? [...reasons(refused), `May set of an entry: ${facts.fields.join(", ")}`] : []),
    breakTypes ? `Breaks: ${breakTypes.map(({ name }) => name).join(", ") || "none may be taken"}` : "",
    ...(wanted.has("plugins")
      ? [
          `Plugins: ${
            Object.entries(modules)
              .map((one) => one.join(" "))
              .join(", ") || "none"
          }`,
        ]
      : []),
    ...(wanted.has("settings") && kept ? [`Settings: ${JSON.stringify(settings)}`] : []),
    ...(wanted.has("colours") && kept ? [`Colours: ${JSON.stringify(colours ?? null)}`] : []),
  ];
  return { data, text: lines.filter(Boolean).join("\n") };
};
