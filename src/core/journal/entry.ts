// One line of a journal. Events and commands are all that a controller ever saw and said, so they alone replay it;
// changes are the truth beside them, which only a simulation knows.

import type { Command } from "../controller/contract/command.ts";
import type { Event } from "../controller/contract/event.ts";
import type { Instant } from "../../base/prelude/time.ts";

export type Entry =
  | { readonly kind: "event"; readonly at: Instant; readonly event: Event }
  | { readonly kind: "command"; readonly at: Instant; readonly command: Command }
  /**
   * Something that became true: "gridce", "its service is lost (guest-overload)". `serving` where a service came or
   * went.
   */
  | {
      readonly kind: "change";
      readonly at: Instant;
      readonly subject: string;
      readonly change: string;
      readonly serving?: boolean;
    };

/** Takes entries in the order in which they happen. */
export type Recorder = (entry: Entry) => void;
