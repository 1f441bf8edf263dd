import type { Response } from "#main/ipc/contract/index";

type List = Response<"activity:list">;
type Change = List["changes"][number];

const kimai = { id: "kimai-1", service: "kimai", label: "Kimai" };
const work = ["Nordhafen Logistics", "Website relaunch", "Design"];
const entry = (day: string, from: string, to: string, more: object = {}) => ({
  begin: `${day}T${from}:00+01:00`,
  end: `${day}T${to}:00+01:00`,
  seconds: (Date.parse(`${day}T${to}Z`) - Date.parse(`${day}T${from}Z`)) / 1000,
  work,
  ...more,
});
const item = (more: Partial<Change["items"][number]>): Change["items"][number] => ({
  operation: "update",
  subject: "entry",
  state: "done",
  before: null,
  after: null,
  ...more,
});
const change = (id: number, at: string, more: Partial<Change>): Change => ({
  id,
  at,
  client: "claude-desktop",
  account: kimai,
  tool: "update_time",
  state: "done",
  count: more.items?.length ?? 1,
  items: [],
  undone: null,
  undo: { kind: "possible" },
  ...more,
});

/** Around Thursday, 2026-11-19; newest first. */
export const changes: Change[] = [
  change(9, "2026-11-19T09:58:00Z", {
    items: [item({ before: entry("2026-11-13", "09:00", "11:30"), after: entry("2026-11-13", "09:00", "12:00") })],
  }),
  change(8, "2026-11-19T09:07:00Z", {
    client: "tray",
    place: "tray",
    items: [item({ operation: "start", after: { ...entry("2026-11-19", "10:07", "10:07"), end: null, seconds: 0 } })],
  }),
  change(7, "2026-11-18T17:04:00Z", {
    client: "cursor",
    items: [
      item({
        before: entry("2026-11-18", "13:15", "18:00"),
        after: entry("2026-11-18", "13:15", "18:00", { text: "Menu" }),
      }),
    ],
    undo: { kind: "changed", by: { client: "claude-desktop", at: "2026-11-18T17:30:00Z" } },
  }),
  change(6, "2026-11-18T15:40:00Z", {
    count: 12,
    items: [2, 3].map((day) =>
      item({
        before: entry(`2026-11-0${day}`, "09:00", "10:00"),
        after: entry(`2026-11-0${day}`, "09:00", "10:00", { tags: ["Q4"] }),
      }),
    ),
  }),
  change(5, "2026-11-18T13:20:00Z", {
    client: "claude-code",
    tool: "delete_time",
    state: "failed",
    items: [
      item({
        operation: "delete",
        state: "failed",
        error: "It is exported.",
        before: entry("2026-11-05", "09:00", "10:00"),
      }),
    ],
    undo: { kind: "cannot", reason: "nothing" },
  }),
  change(4, "2026-11-17T16:02:00Z", {
    client: "tray",
    place: "window",
    tool: "delete_time",
    items: [item({ operation: "delete", before: entry("2026-11-17", "15:00", "15:30") })],
  }),
  change(3, "2026-11-17T15:51:00Z", {
    items: [item({ before: entry("2026-11-16", "09:00", "10:00"), after: entry("2026-11-16", "09:00", "10:30") })],
    undone: { id: 20, at: "2026-11-17T16:05:00Z" },
    undo: { kind: "cannot", reason: "undone" },
  }),
];

export const activity: List = {
  changes,
  more: false,
  labels: { "claude-desktop": "Claude Desktop", cursor: "Cursor", "claude-code": "Claude Code" },
};

/** Leave, a record and a refusal: what the server words in English. */
export const otherChanges: Change[] = [
  change(3, "2026-11-19T09:58:00Z", {
    items: [
      item({
        operation: "create",
        subject: "absence",
        after: { first: "2026-11-04", last: "2026-11-06", type: "Holiday", status: "requested" },
      }),
    ],
  }),
  change(2, "2026-11-19T09:50:00Z", {
    items: [
      item({
        subject: "target_hours",
        name: "From 2026-12-01: 38:30 a week",
        before: { first: "2026-11-01", monday: 28_800, friday: 28_800, opening_balance: 15_000, vermerk: null },
        after: { first: "2026-12-01", monday: 28_800, friday: 23_400, opening_balance: -3600, vermerk: "ab" },
      }),
    ],
  }),
  change(1, "2026-11-19T09:40:00Z", {
    state: "failed",
    items: [
      item({
        operation: "create",
        state: "failed",
        after: entry("2026-11-12", "08:00", "09:00"),
        error: "It is exported.",
      }),
    ],
  }),
];

/** Three changes that a restored time sheet lacks: two fit, of one of these not all, and one does not. */
export const lostChanges: Response<"activity:lost"> = {
  since: "2026-11-18T17:02:11Z",
  labels: { "claude-desktop": "Claude Desktop" },
  changes: [
    {
      ...change(4, "2026-11-18T18:00:00Z", {
        client: "tray",
        place: "window",
        items: [item({ operation: "create", after: entry("2026-11-18", "17:00", "18:00") })],
      }),
      unfit: [],
    },
    {
      ...change(5, "2026-11-18T18:10:00Z", {
        count: 1,
        items: [item({ before: entry("2026-11-13", "09:00", "11:30"), after: entry("2026-11-13", "09:00", "12:00") })],
      }),
      unfit: [
        { item: item({ operation: "delete", before: entry("2026-11-12", "08:00", "09:00") }), reason: "changed" },
      ],
    },
    {
      ...change(6, "2026-11-18T18:20:00Z", { count: 0 }),
      unfit: [{ item: item({ operation: "create", after: entry("2026-11-11", "08:00", "09:00") }), reason: "twin" }],
    },
  ],
};
