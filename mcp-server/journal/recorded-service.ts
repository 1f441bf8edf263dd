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
  return over(service, {
    facts: async (call) => {
      const facts = await service.facts(call);
      currentRecord()?.sawZone(facts.zone);
      return facts;
    },
    timer: recordedTimer(ports),
    time: recordedTime(ports),
    work: recordedWork(ports),
    ...(service.absences && { absences: recordedAbsences(ports, service.absences) }),
    ...(service.records && { records: recordedRecords(ports, service.records) }),
  });
}
