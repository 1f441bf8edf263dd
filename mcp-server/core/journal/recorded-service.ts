import type { Service } from "../domain/ports";
import { CallRecord, currentRecord } from "./call-record";
import type { Origin } from "./change";
import type { ActivityJournal } from "./journal-store";
import { type Ports, recordedAbsences } from "./ports/absences";
import { over } from "./ports/over";
import { recordedRecords } from "./ports/records";
import { recordedTime } from "./ports/time";
import { recordedTimer } from "./ports/timer";
import { recordedWork } from "./ports/work";

/**
 * A service whose every write is in the journal, whoever sends it: tools and adapters know nothing of it. Reads go through
 * as they are, and are remembered for the call, so that most writes need no reading of their own to tell what was before.
 * @param origin of writes outside of any call
 */
export function recordedService(service: Service, journal: ActivityJournal, origin: Omit<Origin, "tool">): Service {
  const record = () => currentRecord() ?? new CallRecord(journal, { ...origin, tool: "" });
  const ports: Ports = { service, record };
  // A port that a service makes only when it is asked for is not asked for here.
  const made: { -readonly [Port in "absences" | "records" | "work"]?: Service[Port] } = {};
  return over(service, {
    facts: async (call) => {
      const facts = await service.facts(call);
      currentRecord()?.sawZone(facts.zone);
      return facts;
    },
    timer: recordedTimer(ports),
    time: recordedTime(ports),
    get work() {
      made.work ??= recordedWork(ports);
      return made.work;
    },
    get absences() {
      made.absences ??= service.absences && recordedAbsences(ports, service.absences);
      return made.absences;
    },
    get records() {
      made.records ??= service.records && recordedRecords(ports, service.records);
      return made.records;
    },
  });
}
