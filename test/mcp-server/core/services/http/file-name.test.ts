import { describe, expect, it } from "vitest";
import { safeFileName } from "#core/services/http/file-name";
import * as fc from "../../../../property";

describe("the name of a downloaded file", () => {
  it.each([
    ['attachment; filename="a b.pdf"', "a b.pdf"],
    ["inline; filename=plain.pdf", "plain.pdf"],
    [`attachment; filename="wrong.pdf"; filename*=UTF-8''%C3%BC.pdf`, "ü.pdf"],
    [`attachment; filename="kept.pdf"; filename*=UTF-8''%E0%A4%A.pdf`, "kept.pdf"],
    ['attachment; filename="say \\"hi\\".pdf"', "say _hi_.pdf"],
    ['attachment; filename="..\\\\..\\\\x.pdf"', "x.pdf"],
    ["attachment", "fallback"],
    ['attachment; filename="..."', "fallback"],
    ['attachment; filename="NUL"', "fallback"],
    [`attachment; filename="${"x".repeat(300)}.pdf"`, `${"x".repeat(116)}.pdf`],
  ])("%s", (header, name) => {
    expect(safeFileName(header, "fallback")).toBe(name);
  });

  it("is never a path, hidden, empty or long, whatever the service sends", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.boolean(), (text, encoded) => {
        const part = encoded ? `filename*=utf-8''${encodeURIComponent(text)}` : `filename="${text}"`;
        const name = safeFileName(`attachment; ${part}`, "fallback");
        expect(name).not.toMatch(/[/\\\0\r\n:*?"<>|\u202e]|^\.|^$/);
        expect(Array.from(name).length).toBeLessThanOrEqual(130);
      }),
    );
  });
});
