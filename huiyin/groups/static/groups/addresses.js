// The addresses of groups that scripts ask. Without it they ask for nothing.
import { addressesOf } from "../web/js/addresses.js";

export const address = addressesOf({
  "group": "/groups/{pk}",
  "group-messages": "/groups/{pk}/messages",
  "group-read": "/groups/{pk}/read",
  "group-uploads": "/groups/{pk}/uploads",
  "message-mark": "/groups/{pk}/messages/{n}/{do}",
  "message-receipts": "/groups/{pk}/messages/{n}/receipts",
  "messages": "/messages",
  "task-issue": "/groups/{pk}/tasks/issue",
});
