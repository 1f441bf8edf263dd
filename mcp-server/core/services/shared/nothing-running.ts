import { ServiceError } from "../../domain/errors";
import { message } from "../../messages/message";

/** Said where something that runs is to end. */
export const nothingRuns = () =>
  new ServiceError("nothing_running", message("nothing_running"), {
    next: "Clock in first, or log the time afterwards.",
  });

/** Said where a break is to end. @param running whether work goes on already */
export const noBreak = (running: boolean) =>
  new ServiceError("nothing_running", running ? message("work_already_running") : message("no_break"), {
    next: running ? "Nothing to do." : "Clock in on a project instead.",
  });
