import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeKimai, startFakeKimai } from "../../../../fakes/kimai";
import { demoState, type Recorded, recordings } from "./recorded";

/**
 * Holds the fake to a real Kimai 2.66.0: all recorded requests are sent to it in their order, and its answers must have the
 * recorded status, headers and shape, and what was written must come back with the recorded values.
 */

/** Expected differences between the recordings and the fake, each with its reason. */
const excluded: readonly [difference: RegExp, reason: string][] = [
  [
    /^PATCH \/api\/timesheets\/11935\/restart as token_user: \$\.begin: /,
    "America/Vancouver stays at UTC-7 since 2026 in time zone database 2026b and newer; the recorded Kimai used an older rule",
  ],
];

/** Names and kinds of a value; null stands for any kind, since data decides which members are null. */
function shapeDifferences(real: unknown, fake: unknown, at = "$"): string[] {
  if (real === null || fake === null) return [];
  const kind = (value: unknown) => (Array.isArray(value) ? "array" : typeof value);
  if (kind(real) !== kind(fake)) return [`${at}: ${kind(real)} recorded, ${kind(fake)} here`];
  if (Array.isArray(real) && Array.isArray(fake)) {
    // Of long lists the contents are not the recorded ones; of short ones each member counts.
    if (real.length !== fake.length) return shapeDifferences(real[0] ?? null, fake[0] ?? null, `${at}[0]`);
    return [...new Set(real.flatMap((each, index) => shapeDifferences(each, fake[index], `${at}[]`)))];
  }
  if (kind(real) !== "object") return [];
  const [a, b] = [real, fake] as Record<string, unknown>[];
  const names = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
  return names.flatMap((name) => {
    if (!(name in (b ?? {}))) return [`${at}.${name}: missing here`];
    if (!(name in (a ?? {}))) return [`${at}.${name}: not recorded`];
    return shapeDifferences(a?.[name], b?.[name], `${at}.${name}`);
  });
}

/** Members whose values come from the real Kimai's clock, or are drawn from a name in a way that nobody reads. */
const drawn: ReadonlySet<string> = new Set(["color-safe", "createdAt"]);
/** Rates of entries come from rates of people and work that were not recorded. */
const drawnOfEntries: ReadonlySet<string> = new Set([...drawn, "rate", "internalRate", "hourlyRate"]);

/** Members with other values than recorded; lists of things by their order. */
function valueDifferences(real: unknown, fake: unknown, skip: ReadonlySet<string>, at = "$"): string[] {
  if (typeof real !== "object" || real === null || typeof fake !== "object" || fake === null)
    return real === fake ? [] : [`${at}: ${JSON.stringify(real)} recorded, ${JSON.stringify(fake)} here`];
  const [a, b] = [real, fake] as Record<string, unknown>[];
  return [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])]
    .filter((name) => !skip.has(name))
    .flatMap((name) => valueDifferences(a?.[name], b?.[name], skip, `${at}.${name}`));
}

const pageHeaders = ["x-page", "x-per-page", "x-total-count", "x-total-pages", "www-authenticate"];
/** Old headers of the sign-in are not recorded, only that they were used. */
const oldSignIn: Record<string, Record<string, string>> = {
  "xauth bad": { "x-auth-user": "super_admin", "x-auth-token": "wrong" },
  "xauth ok": { "x-auth-user": "super_admin", "x-auth-token": "kitten" },
};
const titleOf = (each: Recorded) =>
  `${each.method} ${each.path} as ${each.as ?? each.label} ${each.body == null ? "" : JSON.stringify(each.body)}`.trim();

