// How the phone talks to the server: every message is signed over its purpose, this origin and all that it says, so that
// none can be used for another request, another login or another server. Used by the app and by its service worker.

import { sign } from "./keys.js";
import { bytesOf, toText } from "./bytes.js";

/** The server said no, in a word of its own; "offline" where it said nothing. */
export class Refused extends Error {
  constructor(problem) {
    super(problem);
    this.problem = problem;
  }
}

// What the server's clock is ahead of this one's. Below a few seconds it is the way there and back, not the clock.
let ahead = 0;
const patience = 10_000;
export const aheadBy = () => Math.abs(ahead) < 5_000 ? 0 : ahead;
export const setAhead = ms => { ahead = ms; };
export const now = () => Date.now() + aheadBy();

export const lookUpPairing = code => post("/authenticator/pairing/look", { code });

export async function provePairing({ device, account }, code, name, signing, secret) {
  const text = textOf("pair", device, account.id, code, signing.publicKey, secret, toText(bytesOf(name)));
  return post("/authenticator/pairing/prove", { code, name, key: signing.publicKey, secret, signature: await sign(signing.key, text) });
}

export async function look(login) {
  const answer = await signed(login, "look", [login.device], {});
  if (answer.now) ahead = answer.now - Date.now();
  return answer;
}

export const answer = (login, request, approve, number) =>
  signed(login, "answer", [login.device, login.account.id, request, approve ? "approve" : "deny", number], { request, approve, number });

export const notMe = (login, request) => signed(login, "not-me", [login.device, login.account.id, request], { request });

export const setPush = (login, { endpoint, p256dh, auth, key }) =>
  signed(login, "push", [login.device, endpoint, p256dh, auth, key], { endpoint, p256dh, auth, key });

export const noPush = { endpoint: "", p256dh: "", auth: "", key: "" };

function textOf(purpose, ...facts) {
  return ["daypass-authenticator-1", purpose, location.origin, ...facts].join("\n");
}

async function signed(login, purpose, facts, body) {
  const send = async () => {
    const time = now();
    const signature = await sign(login.key, textOf(purpose, ...facts, String(time)));
    return post(`/${login.firm.address}/authenticator/${purpose}`, { device: login.device, ...body, time, signature });
  };
  try {
    return await send();
  } catch (refused) {
    if (refused.problem !== "clock") throw refused;
    ahead = refused.now - Date.now();
    return send();
  }
}

async function post(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    throw new Refused("offline");
  }

  const told = await response.json().catch(() => ({}));
  if (response.ok) return told;
  // A proxy's or a busy server's answer is no verdict of Daypass.
  throw Object.assign(new Refused(told.problem ?? "offline"), { now: told.now });
}
