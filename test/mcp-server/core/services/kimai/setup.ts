import { onTestFinished } from "vitest";
import type { AbsencePort } from "#core/domain/absences";
import type { Service } from "#core/domain/ports";
import type { RecordQuery, RecordsPort, RecordType } from "#core/domain/records";
import { createKimaiService } from "#core/services/kimai/index";
import { type FakeKimai, type FakeKimaiOptions, startFakeKimai } from "../../../../fakes/kimai";
import type { TokenName } from "../../../../fakes/kimai/seed";
import { morning, type Sessions, sessionsWith } from "../session";

export { collect, failureOf, shortSilenceMs } from "../session";

export interface Setup extends Sessions<TokenName, Service> {
  kimai: FakeKimai;
  records: RecordsPort;
  absences: AbsencePort;
}

export const absencesOf = ({ absences }: Service): AbsencePort => absences ?? missing("absences");
export const recordsOf = ({ records }: Service): RecordsPort => records ?? missing("records");
const missing = (what: string): never => {
  throw new Error(`Kimai has no ${what}`);
};

/** A fake Kimai with a stopped clock and a service on it; both end with the test. */
export async function setup(...args: Parameters<typeof openSetup>): Promise<Setup> {
  const made = await openSetup(...args);
  onTestFinished(async () => {
    made.kimai.assertTokensOnlyInAuthorization(made.logged());
    await made.close();
  });
  return made;
}

/** As `setup`, for several tests; whoever asks for it closes it. */
export async function openSetup(
  who: TokenName = "user",
  options: FakeKimaiOptions = {},
  timing: { silenceMs?: number } = {},
): Promise<Setup> {
  const kimai = await startFakeKimai({ now: morning, frozen: true, zones: { user: "Europe/Berlin" }, ...options });
  const sessions = sessionsWith(
    kimai,
    who,
    (name) => kimai.tokens[name],
    (env, timeouts): Service => createKimaiService({ url: kimai.url, tlsVerify: true }, env, timeouts),
    timing,
  );
  const { service } = sessions;
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= sessions.close());
  return { ...sessions, kimai, records: recordsOf(service), absences: absencesOf(service), close };
}

/** Everything of a type, or what `more` says of it. */
export const all = (type: RecordType, more: Partial<RecordQuery> = {}): RecordQuery => ({
  type,
  limit: 5000,
  offset: 0,
  ...more,
});

/** Writes that were really sent with their bodies, without the empty forms that ask for fields. */
export const sent = (s: Setup) =>
  s.kimai.requests
    .filter((each) => !["GET", "HEAD"].includes(each.method) && each.body !== "{}")
    .map((each) => `${each.method} ${each.path} ${each.body}`.trim());

/** The next such write takes effect, but its answer is lost. */
export const lostOnce = (s: Setup, method: string, path: RegExp) =>
  s.kimai.fail({ method, path, times: 1, failure: { kind: "drop", afterEffect: true } });
