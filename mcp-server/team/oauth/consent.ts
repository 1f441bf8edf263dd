import { createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import { isThisComputer } from "#core/domain/address";
import type {
  ConsentAccount,
  ConsentClient,
  ConsentDecision,
  ConsentView,
  LockReason,
  PersonView,
} from "../api/contract";
import { grantDays, type Lifetimes } from "../api/lifetimes";
import type { Clock } from "../store/database";
import { audienceOf } from "./addresses";
import type { ClientDocuments } from "./client-documents";
import { type Grant, type GrantRepository, grantIdOf } from "./grants";
import { covers, highestIn, type Level, levels, lower, scopesUpTo } from "./levels";

export interface ConsentDeps {
  origin: string;
  provider(): Promise<Provider>;
  grants: GrantRepository;
  documents: ClientDocuments;
  clock: Clock;
  /** Key of the authorization server's forms. */
  formsKey: string;
  /** Levels that group or company do not allow this person's clients. */
  locksOf(person: string, client: Grant["client"]): Promise<Partial<Record<Level, LockReason>>>;
  lifetimes(): Promise<Lifetimes>;
  accountsOf(person: string): Promise<ConsentAccount[]>;
}

export type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;
type Client = NonNullable<Awaited<ReturnType<Provider["Client"]["find"]>>>;

const daySeconds = 86_400;

/** A choice that the page does not offer. */
export class ConsentError extends Error {}

/** What a client asks of a person, and what follows from the answer. */
export class Consent {
  constructor(private readonly deps: ConsentDeps) {}

  /** @returns null: the request is over, was answered, or was begun in another browser */
  async load(request: IncomingMessage, response: ServerResponse, uid: string): Promise<Interaction | null> {
    const provider = await this.deps.provider();
    try {
      const interaction = await provider.interactionDetails(request, response);
      return interaction.uid === uid ? interaction : null;
    } catch (error) {
      const { errors } = await import("oidc-provider");
      if (error instanceof errors.SessionNotFound) return null;
      throw error;
    }
  }

  async view(interaction: Interaction, person: PersonView): Promise<ConsentView> {
    const client = await this.clientOf(interaction);
    const about = await describeClient(client, redirectOf(interaction));
    const [locks, offered] = await Promise.all([this.locks(interaction, client, person.id), this.lifetimes()]);
    const open = levels.filter((level) => !locks[level]);
    const wanted = lower(open.at(-1) ?? "read", about.isLocal ? "read" : "track");
    return {
      uid: interaction.uid,
      person,
      client: { ...about, isNew: !(await this.deps.grants.knows(person.id, client.clientId)) },
      levels: levels.map((level) => ({ level, locked: locks[level] ?? null })),
      suggested: { level: wanted, days: Math.min(about.isLocal ? 1 : 30, offered.at(-1) ?? 1) },
      lifetimes: offered,
      accounts: await this.deps.accountsOf(person.id),
    };
  }

  /**
   * @returns where the browser goes next
   * @throws ConsentError where what was chosen is not offered
   */
  async decide(
    request: IncomingMessage,
    response: ServerResponse,
    interaction: Interaction,
    person: PersonView,
    choice: ConsentDecision,
  ): Promise<string> {
    const provider = await this.deps.provider();
    const once = { mergeWithLastSubmission: false };
    if (choice.decision === "deny")
      return provider.interactionResult(request, response, { error: "access_denied" }, once);
    const client = await this.clientOf(interaction);
    await this.check(interaction, client, person, choice);
    const grantId = await this.grant(interaction, client, person, choice);
    await forgetOtherPerson(provider, interaction, person.id);
    const result = { login: { accountId: person.id }, consent: { grantId } };
    return provider.interactionResult(request, response, result, once);
  }

  private async check(
    interaction: Interaction,
    client: Client,
    person: PersonView,
    { level, days, accounts, understood }: ConsentDecision & { decision: "allow" },
  ): Promise<void> {
    const [locks, offered] = await Promise.all([this.locks(interaction, client, person.id), this.lifetimes()]);
    if (locks[level]) throw new ConsentError(`The level ${level} is not offered here.`);
    if (!offered.includes(days)) throw new ConsentError(`It can last ${offered.join(", ")} days.`);
    const own = await this.deps.accountsOf(person.id);
    if (accounts?.some((id) => !own.some((account) => account.id === id)))
      throw new ConsentError("There is no such account.");
    if (isLocal(redirectOf(interaction)) && !understood)
      throw new ConsentError("Tick first that you started this program yourself.");
  }

  /** The same grant however often the form is sent. */
  private async grant(
    interaction: Interaction,
    client: Client,
    person: PersonView,
    { level, days, accounts }: ConsentDecision & { decision: "allow" },
  ): Promise<string> {
    const { grants, documents, clock, origin, formsKey } = this.deps;
    const provider = await this.deps.provider();
    // The types leave out how long it lasts, which every token of the provider takes.
    const terms = { accountId: person.id, clientId: client.clientId, expiresIn: days * daySeconds };
    const grant = new provider.Grant(terms);
    grant.jti = createHmac("sha256", formsKey).update(`grant/${interaction.uid}`).digest("base64url");
    grant.addResourceScope(audienceOf(origin), scopesUpTo(level).join(" "));
    const isAdded = await grants.add({
      id: grantIdOf(grant.jti),
      person: person.id,
      client: grantedClient(client, interaction),
      level,
      accounts,
      expiresAt: clock() + days * daySeconds * 1_000,
    });
    if (!isAdded) throw new ConsentError("This person was removed.");
    const grantId = await grant.save();
    if (isDocument(client)) await documents.keep(client.clientId, client.metadata());
    return grantId;
  }

  private async clientOf({ params }: Interaction): Promise<Client> {
    const provider = await this.deps.provider();
    const client = await provider.Client.find(String(params.client_id));
    if (!client) throw new Error("The client of this request is gone.");
    return client;
  }

  private async lifetimes(): Promise<number[]> {
    const most = (await this.deps.lifetimes()).grantDays;
    return grantDays.filter((days) => days <= most);
  }

  private async locks(
    interaction: Interaction,
    client: Client,
    person: string,
  ): Promise<Partial<Record<Level, LockReason>>> {
    const asked = highestIn(String(interaction.params.scope ?? "")) ?? "read";
    const more = levels.filter((level) => !covers(asked, level)).map((level) => [level, "asked_less"] as const);
    return { ...Object.fromEntries(more), ...(await this.deps.locksOf(person, grantedClient(client, interaction))) };
  }
}

/** The provider would ask to sign out first where its own session is of somebody else; ours is the one that counts. */
async function forgetOtherPerson(provider: Provider, interaction: Interaction, person: string): Promise<void> {
  const { session } = interaction;
  if (!session || session.accountId === undefined || session.accountId === person) return;
  await (await provider.Session.findByUid(session.uid))?.destroy();
  interaction.session = undefined;
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1_000));
}

