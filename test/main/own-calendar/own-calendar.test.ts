import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { boundedFetch } from "#core/platform/browser-sign-in/bounded-fetch";
import { openCalendar } from "#main/own-calendar/ics/read";
import { OwnCalendar } from "#main/own-calendar/index";
import type { Fetch } from "#main/own-calendar/source";
import { type Backend, openSettings } from "#main/settings/store";
import { calendarOf, event } from "./ics/write";

const week = { from: "2026-10-19", to: "2026-10-25", zone: "Europe/Berlin", fresh: false };
const planning = calendarOf(event("DTSTART:20261023T090000Z", "DTEND:20261023T100000Z"));
const secret = "private-1a2b3c";
const address = `https://calendar.example/ical/marta%40example.org/${secret}/basic.ics`;

let home: string;
let keychain: Map<string, string>;
let said: string[];
let clock: number;
let requests: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let server: ReturnType<typeof createServer>;
let calendar: OwnCalendar;
let settings: ReturnType<typeof openSettings>;
let chosen: string | null;
let limits: { maxBytes?: number; totalMs?: number };

/** Every host is this computer; all else is as the app asks. */
const fetch: Fetch = (url, init, verify, usual) => {
  const { port } = server.address() as AddressInfo;
  return boundedFetch(`http://127.0.0.1:${port}/${url.host}${url.pathname}`, init, verify, { ...usual, ...limits });
};

function open() {
  const store: Backend = { store: {} };
  settings = openSettings({
    dir: home,
    open: () => ({
      set store(value: Record<string, unknown>) {
        writeFileSync(join(home, "settings.json"), JSON.stringify(value));
      },
      get store() {
        return store.store;
      },
    }),
    log: () => undefined,
  });
  return new OwnCalendar({
    settings,
    keychain: {
      get: async (name) => keychain.get(name) ?? null,
      set: async (name, value) => void keychain.set(name, value),
      delete: async (name) => keychain.delete(name),
    },
    fetch,
    read: (text, owners) => ({
      events: async (...days) => openCalendar(text, owners).events(...days),
      close: () => undefined,
    }),
    chooseFile: async () => chosen,
    now: () => clock,
    log: (what, detail) => void said.push(JSON.stringify([what, detail])),
  });
}

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "own-calendar-"));
  [keychain, said, clock, requests, chosen, limits] = [new Map(), [], 1_800_000_000_000, [], null, {}];
  answer = (_request, response) => response.end(planning);
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  calendar = open();
});
afterEach(async () => {
  calendar.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(home, { recursive: true, force: true });
});

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "fine",
    (error) => error.failure?.code ?? error.code,
  );

