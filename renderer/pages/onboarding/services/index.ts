import type { ComponentType } from "react";
import type { AccountView } from "#main/ipc/contract/accounts";
import { CalamariStep } from "./calamari/step";
import { ClockodoStep } from "./clockodo/step";
import { KimaiStep } from "./kimai/step";
import { LocalStep } from "./local/step";
import type { ConnectStepProps } from "./props";

/** How each service is connected; the words beside it are `service.<id>` and `onboarding.connect.<id>`. */
export const connectSteps: Record<AccountView["service"], ComponentType<ConnectStepProps>> = {
  kimai: KimaiStep,
  clockodo: ClockodoStep,
  calamari: CalamariStep,
  local: LocalStep,
};
