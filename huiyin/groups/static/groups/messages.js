// The list of groups, alive: what was last said, how much waits, in order. Without it the list is as it was when it was loaded.
import * as list from "./list.js";
import * as live from "./live.js";
import * as outbox from "./outbox.js";

list.begin();
live.start();
outbox.pumpAll();
