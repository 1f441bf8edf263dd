import { expect, it } from "vitest";
import type { z } from "zod";
import { entryOf } from "#core/services/clockodo/mapping/entry";
import * as absence from "#core/services/clockodo/wire/absence";
import * as account from "#core/services/clockodo/wire/account";
import * as balance from "#core/services/clockodo/wire/balance";
import * as clock from "#core/services/clockodo/wire/clock";
import { entry } from "#core/services/clockodo/wire/entry";
import * as people from "#core/services/clockodo/wire/people";
import * as work from "#core/services/clockodo/wire/work";
import { changeRequest } from "#core/services/clockodo/wire/work-time";
import { type FakeClockodo, startFakeClockodo } from "../../../../fakes/clockodo";
import { randomAnswers } from "../../../../fakes/clockodo/random-answer";

/** Schemas of the published document, and what reads them here. */
const readers: readonly [schema: string, reader: z.ZodType][] = [
  ["AbsenceV4", absence.absence],
  ["NonbusinessDayV2", absence.holiday],
  ["NonbusinessGroupV2", absence.holidayGroup],
  ["UsersNonbusinessGroupV3", absence.holidayMember],
  ["UserV3", account.user],
  ["UserV3", people.person],
  ["AggregatesUsersMeV2", account.aggregate],
  ["TargetHourV1", account.targetRow],
  ["HolidaysQuotaV2", balance.quota],
  ["HolidaysCarryV3", balance.leaveCarry],
  ["OvertimeCarryV3", balance.overtimeCarry],
  ["OvertimeReductionV3", balance.overtimeReduction],
  ["UserReportV1", balance.oneReport.shape.userreport],
  ["ClockV2", clock.clockReading],
  ["ClockStartV2", clock.clockStart],
  ["ClockStopV2", clock.clockStop],
  ["ClockDurationV2", clock.clockChange],
  ["EntryV2", entry],
  ["TeamV3", people.team],
  ["AccessGroupV2", people.accessGroup],
  ["subscription_v2", people.subscription],
  ["CustomerV3", work.customer],
  ["ProjectV4", work.project],
  ["SubprojectV3", work.subproject],
  ["ServiceV4", work.service],
  ["LumpSumServiceV4", work.lumpSumService],
  ["WorkTimesChangeRequestV2", changeRequest],
];
const each = 1_000;

it.each(readers)("reads a thousand answers made at random from %s", (schema, reader) => {
  const make = randomAnswers(20_260_824);
  for (let count = 0; count < each; count += 1) {
    const answer = make(schema);
    const read = reader.safeParse(answer);
    if (!read.success) expect.fail(`${JSON.stringify(read.error.issues[0])} of ${JSON.stringify(answer)}`);
  }
});

it("shows a thousand entries made at random", () => {
  const make = randomAnswers(42);
  for (let count = 0; count < each; count += 1)
    expect(entryOf(entry.parse(make("EntryV2")), () => "?").id).toMatch(/^-?\d+$/);
  console.info(`Clockodo's document: ${(readers.length + 1) * each} random answers were read.`);
});

const ask = (clockodo: FakeClockodo, method: string, path: string, body?: unknown) =>
  fetch(`${clockodo.url}${path}`, {
    method,
    headers: {
      "X-ClockodoApiUser": clockodo.people.olga.email,
      "X-ClockodoApiKey": clockodo.people.olga.key,
      "X-Clockodo-External-Application": "Test;test@example.test",
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

it("the fake fails a test that asks or is answered otherwise than the document says", async () => {
  const clockodo = await startFakeClockodo({
    seed(state) {
      Object.assign(state.services[0] ?? {}, { active: "yes" });
      state.settings.nestedErrors = true;
    },
    uncounted: true,
  });
  await ask(clockodo, "GET", "/v4/services");
  await ask(clockodo, "POST", "/v2/clock?bar=1", { customers_id: "510", services_id: 31, foo: 1 });
  await ask(clockodo, "POST", "/v4/services", { name: "" });
  await ask(clockodo, "GET", "/v4/nothing");
  const { mismatches, known, ...counts } = clockodo.againstDocument();
  expect(mismatches.map((text) => text.replace(/ \{.*/, ""))).toEqual([
    "GET /v4/services answered 200 /data/0/active must be boolean",
    "POST /v2/clock ?bar is not known",
    "POST /v2/clock sent  must NOT have additional properties",
    "POST /v2/clock sent /customers_id must be integer",
  ]);
  expect(counts).toEqual({ requests: 3, answers: 1, errors: 2 });
  expect(Object.entries(known).filter(([, hits]) => hits > 0)).toEqual([
    ["the older errors were seen without a code (§1.5, shape B)", 1],
  ]);
  await expect(clockodo.close()).rejects.toThrow("POST /v2/clock ?bar is not known");
});
