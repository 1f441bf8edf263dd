import { expect, test } from "vitest";
import { ServiceError, type ServiceErrorKind } from "#core/domain/errors";
import { message } from "#core/messages/message";
import { told } from "#team/api/account-answers";

const lost = message("connection_lost", { host: "kimai.test" });
const next = message("try_again_soon");

test.each<[ServiceErrorKind, object]>([
  ["offline", message("problem_with_advice", { problem: lost, advice: next })],
  ["tls", lost],
])("the message of %s errors keeps its code", async (kind, text) => {
  const failing = told(async () => {
    throw new ServiceError(kind, lost, { next });
  });
  await expect(failing).rejects.toMatchObject({ status: 422, code: kind, text });
});
