// Codes for when there is no service: RFC 6238 with HMAC-SHA-1, 30 seconds, 6 digits.

export const stepMs = 30_000;

export async function codeAt(key, ms) {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(ms / stepMs)));
  const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
  // RFC 4226, 5.3: the last half-byte says where to take 31 bits.
  const at = mac.getUint8(19) & 15;
  return String((mac.getUint32(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Milliseconds until the next code. */
export const msLeft = ms => stepMs - ms % stepMs;
