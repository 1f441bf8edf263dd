import { ServiceError } from "../../domain/errors";

/** Said where something that runs is to end. */
export const nothingRuns = () =>
  new ServiceError("nothing_running", "Nothing is running.", { next: "Clock in first, or log the time afterwards." });

/** Said where a break is to end. @param running whether work goes on already */
export const noBreak = (running: boolean) =>
  new ServiceError("nothing_running", running ? "Work is already running." : "There is no break.", {
    next: running ? "Nothing to do." : "Clock in on a project instead.",
  });
