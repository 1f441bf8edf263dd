import type { Call } from "../../../domain/call";
import { InputError, ServiceError } from "../../../domain/errors";
import type { TimerPort } from "../../../domain/ports";
import { clockOf, dayOf, toInstant } from "../../../time/format";
import type { GatewayContext } from "./context";
import { notThisWay } from "./facts";

const inCalamari = "Do it in Calamari's own app, or connect Calamari with an API key.";
const cannot = (what: string) => async () => {
  throw new ServiceError("unsupported", notThisWay(what), { next: inCalamari });
};
const nowOnly = () =>
  new InputError("time", "Through its own MCP server Calamari stamps the present only: no other time can be given.", {
    next: "Leave the time out, or record finished work with log_time.",
  });

const minute = 60_000;

/** Day and clock times of the span, by the person's clock; the last minute of a day is the one before midnight. */
function spanNow(now: number, zone: string): { date: string; fromTime: string; toTime: string } {
  const start = toInstant(Math.floor(now / minute) * minute);
  const date = dayOf(start, zone);
  const fromTime = clockOf(start, zone);
  const toTime = clockOf(toInstant(Date.parse(start) + minute), zone);
  return toTime === "00:00" ? { date, fromTime: "23:58", toTime: "23:59" } : { date, fromTime, toTime };
}

/**
 * Whether the time sheet has something at this very minute. Calamari's MCP server tells no status, but a running shift
 * counts up to now in its check for overlaps (calamari-api.md §3.4, which is documented nowhere). A shift that ended in
 * this minute looks the same, so this holds back stamps that would do harm and is never shown as a status.
 */
async function isBookedNow({ gateway, env, profile }: GatewayContext, call?: Call): Promise<boolean> {
  const { facts } = await profile.get(call);
  const entry = spanNow(env.now(), facts.zone);
  // Sundays and holidays too: somebody may be working on one.
  const args = { entries: [{ ...entry, description: "" }], skipNotEligibleDays: false };
  return (await gateway.call("checkTimesheetOverlap", args, call)).includes(entry.date);
}

/**
 * Clocking in and out without knowing whether the person works (calamari-api.md §3.3). A look at this minute comes first:
 * a clock-out without a running shift would leave an entry of some seconds (§3.4).
 */
export function createTimer(context: GatewayContext): TimerPort {
  const { gateway, env, profile } = context;
  const now = () => toInstant(Math.floor(env.now() / 1000) * 1000);
  return {
    unreadable: true,
    read: cannot("tell whether you are working"),
    async start({ at, work, text }, call) {
      if (at !== undefined) throw nowOnly();
      if (Object.keys(work).length > 0 || text) {
        const message = "Through its own MCP server Calamari takes no project and no text with a clock-in.";
        throw new InputError("argument", message, { next: "Clock in without them." });
      }
      if (await isBookedNow(context, call))
        throw new ServiceError("conflict", "You seem to be clocked in already: Calamari has time at this minute.", {
          next: "Nothing was sent. If you stopped within this minute, wait until it is over; else look in Calamari.",
        });
      const { facts } = await profile.get(call);
      const begin = now();
      const { notes } = await context.saveOnce(
        () => gateway.call("clockIn", {}, call),
        async () => ((await isBookedNow(context)) ? true : null),
      );
      const entry = { id: "running", work: {}, begin, end: null, seconds: null, breakSeconds: 0, text: "", tags: [] };
      const clock = `${clockOf(begin, facts.zone)} (${facts.zone})`;
      notes.push(`Clocked in at ${clock}, the time of this call: Calamari does not confirm the begin this way.`);
      return { entry, stopped: [], notes };
    },
    async stop(at, call) {
      if (at !== undefined) throw nowOnly();
      const told = (note: string) => ({ entries: [], notes: [note] });
      if (!(await isBookedNow(context, call)))
        return told("You do not seem to be clocked in: Calamari has no time at this minute. Nothing was sent.");
      const { zone } = (await profile.get(call)).facts;
      const end = clockOf(now(), zone);
      await gateway.call("clockOut", {}, call);
      return told(`Clocked out at ${end} (${zone}). Calamari does not tell the entry this way.`);
    },
    pause: cannot("begin a break"),
    resume: cannot("end a break"),
    reopen: cannot("take a clock-out back"),
  };
}
