import { type Answered, type Asked, employeeBy, type FakeEmployee, isDay, ok, wrong } from "../model";
import { leftOf } from "./leave-rules";

const amountText = /^-?\d+(\.\d{1,3})?$/;

/** §2.6 */
export function absenceTypes({ state }: Asked, operation: string): Answered | null {
  if (operation !== "get-absence-types") return null;
  return ok(
    state.absenceTypes.map(({ id, name, durationUnit, externalId }) => ({
      id,
      name,
      durationUnit,
      ...(externalId !== undefined && { externalId }),
    })),
  );
}

export function balances(asked: Asked, operation: string): Answered | null {
  const { state, body } = asked;
  const { date } = body;
  const nested = state.settings.balanceItems === "nested";
  const typeBy = (wanted: unknown) => state.absenceTypes.find(({ id }) => String(id) === wanted);
  const balanceOf = (employee: FakeEmployee, type: (typeof state.absenceTypes)[number]) => {
    const left = leftOf(state, employee, type, String(date));
    return { unit: type.durationUnit, unlimited: left === null, amount: left ?? 0 };
  };
  if (operation === "create") {
    asked.known("amount", "asOfDate", "absenceType", "balanceOwner", "comment");
    const { amount, asOfDate, absenceType, balanceOwner, comment = null } = body;
    if (typeof amount !== "string" || !amountText.test(amount)) return wrong("INVALID_AMOUNT", undefined, "amount");
    if (!isDay(asOfDate)) return wrong("INVALID_AS_OF_DATE", undefined, "asOfDate");
    const type = state.absenceTypes.find(({ id }) => id === absenceType);
    if (!type || type.allowance === null) return wrong("INVALID_ABSENCE_TYPE", undefined, "absenceType");
    const owner = employeeBy(state, balanceOwner);
    if (!owner) return wrong("INVALID_EMPLOYEE", "Employee not found", "balanceOwner");
    if (comment !== null && (typeof comment !== "string" || comment.length > 1024))
      return wrong("INVALID_COMMENT", undefined, "comment");
    state.corrections.push({ employee: owner.id, type: type.id, amount: Number(amount), asOfDate, comment });
    return ok({});
  }
  if (operation === "all") {
    asked.known("employee", "date");
    const employee = employeeBy(state, body.employee);
    if (!employee) return wrong("INVALID_EMPLOYEE", "Employee not found", "employee");
    if (!isDay(date)) return wrong("INVALID_DATE", undefined, "date");
    return ok(
      state.absenceTypes.map((type) =>
        nested
          ? { absenceType: { id: type.id, name: type.name }, balance: balanceOf(employee, type) }
          : { absenceTypeId: type.id, absenceTypeName: type.name, ...balanceOf(employee, type) },
      ),
    );
  }
  if (operation !== "get") return null;
  asked.known("absenceTypeId", "employee", "date");
  const type = typeBy(body.absenceTypeId);
  const employee = employeeBy(state, body.employee);
  if (!type) return wrong("INVALID_ABSENCE_TYPE", undefined, "absenceTypeId");
  if (!employee) return wrong("INVALID_EMPLOYEE", "Employee not found", "employee");
  return isDay(date) ? ok(balanceOf(employee, type)) : wrong("INVALID_DATE", undefined, "date");
}
