/**
 * The id under which the desktop starts the Flatpak that this binary runs in. Any program that was started from another
 * Flatpak (an editor, a terminal) may inherit that one's variable; what a Flatpak holds lies below /app.
 * @param electron path of the binary
 */
export const ownFlatpak = (electron: string, { FLATPAK_ID: id }: NodeJS.ProcessEnv): string | null =>
  id && electron.startsWith("/app/") ? id : null;

/**
 * The environment as the person's other programs have it: inside of a Flatpak the folder of settings is a private one, and
 * the person's own, where they named one, is told by another variable.
 */
export function hostEnvironment(electron: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (ownFlatpak(electron, env) === null) return env;
  const { HOST_XDG_CONFIG_HOME: config, XDG_CONFIG_HOME: _private, ...kept } = env;
  return { ...kept, ...(config && { XDG_CONFIG_HOME: config }) };
}

/** What starts the app for its person, from outside of the Flatpak. */
export const flatpakCommand = (id: string): string[] => ["flatpak", "run", id];
