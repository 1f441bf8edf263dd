import { emailIn, standInAddress } from "../../domain/address";
import {
  fromDotEnv,
  type HeadlessAccount,
  type HeadlessOptions,
  UsageError,
  type Variables,
} from "../../domain/headless-account";
import type { HeadlessWay } from "../../domain/service-descriptor";

function emailOf(text: string): string {
  const email = emailIn(text);
  if (email === null) throw new UsageError("--clockodo-user (CLOCKODO_API_USER) is not an e-mail address.");
  return email;
}

function urlOf(text: string): string {
  const url = standInAddress(text);
  if (url === null)
    throw new UsageError("--clockodo-url (CLOCKODO_API_URL) is not an https address, or holds more than that.");
  return url;
}

function read(options: HeadlessOptions, named: boolean, variables: Variables): HeadlessAccount[] {
  const { env, dotEnv } = variables;
  const given = options["clockodo-key"] ?? env.CLOCKODO_API_KEY;
  const ownUser = named ? options["clockodo-user"] : env.CLOCKODO_API_USER;
  const user = named ? ownUser : (ownUser ?? dotEnv.CLOCKODO_API_USER) || undefined;
  if (user === undefined) {
    if (options["clockodo-key"] !== undefined || options["clockodo-url"] !== undefined)
      throw new UsageError("--clockodo-key and --clockodo-url need --clockodo-user, the e-mail address of the key.");
    return [];
  }
  // A file of the current folder must not send a key elsewhere that it does not hold itself.
  const ownUrl = options["clockodo-url"] ?? env.CLOCKODO_API_URL;
  const url = ownUrl ?? (given === undefined ? dotEnv.CLOCKODO_API_URL : undefined);
  const secret = given ?? dotEnv.CLOCKODO_API_KEY;
  const taken = [ownUser === undefined, given === undefined && secret !== undefined, !ownUrl && url !== undefined];
  return [
    {
      service: "clockodo",
      url: url ? urlOf(url) : undefined,
      user: emailOf(user),
      secret,
      ...fromDotEnv(variables, ...taken),
    },
  ];
}

export const headless: HeadlessWay = {
  options: {
    "clockodo-user": ["  --clockodo-user E-MAIL a Clockodo; CLOCKODO_API_USER"],
    "clockodo-key": ["  --clockodo-key KEY     its API key; better in CLOCKODO_API_KEY"],
    "clockodo-url": ["  --clockodo-url URL     only where something stands in for Clockodo (https); CLOCKODO_API_URL"],
  },
  example: "--clockodo-user E-MAIL",
  prefix: "CLOCKODO_",
  howToGive: "Set CLOCKODO_API_KEY to the API key under Personal data in Clockodo, or give --clockodo-key.",
  read,
  identity: ({ user, url }) => `${user?.toLowerCase()} ${url ?? ""}`,
};
