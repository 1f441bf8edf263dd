import type { IncomingMessage, ServerResponse } from "node:http";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { z } from "zod";
import type { RateLimits } from "../http/rate-limits";
import type { Invitations } from "../people/invitations";
import type { Passkeys } from "../people/passkeys";
import type { Passwords } from "../people/passwords";
import type { Person } from "../people/person";
import type { Sessions, SignInMethod } from "../people/sessions";
import { countingRefusals, demandBelowLimit } from "./below-limit";
import { SessionCookie } from "./browser";
import type { InvitationView, SessionView, WaysIn } from "./contract";
import { csrfToken } from "./csrf";
import { refusing } from "./refusals";
import { type ApiRequest, type Endpoint, endpoint } from "./router";

export interface WayInDeps {
  origin: string;
  formsKey: string;
  limits: RateLimits;
  sessions: Sessions;
  invitations: Invitations;
  passwords: Passwords;
  passkeys: Passkeys;
  /** People can sign in with the company's account. */
  hasCompany: boolean;
}

const token = z.string().min(1).max(200);
/** Its parts are checked by the library, which knows them. */
const passkeyAnswer = z.looseObject({ id: z.string().max(2_000), response: z.looseObject({}) });

/** Signs a browser in with a new token. @returns what pages are told */
export async function welcome(
  { origin, formsKey, sessions }: Pick<WayInDeps, "origin" | "formsKey" | "sessions">,
  person: Person,
  method: SignInMethod,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<SessionView> {
  const cookie = new SessionCookie(origin);
  const userAgent = request.headers["user-agent"] ?? "";
  const session = await sessions.begin(person.id, { method, userAgent, former: cookie.read(request) });
  cookie.set(response, session);
  const { id, email, name, isAdmin } = person;
  return { person: { id, email, name, isAdmin }, csrf: csrfToken(formsKey, session) };
}

/** Sign-in other than by password: by invitation and passkey. Refusals count for the address. */
export function wayInEndpoints(deps: WayInDeps): Endpoint[] {
  const { invitations, passwords, passkeys, limits } = deps;
  /** The question that this browser was asked last. */
  const asked = new SessionCookie(deps.origin, "passkey");

  const open = <Body>(
    path: string,
    body: z.ZodType<Body>,
    run: (call: ApiRequest<Body>) => Promise<unknown>,
  ): Endpoint =>
    endpoint<Body>({
      method: "POST",
      path,
      open: true,
      body,
      run: (call) => countingRefusals(limits, "sign-in", call.visit.address, () => refusing(() => run(call))),
    });

  return [
    endpoint({
      method: "GET",
      path: "/api/ways-in",
      open: true,
      run: async (): Promise<WaysIn> => ({ company: deps.hasCompany }),
    }),
    open("/api/invitation", z.strictObject({ token }), async ({ body }): Promise<InvitationView> => {
      const { email, name } = await invitations.look(body.token);
      return { email, name };
    }),
    open(
      "/api/invitation/password",
      z.strictObject({ token, password: z.string().max(1_024) }),
      async ({ body, request, response }) => {
        const hash = await passwords.prepare(body.password, await invitations.look(body.token));
        const person = await invitations.accept(body.token, (inside, id) => passwords.store(inside, id, hash));
        return welcome(deps, person, "password", request, response);
      },
    ),
    open("/api/invitation/passkey/begin", z.strictObject({ token }), async ({ body, response }) => {
      const { options, state } = await passkeys.beginAdding(await invitations.look(body.token));
      asked.set(response, state, questionSeconds);
      return options;
    }),
    open(
      "/api/invitation/passkey",
      z.strictObject({ token, name: z.string().max(200), answer: passkeyAnswer }),
      async ({ body, request, response }) => {
        const { id } = await invitations.look(body.token);
        const answer = body.answer as unknown as RegistrationResponseJSON;
        const passkey = await passkeys.finishAdding(id, asked.read(request) ?? "", answer);
        const person = await invitations.accept(body.token, (inside, found) =>
          passkeys.store(inside, found, passkey, body.name),
        );
        asked.clear(response);
        return welcome(deps, person, "passkey", request, response);
      },
    ),
    endpoint({
      method: "POST",
      path: "/api/passkey/begin",
      open: true,
      body: z.strictObject({}),
      async run({ response, visit }) {
        await demandBelowLimit(limits, "begin", visit.address);
        const { options, state } = await passkeys.beginSignIn();
        asked.set(response, state, questionSeconds);
        return options;
      },
    }),
    open("/api/passkey", z.strictObject({ answer: passkeyAnswer }), async ({ body, request, response }) => {
      const answer = body.answer as unknown as AuthenticationResponseJSON;
      const person = await passkeys.finishSignIn(asked.read(request) ?? "", answer);
      asked.clear(response);
      return welcome(deps, person, "passkey", request, response);
    }),
  ];
}

/** How long the cookie of a question lasts; the store decides how long it counts. */
const questionSeconds = 300;
