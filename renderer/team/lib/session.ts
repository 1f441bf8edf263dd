import { useSyncExternalStore } from "react";
import type { PersonView, SessionView } from "#team/api/contract";
import { type Answer, callApi, type Problem, sendCsrf, whenSignedOut, whenStale } from "./api";

export type Session =
  | { state: "in"; person: PersonView }
  | { state: "out" }
  /** It could not be read. */
  | { state: "unknown"; problem: Problem };

let session: Session = { state: "out" };
const listeners = new Set<() => void>();

function put(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

/** Takes what a sign-in or `GET /api/session` answered. */
export function takeSession(answer: Answer<SessionView>): Session {
  sendCsrf(answer.ok ? answer.value.csrf : null);
  if (answer.ok) put({ state: "in", person: answer.value.person });
  else if (answer.problem.code === "signed_out") put({ state: "out" });
  else put({ state: "unknown", problem: answer.problem });
  return session;
}

export const readSession = async (): Promise<Session> => takeSession(await callApi<SessionView>("GET", "/api/session"));

/** Whoever it is, they are not signed in any more: also where the server could not be told. */
export async function signOut(): Promise<void> {
  const answer = await callApi("POST", "/api/sign-out");
  if (answer.ok || answer.problem.code === "signed_out") put({ state: "out" });
  else put({ state: "unknown", problem: answer.problem });
}

whenSignedOut(() => {
  sendCsrf(null);
  if (session.state !== "out") put({ state: "out" });
});

/** What is shown belongs to one person: where another one signed in meanwhile, everything is read anew. */
async function stillThere(): Promise<boolean> {
  const before = session;
  const answer = await callApi<SessionView>("GET", "/api/session");
  if (!answer.ok && answer.problem.code !== "signed_out") return false;
  if (before.state === "in" && answer.ok && answer.value.person.id !== before.person.id) {
    window.location.reload();
    return false;
  }
  return takeSession(answer).state === "in";
}
whenStale(stillThere);

if (typeof document !== "undefined")
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && session.state === "in") void stillThere();
  });

export const useSession = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => session,
  );

/** The person who is signed in; only on pages that are shown to nobody else. */
export function usePerson(): PersonView {
  const now = useSession();
  if (now.state !== "in") throw new Error("shown to nobody who is signed in");
  return now.person;
}
