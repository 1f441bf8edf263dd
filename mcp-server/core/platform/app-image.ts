/** Folders of AppImage's runtime: a mount wherever TMPDIR points, or what APPIMAGE_EXTRACT_AND_RUN unpacked. */
export const ofImage = /\/(?:\.mount_[^/]+|appimage_extracted_[^/]+)\//;

/**
 * The AppImage that this binary runs from, whose content lies elsewhere each time. Any program that was started from another
 * AppImage (an editor, a terminal) inherits that one's variables, so only what runs out of the content is ours.
 * @param electron path of the binary
 */
export function ownAppImage(electron: string, env: NodeJS.ProcessEnv): string | null {
  const { APPIMAGE: image, APPDIR: content } = env;
  const inside = ofImage.test(electron) || Boolean(content && electron.startsWith(`${content.replace(/\/$/, "")}/`));
  return image && inside ? image : null;
}
