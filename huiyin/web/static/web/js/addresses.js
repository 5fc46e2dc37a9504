// The addresses that scripts ask, each under the name it has on the server. An app has its own in its `addresses.js`, those of the shell are
// here; a test holds them to the server's. Without it scripts ask for nothing.

/** Gives a function for a table of addresses by name: the address of that name, its parts filled in in their order. */
export function addressesOf(table) {
  return (name, ...parts) => table[name].replace(/\{\w+\}/g, () => encodeURIComponent(parts.shift()));
}

export const address = addressesOf({
  "healthz": "/healthz",
  "offline": "/offline",
  "service-worker": "/sw.js",
  "sign_in": "/sign-in",
});
