/**
 * What a client says of itself, without `scope`: what it may do is chosen on the consent page, and a client may not be held
 * to what its maker wrote down. Codex registers with all that our metadata offers, others with scopes of their own.
 * @param text of a registration or an identity document; what is no JSON object stays as it is, to be refused
 */
export function withoutScope(text: string, change: (metadata: Metadata) => Metadata = (same) => same): string {
  try {
    const metadata: unknown = JSON.parse(text);
    if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) return text;
    const { scope: _scope, ...rest } = metadata as Metadata;
    return JSON.stringify(change(rest));
  } catch {
    return text;
  }
}

type Metadata = Record<string, unknown>;
