import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { PeopleError } from "./person";

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** 32 MiB and about 0.2 s a try: OWASP's second row for scrypt, as many may sign in at nine. */
const cost = { logN: 15, r: 8, p: 3 };
const hashLength = 32;
const shortest = 12;
/** Longer ones would only cost time. */
const longest = 256;

const form = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/;

/** One spelling for what keyboards write in several. */
const normal = (password: string) => password.normalize("NFKC");

/**
 * @param words what the password must not be: address and name of its person
 * @throws PeopleError `invalid`, for the person
 */
export function checkNewPassword(password: string, words: readonly string[]): void {
  const length = [...normal(password)].length;
  if (length < shortest) throw new PeopleError("invalid", `A password has at least ${shortest} characters.`);
  if (length > longest) throw new PeopleError("invalid", `A password has at most ${longest} characters.`);
  const plain = normal(password).toLowerCase();
  const weak = words.some((word) => word.toLowerCase() === plain) || new Set(plain).size < 5;
  if (weak) throw new PeopleError("invalid", "This password is easy to guess. Choose another one.");
}

/** `scrypt$logN$r$p$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await deriveWith(password, salt, cost);
  return ["scrypt", cost.logN, cost.r, cost.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** What nobody's password is: checked where there is no password, so that the time tells nothing. */
const nobodys = hashPassword(randomBytes(32).toString("base64url"));

/** Takes as long where there is no hash. @param hash undefined: no such person, or they have no password */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, logN, r, p, salt = "", expected = ""] = form.exec(hash ?? (await nobodys)) ?? [];
  const tried = [...normal(password)].length > longest ? "" : password;
  const found = await deriveWith(tried, Buffer.from(salt, "base64url"), {
    logN: Number(logN),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(found, Buffer.from(expected, "base64url")) && hash !== undefined && tried === password;
}

function deriveWith(password: string, salt: Buffer, { logN, r, p }: typeof cost): Promise<Buffer> {
  const N = 2 ** logN;
  return derive(normal(password), salt, hashLength, { N, r, p, maxmem: 256 * N * r });
}
