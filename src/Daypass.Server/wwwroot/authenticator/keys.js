// What proves that it is this phone. Private keys are made here and cannot be read out again, not by this app either:
// the browser keeps them and signs with them.

import { bytesOf, fromText, toText } from "./bytes.js";

const signing = { name: "ECDSA", namedCurve: "P-256" };

/** A new key pair: the private half stays here, the public half (65 bytes) goes to the server. */
export async function newSigningKey() {
  const pair = await crypto.subtle.generateKey(signing, false, ["sign", "verify"]);
  return { key: pair.privateKey, publicKey: toText(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

/** A new secret for offline codes (RFC 4226: 160 bits). Its bytes are sent once, while pairing, and forgotten here. */
export async function newCodeKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  const key = await codeKey(bytes);
  const secret = toText(bytes);
  bytes.fill(0);
  return { key, secret };
}

export const codeKey = bytes => crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);

/** ECDSA over SHA-256: 64 bytes r||s. */
export const sign = async (key, text) => toText(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, bytesOf(text)));

/** Two digits, 10 to 99, that stand for this phone's key: the computer reckons the same (PairingNumber), and the person compares. */
export async function pairingNumber(publicKey, device) {
  const hash = await crypto.subtle.digest("SHA-256", new Uint8Array([...fromText(publicKey), ...bytesOf(device)]));
  return String(10 + new DataView(hash).getUint32(0) % 90);
}
