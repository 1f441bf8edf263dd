import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { isProtected } from "../../mcp-server/domain/address";
import { type AccountSettings, accountSettings, homeFiles } from "../../mcp-server/platform/settings";
import { AppFailure } from "../app/failure";
import type { contract } from "../ipc/contract";
import { calamariPlace } from "./calamari";
import { clockodoPlace } from "./clockodo";
import type { AccountsDeps } from "./deps";
import { cleanAddress } from "./kimai-address";

export type ConnectInput = z.output<(typeof contract)["accounts:connect"]["request"]>;
type DraftDeps = Pick<AccountsDeps, "settings" | "home" | "serviceName" | "clockodoUrl">;

/** What each service calls its credential, and where it is found. */
const credential = {
  kimai: { what: "API token", where: "your profile in the service" },
  clockodo: { what: "API key", where: "Personal data in Clockodo" },
  calamari: { what: "API key", where: "Configuration, Integrations, API in Calamari" },
};

const eightHoursOnWorkdays = [28_800, 28_800, 28_800, 28_800, 28_800, 0, 0];

/** What the input asks for, as it would be saved. Throws AppFailure with the field that is wrong. */
export function draftAccount(input: ConnectInput, deps: DraftDeps): AccountSettings {
  const service = input.service;
  const name = deps.serviceName(service);
  if (service === "local") {
    if (deps.settings.get().accounts.some((one) => one.service === "local"))
      throw new AppFailure({
        code: "conflict",
        message: "This computer's time sheet is connected already.",
        saved: "no",
      });
    return accountSettings.parse({
      id: "local",
      service,
      label: name,
      file: join(deps.home, homeFiles.timeSheet),
      targetSeconds: input.targetSeconds === undefined ? eightHoursOnWorkdays : input.targetSeconds,
    });
  }
  if (service === "calamari" && !input.consent)
    throw new AppFailure({
      code: "argument",
      message: "It was not confirmed what the key can do.",
      saved: "no",
      next: "Go back, read it, and confirm it.",
      fields: { consent: "is missing" },
    });
  if (input.caFile !== undefined && !existsSync(input.caFile))
    throw new AppFailure({
      code: "argument",
      message: "The certificate file does not exist.",
      saved: "no",
      next: "Choose it again.",
      fields: { caFile: "does not exist" },
    });
  const tlsVerify = input.caFile ?? true;
  const id = `${service}-${randomBytes(4).toString("hex")}`;
  if (service === "clockodo") {
    const place = clockodoPlace(input.user ?? "", deps.clockodoUrl);
    return accountSettings.parse({
      id,
      service,
      label: `${name} · ${place.user}`.slice(0, 120),
      ...place,
      tlsVerify,
    });
  }
  if (service === "calamari") {
    const place = calamariPlace(input);
    return accountSettings.parse({
      id,
      service,
      label: `${name} · ${new URL(place.url).host}`.slice(0, 120),
      ...place,
      tlsVerify,
      permissions: { profile: input.profile },
    });
  }
  const url = cleanAddress(input.url ?? "");
  if (!isProtected(url) && !input.consent)
    throw new AppFailure({
      code: "unprotected",
      message: `${new URL(url).host} would be asked over http: the token and all times could be read on their way.`,
      saved: "no",
      next: "Write https:// in front of it, if it has that. Else say that you want it so.",
    });
  return accountSettings.parse({
    id,
    service,
    label: `${name} · ${new URL(url).host}`.slice(0, 120),
    url,
    tlsVerify,
  });
}

/** The credential without what came along when it was pasted; null: the service needs none. */
export function secretOf({ service, secret: typed }: ConnectInput): string | null {
  if (service === "local") return null;
  const secret = typed?.trim();
  const { what, where } = credential[service];
  const message = !secret ? `The ${what} is missing.` : `The ${what} holds characters that none has.`;
  // No service's token has blanks or letters beyond ASCII; what was pasted is then something else, or more than it.
  if (secret && /^[\x21-\x7e]+$/.test(secret)) return secret;
  const next = `Copy it again from ${where}, without line breaks, blanks and quotes.`;
  throw new AppFailure({ code: "argument", message, saved: "no", next, fields: { secret: message } });
}
