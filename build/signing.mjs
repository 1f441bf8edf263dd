// How an app for macOS is signed: with a certificate where one is given, else ad hoc.

/**
 * Arguments of electron-builder. Without any signature an app for arm64 is killed at its start, and with the hardened
 * runtime an ad-hoc one refuses Electron's own frameworks.
 * @param platform what is packed on: only a Mac signs
 * @param env `CSC_LINK` or `CSC_NAME` name a certificate (electron-builder's own variables)
 */
export function signingArguments(platform, env) {
  if (platform !== "darwin" || env.CSC_LINK || env.CSC_NAME) return [];
  return ["-c.mac.identity=-", "-c.mac.hardenedRuntime=false"];
}
