import * as checks from "./checks";
import { Wrong } from "./outside";

export type CheckName = "certificate" | "discovery" | "sign_in" | "challenge" | "hidden" | "registration" | "document";

/** What one check found. */
export interface Result {
  ok: boolean;
  says: string;
  notes: readonly string[];
}

/** In the order in which an AI client comes across them. */
const order: Record<CheckName, { what: string; check: checks.Check }> = {
  certificate: { what: "certificate", check: checks.certificate },
  discovery: { what: "discovery", check: checks.discovery },
  sign_in: { what: "sign-in", check: checks.signIn },
  challenge: { what: "challenge", check: checks.challenge },
  hidden: { what: "not public", check: checks.hidden },
  registration: { what: "registration", check: checks.registration },
  document: { what: "identity document", check: checks.identityDocument },
};
export const checkNames = Object.keys(order) as CheckName[];

/** Identity document of Claude Code (ai-clients.md §8). */
export const usualDocument = "https://claude.ai/oauth/claude-code-client-metadata";

/** Looks at one part of a team server from outside. */
export async function checkPart(name: CheckName, place: checks.Place): Promise<Result> {
  try {
    const [says, ...notes] = await order[name].check(place);
    return { ok: true, says, notes };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return { ok: false, says: error.message, notes: [] };
  }
}

/** Looks at all of it, one part after the other; each is told when it is known. */
export async function checkPublicServer(
  place: checks.Place,
  tell: (finding: Result & { what: string }) => void,
): Promise<void> {
  for (const name of checkNames) {
    const result = await checkPart(name, place);
    tell({ ...result, what: order[name].what });
    // Nothing else would answer either.
    if (name === "certificate" && !result.ok) return;
  }
}
