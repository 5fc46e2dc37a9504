// Adds passkeys: a button at the door that signs in, one under Me that makes one, one that shows once more who it is. Without it the
// buttons stay hidden and codes do.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// A browser ties a passkey to a name; an address in figures has none, and plain http is trusted on this machine only.
const possible = () =>
  window.isSecureContext && "credentials" in navigator && "PublicKeyCredential" in window &&
  !/^[\d.]+$|:/.test(location.hostname);

class Said extends Error {}

async function ask(url, token, body) {
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token, "X-Requested-With": "fetch" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Said("offline");
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Said(said.words || said.error?.words || "");
  return said;
}

const listed = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

// Written out by hand: older browsers lack parseCreationOptionsFromJSON and toJSON.
function plain(credential) {
  const { response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    said.attestationObject = text(response.attestationObject);
    said.transports = response.getTransports?.() ?? [];
  } else {
    said.authenticatorData = text(response.authenticatorData);
    said.signature = text(response.signature);
    if (response.userHandle) said.userHandle = text(response.userHandle);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: said, clientExtensionResults: {} };
}

async function signIn(form, token) {
  const options = await ask(form.dataset.options, token, {});
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: listed(options.allowCredentials) };
  const credential = await navigator.credentials.get({ publicKey });
  const { to } = await ask(form.dataset.passkey, token, { credential: plain(credential), next: form.dataset.next });
  location.assign(to);
}

// Shows once more who it is; then what waits on the page goes off.
async function again(form, token) {
  const options = await ask(form.dataset.options, token, {});
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: listed(options.allowCredentials) };
  const credential = await navigator.credentials.get({ publicKey });
  await ask(form.dataset.passkey, token, { credential: plain(credential) });
  document.getElementById("again-go").submit();
}

async function add(form, token) {
  const options = await ask(form.dataset.options, token, {});
  const publicKey = {
    ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: listed(options.excludeCredentials),
  };
  const credential = await navigator.credentials.create({ publicKey });
  await ask(form.dataset.passkey, token, { credential: plain(credential) });
  location.reload();
}

// In the words of the page: what the browser throws is for programmers.
function words(form, error) {
  if (error instanceof Said) return error.message === "offline" ? form.dataset.offline : error.message || form.dataset.failed;
  if (error?.name === "InvalidStateError") return form.dataset.already || form.dataset.failed;
  return form.dataset.failed;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!possible()) continue;
  form.hidden = false;
  form.closest("[data-passkey-room]")?.removeAttribute("hidden");
  document.querySelector("[data-passkey-none]")?.setAttribute("hidden", "");
  const button = form.querySelector("button");
  const notice = form.querySelector("[role=status]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    notice.textContent = "";
    try {
      await ({ add, again }[form.dataset.does] || signIn)(form, form.elements.csrfmiddlewaretoken.value);
    } catch (error) {
      notice.textContent = words(form, error);
    } finally {
      button.disabled = false;
    }
  });
}
