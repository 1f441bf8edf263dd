import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { PolicyState } from "#core/domain/company-policy/index";
import { profileNames } from "#core/domain/permission-profiles";
import { serviceIds } from "#core/service-catalog/descriptors";
import type { AccountSignIn } from "../accounts/sign-in/account-sign-in";
import type { Person } from "../people/person";
import { told, viewOf } from "./account-answers";
import { SessionCookie } from "./browser";
import type { ConnectedView, Location, SignInOrigin } from "./contract";
import { ApiError, type Endpoint, endpoint } from "./router";

/** Milliseconds: two documents and a registration; then a code, a renewal and the person's profile. */
const patience = { begin: 40_000, finish: 60_000 };
/** How long the cookie of a sign-in that has begun lasts; the store decides how long it counts. */
const startedSeconds = 600;

const service = z.enum(serviceIds);
const url = z.string().max(2_000);
const findInput = z.strictObject({ service, url });
const beginInput = z.strictObject({ service, url, origin: url, profile: z.enum(profileNames).optional() });
/** As the browser brought it back (RFC 6749 §4.1.2, RFC 9207). */
const finishInput = z.strictObject({
  service,
  state: z.string().max(500),
  code: z.string().max(4_000).optional(),
  error: z.string().max(200).optional(),
  iss: z.string().max(2_000).optional(),
});

interface Deps {
  origin: string;
  signIn: AccountSignIn;
  /** Throws for somebody who was removed since. */
  boundOf(id: string): Promise<{ person: Person; bound: PolicyState }>;
}

/** Connects an account by signing in to its service: where that is, the way there, and what comes back. */
export function signInAccountEndpoints({ origin, signIn, boundOf }: Deps): Endpoint[] {
  const started = new SessionCookie(origin, "account");
  return [
    endpoint({
      method: "POST",
      path: "/api/accounts/sign-in/find",
      body: findInput,
      async run({ person: { id }, body, response }): Promise<SignInOrigin> {
        const { bound } = await boundOf(id);
        return waited(response, patience.begin, async (signal) => {
          const { origin: shown } = await signIn.find(body.service, body.url, bound, signal);
          return { origin: shown };
        });
      },
    }),
    endpoint({
      method: "POST",
      path: "/api/accounts/sign-in",
      body: beginInput,
      async run({ person: { id }, body, response }): Promise<Location> {
        const { person, bound } = await boundOf(id);
        const { location, cookie } = await waited(response, patience.begin, (signal) =>
          signIn.begin(person, body, bound, signal),
        );
        started.set(response, cookie, startedSeconds);
        return { location };
      },
    }),
    endpoint({
      method: "POST",
      path: "/api/accounts/sign-in/finish",
      body: finishInput,
      async run({ person: { id }, body, request, response }): Promise<ConnectedView> {
        const { person, bound } = await boundOf(id);
        const cookie = takeCookie(started, request, response);
        const { state, code, error, iss } = body;
        // An answer with both is none of a sign-in that worked.
        const answer = { state, code: error === undefined ? (code ?? null) : null, error: error ?? null, iss };
        return waited(response, patience.finish, async (signal) => {
          const { account, facts } = await signIn.finish(person, body.service, answer, cookie, bound, signal);
          return { account: viewOf(account), person: facts.person.name, zone: facts.zone };
        });
      },
    }),
  ];
}

/** It counts once, so the browser need not keep it. */
function takeCookie(started: SessionCookie, request: IncomingMessage, response: ServerResponse): string {
  const cookie = started.read(request) ?? "";
  started.clear(response);
  return cookie;
}

/** Ends the work after that many milliseconds, and where the page does not wait any more. */
async function waited<T>(
  response: ServerResponse,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(milliseconds)]);
  try {
    return await told(() => work(signal));
  } catch (error) {
    if (!signal.aborted || error instanceof ApiError) throw error;
    throw new ApiError(504, "timeout", "The service did not answer in time.");
  }
}
