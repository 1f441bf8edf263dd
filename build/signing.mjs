// How packages are signed: with certificates where secrets provide them, else ad hoc (macOS) or not at all (Windows).
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const azure = {
  endpoint: "AZURE_SIGNING_ENDPOINT",
  codeSigningAccountName: "AZURE_SIGNING_ACCOUNT",
  certificateProfileName: "AZURE_SIGNING_PROFILE",
  publisherName: "AZURE_SIGNING_PUBLISHER",
};
/** What Azure's own sign-in reads. */
const azureSignIn = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"];

/**
 * Arguments of electron-builder. Without any signature macOS kills an app for arm64 at its start, and with the hardened
 * runtime an ad hoc signature refuses Electron's own frameworks.
 *
 * @param platform of the computer that packs: a Mac signs for macOS, Windows for Windows
 * @param env `CSC_LINK` or `CSC_NAME` name a certificate (electron-builder's own variables); `AZURE_SIGNING_…` an account of
 * Azure Trusted Signing
 * @throws {Error} when some variables of Azure are set and others are missing
 */
export function signingArguments(platform, env) {
  if (platform === "win32") return azureArguments(env);
  if (platform !== "darwin" || env.CSC_LINK || env.CSC_NAME) return [];
  return ["-c.mac.identity=-", "-c.mac.hardenedRuntime=false"];
}

function azureArguments(env) {
  const names = [...Object.values(azure), ...azureSignIn];
  const missing = names.filter((name) => !env[name]);
  if (missing.length === names.length) return [];
  if (missing.length > 0) throw new Error(`Azure Trusted Signing: ${missing.join(", ")} not set`);
  return Object.entries(azure).map(([option, name]) => `-c.win.azureSignOptions.${option}=${env[name]}`);
}

/**
 * Environment for electron-builder. A secret of GitHub is the text of Apple's key, while notarytool reads a file: its text is
 * written to a private folder.
 *
 * @returns variables, and the folder to delete afterwards (null: none was made)
 */
export function signingEnvironment(env) {
  // An empty secret counts as none. With a part of them electron-builder would stop.
  const { APPLE_API_KEY: key, ...others } = env;
  if (!key || !env.APPLE_API_KEY_ID || !env.APPLE_API_ISSUER || !env.CSC_LINK) {
    const { APPLE_API_KEY_ID: _id, APPLE_API_ISSUER: _issuer, ...unsigned } = others;
    return { env: unsigned, folder: null };
  }
  if (!key.includes("-----BEGIN")) return { env, folder: null };
  const folder = mkdtempSync(join(tmpdir(), "punchcard-signing-"));
  const file = join(folder, `AuthKey_${env.APPLE_API_KEY_ID}.p8`);
  writeFileSync(file, key.endsWith("\n") ? key : `${key}\n`, { mode: 0o600 });
  return { env: { ...others, APPLE_API_KEY: file }, folder };
}
