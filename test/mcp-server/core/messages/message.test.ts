import { expect, it } from "vitest";
import { ServiceError } from "#core/domain/errors";
import type { Language } from "#core/messages/catalog";
import { de } from "#core/messages/de/index";
import { en } from "#core/messages/en/index";
import { inEnglish, message, withCodes } from "#core/messages/message";
import { pl } from "#core/messages/pl/index";
import { messageText } from "#core/messages/schema";

const locked = message("keychain_locked");
const result = { notes: [locked, "as the service says"], zone: "Europe/Berlin", locked: null };

it("goes to models in English and to windows as a code", () => {
  expect(inEnglish(result)).toEqual({ ...result, notes: ["The keychain is locked.", "as the service says"] });
  const data = { code: "keychain_locked", params: {} };
  expect(withCodes(result)).toEqual({ ...result, notes: [data, "as the service says"] });
  expect(messageText.parse(JSON.parse(JSON.stringify(withCodes(locked))))).toEqual(data);
});

it("is English in logs, errors, and JSON that was not meant for windows", () => {
  expect(`${locked} ${JSON.stringify([locked])}`).toBe('The keychain is locked. ["The keychain is locked."]');
  expect(new ServiceError("keychain", locked)).toMatchObject({ message: "The keychain is locked.", text: locked });
});

it.each([
  ["de", de],
  ["pl", pl],
] satisfies [Language, object][])("has no code in %s twice, nor one without English", (_language, catalog) => {
  expect(Object.keys(catalog)).toEqual(Object.keys(en));
});
