import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { isProtected } from "#core/domain/address";
import type { AccountPlace, Credential } from "#core/domain/service-descriptor";
import { type AccountSettings, accountSettings } from "#core/platform/settings";
import { homeFiles } from "#core/platform/state/home-files";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { notSaved } from "../app/failure";
import type { contract } from "../ipc/contract";
import type { AccountsDeps } from "./deps";

export type ConnectInput = z.output<(typeof contract)["accounts:connect"]["request"]>;
type DraftDeps = Pick<AccountsDeps, "settings" | "home" | "serviceName" | "standIn">;

const eightHoursOnWorkdays = [28_800, 28_800, 28_800, 28_800, 28_800, 0, 0];

/**
 * Where the account is and whose it is, cleaned by the service's own rule.
 * @throws AppFailure about the field `url` (code `url`) or `user` (code `argument`)
 */
export function placeOf({ place }: Credential, typed: AccountPlace, standIn?: string): AccountPlace {
  const found = place(typed, standIn);
  if (!("problem" in found)) return found;
  const { code, field, message, next } = found.problem;
  throw notSaved(code, message, next, { ...(field && { fields: { [field]: message } }) });
}

/** What the input asks for, as it would be saved. Throws AppFailure with the field that is wrong. */
export function draftAccount(input: ConnectInput, deps: DraftDeps): AccountSettings {
  const service = input.service;
  const name = deps.serviceName(service);
  const { credential } = descriptorOf(service);
  if (!credential) {
    if (deps.settings.get().accounts.some((one) => one.service === service))
      throw notSaved("conflict", "This computer's time sheet is connected already.");
    return accountSettings.parse({
      id: service,
      service,
      label: name,
      file: join(deps.home, homeFiles.timeSheet),
      targetSeconds: input.targetSeconds === undefined ? eightHoursOnWorkdays : input.targetSeconds,
    });
  }
  if (credential.actsFor === "company" && !input.consent)
    throw notSaved("argument", "It was not confirmed what the key can do.", "Go back, read it, and confirm it.", {
      fields: { consent: "is missing" },
    });
  if (input.caFile !== undefined && !existsSync(input.caFile))
    throw notSaved("argument", "The certificate file does not exist.", "Choose it again.", {
      fields: { caFile: "does not exist" },
    });
  const tlsVerify = input.caFile ?? true;
  const id = `${service}-${randomBytes(4).toString("hex")}`;
  const { url, user } = placeOf(credential, { url: input.url, user: input.user }, deps.standIn?.(service));
  if (url !== undefined && !isProtected(url) && !input.consent)
    throw notSaved(
      "unprotected",
      `${new URL(url).host} would be asked over http: the ${credential.kind} and all times could be read on their way.`,
      "Write https:// in front of it, if it has that. Else say that you want it so.",
    );
  const whom = credential.asks.includes("url") && url !== undefined ? new URL(url).host : user;
  return accountSettings.parse({
    id,
    service,
    label: `${name} · ${whom}`.slice(0, 120),
    url,
    user,
    tlsVerify,
    ...(credential.actsFor === "company" && { permissions: { profile: input.profile } }),
  });
}

/** The credential without what came along when it was pasted; null: the service needs none. */
export function secretOf({ service, secret: typed }: ConnectInput): string | null {
  const { credential } = descriptorOf(service);
  if (!credential) return null;
  const secret = typed?.trim();
  const { kind, where } = credential;
  const what = `API ${kind}`;
  const message = !secret ? `The ${what} is missing.` : `The ${what} holds characters that none has.`;
  // No service's token has blanks or letters beyond ASCII; what was pasted is then something else, or more than it.
  if (secret && /^[\x21-\x7e]+$/.test(secret)) return secret;
  const next = `Copy it again from ${where}, without line breaks, blanks and quotes.`;
  throw notSaved("argument", message, next, { fields: { secret: message } });
}
