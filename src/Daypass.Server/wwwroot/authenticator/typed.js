// What people type and scan, read kindly.

/** Digits of any script, as 0-9; everything else is dropped. */
export const digitsOf = typed => [...typed.normalize("NFKC")].map(x =>
  /[0-9]/.test(x) ? x : /[\u0660-\u0669\u06f0-\u06f9]/.test(x) ? String(x.codePointAt(0) & 15) : "").join("");

const alphabet = /^[0-9A-HJKMNP-TV-Z]{10}$/;

/** A pairing code as it is signed: Crockford's base 32 without the hyphen; null where it cannot be one. */
export function pairingCode(typed) {
  const code = typed.normalize("NFKC").toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return alphabet.test(code) ? code : null;
}

export const shownCode = code => `${code.slice(0, 5)}-${code.slice(5)}`;

/** What a scanned picture says: a code, the address of another server, or nothing of ours. */
export function scanned(text) {
  if (!URL.canParse(text)) return { code: pairingCode(text) };
  const link = new URL(text);
  const code = pairingCode(new URLSearchParams(link.hash.slice(1)).get("pair") ?? "");
  return code && link.origin !== location.origin && /^https?:$/.test(link.protocol) ? { elsewhere: link.origin } : { code };
}