describe("the fake answers as the recordings in test/data/kimai", () => {
  let kimai: FakeKimai;
  const all = (["read", "timesheets", "entities"] as const).flatMap((name) => recordings(name));
  const differing: string[] = [];
  let agreeing = 0;

  beforeAll(async () => {
    // The recording ran from 03:00 UTC on; within its first minute all rounding comes out as recorded.
    kimai = await startFakeKimai({ now: "2026-11-21T03:00:30Z", frozen: true, seed: demoState });
  });
  afterAll(() => kimai?.close());

  async function send(each: Recorded) {
    const raw = typeof each.body === "string";
    const form = raw && String(each.body).includes("=");
    const plain = raw && each.body === "{}";
    const type = form ? "application/x-www-form-urlencoded" : plain ? "text/plain" : "application/json";
    return fetch(`${kimai.url}${each.path.replaceAll("+", "%2B")}`, {
      method: each.method,
      headers: {
        ...(each.body == null ? {} : { "content-type": type }),
        ...(each.as === null ? oldSignIn[each.label ?? ""] : { authorization: `Bearer ${each.as}` }),
      },
      body: each.body == null ? undefined : raw ? String(each.body) : JSON.stringify(each.body),
    });
  }

  async function problems(each: Recorded): Promise<string[]> {
    const answer = await send(each);
    const text = await answer.text();
    const body = text === "" ? "" : JSON.parse(text);
    if (answer.status !== each.status) return [`status ${each.status} recorded, ${answer.status} here`];
    const sent = new Map(Object.entries(each.headers).map(([name, value]) => [name.toLowerCase(), value]));
    const headers = pageHeaders.filter((name) => answer.headers.has(name) !== sent.has(name));
    if (answer.headers.get("x-per-page") !== (sent.get("x-per-page") ?? null)) headers.push("x-per-page");
    // Values of lists are the demo data's, which is known in part; the order of a demo team's members is not.
    const known = each.method !== "GET" || (/\/\d+$|active/.test(each.path) && each.path !== "/api/teams/6");
    const skip = each.path.includes("/timesheets") ? drawnOfEntries : drawn;
    return [
      ...headers.map((name) => `header ${name}`),
      ...shapeDifferences(each.response, body),
      ...(each.status < 300 && known ? valueDifferences(each.response, body, skip) : []),
    ];
  }

  it("replays all of them in their order", { timeout: 60_000 }, async () => {
    const reasons: string[] = [];
    for (const each of all) {
      const differences = (await problems(each)).filter((difference) => {
        const reason = excluded.find(([pattern]) => pattern.test(`${titleOf(each)}: ${difference}`))?.[1];
        if (reason !== undefined) reasons.push(`${titleOf(each).slice(0, 120)}: ${difference}: ${reason}`);
        return reason === undefined;
      });
      if (differences.length === 0) agreeing++;
      else differing.push(`${titleOf(each).slice(0, 160)}: ${differences.slice(0, 4).join("; ")}`);
    }
    const replayed = agreeing + differing.length;
    console.log(
      [
        `kimai recordings: replayed ${replayed} pairs, ${agreeing} agree, ${differing.length} differ, ${reasons.length} differences excluded`,
        ...differing.map((line) => `differs: ${line}`),
        ...reasons.map((line) => `excluded: ${line}`),
      ].join("\n"),
    );
    expect(replayed).toBeGreaterThan(220);
    expect(agreeing / replayed).toBeGreaterThanOrEqual(0.95);
    expect(differing).toEqual([]);
  });
});

it("a comparison sees what is missing, more, of another kind or value", () => {
  expect(shapeDifferences({ a: 1, b: [{ c: "x" }] }, { a: "1", b: [{ d: null }] })).toEqual([
    "$.a: number recorded, string here",
    "$.b[].c: missing here",
    "$.b[].d: not recorded",
  ]);
  expect(shapeDifferences({ a: null }, { a: 1 })).toEqual([]);
  expect(valueDifferences([{ a: 1, b: null }], [{ a: 2 }], new Set())).toHaveLength(2);
  expect(valueDifferences([{ a: 1 }], [{ a: 2 }], new Set(["a"]))).toEqual([]);
});
