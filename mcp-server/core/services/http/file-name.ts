import { cleanLines } from "../../domain/text";

/** Names that Windows keeps for devices, with any ending. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** The name that a `content-disposition` header gives; the encoded form (RFC 6266) goes first. */
function named(header: string): string | null {
  const encoded = /filename\*\s*=\s*(?:utf-8|iso-8859-1)'[^']*'([^;]+)/i.exec(header)?.[1];
  if (encoded !== undefined) {
    try {
      return decodeURIComponent(encoded.trim());
    } catch {
      // Wrongly encoded: the plain name is looked at instead.
    }
  }
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
  return plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2] ?? null;
}

/**
 * A file name that can be written anywhere: no path, no hidden or device name, nothing invisible, at most 120 characters.
 * The service may pass on what a person typed, so it is not trusted.
 * @param fallback used where the header names none, or nothing is left of it
 */
export function safeFileName(header: string | null, fallback: string): string {
  const given = header === null ? null : named(header);
  const last = (given ?? "").split(/[\\/]/).at(-1) ?? "";
  const clean = cleanLines(last, 500)
    .replace(/[<>:"|?*\n]/g, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  if (clean === "" || device.test(clean)) return fallback;
  const dot = clean.lastIndexOf(".");
  const ending = dot > 0 && clean.length - dot <= 10 ? clean.slice(dot) : "";
  const stem = Array.from(ending === "" ? clean : clean.slice(0, dot));
  return `${stem.slice(0, 120 - ending.length).join("")}${ending}`;
}
