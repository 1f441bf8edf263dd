import { z } from "zod";
import { profileNames } from "#core/domain/permission-profiles";
import { serviceIds } from "#core/service-catalog/descriptors";
import { failure } from "./failure";
import { accountId, instant, nothing } from "./fields";

export const accountView = z.object({
  id: accountId,
  service: z.enum(serviceIds),
  label: z.string(),
  /** Who it is at the service, else the host of its address, or the file of the local sheet. */
  place: z.string(),
  person: z.string().nullable(),
  zone: z.string().nullable(),
  version: z.string().nullable(),
  targetSeconds: z.array(z.number()).nullable(),
  /** Levels of work without which nothing can be booked (`booking.required`); absent where not known yet. */
  required: z.array(z.string()).optional(),
  /** Optional parts of an entry that can be set here (`break`, …); absent where not known yet. */
  fields: z.array(z.string()).optional(),
  /** Kinds of break to choose from; absent where a break is a break, or not known yet. */
  breakTypes: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
  /**
   * What the service refuses this person, by permission cell, with the reason; absent where not known yet.
   * `kept_to_person`: Punchcard itself keeps a key that reaches further to its person.
   */
  refused: z.record(z.string(), z.string()).optional(),
  /** The credential can be read on its way: http to another computer. */
  unprotected: z.boolean().optional(),
  /** What an AI may do here was put off: it may do nothing. */
  undecided: z.boolean().optional(),
  /** Whether the last call got through. */
  state: z.enum(["unknown", "ok", "failing"]),
  failure: failure.nullable(),
  readAt: instant.nullable(),
  /** The credential was refused by the keychain and lives only until Punchcard quits. */
  sessionOnly: z.boolean(),
  /** Address of the MCP server where the person signed in through the browser: there is no key, and it may do what they may. */
  signedIn: z.string().optional(),
});
export type AccountView = z.infer<typeof accountView>;

const connectRequest = z.object({
  service: z.enum(serviceIds),
  url: z.string().max(2000).optional(),
  user: z.string().max(320).optional(),
  /** Goes in, never out. */
  secret: z.string().max(10_000).optional(),
  caFile: z.string().max(4000).optional(),
  /** Keep the credential only in memory until Punchcard quits: the person chose it where no keychain works. */
  sessionOnly: z.boolean().default(false),
  /**
   * The person confirmed what a key that reaches further than themselves can do (Calamari), or that the token may travel
   * unprotected (Kimai over http, after a failure `unprotected`).
   */
  consent: z.boolean().default(false),
  /** What an AI may do from the start, where that was asked before connecting. */
  profile: z.enum(profileNames).optional(),
  targetSeconds: z.array(z.number().int().min(0).max(86_400)).length(7).nullable().optional(),
});

/** Connecting services and leaving them. */
export const accountChannels = {
  "accounts:connect": { request: connectRequest, response: accountView },
  /** Where people sign in who use Calamari's own MCP server at this address; opens nothing. */
  "accounts:findSignIn": {
    request: z.object({ url: z.string().max(2000), caFile: z.string().max(4000).optional() }),
    response: z.object({ origin: z.string() }),
  },
  /** Opens the browser at the origin that was shown, waits for the person, and connects. */
  "accounts:signIn": {
    request: z.object({
      url: z.string().max(2000),
      origin: z.string().max(2000),
      caFile: z.string().max(4000).optional(),
      sessionOnly: z.boolean().default(false),
      profile: z.enum(profileNames).optional(),
    }),
    response: accountView,
  },
  "accounts:cancelConnect": { request: nothing, response: nothing },
  "accounts:disconnect": { request: z.object({ accountId }), response: nothing },
  "accounts:setTarget": {
    request: z.object({ accountId, targetSeconds: z.array(z.number().int().min(0).max(86_400)).length(7).nullable() }),
    response: nothing,
  },
  "accounts:chooseCaFile": { request: nothing, response: z.object({ path: z.string().nullable() }) },
} as const;
