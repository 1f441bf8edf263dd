import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSession } from "../eval/session";
import { start } from "../eval/stage";
import { openStage, services } from "../eval/stages";
import { temporaryFolder } from "./server";

test.each(services)(
  "the %s stage opens, and an assistant that does nothing meets none of its 40 requests",
  async (service) => {
    const folder = temporaryFolder();
    const stage = await openStage(service, folder);
    onTestFinished(() => stage.close());
    const session = await openSession(stage, join(folder, "home"), start);
    onTestFinished(() => session.close());
    await stage.prepare?.(session.call);
    const entries = await stage.entries(start);
    const seen = { entries, before: entries, earlier: entries, state: stage.state, now: start };
    expect(stage.requests).toHaveLength(40);
    const met = stage.requests.filter((request) => request.met(seen, "I could not find out.")).map(({ say }) => say);
    expect(met).toEqual([]);
  },
);
