import type { z } from "zod";
import type { AccountFacts } from "../domain/entities";
import type { accountResult } from "../domain/results";
import { defineTool } from "./define";
import { outputSchema } from "./schema";

const hours = (facts: AccountFacts) => facts.targetSeconds?.map((seconds) => Math.round(seconds / 360) / 10).join(" ");

export const getAccount = defineTool({
  name: "get_account",
  title: "Account",
  description: "Whose account it is, its rights, zone, version and booking rules. Not for time or totals (get_status).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {},
  output: outputSchema({
    account: "object",
    person: "object",
    zone: "string",
    now: "string",
    version: "string",
    roles: "array",
    teams: "array",
    week_starts_on: "number",
    target: "array?",
    booking: "object",
    refused: "object",
    modules: "object",
    clock_skew: "number",
  }),
  async run(_input, call, kit) {
    const own = call.level("timer.read") === "off" ? "time.read" : "timer.read";
    await call.confirm({ cells: [own], preview: ["Read who the account belongs to, and its rights"] });
    const facts = await call.facts(true);
    const { booking } = facts;
    const data: z.infer<typeof accountResult> & Record<string, unknown> = {
      account: call.account,
      person: kit.cleanRef(facts.person),
      zone: facts.zone,
      now: kit.withOffset(kit.toInstant(call.now()), facts.zone),
      ...(facts.version !== undefined && { version: kit.cleanText(facts.version, 60) }),
      roles: facts.roles.slice(0, 50).map((role) => kit.cleanText(role, 60)),
      teams: facts.teams.slice(0, 50).map(kit.cleanRef),
      week_starts_on: facts.weekStartsOn,
      target: facts.targetSeconds,
      booking: {
        levels: booking.levels,
        required: booking.required,
        free_times: booking.freeTimes,
        running_limit: booking.runningLimit,
      },
      refused: Object.fromEntries(Object.entries(facts.refused).map(([cell, why]) => [cell, kit.cleanText(why, 200)])),
      modules: Object.fromEntries(
        Object.entries(facts.modules)
          .slice(0, 50)
          .map(([name, version]) => [kit.cleanText(name, 60), kit.cleanText(version, 60)]),
      ),
      ...(facts.clockSkew !== undefined && { clock_skew: facts.clockSkew }),
      untrusted: kit.untrusted,
    };
    const lines = [
      `${data.account.label} (${data.account.id}, ${data.account.service}${data.version ? ` ${data.version}` : ""})`,
      `Person: ${data.person.name} (#${data.person.id}); roles: ${data.roles.join(", ") || "none told"}`,
      `Now ${data.now} (${data.zone}); the week starts on day ${data.week_starts_on} (1 = Monday)`,
      `Target hours Monday to Sunday: ${hours(facts) ?? "none"}`,
      `Booked on ${booking.levels.join(", ")}; needed: ${booking.required.join(", ") || "none"}; at most ${booking.runningLimit} running`,
      booking.freeTimes ? "" : "Times are stamped by the service and cannot be given.",
      ...Object.entries(data.refused).map(([cell, why]) => `Refused ${cell}: ${why}`),
      kit.untrusted,
    ];
    return { data, text: lines.filter(Boolean).join("\n") };
  },
});
