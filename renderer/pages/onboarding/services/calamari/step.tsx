import { useState } from "react";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import type { ConnectStepProps } from "../props";
import { CalamariConsent } from "./consent";
import { CalamariForm, type CalamariTyped } from "./form";
import { CalamariSignIn } from "./sign-in";

/** With a key of the company, or by signing in to Calamari's own MCP server. First what the key can do and what becomes of it, confirmed by the person; only then where it is entered. */
export function CalamariStep({ onBack, onDone }: ConnectStepProps) {
  const [confirmed, setConfirmed] = useState(false);
  const [at, setAt] = useState<"consent" | "connect" | "sign-in">("consent");
  const [profile, setProfile] = useState<PermissionsView["profile"]>("track");
  const [typed, setTyped] = useState<CalamariTyped>({ url: "", user: "", secret: "" });
  if (at === "consent")
    return (
      <CalamariConsent
        profile={profile}
        confirmed={confirmed}
        onProfile={setProfile}
        onConfirmed={setConfirmed}
        onBack={onBack}
        onNext={() => setAt("connect")}
        onSignIn={() => setAt("sign-in")}
      />
    );
  if (at === "sign-in")
    return <CalamariSignIn profile={profile} onProfile={setProfile} onBack={() => setAt("consent")} onDone={onDone} />;
  return (
    <CalamariForm
      profile={profile}
      typed={typed}
      onTyped={(change) => setTyped((before) => ({ ...before, ...change }))}
      onBack={() => setAt("consent")}
      onDone={(account) => {
        setTyped({ url: "", user: "", secret: "" });
        onDone(account);
      }}
    />
  );
}