describe("an address", () => {
  it("is kept in the keychain and nowhere else, and read again after a restart", async () => {
    await calendar.setAddress(address.replace("https", "webcal"));
    expect([...keychain]).toEqual([["calendar https://calendar.example", address]]);
    calendar = open();
    expect(await calendar.events(week)).toMatchObject({ timed: [{ title: "Planning" }], failure: null });
    expect(readFileSync(join(home, "settings.json"), "utf8")).not.toContain(secret);
    expect(settings.get().ownCalendar).toEqual({ kind: "address", host: "calendar.example" });
  });

  it("is asked again after a quarter of an hour or when that is wanted, and only for what changed", async () => {
    answer = (request, response) => {
      response.setHeader("etag", '"1"');
      if (request.headers["if-none-match"] === '"1"') response.writeHead(304).end();
      else response.end(planning);
    };
    await calendar.setAddress(address);
    await calendar.events(week);
    clock += 14 * 60_000;
    await calendar.events(week);
    expect(requests).toHaveLength(1);
    clock += 2 * 60_000;
    expect(await calendar.events(week)).toMatchObject({
      timed: [{ title: "Planning" }],
      readAt: new Date(clock).toISOString(),
    });
    await calendar.events({ ...week, fresh: true });
    expect(requests.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"1"', '"1"']);
  });

  it("shows what was read before where a later reading fails, with the reason", async () => {
    await calendar.setAddress(address);
    answer = (_request, response) => response.writeHead(503).end();
    const view = await calendar.events({ ...week, fresh: true });
    expect(view).toMatchObject({ timed: [{ title: "Planning" }], failure: { code: "calendar_unavailable" } });
    expect(JSON.stringify(view) + said.join("")).not.toContain(secret);
    await calendar.events(week);
    expect(requests).toHaveLength(2);
  });

  it("may name its person, whose refusals count, and a password, which goes to its own host only", async () => {
    answer = (request, response) => {
      if (request.url?.includes("/moved")) response.end(planning);
      else response.writeHead(302, { location: "https://other.example/moved" }).end();
    };
    await calendar.setAddress("https://marta:pass%20word@calendar.example/a.ics");
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${Buffer.from("marta:pass word").toString("base64")}`,
      undefined,
    ]);
    const declined = "ATTENDEE;PARTSTAT=DECLINED:mailto:marta@example.org";
    answer = (_request, response) => response.end(calendarOf(event("DTSTART:20261023T090000Z", declined)));
    await calendar.setAddress(address);
    expect((await calendar.events(week)).timed).toEqual([]);
  });

  it.each([
    ["is not safe", "http://calendar.example/a.ics", "calendar_insecure"],
    ["is none", "my calendar", "calendar_address"],
    ["is of a file", "file:///etc/passwd", "calendar_address"],
  ])("is refused where it %s, before anything is asked", async (_why, typed, code) => {
    expect(await codeOf(calendar.setAddress(typed))).toBe(code);
    expect(requests).toEqual([]);
  });

  it.each<[string, string, (response: ServerResponse) => void]>([
    ["is missing", "calendar_gone", (response) => response.writeHead(404).end()],
    ["is closed to us", "calendar_refused", (response) => response.writeHead(401).end()],
    ["is a sign-in page", "web_page", (response) => response.end("<!doctype html><form>")],
    ["is empty", "not_a_calendar", (response) => response.end("")],
    ["is too large", "calendar_too_large", (response) => response.end(planning.padEnd(20_000, "x"))],
    ["never ends", "calendar_slow", (response) => response.write("BEGIN:VCALENDAR")],
    ["breaks off", "calendar_offline", (response) => response.destroy()],
    ["leads in a circle", "calendar_redirected", (response) => response.writeHead(302, { location: address }).end()],
    ["leads nowhere", "calendar_redirected", (response) => response.writeHead(302, { location: "https://" }).end()],
  ])("is refused where what lies there %s, and the one before stays", async (_what, code, give) => {
    await calendar.setAddress(address);
    limits = { maxBytes: 10_000, totalMs: 500 };
    answer = (_request, response) => give(response);
    expect(await codeOf(calendar.setAddress("https://other.example/secret-9z.ics"))).toBe(code);
    expect(said.join("")).not.toContain("secret-9z");
    expect([...keychain.keys()]).toEqual(["calendar https://calendar.example"]);
    expect((await calendar.events(week)).timed).toHaveLength(1);
  });

  it("never follows it out of https", async () => {
    answer = (request, response) => {
      if (request.url?.includes("/open")) response.end(planning);
      else response.writeHead(301, { location: "http://calendar.example/open" }).end();
    };
    expect(await codeOf(calendar.setAddress(address))).toBe("calendar_redirected");
    expect(requests).toHaveLength(1);
  });

  it("that failed is asked again after two minutes, and not at each look", async () => {
    await calendar.setAddress(address);
    calendar = open();
    answer = (_request, response) => response.writeHead(503).end();
    await calendar.events(week);
    await calendar.events(week);
    expect(requests).toHaveLength(2);
    clock += 3 * 60_000;
    answer = (_request, response) => response.end(planning);
    expect(await calendar.events(week)).toMatchObject({ timed: [{ title: "Planning" }], failure: null });
  });

  it("can be given up while it is read", async () => {
    answer = () => calendar.cancel();
    expect(await codeOf(calendar.setAddress(address))).toBe("cancelled");
    expect(settings.get().ownCalendar).toBeNull();
  });

  it("is gone from the keychain when the calendar is removed, or another one takes its place", async () => {
    await calendar.setAddress(address);
    await calendar.setAddress("https://other.example/b.ics");
    expect([...keychain.keys()]).toEqual(["calendar https://other.example"]);
    await calendar.remove();
    expect(keychain.size).toBe(0);
    expect(await calendar.events(week)).toMatchObject({ timed: [], failure: null });
  });

  it("that the keychain has lost is asked for again", async () => {
    await calendar.setAddress(address);
    keychain.clear();
    calendar = open();
    expect(await calendar.events(week)).toMatchObject({ timed: [], failure: { code: "calendar_no_address" } });
  });
});

describe("a file", () => {
  const file = () => join(home, "my.ics");
  it("is read when it has changed", async () => {
    writeFileSync(file(), planning);
    chosen = file();
    expect(await calendar.chooseFile()).toBe(true);
    writeFileSync(file(), calendarOf());
    expect((await calendar.events(week)).timed).toHaveLength(1);
    expect((await calendar.events({ ...week, fresh: true })).timed).toHaveLength(0);
  });

  it("is refused where it is gone, is a folder or no calendar; no choice changes nothing", async () => {
    expect(await calendar.chooseFile()).toBe(false);
    for (const [path, code] of [
      [join(home, "none.ics"), "calendar_file"],
      [home, "calendar_file"],
      [join(home, "settings.json"), "not_a_calendar"],
    ]) {
      chosen = path ?? null;
      expect(await codeOf(calendar.chooseFile())).toBe(code);
    }
    writeFileSync(file(), Buffer.alloc(50 * 1024 * 1024));
    chosen = file();
    expect(await codeOf(calendar.chooseFile())).toBe("calendar_too_large");
    expect(settings.get().ownCalendar).toBeNull();
  });
});
