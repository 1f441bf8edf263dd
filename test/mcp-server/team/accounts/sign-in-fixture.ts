import type { PolicyState } from "#core/domain/company-policy/index";
import type { Person } from "#team/people/person";
import type { FakeGateway } from "../../../fakes/calamari-gateway";
import { visit } from "../../../fakes/calamari-gateway/browser";
import type { Team } from "./team-fixture";

export type Who = keyof FakeGateway["people"];
const signal = new AbortController().signal;
const none: PolicyState = { kind: "none" };

/** The hosts that a server must list to speak to the fake, which is on this computer. */
export const hostsOf = (gateway: FakeGateway) => [
  new URL(gateway.mcpUrl).host,
  new URL(gateway.authorization.url).host,
];

/** Somebody of the company whose address Calamari knows as well. */
export const personOf = (team: Team, gateway: FakeGateway, who: Who = "nora") =>
  team.people.create({ email: gateway.people[who], name: who, group: null, isAdmin: false, status: "active" });

export const beginSignIn = (team: Team, gateway: FakeGateway, person: Person, bound: PolicyState = none) =>
  team.signIn.begin(
    person,
    { service: "calamari", url: gateway.mcpUrl, origin: gateway.authorization.url, profile: "track" },
    bound,
    signal,
  );

/** What the browser brings back from there. */
export async function answerAt(gateway: FakeGateway, location: string, who: Who = "nora", options = {}) {
  const { at } = await visit(location, gateway.people[who], { stopAt: "/connect/calamari/signed-in", ...options });
  const { searchParams, origin } = new URL(at);
  return {
    origin,
    state: searchParams.get("state") ?? "",
    code: searchParams.get("code"),
    error: searchParams.get("error"),
    iss: searchParams.get("iss") ?? undefined,
  };
}
export type BroughtBack = Omit<Awaited<ReturnType<typeof answerAt>>, "origin">;

export const finishSignIn = (
  team: Team,
  answer: BroughtBack,
  cookie: string,
  person: Person,
  bound: PolicyState = none,
) => team.signIn.finish(person, "calamari", answer, cookie, bound, signal);

/** The whole way: an account of this person, signed in to at Calamari as that one. */
export async function signInAs(team: Team, gateway: FakeGateway, person: Person, who: Who = "nora") {
  const { location, cookie } = await beginSignIn(team, gateway, person);
  return finishSignIn(team, await answerAt(gateway, location, who), cookie, person);
}

/** Requests that a token endpoint, or the place where tokens are revoked, answered well. */
export const countOf = (gateway: FakeGateway, path: "/token" | "/token/revocation" | "/reg") =>
  gateway.authorization.requests.filter(({ url, status }) => url === path && status < 300).length;
