import type { AccountView } from "#main/ipc/contract/accounts";

/** What the step that connects a service is given. */
export interface ConnectStepProps {
  onBack: () => void;
  onDone: (account: AccountView) => void;
}
