import { InputError, ServiceError } from "../../../domain/errors";
import type { TimerPort } from "../../../domain/ports";
import { clockOf } from "../../../time/format";
import { savedAndFound, sentOnce } from "../../shared/send-once";
import type { GatewayContext } from "./context";
import { notThisWay } from "./facts";
import { instantNow, isBookedNow } from "./guard";
import { anything } from "./wire";

const inCalamari = "Do it in Calamari's own app, or connect Calamari with an API key.";
const unsupported = (what: string) => new ServiceError("unsupported", notThisWay(what), { next: inCalamari });
const nowOnly = () =>
  new InputError("time", "Through its own MCP server Calamari stamps the present only: no other time can be given.", {
    next: "Leave the time out, or record finished work with log_time.",
  });

/**
 * Clocking in and out without knowing whether the person works (calamari-api.md §3.3). A look at this minute comes first:
 * a clock-out without a running shift would leave an entry of some seconds (§3.4).
 */
export function createTimer(context: GatewayContext): TimerPort {
  const { gateway, secondLookMs } = context;
  return {
    unreadable: true,
    async read() {
      throw unsupported("tell whether you are working");
    },
    async start({ at, work, text }, call) {
      if (at !== undefined) throw nowOnly();
      if (Object.keys(work).length > 0 || text)
        throw new InputError(
          "argument",
          "Through its own MCP server Calamari takes no project and no text with a clock-in.",
          {
            next: "Clock in without them.",
          },
        );
      if (await isBookedNow(context, call))
        throw new ServiceError("conflict", "You seem to be clocked in already: Calamari has time at this minute.", {
          next: "Nothing was sent. If you stopped within this minute, wait until it is over; else look in Calamari.",
        });
      const { facts } = await context.profile.get(call);
      const begin = instantNow(context);
      const { looked } = await sentOnce(
        () => gateway.call(anything, "clockIn", {}, call),
        async () => ((await isBookedNow(context)) ? true : null),
        secondLookMs,
      );
      const entry = { id: "running", work: {}, begin, end: null, seconds: null, breakSeconds: 0, text: "", tags: [] };
      const notes = [
        `Clocked in at ${clockOf(begin, facts.zone)} (${facts.zone}), the time of this call: Calamari does not confirm the begin this way.`,
      ];
      return { entry, stopped: [], notes: looked ? [savedAndFound("Calamari"), ...notes] : notes };
    },
    async stop(at, call) {
      if (at !== undefined) throw nowOnly();
      if (!(await isBookedNow(context, call)))
        return {
          entries: [],
          notes: ["You do not seem to be clocked in: Calamari has no time at this minute. Nothing was sent."],
        };
      const { facts } = await context.profile.get(call);
      const end = clockOf(instantNow(context), facts.zone);
      await gateway.call(anything, "clockOut", {}, call);
      return {
        entries: [],
        notes: [`Clocked out at ${end} (${facts.zone}). Calamari does not tell the entry this way.`],
      };
    },
    async pause() {
      throw unsupported("begin a break");
    },
    async resume() {
      throw unsupported("end a break");
    },
    async reopen() {
      throw unsupported("take a clock-out back");
    },
  };
}
