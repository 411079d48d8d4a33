// Passkeys: the browser's own dialogue, between a form of ours and the server. The options come in `data-options`, or for signing in
// from the server at the press of the button; the answer goes back in the form's field `credential`.
import { said } from "./said.js";

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (list) => (list || []).map((each) => ({ ...each, id: toBytes(each.id) }));

const answered = (credential, parts) => ({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
  clientExtensionResults: credential.getClientExtensionResults(),
  response: Object.fromEntries(parts.filter((part) => credential.response[part]).map((part) => [part, toText(credential.response[part])])),
});

async function add(options, alone) {
  const wanted = options.publicKey;
  const selection = { ...wanted.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
  if (alone) selection.userVerification = "required";
  const publicKey = {
    ...wanted,
    challenge: toBytes(wanted.challenge),
    user: { ...wanted.user, id: toBytes(wanted.user.id) },
    excludeCredentials: withBytes(wanted.excludeCredentials),
    authenticatorSelection: selection,
  };
  const made = await navigator.credentials.create({ publicKey });
  const answer = answered(made, ["clientDataJSON", "attestationObject"]);
  answer.response.transports = made.response.getTransports?.() ?? [];
  return answer;
}

async function show(options) {
  const wanted = options.publicKey;
  const publicKey = { ...wanted, challenge: toBytes(wanted.challenge), allowCredentials: withBytes(wanted.allowCredentials) };
  const shown = await navigator.credentials.get({ publicKey });
  return answered(shown, ["clientDataJSON", "authenticatorData", "signature", "userHandle"]);
}

async function asked(form) {
  const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error(`passkey options: ${reply.status}`);
  return (await reply.json()).request_options;
}

async function send(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    const options = form.dataset.options ? JSON.parse(form.dataset.options) : await asked(form);
    const answer = form.dataset.passkey === "add" ? await add(options, form.elements.passwordless?.checked ?? true) : await show(options);
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    problem.textContent = said.no_passkey;
    problem.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
