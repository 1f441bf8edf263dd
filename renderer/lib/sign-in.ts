import { useState } from "react";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { useCall } from "./call";

/**
 * Signing in to Calamari through the browser in two steps: first where that is, which is shown, then the browser and the
 * wait for it.
 */
export function useSignIn(url: string, profile?: PermissionsView["profile"]) {
  const [origin, setOrigin] = useState<string | null>(null);
  const [caFile, setCaFile] = useState<string | null>(null);
  const find = useCall("accounts:findSignIn");
  const enter = useCall("accounts:signIn");
  const choose = useCall("accounts:chooseCaFile");
  const trusting = caFile === null ? {} : { caFile };
  const forget = () => {
    setOrigin(null);
    find.forget();
    enter.forget();
  };
  const trust = (file: string | null) => {
    forget();
    setCaFile(file);
  };
  return {
    /** Scheme and host of the page that would be opened; null: not looked up. */
    origin,
    host: origin === null ? "" : new URL(origin).host,
    busy: find.busy || enter.busy,
    entering: enter.busy,
    failure: enter.failure ?? find.failure,
    caFile,
    forget,
    trust,
    async chooseCa() {
      const answer = await choose.run();
      if (answer?.ok && answer.value.path !== null) trust(answer.value.path);
    },
    async look() {
      enter.forget();
      const answer = await find.run({ url: url.trim(), ...trusting });
      if (answer?.ok) setOrigin(answer.value.origin);
    },
    async open(sessionOnly: boolean) {
      if (origin === null) return null;
      find.forget();
      const answer = await enter.run({
        url: url.trim(),
        origin,
        sessionOnly,
        ...trusting,
        ...(profile && { profile }),
      });
      if (answer?.ok) return answer.value;
      // What was shown does not hold any more: it is looked up again before anything is opened.
      if (answer?.failure.code === "conflict") setOrigin(null);
      return null;
    },
  };
}
