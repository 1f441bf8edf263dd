import { describe, expect, it } from "vitest";
import type { RecordQuery } from "#core/domain/records";
import type { FakeKimaiOptions } from "../../../../fakes/kimai";
import type { FakeInvoice, FakeState } from "../../../../fakes/kimai/model";
import type { TokenName } from "../../../../fakes/kimai/seed";
import { failureOf, type Setup, setup } from "./setup";

const begin = (who: TokenName = "admin", options: FakeKimaiOptions = {}) =>
  setup(who, { seed: (state) => invoices(state, 130), ...options });

const file = { name: "2026-0001.pdf", type: "application/pdf", text: "%PDF-1.7 …" };
/** One a day backwards from 19 November, by turns new, paid, pending; each third of customer 2. */
function invoices(state: FakeState, count: number, more: Partial<FakeInvoice> = {}): void {
  const states = ["new", "paid", "pending"] as const;
  for (let index = 0; index < count; index++)
    state.invoices.push({
      id: index + 1,
      number: `2026-${String(index + 1).padStart(4, "0")}`,
      customer: index % 3 === 0 ? 2 : 1,
      user: 2,
      created: Date.parse("2026-11-19T08:00:00Z") - index * 86_400_000,
      total: 119,
      tax: 19,
      vat: 19,
      currency: "EUR",
      dueDays: 14,
      status: states[index % 3] ?? "new",
      overdue: index > 20,
      paid: index % 3 === 1 ? "2026-11-18" : null,
      comment: null,
      file,
      meta: {},
      ...more,
    });
  state.settings.invoiceMetaFields = ["order"];
}
const query = (more: Partial<RecordQuery> = {}): RecordQuery => ({ type: "invoice", limit: 25, offset: 0, ...more });
const pagesAsked = (s: Setup) =>
  s.kimai.requests
    .filter((each) => each.path === "/invoices" && each.query.get("size") !== "1")
    .map((each) => each.url);

describe("invoices", () => {
  it("are listed a page at a time, newest first, with their total number", async () => {
    const s = await begin();
    const first = await s.records.list(query());
    expect(first).toMatchObject({ total: 130, notes: [] });
    expect(first.records).toHaveLength(25);
    expect(first.records[0]).toMatchObject({
      id: "1",
      name: "2026-0001",
      values: {
        customer: { id: "2", name: "Bäckerei Süß" },
        status: "new",
        total: 119,
        currency: "EUR",
        created: "2026-11-19",
      },
    });
    const last = await s.records.list(query({ offset: 125 }));
    expect(last.records).toHaveLength(5);
    expect(pagesAsked(s)).toHaveLength(2);
  });

  it("end quietly where a page lies past the end", async () => {
    const s = await begin();
    expect((await s.records.list(query({ offset: 150 }))).records).toEqual([]);
    expect((await s.records.list(query({ limit: 40, offset: 110 }))).records).toHaveLength(20);
    expect((await s.records.list(query({ limit: 10_000 }))).records).toHaveLength(130);
  });

  it("are filtered by period, status and customer at Kimai", async () => {
    const s = await begin();
    const page = await s.records.list(
      query({
        first: "2026-11-01",
        last: "2026-11-19",
        filters: { status: "paid", customer: { id: "1", name: "Northwind" } },
      }),
    );
    expect(page.records.map(({ values }) => values.status)).toEqual(Array(6).fill("paid"));
    expect(page.total).toBe(6);
    expect(decodeURIComponent(pagesAsked(s)[0] ?? "")).toContain(
      "begin=2026-11-01T00:00:00&end=2026-11-19T23:59:59&status[]=paid&customers[]=1",
    );
  });

  it("are searched by number, for Kimai's list has no search", async () => {
    const s = await begin();
    const page = await s.records.list(query({ text: "2026-01" }));
    expect(page).toMatchObject({ total: 31, notes: [] });
  });

  it("are closed to a plain user, with the reason", async () => {
    const s = await begin("user");
    expect(await failureOf(s.records.list(query()))).toMatchObject({
      kind: "forbidden",
      message: "Your Kimai role has no right to see invoices.",
    });
    const info = await s.records.describe("invoice");
    expect(info).toMatchObject({
      actions: [],
      notes: [
        expect.stringContaining("no right to see invoices"),
        expect.anything(),
        expect.anything(),
        expect.anything(),
      ],
    });
  });

  it("take custom fields that are defined, and nothing else", async () => {
    const s = await begin();
    const place = { type: "invoice" as const, id: "3" };
    const saved = await s.records.update(place, { meta: { order: "A-7" } });
    expect(saved.record.values.meta).toEqual({ order: "A-7" });
    expect((await s.records.update(place, { meta: { order: null } })).record.values.meta).toBeUndefined();
    const unknown = await failureOf(s.records.update(place, { meta: { colour: "red" } }));
    expect(unknown).toMatchObject({ kind: "not_found", message: expect.stringContaining('no custom field "colour"') });
    const gone = await failureOf(s.records.update({ type: "invoice", id: "999" }, { meta: { order: "1" } }));
    expect(gone.message).not.toContain("custom field");
    expect(await failureOf(s.records.update(place, { status: "paid" }))).toMatchObject({
      name: "InputError",
      message: expect.stringContaining("can only be read"),
    });
  });

  it("say which version custom fields need, without asking an older Kimai", async () => {
    const s = await begin("admin", { settings: { version: "2.55.3" } });
    expect(await failureOf(s.records.update({ type: "invoice", id: "3" }, { meta: { order: "1" } }))).toMatchObject({
      kind: "unsupported",
      message: expect.stringMatching(/2\.56.*2\.55\.3/),
    });
    expect(s.kimai.count("PATCH", /invoices/)).toBe(0);
    expect((await s.records.describe("invoice")).actions).not.toContain("update");
  });

  it("are deleted only where an administrator gave that right, and it is said so", async () => {
    const s = await begin("super");
    const place = { type: "invoice" as const, id: "3" };
    expect(await failureOf(s.records.remove(place))).toMatchObject({
      kind: "forbidden",
      message: expect.stringContaining("nobody"),
      next: expect.stringContaining("delete_invoice"),
    });
    s.kimai.state.granted.SUPER_ADMIN = ["delete_invoice"];
    await s.records.remove(place);
    expect(s.kimai.state.invoices.some(({ id }) => id === 3)).toBe(false);
  });
});

