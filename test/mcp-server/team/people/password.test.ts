import { expect, test } from "vitest";
import { checkNewPassword, hashPassword, isPassword } from "#team/people/password";

test("takes the password that was hashed, in any Unicode spelling, and no other", async () => {
  const hash = await hashPassword("grüße aus Köln");
  expect(hash).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  expect(await isPassword("grüße aus Köln", hash)).toBe(true);
  expect(await isPassword("gru\u0308ße aus Ko\u0308ln", hash)).toBe(true);
  for (const wrong of ["", "Grüße aus Köln", "grüße aus Köln "]) expect(await isPassword(wrong, hash)).toBe(false);
  expect(await hashPassword("grüße aus Köln")).not.toBe(hash);
});

test("takes nothing where there is no password, and works as long for it", async () => {
  const hash = await hashPassword("a long password");
  const time = async (stored: string | undefined) => {
    const start = process.cpuUsage();
    expect(await isPassword("another password", stored)).toBe(false);
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  await time(undefined);
  const [unknown, known] = [await time(undefined), await time(hash)];
  expect(unknown / known).toBeGreaterThan(0.5);
});

test("takes a long password whose keyboard writes letters in two parts", async () => {
  const typed = "u\u0308 ".repeat(100);
  checkNewPassword(`${typed}abcdef`, []);
  expect(await isPassword(`${typed}abcdef`, await hashPassword(`${typed}abcdef`))).toBe(true);
});

test("takes no empty password of somebody who gave too long a one", async () => {
  const hash = await hashPassword("");
  expect(await isPassword("x".repeat(300), hash)).toBe(false);
});

test.each([
  ["eleven charс", "at least 12 characters"],
  ["", "at least 12"],
  ["x".repeat(257), "at most 256"],
  ["marta@example.org", "easy to guess"],
  ["MARTA@EXAMPLE.ORG", "easy to guess"],
  ["aaaaaaaaaaaabb", "easy to guess"],
])("refuses %s as a new password", (password, why) => {
  const words = ["marta@example.org", "Marta"];
  if (why === "at least 12 characters")
    return expect(() => checkNewPassword(password.slice(0, 11), words)).toThrow(why);
  expect(() => checkNewPassword(password, words)).toThrow(why);
});

test("takes a phrase, an emoji counting as one character", () => {
  expect(() => checkNewPassword("correct horse", ["marta"])).not.toThrow();
  expect(() => checkNewPassword("\u{1f40e}".repeat(11), [])).toThrow("at least 12");
});
