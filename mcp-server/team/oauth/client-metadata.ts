/**
 * What a client says of itself, without `scope` and without redirects to schemes of others: what it may do is chosen on the consent page, and a client may not be held
 * to what its maker wrote down. Codex registers with all that our metadata offers, others with scopes of their own.
 * @param text of a registration or an identity document; what is no JSON object stays as it is, to be refused
 */
export function acceptedMetadata(text: string, change: (metadata: Metadata) => Metadata = (same) => same): string {
  try {
    const metadata: unknown = JSON.parse(text);
    if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) return text;
    const { scope: _scope, ...rest } = metadata as Metadata;
    if (Array.isArray(rest.redirect_uris)) rest.redirect_uris = rest.redirect_uris.filter(mayReceiveAnswers);
    return JSON.stringify(change(rest));
  } catch {
    return text;
  }
}

type Metadata = Record<string, unknown>;

/** Schemes that systems and browsers handle themselves; the provider refuses those that run code or read files. */
const foreignSchemes = /^(ftps?|sftp|wss?|intent|view-source|mailto|tel|sms|chrome|edge|ms-[a-z-]+):/i;

/** An answer goes to https, a program on this computer, or a program that registered a scheme of its own. */
const mayReceiveAnswers = (redirect: unknown): boolean =>
  typeof redirect !== "string" || !foreignSchemes.test(redirect);
