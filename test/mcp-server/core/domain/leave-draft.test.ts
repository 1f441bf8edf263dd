import { describe, expect, it } from "vitest";
import { ServiceError } from "#core/domain/errors";
import { refuseExtras } from "#core/domain/leave-draft";

const draft = { typeId: "holiday", first: "2026-12-07", last: "2026-12-07" };
describe("a request for leave on a service that keeps less than Calamari", () => {
  it.each(["Kimai", "Clockodo"])("refuses with words what %s has no place for", (product) => {
    for (const [more, words] of [
      [{ reason: "Move" }, /no reason.*comment/s],
      [{ substituteId: "8" }, /who stands in/],
      [{ from: "afternoon", firstHalf: true }, /which half.*half: first/s],
      [{ from: "09:00", seconds: 7_200 }, /not when it begins.*2h30/s],
    ] as const) {
      const failed = (() => {
        try {
          refuseExtras({ ...draft, ...more }, product);
        } catch (error) {
          return error;
        }
        return null;
      })();
      expect(failed).toBeInstanceOf(ServiceError);
      const { message, next, kind } = failed as ServiceError;
      expect(kind).toBe("unsupported");
      expect(`${message} ${next}`).toMatch(words);
      expect(message).toContain(product);
    }
    expect(() => refuseExtras({ ...draft, comment: "x", seconds: 3_600 }, product)).not.toThrow();
  });
});
