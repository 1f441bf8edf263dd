import * as checks from "./checks";
import { Wrong } from "./outside";

/** What one check found. */
interface Result {
  ok: boolean;
  what: string;
  says: string;
  notes?: readonly string[];
}

/** In the order in which an AI client comes across them. */
const order: readonly [what: string, check: checks.Check][] = [
  ["certificate", checks.certificate],
  ["discovery", checks.discovery],
  ["sign-in", checks.signIn],
  ["challenge", checks.challenge],
  ["not public", checks.hidden],
  ["registration", checks.registration],
  ["identity document", checks.identityDocument],
];

/** Looks at a team server from outside, one part after the other; each is told when it is known. */
export async function checkPublicServer(place: checks.Place, tell: (finding: Result) => void): Promise<void> {
  for (const [what, check] of order) {
    try {
      const [says, ...notes] = await check(place);
      tell({ ok: true, what, says, notes });
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      tell({ ok: false, what, says: error.message });
      // Nothing else would answer either.
      if (what === "certificate") return;
    }
  }
}
