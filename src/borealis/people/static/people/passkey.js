// Passkeys: the button asks the device, and what the device answers is sent as a form.
// The options come from the page (data-options) or from the form's own address (data-passkey="sign-in").

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function forDevice(options) {
  const ready = { ...options, challenge: bytes(options.challenge) };
  if (options.user) ready.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) ready[list] = options[list].map((known) => ({ ...known, id: bytes(known.id) }));
  }
  return ready;
}

function forServer(credential) {
  const answer = credential.response;
  const response = { clientDataJSON: text(answer.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer[part]) response[part] = text(answer[part]);
  }
  if (answer.getTransports) response.transports = answer.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

async function ask(form) {
  const { publicKey } = await optionsOf(form);
  const making = form.dataset.passkey === "make";
  const question = { publicKey: forDevice(publicKey) };
  const credential = making
    ? await navigator.credentials.create(question)
    : await navigator.credentials.get(question);
  form.elements.credential.value = JSON.stringify(forServer(credential));
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const line = form.querySelector("[data-passkey-error]");
  if (!window.PublicKeyCredential) {
    line.textContent = form.dataset.unsupported;
    continue;
  }
  const button = form.querySelector("button");
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    line.textContent = "";
    button.disabled = true;
    try {
      await ask(form);
    } catch (error) {
      const known = error.name === "InvalidStateError" ? form.dataset.already : "";
      line.textContent = known || form.dataset.failed;
    } finally {
      button.disabled = false;
    }
  });
}