describe("the file of an invoice", () => {
  it("comes with its name and kind, byte for byte", async () => {
    const s = await begin();
    const got = await s.records.download?.({ type: "invoice", id: "1" });
    expect(got).toMatchObject({ name: "2026-0001.pdf", mimeType: "application/pdf" });
    expect(Buffer.from(got?.bytes ?? []).toString("utf8")).toBe(file.text);
  });

  it.each([
    ["../../.bashrc", "bashrc"],
    ["C:\\Windows\\evil.exe", "evil.exe"],
    ["/etc/passwd\n.pdf", "passwd_.pdf"],
    ["con.pdf", "invoice-1"],
    ["in\u202evoice\u0000.pdf", "invoice.pdf"],
    ["Rechnung \u00fc<b>.pdf", "Rechnung ü_b_.pdf"],
    ["", "invoice-1"],
  ])("is never called %j", async (name, safe) => {
    const s = await begin("admin", { seed: (state) => invoices(state, 1, { file: { ...file, name } }) });
    expect((await s.records.download?.({ type: "invoice", id: "1" }))?.name).toBe(safe);
  });

  it("is refused when it is larger than 25 MB", async () => {
    const text = "x".repeat(25 * 1024 * 1024 + 1);
    const s = await begin("admin", { seed: (state) => invoices(state, 1, { file: { ...file, text } }) });
    const error = await failureOf(Promise.resolve(s.records.download?.({ type: "invoice", id: "1" })));
    expect(error).toMatchObject({ kind: "unavailable", message: expect.stringContaining("larger") });
  });

  it("that is not there is said so, not saved as an error page", async () => {
    const s = await begin();
    const ask = (id: string) => failureOf(Promise.resolve(s.records.download?.({ type: "invoice", id })));
    expect(await ask("999")).toMatchObject({ kind: "not_found" });
    s.kimai.fail({ path: /download/, failure: { kind: "status", status: 500 } });
    expect(await ask("1")).toMatchObject({ kind: "unavailable" });
  });
});
