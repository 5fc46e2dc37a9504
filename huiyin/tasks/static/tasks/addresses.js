// The addresses of tasks that scripts ask. Without it they ask for nothing.
import { addressesOf } from "../web/js/addresses.js";

export const address = addressesOf({
  "task-new": "/groups/{pk}/tasks/new",
  "task-sentence": "/groups/{pk}/tasks/sentence",
});
