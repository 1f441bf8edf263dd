import { z } from "zod";
import { workView } from "#core/domain/results/entries";
import { errorResult } from "#core/domain/results/error";
import { messageText } from "#core/messages/schema";
import { day, instant } from "../fields";

const key = z.string().regex(/^[0-9a-f]{24}$/);
/** Of a foreign calendar: text and never markup. */
const title = z.string().max(1000);

const calendarView = z.object({
  timed: z.array(
    z.object({
      /** The same one for as long as the event exists, also where it is moved. */
      key,
      series: key,
      title,
      begin: instant,
      end: instant,
      /** Shown as free. */
      isFree: z.boolean(),
      /** Its time zone is unknown: it is shown by the clock of whoever looks. */
      noZone: z.boolean(),
    }),
  ),
  allDay: z.array(z.object({ key, title, first: day, last: day })),
  /** Some of it could not be understood, or is too much. */
  incomplete: z.boolean(),
  /** When it was read; null: not yet. */
  readAt: instant.nullable(),
  /** Why the last reading failed; what was read before is shown all the same. */
  failure: errorResult.shape.error.nullable(),
});
export type CalendarView = z.infer<typeof calendarView>;

const booking = z.object({
  key,
  series: key,
  day,
  from: z.string().max(60),
  to: z.string().max(60),
  work: workView,
  text: z.string().max(1000),
});
export type Booking = z.infer<typeof booking>;

/** `left`: it was not sent. */
const bookedStates = z.enum(["booked", "failed", "unknown", "left"]);
const booked = z.object({
  /** Per row of the request, in its order. */
  rows: z.array(z.object({ key, state: bookedStates, reason: messageText.optional() })),
  notes: z.array(messageText),
  /** The change in the journal that they are together; null: nothing was recorded. */
  change: z.number().nullable(),
  /** What ended it before its time; null: it ran to its end. */
  failure: errorResult.shape.error.nullable(),
});
export type Booked = z.infer<typeof booked>;

/** The person's own calendar beside their entries. Its address goes in and never comes out. */
export const ownCalendarChannels = {
  /** `fresh`: asks the source again whatever the age of what is there. */
  "calendar:events": {
    request: z.object({ from: day, to: day, zone: z.string().max(100), fresh: z.boolean().default(false) }),
    response: calendarView,
  },
  /** Asks for a file. @returns `chosen` false: the person chose none */
  "calendar:chooseFile": { request: z.void(), response: z.object({ chosen: z.boolean() }) },
  "calendar:setAddress": { request: z.object({ address: z.string().max(4000) }), response: z.void() },
  /** Ends a reading under way. */
  "calendar:cancel": { request: z.void(), response: z.void() },
  "calendar:remove": { request: z.void(), response: z.void() },
  /** What entries of these events could be booked on, by series or by similar texts, and which were booked before. */
  "calendar:suggest": {
    request: z.object({
      events: z.array(z.object({ key, series: key, title })).max(500),
      before: day,
    }),
    response: z.object({
      works: z.array(z.object({ key, work: workView, from: z.enum(["series", "text"]) })),
      booked: z.array(z.object({ key, entryId: z.string() })),
    }),
  },
  "calendar:book": { request: z.object({ rows: z.array(booking).min(1).max(500) }), response: booked },
  /** Sends no further row. */
  "calendar:stopBooking": { request: z.void(), response: z.void() },
};
