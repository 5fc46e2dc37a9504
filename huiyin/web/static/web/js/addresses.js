// Every address a script asks, under the name it has on the server; a test holds the two together. Without it scripts ask for nothing.
const ADDRESSES = {
  "case-from-message": "/cases/from/{group}/{n}",
  "case-like": "/cases/like",
  "group": "/groups/{pk}",
  "group-messages": "/groups/{pk}/messages",
  "group-read": "/groups/{pk}/read",
  "group-uploads": "/groups/{pk}/uploads",
  "healthz": "/healthz",
  "message-mark": "/groups/{pk}/messages/{n}/{do}",
  "message-receipts": "/groups/{pk}/messages/{n}/receipts",
  "messages": "/messages",
  "moment-new": "/moments/new",
  "notices-count": "/me/notices/count",
  "notices-seen": "/me/notices/seen",
  "offline": "/offline",
  "people-suggest": "/people/suggest",
  "service-worker": "/sw.js",
  "sign_in": "/sign-in",
  "task": "/tasks/{pk}",
  "task-issue": "/groups/{pk}/tasks/issue",
  "task-new": "/groups/{pk}/tasks/new",
  "task-sentence": "/groups/{pk}/tasks/sentence",
};

/** The address of that name, its parts filled in in their order. */
export function address(name, ...parts) {
  return ADDRESSES[name].replace(/\{\w+\}/g, () => encodeURIComponent(parts.shift()));
}
