import { expect, onTestFinished } from "vitest";
import type { Service } from "#core/domain/ports";
import { createKimaiService } from "#core/services/kimai/index";
import type { FakeClockodo } from "../../../fakes/clockodo";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";
import { openToolSession, thursday } from "../../../fakes/tool-session";
import { setup as calamariSetup } from "../../core/services/calamari/setup";
import { setup as clockodoSetup } from "../../core/services/clockodo/setup";
import { openSheet } from "../../core/services/local/sheet";
import { sessionsWith } from "../../core/services/session";

interface Opened {
  service: Service;
  /** Requests until now. */
  asked(): number;
  /** Writes until now: what was sent with another method than GET or HEAD, but for forms and reads by POST. */
  written(): number;
  kimai?: FakeKimai;
  clockodo?: FakeClockodo;
}

const isWrite = ({ method, body }: { method: string; body: string }) =>
  !["GET", "HEAD"].includes(method) && body !== "{}" && body !== "";

const open: Record<string, () => Promise<Opened>> = {
  async kimai() {
    const kimai = await startFakeKimai({ now: thursday, frozen: true, zones: { super: "Europe/Berlin" } });
    const made = sessionsWith(
      kimai,
      "super",
      (name) => kimai.tokens[name],
      (env, timing) => createKimaiService({ url: kimai.url, tlsVerify: true }, env, timing),
    );
    onTestFinished(made.close);
    return {
      kimai,
      service: made.service,
      asked: () => kimai.requests.length,
      written: () => kimai.requests.filter(isWrite).length,
    };
  },
  async clockodo() {
    const { clockodo, service } = await clockodoSetup("olga", { now: thursday });
    return {
      clockodo,
      service,
      asked: () => clockodo.requests.length,
      written: () => clockodo.requests.filter(({ method }) => method !== "GET").length,
    };
  },
  async calamari() {
    const { calamari, service, close } = await calamariSetup("nora", { now: thursday }, { may: () => true });
    onTestFinished(close);
    return {
      service,
      asked: () => calamari.requests.length,
      written: () => calamari.requests.filter(({ path }) => /create|update|save|delete|clock-/.test(path)).length,
    };
  },
  async local() {
    return { service: openSheet().sheet, asked: () => 0, written: () => 0 };
  },
};

/** Work by the names of each fake. */
export const work: Record<string, Record<string, string>> = {
  kimai: { project: "Website relaunch", activity: "Design" },
  clockodo: { project: "App relaunch", activity: "Design" },
  calamari: { project: "Harbour app" },
  local: { project: "Website", activity: "Design" },
};
/** Of the services that can be opened. */
export const names = Object.keys(open);

/** The tools of one service, opened over real HTTP on its fake, with every permission. */
export async function session(name: string) {
  const made = await (open[name] as () => Promise<Opened>)();
  const tools = openToolSession({ profile: "everything", answers: Array(20).fill("yes"), service: made.service });
  const ok = async (tool: string, args: Record<string, unknown> = {}) => {
    const answer = await tools.call(tool, args);
    expect(answer.isError, `${name}, ${tool}: ${answer.text}`).toBe(false);
    return answer;
  };
  const log = async (times: { day: string; from: string; to: string }) =>
    ok("log_time", { entries: [{ ...times, ...work[name] }], ...(name === "local" && { create_missing: true }) });
  /** Requests that one call takes. */
  const taken = async (tool: string, args: Record<string, unknown> = {}) => {
    const before = made.asked();
    await ok(tool, args);
    return made.asked() - before;
  };
  return { ...made, call: tools.call, clock: tools.clock, policy: tools.policy, home: tools.home, ok, log, taken };
}
