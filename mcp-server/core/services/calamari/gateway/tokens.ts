import { ServiceError } from "../../../domain/errors";
import type { AccessToken, AdapterEnvironment, RotatingCredential } from "../../../domain/ports";
import { readSignIn, type SignIn, writeSignIn } from "../../../domain/sign-in";
import { type Fetch, signInAgain } from "./fetch";

/** Milliseconds before its end at which a token is renewed without being refused first. */
const early = 30_000;

/** Milliseconds between two tries to have kept what the keychain did not keep. */
const patience = 20_000;

export interface Tokens {
  /** The access token; renewed first where its time is over or there is none yet. */
  current(): Promise<string>;
  /** Another one than that, which was refused. */
  renew(refused: string): Promise<string>;
}

/**
 * Access tokens live in the memory of this process, and in the credential where processes share it; the refresh token,
 * which each use replaces (calamari-api.md §3.2), in the credential. It is used and replaced under the credential's lock, and read inside of it: used twice, it would sign the person
 * out everywhere.
 */
export function createTokens(env: AdapterEnvironment, fetchOf: () => Fetch): Tokens {
  let access: AccessToken | null = null;
  /** Replaced at Calamari, but the keychain did not keep it and has `used` still: `next` is the only one that works. */
  let unsaved: { used: string; next: string; given: AccessToken; tried: number } | null = null;
  let renewing: Promise<string> | null = null;

  /** What works now: somebody may have signed in again, which counts more than what only we know. */
  async function latest(credential: RotatingCredential): Promise<string> {
    const mine = unsaved;
    if (!mine) return credential.get();
    const stored = await credential.get().catch(() => mine.used);
    if (stored === mine.used) return mine.next;
    unsaved = null;
    return stored;
  }

  async function keep(credential: RotatingCredential, used: string, next: string, given: AccessToken): Promise<void> {
    unsaved = { used, next, given, tried: env.now() };
    await credential.set(next, given).then(
      () => {
        unsaved = null;
      },
      () => env.log("gateway.renew", { code: "not kept" }),
    );
  }

  /**
   * Tries again to have kept what the keychain did not keep: other processes have only what is used up, and the first to
   * use that signs the person out everywhere.
   */
  async function keepLater(): Promise<void> {
    const { credential } = env;
    if (!unsaved || !credential || renewing || env.now() - unsaved.tried < patience) return;
    unsaved.tried = env.now();
    await credential.locked(async () => {
      const mine = unsaved;
      if (mine && (await credential.get()) === mine.used) await keep(credential, mine.used, mine.next, mine.given);
    });
  }

  async function use(
    credential: RotatingCredential,
    used: string,
    { clientId, clientSecret, ...kept }: SignIn,
  ): Promise<string> {
    const { OAuthError, refreshAuthorization } = await import("@modelcontextprotocol/client");
    const began = env.now();
    let answered: Awaited<ReturnType<typeof refreshAuthorization>>;
    try {
      const { origin } = new URL(kept.tokenEndpoint);
      answered = await refreshAuthorization(origin, {
        metadata: {
          issuer: origin,
          authorization_endpoint: origin,
          token_endpoint: kept.tokenEndpoint,
          response_types_supported: ["code"],
        },
        clientInformation: { client_id: clientId, client_secret: clientSecret },
        refreshToken: kept.refreshToken,
        resource: kept.resource,
        fetchFn: fetchOf(),
      });
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      const code = error instanceof OAuthError ? error.code : "unreadable";
      env.log("gateway.renew", { code });
      if (["invalid_grant", "invalid_client", "unauthorized_client", "invalid_target"].includes(code)) {
        unsaved = null;
        throw new ServiceError(
          "unauthorized",
          "You are signed out of Calamari: the sign-in has ended or was taken back.",
          {
            next: credential.signInAgain ?? signInAgain,
            detail: code,
          },
        );
      }
      throw new ServiceError("unavailable", "Calamari does not renew the sign-in right now.", {
        next: "Try again in a moment. If it stays so, sign in to Calamari again.",
        detail: code,
      });
    }
    const { access_token: token, refresh_token: refreshToken = kept.refreshToken, expires_in: seconds } = answered;
    env.hide?.(token);
    const next = writeSignIn({ clientId, clientSecret, ...kept, refreshToken });
    access = { token, until: seconds === undefined ? null : began + seconds * 1000 };
    if (refreshToken === kept.refreshToken && !credential.access) return token;
    // While the keychain has an older one than was used, that is what a later look has to find there.
    await keep(credential, unsaved?.next === used ? unsaved.used : used, next, access);
    return token;
  }

  function renewWith(credential: RotatingCredential, text: string): Promise<string> {
    const stored = readSignIn(text);
    if (stored) return use(credential, text, stored);
    throw new ServiceError("unauthorized", "What the keychain has for this account is no sign-in to Calamari.", {
      next: credential.signInAgain ?? signInAgain,
    });
  }

  const isGood = ({ until }: AccessToken) => until === null || env.now() < until - early;

  /** What another process was given while this one waited for the lock. */
  async function given(credential: RotatingCredential, refused: string | undefined): Promise<string | null> {
    const other = unsaved ? null : ((await credential.access?.()) ?? null);
    if (!other || other.token === refused || !isGood(other)) return null;
    env.hide?.(other.token);
    access = other;
    return other.token;
  }

  /** @param refused an access token that is no good whatever its time says */
  function fresh(refused?: string): Promise<string> {
    const { credential } = env;
    if (!credential)
      throw new ServiceError("no_secret", "This account has no sign-in to Calamari.", { next: signInAgain });
    renewing ??= credential
      .locked(async () => {
        const shared = await given(credential, refused);
        if (shared !== null) return shared;
        const used = await latest(credential);
        try {
          return await renewWith(credential, used);
        } catch (error) {
          if (!(error instanceof ServiceError && error.kind === "unauthorized")) throw error;
          // The person may have signed in again while the old one was asked about.
          const now = await credential.get().catch(() => used);
          if (now === used) throw error;
          return renewWith(credential, now);
        }
      })
      .finally(() => {
        renewing = null;
      });
    return renewing;
  }

  return {
    async current() {
      if (!access || !isGood(access)) return fresh();
      // Nobody is kept waiting for the keychain.
      if (unsaved) void keepLater().catch(() => undefined);
      return access.token;
    },
    renew: async (refused) => (access && access.token !== refused ? access.token : fresh(refused)),
  };
}
