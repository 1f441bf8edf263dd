import { type Answered, type Asked, employeeBy, isDay, ok, wrong } from "../model";

const days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

/** §2.7 */
export function holidays(asked: Asked, operation: string): Answered | null {
  if (operation !== "find") return null;
  asked.known("employee", "from", "to");
  const { state, body } = asked;
  const { from, to } = body;
  const employee = employeeBy(state, body.employee);
  if (!employee) return wrong("INVALID_EMPLOYEE", "Employee not found", "employee");
  if (!isDay(from)) return wrong("INVALID_DATE_FROM", undefined, "from");
  if (!isDay(to) || to < from) return wrong("INVALID_DATE_TO", undefined, "to");
  return ok(
    state.holidays
      .filter((each) => each.calendar === employee.holidaysCalendar && each.start <= to && each.end >= from)
      .map(({ name, start, end, halfdayPeriod }) => ({
        name,
        start,
        end,
        halfDay: halfdayPeriod !== null,
        halfdayPeriod,
      })),
  );
}

/** §2.7: durations in seconds, times null on free days and in flexible schedules. */
export function workingWeeks({ state }: Asked, operation: string): Answered | null {
  if (operation !== "all") return null;
  return ok(
    state.weeks.map(({ id, name, days: plan }) => ({
      id,
      name,
      workingDays: days.map((dayName, index) => ({
        dayName,
        isWorkingDay: Boolean(plan[index]),
        startTime: plan[index]?.start ?? null,
        finishTime: plan[index]?.finish ?? null,
        duration: plan[index]?.seconds ?? 0,
      })),
    })),
  );
}
