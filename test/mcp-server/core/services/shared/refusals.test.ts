import { expect, test } from "vitest";
import { ServiceError, type ServiceErrorKind } from "#core/domain/errors";
import { isGone, nullWhere, orFailed } from "#core/services/shared/refusals";

const fails = (kind: ServiceErrorKind) => Promise.reject(new ServiceError(kind, `It is ${kind}.`));
const broken = () => Promise.reject(new TypeError("a fault of ours"));

test("only the named refusals become null", async () => {
  expect(await nullWhere(["forbidden"], Promise.resolve(7))).toBe(7);
  expect(await nullWhere(["forbidden", "not_found"], fails("not_found"))).toBeNull();
  await expect(nullWhere(["forbidden"], fails("unavailable"))).rejects.toThrow("It is unavailable.");
  await expect(nullWhere(["forbidden"], broken())).rejects.toThrow(TypeError);
});

test("only what the service does not have is gone", async () => {
  expect(await isGone(fails("not_found"))).toBe(true);
  expect(await isGone(Promise.resolve({}))).toBeNull();
  await expect(isGone(fails("forbidden"))).rejects.toThrow();
});

test("a part that cannot be read says why, and a refused credential fails the whole", async () => {
  expect(await orFailed(fails("forbidden"))).toEqual({ failed: "It is forbidden." });
  await expect(orFailed(fails("unauthorized"))).rejects.toThrow();
  await expect(orFailed(broken())).rejects.toThrow(TypeError);
});
