export type PresenceNews = "locked" | "unlocked" | "asleep" | "awake";

/** What a system can tell of its person. */
export interface PresenceTells {
  idle: boolean;
  lock: boolean;
  sleep: boolean;
}

export interface PresenceSource {
  /** Milliseconds since the last key or move of the mouse; null: this system does not tell. */
  idle(): Promise<number | null>;
  follow(tell: (news: PresenceNews) => void): void;
  /** As far as it is known now: a desktop may be asked only once it is there. */
  tells(): PresenceTells;
  stop(): void;
}