const redirectOf = ({ params }: Interaction) => String(params.redirect_uri);

const grantedClient = (client: Client, interaction: Interaction): Grant["client"] => ({
  id: client.clientId,
  name: nameOf(client),
  redirectHost: hostOf(redirectOf(interaction)),
});

const isDocument = ({ clientId }: Client) => clientId.startsWith("https://");

/** One line without control characters; the host, where there is no name. */
const nameOf = (client: Client) =>
  (client.clientName ?? "")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, 80) || hostOf(client.redirectUris?.[0] ?? "");

function hostOf(address: string): string {
  const { protocol, host } = new URL(address);
  return protocol === "http:" || protocol === "https:" ? host : protocol;
}

/** Also https to this computer's own name, which nobody but a program on it answers. */
function isLocal(redirect: string): boolean {
  const { protocol, hostname } = new URL(redirect);
  return protocol !== "https:" || isThisComputer(hostname);
}

async function describeClient(client: Client, redirect: string): Promise<Omit<ConsentClient, "isNew">> {
  // All public suffixes: the start of the server does not wait for them.
  const { getDomain } = await import("tldts");
  const { hostname } = new URL(redirect);
  const identityHost = isDocument(client) ? new URL(client.clientId).host : null;
  const site = getDomain(client.clientId);
  return {
    name: nameOf(client),
    identityHost,
    redirectHost: hostOf(redirect),
    isSameSite: identityHost !== null && !isLocal(redirect) && site !== null && site === getDomain(hostname),
    isLocal: isLocal(redirect),
  };
}
