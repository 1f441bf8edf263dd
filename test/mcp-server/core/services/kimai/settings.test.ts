import { describe, expect, it } from "vitest";
import { failureOf, setup } from "./setup";

describe("settings of a Kimai", () => {
  it("are the rules of time, the colours, the plugins, and what Kimai does not tell", async () => {
    const open = await setup("user", {
      settings: {
        trackingMode: "duration_fixed_begin",
        hardLimit: 3,
        allowFuture: false,
        plugins: [{ name: "ExpensesBundle", version: "2.1" }],
      },
    });
    expect(await open.service.settings?.()).toEqual({
      version: "2.66.0",
      time: {
        tracking_mode: "duration_fixed_begin",
        default_begin: "09:00",
        running_limit: 3,
        future_times: false,
        overlaps: true,
      },
      not_told_by_kimai: expect.stringMatching(/breaks.*rounding.*closed periods/),
      plugins: { ExpensesBundle: "2.1" },
      colours: expect.objectContaining({ Red: "#ff0000" }),
      clock_skew_seconds: expect.any(Number),
    });
  });

  it("name each part that cannot be read, and never stand in for it", async () => {
    const open = await setup("user");
    open.kimai.fail({ path: /config\/colors/, failure: { kind: "status", status: 500 } });
    open.kimai.fail({ path: /config\/timesheet/, failure: { kind: "status", status: 403 } });
    const settings = await open.service.settings?.();
    expect(settings).toMatchObject({
      colours: { failed: expect.stringContaining("internal error") },
      time: { failed: expect.stringContaining("does not allow") },
      plugins: {},
    });
  });

  it("are an error when the token is refused", async () => {
    const open = await setup("user");
    open.kimai.fail({ failure: { kind: "status", status: 401, body: "" } });
    expect(await failureOf(Promise.resolve(open.service.settings?.()))).toMatchObject({ kind: "unauthorized" });
  });
});
